"""Beside: keeping another story of a party that spoke twice.

Only what hangs together with records that are here is kept, and only under a checkpoint of the
author whose root is computed from the first record of the chain on: whoever carries it can invent
nothing. How much is kept is counted for each member who brings it, so that neither the liar nor a
friend of his can fill the room that somebody honest needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.errors import RefusedError
from comity.journal.branches import MAIN, Branches, Place
from comity.journal.following import GapError, check_step, check_steps, place_of
from comity.journal.store import Session
from comity.records.party import Party
from comity.records.record import Head, Record, read
from comity.records.tree import EMPTY

MOST_BESIDE = 10_000
"""Records beside one chain that are kept of what one member brings."""

MOST_BRANCHES = 16
"""Branches of one chain that one member may begin."""


class BesideFullError(RefusedError):
    """A member brings more of other stories of a party than is kept of one member."""

    code = "too-many-stories"
    template = (
        "{member} brings more other stories of {party} in circle {circle} than are kept; nothing "
        "of it was kept: open a new circle, without {party} or with its new keys"
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of records that contradict a chain.

    Attributes:
        new: how many of them were new.
        began: whether they began a story that nobody had told here before.
        goes_on: whether they contradict nothing, but go on from the end of the chain.
        end: where the last of them stands; None where none of them is here.
    """

    new: int
    began: bool
    goes_on: bool
    end: Place | None


class Hanging:
    """Consecutive records of one chain, and where they hang on what is here.

    Attributes:
        branches: of their circle.
        known: how many of them are here.
        parent: where the record before the first new one stands; None before the first of all.
    """

    def __init__(self, session: Session, records: Sequence[Record]) -> None:
        """Find where records hang.

        Raises:
            MixedChainsError: the records are not of one chain.
            GapError: the record before the first of them is not here.
            LinkError: a record among them follows another one than the one before it.
            CutBackError: a cut names less than the cut before it did.
        """
        self.session = session
        self.records = records
        self.circle, self.party = place_of(records)
        check_steps(records)
        self.branches = Branches(session, self.circle)
        self.known, self.parent = 0, self._parent()
        for record in records:
            here = self.branches.find(self.party, Head(record.seq, record.hash))
            if here is None:
                break
            self.known, self.parent = self.known + 1, here
        if self.new and self.parent is not None:
            before = read(self.branches.encoded(self.parent))
            check_step(before, self.parent.hash, self.new[0])

    @property
    def new(self) -> Sequence[Record]:
        """Return the records that are not here."""
        return self.records[self.known :]

    @property
    def root(self) -> bytes:
        """Return the root over the whole story up to the last record."""
        frontier = self.branches.frontier(self.parent) if self.parent else EMPTY
        return frontier.append(*(bytes.fromhex(record.hash) for record in self.new)).root

    @property
    def goes_on(self) -> bool:
        """Return whether the new ones go on from the end of the chain itself."""
        chain = self.branches.chains.get(self.party)
        row = self.session.one("SELECT size FROM chains WHERE id = ?", chain)
        size = row[0] if row else 0
        at = (MAIN, 0) if self.parent is None else (self.parent.branch, self.parent.seq)
        return bool(self.new) and at == (MAIN, size)

    def _parent(self) -> Place | None:
        first = self.records[0]
        if first.seq == 1:
            return None
        parent = self.branches.find(self.party, Head(first.seq - 1, first.prev))
        if parent is None:
            raise GapError(
                circle=self.circle, party=self.party, first=first.seq - 1, last=first.seq - 1
            )
        return parent

    def keep(self, note: bytes, member: Party) -> Kept:
        """Keep the new ones beside the chain, on a branch that goes on or on one that begins.

        Args:
            note: the checkpoint whose root was found to be `root`.
            member: who brings them.

        Returns:
            What became of them; those that go on from the end of the chain are not kept here.

        Raises:
            BesideFullError: the member has brought enough.
        """
        if not self.new or self.goes_on:
            return Kept(0, began=False, goes_on=bool(self.new), end=self.parent)
        self._need_room(member)
        parent, first = self.parent, self.new[0].seq
        branch = parent.branch if parent else MAIN
        longer = branch != MAIN and self.branches.all[branch].size == first - 1
        if not longer:
            self._need_less_branches(member)
            branch = self._begin(branch, first)
        row = self.session.one("SELECT max(number) FROM beside")
        number = (row[0] or 0) + 1 if row else 1
        last = self.new[-1]
        self.session.fill(
            "beside",
            ("number", "branch", "seq", "hash", "encoded", "note", "member"),
            [
                (
                    number + at,
                    branch,
                    record.seq,
                    bytes.fromhex(record.hash),
                    record.encoded,
                    note if record is last else None,
                    member,
                )
                for at, record in enumerate(self.new)
            ],
        )
        self.session.run("UPDATE branches SET size = ? WHERE id = ?", last.seq, branch)
        end = Place(self.party, branch, last.seq, last.hash)
        return Kept(len(self.new), began=not longer, goes_on=False, end=end)

    def _begin(self, stem: int, first: int) -> int:
        """Begin a branch and return its id."""
        row = self.session.one("SELECT max(id) FROM branches")
        branch: int = (row[0] or 0) + 1 if row else 1
        self.session.run(
            "INSERT INTO branches (id, chain, stem, first, size, admitted) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            branch,
            self.branches.chains[self.party],
            stem,
            first,
            first - 1,
            first - 1,
        )
        return branch

    def _need_room(self, member: Party) -> None:
        row = self.session.one(
            "SELECT count(*) FROM beside r JOIN branches b ON b.id = r.branch "
            "WHERE b.chain = ? AND r.member = ?",
            self.branches.chains[self.party],
            member,
        )
        if row and row[0] + len(self.new) > MOST_BESIDE:
            raise BesideFullError(member=member, party=self.party, circle=self.circle)

    def _need_less_branches(self, member: Party) -> None:
        row = self.session.one(
            "SELECT count(*) FROM branches b JOIN beside r ON r.branch = b.id AND r.seq = b.first "
            "WHERE b.chain = ? AND r.member = ?",
            self.branches.chains[self.party],
            member,
        )
        if row and row[0] >= MOST_BRANCHES:
            raise BesideFullError(member=member, party=self.party, circle=self.circle)
