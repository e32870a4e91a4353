"""Clusters: from scored pairs to targets, with contradictions respected.

Pairs are joined in the order of their points, and a join is refused when any member of one side
contradicts any member of the other: another kind, another ship's IMO number, another INN or OGRN,
or full birth dates that exclude each other, unless an authority itself refers from one to the
other. So a chain of likenesses never brings together what a single pair may not. Two entries of
one list are taken for two targets unless there is strong evidence that they are one: a list rarely
names a target twice, and often names relatives and branches side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from comity.entities.evidence import Dates, relation
from comity.entities.profiles import PRECISIONS
from comity.entities.subject import Subject, When

NEVER_TWO = ("imo", "inn", "ogrn")
"""Kinds of number of which no two different ones stand in one cluster."""


@dataclass(slots=True)
class Cluster:
    """What is known of the members together.

    Attributes:
        members: places of the subjects.
        kind: of all members.
        numbers: by kind, the set of values of each member that states any.
        births: of each member that states only full dates, those dates.
        by_source: members by the list they stand on.
    """

    members: list[int]
    kind: str
    numbers: dict[str, set[frozenset[str]]]
    births: set[tuple[When, ...]]
    by_source: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, place: int, subject: Subject, source: str) -> "Cluster":
        """Return the cluster of one subject."""
        values: dict[str, set[str]] = defaultdict(set)
        for number in subject.identifiers:
            if number.kind in NEVER_TWO:
                values[number.kind].add(number.value)
        births: tuple[When, ...] = ()
        if subject.kind == "person" and all(w.start == w.end for w in subject.birth_dates):
            births = subject.birth_dates
        return cls(
            members=[place],
            kind=subject.kind.value,
            numbers={kind: {frozenset(found)} for kind, found in values.items()},
            births={births} if births else set(),
            by_source={source: [place]},
        )

    def contradicts(self, other: "Cluster", *, referred: bool) -> bool:
        """Say whether a member of one contradicts a member of the other.

        Args:
            other: the other cluster.
            referred: an authority refers from a member of one to a member of the other, which
                outranks birth dates.
        """
        if self.kind != other.kind:
            return True
        for kind, values in self.numbers.items():
            for mine in values:
                if any(mine.isdisjoint(theirs) for theirs in other.numbers.get(kind, ())):
                    return True
        return not referred and any(
            exclude_each_other(mine, theirs) for mine in self.births for theirs in other.births
        )

    def absorb(self, other: "Cluster") -> None:
        """Take in the members of another cluster."""
        self.members.extend(other.members)
        for kind, values in other.numbers.items():
            self.numbers.setdefault(kind, set()).update(values)
        self.births |= other.births
        for source, members in other.by_source.items():
            self.by_source.setdefault(source, []).extend(members)


@lru_cache(maxsize=1 << 16)
def exclude_each_other(mine: tuple[When, ...], theirs: tuple[When, ...]) -> bool:
    """Say whether no full date of one side can be a date of the other, by two years or more.

    A slip is no contradiction: the same day of another year, a digit, day and month exchanged.
    """
    rows_a = [date_row(a) for a in mine for _ in theirs]
    rows_b = [date_row(b) for _ in mine for b in theirs]
    return bool((relation(np.array(rows_a), np.array(rows_b)) == Dates.CONFLICT).all())


def date_row(when: When) -> tuple[int, int, int]:
    """Return a date as `evidence.relation` takes it."""
    return when.start.toordinal(), when.end.toordinal(), PRECISIONS.index(when.precision)


def join(
    subjects: Sequence[Subject],
    sources: Sequence[str],
    links: Iterable[tuple[int, int, bool]],
    bound: Sequence[int],
) -> tuple[list[int], list[bool]]:
    """Join linked subjects, the first link first.

    Args:
        subjects: what is to be joined.
        sources: the list of each subject.
        links: two places each, and whether an authority refers from one to the other.
        bound: a number for each subject; two entries of one list may be one target where they
            have the same number, see `bound_together`.

    Returns:
        the cluster of each subject, numbered from 0 in the order of their first members, and of
        each link whether its two subjects are in one cluster because of it or of a link before it.
    """
    clusters = [Cluster.of(n, s, sources[n]) for n, s in enumerate(subjects)]
    cluster_of = list(range(len(subjects)))
    used: list[bool] = []
    for left, right, referred in links:
        one, other = clusters[cluster_of[left]], clusters[cluster_of[right]]
        if one is other:
            used.append(True)
            continue
        if not one_target_a_list(one, other, bound) or one.contradicts(other, referred=referred):
            used.append(False)
            continue
        if len(one.members) < len(other.members):
            one, other = other, one
        number = cluster_of[one.members[0]]
        for member in other.members:
            cluster_of[member] = number
        one.absorb(other)
        used.append(True)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(number, len(numbers)) for number in cluster_of], used


def one_target_a_list(one: Cluster, other: Cluster, bound: Sequence[int]) -> bool:
    """Say whether on each list that both clusters have, some two entries are bound together."""
    return all(
        not {bound[n] for n in one.by_source[source]}.isdisjoint(
            bound[n] for n in other.by_source[source]
        )
        for source in one.by_source.keys() & other.by_source.keys()
    )


def bound_together(count: int, strong: Iterable[tuple[int, int]]) -> list[int]:
    """Return a number for each subject, equal for those that strong evidence connects.

    The evidence need not be between two entries of one list: both may carry the number that an
    entry of another list has.
    """
    parent = list(range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for left, right in strong:
        parent[root(left)] = root(right)
    return [root(place) for place in range(count)]
