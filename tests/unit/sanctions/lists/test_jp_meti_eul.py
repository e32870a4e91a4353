import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from comity.entities.subject import Kind, Role
from comity.sanctions.listing import Address, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import jp_meti_eul
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

HEADING = (
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名､組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
    "通常兵器\nConventional Weapons",
)
FIRST = (
    1,
    "イラン\nIslamic Republic of Iran",
    "Nowhere Industries Group (NIG)",
    "・Nowhere Industries\n・Never Works\n(無時工場)\n・Nowhere Plant of\nNothing\n無処工場",
    "ミサイル、核\nM,N",
    "通常兵器\nCW",
)
SECOND = (
    2,
    "北朝鮮\nNorth Korea",
    "Nowhere Trading Corporation\n（無処貿易会社）",
    None,
    "生物\nB",
    None,
)


def file(*rows: tuple[object, ...], heading: tuple[object, ...] = HEADING) -> SourceFile:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "ユーザーリスト"
    for row in (heading, *rows):
        sheet.append(list(row))
    buffer = io.BytesIO()
    workbook.save(buffer)
    return SourceFile.of("list.xlsx", buffer.getvalue())


def message(source: SourceFile, error: type[ListFileError]) -> str:
    with pytest.raises(error) as raised:
        jp_meti_eul.read(source)
    return str(raised.value)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return jp_meti_eul.read(file(FIRST, SECOND))


def test_the_workbook_is_one_full_edition(reading: Reading) -> None:
    assert (reading.list, reading.series, reading.role) == (
        "jp-meti-eul",
        "jp-meti-eul",
        FileRole.FULL,
    )
    assert (reading.records, reading.left_out, reading.date) == (2, {}, None)


def test_every_cell_of_an_entry_is_read(reading: Reading) -> None:
    listing = reading.listings[0]

    assert {name.text: name.role for name in listing.names} == {
        "Nowhere Industries Group": Role.PRIMARY,
        "NIG": Role.ALIAS,
        "Nowhere Industries": Role.ALIAS,
        "Never Works": Role.ALIAS,
        "無時工場": Role.ALIAS,
        "Nowhere Plant of Nothing": Role.ALIAS,
        "無処工場": Role.ALIAS,
    }
    assert (listing.key, listing.kind) == ("1", Kind.ORGANISATION)
    assert listing.measures == (Measure.END_USER_WARNING,)
    assert listing.programmes == ("外国ユーザーリスト",)
    assert listing.countries == ("ir",)
    assert listing.addresses == (Address("イラン Islamic Republic of Iran", "ir"),)
    assert listing.reasons == "懸念区分：ミサイル、核、通常兵器"
    assert listing.place == "sheet ユーザーリスト, row 2"


def test_a_name_in_both_languages_is_two_names(reading: Reading) -> None:
    assert [name.text for name in reading.listings[1].names] == [
        "Nowhere Trading Corporation",
        "無処貿易会社",
    ]


def test_the_workbook_is_recognised_by_a_heading() -> None:
    assert jp_meti_eul.recognise(file(FIRST))
    assert not jp_meti_eul.recognise(file(heading=("No.", "Name")))


def test_a_changed_column_stops_the_reader() -> None:
    source = file(FIRST, heading=(*HEADING[:5], "通常\nConventional"))

    assert message(source, MovedHeadingError) == (
        "list.xlsx, sheet ユーザーリスト, row 1: expected the headings that this reader knows, "
        "found "
        "missing: 通常兵器ConventionalWeapons; unknown: 通常Conventional. "
        "Nothing of this file was imported. "
        "Compare with the authority's page; if the format changed, teach the reader."
    )


def test_a_heading_that_moved_down_stops_the_reader() -> None:
    source = file(HEADING, FIRST, heading=("2025年9月29日",))

    assert message(source, MovedHeadingError) == (
        "list.xlsx, sheet ユーザーリスト, row 1: expected the headings that this reader knows, "
        "found "
        "missing: No., 企業名、組織名CompanyorOrganization, 別名AlsoKnownAs, "
        "国名、地域名CountryorRegion, "
        "懸念区分TypeofWMD, 通常兵器ConventionalWeapons; unknown: 2025年9月29日. "
        "Nothing of this file was imported. "
        "Compare with the authority's page; if the format changed, teach the reader."
    )


def test_letters_that_do_not_fit_the_words_stop_the_reader() -> None:
    source = file((*FIRST[:4], "ミサイル、核\nM,B", None))

    assert message(source, UnknownValueError) == (
        "list.xlsx, sheet ユーザーリスト, row 2: expected 生物, 化学, ミサイル or 核 with B, C, "
        "M or N, "
        "found 'ミサイル、核 M,B'. Nothing of this file was imported. "
        "Read the row, then teach jp_meti_eul.py this value with a test."
    )


def test_a_country_that_no_table_knows_stops_the_reader() -> None:
    source = file((1, "無処国\nNowhere", *FIRST[2:]))

    assert message(source, UnknownValueError) == (
        "list.xlsx, sheet ユーザーリスト, row 2: expected a country in Japanese and English, "
        "found '無処国 Nowhere'. Nothing of this file was imported. "
        "Read the row, then teach jp_meti_eul.py this value with a test."
    )


def test_a_number_that_stands_twice_stops_the_reader() -> None:
    assert message(file(FIRST, (1, *SECOND[1:])), UnknownValueError) == (
        "list.xlsx, sheet ユーザーリスト, row 2: expected a number that no other entry has, "
        "found '1'. "
        "Nothing of this file was imported. "
        "Read the row, then teach jp_meti_eul.py this value with a test."
    )


def test_a_list_without_entries_is_refused() -> None:
    assert message(file(), EmptyFileError) == (
        "list.xlsx, workbook: expected entries, found none on any sheet. "
        "Nothing of this file was imported. Download the file again."
    )


def test_a_cut_workbook_is_recognised_and_refused() -> None:
    whole = file(*([FIRST] * 50)).content
    cut = SourceFile.of("list.xlsx", whole[: len(whole) * 9 // 10])

    assert jp_meti_eul.recognise(cut)
    with pytest.raises(DamagedFileError):
        jp_meti_eul.read(cut)


def test_an_html_page_is_refused() -> None:
    assert message(SourceFile.of("list.xlsx", b"<html></html>"), ForeignFileError) == (
        "list.xlsx, line 1: expected a workbook, found an HTML page, such as a web server sends in "
        "place of a file. Nothing of this file was imported. "
        "Download the file again from the ministry's page."
    )


@pytest.mark.kit
def test_the_edition_of_the_kit_is_read_with_as_many_records_as_it_has(kit: Path) -> None:
    name = "jp-meti-eul/2025-09-29/20250929_4.xlsx"
    source = SourceFile.of(name, (kit / name).read_bytes())
    expected = json.loads((kit / "manifest.json").read_text("utf-8"))[name]["records"]

    reading = jp_meti_eul.read(source)

    assert jp_meti_eul.recognise(source)
    assert reading.records == len(reading.listings) == expected
