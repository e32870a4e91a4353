"""Keystore: secrets at rest, locked by a passphrase or by a key file.

A passphrase becomes a key through Argon2id, whose cost stands in the locked form, so that it can
rise over the years. Everything that stands there in clear is bound to the secret: change a letter
of it and nothing opens. The letters of a passphrase are brought to one form first (NFKC), since
two keyboards write the same й or ガ in two ways.
"""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from comity.errors import RefusedError, UnreadableError
from comity.records.canonical import NotCanonicalError, decode, encode
from comity.records.kinds import BodyError, Kind, choice, fields, text, whole
from comity.seal.encoding import Base64Error, decode64, encode64
from comity.seal.sealing import CannotOpenError, SealingKeys
from comity.seal.signing import SigningKeys, need_length

TYPE = "comity locked/v1"
CIPHER = "xchacha20-poly1305"
KEY, NONCE = 32, 24
SHORTEST_PASSPHRASE = 12
LARGEST_SECRET = 64 << 10
MOST_MEMORY, MOST_PASSES = 1 << 30, 16
"""What a locked form may ask for; one that asks for more was made to choke the reader."""

SIGNING, SEALING = 64, 96
VERSION = b"\x01"


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear a guess at a passphrase is.

    Attributes:
        passes: over the memory.
        memory: bytes.
    """

    passes: int
    memory: int


MODERATE = Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
"""256 MiB and three passes: under a second here, once at every start."""

_common = {
    "type": choice(TYPE),
    "cipher": choice(CIPHER),
    "nonce": text(32, 32),
    "sealed": text(2 * LARGEST_SECRET, 24),
}
_argon2id = fields(
    {
        "name": choice("argon2id"),
        "salt": text(24, 24),
        "passes": whole(1, MOST_PASSES),
        "memory": whole(argon2id.MEMLIMIT_MIN, MOST_MEMORY),
    }
)
BY_PASSPHRASE = Kind(TYPE, {**_common, "passphrase": _argon2id})
BY_KEY = Kind(TYPE, _common)


class LockedFormError(UnreadableError):
    """A file is no locked secret that this version reads."""

    code = "locked-form"
    template = "this is no locked secret: {reason}; take the file from a backup"


class WrongPassphraseError(RefusedError):
    """A passphrase does not open a locked secret."""

    code = "wrong-passphrase"
    template = (
        "the passphrase does not open the keys; look at the keyboard's language and try again, "
        "and if it is surely right, the file was damaged: take it from a backup"
    )


class WrongKeyError(RefusedError):
    """A key file does not open a locked secret."""

    code = "wrong-key-file"
    template = (
        "the key file does not open the keys: it is another one's, or one of the files was "
        "damaged; take both from one backup"
    )


class ShortPassphraseError(RefusedError):
    """A passphrase is too short to keep anybody out."""

    code = "short-passphrase"
    template = "a passphrase of {length} letters; give {shortest} or more, four words for instance"


def lock(secret: bytes, passphrase: str, cost: Cost = MODERATE) -> bytes:
    """Return a secret locked by a passphrase.

    Raises:
        ShortPassphraseError: it has fewer than 12 letters.
    """
    typed = _typed(passphrase)
    if len(typed) < SHORTEST_PASSPHRASE:
        raise ShortPassphraseError(length=len(typed), shortest=SHORTEST_PASSPHRASE)
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    spent = {
        "name": "argon2id",
        "salt": encode64(salt),
        "passes": cost.passes,
        "memory": cost.memory,
    }
    return _lock(secret, _stretch(typed, salt, cost), {"passphrase": spent})


def unlock(locked: bytes, passphrase: str) -> bytes:
    """Return the secret that a passphrase locked.

    Raises:
        LockedFormError: the bytes are no secret that a passphrase locked.
        WrongPassphraseError: it was another passphrase, or the bytes were changed.
    """
    held = _need_form(BY_PASSPHRASE, locked)
    spent = held["passphrase"]
    cost = Cost(spent["passes"], spent["memory"])
    key = _stretch(_typed(passphrase), _decode(spent["salt"], argon2id.SALTBYTES), cost)
    try:
        return _unlock(held, key)
    except CryptoError:
        raise WrongPassphraseError from None


def lock_with_key(secret: bytes, key: bytes) -> bytes:
    """Return a secret locked by a key of 32 bytes.

    Raises:
        KeyFormError: the key is longer or shorter.
    """
    need_length("locking", key, KEY)
    return _lock(secret, key, {})


def unlock_with_key(locked: bytes, key: bytes) -> bytes:
    """Return the secret that a key locked.

    Raises:
        KeyFormError: the key has not 32 bytes.
        LockedFormError: the bytes are no secret that a key locked.
        WrongKeyError: it was another key, or the bytes were changed.
    """
    need_length("locking", key, KEY)
    held = _need_form(BY_KEY, locked)
    try:
        return _unlock(held, key)
    except CryptoError:
        raise WrongKeyError from None


def takes_passphrase(locked: bytes) -> bool:
    """Say whether a passphrase locked a secret, and not a key.

    Raises:
        LockedFormError: the bytes are no locked secret.
    """
    try:
        held = decode(locked)
    except NotCanonicalError as error:
        raise LockedFormError(reason=str(error)) from None
    by_passphrase = isinstance(held, dict) and "passphrase" in held
    _need_form(BY_PASSPHRASE if by_passphrase else BY_KEY, locked)
    return by_passphrase


def new_locking_key() -> bytes:
    """Return a key for `lock_with_key`, 32 random bytes."""
    return secrets.token_bytes(KEY)


@dataclass(frozen=True, slots=True)
class NodeKeys:
    """All private keys of a node.

    Attributes:
        signing: for checkpoints, receipts and messages.
        sealing: that stands on the newest card.
        older: sealing keys of earlier cards, the newest first, kept until all that was sealed to
            them is received or has expired.
    """

    signing: SigningKeys
    sealing: SealingKeys
    older: tuple[SealingKeys, ...] = ()

    @classmethod
    def generate(cls) -> Self:
        """Return new keys."""
        return cls(SigningKeys.generate(), SealingKeys.generate())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the keys that an unlocked secret is.

        Raises:
            LockedFormError: it is none that this version reads.
        """
        first, rest = 1 + SIGNING, data[1 + SIGNING :]
        if data[:1] != VERSION or not rest or len(rest) % SEALING:
            raise LockedFormError(reason=f"{len(data)} bytes that are not the keys of a node")
        pairs = [rest[at : at + SEALING] for at in range(0, len(rest), SEALING)]
        sealing, *older = map(SealingKeys.from_bytes, pairs)
        return cls(SigningKeys.from_bytes(data[1:first]), sealing, tuple(older))

    def to_bytes(self) -> bytes:
        """Return the bytes that `from_bytes` takes; a secret, to be locked."""
        sealing = (self.sealing, *self.older)
        return VERSION + self.signing.to_bytes() + b"".join(keys.to_bytes() for keys in sealing)

    def rotated(self, signing: SigningKeys, sealing: SealingKeys) -> Self:
        """Return the keys of the next card, which still open what was sealed to earlier ones."""
        return type(self)(signing, sealing, (self.sealing, *self.older))

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Return what was sealed to the newest sealing key or to an older one.

        Raises:
            CannotOpenError: none of them opens it.
        """
        for keys in (self.sealing, *self.older):
            try:
                return keys.open(sealed, info)
            except CannotOpenError:
                continue
        raise CannotOpenError


def _typed(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)


def _stretch(typed: str, salt: bytes, cost: Cost) -> bytes:
    """Return the key that a passphrase becomes."""
    return argon2id.kdf(KEY, typed.encode(), salt, cost.passes, cost.memory)


def _lock(secret: bytes, key: bytes, more: Mapping[str, Any]) -> bytes:
    """Return the locked form; what stands in clear is bound as associated data."""
    nonce = secrets.token_bytes(NONCE)
    clear = {"type": TYPE, "cipher": CIPHER, "nonce": encode64(nonce), **more}
    sealed = crypto_aead_xchacha20poly1305_ietf_encrypt(secret, encode(clear), nonce, key)
    return encode({**clear, "sealed": encode64(sealed)})


def _unlock(held: dict[str, Any], key: bytes) -> bytes:
    """Return the secret of a locked form; raises the library's error where the key is wrong."""
    clear = {name: value for name, value in held.items() if name != "sealed"}
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
        _decode(held["sealed"]), encode(clear), _decode(held["nonce"], NONCE), key
    )


def _need_form(kind: Kind, locked: bytes) -> dict[str, Any]:
    """Return the parts of a locked form."""
    try:
        held = decode(locked)
        kind.check(held)
    except NotCanonicalError as error:
        raise LockedFormError(reason=str(error)) from None
    except BodyError as error:
        reason = "{field} is {value}; {wanted}".format(**error.facts)
        raise LockedFormError(reason=reason) from None
    return dict(held)  # type: ignore[arg-type] # the kind has looked


def _decode(written: str, length: int | None = None) -> bytes:
    """Return bytes that stand in a locked form, and where one is given have this length."""
    try:
        data = decode64(written)
    except Base64Error as error:
        raise LockedFormError(reason=str(error)) from None
    if length is not None and len(data) != length:
        raise LockedFormError(reason=f"{len(data)} bytes stand where {length} should")
    return data
