"""Follow-up board: which actions the board shows, and how many there are of each sort.

What is chosen stands in the address; every count comes from here, of all rows that the other
choices leave, so that each choice says how many it would show.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from comity.agreement.followup import State
from comity.web.followupdesk import BoardSeen, Row

AT_ONCE = 100
"""Rows of one page."""

AGES = ("", "30", "90", "180")

GROUPS = ("open", "late", "ours-to-answer", "to-confirm")
"""Groups of states, beside the states themselves."""

UNCONFIRMED = frozenset(
    {State.REPORTED, State.CONTESTED, State.NOT_FOUND, State.ONE_ANALYST, State.DISPUTED}
)

NONE = "-"
"""Stands in an address for actions of no meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be shown.

    Attributes:
        party: owner, "" for any.
        state: code of a state, or of a group of them; "" for any.
        meeting: object of a meeting, "-" for none; "" for any.
        age: least days since the adoption, "" for any.
        page: from 1.
    """

    party: str = ""
    state: str = ""
    meeting: str = ""
    age: str = ""
    page: int = 1

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return it as the address has it."""
        page = str(self.page) if self.page > 1 else ""
        return (
            ("party", self.party),
            ("state", self.state),
            ("meeting", self.meeting),
            ("age", self.age),
            ("page", page),
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, each with how many rows it would show.

    Attributes:
        parties, states, meetings, ages: by code.
    """

    parties: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]
    meetings: tuple[tuple[str, int], ...]
    ages: tuple[tuple[str, int], ...]


def codes_of(row: Row, me: str) -> frozenset[str]:
    """Return the state of a row and the groups that it belongs to."""
    state, found = row.outcome.state, {row.outcome.state.value}
    if not row.outcome.closed:
        found.add("open")
    if row.outcome.late:
        found |= {"late", State.OVERDUE.value}
    if state is State.ASSIGNED and row.assignment.owner == me:
        found.add("ours-to-answer")
    if state in UNCONFIRMED:
        found.add("to-confirm")
    return frozenset(found)


def shown(seen: BoardSeen, asked: Asked) -> tuple[Row, ...]:
    """Return the rows that are asked for, on all pages together."""
    return tuple(row for row in seen.rows if _fits(row, asked, seen.me))


def _fits(row: Row, asked: Asked, me: str) -> bool:
    """Say whether a row is asked for."""
    one = row.assignment
    return (
        asked.party in {"", one.owner}
        and asked.meeting in {"", one.meeting or NONE}
        and row.age >= int(asked.age or 0)
        and (not asked.state or asked.state in codes_of(row, me))
    )


def page_of(rows: Sequence[Row], number: int) -> tuple[Row, ...]:
    """Return the rows of one page."""
    return tuple(rows[(number - 1) * AT_ONCE : number * AT_ONCE])


def choices(seen: BoardSeen, asked: Asked) -> Choices:
    """Return what can be chosen, each with how many rows it would show beside the other choices."""

    def counted(free: Asked, codes: Callable[[Row], Sequence[str]]) -> Counter[str]:
        found = Counter[str]()
        for row in shown(seen, free):
            found.update(codes(row))
        return found

    parties = counted(replace(asked, party=""), lambda row: [row.assignment.owner])
    states = counted(replace(asked, state=""), lambda row: sorted(codes_of(row, seen.me)))
    meetings = counted(replace(asked, meeting=""), lambda row: [row.assignment.meeting or NONE])
    ages = counted(
        replace(asked, age=""), lambda row: [age for age in AGES[1:] if row.age >= int(age)]
    )
    return Choices(
        parties=tuple(sorted(parties.items())),
        states=tuple((code, states[code]) for code in (*GROUPS, *State) if states[code]),
        meetings=tuple(sorted(meetings.items(), key=lambda one: (-one[1], one[0]))),
        ages=tuple((age, ages[age]) for age in AGES[1:]),
    )
