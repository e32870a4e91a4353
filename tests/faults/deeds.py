"""Deeds: doing to nodes what a plan says."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

from tests.faults.checker import Finding
from tests.faults.dice import Dice
from tests.faults.disks import Disk, limit
from tests.faults.nodes import Node, SaidNoError, SilentError
from tests.faults.plan import Deed, Trouble
from tests.faults.promises import broken
from tests.faults.proxy import Way
from tests.faults.speech import Speech

from comity.records.party import Party


class Hand:
    """Does what the plan says.

    Attributes:
        disks: of the nodes whose disk can become full.
        faults: counted.
        restored: whose disk was replaced: it has to fetch what it once promised.
        findings: promises that were broken when nodes ended.
    """

    def __init__(
        self,
        nodes: Mapping[Party, Node],
        ways: Mapping[tuple[Party, Party], Way],
        speech: Speech,
        faults: Counter[str],
        number: int,
    ) -> None:
        self.nodes = nodes
        self.ways = ways
        self.speech = speech
        self.faults = faults
        self.number = number
        self.disks: dict[Party, Disk] = {}
        self.restored: set[Party] = set()
        self.findings = list[Finding]()

    async def do(self, deed: Deed) -> None:
        """Wait for its time, and do it."""
        await asyncio.sleep(deed.at)
        node = self.nodes[deed.party]
        dice = Dice(self.number, f"{deed.trouble} {deed.at}")
        work = {
            Trouble.KILL: self._kill,
            Trouble.RESTART: self._restart,
            Trouble.BULK: self._bulk,
            Trouble.FULL: self._full,
            Trouble.QUOTA: self._quota,
            Trouble.PARTITION: self._partition,
            Trouble.SKEW: self._skew,
            Trouble.RESTORE: self._restore,
            Trouble.OPEN: self._open,
        }[deed.trouble]
        await work(node, deed, dice)

    async def heal(self) -> None:
        """Give every disk its room back."""
        for party, disk in self.disks.items():
            disk.free()
            self.nodes[party].cramped = False

    def _count(self, deed: Deed) -> None:
        self.faults[str(deed.trouble)] += 1

    async def _kill(self, node: Node, deed: Deed, _: Dice) -> None:
        async with node.lock:
            if node.running:
                self._count(deed)
                await node.kill()
            await asyncio.sleep(deed.seconds)
            self.look(node)
            await self._start(node)

    async def _restart(self, node: Node, deed: Deed, _: Dice) -> None:
        async with node.lock:
            self._count(deed)
            await node.stop()
            await asyncio.sleep(deed.seconds)
            self.look(node)
            await self._start(node)

    def look(self, node: Node) -> None:
        """Hold the disk of a node that has ended against what it promised."""
        if node.party not in self.restored and (node.folder / "journal.db").exists():
            others = [other for other in self.nodes.values() if other is not node]
            self.findings += broken(node, others, self.speech.history)

    async def _start(self, node: Node) -> None:
        """Start a node; whether it comes up is the business of whoever watches over it."""
        await node.start()

    async def _bulk(self, node: Node, deed: Deed, dice: Dice) -> None:
        self._count(deed)
        await self.speech.burst(node, deed.number, dice)

    async def _full(self, node: Node, deed: Deed, dice: Dice) -> None:
        disk = self.disks[node.party]
        node.cramp()
        self._count(deed)
        disk.fill(dice.one((0, 8192, 65536, 262144)))
        with suppress(SilentError, SaidNoError):
            await self.speech.burst(node, dice.number(1, 200), dice)
        await asyncio.sleep(deed.seconds)
        disk.free()
        node.cramped = False

    async def _quota(self, node: Node, deed: Deed, dice: Dice) -> None:
        process = node.process
        if process is None or process.ended.done():
            return
        files = [path for path in node.folder.iterdir() if path.name.startswith("journal.db")]
        longest = max((path.stat().st_size for path in files), default=0)
        node.cramp()
        with suppress(ProcessLookupError):
            limit(process.pid, longest + dice.number(0, 40_000))
            self._count(deed)
        with suppress(SilentError, SaidNoError):
            await self.speech.burst(node, dice.number(1, 200), dice)
        await asyncio.sleep(deed.seconds)
        with suppress(ProcessLookupError):
            limit(process.pid, -1)
        node.cramped = False

    async def _partition(self, node: Node, deed: Deed, dice: Dice) -> None:
        """Cut a node off: from all or one, in both directions or one."""
        self._count(deed)
        ways = [way for pair, way in self.ways.items() if node.party in pair]
        if dice.chance(0.4):
            ways = dice.some(ways, dice.number(1, len(ways)))
        for way in ways:
            await way.sever()
        await asyncio.sleep(deed.seconds)
        for way in ways:
            way.severed = False

    async def _skew(self, node: Node, deed: Deed, _: Dice) -> None:
        """Set the clock of a node, which takes a restart."""
        async with node.lock:
            self._count(deed)
            await node.stop()
            node.skew = deed.seconds
            await self._start(node)

    async def _open(self, node: Node, deed: Deed, dice: Dice) -> None:
        """Open another circle, of all or of two, in which everybody speaks from then on."""
        self._count(deed)
        others = [party for party in self.nodes if party != node.party]
        members = [node.party, *dice.some(others, dice.number(1, len(others)))]
        with suppress(SilentError, SaidNoError):
            done = await node.ask("circle.open", {"members": members, "purpose": "another"})
            self.speech.history.members[done["circle"]] = frozenset(members)

    async def _restore(self, node: Node, deed: Deed, dice: Dice) -> None:
        """Back a node up while it runs; later lose its disk, and start from the backup.

        Often the others cannot be reached at first: then above all it must not speak.
        """
        backup = node.folder.with_name(f"{node.party}-backup")
        saved, lost = str(backup), node.folder.with_name(f"{node.party}-lost")
        async with node.lock:
            pass  # whoever starts or ends the node has done so
        code = await node.starter.run(
            "node", "backup", saved, "--data", str(node.folder), out=node.log
        )
        if code != 0:
            raise RuntimeError(f"the backup of {node.party} failed; see {node.log.name}")
        await asyncio.sleep(deed.seconds)
        async with node.lock:
            await node.kill()
            for pair, way in self.ways.items():
                if node.party in pair:
                    await way.forget()
            await asyncio.sleep(0.05)
            self.look(node)
            self.restored.add(node.party)
            self._gone(node)
            node.folder.rename(lost)
            node.folder.mkdir()
            shutil.copy2(lost / "key", node.folder / "key")
            code = await node.starter.run(
                "node", "restore", saved, "--data", str(node.folder), out=node.log
            )
            if code != 0:
                raise RuntimeError(f"the backup of {node.party} is not restored: {node.log.name}")
            self._count(deed)
            ways = [way for pair, way in self.ways.items() if node.party in pair]
            cut = dice.some(ways, dice.number(0, len(ways))) if dice.chance(0.7) else []
            for way in cut:
                await way.sever()
            await self._start(node)
        await asyncio.sleep(dice.between(0.1, 0.5) if cut else 0)
        for way in cut:
            way.severed = False

    def _gone(self, node: Node) -> None:
        """Note what may be missing from now on: what only this node had of its own chains."""
        elsewhere: Counter[tuple[str, Party]] = Counter()
        for other in self.nodes.values():
            if other is not node:
                elsewhere |= other.sizes()
        for said in self.speech.history.said:
            if said.place[1] == node.party and said.seq > elsewhere[said.place]:
                self.speech.history.gone.add(said.label)
