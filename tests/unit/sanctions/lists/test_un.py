"""The UN list is read whole, with the precision of its dates, or refused by place."""

import datetime as dt
import json
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.lists import un
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    HostileFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

AGAIN = "Download the file again from the authority; if it stays so, the format has changed."
TEACH = "Read the entry, then teach the reader this value with a fixture."


@pytest.fixture(scope="module")
def text(fixtures: Path) -> str:
    return (fixtures / "un" / "consolidated.xml").read_text("utf-8")


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return un.read(source(text))


def source(text: str) -> SourceFile:
    return SourceFile.of("consolidated.xml", text.encode())


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        un.read(source)
    return caught.value


def test_every_individual_and_entity_is_a_record(reading: Reading) -> None:
    assert (reading.records, len(reading.listings), reading.left_out) == (5, 5, {})


def test_the_day_of_the_file_and_of_its_newest_listing_are_told_apart(reading: Reading) -> None:
    assert reading.date == dt.date(2026, 2, 27)
    assert reading.through == dt.date(2018, 3, 30)


def test_a_person_has_names_in_their_order_with_their_quality(reading: Reading) -> None:
    names = entry(reading, "QDi.901").names

    assert [(name.text, name.script, name.role) for name in names] == [
        ("HASAN IBN WAHM AL-KHAYALI", "Latn", Role.PRIMARY),
        ("حسن ابن وهم الخيالي", "Arab", Role.PRIMARY),
        ("Hassan al-Khiyali", "Latn", Role.ALIAS),
        ("Abu Wahm", "Latn", Role.WEAK),
        ("Абу Вахм", "Cyrl", Role.WEAK),
        ("Hasan Zarqun", "Latn", Role.FORMER),
    ]


def test_an_exact_date_can_be_a_day_a_year_or_a_month_in_a_note(reading: Reading) -> None:
    assert entry(reading, "QDi.901").birth_dates == (
        When.day(1965, 3, 7),
        When.month(1967, 9),
        When.year(1966),
    )


def test_approximate_dates_and_ranges_keep_their_precision(reading: Reading) -> None:
    assert entry(reading, "KPi.901").birth_dates == (When.circa(1960), When.between(1962, 1964))


def test_documents_are_told_apart_by_their_second_type(reading: Reading) -> None:
    assert entry(reading, "QDi.901").identifiers == (
        Identifier("un", "QDi.901"),
        Identifier("passport", "00990011", "ye"),
        Identifier("other", "990012", "iq"),
    )


def test_a_blank_behind_a_reference_is_no_part_of_the_key(reading: Reading) -> None:
    assert entry(reading, "KPi.901").identifiers == (Identifier("un", "KPi.901"),)


def test_a_time_zone_behind_the_day_of_listing_is_no_part_of_the_day(reading: Reading) -> None:
    assert entry(reading, "KPi.901").announced == When.day(2016, 3, 2)


def test_a_person_has_what_the_list_says_about_them(reading: Reading) -> None:
    hasan = entry(reading, "QDi.901")

    assert hasan.kind is Kind.PERSON
    assert hasan.gender == "male"
    assert hasan.positions == ("Haji", "Treasurer of nothing")
    assert hasan.nationalities == ("Yemen",)
    assert hasan.countries == ("ye", "iq")
    assert hasan.birth_places == ("Taizz, Yemen", "Aden, Yemen")
    assert hasan.addresses == (Address("1 Mirage Street, Sanaa, Yemen (previous address)", "ye"),)
    assert hasan.reasons == (
        "The story’s invented treasurer.\n"
        "Date of birth: 24/06/1402 (Hijri Calendar)\n"
        "Abu Wahm: original script: Абу Вахм\n"
        "Hasan Zarqun: previously listed as\n"
        "Passport Yemeni passport number 00-990 011: expired in 2006"
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("QDi.901", (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)),
        ("GBi.901", (Measure.TRAVEL_BAN,)),
        ("LYi.901", (Measure.TRAVEL_BAN,)),
        ("KPe.901", (Measure.ASSET_FREEZE,)),
    ],
)
def test_measures_are_those_of_the_resolution(
    reading: Reading, key: str, expected: tuple[Measure, ...]
) -> None:
    assert entry(reading, key).measures == expected


def test_an_entity_has_its_former_name(reading: Reading) -> None:
    mirage = entry(reading, "KPe.901")

    assert mirage.kind is Kind.ORGANISATION
    assert [(name.text, name.role) for name in mirage.names] == [
        ("MIRAGE TRADING CORPORATION", Role.PRIMARY),
        ("Mirage Co.", Role.ALIAS),
        ("Old Mirage Co.", Role.FORMER),
    ]


def test_the_list_is_recognised_by_its_root_and_not_by_its_name(text: str) -> None:
    assert un.recognise(SourceFile.of("page.html", text.encode()))
    assert not un.recognise(SourceFile.of("consolidated.xml", b"<sdnList></sdnList>"))


def test_a_cut_file_is_recognised_and_refused(text: str) -> None:
    cut = source(text[: text.index("<ENTITIES>")])

    error = refusal(cut)

    assert un.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "consolidated.xml, line 58: expected well-formed XML, found Premature end of data in tag "
        "CONSOLIDATED_LIST line 2, line 58, column 1. Nothing of this file was imported. Download "
        "the file again; it is damaged or cut off. Do not repair it by hand."
    )


def cut_to_bytes(text: str) -> SourceFile:
    """Return the text as a download that kept the low byte of each character."""
    return SourceFile.of("consolidated.xml", bytes(ord(letter) & 0xFF for letter in text))


def test_characters_cut_to_one_byte_are_refused_whole(text: str) -> None:
    damaged = cut_to_bytes(text)

    error = refusal(damaged)

    assert un.recognise(damaged)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "consolidated.xml, line 10: expected well-formed XML, found PCDATA invalid Char "
        "value 25, line 10, column 21. Nothing of this file was imported. Download the file again; "
        "it is damaged or cut off. Do not repair it by hand."
    )


def test_damage_that_still_looks_like_xml_is_seen_by_the_original_names(text: str) -> None:
    plain = text.replace("’", "'").replace("박상상", "")
    for arabic in ("حسن ابن وهم الخيالي", "Абу Вахм"):
        junk = "".join(chr(ord(letter) & 0xFF) for letter in arabic)
        plain = plain.replace(arabic, "".join(filter(str.isalnum, junk)))

    error = refusal(source(plain))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "consolidated.xml, NAME_ORIGINAL_SCRIPT: expected names in Arabic, Cyrillic, Han or Hangul "
        "letters, found Latin letters in every one: the characters were cut to one byte. Nothing "
        "of this file was imported. Download the file again; do not repair it by hand."
    )


def test_another_encoding_than_the_declared_one_is_refused(text: str) -> None:
    recoded = text.replace("Treasurer", "Trésorier").encode("cp1252", "replace")

    error = refusal(SourceFile.of("consolidated.xml", recoded))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "consolidated.xml, line 10: expected well-formed XML, found Invalid bytes in character "
        "encoding, line 10, column 21. Nothing of this file was imported. Download the file again; "
        "it is damaged or cut off. Do not repair it by hand."
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(SourceFile.of("consolidated.xml", b""))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "consolidated.xml, byte 0: expected an XML list, found nothing. Nothing of this file was "
        f"imported. {AGAIN}"
    )


def test_a_list_without_entries_is_refused() -> None:
    error = refusal(source('<CONSOLIDATED_LIST dateGenerated="2026-02-27"/>'))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "consolidated.xml, line 1: expected at least one INDIVIDUAL or ENTITY, found none. Nothing "
        f"of this file was imported. {AGAIN}"
    )


def test_an_error_page_saved_as_xml_is_refused() -> None:
    error = refusal(source("<!DOCTYPE html><html><body>Service unavailable</body></html>"))

    assert isinstance(error, ForeignFileError)
    assert str(error) == (
        "consolidated.xml, line 1: expected an XML list, found an HTML page, such as a web server "
        f"sends in place of a file. Nothing of this file was imported. {AGAIN}"
    )


def test_an_entity_declaration_is_refused(text: str) -> None:
    bomb = text.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)

    error = refusal(source(bomb))

    assert isinstance(error, HostileFileError)
    assert str(error) == (
        "consolidated.xml, document type declaration: expected no entity declarations, found a "
        "DOCTYPE or ENTITY declaration. Nothing of this file was imported. No official list has "
        "one; do not use this file."
    )


def test_an_unknown_element_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("<GENDER>Male</GENDER>", "<EYES>green</EYES>")))

    assert isinstance(error, UnknownFieldError)
    assert str(error) == (
        "consolidated.xml, line 8: expected only fields that this reader knows, found the field "
        "INDIVIDUAL/EYES. Nothing of this file was imported. Read the entry, then add the path to "
        "READ or LEFT_OUT with a fixture."
    )


DATE_TYPES = "EXACT with DATE or YEAR, APPROXIMATELY with YEAR, or BETWEEN with two years"
PROGRAMMES = (
    "one of Al-Qaida, CAR, DPRK, DRC, GB, Haiti, Iran, Iraq, Libya, Mali, Somalia, SouthSudan, "
    "Sudan, Taliban, Yemen"
)
DOCUMENT_TYPES = (
    "one of National Identification, National Identification Number, National identification no., "
    "Numéro de passeport, Número de pasaporte, Passport"
)
A_TIME = "a date such as 2026-02-27T00:00:09Z"


@pytest.mark.parametrize(
    ("printed", "field", "changed", "expected"),
    [
        (
            "Low",
            "QUALITY",
            "Lowest",
            "line 17: expected QUALITY to be one of Good, Low, a.k.a., f.k.a.",
        ),
        ("GB", "UN_LIST_TYPE", "Atlantis", f"line 52: expected UN_LIST_TYPE to be {PROGRAMMES}"),
        (
            "Passport",
            "TYPE_OF_DOCUMENT",
            "Diary",
            f"line 25: expected TYPE_OF_DOCUMENT to be {DOCUMENT_TYPES}",
        ),
        (
            "2012-05-18",
            "LISTED_ON",
            "18 May 2012",
            "line 52: expected LISTED_ON to be a date such as 2016-03-02",
        ),
        (
            "GBi.901",
            "REFERENCE_NUMBER",
            "901",
            "line 52: expected REFERENCE_NUMBER to be a reference such as KPi.001",
        ),
        ("Male", "GENDER", "Unsaid", "line 4: expected GENDER to be one of Female, Male"),
    ],
)
def test_an_unknown_value_stops_the_reader(
    text: str, printed: str, field: str, changed: str, expected: str
) -> None:
    error = refusal(source(text.replace(f"<{field}>{printed}<", f"<{field}>{changed}<", 1)))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        f"consolidated.xml, {expected}, found {changed!r}. Nothing of this file was imported. "
        f"{TEACH}"
    )


def test_a_date_type_that_does_not_fit_its_fields_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("APPROXIMATELY", "ROUGHLY")))

    assert str(error) == (
        f"consolidated.xml, line 41: expected TYPE_OF_DATE to be {DATE_TYPES}, found "
        f"'ROUGHLY 1960'. Nothing of this file was imported. {TEACH}"
    )


def test_an_unknown_day_of_the_file_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("2026-02-27T00:00:09.554Z", "yesterday")))

    assert str(error) == (
        f"consolidated.xml, line 2: expected dateGenerated to be {A_TIME}, found 'yesterday'. "
        f"Nothing of this file was imported. {TEACH}"
    )


def test_one_reference_for_two_entries_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("GBi.901", "LYi.901")))

    assert str(error) == (
        "consolidated.xml, line 52: expected one entry for each REFERENCE_NUMBER, found LYi.901 a "
        "second time. Nothing of this file was imported. Ask the authority which entry holds; this "
        "reader does not choose."
    )


@pytest.mark.kit
@pytest.mark.parametrize("edition", ["2025-04-19", "2026-02-27"])
def test_the_real_list_is_read_whole(kit: Path, edition: str) -> None:
    path = f"un/{edition}/consolidated.xml.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    reading = un.read(file)

    assert un.recognise(file)
    assert reading.records == json.loads((kit / "manifest.json").read_text())[path]["records"]
    assert len({listing.key for listing in reading.listings}) == reading.records
    assert str(reading.date) == edition


@pytest.mark.kit
def test_the_real_damaged_copy_is_recognised_and_refused_whole(kit: Path) -> None:
    path = "un/2025-08-16/consolidated.xml.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    error = refusal(file)

    assert un.recognise(file)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        f"{path}, line 53: expected well-formed XML, found PCDATA invalid Char value 25, line 53, "
        "column 11. Nothing of this file was imported. Download the file again; it is damaged or "
        "cut off. Do not repair it by hand."
    )
