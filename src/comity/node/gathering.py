"""Gathering: what every system holds of the consultations of a circle, as values of their rules.

Systems do not know each other; here they meet. What the agreement of a circle comes to is added up
once for each state of it, so that a page costs milliseconds; what depends on the time, or on what
parties say by themselves, is asked anew.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.agreement.adoption import Agreement
from comity.agreement.effects import Type
from comity.agreement.packages import StatusWord, statuses
from comity.agreement.progress import retained
from comity.agreement.standing import Matter
from comity.agreement.text import joint_text
from comity.consultation.actions import Name
from comity.consultation.agenda import (
    Agenda,
    Decided,
    Item,
    agendas,
    decisions,
    in_force,
    undecided,
)
from comity.consultation.mechanism import Mechanism, mechanism_of, mechanisms, proposed_terms
from comity.consultation.meetings import Meeting, meetings
from comity.consultation.open_actions import Undertaking, action_item
from comity.consultation.open_items import (
    Bracketed,
    Deferred,
    Joint,
    NewGaps,
    OpenItem,
    Requested,
    Source,
    Unanswered,
    message_item,
    open_items,
    text_item,
)
from comity.consultation.proposals import Words, level_of
from comity.consultation.registers import Asked, asked_items
from comity.exchange.station import moment
from comity.node.digests import Boards, cached_board
from comity.node.open_proposals import Standing, standing_proposals
from comity.node.traffic import Traffic
from comity.node.undertakings import Undertaken, Undertakings
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.sanctions.board import Package
from comity.web.agendas import package_title
from comity.web.followupdesk import action_path

JOINT = frozenset({Type.TEXT, Type.STATEMENT})
STUCK = frozenset({StatusWord.BRACKETED, StatusWord.PACKAGE})
MOST_PACKAGES = 5
"""Packages that are items by themselves, of each party; the newest."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A joint text that is not agreed.

    Attributes:
        object: of it.
        title: by language.
        tabled: when the first wording of each clause in brackets was tabled.
        retained: how many clauses that are not agreed were kept for the next meeting.
        marking: of it.
    """

    object: str
    title: Words
    tabled: tuple[str, ...]
    retained: int
    marking: Marking


@dataclass(frozen=True, slots=True)
class Common:
    """What the records of one circle add up to for its consultations.

    Attributes:
        size: how many records were known.
        mechanisms: in force, those adopted last first.
        proposed: terms that not all have signed, as mechanisms.
        meetings: all of them, in the order of their times.
        agendas: all of them, the oldest first.
        decided: adopted decisions.
        stuck: joint texts that are not agreed.
        settled: joint texts that are adopted.
    """

    size: int
    mechanisms: tuple[Mechanism, ...]
    proposed: tuple[Mechanism, ...]
    meetings: tuple[Meeting, ...]
    agendas: tuple[Agenda, ...]
    decided: tuple[Decided, ...]
    stuck: tuple[Stuck, ...]
    settled: frozenset[str]

    def meeting(self, about: str) -> Meeting | None:
        """Return a meeting, None where there is none of this id."""
        return next((one for one in self.meetings if one.id == about), None)


class Jointly(Protocol):
    """A desk that knows what the parties do together."""

    def joint(self, circle: str) -> Iterable[Joint]:
        """Return the initiatives of a circle on which something is late or waits."""
        ...


class Gathering:
    """Gathers what is open between the parties of a circle.

    Attributes:
        traffic: the desk of messages.
        lists: the official lists; None where there are none.
        undertakings: what adopted objects assign, and what became of it.
        initiatives: knows what is done together; None where no system does.
    """

    def __init__(
        self,
        traffic: Traffic,
        lists: Boards | None = None,
        undertakings: Undertakings | None = None,
        initiatives: Jointly | None = None,
    ) -> None:
        self.traffic = traffic
        self.lists = lists
        self.undertakings = undertakings or Undertakings(traffic.party)
        self.initiatives = initiatives
        self._held: dict[str, Common] = {}

    def common(self, agreement: Agreement) -> Common:
        """Return what the records of a circle add up to; the caller holds the agreement."""
        size, circle = len(agreement.history.links), agreement.circle.id
        held = self._held.get(circle)
        if held is None or held.size != size:
            held = self._held[circle] = common_of(agreement, size)
        return held

    def items(
        self, common: Common, circle: str, members: Sequence[Party], now: dt.datetime
    ) -> tuple[OpenItem, ...]:
        """Return what is open in a circle, the most pressing first."""
        held = [one for one in common.meetings if one.held(now)]
        actions = self.undertakings.of_circle(circle, now)
        closed = {action_item(*name) for name, one in actions.items() if one.outcome.closed}
        listings = self._proposals(circle, members, actions)
        closed |= listings.closed
        left = deferred(common, held)
        sources: list[Source] = [
            *(one for one in left if one.item_of_agenda.id not in closed),
            *self._requested(common, circle, held),
            *self._unanswered(circle, members, now),
            *stuck_texts(common, held),
            *open_actions(actions),
            *listings.open,
            *self._gaps(members, held),
            *(self.initiatives.joint(circle) if self.initiatives is not None else ()),
        ]
        return open_items(sources, now)

    def _requested(
        self, common: Common, circle: str, held: Sequence[Meeting]
    ) -> Iterator[Requested]:
        """Yield items that parties ask for and no meeting has dealt with."""
        dealt = {
            item.id
            for meeting in held
            if (agenda := in_force(common.agendas, meeting)) is not None
            for item in agenda.items
        }
        for one in asked_items(self.traffic.party.journal, circle):
            if f"item:{one.record}" not in dealt:
                yield self._wish(common, one)

    def _wish(self, common: Common, one: Asked) -> Requested:
        about, item, path = one.body.get("about", ""), "", ""
        if any(stuck.object == about for stuck in common.stuck):
            item, path = text_item(about), f"/positions/text/{about}"
        elif about and self.traffic.messages.message(about) is not None:
            item, path = message_item(about), f"/traffic/message/{about}"
        return Requested(
            record=one.record,
            party=one.party,
            title=one.body["title"],
            mode=one.body["mode"],
            minutes=one.body.get("minutes", 0),
            why=one.body.get("why", {}),
            at=one.at,
            marking=one.marking,
            about=item,
            path=path,
        )

    def _unanswered(
        self, circle: str, members: Sequence[Party], now: dt.datetime
    ) -> Iterator[Unanswered]:
        """Yield requests that a party owes an answer to."""
        progress, here = self.traffic.progress, moment(now)
        waiting = [
            *progress.to_answer(here),
            *progress.to_be_answered({circle: tuple(members)}, here),
        ]
        for one in waiting:
            message = one.message
            if message.circle == circle:
                yield Unanswered(
                    record=message.hash,
                    title={message.language or "en": message.subject[:300] or message.kind},
                    of=one.party,
                    asked=message.at,
                    due=one.due,
                    marking=message.marking,
                    path=f"/traffic/message/{message.hash}",
                )

    def _proposals(
        self, circle: str, members: Sequence[Party], actions: Mapping[Name, Undertaken]
    ) -> Standing:
        """Return how the listings stand that parties propose to each other."""
        return standing_proposals(self.traffic.party.journal, circle, members, actions.values())

    def _gaps(self, members: Sequence[Party], held: Sequence[Meeting]) -> Iterator[NewGaps]:
        """Yield gaps that packages opened since the last meeting.

        Before the first meeting the newest package of each list counts. A board that is not at
        hand is not waited for.
        """
        last = max((one.plan.start.date() for one in held if one.plan.start), default=None)
        for party in members if self.lists is not None else ():
            board = cached_board(self.lists, party) if self.lists is not None else None
            fresh = packages_since(board.packages if board is not None else (), last)
            for one in fresh[:MOST_PACKAGES]:
                yield NewGaps(
                    party=party,
                    jurisdiction=one.jurisdiction,
                    list=one.list,
                    name=one.name,
                    day=one.date.isoformat(),
                    gaps=one.gaps or 0,
                    title=package_title(one.jurisdiction, one.name, one.date),
                    path=f"/sanctions?party={party}",
                )


def packages_since(packages: Sequence[Package], last: dt.date | None) -> list[Package]:
    """Return packages with gaps since a day, the newest first; the newest of each list for none."""
    found: list[Package] = []
    known: set[str] = set()
    for one in sorted(packages, key=lambda one: one.date, reverse=True):
        if one.gaps and (one.date > last if last is not None else one.list not in known):
            found.append(one)
            known.add(one.list)
    return found


def common_of(agreement: Agreement, size: int) -> Common:
    """Return what the records of a circle add up to."""
    proposed = (mechanism_of(agreement, one) for one in proposed_terms(agreement))
    joint = [one for one in agreement.matters.values() if one.type in JOINT]
    return Common(
        size=size,
        mechanisms=mechanisms(agreement),
        proposed=tuple(one for one in proposed if one is not None),
        meetings=meetings(agreement),
        agendas=agendas(agreement),
        decided=decisions(agreement),
        stuck=tuple(
            found
            for matter in joint
            if not matter.completions and (found := stuck_of(agreement, matter)) is not None
        ),
        settled=frozenset(one.id for one in joint if one.completions),
    )


def stuck_of(agreement: Agreement, matter: Matter) -> Stuck | None:
    """Return what of a joint text is not agreed, None where nothing is in the way."""
    text = joint_text(agreement, matter.id)
    found = statuses(text)
    stuck = [clause for clause in text.clauses if found[clause].word in STUCK]
    kept = [one for one in retained(agreement, matter.id) if one in found]
    left = [one for one in kept if not found[one].agreed]
    if not stuck and not left:
        return None
    at = {record.hash: record.at for _, record in matter.others}
    markings = [matter.record.marking, *(record.marking for _, record in matter.others)]
    return Stuck(
        matter.id,
        matter.record.body["title"],
        tuple(at.get(clause, matter.record.at) for clause in stuck),
        len(left),
        highest(map(level_of, markings)),
    )


def stuck_texts(common: Common, held: Sequence[Meeting]) -> Iterator[Bracketed]:
    """Yield joint texts that are not agreed, with how many meetings their clauses have seen."""
    starts = [moment(meeting.plan.start) for meeting in held if meeting.plan.start]
    for one in common.stuck:
        seen = max((sum(at < start for start in starts) for at in one.tabled), default=0)
        yield Bracketed(
            object=one.object,
            title=one.title,
            clauses=len(one.tabled),
            meetings=seen,
            retained=one.retained,
            marking=one.marking,
            path=f"/positions/text/{one.object}",
        )


def open_actions(
    actions: Mapping[Name, Undertaken],
) -> Iterator[Undertaking]:
    """Yield the actions that are not closed on the day for which their outcomes are."""
    for (decision, action), one in actions.items():
        if not one.outcome.closed:
            yield Undertaking(
                decision=decision,
                action=action,
                what=one.assignment.what,
                owner=one.assignment.owner,
                since=one.assignment.since,
                outcome=one.outcome,
                marking=one.assignment.marking,
                path=action_path(decision, action),
            )


def deferred(common: Common, held: Sequence[Meeting]) -> Iterator[Deferred]:
    """Yield what the last meeting with an agenda left undecided, and for how many in a row."""
    pairs = ((one, in_force(common.agendas, one)) for one in reversed(held))
    backwards = (
        (meeting, agenda, undecided(agenda, meeting.lineage, common.decided))
        for meeting, agenda in pairs
        if agenda is not None
    )
    newest: Agenda | None = None
    going: set[str] = set()
    open_still: dict[str, Item] = {}
    rows: dict[str, list[Meeting]] = {}
    for meeting, agenda, items in backwards:
        if newest is None:
            newest = agenda
            open_still = {one.id: one for one in items}
            rows = {name: [] for name in open_still}
            going = set(open_still)
        going &= {one.id for one in items}
        for name in going:
            rows[name].append(meeting)
        if not going:
            break
    for name, item in open_still.items():
        start = rows[name][-1].plan.start
        if newest is not None and name.removeprefix("text:") not in common.settled:
            yield Deferred(
                item_of_agenda=item,
                times=len(rows[name]),
                since=moment(start) if start else "",
                marking=newest.proposal.marking,
            )
