"""Inclusion: one document that proves one record to somebody who was not there.

It holds the record, the path from it to the root of a signed checkpoint, the receipts of the other
members, and the cards that name all keys. Whoever was told the fingerprint of the author's card
checks it offline and sees no other record. A card before or after that one will do: each next
card is signed by the roots of the one before and names it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.errors import RefusedError
from comity.records.canonical import decode, encode
from comity.records.kinds import (
    BodyError,
    Kind,
    choice,
    fields,
    hashed,
    listing,
    mapping,
    party,
    text,
    whole,
)
from comity.records.party import Party
from comity.records.record import LARGEST, Record, read
from comity.records.tree import root_by_path
from comity.seal.card import Card, SignedCard, verify_first, verify_next
from comity.seal.checkpoint import LARGEST_NOTE, Checkpoint, Note, cosignatures, read_note, verify
from comity.seal.signing import ForgedError, PublicKeys
from comity.seal.statements import CARD, LONGEST_PATH

LARGEST_PROOF = 8 << 20
MOST_PARTIES, MOST_CARDS = 12, 32

TYPE = "comity proof/v1"
PROOF = Kind(
    TYPE,
    {
        "type": choice(TYPE),
        "record": text(LARGEST),
        "index": whole(0),
        "size": whole(1),
        "path": listing(hashed, LONGEST_PATH),
        "note": text(LARGEST_NOTE),
        "cards": mapping(party, listing(fields(CARD.fields), MOST_CARDS, 1), MOST_PARTIES, 1),
    },
)
NOBODY: Mapping[Party, str] = {}


class ProofFormError(RefusedError):
    """A document is no inclusion proof."""

    code = "proof-form"
    template = "this is no proof of a record: {reason}; ask its sender to export it again"


class ProofMismatchError(RefusedError):
    """The parts of a proof speak of different things."""

    code = "proof-mismatch"
    template = "the proof does not hold together: {reason}; believe nothing of it"


class ProofFingerprintError(RefusedError):
    """No card in a proof has the fingerprint that was told."""

    code = "proof-fingerprint"
    template = (
        "none of the cards of {party} in the proof has the fingerprint {fingerprint}; ask {party} "
        "for the fingerprint of its card over another channel"
    )


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof shows.

    Attributes:
        record: the one record.
        checkpoint: the author's, which includes it.
        card: of the author, whose keys signed the checkpoint.
        receipts: members who hold the chain up to the checkpoint, with the time by their own
            clock in seconds since 1970; only those whose fingerprint was told.
    """

    record: Record
    checkpoint: Checkpoint
    card: Card
    receipts: Mapping[Party, int]


def write_proof(
    record: Record,
    path: Sequence[bytes],
    note: bytes,
    cards: Mapping[Party, Sequence[SignedCard]],
) -> bytes:
    """Return the document that proves a record.

    Args:
        record: to prove.
        path: its inclusion path in the tree of the note.
        note: a checkpoint that includes it, with the receipts that were given for it.
        cards: of the author, and of each giver of a receipt, from one that a reader may know to
            the one whose keys signed, without a gap.
    """
    return encode(
        {
            "type": TYPE,
            "record": record.encoded.decode(),
            "index": record.seq - 1,
            "size": read_note(note).checkpoint.size,
            "path": [step.hex() for step in path],
            "note": note.decode(),
            "cards": {owner: [card.body for card in chain] for owner, chain in cards.items()},
        }
    )


def check_proof(
    document: bytes, *, fingerprint: str, cosigners: Mapping[Party, str] = NOBODY
) -> Proven:
    """Return what a document proves to somebody who knows the fingerprint of the author's card.

    Args:
        document: as it came.
        fingerprint: of any card of the author, told over another channel; 64 hexadecimal digits.
        cosigners: the same of members whose receipts are to be checked.

    Raises:
        ProofFormError: the document is no proof.
        ProofFingerprintError: no card has a fingerprint that was told.
        ProofMismatchError: its parts speak of different chains, places, sizes or roots.
        InclusionError: the path has not the form that place and size need.
        ForgedError: the checkpoint is not signed by the author's keys, or a receipt is not good.
        RefusedError: as reading the record, the note and the cards raises it.
    """
    if len(document) > LARGEST_PROOF:
        raise ProofFormError(reason=f"{len(document)} bytes; {LARGEST_PROOF} is the most")
    held = _need_form(decode(document))
    record, note = read(held["record"].encode()), read_note(held["note"].encode())
    checkpoint = note.checkpoint
    _need_same("circle", record.circle, checkpoint.circle)
    _need_same("author", record.party, checkpoint.party)
    _need_same("place", record.seq - 1, held["index"])
    _need_same("size", held["size"], checkpoint.size)
    path = [bytes.fromhex(step) for step in held["path"]]
    root = root_by_path(bytes.fromhex(record.hash), record.seq - 1, checkpoint.size, path)
    _need_same("root", root.hex(), checkpoint.root.hex())
    card = _signer(note, _trusted(held["cards"], record.party, fingerprint))
    receipts: dict[Party, int] = {}
    for cosigner, told in cosigners.items():
        for trusted in _trusted(held["cards"], cosigner, told):
            receipts |= cosignatures(note, {cosigner: trusted.signing})
    return Proven(record, checkpoint, card, receipts)


def _trusted(cards: Mapping[str, Any], owner: Party, fingerprint: str) -> list[Card]:
    """Return the cards of a party that hang together with one whose fingerprint was told."""
    chain: list[Card] = []
    for body in cards.get(owner, ()):
        signed = SignedCard.from_body(body)
        _need_same("owner of a card", signed.card.party, owner)
        chain.append(verify_next(signed, chain[-1]) if chain else verify_first(signed))
    if fingerprint not in {card.fingerprint for card in chain}:
        raise ProofFingerprintError(party=owner, fingerprint=fingerprint)
    return chain


def _signer(note: Note, cards: Iterable[Card]) -> Card:
    """Return the card whose keys signed a note, the newest first."""
    for card in reversed(tuple(cards)):
        if _signed_by(note, card.signing):
            return card
    raise ForgedError(algorithm="checkpoint's")


def _signed_by(note: Note, keys: PublicKeys) -> bool:
    try:
        verify(note, keys)
    except ForgedError:
        return False
    return True


def _need_form(document: object) -> dict[str, Any]:
    """Return a document that is a proof by its form."""
    try:
        PROOF.check(document)
    except BodyError as error:
        reason = "{field} is {value}; {wanted}".format(**error.facts)
        raise ProofFormError(reason=reason) from None
    return dict(document)  # type: ignore[call-overload, no-any-return] # the kind has looked


def _need_same(what: str, one: object, other: object) -> None:
    if one != other:
        raise ProofMismatchError(reason=f"the {what} is {one} in one part, {other} in another")
