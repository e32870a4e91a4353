"""Answers: what this node takes from others and what it gives them.

A parcel is checked without the journal, then committed, and only then receipted. What is refused
by name is kept as evidence, as much as is worth keeping: a stranger cannot fill the disk with it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import Any

from comity.errors import ComityError, UnavailableError
from comity.exchange.attachments import Attachments
from comity.exchange.intake import Opened, dated, learned, open_parcel
from comity.exchange.messages import Pulse, hear, pulse_of, say
from comity.exchange.outbox import Carrier
from comity.exchange.parcel import Form, pack, read
from comity.exchange.receipt import EarlyReceipt, Receipt, give_early
from comity.exchange.receipt import read as read_receipt
from comity.exchange.roster import NotMemberError
from comity.exchange.station import Station
from comity.journal.following import ForkError, LinkError
from comity.journal.writer import Writer
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE, Head, Record
from comity.seal.checkpoint import Checkpoint, cosign, read_note

MOST_EVIDENCE = 200
"""Pieces of evidence with one code that are kept until somebody has looked."""
FEW = 3
"""Likewise of heartbeats, which come again and again."""
LARGEST_EVIDENCE = 256 << 10

UNREMARKABLE = frozenset({"unknown-circle", "gap", "no-such-address", "behind-own-chain"})
"""Refusals that happen between honest nodes too, and prove nothing."""

Crash = Callable[[str], None]
"""Called at named moments, so that a test of faults can end the process there."""


class Answers:
    """What this node answers to others; see `comity.exchange.wire.Endpoint`.

    Attributes:
        station: whose.
        heard: called with each pulse of another node.
        taken: called with the records that came and were new.
    """

    def __init__(
        self, station: Station, attachments: Attachments, crash: Crash = lambda _: None
    ) -> None:
        self.station = station
        self.attachments = attachments
        self.crash = crash
        self.heard: list[Callable[[Pulse], None]] = []
        self.received: list[Callable[[Receipt | EarlyReceipt], None]] = []
        self.counted: dict[str, int] = {}
        self._last: dict[tuple[str, Party], tuple[str, str]] = {}

    async def card(self) -> bytes:
        """Give this party's card."""
        stored = self.station.journal.cards(self.station.me)
        return stored[-1].encoded

    async def parcel(self, body: bytes) -> bytes:
        """Take a parcel, give the receipt.

        Raises:
            RefusedError: by name; nothing of it was taken.
            UnavailableError: the journal cannot be written.
        """
        parcel = read(body)
        opened = open_parcel(parcel, self.station.roster, self.station.keys)
        if opened.header.form is Form.EARLY:
            return (await self._take_early(opened)).encode()
        held = await self.take(opened)
        self.crash("before-receipt")
        if opened.header.chain == self.station.me:
            return b""
        return self.receipt_after(opened, held).encode()

    async def take(self, opened: Opened) -> int:
        """Commit the records of a parcel; return how many of the chain are held then."""
        head = opened.header
        job = self.station.journal.write(lambda w: self._append(w, opened), head.precedence)
        try:
            new, held = await asyncio.wrap_future(job)
        except (ForkError, LinkError) as error:
            await self._two_stories(opened, error)
            raise
        if new:
            self.station.learn(lambda roster: learned(roster, new))
            for listener in self.station.changed:
                listener(head.circle, new)
        return held

    def _append(self, writer: Writer, opened: Opened) -> tuple[list[Record], int]:
        """Append what is new of a parcel; on the journal's thread."""
        head, records = opened.header, opened.records
        key = (head.circle, head.chain)
        before = writer.head(*key)
        new = [record for record in records if record.seq > before.size]
        if new:
            # Kept under the hash of the record: a commit that failed leaves no time behind.
            known, at = self._last.get(key, (NOWHERE.hash, ""))
            if known != before.hash:
                last = writer.record(*key, before.size)
                at = last.at if last else ""
            dated(new, at)
        writer.append(records, opened.note, opened.root)
        if new:
            self._last[key] = (new[-1].hash, new[-1].at)
            self.station.remember(writer, new)
        return new, max(before.size, records[-1].seq)

    async def _take_early(self, opened: Opened) -> EarlyReceipt:
        """Keep a record that overtook its chain, give the early receipt."""
        head, record = opened.header, opened.records[0]
        self.station.roster.circle(head.circle)

        def job(writer: Writer) -> None:
            if writer.head(head.circle, head.chain).size < record.seq:
                writer.early(
                    head.circle,
                    head.chain,
                    record.seq,
                    record.hash,
                    record.encoded,
                    opened.path,
                    opened.note,
                )

        await asyncio.wrap_future(self.station.journal.write(job, head.precedence))
        for listener in self.station.changed:
            listener(head.circle, [record])
        return give_early(
            circle=head.circle,
            chain=head.chain,
            member=self.station.me,
            seq=record.seq,
            record=record.hash,
            at=self.station.now(),
            keys=self.station.signing_for(head.carrier),
        )

    def receipt_after(self, opened: Opened, held: int) -> Receipt:
        """Return the receipt for what is held of a parcel's chain, after the commit.

        An author is told of everything that is held of its chain; a carrier, who may hold less
        than this node, of what it brought.
        """
        head = opened.header
        point = Checkpoint(head.circle, head.chain, opened.size, opened.root)
        if held > opened.size and head.carrier == head.chain:
            note = self.station.journal.last_note(head.circle, head.chain)
            point = read_note(note).checkpoint if note else point
        return self.receipt_for(point, head.carrier)

    def receipt_for(self, point: Checkpoint, to: Party) -> Receipt:
        """Return this node's receipt of a checkpoint whose records it holds, for a party."""
        seconds = int(self.station.clock().timestamp())
        signature = cosign(point, self.station.me, self.station.signing_for(to), seconds)
        return Receipt(point.circle, point.party, self.station.me, point.size, signature)

    async def heartbeat(self, body: bytes) -> bytes:
        """Take a heartbeat, give one back under the same nonce."""
        said = hear("heartbeat", body, here=self.station.me, keys_of=self.station.roster.keys)
        pulse = pulse_of(said)
        self._note(pulse)
        return self.beat(pulse.party, said["nonce"])

    def beat(self, to: Party, nonce: str) -> bytes:
        """Return a heartbeat for another party: what is held in the circles shared with it."""
        journal, me = self.station.journal, self.station.me
        heads: dict[str, Any] = {}
        receipts: dict[str, Any] = {}
        for circle in self.station.roster.shared_with(to):
            heads[circle.id] = {
                party: [head.size, head.hash] for party, head in journal.heads(circle.id).items()
            }
            given = {
                member: [one.size, one.signature.hex()]
                for member, one in journal.receipts(circle.id, to).items()
            }
            note = journal.last_note(circle.id, to)
            if note is not None:
                mine = self.receipt_for(read_note(note).checkpoint, to)
                given[me] = [mine.size, mine.cosignature.hex()]
            receipts[circle.id] = given
        return say(
            "heartbeat",
            self.station.signing_for(to),
            {
                "v": 1,
                "from": me,
                "to": to,
                "at": self.station.now(),
                "nonce": nonce,
                "heads": heads,
                "receipts": receipts,
            },
        )

    def _note(self, pulse: Pulse) -> None:
        for listener in self.heard:
            listener(pulse)

    async def chain(self, body: bytes) -> bytes:
        """Give a parcel of a chain from a number on, nothing where there is no more."""
        said = hear("chain", body, here=self.station.me, keys_of=self.station.roster.keys)
        circle, asker = self.station.roster.circle(said["circle"]), said["from"]
        for party in (asker, said["chain"]):
            if party not in circle.cards:
                raise NotMemberError(party=party, circle=circle.id)
        keys = self.station.signing_for(asker)
        carrier = Carrier(self.station.journal, self.station.roster, keys)
        made = carrier.run(circle.id, said["chain"], asker, said["first"], self.station.now())
        return made.data if made else b""

    async def receipt(self, body: bytes) -> bytes:
        """Take a receipt for what another member fetched here."""
        await self.keep_receipt(read_receipt(body))
        return b""

    async def keep_receipt(self, receipt: Receipt | EarlyReceipt) -> None:
        """Verify a receipt and keep it.

        Raises:
            ForgedError: the member did not give it.
            StaleAnswerError: it is for something that this node does not have.
        """
        keys = self.station.roster.card(receipt.member).signing
        if isinstance(receipt, EarlyReceipt):
            receipt.verify(keys)
        else:
            await self._keep(receipt)
        for listener in self.received:
            listener(receipt)

    async def _keep(self, receipt: Receipt) -> None:
        known = self.station.journal.receipts(receipt.circle, receipt.chain).get(receipt.member)
        if known is not None and known.size >= receipt.size:
            return
        root = self.station.root_at(receipt.circle, receipt.chain, receipt.size)
        keys = self.station.roster.card(receipt.member).signing
        at = receipt.verify(root, keys)

        def job(writer: Writer) -> None:
            writer.receipt(
                receipt.circle, receipt.chain, receipt.member, receipt.size, at, receipt.cosignature
            )

        await asyncio.wrap_future(self.station.journal.write(job, Precedence.FLASH))

    async def file(self, body: bytes) -> AsyncIterator[bytes]:
        """Give the sealed bytes of an attachment from an offset on."""
        said = hear("file", body, here=self.station.me, keys_of=self.station.roster.keys)
        circle = self.station.roster.circle(said["circle"])
        if said["from"] not in circle.cards:
            raise NotMemberError(party=said["from"], circle=circle.id)
        return self.attachments.blocks(circle.id, said["address"], said["offset"])

    async def refused(self, error: ComityError, path: str, body: bytes) -> None:
        """Keep a refusal as evidence, unless it is everyday or there is enough of it.

        This node's own trouble, such as a full disk, is nobody's guilt; and where evidence cannot
        be written the refusal stands all the same.
        """
        own = ForkError | LinkError | UnavailableError
        if error.code in UNREMARKABLE or isinstance(error, own):
            return
        key = f"{error.code} {path}"
        count = self.counted.get(key, 0)
        self.counted[key] = count + 1
        if count >= (FEW if path == "heartbeat" else MOST_EVIDENCE):
            return
        party, circle = claimed(path, body)
        details = {"path": path, "message": str(error)[:1000], "at": self.station.now()}
        blob = body[:LARGEST_EVIDENCE]
        job = self.station.journal.write(
            lambda writer: writer.evidence(error.code, party, circle, details, blob)
        )
        with suppress(UnavailableError):
            await asyncio.wrap_future(job)

    async def _two_stories(self, opened: Opened, error: ForkError | LinkError) -> None:
        """Keep both stories of a party that spoke twice."""
        head = opened.header
        seq = int(error.facts["seq"])
        details = {"seq": str(seq), "carrier": head.carrier, "at": self.station.now()}
        note = self.station.journal.note_covering(head.circle, head.chain, seq) or b""
        blob = pack((error.held, error.offered, note, opened.note))
        job = self.station.journal.write(
            lambda writer: writer.evidence(
                error.code, head.chain, head.circle, details, blob[:LARGEST_EVIDENCE]
            )
        )
        await asyncio.wrap_future(job)


def claimed(path: str, body: bytes) -> tuple[Party, str]:
    """Return who a refused body says it is of, and in which circle; "" where it says nothing."""
    try:
        if path == "parcel":
            header = read(body).header
            return header.carrier, header.circle
    except ComityError:
        pass
    return Party(""), ""


def head_of(heads: Mapping[Party, Head], party: Party) -> int:
    """Return the size of a chain, 0 where nothing is held of it."""
    return heads[party].size if party in heads else 0
