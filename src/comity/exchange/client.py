"""Client: requests to other nodes over HTTP/1.1, on connections that are kept.

A connection carries one request at a time. What comes is read by the parser that reads requests at
the other end; nothing is unpacked, no redirect is followed, no proxy asked, no cookie kept. An
answer states its length or comes in chunks; one that ends with the connection breaks off.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

import httptools

CONNECTING = 10.0
"""Seconds for a connection."""
ANSWERING = 30.0
"""Seconds for a whole answer, and between two blocks of one that is read as it comes."""
KEPT = 60.0
"""Seconds that a connection is kept without a request."""
LONGEST_HEAD = 32 << 10
"""Bytes before the body."""
AHEAD = 1 << 20
"""Bytes that are taken before whoever reads them asks for more."""

TROUBLE = (OSError, TimeoutError, ValueError, httptools.HttpParserError)
"""What a request can end with when nobody answers, or the address is none."""


class BrokenOffError(OSError):
    """The connection ended, or was ended, in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node listens.

    Attributes:
        host: name or address.
        port: of its exchange.
        safe: whether the connection is encrypted on the way (TLS).
        base: path that stands before every other, "" or "/ua".
    """

    host: str
    port: int
    safe: bool
    base: str

    @property
    def name(self) -> bytes:
        """Return what stands in the head of a request for it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}".encode("ascii" if host.isascii() else "idna")


@lru_cache(maxsize=256)
def place_of(address: str) -> Place:
    """Return the place that an address names.

    Raises:
        ValueError: it names none.

    >>> place_of("http://127.0.0.1:8701/")
    Place(host='127.0.0.1', port=8701, safe=False, base='')
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("the address must begin with http:// or https:// and name a host")
    if not parts.path.isascii() or not parts.path.isprintable() or " " in parts.path:
        raise ValueError("the path of the address is none")
    safe = parts.scheme == "https"
    port = parts.port or (443 if safe else 80)
    return Place(parts.hostname, port, safe, parts.path.rstrip("/"))


class Connection(asyncio.Protocol):
    """One connection to another node, and the answer that is under way on it.

    Attributes:
        status: of the answer, 0 before its head is whole.
        reusable: whether another request may follow.
        idle_since: when its last answer was read, by the loop's clock.
    """

    def __init__(self) -> None:
        self.status = 0
        self.reusable = True
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._blocks: deque[bytes] = deque()
        self._held = 0
        self._head = 0
        self._complete = True
        self._broken: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._at_once = True

    def send(self, place: Place, path: str, body: bytes) -> None:
        """Send a request; its answer is read with `whole` or `blocks`."""
        if self._transport is None:
            raise BrokenOffError("there is no connection")
        self.status, self._held, self._head, self._complete = 0, 0, 0, False
        self._blocks.clear()
        self._parser = httptools.HttpResponseParser(self)
        line = f"POST {place.base}{path} HTTP/1.1\r\nhost: ".encode()
        head = line + place.name + b"\r\ncontent-length: %d\r\n\r\n" % len(body)
        self._transport.writelines((head, body))

    async def whole(self, most: int) -> bytes:
        """Return the body of the answer.

        Raises:
            BrokenOffError: it did not come whole.
            ValueError: it has more bytes than any honest one.
        """
        self._at_once = False
        while not self._complete and self._held <= most:
            await self._more()
        if self._held > most:
            raise ValueError(f"more than {most} bytes came")
        body = b"".join(self._blocks)
        self._blocks.clear()
        return body

    async def head(self) -> None:
        """Wait until the status is known.

        Raises:
            BrokenOffError: it did not come.
        """
        self._at_once = True
        while not self.status:
            await self._more()

    async def blocks(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            BrokenOffError: it did not come whole.
        """
        self._at_once = True
        while True:
            while self._blocks:
                block = self._blocks.popleft()
                self._held -= len(block)
                yield block
            if self._complete:
                return
            if self._transport is not None:
                self._transport.resume_reading()
            async with asyncio.timeout(ANSWERING):
                await self._more()

    async def _more(self) -> None:
        """Wait until more of the answer is here."""
        self._check()
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
        if not self._complete:
            self._check()

    def _check(self) -> None:
        """Raise what ended the connection, if it ended."""
        if self._broken is not None:
            raise self._broken

    def close(self) -> None:
        """Hang up."""
        self.reusable = False
        if self._transport is not None:
            self._transport.abort()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _break(self, error: Exception) -> None:
        self.reusable = False
        if self._broken is None:
            self._broken = error
        self._wake()

    # --- called by the event loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast("asyncio.Transport", transport)  # of uvloop's own type

    def data_received(self, data: bytes) -> None:
        """Take a piece of the answer."""
        if self._complete or self._parser is None:  # nobody asked
            self.close()
            return
        if not self.status:
            self._head += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._break(error)
            self.close()
            return
        if not self.status and self._head > LONGEST_HEAD:
            self._break(ValueError(f"more than {LONGEST_HEAD} bytes before the answer"))
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        self._transport = None
        self._break(exc or BrokenOffError("the connection was closed before the answer was whole"))

    # --- called by the parser

    def on_headers_complete(self) -> None:
        """Keep the status, unless it is an interim one: the answer that was asked for follows."""
        status = self._parser.get_status_code() if self._parser else 0
        if status >= 200:
            self.status = status
            if self._at_once:
                self._wake()

    def on_body(self, body: bytes) -> None:
        """Keep a block of the body."""
        self._blocks.append(body)
        self._held += len(body)
        if self._held > AHEAD:
            if self._at_once and self._transport is not None:
                self._transport.pause_reading()
            self._wake()
        elif self._at_once:
            self._wake()

    def on_message_complete(self) -> None:
        """Know that it is whole."""
        if not self.status:
            return
        self._complete = True
        self.reusable = self.reusable and bool(self._parser and self._parser.should_keep_alive())
        self._wake()


class Client:
    """What sends requests to all other nodes."""

    def __init__(self) -> None:
        self._idle: dict[Place, list[Connection]] = {}
        self._all: set[Connection] = set()
        self._tls: ssl.SSLContext | None = None

    @asynccontextmanager
    async def asked(self, place: Place, path: str, body: bytes) -> AsyncIterator[Connection]:
        """Send a request and lend the connection on which it is answered."""
        connection = self._kept(place)
        if connection is None:
            async with asyncio.timeout(CONNECTING):
                connection = await self._connect(place)
        try:
            connection.send(place, path, body)
            yield connection
        except BaseException:
            connection.close()
            raise
        finally:
            self._put_back(place, connection)

    def _kept(self, place: Place) -> Connection | None:
        """Return a connection that is still good, None where there is none."""
        now = asyncio.get_running_loop().time()
        kept = self._idle.get(place, [])
        while kept:
            connection = kept.pop()
            if connection.reusable and now - connection.idle_since < KEPT:
                return connection
            self._drop(connection)
        return None

    async def _connect(self, place: Place) -> Connection:
        tls: ssl.SSLContext | None = None
        if place.safe:
            tls = self._tls = self._tls or ssl.create_default_context()
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            Connection, place.host, place.port, ssl=tls, server_hostname=place.host if tls else None
        )
        self._all.add(connection)
        return connection

    def _put_back(self, place: Place, connection: Connection) -> None:
        if connection.reusable and connection._complete:  # noqa: SLF001 - one module
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.setdefault(place, []).append(connection)
        else:
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        connection.close()
        self._all.discard(connection)

    async def close(self) -> None:
        """Hang up everywhere."""
        for connection in list(self._all):
            self._drop(connection)
        self._idle.clear()
        await asyncio.sleep(0)
