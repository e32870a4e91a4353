"""Brief: the brief book of a meeting, item by item, which never leaves this node.

What is internal stands in its own colour, with a lock and in words. What was said last time is
quoted from adopted papers, each with a link to its source. The marking of the book, on screen and
on every printed sheet, is the highest of everything in it.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.consultation.briefs import INTERNAL, LONGEST_PART, Call, Part, Written, open_calls
from comity.consultation.notes import Item
from comity.errors import ComityError, RefusedError
from comity.exchange.drafts import ROLES
from comity.records.kinds import LANGUAGES
from comity.records.marking import TEXTS, Marking
from comity.web.notes import held
from comity.web.once import once
from comity.web.pages import Shell, render
from comity.web.paperlabels import PAPER_DONE
from comity.web.room import PATH, BriefSeen
from comity.web.words import Language

LONGEST_NAME = 300
LONGEST_ASK = 2000
END_OF_DAY = "T23:59:59.000Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person looks at in the book.

    Attributes:
        item: whose form is open, None for none.
        part: that is written, None where somebody is to be asked for one.
        calls: role whose calls are shown beside the reader's own, "all" for those of everybody.
        done: a code of `paperlabels.PAPER_DONE`: what was done just now.
        typed: fields of a form that was refused.
        error: why.
    """

    item: str | None = None
    part: Part | None = None
    calls: str = ""
    done: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    error: ComityError | None = None


def brief_page(language: Language, seen: BriefSeen, role: str, wanted: Wanted) -> str:
    """Return the brief book of a meeting."""
    meeting = seen.meeting
    shell = Shell(language=language, path=f"{PATH}/{meeting.id}/brief", marking=seen.marking)
    shown = [one for one in seen.calls if wanted.calls in {"all", one.role} or one.role == role]
    calls: dict[str, list[Call]] = {}
    for one in shown:
        calls.setdefault(one.item, []).append(one)
    asked = open_calls(seen.calls)
    values = {
        "seen": seen,
        "meeting": meeting,
        "wanted": wanted,
        "typed": wanted.typed,
        "chapters": (Item(id="", title=meeting.title), *meeting.items),
        "parts": tuple(Part),
        "calls": calls,
        "asked": tuple(one for one in asked if one.role == role),
        "asked_all": len(asked),
        "left_out": len(seen.calls) - len(shown),
        "role": role,
        "roles": ROLES,
        "back": shell.path,
        "here": f"/{language}{PATH}/{meeting.id}",
        "done": wanted.done if wanted.done in PAPER_DONE else "",
        "token": wanted.typed.get("token") or uuid.uuid4().hex,
        "markings": tuple(one for one in Marking if one >= INTERNAL),
        "usual": INTERNAL,
        "longest": LONGEST_PART,
        "tongues": sorted(LANGUAGES, key=lambda one: shell.words.label("language", one)),
        "held": lambda one: held(shell.words, one),
        "day": lambda at: shell.words.date(dt.datetime.fromisoformat(at).date()),
    }
    return render("room/brief.html", shell, values)


def part_of(name: str) -> Part | None:
    """Return the part of this name, None where there is none."""
    return Part(name) if name in set(Part) else None


def written_in(typed: Mapping[str, str], role: str) -> Written:
    """Return the part that was typed; what the form does not know falls to what is usual."""
    version = typed.get("version", "")
    tongue = typed.get("language", "")
    return Written(
        item=typed.get("item", "")[:200],
        part=part_of(typed.get("part", "")) or Part.BACKGROUND,
        version=int(version) if version.isascii() and version.isdigit() else 0,
        text=typed.get("text", "").strip(),
        language=tongue if tongue in LANGUAGES else "en",
        marking=max(INTERNAL, TEXTS.get(typed.get("marking", ""), INTERNAL)),
        by=role,
        at="",
    )


class CallDayError(RefusedError):
    """A part is asked for by no day."""

    code = "call-day"
    template = "give the day by which the part is to be there; nobody was asked yet"


def call_in(meeting: str, typed: Mapping[str, str], role: str) -> Call:
    """Return the call that was typed.

    Raises:
        CallDayError: its day is none.
    """
    try:
        due = dt.date.fromisoformat(typed.get("due", ""))
    except ValueError as error:
        raise CallDayError from error
    return Call(
        id=once("call", typed) or uuid.uuid4().hex,
        meeting=meeting,
        item=typed.get("item", "")[:200],
        part=part_of(typed.get("part", "")) or Part.BACKGROUND,
        role=typed.get("role", ""),
        person=" ".join(typed.get("person", "").split())[:LONGEST_NAME],
        words=typed.get("words", "").strip()[:LONGEST_ASK],
        due=f"{due}{END_OF_DAY}",
        by=role,
        at="",
    )
