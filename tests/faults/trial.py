"""Trial: real nodes, a plan of what befalls them, and in the end everything held against it."""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.checker import Finding, Held, check
from tests.faults.deeds import Hand
from tests.faults.dice import Dice
from tests.faults.disks import Disk
from tests.faults.evidence import unexpected
from tests.faults.lines import Ways, join
from tests.faults.nodes import Node, host_of
from tests.faults.plan import Plan, Trouble
from tests.faults.processes import Starter
from tests.faults.quiet import lacks
from tests.faults.reading import Found, read
from tests.faults.speech import Speech
from tests.faults.template import group_folder

from comity.records.party import Party

QUIET = 30.0
"""Seconds within which everybody must have everything, once all is healed."""
LONGEST = 120.0


@dataclass(slots=True)
class Outcome:
    """What came of a trial.

    Attributes:
        plan: what was to happen.
        findings: what is wrong; empty as it should be.
        faults: how often what befell the nodes and the lines.
        acknowledged: records.
        received: of these, how many were in sight of a receipt from every other member.
        refused: orders refused, by code.
        evidence: kept by nodes, by code.
        unknown: orders without an answer.
        gone: records that only a replaced disk had.
        orphans: urgent records that overtook their chain before that; see `evidence`.
        seconds: that it took.
        healing: of these, from the end of all trouble until everybody had everything.
    """

    plan: Plan
    findings: list[Finding] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    received: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    gone: int = 0
    orphans: int = 0
    seconds: float = 0.0
    healing: float = 0.0


class Trial:
    """One trial.

    Attributes:
        plan: what happens.
        folder: of its own; everything is in it.
    """

    def __init__(self, plan: Plan, template: Path, folder: Path, starter: Starter) -> None:
        self.plan = plan
        self.folder = folder
        self.outcome = Outcome(plan)
        self.speech = Speech(plan.words, plan.number)
        self.ways: Ways = {}
        self.nodes: dict[Party, Node] = {}
        self.disks: list[Disk] = []
        self.template = group_folder(template, plan.parties)
        for party in plan.parties:
            node = Node(party, folder / party, folder / f"{party}.log", starter)
            node.skew, node.whole = plan.skews.get(party, 0.0), plan.whole
            node.host = host_of(plan.number)
            self.nodes[party] = node
        self.hand = Hand(self.nodes, self.ways, self.speech, self.outcome.faults, plan.number)
        self._tasks: list[asyncio.Task[Any]] = []
        self._done = asyncio.Event()

    async def run(self) -> Outcome:
        """Let it happen, then look; leaves no process, and no mounted disk."""
        began = time.monotonic()
        try:
            await asyncio.wait_for(self._run(), LONGEST)
        except Exception as error:  # noqa: BLE001 - one broken trial must not end ten thousand
            self._wrong("harness", "", f"{type(error).__name__}: {error}")
        finally:
            await self._tidy()
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    async def _run(self) -> None:
        await self._set_up()
        plan = self.plan
        speakers: list[asyncio.Task[None]] = []
        for party, pause in plan.starts:
            self._go(self._live(party, pause))
        for party, node in self.nodes.items():
            names = [f"{party}/{place}" for place in range(plan.speakers)]
            speakers += [asyncio.ensure_future(self.speech.speak(node, name)) for name in names]
            self._go(self._watch(party))
        deeds = [asyncio.ensure_future(self.hand.do(deed)) for deed in plan.deeds]
        self._tasks += [*deeds, *speakers]
        await asyncio.sleep(plan.lasting)
        self.speech.over.set()
        await asyncio.gather(*deeds)
        await self._heal()
        await asyncio.gather(*speakers)
        await self._quiet()
        self._done.set()
        await self._stop()
        found = {party: await asyncio.to_thread(read, party, node.folder)
                 for party, node in self.nodes.items()}  # fmt: skip
        self._judge(found)

    async def _set_up(self) -> None:
        """Copy the folders, open the lines, and tell each node where the others are."""
        plan = self.plan
        for party, node in self.nodes.items():
            if any(one.trouble is Trouble.FULL and one.party == party for one in plan.deeds):
                disk = Disk(node.folder)
                disk.mount()
                self.disks.append(disk)
                self.hand.disks[party] = disk
            shutil.copytree(self.template / party, node.folder, dirs_exist_ok=True)
        self.ways.update(await join(self.nodes, plan.weather, plan.number))
        circles = {circle for circle, _ in self.nodes[plan.parties[0]].sizes()}
        self.speech.history.members.update(dict.fromkeys(circles, frozenset(plan.parties)))

    async def _live(self, party: Party, pause: float) -> None:
        """Start a node, and start it again when it ends by a crash that was asked for."""
        await asyncio.sleep(pause)
        node, crash = self.nodes[party], self.plan.crashes.get(party, "")
        dice = Dice(self.plan.number, f"restart {party}")
        async with node.lock:
            up = node.running or await node.start(crash)
        while not self._done.is_set():
            process = node.process
            if up and process is not None:
                await asyncio.shield(process.ended)
            async with node.lock:
                if self._done.is_set() or node.running or node.process is not process:
                    up, crash = node.running, ""
                    continue
                code = process.ended.result() if process else None
                if crash and code == -9:
                    self.outcome.faults[f"crash {crash.partition(':')[0]}"] += 1
                elif not node.excused:
                    about = f"ended by itself with {code}; see {node.log.name}"
                    self._wrong("node died", party, about)
                crash = ""
                await asyncio.sleep(dice.between(0, 0.2))
                self.hand.look(node)
                up = await node.start()
            if not up:
                await asyncio.sleep(0.1)

    async def _watch(self, party: Party) -> None:
        """Look at the receipts that a node shows, again and again."""
        while not self._done.is_set():
            status = await self.nodes[party].status()
            if status is not None:
                self.speech.saw(party, status)
            await asyncio.sleep(0.1)

    async def _heal(self) -> None:
        """End all trouble; every node runs after this."""
        for way in self.ways.values():
            way.mend()
        await self.hand.heal()
        until = time.monotonic() + QUIET
        while not all(node.running for node in self.nodes.values()):
            if time.monotonic() > until:
                raise TimeoutError("not every node came up again")
            await asyncio.sleep(0.02)

    async def _quiet(self) -> None:
        """Wait until everybody has everything."""
        began = time.monotonic()
        while True:
            statuses = {party: await node.status() for party, node in self.nodes.items()}
            missing = lacks(statuses)
            if not missing:
                break
            if time.monotonic() > began + QUIET:
                troubles = {
                    party: [peer["trouble"] for peer in status["peers"] if peer["trouble"]]
                    for party, status in statuses.items()
                    if status
                }
                self._wrong("not quiet", "", f"{'; '.join(missing)}; {troubles}")
                break
            await asyncio.sleep(0.04)
        for party, status in statuses.items():
            if status is not None:
                self.speech.saw(party, status)
        self.outcome.healing = time.monotonic() - began

    async def _stop(self) -> None:
        await asyncio.gather(*map(self._stop_one, self.nodes.values()))

    async def _stop_one(self, node: Node) -> None:
        """Stop a node as an operator does, or kill it once more."""
        async with node.lock:
            if self.plan.abrupt:
                await node.kill()
                return
            code = await node.stop()
            crashed = code == -9 and node.party in self.plan.crashes
            if code != 0 and not crashed:
                self._wrong("did not stop", node.party, f"exit code {code}; see {node.log.name}")

    def _judge(self, found: dict[Party, Found]) -> None:
        """Hold what is there against what was acknowledged."""
        out, history = self.outcome, self.speech.history
        held: dict[Party, Held] = {party: one.chains for party, one in found.items()}
        out.findings += [*self.hand.findings, *check(history, held)]
        for way in self.ways.values():
            out.faults.update({str(fate): count for fate, count in way.fates.items()})
        for party, one in found.items():
            out.findings += one.findings
            out.evidence.update(kept.code for kept in one.evidence)
            wrong, orphans = unexpected(party, one, out.faults, self.hand.restored)
            out.findings += wrong
            out.orphans += orphans
        for party, node in self.nodes.items():
            if b"Traceback" in node.log.read_bytes() and not self._excused(node):
                self._wrong("traceback", party, f"see {node.log.name}")
        out.acknowledged = len(history.said)
        out.received = sum(
            all(
                history.received.get((said.place, member), 0) >= said.seq
                for member in history.members[said.place[0]] - {said.place[1]}
            )
            for said in history.said
        )
        out.refused, out.unknown = self.speech.refusals, self.speech.unknown
        out.gone = len(history.gone)

    def _excused(self, node: Node) -> bool:
        """Say whether a node may have written a traceback: its disk was full."""
        return any(
            deed.party == node.party and deed.trouble in {Trouble.FULL, Trouble.QUOTA}
            for deed in self.plan.deeds
        )

    def _wrong(self, fault: str, node: str, about: str) -> None:
        self.outcome.findings.append(Finding(fault, node, about))

    def _go(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))

    async def _tidy(self) -> None:
        """Leave nothing behind but files."""
        self._done.set()
        self.speech.over.set()
        for task in self._tasks:
            if task.done() and not task.cancelled() and task.exception() is not None:
                self._wrong("harness", "", f"a task broke: {task.exception()!r}")
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for node in self.nodes.values():
            with suppress(Exception):
                await asyncio.wait_for(node.kill(), 10)
        for way in self.ways.values():
            await way.close()
        for disk in self.disks:
            disk.unmount(keep=bool(self.outcome.findings))
