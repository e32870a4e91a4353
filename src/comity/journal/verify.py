"""Verify: read the whole journal again and prove every byte of it, trusting nothing but keys.

Of every chain: the canonical bytes of each record, its hash and its place, cuts that never go
back, the subtrees that are kept, both signatures and the root of every checkpoint, every receipt.
Likewise of what is kept beside chains, where a party spoke twice (`verify_beside`).
Then the order of admissions against every cut, and the rows that no signature covers by the
digests that they carry. What the database finds wrong with its own file comes first. It reads a
few hundred rows at a time, all of one moment, while the node goes on.

Not proved, since only this node ever said it: how far chains were offered to members, the states of
attachments, and projections, which can be rebuilt.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from comity.journal.book import Journal
from comity.journal.branches import MAIN, Branches, cut_of
from comity.journal.entries import digest
from comity.journal.following import check_step
from comity.journal.report import Report
from comity.journal.store import Row, Session, Value
from comity.journal.subtrees import grow
from comity.journal.verify_beside import Beside
from comity.records.canonical import encode
from comity.records.party import Party
from comity.records.record import NOWHERE, Head, Record, read
from comity.records.tree import EMPTY, Frontier, root_by_path
from comity.seal.checkpoint import Checkpoint, read_note, verify_cosignature
from comity.seal.checkpoint import verify as verify_note
from comity.seal.signing import ForgedError, PublicKeys

WINDOW = 256
KeysOf = Callable[[str, Party, int], PublicKeys]
"""Whose keys sign the checkpoint of a circle, a party and a size."""

ReceiptKeys = Callable[[str, Party, int], Iterable[PublicKeys]]
"""Which keys a member of a circle may have signed a receipt with, at a Unix second."""


def verify(journal: Journal, keys_of: KeysOf, receipt_keys: ReceiptKeys | None = None) -> Report:
    """Return what is wrong with a journal; see the top of this file.

    Args:
        journal: that is to be proved.
        keys_of: the keys that signed a checkpoint.
        receipt_keys: the keys that may have signed a receipt; where it is left out, those that
            `keys_of` gives for the end of the member's own chain.
    """
    report = Report()
    for fault in journal.store.faults():
        report.add("database", fault)

    def newest(circle: str, member: Party, _at: int) -> Iterable[PublicKeys]:
        return [keys_of(circle, member, max(1, journal.head(circle, member).size))]

    with report.at("database"), journal.store.snapshot() as session:
        proof = Proof(session, report, keys_of, receipt_keys or newest)
        proof.run()
    return report


def pages(session: Session, sql: str, *values: Value, key: int = 0) -> Iterator[Row]:
    """Yield all rows of a statement, a few hundred at a time.

    Args:
        session: to read with.
        sql: ends with a condition `column > ?`, an order by that column, and a limit.
        values: before that last value.
        key: which column of a row is that one.
    """
    after: int = -1
    while rows := session.all(sql, *values, after, WINDOW):
        yield from rows
        after = rows[-1][key]


class Proof:
    """One pass over a journal."""

    def __init__(
        self, session: Session, report: Report, keys_of: KeysOf, receipt_keys: ReceiptKeys
    ) -> None:
        self.session = session
        self.report = report
        self.keys_of = keys_of
        self.receipt_keys = receipt_keys
        self.chains: dict[int, tuple[str, Party]] = {}
        self.sizes: dict[int, int] = {}

    def run(self) -> None:
        """Look at everything."""
        sql = "SELECT id, circle, party FROM chains WHERE id > ? ORDER BY id LIMIT ?"
        for number, circle, party in list(pages(self.session, sql)):
            self.chains[number] = (circle, Party(party))
        for number, (circle, party) in self.chains.items():
            with self.report.at(f"chain {party} of circle {circle}"):
                self._chain(number, circle, party)
        with self.report.at("records"):
            self._whole()
        with self.report.at("beside"):
            circles = {circle for circle, _ in self.chains.values()}
            Beside(self.session, self.report, self.keys_of).run(circles)
        with self.report.at("admissions"):
            self._admissions()
        for table, prove in (
            ("evidence", self._evidence),
            ("cards", self._cards),
            ("meta", self._meta),
            ("early", self._early),
        ):
            with self.report.at(table):
                prove()

    # --- one chain

    def _chain(self, number: int, circle: str, party: Party) -> None:
        """Prove one chain: records, subtrees, checkpoints and receipts side by side."""
        place = f"chain {party} of circle {circle}"
        edge = _Edge(circle, party)
        checkpoints = pages(
            self.session,
            "SELECT size, root, note FROM checkpoints WHERE chain = ? AND size > ? "
            "ORDER BY size LIMIT ?",
            number,
        )
        awaited = next(checkpoints, None)
        last_arrival, last_size = 0, 0
        for arrival, seq, hashed, encoded in pages(
            self.session,
            "SELECT number, seq, hash, encoded FROM records WHERE chain = ? AND seq > ? "
            "ORDER BY seq LIMIT ?",
            number,
            key=1,
        ):
            self.report.counts["records"] += 1
            with self.report.at(f"record {seq} of {place}"):
                closed = edge.add(seq, bytes(hashed), bytes(encoded))
                self.report.need(arrival > last_arrival, f"record {seq} of {place}", "its number")
                last_arrival = arrival
                self._subtrees(number, closed, f"subtrees at {seq} of {place}")
            if awaited is not None and awaited[0] == seq:
                with self.report.at(f"checkpoint {seq} of {place}"):
                    self._checkpoint(edge, awaited, f"checkpoint {seq} of {place}")
                    last_size = seq
                with self.report.at(f"receipts {seq} of {place}"):
                    self._receipts(number, edge, seq, f"receipts {seq} of {place}")
                awaited = next(checkpoints, None)
        self.report.need(awaited is None, f"checkpoints of {place}", "there is one without records")
        self.report.need(
            last_size == edge.seq, f"checkpoints of {place}", f"{edge.seq} is not signed"
        )
        self._row(number, edge, place)

    def _subtrees(self, chain: int, closed: list[tuple[int, int, bytes]], place: str) -> None:
        for height, at, node in closed:
            self.report.counts["subtrees"] += 1
            row = self.session.one(
                "SELECT hash FROM subtrees WHERE chain = ? AND height = ? AND place = ?",
                chain,
                height,
                at,
            )
            self.report.need(row and bytes(row[0]) == node, place, "another root is kept")

    def _checkpoint(self, edge: "_Edge", row: Row, place: str) -> None:
        self.report.counts["checkpoints"] += 1
        size, root, data = row[0], bytes(row[1]), bytes(row[2])
        note = read_note(data)
        verify_note(note, self.keys_of(edge.circle, edge.party, size))
        self.report.need(note.encode() == data, place, "the note has other bytes than it says")
        self.report.need(note.checkpoint == edge.checkpoint(), place, "it is of other records")
        self.report.need(root == edge.frontier.root, place, "another root is kept beside the note")

    def _receipts(self, chain: int, edge: "_Edge", size: int, place: str) -> None:
        rows = self.session.all(
            "SELECT member, at, signature FROM receipts WHERE chain = ? AND size = ?", chain, size
        )
        for member, at, signature in rows:
            self.report.counts["receipts"] += 1
            with self.report.at(f"receipt of {member}, {place}"):
                signed = self._signed(edge, Party(member), at, bytes(signature))
                self.report.need(signed == at, f"receipt of {member}, {place}", "its time")

    def _signed(self, edge: "_Edge", member: Party, at: int, signature: bytes) -> int:
        for keys in self.receipt_keys(edge.circle, member, at):
            try:
                return verify_cosignature(edge.checkpoint(), member, keys, signature)
            except ForgedError:
                continue
        raise ForgedError(algorithm="Ed25519")

    def _row(self, number: int, edge: "_Edge", place: str) -> None:
        """Prove what stands in the row of a chain."""
        self.report.counts["chains"] += 1
        self.sizes[number] = edge.seq
        row = self.session.one(
            "SELECT size, head, frontier, admitted, admitted_head, wait_party, wait_size, stopped "
            "FROM chains WHERE id = ?",
            number,
        )
        if row is None:
            return
        size, head, frontier, admitted, admitted_head, wait_party, wait_size, stopped = row
        need = self.report.need
        need(size == edge.seq, place, f"its size is {size}, its records are {edge.seq}")
        need(head.hex() == edge.hash, place, "its head is not its last record")
        need(frontier == edge.frontier.encode(), place, "its frontier is not of its records")
        last = self._record(number, admitted) if admitted else None
        need(0 <= admitted <= edge.seq, place, f"{admitted} records are admitted")
        need(admitted_head.hex() == (last.hash if last else ""), place, "its admitted head")
        following = self._record(number, admitted + 1)
        if wait_party is not None and following is not None:
            waits = following.cut.get(Party(wait_party), Head(0, ""))
            need(waits.size == wait_size, place, "it waits for what its next record does not name")
        need(stopped in {None, admitted + 1}, place, "it is stopped at another record")
        for member, received in self.session.all(
            "SELECT member, received FROM deliveries WHERE chain = ?", number
        ):
            most = self.session.one(
                "SELECT max(size) FROM receipts WHERE chain = ? AND member = ?", number, member
            )
            need(most and (most[0] or 0) == received, place, f"{member}'s last receipt is another")

    def _record(self, chain: int, seq: int) -> Record | None:
        row = self.session.one(
            "SELECT encoded FROM records WHERE chain = ? AND seq = ?", chain, seq
        )
        return read(bytes(row[0])) if row else None

    # --- the whole

    def _whole(self) -> None:
        """Prove that no row belongs to nothing, and no number is left out."""
        for table in ("records", "checkpoints", "subtrees", "receipts"):
            row = self.session.one(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            seen = self.report.counts[table]
            there = row[0] if row else 0
            self.report.need(there == seen, table, f"{there} rows, of which {seen} have a place")
        row = self.session.one("SELECT max(number) FROM records")
        self.report.need(
            row and (row[0] or 0) == self.report.counts["records"],
            "records",
            "a number is left out",
        )

    def _admissions(self) -> None:
        """Prove that each record was admitted after everything that its cut names."""
        done: Counter[int] = Counter()
        last: dict[int, Record] = {}
        branches: dict[str, Branches] = {}
        sql = (
            "SELECT a.number, a.record, r.chain, r.seq, r.encoded FROM admissions a "
            "LEFT JOIN records r ON r.number = a.record WHERE a.number > ? "
            "ORDER BY a.number LIMIT ?"
        )
        expected = 1
        for number, _, chain, seq, encoded in pages(self.session, sql):
            place = f"admission {number}"
            self.report.counts["admissions"] += 1
            self.report.need(number == expected, place, f"it should be number {expected}")
            expected = number + 1
            with self.report.at(place):
                record = read(bytes(encoded))
                self.report.need(seq == done[chain] + 1, place, "it is not the next of its chain")
                if record.circle not in branches:
                    branches[record.circle] = Branches(self.session, record.circle)
                self._cut(place, record, last.get(chain), branches[record.circle], last)
                done[chain], last[chain] = seq, record
        for chain, (circle, party) in self.chains.items():
            row = self.session.one("SELECT admitted FROM chains WHERE id = ?", chain)
            self.report.need(
                row and row[0] == done[chain],
                f"chain {party} of circle {circle}",
                f"{done[chain]} of its records have an admission",
            )

    def _cut(
        self,
        place: str,
        record: Record,
        before: Record | None,
        branches: Branches,
        last: Mapping[int, Record],
    ) -> None:
        """Prove that all that a cut names was admitted, and that it leaves nothing out.

        Where somebody spoke twice the latter is proved beside.
        """
        for party, head in record.cut.items():
            if before is not None and before.cut.get(party) == head:
                continue
            newest = last.get(branches.chains.get(party, 0))
            if newest is not None and newest.hash == head.hash and newest.seq == head.size:
                cut: Mapping[Party, Head] = newest.cut
            else:
                named = branches.find(party, head)
                until = newest.seq if newest is not None else 0
                if named is not None and named.branch != MAIN:
                    until = branches.all[named.branch].admitted
                here = named is not None and named.seq <= until
                self.report.need(here, place, f"its cut names {party} {head.size}")
                cut = cut_of(branches.encoded(named)) if named is not None else {}
            for third, seen in cut.items() if not branches.forked else ():
                closed = third == record.party or record.cut.get(third, NOWHERE).size >= seen.size
                self.report.need(closed, place, f"its cut leaves out {third} {seen.size}")

    # --- what no signature covers

    def _evidence(self) -> None:
        sql = (
            "SELECT number, code, party, circle, details, blob, digest FROM evidence "
            "WHERE number > ? ORDER BY number LIMIT ?"
        )
        for row in pages(self.session, sql):
            self._digest("evidence", row)
            details = bytes(row[4])
            self.report.need(
                encode(orjson.loads(details)) == details, f"evidence {row[0]}", "its details"
            )

    def _cards(self) -> None:
        rows = self.session.all(
            "SELECT party, version, encoded, fingerprint, at, digest FROM cards"
        )
        for row in rows:
            self._digest("cards", row)

    def _meta(self) -> None:
        for row in self.session.all("SELECT key, value, digest FROM meta"):
            self._digest("meta", row)

    def _digest(self, table: str, row: tuple[Any, ...]) -> None:
        self.report.counts[table] += 1
        parts = [bytes(part) if isinstance(part, bytes) else part for part in row[:-1]]
        place = f"{table} {row[0]}"
        self.report.need(digest(*parts) == bytes(row[-1]), place, "it is not what was written")

    def _early(self) -> None:
        """Prove that their authors signed the records that came before their turn."""
        rows = self.session.all("SELECT chain, seq, hash, encoded, proof, note FROM early")
        for chain, seq, hashed, encoded, proof, data in rows:
            self.report.counts["early"] += 1
            circle, party = self.chains.get(chain, ("", Party("")))
            place = f"early record {seq} of chain {party} of circle {circle}"
            with self.report.at(place):
                record, note = read(bytes(encoded)), read_note(bytes(data))
                names = (record.circle, record.party, record.seq, record.hash)
                self.report.need(names == (circle, party, seq, hashed.hex()), place, "its place")
                stated = note.checkpoint
                verify_note(note, self.keys_of(circle, party, stated.size))
                path = [bytes(proof[at : at + 32]) for at in range(0, len(proof), 32)]
                root = root_by_path(bytes(hashed), seq - 1, stated.size, path)
                self.report.need(stated.root == root, place, "its note does not include it")
                self.report.need(note.encode() == data, place, "its note has other bytes")


class _Edge:
    """The end of a chain, as far as it was proved."""

    def __init__(self, circle: str, party: Party) -> None:
        self.circle = circle
        self.party = party
        self.seq = 0
        self.hash = ""
        self.frontier: Frontier = EMPTY
        self._last: Record | None = None

    def add(self, seq: int, hashed: bytes, encoded: bytes) -> list[tuple[int, int, bytes]]:
        """Prove the next record; return the subtrees that it closes."""
        self.frontier, closed = grow(self.frontier, [hashed])
        last, self._last = self._last, None
        before, self.seq, self.hash = self.hash, seq, hashed.hex()
        record = read(encoded)
        if (record.circle, record.party, record.seq) != (self.circle, self.party, seq):
            raise ValueError("it belongs elsewhere")
        if record.hash != self.hash:
            raise ValueError("its hash is kept otherwise")
        if last is not None:
            check_step(last, before, record)
        elif self.frontier.size == 1 and (seq != 1 or record.prev):
            raise ValueError("the chain does not begin with it")
        self._last = record
        return closed

    def checkpoint(self) -> Checkpoint:
        """Return what a checkpoint of the records so far must say."""
        return Checkpoint(self.circle, self.party, self.frontier.size, self.frontier.root)
