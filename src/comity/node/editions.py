"""Editions: the files of lists that are at hand in one folder, read as they are asked for."""

import threading
from collections.abc import Sequence

from comity.node.lists import Lists
from comity.sanctions.board import MatchedListing
from comity.sanctions.editions import Edition, Known, known_of
from comity.sanctions.findings import LASTING_KEYS, Told, entry_name, entry_names
from comity.sanctions.listing import Listing, Role
from comity.sanctions.overview import Overview, edition_of
from comity.sanctions.resolved import Resolved
from comity.sanctions.snapshots import Snapshot, in_force

READ = frozenset({Role.FULL, Role.PART, Role.DELTA})
"""Files that show entries; a companion only adds to those of another."""

HELD = 24
"""Files that are kept in memory."""


class Editions:
    """The files of lists in one folder.

    Attributes:
        lists: of the folder.
    """

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self._names: tuple[str, ...] = ()
        self._pages: tuple[Snapshot, ...] = ()
        self._held: dict[str, Edition] = {}
        self._resolved: Resolved | None = None
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """Return the names of the snapshots; that costs no reading."""
        pages = self.lists.store.pages
        return tuple(sorted(path.name for path in pages.glob("*.json"))) if pages.exists() else ()

    def pages(self) -> tuple[Snapshot, ...]:
        """Return every snapshot, in the order of import."""
        names = self.names()
        with self._lock:
            if names != self._names:
                self._names, self._pages = names, tuple(self.lists.store.all())
            return self._pages

    def in_force(self, list_name: str) -> list[Snapshot]:
        """Return the files of a list that are in force."""
        force = in_force(self.pages())
        return [page for page in force if page.list == list_name and page.role in READ]

    def since(self, list_name: str, day: str) -> list[Edition]:
        """Return the files in force of a list that are of a day or later.

        Args:
            list_name: "jp-mof".
            day: "2026-03-05".
        """
        force = self.in_force(list_name)
        return [self.edition(page) for page in force if page.date.isoformat() >= day]

    def edition(self, page: Snapshot) -> Edition:
        """Return a file, from memory after the first time."""
        with self._lock:
            if page.name not in self._held:
                if len(self._held) >= HELD:
                    self._held.pop(next(iter(self._held)))
                self._held[page.name] = Edition(page, self.lists.store.listings(page))
            return self._held[page.name]

    def earlier(self, list_name: str, known: Known) -> list[Edition]:
        """Return the files that had an entry, as far as they are here."""
        if list_name in LASTING_KEYS:
            return []
        pages = (one for one in self.pages() if one.list == list_name)
        return [self.edition(page) for page in pages if page.sha256 in known.files]

    def had(self, edition: Edition, known: Known) -> bool:
        """Say whether an entry belongs to the series of a file, so that it can be absent there."""
        page = edition.page
        kin = {
            (one.series, one.part) for one in self.in_force(page.list) if one.role is not Role.DELTA
        }
        if len(kin) == 1:
            return True
        return any(
            self.edition(one).find(known) is not None
            for one in self.pages()
            if (one.series, one.part, one.role) == (page.series, page.part, page.role)
        )

    def named(self, edition: Edition, entry: Listing, told: Sequence[Told]) -> str:
        """Return the name of an entry: the one under which it was told of before, else a new one.

        Args:
            edition: that has it.
            entry: as it stands there.
            told: what was told of the action.
        """
        page = edition.page
        fresh = entry_name(page.list, entry.key, page.date.isoformat())
        if page.list in LASTING_KEYS:
            return fresh
        first = entry_names(told)
        for name in sorted(set(first.values())):
            known = known_of(name, (one for one in told if first.get(one.key) == name))
            if edition.find(known, self.earlier(page.list, known)) is entry:
                return name
        return fresh

    # --- the own resolution

    def clusters(self, *, wait: bool) -> Resolved | None:
        """Return what the own resolution took for one target, None without any list.

        Args:
            wait: compute it where it is not stored; else what was stored last is good enough.
        """
        overview: Overview | None = self.lists.overview() if wait else self.lists.stored()
        if overview is None:
            return None
        held = self._resolved
        if held is None or held.state is not overview.state:
            held = self._resolved = Resolved(overview.state)
        return held

    def reference(self, named: str) -> MatchedListing | None:
        """Return the reference's entry of an action with its file, None where it is not here."""
        clusters = self.clusters(wait=False) if named else None
        place = clusters.place(named) if clusters is not None else None
        if clusters is None or place is None:
            return None
        (listing,) = clusters.state.listings([place])
        return MatchedListing(listing, edition_of(clusters.state.snapshot_of(place)))

    def listing(self, told: Told) -> MatchedListing | None:
        """Return an entry that was told of, None where its file is not here."""
        for page in self.pages():
            if page.sha256 == told.file and page.list == told.list:
                edition = self.edition(page)
                found = edition.by_key.get(told.key)
                if told.list not in LASTING_KEYS:
                    found = edition.by_hash.get(told.listing)
                if found is not None:
                    return MatchedListing(found, edition_of(page))
        return None
