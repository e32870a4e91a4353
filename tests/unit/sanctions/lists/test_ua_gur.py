"""The register of Ukraine's Defence Intelligence is read whole, or refused by line."""

import datetime as dt
import json
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.lists import ua_gur
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

TEACH = "Read the row, then teach sanctions/lists/ua_gur.py this value with a fixture."
COMPARE = "Compare with the authority's page; if the format changed, teach the reader."


@pytest.fixture(scope="module")
def text(fixtures: Path) -> str:
    return (fixtures / "ua-gur" / "targets.simple.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return ua_gur.read(source(text))


def source(text: str) -> SourceFile:
    return SourceFile.of("targets.simple.csv", text.encode())


def entry(reading: Reading, number: int) -> Listing:
    return next(found for found in reading.listings if found.key == f"NK-fictional-{number}")


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        ua_gur.read(source)
    return caught.value


def test_every_row_is_a_record_and_the_newest_day_is_that_of_the_file(reading: Reading) -> None:
    assert (reading.records, len(reading.listings), reading.left_out) == (6, 6, {})
    assert (reading.date, reading.through) == (dt.date(2026, 3, 13), None)


def test_the_register_is_no_act(reading: Reading) -> None:
    assert {listing.measures for listing in reading.listings} == {(Measure.OTHER,)}
    assert {listing.announced for listing in reading.listings} == {None}


def test_a_person_has_names_number_and_reasons(reading: Reading) -> None:
    neznamov = entry(reading, 1)

    assert neznamov.kind is Kind.PERSON
    assert [(name.text, name.script, name.role, name.family) for name in neznamov.names] == [
        ("NEZNAMOV Oleg Petrovich", "Latn", Role.PRIMARY, "NEZNAMOV"),
        ("НЕЗНАМОВ Олег Петрович", "Cyrl", Role.ALIAS, "НЕЗНАМОВ"),
    ]
    assert neznamov.identifiers == (Identifier("inn", "990100000038", "ru"),)
    assert neznamov.birth_dates == (When.day(1965, 3, 7),)
    assert neznamov.programmes == ("UA-WS-KIDNAPPERS", "UA-WS-STEALERS")
    assert neznamov.reasons == "Invented for a test; nobody is meant."


def test_quotes_protect_a_semicolon_in_a_name(reading: Reading) -> None:
    assert [name.text for name in entry(reading, 2).names] == [
        'ANO "NOWHERE"',
        'AUTONOMOUS ORGANISATION "NOWHERE; EVERYWHERE"',
        "NWH ANO",
    ]


def test_numbers_of_an_organisation_are_told_apart_by_their_checksum(reading: Reading) -> None:
    assert entry(reading, 2).identifiers == (
        Identifier("ogrn", "1997700000000", "ru"),
        Identifier("inn", "9901000002", "ru"),
        Identifier("registration", "990100000038", "ru"),
    )


def test_addresses_in_one_cell_are_several(reading: Reading) -> None:
    assert entry(reading, 2).addresses == (
        Address("1 Nowhere Street, Tula"),
        Address("2 Nowhere Street, Tula"),
    )


def test_numbers_of_a_ship_are_told_apart_by_their_form(reading: Reading) -> None:
    ship = entry(reading, 3)

    assert (ship.kind, ship.countries) == (Kind.VESSEL, ("pa", "lr"))
    assert ship.identifiers == (
        Identifier("imo", "9999008"),
        Identifier("mmsi", "352999001"),
        Identifier("call-sign", "3XXX9"),
    )


def test_the_imo_number_of_a_company_is_not_a_ship_even_where_its_checksum_fits(
    reading: Reading,
) -> None:
    assert entry(reading, 4).identifiers == (
        Identifier("imo-company", "9999008"),
        Identifier("registration", "99000001", "hk"),
    )


def test_ten_digits_of_a_person_are_ukrainian_even_where_the_russian_checksum_fits(
    reading: Reading,
) -> None:
    assert entry(reading, 5).identifiers == (Identifier("rnokpp", "9901000002", "ua"),)


def test_a_person_can_have_two_birth_dates(reading: Reading) -> None:
    assert entry(reading, 5).birth_dates == (When.day(1970, 1, 2), When.day(1971, 1, 2))


def test_nine_digits_of_a_belarusian_company_are_its_taxpayer_number(reading: Reading) -> None:
    assert entry(reading, 6).identifiers == (Identifier("unp", "990000001", "by"),)


def test_the_register_is_recognised_by_its_data_set_and_not_by_its_layout(text: str) -> None:
    assert ua_gur.recognise(source(text))
    assert not ua_gur.recognise(source(text.replace("Ukraine War and Sanctions", "Another list")))


def test_a_cut_row_is_recognised_and_refused(text: str) -> None:
    cut = source(text[: text.index('"Mirage Shipping Co"')])

    error = refusal(cut)

    assert ua_gur.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "targets.simple.csv, line 5: expected 16 cells, found 3. Nothing of this file was "
        "imported. Download the file again; a row is cut or shifted."
    )


def test_a_cell_that_never_ends_is_refused(text: str) -> None:
    error = refusal(source(text[: text.index("352999001")]))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "targets.simple.csv, line 4: expected a whole CSV row, found unexpected end of data. "
        "Nothing of this file was imported. Download the file again; it is damaged or cut off."
    )


def test_a_moved_heading_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace('"identifiers"', '"numbers"', 1)))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "targets.simple.csv, line 1: expected the headings that this reader knows, found missing: "
        f"identifiers; unknown: numbers. Nothing of this file was imported. {COMPARE}"
    )


def test_a_new_column_stops_the_reader(text: str) -> None:
    lines = [line + (',"hair"' if line.startswith('"id"') else ',""') for line in text.splitlines()]

    error = refusal(source("\n".join(lines)))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "targets.simple.csv, line 1: expected the headings that this reader knows, found unknown: "
        f"hair. Nothing of this file was imported. {COMPARE}"
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(source(""))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "targets.simple.csv, line 1: expected a heading row, found nothing. Nothing of this file "
        "was imported. Download the file again."
    )


def test_a_heading_without_rows_is_refused(text: str) -> None:
    error = refusal(source(text.splitlines()[0]))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "targets.simple.csv, line 2: expected at least one row, found nothing. Nothing of this "
        "file was imported. Download the file again."
    )


def test_an_error_page_is_refused() -> None:
    error = refusal(source("<html><body>Not found</body></html>"))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "targets.simple.csv, line 1: expected the headings that this reader knows, found missing: "
        f"{', '.join(sorted(ua_gur.KNOWN))}; unknown: <html><body>Not found</body></html>. Nothing "
        f"of this file was imported. {COMPARE}"
    )


def test_wrong_encoding_is_refused(text: str) -> None:
    error = refusal(SourceFile.of("targets.simple.csv", text.encode("cp1251")))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "targets.simple.csv, line 2, byte 228: expected UTF-8 text, found byte 0xcd, which is not "
        "UTF-8 here. Nothing of this file was imported. Download the file again; do not convert it "
        "by hand."
    )


@pytest.mark.parametrize(
    ("printed", "changed", "message"),
    [
        (
            '"Person"',
            '"Airplane"',
            "schema: expected one of Company, LegalEntity, Person, Vessel, found 'Airplane'",
        ),
        (
            '"Ukraine War and Sanctions"',
            '"Another list"',
            "dataset: expected Ukraine War and Sanctions, found 'Another list'",
        ),
        (
            '"1965-03-07"',
            '"7 March"',
            "birth_date: expected dates such as 1965-03-07, found '7 March'",
        ),
        (
            '"ru"',
            '"Russia"',
            "countries: expected ISO 3166-1 codes in small letters, found 'Russia'",
        ),
        (
            '"2026-03-13T05:41:01"',
            '"today"',
            "last_seen: expected a time such as 2026-03-13T05:41:01, found 'today'",
        ),
    ],
)
def test_an_unknown_value_stops_the_reader(
    text: str, printed: str, changed: str, message: str
) -> None:
    error = refusal(source(text.replace(printed, changed, 1)))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        f"targets.simple.csv, line 2, column {message}. Nothing of this file was imported. {TEACH}"
    )


def test_one_key_for_two_rows_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("NK-fictional-2", "NK-fictional-1")))

    assert str(error) == (
        "targets.simple.csv, line 3, column id: expected a key that no row before it has, found "
        f"'NK-fictional-1'. Nothing of this file was imported. {TEACH}"
    )


@pytest.mark.kit
def test_the_real_register_is_read_whole(kit: Path) -> None:
    path = "ua-gur/2026-03-13/targets.simple.csv.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    reading = ua_gur.read(file)

    assert ua_gur.recognise(file)
    assert reading.records == json.loads((kit / "manifest.json").read_text())[path]["records"]
    assert len(reading.listings) == reading.records
    assert sum(listing.kind is Kind.VESSEL for listing in reading.listings) == 1340
