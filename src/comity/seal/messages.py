"""Messages: what keys sign besides checkpoints, each under a label.

The signature covers the label as well, so that a signature under one sort of message can never be
shown as a signature under another. Short-lived messages between nodes carry Ed25519 alone; what
people keep, cards and revocations, carries both algorithms.

>>> keys = SigningKeys.from_bytes(bytes(64))
>>> verify(Label.PARCEL, b"header", sign(Label.PARCEL, b"header", keys), keys.public)
>>> verify(Label.EARLY, b"header", sign(Label.PARCEL, b"header", keys), keys.public)
Traceback (most recent call last):
comity.seal.signing.ForgedError: the Ed25519 signature does not fit what it stands under; \
take nothing from it, keep the bytes as evidence and tell the party whose key it names
"""

from dataclasses import dataclass
from enum import Enum

from comity.seal.signing import PublicKeys, SigningKeys, Verifier


class Label(Enum):
    """What sort of message a signature is for; the bytes stand before what is signed."""

    PARCEL = b"comity parcel/v1\n"
    HEARTBEAT = b"comity heartbeat/v1\n"
    EARLY = b"comity early/v1\n"
    CARD = b"comity card/v1\n"
    REVOKE = b"comity revoke/v1\n"
    EPOCH = b"comity epoch/v1\n"


@dataclass(frozen=True, slots=True)
class Signatures:
    """One message signed with both algorithms.

    Attributes:
        ed25519: 64 bytes.
        mldsa65: 3,309 bytes.
    """

    ed25519: bytes
    mldsa65: bytes


def sign(label: Label, data: bytes, keys: SigningKeys) -> bytes:
    """Return the Ed25519 signature of a labelled message, 64 bytes."""
    return keys.sign_ed25519(label.value + data)


def verify(label: Label, data: bytes, signature: bytes, keys: Verifier) -> None:
    """Check the Ed25519 signature of a labelled message.

    Raises:
        ForgedError: it does not fit.
    """
    keys.verify_ed25519(label.value + data, signature)


def sign_both(label: Label, data: bytes, keys: SigningKeys) -> Signatures:
    """Return both signatures of a labelled message."""
    message = label.value + data
    return Signatures(keys.sign_ed25519(message), keys.sign_mldsa65(message))


def verify_both(label: Label, data: bytes, signatures: Signatures, keys: PublicKeys) -> None:
    """Check both signatures of a labelled message.

    Raises:
        ForgedError: one of them does not fit.
    """
    keys.verify(label.value + data, signatures.ed25519, signatures.mldsa65)
