"""Cohorts: the curves of how far a party followed each year's listings, as a picture in points.

The picture is made here and only written down by the template: no script is needed, it prints, and
a test can read it. A curve rises in steps on the days when the party listed something and runs
level to the last day on which its oldest case could be judged; labels stand in the right margin,
pushed apart, with a thin line to the end that they name.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from comity.sanctions.alignment import Cohort

WIDTH, HEIGHT = 372, 236
LEFT, RIGHT, TOP, BOTTOM = 36, 84, 10, 34
LINE = 14
"""Least distance of two labels."""

CEILINGS = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Where the left axis ends: the first that holds every curve, so that low ones stay apart."""

STEPS = (90, 180, 365, 730, 1095, 1460)
"""Days between two marks of the lower axis: the first that gives at most five marks is taken."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One cohort's line.

    Attributes:
        name: of the cohort.
        path: of an SVG path element.
        end: where the line ends; label_y: the height of its label in the right margin.
        ratio: the share followed at the end.
        style: 0 to 5, oldest first, of the style sheet.
    """

    name: str
    path: str
    end: tuple[float, float]
    label_y: float
    ratio: float
    style: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All curves with their axes.

    Attributes:
        width, height: of the view box.
        curves: oldest cohort first.
        days: marks of the lower axis as (days, x).
        shares: marks of the left axis as (ratio, y).
        left, right, floor: edges of the field of the curves.
    """

    width: int
    height: int
    curves: tuple[Curve, ...]
    days: tuple[tuple[int, float], ...]
    shares: tuple[tuple[float, float], ...]
    left: float
    right: float
    floor: float


def picture(cohorts: Sequence[Cohort], as_of: dt.date) -> Picture | None:
    """Return the curves of cohorts, None when none has a case.

    Args:
        cohorts: oldest first; those without a curve are left out.
        as_of: date of the party's newest edition, where every curve stops.
    """
    drawn = [cohort for cohort in cohorts if cohort.curve and cohort.start < as_of][-6:]
    if not drawn:
        return None
    top = next(share for share in CEILINGS if share >= max(one.curve[-1][1] for one in drawn))
    longest = max(length_of(cohort, as_of) for cohort in drawn)
    right, floor = WIDTH - RIGHT, HEIGHT - BOTTOM

    def at(day: float, share: float) -> tuple[float, float]:
        x = LEFT + (right - LEFT) * day / longest
        return round(x, 1), round(floor - (floor - TOP) * share / top, 1)

    ends = [at(length_of(cohort, as_of), cohort.curve[-1][1]) for cohort in drawn]
    heights = apart([y for _, y in ends], TOP + LINE / 2, floor)
    curves = []
    for style, (cohort, end, height) in enumerate(zip(drawn, ends, heights, strict=True)):
        points = [at(day, share) for day, share in cohort.curve]
        moves = "".join(f"H{x:g}V{y:g}" for x, y in points[1:])
        path = f"M{points[0][0]:g} {points[0][1]:g}{moves}H{end[0]:g}"
        ratio = cohort.curve[-1][1]
        style_class = style + 6 - len(drawn)
        curves.append(Curve(cohort.name, path, end, height, ratio, style_class))
    step = next((step for step in STEPS if longest / step <= 5), STEPS[-1])
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        curves=tuple(curves),
        days=tuple((day, at(day, 0)[0]) for day in range(0, int(longest) + 1, step)),
        shares=tuple((top * part / 4, at(0, top * part / 4)[1]) for part in range(5)),
        left=LEFT,
        right=right,
        floor=floor,
    )


def length_of(cohort: Cohort, as_of: dt.date) -> int:
    """Return for how many days a cohort's oldest case has been open at most."""
    return max((as_of - cohort.start).days, cohort.curve[-1][0], 1)


def apart(heights: Sequence[float], top: float, floor: float) -> list[float]:
    """Return heights that are at least `LINE` apart, in the same order and near where they were.

    >>> apart([100, 100, 50], 10, 200)
    [100, 114, 50]
    """
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = list(heights)
    for before, index in zip([None, *order], order, strict=False):
        least = top if before is None else placed[before] + LINE
        placed[index] = max(placed[index], least)
    ceiling = floor
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - LINE
    return placed
