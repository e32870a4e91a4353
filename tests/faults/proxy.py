"""Proxy: the bad line between two nodes.

It understands as much of HTTP as it takes to know where a request ends, so that it can do to whole
requests what networks and enemies do: lose them or their answers, hold them up, send them twice,
send an old one again, cut them off, and turn over a bit.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum

from tests.faults.dice import Dice

KEPT = 30
"""Requests that are remembered, to be sent again."""
LONGEST = 20.0
"""Seconds that an answer may take."""


class Fate(StrEnum):
    """What may become of a request."""

    DELAY = "delayed"
    LOSE = "request lost"
    UNANSWERED = "answer lost"
    CUT = "request cut"
    CUT_ANSWER = "answer cut"
    FLIP = "bit flipped in request"
    FLIP_ANSWER = "bit flipped in answer"
    TWICE = "sent twice"
    OLD_FIRST = "old request sent again"
    OVERTAKEN = "overtaken"


Weather = Mapping[Fate, float]
"""The share of requests that each fate befalls."""

BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError)


class Way:
    """The way from one node to another: a port that leads to it.

    Attributes:
        name: for the report, "ua to jp".
        host: where the sender finds it.
        port: likewise.
        target: host and port of the recipient; they change when that node starts again.
        severed: whether nothing passes.
        fates: how often each befell a request.
    """

    def __init__(self, name: str, weather: Weather, dice: Dice, host: str = "127.0.0.1") -> None:
        self.name = name
        self.host = host
        self.weather = weather
        self.dice = dice
        self.port = 0
        self.target: tuple[str, int] | None = None
        self.severed = False
        self.fates: Counter[Fate] = Counter()
        self._kept: deque[bytes] = deque(maxlen=KEPT)
        self._tasks: set[asyncio.Task[None]] = set()
        self._passed = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Let nothing pass any more."""
        if self._server is not None:
            self._server.close()
        await self.forget()

    async def forget(self) -> None:
        """Drop everything that is under way or could be sent again."""
        self._kept.clear()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def sever(self) -> None:
        """Let nothing pass until `mend`; what is under way is lost."""
        self.severed = True
        await self.forget()

    def mend(self) -> None:
        """Let everything pass, as it is."""
        self.severed = False
        self.weather = {}

    # --- one connection

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._converse(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(asyncio.CancelledError):
            await task

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry requests, one after another, until one breaks the connection."""
        try:
            while await self._carry(reader, writer):
                pass
        except BROKEN:
            pass
        finally:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Carry one request; say whether the connection goes on."""
        request, _ = await read_whole(reader)
        if self.severed:
            return False
        fate = self.dice.weighted(self.weather)
        if fate is not None:
            self.fates[fate] += 1
        if fate is Fate.LOSE:
            return False
        if fate is Fate.CUT:
            await self._send(request[: self.dice.number(1, len(request) - 1)], answered=False)
            return False
        await self._hold_up(fate)
        self._kept.append(request)
        if fate is Fate.TWICE:
            self._later(request, self.dice.between(0, 0.6))
        if fate is Fate.FLIP:
            request = flipped(request, self.dice)
        answer, lasting = await self._send(request)
        self._passed.set()
        if not answer:
            return False
        return await self._bring_back(answer, fate, writer) and lasting

    async def _hold_up(self, fate: Fate | None) -> None:
        """Let time pass before a request goes on, or an old one go first."""
        if fate is Fate.DELAY:
            await asyncio.sleep(self.dice.between(0.01, 0.4))
        elif fate is Fate.OVERTAKEN:
            self._passed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._passed.wait(), 0.4)
        elif fate is Fate.OLD_FIRST and self._kept:
            await self._again(self.dice.one(self._kept))

    async def _bring_back(
        self, answer: bytes, fate: Fate | None, writer: asyncio.StreamWriter
    ) -> bool:
        """Give the answer to whoever asked; say whether all of it was given."""
        if fate is Fate.UNANSWERED:
            return False
        if fate is Fate.FLIP_ANSWER:
            answer = flipped(answer, self.dice)
        if fate is Fate.CUT_ANSWER:
            answer = answer[: self.dice.number(1, len(answer) - 1)]
        writer.write(answer)
        await writer.drain()
        return fate is not Fate.CUT_ANSWER

    async def _send(self, request: bytes, *, answered: bool = True) -> tuple[bytes, bool]:
        """Return the answer to a request, and whether the connection may go on."""
        if self.target is None:
            return b"", False
        reader, writer = await asyncio.open_connection(*self.target)
        try:
            writer.write(request)
            await writer.drain()
            if not answered:
                return b"", False
            return await asyncio.wait_for(read_whole(reader), LONGEST)
        finally:
            writer.close()

    async def _again(self, request: bytes) -> None:
        """Send a request for the sake of whoever gets it; nobody hears the answer."""
        with suppress(*BROKEN):
            await self._send(request)

    def _later(self, request: bytes, pause: float) -> None:
        async def work() -> None:
            await asyncio.sleep(pause)
            if not self.severed:
                await self._again(request)

        task = asyncio.ensure_future(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def read_whole(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """Return a request or answer with its body, and whether another may follow it."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    status = head.split(b" ", 2)[1]
    if b"content-length" in fields:
        body = await reader.readexactly(int(fields[b"content-length"]))
        return head + body, fields.get(b"connection", b"").lower() != b"close"
    if head.startswith(b"HTTP/") and status != b"204":
        return head + await reader.read(), False
    return head, True


def flipped(whole: bytes, dice: Dice) -> bytes:
    """Return a request or answer with one bit of its body turned over."""
    start = whole.index(b"\r\n\r\n") + 4
    if start == len(whole):
        return whole
    place, bit = dice.number(start, len(whole) - 1), dice.number(0, 7)
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
