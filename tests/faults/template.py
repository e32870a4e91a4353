"""Template: folders of paired nodes with a circle open between them, made once and then copied.

Keys, cards and pairing take longer than a whole trial. The folders hold no address that counts: a
trial writes the ports of its own lines into its copies.
"""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.faults.lines import join
from tests.faults.nodes import Node
from tests.faults.plan import JAPAN, KOREA, UKRAINE
from tests.faults.processes import Starter
from tests.faults.quiet import lacks

from comity.records.party import Party

GROUPS = ((UKRAINE, JAPAN), (UKRAINE, JAPAN, KOREA))


def group_folder(root: Path, parties: Sequence[Party]) -> Path:
    """Return where the folders of these parties are."""
    return root / "-".join(parties)


async def prepare(root: Path, starter: Starter) -> None:
    """Make, in a folder, those of two and of three parties with a circle that all of them have."""
    log = root / "prepare.log"
    for party in (UKRAINE, JAPAN, KOREA):
        folder = root / "keys" / party
        arguments = (
            "--party",
            party,
            "--data",
            str(folder),
            "--address",
            f"http://{party}.invalid",
        )
        await _need(starter, "node", "init", *arguments, log=log)
    for parties in GROUPS:
        await _pair(root, parties, starter)


async def _pair(root: Path, parties: Sequence[Party], starter: Starter) -> None:
    """Pair nodes, open a circle, and let them run until all of them have it."""
    place, log = group_folder(root, parties), root / "prepare.log"
    nodes = {party: Node(party, place / party, log, starter) for party in parties}
    for party, node in nodes.items():
        shutil.copytree(root / "keys" / party, node.folder)
        for other in parties:
            if other != party:
                card, data = str(root / "keys" / other / "card.json"), str(node.folder)
                await _need(starter, "party", "add", card, "--data", data, log=log)
    first = str(nodes[parties[0]].folder)
    await _need(starter, "circle", "open", *parties, "--data", first, log=log)
    ways = await join(nodes, {}, 0)
    for node in nodes.values():
        assert await node.start(), log
    for _ in range(300):
        statuses = {party: await node.status() for party, node in nodes.items()}
        if not lacks(statuses):
            break
        await asyncio.sleep(0.05)
    else:
        raise TimeoutError(f"the circle of {', '.join(parties)} does not reach all of them")
    for node in nodes.values():
        await node.stop()
    for way in ways.values():
        await way.close()


async def _need(starter: Starter, *arguments: str, log: Path) -> None:
    code = await starter.run(*arguments, out=log)
    if code != 0:
        told = await asyncio.to_thread(log.read_text, "utf-8")
        raise RuntimeError(f"comity {' '.join(arguments)}: {told}")


async def can_restore(root: Path, starter: Starter) -> bool:
    """Say whether this program makes backups and restores them."""
    log = root / "restore.log"
    backup, back = root / "a-backup", root / "a-restored"
    data = str(group_folder(root, GROUPS[0]) / UKRAINE)
    made = await starter.run("node", "backup", str(backup), "--data", data, out=log)
    if made != 0:
        return False
    return await starter.run("node", "restore", str(backup), "--data", str(back), out=log) == 0
