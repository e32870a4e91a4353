"""Resolve: which of many subjects are the same target.

Candidates, scores, clusters, in that order; each has its module. The result does not depend on the
order in which the subjects come: they are put in an order of their own first, which breaks ties.

>>> from comity.entities.subject import Identifier, Kind, Name, Subject
>>> def ship(name: str, imo: str) -> Subject:
...     numbers = (Identifier("imo", imo),)
...     return Subject(kind=Kind.VESSEL, names=(Name(name, "Latn"),), identifiers=numbers)
>>> fleet = [ship("MARIA", "9074729"), ship("MARIA", "9562233"), ship("STAR OF MARIA", "9074729")]
>>> resolve(fleet, ["us-ofac", "eu-oj", "uk"]).cluster_of.tolist()
[0, 1, 0]
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from comity.entities import candidates, clusters, rivals
from comity.entities.alignment import PARTS, Ints
from comity.entities.evidence import Dates
from comity.entities.profiles import NUMBER_KINDS, Profiles, fingerprint
from comity.entities.rarity import NameRarity
from comity.entities.score import Scores, score_pairs
from comity.entities.subject import Subject
from comity.entities.weights import load

BATCH = 40_000
"""Pairs that are scored at once; it bounds the memory, not the result."""

OWN_NUMBERS = (
    "imo", "inn", "ogrn", "edrpou", "rnokpp", "unp", "lei", "passport", "national-id", "tax",
    "registration", "mmsi", "tail", "okpo",
)  # fmt: skip
"""Kinds that join two entries of one list where the names agree as well."""


ALIKE = 3.0
"""Points from which names are alike enough to go with an equal number or date of birth."""

CONTRADICTING = ("words-contradict", "patronymic-contradicts", "numbers-contradict", "branch")
"""Parts of a name's points that say that two entries of one list are two targets."""


class Link(NamedTuple):
    """Two subjects and how likely they are one, in percent."""

    left: int
    right: int
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which subjects are one target.

    Attributes:
        cluster_of: the cluster of each subject; clusters are numbered from 0 in the order of their
            first members.
        links: the pairs that hold the clusters together, the surest first.
        unrivalled: those of the links that are less than sure, and were joined since neither entry
            has another likely partner on the other's list; lower place first.
        doubtful: of each two clusters that may be one the likeliest pair, the likeliest first; they
            are neither clearly the same nor clearly different, or alike and yet contradictory.
            These go to a person.
        rarity: how much each word said, with which `score.explain` gives the same scores.
    """

    cluster_of: npt.NDArray[np.int64]
    links: tuple[Link, ...]
    unrivalled: frozenset[tuple[int, int]]
    doubtful: tuple[Link, ...]
    rarity: NameRarity


@dataclass(frozen=True, slots=True)
class Judged:
    """The scored candidates that matter, in the order of the points.

    Attributes:
        left: places in the order of this module.
        right: places, each greater than the one in `left`.
        points: of each pair.
        referred: where an authority refers from one to the other.
        strong: where there is evidence enough to join two entries of one list.
    """

    left: Ints
    right: Ints
    points: npt.NDArray[np.float64]
    referred: npt.NDArray[np.bool_]
    strong: npt.NDArray[np.bool_]


def resolve(
    subjects: Sequence[Subject],
    sources: Sequence[str],
    *,
    progress: Callable[[str, float], None] | None = None,
) -> Resolution:
    """Find which subjects are the same target.

    Args:
        subjects: what is to be compared.
        sources: the list of each subject, "us-ofac", "eu-oj" and so on.
        progress: is told the step and the share of the whole that is done, 0 to 1.

    Raises:
        ValueError: there are not as many sources as subjects.
    """
    if len(subjects) != len(sources):
        raise ValueError(f"{len(subjects)} subjects and {len(sources)} sources: one source each")
    tell = progress or (lambda _, __: None)
    order = own_order(subjects, sources)
    ordered, lists = [subjects[n] for n in order], [sources[n] for n in order]
    tell("reading names", 0.0)
    profiles = Profiles.of(ordered)
    rarity = NameRarity.known()
    tell("finding candidates", 0.35)
    left, right = candidates.pairs(profiles)
    judged = judge(profiles, left, right, rarity, tell)
    tell("joining", 0.9)
    made = joined(ordered, lists, judged)
    back = np.array(order, np.int64)
    found = np.zeros(len(subjects), np.int64)
    found[back] = made.cluster_of
    tell("done", 1.0)
    return Resolution(
        cluster_of=renumbered(found),
        links=in_callers_order(made.links, back),
        unrivalled=frozenset(link[:2] for link in in_callers_order(made.unrivalled, back)),
        doubtful=in_callers_order(made.doubtful, back),
        rarity=rarity,
    )


def own_order(subjects: Sequence[Subject], sources: Sequence[str]) -> list[int]:
    """Return the places of the subjects in an order that only their content decides."""
    keys = [
        (
            fingerprint(subject),
            source,
            [(number.kind, number.value) for number in subject.identifiers],
            [(when.start, when.end) for when in subject.birth_dates],
            subject.gender,
        )
        for subject, source in zip(subjects, sources, strict=True)
    ]
    return sorted(range(len(subjects)), key=keys.__getitem__)


def judge(
    profiles: Profiles,
    left: Ints,
    right: Ints,
    rarity: NameRarity,
    tell: Callable[[str, float], None],
) -> Judged:
    """Score the candidates and keep those that are at least doubtful."""
    weights, said = load(), rarity.column(profiles.words)
    found: list[tuple[npt.NDArray[np.generic], ...]] = []
    for first in range(0, len(left), BATCH):
        tell("comparing", 0.5 + 0.4 * first / max(len(left), 1))
        one, other = left[first : first + BATCH], right[first : first + BATCH]
        scores = score_pairs(profiles, profiles, one, other, (said, said))
        kept = np.flatnonzero(scores.points >= weights.undecided)
        strong = is_strong(scores, profiles, one, other)[kept]
        found.append((one[kept], other[kept], scores.points[kept], scores.references[kept], strong))
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)] or [np.empty(0)] * 5
    one, other, points, referred, strong = columns
    order = np.lexsort((other, one, -points.astype(np.float64)))
    return Judged(
        one[order].astype(np.int64),
        other[order].astype(np.int64),
        points[order].astype(np.float64),
        referred[order].astype(bool),
        strong[order].astype(bool),
    )


def is_strong(scores: Scores, profiles: Profiles, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Say which pairs have evidence enough to be one target although they stand on one list.

    That is: an authority refers from one to the other; or a number of their own or the full date of
    birth is equal, and the names are like and contradict nowhere, as those of a company and its
    branch or of two brothers do; or there is no difference at all.
    """
    numbers = sum(1 << NUMBER_KINDS.index(kind) for kind in OWN_NUMBERS)
    same_number = (scores.facts.same_numbers & numbers) > 0
    points = scores.names.points
    against = points[:, [list(PARTS).index(part) for part in CONTRADICTING]].min(1, initial=0.0) < 0
    alike = scores.names.exact | (points[:, list(PARTS).index("name")] >= ALIKE)
    same_birth = scores.facts.dates == Dates.DAY
    identical = profiles.fingerprint[left] == profiles.fingerprint[right]
    for row in np.flatnonzero(identical).tolist():
        identical[row] = profiles.subjects[left[row]] == profiles.subjects[right[row]]
    by_fact = (same_number | same_birth) & alike
    return ((scores.references | by_fact) & ~against) | identical


@dataclass(frozen=True, slots=True)
class Made:
    """Clusters in the order of this module; the fields are those of `Resolution`."""

    cluster_of: list[int]
    links: list[Link]
    unrivalled: list[Link]
    doubtful: list[Link]


def joined(subjects: Sequence[Subject], sources: Sequence[str], judged: Judged) -> Made:
    """Join the sure pairs, then those without a rival, and find what stays in doubt."""
    weights = load()
    places = list(zip(judged.left.tolist(), judged.right.tolist(), strict=True))
    percent = (100 / (1 + np.exp(-np.clip(judged.points, -500, 500)))).tolist()
    bound = clusters.bound_together(
        len(subjects),
        (pair for pair, known in zip(places, judged.strong.tolist(), strict=True) if known),
    )
    alone = rivals.without(places, judged.points.tolist(), sources, bound, weights.margin)
    sure = judged.points >= weights.same
    likely = ~sure & (judged.points >= weights.unrivalled) & np.array(alone, bool)
    asked = np.flatnonzero(sure | likely).tolist()
    cluster_of, used = clusters.join(
        subjects, sources, [(*places[n], bool(judged.referred[n])) for n in asked], bound
    )
    kept = [n for n, was_used in zip(asked, used, strict=True) if was_used]
    links = {n: Link(*places[n], percent[n]) for n in kept}
    open_pairs = rivals.doubtful(places, sure.tolist(), sources, cluster_of)
    return Made(
        cluster_of=cluster_of,
        links=list(links.values()),
        unrivalled=[link for n, link in links.items() if likely[n]],
        doubtful=[Link(*places[n], percent[n]) for n in open_pairs],
    )


def renumbered(cluster_of: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the same clusters numbered from 0 in the order of their first members."""
    _, first, which = np.unique(cluster_of, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[which.ravel()]


def in_callers_order(links: Sequence[Link], back: npt.NDArray[np.int64]) -> tuple[Link, ...]:
    """Return links with the places that the caller knows, the lower first."""
    places = back.tolist()
    turned = [(places[link.left], places[link.right], link.score) for link in links]
    return tuple(Link(min(a, b), max(a, b), score) for a, b, score in turned)
