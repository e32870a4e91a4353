"""Nodes: the node of one party as a trial sees it: a folder, a process, and what it answers."""

import asyncio
import json
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.checker import Place
from tests.faults.processes import Process, Starter
from tests.faults.proxy import Way

from comity.records.party import Party

BEAT = "0.3"
READY = b"speaks with others on "


def host_of(number: int) -> str:
    """Return the loopback address of a trial.

    All trials have the same keys. Where several go on at a time, a port that one has just given up
    may be another's at once; on an address of its own no line leads into another trial.
    """
    if not sys.platform.startswith("linux"):
        return "127.0.0.1"  # elsewhere this is the only one
    return f"127.{1 + number // 62500 % 250}.{number // 250 % 250}.{1 + number % 250}"


class SilentError(Exception):
    """A node gave no answer: whether it did what it was asked is not known."""


class NotAskedError(SilentError):
    """A node could not be asked: it certainly did nothing."""


class SaidNoError(Exception):
    """A node refused.

    Attributes:
        code: of its error.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True, eq=False)
class Node:
    """The node of one party.

    Attributes:
        party: whose.
        folder: where it keeps everything.
        log: file of all that it prints.
        starter: of its processes.
        ways: that lead to it.
        skew: seconds by which its clock is wrong from the next start on.
        whole: whether it starts as `python -m comity` does.
        cramped: whether its disk is full.
        excused: whether it was so at any time since its last start, so that it may have ended.
        host: loopback address on which it listens; see `host_of`.
        port: where it listens.
        process: the newest; None before the first.
        lock: held by whoever starts or ends it.
    """

    party: Party
    folder: Path
    log: Path
    starter: Starter
    ways: list[Way] = field(default_factory=list)
    skew: float = 0.0
    whole: bool = False
    cramped: bool = False
    excused: bool = False
    host: str = "127.0.0.1"
    port: int = 0
    process: Process | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def running(self) -> bool:
        """Say whether its process runs."""
        return self.process is not None and not self.process.ended.done()

    async def start(self, crash: str = "") -> bool:
        """Start it; say whether it came to the point where it answers."""
        self.log.touch()
        self.excused = self.cramped
        before = self.log.stat().st_size
        env = {"COMITY_CRASH": crash, "COMITY_CLOCK_SKEW": str(self.skew)}
        arguments = ["node", "serve", "--data", str(self.folder), "--beat", BEAT]
        arguments += ["--host", self.host, "--port", "0"]
        self.process = await self.starter.start(arguments, out=self.log, env=env, whole=self.whole)
        self.process.ended.add_done_callback(self._part)
        for _ in range(3000):
            said = self.log.read_bytes()[before:]
            place = said.find(READY)
            if place >= 0 and b"\n" in said[place:]:
                self.port = int(said[place:].split(b":", 1)[1].split(b".", 1)[0])
                for way in self.ways:
                    way.target = (self.host, self.port)
                return True
            if self.process.ended.done():
                return False
            await asyncio.sleep(0.01)
        raise TimeoutError(f"the node of {self.party} does not come up")

    def _part(self, ended: asyncio.Future[int]) -> None:
        """Let no line lead to a port that may be another's before long."""
        if self.process is not None and self.process.ended is ended:
            for way in self.ways:
                way.target = None

    def cramp(self) -> None:
        """Note that its disk is full."""
        self.cramped = self.excused = True

    async def kill(self) -> None:
        """End it at once."""
        if self.process is not None:
            self.process.signal(signal.SIGKILL)
            await self.process.ended

    async def stop(self) -> int | None:
        """Stop it as an operator does; return its exit code, None where it had to be killed."""
        if self.process is None:
            return 0
        self.process.signal(signal.SIGTERM)
        code = await self.process.end(10)
        if code is None:
            await self.kill()
        return code

    async def ask(self, order: str, arguments: dict[str, Any], patience: float = 15.0) -> Any:
        """Return what it gives for an order.

        Raises:
            NotAskedError: it was not there.
            SilentError: it did not answer.
            SaidNoError: it refused.
        """
        try:
            place = json.loads((self.folder / "control.json").read_text("utf-8"))
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", place["port"], limit=1 << 24
            )
        except (OSError, ValueError) as error:
            raise NotAskedError(str(error)) from error
        line = json.dumps({"token": place["token"], "do": order, "with": arguments})
        try:
            writer.write(line.encode() + b"\n")
            answer = json.loads(await asyncio.wait_for(reader.readline(), patience))
        except (OSError, ValueError, TimeoutError) as error:
            raise SilentError(f"{order}: {error!r}") from error
        finally:
            writer.close()
        if "error" in answer:
            raise SaidNoError(answer["error"], answer["message"])
        return answer["done"]

    async def status(self) -> dict[str, Any] | None:
        """Return how far it is, None if it does not say."""
        with suppress(SilentError, SaidNoError):
            found: dict[str, Any] = await self.ask("exchange.status", {}, 5)
            return found
        return None

    def sizes(self) -> Counter[Place]:
        """Return how long each chain is on its disk at this moment, whether it runs or not."""
        rows = self.rows("SELECT circle, party, size FROM chains")
        return Counter({(circle, Party(party)): size for circle, party, size in rows})

    def rows(self, sql: str, *values: str) -> list[Any]:
        """Return rows of its journal; the files of a node that does not run stay as they are.

        While its disk is being replaced there are none.
        """
        if not (self.folder / "journal.db").exists():
            return []
        with suppress(sqlite3.OperationalError):
            if self.running:
                return rows_of(f"file:{self.folder / 'journal.db'}?mode=ro", sql, *values)
        with tempfile.TemporaryDirectory(prefix="comity-faults-") as beside:
            for name in ("journal.db", "journal.db-wal"):
                if (self.folder / name).exists():
                    shutil.copyfile(self.folder / name, Path(beside) / name)
            return rows_of(f"file:{beside}/journal.db", sql, *values)


def rows_of(address: str, sql: str, *values: str) -> list[Any]:
    """Return rows of a database."""
    with closing(sqlite3.connect(address, uri=True)) as journal:
        return journal.execute(sql, values).fetchall()
