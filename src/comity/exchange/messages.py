"""Messages: what two nodes say to each other beside parcels.

All are canonical JSON with an Ed25519 signature, in hexadecimal digits, over the rest of it. None
is a record: they carry no words of a party, only what a node holds and what time it has. They
speak only of circles that both belong to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.errors import RefusedError
from comity.records.canonical import decode, encode
from comity.records.kinds import (
    Check,
    Misfit,
    fields,
    hashed,
    mapping,
    moment,
    party,
    text,
    whole,
)
from comity.records.party import Party
from comity.records.record import Head
from comity.seal.checkpoint import LARGEST_NOTE
from comity.seal.messages import Label, sign, verify
from comity.seal.signing import SigningKeys, Verifier

LARGEST = 1 << 20
"""Bytes of one message."""

KeysOf = Callable[[Party], Verifier]
"""Finds the keys of a paired party; raises `UnpairedError` for any other."""


class MessageError(RefusedError):
    """What arrived is no message of this protocol."""

    code = "message"
    template = "this is no message of this protocol: {reason}; nothing of it was taken"


class UnpairedError(RefusedError):
    """Somebody speaks whose card was never accepted here."""

    code = "unpaired-sender"
    template = (
        "{party} is not paired with this node, so nothing from it is taken; exchange cards and "
        "compare the fingerprint first"
    )


class WrongAudienceError(RefusedError):
    """Something came here that is meant for somebody else."""

    code = "wrong-audience"
    template = "this is meant for {recipient}, and this node is {here}; nothing of it was taken"


class StaleAnswerError(RefusedError):
    """An answer does not answer what was asked now, so that it may be an old one, repeated."""

    code = "stale-answer"
    template = "{party} answered another question than the one that was asked; its answer is old"


def hexadecimal(digits: int) -> Check:
    """Return a check for so many hexadecimal digits."""

    def check(path: str, value: object) -> None:
        right = isinstance(value, str) and len(value) == digits
        if not right or set(str(value)) - set("0123456789abcdef"):
            raise Misfit(path, value, f"give {digits} hexadecimal digits")

    return check


def head(path: str, value: object) -> None:
    """Check for a chain's head: its size and the hash of its last record."""
    if not isinstance(value, list) or len(value) != 2:
        raise Misfit(path, value, "give a number and a hash")
    whole(1)(path, value[0])
    hashed(path, value[1])


def cosignature(path: str, value: object) -> None:
    """Check for a receipt: the size that it is for and the cosignature."""
    if not isinstance(value, list) or len(value) != 2:
        raise Misfit(path, value, "give a size and a cosignature")
    whole(1)(path, value[0])
    hexadecimal(144)(path, value[1])


def clock(path: str, value: object) -> None:
    """Check for a moment that is in the calendar, since times are computed with it."""
    moment(path, value)
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise Misfit(path, value, "give a day that is in the calendar") from None


MOST_CIRCLES, MOST_MEMBERS = 1000, 12
HEADS = mapping(hashed, mapping(party, head, MOST_MEMBERS), MOST_CIRCLES)
RECEIPTS = mapping(hashed, mapping(party, cosignature, MOST_MEMBERS), MOST_CIRCLES)
AHEAD = mapping(hashed, text(LARGEST_NOTE), MOST_CIRCLES)
FROM_TO: dict[str, Check] = {"v": whole(1, 1), "from": party, "to": party, "at": clock}
NONCE = hexadecimal(32)

FORMS: dict[str, Check] = {
    "heartbeat": fields(
        {**FROM_TO, "nonce": NONCE, "heads": HEADS, "receipts": RECEIPTS, "ahead": AHEAD}
    ),
    "chain": fields(
        {**FROM_TO, "nonce": NONCE, "circle": hashed, "chain": party, "first": whole(1)}
    ),
    "file": fields(
        {**FROM_TO, "nonce": NONCE, "circle": hashed, "address": hashed, "offset": whole(0)}
    ),
}
"""Each message by its name, with what must stand in it beside the signature."""


def say(name: str, keys: SigningKeys, said: Mapping[str, Any]) -> bytes:
    """Return a message, signed."""
    FORMS[name]("", said)
    signature = sign(Label.HEARTBEAT, encode({**said, "message": name}), keys)
    return encode({**said, "signature": signature.hex()})


def hear(name: str, data: bytes, *, here: Party, keys_of: KeysOf) -> dict[str, Any]:
    """Return what a message says; its author and its form are right.

    Raises:
        MessageError: it is no such message.
        NotCanonicalError: its bytes are not canonical.
        UnpairedError: its author is not paired with this node.
        WrongAudienceError: it is meant for another party.
        ForgedError: its signature is not its author's.
    """
    if len(data) > LARGEST:
        raise MessageError(reason=f"it has {len(data)} bytes, the most is {LARGEST}")
    said = decode(data)
    if not isinstance(said, dict):
        raise MessageError(reason="it is no object")
    signature = said.pop("signature", None)
    try:
        hexadecimal(128)("signature", signature)
        FORMS[name]("", said)
    except Misfit as misfit:
        raise MessageError(reason=f"{misfit.path} is {str(misfit.value)[:80]}") from None
    keys = keys_of(said["from"])
    if said["to"] != here:
        raise WrongAudienceError(recipient=said["to"], here=here)
    signed = encode({**said, "message": name})
    verify(Label.HEARTBEAT, signed, bytes.fromhex(str(signature)), keys)
    return said


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a heartbeat tells of the other node.

    Attributes:
        party: whose node.
        at: what its clock said.
        heads: of every circle that both belong to, the head of every chain as it is there.
        receipts: of every such circle, how far each member has the chain of who is told this.
        ahead: by circle, a checkpoint of the chain of who is told this, beyond what is there of it
            in order: a record of it overtook the rest.
    """

    party: Party
    at: str
    heads: Mapping[str, Mapping[Party, Head]]
    receipts: Mapping[str, Mapping[Party, tuple[int, bytes]]]
    ahead: Mapping[str, bytes]


def pulse_of(said: Mapping[str, Any]) -> Pulse:
    """Return the pulse that a heartbeat message tells."""
    return Pulse(
        party=said["from"],
        at=said["at"],
        heads={
            circle: {chain: Head(*at) for chain, at in chains.items()}
            for circle, chains in said["heads"].items()
        },
        receipts={
            circle: {member: (at[0], bytes.fromhex(at[1])) for member, at in members.items()}
            for circle, members in said["receipts"].items()
        },
        ahead={circle: note.encode() for circle, note in said["ahead"].items()},
    )
