"""Shares, lags and cohorts, and what is not comparable."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.entities.subject import Kind, When
from comity.sanctions.alignment import (
    Entry,
    Share,
    coalition,
    cohort,
    containment,
    coverage,
    followed,
    lag,
    possible,
    targets_of,
)
from comity.sanctions.gaps import WEIGHTS, Gap, find_gaps
from comity.sanctions.listing import Measure

FREEZE, SHIPS = Measure.ASSET_FREEZE, Measure.VESSEL_MEASURES
AS_OF = dt.date(2026, 3, 5)


def entry(
    cluster: int,
    jurisdiction: str,
    day: str | None = "2024-02-23",
    *,
    kind: Kind = Kind.PERSON,
    measure: Measure = FREEZE,
    package: str = "",
) -> Entry:
    date = dt.date.fromisoformat(day) if day else None
    return Entry(
        position=0,
        cluster=cluster,
        list=jurisdiction,
        key=str(cluster),
        jurisdiction=jurisdiction,
        kind=kind,
        measures=(measure,),
        families=("russia",),
        announced=When.day(date.year, date.month, date.day) if date else None,
        latest=date or dt.date(2026, 2, 1),
        package=package or (day or ""),
    )


def gaps_of(entries: Sequence[Entry]) -> tuple[Gap, ...]:
    return judged(entries)[0]


def judged(
    entries: Sequence[Entry], *, require_all: bool = False
) -> tuple[tuple[Gap, ...], int, int, dict[Kind, int]]:
    targets = list(targets_of(entries).values())
    found = find_gaps(
        targets,
        party="jp",
        reference=("eu", "us"),
        as_of={FREEZE: AS_OF},
        now=AS_OF,
        possible_for=possible(targets),
        strengths=lambda target: ["inn"] if target.cluster == 1 else [],
        require_all=require_all,
    )
    return found.gaps, found.matched, found.too_new, found.not_comparable


JAPAN_FREEZES = entry(99, "jp", "2022-03-01")


def test_a_target_that_any_reference_lists_and_japan_does_not_is_a_gap() -> None:
    assert [gap.target.cluster for gap in gaps_of([entry(1, "us"), JAPAN_FREEZES])] == [1]


def test_all_references_can_be_required() -> None:
    entries = [entry(1, "us"), entry(2, "us"), entry(2, "eu"), JAPAN_FREEZES]

    assert [gap.target.cluster for gap in judged(entries, require_all=True)[0]] == [2]


def test_ships_are_not_comparable_where_japan_lists_none() -> None:
    ship = entry(1, "eu", kind=Kind.VESSEL, measure=SHIPS)

    gaps, _, _, apart = judged([ship, JAPAN_FREEZES])

    assert (gaps, apart) == ((), {Kind.VESSEL: 1})


def test_what_was_listed_after_japans_edition_is_too_new_to_judge() -> None:
    gaps, _, new, _ = judged([entry(1, "eu", "2026-07-23"), JAPAN_FREEZES])

    assert (gaps, new) == ((), 1)


def test_an_undated_listing_is_judged_by_the_edition_that_shows_it() -> None:
    (gap,) = gaps_of([entry(1, "us", None), JAPAN_FREEZES])

    assert (gap.since, gap.since_known) == (dt.date(2026, 2, 1), False)


def test_the_score_is_the_sum_of_its_parts_and_the_picture_counts_nothing() -> None:
    (gap,) = gaps_of([entry(1, "us"), JAPAN_FREEZES])

    assert gap.score == pytest.approx(sum(part.points for part in gap.parts))
    assert [(part.code, part.value) for part in gap.parts][-1] == ("picture", None)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_recency_halves_in_half_a_year() -> None:
    now = entry(1, "eu", AS_OF.isoformat())
    before = entry(2, "eu", (AS_OF - dt.timedelta(days=180)).isoformat())

    first, second = gaps_of([now, before, JAPAN_FREEZES])

    assert first.parts[1].value == pytest.approx(1.0)
    assert second.parts[1].value == pytest.approx(0.5)


def test_more_partners_rank_higher() -> None:
    entries = [entry(1, "us", None), entry(2, "us", None), entry(2, "uk", None), JAPAN_FREEZES]
    entries = [e for e in entries if e.cluster != 1] + [entry(3, "us", None)]

    assert [gap.target.cluster for gap in gaps_of(entries)] == [2, 3]


def test_containment_says_what_it_could_not_compare() -> None:
    entries = [
        entry(1, "eu"),
        entry(2, "eu"),
        entry(2, "jp"),
        entry(3, "eu", kind=Kind.VESSEL, measure=SHIPS),
    ]
    targets = targets_of(entries).values()

    assert containment(targets, "eu", "jp", possible(targets)) == Share(1, 2, 1)
    assert containment(targets, "jp", "eu", possible(targets)) == Share(1, 1, 0)


def test_a_share_of_nothing_is_not_zero() -> None:
    assert Share(0, 0, 5).ratio is None


def test_coalition_coverage_asks_for_two_others() -> None:
    entries = [entry(1, "eu"), entry(1, "us"), entry(2, "eu"), entry(3, "jp")]
    targets = targets_of(entries).values()

    assert coalition(targets, "jp", possible(targets)) == Share(0, 1, 0)


def test_coverage_counts_whoever_else_lists() -> None:
    targets = targets_of([entry(1, "eu"), entry(2, "jp")]).values()

    assert coverage(targets, "jp", possible(targets)) == Share(1, 2, 0)


def test_the_lag_of_one_large_notice_is_told_from_the_lag_of_notices() -> None:
    entries = [entry(n, "eu", "2024-01-01") for n in range(6)]
    entries += [entry(n, "jp", "2024-01-11") for n in range(4)]
    entries += [entry(4, "jp", "2024-04-10", package="second")]

    measured = lag(
        targets_of(entries).values(), "jp", ["eu"], possible(targets_of(entries).values())
    )

    assert (measured.n, measured.median, measured.packages, measured.package_median) == (
        5,
        10,
        2,
        55,
    )
    assert measured.open == 1


def test_a_cohort_leaves_out_what_is_too_new() -> None:
    entries = [entry(1, "eu", "2024-01-01"), entry(1, "jp", "2024-01-31"), entry(2, "eu")]
    entries += [entry(3, "eu", "2026-07-01")]
    targets = targets_of(entries)
    days = [(target, target.entries[0].latest) for target in targets.values()]

    found = cohort(
        "2024",
        days,
        party="jp",
        as_of=AS_OF,
        reference=["eu"],
        possible_for=possible(targets.values()),
    )

    assert found.share == Share(1, 2, 0, 1)
    assert found.curve == ((0, 0.0), (30, 0.5))


cases = st.lists(st.tuples(st.integers(0, 2000), st.booleans()), max_size=40)


@given(cases)
def test_the_share_followed_never_falls_and_stays_a_share(held: list[tuple[int, bool]]) -> None:
    shares = [share for _, share in followed(held)]

    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=40))
def test_without_open_cases_the_curve_is_the_plain_share(days: list[int]) -> None:
    curve = followed([(day, True) for day in days])

    for day, share in curve[1:]:
        assert share == pytest.approx(sum(d <= day for d in days) / len(days), abs=1e-5)
