"""EU Official Journal: annexes of the regulations, as a table.

The Official Journal is the law, and the only source for the vessels of Annex XLII of Regulation
833/2014, but it has no machine-readable form. This reads the transcription of `opensanctions`: one
row is one annex entry. A file whose first column is `celex` is one regulation's annexes as
consolidated, a part of the edition; one that begins with `amendedCelex,amendmentCelex` is what one
amending act added or changed, a delta: it never removes. Cells hold several values divided by ";".
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from comity.entities.countries import country_code
from comity.entities.identifiers import imo_number, russian_number, valid_imo
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates
from comity.sanctions.lists.names import family_in_capitals
from comity.sanctions.lists.source import SourceFile, UnknownValueError
from comity.sanctions.lists.tables import Row, csv_table, divided

T = TypeVar("T")

LIST = "eu-oj"
JURISDICTION = "eu"

KINDS = {
    "Person": Kind.PERSON,
    "LegalEntity": Kind.ORGANISATION,
    "Company": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
    "Asset": Kind.ORGANISATION,  # ports, airports and refineries: named places with an operator
}

MEASURES = {
    "Asset freeze": Measure.ASSET_FREEZE,
    "Export control": Measure.EXPORT_BAN,
    "Transportation restrictions": Measure.VESSEL_MEASURES,
    "Financial restrictions": Measure.TRANSACTION_BAN,
    "Services ban": Measure.SERVICES_BAN,
    "Investment ban": Measure.INVESTMENT_BAN,
}

GENDERS = {"": "", "male": "male", "female": "female", "male.": "male"}

LEFT_OUT = {
    "appearance": "never filled",
    "ethnicity": "no comparison may use it",
    "fatherName": "names of other persons",
    "motherName": "names of other persons",
    "legalForm": "part of the name where it matters",
    "sector": "never filled",
    "ticker": "a security, not the target",
    "phone": "no comparison uses it; the bytes are kept",
    "email": "no comparison uses it; the bytes are kept",
    "website": "no comparison uses it; the bytes are kept",
}
"""Columns that are not in a listing, each with its reason."""

READ = frozenset(
    """recordId programKey annex measure startDate reason schema name alias weakAlias previousName
    country nationality jurisdiction birthDate birthPlace position passportNumber gender
    incorporationDate registrationNumber taxNumber idNumber innCode ogrnCode kppCode okpoCode
    leiCode swiftBic imoNumber mmsi flag address notes""".split()
)

ACT_COLUMNS = {
    "celex": frozenset({"celex"}),
    "amendedCelex": frozenset({"amendedCelex", "amendmentCelex"}),
}

DAY = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\. ?(\d{4})(?!\d)")
YEAR = re.compile(r"(?<![\d.])(1[89]\d\d|20\d\d)(?!\d)")
BRACKETED = re.compile(r"\s*\([^()]*\)")
NOTHING = {"N/D", "N/A", "-", "not available"}


def recognise(source: SourceFile) -> bool:
    """Say whether this is such a table, by its first columns."""
    head = source.content[:2048].removeprefix(b"\xef\xbb\xbf")
    return head.startswith((b"celex,recordId", b"amendedCelex,")) or (
        b"programKey" in head and b"recordId" in head
    )


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    first = (
        source.content.removeprefix(b"\xef\xbb\xbf").partition(b",")[0].decode("utf-8", "replace")
    )
    act_columns = ACT_COLUMNS.get(first, ACT_COLUMNS["celex"])
    rows = list(csv_table(source, READ | LEFT_OUT.keys() | act_columns))
    amendment = first == "amendedCelex"
    act = "amendmentCelex" if amendment else "celex"
    seen: Counter[str] = Counter()
    read_rows = [listing(source, row, act, seen) for row in rows]
    starts = Counter(entry.announced.start for entry in read_rows if entry.announced)
    made = date_of_act(rows, starts) if amendment else None
    listings = tuple(announced_by(made, entry) for entry in read_rows)
    parts = {row.text("amendedCelex" if amendment else "celex") for row in rows}
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.DELTA if amendment else FileRole.PART,
        part=parts.pop() if len(parts) == 1 else "",
        date=made,
        through=max((e.announced.start for e in listings if e.announced), default=None),
        records=len(rows),
        listings=listings,
        left_out={},
    )


def date_of_act(rows: Sequence[Row], starts: Counter[dt.date]) -> dt.date | None:
    """Return when most entries of an amending act begin, if that is in the year of the act.

    An act that only changes old entries repeats their old dates; then nothing inside dates it.
    """
    usual = max(starts, key=lambda day: (starts[day], day), default=None)
    year = rows[0].text("amendmentCelex")[1:5] if rows else ""
    return usual if usual and str(usual.year) == year else None


def announced_by(made: dt.date | None, entry: Listing) -> Listing:
    """Return an entry of an amending act, announced with the act where it begins later."""
    if made is None or entry.announced is None or entry.announced.start <= made:
        return entry
    day = When.day(made.year, made.month, made.day)
    return replace(entry, announced=day, in_effect=entry.announced)


def listing(source: SourceFile, row: Row, act: str, seen: Counter[str]) -> Listing:
    """Return the listing of one row."""
    kind = known(source, row, "schema", KINDS)
    aliases = [(text, Role.ALIAS) for text in values(row.text("alias"))]
    aliases += [(text, Role.WEAK) for text in values(row.text("weakAlias"))]
    aliases += [(text, Role.FORMER) for text in values(row.text("previousName"))]
    family = family_in_capitals(row.text("name")) if kind is Kind.PERSON else ""
    names = [Name(row.text("name"), script_of(row.text("name")), family=family)]
    names += [Name(text, script_of(text), role=role) for text, role in aliases]
    nations = [
        nation.strip()
        for column in ("nationality", "jurisdiction", "country", "flag")
        for value in values(row.text(column))
        for nation in value.split(",")
    ]
    addresses = tuple(
        Address(text, country_code(text.rpartition(",")[2])) for text in values(row.text("address"))
    )
    codes = [country_code(nation) for nation in nations] + [a.country for a in addresses]
    countries = tuple(dict.fromkeys(code for code in codes if code))
    born, unread = birth_dates(row)
    prose = (unread, row.text("reason"), row.text("notes"))
    return Listing(
        list=LIST,
        key=key(row, act, seen),
        kind=kind,
        names=tuple(dict.fromkeys(names)),
        measures=(known(source, row, "measure", MEASURES),),
        programmes=(row.text("programKey"), f"{row.text(act)} {row.text('annex')}"),
        announced=announced(source, row),
        legal_act=row.text("amendmentCelex") if act == "amendmentCelex" else "",
        birth_dates=born,
        birth_places=tuple(values(row.text("birthPlace"))),
        nationalities=tuple(nation for nation in nations if nation),
        countries=countries,
        addresses=addresses,
        identifiers=tuple(
            dict.fromkeys(identifiers(row, kind, russian=is_russian(row, countries)))
        ),
        gender=known(source, row, "gender", GENDERS, row.text("gender").lower()),
        positions=tuple(values(row.text("position"))),
        reasons="\n".join(text for text in prose if text),
        place=row.place,
    )


def known(
    source: SourceFile, row: Row, column: str, table: dict[str, T], value: str | None = None
) -> T:
    """Return the meaning of a coded value.

    Raises:
        UnknownValueError: the table does not have it.
    """
    value = row.text(column) if value is None else value
    if value not in table:
        raise UnknownValueError(
            file=source.name,
            place=f"{row.place}, column {column}",
            expected=f"one of {', '.join(sorted(filter(None, table)))}",
            found=repr(value),
            action="Read the entry, then teach sanctions/lists/eu_oj.py this value with a fixture.",
        )
    return table[value]


def key(row: Row, act: str, seen: Counter[str]) -> str:
    """Return act # annex # record number, or the name where there is no number.

    Where the source repeats a number, the second entry gets "~2".
    """
    base = f"{row.text(act)}#{row.text('annex')}#{row.text('recordId') or row.text('name')}"
    seen[base] += 1
    return base if seen[base] == 1 else f"{base}~{seen[base]}"


def announced(source: SourceFile, row: Row) -> When | None:
    """Return the start date of the entry, None where the source has none.

    Raises:
        UnknownValueError: a notation that is none of the list's.
    """
    text = row.text("startDate")
    found = dates.western(text) if text else None
    if text and not found:
        raise UnknownValueError(
            file=source.name,
            place=f"{row.place}, column startDate",
            expected="a date such as 23.7.2026, 14 July 2026 or 2026-08-07",
            found=repr(text),
            action="Read the entry in the Official Journal; mend the transcription at its source.",
        )
    return found


def values(cell: str) -> list[str]:
    """Return the values of a cell, none for the words that say so."""
    return [] if cell in NOTHING else divided(cell)


def birth_dates(row: Row) -> tuple[tuple[When, ...], str]:
    """Return every date in the cell, and the cell as prose where it says more than dates."""
    cell = row.text("birthDate") or row.text("incorporationDate")
    if not cell:
        return (), ""
    whole = dates.western(cell.rstrip("."))
    if whole:
        return (whole,), ""
    days = [dates.day_first(f"{d}.{m}.{y}") for d, m, y in DAY.findall(cell)]
    rest = DAY.sub(" ", cell)
    years = [When.year(int(year)) for year in YEAR.findall(rest)]
    return tuple(dict.fromkeys(day for day in [*days, *years] if day)), f"Born or founded: {cell}"


def is_russian(row: Row, countries: Iterable[str]) -> bool:
    """Say whether ten digits on this row can be a Russian taxpayer number."""
    countries = set(countries)
    if countries:
        return "ru" in countries or "ua" in countries  # firms in occupied territory have INN
    return row.text("programKey") in {"EU-UKR", "EU-RUS"}


def identifiers(row: Row, kind: Kind, *, russian: bool) -> Iterable[Identifier]:
    """Yield every number of the row, told apart by its checksum where the column does not say."""
    for value in values(row.text("imoNumber")):
        imo = imo_number(value) or value
        ship = kind is Kind.VESSEL and valid_imo(imo)
        yield Identifier("imo" if ship else "imo-company", imo)
    for column, kind_of_number in (
        ("innCode", "inn"),
        ("ogrnCode", "ogrn"),
        ("kppCode", "kpp"),
        ("okpoCode", "okpo"),
        ("leiCode", "lei"),
        ("swiftBic", "swift"),
        ("mmsi", "mmsi"),
        ("passportNumber", "passport"),
        ("idNumber", "national-id"),
    ):
        for value in values(row.text(column)):
            yield Identifier(kind_of_number, tidied(value))
    for column, kind_of_number in (("registrationNumber", "registration"), ("taxNumber", "tax")):
        for value in values(row.text(column)):
            yield company_number(value, kind_of_number, russian=russian)


def company_number(value: str, kind_of_number: str, *, russian: bool) -> Identifier:
    """Return a registration or tax number, as INN or OGRN where its checksum and the row say so."""
    found = russian_number(tidied(value))
    if found and (russian or found.kind == "ogrn" or "INN" in value or "OGRN" in value):
        return found
    return Identifier(kind_of_number, tidied(value))


def tidied(value: str) -> str:
    """Return a number without remarks in brackets, blanks, dots and dashes."""
    return re.sub(r"[\s.\-/№]", "", BRACKETED.sub("", value)).upper()
