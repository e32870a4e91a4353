"""Parcel: consecutive records of one chain, sealed for one recipient.

    magic          8 bytes   "COMITY1" and a newline
    header length  4 bytes   big endian
    header         canonical JSON, in clear: who, for whom, which records, how urgent
    digest        32 bytes   SHA-256 of the sealed part
    signature     64 bytes   the carrier's Ed25519 over everything before it
    sealed part    the rest  HPKE to the recipient; `info` is the SHA-256 of magic, length, header

Whoever carries a chain of another party seals it anew and signs as carrier only. The sealed part
holds blobs, each with its length: the records and the checkpoint note that they end at. An *early*
parcel holds one urgent record that overtakes its own chain, the note, and the inclusion path.
Limits on counts and sizes are checked before anything is opened. Nothing is compressed: the size of
what was compressed would tell of its content, and there is nothing for a bomb to blow up.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from comity.errors import RefusedError
from comity.records.canonical import decode, encode
from comity.records.party import FORM as PARTY
from comity.records.party import Party
from comity.records.precedence import WORDS, Precedence
from comity.records.record import HASH, MOMENT
from comity.seal.keystore import NodeKeys
from comity.seal.messages import Label, sign, verify
from comity.seal.sealing import PublicSealingKey, seal
from comity.seal.signing import SigningKeys, Verifier

MAGIC = b"COMITY1\n"
LONGEST_HEADER = 4096
LARGEST = 16 << 20
"""Bytes of one parcel, as they come over the wire."""
MOST_RECORDS = 1024
SEALED = "hpke-mlkem768-x25519-hkdfsha256-chacha20poly1305"
SIGNED = "ed25519"
DIGEST, SIGNATURE = 32, 64
FIXED = len(MAGIC) + 4


class Form(StrEnum):
    """What a parcel holds."""

    RUN = "run"
    EARLY = "early"


class ParcelError(RefusedError):
    """What arrived is no parcel."""

    code = "parcel"
    template = "this is no parcel: {reason}; nothing of it was taken, send it again"


class UnknownVersionError(ParcelError):
    """A parcel of a version or with an algorithm that this node does not speak."""

    code = "unknown-version"
    template = "the parcel speaks {spoken}, this node only {known}; bring both to one version"


class OversizeError(ParcelError):
    """A count or size is beyond what any parcel may have."""

    code = "oversize"
    template = "{what} is {size}, the most is {most}; nothing was opened, send less at a time"


class DamagedParcelError(ParcelError):
    """The sealed part is not the one that the carrier signed."""

    code = "damaged-parcel"
    template = (
        "the sealed part of the parcel of {chain} {first} to {last} is not what {carrier} "
        "signed; nothing was opened, send it again"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the network may see of a parcel.

    Attributes:
        circle: id of the circle.
        chain: whose records.
        carrier: who sealed and sent it, the author or another member.
        recipient: who alone can open it.
        card: fingerprint of the recipient's card that it is sealed to.
        form: what it holds.
        first: number of the first record.
        last: number of the last record.
        precedence: of the most urgent record.
        created: what the carrier's clock said.
    """

    circle: str
    chain: Party
    carrier: Party
    recipient: Party
    card: str
    form: Form
    first: int
    last: int
    precedence: Precedence
    created: str

    def encode(self) -> bytes:
        """Return the header as it stands in the parcel."""
        return encode(
            {
                "v": 1,
                "seal": SEALED,
                "sign": SIGNED,
                "circle": self.circle,
                "chain": self.chain,
                "carrier": self.carrier,
                "recipient": self.recipient,
                "card": self.card,
                "form": self.form.value,
                "first": self.first,
                "last": self.last,
                "precedence": self.precedence.word,
                "created": self.created,
            }
        )


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel whose clear part was read; nothing is verified yet.

    Attributes:
        header: its clear header.
        clear: everything that the carrier signed: magic, length, header, digest.
        signature: the carrier's.
        sealed: the sealed part.
    """

    header: Header
    clear: bytes
    signature: bytes
    sealed: bytes

    def verify(self, keys: Verifier) -> None:
        """Refuse a parcel that the carrier did not make.

        Raises:
            ForgedError: the signature is not the carrier's.
            DamagedParcelError: the sealed part is another.
        """
        verify(Label.PARCEL, self.clear, self.signature, keys)
        if sha256(self.sealed).digest() != self.clear[-DIGEST:]:
            head = self.header
            raise DamagedParcelError(
                chain=head.chain, first=head.first, last=head.last, carrier=head.carrier
            )

    def open(self, keys: NodeKeys) -> list[bytes]:
        """Return the blobs inside.

        Raises:
            CannotOpenError: it is sealed to another key, or under another header.
            ParcelError: what is inside has not the form of blobs.
        """
        info = sha256(self.clear[:-DIGEST]).digest()
        return unpack(keys.open(self.sealed, info))


def make(
    header: Header, blobs: Sequence[bytes], *, to: PublicSealingKey, carrier: SigningKeys
) -> bytes:
    """Return a parcel as it goes over the wire."""
    encoded = header.encode()
    framed = MAGIC + struct.pack(">I", len(encoded)) + encoded
    sealed = seal(pack(blobs), to, sha256(framed).digest())
    clear = framed + sha256(sealed).digest()
    return clear + sign(Label.PARCEL, clear, carrier) + sealed


def read(data: bytes) -> Parcel:
    """Return the parcel that these bytes are; limits are checked, nothing is opened.

    Raises:
        OversizeError: it is larger than any parcel may be.
        UnknownVersionError: this node does not speak its version.
        ParcelError: it is no parcel.
    """
    if len(data) > LARGEST:
        raise OversizeError(what="the size of the parcel", size=len(data), most=LARGEST)
    if data[: len(MAGIC)] != MAGIC:
        if data[:6] == MAGIC[:6]:
            spoken = data[:7].decode("ascii", "replace")
            raise UnknownVersionError(spoken=spoken, known=MAGIC.decode().strip())
        raise ParcelError(reason="it does not begin as one")
    if len(data) < FIXED:
        raise ParcelError(reason="it ends before its header")
    (length,) = struct.unpack(">I", data[len(MAGIC) : FIXED])
    if length > LONGEST_HEADER:
        raise OversizeError(what="the length of the header", size=length, most=LONGEST_HEADER)
    cut = FIXED + length + DIGEST
    if len(data) < cut + SIGNATURE:
        raise ParcelError(reason="it ends before its sealed part")
    header = _header(data[FIXED : FIXED + length])
    return Parcel(header, data[:cut], data[cut : cut + SIGNATURE], data[cut + SIGNATURE :])


def _header(data: bytes) -> Header:
    """Return a header, each field of which must have its form."""
    fields = decode(data)
    if not isinstance(fields, dict):
        raise ParcelError(reason="its header is no object")
    spoken = (fields.pop("v", None), fields.pop("seal", None), fields.pop("sign", None))
    if spoken != (1, SEALED, SIGNED) or type(spoken[0]) is not int:
        raise UnknownVersionError(spoken=spoken, known=(1, SEALED, SIGNED))
    if fields.keys() != set(Header.__dataclass_fields__):
        odd = ", ".join(sorted(fields.keys() ^ set(Header.__dataclass_fields__)))
        raise ParcelError(reason=f"its header has not the fields it must have: {odd}")
    forms = {
        "circle": HASH, "card": HASH, "chain": PARTY, "carrier": PARTY, "recipient": PARTY,
        "created": MOMENT,
    }  # fmt: skip
    for name, form in forms.items():
        if not isinstance(fields[name], str) or not form.fullmatch(fields[name]):
            raise ParcelError(reason=f"{name} in its header has not its form")
    first, last = fields["first"], fields["last"]
    if type(first) is not int or type(last) is not int or not 1 <= first <= last:
        raise ParcelError(reason="its numbers are no run of records")
    if last - first + 1 > MOST_RECORDS:
        raise OversizeError(what="the count of records", size=last - first + 1, most=MOST_RECORDS)
    if fields["form"] not in tuple(Form) or (fields["form"] == Form.EARLY and first != last):
        raise ParcelError(reason="its form is neither run nor early")
    if fields["precedence"] not in tuple(WORDS):  # whatever stands there need not be a text
        raise ParcelError(reason="its precedence is none")
    return Header(
        **{**fields, "form": Form(fields["form"]), "precedence": WORDS[fields["precedence"]]}
    )


def pack(blobs: Iterable[bytes]) -> bytes:
    """Return blobs one after the other, each with its length."""
    parts: list[bytes] = []
    for blob in blobs:
        parts += (struct.pack(">I", len(blob)), blob)
    return b"".join(parts)


def unpack(data: bytes) -> list[bytes]:
    """Return the blobs of what `pack` made.

    Raises:
        ParcelError: a length leads beyond the end.
        OversizeError: there are more than a parcel may hold.
    """
    blobs: list[bytes] = []
    at, end = 0, len(data)
    while at < end:
        if at + 4 > end:
            raise ParcelError(reason="a length inside it is cut off")
        (length,) = struct.unpack_from(">I", data, at)
        at += 4
        if at + length > end:
            raise ParcelError(reason="a length inside it leads beyond its end")
        blobs.append(data[at : at + length])
        at += length
        if len(blobs) > MOST_RECORDS + 2:
            raise OversizeError(what="the count of blobs", size=len(blobs), most=MOST_RECORDS + 2)
    return blobs
