"""The Australian list is read from XLS and XLSX, one listing from several rows, or refused."""

import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

from comity.entities.subject import Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.lists import au_dfat
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

TEACH = "Read the row, then teach sanctions/lists/au_dfat.py this value with a fixture."
COMPARE = "Compare with the authority's page; if the format changed, teach the reader."

HEADING = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information",
    "Committees", "Control Date",
)  # fmt: skip
INSTRUMENT = (
    "Autonomous Sanctions (Designated Persons and Entities and Declared Persons—Atlantis) "
    "Amendment (No. 9) Instrument 2022"
)
HASAN = (
    "a) 7 Mar.1965 b) Approximately 1967", "a) Taizz, Yemen b) Aden", "a) Yemen b) Iraqi",
    "1 Mirage Street, Sanaa, Yemen; 2 Mirage Street, Aden, Yemen", "Invented for a test.",
    "Listed by UN 1267 Committee on 25 January 2001 (amended on 3 Sep 2003)", "1988 (Taliban)",
    dt.date(2014, 12, 15),
)  # fmt: skip
ROWS: tuple[tuple[object, ...], ...] = (
    (2, "Hasan AL-KHAYALI", "Individual", "Primary Name", *HASAN),
    ("2a", "Abu Wahm", "Individual ", "aka", *HASAN),
    ("7201", "Oleg Petrovich NEZNAMOV", "individual", "Primary name", dt.date(1965, 3, 7), "",
     "Russian", "na", "Senator of nothing", INSTRUMENT, "Autonomous (Atlantis)",
     dt.date(2022, 5, 4)),
    ("2b", "حسن الخيالي", "Individual", "Original script ", *HASAN),
    ("9a", "Old Mirage Co.", "Entity", "Formerly known as", 1999, "", "", "NA", "",
     dt.date(2020, 6, 10), "1718 (DPRK)", dt.date(2020, 6, 10)),
    (9, "Mirage Co.", "Entity", "Primary Name", 1999, "", "", "NA", "", dt.date(2020, 6, 10),
     "1718 (DPRK)", dt.date(2020, 6, 10)),
    (None,) * 12,
    ("11", None, "Entity", "Primary Name", None, None, None, None, None, None, None,
     dt.date(2020, 6, 10)),
)  # fmt: skip


def source(
    rows: tuple[tuple[object, ...], ...] = ROWS, heading: tuple[str, ...] = HEADING
) -> SourceFile:
    """Return the rows as a workbook with an empty second sheet, as DFAT writes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for row in (heading, *rows):
        sheet.append(list(row))
    book.create_sheet("Sheet2")
    content = io.BytesIO()
    book.save(content)
    return SourceFile.of("list.xlsx", content.getvalue())


def changed(row: int, column: str, value: object) -> SourceFile:
    """Return the workbook with one cell changed; rows are counted as a person sees them."""
    cells = list(ROWS[row - 2])
    cells[HEADING.index(column)] = value
    return source((*ROWS[: row - 2], tuple(cells), *ROWS[row - 1 :]))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return au_dfat.read(source())


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        au_dfat.read(source)
    return caught.value


def test_rows_of_one_reference_are_one_listing(reading: Reading) -> None:
    assert reading.records == 7
    assert [listing.key for listing in reading.listings] == ["2", "7201", "9"]
    assert reading.left_out == {"row without a name": 1}


def test_the_newest_control_date_is_what_the_file_reaches_to(reading: Reading) -> None:
    assert (reading.date, reading.through) == (None, dt.date(2022, 5, 4))


def test_the_primary_name_comes_first_wherever_its_row_stands(reading: Reading) -> None:
    assert [(name.text, name.role) for name in entry(reading, "9").names] == [
        ("Mirage Co.", Role.PRIMARY),
        ("Old Mirage Co.", Role.FORMER),
    ]


def test_the_name_in_the_original_script_is_no_alias(reading: Reading) -> None:
    assert [(name.text, name.script, name.role) for name in entry(reading, "2").names] == [
        ("Hasan AL-KHAYALI", "Latn", Role.PRIMARY),
        ("Abu Wahm", "Latn", Role.ALIAS),
        ("حسن الخيالي", "Arab", Role.PRIMARY),
    ]


def test_a_person_has_what_the_cells_say_after_their_letters(reading: Reading) -> None:
    hasan = entry(reading, "2")

    assert hasan.kind is Kind.PERSON
    assert hasan.birth_dates == (When.day(1965, 3, 7), When.circa(1967))
    assert hasan.birth_places == ("Taizz, Yemen", "Aden")
    assert hasan.nationalities == ("Yemen", "Iraqi")
    assert hasan.countries == ("ye", "iq")
    assert hasan.addresses == (
        Address("1 Mirage Street, Sanaa, Yemen", "ye"),
        Address("2 Mirage Street, Aden, Yemen", "ye"),
    )
    assert hasan.programmes == ("1988 (Taliban)",)
    assert hasan.place == "sheet Sheet1, row 2"


def test_the_day_of_listing_is_the_one_that_is_stated_as_such(reading: Reading) -> None:
    assert entry(reading, "2").announced == When.day(2001, 1, 25)
    assert entry(reading, "9").announced == When.day(2020, 6, 10)
    assert entry(reading, "7201").announced is None


def test_a_declaration_of_a_person_is_a_travel_ban(reading: Reading) -> None:
    neznamov = entry(reading, "7201")

    assert neznamov.measures == (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)
    assert neznamov.legal_act == INSTRUMENT
    assert neznamov.names[0].family == "NEZNAMOV"


def test_without_a_declaration_there_is_an_asset_freeze_only(reading: Reading) -> None:
    assert entry(reading, "2").measures == (Measure.ASSET_FREEZE,)


def test_na_is_no_address(reading: Reading) -> None:
    assert entry(reading, "7201").addresses == ()


def test_a_number_in_the_date_column_is_a_year(reading: Reading) -> None:
    assert entry(reading, "9").birth_dates == (When.year(1999),)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("29/03/1965; alt DOB: 18/01/1970", ["1965-03-29", "1970-01-18"]),
        ("Between 1968 and 1973", ["1968/1973"]),
        ("Approximately 1955- 1958", ["1955/1958"]),
        ("circa 1946 or 4 May 1955", ["~1946", "1955-05-04"]),
        ("April 1, 1978", ["1978-04-01"]),
        ("a)1994 b)1993", ["1994", "1993"]),
        ("1974, 1975 or 1976", ["1974", "1975", "1976"]),
        ("14 Mar 1974 >> 13 Apr 1974", ["1974-03-14", "1974-04-13"]),
    ],
)
def test_birth_dates_are_read_in_every_notation(cell: str, expected: list[str]) -> None:
    found, whole = au_dfat.dates_in(cell)

    assert ([date.text for date in found], whole) == (expected, True)


def test_what_a_date_cell_says_beyond_dates_stays_in_words() -> None:
    cell = "a) 19 Apr. 1982 b) 24/06/1402 (Hijri Calendar)"

    neznamov = entry(au_dfat.read(changed(4, "Date of Birth", cell)), "7201")

    assert neznamov.birth_dates == (When.day(1982, 4, 19),)
    assert neznamov.reasons.endswith(f"\nBorn or founded: {cell}")


def test_the_list_is_recognised_by_its_headings() -> None:
    assert au_dfat.recognise(source())
    assert au_dfat.recognise(source(heading=("Reference", "Name", *HEADING[2:])))
    assert not au_dfat.recognise(source(heading=("Group ID",), rows=()))
    assert not au_dfat.recognise(SourceFile.of("list.xlsx", b"<html></html>"))


def test_a_cut_workbook_is_recognised_and_refused() -> None:
    whole = source()
    cut = SourceFile.of("list.xlsx", whole.content[: len(whole.content) * 9 // 10])

    error = refusal(cut)

    assert au_dfat.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "list.xlsx, workbook: expected an XLS or XLSX workbook, found Cannot detect file format. "
        "Nothing of this file was imported. Download the file again."
    )


def test_an_error_page_is_refused() -> None:
    error = refusal(SourceFile.of("list.xls", b"<html><body>Not found</body></html>"))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "list.xls, workbook: expected an XLS or XLSX workbook, found Cannot detect file format. "
        "Nothing of this file was imported. Download the file again."
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(SourceFile.of("list.xls", b""))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "list.xls, byte 0: expected a workbook, found nothing. Nothing of this file was imported. "
        "Download the file again."
    )


def test_a_heading_without_rows_is_refused() -> None:
    error = refusal(source(rows=()))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "list.xlsx, sheet Sheet1, row 2: expected at least one row, found nothing. Nothing of this "
        "file was imported. Download the file again."
    )


def test_a_heading_one_row_further_down_stops_the_reader() -> None:
    heading = ("As at 4 May 2022", *[""] * 11)

    error = refusal(source(rows=(HEADING, *ROWS), heading=heading))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "list.xlsx, sheet Sheet1, row 1: expected the headings that this reader knows, found "
        f"missing: {', '.join(sorted(HEADING))}; unknown: As at 4 May 2022. Nothing of this file "
        f"was imported. {COMPARE}"
    )


def test_a_new_column_stops_the_reader() -> None:
    error = refusal(source(heading=(*HEADING, "Alias Strength")))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "list.xlsx, sheet Sheet1, row 1: expected the headings that this reader knows, found "
        f"unknown: Alias Strength. Nothing of this file was imported. {COMPARE}"
    )


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Reference", "seven", "a number with letters for the name, such as 12a"),
        ("Type", "Ship", "one of entity, individual"),
        ("Control Date", "soon", "a date"),
        (
            "Name Type",
            "nickname",
            "one of aka, formerly known as, original script, previously listed as, primary name",
        ),
    ],
)
def test_an_unknown_value_stops_the_reader(column: str, value: str, expected: str) -> None:
    error = refusal(changed(4, column, value))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        f"list.xlsx, sheet Sheet1, row 4, column {column}: expected {expected}, found {value!r}. "
        f"Nothing of this file was imported. {TEACH}"
    )


def test_a_number_that_is_no_year_stops_the_reader() -> None:
    error = refusal(changed(4, "Date of Birth", 24000))

    assert str(error) == (
        "list.xlsx, sheet Sheet1, row 4, column Date of Birth: expected a date or a year, found "
        f"'24000'. Nothing of this file was imported. {TEACH}"
    )


@pytest.mark.kit
def test_the_real_list_in_its_old_format_is_read_whole(kit: Path) -> None:
    path = "au-dfat/2022-05/regulation8_consolidated.xls.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    reading = au_dfat.read(file)

    assert au_dfat.recognise(file)
    assert reading.records == json.loads((kit / "manifest.json").read_text())[path]["records"]
    assert len({listing.key for listing in reading.listings}) == len(reading.listings) == 2666
    assert sum(len(listing.names) for listing in reading.listings) <= reading.records


@pytest.mark.kit
def test_a_cut_real_list_in_its_old_format_is_recognised_and_refused(kit: Path) -> None:
    path = "au-dfat/2022-05/regulation8_consolidated.xls.gz"
    content = SourceFile.of(path, (kit / path).read_bytes()).content
    cut = SourceFile.of("cut.xls", content[: len(content) // 2])

    error = refusal(cut)

    assert au_dfat.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "cut.xls, workbook: expected an XLS or XLSX workbook, found Cannot detect file format. "
        "Nothing of this file was imported. Download the file again."
    )
