"""Agenda: what stands on it, in which order, for how long, and what of it was left undecided.

Order and time are agreed: an agenda is an object that all sign. It is proposed from the open items
(`comity.consultation.open_items`); whoever disagrees proposes another text of the same object. Its
minutes sum up against the length of the meeting.

An item for decision on which no decision was adopted is deferred: it returns among the open items,
until it is decided or the parties agree on an agenda without it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.agreement.adoption import Agreement
from comity.agreement.effects import Type
from comity.consultation.meetings import Meeting
from comity.consultation.proposals import Proposal, Words, proposals

OPENING, OTHER = "opening", "other"
"""Items that every agenda may have: its own adoption, and any other business."""
STANDING = frozenset({OPENING, OTHER})

DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an agenda.

    Attributes:
        id: of the open item that it is, or of `STANDING`.
        title: by language.
        mode: code of `comity.agreement.effects.MODES`.
        minutes: that it is to take.
    """

    id: str
    title: Words
    mode: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda, adopted or proposed.

    Attributes:
        proposal: the text that it stands in.
        meeting: id of the meeting.
        items: in order.
    """

    proposal: Proposal
    meeting: str
    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """Return how long it takes."""
        return total(self.items)


def total(items: Iterable[Item]) -> int:
    """Return how many minutes items take together.

    >>> total([Item("a", {}, "decision", 20), Item("b", {}, "information", 10)])
    30
    """
    return sum(item.minutes for item in items)


def timetable(
    items: Sequence[Item], start: dt.datetime | None
) -> Iterator[tuple[Item, dt.datetime | None]]:
    """Yield each item with the moment at which it is due to begin."""
    for item in items:
        yield item, start
        start = start and start + dt.timedelta(minutes=item.minutes)


def agendas(agreement: Agreement) -> tuple[Agenda, ...]:
    """Return every agenda of a circle, the oldest first."""
    return tuple(
        Agenda(
            one,
            one.effect["of"],
            tuple(
                Item(said["item"], said["title"], said["mode"], said["minutes"])
                for said in one.effect["items"]
            ),
        )
        for one in proposals(agreement, Type.AGENDA)
        if "of" in one.effect and "items" in one.effect
    )


def agenda_effect(meeting: str, items: Sequence[Item]) -> dict[str, Any]:
    """Return what an agenda does once it is adopted."""
    return {
        "of": meeting,
        "items": [
            {
                "item": one.id,
                "title": dict(one.title),
                "mode": one.mode,
                "minutes": one.minutes,
            }
            for one in items
        ],
    }


def in_force(every: Iterable[Agenda], meeting: Meeting) -> Agenda | None:
    """Return the agenda of a meeting that all have signed; of several, the one adopted last."""
    own = [one for one in every if one.proposal.adopted and one.meeting in meeting.lineage]
    return max(own, key=lambda one: one.proposal.place, default=None)


def pending(every: Iterable[Agenda], meeting: Meeting) -> tuple[Agenda, ...]:
    """Return the agendas of a meeting that not all have signed, the newest first."""
    own = [one for one in every if one.meeting in meeting.lineage]
    settled = {one.proposal.object for one in own if one.proposal.adopted}
    left = [one for one in own if one.proposal.object not in settled]
    return tuple(sorted(left, key=lambda one: one.proposal.place, reverse=True))


@dataclass(frozen=True, slots=True)
class Decided:
    """An adopted decision of a meeting.

    Attributes:
        meeting: id of the meeting.
        items: ids of items that it names.
        title: by language; a decision is titled as its item is.
    """

    meeting: str
    items: frozenset[str]
    title: Words

    def settles(self, item: Item) -> bool:
        """Say whether it is the decision on an item."""
        same = any(item.title.get(tongue) == words for tongue, words in self.title.items())
        return same or item.id in self.items


def decisions(agreement: Agreement) -> tuple[Decided, ...]:
    """Return the adopted decisions of a circle that belong to a meeting."""
    return tuple(
        Decided(
            one.effect["of"],
            frozenset(said["item"] for said in one.effect.get("items", ())),
            one.title,
        )
        for one in proposals(agreement, Type.DECISION)
        if one.adopted and "of" in one.effect
    )


def undecided(
    agenda: Agenda, lineage: Sequence[str], decided: Iterable[Decided]
) -> tuple[Item, ...]:
    """Return the items for decision of a meeting that got none."""
    own = [one for one in decided if one.meeting in lineage]
    return tuple(
        item
        for item in agenda.items
        if item.mode == DECISION
        and item.id not in STANDING
        and not any(one.settles(item) for one in own)
    )


def written(items: Sequence[Item], lines: Mapping[str, str], language: str) -> str:
    """Return an agenda as its text has it, a line for each item.

    Args:
        items: in order.
        lines: how a mode is said in this language, by its code, with `{minutes}` in it.
        language: of the text; an item without a title in it is given in another one.
    """
    said: list[str] = []
    for number, item in enumerate(items, 1):
        title = item.title.get(language) or next(iter(item.title.values()))
        said.append(f"{number}. {title} ({lines[item.mode].format(minutes=item.minutes)})")
    return "\n".join(said)
