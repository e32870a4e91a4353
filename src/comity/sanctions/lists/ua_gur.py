"""Ukraine's Defence Intelligence: the public register "War & Sanctions", as a table.

The register accuses and is no act: its measure is `other`, and no entry has a day of listing. It
has no machine-readable form of its own; this reads the "simple" export of `opensanctions`, whose
`first_seen` is the day of its crawler. Cells hold several values divided by ";". `identifiers`
mixes numbers of every kind, told apart by their checksum and by what the entry is.
"""

import datetime as dt
import re
from collections.abc import Iterator

from comity.entities.countries import known_codes
from comity.entities.identifiers import russian_number, valid_imo
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates
from comity.sanctions.lists.names import family_in_capitals
from comity.sanctions.lists.source import EmptyFileError, SourceFile, UnknownValueError
from comity.sanctions.lists.tables import Row, csv_table, divided

LIST = "ua-gur"
JURISDICTION = "ua"

DATASET = "Ukraine War and Sanctions"

READ = frozenset(
    """id schema name aliases birth_date countries addresses identifiers sanctions program_ids
    dataset last_seen""".split()
)

LEFT_OUT = {
    "phones": "never filled",
    "emails": "never filled",
    "first_seen": "day on which the export's crawler met the entry, not the day of its publication",
    "last_change": "day on which the export changed; comparing editions shows what changed",
}
"""Columns that are not in a listing, each with its reason."""

KNOWN = READ | LEFT_OUT.keys()

KINDS = {
    "Person": Kind.PERSON,
    "Company": Kind.ORGANISATION,
    "LegalEntity": Kind.ORGANISATION,
    "Vessel": Kind.VESSEL,
}

IMO = re.compile(r"IMO(\d{7})")
PERSONAL_LENGTHS = frozenset({12, 15})
"""Digits of the INN of a person and of the OGRN of an entrepreneur."""


def recognise(source: SourceFile) -> bool:
    """Say whether this is the register's table, by its heading and the name of the data set."""
    head = source.content[:65536].replace(b'"', b"").removeprefix(b"\xef\xbb\xbf")
    heading = head.partition(b"\n")[0]
    return DATASET.encode() in head and b"schema" in heading and b"identifiers" in heading


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    rows = list(csv_table(source, KNOWN))
    if not rows:
        raise EmptyFileError(
            file=source.name,
            place="line 2",
            expected="at least one row",
            found="nothing",
            action="Download the file again.",
        )
    seen = max(last_seen(source, row) for row in rows)
    listings: dict[str, Listing] = {}
    for row in rows:
        if not row.text("name"):
            continue
        entry = listing(source, row)
        if entry.key in listings:
            raise unknown(source, row, "id", "a key that no row before it has")
        listings[entry.key] = entry
    nameless = len(rows) - len(listings)
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        date=seen,
        records=len(rows),
        listings=tuple(listings.values()),
        left_out={"no name": nameless} if nameless else {},
    )


def unknown(source: SourceFile, row: Row, column: str, expected: str) -> UnknownValueError:
    """Return the error for a value that the reader has no meaning for."""
    return UnknownValueError(
        file=source.name,
        place=f"{row.place}, column {column}",
        expected=expected,
        found=repr(row.text(column)),
        action="Read the row, then teach sanctions/lists/ua_gur.py this value with a fixture.",
    )


def last_seen(source: SourceFile, row: Row) -> dt.date:
    """Return the day on which the export last met the row; the newest is the day of the file."""
    found = dates.iso(row.text("last_seen").partition("T")[0])
    if not found:
        raise unknown(source, row, "last_seen", "a time such as 2026-03-13T05:41:01")
    return found.start


def listing(source: SourceFile, row: Row) -> Listing:
    """Return the listing of one row."""
    if row.text("schema") not in KINDS:
        raise unknown(source, row, "schema", f"one of {', '.join(sorted(KINDS))}")
    if DATASET not in divided(row.text("dataset")):
        raise unknown(source, row, "dataset", DATASET)
    kind = KINDS[row.text("schema")]
    countries = tuple(divided(row.text("countries")))
    if not known_codes().issuperset(countries):
        raise unknown(source, row, "countries", "ISO 3166-1 codes in small letters")
    return Listing(
        list=LIST,
        key=row.text("id"),
        kind=kind,
        names=tuple(dict.fromkeys(names(row, kind))),
        measures=(Measure.OTHER,),
        programmes=tuple(divided(row.text("program_ids"))),
        birth_dates=birth_dates(source, row),
        countries=countries,
        addresses=tuple(map(Address, divided(row.text("addresses")))),
        identifiers=tuple(
            dict.fromkeys(
                identifier(number, kind, countries) for number in divided(row.text("identifiers"))
            )
        ),
        reasons="\n".join(divided(str(row.raw("sanctions")))),
        place=row.place,
    )


def names(row: Row, kind: Kind) -> Iterator[Name]:
    """Yield the name and every alias; a family name is in capitals."""
    texts = [(row.text("name"), Role.PRIMARY)]
    texts += [(text, Role.ALIAS) for text in divided(row.text("aliases"))]
    for text, role in texts:
        family = family_in_capitals(text) if kind is Kind.PERSON else ""
        yield Name(text, script_of(text), role=role, family=family)


def birth_dates(source: SourceFile, row: Row) -> tuple[When, ...]:
    """Return the birth dates of a person."""
    found = [dates.iso(text) for text in divided(row.text("birth_date"))]
    if not all(found):
        raise unknown(source, row, "birth_date", "dates such as 1965-03-07")
    return tuple(date for date in found if date)


def identifier(printed: str, kind: Kind, countries: tuple[str, ...]) -> Identifier:
    """Return a number with the kind that its form, its checksum and the entry give it."""
    imo = IMO.fullmatch(printed)
    if imo:
        ship = kind is Kind.VESSEL and valid_imo(imo[1])
        return Identifier("imo" if ship else "imo-company", imo[1])
    number = re.sub(r"[\s.\-]", "", printed).upper()
    if kind is Kind.VESSEL:
        mmsi = number.isdecimal() and len(number) == 9
        return Identifier("mmsi" if mmsi else "call-sign", number)
    russian = russian_number(number)
    if russian and (len(number) in PERSONAL_LENGTHS) == (kind is Kind.PERSON):
        return russian
    if kind is Kind.PERSON:
        return (
            Identifier("rnokpp", number, "ua") if is_rnokpp(number) else Identifier("tax", number)
        )
    if countries == ("by",) and number.isdecimal() and len(number) == 9:
        return Identifier("unp", number, "by")
    return Identifier("registration", number, countries[0] if len(countries) == 1 else "")


def is_rnokpp(number: str) -> bool:
    """Say whether a person's number has the ten digits of Ukraine; Russia gives a person twelve."""
    return number.isdecimal() and len(number) == 10
