"""Weights: how many points each fact gives, from `data/weights.toml`.

Points are natural logarithms of odds. They are kept as whole multiples of 1/64, so that their sum
is
exact in any order: what the batch adds up and what a page adds up are the same number.

>>> load().other["gender"]
-5.0
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

STEPS = 64
"""Parts of a point."""


@dataclass(frozen=True, slots=True)
class NameWeights:
    """What names, legal forms and countries say of subjects of one kind.

    Attributes:
        start: the points of any two.
        word_most: the most that one word can say.
        contradiction_most: the most that contradicting words can say.
        missing_most: the most that missing words can say.
        exact_words: words that a name must have so that being exactly equal says more.

    The others are points for each unit of a measure, see `alignment.MEASURES`, and for legal forms
    and countries that agree or differ.
    """

    start: float
    word: float
    word_most: float
    exact: float
    exact_words: int
    system: float
    contradiction: float
    contradiction_word: float
    contradiction_most: float
    missing_word: float
    missing_most: float
    patronymic_contradicts: float
    patronymic_missing: float
    number_contradicts: float
    number_missing: float
    branch: float
    family_same: float
    family_differs: float
    country_same: float
    country_differs: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two words must be, and what a poor script takes off."""

    least: float
    same_bones: float
    initial: float
    poverty: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything in the file; tables by the names that stand there.

    Attributes:
        names: of each kind, in the order of `subject.Kind`.
        likeness: of words.
        birth: points by what two dates are to each other, see `evidence.Dates`.
        other: gender, kind and Hangul names.
        identifier: points of an equal number, by its kind.
        identifier_conflict: points of different numbers, by their kind.
        same: points from which two subjects are taken for one.
        unrivalled: points from which they are where neither has another likely partner.
        undecided: points from which a person is asked.
        margin: points by which a rival must stay behind.
    """

    names: tuple[NameWeights, ...]
    likeness: Likeness
    birth: Mapping[str, float]
    other: Mapping[str, float]
    identifier: Mapping[str, float]
    identifier_conflict: Mapping[str, float]
    same: float
    unrivalled: float
    undecided: float
    margin: float


def in_steps(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return points rounded to whole steps."""
    return np.rint(points * STEPS) / STEPS


def probability(points: float) -> float:
    """Return the probability that points stand for, from 0 to 1."""
    return 1 / (1 + math.exp(-max(min(points, 500.0), -500.0)))


@cache
def load() -> Weights:
    """Read the file."""
    text = files("comity.entities").joinpath("data", "weights.toml").read_text("utf-8")
    table = tomllib.loads(text)
    likeness = table["likeness"]
    return Weights(
        names=tuple(
            NameWeights(**table[kind]) for kind in ("person", "organisation", "vessel", "aircraft")
        ),
        likeness=Likeness(
            least=likeness["least"],
            same_bones=likeness["same_bones"],
            initial=likeness["initial"],
            poverty=tuple(likeness["poverty"]),
        ),
        birth=table["birth"],
        other=table["other"],
        identifier=table["identifier"],
        identifier_conflict=table["identifier_conflict"],
        same=table["verdict"]["same"],
        unrivalled=table["verdict"]["unrivalled"],
        undecided=table["verdict"]["undecided"],
        margin=table["rival"]["margin"],
    )
