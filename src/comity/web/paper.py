"""Paper: the page of one paper: its text, its seals, what is awaited, and what signing changes.

Whatever a signature does is said before it is given. Words of a paper carry their own language.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from comity.agreement.progress import Course
from comity.agreement.statements import ANNEXES
from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.records.marking import highest
from comity.records.party import Party
from comity.seal.fingerprint import words as hash_words
from comity.web.followupdesk import action_path
from comity.web.pages import Shell, render
from comity.web.paperlabels import PAPER_DONE
from comity.web.papers import PATH, Act, PaperSeen, Revision, SilenceSeen
from comity.web.trafficlabels import RECORDS
from comity.web.words import Language, Words, words

READ_ALOUD = 6
"""Words of a hash that people compare; it would take 2^47 texts to find one with the same."""

USUAL_HOURS = 72
"""Length of silence that a form begins with, where the terms ask for less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a person looks at a paper.

    Attributes:
        role: in which they act.
        revision: that they want to see, "" for the one that counts.
        done: a code of `paperlabels.PAPER_DONE`: what was done just now.
        error: why something was not done.
        act: what that was, with everything that was typed.
    """

    role: str
    revision: str = ""
    done: str = ""
    error: ComityError | None = None
    act: Act | None = None

    def typed(self, what: str) -> Mapping[str, str]:
        """Return what was typed in a form, nothing where another one was sent."""
        return self.act.typed if self.act is not None and self.act.what == what else {}


@dataclass(frozen=True, slots=True)
class Consequence:
    """What signing a text changes.

    Attributes:
        code: "void", "adopts", "awaits" or "signed".
        awaited: parties whose signature is awaited after it.
        reason: why it would be void.
    """

    code: str
    awaited: tuple[Party, ...] = ()
    reason: str = ""


def consequence(seen: PaperSeen, revision: Revision) -> Consequence:
    """Return what it changes if this party signs a text now."""
    own = seen.own
    if own is not None and own.revision == revision.revision and not own.ad_referendum:
        return Consequence("signed", revision.awaiting)
    if revision.void:
        return Consequence("void", revision.locked_by, revision.void)
    others = tuple(one for one in revision.awaiting if one != seen.me)
    return Consequence("awaits" if others else "adopts", others)


def live_silence(seen: PaperSeen) -> SilenceSeen | None:
    """Return the silence that runs or waits for a node, or whose text is adopted.

    Else it is the last one that was broken.
    """
    for course in (Course.RUNNING, Course.PASSED, Course.ADOPTED):
        for one in seen.silences:
            if one.course is course:
                return one
    return next((one for one in reversed(seen.silences) if one.course is Course.BROKEN), None)


def state_of(seen: PaperSeen) -> str:
    """Return how a paper stands, as a badge says it."""
    revision = seen.revision()
    if seen.adopted:
        if seen.disputed:
            return "disputed"
        return "closed" if revision is not None and "closed" in revision.effect else "adopted"
    quiet = live_silence(seen)
    if quiet is not None:
        return "passed" if quiet.course is Course.PASSED else quiet.course.value
    return "proposed" if seen.revisions else "draft"


def paper_page(language: Language, seen: PaperSeen, view: View) -> str:
    """Return the page of one paper."""
    revision = seen.revision(view.revision)
    held = (level for one in seen.held for level in (one.letter.marking, one.letter.quoted))
    shell = Shell(
        language=language,
        path=f"{PATH}/{seen.object}",
        query=(("revision", view.revision),),
        marking=highest([seen.marking, *held]),
    )
    spoken = words(language)
    values = {
        "seen": seen,
        "view": view,
        "role": view.role,
        "roles": ROLES,
        "action_path": action_path,
        "back": shell.path,
        "here": f"/{language}{PATH}/{seen.object}",
        "revision": revision,
        "tongues": tongues_of(seen, revision),
        "change": consequence(seen, revision) if revision is not None else None,
        "quiet": live_silence(seen),
        "state": state_of(seen),
        "done": view.done if view.done in PAPER_DONE else "",
        "token": uuid.uuid4().hex,
        "annexes": ANNEXES,
        "annexed": tuple(one for one in reversed(seen.steps) if one.kind == "annex/1"),
        "hours": max(USUAL_HOURS, seen.hours or 0),
        "aloud": lambda name: "\u00a0· ".join(hash_words(name, language)[:READ_ALOUD]),
        "local": lambda begins: local_time(spoken, begins),
        "kind_name": lambda kind: spoken.label("record", kind) if kind in RECORDS else kind,
    }
    return render("papers/paper.html", shell, values)


def local_time(spoken: Words, begins: str) -> str:
    """Return a local time as a language writes it, without its zone; as it is where it is none."""
    day, _, clock = begins.partition("T")
    try:
        return f"{spoken.date(dt.date.fromisoformat(day))} {clock}"
    except ValueError:  # the 31st of February has the form of a day
        return f"{day} {clock}"


def tongues_of(seen: PaperSeen, revision: Revision | None) -> tuple[str, ...]:
    """Return the languages that a text is shown in: the working ones, and whatever else it has."""
    more = revision.text if revision is not None else {}
    return tuple(dict.fromkeys([*seen.tongues, *more]))
