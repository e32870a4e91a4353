"""Consulting: the desk of the consultation mechanism: terms, meetings, delegations and agendas.

What people do here becomes records through `Letters`. To propose is to sign: a party that gives a
text signs it with the same click. Its signature on another text of the same object is withdrawn
then (R9), and the new one is signed once the others have acknowledged that.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from comity.agreement.adoption import locked_by, signed, why_void
from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign, withdraw
from comity.consultation.agenda import Item, agenda_effect, total
from comity.consultation.cadence import NoSuchTimeError, need_cadence
from comity.consultation.delegations import Delegate, delegation_body
from comity.consultation.mechanism import terms_effect
from comity.consultation.meetings import Plan, meeting_effect
from comity.consultation.proposals import Words
from comity.consultation.statements import DELEGATION, ITEM, ITEM_WITHDRAWN
from comity.errors import RefusedError
from comity.exchange.drafts import Letter, need_marking
from comity.node.agreeing import OWN_MARKING, VoidSignatureError
from comity.node.consulted import Consulted, MeetingGoneError
from comity.node.convening import ahead, dues
from comity.node.together import said
from comity.records.marking import highest, marking_of
from comity.web.consultdesk import By, Terms, Wish
from comity.web.desk import Outcome
from comity.web.digest import Due
from comity.web.stale import need_fresh
from comity.web.today import Meeting as MeetingAhead


class TooLongError(RefusedError):
    """An agenda takes longer than its meeting."""

    code = "agenda-too-long"
    template = (
        "the agenda takes {minutes} minutes and the meeting lasts {length}; shorten it by {over} "
        "minutes, or leave an item out"
    )


class Consulting(Consulted):
    """The desk of one party's consultations."""

    # --- what people do

    def propose_terms(self, terms: Terms, by: By) -> Outcome:
        """Propose terms of reference, with this party's signature."""
        need_cadence(terms.cadence)
        effect = terms_effect(
            levels=terms.levels,
            languages=terms.languages,
            host=terms.host,
            cadence=terms.cadence,
            silence=terms.silence,
        )

        def drafts() -> list[Draft]:
            with self.party.agreeing.reading(terms.circle) as agreement:
                force = self.gathering.common(agreement).mechanisms
            before = (terms.circle, force[0].terms.object) if force else None
            opened = open_object(Type.TERMS, terms.title, before)
            return opening(opened, revise(NOBODY, terms.text, effect))

        return self._act(terms.circle, by, drafts)

    def call(self, circle: str, title: Words, plan: Plan, about: str, by: By) -> Outcome:
        """Propose a meeting, or another time for one."""
        if plan.start is None:
            raise NoSuchTimeError(time=plan.begins)

        def drafts() -> list[Draft]:
            changed = about or plan.moves
            seen = self._need(changed) if changed else None
            if seen is not None:
                need_fresh(by.seen, seen.state, what=by.what, who=seen.last.upper())
                need_marking(by.marking, [seen.meeting.chosen.marking])
            if not about:
                opened = open_object(Type.MEETING, title)
                return opening(opened, revise(NOBODY, title, meeting_effect(plan)))
            return self._another(circle, about, revise(about, title, meeting_effect(plan)))

        return self._act(circle, by, drafts)

    def cancel(self, meeting: str, words: Words, by: By) -> Outcome:
        """Propose that a meeting is cancelled."""
        seen = self._need(meeting)

        def drafts() -> list[Draft]:
            fresh = self._need(meeting)
            need_fresh(by.seen, fresh.state, what=by.what, who=fresh.last.upper())
            title = {tongue: text[:300] for tongue, text in words.items()}
            opened = open_object(Type.MEETING, title)
            return opening(opened, revise(NOBODY, words, {"cancels": meeting}))

        return self._act(seen.circle.id, by, drafts)

    def propose_agenda(
        self, meeting: str, items: Sequence[Item], title: Words, text: Words, by: By
    ) -> Outcome:
        """Propose an agenda, with this party's signature."""
        seen = self._need(meeting)
        length, minutes = seen.meeting.plan.minutes, total(items)
        if minutes > length:
            raise TooLongError(minutes=minutes, length=length, over=minutes - length)

        def drafts() -> list[Draft]:
            fresh = self._need(meeting)
            need_fresh(by.seen, fresh.agenda_state, what=by.what, who=fresh.last.upper())
            effect = agenda_effect(meeting, items)
            if fresh.proposed:
                about = fresh.proposed[0].proposal.object
                return self._another(fresh.circle.id, about, revise(about, text, effect))
            return opening(open_object(Type.AGENDA, title), revise(NOBODY, text, effect))

        return self._act(seen.circle.id, by, drafts)

    def _another(self, circle: str, about: str, draft: Draft) -> list[Draft]:
        """Return what gives another text of an object: with a signature, or a withdrawal before."""
        revision = draft.body["revision"]
        with self.party.agreeing.reading(circle) as agreement:
            known = revision in agreement.matter(about).revisions
            locked = locked_by(agreement, self.party.me, about, revision)
        given = [] if known else [draft]
        if locked is None:
            return [*given, sign(about, revision)]
        return given if locked else [*given, withdraw(about)]

    def sign(self, about: str, revision: str, by: By) -> Outcome:
        """Sign a text."""
        circle = self._circle_of(about)

        def drafts() -> list[Draft]:
            draft = sign(about, revision)
            with self.party.agreeing.reading(circle) as agreement:
                hold = signed(agreement, about).get(self.party.me)
                reason = why_void(agreement, self.party.me, draft, self.party.station.now())
            if hold is not None and hold.revision == revision:
                return []
            if reason:
                raise VoidSignatureError(reason=reason)
            return [draft]

        return self._act(circle, self._quietly(by), drafts)

    def withdraw(self, about: str, by: By) -> Outcome:
        """Withdraw this party's signature on an object."""
        circle = self._circle_of(about)

        def drafts() -> list[Draft]:
            with self.party.agreeing.reading(circle) as agreement:
                hold = signed(agreement, about).get(self.party.me)
            return [] if hold is None else [withdraw(about)]

        return self._act(circle, self._quietly(by), drafts)

    def _quietly(self, by: By) -> By:
        """Return the same, with the marking of what names an object and says nothing of it."""
        marking = min(marking_of(OWN_MARKING), self.traffic.four_eyes)
        return By(role=by.role, token=by.token, marking=marking)

    def _circle_of(self, about: str) -> str:
        self._catch_up()
        for circle in self.traffic.circles():
            if about in self.party.agreeing.agreement(circle.id).matters:
                return circle.id
        raise MeetingGoneError(name=about[:12])

    def name_delegation(self, meeting: str, members: Sequence[Delegate], by: By) -> Outcome:
        """Say whom this party sends."""
        seen = self._need(meeting)

        def drafts() -> list[Draft]:
            own = self._need(meeting).delegations.get(self.party.me)
            known = own.record if own is not None else ""
            need_fresh(by.seen, known, what=by.what, who=self.party.me.upper())
            return [Draft(DELEGATION.name, delegation_body(meeting, members))]

        return self._act(seen.circle.id, by, drafts)

    def ask_for(self, wish: Wish, by: By) -> Outcome:
        """Ask for an item on the agenda."""
        body = {
            "meeting": wish.meeting,
            "title": dict(wish.title),
            "mode": wish.mode,
            "minutes": wish.minutes,
            "why": dict(wish.why),
        }
        draft = Draft(ITEM.name, {name: value for name, value in body.items() if value})
        return self._act(wish.circle, by, lambda: [draft])

    def ask_no_more(self, record: str, by: By) -> Outcome:
        """Withdraw an item that this party asked for."""
        found = self.party.record(record)
        draft = Draft(ITEM_WITHDRAWN.name, {"item": record})
        return self._act(found.circle, self._quietly(by), lambda: [draft])

    def _act(self, circle: str, by: By, drafts: Callable[[], list[Draft]]) -> Outcome:
        """Say what somebody does, once: what comes again with a token is answered as before."""
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            letters = [
                Letter(
                    kind=one.kind,
                    circle=circle,
                    body=one.body,
                    marking=by.marking,
                    quoted=by.quoted,
                )
                for one in drafts()
            ]
            if not letters:
                return Outcome()
            return self.traffic.letters.send_all(letters, by.role, by.token)

    # --- what "Today" asks

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return what waits for a signature or a name."""
        self._catch_up()
        seen = [self._circle(circle, now) for circle in self.traffic.circles()]
        return tuple(line for one in seen for line in dues(one, self.party.me, now))

    def next_meeting(self, now: dt.datetime) -> MeetingAhead | None:
        """Return the next meeting, None where none is planned."""
        found = ahead(self.commons(), self.party.journal, now)
        if found is None:
            return None
        papers = self.papers.papers_of(found.path.rpartition("/")[2])
        marking = highest([found.marking, *(one.marking for one in papers)])
        signed = sum(one.state == "adopted" for one in papers)
        return replace(found, papers=len(papers), signed=signed, marking=marking)


NOBODY = "0" * 64
"""Stands for an object that is not open yet."""


def opening(opened: Draft, revision: Draft) -> list[Draft]:
    """Return what opens an object with a first text that its author signs."""
    first = sign(NOBODY, revision.body["revision"])
    return [
        opened,
        Draft(revision.kind, {**revision.body, "object": said(0)}),
        Draft(first.kind, {**first.body, "object": said(0)}),
    ]
