"""Meetings: when and where the parties meet, and what has become of each meeting.

A meeting is an object: proposed until all have signed one of its texts, confirmed from then on.
What is confirmed is never changed. Another time for it is a new meeting that `moves` it, and an
object that `cancels` it takes it off; both count once all have signed them, so that nobody moves or
cancels a meeting alone.

What was said for a meeting (delegations, agendas, items) holds for the one that it was moved to.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comity.agreement.adoption import Agreement
from comity.agreement.effects import Type
from comity.consultation.cadence import NoSuchTimeError, UnknownZoneError, moment_of
from comity.consultation.proposals import Proposal, Words, proposals, texts_of
from comity.records.marking import Marking, highest
from comity.records.party import Party


class State(StrEnum):
    """What has become of a meeting."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When and where a meeting is, as one text has it.

    Attributes:
        level: at which the parties meet.
        zone: of the place.
        begins: local time there.
        minutes: how long it is.
        start: when it begins, in UTC; None where no clock ever shows its local time.
        place: where, {} for no place.
        online: whether it is held by video, alone or as well.
        terms: object of the terms under which it is held, "" for none.
        moves: object of the meeting that it moves, "" for none.
    """

    level: str
    zone: str
    begins: str
    minutes: int
    start: dt.datetime | None
    place: Words = field(default_factory=dict)
    online: bool = False
    terms: str = ""
    moves: str = ""

    @property
    def end(self) -> dt.datetime | None:
        """Return when it ends, in UTC."""
        return self.start and self.start + dt.timedelta(minutes=self.minutes)


def plan_of(said: Mapping[str, Any]) -> Plan:
    """Return the plan that an effect `meeting` has."""
    try:
        start: dt.datetime | None = moment_of(said["begins"], said["zone"])
    except (NoSuchTimeError, UnknownZoneError):
        start = None  # signed words stay: the page says that no clock shows this time
    return Plan(
        level=said["level"],
        zone=said["zone"],
        begins=said["begins"],
        minutes=said["minutes"],
        start=start,
        place=said.get("place", {}),
        online=said.get("online", False),
        terms=said.get("terms", ""),
        moves=said.get("moves", ""),
    )


def meeting_effect(plan: Plan) -> dict[str, Any]:
    """Return what a meeting with a plan does once it is adopted."""
    said: dict[str, Any] = {
        "level": plan.level,
        "zone": plan.zone,
        "begins": plan.begins,
        "minutes": plan.minutes,
    }
    if plan.place:
        said["place"] = dict(plan.place)
    if plan.online:
        said["online"] = True
    if plan.terms:
        said["terms"] = plan.terms
    if plan.moves:
        said["moves"] = plan.moves
    return {"meeting": said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, with everything that was proposed about it.

    Attributes:
        id: hash of the record that opened it.
        circle: whose parties meet.
        parties: these.
        proposals: its texts, the oldest first.
        chosen: the text that counts: the adopted one, else the newest.
        plan: of that text.
        state: what has become of it.
        lineage: ids of this meeting and of those that it moves, one after another.
        moved_to: id of the meeting that takes its place, "" for none.
        moving: proposals to move it that not all have signed.
        cancelling: the same to cancel it.
        cancelled_by: the adopted text that cancels it.
    """

    id: str
    circle: str
    parties: tuple[Party, ...]
    proposals: tuple[Proposal, ...]
    chosen: Proposal
    plan: Plan
    state: State
    lineage: tuple[str, ...]
    moved_to: str = ""
    moving: tuple[Proposal, ...] = ()
    cancelling: tuple[Proposal, ...] = ()
    cancelled_by: Proposal | None = None

    @property
    def title(self) -> Words:
        """Return what it is called, in the words that are signed."""
        return self.chosen.text

    @property
    def marking(self) -> Marking:
        """Return the highest marking of everything that was proposed about it."""
        return highest(one.marking for one in (*self.proposals, *self.moving, *self.cancelling))

    @property
    def only_moves(self) -> bool:
        """Say whether it is no more than another time that is proposed for a meeting."""
        return self.state is State.PROPOSED and len(self.lineage) > 1

    def over(self, now: dt.datetime) -> bool:
        """Say whether it has ended, or will not be held."""
        if self.state in {State.MOVED, State.CANCELLED}:
            return True
        return self.plan.end is not None and self.plan.end <= now

    def held(self, now: dt.datetime) -> bool:
        """Say whether it took place, as far as the parties have agreed and clocks tell."""
        return self.state is State.CONFIRMED and self.over(now)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the texts of a circle say of its meetings.

    Attributes:
        texts: of each meeting, the oldest first.
        chosen: of each meeting, the one that counts.
        moves: by meeting, the one that it moves.
        cancels: texts that cancel one.
    """

    texts: Mapping[str, list[Proposal]]
    chosen: Mapping[str, Proposal]
    moves: Mapping[str, str]
    cancels: Sequence[Proposal]


def meetings(agreement: Agreement) -> tuple[Meeting, ...]:
    """Return every meeting of a circle, in the order of their times."""
    told = _told(agreement)
    found = [_meeting(agreement, about, told) for about in told.texts]
    return tuple(sorted(found, key=lambda one: (one.plan.start or LAST, one.id)))


LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def nearness(one: Meeting) -> tuple[bool, dt.datetime, str]:
    """Return the place of a meeting among those to come: confirmed ones first, then by time."""
    return one.state is not State.CONFIRMED, one.plan.start or LAST, one.id


def coming(every: Iterable[Meeting], now: dt.datetime) -> list[Meeting]:
    """Return the meetings that are running or to come, the nearest first."""
    found = (one for one in every if not one.over(now) and not one.only_moves)
    return sorted((one for one in found if one.plan.start is not None), key=nearness)


def at_hand(every: Iterable[Meeting], now: dt.datetime) -> Meeting | None:
    """Return the confirmed meeting that is running, else the next one; None where there is none."""
    return next((one for one in coming(every, now) if one.state is State.CONFIRMED), None)


def _told(agreement: Agreement) -> _Told:
    texts: dict[str, list[Proposal]] = {}
    for one in proposals(agreement, Type.MEETING):
        if "meeting" in one.effect:
            texts.setdefault(one.object, []).append(one)
    # The adopted text counts, else the newest.
    chosen = {
        about: max(own, key=lambda one: (one.adopted, one.place)) for about, own in texts.items()
    }
    moves = {
        about: one.effect["meeting"]["moves"]
        for about, one in chosen.items()
        if one.effect["meeting"].get("moves", about) in texts.keys() - {about}
    }
    cancels = [
        one
        for matter in agreement.matters.values()
        if matter.type in {Type.MEETING, Type.DECISION}
        for one in texts_of(agreement, matter)
        if one.effect.get("cancels") in texts
    ]
    return _Told(texts, chosen, moves, cancels)


def _meeting(agreement: Agreement, about: str, told: _Told) -> Meeting:
    """Return one meeting, with what moves and cancels it."""
    own = told.chosen[about]
    movers = [told.chosen[one] for one, moved in told.moves.items() if moved == about]
    done = sorted((one for one in movers if one.adopted), key=lambda one: one.place)
    ending = [one for one in told.cancels if one.effect["cancels"] == about]
    ended = sorted((one for one in ending if one.adopted), key=lambda one: one.place)
    settled = {one.object for one in ended}
    state = State.CONFIRMED if own.adopted else State.PROPOSED
    if ended:
        state = State.CANCELLED
    elif done:
        state = State.MOVED
    return Meeting(
        id=about,
        circle=agreement.circle.id,
        parties=agreement.circle.members,
        proposals=tuple(told.texts[about]),
        chosen=own,
        plan=plan_of(own.effect["meeting"]),
        state=state,
        lineage=tuple(_lineage(about, told.moves)),
        moved_to=done[-1].object if state is State.MOVED else "",
        moving=tuple(one for one in movers if not one.adopted),
        cancelling=tuple(one for one in ending if not one.adopted and one.object not in settled),
        cancelled_by=ended[-1] if ended else None,
    )


def _lineage(about: str, moves: Mapping[str, str]) -> list[str]:
    """Return a meeting and those that it moves; two that move each other end it."""
    found = [about]
    while (before := moves.get(found[-1], "")) and before not in found:
        found.append(before)
    return found
