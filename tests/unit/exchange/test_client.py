"""Requests to other nodes, against servers that answer well and badly."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from comity.exchange import client as module
from comity.exchange.client import AHEAD, BrokenOffError, Client, place_of

pytestmark = pytest.mark.enable_socket

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Use = Callable[[Client, str], Awaitable[object]]


async def request(reader: asyncio.StreamReader) -> bytes:
    """Return the body of the next request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


def against(talk: Talk, use: Use) -> tuple[object, int]:
    """Return what came of a client's work with a server, and how many connections it made."""
    served: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def run() -> object:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        client = Client()
        try:
            port = server.sockets[0].getsockname()[1]
            return await use(client, f"http://127.0.0.1:{port}/ua")
        finally:
            await client.close()
            server.close()
            await asyncio.gather(*(task for task in served if task), return_exceptions=True)

    return asyncio.run(run()), len(served)


async def ask(client: Client, address: str, body: bytes = b"?", most: int = 1 << 20) -> bytes:
    """Return the whole answer to a body."""
    async with client.asked(place_of(address), "/comity/v1/parcel", body) as answer:
        return await answer.whole(most)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer every request with its own body."""
    while True:
        body = await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)


def saying(raw: bytes) -> Talk:
    """Answer the first request with these bytes, and hang up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(raw)
        await writer.drain()

    return talk


def test_a_connection_is_used_again() -> None:
    async def use(client: Client, address: str) -> object:
        return [await ask(client, address, body) for body in (b"one", b"", b"three" * 100_000)]

    found, made = against(echo, use)

    assert found == [b"one", b"", b"three" * 100_000]
    assert made == 1


def test_requests_at_the_same_time_have_connections_of_their_own() -> None:
    async def use(client: Client, address: str) -> object:
        return await asyncio.gather(*(ask(client, address, b"%d" % n) for n in range(5)))

    found, made = against(echo, use)

    assert found == [b"0", b"1", b"2", b"3", b"4"]
    assert made == 5


def test_a_connection_that_was_idle_too_long_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", -1.0)

    async def use(client: Client, address: str) -> object:
        return [await ask(client, address, body) for body in (b"one", b"two")]

    assert against(echo, use) == ([b"one", b"two"], 2)


def test_an_interim_answer_is_passed_over() -> None:
    raw = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes"

    assert against(saying(raw), ask)[0] == b"yes"


def test_chunks_are_put_together() -> None:
    raw = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nye\r\n1\r\ns\r\n0\r\n\r\n"

    assert against(saying(raw), ask)[0] == b"yes"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-len",
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\n\r\nno length, so nobody knows whether this is all",
    ],
)
def test_an_answer_that_breaks_off_is_no_answer(raw: bytes) -> None:
    with pytest.raises(BrokenOffError):
        against(saying(raw), ask)


@pytest.mark.parametrize("raw", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 abc OK\r\n\r\n"])
def test_what_is_no_http_is_trouble(raw: bytes) -> None:
    with pytest.raises(module.TROUBLE):
        against(saying(raw), ask)


def test_a_head_without_end_is_cut_off() -> None:
    raw = b"HTTP/1.1 200 OK\r\n" + b"x-more: and more\r\n" * 10_000

    with pytest.raises(ValueError, match="bytes before the answer"):
        against(saying(raw), ask)


def test_an_answer_longer_than_any_honest_one_is_cut_off() -> None:
    raw = b"HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n" + bytes(5_000_000)

    with pytest.raises(ValueError, match="more than 1048576 bytes came"):
        against(saying(raw), ask)


def test_after_a_broken_answer_the_next_request_has_a_new_connection() -> None:
    answers = iter([b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", b""])

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        broken = next(answers)
        await (saying(broken) if broken else echo)(reader, writer)

    async def use(client: Client, address: str) -> object:
        with suppress(BrokenOffError):
            await ask(client, address)
        return await ask(client, address, b"again")

    assert against(talk, use) == (b"again", 2)


def test_a_reader_that_takes_its_time_is_not_flooded() -> None:
    size = 8 * AHEAD

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size + bytes(size))
        await writer.drain()

    async def use(client: Client, address: str) -> object:
        taken, most = 0, 0
        async with client.asked(place_of(address), "/comity/v1/file", b"?") as answer:
            await answer.head()
            async for block in answer.blocks():
                taken += len(block)
                await asyncio.sleep(0.001)
                most = max(most, answer._held)
        return taken, most < 2 * AHEAD

    assert against(talk, use)[0] == (size, True)


@pytest.mark.parametrize(
    "address", ["", "jp.example", "ftp://jp.example", "http://", "http://a:99999", "http://a/b c"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|range|port"):
        place_of(address)


def test_an_address_of_the_sixth_version_stands_in_brackets() -> None:
    assert place_of("http://[::1]:8701").name == b"[::1]:8701"
