"""UN Security Council: the consolidated list, XML without a namespace.

Names in the original script prove that the file is whole: a copy whose characters were cut to one
byte can still look like XML, has only Latin letters there, and is refused. Entries do not say what
they forbid, so `REGIMES` does, by the resolution behind each committee's list. The list has persons
and entities; the ships of North Korea stand on another page of the United Nations.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from comity.entities.countries import country_code
from comity.entities.identifiers import un_reference
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates, xml
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    SourceFile,
    UnknownValueError,
)
from comity.sanctions.lists.un_fields import ADDRESS, KNOWN

T = TypeVar("T")

LIST = "un"
JURISDICTION = "un"

ROOT = re.compile(rb"<(?:\w+:)?CONSOLIDATED_LIST[\s>]")

KINDS = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.ORGANISATION}

FREEZE = (Measure.ASSET_FREEZE,)
BAN = (Measure.TRAVEL_BAN,)
BOTH = (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)

REGIMES = {
    "Al-Qaida": BOTH,  # resolution 2368 (2017), paragraph 1
    "CAR": BOTH,  # 2399 (2018), paragraphs 9 and 16
    "DPRK": BOTH,  # 1718 (2006), paragraph 8 (d) and (e)
    "DRC": BOTH,  # 1596 (2005), paragraphs 13 and 15
    "GB": BAN,  # 2048 (2012), paragraph 4: Guinea-Bissau has no asset freeze
    "Haiti": BOTH,  # 2653 (2022), paragraphs 3 and 6
    "Iran": BOTH,  # 1737 (2006), paragraph 12, and 1929 (2010), paragraph 10
    "Iraq": FREEZE,  # 1483 (2003), paragraph 23: no travel ban
    "Mali": BOTH,  # 2374 (2017), paragraphs 1 and 4; the list until 2023
    "Libya": BOTH,  # 1970 (2011), paragraphs 15 and 17; see `measures`
    "Somalia": BOTH,  # 1844 (2008), paragraphs 1 and 3
    "SouthSudan": BOTH,  # 2206 (2015), paragraphs 9 and 12
    "Sudan": BOTH,  # 1591 (2005), paragraph 3 (d) and (e)
    "Taliban": BOTH,  # 1988 (2011), paragraph 1
    "Yemen": BOTH,  # 2140 (2014), paragraphs 11 and 15
}
"""What the resolution of each committee asks of states against a person."""

STATED = {
    "Travel Ban": BAN,
    "Asset Freeze": FREEZE,
    "Travel Ban, Asset Freeze": BOTH,
    "Travel Ban,Asset Freeze": BOTH,
}
"""What the remarks on Libya say in brackets, since there the two lists are not the same."""

QUALITIES = {
    "Good": Role.ALIAS,
    "Low": Role.WEAK,
    "a.k.a.": Role.ALIAS,
    "f.k.a.": Role.FORMER,
    "": Role.ALIAS,
}

GENDERS = {"": "", "Male": "male", "Female": "female"}

DOCUMENTS = {
    "Passport": "passport",
    "Numéro de passeport": "passport",
    "Número de pasaporte": "passport",
    "National Identification Number": "national-id",
    "National Identification": "national-id",
    "National identification no.": "national-id",
}

NOT_IDENTITY = re.compile(r"ration|birth|driv|voter|student|resid|milit|service|nationality|other")
"""Words of the second, free document type for what is no national identity number or card."""

DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[+-]\d\d:\d\d|Z)?")
IN_SCRIPT = re.compile(r"(?:original script|in arabic(?: script)?)\s*:\s*(.+)$", re.IGNORECASE)
NUMBER_LABEL = re.compile(r"^\D*\b(?:number|passport|no)\b[\s.:°]*", re.IGNORECASE)
NUMBER_TAIL = re.compile(r"\s*\([^)]*\)$|,.*$")
WORDS = re.compile(r"[a-z]{3}")


def recognise(source: SourceFile) -> bool:
    """Say whether the root element, damaged or not, is the one of the UN list."""
    head = source.content[:4096]
    return xml.is_markup(head) and ROOT.search(head) is not None


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    root = xml.parse(source)
    xml.check_known(source, root, KNOWN)
    entries = [entry for group in root.iterchildren() for entry in group.iterchildren(*KINDS)]
    if not entries:
        raise EmptyFileError(
            file=source.name,
            place=xml.place(root),
            expected="at least one INDIVIDUAL or ENTITY",
            found="none",
            action=xml.AGAIN,
        )
    check_scripts(source, root)
    listings = [listing(source, entry) for entry in entries if full_name(entry)]
    check_keys(source, listings)
    announced = [entry.announced.start for entry in listings if entry.announced]
    nameless = len(entries) - len(listings)
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        date=generated(source, root),
        through=max(announced, default=None),
        records=len(entries),
        listings=tuple(listings),
        left_out={"no name": nameless} if nameless else {},
    )


def check_scripts(source: SourceFile, root: xml.Element) -> None:
    """Refuse a file whose names in the original script are all in Latin letters.

    Raises:
        DamagedFileError: the characters were cut to one byte.
    """
    names = [xml.tidy(name.text) for name in root.iter("NAME_ORIGINAL_SCRIPT")]
    if names and all(script_of(name) in {"Latn", "Zyyy"} for name in names):
        raise DamagedFileError(
            file=source.name,
            place="NAME_ORIGINAL_SCRIPT",
            expected="names in Arabic, Cyrillic, Han or Hangul letters",
            found="Latin letters in every one: the characters were cut to one byte",
            action="Download the file again; do not repair it by hand.",
        )


def check_keys(source: SourceFile, listings: Iterable[Listing]) -> None:
    """Stop where two entries have one reference.

    Raises:
        UnknownValueError: names the reference and the second place.
    """
    seen: Counter[str] = Counter()
    for entry in listings:
        seen[entry.key] += 1
        if seen[entry.key] > 1:
            raise UnknownValueError(
                file=source.name,
                place=entry.place,
                expected="one entry for each REFERENCE_NUMBER",
                found=f"{entry.key} a second time",
                action="Ask the authority which entry holds; this reader does not choose.",
            )


def generated(source: SourceFile, root: xml.Element) -> dt.date:
    """Return the day on which the United Nations wrote the file."""
    text = xml.attribute(root, "dateGenerated")
    day = dates.iso(text.partition("T")[0])
    if day is None or day.start != day.end:
        raise xml.unknown_value(
            source, root, "dateGenerated", text, "a date such as 2026-02-27T00:00:09Z"
        )
    return day.start


def listing(source: SourceFile, entry: xml.Element) -> Listing:
    """Return the listing of one INDIVIDUAL or ENTITY."""
    name = xml.local(entry)
    kind = KINDS[name]
    reference = xml.text(entry, "REFERENCE_NUMBER")
    if not un_reference(reference):
        raise xml.unknown_value(
            source, entry, "REFERENCE_NUMBER", reference, "a reference such as KPi.001"
        )
    aliases = [a for a in xml.children(entry, f"{name}_ALIAS") if xml.text(a, "ALIAS_NAME")]
    documents = list(xml.children(entry, "INDIVIDUAL_DOCUMENT"))
    identifiers = [Identifier("un", un_reference(reference))]
    identifiers += [found for item in documents for found in document(source, item)]
    nationalities = values(entry, "NATIONALITY")
    addresses = tuple(a for a in map(address, xml.children(entry, f"{name}_ADDRESS")) if a.text)
    codes = [*map(country_code, nationalities), *(a.country for a in addresses)]
    codes += [found.country for found in identifiers]
    born, unread = birth_dates(source, entry, aliases)
    return Listing(
        list=LIST,
        key=reference,
        kind=kind,
        names=tuple(dict.fromkeys(names(source, entry, aliases))),
        measures=measures(source, entry, kind),
        programmes=(xml.text(entry, "UN_LIST_TYPE"),),
        announced=listed_on(source, entry),
        birth_dates=born,
        birth_places=tuple(dict.fromkeys(birth_places(entry, aliases))),
        nationalities=nationalities,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(identifiers)),
        gender=known(source, entry, "GENDER", GENDERS),
        positions=values(entry, "TITLE") + values(entry, "DESIGNATION"),
        reasons="\n".join(
            [xml.text(entry, "COMMENTS1"), *unread, *notes(aliases, documents)]
        ).strip(),
        place=xml.place(entry),
    )


def known(source: SourceFile, element: xml.Element, field: str, table: dict[str, T]) -> T:
    """Return the meaning of a coded value.

    Raises:
        UnknownValueError: the table does not have it.
    """
    value = xml.text(element, field)
    if value not in table:
        expected = f"one of {', '.join(sorted(filter(None, table)))}"
        raise xml.unknown_value(source, element, field, value, expected)
    return table[value]


def values(entry: xml.Element, name: str) -> tuple[str, ...]:
    """Return the VALUE elements of a group, without empty ones and those that say "na"."""
    found = (xml.tidy(v.text) for group in xml.children(entry, name) for v in group.iter("VALUE"))
    return tuple(dict.fromkeys(value for value in found if value and value != "na"))


def full_name(entry: xml.Element) -> str:
    """Return the up to four parts of the name in their order."""
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    return " ".join(filter(None, (xml.text(entry, part) for part in parts)))


def names(source: SourceFile, entry: xml.Element, aliases: list[xml.Element]) -> Iterator[Name]:
    """Yield the name, the name in its original script, and every alias."""
    for text in (full_name(entry), xml.text(entry, "NAME_ORIGINAL_SCRIPT")):
        if text:
            yield Name(text, script_of(text))
    for alias in aliases:
        role = known(source, alias, "QUALITY", QUALITIES)
        note = xml.text(alias, "NOTE")
        if note.lower().startswith(("previously listed as", "formerly listed as")):
            role = Role.FORMER
        text = xml.text(alias, "ALIAS_NAME")
        yield Name(text, script_of(text), role=role)
        original = IN_SCRIPT.search(note)
        if original:
            yield Name(original[1], script_of(original[1]), role=role)


def measures(source: SourceFile, entry: xml.Element, kind: Kind) -> tuple[Measure, ...]:
    """Return the measures of the regime, or those that the remarks of an entry on Libya name."""
    asked = known(source, entry, "UN_LIST_TYPE", REGIMES)
    for stated, says in STATED.items():
        if asked is BOTH and f"({stated})" in xml.text(entry, "COMMENTS1").replace("( ", "("):
            asked = says
    return FREEZE if kind is Kind.ORGANISATION else asked


def listed_on(source: SourceFile, entry: xml.Element) -> When:
    """Return the day of the listing; ten entries print a time zone behind it."""
    text = xml.text(entry, "LISTED_ON")
    match = DAY.fullmatch(text)
    found = dates.iso(match[1]) if match else None
    if not found:
        raise xml.unknown_value(source, entry, "LISTED_ON", text, "a date such as 2016-03-02")
    return found


def birth_dates(
    source: SourceFile, entry: xml.Element, aliases: list[xml.Element]
) -> tuple[tuple[When, ...], list[str]]:
    """Return every birth date, those of aliases too, and the notes that are no plain date."""
    found, prose = [], []
    for element in xml.children(entry, "INDIVIDUAL_DATE_OF_BIRTH"):
        date, note = birth_date(source, element)
        found += [date] if date else []
        prose += [f"Date of birth: {note}"] if note else []
    for alias in aliases:
        text = xml.text(alias, "DATE_OF_BIRTH")
        date = dates.iso(text)
        if text and not date:
            raise xml.unknown_value(
                source, alias, "DATE_OF_BIRTH", text, "a date such as 1965-03-07, or a year"
            )
        found += [date] if date else []
    return tuple(dict.fromkeys(found)), prose


def birth_date(source: SourceFile, element: xml.Element) -> tuple[When | None, str]:
    """Return the date with its precision, and the note where it says more than the date."""
    kind = xml.text(element, "TYPE_OF_DATE")
    note = xml.text(element, "NOTE")
    fields = [xml.text(element, field) for field in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")]
    date, year, first, last = fields
    found: When | None = None
    match kind, [bool(field) for field in fields]:
        case "EXACT", [True, False, False, False]:
            found = dates.iso(date)
        case "EXACT", [False, True, False, False]:
            month = dates.in_words(f"{note} {year}") if note else None
            found, note = (month, "") if month else (dates.iso(year), note)
        case "APPROXIMATELY", [False, True, False, False]:
            found = dates.years(f"circa {year}")
        case "BETWEEN", [False, False, True, True]:
            found = dates.years(f"{first} to {last}")
        case (("EXACT" | "APPROXIMATELY"), [False, False, False, False]) if note:
            found = dates.in_words(note) if kind == "EXACT" else None
            return found, "" if found else note
        case "", [False, False, False, False]:
            return None, note
        case _:
            pass
    if not found:
        expected = "EXACT with DATE or YEAR, APPROXIMATELY with YEAR, or BETWEEN with two years"
        given = " ".join(filter(None, (kind, *fields)))
        raise xml.unknown_value(source, element, "TYPE_OF_DATE", given, expected)
    return found, note


def birth_places(entry: xml.Element, aliases: list[xml.Element]) -> Iterator[str]:
    """Yield the places of birth, and those that an alias brings with it."""
    for place in xml.children(entry, "INDIVIDUAL_PLACE_OF_BIRTH"):
        text = address(place).text
        if text:
            yield text
    for alias in aliases:
        parts = (xml.text(alias, "CITY_OF_BIRTH"), xml.text(alias, "COUNTRY_OF_BIRTH"))
        if any(parts):
            yield ", ".join(filter(None, parts))


def address(element: xml.Element) -> Address:
    """Return an address on one line, its note in brackets behind it."""
    parts = [xml.text(element, field) for field in ADDRESS]
    text, note = ", ".join(filter(None, parts)), xml.text(element, "NOTE")
    return Address(f"{text} ({note})" if text and note else text or note, country_code(parts[-1]))


def document(source: SourceFile, element: xml.Element) -> Iterator[Identifier]:
    """Yield the number of a document, told apart by its two types; a note alone is prose."""
    if not len(element):
        return
    kind = known(source, element, "TYPE_OF_DOCUMENT", DOCUMENTS)
    free = xml.text(element, "TYPE_OF_DOCUMENT2").lower()
    if "passport" in free:
        kind = "passport"
    elif "fiscal" in free:
        kind = "tax"
    elif NOT_IDENTITY.search(free):
        kind = "other"
    number = NUMBER_TAIL.sub("", NUMBER_LABEL.sub("", xml.text(element, "NUMBER")))
    issuer = xml.text(element, "ISSUING_COUNTRY") or xml.text(element, "COUNTRY_OF_ISSUE")
    if number:
        kind = "other" if WORDS.search(number) else kind
        yield Identifier(kind, re.sub(r"[\s.\-]", "", number).upper(), country_code(issuer))


def notes(aliases: list[xml.Element], documents: list[xml.Element]) -> Iterator[str]:
    """Yield what the list says beside an alias or a document."""
    for element in aliases:
        note = xml.text(element, "NOTE")
        if note:
            yield f"{xml.text(element, 'ALIAS_NAME')}: {note}"
    for element in documents:
        note = xml.text(element, "NOTE")
        if note:
            number = xml.text(element, "NUMBER")
            yield f"{xml.text(element, 'TYPE_OF_DOCUMENT')} {number}".strip() + f": {note}"
