"""Own lists: what the lists of this node show of what was proposed.

A proposal says what its author's lists showed. The reader's own lists may say otherwise by now: an
entry was amended or is gone, the party has listed the target, or entries that stood for one target
stand for two. Nothing of that changes the proposal; it is shown beside it.
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.sanctions.alignment import Entry
from comity.sanctions.evidence import EntryEvidence, TargetEvidence, evidence_of
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.overview import Overview
from comity.web.gaplist import rows_by_entry
from comity.web.proposaldesk import Gone, Listed, OnLists


class Stored(Protocol):
    """What knows the newest state of the lists."""

    def stored(self) -> Overview | None:
        """Return the answers about the newest state that is stored, None without any list."""
        ...


@dataclass(frozen=True, slots=True)
class Indexed:
    """The entries of one state of the lists, to be found by their keys.

    Attributes:
        overview: the answers about it.
        places: positions by "list/key"; the newest entry of a key.
        editions: day of the edition in which each entry stands, by its position.
    """

    overview: Overview
    places: Mapping[str, int]
    editions: Sequence[dt.date]

    def entry(self, lead: str) -> Entry | None:
        """Return the entry that "list/key" names, None where no list here has it."""
        place = self.places.get(lead)
        return None if place is None else self.overview.entries[place]

    def edition(self, position: int) -> dt.date:
        """Return the day of the edition in which an entry stands."""
        return self.editions[position]

    def hashes(self, leads: Iterable[str]) -> dict[str, str]:
        """Return the hashes of entries as they are read here; those of no list here are left out.

        They are read together: one by one takes many times as long.
        """
        known = {lead: self.places[lead] for lead in leads if lead in self.places}
        listings = self.overview.state.listings(list(known.values()))
        return dict(zip(known, map(listing_hash, listings), strict=True))

    def newest(self, lists: Iterable[str]) -> dt.date | None:
        """Return the day of the newest edition of some lists, None without any."""
        wanted = set(lists)
        days = (page.date for page in self.overview.state.snapshots if page.list in wanted)
        return max(days, default=None)


def lead_of(entry: Entry) -> str:
    """Return how an entry is named: "eu-fsf/EU.1234.56"."""
    return f"{entry.list}/{entry.key}"


class OwnLists:
    """The lists of this node, as proposals look at them.

    Attributes:
        lists: what knows their newest state.
    """

    def __init__(self, lists: Stored) -> None:
        self.lists = lists
        self._held: Indexed | None = None
        self._making = threading.Lock()

    def indexed(self) -> Indexed | None:
        """Return the entries of the newest state, None without any list."""
        overview = self.lists.stored()
        if overview is None:
            return None
        with self._making:
            if self._held is None or self._held.overview is not overview:
                self._held = _indexed(overview)
            return self._held

    # --- what is chosen on the board

    def chosen(
        self, party: str, picks: Sequence[str]
    ) -> tuple[list[tuple[str, TargetEvidence]], list[Gone]]:
        """Return the packs of targets that were chosen, and those that are no gaps any more."""
        indexed = self.indexed()
        if indexed is None or party not in indexed.overview.parties():
            return [], [Gone(pick=pick, name="", why="absent") for pick in picks]
        board = indexed.overview.board(party)
        rows = rows_by_entry(board)
        found: dict[int, str] = {}
        gone: list[Gone] = []
        for pick in picks:
            row = rows.get(pick)
            if row is None:
                gone.append(_gone(indexed, party, pick))
            else:
                found.setdefault(row.rank, pick)
        made: list[tuple[str, TargetEvidence]] = []
        for _, pick in sorted(found.items()):
            row = rows[pick]
            match = indexed.overview.match(row.gap.target.cluster, party)
            if match is not None:
                made.append((pick, evidence_of(row, match, board.reference)))
        return made, gone

    # --- what is shown beside a proposal

    def beside(self, party: str, targets: Iterable[TargetEvidence]) -> dict[str, OnLists]:
        """Return what the lists here show of targets that are proposed to a party, by name."""
        indexed = self.indexed()
        if indexed is None:
            return {}
        every = tuple(targets)
        hashes = indexed.hashes({lead for one in every for lead in one.leads})
        return {one.target: _beside(indexed, party, one, hashes) for one in every}


def _indexed(overview: Overview) -> Indexed:
    dates = {page.number: page.date for page in overview.state.snapshots}
    editions = [dates[number] for number in overview.state.frame["snapshot"].to_list()]
    order = sorted(overview.entries, key=lambda entry: editions[entry.position])
    places = {lead_of(entry): entry.position for entry in order}
    return Indexed(overview, places, editions)


def _gone(indexed: Indexed, party: str, pick: str) -> Gone:
    entry = indexed.entry(pick)
    if entry is None:
        return Gone(pick=pick, name="", why="absent")
    target = indexed.overview.targets[entry.cluster]
    name = indexed.overview.names([target])[entry.cluster].main
    return Gone(pick=pick, name=name, why="listed" if target.listed_by(party) else "not-a-gap")


def listed_in(indexed: Indexed, party: str, entries: Iterable[str]) -> tuple[Listed, ...]:
    """Return the party's own entries of the target that some entries stand for."""
    overview = indexed.overview
    clusters = {entry.cluster for one in entries if (entry := indexed.entry(one)) is not None}
    return tuple(
        Listed(
            list=entry.list,
            key=entry.key,
            measures=tuple(measure.value for measure in entry.measures),
            day=entry.announced.text if entry.announced else "",
            as_of=indexed.edition(entry.position).isoformat(),
        )
        for cluster in sorted(clusters)
        for entry in overview.targets[cluster].entries
        if entry.jurisdiction == party
    )


def _beside(
    indexed: Indexed, party: str, target: TargetEvidence, hashes: Mapping[str, str]
) -> OnLists:
    states: dict[str, str] = {}
    days: dict[str, str] = {}
    clusters: dict[int, None] = {}
    for one in target.entries:
        entry = indexed.entry(one.lead)
        states[one.lead] = _as_here(indexed, one, hashes.get(one.lead, ""))
        day = indexed.newest([one.list]) if entry is None else indexed.edition(entry.position)
        days[one.lead] = day.isoformat() if day else ""
        if entry is not None:
            clusters.setdefault(entry.cluster)
    further = [
        lead_of(entry)
        for cluster in clusters
        for entry in indexed.overview.targets[cluster].entries
        if lead_of(entry) not in target.leads and entry.jurisdiction != party
    ]
    own = indexed.newest(name for name, reader in LISTS.items() if reader.jurisdiction == party)
    return OnLists(
        entries=states,
        as_of=days,
        clusters=tuple(clusters),
        further=tuple(dict.fromkeys(further)),
        listed=listed_in(indexed, party, target.leads),
        newest=own.isoformat() if own else "",
    )


def _as_here(indexed: Indexed, said: EntryEvidence, listing: str) -> str:
    """Return how an entry of a pack stands in the lists here, where its hash is this, or ""."""
    if not listing:
        newest = indexed.newest([said.list])
        if newest is None:
            return "unread"
        return "older" if newest.isoformat() < said.as_of else "absent"
    return "same" if listing == said.listing else "changed"
