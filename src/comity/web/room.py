"""Room: what the pages of a meeting's notes and briefs ask for, and what people do there.

Everything here is internal (R19) until somebody proposes minutes: then, and only then, words of it
are said to the other parties, by `RoomDesk.propose`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from comity.consultation.briefs import INTERNAL, Call, Part, Said, Written
from comity.consultation.cadence import moment_of
from comity.consultation.minutes import Proposed
from comity.consultation.notes import Entry, Item
from comity.errors import RefusedError
from comity.records.circle import Circle
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.papers import Line

PATH = "/consultations/meeting"


class Basis(StrEnum):
    """What the items of a meeting are taken from."""

    AGREED = "agreed"
    PROPOSED = "proposed"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSeen:
    """The meeting that a page is about.

    Attributes:
        id: hash of the record that opened it.
        circle: whose parties meet.
        me: whose node this is.
        title: by language.
        begins: local time, "2026-12-01T09:00"; "" where none is proposed.
        zone: of it.
        place: by language, {} for none.
        online: whether it is held by video.
        tongues: working languages.
        marking: of the meeting itself, and of everything that its items name.
        spoken: the same of what its minutes can speak of: an open item that nobody wrote about is
            not among it.
        basis: what the items are taken from.
        agenda: id of that agenda, "" for none.
        by: who proposed it, None for none.
        items: of the agenda or those that are open; then what stands on none, though somebody here
            wrote about it; then those that note-takers added.
        now: what this node's clock says.
    """

    id: str
    circle: Circle
    me: Party
    title: Mapping[str, str]
    begins: str
    zone: str
    place: Mapping[str, str]
    online: bool
    tongues: tuple[str, ...]
    marking: Marking
    spoken: Marking
    basis: Basis
    agenda: str
    by: Party | None
    items: tuple[Item, ...]
    now: str

    @property
    def begun(self) -> bool:
        """Say whether it has begun by this node's clock; one that no clock shows asks nothing."""
        try:
            return moment_of(self.begins, self.zone) <= dt.datetime.fromisoformat(self.now)
        except RefusedError:
            return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSeen:
    """What the pages of a meeting's notes show.

    Attributes:
        meeting: which.
        entries: as they stand.
        last: number of the last edit.
        papers: of the meeting, the newest first.
        hours: least length of silence on minutes, None where the terms do not allow it.
        limit: marking above which a release takes two roles.
        held: drafts of minutes of these notes that wait for a second role.
    """

    meeting: MeetingSeen
    entries: tuple[Entry, ...]
    last: int
    papers: tuple[Line, ...]
    hours: int | None
    limit: Marking
    held: tuple[str, ...] = ()

    @property
    def marking(self) -> Marking:
        """Return the marking of a page that shows the notes."""
        return highest([INTERNAL, self.meeting.marking, *(one.marking for one in self.papers)])


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSeen:
    """What the brief book shows.

    Attributes:
        meeting: which.
        parts: the last version of each, by item and part.
        calls: for parts, the earliest deadline first.
        last_time: what earlier meetings said, by item.
        limit: marking above which a release takes two roles.
    """

    meeting: MeetingSeen
    parts: Mapping[tuple[str, Part], Written]
    calls: tuple[Call, ...]
    last_time: Mapping[str, tuple[Said, ...]]
    limit: Marking

    @property
    def marking(self) -> Marking:
        """Return the marking of the whole book, which is that of each sheet of it."""
        sources = (one.source.marking for said in self.last_time.values() for one in said)
        shown = (one.marking for one in self.parts.values() if one.text)
        return highest([INTERNAL, self.meeting.marking, *sources, *shown])


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """How much this party has of a meeting that is its own.

    Attributes:
        entries: of notes.
        unminuted: whether some of them are in no minutes yet.
        parts: of briefs that are written.
        calls: for parts that nobody has answered.
    """

    entries: int = 0
    unminuted: bool = False
    parts: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Minuting:
    """What a person puts before the other parties.

    Attributes:
        papers: the minutes first, then decisions.
        marking: of all of them.
        hours: of the silence that is started on the minutes, "" for none.
        sign: whether this party signs all of them at once.
        last: number of the last edit that the page was made from; 0 where it was made from none.
        token: of the page.
        early: whether somebody said that they mean it, though the meeting has not begun.
    """

    papers: tuple[Proposed, ...]
    marking: Marking
    hours: str
    sign: bool
    last: int
    token: str
    early: bool = False


class RoomDesk(Protocol):
    """What the pages of notes and briefs ask for, and what people do there."""

    def room(self, meeting: str) -> RoomSeen | None:
        """Return the notes of a meeting, None where there is no such meeting."""
        ...

    def keep(self, meeting: str, edits: Sequence[Mapping[str, Any]], role: str) -> tuple[str, ...]:
        """Keep edits of notes; return the ids of those that are on the disk now.

        Raises:
            ComityError: they are not kept, none of them.
        """
        ...

    def propose(self, meeting: str, minuting: Minuting, role: str) -> Outcome:
        """Put minutes and decisions before the other parties.

        Raises:
            StalePageError: notes were added since the page was made.
            ComityError: nothing was said, nor held.
        """
        ...

    def brief(self, meeting: str) -> BriefSeen | None:
        """Return the brief book of a meeting, None where there is no such meeting."""
        ...

    def write(self, meeting: str, written: Written) -> Written:
        """Keep a part of a brief; `written.version` is the one that its author had before them.

        Raises:
            StalePageError: somebody else has written it since.
            ComityError: it is not kept.
        """
        ...

    def call(self, call: Call) -> None:
        """Ask somebody for a part of a brief."""
        ...
