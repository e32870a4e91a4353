"""Admission: when a record that is here may count.

A record is admitted when the one before it in its chain is, and so is every record that its cut
names, with the same hash. Until then it is stored and receipted, and hidden from the rules. What is
admitted gets a number; in the order of these numbers no record comes before one that it had seen.

A cut that names another record than the one that is here is proof that somebody spoke twice: it
is kept as evidence, and this chain is admitted no further until people decide.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comity.journal.store import Session
from comity.records.canonical import Json
from comity.records.party import Party
from comity.records.record import Head, Record, read

WINDOW = 256
"""Records that are looked at together."""

MOST = 1000
"""Records that one job admits; the rest is left for a later job, so that none takes long."""

MISMATCH = "cut-mismatch"
"""Code of the evidence that a cut names another record than the one that is here."""

Keep = Callable[[str, Party, str, Mapping[str, Json], bytes], int]
"""Keeps evidence: code, party, circle, details, bytes."""

Fresh = Mapping[Party, tuple[int, Sequence[Record]]]
"""Records just appended, by party, with the arrival number of the first."""


@dataclass(slots=True)
class Chain:
    """How far one chain of the circle is admitted.

    Attributes:
        id: of the chain in this journal.
        size: records that are here.
        admitted: records that are admitted.
        head: hash of the last of these.
        wait: party and number of the record that the next one waits for.
        stopped: number of a record whose cut names what is not here under that number.
        changed: whether this differs from what is stored.
    """

    id: int
    size: int
    admitted: int
    head: str
    wait: tuple[Party, int] | None
    stopped: int | None
    changed: bool = False


class Admission:
    """One pass over the chains of a circle.

    Attributes:
        unfinished: whether more could be admitted than one job may.
    """

    def __init__(self, session: Session, circle: str, keep: Keep, fresh: Fresh) -> None:
        self.session = session
        self.circle = circle
        self.keep = keep
        self.fresh = fresh
        self.unfinished = False
        self._chains = self._load()
        self._admitted: list[int] = []
        self._hashes: dict[tuple[Party, int], str] = {}

    def run(self, number: int) -> None:
        """Admit what can be admitted, giving out numbers from this one on."""
        while ready := [party for party in sorted(self._chains) if self._ready(party)]:
            if len(self._admitted) >= MOST:
                self.unfinished = True
                break
            for party in ready:
                self._advance(party, self._chains[party])
        self.session.fill(
            "admissions",
            ("number", "record"),
            [(number + place, record) for place, record in enumerate(self._admitted)],
        )
        for chain in self._chains.values():
            if chain.changed:
                self._save(chain)

    def _ready(self, party: Party) -> bool:
        """Say whether the next record of a chain has to be looked at."""
        chain = self._chains[party]
        if chain.admitted == chain.size or chain.stopped is not None:
            return False
        return chain.wait is None or self._has(*chain.wait)

    def _has(self, party: Party, size: int) -> bool:
        return party in self._chains and self._chains[party].admitted >= size

    def _advance(self, party: Party, chain: Chain) -> None:
        """Admit records of one chain until one has to wait, or enough were looked at."""
        window = self._window(party, chain)
        self._look_up(window)
        chain.changed = True
        chain.wait = None
        seen: Mapping[Party, Head] = {}
        for number, record in window:
            for other, head in record.cut.items():
                if seen.get(other) == head:
                    continue
                if not self._has(other, head.size):
                    chain.wait = (other, head.size)
                    return
                if self._hash(other, head.size) != head.hash:
                    self._stop(chain, record, other)
                    return
            seen = record.cut
            chain.admitted, chain.head = record.seq, record.hash
            self._admitted.append(number)

    def _window(self, party: Party, chain: Chain) -> list[tuple[int, Record]]:
        """Return the next records of a chain, with their arrival numbers."""
        first, fresh = self.fresh.get(party, (0, ()))
        if fresh and chain.admitted + 1 >= fresh[0].seq:
            skip = chain.admitted + 1 - fresh[0].seq
            return [
                (first + skip + place, record)
                for place, record in enumerate(fresh[skip : skip + WINDOW])
            ]
        rows = self.session.all(
            "SELECT number, encoded FROM records WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?",
            chain.id,
            chain.admitted,
            WINDOW,
        )
        return [(number, read(encoded)) for number, encoded in rows]

    def _look_up(self, window: Sequence[tuple[int, Record]]) -> None:
        """Fetch the hashes that the cuts of these records will be held against, a chain at once."""
        wanted: dict[Party, set[int]] = {}
        seen: Mapping[Party, Head] = {}
        for _, record in window:
            for party, head in record.cut.items():
                if seen.get(party) != head and self._has(party, head.size):
                    wanted.setdefault(party, set()).add(head.size)
            seen = record.cut
        for party, numbers in wanted.items():
            chain = self._chains[party]
            self._hashes[party, chain.admitted] = chain.head
            missing = sorted(size for size in numbers if (party, size) not in self._hashes)
            if missing:
                marks = ", ".join("?" * len(missing))
                rows = self.session.all(
                    f"SELECT seq, hash FROM records WHERE chain = ? AND seq IN ({marks})",  # noqa: S608 - question marks
                    chain.id,
                    *missing,
                )
                self._hashes.update({(party, seq): hashed.hex() for seq, hashed in rows})

    def _hash(self, party: Party, size: int) -> str | None:
        return self._hashes.get((party, size))

    def _stop(self, chain: Chain, record: Record, other: Party) -> None:
        """Keep evidence of a cut that names another record, and admit this chain no further."""
        chain.stopped = record.seq
        head = record.cut[other]
        details: dict[str, Json] = {
            "seq": record.seq,
            "other": other,
            "size": head.size,
            "stated": head.hash,
            "held": self._hash(other, head.size),
        }
        self.keep(MISMATCH, record.party, self.circle, details, record.encoded)

    def _load(self) -> dict[Party, Chain]:
        rows = self.session.all(
            "SELECT party, id, size, admitted, admitted_head, wait_party, wait_size, stopped "
            "FROM chains WHERE circle = ?",
            self.circle,
        )
        return {
            Party(party): Chain(
                id=chain,
                size=size,
                admitted=admitted,
                head=head.hex(),
                wait=None if wait_party is None else (Party(wait_party), wait_size),
                stopped=stopped,
            )
            for party, chain, size, admitted, head, wait_party, wait_size, stopped in rows
        }

    def _save(self, chain: Chain) -> None:
        wait_party, wait_size = chain.wait or (None, None)
        self.session.run(
            "UPDATE chains SET admitted = ?, admitted_head = ?, wait_party = ?, wait_size = ?, "
            "stopped = ? WHERE id = ?",
            chain.admitted,
            bytes.fromhex(chain.head),
            wait_party,
            wait_size,
            chain.stopped,
            chain.id,
        )
