"""Proving: one record, shown to somebody who was not there, without showing any other."""

from contextlib import suppress

from comity.errors import UnavailableError
from comity.node.party import PartyNode
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.card import read_card
from comity.seal.checkpoint import (
    SignatureLine,
    cosignature_line,
    read_note,
    verify_cosignature,
    with_cosignatures,
)
from comity.seal.inclusion import write_proof
from comity.seal.signing import ForgedError, PublicKeys


class NotSignedYetError(UnavailableError):
    """No checkpoint that includes a record is here."""

    code = "not-signed-yet"
    template = "no checkpoint that includes record {seq} of {party} is here; try again in a moment"


def prove(node: PartyNode, record: Record) -> bytes:
    """Return the document that proves a record and who received it.

    Raises:
        NotSignedYetError: no checkpoint includes it here.
    """
    journal, place = node.journal, (record.circle, record.party)
    receipts = {m: r for m, r in journal.receipts(*place).items() if r.size >= record.seq}
    sizes = [receipt.size for receipt in receipts.values()]
    at = max(sizes, key=sizes.count) if sizes else record.seq
    note = journal.note_covering(*place, at)
    if note is None:
        raise NotSignedYetError(seq=record.seq, party=record.party)
    size = int(note.split(b"\n", 2)[1])
    lines: list[SignatureLine] = []
    parties = [record.party]
    for member, receipt in receipts.items():
        if receipt.size == size:
            keys = signed_with(node, note, member, receipt.signature)
            lines.append(cosignature_line(member, keys, receipt.signature))
            parties.append(member)
    path = journal.inclusion(*place, record.seq, size)
    cards = {
        party: [read_card(stored.encoded) for stored in journal.cards(party)] for party in parties
    }
    return write_proof(record, path, with_cosignatures(note, lines), cards)


def signed_with(node: PartyNode, note: bytes, member: Party, signature: bytes) -> PublicKeys:
    """Return the keys of the card with which a member gave a receipt; it may have a newer one."""
    checkpoint = read_note(note).checkpoint
    cards = [card for card in node.station.roster.cards.values() if card.party == member]
    for card in sorted(cards, key=lambda card: card.version, reverse=True):
        with suppress(ForgedError):
            verify_cosignature(checkpoint, member, card.signing, signature)
            return card.signing
    return cards[0].signing
