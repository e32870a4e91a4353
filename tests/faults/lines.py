"""Lines: from every node to every other, each through a proxy of its own."""

from collections.abc import Mapping
from pathlib import Path

from tests.faults.dice import Dice
from tests.faults.nodes import Node
from tests.faults.proxy import Way, Weather

from comity.journal.book import open_journal
from comity.records.party import Party
from comity.records.precedence import Precedence

Ways = dict[tuple[Party, Party], Way]
"""By who sends and who receives."""


async def join(nodes: Mapping[Party, Node], weather: Weather, number: int) -> Ways:
    """Open lines between nodes that do not run yet, and tell each where the others are."""
    ways: Ways = {}
    for sender in nodes:
        for recipient in nodes:
            if sender != recipient:
                name = f"{sender} to {recipient}"
                way = Way(name, weather, Dice(number, name), nodes[recipient].host)
                await way.open()
                ways[sender, recipient] = way
                nodes[recipient].ways.append(way)
    for party, node in nodes.items():
        told = {
            to: f"http://{way.host}:{way.port}" for (by, to), way in ways.items() if by == party
        }
        address(node.folder, told)
    return ways


def address(folder: Path, places: Mapping[Party, str]) -> None:
    """Tell a node that does not run where it finds the others."""
    with open_journal(folder / "journal.db") as journal:
        for party, told in places.items():
            journal.write(
                lambda w, key=f"address/{party}", told=told: w.set_meta(key, told),  # type: ignore[misc]
                Precedence.FLASH,
            ).result()
