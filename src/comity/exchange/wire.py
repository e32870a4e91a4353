"""Wire: parcels and messages over HTTP/1.1, both ends of it.

The door is a bare ASGI application: a framework's model of requests costs more than everything
else that happens to a parcel. It reads no more than a parcel may have, waits no longer than an
honest sender needs, unpacks no compression, and answers a refusal with its code and its facts.
TLS belongs around it on real networks; safety does not rest on it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from comity.errors import ComityError, NotAllowedError, RefusedError, UnavailableError
from comity.exchange.client import ANSWERING, TROUBLE, Client, place_of
from comity.exchange.parcel import LARGEST, OversizeError
from comity.records.canonical import NotCanonicalError, decode, encode

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
"""What an ASGI server gives an application."""

BASE = "/comity/v1/"
PATIENCE = 10.0
"""Seconds that a sender may take for the first megabyte; each further one gives it a second."""
BLOCK = 256 << 10
"""Bytes of a file that are sent at a time."""

STATUS: dict[type[ComityError], int] = {
    RefusedError: 422,
    NotAllowedError: 403,
    UnavailableError: 503,
}


class SlowSenderError(RefusedError):
    """A sender takes so long that it holds up others."""

    code = "slow-sender"
    template = "{received} bytes came in {seconds} seconds; send the whole again, faster"


class GoneError(Exception):
    """Who sent has hung up: there is nobody to answer, and a broken line is nobody's guilt."""


class CompressedError(RefusedError):
    """A body came compressed."""

    code = "compressed"
    template = "the body is compressed ({encoding}), and nothing is unpacked here; send it plain"


class NoSuchAddressError(RefusedError):
    """There is nothing at an address of the exchange."""

    code = "no-such-address"
    template = "there is nothing at {path}; see docs/reference/protocol.md"


class UnreachableError(UnavailableError):
    """Another node does not answer."""

    code = "peer-unreachable"
    template = "{party} does not answer at {address}: {reason}; it will be tried again"


class RefusedByPeerError(RefusedError):
    """Another node refused what this one sent.

    Attributes:
        reason: the code of its error.
        said: its facts.
    """

    code = "refused-by-peer"
    template = "{party} refused it: {message} ({reason})"

    def __init__(self, *, party: str, reason: str, message: str, said: dict[str, str]) -> None:
        super().__init__(party=party, reason=reason, message=message)
        self.reason = reason
        self.said = said


class Endpoint(Protocol):
    """What a node answers to another; each takes a body and gives the body of the answer."""

    async def parcel(self, body: bytes) -> bytes:
        """Take a parcel, give the receipt."""
        ...

    async def heartbeat(self, body: bytes) -> bytes:
        """Take a heartbeat, give one back."""
        ...

    async def chain(self, body: bytes) -> bytes:
        """Give a parcel of a chain from a number on, nothing where there is no more."""
        ...

    async def receipt(self, body: bytes) -> bytes:
        """Take a receipt for what was fetched."""
        ...

    async def file(self, body: bytes) -> AsyncIterator[bytes]:
        """Give the sealed bytes of an attachment from an offset on."""
        ...

    async def card(self) -> bytes:
        """Give this party's card."""
        ...

    async def refused(self, error: ComityError, path: str, body: bytes) -> None:
        """Hear of a refusal, with what was refused, to keep it as evidence."""
        ...


class Door:
    """The ASGI application that other nodes speak to."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body = bytearray()
        path = scope["path"].removeprefix(BASE)
        try:
            await self._answer(scope, path, receive, send, body)
        except GoneError:
            return
        except ComityError as error:
            await self.endpoint.refused(error, path, bytes(body))
            await reply(send, status_of(error), refusal(error))
        except Exception:
            log.exception("an answer to %s broke", path)
            await reply(send, 500, encode({"error": "broke", "message": "see the log of the node"}))

    async def _answer(
        self, scope: Scope, path: str, receive: Receive, send: Send, body: bytearray
    ) -> None:
        end, method = self.endpoint, scope["method"]
        if path == "card" and method == "GET":
            await reply(send, 200, await end.card())
            return
        takes = {
            "parcel": end.parcel,
            "heartbeat": end.heartbeat,
            "chain": end.chain,
            "receipt": end.receipt,
        }
        if method != "POST" or path not in {*takes, "file"} or not scope["path"].startswith(BASE):
            raise NoSuchAddressError(path=scope["path"][:80])
        await read_body(scope, receive, body)
        if path == "file":
            await stream(send, await end.file(bytes(body)))
            return
        answer = await takes[path](bytes(body))
        await reply(send, 200 if answer else 204, answer)


def status_of(error: ComityError) -> int:
    """Return the status that tells whose move is next."""
    if isinstance(error, NoSuchAddressError):
        return 404
    if error.code == "gap":
        return 409
    return next((status for family, status in STATUS.items() if isinstance(error, family)), 500)


def refusal(error: ComityError) -> bytes:
    """Return a refusal as the other node gets it."""
    facts = {name: value[:500] for name, value in error.facts.items()}
    code = getattr(error, "shown", error.code)  # what a stranger may learn can be less
    return encode({"error": code, "message": str(error)[:1000], "facts": facts})


async def read_body(scope: Scope, receive: Receive, body: bytearray) -> None:
    """Read a body whole into `body`, as far as anybody may take our time and room.

    Raises:
        CompressedError: it is compressed.
        OversizeError: it is larger than any parcel.
        SlowSenderError: it takes too long.
        GoneError: it broke off.
    """
    for name, value in scope["headers"]:
        if name == b"content-encoding" and value.lower() != b"identity":
            raise CompressedError(encoding=value.decode("latin-1")[:40])
        if name == b"content-length" and value.isdigit() and int(value) > LARGEST:
            raise OversizeError(what="the size of the body", size=int(value), most=LARGEST)
    clock = asyncio.get_running_loop().time
    began, more = clock(), True
    while more:
        until = began + PATIENCE + len(body) / (1 << 20)
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            seconds = round(clock() - began)
            raise SlowSenderError(received=len(body), seconds=seconds) from None
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise OversizeError(what="the size of the body", size=len(body), most=LARGEST)


async def reply(send: Send, status: int, body: bytes) -> None:
    """Send an answer."""
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def stream(send: Send, blocks: AsyncIterator[bytes]) -> None:
    """Send an answer block by block, letting others run in between."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    async for block in blocks:
        await send({"type": "http.response.body", "body": block, "more_body": True})
        await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": b""})


class Line:
    """The way to one other node.

    Attributes:
        party: whose node it is.
        address: base of its exchange, "http://127.0.0.1:8701".
    """

    def __init__(self, party: str, address: str, client: Client) -> None:
        self.party = party
        self.address = address.rstrip("/")
        self.client = client

    async def post(self, path: str, body: bytes) -> bytes:
        """Return the answer to a body.

        Raises:
            UnreachableError: nobody answers, or what answers is no node.
            RefusedByPeerError: the node refused it.
        """
        try:
            place = place_of(self.address)
            async with (
                asyncio.timeout(ANSWERING),
                self.client.asked(place, f"{BASE}{path}", body) as answer,
            ):
                content = await answer.whole(LARGEST)
        except TROUBLE as error:
            raise self._unreachable(error) from error
        if answer.status in {200, 204}:
            return content
        raise self._refused(answer.status, content)

    async def fetch(self, path: str, body: bytes) -> AsyncIterator[bytes]:
        """Yield the answer to a body as it comes.

        Raises:
            UnreachableError: nobody answers, or the answer breaks off.
            RefusedByPeerError: the node refused it.
        """
        try:
            place = place_of(self.address)
            async with self.client.asked(place, f"{BASE}{path}", body) as answer:
                async with asyncio.timeout(ANSWERING):
                    await answer.head()
                if answer.status != 200:
                    async with asyncio.timeout(ANSWERING):
                        raise self._refused(answer.status, await answer.whole(LARGEST))
                async for block in answer.blocks():
                    yield block
        except TROUBLE as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception | str) -> UnreachableError:
        reason = str(error) or type(error).__name__
        return UnreachableError(party=self.party, address=self.address, reason=reason)

    def _refused(self, status: int, content: bytes) -> ComityError:
        try:
            said = decode(content[: 1 << 16])
        except NotCanonicalError:
            said = None
        if not isinstance(said, dict) or not isinstance(said.get("error"), str):
            return self._unreachable(f"status {status}")
        facts = said.get("facts")
        return RefusedByPeerError(
            party=self.party,
            reason=said["error"],
            message=str(said.get("message", "")),
            said={str(k): str(v) for k, v in facts.items()} if isinstance(facts, dict) else {},
        )
