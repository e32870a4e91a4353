"""Meeting items: what the notes and briefs of a meeting go by, whether its agenda is agreed or not.

An agenda that all have signed comes first, else the newest that is proposed, else what is open. A
note or a brief keeps the item that it was written for: where no agenda has it any more, it stands
behind the others under its title.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from comity.agreement.effects import Type
from comity.consultation.agenda import Agenda, in_force, pending
from comity.consultation.agenda import Item as Planned
from comity.consultation.notes import Entry, Item, items_of
from comity.consultation.open_items import OpenItem
from comity.exchange.conversation import level_of
from comity.node.dossier import effect_of
from comity.node.gathering import Gathering
from comity.node.papers import Papers, tongues_of
from comity.node.traffic import AT_ONCE
from comity.records.marking import highest
from comity.web.room import Basis, MeetingSeen

MOST_OPEN = 25
"""Open items that a meeting without an agenda begins with, the most pressing ones."""


class MeetingItems:
    """Finds the items of one party's meetings.

    Attributes:
        papers: the desk of what is adopted.
        gathering: what is open.
    """

    def __init__(self, papers: Papers, gathering: Gathering) -> None:
        self.papers = papers
        self.party = papers.party
        self.gathering = gathering

    def meeting(
        self, circle: str, meeting: str, entries: Sequence[Entry], briefed: Iterable[str] = ()
    ) -> MeetingSeen | None:
        """Return a meeting with its items, None where there is no such meeting.

        Args:
            circle: whose meeting.
            meeting: id.
            entries: that were noted.
            briefed: ids of items of which briefs speak.
        """
        self.party.projections.catch_up(AT_ONCE)
        with self.party.agreeing.reading(circle) as agreement:
            matter = agreement.matters.get(meeting)
            if matter is None or matter.type is not Type.MEETING:
                return None
            plan: Mapping[str, Any] = effect_of(agreement, matter).get("meeting", {})
            tongues = tongues_of(self.papers.dossiers.filed(agreement).tongues, matter)
            common = self.gathering.common(agreement)
        told = common.meeting(meeting)
        own = [one for one in common.agendas if told and one.meeting in told.lineage]
        agenda = in_force(own, told) if told else None
        if agenda is None and told is not None:
            agenda = next(iter(pending(own, told)), None)
        members, now = agreement.circle.members, self.party.station.clock()
        stands = {"", *(one.id for one in entries)}
        if agenda is not None:
            stands.update(one.id for one in agenda.items)
        written = dict.fromkeys([*(one.now.item for one in entries), *briefed])
        astray = [name for name in written if name not in stands]
        open_here: Sequence[OpenItem] = ()
        if agenda is None or astray:
            open_here = self.gathering.items(common, circle, members, now)
        planned = agenda.items if agenda is not None else open_here[:MOST_OPEN]
        beside = [item for name in astray if (item := self._known(name, own, open_here))]
        markings = [level_of(one.marking) for one in (matter.record, *matter.revisions.values())]
        if agenda is not None:
            markings.append(agenda.proposal.marking)
        shown = {one.id for one in (*planned, *beside)}
        named = [one.marking for one in open_here if one.id in shown]
        noted = [one.marking for one in open_here if one.id in written]
        return MeetingSeen(
            id=meeting,
            circle=agreement.circle,
            me=self.party.me,
            title=matter.record.body["title"],
            begins=plan.get("begins", ""),
            zone=plan.get("zone", ""),
            place=plan.get("place", {}),
            online=plan.get("online", False),
            tongues=tongues,
            marking=highest([*markings, *named]),
            spoken=highest([*markings, *noted]),
            basis=basis_of(agenda),
            agenda=agenda.proposal.object if agenda is not None else "",
            by=agenda.proposal.by if agenda is not None else None,
            items=items_of([item_of(one) for one in planned], entries, beside),
            now=self.party.station.now(),
        )

    def _known(
        self, name: str, agendas: Iterable[Agenda], open_here: Iterable[OpenItem]
    ) -> Item | None:
        """Return an item that somebody here wrote about; None where nothing tells its title.

        An earlier text of the agenda may have it, or it is open; else the record that it is about
        has its title, though it is open no longer.
        """
        known: list[Planned | OpenItem] = [item for agenda in agendas for item in agenda.items]
        for one in (*known, *open_here):
            if one.id == name:
                return item_of(one)
        record = self.party.journal.by_hash(name.rpartition(":")[2])
        said = record.body if record is not None else {}
        title = said.get("title", {said.get("language", ""): said.get("subject", "")})
        told = isinstance(title, Mapping) and any(title.values())
        return Item(id=name, title=title) if told else None


def basis_of(agenda: Agenda | None) -> Basis:
    """Return what the items of a meeting are taken from, where its agenda is this one."""
    if agenda is None:
        return Basis.OPEN
    return Basis.AGREED if agenda.proposal.adopted else Basis.PROPOSED


def item_of(one: Planned | OpenItem) -> Item:
    """Return an item of an agenda, or one that is open, as the note-taker works through it."""
    return Item(id=one.id, title=one.title, mode=one.mode, minutes=one.minutes)
