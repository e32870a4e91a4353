"""Sealing: to one reader, by HPKE (RFC 9180) with the hybrid KEM MLKEM768-X25519.

Whoever breaks only one of lattices and elliptic curves reads nothing. `info` binds a sealed part
to the header it travels under: under another header it does not open. There is no forward
secrecy: who gets the private key later reads what was sealed to it earlier.

>>> keys = SealingKeys.from_bytes(bytes(range(96)))
>>> keys.open(seal(b"agenda", keys.public, b"header"), b"header")
b'agenda'
"""

import secrets
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from comity.errors import RefusedError
from comity.seal.signing import KeyFormError, SmallOrderKeyError, need_length

MLKEM768_KEY, MLKEM768_SEED = 1184, 64
X25519_KEY = 32
OVERHEAD = 1120 + 16
"""Bytes by which a sealed part is longer than what was sealed: encapsulated key and tag."""

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
PROBE = X25519PrivateKey.from_private_bytes(b"\x08" + bytes(30) + b"\x40")
"""Any private key: with a point of small order every one gives the same secret, all zeros."""


class CannotOpenError(RefusedError):
    """A sealed part does not open."""

    code = "cannot-open"
    template = (
        "the sealed part does not open with this key under this header: it was sealed to another "
        "key, or it or its header was changed on the way; ask its sender to seal it again to the "
        "newest card"
    )


@dataclass(frozen=True, slots=True)
class PublicSealingKey:
    """What others need to seal something to a party.

    Attributes:
        mlkem768: 1,184 bytes.
        x25519: 32 bytes.
    """

    mlkem768: bytes = field(repr=False)
    x25519: bytes
    _key: MLKEM768X25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what is no key, and keep what is costly to parse.

        Raises:
            KeyFormError: a key has not the length or the form that it must have.
            SmallOrderKeyError: the X25519 key gives everybody the same secret.
        """
        need_length("ML-KEM-768", self.mlkem768, MLKEM768_KEY)
        need_length("X25519", self.x25519, X25519_KEY)
        x25519 = X25519PublicKey.from_public_bytes(self.x25519)
        try:
            PROBE.exchange(x25519)
        except ValueError:
            raise SmallOrderKeyError(algorithm="X25519") from None
        try:
            mlkem768 = MLKEM768PublicKey.from_public_bytes(self.mlkem768)
        except ValueError:
            raise KeyFormError(algorithm="ML-KEM-768", reason="a number is too large") from None
        object.__setattr__(self, "_key", MLKEM768X25519PublicKey(mlkem768, x25519))


class SealingKeys:
    """The private halves; older ones are kept until all that was sealed to them is received.

    Attributes:
        public: the halves that others hold.
    """

    __slots__ = ("_key", "_seeds", "public")

    def __init__(self, mlkem768_seed: bytes, x25519: bytes) -> None:
        need_length("ML-KEM-768 private", mlkem768_seed, MLKEM768_SEED)
        need_length("X25519 private", x25519, X25519_KEY)
        self._seeds = mlkem768_seed + x25519
        lattice = MLKEM768PrivateKey.from_seed_bytes(mlkem768_seed)
        curve = X25519PrivateKey.from_private_bytes(x25519)
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self.public = PublicSealingKey(
            lattice.public_key().public_bytes_raw(), curve.public_key().public_bytes_raw()
        )

    @classmethod
    def generate(cls) -> Self:
        """Return new keys."""
        return cls(secrets.token_bytes(MLKEM768_SEED), secrets.token_bytes(X25519_KEY))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the keys that 96 bytes are: the ML-KEM-768 seed, then the X25519 key.

        Raises:
            KeyFormError: there are more or fewer bytes.
        """
        need_length("pair of private sealing", data, MLKEM768_SEED + X25519_KEY)
        return cls(data[:MLKEM768_SEED], data[MLKEM768_SEED:])

    def to_bytes(self) -> bytes:
        """Return the 96 bytes that `from_bytes` takes; a secret."""
        return self._seeds

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return what was sealed to these keys under the same `info`.

        Raises:
            CannotOpenError: it was sealed to another key or under another `info`, or changed.
        """
        try:
            return SUITE.decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError):
            raise CannotOpenError from None


def seal(plaintext: bytes, to: PublicSealingKey, info: bytes) -> bytes:
    """Return a plaintext sealed to a party; twice the same gives different bytes."""
    return SUITE.encrypt(plaintext, to._key, info)  # noqa: SLF001 - parsed once, of this module
