"""Record: one thing that one party said in one circle, and its exact bytes.

A record's hash is the RFC 6962 leaf hash of its canonical bytes, so that the chain, the Merkle
tree and every proof speak of the same 32 bytes. `seq` and `prev` place it in its author's chain,
`cut` in what its author had received, `at` is what the author's clock said and orders nothing.
`salt` is random: hashes pass in clear and stand in proofs for others, and without it whoever sees
the hash of a yes or a no could find out which by trying both.

The first record of a circle cannot contain the circle's id, which is its own hash: there the bytes
hold "" and `Record.circle` the hash.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.errors import RefusedError
from comity.records.canonical import Json, decode, encode
from comity.records.party import FORM as PARTY
from comity.records.party import Party
from comity.records.tree import leaf_hash

LARGEST = 256 << 10
"""Bytes of one record; longer things are attachments."""

HASH = re.compile(r"[0-9a-f]{64}")
KIND = re.compile(r"[a-z][a-z.-]{0,40}/[1-9][0-9]{0,2}")
MOMENT = re.compile(
    r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII
)
MARKING = re.compile(r"[A-Z][A-Z0-9:+ -]{0,39}")

SALT = re.compile(r"[0-9a-f]{32}")

FIELDS = frozenset(
    {"circle", "party", "seq", "prev", "cut", "kind", "body", "at", "marking", "salt"}
)
UNSALTED = "0" * 32
"""Where nothing secret is said, as in examples; a node draws 128 bits for each record."""
GENESIS = "circle/1"
"""The kind of a circle's first record."""


class MalformedRecordError(RefusedError):
    """Canonical bytes that are no record."""

    code = "malformed-record"
    template = "this is no record: {field} is {value!r}; {wanted}"


class TooLargeError(RefusedError):
    """A record has more bytes than any may have."""

    code = "record-too-large"
    template = "a record of {size} bytes; {largest} is the most, send the rest as an attachment"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many records it has, and the hash of the last one.

    Attributes:
        size: number of records, 0 for an empty chain.
        hash: of the last record, "" for an empty chain.
    """

    size: int
    hash: str


NOWHERE = Head(0, "")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that one party said.

    Attributes:
        circle: id of the circle, 64 hexadecimal digits.
        party: who says it.
        seq: its number in the author's chain in this circle, from 1.
        prev: hash of the record before it, "" for the first.
        cut: of every other member from whom the author had received anything, the last record.
        kind: what sort of thing it is, with the version of its body: "report/1".
        body: what it says; what may stand in it depends on the kind.
        at: what the author's clock said, "2026-03-05T09:30:00.000Z".
        marking: how far it may be passed on, "TLP:AMBER".
        salt: 32 hexadecimal digits that nobody can foresee.
        encoded: its canonical bytes.
        hash: RFC 6962 leaf hash of these bytes, 64 hexadecimal digits.
    """

    circle: str
    party: Party
    seq: int
    prev: str
    cut: Mapping[Party, Head]
    kind: str
    body: Mapping[str, Any]
    at: str
    marking: str
    salt: str = field(repr=False)
    encoded: bytes = field(repr=False)
    hash: str


def write(
    *,
    circle: str,
    party: Party,
    seq: int,
    prev: str,
    cut: Mapping[Party, Head],
    kind: str,
    body: Mapping[str, Any],
    at: str,
    marking: str,
    salt: str = UNSALTED,
) -> Record:
    """Return a record of these parts; for the first of a circle `circle` is "".

    Raises:
        NotCanonicalError: a part has no canonical bytes.
        MalformedRecordError: a part has not the form that it must have.
        TooLargeError: it is larger than any record may be.
    """
    parts: dict[str, Json] = {
        "circle": circle,
        "party": party,
        "seq": seq,
        "prev": prev,
        "cut": {other: [head.size, head.hash] for other, head in cut.items()},
        "kind": kind,
        "body": dict(body),
        "at": at,
        "marking": marking,
        "salt": salt,
    }
    return _record(parts, encode(parts))


def read(data: bytes) -> Record:
    """Return the record that these bytes are.

    Raises:
        TooLargeError: it is larger than any record may be; nothing of it was read.
        NotCanonicalError: the bytes are not canonical.
        MalformedRecordError: they are canonical, and no record.
    """
    if len(data) > LARGEST:
        raise TooLargeError(size=len(data), largest=LARGEST)
    parts = decode(data)
    if not isinstance(parts, dict):
        raise MalformedRecordError(field="the whole", value=parts, wanted="send an object")
    return _record(parts, data)


def _record(parts: dict[str, Any], encoded: bytes) -> Record:
    """Return the record of these parts, each of which must have its form."""
    if len(encoded) > LARGEST:
        raise TooLargeError(size=len(encoded), largest=LARGEST)
    if parts.keys() != FIELDS:
        odd = ", ".join(sorted(parts.keys() ^ FIELDS))
        raise MalformedRecordError(
            field="the set of fields", value=odd, wanted="a record has ten fields and no others"
        )
    circle, party, seq, prev = parts["circle"], parts["party"], parts["seq"], parts["prev"]
    genesis = circle == "" and seq == 1 and parts["kind"] == GENESIS
    _need("circle", circle, genesis or _is(HASH, circle), "give 64 hexadecimal digits")
    _need("party", party, _is(PARTY, party), "give two to ten small Latin letters")
    _need("seq", seq, type(seq) is int and seq >= 1, "number from 1")
    _need("prev", prev, prev == "" if seq == 1 else _is(HASH, prev), "give the hash before it")
    _need("kind", parts["kind"], _is(KIND, parts["kind"]), "write a kind such as report/1")
    _need("body", parts["body"], isinstance(parts["body"], dict), "give an object")
    _need("at", parts["at"], _is(MOMENT, parts["at"]), "write 2026-03-05T09:30:00.000Z")
    _need("marking", parts["marking"], _is(MARKING, parts["marking"]), "write a marking")
    _need("salt", parts["salt"], _is(SALT, parts["salt"]), "give 32 hexadecimal digits")
    hashed = leaf_hash(encoded).hex()
    return Record(
        circle=hashed if genesis else circle,
        party=party,
        seq=seq,
        prev=prev,
        cut=_cut(parts["cut"], party),
        kind=parts["kind"],
        body=parts["body"],
        at=parts["at"],
        marking=parts["marking"],
        salt=parts["salt"],
        encoded=encoded,
        hash=hashed,
    )


def _cut(value: object, author: Party) -> dict[Party, Head]:
    """Return a cut; the author itself never stands in it."""
    _need("cut", value, isinstance(value, dict), "give an object of parties")
    found: dict[Party, Head] = {}
    for party, head in value.items():  # type: ignore[attr-defined]
        form = (
            isinstance(head, list)
            and len(head) == 2
            and type(head[0]) is int
            and head[0] >= 1
            and _is(HASH, head[1])
        )
        _need("cut", {party: head}, form and _is(PARTY, party), "give a number and a hash")
        _need("cut", party, party != author, "name only other parties")
        found[party] = Head(head[0], head[1])
    return found


def _is(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _need(name: str, value: object, holds: bool, wanted: str) -> None:  # noqa: FBT001 - one word each
    if not holds:
        raise MalformedRecordError(field=name, value=str(value)[:80], wanted=wanted)
