"""Consulted: how the consultations of this party stand, for pages that ask.

What is common is read from the agreement of a circle, and what parties say by themselves from their
registers. Nothing is kept here that could not be added up again.
"""

import datetime as dt
import threading
from collections.abc import Iterable
from hashlib import sha256

from comity.agreement.adoption import Agreement, locked_by, signed, why_void
from comity.agreement.statements import sign
from comity.consultation.agenda import in_force, pending
from comity.consultation.cadence import Cadence, occurrences
from comity.consultation.delegations import delegations
from comity.consultation.meetings import Meeting, State
from comity.consultation.proposals import Proposal
from comity.consultation.registers import registers_of
from comity.errors import ComityError, RefusedError
from comity.node.digests import Boards
from comity.node.gathering import Common, Gathering
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.room import Room
from comity.node.traffic import AT_ONCE, Traffic
from comity.records.circle import Circle
from comity.web.consultdesk import CircleSeen, ConsultationsSeen, MeetingSeen, Signing
from comity.web.room import Inside

FOLLOWING = 6
"""Regular meetings ahead that are shown."""


class MeetingGoneError(RefusedError):
    """A meeting is named with which nothing can be done: moved, cancelled, or not here."""

    code = "no-such-meeting"
    template = (
        "there is no meeting {name} here with which this can be done: it may have been moved or "
        "cancelled; look at the consultations again"
    )


class Consulted:
    """How the consultations of one party stand.

    Attributes:
        party: its node.
        traffic: its desk of messages, with the letters.
        room: the desk of its notes and briefs, None where there is none.
        papers: the desk of what is adopted.
        gathering: what is open.
        acting: held by whoever does something, so that nobody does it meanwhile.
    """

    def __init__(
        self,
        party: PartyNode,
        traffic: Traffic,
        lists: Boards | None = None,
        room: Room | None = None,
    ) -> None:
        self.party = party
        self.traffic = traffic
        self.room = room
        self.papers = room.papers if room is not None else Papers(party, traffic)
        self.gathering = room.gathering if room is not None else Gathering(traffic, lists)
        self.acting = threading.RLock()

    def consultations(self) -> ConsultationsSeen:
        """Return the consultations of every circle."""
        self._catch_up()
        now = self.party.station.clock()
        circles = sorted(self.traffic.circles(), key=lambda one: one.id)
        return ConsultationsSeen(
            me=self.party.me,
            circles=tuple(self._circle(circle, now) for circle in circles),
            held=tuple(self.traffic.internal.drafts()),
            limit=self.traffic.four_eyes,
            now=now,
        )

    def _catch_up(self) -> None:
        self.party.projections.catch_up(AT_ONCE)

    def _circle(self, circle: Circle, now: dt.datetime) -> CircleSeen:
        with self.party.agreeing.reading(circle.id) as agreement:
            common = self.gathering.common(agreement)
            open_texts = [one.terms for one in common.proposed]
            ahead = [one for one in common.meetings if not one.over(now)]
            for meeting in ahead:
                open_texts += [*meeting.proposals, *meeting.moving, *meeting.cancelling]
            agendas = {one.id: pending(common.agendas, one) for one in ahead}
            open_texts += [one.proposal for own in agendas.values() for one in own]
            signing = self._signing(agreement, open_texts)
        mechanism = next(iter(common.mechanisms), None)
        return CircleSeen(
            circle=circle,
            mechanism=mechanism,
            proposed=common.proposed,
            following=() if mechanism is None else following(mechanism.cadence, now),
            meetings=common.meetings,
            items=self.gathering.items(common, circle.id, circle.members, now),
            signing=signing,
            agendas=agendas,
            missing=frozenset(one.id for one in ahead if not self._named(one)),
        )

    def _named(self, meeting: Meeting) -> bool:
        registers = registers_of(self.party.journal, meeting.circle, meeting.lineage)
        own = delegations(registers, meeting.lineage).get(self.party.me)
        return own is not None and bool(own.members)

    def _signing(self, agreement: Agreement, texts: Iterable[Proposal]) -> dict[str, Signing]:
        """Return how this party stands towards texts; the caller holds the agreement."""
        me, at = self.party.me, self.party.station.now()
        found: dict[str, Signing] = {}
        for one in texts:
            if one.adopted:
                continue
            hold = signed(agreement, one.object).get(me)
            own = hold is not None and hold.revision == one.revision
            found[one.revision] = Signing(
                own=own,
                other=hold.revision if hold is not None and not own else "",
                void=why_void(agreement, me, sign(one.object, one.revision), at),
                locked=tuple(locked_by(agreement, me, one.object, one.revision) or ()),
            )
        return found

    def meeting(self, hashed: str) -> MeetingSeen | None:
        """Return a meeting, None where there is none of this hash."""
        self._catch_up()
        found = self._find(hashed)
        return None if found is None else self._meeting(*found)

    def _find(self, hashed: str) -> tuple[Circle, Common, Meeting] | None:
        for circle in self.traffic.circles():
            with self.party.agreeing.reading(circle.id) as agreement:
                if hashed not in agreement.matters:
                    continue
                common = self.gathering.common(agreement)
            meeting = common.meeting(hashed)
            return None if meeting is None else (circle, common, meeting)
        return None

    def _meeting(self, circle: Circle, common: Common, meeting: Meeting) -> MeetingSeen:
        now = self.party.station.clock()
        agenda, proposed = in_force(common.agendas, meeting), pending(common.agendas, meeting)
        about = [*meeting.proposals, *meeting.moving, *meeting.cancelling]
        on_agenda = [one.proposal for one in (*proposed, *([agenda] if agenda else []))]
        with self.party.agreeing.reading(circle.id) as agreement:
            signing = self._signing(agreement, [*about, *on_agenda])
        placed = {item.id for item in agenda.items} if agenda is not None else set()
        open_here = self.gathering.items(common, circle.id, circle.members, now)
        before = meeting.lineage[1] if len(meeting.lineage) > 1 else ""
        return MeetingSeen(
            me=self.party.me,
            circle=circle,
            meeting=meeting,
            mechanism=next(iter(common.mechanisms), None),
            delegations=delegations(
                registers_of(self.party.journal, circle.id, meeting.lineage), meeting.lineage
            ),
            agenda=agenda,
            proposed=proposed,
            items=tuple(one for one in open_here if one.id not in placed),
            signing=signing,
            before=common.meeting(before),
            after=common.meeting(meeting.moved_to),
            papers=self.papers.papers_of(meeting.id),
            inside=self.room.inside(meeting.id) if self.room is not None else Inside(),
            held=tuple(
                one for one in self.traffic.internal.drafts() if one.letter.circle == circle.id
            ),
            limit=self.traffic.four_eyes,
            state=state_of(about),
            agenda_state=state_of(on_agenda),
            last=max((*about, *on_agenda), key=lambda one: one.place).by,
            now=now,
        )

    def _need(self, hashed: str) -> MeetingSeen:
        seen = self.meeting(hashed)
        if seen is None or seen.meeting.state in {State.MOVED, State.CANCELLED}:
            raise MeetingGoneError(name=hashed[:12])
        return seen

    def commons(self) -> list[tuple[Circle, Common]]:
        """Return each circle with what its records add up to."""
        self._catch_up()
        found: list[tuple[Circle, Common]] = []
        for circle in self.traffic.circles():
            with self.party.agreeing.reading(circle.id) as agreement:
                found.append((circle, self.gathering.common(agreement)))
        return found


def following(cadence: Cadence, now: dt.datetime) -> tuple[dt.datetime, ...]:
    """Return when the next regular meetings begin, () where signed terms say nothing readable."""
    try:
        return occurrences(cadence, now, FOLLOWING)
    except ComityError:
        return ()


def state_of(texts: Iterable[Proposal]) -> str:
    """Return a name of how texts stand: another text or signature gives another name."""
    facts = sorted((one.object, one.revision, one.signed, one.adopted) for one in texts)
    return sha256(repr(facts).encode()).hexdigest()[:16]
