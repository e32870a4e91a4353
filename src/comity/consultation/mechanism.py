"""Mechanism: what adopted terms of reference say of the consultations of a circle.

Terms are an object like any other; once all parties have signed them they are in force until terms
that succeed them are adopted. They say who meets at which level, in which languages, how often, and
which papers may be adopted by silence; a statement of ministers never may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.agreement.adoption import Agreement
from comity.agreement.effects import LEVELS, Type
from comity.agreement.statements import NEVER_SILENT
from comity.consultation.cadence import Cadence
from comity.consultation.proposals import Proposal, Words, proposals
from comity.records.marking import Marking
from comity.records.party import Party

MAY_BE_SILENT = tuple(one for one in Type if one not in NEVER_SILENT)
"""Types of objects that terms may allow silence for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A consultation mechanism, as its terms of reference have it.

    Attributes:
        circle: whose parties meet.
        parties: these.
        terms: the text that says so, adopted or proposed.
        levels: at which they meet, the highest first.
        languages: in which they work.
        host: party in whose zone the regular meetings are set.
        cadence: when they are.
        silence: hours that silence must last at least, by type of object.
    """

    circle: str
    parties: tuple[Party, ...]
    terms: Proposal
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    host: Party
    cadence: Cadence
    silence: Mapping[str, int]

    @property
    def title(self) -> Words:
        """Return what it is called."""
        return self.terms.title

    @property
    def marking(self) -> Marking:
        """Return the marking of its terms."""
        return self.terms.marking


def mechanism_of(agreement: Agreement, terms: Proposal) -> Mechanism | None:
    """Return the mechanism that a text sets up, None where it sets up none."""
    said = terms.effect.get("mechanism")
    if said is None:
        return None
    return Mechanism(
        circle=agreement.circle.id,
        parties=agreement.circle.members,
        terms=terms,
        levels=tuple(level for level in LEVELS if level in said["levels"]),
        languages=tuple(dict.fromkeys(said["languages"])),
        host=Party(said["host"]),
        cadence=Cadence(said["zone"], said["begins"], said.get("cadence", ""), said["minutes"]),
        silence=dict(terms.effect.get("silence", {})),
    )


def mechanisms(agreement: Agreement) -> tuple[Mechanism, ...]:
    """Return the mechanisms in force, those adopted last first.

    Terms that adopted terms succeed are in force no more.
    """
    adopted = [one for one in proposals(agreement, Type.TERMS) if one.adopted]
    former = {
        agreement.matters[one.object].record.body.get("succeeds", {}).get("object")
        for one in adopted
    }
    known = (
        mechanism_of(agreement, one)
        for one in sorted(adopted, key=lambda one: one.place, reverse=True)
        if one.object not in former
    )
    return tuple(one for one in known if one is not None)


def proposed_terms(agreement: Agreement) -> tuple[Proposal, ...]:
    """Return terms that not all have signed, of objects with nothing adopted; the newest first."""
    found = list(proposals(agreement, Type.TERMS))
    settled = {one.object for one in found if one.adopted}
    left = [one for one in found if one.object not in settled and "mechanism" in one.effect]
    return tuple(sorted(left, key=lambda one: one.place, reverse=True))


def terms_effect(
    *,
    levels: Sequence[str],
    languages: Sequence[str],
    host: Party,
    cadence: Cadence,
    silence: Mapping[str, int],
) -> dict[str, Any]:
    """Return what terms of reference do once they are adopted."""
    mechanism: dict[str, Any] = {
        "levels": [level for level in LEVELS if level in levels],
        "languages": list(languages),
        "host": host,
        "zone": cadence.zone,
        "begins": cadence.begins,
        "minutes": cadence.minutes,
    }
    if cadence.rule:
        mechanism["cadence"] = cadence.rule
    effect: dict[str, Any] = {"mechanism": mechanism}
    if silence:
        effect["silence"] = dict(silence)
    return effect
