"""Branches: where the other stories of a party that spoke twice stand beside its chain.

The chain of a party is what came here first; it never changes. A record that contradicts it, and
all that follows that record, is a branch: it hangs on a record of the chain, or of another branch.
Two nodes may have the same stories in opposite roles, so that nothing that is decided may depend on
which of them is the chain. A record is named by its author, its number and its hash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from comity.journal.store import Session
from comity.journal.subtrees import Subtrees
from comity.records.party import Party
from comity.records.record import Head
from comity.records.tree import Frontier, inclusion_path, node_hash, root_of

MAIN = 0
"""Stands for the chain itself where a branch is named."""

MOST_FOUND = 10_000
"""Places that are remembered, so that they are not looked up again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands.

    Attributes:
        party: who wrote it.
        branch: on which branch, `MAIN` for the chain itself.
        seq: its number.
        hash: of the record.
    """

    party: Party
    branch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A run of records beside a chain.

    Attributes:
        id: in this journal.
        chain: id of the chain that it departs from.
        party: whose.
        stem: the branch that it hangs on, `MAIN` for the chain itself.
        first: number of its first record; it hangs on the one before.
        size: number of its last record.
        admitted: number of the last that is admitted, `first - 1` where none is.
        wait: party and number of the record that the next one waits for.
        stopped: number of a record whose cut cannot be followed.
    """

    id: int
    chain: int
    party: Party
    stem: int
    first: int
    size: int
    admitted: int
    wait: tuple[Party, int] | None
    stopped: int | None


class Branches:
    """The chains of a circle and the branches beside them, as a session sees them.

    Attributes:
        session: to read with.
        chains: id of each chain.
        all: every branch, by id.
    """

    def __init__(self, session: Session, circle: str) -> None:
        self.session = session
        rows = session.all("SELECT party, id FROM chains WHERE circle = ?", circle)
        self.chains: dict[Party, int] = {Party(party): chain for party, chain in rows}
        rows = session.all(
            "SELECT b.id, b.chain, c.party, b.stem, b.first, b.size, b.admitted, b.wait_party, "
            "b.wait_size, b.stopped FROM branches b JOIN chains c ON c.id = b.chain "
            "WHERE c.circle = ? ORDER BY b.id",
            circle,
        )
        self.all: dict[int, Branch] = {
            row[0]: Branch(
                id=row[0],
                chain=row[1],
                party=Party(row[2]),
                stem=row[3],
                first=row[4],
                size=row[5],
                admitted=row[6],
                wait=None if row[7] is None else (Party(row[7]), row[8]),
                stopped=row[9],
            )
            for row in rows
        }
        self._found: dict[tuple[Party, Head], Place] = {}

    @property
    def forked(self) -> bool:
        """Whether anybody in the circle was found to have spoken twice."""
        return bool(self.all)

    def of(self, party: Party) -> list[Branch]:
        """Return the branches beside the chain of a party."""
        return [branch for branch in self.all.values() if branch.party == party]

    def find(self, party: Party, head: Head) -> Place | None:
        """Return where a record stands that is named so, None where it is not here."""
        if (party, head) not in self._found:
            branch = self._branch_with(party, head)
            if branch is None:
                return None
            if len(self._found) >= MOST_FOUND:
                self._found.clear()
            self._found[party, head] = Place(party, branch, head.size, head.hash)
        return self._found[party, head]

    def _branch_with(self, party: Party, head: Head) -> int | None:
        if party not in self.chains:
            return None
        if self.hash(party, MAIN, head.size) == head.hash:
            return MAIN
        for branch in self.of(party):
            held = branch.first <= head.size <= branch.size
            if held and self.hash(party, branch.id, head.size) == head.hash:
                return branch.id
        return None

    def hash(self, party: Party, branch: int, seq: int) -> str | None:
        """Return the hash of the record at a place, None where there is none."""
        row = self._row(party, branch, seq, "hash")
        return row.hex() if row else None

    def encoded(self, place: Place) -> bytes:
        """Return a record's bytes."""
        return self._row(place.party, place.branch, place.seq, "encoded") or b""

    def _row(self, party: Party, branch: int, seq: int, column: str) -> bytes | None:
        table = "records WHERE chain" if branch == MAIN else "beside WHERE branch"
        row = self.session.one(
            f"SELECT {column} FROM {table} = ? AND seq = ?",  # noqa: S608 - our own names
            self.chains[party] if branch == MAIN else branch,
            seq,
        )
        return bytes(row[0]) if row else None

    def cut(self, place: Place) -> dict[Party, Place]:
        """Return what the author of an admitted record had seen; all of it is here."""
        named = cut_of(self.encoded(place))
        found = {party: self.find(party, head) for party, head in named.items()}
        return {party: seen for party, seen in found.items() if seen is not None}

    def follows(self, later: Place, earlier: Place) -> bool:
        """Say whether a record is another one, or comes after it in one of its author's stories."""
        if later.party != earlier.party:
            return False
        branch, seq = later.branch, later.seq
        while branch != earlier.branch:
            if branch == MAIN:
                return False
            branch, seq = self.all[branch].stem, min(seq, self.all[branch].first - 1)
        return seq >= earlier.seq

    # --- one story

    def runs(self, place: Place) -> list[tuple[int, int, int]]:
        """Return the runs of branches that lead from the chain to a record, in order.

        Each is a branch with the numbers of its first and last record that belong to the story.
        """
        found: list[tuple[int, int, int]] = []
        branch, seq = place.branch, place.seq
        while branch != MAIN:
            first = self.all[branch].first
            if seq >= first:
                found.append((branch, first, seq))
            branch, seq = self.all[branch].stem, min(seq, first - 1)
        return found[::-1]

    def story(self, place: Place) -> list[bytes]:
        """Return the records, as bytes, from where a story departs from the chain to a record."""
        return [encoded for encoded, _ in self._beside(place)]

    def departs(self, place: Place) -> int:
        """Return the number of the first record of a story that is not in the chain."""
        runs = self.runs(place)
        return runs[0][1] if runs else place.seq + 1

    def frontier(self, place: Place) -> Frontier:
        """Return the right edge of the tree over a story up to a record."""
        shared = self.departs(place) - 1
        frontier = Subtrees(self.session, self.chains[place.party]).frontier(shared)
        return frontier.append(*(leaf for _, leaf in self._beside(place)))

    def inclusion(self, place: Place, seq: int) -> tuple[bytes, ...]:
        """Return what leads from a record of a story to the root over the story up to a place."""
        shared, leaves = self.departs(place) - 1, [leaf for _, leaf in self._beside(place)]
        tree = Subtrees(self.session, self.chains[place.party])

        def root(low: int, high: int) -> bytes:
            if high <= shared:
                return tree.root(low, high)
            if low >= shared:
                return root_of(leaves[low - shared : high - shared])
            split = low + (1 << (high - low - 1).bit_length() - 1)
            return node_hash(root(low, split), root(split, high))

        return inclusion_path(seq - 1, place.seq, root)

    def _beside(self, place: Place) -> list[tuple[bytes, bytes]]:
        """Return bytes and hash of the records of a story that are beside the chain."""
        rows: list[tuple[bytes, bytes]] = []
        for branch, first, last in self.runs(place):
            found = self.session.all(
                "SELECT encoded, hash FROM beside WHERE branch = ? AND seq BETWEEN ? AND ? "
                "ORDER BY seq",
                branch,
                first,
                last,
            )
            rows += [(bytes(encoded), bytes(hashed)) for encoded, hashed in found]
        return rows

    # --- what may be said next

    def next_cut(self, author: Party, admitted: Mapping[Party, Head]) -> dict[Party, Head]:
        """Return the cut that the next record of an author should have.

        It goes on from what its last record had seen, and leaves out nothing on that story: an
        author who kept to the chain where everybody he heard has gone on beside it would write a
        cut that is not closed.

        Args:
            author: who writes.
            admitted: how far each chain itself is admitted.
        """
        last: Mapping[Party, Head] = {}
        if author in admitted:
            own = admitted[author]
            last = cut_of(self.encoded(Place(author, MAIN, own.size, own.hash)))
        found: dict[Party, Head] = {}
        for party in self.chains.keys() - {author}:
            ends = self._ends(party, admitted)
            seen = self.find(party, last[party]) if party in last else None
            ends = [end for end in ends if seen is None or self.follows(end, seen)]
            if ends:
                end = min(ends, key=lambda end: (end.branch != MAIN, -end.seq, end.hash))
                found[party] = Head(end.seq, end.hash)
        return found

    def _ends(self, party: Party, admitted: Mapping[Party, Head]) -> list[Place]:
        """Return the last admitted records of all stories of a party."""
        ends: list[Place] = []
        if party in admitted:
            ends.append(Place(party, MAIN, admitted[party].size, admitted[party].hash))
        for branch in self.of(party):
            hashed = self.hash(party, branch.id, branch.admitted)
            if branch.admitted >= branch.first and hashed:
                ends.append(Place(party, branch.id, branch.admitted, hashed))
        return [
            end
            for end in ends
            if not any(other is not end and self.follows(other, end) for other in ends)
        ]


def cut_of(encoded: bytes) -> dict[Party, Head]:
    """Return the cut of a record that is in the journal, and so was read before."""
    if not encoded:
        return {}
    parts: dict[str, Any] = orjson.loads(encoded)
    cut: Mapping[str, Sequence[Any]] = parts["cut"]
    return {Party(party): Head(head[0], head[1]) for party, head in cut.items()}
