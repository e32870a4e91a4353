"""Entries: one entry of the Japanese asset-freeze list, from the cells of any edition to a listing.

The workbook and the CSV print the same things under other headings; both fill an `Entry`, so that
one rule reads each of them. What the cells say besides values is kept in the statement of reasons.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from comity.entities.identifiers import un_reference
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure
from comity.sanctions.lists.jp_mof_aliases import alias_cell
from comity.sanctions.lists.jp_mof_dates import Births, births
from comity.sanctions.lists.jp_mof_details import (
    birth_in,
    documents,
    gender_in,
    nationalities,
    numbers_in,
    original_name_in,
    values,
)
from comity.sanctions.lists.jp_mof_names import Unpacked, name_cell
from comity.sanctions.lists.jp_mof_parts import stated
from comity.sanctions.lists.source import SourceFile, UnknownValueError
from comity.sanctions.lists.tables import Cell, as_text

LIST = "jp-mof"

Kept = TypeVar("Kept", bound=Hashable)


@dataclass(slots=True, kw_only=True)
class Entry:
    """The cells of one entry.

    Attributes:
        key: category number, "#" and notice number.
        kind: person or organisation.
        place: where in the file.
        programme: the title of its category.
        announced: the day of its first notice.
        japanese: the name in Japanese.
        latin: the name in Latin letters.
        aliases: cells of other names, with what the heading says they are.
        positions: cells of titles and functions.
        born: the birth-date cell.
        birth_places: cells.
        nationalities: cells.
        passports: cells of passports, with their heading.
        papers: cells of identity numbers, with their heading.
        addresses: parsed already, because editions lay them out differently.
        un: the cell of the UN reference.
        reasons: cells of remarks, in the order of the columns.
        identifiers: numbers known from elsewhere in the file.
    """

    key: str
    kind: Kind
    place: str
    programme: str
    announced: When
    japanese: str = ""
    latin: str = ""
    aliases: list[tuple[str, Role]] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    born: Cell = ""
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    passports: list[tuple[str, str]] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    un: str = ""
    reasons: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)


def listing(source: SourceFile, entry: Entry) -> Listing:
    """Return the listing of one entry.

    Raises:
        UnknownValueError: a birth date or a UN reference in a wording that is not known, or cells
            of names in which there is none.
    """
    original, reasons = original_name_in("\n".join(filter(None, map(stated, entry.reasons))))
    unpacked = names_of(source, entry, original)
    born = born_of(source, entry, reasons)
    papers = [
        documents(cell, kind, heading)
        for kind, cells in (("passport", entry.passports), ("national-id", entry.papers))
        for heading, cell in cells
    ]
    nations = [nationalities(cell) for cell in entry.nationalities]
    remarks = [
        *unpacked.remarks,
        *(f"生年月日：{remark}" for remark in born.remarks),
        *(sentence for _, _, sentences in nations for sentence in sentences),
        *(text for _, texts in papers for text in texts),
    ]
    identifiers = [
        *entry.identifiers,
        *un_identifiers(source, entry),
        *(number for numbers, _ in papers for number in numbers),
        *numbers_in(reasons, entry.kind),
    ]
    codes = [code for _, found, _ in nations for code in found]
    codes += [address.country for address in entry.addresses if address.country]
    return Listing(
        list=LIST,
        key=entry.key,
        kind=entry.kind,
        names=unpacked.names,
        measures=(Measure.ASSET_FREEZE,),
        programmes=(entry.programme,),
        announced=entry.announced,
        birth_dates=born.dates,
        birth_places=distinct(value for cell in entry.birth_places for value in values(cell)),
        nationalities=distinct(text for texts, _, _ in nations for text in texts),
        countries=distinct(codes),
        addresses=distinct(entry.addresses),
        identifiers=distinct(identifiers),
        gender=gender_in(reasons),
        positions=distinct(value for cell in entry.positions for value in values(cell)),
        reasons="\n".join(filter(None, [reasons, *remarks])),
        place=entry.place,
    )


def born_of(source: SourceFile, entry: Entry, reasons: str) -> Births:
    """Return the birth dates of an entry, from its remarks where no column has them."""
    cell = entry.born or (birth_in(reasons) if entry.kind is Kind.PERSON else "")
    born = births(cell)
    if born is None:
        raise unknown(
            source, entry.place, "a birth date in a known wording, or 不明", as_text(cell),
            "Read the cell, then add the wording to jp_mof_dates.py with a test.",
        )  # fmt: skip
    return born


def names_of(source: SourceFile, entry: Entry, original: str) -> Unpacked:
    """Return every name of an entry; Han characters in the Japanese column are Japanese.

    Args:
        source: the file, for the error.
        entry: the entry.
        original: the name in original script that stood in the remarks, "" without one.
    """
    japanese = name_cell(entry.japanese, entry.kind)
    said = tuple(
        replace(name, language="ja") if name.script == "Hani" else name for name in japanese.names
    )
    unpacked = Unpacked(said, japanese.remarks).and_then(
        [
            name_cell(entry.latin, entry.kind),
            Unpacked((Name(original, script_of(original)),) if stated(original) else ()),
            *(alias_cell(cell, entry.kind, role) for cell, role in entry.aliases),
        ]
    )
    if not unpacked.names:
        raise unknown(
            source, entry.place, "a name", f"{entry.japanese} {entry.latin}",
            "Read the cells, then teach jp_mof_names.py their form with a test.",
        )  # fmt: skip
    return unpacked


def un_identifiers(source: SourceFile, entry: Entry) -> tuple[Identifier, ...]:
    """Return the reference of the UN list that the entry prints, none where it prints none."""
    printed = stated(entry.un)
    if not printed:
        return ()
    reference = un_reference(printed)
    if not reference:
        raise unknown(
            source, entry.place, "国連参照番号 to be a reference such as QDi.001", printed,
            "Read the cell; if it is a reference, teach entities/identifiers.py with a test.",
        )  # fmt: skip
    return (Identifier("un", reference),)


def unknown(
    source: SourceFile, place: str, expected: str, found: str, action: str
) -> UnknownValueError:
    """Return the error for a value that the reader has no meaning for."""
    return UnknownValueError(
        file=source.name, place=place, expected=expected, found=repr(found), action=action
    )


def distinct(values: Iterable[Kept]) -> tuple[Kept, ...]:
    """Return values each once, in order."""
    return tuple(dict.fromkeys(values))


def unique_key(key: str, taken: set[str]) -> str:
    """Return a key that is not taken, with ~2, ~3, ... after one that the source repeats."""
    candidate, count = key, 1
    while candidate in taken:
        count += 1
        candidate = f"{key}~{count}"
    taken.add(candidate)
    return candidate
