"""Listing hash: a name for what an entry says, wherever it stands.

It is the SHA-256 of the canonical bytes (RFC 8785) of every field of the listing except its list,
its key and its place in the file. So two nodes that read the same entry name it alike; an entry
that moves within the file, or whose list numbers its keys anew, keeps its name; and one that says
anything else has another.

>>> from comity.entities.subject import Kind, Name
>>> from comity.sanctions.listing import Listing, Measure
>>> def entry(key: str, name: str) -> Listing:
...     return Listing(list="jp-mof", key=key, kind=Kind.PERSON, names=(Name(name, "Latn"),),
...         measures=(Measure.ASSET_FREEZE,))
>>> listing_hash(entry("29#2", "Ivan NAI")) == listing_hash(entry("30#7", "Ivan NAI"))
True
>>> listing_hash(entry("29#2", "Ivan NAI")) == listing_hash(entry("29#2", "Iwan NAI"))
False
"""

import datetime as dt
from dataclasses import fields, is_dataclass
from hashlib import sha256

from comity.records.canonical import Json, encode
from comity.sanctions.changes import COMPARED
from comity.sanctions.listing import Listing


def listing_hash(listing: Listing) -> str:
    """Return the hash of what a listing says, as 64 hexadecimal digits."""
    return sha256(encode({name: _plain(getattr(listing, name)) for name in COMPARED})).hexdigest()


def _plain(value: object) -> Json:
    """Return a value of a listing as JSON holds it; days are written 2022-05-12."""
    if value is None:
        return None
    if isinstance(value, str):
        return str(value)  # a member of an enumeration becomes its plain text
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a listing holds a {type(value).__name__}, which has no canonical form yet")
