"""Rarity: how much it says that two names share a word.

A word that one in a thousand bearers has says ln 1000 when it agrees. How many bear a word is a
table (`data/heard.csv`), counted once over large lists and not over whatever is compared: so a
score means the same in a list of fifty and of fifty thousand, an import changes no other score, and
an explanation has exactly the points that decided. Words are counted by bearers, not by mentions,
and in groups: persons, organisations, vessels, aircraft, and persons with a name read as Korean or
Chinese, since sharing the surname Kim says little once both are Korean. Spellings that kana cannot
tell apart are one word.

>>> rarity = NameRarity.known()
>>> rarity.points(0, "aleksandr") < rarity.points(0, "petrov") < rarity.points(0, "unheardof")
True
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from comity.entities.folding import sound
from comity.entities.profiles import GROUPS, Profiles, Words
from comity.entities.tables import rows

UNSEEN = 3
"""Bearers that a word is taken to have where the table, which begins at five, does not have it."""


@dataclass(frozen=True, slots=True)
class NameRarity:
    """How many bearers have each word.

    Attributes:
        bearers: of each group in the order of `profiles.GROUPS`.
        counts: of each group, bearers by the sound of the word.
    """

    bearers: tuple[int, ...]
    counts: tuple[Mapping[str, int], ...] = field(repr=False)

    @classmethod
    @cache
    def known(cls) -> "NameRarity":
        """Return the table that every comparison uses."""
        counts: list[dict[str, int]] = [{} for _ in GROUPS]
        for group, word, bearers in rows("heard"):
            counts[GROUPS.index(group)][word] = int(bearers)
        return cls(tuple(words.pop("") for words in counts), tuple(counts))

    @classmethod
    def of(cls, profiles: Profiles, targets: npt.NDArray[np.int64]) -> "NameRarity":
        """Count the words of profiles, each word once for each target.

        Args:
            profiles: of everything that is counted.
            targets: for each profile the number of its target, since one target on ten lists is
                one bearer.
        """
        owner = targets[np.repeat(np.arange(len(profiles)), np.diff(profiles.reading_start))]
        flat = profiles.reading_words
        used = flat >= 0
        bearer = np.broadcast_to(owner[:, None], flat.shape)[used]
        classes, class_of = word_classes(profiles.words)
        size = int(targets.max(initial=0)) + 1
        seen = np.unique(class_of[flat[used]].astype(np.int64) * size + bearer)
        totals = np.bincount(seen // size, minlength=len(classes))
        counts: list[dict[str, int]] = [{} for _ in GROUPS]
        for (group, text), total in zip(classes, totals.tolist(), strict=True):
            counts[group][text] = total
        group_of_word = np.array([word.group for word in profiles.words.words], np.int64)
        groups = group_of_word[flat[used]]
        bearers = tuple(len(np.unique(bearer[groups == group])) for group in range(len(GROUPS)))
        return cls(bearers, tuple(counts))

    def points(self, group: int, word: str) -> float:
        """Return what sharing a word says, in natural logarithms."""
        heard = word if word[0] == "@" or group > 3 else sound(word)
        return math.log(self.bearers[group] / max(self.counts[group].get(heard, 0), UNSEEN))

    def column(self, words: Words) -> npt.NDArray[np.float64]:
        """Return the points of every word of a vocabulary."""
        return np.array([self.points(*word) for word in words.words], np.float64)


def word_classes(words: Words) -> tuple[list[tuple[int, str]], npt.NDArray[np.int64]]:
    """Return the different group and sound pairs, and which of them each word is."""
    places: dict[tuple[int, str], int] = {}
    of_word = [
        places.setdefault((word.group, text), len(places))
        for word, text in zip(words.words, words.sound, strict=True)
    ]
    return list(places), np.array(of_word, np.int64)
