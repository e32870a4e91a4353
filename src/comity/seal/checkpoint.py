"""Checkpoint: what a party signs about its chain, and the receipt that others give for it.

A checkpoint says how many records a chain has and the root of the tree over them; signing it signs
every one of them. It is a C2SP tlog-checkpoint in a signed note, always with both signatures of
its author. A receipt is a C2SP tlog-cosignature of the same text. Signature lines of unknown names
or keys are kept and decide nothing; a line that stands twice is refused.

>>> from comity.records.party import Party
>>> from comity.records.tree import EMPTY
>>> keys = SigningKeys.from_bytes(bytes(64))
>>> here = Checkpoint("9f" * 32, Party("ua"), 0, EMPTY.root)
>>> verify(read_note(issue(here, keys)), keys.public) == here
True
>>> verify_cosignature(here, Party("jp"), keys.public, cosign(here, Party("jp"), keys, 1772703000))
1772703000
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from comity.errors import RefusedError
from comity.records.party import FORM as PARTY
from comity.records.party import Party
from comity.records.record import HASH
from comity.records.tree import EMPTY
from comity.seal.encoding import Base64Error, decode64, encode64
from comity.seal.signing import ED25519_SIGNATURE, ForgedError, PublicKeys, SigningKeys, Verifier

LARGEST_NOTE = 32 << 10
"""Bytes of a note; one of two parties has about five thousand."""
MOST_LINES = 32
"""Signature lines of a note: two of its author, receipts, and what others may have added."""
LARGEST_SIZE = 2**53 - 1
LATEST = 2**63 - 1
"""Seconds since 1970 that a receipt can hold."""

ED25519_TYPE = b"\x01"
COSIGNATURE_TYPE = b"\x04"
MLDSA65_TYPE = b"\xffcomity/ml-dsa-65/v1"
"""The signed note's form of a type that has no number: 0xff and an identifier."""

NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
NAME = re.compile(r"[^\s+]{1,160}")
LINE = "— "
"""What a signature line begins with: a dash, U+2014, and a space."""

KEY_ID = 4
COSIGNATURE = 8 + ED25519_SIGNATURE


class NoteError(RefusedError):
    """Bytes that should be a signed checkpoint are not."""

    code = "checkpoint-note"
    template = "this is no signed checkpoint: {reason}; ask its sender for the note again"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a chain goes, and the root over it.

    Attributes:
        circle: id of the circle, 64 hexadecimal digits.
        party: whose chain it is.
        size: number of records.
        root: RFC 6962 root over the hashes of these records, 32 bytes.
    """

    circle: str
    party: Party
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what no note could say.

        Raises:
            NoteError: a part has not its form.
        """
        _need(HASH.fullmatch(self.circle), "the circle is not 64 hexadecimal digits")
        _need(PARTY.fullmatch(self.party), "the party is not two to ten small Latin letters")
        _need(0 <= self.size <= LARGEST_SIZE, f"a chain of {self.size} records")
        _need(len(self.root) == 32, f"the root has {len(self.root)} bytes, it must have 32")
        _need(self.size or self.root == EMPTY.root, "an empty chain has another root")

    @property
    def origin(self) -> str:
        """Return the name of the chain, which is the name of its keys in the note too."""
        return f"comity/{self.circle}/{self.party}"

    @property
    def text(self) -> bytes:
        """Return the text of the note: what is signed."""
        return f"{self.origin}\n{self.size}\n{encode64(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature under a note.

    Attributes:
        name: of the key.
        key_id: 4 bytes that tell keys of one name apart; it proves nothing.
        signature: what its type says; of a receipt, the time and the signature.
    """

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """Return the line as it stands in the note."""
        return f"{LINE}{self.name} {encode64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A signed checkpoint as it was read; nothing of it is verified.

    Attributes:
        checkpoint: what it says.
        lines: the signatures that stand under it.
    """

    checkpoint: Checkpoint
    lines: tuple[SignatureLine, ...]

    def encode(self) -> bytes:
        """Return the note's bytes."""
        lines = "".join(line.text for line in self.lines)
        return self.checkpoint.text + b"\n" + lines.encode()

    def signature(self, name: str, identifier: bytes) -> bytes | None:
        """Return the signature of a key, None where it stands not there."""
        for line in self.lines:
            if line.key_id == identifier and line.name == name:
                return line.signature
        return None


def key_id(name: str, kind: bytes, key: bytes) -> bytes:
    """Return the 4 bytes that a signed note tells a key by."""
    return sha256(name.encode() + b"\n" + kind + key).digest()[:KEY_ID]


def issue(checkpoint: Checkpoint, keys: SigningKeys, mldsa65: bytes = b"") -> bytes:
    """Return the whole signed note of a checkpoint, with both signatures of its author.

    Args:
        checkpoint: to sign.
        keys: of its author.
        mldsa65: these keys' ML-DSA-65 signature of the checkpoint's text, if it was made already.
    """
    name, text, public = checkpoint.origin, checkpoint.text, keys.public
    lattice = mldsa65 or keys.sign_mldsa65(text)
    lines = (
        SignatureLine(name, key_id(name, ED25519_TYPE, public.ed25519), keys.sign_ed25519(text)),
        SignatureLine(name, key_id(name, MLDSA65_TYPE, public.mldsa65), lattice),
    )
    return Note(checkpoint, lines).encode()


def read_note(data: bytes) -> Note:
    """Return the note that these bytes are.

    Raises:
        NoteError: they are none, or longer than any may be.
    """
    _need(len(data) <= LARGEST_NOTE, f"{len(data)} bytes; {LARGEST_NOTE} is the most")
    try:
        content = data.decode()
    except UnicodeDecodeError:
        raise NoteError(reason="it is not UTF-8") from None
    text, blank, under = content.partition("\n\n")
    _need(blank, "no blank line stands between text and signatures")
    parts = text.split("\n")
    _need(len(parts) == 3, f"its text has {len(parts)} lines; a checkpoint has three")
    origin, size, root = parts
    names = origin.split("/")
    _need(len(names) == 3 and names[0] == "comity", "its first line names no chain")
    _need(NUMBER.fullmatch(size), "its second line is no number of records")
    checkpoint = Checkpoint(names[1], Party(names[2]), int(size), _bytes(root))
    return Note(checkpoint, _lines(under))


def _lines(under: str) -> tuple[SignatureLine, ...]:
    """Return the signature lines that stand under a text, each once."""
    written = under.split("\n")
    _need(written.pop() == "", "it does not end with a line break")
    _need(0 < len(written) <= MOST_LINES, f"{len(written)} signatures; 1 to {MOST_LINES} may stand")
    found: dict[tuple[str, bytes], SignatureLine] = {}
    for line in written:
        name, space, encoded = line.removeprefix(LINE).partition(" ")
        _need(line.startswith(LINE) and space, "a signature line has not its form")
        _need(NAME.fullmatch(name) and name.isprintable(), "a key's name has not its form")
        data = _bytes(encoded)
        _need(len(data) > KEY_ID, "a signature is missing after its key id")
        read = SignatureLine(name, data[:KEY_ID], data[KEY_ID:])
        key = (read.name, read.key_id)
        _need(key not in found, f"two signatures of one key of {name}")
        found[key] = read
    return tuple(found.values())


def verify(note: Note, keys: PublicKeys) -> Checkpoint:
    """Return what a note says, once both signatures of its author fit.

    Args:
        note: as it was read.
        keys: of the party that the note names, from its card.

    Raises:
        ForgedError: a signature of these keys is missing or does not fit.
    """
    name = note.checkpoint.origin
    classical = note.signature(name, key_id(name, ED25519_TYPE, keys.ed25519))
    lattice = note.signature(name, key_id(name, MLDSA65_TYPE, keys.mldsa65))
    keys.verify(note.checkpoint.text, classical or b"", lattice or b"")
    return note.checkpoint


def cosigner_name(cosigner: Party) -> str:
    """Return the name of the key with which a party gives receipts."""
    return f"comity/{cosigner}"


def cosign(checkpoint: Checkpoint, cosigner: Party, keys: SigningKeys, at: int) -> bytes:
    """Return the receipt of a checkpoint, 72 bytes; call it after the commit, never before.

    Args:
        checkpoint: that the cosigner verified and holds with every record up to it.
        cosigner: whose keys these are; it stands in the line that carries the receipt.
        keys: of the cosigner.
        at: seconds since 1970.

    Raises:
        NoteError: the cosigner is the author of the chain, or the time is none.
    """
    _need(cosigner != checkpoint.party, f"{cosigner} cannot give itself a receipt")
    _need(0 < at <= LATEST, f"{at} is no time of a receipt")
    return at.to_bytes(8, "big") + keys.sign_ed25519(_cosigned(checkpoint, at))


def verify_cosignature(
    checkpoint: Checkpoint, cosigner: Party, keys: Verifier, signature: bytes
) -> int:
    """Return when a receipt was given, in seconds since 1970 by the cosigner's clock.

    Raises:
        ForgedError: it is no receipt of this checkpoint by these keys.
        NoteError: the cosigner is the author of the chain, or the time is none.
    """
    _need(cosigner != checkpoint.party, f"{cosigner} cannot give itself a receipt")
    if len(signature) != COSIGNATURE:
        raise ForgedError(algorithm="Ed25519")
    at = int.from_bytes(signature[:8], "big")
    _need(0 < at <= LATEST, f"{at} is no time of a receipt")
    keys.verify_ed25519(_cosigned(checkpoint, at), signature[8:])
    return at


def cosignature_line(cosigner: Party, keys: PublicKeys, signature: bytes) -> SignatureLine:
    """Return the line that carries a receipt under a note."""
    name = cosigner_name(cosigner)
    return SignatureLine(name, key_id(name, COSIGNATURE_TYPE, keys.ed25519), signature)


def with_cosignatures(data: bytes, lines: Iterable[SignatureLine]) -> bytes:
    """Return a note with receipts under it, for somebody who was not there.

    Raises:
        NoteError: the bytes are no note, or the lines do not fit under it.
    """
    note = read_note(data)
    longer = Note(note.checkpoint, (*note.lines, *lines)).encode()
    read_note(longer)
    return longer


def cosignatures(note: Note, cosigners: Mapping[Party, PublicKeys]) -> dict[Party, int]:
    """Return when each of these parties gave its receipt, as far as it stands under the note.

    Raises:
        ForgedError: the line of one of their keys carries no receipt of this checkpoint.
    """
    found: dict[Party, int] = {}
    for party, keys in cosigners.items():
        name = cosigner_name(party)
        signature = note.signature(name, key_id(name, COSIGNATURE_TYPE, keys.ed25519))
        if signature is not None:
            found[party] = verify_cosignature(note.checkpoint, party, keys, signature)
    return found


def _cosigned(checkpoint: Checkpoint, at: int) -> bytes:
    """Return what a receipt signs."""
    return f"cosignature/v1\ntime {at}\n".encode() + checkpoint.text


def _bytes(text: str) -> bytes:
    try:
        return decode64(text)
    except Base64Error:
        raise NoteError(reason="a part is not base64 as we write it") from None


def _need(holds: object, reason: str) -> None:
    if not holds:
        raise NoteError(reason=reason)
