"""Showing: listings, shares and targets for a table or for JSON."""

from collections.abc import Iterable

from comity.sanctions.alignment import Share
from comity.sanctions.board import TargetName
from comity.sanctions.listing import Listing

STEPS = {
    "read": "Reading the lists in force",
    "resolve": "Finding the same target across lists",
    "compare": "Comparing editions",
    "store": "Storing the result",
}
"""What each step of computing a state is called."""


def listing(entry: Listing, fields: Iterable[str] = ()) -> dict[str, object]:
    """Return a listing for JSON: what identifies it, or the named fields."""
    if fields:
        return {name: plain(getattr(entry, name)) for name in fields}
    return {
        "list": entry.list,
        "key": entry.key,
        "kind": entry.kind.value,
        "name": entry.names[0].text,
        "measures": [measure.value for measure in entry.measures],
        "programmes": list(entry.programmes),
        "announced": entry.announced.text if entry.announced else None,
        "legal_act": entry.legal_act,
        "place": entry.place,
    }


def plain(value: object) -> object:
    """Return a field of a listing as JSON can hold it."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if hasattr(value, "precision"):
        return str(getattr(value, "text", value))
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    return value


def share(value: Share) -> dict[str, object]:
    """Return a share for JSON, with its parts."""
    return {
        "matched": value.matched,
        "total": value.total,
        "ratio": None if value.ratio is None else round(value.ratio, 4),
        "not_comparable": value.not_comparable,
        "too_new": value.too_new,
    }


def per_cent(value: Share) -> str:
    """Return a share for a table: "45 % (120 of 266)"."""
    if value.ratio is None:
        return "not comparable" if value.not_comparable else "-"
    return f"{100 * value.ratio:.0f} % ({value.matched} of {value.total})"


def target(name: TargetName) -> str:
    """Return a target's name for a table, with one name in another script."""
    return f"{name.main} · {name.others[0][0]}" if name.others else name.main
