"""Serving: a party's node while it runs: its door to others, its links, its local control.

One event loop in the main thread carries the exchange; the pages run beside it. The exchange
listens on its own port and needs no account, since everything that passes it is signed; the pages
listen on the loopback interface only.
"""

import asyncio
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import aiohttp
import uvicorn

from comity.exchange.links import BEAT, Link
from comity.exchange.wire import Door, Line, new_client
from comity.node.party import PartyNode
from comity.records.record import Record

SWITCH = 0.0005
"""Seconds after which one thread lets another run; the default would cost a commit more."""


class Serving:
    """A node while it runs.

    Attributes:
        node: what runs.
        links: one for each other party.
    """

    def __init__(self, node: PartyNode, *, beat: float = BEAT) -> None:
        self.node = node
        self.beat = beat
        self.links: dict[str, Link] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.client: aiohttp.ClientSession | None = None

    async def run(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Serve on a socket until it is time to stop."""
        sys.setswitchinterval(SWITCH)
        self.loop = asyncio.get_running_loop()
        self.client = new_client()
        config = uvicorn.Config(
            Door(self.node.answers),
            http="httptools",
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=120,
            limit_concurrency=500,
            backlog=512,
        )
        server = Server(config)
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        self.node.station.changed.append(self._changed)
        self.meet()
        try:
            await stop.wait()
        finally:
            self.node.station.changed.remove(self._changed)
            for link in self.links.values():
                await link.stop()
            server.should_exit = True
            await serving
            await self.client.close()

    def meet(self) -> None:
        """Start a link to every party that a card was accepted of; on the event loop."""
        for party in self.node.station.roster.peers():
            address = self.node.address(party)
            if party in self.links or not address or self.client is None:
                continue
            line = Line(party, address, self.client)
            link = Link(
                self.node.station,
                self.node.answers,
                line,
                party,
                crash=self.node.crash,
                beat=self.beat,
            )
            self.links[party] = link
            link.start()

    def _changed(self, circle: str, records: Sequence[Record]) -> None:
        """Hear from any thread that there are new records."""
        if self.loop is not None and records[0].party == self.node.me:
            self.loop.call_soon_threadsafe(self._said, circle, records)

    def _said(self, circle: str, records: Sequence[Record]) -> None:
        for link in self.links.values():
            link.said(circle, records)


class Server(uvicorn.Server):
    """A server that leaves signals to whoever started it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
