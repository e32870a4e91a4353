"""Today: the page with which a day begins, put together from what every system says.

Every line says what to do and leads, in one click, to where it is done. What changed is counted
from the last time that this person said to have seen it: looking at a page changes nothing, so that
what came while it was open is not lost.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from comity.exchange.conversation import Message
from comity.exchange.progress import reading_due, written
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.sanctions.board import Board
from comity.web.capitals import ZONES, clocks
from comity.web.digest import Due, Urgency, place_of
from comity.web.hours import long_day
from comity.web.mailroom import role_of, to
from comity.web.pages import Shell, render
from comity.web.rail import PLACES
from comity.web.reply import LOOK, Spoken, html
from comity.web.sanctions import bucket
from comity.web.traffic import base, kind_name
from comity.web.words import Language, Words, time_of

PATH = "/today"
LINES = 6
"""Lines of a list that are shown at once; the others are behind them."""

AT_HAND = dt.timedelta(hours=2)
"""So long before a meeting the room is what people need first."""

UNREAD = 5
FAMILIES = 6
"""Rows of the unread messages, and of the small map of gaps."""

Pairs = tuple[tuple[str, str], ...]
"""A text in several languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What another party said of one thing since somebody here last looked.

    Attributes:
        party: who said it.
        at: when last.
        kinds: of the records, the newest first, each once.
        title: of what it is about.
        path: where it is shown, without the language.
        marking: of what it names.
    """

    party: Party
    at: str
    kinds: tuple[str, ...]
    title: Pairs
    path: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since a role last looked.

    Attributes:
        since: when it looked, "" for never.
        rows: the newest first.
        more: how many there are beside them.
        number: of the newest admission that they tell of.
    """

    since: str
    rows: tuple[Change, ...]
    more: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """An item of the next meeting's agenda.

    Attributes:
        title: of it.
        minutes: that it is to take, 0 where nobody said.
        signed: parties that have signed the agenda that it stands on.
    """

    title: Pairs
    minutes: int
    signed: frozenset[Party]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The next meeting.

    Attributes:
        title: of it.
        level: code of its level.
        begins, ends: moments.
        zone: of the place.
        place: where; () for video alone.
        online: whether it is held by video, alone or as well.
        delegates: how many each party sends; without those that have not said.
        items: of its agenda, in order.
        papers: how many papers belong to it; signed: by all, of these.
        parties: that meet.
        path: of its page; brief: of the brief book, room: of the room, "" where there is none.
        text: of the joint text, "" where there is none.
        marking: of all this.
        confirmed: whether all have signed it.
    """

    title: Pairs
    level: str
    begins: dt.datetime
    ends: dt.datetime
    zone: str
    parties: tuple[Party, ...]
    path: str
    marking: Marking
    confirmed: bool = True
    place: Pairs = ()
    online: bool = False
    delegates: Mapping[Party, int] = field(default_factory=dict)
    items: tuple[AgendaItem, ...] = ()
    papers: int = 0
    signed: int = 0
    brief: str = ""
    room: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question on which positions are taken.

    Attributes:
        title: of it.
        stances: code of each party's stance; without those that have taken none.
        state: code of how near the positions are: "agreed", "close" or "open".
        path: of its page.
        marking: of all this.
    """

    title: Pairs
    stances: Mapping[Party, str]
    state: str
    path: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaySeen:
    """What "Today" shows.

    Attributes:
        me: whose node it is.
        now: what its clock says.
        due: every line of every system.
        unread: the newest messages that nobody here has opened; unread_total: how many in all.
        changes: since the role last looked.
        meeting: the next one, None where none is planned.
        questions: that are open, with the positions; questions_total: how many in all.
        board: of this party's sanctions; None where it is not at hand.
    """

    me: Party
    now: dt.datetime
    due: tuple[Due, ...]
    unread: tuple[Message, ...]
    unread_total: int
    changes: Changes
    meeting: Meeting | None = None
    questions: tuple[Question, ...] = ()
    questions_total: int = 0
    board: Board | None = None


class TodayDesk(Protocol):
    """What "Today" asks for."""

    def due(self) -> tuple[Due, ...]:
        """Return what every system says is to be done; from memory where that is fresh."""
        ...

    def today(self, role: str) -> TodaySeen:
        """Return everything that the page shows to a role."""
        ...

    def looked(self, role: str, number: int) -> None:
        """Remember that a role has seen what changed up to a number."""
        ...


def add_today(app: FastAPI, desk: TodayDesk) -> None:
    """Add "Today", and that somebody has seen what changed."""

    @app.api_route("/{language}/today", methods=LOOK)
    def today(request: Request, language: Spoken) -> HTMLResponse:
        role = role_of(request)
        return html(request, language, today_page(language, desk.today(role), role))

    @app.post("/{language}/today/looked")
    def looked(
        request: Request, language: Spoken, number: Annotated[int, Form(ge=0)]
    ) -> RedirectResponse:
        desk.looked(role_of(request), number)
        return to(language, PATH)


def today_page(language: Language, seen: TodaySeen, role: str) -> str:
    """Return the page."""
    here = [one for one in seen.due if one.of in {None, seen.me}]
    ours = [one for one in here if one.asks(role)]
    elsewhere = [one for one in here if not one.asks(role)]
    theirs = [one for one in seen.due if one.of not in {None, seen.me}]
    meeting = [] if seen.meeting is None else [seen.meeting.marking]
    shell = Shell(
        language=language,
        path=PATH,
        marking=highest(
            [
                *(one.marking for one in seen.due),
                *(one.marking for one in seen.unread),
                *(one.marking for one in seen.changes.rows),
                *(one.marking for one in seen.questions),
                *meeting,
            ]
        ),
    )
    values = {
        **base(shell, role),
        "seen": seen,
        "now": written(seen.now),
        "day": local_day(seen.now, ZONES.get(seen.me, "UTC")),
        "zone": ZONES.get(seen.me, "UTC"),
        "ours": sorted(ours, key=place_of),
        "elsewhere": sorted(elsewhere, key=place_of),
        "theirs": sorted(theirs, key=place_of),
        "late": sum(one.urgency is Urgency.OVERDUE for one in ours),
        "most": LINES,
        "few": UNREAD,
        "reading_due": reading_due,
        "icons": {place.code: place.icon for place in PLACES},
        "meeting_clocks": clocks(seen.meeting.parties) if seen.meeting else (),
        "meeting_day": meeting_day(shell.words, seen),
        "days": days_to(seen),
        "at_hand": seen.meeting is not None and seen.meeting.begins - seen.now < AT_HAND,
        "lasting_minutes": lambda count: shell.words.lasting(dt.timedelta(minutes=count)),
        "question_parties": sorted({party for one in seen.questions for party in one.stances}),
        "kind_names": lambda kinds: [kind_name(shell.words, kind) for kind in kinds],
        "near": lambda at: near(shell.words, at, seen),
        "bucket": bucket,
        "families": FAMILIES,
        "says_due": lambda due: (
            shell.words.label("due", due.sort) % {"n": shell.words.number(due.number)}
        ),
    }
    return render("today/today.html", shell, values)


def local_day(time: dt.datetime, zone: str) -> dt.date:
    """Return the day that it is in a zone."""
    return time.astimezone(ZoneInfo(zone)).date()


def meeting_day(spoken: Words, seen: TodaySeen) -> str:
    """Return the day of the next meeting, where it is set; with its year where it is another."""
    if seen.meeting is None:
        return ""
    day = local_day(seen.meeting.begins, seen.meeting.zone)
    here = local_day(seen.now, ZONES.get(seen.me, "UTC"))
    return spoken.weekday(day) if day.year == here.year else long_day(day, spoken)


def days_to(seen: TodaySeen) -> int:
    """Return how many days are to go to the next meeting, as this party counts them."""
    if seen.meeting is None:
        return 0
    zone = ZONES.get(seen.me, "UTC")
    return (local_day(seen.meeting.begins, zone) - local_day(seen.now, zone)).days


def near(spoken: Words, at: str, seen: TodaySeen) -> str:
    """Return a moment of about now by this party's own clock: the hour today, else the day."""
    time, zone = time_of(at), ZONES.get(seen.me, "UTC")
    if time is None:
        return at
    day = local_day(time, zone)
    return spoken.clock(time, zone) if day == local_day(seen.now, zone) else spoken.short_day(day)
