"""Room: the desk of a meeting's notes and briefs, and the only way from notes to other parties.

Notes and briefs lie in the notebook, which has no way out. `propose` makes new records of what
people wrote and put before it, through `Letters`; nothing else here says anything.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from comity.agreement import silence as rules
from comity.agreement.effects import Type
from comity.agreement.statements import (
    Draft,
    open_object,
    revise,
    revision_hash,
    sign,
    silence,
)
from comity.consultation.briefs import Call, Part, Written, last_time, open_calls
from comity.consultation.minutes import Proposed
from comity.consultation.notes import ITEM
from comity.errors import RefusedError
from comity.exchange.drafts import Letter, need_marking, need_role
from comity.node.acts import NoWordsError, deadline_of
from comity.node.dossier import chain
from comity.node.gathering import Gathering
from comity.node.meeting_items import MeetingItems
from comity.node.notebook import Minuting as Waiting
from comity.node.notebook import Notebook
from comity.node.papers import Papers
from comity.node.together import said
from comity.web.desk import Outcome
from comity.web.digest import Due, Urgency, urgency
from comity.web.room import PATH, BriefSeen, Inside, Minuting, RoomSeen
from comity.web.stale import need_fresh

NOWHERE = "0" * 64
"""Stands in a draft for an object that is opened together with it."""


class NotBegunError(RefusedError):
    """Minutes are proposed of a meeting that has not begun, and nobody said that they mean it."""

    code = "meeting-not-begun"
    template = (
        "the meeting begins at {begins} ({zone}) and has not begun by this node's clock; nothing "
        "was proposed. Tick that it is meant, or wait until then"
    )


class NoMeetingError(RefusedError):
    """A meeting is named that is not there."""

    code = "no-meeting-here"
    template = "there is no meeting {meeting} here; it may not have arrived yet"


class Room:
    """The desk of one party's notes and briefs.

    Attributes:
        papers: the desk of what is adopted.
        notebook: where notes and briefs lie.
        gathering: what is open, for a meeting without an agenda.
        items: of meetings, whether their agenda is agreed or not.
    """

    def __init__(
        self, papers: Papers, notebook: Notebook, gathering: Gathering | None = None
    ) -> None:
        self.papers = papers
        self.notebook = notebook
        self.party = papers.party
        self.traffic = papers.traffic
        self.gathering = gathering or Gathering(papers.traffic)
        self.items = MeetingItems(papers, self.gathering)

    def close(self) -> None:
        """Close the notebook."""
        self.notebook.close()

    # --- notes

    def room(self, meeting: str) -> RoomSeen | None:
        """Return the notes of a meeting, None where there is no such meeting."""
        circle = self.papers.circle_of(meeting)
        if not circle:
            return None
        last = self.notebook.last_edit(meeting)
        entries = self.notebook.entries(meeting)
        seen = self.items.meeting(circle, meeting, entries)
        if seen is None:
            return None
        with self.party.agreeing.reading(circle) as agreement:
            present = agreement.history.present
            hours = rules.least_hours(agreement.terms, Type.MINUTES, present)
        held = tuple(one.draft for one in self._awaited() if one.meeting == meeting)
        return RoomSeen(
            meeting=seen,
            entries=entries,
            last=last,
            papers=self.papers.papers_of(meeting),
            hours=hours,
            limit=self.traffic.letters.four_eyes,
            held=held,
        )

    def keep(self, meeting: str, edits: Sequence[Mapping[str, Any]], role: str) -> tuple[str, ...]:
        """Keep edits of notes; return the ids of those that are on the disk now.

        Raises:
            NoMeetingError: there is no such meeting.
            ComityError: they are not kept, none of them.
        """
        self._need(meeting)
        kept = self.notebook.keep(meeting, edits, need_role(role), self.party.station.now())
        self.traffic.herald.drafted()
        return tuple(one.id for one in kept)

    def _need(self, meeting: str) -> str:
        """Return the circle of a meeting.

        Raises:
            NoMeetingError: there is no such meeting.
        """
        circle = self.papers.circle_of(meeting)
        if circle:
            with self.party.agreeing.reading(circle) as agreement:
                matter = agreement.matters.get(meeting)
            if matter is not None and matter.type is Type.MEETING:
                return circle
        raise NoMeetingError(meeting=meeting[:12])

    # --- minutes

    def propose(self, meeting: str, minuting: Minuting, role: str) -> Outcome:
        """Put minutes and decisions before the other parties.

        Raises:
            NoMeetingError: there is no such meeting.
            StalePageError: notes were added since the page was made.
            NotBegunError: the meeting is still to come, and nobody said that they mean it.
            LoweredMarkingError: they are marked lower than the meeting and the items they name.
            ComityError: nothing was said, nor held.
        """
        letters = self.traffic.letters
        done = letters.sent(minuting.token)
        if done is not None:
            return done
        circle = self._need(meeting)
        last = self.notebook.last_edit(meeting)
        if minuting.last or any(one.type is Type.MINUTES for one in minuting.papers):
            edits = self.notebook.edits(meeting)
            who = edits[-1].by if edits else role
            need_fresh(str(minuting.last), str(last), what="notes", who=who)
        seen = self.items.meeting(circle, meeting, self.notebook.entries(meeting))
        if seen is not None and not seen.begun and not minuting.early:
            raise NotBegunError(begins=seen.begins.replace("T", " "), zone=seen.zone)
        need_marking(minuting.marking, [seen.spoken] if seen is not None else [])
        drafts = list(self._drafts(circle, minuting))
        made = [
            Letter(kind=one.kind, circle=circle, body=one.body, marking=minuting.marking)
            for one in drafts
        ]
        outcome = letters.send_all(made, role, minuting.token)
        if minuting.last and outcome.draft:
            self.notebook.await_release(Waiting(outcome.draft, meeting, last))
        elif minuting.last:
            self.notebook.minute(meeting, last)
        if minuting.last:
            self.traffic.herald.drafted()
        return outcome

    def _awaited(self) -> list[Waiting]:
        """Return the minutes that wait for a second role; what was released is in minutes now."""
        drafts = {one.id for one in self.traffic.internal.drafts()}
        waiting: list[Waiting] = []
        for one in self.notebook.awaited():
            if one.draft in drafts:
                waiting.append(one)
                continue
            if self.traffic.internal.was_released(one.draft):
                self.notebook.minute(one.meeting, one.number)
            self.notebook.await_no_more(one.draft)
        return waiting

    def _drafts(self, circle: str, minuting: Minuting) -> Iterator[Draft]:
        """Yield what is said: every object is opened first, then come the texts."""
        papers = [one for one in minuting.papers if any(one.text.values())]
        if not papers:
            raise NoWordsError(what="text")
        for one in papers:
            yield open_object(one.type, one.title)
        for number, one in enumerate(papers):
            yield about(number, revise(NOWHERE, one.text, one.effect))
        revisions = [revision_hash(one.text, one.effect) for one in papers]
        if minuting.hours:
            deadline = self._deadline(circle, papers[0], minuting.hours)
            yield about(0, silence(NOWHERE, revisions[0], deadline))
        for number, revision in enumerate(revisions if minuting.sign else ()):
            yield about(number, sign(NOWHERE, revision))

    def _deadline(self, circle: str, paper: Proposed, hours: str) -> str:
        with self.party.agreeing.reading(circle) as agreement:
            present = agreement.history.present
            least = rules.least_hours(agreement.terms, paper.type, present)
        return deadline_of(hours, least, paper.type.value, self.party.station.clock())

    # --- briefs

    def _lineage(self, circle: str, meeting: str) -> tuple[str, ...]:
        """Return a meeting and those that it moves: what was written for them holds for it."""
        with self.party.agreeing.reading(circle) as agreement:
            return tuple(chain(self.papers.dossiers.filed(agreement), meeting))

    def _parts(self, lineage: Sequence[str]) -> dict[tuple[str, Part], Written]:
        """Return the last version of each part, by item and part."""
        found: dict[tuple[str, Part], Written] = {}
        for held in reversed(lineage):
            found.update(self.notebook.parts(held))
        return found

    def brief(self, meeting: str) -> BriefSeen | None:
        """Return the brief book of a meeting, None where there is no such meeting."""
        circle = self.papers.circle_of(meeting)
        if not circle:
            return None
        entries = self.notebook.entries(meeting)
        lineage = self._lineage(circle, meeting)
        parts = self._parts(lineage)
        calls = sorted(
            (one for held in lineage for one in self.notebook.calls(held)), key=lambda one: one.due
        )
        briefed = [*(item for item, _ in parts), *(one.item for one in calls)]
        seen = self.items.meeting(circle, meeting, entries, briefed)
        if seen is None:
            return None
        with self.party.agreeing.reading(circle) as agreement:
            sources = self.papers.dossiers.sources(agreement, meeting)
        return BriefSeen(
            meeting=seen,
            parts=parts,
            calls=tuple(calls),
            last_time={one.id: last_time(one, sources) for one in seen.items},
            limit=self.traffic.letters.four_eyes,
        )

    def write(self, meeting: str, written: Written) -> Written:
        """Keep a part of a brief; `written.version` is the one that its author had before them.

        Raises:
            NoMeetingError: there is no such meeting.
            StalePageError: somebody else has written it since.
            ComityError: it is not kept.
        """
        lineage = self._lineage(self._need(meeting), meeting)
        need_role(written.by)
        before = self._parts(lineage).get((written.item, written.part))
        if before is not None and before.version != written.version:
            if before.text == written.text and before.by == written.by:
                return before
            need_fresh(
                str(written.version), str(before.version), what=written.part.value, who=before.by
            )
        kept = self.notebook.write(meeting, replace(written, at=self.party.station.now()), lineage)
        self.traffic.herald.drafted()
        return kept

    def call(self, call: Call) -> None:
        """Ask somebody for a part of a brief.

        Raises:
            NoMeetingError: there is no such meeting.
            ComityError: it is not kept.
        """
        self._need(call.meeting)
        need_role(call.role)
        need_role(call.by)
        self.notebook.call(replace(call, at=self.party.station.now()))
        self.traffic.herald.drafted()

    # --- what other pages show

    def inside(self, meeting: str) -> Inside:
        """Return how much this party has of a meeting that is its own.

        Raises:
            NoMeetingError: there is no such meeting.
        """
        lineage = self._lineage(self._need(meeting), meeting)
        parts = self._parts(lineage).values()
        calls = [one for held in lineage for one in self.notebook.calls(held)]
        self._awaited()  # what was released since counts from now on
        return Inside(
            entries=sum(one.now.sort != ITEM for one in self.notebook.entries(meeting)),
            unminuted=meeting in self.notebook.unminuted(),
            parts=sum(bool(one.text.strip()) for one in parts),
            calls=len(open_calls(calls)),
        )

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return contributions that are asked for, and notes that are not in minutes yet."""
        asked = {one.meeting for one in self.notebook.calls()}
        # What is held waits for a second role and not for a note-taker, who is asked again once it
        # is discarded.
        held = {
            one.meeting
            for one in self._awaited()
            if one.number >= self.notebook.last_edit(one.meeting)
        }
        waiting = [one for one in self.notebook.unminuted() if one not in held]
        titles = {one: self._title(one) for one in asked | set(waiting)}
        me = self.party.me
        calls = [
            Due(
                system="consultations",
                sort="contribution",
                title=titles[one.meeting],
                of=me,
                path=f"{PATH}/{one.meeting}/brief?calls={one.role}#call-{one.id}",
                urgency=urgency(one.due, now),
                at=one.due,
                role=one.role,
            )
            for one in self.notebook.calls()
        ]
        notes = [
            Due(
                system="consultations",
                sort="notes-open",
                title=titles[meeting],
                of=me,
                path=f"{PATH}/{meeting}/room/readback",
                urgency=Urgency.SOON,
            )
            for meeting in waiting
        ]
        return (*calls, *notes)

    def _title(self, meeting: str) -> tuple[tuple[str, str], ...]:
        record = self.party.journal.by_hash(meeting)
        return tuple(record.body["title"].items()) if record is not None else ()


def about(number: int, draft: Draft) -> Draft:
    """Return a draft that is about the object that one of the letters before it opens."""
    return Draft(draft.kind, {**draft.body, "object": said(number)})
