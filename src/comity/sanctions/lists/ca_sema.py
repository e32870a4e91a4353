"""Canada: the consolidated autonomous list under the Special Economic Measures Act, as XML.

`Country` names the regulations, not where the target is from: many Russians stand under Ukraine, so
no country of the target is taken from it. Between 2022 and 2025 three fields were renamed (`Entity`
became `EntityOrShip`) and both layouts are read. Keys are country, schedule and item: the place in
the list of the day, which moves when Canada renumbers it.
"""

import re
from collections import Counter
from collections.abc import Iterator

from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.listing import Listing, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import dates, xml
from comity.sanctions.lists.source import EmptyFileError, SourceFile

LIST = "ca-sema"
JURISDICTION = "ca"

READ = frozenset(
    ["data-set", "data-set/record"]
    + [
        f"record/{field}"
        for field in (
            "Country", "LastName", "GivenName", "Entity", "EntityOrShip", "Schedule", "Item",
            "Aliases", "Title", "TitleOrShip", "DateOfBirth", "DateOfBirthOrShipBuildDate",
            "DateOfListing", "ShipIMONumber",
        )
    ]
)  # fmt: skip

LEFT_OUT: dict[str, str] = {}
"""Fields that are not in a listing: none, every one is read."""

KNOWN = READ | LEFT_OUT.keys()

SCHEDULE = re.compile(r"(?:N/A)?|\d(?:\.\d)?|(?:\d, ?)?Part \d(?:\.\d)?")
"""Schedule, part of a schedule, or part of regulations that have only one schedule."""

DEBT_SCHEDULES = frozenset({("Russia", "2"), ("Russia", "3")})
"""Schedules of banks and oil companies whose new debt and shares nobody may deal in, and no more:
Special Economic Measures (Russia) Regulations, sections 4 and 5."""

LANGUAGES = {
    "Belarusian": "be",
    "Belarussian": "be",
    "Russian": "ru",
    "Ukrainian": "uk",
    "Arabic": "ar",
}
LABEL = re.compile(rf"\b({'|'.join(LANGUAGES)})\s*:\s*")

OUTSIDE = r"(?![^()]*\))"
"""What follows a mark that stands outside brackets."""

DIVIDERS = re.compile(
    rf"(?:;|\s+or\s+|\s/\s?|/\s|(?<=[Ѐ-ӿ»\"”])\s+and\s+(?=[«\"“]?[Ѐ-ӿ])){OUTSIDE}"
)
COMMA = re.compile(rf",\s+{OUTSIDE}")
SLASH = re.compile(rf"/{OUTSIDE}")
ALSO_KNOWN = re.compile(r"\s*\(also known as\s+(.+)\)\s*$", re.IGNORECASE)
LEGAL_FORM = re.compile(
    r"\W*(?:LLC|Ltd|Limited|Inc|Co|JSC|OJSC|CJSC|PJSC|АО|AO|ООО|ОАО|ЗАО|ПАО|ФГУП|САО)\W*",
    re.IGNORECASE,
)


def recognise(source: SourceFile) -> bool:
    """Say whether the first records have the fields of the Canadian list."""
    head = source.content[:16384]
    return (
        xml.is_markup(head) and b"<data-set" in head and b"<record" in head and b"<Country>" in head
    )


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    root = xml.parse(source)
    xml.check_known(source, root, KNOWN)
    records = list(xml.children(root, "record"))
    if not records:
        raise EmptyFileError(
            file=source.name,
            place=xml.place(root),
            expected="at least one record",
            found="none",
            action=xml.AGAIN,
        )
    seen: Counter[str] = Counter()
    listings = []
    for record in records:
        fields = fields_of(source, record)
        kind = kind_of(source, record, fields)
        if kind:
            listings.append(listing(source, record, fields, kind, seen))
    nameless = len(records) - len(listings)
    announced = [entry.announced.start for entry in listings if entry.announced]
    return Reading(
        list=LIST,
        series=LIST,
        role=FileRole.FULL,
        through=max(announced, default=None),
        records=len(records),
        listings=tuple(listings),
        left_out={"no name": nameless} if nameless else {},
    )


def fields_of(source: SourceFile, record: xml.Element) -> dict[str, str]:
    """Return the record's fields under the names of 2025, blanks normalised, without empty ones.

    Raises:
        UnknownValueError: a field stands twice, so that one value would hide the other.
    """
    fields: dict[str, str] = {}
    for child in record.iterchildren("*"):
        name, text = xml.local(child), xml.tidy(child.text)
        name = {
            "Entity": "EntityOrShip",
            "Title": "TitleOrShip",
            "DateOfBirth": "DateOfBirthOrShipBuildDate",
        }.get(name, name)
        if name in fields:
            raise xml.unknown_value(source, child, name, text, "once in a record")
        if text:
            fields[name] = text
    return fields


def kind_of(source: SourceFile, record: xml.Element, fields: dict[str, str]) -> Kind | None:
    """Return what the record is about by the fields that are filled, None where it has no name.

    Raises:
        UnknownValueError: it is a person and an organisation at once.
    """
    person = "LastName" in fields or "GivenName" in fields
    if person and ("EntityOrShip" in fields or "ShipIMONumber" in fields):
        raise xml.unknown_value(
            source,
            record,
            "EntityOrShip",
            fields.get("EntityOrShip", ""),
            "empty where the record has a LastName",
        )
    if person:
        return Kind.PERSON
    if "EntityOrShip" not in fields:
        return None
    return Kind.VESSEL if "ShipIMONumber" in fields else Kind.ORGANISATION


def listing(
    source: SourceFile, record: xml.Element, fields: dict[str, str], kind: Kind, seen: Counter[str]
) -> Listing:
    """Return the listing of one record."""
    title = fields.get("TitleOrShip", "")
    born, unread = birth_dates(source, record, fields.get("DateOfBirthOrShipBuildDate", ""))
    ship_type = f"Type of ship: {title}" if title and kind is Kind.VESSEL else ""
    return Listing(
        list=LIST,
        key=key(source, record, fields, seen),
        kind=kind,
        names=tuple(dict.fromkeys(names(fields, kind))),
        measures=(measure(fields, kind),),
        programmes=(fields["Country"],),
        announced=announced(source, record, fields.get("DateOfListing", "")),
        birth_dates=born,
        identifiers=identifiers(source, record, fields),
        positions=(title,) if title and kind is Kind.PERSON else (),
        reasons="\n".join(filter(None, (ship_type, unread))),
        place=xml.place(record),
    )


def key(source: SourceFile, record: xml.Element, fields: dict[str, str], seen: Counter[str]) -> str:
    """Return country # schedule # item; where the list repeats one, the second gets "~2".

    Raises:
        UnknownValueError: one of the three is missing or of a form that the list never had.
    """
    if "Country" not in fields:
        raise xml.unknown_value(source, record, "Country", "", "the title of the regulations")
    schedule, item = fields.get("Schedule", ""), fields.get("Item", "")
    if not SCHEDULE.fullmatch(schedule):
        raise xml.unknown_value(
            source, record, "Schedule", schedule, "a schedule or part such as '1, Part 2'"
        )
    if item and not item.isdecimal():
        raise xml.unknown_value(source, record, "Item", item, "a number")
    base = f"{fields['Country']}#{schedule}#{item}"
    seen[base] += 1
    return base if seen[base] == 1 else f"{base}~{seen[base]}"


def measure(fields: dict[str, str], kind: Kind) -> Measure:
    """Return the dealings ban, unless the schedule is about ships or only about new debt."""
    if kind is Kind.VESSEL:
        return Measure.VESSEL_MEASURES
    country = fields["Country"].partition("/")[0].strip()
    if (country, fields.get("Schedule", "")) in DEBT_SCHEDULES:
        return Measure.TRANSACTION_BAN
    return Measure.ASSET_FREEZE


def names(fields: dict[str, str], kind: Kind) -> Iterator[Name]:
    """Yield the name and every alias."""
    if kind is Kind.PERSON:
        family, given = fields.get("LastName", ""), fields.get("GivenName", "")
        text = ", ".join(filter(None, (family, given)))
        yield Name(text, script_of(text), family=family if given else "")
    else:
        yield from organisation_names(fields["EntityOrShip"])
    yield from aliases(fields.get("Aliases", ""), kind)


def organisation_names(text: str) -> Iterator[Name]:
    """Yield the name, English and French where a stroke divides them, and the aka in brackets."""
    also = ALSO_KNOWN.search(text)
    text = text[: also.start()] if also else text
    parts = [part.strip() for part in SLASH.split(text)]
    if len(parts) == 2 and all(len(part) > 4 for part in parts):
        for part, language in zip(parts, ("en", "fr"), strict=True):
            yield Name(part, script_of(part), language=language)
    else:
        yield Name(text, script_of(text))
    if also:
        yield Name(also[1], script_of(also[1]), role=Role.ALIAS)


def aliases(cell: str, kind: Kind) -> Iterator[Name]:
    """Yield the names of an alias cell.

    A single word is a weak alias of a person: it is often the other spelling of one part only.
    """
    labelled = LABEL.split(cell)
    cells = [("", labelled[0]), *zip(labelled[1::2], labelled[2::2], strict=True)]
    for label, part in cells:
        for piece in DIVIDERS.split(part):
            for text in divided(piece, kind):
                weak = kind is Kind.PERSON and " " not in text
                yield Name(
                    text,
                    script_of(text),
                    language=LANGUAGES.get(label, ""),
                    role=Role.WEAK if weak else Role.ALIAS,
                )


def divided(text: str, kind: Kind) -> list[str]:
    """Return the names between commas, unless a comma belongs to one organisation's name."""
    parts = [part for part in map(stripped, COMMA.split(text)) if part]
    if kind is Kind.PERSON:
        return parts
    if all(part[0].isupper() or part[0] in '"«“' for part in parts) and not any(
        LEGAL_FORM.fullmatch(part) for part in parts
    ):
        return parts
    return [whole] if (whole := stripped(text)) else []


def stripped(text: str) -> str:
    """Return a name without the blanks, commas and half brackets around it."""
    text = text.strip(" ,;/")
    if text.count("(") != text.count(")"):
        text = text.strip("() ")
    return text


def birth_dates(source: SourceFile, record: xml.Element, text: str) -> tuple[tuple[When, ...], str]:
    """Return the dates of a cell, and as prose what is written in words.

    Raises:
        UnknownValueError: digits in a notation that the list does not have.
    """
    if not text:
        return (), ""
    parts = re.split(r"\s+or\s+", text, flags=re.IGNORECASE)
    found = [dates.iso(part) or dates.years(part) or dates.in_words(part) for part in parts]
    if all(found):
        return tuple(dict.fromkeys(date for date in found if date)), ""
    if any(map(str.isalpha, text)):
        return (), f"Born or built: {text}"
    raise xml.unknown_value(
        source, record, "DateOfBirthOrShipBuildDate", text, "a date such as 1965-03-07 or 1965"
    )


def announced(source: SourceFile, record: xml.Element, text: str) -> When | None:
    """Return the day of the listing, None in the layout of 2022, which has none."""
    found = dates.iso(text) if text else None
    if text and not found:
        raise xml.unknown_value(source, record, "DateOfListing", text, "a date such as 2022-02-24")
    return found


def identifiers(
    source: SourceFile, record: xml.Element, fields: dict[str, str]
) -> tuple[Identifier, ...]:
    """Return the IMO number of a ship."""
    number = fields.get("ShipIMONumber", "")
    if number and not re.fullmatch(r"\d{7}", number):
        raise xml.unknown_value(source, record, "ShipIMONumber", number, "seven digits")
    return (Identifier("imo", number),) if number else ()
