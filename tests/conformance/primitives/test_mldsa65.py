"""ML-DSA-65 (FIPS 204): the known answers give our keys; what differs is refused.

Our signatures have an empty context and fresh random numbers. The known answers have a context of
their own and none; so their keys go through our keys, and their signatures through the library
that ours stand on. Under our empty context each of them must be forged.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

from comity.seal.signing import (
    MLDSA65_SIGNATURE,
    ForgedError,
    KeyFormError,
    PublicKeys,
    SigningKeys,
)

if TYPE_CHECKING:
    from tests.conformance.primitives.conftest import Vectors

KNOWN = "asymmetric/MLDSA/kat_MLDSA_65_det_pure.rsp"
OURS = SigningKeys.from_bytes(bytes(range(64)))


def test_each_known_seed_gives_the_known_public_key(vectors: "Vectors") -> None:
    known = vectors(KNOWN)
    for one in known:
        keys = SigningKeys(bytes(32), bytes.fromhex(one["xi"]))

        assert keys.public.mldsa65.hex() == one["pk"]

    assert len(known) == 100


def test_each_known_signature_fits_under_its_context_and_not_under_ours(
    vectors: "Vectors",
) -> None:
    known = vectors(KNOWN)
    for one in known:
        key = bytes.fromhex(one["pk"])
        message, context = bytes.fromhex(one["msg"]), bytes.fromhex(one["ctx"])
        signature = bytes.fromhex(one["sm"])[:MLDSA65_SIGNATURE]
        MLDSA65PublicKey.from_public_bytes(key).verify(signature, message, context)

        keys = PublicKeys(OURS.public.ed25519, key)
        if context:
            with pytest.raises(ForgedError):
                keys.verify(message, OURS.sign_ed25519(message), signature)
        else:
            keys.verify(message, OURS.sign_ed25519(message), signature)


def test_our_signatures_have_an_empty_context() -> None:
    key = MLDSA65PublicKey.from_public_bytes(OURS.public.mldsa65)

    key.verify(OURS.sign_mldsa65(b"agreed"), b"agreed", b"")


def test_two_signatures_of_one_message_differ_and_both_fit() -> None:
    one, other = OURS.sign_mldsa65(b"agreed"), OURS.sign_mldsa65(b"agreed")

    assert one != other
    for signature in (one, other):
        OURS.public.verify(b"agreed", OURS.sign_ed25519(b"agreed"), signature)


@pytest.mark.parametrize("length", [0, 1, 3308, 3310, 6618])
def test_a_signature_has_3309_bytes(length: int) -> None:
    signature = (OURS.sign_mldsa65(b"agreed") * 2)[:length]

    with pytest.raises(ForgedError):
        OURS.public.verify(b"agreed", OURS.sign_ed25519(b"agreed"), signature)


@pytest.mark.parametrize("length", [0, 1312, 1951, 1953, 2592])
def test_a_public_key_has_1952_bytes(length: int) -> None:
    with pytest.raises(KeyFormError):
        PublicKeys(OURS.public.ed25519, (OURS.public.mldsa65 * 2)[:length])


def test_a_signature_changed_anywhere_is_forged() -> None:
    signature = OURS.sign_mldsa65(b"agreed")
    classical = OURS.sign_ed25519(b"agreed")
    for start, end in pairwise(range(0, MLDSA65_SIGNATURE, 47)):
        bad = bytearray(signature)
        bad[(start + end) // 2] ^= 1
        with pytest.raises(ForgedError):
            OURS.public.verify(b"agreed", classical, bytes(bad))


def test_hints_that_are_not_in_order_are_forged() -> None:
    # The last 61 bytes are the hints of FIPS 204, algorithm 21: 55 places and 6 ends. Spare places
    # must be zero, so that nobody makes a second signature out of one.
    signature = OURS.sign_mldsa65(b"agreed")
    ends = signature[-6:]
    spare = 55 - ends[-1]
    bad = bytearray(signature)
    bad[-7 if spare else -61] ^= 0xFF

    with pytest.raises(ForgedError):
        OURS.public.verify(b"agreed", OURS.sign_ed25519(b"agreed"), bytes(bad))
