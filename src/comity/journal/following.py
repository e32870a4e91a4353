"""Following: when one record of a chain may stand after another.

Values in, errors out: numbers without a gap, each record naming the hash of the one before it, and
cuts that never go back.
"""

from collections.abc import Sequence
from itertools import pairwise

from comity.errors import RefusedError
from comity.records.party import Party
from comity.records.record import NOWHERE, Record


class MixedChainsError(RefusedError):
    """What should be a run of one chain is of several, or empty."""

    code = "mixed-chains"
    template = "these {count} records are of {chains} chains; send records of exactly one chain"


class GapError(RefusedError):
    """Records are missing between what is here and what came."""

    code = "gap"
    template = (
        "records {first} to {last} of {party} in circle {circle} are missing; ask any member of "
        "the circle for them"
    )


class LinkError(RefusedError):
    """A record names another one before it than the one that stands there.

    Attributes:
        held: the encoded record that stands before it.
        offered: the encoded record that came.
    """

    code = "broken-link"
    template = (
        "record {seq} of {party} in circle {circle} follows {prev}, but the record before it is "
        "{held_hash}; both were kept, ask {party} which of its two chains is its own"
    )

    def __init__(self, before: Record, record: Record) -> None:
        super().__init__(
            seq=record.seq,
            party=record.party,
            circle=record.circle,
            prev=record.prev,
            held_hash=before.hash,
        )
        self.held = before.encoded
        self.offered = record.encoded


class ForkError(RefusedError):
    """A party wrote two records under one number.

    Attributes:
        held: the encoded record that is here.
        offered: the encoded record that came.
    """

    code = "two-stories"
    template = (
        "{party} wrote two records {seq} in circle {circle}: another one is here, {offered_hash} "
        "came; keep both, tell the other members, and ask {party} whether its key was stolen"
    )

    def __init__(self, held: bytes, record: Record) -> None:
        super().__init__(
            party=record.party, seq=record.seq, circle=record.circle, offered_hash=record.hash
        )
        self.held = held
        self.offered = record.encoded


class CutBackError(RefusedError):
    """A party forgot what it had received."""

    code = "cut-goes-back"
    template = (
        "record {seq} of {party} in circle {circle} has received {now} records of {other}, the "
        "record before it {before}; nothing was kept, ask {party} to repair its node"
    )


def place_of(records: Sequence[Record]) -> tuple[str, Party]:
    """Return the circle and the party that all these records are of.

    Raises:
        MixedChainsError: they are of several chains, or there is none.
    """
    places = {(record.circle, record.party) for record in records}
    if len(places) != 1:
        raise MixedChainsError(count=len(records), chains=len(places))
    return places.pop()


def check_steps(records: Sequence[Record]) -> None:
    """Check each step inside a run of records.

    Raises:
        GapError: a number is left out.
        LinkError: a record follows another one than the record before it.
        CutBackError: a cut names less than the cut before it did.
    """
    for before, record in pairwise(records):
        check_step(before, before.hash, record)


def check_step(before: Record, hashed: str, record: Record) -> None:
    """Check that one record may stand after another.

    Args:
        before: the record that stands.
        hashed: its hash, as the journal holds it.
        record: the one that comes.

    Raises:
        GapError: a number is left out.
        LinkError: it follows another record.
        CutBackError: its cut names less, or another record of the same number.
    """
    if record.seq != before.seq + 1:
        raise GapError(
            circle=record.circle, party=record.party, first=before.seq + 1, last=record.seq - 1
        )
    if record.prev != hashed:
        raise LinkError(before, record)
    if record.cut == before.cut:
        return
    for other, head in before.cut.items():
        now = record.cut.get(other, NOWHERE)
        if now.size < head.size or (now.size == head.size and now.hash != head.hash):
            raise CutBackError(
                seq=record.seq,
                party=record.party,
                circle=record.circle,
                other=other,
                now=now.size,
                before=head.size,
            )
