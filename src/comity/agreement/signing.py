"""Signing: why a signature is void, from what its author knew when it was written.

The same question is asked of a record that arrived and of one that a person is about to write, so
that a page can say "awaiting Korea's acknowledgement" before anybody signs in vain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.agreement.history import Link, Past
from comity.agreement.standing import Hold, Matter, Rules, Voided, unacknowledged, voided
from comity.records.party import Party


@dataclass(frozen=True, slots=True)
class Moment:
    """From where a signature is judged.

    Attributes:
        party: who signs.
        at: what its clock says.
        past: what it knows.
        holds: its own signatures on the object so far.
        parties: of the object.
        proofs: known to anybody, with their place.
    """

    party: Party
    at: str
    past: Past
    holds: tuple[Hold, ...]
    parties: tuple[Party, ...]
    proofs: list[tuple[Link, Voided]]


def why_void(matter: Matter, body: Mapping[str, Any], moment: Moment, rules: Rules) -> str:
    """Return why a signature is void, "" when it is valid (R1, R8, R9, R10, R12).

    The reasons: "conditional", "unknown-revision", "already-adopted", "locked", and of a tacit
    one "tacit-ad-referendum", "unknown-procedure", "void-procedure", "before-deadline",
    "silence-broken".
    """
    revised = matter.revised.get(body["revision"])
    if body.get("condition"):
        return "conditional"
    if revised is None or not revised.known(moment.past):
        return "unknown-revision"
    if rules.seen_adopted and matter.adopting.known(moment.past):
        return "already-adopted"
    return why_not_silent(matter, body, moment) or (
        "locked" if rules.lock and locked_by(body["revision"], moment, rules) else ""
    )


def why_not_silent(matter: Matter, body: Mapping[str, Any], moment: Moment) -> str:
    """Return why a tacit signature is void, "" when it is valid or made by hand (R8)."""
    if "procedure" not in body:
        return ""
    procedure = matter.procedures.get(body["procedure"])
    if body.get("ad_referendum"):
        return "tacit-ad-referendum"
    if (
        procedure is None
        or procedure.revision != body["revision"]
        or not moment.past.holds(procedure.link)
    ):
        return "unknown-procedure"
    if procedure.void:
        return "void-procedure"
    if moment.at < procedure.deadline:
        return "before-deadline"
    return "silence-broken" if procedure.breaks.known(moment.past) else ""


def locked_by(revision: str, moment: Moment, rules: Rules) -> dict[Hold, list[Party]]:
    """Return the author's signatures that keep it from signing a revision (R9).

    With each the parties whose acknowledgement of its withdrawal is awaited, none of them while it
    is not withdrawn.
    """
    locks: dict[Hold, list[Party]] = {}
    for hold in moment.holds:
        if hold.revision == revision or hold.ad_referendum:
            continue
        if not rules.void_holds and voided(hold.link, moment.past, moment.proofs):
            continue
        if hold.withdrawn is None:
            locks[hold] = []
            continue
        awaited = unacknowledged(hold.withdrawn, moment.past, moment.parties)
        if awaited:
            locks[hold] = awaited
    return locks
