"""Dice: choices that a trial's number decides, so that a trial can be repeated.

>>> Dice(7, "ua").number(1, 6) == Dice(7, "ua").number(1, 6)
True
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A source of choices; each purpose has its own, so that they don't disturb each other."""

    def __init__(self, seed: int, purpose: str) -> None:
        digest = sha256(f"{seed} {purpose}".encode()).digest()
        self._rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return int(self._rng.integers(least, most + 1))

    def between(self, least: float, most: float) -> float:
        """Return a number between two."""
        return least + (most - least) * float(self._rng.random())

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return float(self._rng.random()) < share

    def one(self, things: Sequence[T]) -> T:
        """Return one of some things."""
        return things[self.number(0, len(things) - 1)]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Return so many different ones of some things."""
        places = self._rng.permutation(len(things))[:count]
        return [things[int(place)] for place in places]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return things in another order."""
        return self.some(things, len(things))

    def weighted(self, weights: Mapping[T, float]) -> T | None:
        """Return one of some things, each with its share; None for what is left to a whole."""
        left = float(self._rng.random())
        for thing, share in weights.items():
            left -= share
            if left < 0:
                return thing
        return None
