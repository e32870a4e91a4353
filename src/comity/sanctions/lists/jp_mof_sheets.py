"""Sheets: the Japanese asset-freeze workbook, a sheet for each category, each with its own columns.

Read every sheet by its headings, never by the place of a column: they differ from sheet to sheet
and year to year. The first sheet, 一覧, says which categories there are and what they are called; a
category without a sheet, or a sheet without a category, is a workbook that lost something.

A mark before or behind a notice number points to another sheet and is explained above the heading:
`2(#50)` among the persons listed by Japan itself is the same person as `#50` among those listed for
the UN. Both get one identifier of kind "jp-mof", the key of the entry pointed to. The number is
Japan's own: it is not the UN's, although most of the time it is equal.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from comity.entities.subject import Identifier, Kind, Role
from comity.sanctions.lists.jp_mof_dates import Notice, notice
from comity.sanctions.lists.jp_mof_details import addresses
from comity.sanctions.lists.jp_mof_entries import Entry, unique_key, unknown
from comity.sanctions.lists.jp_mof_parts import clean, squeezed, stated
from comity.sanctions.lists.jp_mof_titles import kind_in
from comity.sanctions.lists.source import DamagedFileError, MovedHeadingError, SourceFile
from comity.sanctions.lists.tables import Cell, as_text, check_heading

INDEX = "一覧"
REVOKED = "【解除】"
DATE, NUMBER, JAPANESE, LATIN = "告示日付", "告示番号", "日本語表記", "英語表記"

ALIASES = {
    "別名・別称": Role.ALIAS,
    "別名": Role.ALIAS,
    "別称": Role.ALIAS,
    "別称・旧称": Role.ALIAS,
    "別称・別名": Role.ALIAS,
    "確定可能な別名": Role.ALIAS,
    "確定に十分でない別名": Role.WEAK,
    "旧称": Role.FORMER,
    "旧称・以前の呼称": Role.FORMER,
    "以前の別名": Role.FORMER,
    "過去の別名": Role.FORMER,
}
POSITIONS = ("称号", "役職", "肩書", "肩書等")
BORN, BORN_WHERE = "生年月日", "生年月日・出生地"
BIRTH_PLACES = ("出生地・出身地", "出生地")
NATIONALITY = "国籍"
PASSPORT = "旅券番号"
PAPERS = ("ID番号", "身分登録番号", "身分証番号")
ADDRESSES = (
    "住所・所在地",
    "所在地",
    "住所",
    "住所等",
    "所在地・住所登録された事務所の住所",
    "活動地域・住所",
)
UN = "国連参照番号"
REASONS = ("決議1483上の根拠", "その他の情報", "指定の根拠", "詳細")
LEFT_OUT = {
    "国連制裁員会による指定日": "the day of the UN's listing, which the UN's list says itself",
    "国連制裁委員会による指定日": "the same",
    "リスト掲載日": "the same",
    "指定日": "the same",
    "電話": "a telephone number, which nothing compares",
    "電話番号": "the same",
    "FAX": "the same",
}
"""Headings that are known and left out on purpose, with the reason."""

KNOWN = {
    *ALIASES, *POSITIONS, BORN, BORN_WHERE, *BIRTH_PLACES, NATIONALITY, PASSPORT, *PAPERS,
    *ADDRESSES, UN, *REASONS, *LEFT_OUT,
}  # fmt: skip
PERSONAL = {*POSITIONS, BORN, BORN_WHERE, *BIRTH_PLACES, NATIONALITY, PASSPORT, *PAPERS}
"""Headings under which only persons have something."""

FIRM = re.compile(
    r"\b(?:company|corporation|bank|AG|hospital|cent(?:re|er)|co|ltd|limited|inc|llc)\b",
    re.IGNORECASE,
)
PERSONS_OF_2006 = {("北朝鮮のミサイル又は大量破壊兵器計画に関連する者", "16")}
"""Persons of the one sheet that neither says who is a person nor has a column that shows it."""

TALIBAN = "タリバーン関係者等"
UN_DPRK = "北朝鮮に関連する国際連合安全保障理事会決議に基づく"
OWN_DPRK = "国際平和のための国際的な努力に我が国として寄与するために講ずる資産凍結等"
POINTS_TO = {"テロリスト等": TALIBAN, "北朝鮮のミサイル": UN_DPRK, OWN_DPRK: UN_DPRK}
"""By the beginning of its title, to which categories the numbers in brackets of a sheet belong."""

CATEGORY = re.compile(r"(\d+)\.")
MARKED = re.compile(r"(?P<own>[*#]?\d+)(?:\((?P<other>[*#]\d+)\))?")
BORN_JAPANESE = re.compile(r"(.*?(?:日|年|月))([^\d]*)生")
BORN_LATIN = re.compile(r"Born(?: at (.+?),)?(?: (?:in|on))?,? [\w ]*\d{4}")


@dataclass(slots=True)
class Sheets:
    """What the workbook gave.

    Attributes:
        entries: one for each row with a name, in order.
        left_out: rows without a name, by reason.
        notices: the newest day in the dates of every row, also of cancelled ones.
    """

    entries: list[Entry] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def leave_out(self, reason: str) -> None:
        """Count a row that gives no entry."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One category.

    Attributes:
        name: of the sheet.
        category: its number.
        title: of the category, from the index.
        columns: place of each heading.
        rows: row number as a person sees it, and cells, below the heading.
    """

    name: str
    category: str
    title: str
    columns: Mapping[str, int]
    rows: list[tuple[int, list[Cell]]]

    def place(self, row: int) -> str:
        """Return where a row stands."""
        return f"sheet {self.name.strip()}, row {row}"


def read_sheets(source: SourceFile, book: Mapping[str, list[list[Cell]]]) -> Sheets:
    """Return the entries of a whole workbook.

    Raises:
        MovedHeadingError: a heading is missing, moved or new.
        DamagedFileError: the index and the sheets do not name the same categories.
        UnknownValueError: a cell in a wording that is not known.
    """
    titles = index(source, book)
    result, taken = Sheets(), set[str]()
    marks: dict[tuple[str, str], str] = {}
    pointers: list[tuple[Entry, str, str]] = []
    for sheet in categories(source, book, titles):
        for row, cells, remarks in grouped(source, sheet):
            number = squeezed(as_text(cells[sheet.columns[NUMBER]]))
            match = MARKED.fullmatch(number)
            if not match:
                raise unknown(
                    source, sheet.place(row), "告示番号 such as 7, *7, #7, 7(*8) or 7(#8)", number,
                    "Read the note above the heading, then teach jp_mof_sheets.py the mark.",
                )  # fmt: skip
            key = unique_key(f"{sheet.category}#{number}", taken)
            marks[sheet.category, match["own"]] = key
            entry = row_entry(source, sheet, row, cells, key=key, result=result)
            if entry:
                entry.reasons += remarks
                result.entries.append(entry)
                if match["other"]:
                    pointers.append((entry, sheet.title, match["other"]))
    join(source, result.entries, pointers, marks, titles)
    return result


def index(source: SourceFile, book: Mapping[str, list[list[Cell]]]) -> dict[str, str]:
    """Return the titles of the categories by number, from the first sheet."""
    if INDEX not in book:
        raise DamagedFileError(
            file=source.name, place="workbook", expected=f"a first sheet {INDEX}",
            found=", ".join(list(book)[:5]),
            action="Download the file again; if it stays so, the ministry has changed the layout.",
        )  # fmt: skip
    titles = {}
    for row in book[INDEX]:
        number, title = (as_text(cell) for cell in [*row, "", ""][:2])
        if number.isdigit() and title:
            titles[number] = title
    sheets = {match[1] for name in book if (match := CATEGORY.match(name))}
    if sheets != set(titles):
        missing, new = sorted(set(titles) - sheets, key=int), sorted(sheets - set(titles), key=int)
        raise DamagedFileError(
            file=source.name, place=f"sheet {INDEX}", expected="one sheet for each category",
            found=f"categories without a sheet: {', '.join(missing) or 'none'}; "
            f"sheets without a category: {', '.join(new) or 'none'}",
            action="Download the file again; it is cut off or was edited by hand.",
        )  # fmt: skip
    return titles


def categories(
    source: SourceFile, book: Mapping[str, list[list[Cell]]], titles: Mapping[str, str]
) -> Iterator[Sheet]:
    """Yield every category that is in force."""
    for name, rows in book.items():
        match = CATEGORY.match(name)
        if not match or REVOKED in name:
            continue
        head = next((at for at, row in enumerate(rows[:8]) if JAPANESE in map(heading, row)), None)
        if head is None:
            raise MovedHeadingError(
                file=source.name, place=f"sheet {name.strip()}, rows 1 to 8",
                expected=f"a row with the headings {DATE}, {NUMBER}, {JAPANESE}, {LATIN}",
                found="none",
                action="Compare with the ministry's page; if the format changed, teach the reader.",
            )  # fmt: skip
        headings = [heading(cell) for cell in rows[head]]
        place = f"sheet {name.strip()}, row {head + 1}"
        check_heading(source, place, headings, {DATE, NUMBER, JAPANESE, LATIN}, KNOWN)
        columns = {text: at for at, text in enumerate(headings) if text}
        numbered = [(at + 1, row) for at, row in enumerate(rows) if at > head and any(row)]
        for at, row in numbered:
            if any(as_text(cell) for cell, text in zip(row, headings, strict=False) if not text):
                raise MovedHeadingError(
                    file=source.name, place=f"sheet {name.strip()}, row {at}",
                    expected="no value without a heading", found="a value beside the table",
                    action="Compare with the authority's page; a column lost its heading.",
                )  # fmt: skip
        yield Sheet(name, match[1], titles[match[1]], columns, numbered)


def heading(cell: Cell) -> str:
    """Return a heading as it is compared: the sheets of 2022 print blanks inside it."""
    return squeezed(cell) if isinstance(cell, str) else ""


def grouped(source: SourceFile, sheet: Sheet) -> Iterator[tuple[int, list[Cell], list[str]]]:
    """Yield each numbered row with the remarks of the rows below it that only go on with them."""
    current: tuple[int, list[Cell], list[str]] | None = None
    for row, cells in sheet.rows:
        filled = [name for name, at in sheet.columns.items() if as_text(cells[at])]
        if not filled:
            continue
        if NUMBER in filled:
            if current:
                yield current
            current = row, cells, []
        elif current and set(filled) <= set(REASONS):
            current[2].extend(as_text(cells[sheet.columns[name]]) for name in filled)
        else:
            raise unknown(
                source, sheet.place(row), f"{NUMBER} in every row with a value", ", ".join(filled),
                "Read the row; if it belongs to the one above, teach jp_mof_sheets.py.",
            )  # fmt: skip
    if current:
        yield current


def row_entry(
    source: SourceFile, sheet: Sheet, row: int, cells: list[Cell], *, key: str, result: Sheets
) -> Entry | None:
    """Return the entry of one row, None where the row has no name: it was cancelled."""

    def text(name: str) -> str:
        at = sheet.columns.get(name)
        cell = "" if at is None else cells[at]
        return clean(cell) if isinstance(cell, str) else as_text(cell)

    announced = notice(text(DATE))
    if announced is None:
        raise unknown(
            source, sheet.place(row), f"{DATE} such as 2002.4.20 or 2008.3.26削除", text(DATE),
            "Read the cell, then add the wording to jp_mof_dates.py with a test.",
        )  # fmt: skip
    result.notices.append(announced)
    if not text(JAPANESE) and not text(LATIN):
        result.leave_out("cancelled" if announced.cancelled else "number without a name")
        return None
    entry = Entry(
        key=key, kind=kind_of(source, sheet, row, cells), place=sheet.place(row),
        programme=sheet.title, announced=announced.announced,
        japanese=text(JAPANESE), latin=text(LATIN),
        aliases=[(text(name), role) for name, role in ALIASES.items() if text(name)],
        positions=[text(name) for name in POSITIONS],
        birth_places=[text(name) for name in BIRTH_PLACES],
        nationalities=[text(NATIONALITY)],
        passports=[(PASSPORT, text(PASSPORT))],
        papers=[(name, text(name)) for name in PAPERS],
        addresses=[address for name in ADDRESSES for address in addresses(text(name))],
        un=text(UN),
        reasons=[text(name) for name in REASONS],
    )  # fmt: skip
    if BORN in sheet.columns:
        entry.born = cells[sheet.columns[BORN]]
    if text(BORN_WHERE):
        entry.born, entry.birth_places = born_where(source, sheet.place(row), text(BORN_WHERE))
    return entry


def born_where(source: SourceFile, place: str, text: str) -> tuple[str, list[str]]:
    """Read 1941年8月20日セルビア共和国ボル生 and the English under it: the date, the places."""
    japanese, _, latin = text.partition("\n")
    one, other = BORN_JAPANESE.fullmatch(japanese), BORN_LATIN.fullmatch(latin)
    if not one or (latin and not other):
        raise unknown(
            source, place, f"{BORN_WHERE} such as 1941年8月20日...生", text,
            "Read the cell, then add the wording to jp_mof_sheets.py with a test.",
        )  # fmt: skip
    return one[1], [found for found in (one[2], other[1] if other else "") if found]


def kind_of(source: SourceFile, sheet: Sheet, row: int, cells: list[Cell]) -> Kind:
    """Say what an entry is: by the sheet's name, by its title, else by the columns that it fills.

    On a sheet for both, an entry is a person where a column of persons states something or its
    birth date is said to be unknown: an organisation has none that could be. A sheet without such
    columns is one of organisations if it has 所在地, the seat, for its places.
    """
    said = kind_in(sheet.name) or kind_in(sheet.title)
    if said:
        return said
    columns = [name for name in sheet.columns if name in PERSONAL]
    if columns:
        told = {name: as_text(cells[sheet.columns[name]]) for name in columns}
        personal = any(map(stated, told.values())) or bool(told.get(BORN) or told.get(BORN_WHERE))
        return Kind.PERSON if personal else Kind.ORGANISATION
    latin = as_text(cells[sheet.columns[LATIN]])
    number = squeezed(as_text(cells[sheet.columns[NUMBER]]))
    if (sheet.title, number) in PERSONS_OF_2006:
        return Kind.PERSON
    if "所在地" in sheet.columns or FIRM.search(latin):
        return Kind.ORGANISATION
    raise unknown(
        source,
        sheet.place(row),
        "an entry that shows whether it is a person",
        latin,
        "Read the notice, then add it to FIRM or PERSONS_OF_2006 in jp_mof_sheets.py.",
    )


def join(
    source: SourceFile,
    entries: list[Entry],
    pointers: list[tuple[Entry, str, str]],
    marks: Mapping[tuple[str, str], str],
    titles: Mapping[str, str],
) -> None:
    """Give an entry and the one that it points to the same identifier.

    Args:
        source: the file, for the error.
        entries: of the whole workbook.
        pointers: each pointing entry, the title of its category, and the marked number.
        marks: keys by category and marked number, also of cancelled rows.
        titles: of the categories by number.
    """
    by_key = {entry.key: entry for entry in entries}
    for entry, title, mark in pointers:
        begins = next((to for start, to in POINTS_TO.items() if title.startswith(start)), None)
        found = [
            key
            for (category, number), key in marks.items()
            if begins
            and number == mark
            and titles[category].startswith(begins)
            and kind_in(titles[category]) in {None, entry.kind}
        ]
        if len(found) != 1:
            raise unknown(
                source, entry.place, "a mark that points to one entry of another sheet", mark,
                "Read the note above the heading, then teach POINTS_TO in jp_mof_sheets.py.",
            )  # fmt: skip
        same = Identifier("jp-mof", found[0])
        entry.identifiers.append(same)
        if (other := by_key.get(found[0])) and same not in other.identifiers:
            other.identifiers.append(same)
