"""OFAC files are read whole, with the identifiers in their remarks, or refused by place."""

from dataclasses import replace
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import us_ofac
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    HostileFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)
from comity.sanctions.lists.us_ofac_remarks import date_of


def source(fixtures: Path, name: str) -> SourceFile:
    return SourceFile.of(name, (fixtures / "us-ofac" / name).read_bytes())


@pytest.fixture
def sdn(fixtures: Path) -> Reading:
    return us_ofac.read(source(fixtures, "sdn.csv"))


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def test_every_row_but_the_end_mark_is_a_record(sdn: Reading) -> None:
    assert (sdn.records, len(sdn.listings), sdn.series) == (5, 5, "us-ofac-sdn")


def test_a_person_has_what_the_remarks_say(sdn: Reading) -> None:
    nightjar = entry(sdn, "900001")

    assert nightjar.kind is Kind.PERSON
    assert nightjar.birth_dates == (When.day(1965, 3, 7), When.year(1966))
    assert nightjar.identifiers == (
        Identifier("passport", "7512345", "ru"),
        Identifier("inn", "500100732259", "ru"),
    )
    assert [(name.text, name.role) for name in nightjar.names] == [
        ("NIGHTJAR, Oleg Petrovich", Role.PRIMARY),
        ("NIGHTY", Role.WEAK),
    ]
    assert (nightjar.gender, nightjar.countries) == ("male", ("ru",))


def test_russian_numbers_are_told_apart_by_their_checksum(sdn: Reading) -> None:
    assert entry(sdn, "900002").identifiers == (
        Identifier("inn", "7707083893", "ru"),
        Identifier("ogrn", "1027700132195", "ru"),
    )


def test_programmes_in_one_cell_are_several(sdn: Reading) -> None:
    assert entry(sdn, "900002").programmes == ("RUSSIA-EO14024", "NPWMD")


def test_a_vessel_has_its_ship_number_and_vessel_measures(sdn: Reading) -> None:
    heron = entry(sdn, "900003")

    assert Identifier("imo", "9074729") in heron.identifiers
    assert heron.measures == (Measure.VESSEL_MEASURES,)
    assert heron.nationalities == ("Cook Islands",)


def test_an_imo_number_of_a_company_is_not_a_ship(sdn: Reading) -> None:
    assert entry(sdn, "900005").identifiers == (Identifier("imo-company", "5999991"),)


def test_companions_join_by_key_and_strangers_are_counted(fixtures: Path, sdn: Reading) -> None:
    companions = [source(fixtures, "alt.csv"), source(fixtures, "add.csv")]

    joined, unmatched = us_ofac.join(sdn.listings, companions)

    works = next(listing for listing in joined if listing.key == "900002")
    assert works.names[1].role is Role.FORMER
    assert works.addresses[0].text == "1 Zavodskaya St, Tula 300000, Russia"
    assert unmatched == {"alt": 1}


def test_a_cut_remark_goes_on_in_the_comments(sdn: Reading) -> None:
    cut = replace(entry(sdn, "900002"), reasons="Website a.example; Registration Nu")
    rest = SourceFile.of("c.csv", b'900002,"mber 1027700132195 (Russia)."\r\n')

    (joined,), _ = us_ofac.join([cut], [rest])

    assert joined.identifiers == (Identifier("ogrn", "1027700132195", "ru"),)


def test_companions_are_recognised_by_their_columns(fixtures: Path) -> None:
    reading = us_ofac.read(source(fixtures, "alt.csv"))

    assert (reading.role, reading.part, reading.records) == (FileRole.COMPANION, "alt", 3)


def test_xml_gives_the_same_person(fixtures: Path) -> None:
    reading = us_ofac.read(source(fixtures, "sdn.xml"))

    nightjar = entry(reading, "900001")
    assert reading.date is not None
    assert reading.date.isoformat() == "2021-03-10"
    assert nightjar.names[0].text == "NIGHTJAR, Oleg Petrovich"
    assert nightjar.birth_dates[0].text == "1965-03-01/1966-02-28"
    assert nightjar.reasons == "Secondary sanctions risk: section 11"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07 Mar 1965", "1965-03-07"),
        ("Mar 1965", "1965-03"),
        ("1965", "1965"),
        ("circa 1965", "~1965"),
        ("1960 to 1962", "1960/1962"),
        ("01 Jan 1960 to 31 Dec 1962", "1960/1962"),
    ],
)
def test_dates_keep_their_precision(text: str, expected: str) -> None:
    assert date_of(text).text == expected


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        us_ofac.read(source)
    return caught.value


def test_an_unknown_type_stops_the_reader(fixtures: Path) -> None:
    content = source(fixtures, "sdn.csv").content.replace(b'"vessel"', b'"submarine"')

    error = refusal(SourceFile.of("sdn.csv", content))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        "sdn.csv, line 3, ent_num 900003, column 3: expected one of -0-, aircraft, individual, "
        "vessel, found 'submarine'. Nothing of this file was imported. Read the entry, "
        "then add the "
        "type to KINDS in sanctions/lists/us_ofac.py."
    )


def test_a_changed_column_stops_the_reader(fixtures: Path) -> None:
    rows = source(fixtures, "sdn.csv").content.splitlines(keepends=True)
    rows[2] = b"0," + rows[2]

    error = refusal(SourceFile.of("sdn.csv", b"".join(rows)))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "sdn.csv, line 3: expected 12 columns, found 13. Nothing of this file was imported. "
        "Download the file again; if it stays so, OFAC changed the format."
    )


def test_a_file_cut_inside_a_quote_is_refused(fixtures: Path) -> None:
    content = source(fixtures, "sdn.csv").content[:400]

    assert isinstance(refusal(SourceFile.of("sdn.csv", content)), DamagedFileError)


def test_a_key_that_stands_twice_is_refused(fixtures: Path) -> None:
    content = source(fixtures, "sdn.csv").content.replace(b"900002,", b"900001,", 1)

    assert str(refusal(SourceFile.of("sdn.csv", content))) == (
        "sdn.csv, line 2: expected every ent_num once, found 900001 again, first on line 1. "
        "Nothing of this file was imported. Download the file again; two files may have been glued "
        "together."
    )


def test_a_wrong_encoding_is_refused(fixtures: Path) -> None:
    content = source(fixtures, "sdn.csv").content.replace(b"Oleg", b"Ol\xe9g")

    assert isinstance(refusal(SourceFile.of("sdn.csv", content)), DamagedFileError)


def test_a_file_with_only_the_end_mark_is_empty() -> None:
    assert isinstance(refusal(SourceFile.of("sdn.csv", b"\x1a")), EmptyFileError)


def test_truncated_xml_is_refused_with_its_line(fixtures: Path) -> None:
    content = source(fixtures, "sdn.xml").content[:900]

    error = refusal(SourceFile.of("sdn.xml", content))

    assert isinstance(error, DamagedFileError)
    assert error.facts["place"] == "line 19"


def test_a_new_element_stops_the_reader(fixtures: Path) -> None:
    content = (
        source(fixtures, "sdn.xml")
        .content.replace(b"<title>", b"")
        .replace(b"<uid>900001</uid>", b"<uid>900001</uid><mood>grim</mood>")
    )

    error = refusal(SourceFile.of("sdn.xml", content))

    assert isinstance(error, UnknownFieldError)
    assert str(error) == (
        "sdn.xml, line 8: expected only fields that this reader knows, found the field "
        "sdnEntry/mood. Nothing of this file was imported. Read the entry, then add the "
        "path to READ "
        "or LEFT_OUT with a fixture."
    )


def test_entries_that_are_missing_are_noticed(fixtures: Path) -> None:
    content = source(fixtures, "sdn.xml").content.replace(b"<Record_Count>2<", b"<Record_Count>3<")

    assert str(refusal(SourceFile.of("sdn.xml", content))) == (
        "sdn.xml, line 3: expected 3 entries, as Record_Count says, found 2. Nothing of "
        "this file was "
        "imported. Download the file again; it is cut or was edited."
    )


def test_an_entity_bomb_is_refused(fixtures: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = source(fixtures, "sdn.xml").content.replace(b"<sdnList", bomb + b"<sdnList", 1)

    assert isinstance(refusal(SourceFile.of("sdn.xml", content)), HostileFileError)


def test_every_field_is_read_or_left_out_with_a_reason() -> None:
    assert all(len(reason) > 8 for reason in us_ofac.LEFT_OUT.values())
