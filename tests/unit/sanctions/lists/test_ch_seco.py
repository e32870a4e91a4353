"""The copy of the Swiss list is read with what it has kept, or refused by line."""

import json
from pathlib import Path

import pytest

from comity.entities.subject import Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.lists import ch_seco
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

PARTS = (
    "one of family-name, father-name, further-given-name, given-name, grand-father-name, "
    "maiden-name, other, suffix, title, whole-name"
)
TEACH = "Read the line, then teach sanctions/lists/ch_seco.py this value."


@pytest.fixture(scope="module")
def text(fixtures: Path) -> str:
    return (fixtures / "ch-seco" / "entities.jsonl").read_text("utf-8")


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return ch_seco.read(source(text))


def source(text: str) -> SourceFile:
    return SourceFile.of("entities.jsonl", text.encode())


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        ch_seco.read(source)
    return caught.value


def test_a_record_that_lost_its_identity_is_counted_and_gives_no_listing(reading: Reading) -> None:
    assert (reading.records, len(reading.listings)) == (5, 4)
    assert reading.left_out == {"no identity in this copy": 1}


def test_the_copy_states_no_day(reading: Reading) -> None:
    assert (reading.date, reading.through) == (None, None)


def test_parts_of_a_name_stand_in_their_order_without_the_title(reading: Reading) -> None:
    olga = entry(reading, "900001")

    assert [(name.text, name.role, name.family) for name in olga.names] == [
        ("Neznamova Olga", Role.PRIMARY, "Neznamova"),
        ("The Phantom", Role.WEAK, ""),
        ("Vydumkina Olga", Role.FORMER, "Vydumkina"),
        ("Nieznamowa", Role.WEAK, ""),
    ]
    assert olga.positions == ("Colonel",)


def test_a_person_has_what_the_copy_has_kept(reading: Reading) -> None:
    olga = entry(reading, "900001")

    assert olga.kind is Kind.PERSON
    assert olga.birth_dates == (When.day(1965, 3, 7),)
    assert olga.addresses == (Address("1 Nowhere Street, 100001"),)
    assert olga.reasons == "Invented for a test."
    assert olga.programmes == ("Ukraine", "sanctions set 27286")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("900001", Measure.ASSET_FREEZE),
        ("900003", Measure.EXPORT_BAN),
        ("900005", Measure.VESSEL_MEASURES),
        ("900007", Measure.TRAVEL_BAN),
    ],
)
def test_the_sanctions_set_says_what_is_forbidden(
    reading: Reading, key: str, expected: Measure
) -> None:
    assert entry(reading, key).measures == (expected,)


def test_an_individual_in_a_set_of_ships_is_a_ship(reading: Reading) -> None:
    ship = entry(reading, "900005")

    assert ship.kind is Kind.VESSEL
    assert [(name.text, name.role, name.family) for name in ship.names] == [
        ("Phantom Tide", Role.PRIMARY, "")
    ]


def test_an_organisation_has_its_former_name_and_the_year_of_its_founding(reading: Reading) -> None:
    works = entry(reading, "900003")

    assert works.kind is Kind.ORGANISATION
    assert [(name.text, name.script, name.role) for name in works.names] == [
        ("JSC Nowhere Works", "Latn", Role.PRIMARY),
        ("Завод Нигде", "Cyrl", Role.FORMER),
    ]
    assert works.birth_dates == (When.year(2002),)


def test_a_day_without_a_year_stays_in_words(reading: Reading) -> None:
    salim = entry(reading, "900007")

    assert (salim.birth_dates, salim.reasons) == ((), "Born or founded on day 4, month 5")


def test_the_list_is_recognised_by_its_keys(text: str) -> None:
    assert ch_seco.recognise(source(text))
    assert not ch_seco.recognise(source('{"ssid": "1"}'))


def test_a_cut_line_is_recognised_and_refused(text: str) -> None:
    cut = source(text[:1200])

    error = refusal(cut)

    assert ch_seco.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "entities.jsonl, line 2: expected one JSON object, found Unterminated string starting at "
        "at column 236. Nothing of this file was imported. Download the file again; it is damaged "
        "or cut off."
    )


def test_an_error_page_is_refused() -> None:
    error = refusal(source("<html><body>Not found</body></html>"))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "entities.jsonl, line 1: expected one JSON object, found Expecting value at column 1. "
        "Nothing of this file was imported. Download the file again; it is damaged or cut off."
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(source("\n"))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "entities.jsonl, line 1: expected at least one line, found nothing. Nothing of this file "
        "was imported. Download the file again."
    )


def test_wrong_encoding_is_refused(text: str) -> None:
    error = refusal(SourceFile.of("entities.jsonl", text.encode("cp1251")))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "entities.jsonl, line 2, byte 1398: expected UTF-8 text, found byte 0xc7, which is not "
        "UTF-8 here. Nothing of this file was imported. Download the file again; do not convert it "
        "by hand."
    )


@pytest.mark.parametrize(
    ("printed", "changed", "what"),
    [
        ('"justification"', '"verdict"', "the field verdict of a target"),
        ('"quality"', '"strength"', "the field strength of a name"),
        ('"zip_code"', '"postcode"', "the field postcode of a address"),
        ('"sanctions_set_id": "27286", ', '"set": 1, ', "the field set of a record"),
    ],
)
def test_an_unknown_field_stops_the_reader(
    text: str, printed: str, changed: str, what: str
) -> None:
    error = refusal(source(text.replace(printed, changed)))

    assert isinstance(error, UnknownFieldError)
    assert str(error) == (
        f"entities.jsonl, line 1: expected only fields that this reader knows, found {what}. "
        "Nothing of this file was imported. Read the line, then add the field to READ or LEFT_OUT "
        "of sanctions/lists/ch_seco.py with a fixture."
    )


@pytest.mark.parametrize(
    ("printed", "changed", "message"),
    [
        (
            '"name_type": "alias"',
            '"name_type": "nickname"',
            "name_type: expected one of primary-name, alias, formerly-known-as, found 'nickname'",
        ),
        (
            '"quality": "low"',
            '"quality": "poor"',
            "quality: expected one of good, low, found 'poor'",
        ),
        (
            '"name_part_type": "title"',
            '"name_part_type": "rank"',
            f"name_part_type: expected {PARTS}, found 'rank'",
        ),
        ('"main": "true"', '"main": "false"', "main: expected 'true', found 'false'"),
        (
            '"month": 3',
            '"month": 13',
            "day_month_year: expected a date of the calendar, found '1965-13-07'",
        ),
        ('"year": 1965', '"year": "1965"', "year: expected a whole number, found '1965'"),
        ('"value": "Olga"', '"value": 7', "value: expected a text, found 7"),
    ],
)
def test_an_unknown_value_stops_the_reader(
    text: str, printed: str, changed: str, message: str
) -> None:
    error = refusal(source(text.replace(printed, changed, 1)))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        f"entities.jsonl, line 1, field {message}. Nothing of this file was imported. {TEACH}"
    )


def test_an_unknown_sanctions_set_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace('"27286"', '"99999"')))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        "entities.jsonl, line 1, field sanctions_set_id: expected one of "
        f"{', '.join(ch_seco.SETS)}, found '99999'. Nothing of this file was imported. {TEACH}"
    )


def test_one_key_for_two_lines_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace('"ssid": "900003"', '"ssid": "900001"')))

    assert str(error) == (
        "entities.jsonl, line 2, field ssid: expected a key that no line before it has, found "
        f"'900001'. Nothing of this file was imported. {TEACH}"
    )


@pytest.mark.kit
def test_the_real_copy_is_read_whole(kit: Path) -> None:
    path = "ch-seco/2026-02-25/entities.jsonl.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    reading = ch_seco.read(file)

    assert ch_seco.recognise(file)
    assert reading.records == json.loads((kit / "manifest.json").read_text())[path]["records"]
    assert reading.left_out == {"no identity in this copy": 646}
    assert len({listing.key for listing in reading.listings}) == reading.records - 646
