"""The load that every peer of our exchange gets, and what is counted of it.

Two servers A and B stand on this machine. A message is *acknowledged* when A has answered that it
has it, and *at B* when a reader that knows only B can read it. First messages go one at a time and
each is waited for at B; then at rates that go up, a window long each, and after the last one B has
PATIENCE seconds to have everything that A acknowledged. What is missing then is not yet lost: the
reader asks B for it in whatever way the system has for that, and what is still missing is counted
apart. A rate at which something is missing ends the climb, and so does one that the sender cannot
reach: its own time on the processor counts too, as sender and servers share the machine.
"""

import asyncio
import hashlib
import time
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

SIZE = 1500
"""Bytes of one record."""

FILLING = hashlib.shake_256(b"peers").hexdigest(SIZE // 2)[: SIZE - 9]
"""What a message is filled with: like a sealed record, it does not get smaller when compressed."""

IDLE = 300
"""Messages that are sent one at a time."""

WINDOW = 10.0
"""Seconds for which one rate is held."""

PATIENCE = 12.0
"""Seconds after the last acknowledgement in which everything must be at B."""

LOOK = 0.25
"""Seconds between two looks at B in that time."""

GRACE = 5.0
"""Seconds in which A may still answer what was sent inside the window."""

ASKING = 5.0
"""Seconds that a reader at B goes on asking for what is missing."""

STEP = WINDOW + GRACE + PATIENCE + ASKING
"""Seconds that one rate takes at most."""

REACHED = 0.9
"""Share of a rate that must have been acknowledged for the climb to go on."""


class Pair(Protocol):
    """Two servers of one system, with a sender at A and a reader at B."""

    in_flight: int
    """Messages that may wait for A's answer at once."""

    async def send(self, text: str) -> str:
        """Send one message to A; return the name under which A acknowledged it.

        Raises:
            OSError: A did not acknowledge it.
        """

    async def arrival(self, name: str) -> float:
        """Wait until a message is at B; return when it was, on this machine's steady clock."""

    async def unseen(self, names: Collection[str]) -> int:
        """Return, cheaply, how many of these messages B has not shown; 0 is certain."""

    async def missing(self, names: Collection[str]) -> int:
        """Return how many of these messages cannot be read at B, if B asks nobody."""

    async def missing_after_asking(self, names: Collection[str]) -> int:
        """Ask B for what is missing, so that it may fetch it; return how many still are."""

    async def no_more_arrivals(self) -> None:
        """End the waiting reader, where one would slow the sender down; the rest still works."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from sending at A to reading at B, one message at a time."""

    p50: float
    p99: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        """Return the percentiles (nearest rank) of some durations."""
        ordered = sorted(1000 * second for second in seconds)
        last = len(ordered) - 1
        return cls(
            round(ordered[round(0.50 * last)], 2),
            round(ordered[round(0.99 * last)], 2),
            len(ordered),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One rate, held for a window.

    Attributes:
        offered: messages a second that were meant to go.
        acknowledged: messages that A answered it has.
        refused: messages that A answered otherwise or not in time.
        rate: acknowledged messages a second, from the first sending to the last answer.
        missing: of those acknowledged, how many were not at B after PATIENCE seconds.
        missing_after_asking: how many of those did not come when a reader asked B for them.
        waited: seconds from the last answer until nothing was missing, at most PATIENCE.
    """

    offered: int
    acknowledged: int
    refused: int
    rate: float
    missing: int
    missing_after_asking: int
    waited: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found out about one system in one setting.

    Attributes:
        sustained: the highest rate of acknowledged messages at which none was missing.
        ended: why no higher rate was tried.
    """

    system: str
    version: str
    setting: str
    latency_ms: Latency
    sustained: float
    steps: tuple[Step, ...]
    ended: str
    note: str

    def to_json(self) -> dict[str, object]:
        """Return it as a JSON object."""
        return asdict(self)


class Clock:
    """How much of the time that was given is left."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return self._end - time.monotonic()


async def idle(pair: Pair, clock: Clock) -> Latency:
    """Send messages one at a time, each when the one before is at B."""
    took = []
    for number in range(IDLE + 1):
        began = time.perf_counter()
        name = await pair.send(body(number))
        took.append(await pair.arrival(name) - began)
        if took and clock.left < STEP:
            break
    return Latency.of(took[1:] or took)  # the first one opens connections


async def climb(pair: Pair, rates: Sequence[int], clock: Clock) -> tuple[tuple[Step, ...], str]:
    """Hold each rate for a window; return the steps and why the climb ended."""
    steps: list[Step] = []
    for rate in rates:
        if clock.left < STEP:
            return tuple(steps), "the time was up"
        step = await hold(pair, rate)
        steps.append(step)
        if step.missing:
            return tuple(steps), "messages were missing"
        if step.rate < REACHED * rate:
            return tuple(steps), "the rate was not reached"
    return tuple(steps), "the highest rate held"


def sustained(steps: Sequence[Step]) -> float:
    """Return the highest rate at which nothing was missing, 0 where there is none."""
    return max((step.rate for step in steps if not step.missing), default=0.0)


async def hold(pair: Pair, rate: int) -> Step:
    """Send at one rate for a window, then see what is missing at B."""
    names: list[str] = []
    refused = 0
    last = began = time.perf_counter()

    async def one(number: int) -> None:
        nonlocal last, refused
        try:
            names.append(await pair.send(body(number)))
            last = time.perf_counter()
        except OSError:
            refused += 1

    room = asyncio.Semaphore(pair.in_flight)
    under_way: set[asyncio.Task[None]] = set()
    for number in range(int(rate * WINDOW)):
        ahead = began + number / rate - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        await room.acquire()
        if time.perf_counter() - began > WINDOW:
            break
        task = asyncio.create_task(one(number))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        task.add_done_callback(lambda _: room.release())
    refused += await given_up(under_way)
    waited = await settled(pair, names)
    missing = await pair.missing(names)
    still = await pair.missing_after_asking(names) if missing else 0
    reached = round(len(names) / max(last - began, 1e-9), 1)
    return Step(rate, len(names), refused, reached, missing, still, waited)


async def settled(pair: Pair, names: Collection[str]) -> float:
    """Wait until B has shown everything or PATIENCE is over; return the seconds waited."""
    began = time.perf_counter()
    while True:
        unseen = await pair.unseen(names)
        waited = time.perf_counter() - began
        if not unseen or waited >= PATIENCE:
            return round(waited, 2)
        await asyncio.sleep(min(LOOK, PATIENCE - waited))


async def given_up(under_way: Collection[asyncio.Task[None]]) -> int:
    """Wait GRACE seconds for what is under way; end the rest and return how many those were."""
    if not under_way:
        return 0
    _, late = await asyncio.wait(under_way, timeout=GRACE)
    for task in late:
        task.cancel()
    return len(late)


def body(number: int) -> str:
    """Return the text of a message: SIZE bytes, no two the same in one window."""
    return f"{number:08d} {FILLING}"
