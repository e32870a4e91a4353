"""Open items: what the parties still have to deal with, each with the reason why.

Value is made between meetings; a meeting is a view of what is open. Nobody keeps a list of it: it
is put together anew from what other systems say (a request that nobody answered, a clause that is
still in brackets), from items that a party asks for, and from what the last meeting left undecided.
What is about the same thing is one item, with all its reasons; the most pressing comes first.

The systems do not know each other, so that what they say comes here as values.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Protocol

from comity.consultation.agenda import OPENING, OTHER, STANDING, Item, total
from comity.consultation.proposals import Words
from comity.records.marking import Marking, highest
from comity.records.party import Party


class Why(IntEnum):
    """Why something is open; the most pressing first."""

    OVERDUE = 0
    REGRESSED = 1
    CONTESTED = 2
    SOURCE_DISPUTED = 3
    OTHER_MEASURE = 4
    NOT_FOUND = 5
    DEFERRED = 6
    RETAINED = 7
    BRACKETED = 8
    REQUESTED = 9
    UNANSWERED = 10
    PROPOSED = 11
    GAPS = 12
    SECOND_ANALYST = 13
    REPORTED = 14
    NEEDS_LAW = 15
    UNDER_STUDY = 16
    UNDERTAKEN = 17
    ASSIGNED = 18
    GATE = 19


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an item is open, in numbers that a page puts into words.

    Attributes:
        why: which reason.
        number: days overdue, meetings, clauses or gaps, as the reason counts them.
        of: clauses in brackets, of the reason BRACKETED.
        since: moment or day from which it holds, "" for none.
        by: party that asks, that owes an answer, that owns an action or has the gap.
        words: what the party that asks says of it.
        name: of a sanctions package, or of the stage that a gate opens. jurisdiction: whose.
    """

    why: Why
    number: int = 0
    of: int = 0
    since: str = ""
    by: Party | None = None
    words: Words = field(default_factory=dict)
    name: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """Something that is open.

    Attributes:
        id: the same on every node.
        title: by language.
        mode: what it would stand on an agenda for.
        minutes: that it would take.
        reasons: the most pressing first.
        path: where it is shown, without the language; "" for nowhere.
        marking: of what it names.
        record: hash of the record by which a party asked for it, "" otherwise.
    """

    id: str
    title: Words
    mode: str
    minutes: int
    reasons: tuple[Reason, ...]
    path: str = ""
    marking: Marking = Marking.CLEAR
    record: str = ""


USUAL = {"information": 10, "discussion": 20, "decision": 20}
"""Minutes of an item for which nobody asked for a time, by its mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """An item that a party asks for (`item/1`)."""

    record: str
    party: Party
    title: Words
    mode: str
    minutes: int
    why: Words
    at: str
    marking: Marking
    about: str = ""
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now
        reason = Reason(why=Why.REQUESTED, since=self.at, by=self.party, words=self.why)
        return OpenItem(
            id=self.about or f"item:{self.record}",
            title=self.title,
            mode=self.mode,
            minutes=self.minutes or USUAL[self.mode],
            reasons=(reason,),
            path=self.path,
            marking=self.marking,
            record=self.record,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A request that a party has not answered."""

    record: str
    title: Words
    of: Party
    asked: str
    due: str
    marking: Marking
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        waits = Reason(why=Why.UNANSWERED, since=self.asked, by=self.of)
        return OpenItem(
            id=message_item(self.record),
            title=self.title,
            mode="discussion",
            minutes=USUAL["information"],
            reasons=(*_overdue(self.due, now, self.of), waits),
            path=self.path,
            marking=self.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracketed:
    """A joint text with clauses that are not agreed, or that were kept for the next meeting."""

    object: str
    title: Words
    clauses: int
    meetings: int
    retained: int
    marking: Marking
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now
        reasons: list[Reason] = []
        if self.retained:
            reasons.append(Reason(why=Why.RETAINED, number=self.retained))
        if self.clauses:
            reasons.append(Reason(why=Why.BRACKETED, number=self.meetings, of=self.clauses))
        return OpenItem(
            id=text_item(self.object),
            title=self.title,
            mode="decision",
            minutes=USUAL["decision"],
            reasons=tuple(reasons),
            path=self.path,
            marking=self.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedListings:
    """Listings that a party proposes, as long as some of them are not decided.

    Attributes:
        record: hash of the proposal.
        by: who makes it.
        title: by language.
        targets: how many are not decided.
        at: when it was made.
        marking: of it.
        path: where it is shown.
    """

    record: str
    by: Party
    title: Words
    targets: int
    at: str
    marking: Marking
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now
        reason = Reason(why=Why.PROPOSED, number=self.targets, since=self.at, by=self.by)
        return OpenItem(
            id=proposal_item(self.record),
            title=self.title,
            mode="decision",
            minutes=USUAL["decision"],
            reasons=(reason,),
            path=self.path,
            marking=self.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGaps:
    """Gaps of one party after a package of another authority."""

    party: Party
    jurisdiction: str
    list: str
    name: str
    day: str
    gaps: int
    title: Words
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now
        reason = Reason(
            why=Why.GAPS,
            number=self.gaps,
            since=self.day,
            by=self.party,
            name=self.name,
            jurisdiction=self.jurisdiction,
        )
        return OpenItem(
            id=f"gaps:{self.list}/{self.day}/{self.name}"[:200],
            title=self.title,
            mode="discussion",
            minutes=USUAL["discussion"],
            reasons=(reason,),
            path=self.path,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """An item for decision that the last meeting left undecided.

    Attributes:
        item_of_agenda: as it stood there.
        times: how many meetings in a row left it undecided.
        since: moment of the first of them.
    """

    item_of_agenda: Item
    times: int
    since: str
    marking: Marking

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now
        one = self.item_of_agenda
        reason = Reason(why=Why.DEFERRED, number=self.times, since=self.since)
        return OpenItem(
            id=one.id,
            title=one.title,
            mode=one.mode,
            minutes=one.minutes or USUAL[one.mode],
            reasons=(reason,),
            marking=self.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """An initiative with commitments that are overdue, or with gates that not all have signed.

    Attributes:
        initiative: hash of it.
        title: by language.
        late: giver and day of each commitment that is overdue.
        gates: stage and moment of each decision that waits for signatures.
        marking: of it.
        path: where it is shown.
    """

    initiative: str
    title: Words
    late: tuple[tuple[Party, str], ...]
    gates: tuple[tuple[str, str], ...]
    marking: Marking
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        today = now.date()
        overdue = [
            Reason(
                why=Why.OVERDUE,
                number=(today - dt.date.fromisoformat(day)).days,
                since=day,
                by=giver,
            )
            for giver, day in self.late
        ]
        waiting = [Reason(why=Why.GATE, since=at, name=stage) for stage, at in self.gates]
        mode = "decision" if waiting else "discussion"
        return OpenItem(
            id=f"initiative:{self.initiative}",
            title=self.title,
            mode=mode,
            minutes=USUAL[mode],
            reasons=(*sorted(overdue, key=lambda one: -one.number), *waiting),
            path=self.path,
            marking=self.marking,
        )


class Source(Protocol):
    """Whatever makes something open."""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        ...


def message_item(record: str) -> str:
    """Return the id of the item about a message."""
    return f"message:{record}"


def text_item(about: str) -> str:
    """Return the id of the item about a joint text."""
    return f"text:{about}"


def proposal_item(record: str) -> str:
    """Return the id of the item about proposed listings."""
    return f"proposal:{record}"


def open_items(sources: Iterable[Source], now: dt.datetime) -> tuple[OpenItem, ...]:
    """Return what is open, the most pressing first, with everything about one thing as one item."""
    found: dict[str, OpenItem] = {}
    for source in sources:
        one = source.item(now)
        known = found.get(one.id)
        found[one.id] = one if known is None else _together(known, one)
    return tuple(sorted(found.values(), key=pressing))


def pressing(item: OpenItem) -> tuple[int, int, str, str]:
    """Return the place of an item among others."""
    first = item.reasons[0]
    return first.why, -first.number, first.since, item.id


def _together(one: OpenItem, other: OpenItem) -> OpenItem:
    """Return two items about the same thing as one; what a party asked for in words leads."""
    leading, second = (other, one) if other.record and not one.record else (one, other)
    reasons = [*one.reasons, *(why for why in other.reasons if why not in one.reasons)]
    return replace(
        leading,
        reasons=tuple(sorted(reasons, key=lambda why: (why.why, -why.number))),
        path=leading.path or second.path,
        marking=highest([one.marking, other.marking]),
        record=leading.record or second.record,
    )


def _overdue(due: str, now: dt.datetime, by: Party) -> Iterator[Reason]:
    """Yield that something is overdue, with the whole days since then."""
    try:
        late = now - dt.datetime.fromisoformat(due)
    except ValueError:
        return
    if late > dt.timedelta(0):
        yield Reason(why=Why.OVERDUE, number=late.days, since=due, by=by)


def suggested(
    items: Sequence[OpenItem], minutes: int, standing: Callable[[str], Words]
) -> tuple[tuple[Item, ...], tuple[OpenItem, ...]]:
    """Return an agenda that fits into a meeting, and what finds no room on it.

    Args:
        items: that are open, the most pressing first.
        minutes: length of the meeting.
        standing: gives the title of an item that every agenda has, by language.
    """
    first = Item(OPENING, standing(OPENING), "decision", min(5, minutes))
    last = Item(OTHER, standing(OTHER), "information", min(5, max(0, minutes - 5)))
    chosen: list[Item] = []
    left: list[OpenItem] = []
    for one in items:
        if one.id in STANDING or total([first, *chosen, last]) + one.minutes > minutes:
            left.append(one)
        else:
            chosen.append(Item(one.id, one.title, one.mode, one.minutes))
    return (first, *chosen, last), tuple(left)
