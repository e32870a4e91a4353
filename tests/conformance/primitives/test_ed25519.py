"""Ed25519 through our own keys: RFC 8032, and keys and signatures that must be refused.

The 1,024 vectors are those of the algorithm's authors, which RFC 8032 takes its examples from. The
edge cases are facts that RFC 8032 and the literature state (the eight points of small order, their
second encodings, S + L); Wycheproof is in no package here, so that we wrote them down ourselves.
"""

from collections.abc import Callable

import pytest
from nacl.bindings import crypto_core_ed25519_add

from comity.seal.signing import ForgedError, PublicKeys, SigningKeys, SmallOrderKeyError

OURS = SigningKeys.from_bytes(bytes(range(64)))
LATTICE = OURS.public.mldsa65
L = 2**252 + 27742317777372353535851937790883648493
"""Order of the prime group (RFC 8032, 5.1)."""

P = 2**255 - 19
ORDER_EIGHT = (
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)


def point(y: int, sign: int = 0) -> str:
    """A point as it is written: y, and the sign of x in the highest bit."""
    return (y + (sign << 255)).to_bytes(32, "little").hex()


SMALL = {
    "identity": point(1),
    "order 2": point(P - 1),
    "order 4": point(0),
    "order 4, other sign": point(0, 1),
    "order 8, first": ORDER_EIGHT[0],
    "order 8, first, other sign": ORDER_EIGHT[0][:-2] + "85",
    "order 8, second": ORDER_EIGHT[1],
    "order 8, second, other sign": ORDER_EIGHT[1][:-2] + "fa",
    "identity, second encoding": point(P + 1),
    "identity with a sign": point(1, 1),
    "order 2 with a sign": point(P - 1, 1),
    "order 4, second encoding": point(P),
    "order 4, second encoding, other sign": point(P, 1),
    "identity, second encoding, with a sign": point(P + 1, 1),
}


def test_the_1024_vectors_of_rfc_8032_hold(vector_text: Callable[[str], str]) -> None:
    lines = vector_text("asymmetric/Ed25519/sign.input").splitlines()
    for line in lines:
        private, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        keys = SigningKeys(private[:32], bytes(32))

        assert keys.public.ed25519 == public
        assert keys.sign_ed25519(message) == signed[:64]
        keys.public.verify_ed25519(message, signed[:64])

    assert len(lines) == 1024


@pytest.mark.parametrize("name", SMALL)
def test_a_point_of_small_order_is_no_key(name: str) -> None:
    with pytest.raises(SmallOrderKeyError):
        PublicKeys(bytes.fromhex(SMALL[name]), LATTICE)


@pytest.mark.parametrize("torsion", ORDER_EIGHT)
def test_a_key_with_a_small_part_is_no_key(torsion: str) -> None:
    mixed = crypto_core_ed25519_add(OURS.public.ed25519, bytes.fromhex(torsion))

    with pytest.raises(SmallOrderKeyError):
        PublicKeys(mixed, LATTICE)


@pytest.mark.parametrize("y", [2, P + 3, 2**255 - 1], ids=["no point", "not reduced", "all ones"])
def test_what_is_no_point_or_not_reduced_is_no_key(y: int) -> None:
    with pytest.raises(SmallOrderKeyError):
        PublicKeys(bytes.fromhex(point(y)), LATTICE)


def test_s_plus_l_is_no_second_signature() -> None:
    signature = OURS.sign_ed25519(b"agreed")
    s = int.from_bytes(signature[32:], "little")
    again = signature[:32] + (s + L).to_bytes(32, "little")

    OURS.public.verify_ed25519(b"agreed", signature)
    with pytest.raises(ForgedError):
        OURS.public.verify_ed25519(b"agreed", again)


@pytest.mark.parametrize("name", SMALL)
def test_a_signature_with_a_small_r_and_no_s_fits_nothing(name: str) -> None:
    with pytest.raises(ForgedError):
        OURS.public.verify_ed25519(b"agreed", bytes.fromhex(SMALL[name]) + bytes(32))


def test_no_bit_of_a_signature_can_change() -> None:
    signature = OURS.sign_ed25519(b"agreed")
    for place in range(512):
        bad = bytearray(signature)
        bad[place // 8] ^= 1 << place % 8
        with pytest.raises(ForgedError):
            OURS.public.verify_ed25519(b"agreed", bytes(bad))


@pytest.mark.parametrize("length", [0, 1, 31, 32, 63, 65, 128])
def test_a_signature_has_64_bytes(length: int) -> None:
    signature = (OURS.sign_ed25519(b"agreed") * 2)[:length]

    with pytest.raises(ForgedError):
        OURS.public.verify_ed25519(b"agreed", signature)
