"""Follow-up: what became of an action that an adopted decision assigned (R18).

The owner alone accepts, sets the date and reports it done; what anybody else says for it is
ignored. Whether it is done is read from the list itself: the edition with the newest as-of date
wins, whoever imported it, and two parties' analysts must have confirmed that the entry is the one
that was meant. Editions of one date that show the entry differently dispute each other, and then
nothing is verified and nothing has regressed.

Records of imports and matches belong to the systems that define them; they come here as values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comity.records.party import Party

ABSENT = ""
"""What an edition shows of an entry that it does not have."""


class State(StrEnum):
    """How far an action has come."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    OVERDUE = "overdue"
    REPORTED = "reported done"
    NOT_FOUND = "reported done, not found"
    ONE_ANALYST = "awaits a second analyst"
    VERIFIED = "verified"
    REGRESSED = "regressed"
    DISPUTED = "source disputed"


@dataclass(frozen=True, slots=True)
class Said:
    """What a party says of an action: it accepts it, or reports it done.

    Attributes:
        party: who says it.
        due: of an acceptance, the day until which; "" in a report that it is done.
        at: the day of the record.
    """

    party: Party
    due: str
    at: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What one edition of the list shows of the entry.

    Attributes:
        as_of: day of the edition, "2026-04-27".
        listing: hash of the normalised listing, `ABSENT` where there is none.
    """

    as_of: str
    listing: str


def state(
    owner: Party,
    said: Iterable[Said],
    shown: Iterable[Shown],
    confirmed: Iterable[Party],
    today: str,
) -> State:
    """Return how far an action has come.

    Args:
        owner: whose action it is, as the decision says.
        said: what any party said of it, each party's in the order of its chain.
        shown: what every imported edition from the day of the decision on shows of the entry.
        confirmed: parties whose analysts say that the entry is the one that was meant.
        today: "2026-05-01".
    """
    own = [word for word in said if word.party == owner]
    accepted = [word for word in own if word.due]
    done = [word for word in own if not word.due]
    editions = list(shown)
    newest = max((one.as_of for one in editions), default="")
    now = {one.listing for one in editions if one.as_of == newest}
    if len(now) > 1:
        return State.DISPUTED
    analysts = len(set(confirmed))
    if analysts and any(one.listing != ABSENT for one in editions):
        if analysts < 2:
            return State.ONE_ANALYST
        return State.REGRESSED if now == {ABSENT} else State.VERIFIED
    if done:
        return State.NOT_FOUND if newest > done[0].at else State.REPORTED
    if accepted:
        return State.OVERDUE if today > accepted[-1].due else State.ACCEPTED
    return State.ASSIGNED
