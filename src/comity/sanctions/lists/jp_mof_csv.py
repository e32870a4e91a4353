"""CSV: the Japanese asset-freeze list since August 2026, 32 columns, one row for each entry.

Keys are those of the workbook as far as the CSV tells: 番号 `001-000001` is category 1, 告示番号
follows, so `1#1`. The CSV prints neither the marks that point from one category to another (what
was `17#2(#50)` is `17#2`) nor the titles of the categories. The titles are taken from the workbook
of March 2026, the last that printed them; a category whose rows are not of the kind that its title
names has been renumbered, and its programme is then only its number.
"""

import re
from dataclasses import dataclass, field

from comity.entities.subject import Kind, Role
from comity.sanctions.listing import Address
from comity.sanctions.lists.jp_mof_dates import Notice, notice
from comity.sanctions.lists.jp_mof_details import place_country, values
from comity.sanctions.lists.jp_mof_entries import Entry, unique_key, unknown
from comity.sanctions.lists.jp_mof_parts import squeezed, stated
from comity.sanctions.lists.jp_mof_titles import TITLES, kind_in
from comity.sanctions.lists.source import EmptyFileError, SourceFile
from comity.sanctions.lists.tables import Row, csv_table

HEADINGS = (
    "区分",
    "番号",
    "告示日付",
    "告示番号",
    "個人・団体",
    "氏名（日本語）",
    "氏名（英語）",
    "別名・別称（日本語）",
    "別名・別称（英語）",
    "旧称（日本語）",
    "旧称（英語）",
    "確定に十分でない別名（日本語）",
    "確定に十分でない別名（英語）",
    "称号（日本語）",
    "称号（英語）",
    "役職（日本語）",
    "役職（英語）",
    "生年月日",
    "出生地（日本語）",
    "出生地（英語）",
    "国籍（日本語）",
    "国籍（英語）",
    "旅券番号",
    "身分証番号",
    "住所・所在地（国）（日本語）",
    "住所・所在地（都市その他の情報）（日本語）",
    "住所・所在地（国）（英語）",
    "住所・所在地（都市その他の情報）（英語）",
    "国連参照番号",
    "リスト掲載日",
    "その他の情報",
    "外務省告示情報",
)
LEFT_OUT = {
    "リスト掲載日": "the day on which the UN listed the target: the UN's own list says it",
    "外務省告示情報": "the wording of the notice, from which the other columns were taken",
}
"""Columns that are known and left out on purpose, with the reason."""

KINDS = {"個人": Kind.PERSON, "団体": Kind.ORGANISATION}
SERIAL = re.compile(r"(\d{3})-(\d{6})")
ALIASES = {"別名・別称": Role.ALIAS, "旧称": Role.FORMER, "確定に十分でない別名": Role.WEAK}
LANGUAGES = ("（日本語）", "（英語）")


@dataclass(slots=True)
class Rows:
    """What the CSV gave.

    Attributes:
        entries: one for each row with a name, in order.
        notices: the notice dates of every row.
        left_out: rows without a name, by reason.
        records: how many rows there are.
    """

    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    records: int = 0


def read_rows(source: SourceFile) -> Rows:
    """Return the entries of the CSV.

    Raises:
        DamagedFileError: not UTF-8, an open quote, or a row with more or fewer cells.
        MovedHeadingError: a heading is missing or new.
        EmptyFileError: no row under the heading.
        UnknownValueError: a cell in a wording that is not known.
    """
    result, taken = Rows(), set[str]()
    categories: dict[str, set[Kind]] = {}
    for row in csv_table(source, set(HEADINGS)):
        result.records += 1
        category = category_of(source, row)
        kind = KINDS.get(row.text("個人・団体"))
        if kind is None:
            raise value_error(source, row, "個人・団体", "個人 or 団体")
        announced = notice(row.text("告示日付"))
        if announced is None:
            raise value_error(source, row, "告示日付", "dates such as 2002.4.20 2012.9.28改訂")
        result.notices.append(announced)
        number = squeezed(row.text("告示番号")) or str(int(row.text("番号")[4:]))
        key = unique_key(f"{category}#{number}", taken)
        if not row.text("氏名（日本語）") and not row.text("氏名（英語）"):
            reason = "cancelled" if announced.cancelled else "number without a name"
            result.left_out[reason] = result.left_out.get(reason, 0) + 1
            continue
        categories.setdefault(category, set()).add(kind)
        result.entries.append(entry_of(row, key, kind, announced))
    if not result.records:
        raise EmptyFileError(
            file=source.name, place="line 2", expected="at least one entry", found="nothing",
            action="Download the file again; it is cut off after its heading.",
        )  # fmt: skip
    for entry in result.entries:
        category = entry.key.partition("#")[0]
        entry.programme = title_of(category, categories[category])
    return result


def category_of(source: SourceFile, row: Row) -> str:
    """Return the category number, which 区分 and 番号 must both say."""
    match = SERIAL.fullmatch(row.text("番号"))
    if not match or row.text("区分") != str(int(match[1])):
        raise value_error(source, row, "番号", f"such as 001-000001 in category {row.text('区分')}")
    return row.text("区分")


def value_error(source: SourceFile, row: Row, heading: str, expected: str) -> Exception:
    """Return the error for a cell that this reader has no meaning for."""
    return unknown(
        source, row.place, f"{heading} to be {expected}", row.text(heading),
        "Read the row, then teach jp_mof_csv.py this value with a test.",
    )  # fmt: skip


def title_of(category: str, kinds: set[Kind]) -> str:
    """Return the title of a category, "区分 7" where the number no longer means what it did."""
    title = TITLES.get(int(category), "")
    said = kind_in(title) if title else None
    return title if title and (said is None or kinds == {said}) else f"区分 {category}"


def entry_of(row: Row, key: str, kind: Kind, announced: Notice) -> Entry:
    """Return the entry of one row."""

    def both(heading: str) -> list[str]:
        return [row.text(heading + language) for language in LANGUAGES]

    return Entry(
        key=key,
        kind=kind,
        place=row.place,
        programme="",
        announced=announced.announced,
        japanese=row.text("氏名（日本語）"),
        latin=row.text("氏名（英語）"),
        aliases=[(cell, role) for name, role in ALIASES.items() for cell in both(name) if cell],
        positions=both("称号") + both("役職"),
        born=row.text("生年月日"),
        birth_places=both("出生地"),
        nationalities=both("国籍"),
        passports=[("旅券番号", row.text("旅券番号"))],
        papers=[("身分証番号", row.text("身分証番号"))],
        addresses=[address for language in LANGUAGES for address in addresses_of(row, language)],
        un=row.text("国連参照番号"),
        reasons=[row.text("その他の情報")],
    )


def addresses_of(row: Row, language: str) -> list[Address]:
    """Return the addresses in one language.

    Countries and places stand in two columns without a sign which belongs to which: with one
    country every place is in it, with more the places are given without a country.
    """
    countries = values(row.text(f"住所・所在地（国）{language}"))
    places = values(row.text(f"住所・所在地（都市その他の情報）{language}"))
    if len(countries) != 1 or not places:
        alone = [Address(country, place_country(country)) for country in countries]
        return [*alone, *(Address(place, place_country(place)) for place in places)]
    country = countries[0]
    japanese = language == LANGUAGES[0]
    return [
        Address(
            country + place if japanese else f"{place.rstrip(' ,')}, {country}",
            place_country(country),
        )
        for place in places
        if stated(place)
    ]
