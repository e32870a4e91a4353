"""EU: the consolidated list of the Commission's Financial Sanctions Files, XML 1.1.

Nearly everything is an attribute. `regulation` is the act by which the entry stands today, and each
`regulationSummary` the act that printed one name, birth date, address or number. No name is marked
as the main one: the first English one that is called neither weak nor former comes first.

One reference can stand in two entries, one per programme (21 times in 2021): both are kept, the
second under the key "EU.1234.56#IRN". A vessel is an "enterprise" here; it is told from a shipping
company by its IMO number, since companies have IMO numbers of another checksum.

Format: `xmlFullSanctionsList_1_1` of the Commission (https://webgate.ec.europa.eu/fsd/fsf) in the
namespace http://eu.europa.ec/fpi/fsd/export, read against the official file of 2 March 2021.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from comity.entities.identifiers import russian_numbers_in, un_reference
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Address, Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates, xml
from comity.sanctions.lists.eu_fsf_fields import KNOWN
from comity.sanctions.lists.eu_fsf_numbers import (
    country_of,
    known_country,
    numbers_of,
    speaks_of_russia,
)
from comity.sanctions.lists.source import DamagedFileError, EmptyFileError, SourceFile

LIST = "eu-fsf"
JURISDICTION = "eu"

NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"

KINDS = {"person": Kind.PERSON, "enterprise": Kind.ORGANISATION}
GENDERS = {"M": "male", "F": "female", "": ""}
CALENDARS = ("GREGORIAN", "ISLAMIC")

ACT = re.compile(r"(\d+)/+(\d+)\s*\((?:OJ ?)?L")
DETAIL_EU = re.compile(r"EU designation:? (\d{1,2}[./]\d{1,2}[./]\d{4})")
DETAIL = re.compile(
    r"\(?(?:date\s+of\s+(?:listing|designation)(?:\s+referred to in Article [^:]+)?\s*:?\s*)?"
    r"(\d{1,2}[./]\d{1,2}[./]\d{4})(?!\d)",
    re.IGNORECASE,
)
CLAUSES = re.compile(r"[\n;]")
WEAK = re.compile(r"[\s(\"'‘]*low quality (?:alias|a\.?k\.?a)", re.IGNORECASE)
FORMER = re.compile(
    r"[\s(\"'‘]*(?:formerly known as|former name|f\.k\.a|maiden name)", re.IGNORECASE
)

Parts = Mapping[str, Sequence[xml.Element]]
"""The children of an entry by their name."""


def recognise(source: SourceFile) -> bool:
    """Say whether this is the Commission's list, by its namespace and element names."""
    head = source.content[:65536]
    return xml.is_markup(head) and (b"fpi/fsd/export" in head or b"<sanctionEntity" in head)


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    root = xml.parse(source)
    xml.check_known(source, root, KNOWN)
    generated = dates.iso(xml.attribute(root, "generationDate")[:10])
    if generated is None:
        raise xml.unknown_value(
            source,
            root,
            "generationDate",
            xml.attribute(root, "generationDate"),
            "a date such as 2021-03-02",
        )
    entries = root.findall(f"{NAMESPACE}sanctionEntity")
    if not entries:
        raise EmptyFileError(
            file=source.name,
            place=xml.place(root),
            expected="entries of the EU list",
            found="none",
            action=xml.AGAIN,
        )
    listings = tuple(unique(source, (listing(source, entry) for entry in entries)))
    acts = root.iterfind(f"{NAMESPACE}sanctionEntity/{NAMESPACE}regulation")
    last = dates.iso(max(act.get("publicationDate", "") for act in acts))
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        date=generated.start,
        through=last.end if last else None,
        records=len(entries),
        listings=listings,
        left_out={},
    )


def unique(source: SourceFile, listings: Iterable[Listing]) -> Iterator[Listing]:
    """Yield the listings, the second of one reference under a key of its own.

    Raises:
        DamagedFileError: one reference stands twice under one programme.
    """
    seen: dict[str, str] = {}
    for entry in listings:
        key = entry.key
        if key in seen:
            key = f"{key}#{entry.programmes[0]}"
        if key in seen:
            raise DamagedFileError(
                file=source.name,
                place=entry.place,
                expected="a reference once in each programme",
                found=f"{entry.key} in {entry.programmes[0]} again, first on {seen[key]}",
                action="Download the file again; two files may have been glued together.",
            )
        seen[key] = entry.place
        yield entry if key == entry.key else replace(entry, key=key)


def listing(source: SourceFile, entry: xml.Element) -> Listing:
    """Return the listing of one sanctionEntity."""
    parts: dict[str, list[xml.Element]] = defaultdict(list)
    for child in entry.iterchildren(f"{NAMESPACE}*"):
        parts[child.tag[len(NAMESPACE) :]].append(child)
    regulation = newest(source, entry, parts["regulation"])
    reference = xml.attribute(entry, "euReferenceNumber")
    remarks = [xml.tidy(remark.text) for remark in parts["remark"]]
    remarks.append(xml.attribute(entry, "designationDetails"))
    reasons = "\n".join(remark for remark in remarks if remark)
    nations = [nation for nation in parts["citizenship"] if known_country(nation)]
    addresses = tuple(filter(None, map(address, parts["address"])))
    own = [Identifier("eu", reference), *united_nations(source, entry)]
    programmes = tuple(
        dict.fromkeys(xml.attribute(act, "programme") for act in parts["regulation"])
    )
    kind, numbers = numbers_of(
        source,
        kind_of(source, entry, parts),
        parts["identification"],
        russian=speaks_of_russia(programmes, parts),
    )
    identifiers = (*own, *numbers, *russian_numbers_in(reasons))
    codes = [
        *map(country_of, nations),
        *(place.country for place in addresses),
        *(number.country for number in identifiers),
    ]
    listed, published = announced(source, entry, parts, regulation)
    return Listing(
        list=LIST,
        key=reference,
        kind=kind,
        names=names(source, entry, parts["nameAlias"], kind),
        measures=(Measure.ASSET_FREEZE,),
        programmes=programmes,
        announced=listed,
        in_effect=published,
        legal_act=act_of(regulation),
        birth_dates=tuple(
            dict.fromkeys(
                when for birth in parts["birthdate"] if (when := birth_date(source, birth))
            )
        ),
        birth_places=tuple(
            dict.fromkeys(place for birth in parts["birthdate"] if (place := birth_place(birth)))
        ),
        nationalities=tuple(
            dict.fromkeys(xml.attribute(nation, "countryDescription") for nation in nations)
        ),
        countries=tuple(dict.fromkeys(code for code in codes if code)),
        addresses=addresses,
        identifiers=tuple(dict.fromkeys(identifiers)),
        gender=gender(source, parts["nameAlias"]),
        positions=tuple(positions(parts["nameAlias"])),
        reasons=reasons,
        place=xml.place(entry),
    )


def newest(
    source: SourceFile, entry: xml.Element, regulations: Sequence[xml.Element]
) -> xml.Element:
    """Return the act by which the entry stands today; every act has a date."""
    for act in regulations:
        published = act.get("publicationDate", "")
        if not dates.iso(published):
            raise xml.unknown_value(
                source, act, "publicationDate", published, "a date such as 2021-03-02"
            )
    if not regulations:
        raise xml.unknown_value(source, entry, "regulation", "", "the act that lists the target")
    return max(regulations, key=lambda act: act.get("publicationDate", ""))


def kind_of(source: SourceFile, entry: xml.Element, parts: Parts) -> Kind:
    """Return what the Commission calls the target."""
    code = "".join(xml.attribute(subject, "code") for subject in parts["subjectType"])
    if code not in KINDS:
        raise xml.unknown_value(
            source, entry, "subjectType", code, f"one of {', '.join(sorted(KINDS))}"
        )
    return KINDS[code]


def united_nations(source: SourceFile, entry: xml.Element) -> Iterator[Identifier]:
    """Yield the reference of the UN list, which the Commission prints without leading zeros."""
    printed = xml.attribute(entry, "unitedNationId")
    if printed:
        reference = un_reference(printed)
        if not reference:
            raise xml.unknown_value(
                source, entry, "unitedNationId", printed, "a reference such as QDi.043"
            )
        yield Identifier("un", reference)


def act_of(regulation: xml.Element) -> str:
    """Return the CELEX number of a regulation, as printed where it is no regulation of the EU.

    Acts are numbered "number/year" until 2014 and "year/number" since. On the 3,649 entries of 2021
    and 2026 whose link names the CELEX number this gives the same.
    """
    title = xml.attribute(regulation, "numberTitle")
    match = ACT.match(title)
    if not match:
        return title
    first, second = int(match[1]), int(match[2])
    published = int(regulation.get("publicationDate", "0")[:4])
    near = (published - 1, published)
    year, number = (first, second) if published >= 2015 and first in near else (second, first)
    return f"3{year}R{number:04}" if year in near else title


def announced(
    source: SourceFile, entry: xml.Element, parts: Parts, regulation: xml.Element
) -> tuple[When, When | None]:
    """Return when the EU listed the target, and when that took effect if the source says so.

    It is the designation date where there is one, as a field or as the date that designationDetails
    states; else the publication of the earliest act that printed anything of the entry. The date of
    `regulation` moves with every amendment and would make an old listing look new.
    """
    published = {
        summary.get("publicationDate", "")
        for field in ("nameAlias", "birthdate", "citizenship", "address", "identification")
        for element in parts[field]
        for summary in element.iterchildren(f"{NAMESPACE}regulationSummary")
    }
    published.add(regulation.get("publicationDate", ""))
    printed = xml.attribute(entry, "designationDate")[:10]
    details = xml.attribute(entry, "designationDetails")
    stated = DETAIL_EU.search(details) or DETAIL.match(details)
    day = dates.iso(printed) if printed else dates.day_first(stated[1]) if stated else None
    if not printed:
        day = day or dates.iso(min(published - {""}, default=""))
    if day is None:
        raise xml.unknown_value(
            source, entry, "designationDate", printed, "a date such as 2021-03-02"
        )
    effect = dates.iso(xml.attribute(regulation, "entryIntoForceDate"))
    return day, effect if day.text == regulation.get("publicationDate") else None


def names(
    source: SourceFile, entry: xml.Element, aliases: Sequence[xml.Element], kind: Kind
) -> tuple[Name, ...]:
    """Return every name, the main one first."""
    printed = list(dict.fromkeys(name(source, alias, kind) for alias in aliases))
    if not printed:
        raise xml.unknown_value(source, entry, "nameAlias", "", "at least one name")
    main = min(printed, key=rank)
    printed.remove(main)
    return (replace(main, role=Role.PRIMARY), *printed)


def rank(name: Name) -> tuple[bool, bool, bool]:
    """Return how far a name is from being the main one; the first of equal names is taken."""
    return name.role is not Role.ALIAS, name.script != "Latn", name.language not in {"", "en"}


def name(source: SourceFile, alias: xml.Element, kind: Kind) -> Name:
    """Return one name as printed."""
    text, language = xml.attribute(alias, "wholeName"), xml.attribute(alias, "nameLanguage")
    strong = xml.attribute(alias, "strong")
    if not text:
        raise xml.unknown_value(source, alias, "wholeName", text, "a name")
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise xml.unknown_value(source, alias, "nameLanguage", language, "a code such as EN")
    if strong not in {"true", "false"}:
        raise xml.unknown_value(source, alias, "strong", strong, "one of false, true")
    return Name(
        text,
        script_of(text),
        language.lower(),
        Role.WEAK if strong == "false" else role_of(alias),
        xml.attribute(alias, "lastName") if kind is Kind.PERSON else "",
    )


def role_of(alias: xml.Element) -> Role:
    """Return what a name's remark calls it.

    A remark can also tell of another company that was "formerly known as" something, so only a
    clause that begins with the words is about the name.
    """
    for remark in alias.iterchildren(f"{NAMESPACE}remark"):
        for clause in CLAUSES.split(remark.text or ""):
            if WEAK.match(clause):
                return Role.WEAK
            if FORMER.match(clause):
                return Role.FORMER
    return Role.ALIAS


def gender(source: SourceFile, aliases: Sequence[xml.Element]) -> str:
    """Return the gender, "" where the names contradict each other."""
    found = set()
    for alias in aliases:
        printed = xml.attribute(alias, "gender")
        if printed not in GENDERS:
            raise xml.unknown_value(source, alias, "gender", printed, "one of F, M")
        found.add(GENDERS[printed])
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def positions(aliases: Sequence[xml.Element]) -> dict[str, None]:
    """Return titles and functions in order, each once."""
    printed = [xml.attribute(alias, field) for alias in aliases for field in ("title", "function")]
    return dict.fromkeys(text for text in printed if text)


def birth_date(source: SourceFile, birth: xml.Element) -> When | None:
    """Return a birth date with its precision, None for an element that holds only a place.

    Of an Islamic date only `birthdate` is Gregorian. A range without both ends says no date.
    """
    calendar, circa = xml.attribute(birth, "calendarType"), xml.attribute(birth, "circa")
    if calendar not in CALENDARS:
        raise xml.unknown_value(
            source, birth, "calendarType", calendar, f"one of {', '.join(CALENDARS)}"
        )
    if circa not in {"true", "false"}:
        raise xml.unknown_value(source, birth, "circa", circa, "one of false, true")
    day = xml.attribute(birth, "birthdate")
    if calendar == "ISLAMIC" or day:
        found = dates.iso(day)
        if day and not found:
            raise xml.unknown_value(source, birth, "birthdate", day, "a date such as 1965-03-07")
        return When.circa(found.start.year) if found and circa == "true" else found
    return from_fields(source, birth, circa=circa == "true")


def from_fields(source: SourceFile, birth: xml.Element, *, circa: bool) -> When | None:
    """Return the date that the number fields give."""
    fields = ("year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
    printed = [xml.attribute(birth, field) for field in fields]
    try:
        year, month, day, first, last = (int(text or 0) for text in printed)
        if circa and year:
            return When.circa(year)
        if year and month:
            return When.day(year, month, day) if day else When.month(year, month)
        if year:
            return When.year(year)
        return When.between(first, last) if first and last else None
    except ValueError as error:
        found = ", ".join(
            f"{name} {text}" for name, text in zip(fields, printed, strict=True) if text
        )
        raise xml.unknown_value(
            source, birth, "birthdate", found, "the numbers of a date"
        ) from error


def birth_place(birth: xml.Element) -> str:
    """Return a place of birth on one line, "" where none is stated."""
    parts = [xml.attribute(birth, field) for field in ("place", "city", "region")]
    if known_country(birth):
        parts.append(xml.attribute(birth, "countryDescription"))
    return ", ".join(part for part in parts if part)


def address(element: xml.Element) -> Address | None:
    """Return an address on one line, None where nothing is stated."""
    fields = ("street", "poBox", "city", "place", "region", "zipCode")
    parts = [xml.attribute(element, field) for field in fields]
    if known_country(element):
        parts.append(xml.attribute(element, "countryDescription"))
    text = ", ".join(part for part in parts if part)
    return Address(text, country_of(element)) if text else None
