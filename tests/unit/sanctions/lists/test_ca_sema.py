"""The Canadian list is read in its layouts of 2022 and 2025, or refused by place."""

import datetime as dt
import json
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Listing, Measure, Reading
from comity.sanctions.lists import ca_sema
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

AGAIN = "Download the file again from the authority; if it stays so, the format has changed."
A_DATE = "a date such as 1965-03-07 or 1965"
A_SCHEDULE = "a schedule or part such as '1, Part 2'"
EMPTY = "empty where the record has a LastName"
TEACH = "Read the entry, then teach the reader this value with a fixture."


@pytest.fixture(scope="module")
def text(fixtures: Path) -> str:
    return (fixtures / "ca-sema" / "2025.xml").read_text("utf-8")


@pytest.fixture(scope="module")
def old(fixtures: Path) -> Reading:
    content = (fixtures / "ca-sema" / "2022.xml").read_bytes()
    return ca_sema.read(SourceFile.of("2022.xml", content))


@pytest.fixture(scope="module")
def new(text: str) -> Reading:
    return ca_sema.read(source(text))


def source(text: str) -> SourceFile:
    return SourceFile.of("2025.xml", text.encode())


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        ca_sema.read(source)
    return caught.value


def test_a_record_without_a_name_gives_no_listing_and_is_counted(old: Reading) -> None:
    assert (old.records, len(old.listings), old.left_out) == (6, 5, {"no name": 1})


def test_the_old_layout_has_no_days_of_listing(old: Reading) -> None:
    assert old.through is None
    assert {listing.announced for listing in old.listings} == {None}


def test_the_newest_listing_is_what_the_file_reaches_to(new: Reading) -> None:
    assert (new.date, new.through) == (None, dt.date(2025, 2, 21))


def test_keys_are_country_schedule_and_item_and_never_twice(old: Reading) -> None:
    assert [listing.key for listing in old.listings] == [
        "Belarus / Bélarus#1#1",
        "Iran#1#2",
        "Russia / Russie#3#5",
        "Belarus / Bélarus##",
        "Belarus / Bélarus##~2",
    ]


def test_aliases_in_one_cell_are_told_apart_with_their_language(old: Reading) -> None:
    names = entry(old, "Belarus / Bélarus#1#1").names

    assert [(name.text, name.language, name.role) for name in names] == [
        ("VYMYSHLENY, Ihar", "", Role.PRIMARY),
        ("Igor Vymyshlenny", "", Role.ALIAS),
        ("Ігар Вымышлены", "be", Role.ALIAS),
        ("Игорь Вымышленный", "ru", Role.ALIAS),
        ("Ihor", "ru", Role.WEAK),
    ]
    assert names[0].family == "VYMYSHLENY"


def test_either_day_of_two_is_a_birth_date(old: Reading) -> None:
    assert entry(old, "Belarus / Bélarus#1#1").birth_dates == (
        When.day(1972, 8, 10),
        When.day(1972, 8, 11),
    )


def test_a_title_of_a_person_is_a_position(old: Reading) -> None:
    assert entry(old, "Belarus / Bélarus#1#1").positions == ("Brigadier",)


def test_english_and_french_names_are_two_names(old: Reading) -> None:
    assert [(name.text, name.language) for name in entry(old, "Iran#1#2").names] == [
        ("Mirage Research Institute (MRI)", "en"),
        ("Institut de recherche sur les mirages (IRM)", "fr"),
    ]


def test_a_name_known_also_is_an_alias_and_commas_of_a_legal_form_stay(old: Reading) -> None:
    assert [name.text for name in entry(old, "Belarus / Bélarus##").names] == [
        "Nowhere Works JSC",
        "JSC Zavod Nihde",
        "АО «Завод Нигде»",
        "АО «НЗ», ЗАО",
        "Nowhere Works",
        "Nihde Works",
    ]


def test_a_comma_in_a_name_does_not_divide_it(old: Reading) -> None:
    assert [name.text for name in entry(old, "Belarus / Bélarus##~2").names] == [
        "Nowhere Airlines, Cargo and Mail"
    ]


def test_the_schedules_of_new_debt_are_no_asset_freeze(old: Reading) -> None:
    assert entry(old, "Iran#1#2").measures == (Measure.ASSET_FREEZE,)
    assert entry(old, "Russia / Russie#3#5").measures == (Measure.TRANSACTION_BAN,)


def test_a_record_with_an_imo_number_is_a_ship(new: Reading) -> None:
    ship = entry(new, "Russia / Russie#1.1#7")

    assert (ship.kind, ship.measures) == (Kind.VESSEL, (Measure.VESSEL_MEASURES,))
    assert ship.identifiers == (Identifier("imo", "9999008"),)
    assert ship.birth_dates == (When.year(2005),)
    assert (ship.positions, ship.reasons) == ((), "Type of ship: Oil Tanker")


def test_the_country_of_the_regulations_is_no_country_of_the_target(new: Reading) -> None:
    neznamov = entry(new, "Ukraine#Part 1#1")

    assert (neznamov.programmes, neznamov.countries) == (("Ukraine",), ())


def test_a_stroke_divides_two_spellings(new: Reading) -> None:
    assert [name.text for name in entry(new, "Ukraine#Part 1#1").names] == [
        "NEZNAMOV, Oleg Petrovich",
        "Олег Петрович НЕЗНАМОВ",
        "Олег Петрович НЕЗНАМІВ",
    ]


def test_a_birth_date_in_words_stays_in_words(new: Reading) -> None:
    khiyali = entry(new, "Iran#1, Part 2.1#3")

    assert khiyali.birth_dates == ()
    assert khiyali.reasons == "Born or built: born in the early 1970s"


def test_the_list_is_recognised_by_its_fields(text: str) -> None:
    assert ca_sema.recognise(source(text))
    assert not ca_sema.recognise(source("<data-set><row/></data-set>"))


def test_a_cut_file_is_recognised_and_refused(text: str) -> None:
    cut = source(text[: text.index("<Item>7")])

    error = refusal(cut)

    assert ca_sema.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "2025.xml, line 20: expected well-formed XML, found Premature end of data in tag record "
        "line 13, line 20, column 3. Nothing of this file was imported. Download the file again; "
        "it is damaged or cut off. Do not repair it by hand."
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(source(" "))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "2025.xml, byte 0: expected an XML list, found nothing. Nothing of this file was imported. "
        f"{AGAIN}"
    )


def test_a_list_without_records_is_refused() -> None:
    error = refusal(source("<data-set/>"))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "2025.xml, line 1: expected at least one record, found none. Nothing of this file was "
        f"imported. {AGAIN}"
    )


def test_an_error_page_saved_as_xml_is_refused() -> None:
    error = refusal(source("<html><body>Not found</body></html>"))

    assert isinstance(error, ForeignFileError)
    assert str(error) == (
        "2025.xml, line 1: expected an XML list, found an HTML page, such as a web server sends in "
        f"place of a file. Nothing of this file was imported. {AGAIN}"
    )


def test_wrong_encoding_is_refused(text: str) -> None:
    error = refusal(SourceFile.of("2025.xml", text.encode("cp1251")))

    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "2025.xml, line 8: expected well-formed XML, found Invalid bytes in character encoding, "
        "line 8, column 12. Nothing of this file was imported. Download the file again; it is "
        "damaged or cut off. Do not repair it by hand."
    )


def test_a_renamed_field_stops_the_reader(text: str) -> None:
    error = refusal(source(text.replace("ShipIMONumber", "VesselIMO")))

    assert isinstance(error, UnknownFieldError)
    assert str(error) == (
        "2025.xml, line 17: expected only fields that this reader knows, found the field "
        "record/VesselIMO. Nothing of this file was imported. Read the entry, then add the path to "
        "READ or LEFT_OUT with a fixture."
    )


@pytest.mark.parametrize(
    ("printed", "changed", "message"),
    [
        (
            "<Schedule>1.1<",
            "<Schedule>Annex B<",
            f"line 13: expected Schedule to be {A_SCHEDULE}, found 'Annex B'",
        ),
        ("<Item>7<", "<Item>7a<", "line 13: expected Item to be a number, found '7a'"),
        (
            ">9999008<",
            ">999900<",
            "line 13: expected ShipIMONumber to be seven digits, found '999900'",
        ),
        (
            ">2025-02-21<",
            ">21/02/2025<",
            "line 13: expected DateOfListing to be a date such as 2022-02-24, found '21/02/2025'",
        ),
        (
            ">2005<",
            ">05/06/2005<",
            f"line 13: expected DateOfBirthOrShipBuildDate to be {A_DATE}, found '05/06/2005'",
        ),
        (
            "<EntityOrShip>",
            "<LastName>Tide</LastName><EntityOrShip>",
            f"line 13: expected EntityOrShip to be {EMPTY}, found 'Phantom Tide'",
        ),
        (
            "<Item>7</Item>",
            "<Item>7</Item><Item>8</Item>",
            "line 20: expected Item to be once in a record, found '8'",
        ),
        (
            "<Country>Ukraine</Country>",
            "<Country/>",
            "line 3: expected Country to be the title of the regulations, found ''",
        ),
    ],
)
def test_an_unknown_value_stops_the_reader(
    text: str, printed: str, changed: str, message: str
) -> None:
    error = refusal(source(text.replace(printed, changed, 1)))

    assert isinstance(error, UnknownValueError)
    assert str(error) == f"2025.xml, {message}. Nothing of this file was imported. {TEACH}"


@pytest.mark.kit
@pytest.mark.parametrize("edition", ["2022-05", "2025-05"])
def test_the_real_list_is_read_whole(kit: Path, edition: str) -> None:
    path = f"ca-sema/{edition}/sema-lmes.xml.gz"
    file = SourceFile.of(path, (kit / path).read_bytes())

    reading = ca_sema.read(file)

    assert ca_sema.recognise(file)
    assert reading.records == json.loads((kit / "manifest.json").read_text())[path]["records"]
    assert len({listing.key for listing in reading.listings}) == reading.records


@pytest.mark.kit
def test_every_real_ship_has_its_number(kit: Path) -> None:
    path = "ca-sema/2025-05/sema-lmes.xml.gz"

    reading = ca_sema.read(SourceFile.of(path, (kit / path).read_bytes()))

    ships = [listing for listing in reading.listings if listing.kind is Kind.VESSEL]
    assert len(ships) == 109
    assert all(ship.identifiers for ship in ships)
