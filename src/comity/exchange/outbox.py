"""Outbox: which records go into the next parcel for whom.

A parcel ends at a checkpoint of its chain. Bulk goes in parcels that a recipient can take in a few
milliseconds, so that nothing urgent waits behind them; one urgent record behind a backlog goes
ahead of its chain with an inclusion path.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comity.exchange.parcel import MOST_RECORDS, Form, Header, make
from comity.exchange.roster import Roster
from comity.exchange.statements import precedence_in
from comity.journal.book import Journal
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record, read
from comity.seal.signing import SigningKeys

BULK, SMALL = 256, 96
"""Records of one parcel, and of one while urgent records are under way."""
BULK_BYTES = 1 << 20
"""Bytes of the records of one parcel, likewise."""
BYTES_OF_ALL = 14 << 20


@dataclass(frozen=True, slots=True)
class Made:
    """A parcel that is ready to go.

    Attributes:
        data: its bytes.
        header: its clear header.
    """

    data: bytes
    header: Header


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who seals and signs parcels.

    Attributes:
        journal: where the records are.
        roster: whose cards count.
        keys: this node's signing keys.
        bulk: records of one parcel, where checkpoints allow to end there.
    """

    journal: Journal
    roster: Roster
    keys: SigningKeys
    bulk: int = BULK

    def run(self, circle: str, chain: Party, to: Party, first: int, created: str) -> Made | None:
        """Return a parcel of a chain from a number on; None where there is nothing more.

        Args:
            circle: id of the circle.
            chain: whose records.
            to: for whom it is sealed.
            first: number of the first record.
            created: what this node's clock says.
        """
        last = self._end(circle, chain, first)
        if last is None:
            return None
        records = self._records(circle, chain, first, last)
        count = len(records)
        last = first + count - 1
        note = self.journal.note_covering(circle, chain, last)
        if not records or note is None:
            return None
        # A chain is urgent as its most urgent record; looked for only where it is short.
        urgent = Precedence.ROUTINE
        if count <= 8:
            heads = (read(record) for record in records)
            urgent = min(precedence_in(head.kind, head.body) for head in heads)
        header = self._header(circle, chain, to, created)
        run = replace(header, first=first, last=last, precedence=urgent)
        return self._made(run, [*records, note])

    def fresh(self, to: Party, records: Sequence[Record], note: bytes, created: str) -> Made:
        """Return a parcel of own records that are only being written, up to their checkpoint.

        It may leave this node once they are durable, never before.
        """
        urgent = min(precedence_in(record.kind, record.body) for record in records)
        header = self._header(records[0].circle, self.roster.me, to, created)
        run = replace(header, first=records[0].seq, last=records[-1].seq, precedence=urgent)
        return self._made(run, [*(record.encoded for record in records), note])

    def early(
        self, circle: str, to: Party, seq: int, urgent: Precedence, created: str
    ) -> Made | None:
        """Return a parcel of one urgent record of this node's own chain, ahead of its turn."""
        me = self.roster.me
        records = self.journal.records(circle, me, seq, 1, BYTES_OF_ALL)
        note = self.journal.note_covering(circle, me, seq)
        if not records or note is None:
            return None
        size = int(note.split(b"\n", 2)[1])
        path = b"".join(self.journal.inclusion(circle, me, seq, size))
        header = self._header(circle, me, to, created)
        early = replace(header, form=Form.EARLY, first=seq, last=seq, precedence=urgent)
        return self._made(early, [records[0], note, path])

    def _end(self, circle: str, chain: Party, first: int) -> int | None:
        """Return where a parcel from a number on should end, None where nothing is there."""
        sizes = self.journal.checkpoint_sizes(circle, chain, first, first + self.bulk - 1)
        if not sizes:
            sizes = self.journal.checkpoint_sizes(circle, chain, first, first + MOST_RECORDS - 1)
            return sizes[0] if sizes else None
        return sizes[-1]

    def _records(self, circle: str, chain: Party, first: int, last: int) -> list[bytes]:
        """Return records up to a checkpoint, or to an earlier one where they are too many bytes."""
        records = self.journal.records(circle, chain, first, last - first + 1, BULK_BYTES)
        if len(records) == last - first + 1:
            return records
        sizes = self.journal.checkpoint_sizes(circle, chain, first, first + len(records) - 1)
        if sizes:
            return records[: sizes[-1] - first + 1]
        end = self.journal.checkpoint_sizes(circle, chain, first, last)[0]
        records = self.journal.records(circle, chain, first, end - first + 1, BYTES_OF_ALL)
        return records if len(records) == end - first + 1 else []

    def _header(self, circle: str, chain: Party, to: Party, created: str) -> Header:
        """Return a header whose run is still to be filled in."""
        return Header(
            circle=circle,
            chain=chain,
            carrier=self.roster.me,
            recipient=to,
            card=self.roster.card(to).fingerprint,
            form=Form.RUN,
            first=1,
            last=1,
            precedence=Precedence.ROUTINE,
            created=created,
        )

    def _made(self, header: Header, blobs: list[bytes]) -> Made:
        to = self.roster.card(header.recipient).sealing
        return Made(make(header, blobs, to=to, carrier=self.keys), header)
