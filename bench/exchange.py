#!/usr/bin/env python3
"""How fast records get from one node to another: `bench/exchange.py [--only PART] [--json FILE]`.

Node A runs in this process, node B in a process of its own, both on real files over loopback, with
real keys. Every record is 1.5 KB, signed, sealed, durable on both sides, and receipted.

    flash      one FLASH at a time: from the call on A to the receipt of a record durable on both
    sustained  as many records a second as can be, none missing
    catchup    100,000 records that were said while B was away
    busy       FLASH while B, which was away, takes 100,000 records and an attachment of 1 GB
    saying     FLASH while A says 100,000 records more, with an attachment of 1 GB under way
    memory     a node with 1,000,000 records, after its start
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from comity.exchange.receipt import EarlyReceipt, Receipt
from comity.exchange.statements import Attachment, report
from comity.exchange.station import MOST_AT_ONCE, Draft
from comity.node.clock import now
from comity.node.folder import Folder, Settings
from comity.node.identity import make_node, new_key_file, own_card
from comity.node.party import PartyNode
from comity.node.serving import Serving
from comity.records.party import Party
from comity.records.precedence import Precedence

UA, JP = Party("ua"), Party("jp")
WORDS = "Зустріч робочої групи відбулася за графіком. " * 16
MARKING = "TLP:AMBER"


def a_report(
    precedence: Precedence = Precedence.ROUTINE, files: tuple[Attachment, ...] = ()
) -> Draft:
    """Return a report whose record has about 1.5 KB."""
    body = report(
        precedence=precedence, subject="Звіт", words=WORDS, language="uk", attachments=files
    )
    return Draft("report/1", body, MARKING)


@dataclass
class Pair:
    """Node A in this process, and the folder of node B.

    Attributes:
        a: the node in this process.
        b: folder of the other.
        circle: that both share.
        ports: of both.
    """

    a: PartyNode
    b: Folder
    circle: str
    ports: tuple[int, int]
    waiting: dict[int, "asyncio.Future[float]"] = field(default_factory=dict)

    def start_b(self) -> "subprocess.Popen[str]":
        """Start node B and wait until it listens."""
        command = [sys.executable, "-m", "comity", "node", "serve", "--data", str(self.b.path)]
        command += ["--port", str(self.ports[1]), "--beat", "1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in process.stdout or ():
            if "speaks with others" in line:
                break
        return process

    def received(self) -> int:
        """Return how many records of A node B has receipted."""
        given = self.a.journal.receipts(self.circle, UA).get(JP)
        return given.size if given else 0

    def hear(self, receipt: Receipt | EarlyReceipt) -> None:
        """Resolve whoever waits for a receipt."""
        if isinstance(receipt, EarlyReceipt):
            done = [receipt.seq]
        else:
            done = [seq for seq in self.waiting if seq <= receipt.size]
        for seq in done:
            waiter = self.waiting.pop(seq, None)
            if waiter is not None and not waiter.done():
                waiter.set_result(time.perf_counter())

    async def flash(self) -> float:
        """Say one FLASH and return the milliseconds until its receipt."""
        began = time.perf_counter()
        said = self.a.station.say(self.circle, [a_report(Precedence.FLASH)])
        records = await asyncio.wrap_future(said)
        waiter: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.waiting[records[0].seq] = waiter
        if self.received() >= records[0].seq:
            waiter.set_result(time.perf_counter())
        return (await asyncio.wait_for(waiter, 60) - began) * 1000

    async def say(self, count: int, commit: int = 250, ahead: int = 20) -> None:
        """Say many records, so many in a commit, a few commits ahead of the journal."""
        left, under_way = count, []
        draft = a_report()
        while left:
            most = min(commit, left, MOST_AT_ONCE)
            under_way.append(asyncio.wrap_future(self.a.station.say(self.circle, [draft] * most)))
            left -= most
            if len(under_way) >= ahead:
                await under_way.pop(0)
        await asyncio.gather(*under_way)

    async def until(self, size: int) -> None:
        """Wait until B has receipted so many records."""
        while self.received() < size:  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.005)

    @property
    def said(self) -> int:
        """Return how many records A has said."""
        return self.a.journal.head(self.circle, UA).size


def make_pair(root: Path) -> tuple[Pair, socket.socket]:
    """Return two paired nodes with a circle, and the socket of the first."""
    listeners = [socket.socket(), socket.socket()]
    for listener in listeners:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
    ports = [listener.getsockname()[1] for listener in listeners]
    nodes = []
    for party, port in zip((UA, JP), ports, strict=True):
        folder = Folder(root / party)
        folder.path.mkdir(parents=True)
        secret = new_key_file(folder.path / "key")
        make_node(
            folder, Settings(party), secret, now=now(), endpoints=[f"http://127.0.0.1:{port}"]
        )
        nodes.append(PartyNode(folder, secret))
    a, b = nodes
    a.pair(own_card(b.folder).encode())
    b.pair(own_card(a.folder).encode())
    circle = a.open_circle([UA, JP], "bench").circle
    b.close()
    listeners[1].close()
    listeners[0].listen(64)
    return Pair(a, b.folder, circle, (ports[0], ports[1])), listeners[0]


def spread(times: list[float]) -> dict[str, float]:
    """Return the median, the 99th per cent and the largest of some milliseconds."""
    times = sorted(times)
    return {
        "n": len(times),
        "p50": round(times[len(times) // 2], 2),
        "p99": round(times[min(len(times) - 1, int(len(times) * 0.99))], 2),
        "max": round(times[-1], 2),
    }


async def flash(pair: Pair) -> dict[str, Any]:
    """Measure FLASH on two idle nodes."""
    for _ in range(30):
        await pair.flash()
    times = []
    for _ in range(500):
        times.append(await pair.flash())
        await asyncio.sleep(0.01)
    return spread(times)


async def sustained(pair: Pair, count: int = 50_000) -> dict[str, Any]:
    """Measure how many records a second get across, and look whether any is missing."""
    first, began = pair.said, time.perf_counter()
    await pair.say(count)
    await pair.until(first + count)
    seconds = time.perf_counter() - began
    return {"records": count, "seconds": round(seconds, 2), "per_second": round(count / seconds)}


async def catchup(pair: Pair, count: int = 100_000) -> dict[str, Any]:
    """Measure how long B needs for what was said while it was away."""
    first = pair.said
    await pair.say(count)
    began = time.perf_counter()
    process = await asyncio.to_thread(pair.start_b)
    try:
        await pair.until(first + count)
    finally:
        process.terminate()
        process.wait(20)
    return {"records": count, "seconds": round(time.perf_counter() - began, 2)}


def attached(pair: Pair, size: int = 1 << 30) -> Draft:
    """Return a report with a large file, which is sealed and on the disk."""
    big = pair.a.folder.path / "big"
    with big.open("wb") as file:
        for _ in range(size >> 20):
            file.write(os.urandom(1 << 20))
    sealed = pair.a.attachments.seal(pair.circle, "", "", big)
    big.unlink()
    os.sync()
    return a_report(files=(sealed,))


async def busy(pair: Pair, count: int = 100_000) -> dict[str, Any]:
    """Measure FLASH while B takes what was said while it was away."""
    report = await asyncio.to_thread(attached, pair)
    first = pair.said
    await pair.say(count, commit=50)
    await asyncio.wrap_future(pair.a.station.say(pair.circle, [report]))
    process = await asyncio.to_thread(pair.start_b)
    try:
        await pair.until(first + 1)
        return await flashes_until(pair, first + count, asyncio.ensure_future(asyncio.sleep(0)))
    finally:
        process.terminate()
        process.wait(20)


async def saying(pair: Pair, count: int = 100_000) -> dict[str, Any]:
    """Measure FLASH while A says much more."""
    report = await asyncio.to_thread(attached, pair)
    process = await asyncio.to_thread(pair.start_b)
    try:
        await pair.until(pair.said)
        await asyncio.sleep(2)
        await asyncio.wrap_future(pair.a.station.say(pair.circle, [report]))
        first = pair.said
        return await flashes_until(pair, first + count, asyncio.ensure_future(pair.say(count)))
    finally:
        process.terminate()
        process.wait(20)


async def flashes_until(pair: Pair, size: int, filling: "asyncio.Future[None]") -> dict[str, Any]:
    """Say a FLASH 20 times a second until B has receipted so many records."""
    times, began, first = [], time.perf_counter(), pair.received()
    while pair.received() < size or not filling.done():
        times.append(await pair.flash())
        await asyncio.sleep(0.05)
    seconds = time.perf_counter() - began
    await filling
    return {**spread(times), "records": size - first, "seconds": round(seconds, 1)}


async def memory(pair: Pair, count: int = 1_000_000) -> dict[str, Any]:
    """Measure the memory of a node that has a million records."""
    await pair.say(max(0, count - pair.said))
    process = await asyncio.to_thread(pair.start_b)
    try:
        await pair.until(pair.said)
        while_taking = resident(process.pid)
    finally:
        process.terminate()
        process.wait(20)
    process = await asyncio.to_thread(pair.start_b)
    try:
        await asyncio.sleep(5)
        after_start = resident(process.pid)
    finally:
        process.terminate()
        process.wait(20)
    return {
        "records": pair.said,
        "mb_after_taking_all": while_taking,
        "mb_after_start": after_start,
        "mb_of_a": resident(os.getpid()),
    }


def resident(process: int) -> int:
    """Return the megabytes that a process holds in memory."""
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


Part = Callable[[Pair], Coroutine[Any, Any, dict[str, Any]]]


async def with_b(pair: Pair, part: Part) -> dict[str, Any]:
    """Run a part while B runs."""
    process = await asyncio.to_thread(pair.start_b)
    try:
        await pair.until(pair.said)
        return await part(pair)
    finally:
        process.terminate()
        process.wait(20)


def missing(pair: Pair) -> int:
    """Return how many records that were receipted are not on B, byte for byte."""
    from comity.journal.book import open_journal  # noqa: PLC0415 - B is not running now

    lost, received = 0, pair.received()
    with open_journal(pair.b.path / "journal.db") as other:
        for first in range(1, received + 1, 1000):
            most = min(1000, received - first + 1)
            mine = pair.a.journal.records(pair.circle, UA, first, most, 1 << 30)
            theirs = other.records(pair.circle, UA, first, most, 1 << 30)
            lost += (
                sum(a != b for a, b in zip(mine, theirs, strict=False)) + len(mine) - len(theirs)
            )
    return lost


async def measure(only: str | None) -> dict[str, Any]:
    """Run the parts and return their figures."""
    figures: dict[str, Any] = {}
    with TemporaryDirectory() as root:
        pair, listener = make_pair(Path(root))
        stop = asyncio.Event()
        serving = asyncio.ensure_future(Serving(pair.a, beat=1).run(listener, stop))
        pair.a.answers.received.append(pair.hear)
        parts = {"flash": flash, "sustained": sustained}
        alone = {"catchup": catchup, "busy": busy, "saying": saying, "memory": memory}
        for name, part in {**parts, **alone}.items():
            if only in {None, name}:
                figures[name] = await (with_b(pair, part) if name in parts else part(pair))
                print(name, json.dumps(figures[name]), flush=True)
        stop.set()
        await serving
        figures["acknowledged_but_missing"] = missing(pair)
        pair.a.close()
    return figures


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", choices=["flash", "sustained", "catchup", "busy", "saying", "memory"]
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    figures = uvloop.run(measure(options.only))
    print("acknowledged_but_missing", figures["acknowledged_but_missing"])
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
