"""Proposals: the texts of terms, meetings and agendas that parties can sign, and how each stands.

An object may have several revisions: that is how one party answers another's proposal with its own.
Each party's signature stands on one of them at most (R9), and at most one is adopted (R10).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from comity.agreement.adoption import Agreement, adopted, signed
from comity.agreement.effects import Type
from comity.agreement.standing import Matter
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party

Words = Mapping[str, str]
"""A text by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One text of a common object.

    Attributes:
        object: hash of the record that opened it.
        revision: hash of the text and of what it does.
        record: hash of the record that gave it.
        title: of the object; it is not signed.
        text: what is signed.
        effect: what it does once adopted.
        by: who gave it.
        at: when, by that party's clock.
        marking: highest of the object's and the text's.
        signed: parties whose signature on it counts now.
        adopted: whether all have signed it.
        disputed: whether the adoption is disputed.
        place: grows along causal paths; of the adoption where it is adopted.
    """

    object: str
    revision: str
    record: str
    title: Words
    text: Words
    effect: Mapping[str, Any]
    by: Party
    at: str
    marking: Marking
    signed: tuple[Party, ...]
    adopted: bool
    disputed: bool
    place: tuple[int, str]


def level_of(marking: str) -> Marking:
    """Return the marking that is written so; a word that nobody knows counts as the highest."""
    return TEXTS.get(marking, Marking.RED)


def proposals(agreement: Agreement, of: Type) -> Iterator[Proposal]:
    """Yield every text of the objects of one type, each object's oldest first."""
    for matter in agreement.matters.values():
        if matter.type is of:
            yield from texts_of(agreement, matter)


def texts_of(agreement: Agreement, matter: Matter) -> list[Proposal]:
    """Return the texts of an object, the oldest first."""
    links = agreement.history.links
    adoptions = {one.revision: one for one in adopted(agreement, matter.id)}
    holds = signed(agreement, matter.id)
    found: list[Proposal] = []
    for revision, record in matter.revisions.items():
        adoption = adoptions.get(revision)
        named = record.hash if adoption is None else adoption.by
        found.append(
            Proposal(
                object=matter.id,
                revision=revision,
                record=record.hash,
                title=matter.record.body["title"],
                text=record.body["text"],
                effect=record.body.get("effect", {}),
                by=record.party,
                at=record.at,
                marking=highest([level_of(matter.record.marking), level_of(record.marking)]),
                signed=tuple(p for p, hold in holds.items() if hold.revision == revision),
                adopted=adoption is not None,
                disputed=adoption is not None and adoption.disputed,
                place=(links[named].height, named),
            )
        )
    return sorted(found, key=lambda one: (links[one.record].height, one.record))
