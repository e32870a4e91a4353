"""The lines of "Today" stand in the order in which somebody should do them."""

import datetime as dt

import pytest

from comity.records.party import Party
from comity.web.digest import Due, Urgency, counts, place_of, urgency

UKRAINE, JAPAN = Party("ua"), Party("jp")
NOW = dt.datetime(2026, 11, 24, 7, 12, tzinfo=dt.UTC)


def due(path: str, how: Urgency = Urgency.OPEN, at: str = "", **more: object) -> Due:
    usual = {"system": "traffic", "sort": "answer", "title": (), "of": JAPAN}
    return Due(path=path, urgency=how, at=at, **{**usual, **more})  # type: ignore[arg-type]


def test_what_is_overdue_comes_first_and_then_what_is_due_first() -> None:
    lines = [
        due("/open"),
        due("/soon", Urgency.SOON, "2026-11-27T00:00:00.000Z"),
        due("/today-undated", Urgency.TODAY),
        due("/today", Urgency.TODAY, "2026-11-24T12:00:00.000Z"),
        due("/late", Urgency.OVERDUE, "2026-11-24T05:00:00.000Z"),
        due("/very-late", Urgency.OVERDUE, "2026-11-22T05:00:00.000Z"),
    ]

    assert [one.path for one in sorted(lines, key=place_of)] == [
        "/very-late",
        "/late",
        "/today",
        "/today-undated",
        "/soon",
        "/open",
    ]


@pytest.mark.parametrize(
    ("at", "how"),
    [
        ("2026-11-24T07:11:59.000Z", Urgency.OVERDUE),
        ("2026-11-24T07:12:00.000Z", Urgency.TODAY),
        ("2026-11-25T07:11:59.000Z", Urgency.TODAY),
        ("2026-11-25T07:12:00.000Z", Urgency.SOON),
        ("2026-12-01T07:12:00.000Z", Urgency.OPEN),
        ("2026-02-31T00:00:00.000Z", Urgency.OPEN),
        ("", Urgency.OPEN),
    ],
)
def test_how_urgent_something_is_follows_from_the_time_that_is_left(at: str, how: Urgency) -> None:
    assert urgency(at, NOW) is how


def test_only_what_waits_for_this_party_or_for_everybody_is_counted() -> None:
    lines = [
        due("/a"),
        due("/b", of=UKRAINE),
        due("/c", of=None, system="positions", number=3),
        due("/d", system="positions"),
    ]

    assert counts(lines, JAPAN, "desk-officer") == {"traffic": 1, "positions": 4}


def test_what_another_role_is_asked_for_is_not_counted() -> None:
    lines = [due("/a", role="secretariat"), due("/b", role="desk-officer"), due("/c")]

    assert counts(lines, JAPAN, "secretariat") == {"traffic": 2}
    assert [one.asks("secretariat") for one in lines] == [True, False, True]
