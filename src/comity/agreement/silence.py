"""Silence: when a text may be signed by saying nothing until a deadline (R8).

Silence never binds by itself: when the deadline has passed on its own clock, a party's node signs
for it, tacitly, and only that signature counts. The terms of reference, adopted before, say which
types of object may use silence and how many hours a procedure must last at least.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.history import Link, Past
from comity.agreement.standing import Matter, Procedure
from comity.agreement.statements import ALTERNATIVE, NEVER_SILENT, REVISION, SILENCE, STANCE
from comity.records.record import Record


def moment_of(text: str) -> dt.datetime | None:
    """Return the moment that a record writes, None for the 31st of February.

    >>> moment_of("2026-03-05T09:30:00.000Z")
    datetime.datetime(2026, 3, 5, 9, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def least_hours(terms: Iterable[Matter], of: Type, past: Past) -> int | None:
    """Return how long silence on a type of object must last, None when it is not allowed.

    Where several terms of reference are in force each of them must allow it.
    """
    if of in NEVER_SILENT:
        return None
    force: dict[str, tuple[Matter, Mapping[str, Any]]] = {}
    for matter in terms:
        for revision, acts in matter.completions.items():
            does = matter.revisions[revision].body.get("effect", {})
            if "closed" not in does and any(past.holds(act.link) for act in acts):
                force[matter.id] = (matter, does)
    former = {m.record.body.get("succeeds", {}).get("object") for m, _ in force.values()}
    allowed: list[int | None] = [
        does.get("silence", {}).get(of.value)
        for known, (_, does) in force.items()
        if known not in former
    ]
    hours = [given for given in allowed if given is not None]
    return max(hours) if allowed and len(hours) == len(allowed) else None


def why_void(matter: Matter, record: Record, past: Past, hours: int | None) -> str:
    """Return why a silence procedure is void, "" when it is valid.

    Args:
        matter: what it is about.
        record: that starts it.
        past: what its author knew.
        hours: that it must last at least; None when the terms of reference do not allow it.
    """
    revised = matter.revised.get(record.body["revision"])
    if revised is None or not revised.known(past):
        return "unknown-revision"
    if matter.adopting.known(past):
        return "already-adopted"
    if hours is None:
        return "silence-not-allowed"
    length = period(record)
    if length is None or length < dt.timedelta(hours=hours):
        return "too-short"
    return ""


def period(record: Record) -> dt.timedelta | None:
    """Return how long a procedure gives every party, None where it names no moment."""
    start, end = moment_of(record.at), moment_of(record.body["deadline"])
    return None if start is None or end is None else end - start


def is_break(procedure: Procedure, link: Link, record: Record) -> bool:
    """Say whether a record about the same object, in writing, breaks a procedure (R8).

    It does when its author knew the procedure and objects to a wording, tables another one, or
    puts another revision on the table.
    """
    if link is procedure.link or not link.knows(procedure.link):
        return False
    if record.kind == STANCE.name:
        return any(said["stance"] == "O" for said in record.body["stances"].values())
    if record.kind in {REVISION.name, SILENCE.name}:
        return bool(record.body["revision"] != procedure.revision)
    return record.kind == ALTERNATIVE.name
