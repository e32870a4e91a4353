"""A mechanism meets by the host's clock, whatever the clocks of the others do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from comity.consultation.cadence import (
    Cadence,
    CadenceError,
    NoSuchTimeError,
    UnknownZoneError,
    moment_of,
    need_cadence,
    occurrences,
)

KYIV, TOKYO = ZoneInfo("Europe/Kyiv"), ZoneInfo("Asia/Tokyo")


def cadence(rule: str = "FREQ=MONTHLY", begins: str = "2026-01-20T09:00") -> Cadence:
    return Cadence("Europe/Kyiv", begins, rule, 120)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


def both(moments: tuple[dt.datetime, ...]) -> list[tuple[str, str]]:
    """Return what the clocks of both capitals show."""
    return [
        (f"{at.astimezone(KYIV):%d.%m %H:%M}", f"{at.astimezone(TOKYO):%d.%m %H:%M}")
        for at in moments
    ]


def test_nine_in_kyiv_is_four_in_tokyo_in_winter_and_three_in_summer() -> None:
    around_spring = occurrences(cadence(), utc(2026, 3, 1), 2)
    around_autumn = occurrences(cadence(), utc(2026, 10, 1), 2)

    assert both(around_spring) == [("20.03 09:00", "20.03 16:00"), ("20.04 09:00", "20.04 15:00")]
    assert both(around_autumn) == [("20.10 09:00", "20.10 15:00"), ("20.11 09:00", "20.11 16:00")]


def test_the_days_of_both_changes_of_clocks_themselves_are_met_at_nine() -> None:
    weekly = cadence("FREQ=WEEKLY;BYDAY=SU", "2026-01-04T09:00")

    spring = occurrences(weekly, utc(2026, 3, 21), 3)
    autumn = occurrences(weekly, utc(2026, 10, 17), 3)

    assert both(spring) == [
        ("22.03 09:00", "22.03 16:00"),
        ("29.03 09:00", "29.03 15:00"),  # the clocks went forward at 03:00
        ("05.04 09:00", "05.04 15:00"),
    ]
    assert both(autumn) == [
        ("18.10 09:00", "18.10 15:00"),
        ("25.10 09:00", "25.10 16:00"),  # the clocks went back at 04:00
        ("01.11 09:00", "01.11 16:00"),
    ]


def test_a_time_that_a_change_leaves_out_is_read_with_the_offset_before_it() -> None:
    assert moment_of("2026-03-29T03:30", "Europe/Kyiv") == utc(2026, 3, 29, 1, 30)


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    assert moment_of("2026-10-25T03:30", "Europe/Kyiv") == utc(2026, 10, 25, 0, 30)


def test_a_month_without_the_day_has_no_meeting() -> None:
    found = occurrences(cadence("FREQ=MONTHLY", "2026-01-31T09:00"), utc(2026, 2, 1), 2)

    assert [f"{at:%d.%m}" for at in found] == ["31.03", "31.05"]


def test_what_began_is_no_occurrence_any_more() -> None:
    begun = moment_of("2026-03-20T09:00", "Europe/Kyiv")

    assert occurrences(cadence(), begun, 1) == (moment_of("2026-04-20T09:00", "Europe/Kyiv"),)
    assert occurrences(cadence(), begun - dt.timedelta(minutes=1), 1) == (begun,)


def test_without_a_rule_there_is_one_meeting() -> None:
    alone = cadence("")

    assert occurrences(alone, utc(2026, 1, 1), 5) == (utc(2026, 1, 20, 7),)
    assert occurrences(alone, utc(2026, 2, 1), 5) == ()


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=MONTHLY;UNTIL=20260420", "20.04"),  # the whole day
        ("FREQ=MONTHLY;UNTIL=20260420T060000Z", "20.04"),  # 09:00 in Kyiv in summer
        ("FREQ=MONTHLY;UNTIL=20260420T055959Z", "20.03"),
        ("FREQ=MONTHLY;COUNT=4", "20.04"),
    ],
)
def test_a_rule_ends_when_it_says(rule: str, last: str) -> None:
    found = occurrences(cadence(rule), utc(2026, 1, 1), 50)

    assert f"{found[-1]:%d.%m}" == last


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=SECONDLY",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;BYHOUR=3",
        "FREQ=YEARLY;BYDAY=60MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=99",  # no day follows it
        "MONTHLY",
        "FREQ=MONTHLY\nRRULE:FREQ=DAILY",
        "FREQ=YEARLY;UNTIL=99991231T235959Z",  # in Kyiv it is the year 10000 then
    ],
)
def test_a_rule_that_nothing_could_follow_is_refused(rule: str) -> None:
    with pytest.raises(CadenceError):
        need_cadence(cadence(rule))


@pytest.mark.parametrize("begins", ["2026-02-31T09:00", "0001-01-01T09:00", "2026-01-01 09:00", ""])
def test_a_time_that_no_calendar_has_is_refused(begins: str) -> None:
    with pytest.raises(NoSuchTimeError):
        need_cadence(cadence(begins=begins))


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../etc/passwd", "", "Europe"])
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(UnknownZoneError):
        moment_of("2026-01-01T09:00", zone)
