"""Timeline: when which list took up a target, and what was proposed and decided about it.

The day of an edition is not the day of a listing. Where a list states the day, that day is drawn
as a point; where only two editions tell that it came between them, as a span; and where an edition
shows the target and nothing says since when, as an open end: at the latest then. The picture is
made here in points, and the table beneath it says the same.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.entities.subject import When
from comity.sanctions.board import Match
from comity.web.proposaldesk import HAPPENED, Happening

WIDTH, ROW = 640, 26
LEFT, RIGHT, TOP, FLOOR = 120, 24, 10, 28

ORDER = ("listed", *HAPPENED)
"""Of two things on one day the one that leads to the other comes first."""

STATED, BETWEEN, AT_LATEST, RECORD = "stated", "between", "at-latest", "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a target.

    Attributes:
        what: "listed", or that of a `Happening`.
        who: jurisdiction of a listing, or party.
        first, last: days between which it happened; the same where the day is known.
        known: how the day is known: "stated", "between", "at-latest" or "record".
        list, key: of a listing. measures: of it.
        title, path: of a proposal or decision.
        own: whether it is a listing of the party that is looked at.
    """

    what: str
    who: str
    first: dt.date
    last: dt.date
    known: str
    list: str = ""
    key: str = ""
    measures: tuple[str, ...] = ()
    title: tuple[tuple[str, str], ...] = ()
    path: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the picture: its row's height, and where it begins and ends."""

    event: Event
    y: float
    x: float
    end: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """All events with their axis.

    Attributes:
        width, height: of the view box.
        left, floor: edges of the field. right: of it.
        rows: (whose, height), in the order in which they begin.
        marks: of the events. ticks: of the axis, as (text, x).
        events: the oldest first.
        days: from the first listing of others to the party's own, of those that state a day;
            None where either has none.
    """

    width: int
    height: int
    left: float
    right: float
    floor: float
    rows: tuple[tuple[str, float], ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[str, float], ...]
    events: tuple[Event, ...]
    days: int | None


def events_of(match: Match, party: str, happenings: Iterable[Happening]) -> tuple[Event, ...]:
    """Return everything that is known to have happened to a target, the oldest first."""
    found = [_listed(one.listing.announced or one.seen, one.edition.date) for one in match.listings]
    events = [
        Event(
            what="listed",
            who=one.edition.jurisdiction,
            first=first,
            last=last,
            known=STATED if one.listing.announced else known,
            list=one.listing.list,
            key=one.listing.key,
            measures=tuple(measure.value for measure in one.listing.measures),
            own=one.edition.jurisdiction == party,
        )
        for one, (first, last, known) in zip(match.listings, found, strict=True)
    ]
    for happening in happenings:
        day = dt.date.fromisoformat(happening.at[:10])
        events.append(
            Event(
                what=happening.what,
                who=happening.by,
                first=day,
                last=day,
                known=RECORD,
                title=tuple(happening.title.items()),
                path=happening.path,
            )
        )
    return tuple(sorted(events, key=lambda one: (one.last, one.first, ORDER.index(one.what))))


def _listed(when: When | None, edition: dt.date) -> tuple[dt.date, dt.date, str]:
    """Return between which days something was listed, and how that is known."""
    if when is None:
        return edition, edition, AT_LATEST
    return when.start, when.end, STATED if when.start == when.end else BETWEEN


def timeline(match: Match, party: str, happenings: Iterable[Happening] = ()) -> Timeline:
    """Return the timeline of a target.

    Args:
        match: its entries.
        party: whose listing it is about.
        happenings: what was proposed and decided about it.
    """
    events = events_of(match, party, happenings)
    order: dict[str, float] = {}
    for event in events:
        order.setdefault(row_of(event), TOP + ROW * (len(order) + 0.5))
    first, last = min(event.first for event in events), max(event.last for event in events)
    long = max((last - first).days, 1)
    right = WIDTH - RIGHT

    def at(day: dt.date) -> float:
        return round(LEFT + (right - LEFT) * (day - first).days / long, 1)

    marks = [Mark(one, order[row_of(one)], at(one.first), at(one.last)) for one in events]
    floor = TOP + ROW * len(order)
    return Timeline(
        width=WIDTH,
        height=floor + FLOOR,
        left=LEFT,
        right=right,
        floor=floor,
        rows=tuple(order.items()),
        marks=tuple(marks),
        ticks=tuple((text, at(day)) for text, day in ticks(first, last)),
        events=events,
        days=days_between(events),
    )


def row_of(event: Event) -> str:
    """Return in which row an event stands: the jurisdiction of a listing, else "acts"."""
    return event.who if event.what == "listed" else "acts"


def ticks(first: dt.date, last: dt.date) -> Sequence[tuple[str, dt.date]]:
    """Return the marks of an axis: years, or months where it is short; at most seven.

    >>> [text for text, _ in ticks(dt.date(2022, 3, 1), dt.date(2026, 3, 5))]
    ['2023', '2024', '2025', '2026']
    """
    years = [dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    if len(years) > 2:
        step = -(-len(years) // 7)
        return [(str(day.year), day) for day in years[::step]]
    months = (last.year - first.year) * 12 + last.month - first.month
    starts = [
        dt.date(first.year + (first.month + step - 1) // 12, (first.month + step - 1) % 12 + 1, 1)
        for step in range(1, months + 1)
    ]
    step = max(1, -(-len(starts) // 6))
    return [(f"{day:%Y-%m}", day) for day in starts[::step]]


def days_between(events: Sequence[Event]) -> int | None:
    """Return the days from the first listing of others to the party's own, of those with a day."""
    listed = [one for one in events if one.what == "listed"]
    stated = [one for one in listed if one.known == STATED and one.first == one.last]
    own = [one.first for one in stated if one.own]
    others = [one.first for one in stated if not one.own]
    return (min(own) - min(others)).days if own and others else None
