"""History: which of the records we hold have their whole past here, and what each of them knew.

A record is admitted when the record before it is, and every record that its cut names. Records
may come in any order, twice, or not at all: what is admitted depends on the set alone.

A cut is a claim, so it is held to three rules. It never goes back within a chain. It is closed:
who has seen a record has seen what that record had seen, else an author could leave a break of
silence out of its cut and still rest on a record that answers it. And it names records by hash:
where a party has spoken twice, each record follows the branch that it names, both branches are
kept, and whoever has both in its past knows of the fork. So a fork takes nothing back (R1, R2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.record import GENESIS, NOWHERE, Head, Record


@dataclass(eq=False, slots=True)
class Branch:
    """A stretch of a chain; a chain has one unless its party spoke twice.

    Attributes:
        stem: the link that it grew from; None when it starts the chain.
        links: its records, in order.
    """

    stem: "Link | None"
    links: "list[Link]" = field(default_factory=list, repr=False)


@dataclass(frozen=True, eq=False, slots=True)
class Link:
    """The place of an admitted record.

    Attributes:
        party: who wrote it.
        seq: its number in the chain.
        hash: of the record.
        branch: where it hangs.
        before: the link before it.
        cut: of every other party, the last link that the author had seen.
        stray: links on other branches of a chain, seen only through the eyes of others.
    """

    party: Party
    seq: int
    hash: str
    branch: Branch = field(repr=False)
    before: "Link | None" = field(repr=False)
    cut: Mapping[Party, "Link"] = field(repr=False)
    stray: frozenset["Link"] = field(repr=False)

    @property
    def height(self) -> int:
        """Return a number that grows along causal paths, for orders that must not wobble."""
        return self.seq + sum(link.seq for link in self.cut.values())

    def follows(self, other: "Link") -> bool:
        """Say whether this is the other link or comes later on its branch."""
        branch, seq = self.branch, self.seq
        while branch is not other.branch:
            if branch.stem is None:
                return False
            seq, branch = branch.stem.seq, branch.stem.branch
        return seq >= other.seq

    def knows(self, other: "Link") -> bool:
        """Say whether the other link lies in this one's causal past, or is this one."""
        seen = self if other.party == self.party else self.cut.get(other.party)
        if seen is not None and seen.follows(other):
            return True
        return any(link.follows(other) for link in self.stray)


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that was known at one moment: all links up to these.

    Attributes:
        tips: the last links of each party; more than one only where it spoke twice.
    """

    tips: Mapping[Party, tuple[Link, ...]]

    def holds(self, link: Link) -> bool:
        """Say whether the link was known."""
        return any(tip.follows(link) for tip in self.tips.get(link.party, ()))

    def forked(self, link: Link) -> bool:
        """Say whether the link lies where its party was known to have spoken twice."""
        tips = self.tips.get(link.party, ())
        return len(tips) > 1 and not all(tip.follows(link) for tip in tips)


def past_of(link: Link) -> Past:
    """Return what the author of a record knew when it had written it."""
    tips = {party: (tip,) for party, tip in link.cut.items()}
    tips[link.party] = (link,)
    for stray in link.stray:
        tips[stray.party] = (*tips.get(stray.party, ()), stray)
    return Past(tips)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record is not admitted.

    Attributes:
        code: "waiting" for a record that is not here; "disputed" when another one stands in its
            place; never to be admitted: "stranger", "cut-goes-back", "cut-not-closed",
            "false-place".
        party: of the record that is waited for or stands wrong.
        seq: its number.
        hash: its hash, as the refused record names it.
    """

    code: str
    party: Party
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, order=True)
class Fork:
    """Different records of one party at one place of its chain (R2).

    Attributes:
        party: who spoke twice, or whose key was stolen.
        seq: where.
        hashes: of the records.
    """

    party: Party
    seq: int
    hashes: tuple[str, ...]


class _Unfit(Exception):  # noqa: N818 - carries a refusal to `take`, never leaves this file
    def __init__(self, code: str, party: Party, seq: int, hashed: str) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, party, seq, hashed)


class History:
    """The records of one circle, as far as they are admitted; it only grows.

    Attributes:
        circle: whose records these are.
        links: each admitted record's place, by hash.
        branches: of each party's chain.
        pending: records that wait for others, by hash.
        refused: records that are never admitted, by hash, with the reason.
    """

    def __init__(self, circle: Circle) -> None:
        self.circle = circle
        self.links: dict[str, Link] = {}
        self.branches: dict[Party, list[Branch]] = {party: [] for party in circle.members}
        self.pending: dict[str, Record] = {}
        self.refused: dict[str, tuple[Record, Refusal]] = {}
        self._missing: dict[str, Refusal] = {}
        self._waiters: dict[str, list[Record]] = {}

    def take(self, records: Iterable[Record]) -> list[tuple[Link, Record]]:
        """Take records in; return those that are admitted by it, each after its whole past."""
        admitted: list[tuple[Link, Record]] = []
        for arrived in records:
            ready = [] if self._have(arrived) else [arrived]
            while ready:
                record = ready.pop()
                link = self._try(record)
                if link is not None:
                    admitted.append((link, record))
                    ready += self._waiters.pop(record.hash, [])
        return admitted

    def _have(self, record: Record) -> bool:
        """Say whether a record came before."""
        return any(record.hash in held for held in (self.links, self.pending, self.refused))

    def _try(self, record: Record) -> Link | None:
        """Admit a record, or note why not."""
        self.pending.pop(record.hash, None)
        self._missing.pop(record.hash, None)
        try:
            return self._admit(record)
        except _Unfit as unfit:
            refusal = unfit.refusal
        if refusal.code == "waiting":
            self.pending[record.hash] = record
            self._missing[record.hash] = refusal
            self._waiters.setdefault(refusal.hash, []).append(record)
        else:
            self.refused[record.hash] = (record, refusal)
        return None

    def _admit(self, record: Record) -> Link:
        """Return the new link of a record.

        Raises:
            _Unfit: it cannot be admitted, now or ever.
        """
        party = record.party
        if record.circle != self.circle.id or party not in self.branches:
            raise _Unfit("stranger", party, record.seq, record.hash)
        if record.kind == GENESIS and record.hash != self.circle.id:
            raise _Unfit("false-place", party, record.seq, record.hash)
        before = self._find(party, record.seq - 1, record.prev) if record.seq > 1 else None
        cut: Mapping[Party, Link] = self._cut(record)
        if before is not None:
            for other, seen in before.cut.items():
                if other not in cut or not cut[other].follows(seen):
                    raise _Unfit("cut-goes-back", other, seen.seq, seen.hash)
        if before is not None and cut == before.cut:
            cut, stray = before.cut, before.stray
        else:
            stray = self._strays(party, before, cut)
        branch = self._place(party, before)
        link = Link(party, record.seq, record.hash, branch, before, cut, stray)
        branch.links.append(link)
        self.links[record.hash] = link
        return link

    def _cut(self, record: Record) -> dict[Party, Link]:
        """Return the links that a record's cut names.

        Raises:
            _Unfit: one of them is not here, or not where the cut says.
        """
        for other, head in record.cut.items():
            if other not in self.branches:
                raise _Unfit("stranger", other, head.size, head.hash)
        return {
            other: self._find(other, head.size, head.hash) for other, head in record.cut.items()
        }

    def _find(self, party: Party, seq: int, hashed: str) -> Link:
        """Return the link that a record names.

        Raises:
            _Unfit: it is not here, or it is not where the record says.
        """
        link = self.links.get(hashed)
        if link is None:
            raise _Unfit("waiting", party, seq, hashed)
        if link.party != party or link.seq != seq:
            raise _Unfit("false-place", party, seq, hashed)
        return link

    def _strays(
        self, party: Party, before: Link | None, cut: Mapping[Party, Link]
    ) -> frozenset[Link]:
        """Return what the links of a cut knew on branches that the cut itself does not follow.

        Raises:
            _Unfit: the cut leaves out what one of its links had seen, on the same branch.
        """
        own: dict[Party, Link] = dict(cut)
        if before is not None:
            own[party] = before
        found: set[Link] = set()
        for link in own.values():
            for seen in (*link.cut.values(), *link.stray):
                mine = own.get(seen.party)
                if mine is not None and mine.follows(seen):
                    continue
                if seen.party != party and (mine is None or seen.follows(mine)):
                    raise _Unfit("cut-not-closed", seen.party, seen.seq, seen.hash)
                found.add(seen)
        return frozenset(
            link
            for link in found
            if not any(other is not link and other.follows(link) for other in found)
        )

    def _place(self, party: Party, before: Link | None) -> Branch:
        """Return the branch that goes on after a link, a new one if it went on already."""
        branches = self.branches[party]
        if before is None:
            branch = Branch(None)
            branches.append(branch)
            return branch
        if before.branch.links[-1] is before:
            return before.branch
        branch = Branch(before)
        branches.append(branch)
        return branch

    @property
    def tips(self) -> dict[Party, tuple[Link, ...]]:
        """Return the last link of every branch of each party."""
        return {
            party: tuple(branch.links[-1] for branch in branches)
            for party, branches in self.branches.items()
            if branches
        }

    @property
    def present(self) -> Past:
        """Return all that is admitted, as one past."""
        return Past(self.tips)

    def head(self, party: Party) -> Head:
        """Return the end of a party's chain, of its longest branch where it has several."""
        tips = self.tips.get(party, ())
        last = max(tips, key=lambda link: (link.seq, link.hash), default=None)
        return NOWHERE if last is None else Head(last.seq, last.hash)

    def on_chain(self, link: Link) -> bool:
        """Say whether a record lies on the chain of its party, on the longest of its branches."""
        return self.links[self.head(link.party).hash].follows(link)

    def cut(self, party: Party) -> dict[Party, Head]:
        """Return the cut of the record that a party would write next.

        Where another party spoke twice it stays on the branch that the chain has followed so far.
        """
        last = self.links.get(self.head(party).hash)
        cut: dict[Party, Head] = {}
        for other in self.circle.others(party):
            seen = None if last is None else last.cut.get(other)
            on = [tip for tip in self.tips.get(other, ()) if seen is None or tip.follows(seen)]
            if on:
                best = max(on, key=lambda link: (link.seq, link.hash))
                cut[other] = Head(best.seq, best.hash)
        return cut

    def waiting(self) -> dict[str, Refusal]:
        """Return why each pending record waits; "disputed" where another one holds the place."""
        reasons = {}
        for hashed, refusal in self._missing.items():
            rival = self._at(refusal.party, refusal.seq)
            code = "disputed" if rival else refusal.code
            reasons[hashed] = Refusal(code, refusal.party, refusal.seq, refusal.hash)
        return reasons

    def _at(self, party: Party, seq: int) -> set[str]:
        """Return the hashes of the admitted records at one place of a chain."""
        found = set()
        for branch in self.branches.get(party, ()):
            first = branch.links[0].seq
            if first <= seq < first + len(branch.links):
                found.add(branch.links[seq - first].hash)
        return found

    def forks(self) -> list[Fork]:
        """Return every place at which a party spoke twice, admitted or not."""
        places: dict[tuple[Party, int], set[str]] = {}
        for branches in self.branches.values():
            for branch in branches[1:]:
                first = branch.links[0]
                places[first.party, first.seq] = set()
        kept = [*self.pending.values(), *(record for record, _ in self.refused.values())]
        for record in kept:
            if record.circle == self.circle.id and record.party in self.branches:
                places.setdefault((record.party, record.seq), set()).add(record.hash)
        found = [
            Fork(party, seq, tuple(sorted(hashes | self._at(party, seq))))
            for (party, seq), hashes in places.items()
        ]
        return sorted(fork for fork in found if len(fork.hashes) > 1)
