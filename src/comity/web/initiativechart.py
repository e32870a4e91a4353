"""Initiative charts: numbers, milestones and risks as values that a template draws.

The charts are drawn by the server, need no script and are printed as they are; each stands beside a
table that says the same.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from comity.initiatives.initiative import Initiative, Risk, level_of
from comity.initiatives.ledger import Numbers
from comity.records.party import Party

WIDTH, MARGIN = 1000, 20
"""Of the timeline and of its sides, in its own units."""

APART = 34
"""Units below which two marks would cover each other; the second one stands lower."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the three numbers, as a bar.

    Attributes:
        what: "pledged", "reported" or "confirmed".
        amount: in decimal digits.
        width: of a hundred, beside the greatest of the three.
    """

    what: str
    amount: Decimal
    width: float


def bars(numbers: Numbers) -> tuple[Bar, ...]:
    """Return the three numbers of a unit as bars, on one scale."""
    named = (
        ("pledged", numbers.pledged),
        ("reported", numbers.reported),
        ("confirmed", numbers.confirmed),
    )
    most = max(amount for _, amount in named) or Decimal(1)
    return tuple(Bar(what, amount, round(float(100 * amount / most), 2)) for what, amount in named)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the timeline.

    Attributes:
        number: of its row in the table below, from 1.
        sort: "milestone" or "due".
        state: how it stands.
        on: day.
        title: of it, in each language.
        whose: party.
        x: place, in units of the timeline.
        row: 0 on the line, 1 where it would cover the mark before it, and so on.
    """

    number: int
    sort: str
    state: str
    on: str
    title: Mapping[str, str]
    whose: Party
    x: float
    row: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Milestones and days on which commitments are due.

    Attributes:
        marks: in the order of the days.
        today: place of today.
        first, last: days of the ends.
        rows: how many rows of marks there are.
    """

    marks: tuple[Mark, ...]
    today: float
    first: str
    last: str
    rows: int


def timeline(one: Initiative, today: str) -> Timeline | None:
    """Return the timeline of an initiative, None where it has no day to show."""
    days = [
        *(
            (stone.reached or stone.on, "milestone", stone.state(today), stone.title, stone.party)
            for stone in one.milestones
            if not stone.dropped
        ),
        *(
            (it.due, "due", it.state(today).value, it.what, it.giver)
            for it in one.ledger.commitments
            if it.withdrawn is None
        ),
    ]
    if not days:
        return None
    days.sort(key=lambda row: row[:3])
    first = min(today, one.at[:10], days[0][0])
    last = max(today, days[-1][0])
    marks = tuple(_marks(days, first, last))
    rows = 1 + max(mark.row for mark in marks)
    return Timeline(marks, place(today, first, last), first, last, rows)


Day = tuple[str, str, str, Mapping[str, str], Party]


def _marks(days: Sequence[Day], first: str, last: str) -> Iterator[Mark]:
    ends: list[float] = []
    for number, (day, sort, state, title, whose) in enumerate(days, 1):
        x = place(day, first, last)
        row = next((row for row, end in enumerate(ends) if x - end >= APART), len(ends))
        ends[row : row + 1] = [x]
        yield Mark(number, sort, state, day, title, whose, x, row)


def place(day: str, first: str, last: str) -> float:
    """Return the place of a day between two others, in units of the timeline.

    >>> place("2026-03-16", "2026-03-01", "2026-03-31")
    500.0
    """
    span = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    gone = (dt.date.fromisoformat(day) - dt.date.fromisoformat(first)).days
    share = gone / span if span else 0.5
    return round(MARGIN + (WIDTH - 2 * MARGIN) * share, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of the matrix of risks.

    Attributes:
        level: its word.
        numbers: of the risks in it, from 1.
    """

    level: str
    numbers: tuple[int, ...]


def matrix(risks: Sequence[Risk]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """Return the matrix of risks that are not over: likelihood downwards from 5, impact from 1."""
    return tuple(
        (
            likelihood,
            tuple(
                Cell(
                    level_of(likelihood, impact),
                    tuple(
                        number
                        for number, one in enumerate(risks, 1)
                        if not one.closed and (one.likelihood, one.impact) == (likelihood, impact)
                    ),
                )
                for impact in range(1, 6)
            ),
        )
        for likelihood in range(5, 0, -1)
    )
