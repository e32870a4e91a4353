"""Case: how keys, bytes and checkpoints stand in a case of the conformance suite."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from comity.records.party import Party, party_of
from comity.seal.checkpoint import Checkpoint
from comity.seal.encoding import decode64
from comity.seal.signing import PublicKeys, SigningKeys

Ask = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Answers the input of a case."""


def data(given: Mapping[str, str]) -> bytes:
    """Return bytes that stand in a case, in one of three ways.

    >>> data({"text": "ua"}), data({"hex": "7561"}), data({"base64": "dWE="})
    (b'ua', b'ua', b'ua')
    """
    if "text" in given:
        return given["text"].encode()
    return bytes.fromhex(given["hex"]) if "hex" in given else base64.b64decode(given["base64"])


def shown(held: bytes) -> dict[str, str]:
    """Return bytes as an answer gives them."""
    return {"hex": held.hex()}


def public_keys(given: Mapping[str, str]) -> PublicKeys:
    """Return public keys, which stand there as on a card."""
    return PublicKeys(decode64(given["ed25519"]), decode64(given["ml-dsa-65"]))


def signing_keys(given: str) -> SigningKeys:
    """Return signing keys from their seeds: 32 bytes of Ed25519, then 32 of ML-DSA-65."""
    return SigningKeys.from_bytes(bytes.fromhex(given))


def checkpoint(given: Mapping[str, Any]) -> Checkpoint:
    """Return a checkpoint."""
    root = bytes.fromhex(given["root"])
    return Checkpoint(given["circle"], party_of(given["party"]), given["size"], root)


def keys_of(given: Mapping[str, Mapping[str, str]]) -> dict[Party, PublicKeys]:
    """Return the public keys of each party."""
    return {party_of(party): public_keys(keys) for party, keys in given.items()}
