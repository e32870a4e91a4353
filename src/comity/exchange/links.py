"""Links: one for each other party; they push what is new, and repair what is missing.

Three loops run for each: one pushes runs of records, one pushes urgent records that must not wait
behind a backlog, one sends heartbeats. A heartbeat tells both sides what the other holds; whatever
this node lacks it then fetches, from whoever has it.
"""

import asyncio
import logging
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from comity.errors import ComityError, RefusedError
from comity.exchange.answers import Answers, Crash, head_of
from comity.exchange.attachments import WANTED
from comity.exchange.branches import Pursuit
from comity.exchange.intake import Opened, open_parcel
from comity.exchange.messages import Pulse, StaleAnswerError, hear, pulse_of, say
from comity.exchange.outbox import Carrier, Made
from comity.exchange.parcel import read
from comity.exchange.receipt import EarlyReceipt, Receipt
from comity.exchange.receipt import read as read_receipt
from comity.exchange.roster import UnknownCircleError
from comity.exchange.statements import precedence_in
from comity.exchange.station import Station
from comity.exchange.wire import Line, RefusedByPeerError
from comity.journal.following import ForkError, LinkError
from comity.journal.writer import Writer
from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE, Head, Record

log = logging.getLogger(__name__)

NEAR = 64
"""Records that an urgent one may wait behind: they go in the same parcel."""
MOST_STORIES = 10_000
"""Records of other stories that were asked for once and are not asked for again."""
BEAT = 10.0
"""Seconds between two heartbeats."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds after which what did not reach the other is tried again: each time twice as many."""


@dataclass
class State:
    """What a link knows of the other node.

    Attributes:
        answered: when it last answered a heartbeat, by this node's clock.
        difference: its clock less this one, in seconds.
        round_trip: seconds that the heartbeat took.
        trouble: the last error, None when all is well.
        heads: what it holds, of each circle and chain.
    """

    answered: datetime | None = None
    difference: float = 0.0
    round_trip: float = 0.0
    trouble: ComityError | None = None
    heads: dict[str, dict[Party, int]] = field(default_factory=dict)


class Link:
    """The exchange with one other party.

    Attributes:
        party: whose node is at the other end.
        state: what is known of it.
    """

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
        self.station = station
        self.answers = answers
        self.line = line
        self.party = party
        self.crash = crash
        self.beat = beat
        self.state = State()
        self.sent: dict[str, int] = {}
        self.shut: dict[str, float] = {}
        self.pauses: dict[str, float] = {}
        self.other_stories: set[str] = set()
        self.unproved = False
        self.busy = False
        self.wake = asyncio.Event()
        self.urgent: asyncio.PriorityQueue[tuple[int, str, int]] = asyncio.PriorityQueue()
        self.beat_now = asyncio.Event()
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

    def said(self, circle: str, records: Sequence[Record]) -> None:
        """Hear that records of the own chain were said; on the event loop."""
        if circle not in self.station.roster.circles:
            return
        if self.party not in self.station.roster.circles[circle].cards:
            return
        backlog = records[0].seq - 1 - self._pointer(circle)
        if self.busy or backlog > NEAR or self.state.trouble is not None:
            for record in records:
                urgent = precedence_in(record.kind, record.body)
                if urgent <= Precedence.IMMEDIATE:
                    self.urgent.put_nowait((urgent, circle, record.seq))
        self.wake.set()

    # --- pushing

    def _pointer(self, circle: str) -> int:
        """Return how far the other is known to have the own chain of a circle."""
        if circle not in self.sent:
            given = self.station.journal.receipts(circle, self.station.me).get(self.party)
            self.sent[circle] = given.size if given else 0
        return self.sent[circle]

    def _carrier(self) -> Carrier:
        """Return what seals and signs parcels for the other."""
        keys = self.station.signing_for(self.party)
        return Carrier(self.station.journal, self.station.roster, keys)

    def _next(self, skip: dict[str, int]) -> Made | None:
        """Return the parcel to send next: of the circle that has waited least is sent first."""
        carrier = self._carrier()
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

    async def _push(self) -> None:
        """Push runs of records for as long as there are any; prepare one while one is sent."""
        pause = SHORTEST_PAUSE
        ready: Made | None = None
        while True:
            self.wake.clear()
            wait = self._reopen()
            ready = ready or self._next({})
            if ready is None:
                self.busy = False
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), wait)
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
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)

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
            carrier = self._carrier()
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
                await asyncio.sleep(pause)
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
            except ComityError as error:
                self.state.trouble = error
            wait = self.beat if self.state.trouble is None else min(self.beat, 1.0)
            try:
                await asyncio.wait_for(self.beat_now.wait(), wait)
            except TimeoutError:
                continue

    async def heartbeat(self) -> None:
        """Send one heartbeat; take in what its answer tells.

        Raises:
            UnreachableError: nobody answers.
            StaleAnswerError: the answer is to another heartbeat.
            RefusedError: the answer is not the party's, or not a heartbeat.
        """
        nonce, known = secrets.token_hex(16), dict(self.sent)
        began = self.station.clock()
        answer = await self.line.post("heartbeat", self.answers.beat(self.party, nonce))
        ended = self.station.clock()
        try:
            said = hear("heartbeat", answer, here=self.station.me, keys_of=self.station.roster.keys)
        except RefusedError as error:
            await self.answers.refused(error, "heartbeat", answer)
            raise
        if said["nonce"] != nonce or said["from"] != self.party:
            stale = StaleAnswerError(party=self.party)
            await self.answers.refused(stale, "heartbeat", answer)
            raise stale
        pulse = pulse_of(said)
        self.state.round_trip = (ended - began).total_seconds()
        middle = began + (ended - began) / 2
        self.state.difference = (datetime.fromisoformat(pulse.at) - middle).total_seconds()
        self.state.answered = ended
        self._rewind_to(pulse, known)
        await self.learn(pulse)

    def _rewind_to(self, pulse: Pulse, known: dict[str, int]) -> None:
        """Send again what the other had before the heartbeat and has no more: it was restored."""
        for circle, size in known.items():
            held = head_of(pulse.heads.get(circle, {}), self.station.me)
            if held < size and held < self.sent.get(circle, 0):
                self.sent[circle] = held

    async def learn(self, pulse: Pulse) -> None:
        """Take in what another node holds: fetch what lacks, see what differs, keep receipts.

        What is refused in one circle keeps no other waiting.

        Raises:
            RefusedError: something was; all the rest was taken in.
        """
        refusals: list[RefusedError] = []
        for circle in self.station.roster.shared_with(self.party):
            try:
                await self._learn(circle, pulse)
            except RefusedError as error:
                refusals.append(error)
        for unknown in pulse.heads.keys() - self.station.roster.circles.keys():
            try:
                await self._enter(unknown, pulse.heads[unknown])
            except RefusedError as error:
                refusals.append(error)
        if refusals:
            raise refusals[0]
        self.station.heard(self.party)

    async def _learn(self, circle: Circle, pulse: Pulse) -> None:
        """Take in what another node holds of one circle."""
        me, theirs = self.station.me, pulse.heads.get(circle.id, {})
        self.state.heads[circle.id] = {party: head.size for party, head in theirs.items()}
        for chain in circle.members:
            await self._compare(circle.id, chain, theirs.get(chain, NOWHERE))
        self.station.answered(circle.id, self.party, head_of(theirs, me))
        own = self.station.journal.head(circle.id, me).size
        for member, (size, signature) in pulse.receipts.get(circle.id, {}).items():
            if member != me and member in circle.cards and size <= own:
                await self._keep(Receipt(circle.id, me, member, size, signature))

    async def _enter(self, circle: str, chains: Iterable[Party]) -> None:
        """Fetch a circle that is not here: only its opener's chain opens it, whoever that is."""
        waiting, tried = list(chains), 0
        while len(waiting) != tried:
            tried, asked, waiting = len(waiting), waiting, []
            for chain in asked:
                try:
                    await self._fetch(circle, chain, 1)
                except UnknownCircleError:
                    waiting.append(chain)

    async def _compare(self, circle: str, chain: Party, theirs: Head) -> None:
        """Fetch what the other has more of a chain, or has otherwise, or names otherwise."""
        journal = self.station.journal
        mine = journal.head(circle, chain)
        if theirs.size > mine.size and chain == self.station.me:
            with suppress(ForkError, LinkError):
                await self._fetch_own(circle, mine.size + 1)
        for head in (theirs, journal.wanted(circle, self.party, chain) or NOWHERE):
            if head != mine and not journal.holds(circle, chain, head):
                await self._pursue(circle, chain, head)

    async def _pursue(self, circle: str, chain: Party, named: Head) -> None:
        """Fetch a story up to a record that the other named; what it cannot show only once."""
        if named.hash in self.other_stories:
            return

        async def extend(opened: Opened) -> None:
            held = await self.answers.take(opened)
            receipt = self.answers.receipt_after(opened, held)
            await self.line.post("receipt", receipt.encode())

        other = Pursuit(
            self.station, self.line, self.party, circle, chain, named, extend, self.answers.refused
        )
        try:
            await other.run()
        except RefusedError:
            self._shown(circle, chain, named)
            raise
        self._shown(circle, chain, named)

    def _shown(self, circle: str, chain: Party, named: Head) -> None:
        """Remember what the other has shown, or cannot, of another story than ours."""
        journal = self.station.journal
        if named.size > journal.head(circle, chain).size and not journal.ends_beside(circle, chain):
            return
        if len(self.other_stories) >= MOST_STORIES:
            self.other_stories.clear()
        self.other_stories.add(named.hash)

    async def _fetch_own(self, circle: str, first: int) -> None:
        """Fetch what this node once said and has no more; nothing is said meanwhile.

        Whoever claims to have more of it and cannot show it is not believed again: one member
        could otherwise keep a party silent.
        """
        if self.unproved:
            return
        held = circle in self.station.behind
        self.station.hold(circle)
        try:
            await self._fetch(circle, self.station.me, first)
        finally:
            if self.station.journal.head(circle, self.station.me).size < first:
                self.unproved = True
                if not held:
                    self.station.behind.pop(circle, None)

    async def _keep(self, receipt: Receipt) -> None:
        try:
            await self.answers.keep_receipt(receipt)
        except StaleAnswerError:
            return  # after a restore not every checkpoint came back; a receipt for a later one will
        except ComityError as error:
            await self.answers.refused(error, "receipt", receipt.encode())

    async def _fetch(self, circle: str, chain: Party, first: int, *, once: bool = False) -> None:
        """Fetch a chain from a number on from the other node, and give it a receipt."""
        while True:
            asked = {
                "v": 1,
                "from": self.station.me,
                "to": self.party,
                "at": self.station.now(),
                "nonce": secrets.token_hex(16),
                "circle": circle,
                "chain": chain,
                "first": first,
            }
            body = await self.line.post(
                "chain", say("chain", self.station.signing_for(self.party), asked)
            )
            if not body:
                return
            try:
                parcel = read(body)
                head = parcel.header
                if (head.circle, head.chain, head.carrier, head.first) != (
                    circle, chain, self.party, first,
                ):  # fmt: skip
                    raise StaleAnswerError(party=self.party)
                opened = open_parcel(parcel, self.station.roster, self.station.keys)
                held = await self.answers.take(opened)
            except ComityError as error:
                await self.answers.refused(error, "parcel", body)
                raise
            if chain != self.station.me:
                receipt = self.answers.receipt_after(opened, held)
                await self.line.post("receipt", receipt.encode())
            if once or held < opened.header.last:
                return
            first = held + 1


def receipt_of(receipt: Receipt | EarlyReceipt) -> tuple[str, Party, Party]:
    """Return which chain a receipt is for, and whose it is."""
    return receipt.circle, receipt.chain, receipt.member
