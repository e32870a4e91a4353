"""Delegations: who comes to a meeting from each party, in order of rank.

A delegation is a register (R5): each party writes its own, the last one in its chain counts, and
nobody can write another party's, for a record belongs to its author. A delegation that was named
before a meeting was moved still holds until another one is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.consultation.proposals import Words
from comity.records.marking import Marking
from comity.records.party import Party

MOST = 100


@dataclass(frozen=True, slots=True)
class Delegate:
    """A member of a delegation.

    Attributes:
        name: by language.
        office: by language, {} where none is given.
        role: code of `comity.consultation.statements.ROLES_OF_DELEGATES`.
    """

    name: Words
    office: Words
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Whom a party sends.

    Attributes:
        party: which.
        record: hash of the register.
        meeting: that it names.
        seq: its number in the party's chain.
        members: in order of rank.
        at: when it was written, by that party's clock.
        marking: of the register.
    """

    party: Party
    record: str
    meeting: str
    seq: int
    members: tuple[Delegate, ...]
    at: str
    marking: Marking


def delegates(said: Iterable[Mapping[str, Any]]) -> tuple[Delegate, ...]:
    """Return the members that the body of a register names."""
    return tuple(Delegate(one["name"], one.get("office", {}), one["role"]) for one in said)


def delegation_body(meeting: str, members: Sequence[Delegate]) -> dict[str, Any]:
    """Return the body of a register."""
    return {
        "meeting": meeting,
        "members": [
            {
                "name": dict(one.name),
                "role": one.role,
                **({"office": dict(one.office)} if one.office else {}),
            }
            for one in members
        ],
    }


def delegations(registers: Iterable[Delegation], lineage: Sequence[str]) -> dict[Party, Delegation]:
    """Return each party's delegation to a meeting.

    Args:
        registers: every one of the circle, in any order.
        lineage: ids of the meeting and of those that it moves.
    """
    found: dict[Party, Delegation] = {}
    for one in registers:
        known = found.get(one.party)
        if one.meeting in lineage and (known is None or known.seq < one.seq):
            found[one.party] = one
    return found
