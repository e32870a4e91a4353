"""Capitals: the nodes of two or three ministries in one process, joined by a network in memory.

Everything is real but the wire and the time: keys, journals, the door of each node and the line to
it. A test says what is to be carried and when, so that the same test always takes the same way.
"""

import asyncio
import datetime as dt
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from starlette.types import Message

from comity.exchange.links import Link
from comity.exchange.outbox import Carrier, Made
from comity.exchange.statements import report
from comity.exchange.station import Draft
from comity.exchange.wire import BASE, Door, Line, UnreachableError
from comity.journal.entries import Evidence
from comity.node.folder import Folder, Settings
from comity.node.identity import Secret, make_node
from comity.node.party import PartyNode
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Head, Record
from comity.seal.card import Card, SignedCard, read_card
from comity.seal.keystore import NodeKeys, new_locking_key
from comity.seal.signing import SigningKeys

UKRAINE, JAPAN, KOREA, POLAND = Party("ua"), Party("jp"), Party("kr"), Party("pl")
START = dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC)
MARKING = "TLP:AMBER"
T = TypeVar("T")


class Clock:
    """The time, as a test sets it."""

    def __init__(self, time: dt.datetime = START) -> None:
        self.time = time

    def __call__(self) -> dt.datetime:
        """Return the time."""
        return self.time

    def forward(self, seconds: float) -> None:
        """Let time pass, or go back."""
        self.time += dt.timedelta(seconds=seconds)


@dataclass(frozen=True)
class Identity:
    """A party's keys and card, made once for all tests of a process.

    Attributes:
        files: what stands in the folder of its node.
        secret: what opens them.
        keys: of the node.
        officer: the first of its two root keys, each of which is enough for a card.
        signed: its first card.
    """

    files: dict[str, bytes]
    secret: Secret
    keys: NodeKeys
    officer: SigningKeys
    signed: SignedCard

    @property
    def card(self) -> Card:
        """The first card."""
        return self.signed.card


@cache
def identity(party: Party, copy: int = 0) -> Identity:
    """Return a party's identity; another copy is somebody else who says to be that party."""
    del copy
    secret = Secret(key=new_locking_key())
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path))
        make_node(
            folder, Settings(party), secret, now=START, endpoints=[f"http://{party}"], roots=2
        )
        files = {
            str(file.relative_to(path)): file.read_bytes()
            for file in Path(path).rglob("*")
            if file.is_file()
        }
    keys = NodeKeys.from_bytes(secret.unlock(files["keys.locked"]))
    officer = SigningKeys.from_bytes(secret.unlock(files[f"roots/{party}-root-0.locked"]))
    return Identity(files, secret, keys, officer, read_card(files["card.json"]))


@dataclass(frozen=True)
class Passage:
    """One request and its answer, as the network sees them."""

    sender: Party
    recipient: Party
    path: str
    sent: bytes
    status: int
    answer: bytes


Answering = Callable[[bytes], bytes]
"""What somebody on the way, or a lying node, answers to a body instead of the real node."""


@dataclass
class Network:
    """Carries requests between nodes in memory, and keeps what passed.

    Attributes:
        doors: of each party.
        passed: everything, in order.
        severed: pairs of parties between whom nothing passes.
        lies: what is answered in the name of a party at a path.
    """

    doors: dict[Party, Door] = field(default_factory=dict)
    passed: list[Passage] = field(default_factory=list)
    severed: set[frozenset[Party]] = field(default_factory=set)
    lies: dict[tuple[Party, str], Answering] = field(default_factory=dict)

    async def carry(
        self, sender: Party, recipient: Party, path: str, sent: bytes
    ) -> tuple[int, bytes]:
        """Carry a request to the door of a party; return the status and the answer."""
        if frozenset({sender, recipient}) in self.severed or recipient not in self.doors:
            raise UnreachableError(party=recipient, address=path, reason="nothing passes")
        lie = self.lies.get((recipient, path))
        if lie is not None:
            return 200, lie(sent)
        status, answer = await knock(self.doors[recipient], path, sent)
        self.passed.append(Passage(sender, recipient, path, sent, status, answer))
        return status, answer

    def received_by(self, party: Party) -> list[Passage]:
        """Return all of which a party got one half: what it was sent, and what it was answered."""
        return [one for one in self.passed if party in {one.sender, one.recipient}]


async def knock(door: Door, path: str, body: bytes, *, method: str = "POST") -> tuple[int, bytes]:
    """Put a request to a door, as a server would; return the status and the body of the answer."""
    status, answer = 0, bytearray()
    asked = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return asked.pop()

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        answer.extend(message.get("body", b""))

    headers: list[tuple[bytes, bytes]] = [(b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": method, "path": BASE + path, "headers": headers}
    await door(scope, receive, send)
    return status, bytes(answer)


class Way(Line):
    """The way from one node to another; what the answer means is read as on a real line."""

    def __init__(self, sender: Party, recipient: Party, network: Network) -> None:
        self.party = recipient
        self.address = f"http://{recipient}"
        self.sender = sender
        self.network = network

    async def post(self, path: str, body: bytes) -> bytes:
        """Return the answer to a body."""
        status, answer = await self.network.carry(self.sender, Party(self.party), path, body)
        if status in {200, 204}:
            return answer
        raise self._refused(status, answer)

    async def fetch(self, path: str, body: bytes) -> AsyncIterator[bytes]:
        """Yield the answer to a body."""
        yield await self.post(path, body)


class World:
    """Nodes of several parties, each paired with all others.

    Attributes:
        clock: of all of them.
        network: between them.
        nodes: by party.
        links: by who sends and who receives.
    """

    def __init__(
        self,
        path: Path,
        parties: Sequence[Party] = (UKRAINE, JAPAN),
        *,
        durable: bool = False,
        paired: bool = True,
    ) -> None:
        self.path = path
        self.durable = durable
        self.clock = Clock()
        self.network = Network()
        self.nodes: dict[Party, PartyNode] = {}
        self.links: dict[tuple[Party, Party], Link] = {}
        self._runner = asyncio.Runner()
        for party in parties:
            for name, data in identity(party).files.items():
                file = path / party / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            if not durable:
                Folder(path / party).write_settings(Settings(party, journal=":memory:"))
            self.start(party)
        for party, node in self.nodes.items():
            for other in parties:
                if paired and other != party:
                    node.pair(identity(other).signed.encode())
        self.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, party: Party) -> PartyNode:
        """Start a node over what is in its folder."""
        node = PartyNode(Folder(self.path / party), identity(party).secret, clock=self.clock)
        self.nodes[party] = node
        self.network.doors[party] = Door(node.answers)
        return node

    def connect(self) -> None:
        """Make a link from every node to every party that it is paired with."""
        self.links = {}
        for party, node in self.nodes.items():
            for other in node.station.roster.peers():
                line = Way(party, other, self.network)
                self.links[party, other] = Link(node.station, node.answers, line, other)

    def restart(self, party: Party) -> PartyNode:
        """Stop a node and start it again."""
        self.nodes[party].close()
        node = self.start(party)
        self.connect()
        return node

    def close(self) -> None:
        """Stop all nodes."""
        for node in self.nodes.values():
            node.close()
        self._runner.close()

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        """Return what comes of a task."""
        return self._runner.run(task)

    # --- what people do

    def open(self, *members: Party, nonce: str = "", purpose: str = "sanctions") -> str:
        """Let the first party open a circle with the others; return its id."""
        station = self.nodes[members[0]].station
        circle = station.open(members, purpose, nonce or "0f" * 16).result(10)[0].circle
        while circle not in station.roster.circles:  # learnt a moment after it is durable
            time.sleep(0.001)
        return circle

    def say(self, party: Party, circle: str, *drafts: Draft) -> list[Record]:
        """Let a party say something."""
        return self.nodes[party].station.say(circle, drafts).result(10)

    def report(self, party: Party, circle: str, words: str, **more: Any) -> Record:
        """Let a party send a report."""
        return self.say(party, circle, draft(words, **more))[0]

    # --- what the nodes do

    def post(self, sender: Party, recipient: Party, path: str, body: bytes) -> tuple[int, bytes]:
        """Send anything to a node, as anybody can; return the status and the answer."""
        return self.run(self.network.carry(sender, recipient, path, body))

    def made(self, circle: str, chain: Party, to: Party, first: int = 1) -> Made:
        """Return the parcel that the author of a chain would send."""
        station = self.nodes[chain].station
        carrier = Carrier(station.journal, station.roster, station.signing_for(to))
        made = carrier.run(circle, chain, to, first, station.now())
        assert made is not None
        return made

    def deliver(self, *ways: tuple[Party, Party]) -> None:
        """Push everything that is to be pushed, on these ways or on all."""
        self.run(self._deliver(ways or tuple(self.links)))

    async def _deliver(self, ways: Sequence[tuple[Party, Party]]) -> None:
        for way in ways:
            link = self.links[way]
            try:
                while (made := link._next({})) is not None:
                    await link._deliver(made)
            except UnreachableError:
                continue

    def beat(self, sender: Party, recipient: Party) -> None:
        """Send a heartbeat, and fetch whatever the answer shows to be missing."""
        self.run(self.links[sender, recipient].heartbeat())

    def settle(self) -> None:
        """Push and beat until nothing moves any more."""
        before: object = None
        while before != (before := self.all_heads()):
            self.deliver()
            for sender, recipient in self.links:
                if frozenset({sender, recipient}) not in self.network.severed:
                    self.beat(sender, recipient)

    # --- what can be seen

    def heads(self, party: Party, circle: str) -> dict[Party, Head]:
        """Return how far a party has each chain of a circle."""
        return self.nodes[party].journal.heads(circle)

    def all_heads(self) -> dict[Party, dict[str, dict[Party, Head]]]:
        """Return how far everybody has everything."""
        return {
            party: {circle: node.journal.heads(circle) for circle in node.journal.circles()}
            for party, node in self.nodes.items()
        }

    def evidence(self, party: Party) -> list[Evidence]:
        """Return all evidence that a party keeps."""
        return self.nodes[party].journal.evidence(0, 10_000)

    def texts(self, party: Party, circle: str, chain: Party) -> list[str]:
        """Return the reports of a chain as a party has them."""
        journal = self.nodes[party].journal
        numbers = range(1, journal.head(circle, chain).size + 1)
        records = [journal.record(circle, chain, seq) for seq in numbers]
        return [r.body["text"] for r in records if r is not None and r.kind == "report/1"]


def draft(words: str, *, precedence: Precedence = Precedence.ROUTINE, **more: Any) -> Draft:
    """Return a report as a draft."""
    marking = more.pop("marking", MARKING)
    body = report(precedence=precedence, subject="Vessel", words=words, language="en", **more)
    return Draft("report/1", body, marking)
