"""Changes: what one edition of a list has, lacks and says otherwise than the one before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from comity.sanctions.listing import Listing

COMPARED = tuple(
    field.name for field in fields(Listing) if field.name not in {"list", "key", "place"}
)
"""Fields whose difference is a change; where a listing stands in the file is none."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One listing that both editions have and that says something else now.

    Attributes:
        before: as it was. after: as it is.
        fields: names of the fields that differ.
    """

    before: Listing
    after: Listing
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened between two editions, each in the order of its source.

    >>> compare([], []).added
    ()
    """

    added: tuple[Listing, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Listing, ...]


def compare(before: Iterable[Listing], after: Iterable[Listing]) -> Changes:
    """Return what changed, matching listings by their native key."""
    old = {entry.key: entry for entry in before}
    new = {entry.key: entry for entry in after}
    return Changes(
        added=tuple(entry for key, entry in new.items() if key not in old),
        changed=tuple(differing(old, new)),
        removed=tuple(entry for key, entry in old.items() if key not in new),
    )


def differing(old: Mapping[str, Listing], new: Mapping[str, Listing]) -> Iterable[Changed]:
    """Yield the listings of both that differ."""
    for key, after in new.items():
        before = old.get(key)
        if before is None:
            continue
        names = tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))
        if names:
            yield Changed(before, after, names)


def packages(added: Sequence[Listing]) -> dict[str, list[Listing]]:
    """Return listings grouped by what they were announced in, oldest first.

    The name of a group is the legal act where the list says it, else the day, else "".
    """
    groups: dict[str, list[Listing]] = {}
    for entry in sorted(added, key=day_of):
        groups.setdefault(package_of(entry), []).append(entry)
    return groups


def day_of(entry: Listing) -> str:
    """Return the day of the announcement for sorting, "" where the list does not say."""
    return entry.announced.start.isoformat() if entry.announced else ""


def package_of(entry: Listing) -> str:
    """Return the legal act of a listing, else the day of its announcement, else ""."""
    return entry.legal_act or (entry.announced.text if entry.announced else "")
