import datetime as dt

import pytest

from comity.entities.subject import When
from comity.sanctions.lists.jp_mof_dates import LEFT_OUT, Births, Notice, births, notice
from comity.sanctions.lists.tables import Cell


def read(cell: Cell) -> list[str]:
    found = births(cell)
    assert found is not None
    return [when.text for when in found.dates]


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("1965年", ["1965"]),
        ("1965年3月", ["1965-03"]),
        ("1965年３月７日 ", ["1965-03-07"]),
        ("1965/3/7", ["1965-03-07"]),
        ("1965年頃", ["~1965"]),
        ("おおよそ1965年", ["~1965"]),
        ("1955年から1958年の間", ["1955/1958"]),
        ("1955-1958年頃", ["1955/1958"]),
        ("(a)1958年頃\n(b)1959年3月7日", ["~1958", "1959-03-07"]),
        ("１９６８年頃; 1967/11/12", ["~1968", "1967-11-12"]),
        ("1965年3月7日又は1966年3月7日", ["1965-03-07", "1966-03-07"]),
        ("1991年7月14日又は6月14日", ["1991-07-14", "1991-06-14"]),
        ("1986年12月13 日又は 31日", ["1986-12-13", "1986-12-31"]),
        ("1983年2(3)月10日", ["1983-02-10", "1983-03-10"]),
        ("1966/1969年3月27日", ["1966-03-27", "1969-03-27"]),
        ("2000年2月20/29日", ["2000-02-20", "2000-02-29"]),
        ("1958、59又は60年生まれ", ["1958", "1959", "1960"]),
        ("(a)1976年10月5\n日 (b)1976年", ["1976-10-05", "1976"]),
        ("不明", []),
        ("", []),
    ],
)
def test_every_wording_of_a_birth_date_is_read(cell: str, dates: list[str]) -> None:
    assert read(cell) == dates


def test_a_span_of_days_is_kept_to_the_day() -> None:
    found = births("1961年1月10日から\n1961年12月31日の間")

    assert found is not None
    assert (found.dates[0].start, found.dates[0].end) == (
        dt.date(1961, 1, 10),
        dt.date(1961, 12, 31),
    )


def test_a_real_date_is_taken_as_it_is() -> None:
    assert read(dt.date(1965, 3, 7)) == ["1965-03-07"]


def test_a_serial_number_is_a_day() -> None:
    assert read(16358.0) == ["1944-10-13"]


def test_a_number_that_can_be_a_year_is_a_year() -> None:
    assert read(1965.0) == ["1965"]


@pytest.mark.parametrize(
    "cell", ["昭和40年", "1965年13月1日", "1970年から1965年の間", "3月7日", 17.0]
)
def test_a_wording_that_is_not_known_is_not_guessed(cell: Cell) -> None:
    assert births(cell) is None


@pytest.mark.parametrize("cell", LEFT_OUT)
def test_what_is_left_out_on_purpose_is_kept_as_a_remark(cell: str) -> None:
    assert births(cell) == Births(remarks=(cell,))


def test_a_note_on_a_date_is_a_remark() -> None:
    assert births("1979年3月3日（偽造旅券より）") == Births(
        (When.day(1979, 3, 3),), ("偽造旅券より",)
    )


def test_the_first_day_of_a_notice_cell_is_the_announcement() -> None:
    assert notice("2002.4.20\n2012.9.28改訂\n2020.1.20改訂") == Notice(
        When.day(2002, 4, 20), dt.date(2020, 1, 20), cancelled=False
    )


def test_the_csv_prints_the_days_of_a_notice_on_one_line() -> None:
    assert notice("2002.4.20 2012.9.28改訂") == Notice(
        When.day(2002, 4, 20), dt.date(2012, 9, 28), cancelled=False
    )


def test_a_cancelled_entry_says_so_and_why() -> None:
    assert notice("2008.6.25 削除\n（81．と同一人物）") == Notice(
        When.day(2008, 6, 25), dt.date(2008, 6, 25), cancelled=True
    )


def test_a_missing_point_is_put_where_only_one_day_can_be_meant() -> None:
    assert notice("2005.8.23\n2007.713改訂") == Notice(
        When.day(2005, 8, 23), dt.date(2007, 7, 13), cancelled=False
    )


@pytest.mark.parametrize("text", ["", "2007年7月13日", "2008.111改訂", "2008.13.1"])
def test_a_notice_cell_that_is_not_known_is_not_guessed(text: str) -> None:
    assert notice(text) is None
