"""The two halves of a sealing key: ML-KEM-768 (FIPS 203) and X25519 (RFC 7748).

What a key pair gives goes through our keys; what a single exchange gives goes through the library
that ours stand on, since our keys only open whole sealed parts. The points of small order are
facts of RFC 7748 and the literature, written down by us; Wycheproof is in no package here.
"""

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from comity.seal.sealing import CannotOpenError, PublicSealingKey, SealingKeys, seal
from comity.seal.signing import KeyFormError, SmallOrderKeyError

if TYPE_CHECKING:
    from tests.conformance.primitives.conftest import Vectors

OURS = SealingKeys.from_bytes(bytes(range(96)))
P = 2**255 - 19
Q = 3329
"""The modulus of ML-KEM."""

SMALL = {
    "0": 0,
    "1": 1,
    "order 8": 0x00B8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
    "order 8, other": 0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F,
    "p - 1": P - 1,
    "p": P,
    "p + 1": P + 1,
}
"""Every u of small order, and those of its second encodings that have 255 bits."""


def test_each_known_seed_gives_the_known_mlkem_key(vectors: "Vectors") -> None:
    known = vectors("asymmetric/MLKEM/kat_MLKEM_768.rsp")
    for one in known:
        keys = SealingKeys(bytes.fromhex(one["d"] + one["z"]), bytes(range(32)))

        assert keys.public.mlkem768.hex() == one["pk"]

    assert len(known) == 1000


def test_each_known_mlkem_ciphertext_gives_the_known_secret(vectors: "Vectors") -> None:
    for one in vectors("asymmetric/MLKEM/kat_MLKEM_768.rsp"):
        private = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(one["d"] + one["z"]))

        assert private.decapsulate(bytes.fromhex(one["ct"])).hex() == one["ss"]


def test_a_damaged_mlkem_ciphertext_gives_another_secret_and_no_error(vectors: "Vectors") -> None:
    # FIPS 203 rejects in silence; the AEAD is what notices.
    for one in vectors("asymmetric/MLKEM/kat_MLKEM_768.rsp"):
        private = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(one["d"] + one["z"]))

        assert private.decapsulate(bytes.fromhex(one["ct_n"])).hex() == one["ss_n"]


@pytest.mark.parametrize("number", [Q, 4095])
def test_an_mlkem_key_with_a_number_that_is_not_reduced_is_refused(number: int) -> None:
    bad = bytearray(OURS.public.mlkem768)
    bad[0], bad[1] = number & 0xFF, (bad[1] & 0xF0) | number >> 8

    with pytest.raises(KeyFormError):
        PublicSealingKey(bytes(bad), OURS.public.x25519)


def test_the_exchanges_of_rfc_7748_hold(vectors: "Vectors") -> None:
    known = vectors("asymmetric/X25519/rfc7748.txt")
    for one in known:
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(one["INPUT_SCALAR"]))
        public = X25519PublicKey.from_public_bytes(bytes.fromhex(one["INPUT_U"]))

        assert private.exchange(public).hex() == one["OUTPUT_U"]

    assert len(known) == 3


def test_a_thousand_exchanges_of_rfc_7748_hold() -> None:
    scalar = point = (9).to_bytes(32, "little")
    for _ in range(1000):
        private = X25519PrivateKey.from_private_bytes(scalar)
        scalar, point = private.exchange(X25519PublicKey.from_public_bytes(point)), scalar

    assert scalar.hex() == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"


def test_our_x25519_key_is_the_exchange_with_the_base_point(vectors: "Vectors") -> None:
    base = (9).to_bytes(32, "little").hex()
    one = next(one for one in vectors("asymmetric/X25519/rfc7748.txt") if one["INPUT_U"] == base)
    keys = SealingKeys(bytes(64), bytes.fromhex(one["INPUT_SCALAR"]))

    assert keys.public.x25519.hex() == one["OUTPUT_U"]


@pytest.mark.parametrize("high", [0, 1], ids=["", "with the unused bit"])
@pytest.mark.parametrize("name", SMALL)
def test_an_x25519_key_of_small_order_is_refused(name: str, high: int) -> None:
    low = (SMALL[name] + (high << 255)).to_bytes(32, "little")

    with pytest.raises(SmallOrderKeyError):
        PublicSealingKey(OURS.public.mlkem768, low)


@pytest.mark.parametrize("name", SMALL)
def test_a_sealed_part_with_an_x25519_point_of_small_order_does_not_open(name: str) -> None:
    sealed = seal(b"agreed", OURS.public, b"header")
    swapped = sealed[:1088] + SMALL[name].to_bytes(32, "little") + sealed[1120:]

    with pytest.raises(CannotOpenError):
        OURS.open(swapped, b"header")
