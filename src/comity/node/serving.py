"""Serving: a party's node while it runs: its door to others, its links, its local control.

One event loop in the main thread carries the exchange; the pages run beside it. The exchange
listens on its own port and needs no account, since everything that passes it is signed; the pages
listen on the loopback interface only.
"""

import asyncio
import datetime as dt
import gc
import logging
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from comity.agreement.duties import Answer
from comity.errors import ComityError
from comity.exchange import wire
from comity.exchange.client import Client
from comity.exchange.links import BEAT, Link
from comity.exchange.wire import Door, Line
from comity.node.party import PartyNode
from comity.records.party import Party
from comity.records.record import Record

log = logging.getLogger(__name__)

DUTIES = 0.5
"""Seconds between two looks at what is due."""
MOST_AT_ONCE = 2000

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
        self.client: Client | None = None
        self._thread = 0

    async def run(self, listener: socket.socket, stop: asyncio.Event) -> None:
        """Serve on a socket until it is time to stop."""
        sys.setswitchinterval(SWITCH)
        # What was loaded stays; a full collection would look at all of it in the middle of a FLASH.
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        self.loop, self._thread = asyncio.get_running_loop(), get_ident()
        self.client = Client()
        config = uvicorn.Config(
            Door(self.node.answers),
            http=ImpatientProtocol,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=120,
            limit_concurrency=500,
            backlog=512,
        )
        server = Server(config)
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        self.node.station.changed.append(self._changed)
        self.node.station.writing.append(self._prepare)
        self.node.answers.pulled.append(self._pulled)
        self.meet()
        duties = asyncio.ensure_future(self._duties())
        try:
            await stop.wait()
        finally:
            duties.cancel()
            self.node.station.changed.remove(self._changed)
            self.node.station.writing.remove(self._prepare)
            self.node.answers.pulled.remove(self._pulled)
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

    async def _duties(self) -> None:
        """Write what this node must write by itself about common objects, as it comes due."""
        while True:
            await asyncio.sleep(DUTIES)
            try:
                await asyncio.to_thread(self._do_duties)
            except ComityError as error:
                log.warning("a duty was not done: %s", error)

    def _do_duties(self) -> None:
        self.node.projections.catch_up(MOST_AT_ONCE)
        for circle in self.node.agreeing.circles():
            if circle not in self.node.station.behind:
                now = self.node.station.clock()
                self.node.agreeing.do_duties(circle, self.heard(circle), now)

    def heard(self, circle: str) -> dict[Party, Answer]:
        """Return what each other party last answered to a heartbeat."""
        found: dict[Party, Answer] = {}
        for party, link in self.links.items():
            if link.state.answered is not None:
                clock = dt.timedelta(seconds=link.state.difference)
                heads = link.state.heads.get(circle, {})
                found[Party(party)] = Answer(link.state.answered, clock, heads)
        return found

    def _changed(self, circle: str, records: Sequence[Record]) -> None:
        """Hear from any thread that there are new records."""
        if self.loop is not None and records[0].party == self.node.me:
            if get_ident() == self._thread:
                self._said(circle, records)
            else:
                self.loop.call_soon_threadsafe(self._said, circle, records)

    def _prepare(self, circle: str, records: Sequence[Record], note: bytes) -> None:
        """Hear, from any thread, that records are being written."""
        for link in list(self.links.values()):
            link.prepare(circle, records, note)

    def _pulled(self, circle: str, party: Party) -> None:
        if party in self.links:
            self.links[party].pulled(circle)

    def _said(self, circle: str, records: Sequence[Record]) -> None:
        for link in self.links.values():
            link.said(circle, records)


class ImpatientProtocol(HttpToolsProtocol):
    """The server's side of a connection, which does not wait for ever for a request's head."""

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*given, **named)
        self.head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self.head = self.loop.call_later(wire.PATIENCE, transport.close)

    def data_received(self, data: bytes) -> None:
        """Take what came; where it begins a head, wait for the rest of it."""
        last: Any = self.cycle  # None before the first request, whatever its type says
        between = last is None or (last.response_complete and not last.more_body)
        if self.head is None and between:
            self.head = self.loop.call_later(wire.PATIENCE, self.transport.close)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Wait no more: the body has its own limit."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self.head is not None:
            self.head.cancel()
            self.head = None


class Server(uvicorn.Server):
    """A server that leaves signals to whoever started it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
