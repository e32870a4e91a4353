"""Receipt: what a recipient signs once records are safe on its disk.

A receipt is the recipient's cosignature of a checkpoint (C2SP tlog-cosignature): it says that
every record up to that size is kept. It is made after the commit, stands outside the chains, is
never receipted itself, and the author keeps it as evidence. An early receipt speaks of one urgent
record that overtook its chain.
"""

from dataclasses import asdict, dataclass

from comity.exchange.messages import MessageError, hexadecimal
from comity.records.canonical import decode, encode
from comity.records.kinds import Check, Misfit, choice, fields, hashed, moment, party, whole
from comity.records.party import Party
from comity.seal.checkpoint import Checkpoint, verify_cosignature
from comity.seal.messages import Label, sign, verify
from comity.seal.signing import SigningKeys, Verifier

LARGEST = 4096
"""Bytes of a receipt; none has a quarter of it."""

RUN: dict[str, Check] = {
    "form": choice("run"),
    "circle": hashed,
    "chain": party,
    "member": party,
    "size": whole(1),
    "cosignature": hexadecimal(144),
}
EARLY: dict[str, Check] = {
    "form": choice("early"),
    "circle": hashed,
    "chain": party,
    "member": party,
    "seq": whole(1),
    "hash": hashed,
    "at": moment,
    "signature": hexadecimal(128),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A member's cosignature of a checkpoint of a chain.

    Attributes:
        circle: id of the circle.
        chain: whose records.
        member: who has them.
        size: number of records that it has.
        cosignature: 8 bytes of time in seconds and 64 of Ed25519.
    """

    circle: str
    chain: Party
    member: Party
    size: int
    cosignature: bytes

    def encode(self) -> bytes:
        """Return the receipt as it goes over the wire."""
        return encode({**asdict(self), "form": "run", "cosignature": self.cosignature.hex()})

    def verify(self, root: bytes, keys: Verifier) -> int:
        """Return when it was made, in seconds since 1970.

        Args:
            root: of the chain's first `size` records, as this node has them.
            keys: the member's.

        Raises:
            ForgedError: the member did not cosign this root.
            NoteError: it says a time that no clock says.
        """
        checkpoint = Checkpoint(self.circle, self.chain, self.size, root)
        return verify_cosignature(checkpoint, self.member, keys, self.cosignature)


@dataclass(frozen=True, slots=True)
class EarlyReceipt:
    """A member's word that one urgent record is safe although its chain is not complete there.

    Attributes:
        circle: id of the circle.
        chain: whose record.
        member: who has it.
        seq: its number.
        hash: its hash.
        at: what the member's clock said.
        signature: Ed25519, 64 bytes.
    """

    circle: str
    chain: Party
    member: Party
    seq: int
    hash: str
    at: str
    signature: bytes

    def encode(self) -> bytes:
        """Return the receipt as it goes over the wire."""
        return encode({**asdict(self), "form": "early", "signature": self.signature.hex()})

    def verify(self, keys: Verifier) -> None:
        """Refuse a receipt that the member did not give.

        Raises:
            ForgedError: the signature is not the member's.
        """
        verify(Label.EARLY, _signed(self), self.signature, keys)


def give_early(
    *, circle: str, chain: Party, member: Party, seq: int, record: str, at: str, keys: SigningKeys
) -> EarlyReceipt:
    """Return an early receipt for a record, by its hash."""
    bare = EarlyReceipt(circle, chain, member, seq, record, at, b"")
    signature = sign(Label.EARLY, _signed(bare), keys)
    return EarlyReceipt(circle, chain, member, seq, record, at, signature)


def _signed(receipt: EarlyReceipt) -> bytes:
    kept = {name: value for name, value in asdict(receipt).items() if name != "signature"}
    return encode(kept)


def read(data: bytes) -> Receipt | EarlyReceipt:
    """Return the receipt that these bytes are; it is not verified yet.

    Raises:
        MessageError: they are none.
        NotCanonicalError: they are not canonical.
    """
    if len(data) > LARGEST:
        raise MessageError(reason=f"a receipt of {len(data)} bytes, the most is {LARGEST}")
    said = decode(data)
    form = said.get("form") if isinstance(said, dict) else None
    try:
        fields(EARLY if form == "early" else RUN)("", said)
    except Misfit as misfit:
        raise MessageError(reason=f"{misfit.path} of a receipt does not fit") from None
    assert isinstance(said, dict)  # noqa: S101 - just checked; tells the types
    if said.pop("form") == "early":
        return EarlyReceipt(**{**said, "signature": bytes.fromhex(said["signature"])})
    return Receipt(**{**said, "cosignature": bytes.fromhex(said["cosignature"])})
