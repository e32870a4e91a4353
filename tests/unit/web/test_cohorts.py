"""The curves are drawn from the numbers and from nothing else."""

import datetime as dt
from itertools import pairwise

from comity.sanctions.alignment import Cohort, Share
from comity.web.cohorts import HEIGHT, LINE, apart, picture

AS_OF = dt.date(2026, 3, 5)


def cohort(year: int, curve: tuple[tuple[int, float], ...]) -> Cohort:
    return Cohort(str(year), dt.date(year, 1, 1), Share(1, 4), curve)


def test_without_a_curve_there_is_no_picture() -> None:
    assert picture([cohort(2024, ())], AS_OF) is None
    assert picture([], AS_OF) is None


def test_a_cohort_that_starts_after_the_edition_is_not_drawn() -> None:
    assert picture([cohort(2027, ((0, 0.0),))], AS_OF) is None


def test_a_curve_rises_in_steps_and_ends_with_the_edition() -> None:
    drawn = picture([cohort(2025, ((0, 0.0), (100, 0.5)))], AS_OF)

    assert drawn
    (curve,) = drawn.curves
    days = (AS_OF - dt.date(2025, 1, 1)).days
    step = round(drawn.left + (drawn.right - drawn.left) * 100 / days, 1)
    half = round(drawn.floor - (drawn.floor - 10) * 0.5 / 0.6, 1)
    assert curve.path == f"M{drawn.left:g} {drawn.floor:g}H{step:g}V{half:g}H{drawn.right:g}"
    assert curve.end == (drawn.right, half)
    assert curve.ratio == 0.5


def test_a_younger_cohort_ends_earlier() -> None:
    drawn = picture([cohort(2024, ((0, 0.0),)), cohort(2025, ((0, 0.0),))], AS_OF)

    assert drawn
    older, younger = drawn.curves
    assert older.end[0] > younger.end[0] > drawn.left


def test_at_most_six_cohorts_are_drawn_and_the_newest_has_the_strongest_line() -> None:
    drawn = picture([cohort(year, ((0, 0.0),)) for year in range(2016, 2026)], AS_OF)

    assert drawn
    assert [curve.name for curve in drawn.curves] == [str(year) for year in range(2020, 2026)]
    assert [curve.style for curve in drawn.curves] == [0, 1, 2, 3, 4, 5]


def test_labels_never_overlap_and_stay_in_the_picture() -> None:
    drawn = picture([cohort(year, ((0, 0.0),)) for year in range(2020, 2026)], AS_OF)

    assert drawn
    heights = sorted(curve.label_y for curve in drawn.curves)
    assert all(b - a >= LINE for a, b in pairwise(heights))
    assert heights[-1] <= HEIGHT


def test_labels_that_are_apart_stay_where_they_are() -> None:
    assert apart([200, 50, 120], 10, 220) == [200, 50, 120]


def test_the_lower_axis_has_at_most_six_marks() -> None:
    for year in range(2014, 2026):
        drawn = picture([cohort(year, ((0, 0.0),))], AS_OF)

        assert drawn
        assert 2 <= len(drawn.days) <= 6


def test_the_left_axis_ends_above_the_highest_curve_and_says_where() -> None:
    low = picture([cohort(2024, ((0, 0.0), (9, 0.18)))], AS_OF)
    full = picture([cohort(2024, ((0, 0.0), (9, 1.0)))], AS_OF)

    assert low
    assert full
    assert (low.shares[0], low.shares[-1]) == ((0.0, low.floor), (0.2, 10.0))
    assert [share for share, _ in full.shares] == [0.0, 0.25, 0.5, 0.75, 1.0]
