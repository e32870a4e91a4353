"""Dates as lists print them, parsed with their precision.

Each function knows one notation and returns None for anything else; a reader tries the notations of
its list and stops at what none of them knows.
"""

import datetime as dt
import re
from functools import lru_cache

from comity.entities.subject import When

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}

DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Za-z]+)[.,]?[ -](\d{4})")
US = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})")
YEARS = re.compile(r"(?:between )?(\d{4}) ?(?:to|and|-|–|/) ?(\d{4})")
CIRCA = re.compile(r"(?:circa|approximately|approx\.?|around|c\.|ca\.?|~) ?(\d{4})", re.IGNORECASE)


def day_of(year: int, month: int, day: int) -> When | None:
    """Return the day, or None when the calendar has no such day."""
    try:
        return When.day(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def iso(text: str) -> When | None:
    """Read 1965, 1965-03 and 1965-03-07."""
    match = ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    if day:
        return day_of(int(year), int(month), int(day))
    if month:
        return When.month(int(year), int(month)) if 1 <= int(month) <= 12 else None
    return When.year(int(year)) if int(year) else None


@lru_cache(maxsize=65536)
def day_first(text: str) -> When | None:
    """Read 7.3.1965, 07/03/1965 and 7-3-1965: the day first, as Europe prints it."""
    match = DAY_FIRST.fullmatch(text)
    return day_of(int(match[3]), int(match[2]), int(match[1])) if match else None


@lru_cache(maxsize=65536)
def in_words(text: str) -> When | None:
    """Read 7 March 1965, 07 Mar 1965, 4 Apr. 1944, March 1965 and March 7, 1965."""
    match = WORDS.fullmatch(text)
    if match and match[2].lower() in MONTHS:
        month = MONTHS[match[2].lower()]
        year = int(match[3])
        return day_of(year, month, int(match[1])) if match[1] else When.month(year, month)
    match = US.fullmatch(text)
    if match and match[1].lower() in MONTHS:
        return day_of(int(match[3]), MONTHS[match[1].lower()], int(match[2]))
    return None


@lru_cache(maxsize=65536)
def years(text: str) -> When | None:
    """Read 1960 to 1962, 1960-1962 and circa 1965."""
    match = CIRCA.fullmatch(text)
    if match:
        return When.circa(int(match[1]))
    match = YEARS.fullmatch(text)
    if match and int(match[1]) <= int(match[2]):
        return When.between(int(match[1]), int(match[2]))
    return None


def western(text: str) -> When | None:
    """Read any of the notations above."""
    return iso(text) or day_first(text) or in_words(text) or years(text)


def excel(serial: float) -> When | None:
    """Read an Excel serial number (1900 system), as a cell without a date format holds it."""
    if 1 <= serial <= 2958465:
        date = dt.date(1899, 12, 30) + dt.timedelta(days=int(serial))
        return When.day(date.year, date.month, date.day)
    return None
