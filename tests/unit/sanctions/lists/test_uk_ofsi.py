"""OFSI's workbook gives one listing a group, put together from its rows, or is refused by row."""

import datetime as dt
import io
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import uk_ofsi
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

FILE = "ConList.xlsx"

HEADING = (
    *(f"Name {part}" for part in (6, 1, 2, 3, 4, 5)),
    "Title",
    "Name Non-Latin Script",
    "Non-Latin Script Type",
    "Non-Latin Script Language",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Number",
    "Passport Details",
    "National Identification Number",
    "National Identification Details",
    "Position",
    *(f"Address {line}" for line in range(1, 7)),
    "Post/Zip Code",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Alias Quality",
    "Regime",
    "Listed On",
    "UK Sanctions List Date Designated",
    "Last Updated",
    "Group ID",
)

Cells = dict[str, str | int | dt.date]

NEBYVALOV: Cells = {
    "Name 6": "NEBYVALOV",
    "Name 1": "Vymyshlen",
    "Name 2": "Skazkovich",
    "Title": "Colonel",
    "Name Non-Latin Script": "Вымышлен НЕБЫВАЛОВ",
    "Non-Latin Script Type": "Cyrillic",
    "Non-Latin Script Language": "Russian",
    "DOB": "07/03/1965",
    "Town of Birth": "(1) Tainograd (2) Old Mill",
    "Country of Birth": "(1) Russia (2) Cyprus",
    "Nationality": "(1) Russia. (2) Cyprus",
    "Passport Number": "(1) 51 00 123456 (2) K123456",
    "Passport Details": "(1) Russia number (2) Cyprus, issued 2001",
    "National Identification Number": "770000123493",
    "National Identification Details": "INN",
    "Position": "(1) Keeper of the Paper Lighthouse (2) Fog warden",
    "Address 1": "3 Fog Lane",
    "Address 6": "Tainograd",
    "Post/Zip Code": "101000",
    "Country": "Russia",
    "Other Information": (
        "(UK Sanctions List Ref):RUS9001. (UN Ref):QDi.043. Keeps the fog of RUS1111. "
        "(UK Statement of Reasons):Supports the fog. (Gender):Male"
    ),
    "Group Type": "Individual",
    "Alias Type": "Primary name",
    "Regime": "Russia",
    "Listed On": "11/03/2022",
    "UK Sanctions List Date Designated": "11/03/2022",
    "Last Updated": "21/03/2023",
    "Group ID": "90001",
}

WORKS: Cells = {
    "Name 6": "PAPER LIGHTHOUSE LLC",
    "Country": "Russia",
    "Other Information": (
        "(UK Sanctions List Ref):RUS9002 and GHR9002 (Website):www.example.org "
        "(Business Reg No):(1) OGRN: 1027700001230 (2) INN: 7700001235 "
        "(Phone number):(1) +7 000 0000"
    ),
    "Group Type": "Entity",
    "Alias Type": "Primary name",
    "Regime": "Russia",
    "Listed On": dt.date(2023, 2, 24),
    "Group ID": 90002,
}

HERON: Cells = {
    "Name 6": "FOG HERON",
    "Other Information": (
        "(UK Sanctions List Ref):DPR9003. Listed as asset of Fog Heron Shipping (UN Ref KPe.064) "
        "(IMO number):9000003 (Current owners):Fog Heron Shipping (Flag of ship):Comoros "
        "(Previous flags):(1) Gabon (2) Cyprus (Type of ship):Oil tanker (Tonnage of ship):1676 "
        "(Length of ship):86 (Year built):1986"
    ),
    "Group Type": "Ship",
    "Alias Type": "Primary name",
    "Regime": "Paper Republic",
    "Listed On": "31/03/2018",
    "Group ID": "90003",
}

ROWS: Sequence[Cells] = (
    NEBYVALOV,
    NEBYVALOV
    | {
        "Name 6": "VALOV",
        "Name 1": "Nebi",
        "Name 2": "",
        "DOB": "00/00/1964",
        "Alias Type": "AKA",
        "Alias Quality": "Low quality",
    },
    WORKS,
    NEBYVALOV
    | {
        "Name 6": "PREZHNIY",
        "DOB": "05/1966",
        "Alias Type": "FKA",
        "Address 1": "",
        "Address 6": "",
        "Post/Zip Code": "",
        "Country": "Cyprus",
        "Regime": "Paper Moon",
        "Listed On": "25/01/2021",
    },
    HERON,
)


def workbook(
    rows: Sequence[Cells] = ROWS,
    heading: Sequence[str] = HEADING,
    first: Sequence[str | dt.date] = ("Last Updated", "14/04/2025"),
    sheet: str = "Data",
) -> bytes:
    """A workbook in the layout of OFSI's."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(list(first))
    page.append(list(heading))
    for row in rows:
        page.append([row.get(name) for name in heading])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def reading() -> Reading:
    return uk_ofsi.read(SourceFile.of(FILE, workbook()))


@pytest.fixture
def nebyvalov(reading: Reading) -> Listing:
    return entry(reading, "90001")


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refused(content: bytes, error: type[ListFileError]) -> str:
    """The whole message with which a workbook is refused."""
    with pytest.raises(error) as raised:
        uk_ofsi.read(SourceFile.of(FILE, content))
    return str(raised.value)


def test_a_record_is_a_group_and_not_a_row(reading: Reading) -> None:
    assert reading.role is FileRole.FULL
    assert (reading.records, len(reading.listings), reading.series) == (3, 3, "uk-ofsi")
    assert (str(reading.date), str(reading.through)) == ("2025-04-14", "2023-02-24")


def test_every_name_of_the_rows_is_kept_once_with_its_role(nebyvalov: Listing) -> None:
    assert [(name.text, name.language, name.role, name.family) for name in nebyvalov.names] == [
        ("Vymyshlen Skazkovich NEBYVALOV", "", Role.PRIMARY, "NEBYVALOV"),
        ("Nebi VALOV", "", Role.WEAK, "VALOV"),
        ("Vymyshlen Skazkovich PREZHNIY", "", Role.FORMER, "PREZHNIY"),
        ("Вымышлен НЕБЫВАЛОВ", "ru", Role.ALIAS, ""),
    ]


def test_the_other_fields_of_a_group_come_from_all_of_its_rows(nebyvalov: Listing) -> None:
    assert nebyvalov.birth_dates == (
        When.day(1965, 3, 7),
        When.year(1964),
        When.month(1966, 5),
    )
    assert nebyvalov.addresses == (
        Address("3 Fog Lane, Tainograd, 101000, Russia", "ru"),
        Address("Cyprus", "cy"),
    )
    assert nebyvalov.programmes == ("Russia", "Paper Moon")
    assert nebyvalov.announced == When.day(2021, 1, 25)
    assert nebyvalov.measures == (Measure.ASSET_FREEZE,)
    assert nebyvalov.place == "sheet Data, row 3"


def test_numbered_values_of_one_cell_are_several(nebyvalov: Listing) -> None:
    assert nebyvalov.nationalities == ("Russia", "Cyprus")
    assert nebyvalov.birth_places == ("Tainograd, Russia", "Old Mill, Cyprus")
    assert nebyvalov.positions == ("Colonel", "Keeper of the Paper Lighthouse", "Fog warden")
    assert (nebyvalov.countries, nebyvalov.gender) == (("ru", "cy"), "male")


def test_references_of_other_lists_and_numbers_are_identifiers(nebyvalov: Listing) -> None:
    assert nebyvalov.identifiers == (
        Identifier("uk", "RUS9001"),
        Identifier("ofsi", "90001"),
        Identifier("un", "QDi.043"),
        Identifier("passport", "5100123456", "ru"),
        Identifier("passport", "K123456", "cy"),
        Identifier("inn", "770000123493", "ru"),
    )


def test_other_information_stays_whole_as_the_reasons(nebyvalov: Listing) -> None:
    assert nebyvalov.reasons == NEBYVALOV["Other Information"]


def test_an_organisation_has_the_numbers_of_its_label_and_both_references(
    reading: Reading,
) -> None:
    works = entry(reading, "90002")

    assert (works.kind, works.announced) == (Kind.ORGANISATION, When.day(2023, 2, 24))
    assert works.identifiers == (
        Identifier("uk", "RUS9002"),
        Identifier("uk", "GHR9002"),
        Identifier("ofsi", "90002"),
        Identifier("ogrn", "1027700001230", "ru"),
        Identifier("inn", "7700001235", "ru"),
    )


def test_a_ship_has_what_stands_behind_its_labels(reading: Reading) -> None:
    heron = entry(reading, "90003")

    assert heron.kind is Kind.VESSEL
    assert heron.identifiers == (
        Identifier("uk", "DPR9003"),
        Identifier("ofsi", "90003"),
        Identifier("imo", "9000003"),
    )
    assert heron.nationalities == ("Comoros", "Gabon", "Cyprus")
    assert heron.birth_dates == (When.year(1986),)


def test_a_un_reference_in_the_place_of_the_uks_is_not_lost() -> None:
    row = NEBYVALOV | {"Other Information": "(UK Sanctions List Ref):CDi.042. Keeps the fog."}

    reading = uk_ofsi.read(SourceFile.of(FILE, workbook([row])))

    assert reading.listings[0].identifiers[:2] == (
        Identifier("ofsi", "90001"),
        Identifier("un", "CDi.042"),
    )


def test_a_group_without_a_primary_name_is_led_by_its_first_name() -> None:
    reading = uk_ofsi.read(SourceFile.of(FILE, workbook([NEBYVALOV | {"Alias Type": "AKA"}])))

    assert [name.role for name in reading.listings[0].names] == [Role.PRIMARY, Role.ALIAS]


def test_the_date_of_row_one_may_be_a_real_date() -> None:
    content = workbook(first=("Last Updated", dt.date(2025, 4, 14)))

    assert uk_ofsi.read(SourceFile.of(FILE, content)).date == dt.date(2025, 4, 14)


COMPARE = (
    "Nothing of this file was imported. Compare with the authority's page; if the format changed, "
    "teach the reader."
)


def test_a_renamed_heading_is_refused() -> None:
    heading = ["Date of birth" if name == "DOB" else name for name in HEADING]

    assert refused(workbook(heading=heading), MovedHeadingError) == (
        f"{FILE}, sheet Data, row 2: expected the headings that this reader knows, found missing: "
        f"DOB; unknown: Date of birth. {COMPARE}"
    )


def test_a_heading_row_that_moved_up_is_refused() -> None:
    content = workbook(first=HEADING[:2], heading=HEADING)

    assert refused(content, MovedHeadingError) == (
        f"{FILE}, sheet Data, row 1: expected Last Updated and a date such as 14/04/2025, found "
        f"'Name 6 Name 1'. {COMPARE}"
    )


def test_a_heading_row_that_moved_down_is_refused() -> None:
    assert refused(workbook(heading=()), EmptyFileError) == (
        f"{FILE}, sheet Data, row 2: expected a heading row, found nothing. Nothing of this file "
        "was imported. Download the file again."
    )


def test_a_workbook_without_the_sheet_is_refused() -> None:
    assert refused(workbook(sheet="Entries"), MovedHeadingError) == (
        f"{FILE}, workbook: expected a sheet named Data, found none of that name. {COMPARE}"
    )


def test_a_workbook_without_groups_is_refused() -> None:
    assert refused(workbook(rows=()), EmptyFileError) == (
        f"{FILE}, sheet Data, row 3: expected groups, found none. Nothing of this file was "
        "imported. Download the file again."
    )


def test_a_truncated_workbook_is_refused() -> None:
    message = refused(workbook()[:2000], DamagedFileError)

    assert message == (
        f"{FILE}, workbook: expected an XLS or XLSX workbook, found Cannot detect file format. "
        "Nothing of this file was imported. Download the file again."
    )


def test_an_empty_file_is_refused() -> None:
    assert refused(b"", EmptyFileError) == (
        f"{FILE}, byte 0: expected a workbook, found nothing. Nothing of this file was imported. "
        "Download the file again."
    )


def test_an_error_page_under_the_name_of_the_list_is_refused() -> None:
    assert refused(b"<!DOCTYPE html><html></html>", DamagedFileError) == (
        f"{FILE}, workbook: expected an XLS or XLSX workbook, found Cannot detect file format. "
        "Nothing of this file was imported. Download the file again."
    )


def test_a_row_whose_group_id_is_no_number_is_refused() -> None:
    content = workbook([NEBYVALOV, NEBYVALOV | {"Group ID": "11/03/2022"}])

    assert refused(content, DamagedFileError) == (
        f"{FILE}, sheet Data, row 4: expected a Group ID, a number, found '11/03/2022'. Nothing of "
        "this file was imported. Download the file again; a row is cut or shifted."
    )


TEACH = (
    "Nothing of this file was imported. Read the entry, then teach "
    "sanctions/lists/uk_listing.py this, with a fixture."
)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Group Type", "Aeroplane", "the type to be one of Individual, Entity, Ship"),
        (
            "Alias Type",
            "Nickname",
            "the type of a name to be one of primary name, primary name variation, alias, aka, fka",
        ),
        (
            "DOB",
            "spring 1965",
            "the date of birth to be a date such as 07/03/1965, dd/mm/1965, 00/03/1965 or 1965",
        ),
        ("Listed On", "spring", "the date of designation to be a date such as 07/03/2022"),
    ],
)
def test_a_value_without_a_meaning_stops_the_reader(column: str, value: str, expected: str) -> None:
    content = workbook([NEBYVALOV | {column: value}])

    assert refused(content, UnknownValueError) == (
        f"{FILE}, sheet Data, row 3, 90001: expected {expected}, found '{value}'. {TEACH}"
    )


def test_the_list_is_known_by_its_sheet_and_headings_even_when_one_is_renamed() -> None:
    heading = ["Group" if name == "Group ID" else name for name in HEADING]

    assert uk_ofsi.recognise(SourceFile.of("any.bin", workbook(heading=heading)))
    assert not uk_ofsi.recognise(SourceFile.of(FILE, workbook(heading=("Name", "Group ID"))))
    assert not uk_ofsi.recognise(SourceFile.of(FILE, b"PK\x03\x04 cut"))
    assert not uk_ofsi.recognise(SourceFile.of(FILE, b"Last Updated,14/04/2025"))


@pytest.mark.kit
@pytest.mark.parametrize("edition", ["2022-05-04", "2025-04-14"])
def test_every_group_of_the_official_files_is_read(kit: Path, edition: str) -> None:
    path = f"uk-ofsi/{edition}/{FILE}"
    records = json.loads((kit / "manifest.json").read_text())[path]["records"]

    reading = uk_ofsi.read(SourceFile.of(path, (kit / path).read_bytes()))

    assert reading.records == len({listing.key for listing in reading.listings}) == records
    assert str(reading.date) == edition
