"""What is said and shown of one action, in few words, for tests of its state."""

from collections.abc import Sequence
from dataclasses import replace

from tests.unit.agreement.histories import JP, UA

from comity.agreement.followup import (
    ABSENT,
    Checked,
    Facts,
    Matched,
    Outcome,
    Said,
    Shown,
    State,
    outcome,
)
from comity.records.party import Party

FREEZE, BAN = "asset-freeze", "export-ban"
TODAY = "2026-10-01"
LISTED = Facts(owner=JP, measure=FREEZE, listed=True)
UNLISTED = Facts(owner=JP)


def said(
    what: str, seq: int = 1, *, party: Party = JP, at: str = "2026-03-12", **more: str
) -> Said:
    """A word about the action, by default of its owner."""
    return Said(party=party, seq=seq, what=what, record=f"{party}-{seq}-{what}", at=at, **more)


def accepted(
    seq: int = 1, due: str = "2026-04-09", *, at: str = "2026-03-12", measure: str = ""
) -> Said:
    """The owner's acceptance."""
    return said("accept", seq, at=at, due=due, measure=measure)


def done(seq: int = 2, at: str = "2026-04-14") -> Said:
    """The owner's report that it is done."""
    return said("done", seq, at=at)


def shown(as_of: str, listing: str = ABSENT, key: str = "29#7", *measures: str) -> Shown:
    """What an edition shows of an entry."""
    under = frozenset(measures or (FREEZE,)) if listing else frozenset[str]()
    return Shown(as_of=as_of, key=key, listing=listing, measures=under)


def matched(
    party: Party, key: str = "29#7", *, seq: int = 9, same: bool | None = True, listing: str = ""
) -> Matched:
    """What an analyst says of an entry."""
    return Matched(party=party, seq=seq, key=key, same=same, listing=listing)


def checked(party: Party, *, confirmed: bool, seq: int = 5, report: Said | None = None) -> Checked:
    """What another party says of the report that the action is done."""
    about = (report or done()).record
    return Checked(party=party, seq=seq, done=about, confirmed=confirmed)


ENTRY, OTHER = "9f" * 32, "aa" * 32
WITHOUT, WITH, GONE = shown("2026-04-20"), shown("2026-04-27", ENTRY), shown("2026-09-01")
BOTH = (matched(JP), matched(UA))
WORDS = (accepted(), done())


def state(facts: Facts, today: str = TODAY, **more: Sequence[object]) -> State:
    """The state that facts give, with others in the place of some of them."""
    return outcome(replace(facts, **more), today).state  # type: ignore[arg-type]


def listed(*, today: str = TODAY, **more: Sequence[object]) -> Outcome:
    """What is known of an action that a list will prove."""
    return outcome(replace(LISTED, **more), today)  # type: ignore[arg-type]
