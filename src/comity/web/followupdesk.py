"""Follow-up desk: what the pages of actions ask for, and what people do there.

An action is one that an adopted object assigns. Its owner alone accepts it, answers and reports;
another party says of a report whether it is done, where no list proves that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote

from comity.agreement.followup import Outcome
from comity.consultation.actions import Name, Saying
from comity.consultation.assignments import Assignment
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.textdesk import By

Words = Mapping[str, str]

PATH = "/follow-up"


def action_path(decision: str, action: str) -> str:
    """Return where an action is shown, without the language.

    An action may be called anything, so that its name is quoted; one of dots alone, which would be
    taken for a folder, stands behind a question mark.
    """
    named = quote(action, safe="")
    if not action.strip("."):
        return f"{PATH}/action/{decision}?action={named}"
    return f"{PATH}/action/{decision}/{named}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An action on the board.

    Attributes:
        assignment: what was agreed.
        outcome: how far it has come.
        signed: parties whose signature adopted the object: all of its circle.
        age: days since it was adopted.
        days: to the day until which it was undertaken, negative when that has passed; None without.
        words: of its owner's answer, or the last ones where they were asked for; else {}.
        confirmed: parties that say of the report that stands that it is done.
        denied: parties that say that it is not.
        gone: parties that may have left, for the card of each has run out; () where nobody asked.
    """

    assignment: Assignment
    outcome: Outcome
    signed: tuple[Party, ...]
    age: int
    days: int | None
    words: Words = field(default_factory=dict)
    confirmed: tuple[Party, ...] = ()
    denied: tuple[Party, ...] = ()
    gone: tuple[Party, ...] = ()

    @property
    def path(self) -> str:
        """Return where it is shown, without the language."""
        return action_path(self.assignment.decision, self.assignment.action)

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return key_of(self.assignment.name)


def key_of(name: Name) -> str:
    """Return how a form names an action."""
    return f"{name[0]}/{name[1]}"


def name_in(key: str) -> Name:
    """Return the action that a form names."""
    decision, _, action = key.partition("/")
    return decision, action


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSeen:
    """Everything that the board can show.

    Attributes:
        rows: every action of every circle, the most pressing first.
        circles: of this party.
        held: names of drafts about actions that wait for a second role.
        me: whose page it is.
        today: the day, in UTC.
        now: what this node's clock says.
    """

    rows: tuple[Row, ...]
    circles: tuple[Circle, ...]
    held: tuple[str, ...]
    me: Party
    today: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was said of an action.

    Attributes:
        said: with its words.
        ignored: why it counts for nothing, a code of `followuplabels.IGNORED`; "" where it counts.
    """

    said: Saying
    ignored: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSeen:
    """What the page of an action shows.

    Attributes:
        row: the action, with what became of it.
        circle: whose parties adopted it.
        steps: what was said of it, the newest first.
        earlier: whether more was said before that.
        held: names of drafts about it that wait for a second role.
        listed: what a page shows of the list that proves it; None without a list.
        state: names how it stands.
        last: who said the last thing of it.
        four_eyes: the marking above which a release takes two roles.
        me: whose page it is.
        today: the day, in UTC.
        now: what this node's clock says.
    """

    row: Row
    circle: Circle
    steps: tuple[Step, ...]
    earlier: bool
    held: tuple[str, ...]
    listed: object | None
    state: str
    last: Party
    four_eyes: Marking
    me: Party
    today: str
    now: str

    @property
    def marking(self) -> Marking:
        """Return the highest marking of everything shown."""
        said = (one.said.marking for one in self.steps)
        return max((self.row.assignment.marking, *said))

    @property
    def ours(self) -> bool:
        """Say whether it is this party's."""
        return self.row.assignment.owner == self.me


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaken:
    """What an owner undertakes.

    Attributes:
        due: day until which.
        measure: of a listing, under which; "" to leave it as it was agreed.
        words: by language; {} for none.
    """

    due: str
    measure: str = ""
    words: Words = field(default_factory=dict)


class FollowUpDesk(Protocol):
    """What the pages of actions ask for, and what people do there.

    Each act raises a `ComityError` where nothing was said; a `StalePageError` where the page no
    longer showed how things stand.
    """

    def board(self, *, words: bool = False) -> BoardSeen:
        """Return every action.

        Args:
            words: whether the last words of owners are wanted too.
        """
        ...

    def action(self, decision: str, action: str) -> ActionSeen | None:
        """Return one action, None where no adopted object assigns it."""
        ...

    def accept(self, names: Sequence[Name], undertaken: Undertaken, by: By) -> Sequence[str]:
        """Undertake actions; return the names of drafts that wait for a second role."""
        ...

    def answer(self, name: Name, answer: str, words: Words, by: By) -> str:
        """Answer what cannot be undertaken now, or at all; return the draft that waits, or ""."""
        ...

    def progress(self, name: Name, words: Words, by: By) -> str:
        """Say how far an action has come; return the draft that waits, or ""."""
        ...

    def done(self, name: Name, words: Words, by: By) -> str:
        """Report that an action is done; return the draft that waits, or ""."""
        ...

    def check(self, name: Name, verdict: str, words: Words, by: By) -> str:
        """Say of another party's report whether it is done; return the draft that waits, or ""."""
        ...
