"""Attacks on the door itself, over a real connection on the loopback interface."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from tests.attacks.pen import Pen, goes_on
from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.errors import ComityError
from comity.exchange import wire
from comity.exchange.client import Client
from comity.exchange.parcel import LARGEST
from comity.exchange.wire import Door, Line, UnreachableError
from comity.node.serving import ImpatientProtocol, Server
from comity.records.canonical import decode

pytestmark = pytest.mark.enable_socket

Answer = tuple[int, str]
"""Status, and the code of the error."""


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[int]:
    """Let Kyiv's door stand open on a port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    config = uvicorn.Config(
        Door(world.nodes[UKRAINE].answers),
        http=ImpatientProtocol,
        log_level="critical",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = Server(config)
    task = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        listener.close()


async def speak(port: int, *pieces: bytes, pause: float = 0.0) -> Answer:
    """Send pieces of a request one after another; return the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        said = decode(await reader.readexactly(length))
    finally:
        writer.close()
    assert isinstance(said, dict)
    return int(head.split(b" ")[1]), str(said.get("error", ""))


def head(length: int, *more: str, path: str = "parcel") -> bytes:
    """The head of a request."""
    lines = [f"POST /comity/v1/{path} HTTP/1.1", "Host: kyiv", f"Content-Length: {length}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def put(world: World, *pieces: bytes, pause: float = 0.0) -> Answer:
    """Open Kyiv's door, put a request to it, return the answer."""

    async def both() -> Answer:
        async with serving(world) as port:
            return await speak(port, *pieces, pause=pause)

    return world.run(both())


def test_an_honest_parcel_comes_through_the_same_door(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    record = pen.write()
    parcel = pen.parcel(UKRAINE)

    assert put(two, head(len(parcel)), parcel) == (200, "")
    assert two.heads(UKRAINE, circle)[JAPAN].hash == record.hash


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "GZIP", "identity, gzip"])
def test_compression_bomb(two: World, circle: str, encoding: str) -> None:
    bomb = gzip.compress(bytes(1 << 24))

    answer = put(two, head(len(bomb), f"Content-Encoding: {encoding}"), bomb)

    assert answer == (422, "compressed")
    assert [one.code for one in two.evidence(UKRAINE)] == ["compressed"]
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_compression_bomb_without_a_word_of_it(two: World, circle: str) -> None:
    """What is not said to be compressed is never unpacked: it is no parcel."""
    bomb = zlib.compress(bytes(1 << 24))

    assert put(two, head(len(bomb)), bomb) == (422, "parcel")
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_oversize_by_its_own_word(two: World, circle: str) -> None:
    """Nothing of a body is read that says it is larger than any parcel."""
    assert put(two, head(LARGEST + 1)) == (422, "oversize")
    assert [one.code for one in two.evidence(UKRAINE)] == ["oversize"]
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_oversize_without_a_word_of_it(two: World, circle: str) -> None:
    """A body in chunks that never ends is not read to its end."""
    start = head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    chunk = b"100000\r\n" + bytes(1 << 20) + b"\r\n"

    assert put(two, start, *[chunk] * 17) == (422, "oversize")
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_slow_sender(two: World, circle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender of one byte at a time is not waited for."""
    monkeypatch.setattr(wire, "PATIENCE", 0.2)

    answer = put(two, head(1000), *[b"x"] * 10, pause=0.1)

    assert answer == (422, "slow-sender")
    found = two.evidence(UKRAINE)[-1]
    assert found.code == "slow-sender"
    assert found.blob.startswith(b"x")
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_sender_that_goes_away(two: World, circle: str) -> None:
    async def leave() -> None:
        async with serving(two) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head(1000) + b"half")
            await writer.drain()
            writer.close()
            await asyncio.sleep(0.2)

    two.run(leave())

    assert two.evidence(UKRAINE) == []  # a broken line is nobody's guilt
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_slow_sender_of_a_head(two: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred who never end their first line would keep everybody else out."""
    monkeypatch.setattr(wire, "PATIENCE", 0.2)

    async def wait() -> bytes:
        async with serving(two) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST /comity/v1/parcel HTTP/1.1\r\nHost:")
            try:
                return await asyncio.wait_for(reader.read(), 1.0)
            finally:
                writer.close()

    two.run(wait())


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def asked_of(talk: Talk) -> bytes | ComityError:
    """What the line makes of a node that answers like this."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = Client()
    try:
        return await Line(JAPAN, f"http://127.0.0.1:{port}", client).post("heartbeat", b"")
    except ComityError as error:
        return error
    finally:
        await client.close()
        server.close()


def test_compression_bomb_as_an_answer() -> None:
    """What answers a heartbeat is not unpacked either."""
    bomb = gzip.compress(bytes(1 << 24))

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
        writer.write(said.encode() + bomb)
        await writer.drain()

    found = asyncio.run(asked_of(talk))

    assert isinstance(found, ComityError) or found == bomb


def test_endless_answer() -> None:
    """A node that answers without end must not fill this one's memory."""
    sent = 0

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while sent < 3 * LARGEST:
            writer.write(b"100000\r\n" + bytes(1 << 20) + b"\r\n")
            await writer.drain()
            sent += 1 << 20
        writer.write(b"0\r\n\r\n")

    found = asyncio.run(asked_of(talk))

    assert isinstance(found, ComityError)
    assert sent < 2 * LARGEST


def test_answer_that_is_no_answer() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n")
        await writer.drain()

    assert isinstance(asyncio.run(asked_of(talk)), UnreachableError)


def test_redirection_to_somebody_else() -> None:
    """A node that sends this one elsewhere is not followed: it could point inside a ministry."""
    asked = 0

    async def inside(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.close()

    async def both() -> bytes | ComityError:
        server = await asyncio.start_server(inside, "127.0.0.1", 0)
        place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/printer"

        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            said = f"HTTP/1.1 307 Go\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
            writer.write(said.encode())
            await writer.drain()

        try:
            return await asked_of(talk)
        finally:
            server.close()

    found = asyncio.run(both())

    assert isinstance(found, UnreachableError)
    assert asked == 0
