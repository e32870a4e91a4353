"""Assignments: the actions that adopted objects assign, with what was agreed about each.

An object that is not adopted assigns nothing. What became of an action stands elsewhere: in the
words of its owner (`comity.consultation.actions`) and in the lists (R18).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from comity.agreement.adoption import Adoption, Agreement
from comity.agreement.progress import effects
from comity.consultation.actions import Name
from comity.consultation.proposals import Words, level_of
from comity.records.marking import Marking, highest
from comity.records.party import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An action that an adopted object assigns.

    Attributes:
        circle: whose parties adopted it.
        decision: the object.
        action: its name there.
        owner: who is to do it.
        what: by language.
        list: the owner's list that will prove it, "" for none.
        listing: the reference's entry as "list/key", "" for none.
        proposal: hash of the record that proposed it, "" for none.
        measure: that was agreed, "" for none.
        title: of the object; it is not signed.
        type: of the object.
        meeting: object of the meeting that it belongs to, "" for none.
        meeting_title: of that; {} where it is not here.
        since: moment of the record that completes the adoption.
        disputed: whether the adoption is disputed.
        marking: of the object and the text that was adopted.
    """

    circle: str
    decision: str
    action: str
    owner: Party
    what: Words
    list: str
    listing: str
    proposal: str
    measure: str
    title: Words
    type: str
    meeting: str
    meeting_title: Words
    since: str
    disputed: bool
    marking: Marking

    @property
    def name(self) -> Name:
        """Return how it is named in records."""
        return self.decision, self.action

    @property
    def listed(self) -> bool:
        """Say whether a list will prove it."""
        return bool(self.list)


def assignments(agreement: Agreement) -> tuple[Assignment, ...]:
    """Return every action that adopted objects of a circle assign, each name of an object once."""
    found: dict[Name, Assignment] = {}
    for adoption, actions in effects(agreement, "assigned"):
        for one in _assigned(agreement, adoption, actions):
            found.setdefault(one.name, one)
    return tuple(found.values())


def _assigned(
    agreement: Agreement, adoption: Adoption, actions: Iterable[Mapping[str, Any]]
) -> Iterator[Assignment]:
    matter = agreement.matters[adoption.object]
    acts = matter.completions[adoption.revision]
    since = next(act.record.at for act in acts if act.link.hash == adoption.by)
    said = matter.revisions[adoption.revision]
    meeting = adoption.effect.get("of", "")
    held = agreement.matters.get(meeting)
    for one in actions:
        yield Assignment(
            circle=agreement.circle.id,
            decision=adoption.object,
            action=one["action"],
            owner=Party(one["owner"]),
            what=one["what"],
            list=one.get("list", ""),
            listing=one.get("listing", ""),
            proposal=one.get("proposal", ""),
            measure=one.get("measure", ""),
            title=matter.record.body["title"],
            type=matter.type.value,
            meeting=meeting,
            meeting_title=held.record.body["title"] if held is not None else {},
            since=since,
            disputed=adoption.disputed,
            marking=highest([level_of(matter.record.marking), level_of(said.marking)]),
        )
