"""Answers: what this node takes from others and what it gives them.

A parcel is checked without the journal, then committed, and only then receipted. What is refused
by name is kept as evidence, as much as is worth keeping: a stranger cannot fill the disk with it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from comity.errors import ComityError, RefusedError, UnavailableError
from comity.exchange.attachments import Attachments
from comity.exchange.branches import accusation, early_claim, keep
from comity.exchange.intake import Opened, dated, learned, open_parcel
from comity.exchange.lost import GivenUpError, give_up, notes_ahead
from comity.exchange.messages import FORMS, Pulse, hear, pulse_of, say
from comity.exchange.parcel import Form, pack, read
from comity.exchange.receipt import EarlyReceipt, Receipt, give_early
from comity.exchange.receipt import read as read_receipt
from comity.exchange.roster import NotMemberError, OutsiderError
from comity.exchange.station import Station
from comity.journal.ahead import given_up
from comity.journal.beside import BesideFullError
from comity.journal.following import ForkError, GapError, LinkError
from comity.journal.writer import Writer
from comity.journal.writing import written
from comity.records.canonical import Json
from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE, Head, Record
from comity.records.record import read as read_record
from comity.seal.checkpoint import Checkpoint, cosign, read_note

MOST_EVIDENCE = 200
"""Pieces of evidence with one code that are kept until somebody has looked."""
FEW = 3
"""Likewise of heartbeats, which come again and again."""
LARGEST_EVIDENCE = 256 << 10
MANY = 32
"""Records of a parcel that is opened beside the event loop."""

UNREMARKABLE = frozenset(
    {"unknown-circle", "gap", "no-such-address", "behind-own-chain", GivenUpError.code}
)
"""Refusals that happen between honest nodes too, and prove nothing."""

Crash = Callable[[str], None]
"""Called at named moments, so that a test of faults can end the process there."""


class OwnChainError(RefusedError):
    """Records come in this node's own name that it never said."""

    code = "own-chain"
    template = (
        "record {seq} of this node's own chain in circle {circle} came from outside and is not "
        "here: this node was set back, or somebody uses its keys; nothing of it was taken"
    )


class Answers:
    """What this node answers to others; see `comity.exchange.wire.Endpoint`.

    Attributes:
        station: whose.
        heard: called with each pulse of another node.
        received: called with each receipt, once it is kept.
        pulled: called with a circle and a party that fetches this node's own chain of it.
    """

    def __init__(
        self, station: Station, attachments: Attachments, crash: Crash = lambda _: None
    ) -> None:
        self.station = station
        self.attachments = attachments
        self.crash = crash
        self.heard: list[Callable[[Pulse], None]] = []
        self.received: list[Callable[[Receipt | EarlyReceipt], None]] = []
        self.pulled: list[Callable[[str, Party], None]] = []
        self._kept: Counter[tuple[str, str]] | None = None
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
        roster, keys = self.station.roster, self.station.keys
        if parcel.header.last - parcel.header.first < MANY:
            opened = open_parcel(parcel, roster, keys)
        else:  # beside the event loop, so that nothing urgent waits for hundreds of records
            opened = await asyncio.to_thread(open_parcel, parcel, roster, keys)
        if opened.header.chain == self.station.me:
            return self._own(opened)
        if opened.header.form is Form.EARLY:
            return (await self._take_early(opened)).encode()
        held = await self.take(opened)
        self.crash("before-receipt")
        return self.receipt_after(opened, held).encode()

    def _own(self, opened: Opened) -> bytes:
        """Refuse records of the own chain that are not here; those that are change nothing.

        What this node once said and lost it fetches itself. What comes unasked, signed with its
        keys, somebody else said.

        Raises:
            OwnChainError: one was not said here.
        """
        for record in opened.records:
            held = self.station.journal.record(record.circle, record.party, record.seq)
            if held is None or held.hash != record.hash:
                raise OwnChainError(seq=record.seq, circle=record.circle)
        return b""

    async def take(self, opened: Opened) -> int:
        """Commit the records of a parcel; return how many of the chain are held then."""
        head = opened.header
        job = self.station.journal.write(lambda w: self._append(w, opened), head.precedence)
        try:
            new, held = await written(job)
        except (ForkError, LinkError) as error:
            await self._two_stories(opened, error)
            raise
        if new:
            await self._look(opened, new)
            self.station.learn(lambda roster: learned(roster, new))
            if new[0].circle == new[0].hash:
                self.station.bring_cards(head.circle)
            for listener in self.station.changed:
                listener(head.circle, new)
        return held

    async def _look(self, opened: Opened, new: Sequence[Record]) -> None:
        """Keep as evidence what is in order by itself and strange all the same."""
        head, me = opened.header, self.station.me
        mine = self.station.journal.head(head.circle, me).size
        behind = head.circle in self.station.behind  # then it is this node that does not know
        if not behind and any(record.cut.get(me, NOWHERE).size > mine for record in new):
            await self._keep_evidence("cut-beyond-own", head.chain, head.circle, opened)

    async def _keep_evidence(self, code: str, party: Party, circle: str, opened: Opened) -> None:
        """Keep the records of a parcel as evidence against a party."""
        head = opened.header
        blob = pack((*(record.encoded for record in opened.records), opened.note))
        details = {"chain": head.chain, "first": str(head.first), "last": str(head.last)}
        await self.evidence(code, party, circle, details, blob)

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
            give_up(writer, self.station.roster, new)
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
            held = writer.record(head.circle, head.chain, record.seq)
            if held is not None and held.hash != record.hash:
                if (record.party, record.seq, record.hash) in given_up(writer, record.circle):
                    raise GivenUpError(seq=record.seq, party=record.party, circle=record.circle)
                raise ForkError(held.encoded, record)
            if held is None:
                writer.early(
                    head.circle,
                    head.chain,
                    record.seq,
                    record.hash,
                    record.encoded,
                    opened.path,
                    opened.note,
                )

        try:
            await written(self.station.journal.write(job, head.precedence))
        except ForkError as error:
            await self._two_stories(opened, error)
            raise
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
        await self._note(pulse)
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
                "ahead": notes_ahead(journal, heads, to),
            },
        )

    async def _note(self, pulse: Pulse) -> None:
        """Take in a heartbeat: its receipts are as good as any, and may be the only ones."""
        for circle, members in pulse.receipts.items():
            for member, (size, signature) in members.items():
                one = Receipt(circle, self.station.me, member, size, signature)
                with suppress(RefusedError):
                    await self.keep_receipt(one)
        for listener in self.heard:
            listener(pulse)

    async def chain(self, body: bytes) -> bytes:
        """Give a parcel of a chain from a number on, nothing where there is no more."""
        said = hear("chain", body, here=self.station.me, keys_of=self.station.roster.keys)
        circle, asker = self.station.roster.circle(said["circle"]), said["from"]
        self._need_member(circle, asker)
        if said["chain"] not in circle.cards:
            raise NotMemberError(party=said["chain"], circle=circle.id)
        carrier = self.station.carrier(asker)
        if said["chain"] == self.station.me:
            for listener in self.pulled:
                listener(circle.id, asker)
        made = await asyncio.to_thread(
            carrier.run, circle.id, said["chain"], asker, said["first"], self.station.now()
        )
        return made.data if made else b""

    def _need_member(self, circle: Circle, asker: Party) -> None:
        """Refuse somebody who asks about a circle and is not in it.

        Raises:
            OutsiderError: it is not; the answer is the same as if there were no such circle.
        """
        if asker not in circle.cards:
            raise OutsiderError(circle=circle.id)

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
        keys = self.station.roster.keys(receipt.member)
        if isinstance(receipt, EarlyReceipt):
            receipt.verify(keys)
        else:
            await self._keep(receipt)
        for listener in self.received:
            listener(receipt)

    async def _keep(self, receipt: Receipt) -> None:
        root = self.station.root_at(receipt.circle, receipt.chain, receipt.size)
        keys = self.station.roster.keys(receipt.member)
        at = receipt.verify(root, keys)
        known = self.station.journal.receipts(receipt.circle, receipt.chain).get(receipt.member)
        if known is not None and known.size >= receipt.size:
            return

        def job(writer: Writer) -> None:
            writer.receipt(
                receipt.circle, receipt.chain, receipt.member, receipt.size, at, receipt.cosignature
            )

        await written(self.station.journal.write(job, Precedence.FLASH))

    async def file(self, body: bytes) -> AsyncIterator[bytes]:
        """Give the sealed bytes of an attachment from an offset on."""
        said = hear("file", body, here=self.station.me, keys_of=self.station.roster.keys)
        circle = self.station.roster.circle(said["circle"])
        self._need_member(circle, said["from"])
        return self.attachments.blocks(circle.id, said["address"], said["offset"])

    async def refused(self, error: ComityError, path: str, body: bytes) -> None:
        """Keep a refusal as evidence, unless it is everyday or there is enough of it.

        This node's own trouble, such as a full disk, is nobody's guilt; and where evidence cannot
        be written the refusal stands all the same.
        """
        own = ForkError | LinkError | UnavailableError
        if error.code in UNREMARKABLE or isinstance(error, own):
            return
        party, circle = self._sender(path, body)
        details = {"path": path, "message": str(error)[:1000], "at": self.station.now()}
        with suppress(UnavailableError):
            await self.evidence(error.code, party, circle, details, body, often=path == "heartbeat")

    async def evidence(
        self,
        code: str,
        party: Party,
        circle: str,
        details: Mapping[str, Json],
        blob: bytes,
        *,
        often: bool = False,
    ) -> None:
        """Keep evidence, as long as there is not enough of this sort against this party.

        Args:
            code: of the error.
            party: who surely did it, "" where it cannot be known.
            circle: where, "" where it cannot be known.
            details: facts.
            blob: what proves it; kept in part where it is large.
            often: it comes again and again, so that a few pieces are enough.
        """
        kept = self._kept
        if kept is None:
            with self.station.journal.session() as session:
                rows = session.all(
                    "SELECT code, party, count(*) FROM evidence GROUP BY code, party"
                )
            kept = self._kept = Counter({(was, by): count for was, by, count in rows})
        kept[code, party] += 1
        if kept[code, party] > (FEW if often else MOST_EVIDENCE):
            return
        job = self.station.journal.write(
            lambda writer: writer.evidence(code, party, circle, details, blob[:LARGEST_EVIDENCE])
        )
        await written(job)

    def _sender(self, path: str, body: bytes) -> tuple[Party, str]:
        """Return who surely sent what was refused, and in which circle; "" where nobody can say.

        Only a signature shows it: anybody can write another's name on something.
        """
        with suppress(ComityError):
            if path == "parcel":
                parcel = read(body)
                header = parcel.header
                parcel.verify(self.station.roster.keys(header.carrier))
                return header.carrier, header.circle
            if path in FORMS:
                keys_of = self.station.roster.keys
                said = hear(path, body, here=self.station.me, keys_of=keys_of)
                return said["from"], said.get("circle", "")
        return Party(""), ""

    async def _two_stories(self, opened: Opened, error: ForkError | LinkError) -> None:
        """Keep both stories of a party that spoke twice, with what proves it to anybody.

        A run that does not hang together with what is here proves nothing yet; it is evidence only
        where its author brings it itself.

        Raises:
            RefusedError: another member brings what the author did not sign.
        """
        head = opened.header
        facts: dict[str, Json] = {"carrier": head.carrier, "at": self.station.now()}
        if head.form is Form.EARLY:
            ours, claim = read_record(error.held), early_claim(opened)
            details, blob = accusation(self.station.journal, ours, opened.records[0], claim)
        else:
            with suppress(GapError, LinkError):
                with suppress(BesideFullError):  # what was kept before proves enough
                    await keep(self.station, opened)
                return
            if head.carrier != head.chain:
                return
            details = {"seq": str(error.facts["seq"])}
            blob = pack((error.held, error.offered, b"", opened.note))
        await self.evidence(error.code, head.chain, head.circle, {**facts, **details}, blob)


def head_of(heads: Mapping[Party, Head], party: Party) -> int:
    """Return the size of a chain, 0 where nothing is held of it."""
    return heads[party].size if party in heads else 0
