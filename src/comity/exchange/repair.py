"""Repair: what a heartbeat shows to be missing or different is fetched from whoever has it.

A heartbeat tells both sides what the other holds. Fetching what lacks is the same for a node that
was away for a second or a year; any member of a circle may serve any chain of it.
"""

import asyncio
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from comity.errors import ComityError, RefusedError
from comity.exchange.answers import Answers, head_of
from comity.exchange.branches import Pursuit
from comity.exchange.intake import Opened, open_parcel
from comity.exchange.lost import own_point
from comity.exchange.messages import Pulse, StaleAnswerError, hear, pulse_of, say
from comity.exchange.parcel import read
from comity.exchange.receipt import Receipt
from comity.exchange.roster import UnknownCircleError
from comity.exchange.station import Station
from comity.exchange.wire import Line, RefusedByPeerError
from comity.journal.following import ForkError, LinkError
from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.record import NOWHERE, Head
from comity.seal.checkpoint import Checkpoint

MOST_STORIES = 10_000
"""Records of other stories that were asked for once and are not asked for again."""


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


class Repair:
    """What one node fetches from another.

    Attributes:
        station: of this node.
        answers: what it takes and gives.
        line: the way to the other.
        party: whose node is at the other end.
        state: what is known of it.
        sent: of each circle, how far the other is known to have the own chain.
        other_stories: records that were asked for because they differ, by hash.
        unproved: whether the other once claimed to have more of the own chain and had not.
    """

    def __init__(self, station: Station, answers: Answers, line: Line, party: Party) -> None:
        self.station = station
        self.answers = answers
        self.line = line
        self.party = party
        self.state = State()
        self.sent: dict[str, int] = {}
        self.other_stories: set[str] = set()
        self.unproved = False

    async def heartbeat(self) -> None:
        """Send one heartbeat; take in what its answer tells.

        Raises:
            UnreachableError: nobody answers.
            StaleAnswerError: the answer is to another heartbeat.
            RefusedError: the answer is not the party's, or not a heartbeat.
        """
        nonce, known = secrets.token_hex(16), dict(self.sent)
        began = self.station.clock()
        try:
            answer = await self.line.post("heartbeat", self.answers.beat(self.party, nonce))
        except ComityError:
            self.station.reached(self.party)
            raise
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
        held = head_of(theirs, me)
        point = await self._shown(circle.id, pulse.ahead.get(circle.id))
        if self.station.shows(circle.id, self.party, point, held):
            self.station.set_back(self.station.now())
        self.station.answered(circle.id, self.party, held)
        own = self.station.journal.head(circle.id, me).size
        for member, (size, signature) in pulse.receipts.get(circle.id, {}).items():
            if member != me and member in circle.cards and size <= own:
                await self._keep(Receipt(circle.id, me, member, size, signature))

    async def _shown(self, circle: str, note: bytes | None) -> Checkpoint | None:
        """Return the checkpoint of the own chain that the other shows, if it shows any.

        Raises:
            RefusedError: this node did not sign it; kept as evidence.
        """
        try:
            return own_point(note, circle, self.station.roster) if note is not None else None
        except RefusedError as error:
            details = {"message": str(error)[:1000], "at": self.station.now()}
            await self.answers.evidence(
                error.code, self.party, circle, details, note or b"", often=True
            )
            raise

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
            with suppress(RefusedByPeerError):  # a heartbeat tells it again
                await self.line.post("receipt", receipt.encode())

        other = Pursuit(
            self.station, self.line, self.party, circle, chain, named, extend, self.answers.refused
        )
        try:
            await other.run()
        except RefusedError:
            self._pursued(circle, chain, named)
            raise
        self._pursued(circle, chain, named)

    def _pursued(self, circle: str, chain: Party, named: Head) -> None:
        """Remember what the other has shown, or cannot, of another story than ours."""
        journal = self.station.journal
        if named.size > journal.head(circle, chain).size and not journal.ends_beside(circle, chain):
            return
        if len(self.other_stories) >= MOST_STORIES:
            self.other_stories.clear()
        self.other_stories.add(named.hash)

    async def _fetch_own(self, circle: str, first: int) -> None:
        """Fetch what this node once said and has no more; nothing is said meanwhile.

        Whoever claims to have more of it and answers with nothing is not believed again: one
        member could otherwise keep a party silent. A broken or damaged answer is no such answer.
        """
        if self.unproved:
            return
        held = circle in self.station.behind
        self.station.hold(circle)
        try:
            await self._fetch(circle, self.station.me, first)
            if not self._lacks(circle, first):
                self.station.set_back(self.station.now())
            self.unproved = self._lacks(circle, first)  # an answer that was damaged proves nothing
        finally:
            if self._lacks(circle, first) and not held:
                self.station.behind.pop(circle, None)

    def _lacks(self, circle: str, seq: int) -> bool:
        """Say whether a record of the own chain is not here."""
        return self.station.journal.head(circle, self.station.me).size < seq

    async def _keep(self, receipt: Receipt) -> None:
        try:
            await self.answers.keep_receipt(receipt)
        except StaleAnswerError:
            return  # after a restore not every checkpoint came back; a receipt for a later one will
        except ComityError as error:
            await self.answers.refused(error, "receipt", receipt.encode())

    async def _fetch(self, circle: str, chain: Party, first: int) -> None:
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
                opened = await asyncio.to_thread(
                    open_parcel, parcel, self.station.roster, self.station.keys
                )
                held = await self.answers.take(opened)
            except ComityError as error:
                await self.answers.refused(error, "parcel", body)
                raise
            if chain != self.station.me:
                receipt = self.answers.receipt_after(opened, held)
                await self.line.post("receipt", receipt.encode())
            if held < opened.header.last:
                return
            first = held + 1
