"""Switzerland: SECO's list of sanctioned persons and entities, one JSON object a line.

This is a copy that others wrote from the official XML; programmes, places, nationalities and every
modification are gone from it, so it does not say who has been taken off the list since. What a
listing means depends on its sanctions set alone: see `SETS`. In a set of ships every record is a
ship, although the copy calls some of them individuals.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

T = TypeVar("T")
Value = str | int | list["Value"] | dict[str, "Value"]

LIST = "ch-seco"
JURISDICTION = "ch"

READ = {
    "record": {"ssid", "sanctions_set_id", "individual", "entity"},
    "target": {"identity", "justification"},
    "identity": {"main", "names", "day_month_year", "addresses"},
    "name": {"name_type", "quality", "name_parts"},
    "name part": {"order", "name_part_type", "value"},
    "date": {"day", "month", "year"},
    "address": {"address_details", "zip_code"},
}
"""Fields that are read, by the object that has them."""

LEFT_OUT = {
    ("record", "_file"): "name of a file in the copier's folder",
    ("identity", "ssid"): "key of the identity, not of the target",
    ("name", "lang"): "always 'eng', on Cyrillic names too",
}
"""Fields that are not in a listing, each with its reason."""

SETS = {
    code: (programme, measure)
    for measure, programmes in {
        Measure.ASSET_FREEZE: {
            "Ukraine": "27286",
            "Belarus": "4387",
            "Iran": "3984 8174 13065 68945",
            "Syria": "3986 89252",
            "Al-Qaida": "47224",
            "Taliban": "47225",
            "Iraq": "3974",
            "North Korea": "3978",
            "Myanmar": "39362",
            "Zimbabwe": "6093 6094",
            "Venezuela": "38373",
            "Libya": "3980 12786",
            "DR Congo": "3976 38066",
            "Liberia": "3973",
            "Sudan": "3975 73477",
            "Moldova": "62614",
            "Somalia": "3983",
            "Nicaragua": "42032",
            "Central African Republic": "27650",
            "Hamas": "71360",
            "Yugoslavia": "2720",
            "Yemen": "29610",
            "Haiti": "57350 97845",
            "Guinea-Bissau": "3981 6373",
            "Guatemala": "72634",
            "Côte d'Ivoire": "3982",
            "South Sudan": "31517 38340",
            "Mali": "39942",
            "Guinea": "3977",
            "Burundi": "32654",
        },
        Measure.TRAVEL_BAN: {"Libya": "12787 12788", "Liberia": "4021"},
        Measure.EXPORT_BAN: {"Ukraine": "29445", "Belarus": "51271"},
        Measure.TRANSACTION_BAN: {
            "Ukraine": "28749 50531 50532 50535 50536 51027 52757 78347 78348 90371 96852",
            "Belarus": "46113 51270",
        },
        Measure.SERVICES_BAN: {"Ukraine": "55886"},
        Measure.VESSEL_MEASURES: {"Ukraine": "77993", "North Korea": "34422"},
    }.items()
    for programme, codes in programmes.items()
    for code in codes.split()
}
"""What each sanctions set is for: SECO's programme and what the set forbids.

The copy has only the numbers. Sets without an asset freeze were found by their names, which are
those of an annex of Regulation (EU) 833/2014 or 765/2006 (29445 is Annex IV: military end users),
and for travel bans by a set with entities that has the same persons. All others are freezes.
"""

KINDS = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION}

NAME_TYPES = {
    "primary-name": Role.PRIMARY,
    "alias": Role.ALIAS,
    "formerly-known-as": Role.FORMER,
}
QUALITIES = {"good": False, "low": True}
"""Whether an alias of this quality is weak."""

PARTS = frozenset(
    """family-name given-name further-given-name father-name grand-father-name maiden-name suffix
    whole-name other title""".split()
)
WHOLE_PARTS = frozenset({"whole-name", "other"})

NO_NAME = "no identity in this copy"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, for messages and for reading its values as the types they must be."""

    source: SourceFile
    number: int

    @property
    def place(self) -> str:
        """Return where the line is."""
        return f"line {self.number}"

    def value_error(self, field: str, expected: str, found: object) -> UnknownValueError:
        """Return the error for a value that the reader has no meaning for."""
        return UnknownValueError(
            file=self.source.name,
            place=f"{self.place}, field {field}",
            expected=expected,
            found=repr(found),
            action="Read the line, then teach sanctions/lists/ch_seco.py this value.",
        )

    def fields(self, what: str, value: Value) -> dict[str, Value]:
        """Return an object after checking that every field of it is known.

        Raises:
            UnknownFieldError: a field that is neither read nor left out.
            UnknownValueError: not an object.
        """
        if not isinstance(value, dict):
            raise self.value_error(what, "an object", value)
        for field in value:
            if field not in READ[what] and (what, field) not in LEFT_OUT:
                raise UnknownFieldError(
                    file=self.source.name,
                    place=self.place,
                    expected="only fields that this reader knows",
                    found=f"the field {field} of a {what}",
                    action="Read the line, then add the field to READ or LEFT_OUT of "
                    "sanctions/lists/ch_seco.py with a fixture.",
                )
        return value

    def text(self, fields: dict[str, Value], field: str) -> str:
        """Return a field as text, blanks normalised, "" where it is missing."""
        value = fields.get(field, "")
        if not isinstance(value, str):
            raise self.value_error(field, "a text", value)
        return " ".join(value.split())

    def number_of(self, fields: dict[str, Value], field: str) -> int:
        """Return a field as a whole number, 0 where it is missing."""
        value = fields.get(field, 0)
        if not isinstance(value, int):
            raise self.value_error(field, "a whole number", value)
        return value

    def items(self, fields: dict[str, Value], field: str, what: str) -> list[dict[str, Value]]:
        """Return the objects of a list, an empty one where it is missing."""
        value = fields.get(field, [])
        if not isinstance(value, list):
            raise self.value_error(field, "a list", value)
        return [self.fields(what, item) for item in value]

    def known(self, fields: dict[str, Value], field: str, table: dict[str, T]) -> T:
        """Return the meaning of a coded value."""
        value = self.text(fields, field)
        if value not in table:
            raise self.value_error(field, f"one of {', '.join(table)}", value)
        return table[value]


def recognise(source: SourceFile) -> bool:
    """Say whether the first lines have the keys of the Swiss list."""
    head = source.content[:4096]
    return b'"sanctions_set_id"' in head and b'"ssid"' in head


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    listings: dict[str, Listing] = {}
    records = nameless = 0
    for number, text in enumerate(source.text().split("\n"), start=1):
        if not text.strip():
            continue
        line = Line(source, number)
        found = listing(line, line.fields("record", parsed(line, text)))
        records += 1
        nameless += found is None
        if found and found.key in listings:
            raise line.value_error("ssid", "a key that no line before it has", found.key)
        if found:
            listings[found.key] = found
    if not records:
        raise empty(source)
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        records=records,
        listings=tuple(listings.values()),
        left_out={NO_NAME: nameless} if nameless else {},
    )


def empty(source: SourceFile) -> ListFileError:
    """Return the error for a file without a line."""
    return EmptyFileError(
        file=source.name,
        place="line 1",
        expected="at least one line",
        found="nothing",
        action="Download the file again.",
    )


def parsed(line: Line, text: str) -> Value:
    """Return the JSON value of a line.

    Raises:
        DamagedFileError: the line is cut or is no JSON.
    """
    try:
        value: Value = json.loads(text)
    except json.JSONDecodeError as error:
        raise DamagedFileError(
            file=line.source.name,
            place=line.place,
            expected="one JSON object",
            found=f"{error.msg} at column {error.colno}",
            action="Download the file again; it is damaged or cut off.",
        ) from error
    return value


def listing(line: Line, record: dict[str, Value]) -> Listing | None:
    """Return the listing of one record, None where the copy has lost its identity."""
    programme, measure = line.known(record, "sanctions_set_id", SETS)
    targets = [field for field in KINDS if field in record]
    if not targets:
        return None
    if len(targets) > 1:
        raise line.value_error("individual", "missing where there is an entity", "both")
    target = line.fields("target", record[targets[0]])
    identity = line.fields("identity", target.get("identity", {}))
    if identity and line.text(identity, "main") != "true":
        raise line.value_error("main", "'true'", identity.get("main"))
    kind = Kind.VESSEL if measure is Measure.VESSEL_MEASURES else KINDS[targets[0]]
    printed = line.items(identity, "names", "name")
    found = [name for item in printed for name in names(line, item, kind)]
    if not found:
        return None
    born, unread = birth_date(line, line.fields("date", identity.get("day_month_year", {})))
    reasons = (line.text(target, "justification"), unread)
    return Listing(
        list=LIST,
        key=line.text(record, "ssid"),
        kind=kind,
        names=tuple(dict.fromkeys(sorted(found, key=lambda name: name.role is not Role.PRIMARY))),
        measures=(measure,),
        programmes=(programme, f"sanctions set {line.text(record, 'sanctions_set_id')}"),
        birth_dates=(born,) if born else (),
        addresses=tuple(addresses(line, identity)),
        positions=tuple(dict.fromkeys(title for item in printed for title in titles(line, item))),
        reasons="\n".join(filter(None, reasons)),
        place=line.place,
    )


def parts_of(line: Line, item: dict[str, Value]) -> list[tuple[str, str]]:
    """Return the type and the text of the parts of a name, in their order."""
    parts = line.items(item, "name_parts", "name part")
    parts.sort(key=lambda part: line.number_of(part, "order"))
    found = [(line.text(part, "name_part_type"), line.text(part, "value")) for part in parts]
    for kind, _ in found:
        if kind not in PARTS:
            raise line.value_error("name_part_type", f"one of {', '.join(sorted(PARTS))}", kind)
    return [(kind, text) for kind, text in found if text]


def titles(line: Line, item: dict[str, Value]) -> list[str]:
    """Return the titles that stand among the parts of a name."""
    return [text for kind, text in parts_of(line, item) if kind == "title"]


def names(line: Line, item: dict[str, Value], kind: Kind) -> Iterator[Name]:
    """Yield one printed name, and with the maiden name in place of the family name as a former one.

    An alias that is one part of a person's name is the other spelling of that part: it is weak.
    """
    role = line.known(item, "name_type", NAME_TYPES)
    low = line.known(item, "quality", QUALITIES)
    parts = [part for part in parts_of(line, item) if part[0] != "title"]
    if not parts:
        return
    lone = kind is Kind.PERSON and len(parts) == 1 and parts[0][0] not in WHOLE_PARTS
    if role is Role.ALIAS and (low or lone):
        role = Role.WEAK
    types = {part for part, _ in parts}
    if {"family-name", "maiden-name"} <= types:
        yield name(parts, "maiden-name", role, kind)
        yield name(parts, "family-name", Role.FORMER, kind)
    else:
        yield name(parts, "", role, kind)


def name(parts: list[tuple[str, str]], without: str, role: Role, kind: Kind) -> Name:
    """Return the parts but one as a name."""
    kept = [(part, text) for part, text in parts if part != without]
    text = " ".join(text for _, text in kept)
    family = [text for part, text in kept if part in {"family-name", "maiden-name"}]
    alone = kind is not Kind.PERSON or len(kept) == 1
    return Name(text, script_of(text), role=role, family="" if alone else " ".join(family))


def birth_date(line: Line, fields: dict[str, Value]) -> tuple[When | None, str]:
    """Return the date as exactly as it is given, as prose where it has no year."""
    year, month, day = (line.number_of(fields, field) for field in ("year", "month", "day"))
    if not year:
        return None, f"Born or founded on day {day}, month {month}" if day or month else ""
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    found = dates.iso(text)
    if not found:
        raise line.value_error("day_month_year", "a date of the calendar", text)
    return found, ""


def addresses(line: Line, identity: dict[str, Value]) -> Iterator[Address]:
    """Yield the addresses that the copy has kept something of."""
    for item in line.items(identity, "addresses", "address"):
        parts = (line.text(item, "address_details"), line.text(item, "zip_code"))
        if any(parts):
            yield Address(", ".join(filter(None, parts)))
