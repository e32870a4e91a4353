"""Ukraine: the sanctions register of the National Security and Defence Council, as a workbook.

A listing is one person or organisation in one decree of the President, so a target stands here
once for every decree, and terms run out: `ended` is the last day of the term, or the day of a later
decree that cancelled it. `Тип обмеження` is free text: `MEASURES` finds what it names by words, and
what no word names is `other`.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from comity.entities.countries import country_code
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates
from comity.sanctions.lists.source import (
    EmptyFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)
from comity.sanctions.lists.tables import Cell, Row, check_heading, mentions, workbook
from comity.sanctions.lists.ua_nsdc_names import names_in
from comity.sanctions.lists.ua_nsdc_numbers import organisation_numbers, person_numbers

LIST = "ua-nsdc"
JURISDICTION = "ua"

PERSONS, ORGANISATIONS = "Фізичні особи", "Юридичні особи"
KINDS = {PERSONS: Kind.PERSON, ORGANISATIONS: Kind.ORGANISATION}
LETTERS = {Kind.PERSON: "p", Kind.ORGANISATION: "e"}

COMMON = frozenset(
    [
        "row", "№ указу", "Дата указу", "Дія щодо об'єкту санкцій", "Зміни", "п/н", "Тип обмеження",
        "Термін обмеження", "Дата закінчення обмеження", "Назва укр.", "Назва ориг.", "Назва альт.",
        "Додатково", "Відповідальний орган",
    ]
)  # fmt: skip
HEADINGS = {
    PERSONS: COMMON
    | {"Дата народження", "Громадянство", "Місце народження", "Зайнятість", "Місце проживання"},
    ORGANISATIONS: COMMON
    | {"ОКПО/ЄДРПОУ", "ІПН", "Місце діяльності", "Місце діяльності додатково"},
}

LEFT_OUT = {
    "row": "number of the export's row, which moves",
    "Зміни": "says that a later decree changed the entry; the change itself is in Додатково",
}
"""Columns that are not in a listing, each with its reason; every other column is read."""

ACTION = "Дія щодо об'єкту санкцій"
APPLIED = "застосування"
FOR_EVER = "Безстроково"

MEASURES = {
    Measure.ASSET_FREEZE: r"блокуванняактивів",
    Measure.TRAVEL_BAN: r"скасуваннявіз|вїздунатериторію|вїздутатранзиту",
    Measure.EXPORT_BAN: r"експортн|ембарго|переданнятехнологій|передачітехнологій",
    Measure.TRANSACTION_BAN: r"торг(?:о|і)вельнихоперацій|фінансовихзобовязань|фінансовихоперацій"
    r"|економічнихзобовязань|ціннихпаперів|діловихвідносин",
    Measure.INVESTMENT_BAN: r"приватизації|здійсненняінвестицій|статутногокапіталугосподарських",
    Measure.SERVICES_BAN: r"телеком\w*послуг|платіжно[їю]систем|інтернетпровайдерам|ретрансляції",
    Measure.VESSEL_MEASURES: r"невійськовихсуден",
}
"""Words of each measure, without blanks and marks, which the register often leaves out."""

GROUPS = [(measure, re.compile(words)) for measure, words in MEASURES.items()]
OTHER_WORDS = re.compile(
    r"виведенн[юя]капіта|анулювання|позбавленнядержавних|закупівель|радіочастотн|іншісанкції"
    r"|валютнихцінностей|припинення|запровадженнядодатковихзаходів|транзиту|забороназдійснення"
)
"""Words of measures that have no kind of their own."""

LOOKALIKES = str.maketrans("АВЕКМНОРСТХІ", "ABEKMHOPCTXI")
STATELESS = "особа без громадянства"
CITIZEN = re.compile(r"громадян(?:ин|ка)\s+(.+)")


def recognise(source: SourceFile) -> bool:
    """Say whether a workbook, whole or cut off, has a heading of the register."""
    return mentions(source, "№ указу") or mentions(source, "Тип обмеження")


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the row and what to do.
    """
    seen: Counter[str] = Counter()
    read_rows = [listing(source, row, kind, seen) for kind, row in rows_of(source)]
    listings = tuple(entry for entry in read_rows if entry)
    if not listings:
        raise EmptyFileError(
            file=source.name,
            place=f"sheet {PERSONS}, row 2",
            expected="at least one row with a name",
            found="none",
            action="Download the file again.",
        )
    nameless = len(read_rows) - len(listings)
    decreed = [entry.announced.start for entry in listings if entry.announced]
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        through=max(decreed),
        records=len(read_rows),
        listings=listings,
        left_out={"no name": nameless} if nameless else {},
    )


def rows_of(source: SourceFile) -> Iterator[tuple[Kind, Row]]:
    """Yield the rows of both sheets under their headings, without empty ones.

    Raises:
        MovedHeadingError: a sheet or a heading is missing, new or twice.
    """
    book = workbook(source)
    if book.keys() != KINDS.keys():
        raise MovedHeadingError(
            file=source.name,
            place="workbook",
            expected=f"the sheets {PERSONS} and {ORGANISATIONS}",
            found=", ".join(book),
            action="Compare with the register's page; if the format changed, teach the reader.",
        )
    for name, kind in KINDS.items():
        rows = book[name] or [[]]
        heading = [str(cell).strip() for cell in rows[0]]
        check_heading(source, f"sheet {name}, row 1", heading, HEADINGS[name])
        for number, cells in enumerate(rows[1:], start=2):
            if any(cell != "" for cell in cells):
                by_heading: dict[str, Cell] = dict(zip(heading, cells, strict=False))
                yield kind, Row(f"sheet {name}, row {number}", by_heading)


def unknown(source: SourceFile, row: Row, column: str, expected: str) -> UnknownValueError:
    """Return the error for a value that the reader has no meaning for."""
    return UnknownValueError(
        file=source.name,
        place=f"{row.place}, column {column}",
        expected=expected,
        found=repr(row.text(column)),
        action="Read the row, then teach sanctions/lists/ua_nsdc.py this value with a fixture.",
    )


def date_of(source: SourceFile, row: Row, column: str) -> When | None:
    """Return the date of a cell, None where it is empty."""
    cell = row.raw(column)
    if isinstance(cell, dt.date):
        return When.day(cell.year, cell.month, cell.day)
    text = row.text(column)
    found = dates.western(text) if text else None
    if text and not found:
        raise unknown(source, row, column, "a date")
    return found


def names(row: Row, kind: Kind) -> Iterator[Name]:
    """Yield the Ukrainian name, the original one and the other ones."""
    person = kind is Kind.PERSON
    yield from names_in(str(row.raw("Назва укр.")), person=person, language="uk")
    yield from names_in(str(row.raw("Назва ориг.")), person=person)
    yield from names_in(str(row.raw("Назва альт.")), person=person, role=Role.ALIAS)


def key(source: SourceFile, row: Row, kind: Kind, seen: Counter[str]) -> str:
    """Return p or e # decree # number in it; where a number repeats, the second gets "~2"."""
    number, decree = row.text("п/н"), row.text("№ указу")
    if not number.isdecimal():
        raise unknown(source, row, "п/н", "a whole number")
    if not decree:
        raise unknown(source, row, "№ указу", "the number of the decree, such as 82-2019")
    base = f"{LETTERS[kind]}#{decree}#{number}"
    seen[base] += 1
    return base if seen[base] == 1 else f"{base}~{seen[base]}"


def listing(source: SourceFile, row: Row, kind: Kind, seen: Counter[str]) -> Listing | None:
    """Return the listing of one row, None where it has no name."""
    if row.text(ACTION) != APPLIED:
        raise unknown(source, row, ACTION, repr(APPLIED))
    decreed = date_of(source, row, "Дата указу")
    if not decreed:
        raise unknown(source, row, "Дата указу", "the day of the decree")
    found = tuple(dict.fromkeys(names(row, kind)))
    if not found:
        return None
    about = person(source, row) if kind is Kind.PERSON else organisation(row)
    nations, codes, addresses, identifiers = about
    born = date_of(source, row, "Дата народження") if kind is Kind.PERSON else None
    place = row.text("Місце народження") if kind is Kind.PERSON else ""
    work = row.text("Зайнятість") if kind is Kind.PERSON else ""
    countries = (*codes, *(a.country for a in addresses), *(i.country for i in identifiers))
    return Listing(
        list=LIST,
        key=key(source, row, kind, seen),
        kind=kind,
        names=found,
        measures=measures(row.text("Тип обмеження")),
        announced=decreed,
        ended=date_of(source, row, "Дата закінчення обмеження"),
        legal_act=row.text("№ указу"),
        birth_dates=(born,) if born else (),
        birth_places=(place,) if place else (),
        nationalities=nations,
        countries=tuple(dict.fromkeys(code for code in countries if code)),
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(identifiers)),
        positions=(work,) if work else (),
        reasons="\n".join(remarks(row)),
        place=row.place,
    )


About = tuple[tuple[str, ...], tuple[str, ...], tuple[Address, ...], list[Identifier]]
"""Nationalities as printed, their codes, addresses, and numbers."""


def person(source: SourceFile, row: Row) -> About:
    """Return what the columns of persons say."""
    printed = [part for part in re.split(r"\s*,\s*", row.text("Громадянство")) if part]
    codes = [country_code(part.translate(LOOKALIKES)) for part in printed]
    if not all(code or part == STATELESS for code, part in zip(codes, printed, strict=True)):
        raise unknown(source, row, "Громадянство", f"ISO codes of two letters, or {STATELESS}")
    home = row.text("Місце проживання")
    citizen = CITIZEN.fullmatch(home)
    if citizen:
        printed.append(home)
        codes.append(country_code(citizen[1]))
    addresses = () if citizen or not home else (address(home),)
    known = tuple(code for code in codes if code)
    return tuple(printed), known, addresses, list(person_numbers(row.text("Додатково"), known))


def organisation(row: Row) -> About:
    """Return what the columns of organisations say."""
    texts = (row.text("Місце діяльності"), row.text("Місце діяльності додатково"))
    addresses = tuple(address(text) for text in texts if text)
    remarks_ = row.text("Додатково")
    registered = re.search(r"[Дд]ержава реєстрації\s*[-–]\s*([^;]+)", remarks_)
    country = country_code(registered[1]) if registered else ""
    country = country or next((a.country for a in addresses if a.country), "")
    numbers = organisation_numbers(
        str(row.raw("ОКПО/ЄДРПОУ")), str(row.raw("ІПН")), remarks_, country
    )
    return (), (), addresses, list(numbers)


def address(text: str) -> Address:
    """Return an address; the country is the first part between commas that names one."""
    parts = (part.strip(" .") for part in text.split(","))
    return Address(text, next((code for part in parts if (code := country_code(part))), ""))


def remarks(row: Row) -> Iterator[str]:
    """Yield the remarks, and a term that has no date."""
    for column in ("Додатково", "Відповідальний орган"):
        if row.text(column):
            yield row.text(column)
    term = row.text("Термін обмеження")
    if term not in {"", FOR_EVER} and not row.text("Дата закінчення обмеження"):
        yield f"Термін обмеження: {term}"


@lru_cache(maxsize=4096)
def measures(text: str) -> tuple[Measure, ...]:
    """Return what the free text of the restrictions names, each measure once."""
    squeezed = re.sub(r"[\W_]", "", text.lower())
    found = [measure for measure, words in GROUPS if words.search(squeezed)]
    if not found or OTHER_WORDS.search(squeezed):
        found.append(Measure.OTHER)
    return tuple(found)
