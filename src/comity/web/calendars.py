"""Calendars: a meeting as an entry that a person puts into a calendar (RFC 5545).

Times are written in UTC, so that every calendar shows them on its own clock. The entry has the same
name each time, so that it replaces itself; a meeting that is moved or cancelled says so. Its
marking goes with it, in front of what it is called, for a calendar shows little else.
"""

import datetime as dt
from collections.abc import Mapping
from unicodedata import category

from comity.consultation.meetings import Meeting, State
from comity.web.words import Language

LONGEST_LINE = 75
"""Bytes of a line; a longer one goes on in the next, after a blank."""

STATUS: Mapping[State, str] = {
    State.PROPOSED: "TENTATIVE",
    State.CONFIRMED: "CONFIRMED",
    State.MOVED: "CANCELLED",
    State.CANCELLED: "CANCELLED",
}


def calendar(meeting: Meeting, language: Language, now: dt.datetime) -> str:
    """Return a file with one entry.

    Args:
        meeting: which has a time that some clock shows.
        language: of its words, where they are there in it.
        now: when the file is made.
    """
    plan = meeting.plan
    start, end = plan.start, plan.end
    if start is None or end is None:
        raise ValueError("a meeting without a time is no entry of a calendar")
    title = said(meeting.title, language)
    place = said(plan.place, language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Comity//Consultations//EN",
        "BEGIN:VEVENT",
        f"UID:{meeting.id}",
        f"DTSTAMP:{in_utc(now)}",
        f"DTSTART:{in_utc(start)}",
        f"DTEND:{in_utc(end)}",
        "CLASS:CONFIDENTIAL",
        f"SUMMARY:{meeting.marking.text} {escaped(title)}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        f"STATUS:{STATUS[meeting.state]}",
        f"SEQUENCE:{len(meeting.proposals) + (STATUS[meeting.state] == 'CANCELLED')}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def said(words: Mapping[str, str], language: str) -> str:
    """Return a text in a language, else in another, "" where there is none."""
    return words.get(language) or next(iter(words.values()), "")


def in_utc(at: dt.datetime) -> str:
    """Return a moment as a calendar writes it."""
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    r"""Return a text without what would end it.

    >>> escaped("Kyiv; room 5,\nfirst floor")
    'Kyiv\\; room 5\\,\\nfirst floor'
    """
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    lines = ("".join(filter(lambda one: category(one) != "Cc", line)) for line in text.splitlines())
    return "\\n".join(lines)


def folded(line: str) -> str:
    """Return a line in pieces of so many bytes that no letter is cut."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece])
