"""OFAC: the lists of the United States Treasury, as CSV and as XML.

The SDN list as CSV comes in four files that join by their first column, `ent_num`: `sdn.csv` is the
list, `alt.csv`, `add.csv` and `sdn_comments.csv` are companions. They have no heading and no date
inside, a null is `-0- `, and the last byte 0x1A is a row of its own. No file says when a listing
was made. Format: "SDN List Data Formats" of the Office of Foreign Assets Control.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from comity.entities.countries import country_code
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import us_ofac_xml
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    SourceFile,
    UnknownValueError,
)
from comity.sanctions.lists.tables import csv_rows
from comity.sanctions.lists.us_ofac_remarks import CUT, Facts, facts_of

LIST = "us-ofac"
JURISDICTION = "us"
SERIES = "us-ofac-sdn"

NULL = "-0-"
COMPANIONS = {5: "alt", 6: "add", 2: "comments"}
"""Columns of a companion file to its name."""

KINDS = {
    NULL: Kind.ORGANISATION,
    "individual": Kind.PERSON,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
ALIASES = {"aka": Role.ALIAS, "fka": Role.FORMER, "nka": Role.ALIAS}

LEFT_OUT = {
    "sdn.csv columns 7 to 9, type, tonnage": "no comparison uses them; the bytes are kept",
    "sdn.csv column 11, vessel owner": "prose about another target; the bytes are kept",
    "alt.csv column 2, alt_num and add.csv column 2, add_num": "keys of the row, not of the target",
    "alt.csv column 5 and add.csv column 6, remarks": "null in every row of the official files",
}
"""Fields that are not in a listing, each with its reason."""


def recognise(source: SourceFile) -> bool:
    """Say whether this is a file of OFAC, by its root element or by its first rows."""
    head = source.content[:65536]
    if us_ofac_xml.recognise(head):
        return True
    first, _, rest = head.partition(b",")
    if not first.isdigit() or head[:1] == b"<":
        return False
    return b"-0-" in head or rest[:1] == b'"'


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    if source.content.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        return us_ofac_xml.read(source)
    rows = table(source)
    columns = len(rows[0][1])
    if columns in COMPANIONS:
        return Reading(
            list=LIST,
            series=SERIES,
            role=FileRole.COMPANION,
            part=COMPANIONS[columns],
            records=len(rows),
            listings=(),
            left_out={},
        )
    listings = tuple(listing(source, line, row) for line, row in rows)
    check_unique(source, listings)
    return Reading(
        list=LIST,
        series=SERIES,
        role=FileRole.FULL,
        records=len(rows),
        listings=listings,
        left_out={},
    )


def table(source: SourceFile) -> list[tuple[int, list[str]]]:
    """Return the rows with their line numbers, without the end mark, all of one width.

    Raises:
        EmptyFileError: no row.
        DamagedFileError: a row of another width, or a key that is no number.
    """
    rows = [(line, row) for line, row in csv_rows(source) if row and row != ["\x1a"]]
    if not rows:
        raise EmptyFileError(
            file=source.name,
            place="line 1",
            expected="entries of the SDN list",
            found="nothing",
            action="Download the file again.",
        )
    width = len(rows[0][1]) if len(rows[0][1]) in COMPANIONS else 12
    for line, row in rows:
        if len(row) != width:
            raise DamagedFileError(
                file=source.name,
                place=f"line {line}",
                expected=f"{width} columns",
                found=f"{len(row)}",
                action="Download the file again; if it stays so, OFAC changed the format.",
            )
        if not row[0].strip().isdigit():
            raise DamagedFileError(
                file=source.name,
                place=f"line {line}, column 1",
                expected="a number, the key ent_num",
                found=repr(row[0]),
                action="Download the file again; if it stays so, OFAC changed the format.",
            )
    return rows


def check_unique(source: SourceFile, listings: Iterable[Listing]) -> None:
    """Stop when a key stands twice.

    Raises:
        DamagedFileError: names the second place.
    """
    seen: dict[str, str] = {}
    for entry in listings:
        if entry.key in seen:
            raise DamagedFileError(
                file=source.name,
                place=entry.place,
                expected="every ent_num once",
                found=f"{entry.key} again, first on {seen[entry.key]}",
                action="Download the file again; two files may have been glued together.",
            )
        seen[entry.key] = entry.place


def listing(source: SourceFile, line: int, row: Sequence[str]) -> Listing:
    """Return the listing of one row of sdn.csv."""
    key, name, sdn_type, program, title, call_sign, _, _, _, flag, _, remarks = map(cell, row)
    place = f"line {line}"
    if (sdn_type or NULL) not in KINDS:
        raise UnknownValueError(
            file=source.name,
            place=f"{place}, ent_num {key}, column 3",
            expected=f"one of {', '.join(sorted(KINDS))}",
            found=repr(sdn_type),
            action="Read the entry, then add the type to KINDS in sanctions/lists/us_ofac.py.",
        )
    kind = KINDS[sdn_type or NULL]
    entry = Listing(
        list=LIST,
        key=key,
        kind=kind,
        names=(primary(name, kind),),
        measures=(Measure.VESSEL_MEASURES if kind is Kind.VESSEL else Measure.ASSET_FREEZE,),
        programmes=tuple(program.split("] [")) if program else (),
        nationalities=(flag,) if flag else (),
        identifiers=(Identifier("call-sign", call_sign),) if call_sign else (),
        positions=(title,) if title else (),
        reasons=remarks,
        place=place,
    )
    return with_facts(source, entry, remarks, whole=len(row[11]) < CUT)


def cell(text: str) -> str:
    """Return a cell, "" for OFAC's null."""
    text = " ".join(text.split())
    return "" if text == NULL else text


def primary(text: str, kind: Kind, role: Role = Role.PRIMARY) -> Name:
    """Return a name; for persons the family name stands before the first comma."""
    family = text.partition(",")[0] if kind is Kind.PERSON and "," in text else ""
    return Name(text, script_of(text), role=role, family=family)


def with_facts(source: SourceFile, entry: Listing, remarks: str, *, whole: bool) -> Listing:
    """Return the listing with what its remarks say."""
    try:
        facts = facts_of(remarks, entry.kind, whole=whole) if remarks else Facts()
    except ValueError as error:
        raise UnknownValueError(
            file=source.name,
            place=f"{entry.place}, ent_num {entry.key}, remarks",
            expected="a date such as 07 Mar 1965, Mar 1965, 1965, circa 1965 or 1960 to 1962",
            found=str(error),
            action="Read the entry, then teach sanctions/lists/us_ofac_remarks.py this notation.",
        ) from error
    nations = (*entry.nationalities, *facts.nationalities)
    identifiers = tuple(dict.fromkeys((*entry.identifiers, *facts.identifiers)))
    codes = [country_code(nation) for nation in nations] + [i.country for i in identifiers]
    return replace(
        entry,
        names=(*entry.names, *facts.names),
        birth_dates=tuple(dict.fromkeys(facts.birth_dates)),
        birth_places=tuple(facts.birth_places),
        nationalities=nations,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        identifiers=identifiers,
        gender=facts.gender,
    )


def join(
    listings: Sequence[Listing], companions: Sequence[SourceFile]
) -> tuple[list[Listing], dict[str, int]]:
    """Return the listings with the names, addresses and remarks of their companion files.

    Also returns how many rows of each companion belong to no listing: "alt" to 12. That happens
    when the files are of different days.
    """
    known = {entry.key for entry in listings}
    rows: dict[str, dict[str, list[list[str]]]] = {
        name: defaultdict(list) for name in COMPANIONS.values()
    }
    unmatched: dict[str, int] = defaultdict(int)
    texts: dict[str, SourceFile] = {}
    for source in companions:
        for _, row in table(source):
            name = COMPANIONS[len(row)]
            key, *values = map(cell, row)
            texts[name] = source
            if key in known:
                rows[name][key].append(values)
            else:
                unmatched[name] += 1
    joined = []
    for listed in listings:
        rest = rows["comments"].get(listed.key)
        entry = continued(texts["comments"], listed, rest[0][0]) if rest else listed
        alts, adds = rows["alt"].get(entry.key, ()), rows["add"].get(entry.key, ())
        joined.append(with_rows(entry, alts, adds) if alts or adds else entry)
    return joined, dict(unmatched)


def continued(source: SourceFile, entry: Listing, rest: str) -> Listing:
    """Return a listing whose cut remark goes on in sdn_comments.csv."""
    remarks = entry.reasons + rest
    bare = replace(
        entry,
        names=entry.names[:1],
        nationalities=(),
        identifiers=tuple(i for i in entry.identifiers if i.kind == "call-sign"),
        reasons=remarks,
    )
    return with_facts(source, bare, remarks, whole=True)


def with_rows(
    entry: Listing, alts: Sequence[Sequence[str]], adds: Sequence[Sequence[str]]
) -> Listing:
    """Return a listing with its rows of alt.csv and add.csv."""
    held = {name.text for name in entry.names}
    names = [primary(alt[2], entry.kind, ALIASES[alt[1]]) for alt in alts if alt[2] not in held]
    addresses = [
        Address(", ".join(part for part in add[1:4] if part), country_code(add[3])) for add in adds
    ]
    countries = dict.fromkeys((*entry.countries, *(a.country for a in addresses if a.country)))
    return replace(
        entry,
        names=(*entry.names, *names),
        addresses=(*entry.addresses, *addresses),
        countries=tuple(countries),
    )
