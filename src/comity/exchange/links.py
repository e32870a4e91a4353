"""Links: one for each other party; they push what is new, and fetch what is missing.

Four loops run for each: one pushes runs of records, one pushes urgent records that must not wait
behind a backlog, one sends heartbeats and repairs what they show, one fetches attachments.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from comity.errors import ComityError
from comity.exchange.answers import Answers, Crash
from comity.exchange.attachments import WANTED
from comity.exchange.messages import StaleAnswerError
from comity.exchange.outbox import Made
from comity.exchange.receipt import EarlyReceipt, Receipt
from comity.exchange.receipt import read as read_receipt
from comity.exchange.repair import Repair
from comity.exchange.statements import precedence_in
from comity.exchange.station import Station
from comity.exchange.wire import Line, RefusedByPeerError
from comity.journal.writer import Writer
from comity.journal.writing import written
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record
from comity.seal.statements import CARD, REVOKE

if TYPE_CHECKING:
    from concurrent.futures import Future

log = logging.getLogger(__name__)

FEW = 8
"""Records that are sealed while they are being written."""
PULLING = 0.5
"""Seconds without a request after which a party fetches no more."""
NEAR = 64
"""Records that an urgent one may wait behind: they go in the same parcel."""
BEAT = 10.0
"""Seconds between two heartbeats."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds after which what did not reach the other is tried again: each time twice as many."""


class Link(Repair):
    """The exchange with one other party; `comity.exchange.repair` fetches what is missing."""

    def __init__(
        self,
        station: Station,
        answers: Answers,
        line: Line,
        party: Party,
        *,
        crash: Crash = lambda _: None,
        beat: float = BEAT,
    ) -> None:
        super().__init__(station, answers, line, party)
        self.crash = crash
        self.beat = beat
        self.shut: dict[str, float] = {}
        self.pauses: dict[str, float] = {}
        self.busy = False
        self.sealing: tuple[str, Future[Made]] | None = None
        self.sealed: Future[Made] | None = None
        self.wake = asyncio.Event()
        self.urgent: asyncio.PriorityQueue[tuple[int, str, int]] = asyncio.PriorityQueue()
        self.beat_now = asyncio.Event()
        self.reached = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin; on the event loop."""
        loops = (self._push(), self._push_urgent(), self._beats(), self._files())
        self.tasks = [asyncio.ensure_future(one) for one in loops]

    async def stop(self) -> None:
        """End; what was not sent is sent after the next start."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def prepare(self, circle: str, records: Sequence[Record], note: bytes) -> None:
        """Seal a few urgent records while they are being written; from any thread.

        What is sealed is sent only once `said` tells that just these records are durable.
        """
        if self.busy or self.state.trouble is not None or not self._has(circle):
            return
        if len(records) > FEW or self._pointer(circle) != records[0].seq - 1:
            return
        for record in records:
            urgent = precedence_in(record.kind, record.body) <= Precedence.IMMEDIATE
            if not urgent or record.kind in {CARD.name, REVOKE.name}:
                return
        seal, now = self.station.carrier(self.party).fresh, self.station.now()
        made = self.station.beside.submit(seal, self.party, records, note, now)
        self.sealing = records[-1].hash, made

    def _has(self, circle: str) -> bool:
        """Say whether the other is a member of a circle."""
        known = self.station.roster.circles.get(circle)
        return known is not None and self.party in known.cards

    def said(self, circle: str, records: Sequence[Record]) -> None:
        """Hear that records of the own chain were said; on the event loop."""
        if not self._has(circle):
            return
        sealing, self.sealing = self.sealing, None
        if sealing is not None and sealing[0] == records[-1].hash:
            self.sealed = sealing[1]
        backlog = records[0].seq - 1 - self._pointer(circle)
        slow = self.busy or backlog > NEAR or circle in self.shut
        if slow or self.state.trouble is not None:
            for record in records:
                urgent = precedence_in(record.kind, record.body)
                if urgent <= Precedence.IMMEDIATE:
                    self.urgent.put_nowait((urgent, circle, record.seq))
        self.wake.set()

    def pulled(self, circle: str) -> None:
        """Hear that the other fetches the own chain: what it fetches need not be pushed as well."""
        until = asyncio.get_running_loop().time() + PULLING
        self.shut[circle] = max(until, self.shut.get(circle, 0.0))

    # --- pushing

    def _pointer(self, circle: str) -> int:
        """Return how far the other is known to have the own chain of a circle."""
        if circle not in self.sent:
            given = self.station.journal.receipts(circle, self.station.me).get(self.party)
            self.sent[circle] = given.size if given else 0
        return self.sent[circle]

    def _next(self, skip: dict[str, int]) -> Made | None:
        """Return the parcel to send next: of the circle that has waited least is sent first."""
        carrier = self.station.carrier(self.party)
        found: list[tuple[int, str, int]] = []
        for circle in self.station.roster.shared_with(self.party):
            if circle.id in self.shut:
                continue
            first = max(self._pointer(circle.id), skip.get(circle.id, 0)) + 1
            left = self.station.journal.head(circle.id, self.station.me).size - first + 1
            if left > 0:
                found.append((left, circle.id, first))
        for _, circle_id, first in sorted(found):
            made = carrier.run(circle_id, self.station.me, self.party, first, self.station.now())
            if made is not None:
                return made
        return None

    async def _sealed(self) -> Made | None:
        """Return the parcel that was sealed while its records were written, if it is the next."""
        sealed, self.sealed = self.sealed, None
        if sealed is None:
            return None
        try:
            made = await written(sealed)
        except ComityError:
            return None  # it is made anew, and whatever hinders that is told then
        return made if self._fits(made) else None

    async def _push(self) -> None:
        """Push runs of records for as long as there are any; prepare one while one is sent."""
        pause = SHORTEST_PAUSE
        ready: Made | None = None
        while True:
            self.wake.clear()
            wait = self._reopen()
            ready = ready or await self._sealed() or self._next({})
            if ready is None:
                self.busy = False
                await set_within(self.wake, wait)
                continue
            circle = ready.header.circle
            try:
                self.busy = ready.header.last - ready.header.first >= NEAR
                sending = asyncio.ensure_future(self._deliver(ready))
                await asyncio.sleep(0)
                try:
                    following = self._next({ready.header.circle: ready.header.last})
                finally:
                    await sending
                ready = following if self._fits(following) else None
                pause = SHORTEST_PAUSE
                self.pauses.pop(circle, None)
            except RefusedByPeerError as error:
                ready = None
                self.state.trouble = error
                self._rewind(error)
                self._shut(circle)
            except ComityError as error:
                ready = None
                self.state.trouble = error
                await self._rest(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    async def _rest(self, seconds: float) -> None:
        """Wait before trying again; no longer than until the other is heard."""
        self.reached.clear()
        await set_within(self.reached, seconds)

    def _fits(self, made: Made | None) -> bool:
        """Say whether a parcel that was prepared is still the next one of its chain."""
        return made is not None and made.header.first == self._pointer(made.header.circle) + 1

    async def _deliver(self, made: Made) -> None:
        """Send a parcel and keep the receipt."""
        head = made.header
        self.crash("before-push")
        try:
            answer = await self.line.post("parcel", made.data)
        except ComityError:
            self._offered(head.circle, head.last)
            raise
        self.crash("after-push")
        receipt = read_receipt(answer)
        mine = (head.circle, head.chain, self.party)
        fits = isinstance(receipt, Receipt) and mine == receipt_of(receipt)
        if not isinstance(receipt, Receipt) or not fits:
            raise StaleAnswerError(party=self.party)
        await self.answers.keep_receipt(receipt)
        self.crash("after-receipt")
        self.sent[head.circle] = max(receipt.size, self.sent.get(head.circle, 0))
        self.state.trouble = None

    def _offered(self, circle: str, up_to: int) -> None:
        """Remember what left this node without a receipt; a receipt says as much and more."""

        def job(writer: Writer) -> None:
            writer.offered(circle, self.station.me, self.party, up_to)

        self.station.journal.write(job, Precedence.ROUTINE)

    def _rewind(self, error: RefusedByPeerError) -> None:
        """Start again from what the other says it has: it may have been restored."""
        first = error.said.get("first", "")
        circle, party = error.said.get("circle", ""), error.said.get("party", "")
        if error.reason == "gap" and first.isdecimal() and party == self.station.me:
            self.sent[circle] = max(0, int(first) - 1)
        elif error.reason == "unknown-circle":
            self.sent[circle] = 0

    def _shut(self, circle: str) -> None:
        """Send nothing in a circle for a while: each time it is refused for twice as long."""
        pause = min(LONGEST_PAUSE, self.pauses.get(circle, SHORTEST_PAUSE / 2) * 2)
        self.pauses[circle] = pause
        self.shut[circle] = asyncio.get_running_loop().time() + pause

    def _reopen(self) -> float | None:
        """Send again in circles whose time has come; return when the next one's will, if any."""
        now = asyncio.get_running_loop().time()
        self.shut = {circle: until for circle, until in self.shut.items() if until > now}
        return min(self.shut.values(), default=now) - now or None

    async def _push_urgent(self) -> None:
        """Push urgent records ahead of their chain while a backlog is under way."""
        pause = SHORTEST_PAUSE
        while True:
            urgent, circle, seq = await self.urgent.get()
            if self._pointer(circle) >= seq:
                continue
            carrier = self.station.carrier(self.party)
            made = carrier.early(circle, self.party, seq, Precedence(urgent), self.station.now())
            if made is None:
                continue
            try:
                receipt = read_receipt(await self.line.post("parcel", made.data))
                if isinstance(receipt, EarlyReceipt) and receipt.member == self.party:
                    await self.answers.keep_receipt(receipt)
                pause = SHORTEST_PAUSE
            except ComityError as error:
                self._offered(circle, seq)
                self.state.trouble = error
                if not isinstance(error, RefusedByPeerError):
                    self.urgent.put_nowait((urgent, circle, seq))
                await self._rest(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

    # --- attachments

    async def _files(self) -> None:
        """Fetch the files that reports name, one after another, after everything more urgent."""
        pause = SHORTEST_PAUSE
        while True:
            await asyncio.sleep(pause)
            pause = LONGEST_PAUSE if self.state.trouble else 2 * SHORTEST_PAUSE
            for circle in self.station.roster.shared_with(self.party):
                for wanted in self.station.journal.files_in(circle.id, WANTED):
                    try:
                        await self.answers.attachments.fetch(
                            circle.id, wanted.address, wanted.size, self.line
                        )
                    except ComityError as error:
                        log.info("%s was not fetched: %s", wanted.address, error)
                        pause = LONGEST_PAUSE

    # --- heartbeats and repair

    async def _beats(self) -> None:
        """Send heartbeats, and fetch what they show to be missing."""
        while True:
            self.beat_now.clear()
            try:
                await self.heartbeat()
                self.state.trouble = None
                self.wake.set()
                self.reached.set()
            except ComityError as error:
                self.state.trouble = error
            wait = self.beat if self.state.trouble is None else min(self.beat, 1.0)
            await set_within(self.beat_now, wait)


async def set_within(event: asyncio.Event, seconds: float | None) -> None:
    """Wait until an event is set, no longer than so many seconds.

    `asyncio.wait_for` of Python 3.11 swallows a cancellation that comes in the moment in which the
    event is set: a link that is stopped then would never end.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def receipt_of(receipt: Receipt | EarlyReceipt) -> tuple[str, Party, Party]:
    """Return which chain a receipt is for, and whose it is."""
    return receipt.circle, receipt.chain, receipt.member
