"""Entries: what the journal keeps beside records, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from comity.records.party import Party

RESTORED = "restored"
"""Key of the mark on a journal that came from a backup: when the backup was made.

A node whose journal bears it must not write before every peer has said how far the node's own
chains go, and what is missing was fetched.
"""
RELEASED = "released"
"""Key of the circles in which a restored node may write again, while it may not in others."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A member's cosignature of one size of a chain.

    Attributes:
        size: how many records of the chain the member then held.
        at: Unix seconds, as signed.
        signature: its bytes, as the cosignature line carries them.
    """

    size: int
    at: int
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that somebody did and may want to deny.

    Attributes:
        number: in the order in which it was found here.
        code: of the error that it caused.
        party: who did it.
        circle: where; "" when it was in none.
        details: facts about it.
        blob: the bytes that prove it.
    """

    number: int
    code: str
    party: Party
    circle: str
    details: Mapping[str, Any]
    blob: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Early:
    """A record that came before those that stand before it in its chain.

    Attributes:
        seq: its number in the chain.
        hash: of the record, 64 hexadecimal digits.
        encoded: the record.
        proof: the hashes that lead from it to the root of the note, one after the other.
        note: a checkpoint that includes it.
    """

    seq: int
    hash: str
    encoded: bytes = field(repr=False)
    proof: bytes = field(repr=False)
    note: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A party's card as it was handed over.

    Attributes:
        version: of the card.
        encoded: the signed card.
        fingerprint: of the card.
        at: when this node took it in.
    """

    version: int
    encoded: bytes = field(repr=False)
    fingerprint: str
    at: str


@dataclass(frozen=True, slots=True)
class FileState:
    """How far this node has come with an attachment.

    Attributes:
        circle: whose attachment it is; the same bytes in another circle are another file.
        address: hash of the ciphertext, 64 hexadecimal digits.
        size: bytes of the ciphertext.
        state: a word of the exchange: "wanted", "complete", "refused".
    """

    circle: str
    address: str
    size: int
    state: str


def digest(*parts: str | bytes | int) -> bytes:
    """Return a hash over the columns of a row that nothing else would prove unchanged."""
    hashed = sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.digest()
