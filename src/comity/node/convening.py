"""Convening: what "Today" says of meetings: what waits for somebody, and which one is next."""

import datetime as dt
from collections.abc import Iterable, Iterator

from comity.consultation.agenda import in_force, pending
from comity.consultation.delegations import delegations
from comity.consultation.meetings import Meeting, State, coming, nearness
from comity.consultation.proposals import Proposal
from comity.consultation.registers import registers_of
from comity.exchange.station import moment
from comity.journal.book import Journal
from comity.node.gathering import Common
from comity.records.circle import Circle
from comity.records.party import Party
from comity.web import today
from comity.web.consultdesk import CircleSeen
from comity.web.digest import Due, Urgency, urgency

NAME_BEFORE = dt.timedelta(days=14)
"""A delegation that is not named so long before its meeting is asked for."""

MEETING = "/consultations/meeting"


def dues(seen: CircleSeen, me: Party, now: dt.datetime) -> Iterator[Due]:
    """Yield a line for everything in a circle's consultations that waits for somebody."""
    for one in seen.proposed:
        path = f"/consultations/paper/{one.terms.object}"
        yield from _unsigned("sign-terms", [one.terms], path, seen, me)
    for meeting in seen.meetings:
        if not meeting.over(now) and not meeting.only_moves:
            yield from _about(meeting, seen, me, now)


def _about(meeting: Meeting, seen: CircleSeen, me: Party, now: dt.datetime) -> Iterator[Due]:
    """Yield what waits for one meeting."""
    path, start = f"{MEETING}/{meeting.id}", meeting.plan.start
    confirmed = meeting.state is State.CONFIRMED
    if not confirmed:
        yield from _unsigned("confirm-meeting", meeting.proposals[-1:], path, seen, me)
    yield from _unsigned("confirm-move", meeting.moving, path, seen, me)
    yield from _unsigned("confirm-cancel", meeting.cancelling, path, seen, me)
    newest = [one.proposal for one in seen.agendas[meeting.id][:1]]
    yield from _unsigned("sign-agenda", newest, path, seen, me)
    near = start is not None and start - now < NAME_BEFORE
    if confirmed and near and start is not None and meeting.id in seen.missing:
        yield Due(
            system="consultations",
            sort="name-delegation",
            title=tuple(meeting.title.items()),
            of=me,
            path=f"{path}/delegation",
            urgency=urgency(moment(start), now),
            at=moment(start),
            marking=meeting.marking,
        )


def _unsigned(
    sort: str, texts: Iterable[Proposal], path: str, seen: CircleSeen, me: Party
) -> Iterator[Due]:
    """Yield a line for each party whose signature on a text is awaited."""
    for one in texts:
        for party in seen.circle.members if not one.adopted else ():
            if party not in one.signed:
                yield Due(
                    system="consultations",
                    sort=sort if party == me else "awaits-signature",
                    title=tuple(one.title.items()),
                    of=party,
                    path=path,
                    urgency=Urgency.SOON,
                    marking=one.marking,
                )


def ahead(
    commons: Iterable[tuple[Circle, Common]], journal: Journal, now: dt.datetime
) -> today.Meeting | None:
    """Return the next meeting, a confirmed one before all others; None where none is planned."""
    first = [
        (nearness(one), circle, common, one)
        for circle, common in commons
        for one in coming(common.meetings, now)[:1]
    ]
    if not first:
        return None
    _, circle, common, meeting = min(first, key=lambda one: one[0])
    return _shown(circle, common, meeting, journal)


def _shown(circle: Circle, common: Common, one: Meeting, journal: Journal) -> today.Meeting:
    agenda = in_force(common.agendas, one)
    if agenda is None:
        agenda = next(iter(pending(common.agendas, one)), None)
    proposal = agenda.proposal if agenda is not None else None
    signers = proposal.signed if proposal is not None else ()
    named = delegations(registers_of(journal, circle.id, one.lineage), one.lineage)
    begins = one.plan.start or dt.datetime.max.replace(tzinfo=dt.UTC)
    return today.Meeting(
        title=tuple(one.title.items()),
        level=one.plan.level,
        begins=begins,
        ends=one.plan.end or begins,
        zone=one.plan.zone,
        parties=circle.members,
        path=f"{MEETING}/{one.id}",
        marking=max(one.marking, proposal.marking) if proposal is not None else one.marking,
        confirmed=one.state is State.CONFIRMED,
        place=tuple(one.plan.place.items()),
        online=one.plan.online,
        delegates={party: len(it.members) for party, it in named.items()},
        items=tuple(
            today.AgendaItem(
                title=tuple(item.title.items()), minutes=item.minutes, signed=frozenset(signers)
            )
            for item in (agenda.items if agenda is not None else ())
        ),
        brief=f"{MEETING}/{one.id}/brief",
        room=f"{MEETING}/{one.id}/room",
    )
