"""The Commission's list is read whole, with every name and number, or refused by place."""

import json
import re
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import eu_fsf
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

FILE = "xmlFullSanctionsList_1_1.xml"


@pytest.fixture
def content(fixtures: Path) -> str:
    return (fixtures / "eu-fsf" / FILE).read_text(encoding="utf-8")


@pytest.fixture
def reading(content: str) -> Reading:
    return eu_fsf.read(SourceFile.of(FILE, content.encode()))


@pytest.fixture
def nebyvalov(reading: Reading) -> Listing:
    return entry(reading, "EU.9001.11")


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refused(content: str | bytes, error: type[ListFileError]) -> str:
    """The whole message with which a changed copy is refused."""
    changed = content.encode() if isinstance(content, str) else content
    with pytest.raises(error) as raised:
        eu_fsf.read(SourceFile.of(FILE, changed))
    return str(raised.value)


def test_the_file_says_its_date_and_its_newest_act(reading: Reading) -> None:
    assert reading.role is FileRole.FULL
    assert (reading.records, len(reading.listings), reading.series) == (6, 6, "eu-fsf")
    assert (str(reading.date), str(reading.through)) == ("2026-03-02", "2025-12-15")


def test_a_reference_under_two_programmes_is_two_listings(reading: Reading) -> None:
    assert [(listing.key, listing.programmes) for listing in reading.listings[:2]] == [
        ("EU.9001.11", ("UKR",)),
        ("EU.9001.11#HR", ("HR",)),
    ]


def test_the_english_name_leads_and_each_name_keeps_its_language_script_and_role(
    nebyvalov: Listing,
) -> None:
    assert [
        (name.text, name.script, name.language, name.role, name.family) for name in nebyvalov.names
    ] == [
        ("Vymyshlen Skazkovich NEBYVALOV", "Latn", "en", Role.PRIMARY, "NEBYVALOV"),
        ("Вымышлен НЕБЫВАЛОВ", "Cyrl", "ru", Role.ALIAS, "НЕБЫВАЛОВ"),
        ("The Lamplighter", "Latn", "", Role.WEAK, ""),
        ("V. Prezhniy", "Latn", "", Role.FORMER, ""),
        ("Nebi Valov", "Latn", "", Role.WEAK, ""),
    ]


def test_a_listing_is_an_asset_freeze_announced_on_its_designation_date(
    nebyvalov: Listing,
) -> None:
    assert nebyvalov.measures == (Measure.ASSET_FREEZE,)
    assert nebyvalov.announced == When.day(2022, 4, 8)
    assert nebyvalov.in_effect is None
    assert nebyvalov.legal_act == "32024R9001"


def test_without_a_designation_date_the_earliest_act_that_printed_the_entry_announced_it(
    reading: Reading,
) -> None:
    mawhum = entry(reading, "EU.9002.22")

    assert (mawhum.announced, mawhum.legal_act) == (When.day(2004, 5, 15), "32014R9003")


def test_a_date_in_the_designation_details_is_read_unless_it_is_the_uns(reading: Reading) -> None:
    assert entry(reading, "EU.9003.33").announced == When.day(2010, 7, 26)


@pytest.mark.parametrize(
    ("details", "announced"),
    [
        ("Date of EU designation: 1.2.2011 (UN: 3.4.2010)", When.day(2011, 2, 1)),
        (
            "UN designation 9/6/2010 (no longer valid).&#10;Previous EU designation 5/6/2008",
            When.day(2008, 6, 5),
        ),
        ("Date of listing: 05/06/2012.", When.day(2012, 6, 5)),
        ("22.1.2018", When.day(2018, 1, 22)),
        ("Limited Liability Company", When.day(2004, 5, 15)),
        ("Listed on 9 March 2018", When.day(2004, 5, 15)),
    ],
)
def test_only_a_date_of_the_eus_own_listing_is_taken_from_the_designation_details(
    content: str, details: str, announced: When
) -> None:
    changed = content.replace("Date of UN designation: 9.6.2010", details)

    reading = eu_fsf.read(SourceFile.of(FILE, changed.encode()))

    assert entry(reading, "EU.9002.22").announced == announced


@pytest.mark.parametrize(
    ("title", "act"),
    [
        ("2024/753 (OJ L23022024)", "32024R0753"),
        ("2023/2875(OJ L18122023)", "32023R2875"),
        ("2024//1234 (L 202401234)", "32024R1234"),
        ("2024/90233 corrigendum", "2024/90233 corrigendum"),
        ("2005/611 (OJ L202400611)", "2005/611 (OJ L202400611)"),
        ("UNLI - 14.05.2024", "UNLI - 14.05.2024"),
    ],
)
def test_a_regulation_is_named_by_its_celex_number_and_anything_else_as_printed(
    content: str, title: str, act: str
) -> None:
    changed = content.replace("2024/9001 (OJ L202409001)", title)

    reading = eu_fsf.read(SourceFile.of(FILE, changed.encode()))

    assert entry(reading, "EU.9001.11").legal_act == act


def test_a_listing_by_the_act_of_today_takes_effect_when_the_act_does(reading: Reading) -> None:
    second = entry(reading, "EU.9001.11#HR")

    assert (second.announced, second.in_effect) == (When.day(2023, 1, 10), When.day(2023, 1, 11))


def test_birth_dates_keep_their_precision_and_a_half_open_range_is_none(
    nebyvalov: Listing,
) -> None:
    assert nebyvalov.birth_dates == (
        When.day(1965, 3, 7),
        When.circa(1964),
        When.month(1966, 5),
        When.between(1960, 1962),
    )


def test_of_islamic_birth_dates_only_the_converted_one_is_read(reading: Reading) -> None:
    mawhum = entry(reading, "EU.9002.22")

    assert mawhum.birth_dates == (When.day(1982, 4, 19),)
    assert mawhum.birth_places == ("Nowhere-on-Sea",)


def test_places_positions_and_remarks_are_as_printed(nebyvalov: Listing) -> None:
    assert nebyvalov.birth_places == ("Old Mill, Tainograd, Skazka, RUSSIAN FEDERATION",)
    assert nebyvalov.nationalities == ("RUSSIAN FEDERATION",)
    assert nebyvalov.addresses == (
        Address("3 Fog Lane, 12, Tainograd, Upper Pier, Skazka, 101000, RUSSIAN FEDERATION", "ru"),
    )
    assert nebyvalov.positions == ("Colonel", "Keeper of the Paper Lighthouse")
    assert nebyvalov.reasons == "Travels with the brass orrery."
    assert (nebyvalov.countries, nebyvalov.gender) == (("ru",), "male")
    assert nebyvalov.place == "line 3"


def test_names_that_contradict_each_other_leave_the_gender_open(reading: Reading) -> None:
    assert entry(reading, "EU.9002.22").gender == ""


def test_a_valid_inn_of_unknown_country_is_a_persons_and_a_forged_passport_is_not_compared(
    nebyvalov: Listing,
) -> None:
    assert nebyvalov.identifiers == (
        Identifier("eu", "EU.9001.11"),
        Identifier("passport", "5100123456", "ru"),
        Identifier("other", "FALSE1"),
        Identifier("inn", "770000123493", "ru"),
    )


def test_the_un_reference_is_padded_and_a_number_without_russia_is_no_inn(
    reading: Reading,
) -> None:
    assert entry(reading, "EU.9002.22").identifiers == (
        Identifier("eu", "EU.9002.22"),
        Identifier("un", "QDi.043"),
        Identifier("other", "900000000001"),
    )


def test_numbers_of_an_organisation_are_told_by_form_country_and_check_digit(
    reading: Reading,
) -> None:
    assert entry(reading, "EU.9003.33").identifiers == (
        Identifier("eu", "EU.9003.33"),
        Identifier("inn", "7700001235", "ru"),
        Identifier("ogrn", "1027700001230", "ru"),
        Identifier("unp", "190000001", "by"),
        Identifier("swift", "SKAZRUMM"),
    )


def test_an_enterprise_with_the_imo_number_of_a_ship_is_a_vessel(reading: Reading) -> None:
    heron = entry(reading, "EU.9004.44")

    assert heron.kind is Kind.VESSEL
    assert heron.identifiers == (Identifier("eu", "EU.9004.44"), Identifier("imo", "9000003"))
    assert heron.legal_act == "UNLI Nowhere 9.07.2025"


def test_an_enterprise_with_the_imo_number_of_a_company_is_an_organisation(
    reading: Reading,
) -> None:
    shipping = entry(reading, "EU.9005.55")

    assert shipping.kind is Kind.ORGANISATION
    assert shipping.identifiers == (
        Identifier("eu", "EU.9005.55"),
        Identifier("imo-company", "9000005"),
    )


def test_a_truncated_file_is_refused(content: str) -> None:
    cut = content[: content.index("</sanctionEntity>")]

    assert refused(cut, DamagedFileError) == (
        f"{FILE}, line 53: expected well-formed XML, found Premature end of data in tag "
        "sanctionEntity line 3, line 53, column 5. Nothing of this file was imported. Download the "
        "file again; it is damaged or cut off. Do not repair it by hand."
    )


def test_an_error_page_under_the_name_of_the_list_is_refused() -> None:
    page = "<!DOCTYPE html>\n<html><body>Service unavailable</body></html>"

    assert refused(page, ForeignFileError) == (
        f"{FILE}, line 1: expected an XML list, found an HTML page, such as a web server sends in "
        "place of a file. Nothing of this file was imported. Download the file again from the "
        "authority; if it stays so, the format has changed."
    )


def test_an_entity_bomb_is_refused_before_it_is_parsed(content: str) -> None:
    bomb = content.replace(
        "<export ", '<!DOCTYPE export [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<export ', 1
    )

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


def test_a_list_without_entries_is_refused() -> None:
    empty = '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-03-02"/>'

    assert refused(empty, EmptyFileError) == (
        f"{FILE}, line 1: expected entries of the EU list, found none. Nothing of this file was "
        "imported. Download the file again from the authority; if it stays so, the format has "
        "changed."
    )


def test_bytes_of_another_encoding_are_refused(content: str) -> None:
    recoded = content.replace("Вымышлен", "Señor").encode("utf-8").replace(b"\xc3\xb1", b"\xf1")

    assert refused(recoded, DamagedFileError) == (
        f"{FILE}, line 9: expected well-formed XML, found Invalid bytes in character "
        "encoding, line 9, column 33. Nothing of this file was imported. Download the file again; "
        "it is damaged or cut off. Do not repair it by hand."
    )


def test_an_element_that_no_reader_knows_stops_the_reader(content: str) -> None:
    changed = content.replace(
        '<subjectType code="person"', '<vesselInfo/><subjectType code="person"', 1
    )

    assert refused(changed, UnknownFieldError) == (
        f"{FILE}, line 8: expected only fields that this reader knows, found the field "
        "sanctionEntity/vesselInfo. Nothing of this file was imported. Read the entry, then add "
        "the path to READ or LEFT_OUT with a fixture."
    )


def test_an_attribute_that_no_reader_knows_stops_the_reader(content: str) -> None:
    changed = content.replace('lastName="NEBYVALOV"', 'surname="NEBYVALOV"', 1)

    assert refused(changed, UnknownFieldError) == (
        f"{FILE}, line 12: expected only fields that this reader knows, found the field "
        "nameAlias@surname. Nothing of this file was imported. Read the entry, then add the path "
        "to READ or LEFT_OUT with a fixture."
    )


UNKNOWN = (
    "Nothing of this file was imported. Read the entry, then teach the reader this value with a "
    "fixture."
)


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        (
            'code="person"',
            'code="vessel"',
            "line 3",
            "subjectType to be one of enterprise, person, found 'vessel'",
        ),
        (
            'strong="true"',
            'strong="perhaps"',
            "line 9",
            "strong to be one of false, true, found 'perhaps'",
        ),
        ('gender="M"', 'gender="X"', "line 9", "gender to be one of F, M, found 'X'"),
        (
            'nameLanguage="RU"',
            'nameLanguage="RUS"',
            "line 9",
            "nameLanguage to be a code such as EN, found 'RUS'",
        ),
        (
            'wholeName="The Lamplighter"',
            'wholeName=" "',
            "line 15",
            "wholeName to be a name, found ''",
        ),
        (
            '="GREGORIAN"',
            '="JULIAN"',
            "line 30",
            "calendarType to be one of GREGORIAN, ISLAMIC, found 'JULIAN'",
        ),
        (
            'circa="true"',
            'circa="about"',
            "line 33",
            "circa to be one of false, true, found 'about'",
        ),
        (
            '="1965-03-07"',
            '="1965-02-30"',
            "line 30",
            "birthdate to be a date such as 1965-03-07, found '1965-02-30'",
        ),
        (
            'monthOfYear="5"',
            'monthOfYear="15"',
            "line 37",
            "birthdate to be the numbers of a date, found 'year 1966, monthOfYear 15'",
        ),
        (
            '="QDi.43"',
            '="43rd"',
            "line 63",
            "unitedNationId to be a reference such as QDi.043, found '43rd'",
        ),
        (
            'designationDate="2022-04-08"',
            'designationDate="spring"',
            "line 3",
            "designationDate to be a date such as 2021-03-02, found 'spring'",
        ),
        (
            'publicationDate="2024-02-23" entry',
            'publicationDate="" entry',
            "line 5",
            "publicationDate to be a date such as 2021-03-02, found ''",
        ),
        (
            "2026-03-02T",
            "March",
            "line 2",
            "generationDate to be a date such as 2021-03-02, found 'March16:28:05.354+01:00'",
        ),
    ],
)
def test_a_value_without_a_meaning_stops_the_reader(
    content: str, old: str, new: str, place: str, expected: str
) -> None:
    message = refused(content.replace(old, new, 1), UnknownValueError)

    assert message == f"{FILE}, {place}: expected {expected}. {UNKNOWN}"


def test_an_entry_without_a_name_stops_the_reader(content: str) -> None:
    changed = re.sub(r"<nameAlias wholeName=.FOG HERON.[^>]*/>", "", content)

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 87: expected nameAlias to be at least one name, found ''. {UNKNOWN}"
    )


def test_an_entry_without_an_act_stops_the_reader(content: str) -> None:
    first = content.index("<regulation ")
    changed = content[:first] + content[content.index("<subjectType") :]

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 3: expected regulation to be the act that lists the target, found ''. "
        f"{UNKNOWN}"
    )


def test_an_unknown_type_of_identification_stops_the_reader(content: str) -> None:
    changed = content.replace('Code="fiscalcode"', 'Code="taxnumber"', 1)

    assert refused(changed, UnknownValueError) == (
        f"{FILE}, line 45: expected identificationTypeCode to be one of NRN, birthcert, "
        "drivinglicence, electionid, euvat, fiscalcode, id, imo, nationcert, other, passport, "
        "regnumber, residentperm, ssn, swiftbic, taxid, tradelic, travelcardid, unssn, found "
        f"'taxnumber'. {UNKNOWN}"
    )


def test_a_reference_twice_under_one_programme_is_refused(content: str) -> None:
    changed = (
        content.replace('programme="HR"', 'programme="UKR"', 1)
        .replace("EU.9002.22", "EU.9001.11")
        .replace('programme="TAQA"', 'programme="UKR"')
    )

    assert refused(changed, DamagedFileError) == (
        f"{FILE}, line 63: expected a reference once in each programme, found EU.9001.11 in UKR "
        "again, first on line 54. Nothing of this file was imported. Download the file again; two "
        "files may have been glued together."
    )


def test_the_list_is_known_by_its_content_even_when_it_is_cut(content: str) -> None:
    assert eu_fsf.recognise(SourceFile.of("any.bin", content[:2000].encode()))
    assert not eu_fsf.recognise(SourceFile.of(FILE, b"<sdnList/>"))


@pytest.mark.kit
@pytest.mark.parametrize("edition", ["2021-03-02", "2026-02-23"])
def test_every_entry_of_the_official_and_of_the_rebuilt_file_is_read(
    kit: Path, edition: str
) -> None:
    path = f"eu-fsf/{edition}/{FILE}.gz"
    records = json.loads((kit / "manifest.json").read_text())[path]["records"]

    reading = eu_fsf.read(SourceFile.of(path, (kit / path).read_bytes()))

    assert reading.records == len({listing.key for listing in reading.listings}) == records
    assert str(reading.date) == edition
