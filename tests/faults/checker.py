"""Checker: what was acknowledged, held against what is there in the end.

*Every acknowledged record is readable on every node, in order, exactly once.* A record is
acknowledged when its author's node answered with its hash; it is received when that node showed
another's receipt for it. Only one thing may be missing: what a node alone had when its disk was
replaced by an older backup. A record whose answer was lost on the way to the speaker may be there
or not, but not twice; one that was refused by name must not be there.

Values in, findings out; nothing here opens a file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from comity.records.party import Party

Place = tuple[str, Party]
"""A chain: the circle and whose records."""


class Fault(StrEnum):
    """What can be wrong in the end."""

    LOST = "lost"
    DOUBLED = "doubled"
    OUT_OF_ORDER = "out of order"
    CHANGED = "changed"
    UNRECEIVED = "receipted and not there"
    REFUSED_YET_THERE = "refused and yet there"
    DIFFERENT_HEADS = "different heads"
    PROMISE_BROKEN = "promised and not on the disk"
    STRANGE = "no member and has it"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong.

    Attributes:
        fault: what kind of thing.
        node: on whose node.
        about: which record, and how.
    """

    fault: str
    node: str
    about: str


@dataclass(frozen=True, slots=True)
class Said:
    """A report that its author's node acknowledged.

    Attributes:
        place: its chain.
        speaker: who said one thing after another, such as "ua/0".
        label: which report, in the words of the report itself; no two are alike.
        seq: number that the node answered.
        hash: hash that the node answered.
    """

    place: Place
    speaker: str
    label: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a node holds it.

    Attributes:
        seq: its number.
        hash: of its bytes, computed from them.
        prev: hash that it names as the one before it.
        label: of the report that it is, "" for any other record.
        encoded: its bytes.
    """

    seq: int
    hash: str
    prev: str
    label: str
    encoded: bytes = field(repr=False)


Held = Mapping[Place, Sequence[Row]]
"""Chains of one node, each in the order in which its records came to count."""


@dataclass(slots=True)
class History:
    """What happened in a trial, as far as it can be known from outside.

    Attributes:
        said: everything acknowledged, as each speaker got the answers.
        refused: label and node of what was refused by name.
        received: the largest size of a chain that a member's receipt was shown for.
        gone: labels that may be missing: their only disk was replaced by an older backup.
        members: of each circle; no one else may have anything of it.
    """

    said: list[Said] = field(default_factory=list)
    refused: list[tuple[str, Party]] = field(default_factory=list)
    received: dict[tuple[Place, Party], int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    members: dict[str, frozenset[Party]] = field(default_factory=dict)


def check(history: History, held: Mapping[Party, Held]) -> list[Finding]:
    """Return everything that is wrong on any node."""
    findings: list[Finding] = []
    for node, chains in held.items():
        findings += _acknowledged(history, node, chains)
        for place, rows in chains.items():
            findings += _chain(node, place, rows)
        findings += _once(node, chains)
        findings += _refused(history, node, chains)
        findings += _strange(history, node, chains)
    findings += _received(history, held)
    findings += _alike(held)
    findings += _answers(history)
    return findings


def _acknowledged(history: History, node: Party, chains: Held) -> Iterable[Finding]:
    """Find every acknowledged record, at its number, with the words that were said."""
    for said in history.said:
        if node not in history.members[said.place[0]]:
            continue
        rows = chains.get(said.place, ())
        found = [row for row in rows if row.hash == said.hash]
        if not found:
            if said.label not in history.gone:
                yield Finding(Fault.LOST, node, f"{said.label}, record {said.seq} {said.hash[:12]}")
            continue
        if found[0].seq != said.seq:
            about = f"{said.label} was said as record {said.seq} and is record {found[0].seq}"
            yield Finding(Fault.OUT_OF_ORDER, node, about)
        if found[0].label != said.label:
            yield Finding(Fault.CHANGED, node, f"{said.label} now says {found[0].label!r}")


def _chain(node: Party, place: Place, rows: Sequence[Row]) -> Iterable[Finding]:
    """See that a chain counts 1, 2, 3 with each record linked to the one before it."""
    name = f"chain {place[1]} of {place[0][:8]}"
    if rows and rows[0].seq != 1:
        yield Finding(Fault.LOST, node, f"{name} begins with record {rows[0].seq}")
    for before, row in pairwise(rows):
        if row.seq == before.seq:
            yield Finding(Fault.DOUBLED, node, f"record {row.seq} of {name}")
        elif row.seq < before.seq:
            yield Finding(Fault.OUT_OF_ORDER, node, f"{row.seq} after {before.seq} in {name}")
        elif row.seq > before.seq + 1:
            yield Finding(Fault.LOST, node, f"{before.seq + 1} to {row.seq - 1} of {name}")
        elif row.prev != before.hash:
            yield Finding(Fault.CHANGED, node, f"{row.seq} follows another than {before.seq}")


def _once(node: Party, chains: Held) -> Iterable[Finding]:
    """See that nothing that was said once stands there twice."""
    counted = Counter(row.label for rows in chains.values() for row in rows if row.label)
    for label, count in counted.items():
        if count > 1:
            yield Finding(Fault.DOUBLED, node, f"{label} is there {count} times")


def _refused(history: History, node: Party, chains: Held) -> Iterable[Finding]:
    there = {row.label for rows in chains.values() for row in rows}
    for label, by in history.refused:
        if label in there:
            yield Finding(Fault.REFUSED_YET_THERE, node, f"{label}, refused by {by}")


def _strange(history: History, node: Party, chains: Held) -> Iterable[Finding]:
    """See that a node has nothing of circles that it is no member of."""
    for circle, party in chains:
        if circle in history.members and node not in history.members[circle]:
            yield Finding(Fault.STRANGE, node, f"chain {party} of {circle[:8]}")


def _received(history: History, held: Mapping[Party, Held]) -> Iterable[Finding]:
    """See that each member has whatever it gave a receipt for."""
    for (place, member), size in history.received.items():
        there = len(held.get(member, {}).get(place, ()))
        if there < size:
            about = f"chain {place[1]}: receipt for {size} records, {there} are there"
            yield Finding(Fault.UNRECEIVED, member, about)


def _alike(held: Mapping[Party, Held]) -> Iterable[Finding]:
    """Compare every chain on every node with the same chain on its author's node."""
    for node, chains in held.items():
        for place, rows in chains.items():
            own = held.get(place[1], {}).get(place, ())
            if len(rows) != len(own):
                about = f"chain {place[1]}: {len(rows)} here, {len(own)} at its author's"
                yield Finding(Fault.DIFFERENT_HEADS, node, about)
            for mine, theirs in zip(own, rows, strict=False):
                if mine.encoded != theirs.encoded:
                    yield Finding(Fault.CHANGED, node, f"record {mine.seq} of {place[1]}")
                    break


def _answers(history: History) -> Iterable[Finding]:
    """See that what a speaker said one after another was numbered so."""
    last: dict[tuple[Place, str], Said] = {}
    for said in history.said:
        key = (said.place, said.speaker)
        before = last.get(key)
        if before is not None and said.seq <= before.seq and before.label not in history.gone:
            about = f"{said.label} got number {said.seq} after {before.label} got {before.seq}"
            yield Finding(Fault.OUT_OF_ORDER, said.place[1], about)
        last[key] = said
