"""The UK Sanctions List is read whole, with what each target is forbidden, or refused by place."""

import json
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import uk
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

FILE = "UK-Sanctions-List.xml"
TEACH = (
    "Nothing of this file was imported. Read the entry, then teach "
    "sanctions/lists/uk_listing.py this, with a fixture."
)

ROLES = ("primary name", "primary name variation", "alias", "aka", "fka")
STRENGTHS = ("good quality", "good quality a.k.a", "low quality", "low quality a.k.a")
A_BIRTH_DATE = "a date such as 07/03/1965, dd/mm/1965, 00/03/1965 or 1965"


@pytest.fixture
def content(fixtures: Path) -> str:
    return (fixtures / "uk" / FILE).read_text(encoding="utf-8")


@pytest.fixture
def reading(content: str) -> Reading:
    return uk.read(SourceFile.of(FILE, content.encode()))


@pytest.fixture
def nebyvalov(reading: Reading) -> Listing:
    return entry(reading, "RUS9001")


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refused(content: str | bytes, error: type[ListFileError]) -> str:
    """The whole message with which a changed copy is refused."""
    changed = content.encode() if isinstance(content, str) else content
    with pytest.raises(error) as raised:
        uk.read(SourceFile.of(FILE, changed))
    return str(raised.value)


def test_the_file_says_its_date_and_its_newest_designation(reading: Reading) -> None:
    assert reading.role is FileRole.FULL
    assert (reading.records, len(reading.listings), reading.series) == (5, 5, "uk")
    assert (str(reading.date), str(reading.through)) == ("2026-08-22", "2026-08-06")


def test_given_names_stand_before_the_family_name_and_the_primary_name_leads(
    nebyvalov: Listing,
) -> None:
    assert [
        (name.text, name.script, name.language, name.role, name.family) for name in nebyvalov.names
    ] == [
        ("Vymyshlen Skazkovich NEBYVALOV", "Latn", "", Role.PRIMARY, "NEBYVALOV"),
        ("Nebi VALOV", "Latn", "", Role.WEAK, "VALOV"),
        ("Wymyschlen NEBYWALOW", "Latn", "", Role.ALIAS, "NEBYWALOW"),
        ("Lamplighter", "Latn", "", Role.ALIAS, ""),
        ("Вымышлен НЕБЫВАЛОВ", "Cyrl", "ru", Role.ALIAS, ""),
        ("Вимислен НЕБУВАЛОВ", "Cyrl", "", Role.ALIAS, ""),
    ]


def test_measures_come_from_the_words_and_from_the_indicators(nebyvalov: Listing) -> None:
    assert nebyvalov.measures == (
        Measure.ASSET_FREEZE,
        Measure.TRAVEL_BAN,
        Measure.SERVICES_BAN,
    )


def test_an_indicator_that_the_words_do_not_name_counts_too(content: str) -> None:
    changed = content.replace("<ProhibitionOfPortEntry>false", "<ProhibitionOfPortEntry>true", 1)

    reading = uk.read(SourceFile.of(FILE, changed.encode()))

    assert Measure.VESSEL_MEASURES in entry(reading, "RUS9001").measures


def test_birth_dates_are_read_in_every_notation_with_their_precision(nebyvalov: Listing) -> None:
    assert nebyvalov.birth_dates == (
        When.day(1965, 3, 7),
        When.year(1964),
        When.month(1966, 5),
        When.year(1967),
        When.year(1968),
        When.between(1900, 1999),
    )


def test_a_person_keeps_places_positions_and_reasons_as_printed(nebyvalov: Listing) -> None:
    assert nebyvalov.addresses == (
        Address("3 Fog Lane, Tainograd, 101000, Russia", "ru"),
        Address("Cyprus", "cy"),
    )
    assert nebyvalov.birth_places == ("Tainograd, Russia",)
    assert nebyvalov.nationalities == ("Russia", "Cyprus")
    assert nebyvalov.countries == ("ru", "cy", "kw")
    assert nebyvalov.positions == ("Colonel", "Keeper of the Paper Lighthouse")
    assert nebyvalov.reasons == "Keeps the paper lighthouse.\nSupports the fog."
    assert nebyvalov.programmes == ("The Russia (Sanctions) (EU Exit) Regulations 2019",)
    assert (nebyvalov.gender, nebyvalov.announced) == ("male", When.day(2022, 3, 11))
    assert nebyvalov.place == "line 4"


def test_numbers_of_a_person_are_told_by_their_notes(nebyvalov: Listing) -> None:
    assert nebyvalov.identifiers == (
        Identifier("uk", "RUS9001"),
        Identifier("ofsi", "90001"),
        Identifier("passport", "5100123456", "ru"),
        Identifier("inn", "770000123493", "ru"),
        Identifier("national-id", "260012001546", "kw"),
    )


def test_numbers_of_an_organisation_are_taken_out_of_free_text(reading: Reading) -> None:
    assert entry(reading, "RUS9002").identifiers == (
        Identifier("uk", "RUS9002"),
        Identifier("ogrn", "1027700001230", "ru"),
        Identifier("inn", "7700001235", "ru"),
        Identifier("unp", "190000001", "by"),
        Identifier("inn", "7700004564", "ru"),
    )


def test_every_part_of_an_organisations_name_is_a_name(reading: Reading) -> None:
    assert [(name.text, name.role) for name in entry(reading, "RUS9002").names] == [
        ("Paper Lighthouse LLC", Role.PRIMARY),
        ("PLW", Role.ALIAS),
        ("Paper Lighthouse Works", Role.ALIAS),
    ]


def test_a_ship_has_flags_a_year_of_building_and_its_numbers(reading: Reading) -> None:
    heron = entry(reading, "RUS9003")

    assert (heron.kind, heron.measures) == (Kind.VESSEL, (Measure.VESSEL_MEASURES,))
    assert (heron.nationalities, heron.countries) == (("Comoros", "Gabon"), ("km", "ga"))
    assert heron.birth_dates == (When.year(2011),)
    assert heron.identifiers == (
        Identifier("uk", "RUS9003"),
        Identifier("imo", "9000003"),
        Identifier("hull", "FOG0001"),
    )


def test_a_ship_without_details_has_its_number_from_prose_and_its_bare_name(
    reading: Reading,
) -> None:
    egret = entry(reading, "DPR9004")

    assert egret.identifiers == (Identifier("uk", "DPR9004"), Identifier("imo", "9000015"))
    assert [(name.text, name.role) for name in egret.names] == [
        ('IMO 9000015 ("FOG EGRET")', Role.PRIMARY),
        ("FOG EGRET", Role.ALIAS),
    ]


def test_a_ship_whose_prose_names_two_numbers_has_none_of_them(content: str) -> None:
    changed = content.replace("carries fog.", "carries fog from IMO 9000041.")

    reading = uk.read(SourceFile.of(FILE, changed.encode()))

    assert entry(reading, "DPR9004").identifiers == (Identifier("uk", "DPR9004"),)


def test_the_number_of_a_ship_is_not_its_owners_and_un_references_have_one_spelling(
    reading: Reading,
) -> None:
    assert entry(reading, "AQD9005").identifiers == (
        Identifier("uk", "AQD9005"),
        Identifier("ofsi", "90005"),
        Identifier("un", "QDe.045"),
        Identifier("ogrn", "1027700004562", "ru"),
    )


def test_an_imo_number_of_a_company_in_its_prose_is_its_own(content: str) -> None:
    changed = content.replace("Owns the ship of IMO number 9000041.", "IMO number: 9000005.")

    reading = uk.read(SourceFile.of(FILE, changed.encode()))

    assert Identifier("imo-company", "9000005") in entry(reading, "AQD9005").identifiers


@pytest.mark.parametrize(
    "spelling",
    ["Primary Name", "Primary name", "Primary Name Variation", "Primary name variation", "Alias"],
)
def test_every_spelling_of_a_name_type_is_known(content: str, spelling: str) -> None:
    changed = content.replace("<NameType>ALias<", f"<NameType>{spelling}<")

    reading = uk.read(SourceFile.of(FILE, changed.encode()))

    assert any(name.text == "Nebi VALOV" for name in entry(reading, "RUS9001").names)


def test_a_truncated_file_is_refused(content: str) -> None:
    cut = content[: content.index("<Name2>")]

    assert refused(cut, DamagedFileError) == (
        f"{FILE}, line 19: expected well-formed XML, found Premature end of data in tag Name line "
        "17, line 19, column 9. Nothing of this file was imported. Download the file again; it is "
        "damaged or cut off. Do not repair it by hand."
    )


def test_an_error_page_under_the_name_of_the_list_is_refused() -> None:
    assert refused("<html><body>Not found</body></html>", ForeignFileError) == (
        f"{FILE}, line 1: expected an XML list, found an HTML page, such as a web server sends in "
        "place of a file. Nothing of this file was imported. Download the file again from the "
        "authority; if it stays so, the format has changed."
    )


def test_an_entity_bomb_is_refused_before_it_is_parsed(content: str) -> None:
    bomb = content.replace("<Designations", '<!DOCTYPE x [<!ENTITY a "aa">]><Designations', 1)

    assert refused(bomb, HostileFileError) == (
        f"{FILE}, document type declaration: expected no entity declarations, found a DOCTYPE or "
        "ENTITY declaration. Nothing of this file was imported. No official list has one; do not "
        "use this file."
    )


def test_an_empty_file_is_refused() -> None:
    assert refused("", EmptyFileError) == (
        f"{FILE}, byte 0: expected an XML list, found nothing. Nothing of this file was imported. "
        "Download the file again from the authority; if it stays so, the format has changed."
    )


def test_a_list_without_designations_is_refused() -> None:
    empty = "<Designations><DateGenerated>22/08/2026</DateGenerated></Designations>"

    assert refused(empty, EmptyFileError) == (
        f"{FILE}, line 1: expected designations, found none. Nothing of this file was imported. "
        "Download the file again from the authority; if it stays so, the format has changed."
    )


def test_bytes_of_another_encoding_are_refused(content: str) -> None:
    recoded = content.replace("Colonel", "Señor").encode("utf-8").replace(b"\xc3\xb1", b"\xf1")

    assert refused(recoded, DamagedFileError) == (
        f"{FILE}, line 50: expected well-formed XML, found Invalid bytes in character encoding, "
        "line 50, column 16. Nothing of this file was imported. Download the file again; it is "
        "damaged or cut off. Do not repair it by hand."
    )


@pytest.mark.parametrize("element", ["Individual/Hobbies", "SanctionsImposedIndicators/FogBan"])
def test_an_element_that_no_reader_knows_stops_the_reader(content: str, element: str) -> None:
    parent, child = element.split("/")
    changed = content.replace(f"<{parent}>", f"<{parent}><{child}/>", 1)
    line = changed[: changed.index(f"<{child}/>")].count("\n") + 1

    assert refused(changed, UnknownFieldError) == (
        f"{FILE}, line {line}: expected only fields that this reader knows, found the field "
        f"{element}. Nothing of this file was imported. Read the entry, then add the path to READ "
        "or LEFT_OUT with a fixture."
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ">Individual<",
            ">Aeroplane<",
            "the type to be one of Individual, Entity, Ship, found 'Aeroplane'",
        ),
        (
            ">ALias<",
            ">Nickname<",
            f"the type of a name to be one of {', '.join(ROLES)}, found 'Nickname'",
        ),
        (
            ">Low quality a.k.a<",
            ">Doubtful<",
            f"the strength of an alias to be one of {', '.join(STRENGTHS)}, found 'Doubtful'",
        ),
        (
            ">Asset freeze|Travel Ban|Inter",
            ">Fog ban|Inter",
            "Sanctions Imposed to be one of MEASURES, found 'Fog ban'",
        ),
        (">Male<", ">Other<", "Gender to be one of Male, Female, found 'Other'"),
        (
            ">11/03/2022<",
            ">spring<",
            "the date of designation to be a date such as 07/03/2022, found 'spring'",
        ),
        (
            ">07/03/1965<",
            ">31/02/1965<",
            f"the date of birth to be {A_BIRTH_DATE}, found '31/02/1965'",
        ),
        (">RUS9001<", ">RUS90<", "the Unique ID to be such as RUS1234, found 'RUS90'"),
        (">90001<", ">n. 90001<", "the OFSI Group ID to be a number, found 'n. 90001'"),
        (">N/A<", ">43rd<", "the UN reference to be such as QDi.043, found '43rd'"),
    ],
)
def test_a_value_without_a_meaning_stops_the_reader(
    content: str, old: str, new: str, expected: str
) -> None:
    changed = content.replace(old, new, 1)
    key = "RUS90" if new == ">RUS90<" else "RUS9001"

    message = refused(changed, UnknownValueError)

    assert message == f"{FILE}, line 4, {key}: expected {expected}. {TEACH}"


def test_an_imo_number_of_another_length_stops_the_reader(content: str) -> None:
    assert refused(content.replace("IMO9000003", "IMO900003"), UnknownValueError) == (
        f"{FILE}, line 192, RUS9003: expected the IMO number to be seven digits, found "
        f"'IMO900003'. {TEACH}"
    )


def test_a_designation_without_a_sanction_stops_the_reader(content: str) -> None:
    changed = content.replace("De-flag|Prohibition of port entry", "")

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 244, DPR9004: expected Sanctions Imposed to be one of MEASURES, found ''. "
        f"{TEACH}"
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        (
            "22/08/2026",
            "August",
            2,
            "DateGenerated to be a date such as 22/08/2026, found 'August'",
        ),
        (
            "<AssetFreeze>true",
            "<AssetFreeze>yes",
            57,
            "AssetFreeze to be one of false, true, found 'yes'",
        ),
    ],
)
def test_a_coded_element_without_a_meaning_stops_the_reader(
    content: str, old: str, new: str, line: int, expected: str
) -> None:
    assert refused(content.replace(old, new, 1), UnknownValueError) == (
        f"{FILE}, line {line}: expected {expected}. Nothing of this file was imported. Read the "
        "entry, then teach the reader this value with a fixture."
    )


def test_a_unique_id_twice_is_refused(content: str) -> None:
    assert refused(content.replace("RUS9002", "RUS9001"), DamagedFileError) == (
        f"{FILE}, line 144: expected every designation once, found RUS9001 again, first on line 4. "
        "Nothing of this file was imported. Download the file again; two files may have been glued "
        "together."
    )


def test_a_designation_without_a_unique_id_is_refused(content: str) -> None:
    assert refused(content.replace(">RUS9001<", "><"), DamagedFileError) == (
        f"{FILE}, line 4: expected a UniqueID, found none. Nothing of this file was imported. "
        "Download the file again from the authority; if it stays so, the format has changed."
    )


def test_the_list_is_known_by_its_content_even_when_it_is_cut(content: str) -> None:
    assert uk.recognise(SourceFile.of("any.bin", content[:300].encode()))
    assert not uk.recognise(SourceFile.of(FILE, b"<CONSOLIDATED_LIST/>"))


@pytest.mark.kit
@pytest.mark.parametrize("edition", ["2026-02-23", "2026-08-22"])
def test_every_designation_of_the_rebuilt_files_is_read(kit: Path, edition: str) -> None:
    path = f"uk/{edition}/{FILE}.gz"
    records = json.loads((kit / "manifest.json").read_text())[path]["records"]

    reading = uk.read(SourceFile.of(path, (kit / path).read_bytes()))

    assert reading.records == len({listing.key for listing in reading.listings}) == records
    assert str(reading.date) == edition
