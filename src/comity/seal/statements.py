"""Statements: the kinds of records that this system defines.

A party's new card, a revocation of its keys, and a proof that a party spoke twice are records in
the circle like any other, so that everyone derives the same from them.
"""

from comity.records.kinds import (
    Check,
    Kind,
    Misfit,
    choice,
    fields,
    hashed,
    listing,
    mapping,
    moment,
    optional,
    party,
    text,
    whole,
)
from comity.seal.sealing import MLKEM768_KEY, X25519_KEY
from comity.seal.signing import ED25519_KEY, ED25519_SIGNATURE, MLDSA65_KEY, MLDSA65_SIGNATURE

CARD_TYPE = "comity card/v1"
SUITE = "MLKEM768-X25519, HKDF-SHA256, ChaCha20Poly1305"
"""The one HPKE suite; a card names it, so that a second one can be told from it."""

MOST_ROOTS = 9
MOST_ENDPOINTS = 8
LONGEST_PATH = 53
"""Hashes of an inclusion path; a chain has at most 2**53 - 1 records."""
LONGEST_NOTE = 16 << 10


def base64_of(size: int) -> Check:
    """Return a check for a text that is as long as base64 of so many bytes."""
    length = (size + 2) // 3 * 4
    return text(length, length)


public_keys = fields({"ed25519": base64_of(ED25519_KEY), "ml-dsa-65": base64_of(MLDSA65_KEY)})
signatures = fields(
    {"ed25519": base64_of(ED25519_SIGNATURE), "ml-dsa-65": base64_of(MLDSA65_SIGNATURE)}
)
root_signatures = mapping(choice(*map(str, range(MOST_ROOTS))), signatures, MOST_ROOTS)
CARD_ITSELF = Kind(
    "card/1",
    {
        "type": choice(CARD_TYPE),
        "party": party,
        "version": whole(1),
        "names": fields({"uk": text(120), "ja": text(120), "en": text(120)}),
        "roots": listing(public_keys, MOST_ROOTS, 1),
        "threshold": whole(1, MOST_ROOTS),
        "signing": public_keys,
        "sealing": fields(
            {
                "suite": choice(SUITE),
                "ml-kem-768": base64_of(MLKEM768_KEY),
                "x25519": base64_of(X25519_KEY),
            }
        ),
        "endpoints": listing(text(200), MOST_ENDPOINTS),
        "valid": fields({"from": moment, "until": moment}),
        "previous": text(64, 0),
    },
)
"""What stands on a card, which is one field of the body."""

CARD = Kind(
    "card/1",
    {
        "card": fields(CARD_ITSELF.fields),
        "roots": root_signatures,
        "former": root_signatures,
        "possession": signatures,
    },
)
"""A party's card with what makes it good; `comity.seal.card` says what each part is."""

REVOKE = Kind(
    "revoke/1", {"from": whole(1), "card": hashed, "reason": text(1000), "roots": root_signatures}
)
"""The signing keys of a card are void from a number of the chain on."""


def head(path: str, value: object) -> None:
    """Check for the head of a chain: its size, and the hash of its last record or ""."""
    if not isinstance(value, list) or len(value) != 2:
        raise Misfit(path, value, "give a number and a hash")
    whole(0)(path, value[0])
    text(64, 0)(path, value[1])


EPOCH = Kind(
    "epoch/1",
    {
        "last": head,
        "waiting": listing(party, 12),
        "reason": text(1000),
        "roots": root_signatures,
    },
)
"""A restored node writes again before all have answered; `comity.seal.epoch` says who may."""

claim = fields(
    {
        "note": text(LONGEST_NOTE),
        "leaf": optional(hashed),
        "path": optional(listing(hashed, LONGEST_PATH)),
    }
)
FORK = Kind("fork/1", {"party": party, "index": optional(whole(0)), "claims": listing(claim, 2, 2)})
"""A party signed two stories about one chain; `comity.seal.fork` says when this is a proof."""

KINDS = (CARD, REVOKE, EPOCH, FORK)
