"""Reading: everything that may be asked of a journal.

The same questions can be asked of the journal itself, by any thread, where they see what is
committed, and of the writer inside a job, where they see what the job has written so far.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from comity.journal.branches import Branches, Place, cut_of
from comity.journal.entries import FileState, StoredCard
from comity.journal.schema import SHELF
from comity.journal.store import Row, Session
from comity.journal.subtrees import Subtrees
from comity.records.party import Party
from comity.records.record import HASH, NOWHERE, Head, Record, read
from comity.records.tree import EMPTY, Frontier, decode_frontier, inclusion_path


class Reading(ABC):
    """What may be asked of a journal."""

    @abstractmethod
    def session(self) -> AbstractContextManager[Session]:
        """Lend the session that questions are put to."""

    def _one(self, sql: str, *values: int | str | bytes) -> Row | None:
        with self.session() as session:
            return session.one(sql, *values)

    def _all(self, sql: str, *values: int | str | bytes) -> list[Row]:
        with self.session() as session:
            return session.all(sql, *values)

    # --- circles and chains

    def circles(self) -> list[str]:
        """Return the ids of all circles of which a record is here."""
        rows = self._all("SELECT DISTINCT circle FROM chains WHERE size > 0")
        return sorted(row[0] for row in rows)

    def chains(self, circle: str) -> list[Party]:
        """Return whose records of a circle are here."""
        return sorted(self.heads(circle))

    def head(self, circle: str, party: Party) -> Head:
        """Return how far a chain goes here."""
        row = self._one(
            "SELECT size, head FROM chains WHERE circle = ? AND party = ?", circle, party
        )
        return Head(row[0], row[1].hex()) if row else NOWHERE

    def heads(self, circle: str) -> dict[Party, Head]:
        """Return how far each chain of a circle goes here; an empty chain is not among them."""
        rows = self._all(
            "SELECT party, size, head FROM chains WHERE circle = ? AND size > 0", circle
        )
        return {Party(party): Head(size, head.hex()) for party, size, head in rows}

    def admitted(self, circle: str) -> dict[Party, Head]:
        """Return how far each chain is admitted: everything its cuts name is here as well."""
        rows = self._all(
            "SELECT party, admitted, admitted_head FROM chains WHERE circle = ? AND admitted > 0",
            circle,
        )
        return {Party(party): Head(size, head.hex()) for party, size, head in rows}

    def frontier(self, circle: str, party: Party) -> Frontier:
        """Return the right edge of a chain's Merkle tree."""
        row = self._one(
            "SELECT size, frontier FROM chains WHERE circle = ? AND party = ?", circle, party
        )
        return decode_frontier(row[0], row[1]) if row else EMPTY

    # --- records

    def records(
        self, circle: str, party: Party, first: int, most: int, most_bytes: int
    ) -> list[bytes]:
        """Return encoded records one after another, from a number on.

        Args:
            circle: id of the circle.
            party: whose chain.
            first: number of the first record.
            most: how many.
            most_bytes: of all together; one record is returned even if it is larger.
        """
        found: list[bytes] = []
        total = 0
        with self.session() as session:
            rows = session.stream(
                "SELECT encoded FROM records WHERE chain = "
                "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
                "AND seq >= ? ORDER BY seq LIMIT ?",
                circle,
                party,
                first,
                most,
            )
            for (encoded,) in rows:
                total += len(encoded)
                if found and total > most_bytes:
                    break
                found.append(bytes(encoded))
        return found

    def record(self, circle: str, party: Party, seq: int) -> Record | None:
        """Return one record of a chain."""
        row = self._one(
            "SELECT encoded FROM records WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) AND seq = ?",
            circle,
            party,
            seq,
        )
        return read(row[0]) if row else None

    def by_hash(self, hashed: str) -> Record | None:
        """Return the record that has a hash; None too for what is no hash, as others may write."""
        if not HASH.fullmatch(hashed):
            return None
        whole = bytes.fromhex(hashed)
        with self.session() as session:
            row = session.one("SELECT max(number) FROM records")
            newest = (row[0] or 0) if row else 0
            for shelf in range(newest // SHELF, -1, -1):
                row = session.one(
                    "SELECT encoded FROM records "
                    "WHERE number / 32768 = ? AND substr(hash, 1, 8) = ? AND hash = ?",
                    shelf,
                    whole[:8],
                    whole,
                )
                if row is not None:
                    return read(row[0])
        return None

    def arrived(self, after: int, most: int) -> list[tuple[int, Record]]:
        """Return the records that came after a number, admitted or not, as they came."""
        rows = self._all(
            "SELECT number, encoded FROM records WHERE number > ? ORDER BY number LIMIT ?",
            after,
            most,
        )
        return [(number, read(encoded)) for number, encoded in rows]

    def admissions(self, after: int, most: int) -> list[tuple[int, Record]]:
        """Return the records that were admitted after a number, as they were admitted.

        This is the order for whatever adds records up: a record never comes before one that its
        cut names, and one that waited comes when it was admitted, not when it arrived.
        """
        rows = self._all(
            "SELECT a.number, r.encoded FROM admissions a JOIN records r ON r.number = a.record "
            "WHERE a.number > ? ORDER BY a.number LIMIT ?",
            after,
            most,
        )
        return [(number, read(encoded)) for number, encoded in rows]

    def last_admission(self) -> int:
        """Return the number of the last admission, 0 where there is none."""
        row = self._one("SELECT max(number) FROM admissions")
        return (row[0] or 0) if row else 0

    # --- the other stories of those who spoke twice

    def holds(self, circle: str, party: Party, head: Head) -> bool:
        """Say whether a record is here that is named so, in the chain or beside it."""
        if not head.size:
            return True
        with self.session() as session:
            return Branches(session, circle).find(party, head) is not None

    def beside(self, circle: str, after: int, most: int) -> list[tuple[int, Record]]:
        """Return the records beside the chains of a circle that came after a number."""
        rows = self._all(
            "SELECT r.number, r.encoded FROM beside r JOIN branches b ON b.id = r.branch "
            "JOIN chains c ON c.id = b.chain WHERE c.circle = ? AND r.number > ? "
            "ORDER BY r.number LIMIT ?",
            circle,
            after,
            most,
        )
        return [(number, read(bytes(encoded))) for number, encoded in rows]

    def ends_beside(self, circle: str, party: Party) -> list[Head]:
        """Return the last record of each branch beside a chain."""
        with self.session() as session:
            branches = Branches(session, circle)
            return [
                Head(branch.size, branches.hash(party, branch.id, branch.size) or "")
                for branch in branches.of(party)
            ]

    def story(self, circle: str, party: Party, head: Head) -> list[Record]:
        """Return the records of another story from where it departs from the chain to a record."""
        with self.session() as session:
            branches = Branches(session, circle)
            place = branches.find(party, head)
            return [read(encoded) for encoded in branches.story(place)] if place else []

    def departure(self, circle: str, end: Place) -> tuple[Record, tuple[bytes, ...]]:
        """Return the first record of a story that is not in the chain, and what proves it.

        Args:
            circle: id of the circle.
            end: a record of the story, beside the chain.

        Returns:
            The record, and the path that leads from it to the root over the story up to the end.
        """
        with self.session() as session:
            branches = Branches(session, circle)
            first = read(branches.story(end)[0])
            return first, branches.inclusion(end, first.seq)

    def cut(self, circle: str, author: Party) -> dict[Party, Head]:
        """Return the cut that the next record of an author should have: all that it has seen.

        Where somebody spoke twice it goes on with the story that the author's last record was on.
        """
        admitted = self.admitted(circle)
        with self.session() as session:
            branches = Branches(session, circle)
            if branches.forked:
                return branches.next_cut(author, admitted)
        return {party: head for party, head in admitted.items() if party != author}

    def wanted(self, circle: str, author: Party, party: Party) -> Head | None:
        """Return the record of a party that an author names and that is not here, if any."""
        row = self._one(
            "SELECT r.encoded FROM chains c JOIN records r ON r.chain = c.id "
            "AND r.seq = c.stopped WHERE c.circle = ? AND c.party = ? AND c.wait_party = ?",
            circle,
            author,
            party,
        )
        return cut_of(bytes(row[0])).get(party) if row else None

    # --- checkpoints and proofs

    def note_covering(self, circle: str, party: Party, seq: int) -> bytes | None:
        """Return the smallest checkpoint that includes a record."""
        row = self._one(
            "SELECT note FROM checkpoints WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
            "AND size >= ? ORDER BY size LIMIT 1",
            circle,
            party,
            seq,
        )
        return bytes(row[0]) if row else None

    def last_note(self, circle: str, party: Party) -> bytes | None:
        """Return the largest checkpoint of a chain."""
        row = self._one(
            "SELECT note FROM checkpoints WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
            "ORDER BY size DESC LIMIT 1",
            circle,
            party,
        )
        return bytes(row[0]) if row else None

    def checkpoint_sizes(self, circle: str, party: Party, first: int, limit: int) -> list[int]:
        """Return the sizes of a chain's checkpoints from `first` up to and including `limit`."""
        rows = self._all(
            "SELECT size FROM checkpoints WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
            "AND size >= ? AND size <= ? ORDER BY size",
            circle,
            party,
            first,
            limit,
        )
        return [row[0] for row in rows]

    def note_within(
        self, circle: str, party: Party, first: int, limit: int
    ) -> tuple[int, bytes] | None:
        """Return size and note of the largest checkpoint from `first` up to `limit`."""
        row = self._one(
            "SELECT size, note FROM checkpoints WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
            "AND size >= ? AND size <= ? ORDER BY size DESC LIMIT 1",
            circle,
            party,
            first,
            limit,
        )
        return (row[0], bytes(row[1])) if row else None

    def inclusion(self, circle: str, party: Party, seq: int, size: int) -> tuple[bytes, ...]:
        """Return the hashes that lead from a record to the root of the first `size` records."""
        with self.session() as session:
            row = session.one("SELECT id FROM chains WHERE circle = ? AND party = ?", circle, party)
            if row is None:
                return ()
            return inclusion_path(seq - 1, size, Subtrees(session, row[0]).root)

    # --- what stands beside the chains

    def meta(self, key: str) -> str | None:
        """Return a value that the node keeps under a key."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def cards(self, party: Party) -> list[StoredCard]:
        """Return all cards of a party, the oldest version first."""
        rows = self._all(
            "SELECT version, encoded, fingerprint, at FROM cards WHERE party = ? ORDER BY version",
            party,
        )
        return [
            StoredCard(version, bytes(encoded), fingerprint, at)
            for version, encoded, fingerprint, at in rows
        ]

    def card_parties(self) -> list[Party]:
        """Return every party of which a card is here."""
        return sorted(Party(row[0]) for row in self._all("SELECT DISTINCT party FROM cards"))

    def files(self, address: str) -> list[FileState]:
        """Return how far this node has come with a file, in each circle that has it."""
        rows = self._all(
            "SELECT circle, address, size, state FROM files WHERE address = ?", address
        )
        return sorted((FileState(*row) for row in rows), key=lambda file: file.circle)

    def files_in(self, circle: str, state: str) -> list[FileState]:
        """Return the files of a circle that are in a state."""
        rows = self._all(
            "SELECT circle, address, size, state FROM files WHERE circle = ? AND state = ?",
            circle,
            state,
        )
        return sorted((FileState(*row) for row in rows), key=lambda file: file.address)
