"""Progress: what a page says of an object before it is adopted, and what it does once it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from comity.agreement.adoption import Adoption, Agreement, adopted, signed
from comity.agreement.duties import written
from comity.agreement.standing import Matter, Procedure
from comity.agreement.statements import ANNEX
from comity.records.party import Party
from comity.records.record import Record


class Course(StrEnum):
    """How a silence procedure goes."""

    VOID = "void"
    BROKEN = "broken"
    ADOPTED = "adopted"
    RUNNING = "running"
    PASSED = "deadline passed"


@dataclass(frozen=True, slots=True)
class Silence:
    """How a silence procedure goes, and because of whom.

    Attributes:
        procedure: id.
        revision: that silence would sign.
        deadline: on each party's own clock.
        course: running, broken ...
        parties: who broke it; who is awaited while it runs and when the deadline has passed.
        reason: why it is void, "" otherwise.
    """

    procedure: str
    revision: str
    deadline: str
    course: Course
    parties: tuple[Party, ...]
    reason: str = ""


def silences(agreement: Agreement, about: str, now: dt.datetime) -> list[Silence]:
    """Return how each silence procedure of an object goes, the next deadline first (R8).

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    order = sorted(matter.procedures.values(), key=lambda one: (one.deadline, one.id))
    return [_silence(agreement, about, procedure, now) for procedure in order]


def _silence(agreement: Agreement, about: str, procedure: Procedure, now: dt.datetime) -> Silence:
    matter = agreement.matter(about)
    known = (procedure.id, procedure.revision, procedure.deadline)
    if procedure.void:
        return Silence(*known, Course.VOID, (), procedure.void)
    if procedure.revision in matter.completions:
        return Silence(*known, Course.ADOPTED, ())
    broken = sorted({link.party for link in procedure.breaks.known(agreement.history.present)})
    if broken:
        return Silence(*known, Course.BROKEN, tuple(broken))
    on = signed(agreement, about)
    waiting = tuple(
        party
        for party in agreement.circle.members
        if party not in on or on[party].revision != procedure.revision
    )
    passed = procedure.deadline <= written(now)
    return Silence(*known, Course.PASSED if passed else Course.RUNNING, waiting)


def annexes(agreement: Agreement, about: str) -> list[tuple[Party, Record]]:
    """Return the reservations and statements annexed to an object, in a causal order (R12).

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    said = sorted(agreement.matter(about).others, key=lambda one: (one[0].height, one[1].hash))
    return [(link.party, record) for link, record in said if record.kind == ANNEX.name]


def effects(agreement: Agreement, name: str) -> list[tuple[Adoption, Any]]:
    """Return what adopted objects do of one sort: "closed", "retained", "silence", "assigned"."""
    found = [
        (adoption, adoption.effect[name])
        for matter in agreement.matters.values()
        if matter.completions and _may(matter, name)
        for adoption in adopted(agreement, matter.id)
        if name in adoption.effect
    ]
    return sorted(found, key=lambda one: (one[0].object, one[0].revision))


def _may(matter: Matter, name: str) -> bool:
    """Say whether a revision of an object would do something of a sort."""
    return any(name in one.body.get("effect", ()) for one in matter.revisions.values())


def retained(agreement: Agreement, about: str) -> tuple[str, ...]:
    """Return the clauses of a text that the parties agreed to keep for the next meeting."""
    kept = {
        clause
        for _, listed in effects(agreement, "retained")
        for one in listed
        if one["object"] == about
        for clause in one["clauses"]
    }
    return tuple(sorted(kept))


def aligned(agreement: Agreement, circle: str, about: str) -> Mapping[Party, str]:
    """Return with which adopted revision of another circle's object each party aligns (R13)."""
    found: dict[Party, str] = {}
    for link, record in agreement.alignments:
        same = record.body["circle"] == circle and record.body["object"] == about
        if same and agreement.history.on_chain(link):
            found[link.party] = record.body["revision"]
    return found
