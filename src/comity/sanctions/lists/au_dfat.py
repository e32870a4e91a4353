"""Australia: DFAT's consolidated list, one sheet with a row for every name.

Rows 1, 1a and 1b are one listing: the key is the reference without its letters, which a sheet
sometimes holds as a number. Most cells are typed by hand; what a date cell says beyond dates stays
in the reasons. `Control Date` is the day of a row's last change and not of the listing, so only
`through` comes from it; `announced` is what the listing information says, if it says a day.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from comity.entities.countries import country_code
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates
from comity.sanctions.lists.names import family_in_capitals
from comity.sanctions.lists.source import EmptyFileError, SourceFile, UnknownValueError
from comity.sanctions.lists.tables import Cell, Row, check_heading, mentions, workbook

LIST = "au-dfat"
JURISDICTION = "au"

NAME = "Name of Individual or Entity"
READ = frozenset(
    [
        "Reference", NAME, "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship",
        "Address", "Additional Information", "Listing Information", "Committees", "Control Date",
    ]
)  # fmt: skip

LEFT_OUT: dict[str, str] = {}
"""Columns that are not in a listing: none, every one is read."""

KINDS = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION}

NAME_TYPES = {
    "primary name": Role.PRIMARY,
    "original script": Role.PRIMARY,
    "aka": Role.ALIAS,
    "formerly known as": Role.FORMER,
    "previously listed as": Role.FORMER,
}

NOTHING = frozenset({"", "na", "n/a", "unknown"})

REFERENCE = re.compile(r"(\d+)(?:[a-z]+\d*)?")
DECLARED = re.compile(r"\bdeclaration\b|Declared Persons")
"""Regulation 6 of the Autonomous Sanctions Regulations 2011: who is declared may not travel."""

LETTERED = re.compile(r"(?:^|[\s;,])\(?[a-z]\)\s*")
ALTERNATIVES = re.compile(
    r";|>>|,?\s+or\s+|,?\s*\balt\.? (?:DOB|born)\b:?|(?<=\d),\s*(?=\d)|\)\s+(?=\d)"
)
APART = re.compile(r"(?<=[a-z])\.(?=\d)")
DATE = r"(\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?:st|nd|rd|th)? ?[A-Za-z]{3,9}\.? ?\d{4})"
LISTED = re.compile(
    rf"(?:\b(?:listed|designated)\b[^.;()]{{0,80}}?\bon:? ?|\blistedon ?|^){DATE}", re.IGNORECASE
)
INSTRUMENT = re.compile(
    r"(?:Autonomous Sanctions|Charter of the United Nations) \(.+?Instrument \d{4}"
)


def recognise(source: SourceFile) -> bool:
    """Say whether a workbook, whole or cut off, has a heading of the Australian list."""
    return mentions(source, NAME) or (
        mentions(source, "Listing Information") and mentions(source, "Control Date")
    )


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the row and what to do.
    """
    rows = list(rows_of(source))
    named: dict[str, list[Row]] = {}
    nameless = 0
    for row in rows:
        if row.text(NAME):
            named.setdefault(reference(source, row), []).append(row)
        else:
            nameless += 1
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        through=max((control_date(source, row) for row in rows), default=None),
        records=len(rows),
        listings=tuple(listing(source, key, group) for key, group in named.items()),
        left_out={"row without a name": nameless} if nameless else {},
    )


def rows_of(source: SourceFile) -> Iterator[Row]:
    """Yield the rows under the heading, without empty ones.

    Raises:
        EmptyFileError: no row under the heading.
        MovedHeadingError: a heading is missing, new or twice.
    """
    sheets = {name: rows for name, rows in workbook(source).items() if rows}
    name, rows = next(iter(sheets.items()), ("", []))
    heading = [str(cell).strip() for cell in rows[0]] if rows else []
    check_heading(source, f"sheet {name}, row 1", heading, READ)
    if len(rows) == 1:
        raise EmptyFileError(
            file=source.name,
            place=f"sheet {name}, row 2",
            expected="at least one row",
            found="nothing",
            action="Download the file again.",
        )
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell != "" for cell in cells):
            by_heading: dict[str, Cell] = dict(zip(heading, cells, strict=False))
            yield Row(f"sheet {name}, row {number}", by_heading)


def unknown(source: SourceFile, row: Row, column: str, expected: str) -> UnknownValueError:
    """Return the error for a cell that the reader has no meaning for."""
    return UnknownValueError(
        file=source.name,
        place=f"{row.place}, column {column}",
        expected=expected,
        found=repr(row.text(column)),
        action="Read the row, then teach sanctions/lists/au_dfat.py this value with a fixture.",
    )


def reference(source: SourceFile, row: Row) -> str:
    """Return the number of the listing without the letters of the name."""
    match = REFERENCE.fullmatch(row.text("Reference"))
    if not match:
        raise unknown(source, row, "Reference", "a number with letters for the name, such as 12a")
    return match[1]


def control_date(source: SourceFile, row: Row) -> dt.date:
    """Return the day of the row's last change."""
    cell = row.raw("Control Date")
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = (
        dates.excel(cell) if isinstance(cell, float) else dates.western(row.text("Control Date"))
    )
    if not found:
        raise unknown(source, row, "Control Date", "a date")
    return found.start


def listing(source: SourceFile, key: str, rows: list[Row]) -> Listing:
    """Return the listing of the rows of one reference, the primary name first."""
    rows = sorted(rows, key=lambda row: name_type(source, row) != "primary name")
    first = rows[0]
    kind = kind_of(source, first)
    born = [birth_dates(source, row) for row in rows]
    nations = tuple(dict.fromkeys(chain.from_iterable(citizenships(row) for row in rows)))
    addresses = tuple(dict.fromkeys(chain.from_iterable(addresses_of(row) for row in rows)))
    codes = [nation_code(nation) for nation in nations] + [a.country for a in addresses]
    information = first.text("Listing Information")
    prose = (*distinct(rows, "Additional Information"), *distinct(rows, "Listing Information"))
    act = INSTRUMENT.search(information)
    return Listing(
        list=LIST,
        key=key,
        kind=kind,
        names=tuple(dict.fromkeys(name(source, row, kind) for row in rows)),
        measures=measures(kind, information),
        programmes=tuple(distinct(rows, "Committees")),
        announced=announced(first),
        legal_act=act[0] if act else "",
        birth_dates=tuple(dict.fromkeys(chain.from_iterable(found for found, _ in born))),
        birth_places=tuple(
            dict.fromkeys(chain.from_iterable(values(row.text("Place of Birth")) for row in rows))
        ),
        nationalities=nations,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        addresses=addresses,
        reasons="\n".join(dict.fromkeys(filter(None, (*prose, *(text for _, text in born))))),
        place=first.place,
    )


def name_type(source: SourceFile, row: Row) -> str:
    """Return the type of a row's name in small letters, since the list writes it in eight ways."""
    text = row.text("Name Type").lower()
    if text not in NAME_TYPES:
        raise unknown(source, row, "Name Type", f"one of {', '.join(sorted(NAME_TYPES))}")
    return text


def kind_of(source: SourceFile, row: Row) -> Kind:
    """Return what the listing is about."""
    text = row.text("Type").lower()
    if text not in KINDS:
        raise unknown(source, row, "Type", f"one of {', '.join(sorted(KINDS))}")
    return KINDS[text]


def distinct(rows: Iterable[Row], column: str) -> list[str]:
    """Return the texts of a column, each once: the rows of a listing nearly always agree."""
    return list(dict.fromkeys(filter(None, (row.text(column) for row in rows))))


def name(source: SourceFile, row: Row, kind: Kind) -> Name:
    """Return the name of a row; words in capitals among others are the family name."""
    text = row.text(NAME)
    family = family_in_capitals(text) if kind is Kind.PERSON else ""
    role = NAME_TYPES[name_type(source, row)]
    return Name(text, script_of(text), role=role, family=family)


def measures(kind: Kind, information: str) -> tuple[Measure, ...]:
    """Return the financial sanctions that the list is of, and the travel ban where declared."""
    if kind is Kind.PERSON and DECLARED.search(information):
        return (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)
    return (Measure.ASSET_FREEZE,)


def announced(row: Row) -> When | None:
    """Return the day on which the target was first listed, None where no day is stated as such."""
    cell = row.raw("Listing Information")
    if isinstance(cell, dt.date):
        return When.day(cell.year, cell.month, cell.day)
    match = LISTED.search(row.text("Listing Information"))
    return plain_date(match[1]) if match else None


def plain_date(text: str) -> When | None:
    """Read one date, with or without blanks between its words and with the words for about."""
    text = APART.sub(". ", text.strip(" .,;()").lower())
    text = re.sub(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z])(?=\d{4})", " ", text)
    found = dates.western(" ".join(text.split()))
    if found:
        return found
    about = text.removeprefix("approximately ").removeprefix("circa ").removeprefix("approx ")
    return dates.years(about.replace("- ", "-").replace("to", "and")) if about != text else None


@lru_cache(maxsize=8192)
def dates_in(text: str) -> tuple[tuple[When, ...], bool]:
    """Return the dates of a cell, and whether they are all that it says."""
    parts = [part for part in LETTERED.split(text) if part and part.strip(" .,;")]
    pieces = [
        piece
        for part in parts
        for piece in ([part] if plain_date(part) else ALTERNATIVES.split(part))
        if piece and piece.strip(" .,;")
    ]
    found = [plain_date(piece) for piece in pieces]
    return tuple(date for date in found if date), all(found)


def birth_dates(source: SourceFile, row: Row) -> tuple[tuple[When, ...], str]:
    """Return the birth dates of a cell, and the cell as prose where it says more than dates."""
    cell = row.raw("Date of Birth")
    if isinstance(cell, dt.date):
        return (When.day(cell.year, cell.month, cell.day),), ""
    if isinstance(cell, float):
        if not 1800 <= cell <= 2100:
            raise unknown(source, row, "Date of Birth", "a date or a year")
        return (When.year(int(cell)),), ""
    text = row.text("Date of Birth")
    if text.lower() in NOTHING:
        return (), ""
    found, whole = dates_in(text)
    return found, "" if whole else f"Born or founded: {text}"


def values(text: str) -> list[str]:
    """Return the values of a cell, divided by a) b) c) where it has several."""
    parts = [part.strip(" ;,") for part in LETTERED.split(text)]
    return [part for part in parts if part.lower() not in NOTHING]


def citizenships(row: Row) -> list[str]:
    """Return the citizenships of a row as printed."""
    parts = (re.split(r"[;/]|,(?! )", value) for value in values(row.text("Citizenship")))
    return [part.strip() for part in chain.from_iterable(parts) if part.strip()]


def nation_code(text: str) -> str:
    """Return the country of a citizenship, without the remark in brackets behind it."""
    return country_code(text.partition("(")[0].strip(" ;,"))


def addresses_of(row: Row) -> list[Address]:
    """Return the addresses of a row; the country is what stands after the last comma."""
    parts = chain.from_iterable(value.split(";") for value in values(row.text("Address")))
    texts = (part.strip(" ,") for part in parts)
    return [Address(text, nation_code(text.rpartition(",")[2])) for text in texts if text]
