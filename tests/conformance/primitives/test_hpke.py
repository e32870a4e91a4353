"""HPKE through our own keys: the published vector of exactly our suite, and what it stands on.

The file of post-quantum vectors has one with our KEM, KDF and AEAD. Its private key is a seed of
32 bytes, which SHAKE256 expands into the seed and the key that ours are made of. Its messages
carry associated data, which our single shot does not use; so the message goes through the
library's call with our suite, and its key schedule, under empty associated data, through our
`open`.

The vectors of RFC 9180 itself have other KEMs and cannot be put to our suite. Its A.2 shares our
KDF and AEAD, and that the library passes it is shown here. Nothing random can be put to `seal`.
"""

import json
from collections.abc import Callable
from hashlib import shake_256
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from comity.seal.sealing import SUITE, CannotOpenError, SealingKeys

BASE = 0
MLKEM768_X25519, X25519 = 0x647A, 0x20
HKDF_SHA256 = 1
CHACHA20_POLY1305 = 3


def vector(text: str, kem: int) -> dict[str, Any]:
    """The one vector of a file with this KEM, our KDF and our AEAD."""
    (found,) = (
        one
        for one in json.loads(text)
        if (one["mode"], one["kem_id"], one["kdf_id"], one["aead_id"])
        == (BASE, kem, HKDF_SHA256, CHACHA20_POLY1305)
    )
    return dict(found)


@pytest.fixture(scope="module")
def hybrid(vector_text: Callable[[str], str]) -> dict[str, Any]:
    """The vector of our suite."""
    return vector(vector_text("HPKE/hpke-pq-test-vectors.json"), MLKEM768_X25519)


@pytest.fixture(scope="module")
def keys(hybrid: dict[str, Any]) -> SealingKeys:
    """The recipient's keys in that vector."""
    seed = bytes.fromhex(hybrid["skRm"])
    return SealingKeys.from_bytes(shake_256(seed).digest(96))


def sealed(hybrid: dict[str, Any], plaintext: bytes) -> bytes:
    """A plaintext as the vector's sender would seal it without associated data."""
    key, nonce = bytes.fromhex(hybrid["key"]), bytes.fromhex(hybrid["base_nonce"])
    return bytes.fromhex(hybrid["enc"]) + ChaCha20Poly1305(key).encrypt(nonce, plaintext, b"")


def test_the_known_seed_gives_the_known_public_key(
    hybrid: dict[str, Any], keys: SealingKeys
) -> None:
    assert (keys.public.mlkem768 + keys.public.x25519).hex() == hybrid["pkRm"]


def test_what_the_vectors_sender_sealed_opens(hybrid: dict[str, Any], keys: SealingKeys) -> None:
    info = bytes.fromhex(hybrid["info"])

    assert keys.open(sealed(hybrid, b"agenda"), info) == b"agenda"


def test_under_another_info_the_vectors_message_does_not_open(
    hybrid: dict[str, Any], keys: SealingKeys
) -> None:
    with pytest.raises(CannotOpenError):
        keys.open(sealed(hybrid, b"agenda"), bytes.fromhex(hybrid["info"]) + b"!")


def test_the_vectors_first_message_opens_in_our_suite(
    hybrid: dict[str, Any], keys: SealingKeys
) -> None:
    first = hybrid["encryptions"][0]
    opened = openssl.hpke._decrypt_with_aad(
        SUITE,
        bytes.fromhex(hybrid["enc"] + first["ct"]),
        keys._key,
        bytes.fromhex(hybrid["info"]),
        bytes.fromhex(first["aad"]),
    )

    assert opened.hex() == first["pt"]


def test_a_message_with_associated_data_does_not_open_without_them(
    hybrid: dict[str, Any], keys: SealingKeys
) -> None:
    with pytest.raises(CannotOpenError):
        keys.open(
            bytes.fromhex(hybrid["enc"] + hybrid["encryptions"][0]["ct"]),
            bytes.fromhex(hybrid["info"]),
        )


def test_rfc_9180_a2_holds_for_the_kdf_and_aead_that_we_share(
    vector_text: Callable[[str], str],
) -> None:
    known = vector(vector_text("HPKE/test-vectors.json"), X25519)
    first = known["encryptions"][0]
    opened = openssl.hpke._decrypt_with_aad(
        Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305),
        bytes.fromhex(known["enc"] + first["ct"]),
        X25519PrivateKey.from_private_bytes(bytes.fromhex(known["skRm"])),
        bytes.fromhex(known["info"]),
        bytes.fromhex(first["aad"]),
    )

    assert opened.hex() == first["pt"]


def test_the_x25519_keys_of_rfc_9180_are_those_of_our_keys(
    vector_text: Callable[[str], str],
) -> None:
    known = json.loads(vector_text("HPKE/test-vectors.json"))
    pairs = {(one["skRm"], one["pkRm"]) for one in known if one["kem_id"] == X25519}

    assert len(pairs) > 10
    for private, public in pairs:
        assert SealingKeys(bytes(64), bytes.fromhex(private)).public.x25519.hex() == public
