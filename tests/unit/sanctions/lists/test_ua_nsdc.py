"""Ukraine's sanctions register is read row by row from its two sheets, or refused by place."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.lists import ua_nsdc
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

PERSONS, ORGANISATIONS = "Фізичні особи", "Юридичні особи"
REGISTER = "ua-nsdc/2022-04-05/sanctions.xlsx"
TEACH = "Read the row, then teach sanctions/lists/ua_nsdc.py this value with a fixture."
COMPARE = "Compare with the authority's page; if the format changed, teach the reader."

Book = dict[str, list[dict[str, object]]]

DECREE: dict[str, object] = {
    "row": 0,
    "№ указу": "82-2019",
    "Дата указу": dt.date(2019, 3, 19),
    "Дія щодо об'єкту санкцій": "застосування",
    "Зміни": "Ні",
    "п/н": 1,
    "Тип обмеження": "1) блокування активів – тимчасове обмеження права; 2) відмова в наданні та "
    "скасування віз резидентам іноземних держав",
    "Термін обмеження": "Три роки",
    "Дата закінчення обмеження": dt.date(2022, 3, 19),
    "Назва укр.": "",
    "Назва ориг.": "",
    "Назва альт.": "",
}
PERSON: dict[str, object] = DECREE | {
    "Назва укр.": "Вигаданий Ігор Казимирович",
    "Назва ориг.": "Выдуманный Игорь Казимирович",
    "Назва альт.": "Vyhadanyi Ihor; Vydumanny Igor",
    "Дата народження": dt.date(1965, 3, 7),
    "Громадянство": "RU, АМ",
    "Місце народження": "м. Ніде",
    "Зайнятість": "депутат нічого",
    "Місце проживання": "РФ, м. Ніде, вул. Вигадана, 1",
    "Додатково": "ІПН 990100000038; паспорт № 990000001",
    "Відповідальний орган": "",
}
ORGANISATION: dict[str, object] = DECREE | {
    "Назва укр.": 'Товариство "Ніде"',
    "Назва ориг.": 'Общество "Нигде"',
    "ОКПО/ЄДРПОУ": "ОДРН1997700000000",
    "ІПН": "ІПН9901000002",
    "Місце діяльності": "м. Ніде, вул. Вигадана, 1",
    "Місце діяльності додатково": "",
    "Додатково": "КПП 990101001; Держава реєстрації - Російська Федерація",
    "Відповідальний орган": "",
}


def source(book: Book) -> SourceFile:
    """Return the rows as a workbook with a heading on each sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in book.items():
        sheet = workbook.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    content = io.BytesIO()
    workbook.save(content)
    return SourceFile.of("sanctions.xlsx", content.getvalue())


def register(person: dict[str, object], *more: dict[str, object]) -> SourceFile:
    """Return a register with these persons and one organisation."""
    return source({PERSONS: [person, *more], ORGANISATIONS: [ORGANISATION]})


def organisations(*rows: dict[str, object]) -> SourceFile:
    """Return a register with one person and these organisations."""
    return source({PERSONS: [PERSON], ORGANISATIONS: list(rows)})


@pytest.fixture(scope="module")
def reading() -> Reading:
    nameless = ORGANISATION | {"Назва укр.": "", "Назва ориг.": "", "п/н": 2}
    return ua_nsdc.read(organisations(ORGANISATION, nameless))


def entry(reading: Reading, key: str) -> Listing:
    return next(listing for listing in reading.listings if listing.key == key)


def refusal(source: SourceFile) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        ua_nsdc.read(source)
    return caught.value


def test_a_row_without_a_name_is_counted_and_gives_no_listing(reading: Reading) -> None:
    assert (reading.records, reading.left_out) == (3, {"no name": 1})
    assert [listing.key for listing in reading.listings] == ["p#82-2019#1", "e#82-2019#1"]


def test_the_newest_decree_is_what_the_register_reaches_to(reading: Reading) -> None:
    assert (reading.date, reading.through) == (None, dt.date(2019, 3, 19))


def test_a_person_has_what_the_row_says(reading: Reading) -> None:
    ihor = entry(reading, "p#82-2019#1")

    assert ihor.kind is Kind.PERSON
    assert [(name.text, name.language, name.role) for name in ihor.names] == [
        ("Вигаданий Ігор Казимирович", "uk", Role.PRIMARY),
        ("Выдуманный Игорь Казимирович", "", Role.PRIMARY),
        ("Vyhadanyi Ihor", "", Role.ALIAS),
        ("Vydumanny Igor", "", Role.ALIAS),
    ]
    assert ihor.birth_dates == (When.day(1965, 3, 7),)
    assert ihor.birth_places == ("м. Ніде",)
    assert ihor.positions == ("депутат нічого",)
    assert ihor.addresses == (Address("РФ, м. Ніде, вул. Вигадана, 1", "ru"),)
    assert ihor.identifiers == (
        Identifier("inn", "990100000038", "ru"),
        Identifier("passport", "990000001"),
    )
    assert ihor.reasons == "ІПН 990100000038; паспорт № 990000001"
    assert ihor.place == "sheet Фізичні особи, row 2"


def test_a_country_code_in_cyrillic_letters_is_the_country(reading: Reading) -> None:
    ihor = entry(reading, "p#82-2019#1")

    assert ihor.nationalities == ("RU", "АМ")
    assert ihor.countries == ("ru", "am")


def test_the_decree_its_day_and_the_end_of_its_term_are_told_apart(reading: Reading) -> None:
    ihor = entry(reading, "p#82-2019#1")

    assert ihor.legal_act == "82-2019"
    assert ihor.announced == When.day(2019, 3, 19)
    assert ihor.ended == When.day(2022, 3, 19)


def test_an_organisation_is_of_the_country_where_it_is_registered(reading: Reading) -> None:
    works = entry(reading, "e#82-2019#1")

    assert (works.kind, works.countries) == (Kind.ORGANISATION, ("ru",))
    assert works.identifiers == (
        Identifier("ogrn", "1997700000000", "ru"),
        Identifier("inn", "9901000002", "ru"),
        Identifier("kpp", "990101001", "ru"),
    )


def test_names_of_two_people_in_one_row_both_stay() -> None:
    two = PERSON | {"Назва укр.": "Вигаданий Ігор", "Назва ориг.": "Придумкин Павел"}

    listing = ua_nsdc.read(register(two)).listings[0]

    assert [name.text for name in listing.names[:2]] == ["Вигаданий Ігор", "Придумкин Павел"]


def test_a_citizen_in_the_address_column_is_a_nationality() -> None:
    citizen = PERSON | {"Громадянство": "", "Місце проживання": "громадянка РФ"}

    listing = ua_nsdc.read(register(citizen)).listings[0]

    assert listing.addresses == ()
    assert (listing.nationalities, listing.countries) == (("громадянка РФ",), ("ru",))


def test_a_term_without_a_date_stays_in_words() -> None:
    row = PERSON | {
        "Термін обмеження": "До кінця",
        "Дата закінчення обмеження": "",
        "Додатково": "",
    }

    listing = ua_nsdc.read(register(row)).listings[0]

    assert (listing.ended, listing.reasons) == (None, "Термін обмеження: До кінця")


def test_a_number_that_the_decree_repeats_is_another_listing() -> None:
    keys = [listing.key for listing in ua_nsdc.read(register(PERSON, PERSON)).listings]

    assert keys == ["p#82-2019#1", "p#82-2019#1~2", "e#82-2019#1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("блокування активів – тимчасове обмеження", [Measure.ASSET_FREEZE]),
        ("блокуванняактивів", [Measure.ASSET_FREEZE]),
        ("заборона в’їзду на територію України", [Measure.TRAVEL_BAN]),
        ("обмеження торговельних операцій", [Measure.TRANSACTION_BAN]),
        ("збройне ембарго", [Measure.EXPORT_BAN]),
        (
            "заборона участі у приватизації, оренді державного майна",
            [Measure.INVESTMENT_BAN],
        ),
        ("припинення надання телекомунікаційних послуг", [Measure.SERVICES_BAN, Measure.OTHER]),
        (
            "обмеження заходження іноземних невійськових суден",
            [Measure.VESSEL_MEASURES],
        ),
        ("запобігання виведенню капіталів за межі України", [Measure.OTHER]),
        ("щось зовсім нове", [Measure.OTHER]),
        (
            "1) блокування активів; 2) анулювання ліцензій",
            [Measure.ASSET_FREEZE, Measure.OTHER],
        ),
    ],
)
def test_free_text_gives_the_measures_that_its_words_name(
    text: str, expected: list[Measure]
) -> None:
    assert list(ua_nsdc.measures(text)) == expected


def test_the_register_is_recognised_by_its_headings() -> None:
    assert ua_nsdc.recognise(register(PERSON))
    assert not ua_nsdc.recognise(source({"Sheet1": [{"Reference": 1, "Control Date": 2}]}))


def test_a_cut_workbook_is_recognised_and_refused() -> None:
    whole = register(PERSON)
    cut = SourceFile.of("sanctions.xlsx", whole.content[: len(whole.content) * 9 // 10])

    error = refusal(cut)

    assert ua_nsdc.recognise(cut)
    assert isinstance(error, DamagedFileError)
    assert str(error) == (
        "sanctions.xlsx, workbook: expected an XLS or XLSX workbook, found Cannot detect file "
        "format. Nothing of this file was imported. Download the file again."
    )


def test_an_empty_file_is_refused() -> None:
    error = refusal(SourceFile.of("sanctions.xlsx", b""))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "sanctions.xlsx, byte 0: expected a workbook, found nothing. Nothing of this file was "
        "imported. Download the file again."
    )


def test_a_register_without_names_is_refused() -> None:
    nothing = {"Назва укр.": "", "Назва ориг.": "", "Назва альт.": ""}

    error = refusal(source({PERSONS: [PERSON | nothing], ORGANISATIONS: [ORGANISATION | nothing]}))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "sanctions.xlsx, sheet Фізичні особи, row 2: expected at least one row with a name, found "
        "none. Nothing of this file was imported. Download the file again."
    )


def test_another_sheet_stops_the_reader() -> None:
    error = refusal(source({PERSONS: [PERSON], "Судна": [ORGANISATION]}))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "sanctions.xlsx, workbook: expected the sheets Фізичні особи and Юридичні особи, found "
        "Фізичні особи, Судна. Nothing of this file was imported. Compare with the register's "
        "page; if the format changed, teach the reader."
    )


def test_a_heading_one_row_further_down_stops_the_reader() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(register(PERSON).content))
    workbook[PERSONS].insert_rows(1)
    content = io.BytesIO()
    workbook.save(content)

    error = refusal(SourceFile.of("sanctions.xlsx", content.getvalue()))

    assert isinstance(error, EmptyFileError)
    assert str(error) == (
        "sanctions.xlsx, sheet Фізичні особи, row 1: expected a heading row, found nothing. "
        "Nothing of this file was imported. Download the file again."
    )


def test_a_renamed_column_stops_the_reader() -> None:
    renamed = {("ІНН" if name == "ІПН" else name): value for name, value in ORGANISATION.items()}

    error = refusal(source({PERSONS: [PERSON], ORGANISATIONS: [renamed]}))

    assert isinstance(error, MovedHeadingError)
    assert str(error) == (
        "sanctions.xlsx, sheet Юридичні особи, row 1: expected the headings that this reader "
        "knows, found missing: ІПН; unknown: ІНН. Nothing of this file was imported. "
        f"{COMPARE}"
    )


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("Дія щодо об'єкту санкцій", "скасування", "'застосування'"),
        ("Дата указу", "", "the day of the decree"),
        ("Дата указу", "вчора", "a date"),
        ("Дата народження", "колись", "a date"),
        ("Дата закінчення обмеження", "ніколи", "a date"),
        ("п/н", "1-А", "a whole number"),
        ("№ указу", "", "the number of the decree, such as 82-2019"),
        ("Громадянство", "Атлантида", "ISO codes of two letters, or особа без громадянства"),
    ],
)
def test_an_unknown_value_stops_the_reader(column: str, value: str, expected: str) -> None:
    error = refusal(register(PERSON | {column: value}))

    assert isinstance(error, UnknownValueError)
    assert str(error) == (
        f"sanctions.xlsx, sheet Фізичні особи, row 2, column {column}: expected {expected}, found "
        f"{value!r}. Nothing of this file was imported. {TEACH}"
    )


@pytest.fixture(scope="module")
def real(kit: Path) -> Reading:
    return ua_nsdc.read(SourceFile.of(REGISTER, (kit / REGISTER).read_bytes()))


@pytest.mark.kit
def test_the_real_register_is_read_whole(kit: Path, real: Reading) -> None:
    assert real.records == json.loads((kit / "manifest.json").read_text())[REGISTER]["records"]
    assert len({listing.key for listing in real.listings}) == real.records - 1
    assert real.through == dt.date(2021, 5, 21)


@pytest.mark.kit
def test_every_key_of_the_truth_is_a_key_of_the_register(kit: Path, real: Reading) -> None:
    keys = {listing.key for listing in real.listings}
    wanted = set()
    for path in (kit / "truth").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if "list_a" in row]
        wanted |= {
            row[f"key_{side}"] for row in rows for side in "ab" if row[f"list_{side}"] == "ua-nsdc"
        }

    assert wanted - keys == set()
    assert len(wanted) > 500
