"""Processes: real node processes, started, watched and ended by their number."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(slots=True)
class Process:
    """A process of the program.

    Attributes:
        pid: its number.
        ended: its exit code, once it has ended; less than 0 for the signal that ended it.
    """

    pid: int
    ended: asyncio.Future[int] = field(repr=False)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def end(self, patience: float) -> int | None:
        """Return the exit code; None if it goes on for longer than that."""
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self.ended), patience)
        return None


class Starter:
    """Starts processes of the program, by forking one that is loaded, or the long way."""

    def __init__(self) -> None:
        self._launcher: asyncio.subprocess.Process | None = None
        self._asked: dict[int, asyncio.Future[Process]] = {}
        self._running: dict[int, Process] = {}
        self._number = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._launcher = await asyncio.create_subprocess_exec(
            sys.executable,
            str(LAUNCH),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        self._keep(asyncio.ensure_future(self._listen()))
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in list(self._running.values()):
            process.signal(signal.SIGKILL)
        launcher = self._launcher
        if launcher is not None and launcher.stdin is not None:
            launcher.stdin.close()
            try:
                await asyncio.wait_for(launcher.wait(), 10)
            except TimeoutError:
                launcher.kill()
                await launcher.wait()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def start(
        self, arguments: list[str], *, out: Path, env: dict[str, str], whole: bool = False
    ) -> Process:
        """Start `comity` with arguments.

        Args:
            arguments: of the command line.
            out: file to which all that it prints is added.
            env: environment variables beside those of this process.
            whole: as `python -m comity`, not by forking.
        """
        if whole:
            return await self._start_whole(arguments, out, env)
        assert self._launcher is not None
        assert self._launcher.stdin is not None
        self._number += 1
        asked = {"number": self._number, "argv": arguments, "out": str(out), "env": env}
        started: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._asked[self._number] = started
        self._launcher.stdin.write(json.dumps(asked).encode() + b"\n")
        return await asyncio.wait_for(started, 30)

    async def run(self, *arguments: str, out: Path) -> int:
        """Run a command to its end; return its exit code."""
        process = await self.start(list(arguments), out=out, env={})
        code = await process.end(60)
        if code is None:
            process.signal(signal.SIGKILL)
            raise TimeoutError(f"comity {' '.join(arguments)} does not end")
        return code

    async def _start_whole(self, arguments: list[str], out: Path, env: dict[str, str]) -> Process:
        with out.open("ab") as file:
            started = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "comity", *arguments,
                cwd=ROOT, env={**os.environ, **env}, stdin=asyncio.subprocess.DEVNULL,
                stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        process = self._began(started.pid)

        async def watch() -> None:
            code = await started.wait()
            self._over(started.pid, code)

        self._keep(asyncio.ensure_future(watch()))
        return process

    async def _listen(self) -> None:
        """Hear from the launcher."""
        assert self._launcher is not None
        assert self._launcher.stdout is not None
        while line := await self._launcher.stdout.readline():
            told = json.loads(line)
            if "ended" in told:
                self._over(told["ended"], told["status"])
            else:
                process = self._began(told["pid"])
                started = self._asked.pop(told["number"])
                if not started.done():
                    started.set_result(process)
        for started in self._asked.values():
            started.set_exception(ConnectionError("the launcher ended"))

    def _began(self, pid: int) -> Process:
        process = Process(pid, asyncio.get_running_loop().create_future())
        self._running[pid] = process
        return process

    def _over(self, pid: int, code: int) -> None:
        process = self._running.pop(pid, None)
        if process is not None and not process.ended.done():
            process.ended.set_result(code)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
