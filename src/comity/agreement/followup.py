"""Follow-up: what became of an action that an adopted decision assigned (R18).

The owner alone accepts, answers, sets the date and reports it done; what anybody else says for it
is ignored. Whether a listing was made is read from the list itself: of each entry the edition with
the newest as-of date wins, whoever imported it, and analysts of two parties must have confirmed
that the entry is the target that was meant. Editions of one date that show an entry differently
dispute each other, and then nothing is verified and nothing has regressed. Of an action that no
list can prove, the other parties say whether it is done.

What all have signed stands above what the owner says alone: where the decision names a measure, no
other one verifies. An answer does not end being late, only a report that it is done or a plain
"no" does; and an edition of a day that has not come counts for nothing.

The state is a function of the set of what was said and shown: order and repetition change nothing,
for each party's words carry their places in its chain. Where a party says two things at one place
(it spoke twice), neither of a pair that contradicts itself confirms anything. Records belong to the
systems that define them; they come here as values.

>>> asked = Facts(owner=Party("jp"), measure="asset-freeze", listed=True)
>>> outcome(asked, "2026-04-10").state.value
'assigned'
>>> words = Said(party=Party("jp"), seq=7, what="accept", record="9f", at="2026-03-12",
...     due="2026-04-09")
>>> late = outcome(replace(asked, said=[words]), "2026-04-10")
>>> late.state.value, late.late
('overdue', 1)
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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

WORDS = frozenset({"accept", "done", *ANSWERED})
"""What an owner says that moves an action; whatever else it says of it moves nothing."""

CLOSED = frozenset({State.VERIFIED, State.DECLINED})
"""States in which nobody has anything left to do."""

NEVER_LATE = CLOSED | {State.DISPUTED}
"""States in which an action is not late, however long it has been due."""


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
        measure: of an acceptance of a listing, under which; "" where it does not say. It counts
            only where the decision names none.
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
        file: hash of the file that was read, "" where it is not told. One file that two programs
            read differently is one source.
    """

    as_of: str
    key: str
    listing: str
    measures: frozenset[str] = frozenset()
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What a party's analyst says of an entry.

    Attributes:
        party: whose analyst.
        seq: place in its chain; the last word of a party about an entry counts.
        key: of the entry.
        same: whether it is the target; False for another one, None for undecided.
        listing: hash of the listing that the analyst looked at, "" where it is not told.
    """

    party: Party
    seq: int
    key: str
    same: bool | None
    listing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How far an action has come, and what says so.

    Attributes:
        state: the word for it.
        due: day until which the owner undertook it, "" where it did not.
        measure: that counts: as decided, else as accepted.
        late: days since it was due where the owner does not report it done, whatever else it says
            of it; 0 where it is not late.
        done: hash of the report that it is done, "" for none that stands.
        newest: day of the newest edition that says something of it, "" for none.
        keys: entries that analysts of two parties took for the target.
        confirmed: parties whose analysts took an entry for it.
        against: parties whose analysts say of such an entry that it is another.
        measures: under which the newest edition shows it.
        changed: whether an entry now says something that no analyst looked at: it was amended, or
            its key was given to another one.
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
    changed: bool = False

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
    own = sorted(
        (one for one in facts.said if one.party == facts.owner and one.what in WORDS),
        key=lambda one: (one.seq, one.record),
    )
    accepted = [one for one in own if one.what == "accept"]
    last = own[-1] if own else None
    due = accepted[-1].due if accepted else ""
    measure = facts.measure or (accepted[-1].measure if accepted else "")
    done = last if last is not None and last.what == "done" else None
    rest = Outcome(
        state=_own_word(last, due, today),
        due=due,
        measure=measure,
        done=done.record if done is not None else "",
    )
    if facts.listed:
        rest = _read(facts, rest, done, today)
    elif done is not None:
        rest = replace(rest, state=_checked(facts, done))
    if due and done is None and rest.state not in NEVER_LATE:
        rest = replace(rest, late=max(0, _days(due, today)))
    return rest


def _days(due: str, today: str) -> int:
    return (dt.date.fromisoformat(today) - dt.date.fromisoformat(due)).days


def _tomorrow(today: str) -> str:
    """Return the day after: it has begun in the east while it is still today here."""
    return (dt.date.fromisoformat(today) + dt.timedelta(days=1)).isoformat()


def _own_word(last: Said | None, due: str, today: str) -> State:
    """Return the state that the owner's last word gives, where nothing says more."""
    if last is None:
        return State.ASSIGNED
    if last.what == "accept":
        return State.OVERDUE if due and today > due else State.ACCEPTED
    return ANSWERED.get(last.what, State.REPORTED)


def _checked(facts: Facts, done: Said) -> State:
    """Return the state of an action that the owner reports done and no list proves."""
    words: dict[Party, tuple[int, bool]] = {}
    for one in facts.checked:
        if one.done == done.record and one.party != facts.owner:
            seq, confirmed = words.get(one.party, (-1, True))
            if one.seq > seq:
                words[one.party] = one.seq, one.confirmed
            elif one.seq == seq:
                words[one.party] = seq, one.confirmed and confirmed
    if not words:
        return State.REPORTED
    good = all(confirmed for _, confirmed in words.values())
    return State.VERIFIED if good else State.CONTESTED


def _last_words(matched: Iterable[Matched]) -> dict[tuple[str, Party], Matched]:
    """Return the last word of each party about each entry; undecided where it says two at once."""
    words: dict[tuple[str, Party], Matched] = {}
    for one in matched:
        held = words.get((one.key, one.party))
        if held is None or one.seq > held.seq:
            words[one.key, one.party] = one
        elif one.seq == held.seq and (one.same, one.listing) != (held.same, held.listing):
            same = one.same if one.same == held.same else None
            words[one.key, one.party] = replace(held, same=same, listing="")
    return words


def _read(facts: Facts, rest: Outcome, done: Said | None, today: str) -> Outcome:
    """Return what the editions say, and what the owner says where they say nothing."""
    until = _tomorrow(today)
    shown = {one for one in facts.shown if one.as_of <= until}
    latest = _latest(shown)
    words = _last_words(facts.matched)
    newest = max((one.as_of for one in shown), default="")
    present = {one.key for one in shown if one.listing != ABSENT}
    took = Counter(key for (key, _), one in words.items() if one.same and key in present)
    keys = sorted(key for key, parties in took.items() if parties > 1)
    single = {key for key in took if any(one.listing != ABSENT for one in latest[key])}
    about = set(keys) or single
    rest = replace(
        rest,
        newest=newest,
        keys=tuple(keys),
        confirmed=_parties(words, about, same=True),
        against=_parties(words, about, same=False),
    )
    if keys:
        looked = {(key, one.listing) for (key, _), one in words.items() if one.same}
        return _confirmed(rest, {key: latest[key] for key in keys}, looked)
    if single:
        return replace(rest, state=State.ONE_ANALYST)
    if done is not None and (newest > done.at or (newest and done.at > until)):
        return replace(rest, state=State.NOT_FOUND)
    return rest


def _parties(
    words: Mapping[tuple[str, Party], Matched], about: set[str], *, same: bool
) -> tuple[Party, ...]:
    """Return the parties whose last word about one of some entries is this."""
    return tuple(
        sorted({party for (key, party), one in words.items() if key in about and one.same is same})
    )


def _latest(shown: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Return of each entry what the editions of the newest date that shows it show."""
    found: dict[str, list[Shown]] = {}
    for one in shown:
        held = found.get(one.key)
        if held is None or one.as_of > held[0].as_of:
            found[one.key] = [one]
        elif one.as_of == held[0].as_of:
            held.append(one)
    return found


def _differ(readings: Sequence[Shown]) -> bool:
    """Say whether what editions of one date show of an entry contradicts itself."""
    there = [one for one in readings if one.listing != ABSENT]
    if not there:
        return False
    if len(there) < len(readings) or len({one.measures for one in there}) > 1:
        return True
    files = {one.file for one in there}
    one_source = len(files) == 1 and "" not in files
    return not one_source and len({one.listing for one in there}) > 1


def _confirmed(
    rest: Outcome, latest: Mapping[str, Sequence[Shown]], looked: set[tuple[str, str]]
) -> Outcome:
    """Return what the newest editions show of entries that two analysts took for the target.

    An entry that the newest edition of all was not asked for is neither there nor gone in it: what
    was last seen of it counts.
    """
    newest = max(readings[0].as_of for readings in latest.values())
    differ = {key for key, readings in latest.items() if _differ(readings)}
    there = [
        one
        for key, readings in latest.items()
        for one in readings
        if key not in differ and one.listing != ABSENT
    ]
    measures = frozenset[str]().union(*(one.measures for one in there))
    rest = replace(rest, newest=newest, measures=tuple(sorted(measures)))
    if any(latest[key][0].as_of == newest for key in differ) or (differ and not there):
        return replace(rest, state=State.DISPUTED)
    if not there:
        return replace(rest, state=State.REGRESSED)
    told = {key for key, listing in looked if listing}
    rest = replace(
        rest,
        newest=max(one.as_of for one in there),
        changed=any(one.key in told and (one.key, one.listing) not in looked for one in there),
    )
    if rest.measure and rest.measure not in measures:
        return replace(rest, state=State.OTHER_MEASURE)
    return replace(rest, state=State.VERIFIED)
