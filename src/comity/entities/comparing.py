"""Comparing: pairs that somebody lays side by side, a name each and perhaps more, as one batch.

Of any two entries of two lists it is hardly ever likely that they are one; where somebody asks of
two names whether they are, it is about as likely as not. So the same points are read by another
curve, one for each two scripts and each kind, from `data/posed.csv`: how surely a name can be read
from one script into another differs much. `bench/calibrate_pairs.py` fits it. Where words or
patronymics of two persons contradict each other, or numbers of two organisations, no curve makes
them one.

What a row does not say is not compared. Where it does not say what sort of thing the two are, they
are compared as each sort, and the likeliest counts.

>>> from comity.entities.subject import Name
>>> def man(name: str) -> Subject:
...     return Subject(kind=Kind.PERSON, names=(Name(name, script_of(name)),))
>>> asked = [Question(((man("Андрей ДОРОНИН"), man("Andrei Doronin")),))]
>>> compare(asked)[0].verdict.value
'same'
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from comity.entities.profiles import Profiles
from comity.entities.rarity import NameRarity
from comity.entities.resolve import CONTRADICTING
from comity.entities.score import Explanation, Reason, Verdict, explained, score_pairs
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Subject
from comity.entities.tables import rows
from comity.entities.weights import probability

BATCH = 20_000
"""Pairs that are scored at once; it bounds the memory, not the result."""

SAME, UNDECIDED = 50.0, 20.0
"""Per cent from which two are taken for one, and from which a person is asked."""

LEFT_OPEN = 49.0
"""Per cent that two whose names contradict each other somewhere have at most: a person decides."""

NUMBERED = ("numbers-contradict", "branch")
"""What parts two organisations: the 10th and the 28th institute, a company and its branch."""

JAPANESE = {"Kana": "Jpan", "Hira": "Jpan"}

Pair = tuple[Subject, Subject]


def pair_of_scripts(a: str, b: str) -> tuple[str, str]:
    """Return the scripts of two names, in the order of their codes; kana with Han is Japanese.

    >>> pair_of_scripts("Putin", "ウラジーミル・プーチン")
    ('Jpan', 'Latn')
    """
    one, other = sorted(JAPANESE.get(script, script) for script in map(script_of, (a, b)))
    return one, other


@dataclass(frozen=True, slots=True)
class Question:
    """Two that may be one.

    Attributes:
        as_kinds: the two, once for each sort of thing that they may be; at least one pair.
    """

    as_kinds: tuple[Pair, ...]

    @classmethod
    def of(cls, pair: Pair, *, kind_known: bool) -> "Question":
        """Return the question whether two subjects are one.

        Args:
            pair: the two.
            kind_known: whether their kind is known; else they are compared as every kind.
        """
        if kind_known:
            return cls((pair,))
        return cls(tuple((_as(pair[0], kind), _as(pair[1], kind)) for kind in Kind))


def _as(subject: Subject, kind: Kind) -> Subject:
    return Subject(
        kind=kind,
        names=subject.names,
        birth_dates=subject.birth_dates,
        countries=subject.countries,
        identifiers=subject.identifiers,
        gender=subject.gender,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether two are one.

    Attributes:
        score: the probability in percent, as likely as not before anything is known.
        verdict: "same" from 50 on, "undecided" from `UNDECIDED` on.
        points: the sum of the points of the reasons.
        reasons: why, as `comity.entities.score` names them.
    """

    score: float
    verdict: Verdict
    points: float
    reasons: tuple[Reason, ...]


@cache
def curves() -> Mapping[tuple[str, str, Kind], tuple[float, float]]:
    """Return slope and offset by two scripts and kind; of scripts "" those of the rest."""
    return {
        (a, b, Kind(kind)): (float(slope), float(offset))
        for a, b, kind, slope, offset in rows("posed")
    }


def contradicted(kind: Kind, found: Explanation | Answer) -> bool:
    """Say whether the names of two contradict each other so that no curve makes them one.

    Words do of persons alone: names of organisations are translated in more than one way.
    """
    notes = {one.note for one in found.reasons}
    return bool(notes.intersection(CONTRADICTING if kind is Kind.PERSON else NUMBERED))


def answer(pair: Pair, found: Explanation) -> Answer:
    """Return what an explanation says of two that somebody laid side by side."""
    kind = pair[0].kind if pair[0].kind is Kind.PERSON else Kind.ORGANISATION
    scripts = pair_of_scripts(pair[0].names[0].text, pair[1].names[0].text)
    slope, offset = curves().get((*scripts, kind)) or curves()["", "", kind]
    likely = 100 * probability(slope * found.points + offset)
    if contradicted(kind, found):
        likely = min(likely, LEFT_OPEN)
    verdict = Verdict.SAME if likely >= SAME else Verdict.UNDECIDED
    if likely < UNDECIDED:
        verdict = Verdict.DIFFERENT
    return Answer(likely, verdict, found.points, found.reasons)


def compare(questions: Sequence[Question]) -> list[Answer]:
    """Return for each question the likeliest answer with its reasons.

    The reasons are those of `comity.entities.score.explain` for the same pair.
    """
    asked = [(place, pair) for place, one in enumerate(questions) for pair in one.as_kinds]
    best: dict[int, Answer] = {}
    for first in range(0, len(asked), BATCH):
        part = asked[first : first + BATCH]
        left = Profiles.of([pair[0] for _, pair in part])
        right = Profiles.of([pair[1] for _, pair in part])
        rarity, order = NameRarity.known(), np.arange(len(part))
        said = rarity.column(left.words), rarity.column(right.words)
        scores = score_pairs(left, right, order, order, said)
        for row, (place, pair) in enumerate(part):
            found = answer(pair, explained(scores, row, left, right, order, order))
            if place not in best or found.score > best[place].score:
                best[place] = found
    return [best[place] for place in range(len(questions))]
