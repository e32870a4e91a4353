"""Speech: what people say at a node during a trial, and what they are answered."""

import asyncio
from collections import Counter
from typing import Any

from tests.faults.checker import History, Place, Said
from tests.faults.dice import Dice
from tests.faults.nodes import Node, NotAskedError, SaidNoError, SilentError

from comity.records.party import Party

WORDS = {"flash": 0.15, "immediate": 0.15, "priority": 0.2}
"""Shares of precedence; the rest is routine."""


class Speech:
    """Everybody who speaks in a trial.

    Attributes:
        history: of what was acknowledged and refused.
        refusals: how often each code was answered.
        unknown: how often no answer came.
        over: set when nobody is to begin another report.
    """

    def __init__(self, words: int, number: int) -> None:
        self.history = History()
        self.words = words
        self.number = number
        self.refusals: Counter[str] = Counter()
        self.unknown = 0
        self.over = asyncio.Event()

    async def speak(self, node: Node, speaker: str) -> None:
        """Say one report after another until it is over."""
        dice = Dice(self.number, f"speaker {speaker}")
        count = 0
        while not self.over.is_set():
            count += 1
            await self.say(node, speaker, f"{speaker}/{count}", dice)
            await asyncio.sleep(dice.between(0.001, 0.03))

    async def say(self, node: Node, speaker: str, label: str, dice: Dice) -> None:
        """Say one report; remember the answer."""
        arguments = {
            "circle": dice.one(self.circles_of(node.party)),
            "subject": label,
            "text": "слово" * dice.number(1, max(1, self.words // 5)),
            "language": "uk",
            "precedence": dice.weighted(WORDS) or "routine",
            "marking": "TLP:AMBER",
        }
        done = await self._ask(node, "report.send", arguments, [label])
        if done is not None:
            self._keep(node, speaker, label, done["circle"], done["seq"], done["record"])

    async def burst(self, node: Node, count: int, dice: Dice) -> None:
        """Say many at once; where the node has no order for that, one by one, all at a time."""
        speaker = f"{node.party}/burst-{dice.number(0, 1 << 40):x}"
        labels = [f"{speaker}/{place}" for place in range(count)]
        if node.whole:
            await asyncio.gather(
                *(self.say(node, label, label, dice) for label in labels[: count // 4])
            )
            return
        circle = dice.one(self.circles_of(node.party))
        arguments = {
            "circle": circle,
            "labels": labels,
            "precedence": "routine",
            "words": "слово" * dice.number(1, 60),
        }
        done = await self._ask(node, "burst", arguments, labels)
        for label, (seq, hashed) in zip(labels, done or (), strict=False):
            self._keep(node, speaker, label, circle, seq, hashed)

    def circles_of(self, party: Party) -> list[str]:
        """Return the circles in which a party may speak."""
        return sorted(
            circle for circle, members in self.history.members.items() if party in members
        )

    async def _ask(
        self, node: Node, order: str, arguments: dict[str, Any], labels: list[str]
    ) -> Any:
        """Return the answer, None if there is none; a refusal is remembered."""
        try:
            return await node.ask(order, arguments)
        except NotAskedError:
            return None
        except SilentError:
            self.unknown += 1
            return None
        except SaidNoError as error:
            self.refusals[error.code] += 1
            self.history.refused += [(label, node.party) for label in labels]
            return None

    def _keep(  # noqa: PLR0917 - what one answer says
        self, node: Node, speaker: str, label: str, circle: str, seq: int, hashed: str
    ) -> None:
        place: Place = (circle, node.party)
        self.history.said.append(Said(place, speaker, label, seq, hashed))

    def saw(self, party: Party, status: dict[str, Any]) -> None:
        """Remember the receipts that a node shows."""
        for circle in status["circles"]:
            for member, size in circle["received"].items():
                key = ((circle["circle"], party), Party(member))
                self.history.received[key] = max(size, self.history.received.get(key, 0))
