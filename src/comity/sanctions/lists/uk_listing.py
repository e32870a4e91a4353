"""Listing of a designation: what the values of the United Kingdom's lists mean.

A value of a coded field (type, name type, strength, sanction imposed, gender, date) that stands in
no table here stops the reader. The language of a name is free text: what CLDR does not know as a
language leaves the name without one.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from babel import Locale

from comity.entities.countries import country_code
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure
from comity.sanctions.lists import dates
from comity.sanctions.lists.source import DamagedFileError, SourceFile
from comity.sanctions.lists.uk_designation import NO_VALUE, Designation, PrintedName, unknown
from comity.sanctions.lists.uk_numbers import numbers

KINDS = {"Individual": Kind.PERSON, "Entity": Kind.ORGANISATION, "Ship": Kind.VESSEL}

ROLES = {
    "primary name": Role.PRIMARY,
    "primary name variation": Role.ALIAS,
    "alias": Role.ALIAS,
    "aka": Role.ALIAS,
    "fka": Role.FORMER,
}
"""Types of names in lower case: the list spells them with five different capitals."""

STRENGTHS = {
    "": Role.ALIAS,
    "good quality": Role.ALIAS,
    "good quality a.k.a": Role.ALIAS,
    "low quality": Role.WEAK,
    "low quality a.k.a": Role.WEAK,
}

MEASURES = {
    "asset freeze": Measure.ASSET_FREEZE,
    "travel ban": Measure.TRAVEL_BAN,
    "arms embargo": Measure.OTHER,
    "targeted arms embargo": Measure.OTHER,
    "chartering of ships": Measure.VESSEL_MEASURES,
    "prevention of chartering of ships": Measure.VESSEL_MEASURES,
    "prevention of chartering of ships and aircraft": Measure.VESSEL_MEASURES,
    "closure of representative offices": Measure.OTHER,
    "crew servicing of ships and aircraft": Measure.SERVICES_BAN,
    "de-flag": Measure.VESSEL_MEASURES,
    "prevention of business arrangements": Measure.TRANSACTION_BAN,
    "prohibition of port entry": Measure.VESSEL_MEASURES,
    "technical assistance related to aircraft": Measure.SERVICES_BAN,
    "trust services sanctions": Measure.SERVICES_BAN,
    "internet services sanctions": Measure.SERVICES_BAN,
    "director disqualification sanction": Measure.OTHER,
    "correspondent banking sanctions and processing payments": Measure.TRANSACTION_BAN,
    "prohibition on correspondent banking relationships and processing payments": (
        Measure.TRANSACTION_BAN
    ),
    "prohibition on correspondent banking and clearing": Measure.TRANSACTION_BAN,
    "prohibition on correspondent banking and sterling clearing": Measure.TRANSACTION_BAN,
    "transport sanctions": Measure.VESSEL_MEASURES,
    "shipping sanctions": Measure.VESSEL_MEASURES,
    "shipping & trade sanctions": Measure.VESSEL_MEASURES,
}
"""Sanctions imposed, in lower case and up to a colon, to what they mean.

An arms embargo forbids arms only, not exports at large as an export ban does.
"""

GENDERS = {"male": "male", "female": "female", "": "", "unknown": "", "n/a": ""}
BIRTH = re.compile(r"(?:(dd|\d{1,2})/)?(?:(mm|\d{1,2})/)?(\d{4})", re.IGNORECASE)
CENTURY = re.compile(r"\w{1,2}/\w{1,2}/(\d{2})yy", re.IGNORECASE)
NO_BIRTH = re.compile(r"(?:00|dd)/(?:00|mm)/(?:0+|yyyy)", re.IGNORECASE)
SHIP_NAME = re.compile(r"IMO \d{7} \([\"“'‘](.+)[\"”'’]\)")

LANGUAGES = {
    "persian/farsi": "fa",
    "farsi": "fa",
    "dari": "fa",
    "russia": "ru",
    "ukraine": "uk",
    "moldovan": "ro",
    "mandarin": "zh",
}
"""Languages as the lists write them where CLDR has another name."""


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
                expected="every designation once",
                found=f"{entry.key} again, first on {seen[entry.key]}",
                action="Download the file again; two files may have been glued together.",
            )
        seen[entry.key] = entry.place


def through(listings: Iterable[Listing]) -> dt.date | None:
    """Return the newest announcement."""
    return max((entry.announced.end for entry in listings if entry.announced), default=None)


def listing(source: SourceFile, entry: Designation) -> Listing:
    """Return the listing of one designation.

    Raises:
        UnknownValueError: a value has no meaning here; with its place.
    """
    if entry.kind not in KINDS:
        raise unknown(source, entry, "the type", entry.kind, f"one of {', '.join(KINDS)}")
    kind = KINDS[entry.kind]
    addresses = tuple(
        Address(", ".join(part for part in (*lines, country) if part), country_code(country))
        for lines, country in dict.fromkeys(entry.addresses)
        if country or any(lines)
    )
    nationalities = tuple(dict.fromkeys(entry.nationalities))
    nations = tuple(map(country_code, nationalities))
    places = {place.country for place in addresses}
    # Companies in Crimea have Russian numbers and, in the lists, addresses in Ukraine.
    regime = any("Russia" in regime for regime in entry.regimes)
    russian = "ru" in places or (places <= {"", "ua"} and regime)
    identifiers = tuple(dict.fromkeys(numbers(source, entry, kind, russian=russian)))
    codes = (
        *nations,
        *(place.country for place in addresses),
        *(number.country for number in identifiers),
    )
    return Listing(
        list=entry.list,
        key=entry.key,
        kind=kind,
        names=names(source, entry, kind),
        measures=measures(source, entry),
        programmes=tuple(dict.fromkeys(entry.regimes)),
        announced=announced(source, entry),
        birth_dates=tuple(dict.fromkeys(birth_dates(source, entry))),
        birth_places=tuple(
            dict.fromkeys(", ".join(part for part in place if part) for place in entry.birth_places)
        ),
        nationalities=nationalities,
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        addresses=addresses,
        identifiers=identifiers,
        gender=gender(source, entry),
        positions=tuple(dict.fromkeys(entry.positions)),
        reasons="\n".join(text for text in (entry.information, entry.reasons) if text),
        place=entry.place,
    )


def measures(source: SourceFile, entry: Designation) -> tuple[Measure, ...]:
    """Return what is forbidden; at least one measure."""
    found: dict[Measure, None] = {}
    for printed in entry.imposed:
        key = " ".join(printed.partition(":")[0].split()).casefold()
        if key not in MEASURES:
            raise unknown(source, entry, "Sanctions Imposed", printed, "one of MEASURES")
        found[MEASURES[key]] = None
    if not found:
        raise unknown(source, entry, "Sanctions Imposed", "", "one of MEASURES")
    return tuple(found)


def announced(source: SourceFile, entry: Designation) -> When:
    """Return the first date of designation."""
    days = []
    for printed in entry.listed:
        day = dates.day_first(printed)
        if not day:
            raise unknown(
                source, entry, "the date of designation", printed, "a date such as 07/03/2022"
            )
        days.append(day)
    if not days:
        raise unknown(source, entry, "the date of designation", "", "a date such as 07/03/2022")
    return min(days)


def gender(source: SourceFile, entry: Designation) -> str:
    """Return the gender, "" where none or both are stated."""
    found = set()
    for printed in entry.genders:
        if printed.casefold() not in GENDERS:
            raise unknown(source, entry, "Gender", printed, "one of Male, Female")
        found.add(GENDERS[printed.casefold()])
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def birth_dates(source: SourceFile, entry: Designation) -> Iterator[When]:
    """Yield every birth date; for a ship the years of building."""
    for printed in entry.births:
        try:
            when = birth_date(printed)
        except ValueError as error:
            raise unknown(
                source,
                entry,
                "the date of birth",
                printed,
                "a date such as 07/03/1965, dd/mm/1965, 00/03/1965 or 1965",
            ) from error
        if when:
            yield when


@lru_cache(maxsize=16384)
def birth_date(text: str) -> When | None:
    """Read 07/03/1965, dd/mm/1965, 00/03/1965, 03/1965, 1965 and 07/03/19yy; None for 00/00/0.

    Raises:
        ValueError: the calendar has no such day, or the notation is another.
    """
    text = text.strip("' ")
    match = BIRTH.fullmatch(text)
    if not match:
        if century := CENTURY.fullmatch(text):
            first = int(century[1]) * 100
            return When.between(first, first + 99)
        if text.casefold() in NO_VALUE or NO_BIRTH.fullmatch(text):
            return None
        raise ValueError(text)
    parts = [part for part in match.groups()[:2] if part is not None]
    numbers_of = [int(part) if part.isdigit() else 0 for part in parts]
    day, month = [0, 0, *numbers_of][-2:]
    year = int(match[3])
    if not year:
        return None
    if day and month:
        return When.day(year, month, day)
    return When.month(year, month) if month else When.year(year)


def names(source: SourceFile, entry: Designation, kind: Kind) -> tuple[Name, ...]:
    """Return every name, primary ones first; where the list calls none primary, the first leads."""
    found: dict[Name, None] = {}
    for printed in entry.names:
        for name in names_of(source, entry, printed, kind):
            found[name] = None
    for text, language in entry.non_latin:
        found[Name(text, script_of(text), language_code(language), Role.ALIAS)] = None
    if not found:
        raise unknown(source, entry, "the names", "", "at least one")
    first, *others = sorted(found, key=lambda name: name.role is not Role.PRIMARY)
    return (replace(first, role=Role.PRIMARY), *others)


def names_of(
    source: SourceFile, entry: Designation, printed: PrintedName, kind: Kind
) -> Iterator[Name]:
    """Yield the names of one row: one of a person, but every part of another target is a name.

    Some ships are printed as IMO 9562233 ("NAME"); their bare name is an alias.
    """
    role = role_of(source, entry, printed)
    parts = [part for part in printed.parts if part]
    family = printed.parts[5] if len(parts) > 1 and kind is Kind.PERSON else ""
    texts = [" ".join(parts)]
    if kind is not Kind.PERSON:
        texts = [printed.parts[5], " ".join(part for part in printed.parts[:5] if part)]
    for text in filter(None, texts):
        yield Name(text, script_of(text), "", role, family)
        role = Role.ALIAS if role is Role.PRIMARY else role
        if kind is Kind.VESSEL and (match := SHIP_NAME.fullmatch(text)):
            yield Name(match[1], script_of(match[1]), "", role)


def role_of(source: SourceFile, entry: Designation, printed: PrintedName) -> Role:
    """Return what the list calls a name: of an alias the strength decides."""
    name_type, strength = printed.type.casefold(), printed.strength.casefold()
    if name_type not in ROLES:
        raise unknown(
            source, entry, "the type of a name", printed.type, f"one of {', '.join(ROLES)}"
        )
    if strength not in STRENGTHS:
        raise unknown(
            source,
            entry,
            "the strength of an alias",
            printed.strength,
            f"one of {', '.join(filter(None, STRENGTHS))}",
        )
    role = ROLES[name_type]
    return STRENGTHS[strength] if role is Role.ALIAS else role


@cache
def language_codes() -> dict[str, str]:
    """Return the two-letter codes of languages by their English name in lower case (CLDR)."""
    named = {
        name.casefold(): code
        for code, name in Locale("en").languages.items()
        if len(code) == 2 and code.isalpha()
    }
    return named | LANGUAGES


def language_code(text: str) -> str:
    """Return the code of a language; it is free text, and "" for what names no language."""
    return language_codes().get(text.casefold(), "")
