"""Dossier: which papers belong to a meeting, and which ones are not settled yet.

What is adopted names its meeting (`of`); a meeting that was moved keeps the papers of the one that
it moves. All of it is read from the agreement of a circle, whose lock the caller holds, and
remembered until the circle has another record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.agreement.adoption import Agreement, adopted
from comity.agreement.effects import Type
from comity.agreement.history import Link
from comity.agreement.standing import Matter
from comity.consultation.briefs import Source
from comity.exchange.conversation import level_of
from comity.records.marking import highest
from comity.records.record import Record


@dataclass(slots=True)
class Filed:
    """The papers of one circle, as far as its records go.

    Attributes:
        size: how many records were known.
        of: objects by the meeting that they belong to, in the order in which they were opened.
        open: objects that are not adopted.
        moves: by meeting, the one that it moves.
        begins: of each meeting, the local time.
        tongues: working languages, as the newest terms have them; () without any.
    """

    size: int = -1
    of: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    begins: dict[str, str] = field(default_factory=dict)
    tongues: tuple[str, ...] = ()


class Dossiers:
    """Finds the papers of meetings."""

    def __init__(self) -> None:
        self._filed: dict[str, Filed] = {}

    def filed(self, agreement: Agreement) -> Filed:
        """Return the papers of a circle."""
        size = len(agreement.history.links)
        held = self._filed.get(agreement.circle.id)
        if held is None or held.size != size:
            held = self._filed[agreement.circle.id] = _filed(agreement, size)
        return held

    def papers(self, agreement: Agreement, meeting: str) -> tuple[str, ...]:
        """Return the papers of a meeting, and of those that it moves, the oldest first."""
        filed = self.filed(agreement)
        return tuple(one for held in chain(filed, meeting) for one in filed.of.get(held, ()))

    def sources(self, agreement: Agreement, meeting: str) -> tuple[Source, ...]:
        """Return adopted minutes and decisions of the meetings before one."""
        filed = self.filed(agreement)
        own, begins = set(chain(filed, meeting)), filed.begins.get(meeting, "9")
        found: list[Source] = []
        for held, objects in filed.of.items():
            if held in own or filed.begins.get(held, "") >= begins:
                continue
            for about in objects:
                found += _sources(agreement, held, agreement.matters[about])
        return tuple(found)


def chain(filed: Filed, meeting: str) -> Iterator[str]:
    """Yield a meeting and those that it moves, one after another."""
    known: set[str] = set()
    while meeting and meeting not in known:
        known.add(meeting)
        yield meeting
        meeting = filed.moves.get(meeting, "")


def revisions_of(agreement: Agreement, matter: Matter) -> list[tuple[Link, Record]]:
    """Return the texts of an object, each with its place, the newest first."""
    links = agreement.history.links
    found = [(links[record.hash], record) for record in matter.revisions.values()]
    return sorted(found, key=lambda one: (one[0].height, one[1].hash), reverse=True)


def effect_of(agreement: Agreement, matter: Matter) -> Mapping[str, Any]:
    """Return what an object does, or would do if its newest text were adopted."""
    for adoption in adopted(agreement, matter.id) if matter.completions else ():
        return adoption.effect
    revisions = revisions_of(agreement, matter)
    effect: Mapping[str, Any] = revisions[0][1].body.get("effect", {}) if revisions else {}
    return effect


def is_summary(agreement: Agreement, matter: Matter) -> bool:
    """Say whether an object is a chair's summary: a text that belongs to a meeting."""
    return matter.type is Type.TEXT and "of" in effect_of(agreement, matter)


def _filed(agreement: Agreement, size: int) -> Filed:
    held = Filed(size)
    for matter in agreement.matters.values():
        effect = effect_of(agreement, matter)
        if not matter.completions:
            held.open.append(matter.id)
        elif "mechanism" in effect:
            held.tongues = tuple(effect["mechanism"]["languages"])
        if "of" in effect:
            held.of.setdefault(effect["of"], []).append(matter.id)
        if "meeting" in effect:
            held.begins[matter.id] = effect["meeting"]["begins"]
            if "moves" in effect["meeting"]:
                held.moves[matter.id] = effect["meeting"]["moves"]
    return held


def _sources(agreement: Agreement, meeting: str, matter: Matter) -> Iterator[Source]:
    if matter.type not in {Type.MINUTES, Type.DECISION} or not matter.completions:
        return
    for one in adopted(agreement, matter.id):
        act = next(act for act in matter.completions[one.revision] if act.link.hash == one.by)
        said = matter.revisions[one.revision]
        yield Source(
            paper=matter.id,
            record=one.by,
            type=matter.type.value,
            meeting=meeting,
            at=act.record.at,
            title=matter.record.body["title"],
            text=one.text,
            marking=highest([level_of(matter.record.marking), level_of(said.marking)]),
        )
