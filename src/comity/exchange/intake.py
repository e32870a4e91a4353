"""Intake: what becomes of a parcel.

Everything that can be known of a parcel without the journal is checked first, cheapest first, and
each refusal has its own name. Only then the journal is asked to take the records, in one commit,
and only after that commit a receipt is made. What is refused leaves nothing but evidence.

Not handled here: whether the records add up to anything (`comity.agreement`), and what a body says:
a body that does not fit its kind is kept and ignored, for it is signed and its chain must go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.errors import RefusedError
from comity.exchange.messages import WrongAudienceError
from comity.exchange.parcel import Form, Header, Parcel, ParcelError
from comity.exchange.roster import NotMemberError, OutsiderError, Roster
from comity.records.circle import circle_of
from comity.records.record import Record
from comity.records.record import read as read_record
from comity.records.tree import InclusionError, leaf_hash, root_by_path
from comity.seal.card import SignedCard, verify_next
from comity.seal.checkpoint import Note, read_note, verify
from comity.seal.keystore import NodeKeys
from comity.seal.signing import ForgedError
from comity.seal.statements import CARD, REVOKE


class ForeignRecordError(RefusedError):
    """A record inside a parcel belongs to another chain than the parcel says."""

    code = "foreign-record"
    template = (
        "record {seq} in the parcel is of {found}, and the parcel is of {expected}; nothing of it "
        "was taken: tell {carrier} that it sends what it should not"
    )


class TruncatedError(RefusedError):
    """A parcel ends elsewhere than its checkpoint."""

    code = "truncated"
    template = (
        "the parcel ends at record {last} and its checkpoint speaks of {size}; nothing of it was "
        "taken, ask {carrier} for the whole"
    )


class BackDatedError(RefusedError):
    """A record says that it is older than the one before it."""

    code = "back-dated"
    template = (
        "record {seq} of {chain} says {at}, which is before {before}, the time of the record "
        "before it; nothing of it was taken: its author must not set back a record's time"
    )


class RevokedKeyError(RefusedError):
    """A checkpoint is signed with keys that no longer count."""

    code = "revoked-key"
    template = (
        "the checkpoint of {chain} at {size} is signed with keys that were replaced or revoked; "
        "nothing of it was taken: somebody uses keys that {chain} has given up"
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel that is in order as far as it can be known without the journal.

    Attributes:
        header: its clear header.
        records: what it holds, in order.
        note: the checkpoint note that they end at, as bytes.
        size: of the checkpoint.
        root: of the checkpoint.
        path: of an early parcel, the inclusion path.
    """

    header: Header
    records: tuple[Record, ...]
    note: bytes
    size: int
    root: bytes
    path: bytes


def open_parcel(parcel: Parcel, roster: Roster, keys: NodeKeys) -> Opened:
    """Return what a parcel holds, all of it checked but its place in the chain.

    Args:
        parcel: its clear part was read.
        roster: whose keys count.
        keys: of this node; older sealing keys open what was under way.

    Raises:
        RefusedError: each fault has its own class and code; the parcel is refused whole.
    """
    head = parcel.header
    if head.recipient != roster.me:
        raise WrongAudienceError(recipient=head.recipient, here=roster.me)
    parcel.verify(roster.keys(head.carrier))
    if head.circle in roster.circles:
        _members(head, roster, ())
    blobs = parcel.open(keys)
    tail = 1 if head.form is Form.RUN else 2
    if len(blobs) != head.last - head.first + 1 + tail:
        raise ParcelError(reason=f"it holds {len(blobs) - tail} records and says otherwise")
    records = tuple(read_record(blob) for blob in blobs[:-tail])
    _belong(head, records)
    note = read_note(blobs[-tail])
    point = note.checkpoint
    if (point.circle, point.party) != (head.circle, head.chain):
        found = f"{point.circle} {point.party}"
        raise ForeignRecordError(
            seq="checkpoint",
            found=found,
            expected=f"{head.circle} {head.chain}",
            carrier=head.carrier,
        )
    path = b""
    if head.form is Form.RUN:
        roster = learned(roster, records)
    _members(head, roster, records)
    _signed(note, roster, first_hand=head.carrier == head.chain)
    if head.form is Form.EARLY:
        path = blobs[-1]
        _included(records[0], point.size, path, point.root)
    elif point.size != head.last:
        raise TruncatedError(last=head.last, size=point.size, carrier=head.carrier)
    return Opened(head, records, blobs[-tail], point.size, point.root, path)


def dated(records: Sequence[Record], before: str) -> None:
    """Refuse records that say they are older than what their author said before.

    A node never writes a time before that of its own last record, whatever its clock does, so that
    only a forger of dates goes back. Between parties no clock orders anything (R4).

    Args:
        records: of one chain, in order.
        before: time of the record before the first of them, "" where it is the first.

    Raises:
        BackDatedError: one is.
    """
    for record in records:
        if record.at < before:
            raise BackDatedError(seq=record.seq, chain=record.party, at=record.at, before=before)
        before = record.at


def _members(head: Header, roster: Roster, records: Sequence[Record]) -> None:
    """Refuse carrier, author or cuts that name no member; a first record opens its own circle."""
    members = roster.circle(head.circle).cards
    if head.carrier not in members:
        raise OutsiderError(circle=head.circle)
    named = {head.chain}.union(*(record.cut for record in records))
    for party in sorted(named - members.keys()):
        raise NotMemberError(party=party, circle=head.circle)


def _belong(head: Header, records: Sequence[Record]) -> None:
    """Refuse records of another circle, chain or place than the header says."""
    for seq, record in enumerate(records, head.first):
        if (record.circle, record.party, record.seq) != (head.circle, head.chain, seq):
            raise ForeignRecordError(
                seq=seq,
                found=f"{record.circle} {record.party} {record.seq}",
                expected=f"{head.circle} {head.chain} {seq}",
                carrier=head.carrier,
            )


def learned(roster: Roster, records: Sequence[Record]) -> Roster:
    """Return the roster after records that open a circle, bring a card or revoke one.

    A revocation that is not good is kept and ignored. Records that it knows already change nothing.

    Raises:
        RefusedError: a circle or card is not what it must be.
    """
    for record in records:
        known = roster.changes.get((record.circle, record.party), ())
        if record.seq == 1 and record.circle == record.hash:
            circle = circle_of(record)
            roster.check_members(circle)
            roster = roster.with_circle(circle)
        elif record.kind == CARD.name and record.seq not in dict(known):
            before = roster.card_at(record.circle, record.party, record.seq - 1)
            card = verify_next(SignedCard.from_body(record.body), before)
            roster = roster.with_change(record.circle, record.seq, card)
        elif record.kind == REVOKE.name:
            roster = roster.with_revocation(record.circle, record.body)
    return roster


def _signed(note: Note, roster: Roster, *, first_hand: bool) -> None:
    """Refuse a checkpoint that is not signed with the keys in force at its size.

    Revoked keys are refused from whoever uses them. What another member brings was taken by it
    before it knew; it is taken here too, or two honest members would be parted, and void by R20.
    """
    point = note.checkpoint
    card = roster.card_at(point.circle, point.party, point.size)
    for seq, fingerprint in roster.revoked.get((point.circle, point.party), ()):
        if first_hand and seq <= point.size and fingerprint == card.fingerprint:
            raise RevokedKeyError(chain=point.party, size=point.size)
    try:
        verify(note, card.signing)
    except ForgedError:
        for older in roster.older_cards(point.circle, point.party, point.size):
            try:
                verify(note, older.signing)
            except ForgedError:
                continue
            raise RevokedKeyError(chain=point.party, size=point.size) from None
        raise


def _included(record: Record, size: int, path: bytes, root: bytes) -> None:
    """Refuse an early record that its checkpoint does not include."""
    steps = [path[at : at + 32] for at in range(0, len(path), 32)]
    index = record.seq - 1
    if root_by_path(leaf_hash(record.encoded), index, size, steps) != root:
        raise InclusionError(index=index, size=size, reason="it leads to another root")
