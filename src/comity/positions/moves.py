"""Moves: who tabled or changed what in a clause, and when: the history of a negotiation.

A move is one record. Its time is what its author's clock said, and orders nothing (R4); moves are
shown in a causal order, which is the same on every node.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.agreement.adoption import Agreement
from comity.agreement.standing import Matter
from comity.agreement.statements import ALTERNATIVE, STANCE
from comity.agreement.text import Text
from comity.records.party import Party
from comity.records.record import Record


@dataclass(frozen=True, slots=True)
class Change:
    """How a party's stance on one wording changed.

    Attributes:
        wording: which.
        before: the letter until then, "" for none.
        after: the letter from then on, "" for none.
        conditions: whether what it is bound to changed too.
    """

    wording: str
    before: str
    after: str
    conditions: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What one record did in a clause.

    Attributes:
        party: who made it.
        at: what its clock said.
        record: hash of the record.
        tabled: the wording that it put on the table, "" for none.
        deletes: whether that wording deletes the clause.
        changes: of stances.
    """

    party: Party
    at: str
    record: str
    tabled: str = ""
    deletes: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """How a clause went.

    Attributes:
        moves: in a causal order.
        since: when it last ceased to be agreed, "" while it is; conditions are left aside.
        records: hashes of the records about it, in the order in which they came here.
    """

    moves: tuple[Move, ...]
    since: str
    records: tuple[str, ...]

    @property
    def last(self) -> str:
        """Return when something last moved, "" where nothing ever did."""
        return max((move.at for move in self.moves), default="")


def courses(agreement: Agreement, matter: Matter, text: Text) -> dict[str, Course]:
    """Return how each clause of a joint text went."""
    came: dict[str, list[str]] = {clause: [] for clause in text.clauses}
    for _, record in matter.others:
        clause = clause_of(record, text)
        if clause in came:
            came[clause].append(record.hash)
    said: dict[str, list[Record]] = {clause: [] for clause in text.clauses}
    for link, record in sorted(matter.others, key=lambda one: (one[0].height, one[1].hash)):
        clause = clause_of(record, text)
        if clause in said and agreement.history.on_chain(link):
            said[clause].append(record)
    return {
        clause: Course(*_followed(text, clause, said[clause]), tuple(came[clause]))
        for clause in text.clauses
    }


def clause_of(record: Record, text: Text) -> str:
    """Return the clause that a record is about, "" for none that is known."""
    if record.kind == ALTERNATIVE.name:
        known = text.alternatives.get(record.hash)
        return known.clause if known is not None else ""
    return str(record.body["clause"]) if record.kind == STANCE.name else ""


def _followed(text: Text, clause: str, records: Sequence[Record]) -> tuple[tuple[Move, ...], str]:
    """Return the moves of a clause, and since when it is not agreed."""
    moves: list[Move] = []
    registers: dict[Party, dict[str, tuple[str, tuple[str, ...]]]] = {}
    since = ""
    for record in records:
        if record.kind == ALTERNATIVE.name:
            moves.append(
                Move(
                    record.party,
                    record.at,
                    record.hash,
                    tabled=record.hash,
                    deletes="text" not in record.body,
                )
            )
        else:
            after = _said(record, text)
            changes = _changes(registers.get(record.party, {}), after)
            registers[record.party] = after
            if changes:
                moves.append(Move(record.party, record.at, record.hash, changes=changes))
        if _all_accept(text, clause, registers):
            since = ""
        elif not since:
            since = record.at
    return tuple(moves), since


def _said(record: Record, text: Text) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the stances of a register, on wordings that are known."""
    return {
        one: (said["stance"], tuple(said.get("only_if", ())))
        for one, said in record.body["stances"].items()
        if one in text.alternatives
    }


def _changes(
    before: Mapping[str, tuple[str, tuple[str, ...]]],
    after: Mapping[str, tuple[str, tuple[str, ...]]],
) -> tuple[Change, ...]:
    nothing: tuple[str, tuple[str, ...]] = ("", ())
    found = []
    for one in dict.fromkeys((*before, *after)):
        old, new = before.get(one, nothing), after.get(one, nothing)
        if old != new:
            found.append(Change(one, old[0], new[0], old[1] != new[1]))
    return tuple(found)


def _all_accept(
    text: Text, clause: str, registers: Mapping[Party, Mapping[str, tuple[str, tuple[str, ...]]]]
) -> bool:
    for one in text.wordings.get(clause, ()):
        letters = [registers.get(party, {}).get(one, ("", ()))[0] for party in text.parties]
        if "S" in letters and set(letters) <= {"S", "A"}:
            return True
    return False
