"""Follow-up: what became of an action that an adopted decision assigned (R18).

The owner alone accepts, answers, sets the date and reports it done; what anybody else says for it
is ignored. Whether a listing was made is read from the list itself: the edition with the newest
as-of date wins, whoever imported it, and analysts of two parties must have confirmed that the entry
is the target that was meant. Editions of one date that show an entry differently dispute each
other, and then nothing is verified and nothing has regressed. Of an action that no list can prove,
the other parties say whether it is done.

The state is a function of the set of what was said and shown: order and repetition change nothing,
for each party's words carry their places in its chain. Records belong to the systems that define
them; they come here as values.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.records.party import Party

ABSENT = ""
"""What an edition shows of an entry that it does not have."""


class State(StrEnum):
    """How far an action has come."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    OVERDUE = "overdue"
    NEEDS_LAW = "needs law"
    UNDER_STUDY = "under study"
    DECLINED = "declined"
    REPORTED = "reported done"
    CONTESTED = "contested"
    NOT_FOUND = "reported done, not found"
    ONE_ANALYST = "awaits a second analyst"
    OTHER_MEASURE = "under another measure"
    VERIFIED = "verified"
    REGRESSED = "regressed"
    DISPUTED = "source disputed"


ANSWERED = {
    "needs-law": State.NEEDS_LAW,
    "under-study": State.UNDER_STUDY,
    "no": State.DECLINED,
}

CLOSED = frozenset({State.VERIFIED, State.DECLINED})
"""States in which nobody has anything left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a party says of an action.

    Attributes:
        party: who says it.
        seq: place in its chain.
        what: "accept", "done", or an answer: "needs-law", "under-study", "no".
        record: hash of it.
        at: day of the record, by its author's clock.
        due: of an acceptance, the day until which.
        measure: of an acceptance of a listing, under which; "" where it does not say.
    """

    party: Party
    seq: int
    what: str
    record: str
    at: str
    due: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What another party says of a report that an action is done.

    Attributes:
        party: who says it.
        seq: place in its chain.
        done: hash of the report.
        confirmed: whether it is done.
    """

    party: Party
    seq: int
    done: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one edition of the list shows of an entry.

    Attributes:
        as_of: day of the edition, "2026-04-27".
        key: of the entry; "" where nothing in the edition was taken for the target.
        listing: hash of the normalised listing, `ABSENT` where there is none.
        measures: under which it stands there.
    """

    as_of: str
    key: str
    listing: str
    measures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What a party's analyst says of an entry.

    Attributes:
        party: whose analyst.
        seq: place in its chain; the last word of a party about an entry counts.
        key: of the entry.
        same: whether it is the target; False for another one, None for undecided.
    """

    party: Party
    seq: int
    key: str
    same: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far an action has come, and what says so.

    Attributes:
        state: the word for it.
        due: day until which the owner undertook it, "" where it did not.
        measure: that counts: as accepted, else as decided.
        late: days since it was due, 0 where it is not late.
        done: hash of the report that it is done, "" for none that stands.
        newest: day of the newest edition that says something of it, "" for none.
        keys: entries that analysts of two parties took for the target.
        confirmed: parties whose analysts took an entry for it.
        against: parties whose analysts say of such an entry that it is another.
        measures: under which the newest edition shows it.
    """

    state: State
    due: str = ""
    measure: str = ""
    late: int = 0
    done: str = ""
    newest: str = ""
    keys: tuple[str, ...] = ()
    confirmed: tuple[Party, ...] = ()
    against: tuple[Party, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Say whether nobody has anything left to do."""
        return self.state in CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is known of one action.

    Attributes:
        owner: whose action it is, as the decision says.
        measure: that the decision names, "" for none.
        listed: whether a list will prove it.
        said, checked, shown, matched: by anybody, in any order.
    """

    owner: Party
    measure: str = ""
    listed: bool = False
    said: Iterable[Said] = ()
    checked: Iterable[Checked] = ()
    shown: Iterable[Shown] = ()
    matched: Iterable[Matched] = ()


def outcome(facts: Facts, today: str) -> Outcome:
    """Return how far an action has come.

    Args:
        facts: what is known of it.
        today: "2026-05-01".
    """
    own = sorted((one for one in facts.said if one.party == facts.owner), key=_place)
    accepted = [one for one in own if one.what == "accept"]
    last = own[-1] if own else None
    due = accepted[-1].due if accepted else ""
    measure = (accepted[-1].measure if accepted else "") or facts.measure
    done = last if last is not None and last.what == "done" else None
    found = _read(facts, done, measure) if facts.listed else Outcome(state=State.ASSIGNED)
    state = found.state
    if state is State.ASSIGNED:
        state = _own_word(last, due, today)
        if done is not None and not facts.listed:
            state = _checked(facts, done)
    late = _days(due, today) if state is State.OVERDUE else 0
    return Outcome(
        state=state,
        due=due,
        measure=measure,
        late=late,
        done=done.record if done is not None else "",
        newest=found.newest,
        keys=found.keys,
        confirmed=found.confirmed,
        against=found.against,
        measures=found.measures,
    )


def _place(one: Said | Checked | Matched) -> int:
    return one.seq


def _days(due: str, today: str) -> int:
    return (dt.date.fromisoformat(today) - dt.date.fromisoformat(due)).days


def _own_word(last: Said | None, due: str, today: str) -> State:
    """Return the state that the owner's last word gives, where no list says more."""
    if last is None:
        return State.ASSIGNED
    if last.what == "accept":
        return State.OVERDUE if today > due else State.ACCEPTED
    return ANSWERED.get(last.what, State.REPORTED)


def _checked(facts: Facts, done: Said) -> State:
    """Return the state of an action that the owner reports done and no list proves."""
    words: dict[Party, Checked] = {}
    for one in sorted(facts.checked, key=_place):
        if one.done == done.record and one.party != facts.owner:
            words[one.party] = one
    if not words:
        return State.REPORTED
    good = all(one.confirmed for one in words.values())
    return State.VERIFIED if good else State.CONTESTED


def _read(facts: Facts, done: Said | None, measure: str) -> Outcome:
    """Return what the editions say; ASSIGNED where they say nothing."""
    shown = set(facts.shown)
    words: dict[tuple[str, Party], bool | None] = {}
    for one in sorted(facts.matched, key=_place):
        words[one.key, one.party] = one.same
    took = {pair for pair, same in words.items() if same}
    newest = max((one.as_of for one in shown), default="")
    present = {one.key for one in shown if one.listing != ABSENT}
    keys = sorted({key for key, _ in took if sum(key == other for other, _ in took) > 1} & present)
    single = {key for key, _ in took} & present
    about = set(keys) or single
    rest = Outcome(
        state=State.ASSIGNED,
        newest=newest,
        keys=tuple(keys),
        confirmed=tuple(sorted({party for key, party in took if key in about})),
        against=tuple(
            sorted({p for (key, p), same in words.items() if key in about and same is False})
        ),
    )
    if keys:
        return _confirmed(rest, shown, measure)
    if single:
        return replace(rest, state=State.ONE_ANALYST)
    if done is not None and newest > done.at:
        return replace(rest, state=State.NOT_FOUND)
    return rest


def _confirmed(rest: Outcome, shown: Iterable[Shown], measure: str) -> Outcome:
    """Return what the newest edition shows of entries that two analysts took for the target."""
    about = [one for one in shown if one.key in rest.keys]
    newest = max(one.as_of for one in about)
    now = [one for one in about if one.as_of == newest]
    measures = frozenset[str]().union(*(one.measures for one in now))
    rest = replace(rest, newest=newest, measures=tuple(sorted(measures)))
    if any(len({one.listing for one in now if one.key == key}) > 1 for key in rest.keys):
        return replace(rest, state=State.DISPUTED)
    if all(one.listing == ABSENT for one in now):
        return replace(rest, state=State.REGRESSED)
    if measure and measures and measure not in measures:
        return replace(rest, state=State.OTHER_MEASURE)
    return replace(rest, state=State.VERIFIED)
