"""Words: everything that a page says, in the language of the person who reads it.

Sentences are gettext messages whose key is the English text; the catalogues in `locale/` are read
as they are written (.po), so that a native reader can mend a word without any tool. A placeholder
is `%(name)s` in a page and `{name}` in the message of an error, and a bare per cent sign in a
page's message is written `%%`.
"""

import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from babel.units import format_unit

from comity.entities.subject import Precision, When
from comity.errors import ComityError
from comity.web.labels import TABLES

LOCALE = Path(__file__).parent / "locale"

DAY = {"uk": "d MMM y", "ja": "y年M月d日", "en": "d MMM y"}
MONTH = {"uk": "LLLL y", "ja": "y年M月", "en": "MMMM y"}
YEAR = {"uk": "y", "ja": "y年", "en": "y"}
WEEKDAY = {"uk": "EEEE, d MMMM", "ja": "M月d日（E）", "en": "EEEE d MMMM"}
SHORT_DAY = {"uk": "d MMM", "ja": "M/d", "en": "d MMM"}
MOMENT = {"uk": "{day}, {clock} UTC", "ja": "{day} {clock} UTC", "en": "{day}, {clock} UTC"}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
BETWEEN = {"uk": ", ", "ja": "、", "en": ", "}

LANGUAGE_OF_SCRIPT = {
    "Armn": "hy",
    "Geor": "ka",
    "Grek": "el",
    "Hang": "ko",
    "Hebr": "he",
    "Hira": "ja",
    "Jpan": "ja",
    "Kana": "ja",
    "Khmr": "km",
    "Laoo": "lo",
    "Mymr": "my",
    "Thai": "th",
}
"""Scripts that one language only, of those on the lists, is written in."""

LANGUAGE_OF_LIST = {
    ("jp", "Hani"): "ja",
    ("ua", "Cyrl"): "uk",
}
"""By jurisdiction and script: what an authority writes in a script that several languages share."""


class Language(StrEnum):
    """A language of the pages; `uk` is Ukrainian here and the United Kingdom in a list's name."""

    UKRAINIAN = "uk"
    JAPANESE = "ja"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, numbers and dates.

    Attributes:
        language: which.
        catalogue: its messages.
    """

    language: Language
    catalogue: Translations

    def gettext(self, message: str, **facts: object) -> str:
        """Return a message in this language, its placeholders filled."""
        return self.catalogue.ugettext(message) % facts

    def label(self, table: str, code: str) -> str:
        """Return what a code of a table in `comity.web.labels` is called.

        Raises:
            KeyError: the table has no such code.
        """
        return str(self.catalogue.pgettext(table, TABLES[table][code]))

    def number(self, value: float) -> str:
        """Return a whole number, grouped as the language does."""
        return format_decimal(value, "#,##0", locale=self.language)

    def signed(self, value: int) -> str:
        """Return a whole number with its sign; the minus is a real one."""
        return format_decimal(value, "+#,##0;−#,##0", locale=self.language) if value else "0"

    def points(self, value: float) -> str:
        """Return points with at most one decimal, so that parts add up to their sum."""
        return format_decimal(round(value, 1), "#,##0.#", locale=self.language)

    def signed_points(self, value: float) -> str:
        """Return points with their sign."""
        pattern = "+#,##0.#;−#,##0.#"
        return format_decimal(round(value, 1), pattern, locale=self.language)

    def percent(self, ratio: float) -> str:
        """Return a ratio as a whole per cent; neither 0 nor 100 unless it is exactly that."""
        if 0 < ratio < 0.005:
            return "<" + format_percent(0.01, "#,##0%", locale=self.language)
        if 0.995 <= ratio < 1:
            return ">" + format_percent(0.99, "#,##0%", locale=self.language)
        return format_percent(ratio, "#,##0%", locale=self.language)

    def date(self, day: dt.date) -> str:
        """Return a day, short but with its month in words where the language writes it so."""
        return format_date(day, DAY[self.language], locale=self.language)

    def when(self, when: When) -> str:
        """Return a date as exactly as it is known."""
        match when.precision:
            case Precision.DAY:
                return self.date(when.start)
            case Precision.MONTH:
                return format_date(when.start, MONTH[self.language], locale=self.language)
            case Precision.YEAR:
                return self.year(when.start.year)
            case Precision.RANGE:
                return self.gettext(
                    "%(first)s to %(last)s", first=self.date(when.start), last=self.date(when.end)
                )
            case Precision.CIRCA:
                return self.gettext("about %(year)s", year=self.year(when.start.year + 1))

    def year(self, year: int) -> str:
        """Return a year."""
        return format_date(dt.date(year, 1, 1), YEAR[self.language], locale=self.language)

    def on_day(self, day: str) -> str:
        """Return a day of the calendar as a record carries it: "2026-03-05"; "" for none."""
        return self.date(dt.date.fromisoformat(day[:10])) if time_of(day) else day

    def moment(self, at: str | dt.datetime, *, seconds: bool = False) -> str:
        """Return a moment in UTC; what has the form of one and is none stays as it is.

        Args:
            at: as a record carries it, or a time.
            seconds: whether they matter.
        """
        time = at if isinstance(at, dt.datetime) else time_of(at)
        if time is None:
            return str(at)
        utc = time.astimezone(dt.UTC)
        clock = utc.strftime("%H:%M:%S" if seconds else "%H:%M")
        return MOMENT[self.language].format(day=self.date(utc.date()), clock=clock)

    def span(self, since: str, until: str) -> str:
        """Return how long it is from one moment to another, roughly: "2 days"."""
        first, last = time_of(since), time_of(until)
        if first is None or last is None:
            return ""
        long = max(abs(last - first), dt.timedelta(minutes=1))
        said = format_timedelta(long, threshold=1, granularity="minute", locale=self.language)
        return said.replace(" ", "") if self.language is Language.JAPANESE else said

    def weekday(self, day: dt.date) -> str:
        """Return a day as the head of a page says it, with its day of the week."""
        said = format_date(day, WEEKDAY[self.language], locale=self.language)
        return said[0].upper() + said[1:]

    def short_day(self, day: dt.date) -> str:
        """Return a day of about now: "26 Nov", "11/26"."""
        return format_date(day, SHORT_DAY[self.language], locale=self.language)

    def clock(self, at: str | dt.datetime, zone: str) -> str:
        """Return what the clocks of a zone show at a moment: "16:12"; "" where it is none."""
        time = at if isinstance(at, dt.datetime) else time_of(at)
        return f"{time.astimezone(ZoneInfo(zone)):%H:%M}" if time else ""

    def lasting(self, long: dt.timedelta) -> str:
        """Return how long something takes, in at most two units: "1 day 4 hr", "12 min".

        The script of the pages counts down in the same words, which are those of CLDR.
        """
        minutes = max(1, math.ceil(abs(long).total_seconds() / 60))
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        day = "short" if self.language is Language.JAPANESE else "long"
        parts = [(days, "day", day), (hours, "hour", "short"), (rest, "minute", "short")]
        if days > 1:
            parts = parts[:1]
        elif days:
            parts = parts[:2]
        said = (
            format_unit(count, f"duration-{unit}", length=length, locale=self.language)  # type: ignore[arg-type]
            for count, unit, length in parts
            if count
        )
        return self._closed_up("\u00a0".join(said))

    def left(self, until: str, now: str) -> str:
        """Return how long is left until a moment, or by how much it has passed."""
        end, here = time_of(until), time_of(now)
        if end is None or here is None:
            return self.moment(until)
        said = self.lasting(end - here)
        if end < here:
            return self.gettext("%(span)s late", span=said)
        return self.gettext("%(span)s left", span=said)

    def ago(self, at: dt.datetime, now: dt.datetime) -> str:
        """Return how long ago a moment was: "2 min ago"."""
        return self.gettext("%(span)s ago", span=self.lasting(now - at))

    def _closed_up(self, said: str) -> str:
        """Return a text without blanks where the language writes none."""
        japanese = self.language is Language.JAPANESE
        return "".join(said.split()) if japanese else said.replace(" ", "\u00a0")

    def size(self, count: int) -> str:
        """Return a number of bytes, in the unit that suits it."""
        for unit, bytes_of in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
            if count >= bytes_of:
                return f"{self.points(count / bytes_of)}\u00a0{unit}"
        return f"{self.number(count)}\u00a0B"

    def together(self, items: Iterable[str]) -> str:
        """Return several things as a person lists them: "EU, US"."""
        return BETWEEN[self.language].join(items)


def in_words(said: Mapping[str, str] | Iterable[tuple[str, str]], language: str) -> tuple[str, str]:
    """Return a text that there is in several languages, in one of them, with that one.

    Args:
        said: by language, or as pairs of a language and a text.
        language: the reader's; English is the next best, then whichever comes first.

    >>> in_words({"uk": "Порядок денний", "ja": "議題"}, "en")
    ('Порядок денний', 'uk')
    """
    known = {tongue: text for tongue, text in dict(said).items() if text}
    for wanted in (language, "en", *known):
        if wanted in known:
            return known[wanted], wanted
    return "", language


@cache
def words(language: Language) -> Words:
    """Return a language's words; the catalogue is read once."""
    with (LOCALE / language / "LC_MESSAGES" / "comity.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, Translations(compiled))


def preferred(accepted: str, remembered: str | None) -> Language:
    """Return the language to greet a person in.

    Args:
        accepted: the Accept-Language header, "" without one.
        remembered: the language that the person chose before, as the cookie says it.

    >>> preferred("de, ja;q=0.8, en;q=0.5", None), preferred("ja", "uk"), preferred("*", "xx")
    (<Language.JAPANESE: 'ja'>, <Language.UKRAINIAN: 'uk'>, <Language.ENGLISH: 'en'>)
    """
    known = {language.value: language for language in Language}
    if remembered in known:
        return known[remembered]
    ranked: list[tuple[float, Language]] = []
    for wish in accepted.split(","):
        name, *settings = wish.replace(" ", "").lower().split(";")
        language = known.get(name.partition("-")[0])
        weight = weight_of(settings)
        if language and weight > 0:
            ranked.append((weight, language))
    return max(ranked, key=lambda pair: pair[0], default=(0.0, Language.ENGLISH))[1]


def weight_of(settings: list[str]) -> float:
    """Return the q of one wish of Accept-Language, 0 when it is not a number."""
    for setting in settings:
        if setting.startswith("q="):
            try:
                return float(setting[2:])
            except ValueError:
                return 0.0
    return 1.0


def language_of(script: str, stated: str = "", jurisdiction: str = "") -> str:
    """Return the language of a quoted name for its lang attribute, "" where it is not known.

    Args:
        script: ISO 15924 code of the name.
        stated: the language that the author states, "" where none.
        jurisdiction: whose list prints it, "" where several or unknown.
    """
    by_list = LANGUAGE_OF_LIST.get((jurisdiction, script), "")
    return stated or LANGUAGE_OF_SCRIPT.get(script) or by_list


def time_of(at: str) -> dt.datetime | None:
    """Return the time that a record's moment is, None where there is no such day.

    Of the first and the last year a clock elsewhere could show a day that no calendar has.
    """
    try:
        found = dt.datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if dt.MINYEAR < found.year < dt.MAXYEAR else None


def dtg(at: str) -> str:
    """Return a moment as a date-time group, as operators write it in every country.

    >>> dtg("2026-11-24T06:41:12.000Z")
    '240641Z NOV 26'
    """
    time = time_of(at)
    if time is None:
        return at
    return f"{time:%d%H%M}Z {MONTHS[time.month - 1]} {time:%y}"


def error_text(error: ComityError, language: Language) -> str:
    """Return an error's message in a language; its facts are quoted as they are.

    Facts are what a list, a machine or a server said, and what a reader of lists advises; they are
    for whoever mends it and stand in the language of the code.
    """
    return words(language).catalogue.ugettext(error.template).format(**error.facts)
