"""Editions: what one edition of a list shows of an entry that was told of before (R18).

A lasting key finds its entry. Where a list numbers its keys anew, the entry that was confirmed may
stand under another key, and the same key may be another target; so the key alone ties nothing, and
an entry is taken for one that was told before only if

1. it says the same: its normalised hash is one that was told of it; or else
2. it is the only entry of that kind in the edition that bears a name told of it, it was the only
   one in the edition where that was read, as far as that file is here, and its dates of birth do
   not contradict those of the entry there.

Anything else is a new candidate, and needs two analysts again.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from comity.agreement.followup import ABSENT
from comity.sanctions.findings import LASTING_KEYS, Told
from comity.sanctions.listing import Listing, Role
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.snapshots import Snapshot

Body = dict[str, object]
"""The body of a `shown/1`."""


def folded(name: str) -> str:
    """Return a name as two editions write it alike: width, case and blanks do not count.

    >>> folded("ｲﾜﾝ・ナイ ") == folded("イワン・ナイ")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@dataclass(frozen=True, slots=True)
class Known:
    """What was told of one entry, in any edition and by anybody.

    Attributes:
        name: of the entry, see `comity.sanctions.findings.entry_name`.
        hashes: of what it said.
        names: its kinds and names.
        files: SHA-256 of the files that had it.
    """

    name: str
    hashes: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()
    files: frozenset[str] = frozenset()


def known_of(name: str, told: Iterable[Told]) -> Known:
    """Return what was told of the entry of a name.

    Args:
        name: of the entry.
        told: every telling of it, also under other names that are the same entry.
    """
    here = [one for one in told if one.present]
    return Known(
        name,
        frozenset(one.listing for one in here),
        frozenset((one.kind, folded(one.name)) for one in here if one.name),
        frozenset(one.file for one in here),
    )


@dataclass(frozen=True)
class Edition:
    """One file of a list, read.

    Attributes:
        page: the snapshot that says what it is.
        listings: its entries.
    """

    page: Snapshot
    listings: Sequence[Listing] = field(repr=False)

    @cached_property
    def by_key(self) -> Mapping[str, Listing]:
        """Return its entries by the list's own keys."""
        return {one.key: one for one in self.listings}

    @cached_property
    def by_hash(self) -> Mapping[str, Listing]:
        """Return its entries by what they say; of two that say the same the first."""
        return {listing_hash(one): one for one in reversed(self.listings)}

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], Sequence[Listing]]:
        """Return who bears each name, by kind and name."""
        found: dict[tuple[str, str], dict[str, Listing]] = defaultdict(dict)
        for one in self.listings:
            for name in one.names:
                found[one.kind.value, folded(name.text)][one.key] = one
        return {name: tuple(bearers.values()) for name, bearers in found.items()}

    @property
    def whole(self) -> bool:
        """Say whether what it does not have is absent: an amending act only adds."""
        return self.page.role in {Role.FULL, Role.PART}

    def find(self, known: Known, earlier: Iterable["Edition"] = ()) -> Listing | None:
        """Return the entry that is taken for one that was told before, None for none.

        Args:
            known: what was told of it.
            earlier: editions that had it, as far as they are here.
        """
        if self.page.list in LASTING_KEYS:
            return self.by_key.get(known.name)
        for one in sorted(known.hashes):
            if one in self.by_hash:
                return self.by_hash[one]
        bearers = self.bearers(known)
        if len(bearers) != 1:
            return None
        (found,) = bearers
        for edition in earlier:
            before = [edition.by_hash[one] for one in known.hashes if one in edition.by_hash]
            if before and len(edition.bearers(known)) > 1:
                return None
            if any(_contradict(one, found) for one in before):
                return None
        return found

    def bearers(self, known: Known) -> Sequence[Listing]:
        """Return the entries that bear a name of an entry, each once."""
        found = {one.key: one for name in known.names for one in self.by_name.get(name, ())}
        return tuple(found.values())

    def present(self, name: str, entry: Listing) -> Body:
        """Return that it has an entry, as a record says it.

        Args:
            name: of the entry.
            entry: as it stands here.
        """
        told: Body = {
            **self.absent(name),
            "listing": listing_hash(entry),
            "kind": entry.kind.value,
            "measures": [one.value for one in entry.measures],
            "name": entry.names[0].text[:300],
        }
        return told | ({"place": entry.place[:200]} if entry.place else {})

    def absent(self, name: str = ABSENT) -> Body:
        """Return that it does not have an entry; or, for no name, nothing that is the target."""
        return {
            "list": self.page.list,
            "as_of": self.page.date.isoformat(),
            "date_from": self.page.date_from,
            "file": self.page.sha256,
            "key": name,
        }


def _contradict(before: Listing, after: Listing) -> bool:
    """Say whether dates of birth exclude each other; where one has none, nothing does."""
    if not before.birth_dates or not after.birth_dates:
        return False
    return not any(a.overlaps(b) for a in before.birth_dates for b in after.birth_dates)
