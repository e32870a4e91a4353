"""Verify beside: prove what is kept of other stories, and that it was weighed as all others weigh.

Where somebody spoke twice the whole circle is read into the history that agreement is added up
from: what is admitted here must be admitted there, and every stray be the same. Such a circle is
held in memory while it is proved; of all others, nothing is.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import orjson

from comity.agreement.history import History
from comity.errors import RefusedError
from comity.journal.branches import MAIN, Branch, Branches, Place
from comity.journal.following import check_step
from comity.journal.report import Report
from comity.journal.store import Session
from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.record import Head, Record, read
from comity.records.tree import EMPTY
from comity.seal.card import SignedCard
from comity.seal.checkpoint import Checkpoint, read_note, verify
from comity.seal.signing import ForgedError, PublicKeys
from comity.seal.statements import CARD

KeysOf = Callable[[str, Party, int], PublicKeys]
"""Whose keys sign the checkpoint of a circle, a party and a size."""


class Beside:
    """The proof of what is kept beside chains.

    Attributes:
        session: to read with.
        report: what is wrong.
        keys_of: the keys that signed a checkpoint of a chain itself.
    """

    def __init__(self, session: Session, report: Report, keys_of: KeysOf) -> None:
        self.session = session
        self.report = report
        self.keys_of = keys_of
        self._strays: dict[str, bytes] = {}

    def run(self, circles: Iterable[str]) -> None:
        """Look at all branches of these circles, which are all that there are."""
        rows = self.session.all("SELECT hash, links FROM strays")
        self._strays = {bytes(hashed).hex(): bytes(links) for hashed, links in rows}
        for circle in sorted(circles):
            branches = Branches(self.session, circle)
            for branch in branches.all.values():
                place = f"branch {branch.id} of chain {branch.party} of circle {circle}"
                with self.report.at(place):
                    self._branch(circle, branches, branch, place)
            if branches.forked:
                with self.report.at(f"circle {circle}"):
                    self._weigh(circle, branches)
        self.report.need(not self._strays, "strays", "some are of no record that is admitted")
        for table in ("branches", "beside"):
            row = self.session.one(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            seen, there = self.report.counts[table], row[0] if row else 0
            self.report.need(there == seen, table, f"{there} rows, of which {seen} have a place")

    def _branch(self, circle: str, branches: Branches, branch: Branch, place: str) -> None:
        """Prove the records of one branch, and the notes that sign them."""
        need, party = self.report.need, branch.party
        self.report.counts["branches"] += 1
        stem = branches.all.get(branch.stem)
        hangs = branch.stem == MAIN or (
            stem is not None
            and stem.id < branch.id
            and stem.party == party
            and stem.first < branch.first <= stem.size + 1
        )
        need(hangs, place, "it hangs on nothing")
        rival = branches.hash(party, branch.stem, branch.first)
        own = branches.hash(party, branch.id, branch.first)
        need(rival not in {None, own} or branch.stem != MAIN, place, "it contradicts nothing")
        parent, frontier, before = self._parent(branches, branch), EMPTY, None
        if parent is not None:
            frontier, before = branches.frontier(parent), read(branches.encoded(parent))
        keys, last, signed = list(self._keys(circle, branches, branch)), branch.first - 1, 0
        for seq, hashed, encoded, data in self._rows(branch):
            self.report.counts["beside"] += 1
            record, last = read(encoded), last + 1
            named = (record.circle, record.party, record.seq, record.hash)
            need(named == (circle, party, last, hashed.hex()), f"record {seq} of {place}", "place")
            need(seq == last, f"record {seq} of {place}", f"{last} should stand there")
            if before is not None:
                check_step(before, before.hash, record)
            before, frontier = record, frontier.append(hashed)
            if data is not None:
                note, signed = read_note(data), seq
                need(note.encode() == data, f"note {seq} of {place}", "it has other bytes")
                point = Checkpoint(circle, party, seq, frontier.root)
                need(note.checkpoint == point, f"note {seq} of {place}", "it is of other records")
                need(_verifies(data, keys), f"note {seq} of {place}", "nobody's key signed it")
        need(last == branch.size == signed, place, f"its size is {branch.size}, it has {last}")
        admitted = branch.first - 1 <= branch.admitted <= branch.size
        need(admitted, place, f"{branch.admitted} is admitted")
        need(branch.stopped in {None, branch.admitted + 1}, place, "it is stopped elsewhere")

    def _rows(self, branch: Branch) -> Iterator[tuple[int, bytes, bytes, bytes | None]]:
        rows = self.session.all(
            "SELECT seq, hash, encoded, note FROM beside WHERE branch = ? ORDER BY seq", branch.id
        )
        for seq, hashed, encoded, note in rows:
            yield seq, bytes(hashed), bytes(encoded), None if note is None else bytes(note)

    def _parent(self, branches: Branches, branch: Branch) -> Place | None:
        """Return where the record stands that a branch hangs on."""
        if branch.first == 1:
            return None
        hashed = branches.hash(branch.party, branch.stem, branch.first - 1)
        return Place(branch.party, branch.stem, branch.first - 1, hashed or "")

    def _keys(self, circle: str, branches: Branches, branch: Branch) -> Iterator[PublicKeys]:
        """Yield the keys that a story may be signed with: of the chain, and those it brought."""
        end = Place(branch.party, branch.id, branch.size, "")
        departs = branches.departs(end)
        for size in {branch.size, branch.first, departs, max(1, departs - 1)}:
            with suppress(RefusedError):
                yield self.keys_of(circle, branch.party, size)
        for encoded in branches.story(end):
            record = read(encoded)
            if record.kind == CARD.name:
                with suppress(RefusedError):
                    yield SignedCard.from_body(record.body).card.signing

    # --- as agreement weighs it

    def _weigh(self, circle: str, branches: Branches) -> None:
        """Prove that what is admitted of a circle is what its history admits."""
        history = History(Circle(circle, Party(""), dict.fromkeys(branches.chains, ""), ""))
        for chain in branches.chains.values():
            history.take(self._records("records WHERE chain = ? AND seq > ?", chain))
        for branch in branches.all:
            history.take(self._records("beside WHERE branch = ? AND seq > ?", branch))
        ends = {(branch.party, branch.id): branch.admitted for branch in branches.all.values()}
        for party, chain in branches.chains.items():
            row = self.session.one("SELECT admitted FROM chains WHERE id = ?", chain)
            ends[party, MAIN] = row[0] if row else 0
        for (party, branch), admitted in ends.items():
            hashed = branches.hash(party, branch, admitted)
            if branch == MAIN or admitted >= branches.all[branch].first:
                place = f"branch {branch} of chain {party} of circle {circle}"
                good = not admitted or hashed in history.links
                self.report.need(good, place, f"{admitted} is admitted and may not be")
        for hashed, link in history.links.items():
            at = branches.find(link.party, Head(link.seq, hashed))
            if at is not None and link.seq <= ends[at.party, at.branch]:
                kept = orjson.loads(self._strays.pop(hashed, b"[]"))
                right = sorted([one.party, one.seq, one.hash] for one in link.stray)
                self.report.need(kept == right, f"strays of {hashed}", "they are others")

    def _records(self, where: str, number: int) -> Iterator[Record]:
        """Yield records, a few hundred at a time."""
        sql = f"SELECT seq, encoded FROM {where} ORDER BY seq LIMIT 256"  # noqa: S608 - two texts above
        after = 0
        while rows := self.session.all(sql, number, after):
            after = rows[-1][0]
            yield from (read(bytes(encoded)) for _, encoded in rows)


def _verifies(data: bytes, keys: Iterable[PublicKeys]) -> bool:
    note = read_note(data)
    for pair in keys:
        with suppress(ForgedError):
            verify(note, pair)
            return True
    return False
