"""Admission: when a record that is here may count.

A record is admitted when the one before it in its story is, and so is every record that its cut
names, with the same hash. Until then it is stored and receipted, and hidden from the rules. What is
admitted gets a number; in the order of these numbers no record comes before one that it had seen.

A cut may name a record that stands beside a chain, where its party spoke twice: whoever was told
that story is not to blame. Where the named record is not here at all, the chain waits for it, and
what it named is kept as evidence. A cut must be closed: who has seen a record has seen what its
author had seen, on the same story; and it never leaves a story that it was on. These two are what
`comity.agreement.history` holds records to as well: what is admitted here is admitted there, so
that nobody who cites a liar is shut out of what the others agree.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain as joined
from typing import NamedTuple

import orjson

from comity.journal.branches import MAIN, Branches, Place, cut_of
from comity.journal.following import CutBackError
from comity.journal.lanes import WINDOW, Lane, load, save
from comity.journal.store import Session
from comity.records.canonical import Json, encode
from comity.records.party import Party
from comity.records.record import GENESIS, NOWHERE, Head, Record, read

MOST = 1000
"""Records that one job admits; the rest is left for a later job, so that none takes long."""

MISMATCH = "cut-mismatch"
"""Code of the evidence that a cut names another record than the one that is here."""

NOT_CLOSED = "cut-not-closed"
"""Likewise that a cut leaves out what a record that it names had seen."""

FALSE_PLACE = "false-place"
"""Likewise that a record says that it opens a circle, and stands in the middle of another."""

Keep = Callable[[str, Party, str, Mapping[str, Json], bytes], int]
"""Keeps evidence: code, party, circle, details, bytes."""

Fresh = Mapping[Party, tuple[int, Sequence[Record]]]
"""Records just appended, by party, with the arrival number of the first."""

Cut = Mapping[Party, Head]
NOBODY: Cut = {}


class Named(NamedTuple):
    """What is known of a record that a cut names: its hash, and its own cut."""

    hash: str
    cut: Cut


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
        self.branches = Branches(session, circle)
        self._lanes = load(session, circle, self.branches)
        self._admitted: list[int] = []
        self._count = 0
        self._named: dict[tuple[Party, int], Named] = {}
        self._pasts: dict[str, tuple[Mapping[Party, Place], frozenset[Place]]] = {}
        self._strays: dict[str, frozenset[Place]] = {}

    def run(self, number: int) -> None:
        """Admit what can be admitted, giving out numbers from this one on."""
        while ready := [key for key in sorted(self._lanes) if self._ready(self._lanes[key])]:
            if self._count >= MOST:
                self.unfinished = True
                break
            for key in ready:
                self._advance(self._lanes[key])
        self.session.fill(
            "admissions",
            ("number", "record"),
            [(number + place, record) for place, record in enumerate(self._admitted)],
        )
        for lane in self._lanes.values():
            if lane.changed:
                save(self.session, lane)
        self._save_strays()

    def _ready(self, lane: Lane) -> bool:
        """Say whether the next record of a lane has to be looked at.

        Where somebody spoke twice each is looked at once, and again when there is news for it.
        """
        if lane.ended:
            return False
        if self.branches.forked:
            return lane.look
        return lane.stopped is None and (lane.wait is None or self._has(*lane.wait))

    def _has(self, party: Party, size: int, branch: int = MAIN) -> bool:
        lane = self._lanes.get((party, branch))
        return lane is not None and lane.admitted >= size

    def _advance(self, lane: Lane) -> None:
        """Admit records of one lane until one has to wait, or enough were looked at."""
        window = self._window(lane)
        seen = self._seen(lane)
        if not self.branches.forked:
            self._look_up(window, seen)
        passes = self._passes_branches if self.branches.forked else self._passes
        before, lane.changed = lane.admitted, True
        for number, record in window:
            if not passes(lane, record, seen):
                break
            seen, lane.wait, lane.stopped = record.cut, None, None
            lane.admitted, lane.head = record.seq, record.hash
            self._count += 1
            if lane.branch == MAIN:
                self._admitted.append(number)
        self._tell(lane, news=lane.admitted > before)

    def _tell(self, lane: Lane, *, news: bool) -> None:
        """Let lanes be looked at for which it is news that another one went on."""
        lane.look, lane.window = lane.wait is None and lane.stopped is None, WINDOW
        if news:
            for other in self._lanes.values():
                if other.wait is not None and other.wait[0] == lane.party:
                    other.look = True

    def _window(self, lane: Lane) -> list[tuple[int, Record]]:
        """Return the next records of a lane, with their arrival numbers; a branch has none."""
        if lane.branch != MAIN:
            rows = self.session.all(
                "SELECT 0, encoded FROM beside WHERE branch = ? AND seq > ? ORDER BY seq LIMIT ?",
                lane.branch,
                lane.admitted,
                lane.window,
            )
            return [(number, read(bytes(encoded))) for number, encoded in rows]
        first, fresh = self.fresh.get(lane.party, (0, ()))
        if fresh and lane.admitted + 1 >= fresh[0].seq:
            skip = lane.admitted + 1 - fresh[0].seq
            return [
                (first + skip + place, record)
                for place, record in enumerate(fresh[skip : skip + WINDOW])
            ]
        rows = self.session.all(
            "SELECT number, encoded FROM records WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?",
            lane.id,
            lane.admitted,
            lane.window,
        )
        return [(number, read(bytes(encoded))) for number, encoded in rows]

    def _seen(self, lane: Lane) -> Cut:
        """Return the cut of the last record that was admitted, which was looked at then."""
        last = self._last(lane)
        return cut_of(self.branches.encoded(last)) if last else NOBODY

    def _last(self, lane: Lane) -> Place | None:
        """Return where the last admitted record of a lane stands; a branch goes on from its stem.

        None where it begins, or where the stem is not admitted.
        """
        branch, seq = lane.branch, lane.admitted
        while branch != MAIN and seq < self.branches.all[branch].first:
            branch = self.branches.all[branch].stem
        if not seq or not self._has(lane.party, seq, branch):
            return None
        hashed = lane.head if branch == MAIN == lane.branch else None
        hashed = hashed or self.branches.hash(lane.party, branch, seq) or ""
        return Place(lane.party, branch, seq, hashed)

    # --- where nobody is known to have spoken twice

    def _passes(self, lane: Lane, record: Record, seen: Cut) -> bool:
        """Say whether a record may be admitted where nobody is known to have spoken twice."""
        if self._false(lane, record):
            return False
        fresh = [other for other, head in record.cut.items() if seen.get(other) != head]
        for other in fresh:
            head = record.cut[other]
            if not self._has(other, head.size):
                return lane.waits(other, head.size)
            if self._named[other, head.size].hash != head.hash:
                self._mismatch(lane, record, other)
                return False
        for other in fresh:
            for third, head in self._named[other, record.cut[other].size].cut.items():
                if third != record.party and record.cut.get(third, NOWHERE).size < head.size:
                    self._stop(NOT_CLOSED, lane, record, third, head)
                    return False
        return True

    def _look_up(self, window: Sequence[tuple[int, Record]], seen: Cut) -> None:
        """Fetch hash and cut of what the cuts of these records name, a chain at once."""
        wanted: dict[Party, set[int]] = {}
        for _, record in window:
            for party, head in record.cut.items():
                if seen.get(party) != head and self._has(party, head.size):
                    wanted.setdefault(party, set()).add(head.size)
            seen = record.cut
        for party, numbers in wanted.items():
            missing = sorted(size for size in numbers if (party, size) not in self._named)
            if missing:
                marks = ", ".join("?" * len(missing))
                rows = self.session.all(
                    f"SELECT seq, hash, encoded FROM records WHERE chain = ? AND seq IN ({marks})",  # noqa: S608 - question marks
                    self._lanes[party, MAIN].id,
                    *missing,
                )
                for seq, hashed, encoded in rows:
                    self._named[party, seq] = Named(hashed.hex(), cut_of(bytes(encoded)))

    # --- where somebody is

    def _passes_branches(self, lane: Lane, record: Record, seen: Cut) -> bool:
        """Say whether a record may be admitted where somebody is known to have spoken twice."""
        if self._false(lane, record):
            return False
        before = self._last(lane)
        if record.seq > 1 and before is None:
            return lane.waits(lane.party, record.seq - 1)
        cut: dict[Party, Place] = {}
        for other, head in record.cut.items():
            place = self.branches.find(other, head)
            if place is None and self._here(other, head.size):
                self._mismatch(lane, record, other)
                return False
            if place is None or not self._has(other, head.size, place.branch):
                return lane.waits(other, head.size)
            cut[other] = place
        if before is not None and record.cut == seen:
            self._note(record, cut, self._past(before)[1])
            return True
        return self._closed(lane, record, before, cut)

    def _here(self, party: Party, size: int) -> bool:
        lane = self._lanes.get((party, MAIN))
        return lane is not None and lane.size >= size

    def _closed(
        self, lane: Lane, record: Record, before: Place | None, cut: Mapping[Party, Place]
    ) -> bool:
        """Say whether a cut goes on from the one before and leaves nothing out; note its strays."""
        follows, own = self.branches.follows, dict(cut)
        if before is not None:
            for other, was in self._past(before)[0].items():
                if other not in cut or not follows(cut[other], was):
                    self._stop(CutBackError.code, lane, record, other, Head(was.seq, was.hash))
                    return False
            own[record.party] = before
        found: set[Place] = set()
        for seen in self._seen_by(own.values()):
            mine = own.get(seen.party)
            if mine is not None and follows(mine, seen):
                continue
            if seen.party != record.party and (mine is None or follows(seen, mine)):
                self._stop(NOT_CLOSED, lane, record, seen.party, Head(seen.seq, seen.hash))
                return False
            found.add(seen)
        last = (a for a in found if not any(b != a and follows(b, a) for b in found))
        self._note(record, cut, frozenset(last))
        return True

    def _seen_by(self, places: Iterable[Place]) -> Iterator[Place]:
        """Yield what the authors of records had seen when they wrote them."""
        for place in places:
            cut, strays = self._past(place)
            yield from joined(cut.values(), strays)

    def _past(self, place: Place) -> tuple[Mapping[Party, Place], frozenset[Place]]:
        """Return the cut of an admitted record, and its strays."""
        if place.hash not in self._pasts:
            row = self.session.one(
                "SELECT links FROM strays WHERE hash = ?", bytes.fromhex(place.hash)
            )
            links = orjson.loads(bytes(row[0])) if row else []
            named = (self.branches.find(Party(link[0]), Head(link[1], link[2])) for link in links)
            strays = frozenset(stray for stray in named if stray is not None)
            self._pasts[place.hash] = (self.branches.cut(place), strays)
        return self._pasts[place.hash]

    def _note(self, record: Record, cut: Mapping[Party, Place], strays: frozenset[Place]) -> None:
        """Remember what the author of a record had seen on other stories than its cut is on."""
        self._pasts[record.hash] = (cut, strays)
        if strays:
            self._strays[record.hash] = strays

    # --- what is stopped

    def _false(self, lane: Lane, record: Record) -> bool:
        """Say whether a record says that it opens a circle which it does not open."""
        if record.kind != GENESIS or record.hash == self.circle:
            return False
        self._stop(FALSE_PLACE, lane, record, record.party, Head(record.seq, record.hash))
        return True

    def _mismatch(self, lane: Lane, record: Record, other: Party) -> None:
        """Let a lane wait for a record that is not the one that is here under its number."""
        head = record.cut[other]
        if (lane.stopped, lane.wait) == (record.seq, (other, head.size)):
            return  # it was found before, and what is named has not come since
        held = self.branches.hash(other, MAIN, head.size)
        self._stop(MISMATCH, lane, record, other, head, held=held)
        lane.wait = (other, head.size)

    def _stop(
        self,
        code: str,
        lane: Lane,
        record: Record,
        other: Party,
        head: Head,
        **more: Json,
    ) -> None:
        """Keep evidence against the author of a cut, and admit this lane no further."""
        lane.stopped, lane.wait = record.seq, None
        details: dict[str, Json] = {
            "seq": record.seq,
            "other": other,
            "size": head.size,
            "stated": head.hash,
            **more,
        }
        self.keep(code, record.party, self.circle, details, record.encoded)

    def _save_strays(self) -> None:
        """Keep the strays of what was admitted."""
        rows = []
        for hashed, strays in self._strays.items():
            named = sorted((one.party, one.seq, one.hash) for one in strays)
            links: list[Json] = [[party, seq, stray] for party, seq, stray in named]
            rows.append((bytes.fromhex(hashed), encode(links)))
        self.session.fill("strays", ("hash", "links"), rows)
