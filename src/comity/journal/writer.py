"""Writer: what a job may do to the journal, inside one transaction.

Either everything that a job wrote is in the journal, or nothing of it. Whatever is refused here is
refused before it was written, so that a job may catch the refusal, keep evidence, and go on.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from comity.errors import RefusedError
from comity.journal.admission import Admission, Fresh
from comity.journal.ahead import GIVEN_UP, given_up, key_of, waiting
from comity.journal.beside import Hanging, Kept
from comity.journal.entries import digest
from comity.journal.following import (
    ForkError,
    GapError,
    check_step,
    check_steps,
    place_of,
)
from comity.journal.reading import Reading
from comity.journal.store import Session
from comity.journal.subtrees import Subtrees, grow
from comity.records.canonical import Json, encode
from comity.records.party import Party
from comity.records.record import Record, read
from comity.records.tree import decode_frontier


class RootError(RefusedError):
    """A checkpoint is not of the records that came with it."""

    code = "wrong-root"
    template = (
        "the checkpoint of {party} at {size} in circle {circle} has root {stated}, its records "
        "have {found}; nothing was kept, ask another member for this part of the chain"
    )


class OtherChainError(RefusedError):
    """A checkpoint is of another chain or size than the records that came with it."""

    code = "note-of-another-chain"
    template = (
        "the checkpoint that came with records up to {size} of {party} in circle {circle} is not "
        "of that chain at that size; nothing was kept, send each run of records with its own"
    )


class TwoCardsError(RefusedError):
    """A party has two cards of one version."""

    code = "two-cards"
    template = (
        "another card of {party}, version {version}, is already here; "
        "ask {party} which one is its own, and have it issue a new version"
    )


class Writer(Reading):
    """The journal inside a job.

    Attributes:
        written: how many records were appended since the transaction began.
        unfinished: circles with records that could be admitted but were left for a later job.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.written = 0
        self.unfinished: set[str] = set()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Lend the session of the transaction."""
        yield self._session

    def append(
        self, records: Sequence[Record], note: bytes | Callable[[], bytes], root: bytes
    ) -> int:
        """Append consecutive records of one chain, and the checkpoint that signs them.

        Records that are here already are passed over; so a parcel may come twice. Whoever calls
        has verified the note's signatures, and that its origin is this chain.

        Args:
            records: in order; at least one.
            note: the signed checkpoint; its size is the number of the last record. Or what gives
                it, asked last, so that it can be signed while the records are written.
            root: the Merkle root that the note states.

        Returns:
            How many records were new.

        Raises:
            MixedChainsError: the records are not of one chain.
            GapError: records before them are missing, here or among themselves.
            LinkError: a record follows another one than the record before it.
            ForkError: another record is here under one of their numbers.
            CutBackError: a cut names less than the cut before it did.
            OtherChainError: the checkpoint is of another chain, or another size of this one.
            RootError: the checkpoint is of other records.
        """
        circle, party = place_of(records) if callable(note) else _signed_by(note, records)
        check_steps(records)
        chain, size, head, frontier = self._chain(circle, party)
        first, last = records[0].seq, records[-1].seq
        if first > size + 1:
            raise GapError(circle=circle, party=party, first=size + 1, last=first - 1)
        known = self._known(chain, records[: max(0, size + 1 - first)])
        fresh = records[len(known) :]
        if not fresh:
            self._checkpoint_again(chain, records[-1], _given(note, records), root)
            return 0
        if not known:
            self._check_join(chain, fresh[0], size, head)
        leaves = [bytes.fromhex(record.hash) for record in fresh]
        after, closed = grow(decode_frontier(size, frontier), leaves)
        if after.root != root:
            raise _wrong_root(records[-1], root, after.root)
        number = self._last("records") + 1
        self._session.fill(
            "records",
            ("number", "chain", "seq", "hash", "encoded"),
            [
                (number + place, chain, record.seq, leaf, record.encoded)
                for place, (record, leaf) in enumerate(zip(fresh, leaves, strict=True))
            ],
        )
        self._session.many(
            "INSERT INTO subtrees (chain, height, place, hash) VALUES (?, ?, ?, ?)",
            [(chain, *subtree) for subtree in closed],
        )
        self._session.run(
            "UPDATE chains SET size = ?, head = ?, frontier = ? WHERE id = ?",
            last,
            leaves[-1],
            after.encode(),
            chain,
        )
        self.written += len(fresh)
        self._settle_early(chain, circle, party, last)
        self.admit(circle, {party: (number, fresh)})
        self._insert_checkpoint(chain, last, root, _given(note, records))
        return len(fresh)

    def keep_beside(
        self, records: Sequence[Record], note: bytes, root: bytes, member: Party
    ) -> Kept:
        """Keep records that contradict a chain as another story of its party, beside the chain.

        Whoever calls has verified the note's signatures, and was refused the records by `append`.

        Args:
            records: in order; at least one. Those that are here already are passed over.
            note: the signed checkpoint; its size is the number of the last record.
            root: the Merkle root that the note states.
            member: who brings them.

        Raises:
            MixedChainsError: the records are not of one chain.
            GapError: they do not hang together with what is here; fetch further back.
            LinkError: a record among them follows another one than the one before it.
            CutBackError: a cut names less than the cut before it did.
            OtherChainError: the checkpoint is of another chain, or another size of this one.
            RootError: the checkpoint is of other records, so that the author did not sign these.
            BesideFullError: the member has brought as much as is kept.
        """
        circle, _ = _signed_by(note, records)
        hanging = Hanging(self._session, records)
        if hanging.new and hanging.root != root:
            raise _wrong_root(records[-1], root, hanging.root)
        kept = hanging.keep(note, member)
        if kept.new:
            self.written += kept.new
            self.admit(circle)
        return kept

    def admit(self, circle: str, fresh: Fresh | None = None) -> None:
        """Admit what can be admitted in a circle, up to a number of records.

        Args:
            circle: id of the circle.
            fresh: records just appended, and the arrival number of the first: not read again.
        """
        admission = Admission(self._session, circle, self.evidence, fresh or {})
        admission.run(self._last("admissions") + 1)
        if admission.unfinished:
            self.unfinished.add(circle)

    def receipt(  # noqa: PLR0917 - the columns of a row
        self, circle: str, party: Party, member: Party, size: int, at: int, signature: bytes
    ) -> None:
        """Keep a member's receipt for the first `size` records of a chain."""
        chain = self._chain(circle, party)[0]
        self._session.run(
            "INSERT INTO receipts (chain, member, size, at, signature) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (chain, member, size) DO NOTHING",
            chain,
            member,
            size,
            at,
            signature,
        )
        self._session.run(
            "INSERT INTO deliveries (chain, member, offered, received) VALUES (?, ?, 0, ?) "
            "ON CONFLICT (chain, member) DO UPDATE SET received = excluded.received "
            "WHERE deliveries.received < excluded.received",
            chain,
            member,
            size,
        )

    def offered(self, circle: str, party: Party, member: Party, up_to: int) -> None:
        """Remember that a chain has left this node for a member, up to a number."""
        self._session.run(
            "INSERT INTO deliveries (chain, member, offered, received) VALUES (?, ?, ?, 0) "
            "ON CONFLICT (chain, member) DO UPDATE SET offered = excluded.offered "
            "WHERE deliveries.offered < excluded.offered",
            self._chain(circle, party)[0],
            member,
            up_to,
        )

    def evidence(
        self, code: str, party: Party, circle: str, details: Mapping[str, Json], blob: bytes
    ) -> int:
        """Keep evidence of something refused; return its number."""
        number, facts = self._last("evidence") + 1, encode(details)
        self._session.run(
            "INSERT INTO evidence (number, code, party, circle, details, blob, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            number,
            code,
            party,
            circle,
            facts,
            blob,
            digest(number, code, party, circle, facts, blob),
        )
        return number

    def evidence_of(self, code: str, party: Party, circle: str) -> int:
        """Return how many pieces of evidence with a code are kept against a party in a circle."""
        row = self._session.one(
            "SELECT count(*) FROM evidence WHERE code = ? AND party = ? AND circle = ?",
            code,
            party,
            circle,
        )
        return row[0] if row else 0

    def early(  # noqa: PLR0917 - the columns of a row
        self,
        circle: str,
        party: Party,
        seq: int,
        hashed: str,
        encoded: bytes,
        proof: bytes,
        note: bytes,
    ) -> None:
        """Keep a record that came before its turn.

        Once its turn comes it is dropped; if another record then stands in its place, it becomes
        evidence. One whose turn is past is not kept.

        Args:
            circle: id of the circle.
            party: whose chain.
            seq: number of the record.
            hashed: its hash, 64 hexadecimal digits.
            encoded: the record.
            proof: the hashes that lead to the root of the note, one after the other.
            note: a checkpoint that includes it.
        """
        chain, size, *_ = self._chain(circle, party)
        if seq > size:
            self._session.run(
                "INSERT INTO early (chain, seq, hash, encoded, proof, note) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (chain, seq, hash) DO NOTHING",
                chain,
                seq,
                bytes.fromhex(hashed),
                encoded,
                proof,
                note,
            )

    def give_up(self, circle: str, party: Party) -> None:
        """Remember that a party lost, and will not say again, what of its chain came too early."""
        known = given_up(self, circle)
        gone = known.union(waiting(self, circle, party))
        if gone != known:
            self.set_meta(key_of(circle), json.dumps(sorted(gone)))

    def card(self, party: Party, version: int, encoded: bytes, fingerprint: str, at: str) -> None:
        """Keep a card; the same one again changes nothing.

        Raises:
            TwoCardsError: another card of this version is here.
        """
        for card in self.cards(party):
            if card.version == version:
                if card.encoded != encoded:
                    raise TwoCardsError(party=party, version=version)
                return
        self._session.run(
            "INSERT INTO cards (party, version, encoded, fingerprint, at, digest) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            party,
            version,
            encoded,
            fingerprint,
            at,
            digest(party, version, encoded, fingerprint, at),
        )

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a value under a key; None takes the key away."""
        self._session.run("DELETE FROM meta WHERE key = ?", key)
        if value is not None:
            self._session.run(
                "INSERT INTO meta (key, value, digest) VALUES (?, ?, ?)",
                key,
                value,
                digest(key, value),
            )

    def file(self, circle: str, address: str, size: int, state: str) -> None:
        """Remember how far this node has come with an attachment."""
        self._session.run(
            "INSERT INTO files (circle, address, size, state) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (circle, address) DO UPDATE "
            "SET size = excluded.size, state = excluded.state",
            circle,
            address,
            size,
            state,
        )

    # --- inside

    def _chain(self, circle: str, party: Party) -> tuple[int, int, bytes, bytes]:
        """Return id, size, head and frontier of a chain, which is opened if need be."""
        sql = "SELECT id, size, head, frontier FROM chains WHERE circle = ? AND party = ?"
        row = self._session.one(sql, circle, party)
        if row is not None:
            return row[0], row[1], bytes(row[2]), bytes(row[3])
        last = self._session.one("SELECT max(id) FROM chains")
        chain: int = ((last[0] or 0) if last else 0) + 1
        self._session.run(
            "INSERT INTO chains "
            "(id, circle, party, size, head, frontier, admitted, admitted_head) "
            "VALUES (?, ?, ?, 0, ?, ?, 0, ?)",
            chain,
            circle,
            party,
            b"",
            b"",
            b"",
        )
        return chain, 0, b"", b""

    def _last(self, table: str) -> int:
        row = self._session.one(f"SELECT max(number) FROM {table}")  # noqa: S608 - our own names
        return (row[0] or 0) if row else 0

    def _known(self, chain: int, records: Sequence[Record]) -> Sequence[Record]:
        """Return records that are here; each must be the one that is."""
        if not records:
            return records
        rows = self._session.all(
            "SELECT hash FROM records WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            chain,
            records[0].seq,
            records[-1].seq,
        )
        for record, (hashed,) in zip(records, rows, strict=True):
            if hashed.hex() != record.hash:
                raise ForkError(self._encoded(chain, record.seq), record)
        return records

    def _encoded(self, chain: int, seq: int) -> bytes:
        row = self._session.one(
            "SELECT encoded FROM records WHERE chain = ? AND seq = ?", chain, seq
        )
        return bytes(row[0]) if row else b""

    def _check_join(self, chain: int, record: Record, size: int, head: bytes) -> None:
        """Check the step from the last record that is here to the first new one."""
        if size:
            check_step(read(self._encoded(chain, size)), head.hex(), record)

    def _checkpoint_again(self, chain: int, last: Record, note: bytes, root: bytes) -> None:
        """Keep a checkpoint of records that are all here."""
        found = Subtrees(self._session, chain).root(0, last.seq)
        if found != root:
            raise _wrong_root(last, root, found)
        self._insert_checkpoint(chain, last.seq, root, note)

    def _insert_checkpoint(self, chain: int, size: int, root: bytes, note: bytes) -> None:
        self._session.run(
            "INSERT INTO checkpoints (chain, size, root, note) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (chain, size) DO NOTHING",
            chain,
            size,
            root,
            note,
        )

    def _settle_early(self, chain: int, circle: str, party: Party, size: int) -> None:
        """Drop early records whose turn has come; one that differs is proof of two stories.

        One that its author gave up is kept all the same, and accuses nobody.
        """
        rows = self._session.all(
            "SELECT e.seq, e.hash, e.encoded, e.proof, e.note, r.hash FROM early e "
            "JOIN records r ON r.chain = e.chain AND r.seq = e.seq WHERE e.chain = ?",
            chain,
        )
        if not rows:
            return
        gone = given_up(self, circle)
        for seq, hashed, encoded, proof, note, held in rows:
            if hashed != held:
                excused = (party, seq, hashed.hex()) in gone
                details = {
                    "seq": seq,
                    "held": held.hex(),
                    "early": hashed.hex(),
                    "proof": proof.hex(),
                    "note": bytes(note).decode(errors="replace"),
                }
                code = GIVEN_UP if excused else ForkError.code
                self.evidence(code, party, circle, details, bytes(encoded))
        self._session.run("DELETE FROM early WHERE chain = ? AND seq <= ?", chain, size)


def _signed_by(note: bytes, records: Sequence[Record]) -> tuple[str, Party]:
    """Return the circle and the party of records, once a note says that it is of just these."""
    circle, party = place_of(records)
    if not note.startswith(f"comity/{circle}/{party}\n{records[-1].seq}\n".encode()):
        raise OtherChainError(size=records[-1].seq, party=party, circle=circle)
    return circle, party


def _given(note: bytes | Callable[[], bytes], records: Sequence[Record]) -> bytes:
    """Return a note that was given, or is given only now and must be of these records."""
    if not callable(note):
        return note
    given = note()
    _signed_by(given, records)
    return given


def _wrong_root(last: Record, stated: bytes, found: bytes) -> RootError:
    return RootError(
        party=last.party,
        size=last.seq,
        circle=last.circle,
        stated=stated.hex(),
        found=found.hex(),
    )
