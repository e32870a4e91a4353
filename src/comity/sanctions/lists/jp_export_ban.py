"""Japan, Ministry of Foreign Affairs: organisations to which exports are banned, by announcement.

There is no official machine-readable file: each announcement is a PDF, and this reads a
transcription in YAML, one file for each announcement and country. An announcement adds to those
before it, so its role is delta. A key is the day of the announcement, the word for the country and
the number that the announcement gives: `2022-03-15#russia#1`.

The transcription breaks an entry in two where a line of the PDF begins with a number: 第12工場, and
then, as an entry 12 of its own, its English name; or an address whose house number begins a line.
Every announced organisation has a Japanese name, so an entry without one is the rest of the entry
before it: it is joined to that one and gives no listing of its own.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

import yaml

from comity.entities.countries import known_codes
from comity.entities.subject import Kind, When
from comity.entities.subject import Role as NameRole
from comity.sanctions.listing import Address, Listing, Measure, Reading, Role
from comity.sanctions.lists.jp_mof_details import place_country
from comity.sanctions.lists.jp_mof_entries import distinct, unique_key
from comity.sanctions.lists.jp_mof_names import name_cell
from comity.sanctions.lists.jp_mof_parts import split_outside
from comity.sanctions.lists.jp_workbooks import refuse_web_page
from comity.sanctions.lists.jp_yaml import Fields, document, mapping
from comity.sanctions.lists.source import EmptyFileError, SourceFile

LIST = "jp-export-ban"
JURISDICTION = "jp"

TYPE = "jp/export-prohibition-announcement"
ANNOUNCEMENT = {
    "title": "the Japanese title is read, up to where the transcription goes on with the whole PDF",
    "publish_date": "read",
    "authority": "checked",
    "type": "checked",
    "source_file": "left out: the name of the PDF, which the address of the source repeats",
    "source_url": "read",
}
ENTITY = {
    "id": "left out: made by the transcription; a running number over all announcements",
    "entry_number": "read",
    "name": "read",
    "type": "read",
    "sanction_list": "read: which country the announcement is about",
    "measures": "checked",
    "country_code": "read",
    "country_name": "left out: the code says the same",
    "address": "read",
    "aliases": "read",
}
"""Every field, and what becomes of it."""

STEMS = {
    "jp/mofa-russia-export-prohibition-list": "russia",
    "jp/belarus-export-prohibition-list": "belarus",
    "jp/third-country-export-prohibition-list": "third-country",
}
MEASURE = "prohibit_export_dual_use_items"
TITLE = re.compile(r"(輸出等に係る禁止措置の対象となる\S+?団体)(?: \d.*)?")
LANGUAGES = ("ja", "en")


@dataclass(slots=True)
class Announced:
    """One entry as the announcement has it.

    Attributes:
        fields: of the transcription.
        number: the announcement's.
        stem: the word for the country.
        japanese: the name.
        english: the name, "" where the transcription lost it.
        addresses: as printed.
    """

    fields: Fields
    number: str
    stem: str
    japanese: str
    english: str
    addresses: list[str] = field(default_factory=list)


def recognise(source: SourceFile) -> bool:
    """Say whether a file is a transcribed announcement, also where it is damaged."""
    head = source.content[:400]
    return b"jp-announcement" in head or (
        b"announcement:" in head and TYPE.encode() in source.content
    )


def read(source: SourceFile) -> Reading:
    """Return one announcement.

    Raises:
        ListFileError: the file is empty, damaged, hostile, or holds what this reader does not know.
    """
    refuse_web_page(source, "an announcement as YAML")
    whole = document(source, {"announcement", "entities"})
    announcement = whole.fields("announcement", ANNOUNCEMENT)
    day = day_of(announcement)
    title = title_of(announcement)
    nodes = whole.items("entities")
    if not nodes:
        raise EmptyFileError(
            file=source.name,
            place=f"line {whole.line}",
            expected="entities",
            found="none",
            action="Take the file again from where it was made.",
        )
    announced, rest = entries(source, nodes)
    taken = set[str]()
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.DELTA,
        date=day,
        through=day,
        records=len(nodes),
        listings=tuple(
            listing(entry, unique_key(f"{day}#{entry.stem}#{entry.number}", taken), day, title)
            for entry in announced
        ),
        left_out={"rest of the entry before it": rest} if rest else {},
    )


def day_of(announcement: Fields) -> dt.date:
    """Return the day of the announcement, after checking what it announces."""
    for name, expected in (("type", TYPE), ("authority", "jp/mofa")):
        if announcement.text(name) != expected:
            raise announcement.unknown(name, expected, repr(announcement.text(name)))
    text = announcement.text("publish_date")
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise announcement.unknown(
            "publish_date", "a day such as 2022-03-15", repr(text)
        ) from error


def title_of(announcement: Fields) -> str:
    """Return the Japanese title."""
    titles = {
        language: text
        for node in announcement.items("title")
        for fields in [mapping(announcement.source, "announcement/title", node, LANGUAGES)]
        for language in fields.nodes
        if (text := fields.text(language))
    }
    match = TITLE.fullmatch(titles.get("ja", ""))
    if not match:
        found = repr(titles.get("ja", "")[:60])
        raise announcement.unknown("title", "輸出等に係る禁止措置の対象となる...団体", found)
    return match[1]


def entries(source: SourceFile, nodes: list[yaml.Node]) -> tuple[list[Announced], int]:
    """Return the entries, each with what was broken off it, and how many nodes were broken off."""
    found: list[Announced] = []
    rest = 0
    for node in nodes:
        fields = mapping(source, "entity", node, ENTITY)
        names = fields.fields("name", LANGUAGES)
        number = fields.text("entry_number")
        if not number.isdigit():
            raise fields.unknown("entry_number", "a number", repr(number))
        entry = Announced(
            fields=fields,
            number=number,
            stem=stem_of(fields),
            japanese=names.text("ja"),
            english=names.text("en"),
            addresses=addresses(fields.text("address")),
        )
        if entry.japanese:
            found.append(entry)
        elif not found or not entry.english:
            raise fields.unknown("name", "a name in Japanese", repr(entry.english))
        else:
            rest += 1
            add_rest(found[-1], entry)
    return found, rest


def add_rest(before: Announced, rest: Announced) -> None:
    """Join the rest of an entry to it: its English name, or a line of its address."""
    words = f"{rest.number} {rest.english.rpartition('）')[2].strip()}"
    if before.english:
        before.addresses += addresses(words)
    elif rest.number in rest.english:
        before.english = rest.english.rpartition("）")[2].strip()
    else:
        before.english = words
    before.addresses += rest.addresses


def stem_of(fields: Fields) -> str:
    """Return the word for the country, after checking kind and measure."""
    if fields.text("type") != "organization":
        raise fields.unknown("type", "organization", repr(fields.text("type")))
    for node in fields.items("measures"):
        measure = mapping(fields.source, "entity/measures", node, {"type", *LANGUAGES})
        if measure.texts("type") != [MEASURE]:
            raise measure.unknown("type", MEASURE, repr(", ".join(measure.texts("type"))))
    stem = STEMS.get(fields.text("sanction_list"))
    if stem is None:
        expected = "one of " + ", ".join(STEMS)
        raise fields.unknown("sanction_list", expected, repr(fields.text("sanction_list")))
    return stem


def addresses(text: str) -> list[str]:
    """Return the addresses of one text; "; and" stands before the last."""
    parts = (part.removeprefix("and ").strip(" ,.") for part in split_outside(text, ";；"))
    return [part for part in parts if part and part != "and"]


def listing(entry: Announced, key: str, day: dt.date, title: str) -> Listing:
    """Return the listing of one entry."""
    fields = entry.fields
    code = fields.text("country_code").lower()
    if code and code not in known_codes():
        raise fields.unknown("country_code", "an ISO 3166-1 code", repr(code))
    other = fields.fields("aliases", LANGUAGES)
    unpacked = name_cell(entry.japanese, Kind.ORGANISATION).and_then(
        [
            name_cell(entry.english, Kind.ORGANISATION),
            *(
                name_cell(alias, Kind.ORGANISATION, NameRole.ALIAS)
                for language in LANGUAGES
                for alias in other.texts(language)
            ),
        ]
    )
    if not unpacked.names:
        raise fields.unknown("name", "a name", repr(entry.japanese))
    places = tuple(Address(text, place_country(text)) for text in entry.addresses)
    return Listing(
        list=LIST,
        key=key,
        kind=Kind.ORGANISATION,
        names=unpacked.names,
        measures=(Measure.EXPORT_BAN,),
        programmes=(title,),
        announced=When.day(day.year, day.month, day.day),
        countries=distinct(filter(None, [code, *(place.country for place in places)])),
        addresses=distinct(places),
        reasons="\n".join(unpacked.remarks),
        place=f"line {fields.line}",
    )
