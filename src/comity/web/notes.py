"""Notes: the pages of the note-taker: the room, the read-back, and what is proposed of it.

The notes are internal; so is every page here, and its marking says so. The words of an entry stand
side by side in the working languages of the mechanism; what lacks a language is said in words.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from comity.agreement.effects import Type
from comity.consultation.cadence import moment_of
from comity.consultation.minutes import MAIN, Lack, Proposed, lacks, proposals
from comity.consultation.notes import LONGEST, SORTS, Edit, Entry, Item, of_item, spoken_of
from comity.errors import ComityError, RefusedError
from comity.exchange.drafts import ROLES
from comity.records.marking import TEXTS, Marking
from comity.web.capitals import clocks
from comity.web.minutes import manners
from comity.web.once import once
from comity.web.pages import Shell, render, standing_now
from comity.web.room import PATH, Basis, MeetingSeen, Minuting, RoomSeen
from comity.web.words import Language, Words, words

SUMMARY = "summary"
"""Key of a chair's summary, the one paper that is not made of the notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a page and not done, so that nothing typed is lost.

    Attributes:
        typed: the fields of the form.
        error: why it was not done; None where nothing was tried.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    error: ComityError | None = None


UNTRIED = Tried()


@dataclass(frozen=True, slots=True)
class Section:
    """An item with its entries.

    Attributes:
        item: itself; one with no id for what belongs to none.
        entries: of it.
    """

    item: Item
    entries: tuple[Entry, ...]

    @property
    def key(self) -> str:
        """Return what names it on a page, wherever it stands there."""
        return sha256(self.item.id.encode()).hexdigest()[:12]


def sections(seen: RoomSeen, items: Sequence[Item]) -> tuple[Section, ...]:
    """Return items of a meeting with their entries, then what belongs to none of them."""
    found = [Section(one, of_item(one.id, seen.entries, items)) for one in items]
    return (*found, Section(Item(id="", title={}), of_item("", seen.entries, items)))


def read_out(seen: RoomSeen) -> tuple[Item, ...]:
    """Return the items that are read back and of which the minutes speak."""
    agreed = seen.meeting.basis is Basis.AGREED
    return spoken_of(seen.meeting.items, seen.entries, agreed=agreed)


def room_page(language: Language, seen: RoomSeen, role: str, tried: Tried = UNTRIED) -> str:
    """Return the page on which notes are taken."""
    shell = shell_of(language, seen, "/room")
    spoken = words(language)
    values = {
        **base(seen, role, shell, tried),
        "sections": sections(seen, seen.meeting.items),
        "sorts": (*SORTS, "item"),
        "longest": LONGEST,
        "fresh": uuid.uuid4().hex,
        "said": {one: spoken.label("note-sort", one) for one in (*SORTS, "item")},
        "note_of": note_of,
    }
    return render("room/room.html", shell, values)


def note_of(entry: Entry, edit: Edit) -> str:
    """Return a wording of an entry as the script of the page takes it."""
    return json.dumps(
        {
            "entry": entry.id,
            "base": list(entry.tips),
            "item": edit.item,
            "sort": edit.sort,
            "words": dict(edit.words),
            "owner": edit.owner,
            "due": edit.due,
        },
        ensure_ascii=False,
    )


def readback_page(language: Language, seen: RoomSeen, role: str) -> str:
    """Return all decisions and actions, to be read back at the end of a meeting."""
    shell = shell_of(language, seen, "/room/readback")
    open_points = lacks(seen.entries, seen.meeting.tongues)
    by_entry: dict[str, list[Lack]] = {}
    for one in open_points:
        by_entry.setdefault(one.entry.id, []).append(one)
    values = {
        **base(seen, role, shell, UNTRIED),
        "sections": sections(seen, read_out(seen)),
        "lacks": by_entry,
        "count": len(open_points),
    }
    return render("room/readback.html", shell, values)


def minutes_page(
    language: Language, seen: RoomSeen, role: str, tried: Tried = UNTRIED, *, summary: bool = False
) -> str:
    """Return the page on which minutes or a chair's summary are edited before anybody has them."""
    shell = shell_of(language, seen, "/room/summary" if summary else "/room/minutes")
    papers = summary_of(seen) if summary else minuted(seen)
    values = {
        **base(seen, role, shell, tried),
        "proposed": papers,
        "summary": summary,
        "markings": tuple(Marking),
        "marking": tried.typed.get("marking", max(seen.limit, seen.meeting.spoken).text),
        "token": tried.typed.get("token") or uuid.uuid4().hex,
        "unfinished": lacks(seen.entries, seen.meeting.tongues, SORTS) if not summary else (),
    }
    return render("room/minutes.html", shell, values)


def minuted(seen: RoomSeen) -> tuple[Proposed, ...]:
    """Return what the notes become: minutes, then each decision."""
    standing = standing_now()
    spoken = manners(seen.meeting.tongues, standing.names if standing is not None else {})
    title = {
        tongue: manner.say("title", {"title": title})
        for tongue, manner in spoken.items()
        if (title := seen.meeting.title.get(tongue, ""))
    }
    usual = {tongue: manner.say("untitled", {}) for tongue, manner in spoken.items()}
    return proposals(seen.meeting.id, title or usual, read_out(seen), seen.entries, spoken)


def summary_of(seen: RoomSeen) -> tuple[Proposed, ...]:
    """Return a chair's summary without words."""
    titles = {
        tongue: manner.say("summary", {"title": seen.meeting.title.get(tongue, "")})
        for tongue, manner in manners(seen.meeting.tongues, {}).items()
    }
    effect = {"of": seen.meeting.id}
    return (Proposed(key=SUMMARY, type=Type.TEXT, title=titles, text={}, effect=effect),)


def minuting(seen: RoomSeen, typed: Mapping[str, str], *, summary: bool) -> Minuting:
    """Return what a person wants to put before the others, in the words that they typed."""
    papers = [
        with_words(one, typed)
        for one in (summary_of(seen) if summary else minuted(seen))
        if one.key in {MAIN, SUMMARY} or typed.get(f"take_{one.key}")
    ]
    last = typed.get("last", "")
    return Minuting(
        papers=tuple(papers),
        marking=TEXTS.get(typed.get("marking", ""), Marking.RED),
        hours=typed.get("hours", "") if typed.get("silence") else "",
        sign=bool(typed.get("sign")),
        last=int(last) if last.isascii() and last.isdigit() else 0,
        token=once(SUMMARY if summary else MAIN, typed),
        early=bool(typed.get("early")),
    )


def with_words(proposed: Proposed, typed: Mapping[str, str]) -> Proposed:
    """Return something that is proposed with the words that were typed; empty ones are none."""

    def written(part: str) -> dict[str, str]:
        start = f"{part}_{proposed.key}_"
        return {
            name.removeprefix(start): text.strip()
            for name, text in typed.items()
            if name.startswith(start) and text.strip()
        }

    return replace(proposed, title=written("title"), text=written("text"))


def held(spoken: Words, meeting: MeetingSeen) -> str:
    """Return when a meeting is by the clock of each capital; as written where no clock shows it."""
    try:
        start = moment_of(meeting.begins, meeting.zone)
    except RefusedError:
        return f"{meeting.begins.replace('T', ' ')} {meeting.zone}"
    day = spoken.date(dt.datetime.fromisoformat(meeting.begins).date())
    shown = [
        f"{spoken.label('capital', one.party)} {spoken.clock(start, one.zone)}"
        for one in clocks(meeting.circle.members)
    ]
    return " · ".join([day, *shown])


def shell_of(language: Language, seen: RoomSeen, below: str) -> Shell:
    """Return the shell of a page of a meeting's notes."""
    return Shell(language=language, path=f"{PATH}/{seen.meeting.id}{below}", marking=seen.marking)


def base(seen: RoomSeen, role: str, shell: Shell, tried: Tried) -> dict[str, object]:
    """Return the values that every page of a meeting's notes needs."""
    return {
        "seen": seen,
        "meeting": seen.meeting,
        "tongues": seen.meeting.tongues,
        "role": role,
        "roles": ROLES,
        "back": shell.path,
        "here": f"/{shell.language}{PATH}/{seen.meeting.id}",
        "tried": tried,
        "day": lambda iso: shell.words.date(dt.date.fromisoformat(iso)),
        "held": lambda one: held(shell.words, one),
    }
