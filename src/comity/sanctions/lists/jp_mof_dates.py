"""Dates of the Japanese asset-freeze list: birth dates in a dozen wordings, and dates of notices.

A birth-date cell holds one or many dates: `1965年`, `1965年頃`, `1955年から1958年の間`,
`1976年1月3日又は4日`, `(a)1958年(b)1959年3月7日`. What is no date at all, an age or a day without
a year, is given back as a remark and never made into one; every other wording that is not known
here stops the reader.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from comity.entities.subject import Precision, When
from comity.sanctions.lists.dates import day_of, excel
from comity.sanctions.lists.jp_mof_parts import enumerated, stated
from comity.sanctions.lists.tables import Cell

LEFT_OUT = {
    "おおむね30~35歳": "an age says no year without the day on which it was right",
    "10月10日(yearunknown)": "a day without a year",
    "1402年6月24日(ヒジュラ暦)": "a day of the Islamic calendar, a day sooner or later in ours",
}
"""Wordings that are known and left out on purpose, by an example in half width of each."""

AGE = re.compile(r"(?:おおむね|約)?\d+(?:[~-]\d+)?歳")
NO_YEAR = re.compile(r"\d{1,2}月\d{1,2}日\(yearunknown\)")
ISLAMIC = re.compile(r".*\(ヒジュラ暦\)")
BROKEN = re.compile(r"\n+(?=日)|(?<=から)\n+")
SEPARATOR = re.compile(r"[\n;、,，]|又は|または")
NOTE = re.compile(r"\(([^()]*)\)$")

YEARS = re.compile(r"(?:およそ|おおよそ|約)?(\d{4})年?(?:から|[~–-])(\d{4})年(?:まで)?(?:の間)?頃?")
DAYS = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})日から(\d{4})年(\d{1,2})月(\d{1,2})日(?:まで)?(?:の間)?"
)
MONTHS = re.compile(r"(\d{4})年(\d{1,2})月から(\d{1,2})月(?:まで)?の間")
ABOUT = re.compile(r"(?:およそ|おおよそ|約)(\d{4})年|(\d{4})年の?頃")
DATE = re.compile(
    r"(?:(?P<year>\d{4})(?:/(?P<year2>\d{4}))?年)?"
    r"(?:(?P<month>\d{1,2})(?:\((?P<month2>\d{1,2})\))?月)?"
    r"(?:(?P<day>\d{1,2})(?:/(?P<day2>\d{1,2}))?日?)?(?:生まれ|生)?"
)
SLASHES = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")
YEAR = re.compile(r"(\d{4}|\d{2})(?:年生まれ)?")

POINT = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})")
NOTICE = re.compile(r"([\d.]+)\s*(改訂|削除)?")
BRACKET = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class Births:
    """What a birth-date cell says.

    Attributes:
        dates: every date, in order, none twice.
        remarks: what is no date, as printed.
    """

    dates: tuple[When, ...] = ()
    remarks: tuple[str, ...] = ()


def births(cell: Cell) -> Births | None:
    """Read a birth-date cell; None where its wording is not known.

    A number is a year or, as cells without a date format hold dates, days since 1899.
    """
    if isinstance(cell, dt.datetime):
        return Births((When.day(cell.year, cell.month, cell.day),))
    if isinstance(cell, dt.date):
        return Births((When.day(cell.year, cell.month, cell.day),))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return numbered(float(cell))
    return written(stated(cell)) if isinstance(cell, str) else None


def numbered(number: float) -> Births | None:
    """Read a number: a year from 1850 to 2100, otherwise a serial number of a day since 1910."""
    if number.is_integer() and 1850 <= number <= 2100:
        return Births((When.year(int(number)),))
    when = excel(number) if number.is_integer() and number > 3652 else None
    return Births((when,)) if when else None


@lru_cache(maxsize=8192)
def written(text: str) -> Births | None:
    """Read the words of a birth-date cell; None where they are not known."""
    dates: dict[When, None] = {}
    remarks: dict[str, None] = {}
    before: When | None = None
    for part in parts(text):
        if AGE.fullmatch(part) or NO_YEAR.fullmatch(part) or ISLAMIC.fullmatch(part):
            remarks[part] = None
            continue
        note = NOTE.search(part)
        if note:
            remarks[note[1]] = None
        found = one_birth(part[: note.start()] if note else part, before)
        if not found:
            return None
        dates.update(dict.fromkeys(found))
        before = found[-1]
    return Births(tuple(dates), tuple(remarks))


def parts(text: str) -> list[str]:
    """Return the single dates of a cell, in half width and without blanks."""
    text = unicodedata.normalize("NFKC", BROKEN.sub("", text.replace("©", "(c)")))
    text = re.sub(r"[^\S\n]+", "", text)
    pieces = (piece for value in enumerated(text) for piece in SEPARATOR.split(value))
    return [piece for piece in pieces if piece]


def one_birth(part: str, before: When | None) -> tuple[When, ...]:
    """Return the dates that one part can mean, none where its wording is not known.

    Args:
        part: one date, in half width.
        before: the date before it, whose year or month a part such as 6月14日 goes on with.
    """
    for pattern, meaning in FORMS:
        if match := pattern.fullmatch(part):
            return meaning(match, before)
    return ()


def days(match: re.Match[str], _before: When | None) -> tuple[When, ...]:
    """Read 1961年1月1日から1963年12月31日の間."""
    numbers = [int(number) for number in match.groups()]
    first, last = day_of(*numbers[:3]), day_of(*numbers[3:])
    return span(first, last) if first and last else ()


def months(match: re.Match[str], _before: When | None) -> tuple[When, ...]:
    """Read 1977年8月から9月の間."""
    year, first, last = (int(number) for number in match.groups())
    if not 1 <= first <= last <= 12:
        return ()
    return span(When.month(year, first), When.month(year, last))


def years(match: re.Match[str], _before: When | None) -> tuple[When, ...]:
    """Read 1955年から1958年の間 and 1955年-1958年頃."""
    first, last = int(match[1]), int(match[2])
    return (When.between(first, last),) if first <= last else ()


def about(match: re.Match[str], _before: When | None) -> tuple[When, ...]:
    """Read 1965年頃 and およそ1965年."""
    return (When.circa(int(match[1] or match[2])),)


def slashes(match: re.Match[str], _before: When | None) -> tuple[When, ...]:
    """Read 1965/3/7, as the CSV prints it."""
    day = day_of(int(match[1]), int(match[2]), int(match[3]))
    return (day,) if day else ()


def span(first: When, last: When) -> tuple[When, ...]:
    """Return the range from one date to another, none where they are the wrong way round."""
    if first.start > last.end:
        return ()
    return (When(first.start, last.end, Precision.RANGE),)


def bare_year(match: re.Match[str], before: When | None) -> tuple[When, ...]:
    """Read 1958 or, after another year, 59."""
    digits = match[1]
    if len(digits) == 4:
        return (When.year(int(digits)),)
    return (When.year(before.start.year // 100 * 100 + int(digits)),) if before else ()


def spelled_out(match: re.Match[str], before: When | None) -> tuple[When, ...]:
    """Read 1965年3月7日 and its shorter forms, with second thoughts such as 2(3)月 and 20/29日."""
    if not match["year"] and (before is None or not match["day"]):
        return ()
    if before is not None and not match["month"] and before.precision is not Precision.DAY:
        month_before = None
    else:
        month_before = str(before.start.month) if before else None
    years = [match["year"] or str(before.start.year if before else ""), match["year2"]]
    months = [match["month"] or (None if match["year"] else month_before), match["month2"]]
    found: list[When | None] = [
        date_of(int(year), month, day)
        for year in years
        if year
        for month in (months if months[1] else months[:1])
        for day in ([match["day"], match["day2"]] if match["day2"] else [match["day"]])
    ]
    return tuple(when for when in found if when) if all(found) else ()


def date_of(year: int, month: str | None, day: str | None) -> When | None:
    """Return a date as exactly as it is stated, None for what no calendar has."""
    if day:
        return day_of(year, int(month), int(day)) if month else None
    if month:
        return When.month(year, int(month)) if 1 <= int(month) <= 12 else None
    return When.year(year)


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], When | None], tuple[When, ...]]], ...]
FORMS = (
    (DAYS, days),
    (MONTHS, months),
    (YEARS, years),
    (ABOUT, about),
    (SLASHES, slashes),
    (YEAR, bare_year),
    (DATE, spelled_out),
)
"""Every wording of one date, and what it means; the first that fits is taken."""


@dataclass(frozen=True, slots=True)
class Notice:
    """When an entry was announced and what became of it.

    Attributes:
        announced: the day of the first notice.
        newest: the day of the last one, be it an amendment or the cancellation.
        cancelled: the entry was cancelled.
    """

    announced: When
    newest: dt.date
    cancelled: bool


@lru_cache(maxsize=4096)
def notice(text: str) -> Notice | None:
    """Read a notice-date cell (2002.4.20, then 2012.9.28改訂 or 2008.3.26削除), None if unknown."""
    plain = BRACKET.sub("", unicodedata.normalize("NFKC", text)).strip()
    matches = list(NOTICE.finditer(plain))
    if not matches or NOTICE.sub("", plain).strip():
        return None
    days = [point(match[1]) for match in matches]
    known = [day for day in days if day]
    if len(known) != len(days):
        return None
    newest = max(day.start for day in known)
    return Notice(known[0], newest, any(match[2] == "削除" for match in matches))


def point(text: str) -> When | None:
    """Read 2012.9.28; with one point missing (2007.713) only where a single day can be meant."""
    match = POINT.fullmatch(text)
    if match:
        return day_of(int(match[1]), int(match[2]), int(match[3]))
    if text.count(".") != 1:
        return None
    mended = {text[:place] + "." + text[place:] for place in range(1, len(text))}
    found = {
        day
        for candidate in mended
        if (match := POINT.fullmatch(candidate))
        and (day := day_of(int(match[1]), int(match[2]), int(match[3])))
    }
    return found.pop() if len(found) == 1 else None
