"""Signing: a pair of keys, Ed25519 and ML-DSA-65, so that one broken algorithm forges nothing.

Ed25519 is PyNaCl's, which refuses keys of small order: under such a key one signature fits any
message. ML-DSA-65 draws fresh random numbers at every signature, so that two over one message
differ; compare what was signed, never signatures.

>>> keys = SigningKeys.from_bytes(bytes(64))
>>> keys.public.verify(b"yes", keys.sign_ed25519(b"yes"), keys.sign_mldsa65(b"yes"))
>>> keys.public.verify_ed25519(b"no", keys.sign_ed25519(b"yes"))
Traceback (most recent call last):
comity.seal.signing.ForgedError: the Ed25519 signature does not fit what it stands under; \
take nothing from it, keep the bytes as evidence and tell the party whose key it names
"""

import secrets
from dataclasses import dataclass, field
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError

from comity.errors import RefusedError

ED25519_KEY, ED25519_SIGNATURE = 32, 64
MLDSA65_KEY, MLDSA65_SIGNATURE = 1952, 3309
SEED = 32
"""Bytes from which either private key grows."""


class KeyFormError(RefusedError):
    """Bytes that should be a key cannot be one."""

    code = "key-form"
    template = "this is no {algorithm} key: {reason}; ask its owner for the card again"


class SmallOrderKeyError(RefusedError):
    """A public key is a point with which one signature, or one secret, fits everything."""

    code = "small-order-key"
    template = (
        "this {algorithm} key is no point of the large prime order, so that anyone could sign or "
        "read in its name; refuse the card that brought it and ask its owner in person"
    )


class ForgedError(RefusedError):
    """A signature does not fit what it stands under."""

    code = "forged"
    template = (
        "the {algorithm} signature does not fit what it stands under; take nothing from it, "
        "keep the bytes as evidence and tell the party whose key it names"
    )


class Verifier(Protocol):
    """Whatever can check an Ed25519 signature: one pair of keys, or any of several."""

    def verify_ed25519(self, message: bytes, signature: bytes) -> None:
        """Check an Ed25519 signature over a message.

        Raises:
            ForgedError: it does not fit.
        """
        ...


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others need to check a party's signatures.

    Attributes:
        ed25519: 32 bytes.
        mldsa65: 1,952 bytes.
    """

    ed25519: bytes
    mldsa65: bytes = field(repr=False)
    _mldsa65: MLDSA65PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what is no key, and keep what is costly to parse.

        Raises:
            KeyFormError: a key has not the length that it must have.
            SmallOrderKeyError: the Ed25519 key is no point of the large prime order.
        """
        need_length("Ed25519", self.ed25519, ED25519_KEY)
        need_length("ML-DSA-65", self.mldsa65, MLDSA65_KEY)
        if not crypto_core_ed25519_is_valid_point(self.ed25519):
            raise SmallOrderKeyError(algorithm="Ed25519")
        parsed = MLDSA65PublicKey.from_public_bytes(self.mldsa65)
        object.__setattr__(self, "_mldsa65", parsed)

    def verify(self, message: bytes, ed25519_signature: bytes, mldsa65_signature: bytes) -> None:
        """Check both signatures over a message.

        Raises:
            ForgedError: one of them does not fit.
        """
        self.verify_ed25519(message, ed25519_signature)
        try:
            self._mldsa65.verify(mldsa65_signature, message)
        except InvalidSignature:
            raise ForgedError(algorithm="ML-DSA-65") from None

    def verify_ed25519(self, message: bytes, signature: bytes) -> None:
        """Check an Ed25519 signature over a message.

        Raises:
            ForgedError: it does not fit.
        """
        # The library takes signature and message in one piece, so that a shorter signature would
        # borrow its last bytes from the message.
        if len(signature) != ED25519_SIGNATURE:
            raise ForgedError(algorithm="Ed25519")
        try:
            crypto_sign_open(signature + message, self.ed25519)
        except BadSignatureError:
            raise ForgedError(algorithm="Ed25519") from None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Keys of which any may have signed, as those of a party's last two cards.

    Attributes:
        keys: the likeliest first.
    """

    keys: tuple[PublicKeys, ...]

    def verify_ed25519(self, message: bytes, signature: bytes) -> None:
        """Check an Ed25519 signature over a message.

        Raises:
            ForgedError: it fits none of them.
        """
        for keys in self.keys[:-1]:
            try:
                keys.verify_ed25519(message, signature)
            except ForgedError:
                continue
            return
        self.keys[-1].verify_ed25519(message, signature)


class SigningKeys:
    """The private halves; they never leave the node that made them but locked.

    Attributes:
        public: the halves that others hold.
    """

    __slots__ = ("_ed25519", "_mldsa65", "_seeds", "public")

    def __init__(self, ed25519_seed: bytes, mldsa65_seed: bytes) -> None:
        need_length("Ed25519 private", ed25519_seed, SEED)
        need_length("ML-DSA-65 private", mldsa65_seed, SEED)
        self._seeds = ed25519_seed + mldsa65_seed
        public, self._ed25519 = crypto_sign_seed_keypair(ed25519_seed)
        self._mldsa65 = MLDSA65PrivateKey.from_seed_bytes(mldsa65_seed)
        self.public = PublicKeys(public, self._mldsa65.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> Self:
        """Return new keys."""
        return cls(secrets.token_bytes(SEED), secrets.token_bytes(SEED))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the keys that grow from 64 bytes: the Ed25519 seed, then the ML-DSA-65 seed.

        Raises:
            KeyFormError: there are more or fewer bytes.
        """
        need_length("pair of private signing", data, 2 * SEED)
        return cls(data[:SEED], data[SEED:])

    def to_bytes(self) -> bytes:
        """Return the 64 bytes that `from_bytes` takes; a secret."""
        return self._seeds

    def sign_ed25519(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, 64 bytes."""
        return crypto_sign(message, self._ed25519)[:ED25519_SIGNATURE]

    def sign_mldsa65(self, message: bytes) -> bytes:
        """Return an ML-DSA-65 signature of a message, 3,309 bytes, with an empty context."""
        return self._mldsa65.sign(message)


def need_length(algorithm: str, data: bytes, length: int) -> None:
    """Refuse a key that has not its length.

    Raises:
        KeyFormError: it has not.
    """
    if len(data) != length:
        raise KeyFormError(
            algorithm=algorithm, reason=f"it has {len(data)} bytes, it must have {length}"
        )
