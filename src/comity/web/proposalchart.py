"""Proposal chart: what became of proposed targets, meeting by meeting, as bars in points.

The picture is made here and only written down by the template: no script is needed, it prints, and
a test can read it. A proposal belongs to the first meeting that was held after it was made; what
was made since the last one stands last. Numbers of few cases are given with their n.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from comity.sanctions.proposals import Group
from comity.web.proposaldesk import MeetingChoice, ProposalRow, TargetState, Words

WIDTH, ROW, BAR = 640, 34, 18
LEFT, RIGHT, TOP, FLOOR = 190, 44, 8, 26

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Targets between two marks of the axis: the first that gives at most six marks is taken."""

ORDER = (Group.FOLLOWED, Group.UNDER_WAY, Group.DECLINED, Group.WITHDRAWN, Group.OPEN)
"""Groups in the order in which they are stacked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: which group, where it begins, how long it is, how many targets."""

    group: Group
    x: float
    long: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What became of the targets that were proposed for one meeting.

    Attributes:
        title: of the meeting, {} for what was made since the last one.
        begins: of the meeting, "" for that.
        counts: targets by group.
        y: top of its bar. pieces: of it.
    """

    title: Words
    begins: str
    counts: Mapping[Group, int]
    y: float = 0.0
    pieces: tuple[Piece, ...] = ()

    @property
    def total(self) -> int:
        """Return how many targets were proposed for it."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars with their axis.

    Attributes:
        width, height: of the view box.
        left, floor: edges of the field.
        bars: the oldest meeting first.
        marks: of the axis, as (count, x).
    """

    width: int
    height: int
    left: float
    floor: float
    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What happened since the last meeting.

    Attributes:
        meeting: the last one, None where none was held.
        made: targets proposed since. open: of all, not decided now.
        followed: of all, listed since then and since they were proposed, as the lists here show.
        days: median days from a proposal to the listing that the list shows, None without any.
        n: how many listings that is of. undated: how many more stand on the list without a day.
    """

    meeting: MeetingChoice | None
    made: int
    open: int
    followed: int
    days: float | None
    n: int
    undated: int


@dataclass(slots=True)
class _Counted:
    """Counts of one meeting while they are made."""

    title: Words
    begins: str
    counts: dict[Group, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))


def bars_of(
    rows: Iterable[ProposalRow], meetings: Mapping[str, Sequence[MeetingChoice]]
) -> tuple[Bar, ...]:
    """Return how many targets became what, by the meeting for which they were proposed.

    Args:
        rows: proposals.
        meetings: of each circle those that were held.
    """
    every = sorted(
        {one.id: one for held in meetings.values() for one in held}.values(),
        key=lambda one: (one.begins, one.id),
    )
    counted = {one.id: _Counted(one.title, one.begins) for one in every}
    counted[""] = _Counted({}, "")
    for row in rows:
        held = sorted(meetings.get(row.proposal.circle, ()), key=lambda one: one.begins)
        own = next((one.id for one in held if one.begins >= row.proposal.at), "")
        for state in row.states:
            counted[own].counts[state.group] += 1
    return tuple(
        Bar(title=one.title, begins=one.begins, counts=one.counts)
        for one in counted.values()
        if any(one.counts.values())
    )


def chart_of(bars: Sequence[Bar]) -> Chart | None:
    """Return bars with their lengths, None without any."""
    if not bars:
        return None
    most = max(bar.total for bar in bars)
    room = WIDTH - LEFT - RIGHT
    drawn: list[Bar] = []
    for number, bar in enumerate(bars):
        x, pieces = float(LEFT), list[Piece]()
        for group in ORDER:
            long = room * bar.counts[group] / most
            if bar.counts[group]:
                pieces.append(Piece(group, round(x, 1), round(long, 1), bar.counts[group]))
            x += long
        drawn.append(
            Bar(
                title=bar.title,
                begins=bar.begins,
                counts=bar.counts,
                y=TOP + number * ROW,
                pieces=tuple(pieces),
            )
        )
    floor = TOP + len(bars) * ROW
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, most) if most / one <= 6)
    marks = tuple(
        (count, round(LEFT + room * count / most, 1)) for count in range(0, most + 1, step)
    )
    return Chart(WIDTH, floor + FLOOR, LEFT, floor, tuple(drawn), marks)


def since_last(
    rows: Sequence[ProposalRow], meetings: Mapping[str, Sequence[MeetingChoice]]
) -> Since:
    """Return what happened since the last meeting; since ever where none was held."""
    last = max(
        (one for held in meetings.values() for one in held),
        key=lambda one: one.begins,
        default=None,
    )
    begins = last.begins if last is not None else ""
    states = [(row, state) for row in rows for state in row.states]
    shown = [(row, state) for row, state in states if state.shown or state.group is Group.FOLLOWED]
    days = [lag for row, state in shown if (lag := days_to_listing(row.proposal.at, state)) >= 0]
    return Since(
        meeting=last,
        made=sum(row.proposal.at > begins for row, _ in states),
        open=sum(state.group is Group.OPEN for _, state in states),
        followed=sum(
            state.listed > begins[:10] and days_to_listing(row.proposal.at, state) >= 0
            for row, state in shown
        ),
        days=median(days) if days else None,
        n=len(days),
        undated=sum(not state.listed for _, state in shown),
    )


def days_to_listing(at: str, state: TargetState) -> int:
    """Return the days from a proposal to the listing; -1 where it came first, or has no day."""
    if not state.listed:
        return -1
    proposed = dt.date.fromisoformat(at[:10])
    return max(-1, (dt.date.fromisoformat(state.listed) - proposed).days)
