"""The CSV of the UK Sanctions List puts the rows of a target together again, or is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from comity.entities.subject import When
from comity.sanctions.listing import Reading
from comity.sanctions.lists import uk
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

FILE = "UK-Sanctions-List.csv"


@pytest.fixture
def content(fixtures: Path) -> str:
    return (fixtures / "uk" / FILE).read_text(encoding="utf-8")


@pytest.fixture
def reading(content: str) -> Reading:
    return uk.read(SourceFile.of(FILE, content.encode()))


def refused(content: str | bytes, error: type[ListFileError]) -> str:
    """The whole message with which a changed copy is refused."""
    changed = content.encode() if isinstance(content, str) else content
    with pytest.raises(error) as raised:
        uk.read(SourceFile.of(FILE, changed))
    return str(raised.value)


def test_the_csv_says_the_same_of_every_target_as_the_xml(fixtures: Path, reading: Reading) -> None:
    name = "UK-Sanctions-List.xml"

    xml = uk.read(SourceFile.of(name, (fixtures / "uk" / name).read_bytes()))

    assert [replace(listing, place="") for listing in reading.listings] == [
        replace(listing, place="") for listing in xml.listings
    ]
    assert (reading.date, reading.through, reading.records) == (xml.date, xml.through, xml.records)


def test_a_listing_stands_where_its_first_row_does(reading: Reading) -> None:
    assert [listing.place for listing in reading.listings] == [
        "line 3",
        "line 21",
        "line 23",
        "line 24",
        "line 25",
    ]


def test_columns_may_stand_in_another_order(content: str) -> None:
    swapped = content.replace("D.O.B,Nationality(/ies)", "Nationality(/ies),D.O.B", 1).replace(
        "07/03/1965,(1) Russia (2) Cyprus", "(1) Russia (2) Cyprus,07/03/1965"
    )
    first = swapped.split("dd/mm/1964")[0].rpartition("\n09/04")[0] + "\n"

    reading = uk.read(SourceFile.of(FILE, first.encode()))

    assert reading.listings[0].birth_dates == (When.day(1965, 3, 7),)
    assert reading.listings[0].nationalities == ("Russia", "Cyprus")


def test_a_first_row_without_the_report_date_is_refused(content: str) -> None:
    assert refused(
        content.replace("Report Date: 22-Aug-2026", "Report Date:", 1), MovedHeadingError
    ) == (
        f'{FILE}, line 1: expected "Report Date: 29-Apr-2026" or another date, found \'Report '
        "Date:'. Nothing of this file was imported. Download the file again; if the format "
        "changed, teach the reader."
    )


def test_a_missing_first_row_is_refused(content: str) -> None:
    headings_first = content.partition("\n")[2]

    assert refused(headings_first, MovedHeadingError) == (
        f'{FILE}, line 1: expected "Report Date: 29-Apr-2026" or another date, found '
        "'Last Updated Unique ID OFSI Group ID UN Reference Number Nam'. Nothing of this file was "
        "imported. "
        "Download the file again; if the format changed, teach the reader."
    )


def test_a_renamed_heading_is_refused(content: str) -> None:
    assert refused(content.replace("D.O.B", "Date of birth", 1), MovedHeadingError) == (
        f"{FILE}, line 2: expected the headings that this reader knows, found missing: D.O.B; "
        "unknown: Date of birth. Nothing of this file was imported. Compare with the authority's "
        "page; if the format changed, teach the reader."
    )


def test_a_heading_row_that_moved_down_is_refused(content: str) -> None:
    first, rest = content.split("\n", 1)

    message = refused(f"{first}\n,,\n{rest}", EmptyFileError)

    assert message == (
        f"{FILE}, line 2: expected a heading row, found nothing. Nothing of this file was "
        "imported. Download the file again."
    )


def test_a_file_cut_within_a_row_is_refused(content: str) -> None:
    cut = content[: content.rindex("Asset freeze|Arms embargo")]

    assert refused(cut, DamagedFileError) == (
        f"{FILE}, line 25: expected 58 cells, found 20. Nothing of this file was imported. "
        "Download the file again; a row is cut or shifted."
    )


def test_a_row_without_a_unique_id_is_refused(content: str) -> None:
    assert refused(content.replace("AQD9005", ""), DamagedFileError) == (
        f"{FILE}, line 25: expected a Unique ID, found none. Nothing of this file was imported. "
        "Download the file again; a row is cut or shifted."
    )


def test_a_file_with_headings_only_is_refused(content: str) -> None:
    headings = "".join(content.splitlines(keepends=True)[:2])

    assert refused(headings, EmptyFileError) == (
        f"{FILE}, line 3: expected designations, found none. Nothing of this file was imported. "
        "Download the file again."
    )


def test_bytes_of_another_encoding_are_refused(content: str) -> None:
    recoded = content.replace("Colonel", "Se~or").encode().replace(b"~", b"\xf1", 1)

    assert refused(recoded, DamagedFileError) == (
        f"{FILE}, line 3, byte 1044: expected UTF-8 text, found byte 0xf1, which is not UTF-8 "
        "here. Nothing of this file was imported. Download the file again; do not convert it by "
        "hand."
    )


def test_an_unknown_sanction_stops_the_reader_at_the_first_row_of_its_target(content: str) -> None:
    changed = content.replace("Asset freeze|Arms embargo", "Asset freeze|Fog embargo")

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 25, AQD9005: expected Sanctions Imposed to be one of MEASURES, found 'Fog "
        "embargo'. Nothing of this file was imported. Read the entry, then teach "
        "sanctions/lists/uk_listing.py this, with a fixture."
    )


def test_two_types_for_one_target_stop_the_reader(content: str) -> None:
    changed = content.replace(",Individual,", ",Entity,", 1)

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 3, RUS9001: expected the type to be one of Individual, Entity, Ship, found "
        "'Entity Individual'. Nothing of this file was imported. Read the entry, then teach "
        "sanctions/lists/uk_listing.py this, with a fixture."
    )


def test_the_csv_is_known_by_its_first_row_or_by_its_headings(content: str) -> None:
    assert uk.recognise(SourceFile.of("any.bin", content[:60].encode()))
    assert uk.recognise(SourceFile.of("any.bin", content.partition("\n")[2].encode()))
    assert not uk.recognise(SourceFile.of(FILE, b"ent_num,name\n1,FOG\n"))
