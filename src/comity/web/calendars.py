"""Calendars: a meeting as an entry that a person puts into a calendar (RFC 5545).

Times are written in UTC, so that every calendar shows them on its own clock. A meeting that is
moved is another object here and the same entry there: it bears the name of the first one, and a
number that grows with what the parties say of it, so that the new time takes the place of the old
one. A meeting that is cancelled takes its entry out (RFC 5546, 3.2.5). Its marking goes with it, in
front of what it is called, for a calendar shows little else.
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
    State.CANCELLED: "CANCELLED",
}
"""Of an entry; a meeting that was moved has none of its own any more."""

NOBODY = "invalid:nomail"
"""Stands where an address of the organiser is asked for; a calendar must write to nobody."""


def calendar(meeting: Meeting, language: Language, now: dt.datetime) -> str:
    """Return a file with one entry.

    Args:
        meeting: which has a time that some clock shows, and that no other one has taken the place
            of; see `has_entry`.
        language: of its words, where they are there in it.
        now: when the file is made.
    """
    plan = meeting.plan
    start, end = plan.start, plan.end
    if start is None or end is None:
        raise ValueError("a meeting without a time is no entry of a calendar")
    status = STATUS[meeting.state]
    title = said(meeting.title, language)
    place = said(plan.place, language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Comity//Consultations//EN",
        f"METHOD:{'CANCEL' if status == 'CANCELLED' else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{meeting.lineage[-1]}",
        f"ORGANIZER;CN={' '.join(meeting.parties).upper()}:{NOBODY}",
        f"DTSTAMP:{in_utc(now)}",
        f"DTSTART:{in_utc(start)}",
        f"DTEND:{in_utc(end)}",
        "CLASS:CONFIDENTIAL",
        f"SUMMARY:{meeting.marking.text} {escaped(title)}",
        *([f"LOCATION:{escaped(place)}"] if place else []),
        f"STATUS:{status}",
        f"SEQUENCE:{sequence(meeting)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def has_entry(meeting: Meeting) -> bool:
    """Say whether a meeting has an entry of its own.

    Another time that is only proposed has none yet: it would take the confirmed one out.
    """
    timed = meeting.plan.start is not None
    return timed and meeting.state is not State.MOVED and not meeting.only_moves


def sequence(meeting: Meeting) -> int:
    """Return a number that is higher the more was said of a meeting and of those that it moves.

    It is the place of the newest word in the history of the circle, which grows along it: what
    moves or cancels a meeting was said after it.
    """
    ended = [meeting.cancelled_by] if meeting.cancelled_by is not None else []
    return max(one.place[0] for one in (*meeting.proposals, *ended))


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
