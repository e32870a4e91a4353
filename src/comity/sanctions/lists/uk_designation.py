"""Designation: one target of a list of the United Kingdom, as printed.

The UK Sanctions List (XML and CSV) and OFSI's Consolidated List (XLSX) print the same fields in
three layouts. Each reader collects them into a `Designation`; what they mean is said once, in
`uk_listing` and `uk_numbers`, so that a notation is understood, or refused, in one place.

A name has six parts: 1 to 5 in the order in which they are said, then 6, the family name or, for an
organisation or a ship, the whole name.

>>> items("(1) Russia. (2) Cyprus"), items("N/A")
(['Russia', 'Cyprus'], [])
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from comity.sanctions.lists.source import SourceFile, UnknownValueError

NO_VALUE = frozenset({"", "-", "n/a", "na", "unknown", "none"})
"""How the lists say, in lower case, that a field has no value."""

ITEM = re.compile(r"\(\d+(?:\s*[-–]\s*\d+)?\)(?:\s*to\s*\(\d+\))?")


@dataclass(slots=True)
class PrintedName:
    """One name as printed.

    Attributes:
        parts: Name 1 to Name 6; parts that are not used are "".
        type: "Primary Name", "Alias", "AKA", ...
        strength: "Good quality a.k.a", "Low quality", ... or "".
    """

    parts: tuple[str, ...]
    type: str
    strength: str


@dataclass(slots=True, kw_only=True)
class Designation:
    """The fields of one target as printed, blanks normalised; what is missing is empty.

    Attributes:
        list: the name of the list.
        key: the key within the list.
        place: where it begins in the file.
        kind: "Individual", "Entity" or "Ship".
        names: every name.
        non_latin: names in another script, each with the language that the list states.
        regimes: the regulations.
        imposed: sanctions imposed, one a piece.
        listed: dates of designation, dd/mm/yyyy.
        unique_ids: references of the UK Sanctions List.
        ofsi_ids: group ids of OFSI.
        un_references: references of the UN list.
        births: dates of birth of a person, years of building of a ship.
        birth_places: town and country.
        nationalities: of a person; flags of a ship.
        passports: number and note.
        national_ids: number and note.
        registrations: business registration numbers, free text.
        imo_numbers: with or without the letters IMO.
        hulls: hull identification numbers.
        addresses: lines and country.
        genders: at most one is expected.
        positions: titles and positions.
        information: "Other information".
        reasons: the statement of reasons.
    """

    list: str
    key: str
    place: str
    kind: str
    names: Iterable[PrintedName] = ()
    non_latin: Iterable[tuple[str, str]] = ()
    regimes: Iterable[str] = ()
    imposed: Iterable[str] = ()
    listed: Iterable[str] = ()
    unique_ids: Iterable[str] = ()
    ofsi_ids: Iterable[str] = ()
    un_references: Iterable[str] = ()
    births: Iterable[str] = ()
    birth_places: Iterable[tuple[str, str]] = ()
    nationalities: Iterable[str] = ()
    passports: Iterable[tuple[str, str]] = ()
    national_ids: Iterable[tuple[str, str]] = ()
    registrations: Iterable[str] = ()
    imo_numbers: Iterable[str] = ()
    hulls: Iterable[str] = ()
    addresses: Iterable[tuple[tuple[str, ...], str]] = ()
    genders: Iterable[str] = ()
    positions: Iterable[str] = ()
    information: str = ""
    reasons: str = ""


def items(text: str) -> list[str]:
    """Return the values of a cell: "(1) Russia. (2) Cyprus" has two, "N/A" has none."""
    return [piece for piece in pieces(text) if piece.casefold() not in NO_VALUE]


def paired(first: str, second: str) -> list[tuple[str, str]]:
    """Return the values of two cells side by side, as their numbers pair them.

    One value of the second cell goes with every value of the first.
    """
    left, right = pieces(first), pieces(second)
    if len(right) == 1:
        right *= len(left)
    return [pair for pair in zip_longest(left, right, fillvalue="") if any(pair)]


def pieces(text: str) -> list[str]:
    """Return a cell cut at its numbers, with empty pieces where a number has no value."""
    if not ITEM.match(text):
        return [text]
    return [piece.strip(" .;,") for piece in ITEM.split(text)[1:]]


def unknown(
    source: SourceFile, entry: Designation, what: str, value: str, expected: str
) -> UnknownValueError:
    """Return the error for a value that has no meaning here."""
    return UnknownValueError(
        file=source.name,
        place=f"{entry.place}, {entry.key}",
        expected=f"{what} to be {expected}",
        found=repr(value),
        action="Read the entry, then teach sanctions/lists/uk_listing.py this, with a fixture.",
    )
