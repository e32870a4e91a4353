#!/usr/bin/env python3
"""How well listings are put together, against pairs whose truth is known.

    comity sanctions clusters > clusters.csv
    bench/accuracy.py clusters.csv TRUTH

TRUTH is a folder of labelled pairs (`list_a,key_a,list_b,key_b,kind,via`). Recall is the share of
the pairs of one file that stand in one cluster. Precision sets them against the pairs of
`hard_negatives.csv` of the same two lists and the same kinds that stand in one cluster although
they are two targets; it is of these chosen pairs, not of every join. Prints Markdown and ends with
1 where a file is below its floor.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

FLOORS = {"imo": (0.95, 0.99), "inn_ogrn": (0.95, 0.99), "jp_silver": (0.85, 0.97)}
"""Least recall and least precision of a truth file as a whole."""

FILES = ("imo", "inn_ogrn", "jp_silver", "un_ref")

Key = tuple[str, str]
"""A list and a key on it."""

Lists = tuple[str, str]


class Pair(NamedTuple):
    """One labelled pair."""

    left: Key
    right: Key
    kind: str

    @property
    def lists(self) -> Lists:
        """Return the two lists, the first in the alphabet first."""
        first, second = sorted((self.left[0], self.right[0]))
        return first, second


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of some pairs.

    Attributes:
        same: pairs that are one target.
        found: those of them that stand in one cluster.
        different: pairs of the same lists and kinds that are two targets.
        wrong: those of them that stand in one cluster.
    """

    same: int
    found: int
    different: int
    wrong: int

    @property
    def recall(self) -> float:
        """Return the share of the true pairs that were put together."""
        return self.found / self.same if self.same else 1.0

    @property
    def precision(self) -> float:
        """Return the share of the pairs put together that are true."""
        joined = self.found + self.wrong
        return self.found / joined if joined else 1.0

    @classmethod
    def total(cls, parts: Mapping[Lists, "Counts"]) -> "Counts":
        """Return the sum of several."""
        of = list(parts.values())
        return cls(
            sum(part.same for part in of),
            sum(part.found for part in of),
            sum(part.different for part in of),
            sum(part.wrong for part in of),
        )


def labelled(path: Path) -> Iterator[Pair]:
    """Yield the pairs of one truth file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Pair((row["list_a"], row["key_a"]), (row["list_b"], row["key_b"]), row["kind"])


def clusters(path: Path) -> dict[Key, str]:
    """Return the cluster of each entry of each list."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["list"], row["key"]): row["cluster"] for row in csv.DictReader(file)}


def count(truth: Path, name: str, cluster_of: Mapping[Key, str]) -> tuple[dict[Lists, Counts], int]:
    """Return the counts of one truth file by its lists, and how many pairs have an unknown key.

    A pair of which an entry has no cluster counts as not found: what a reader loses is lost.
    """
    same: Counter[Lists] = Counter()
    found: Counter[Lists] = Counter()
    kinds: defaultdict[Lists, set[str]] = defaultdict(set)
    unknown = 0
    for pair in labelled(truth / f"{name}.csv"):
        same[pair.lists] += 1
        kinds[pair.lists].add(pair.kind)
        known = pair.left in cluster_of and pair.right in cluster_of
        unknown += not known
        found[pair.lists] += known and cluster_of[pair.left] == cluster_of[pair.right]
    different: Counter[Lists] = Counter()
    wrong: Counter[Lists] = Counter()
    for pair in labelled(truth / "hard_negatives.csv"):
        known = pair.left in cluster_of and pair.right in cluster_of
        if known and pair.kind in kinds[pair.lists]:
            different[pair.lists] += 1
            wrong[pair.lists] += cluster_of[pair.left] == cluster_of[pair.right]
    return {
        lists: Counts(same[lists], found[lists], different[lists], wrong[lists])
        for lists in sorted(same)
    }, unknown


def table(name: str, parts: Mapping[Lists, Counts]) -> None:
    """Print the counts of one truth file."""
    print(f"## {name}\n")
    print("| lists | pairs | recall | precision | different | of these put together |")
    print("|---|---|---|---|---|---|")
    rows = [(" – ".join(lists), counts) for lists, counts in parts.items()]
    for label, counts in [*rows, ("**all**", Counts.total(parts))]:
        print(
            f"| {label} | {counts.same:,} | {counts.recall:.3f} | {counts.precision:.3f} "
            f"| {counts.different:,} | {counts.wrong:,} |"
        )
    print()


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("clusters", type=Path)
    parser.add_argument("truth", type=Path)
    options = parser.parse_args()
    cluster_of = clusters(options.clusters)
    below = 0
    for name in FILES:
        parts, unknown = count(options.truth, name, cluster_of)
        table(name, parts)
        if unknown:
            print(f"{unknown} pairs of {name} name an entry that has no cluster\n", file=sys.stderr)
        total = Counts.total(parts)
        recall, precision = FLOORS.get(name, (0.0, 0.0))
        if total.recall < recall or total.precision < precision:
            below = 1
            print(f"{name} is below recall {recall} or precision {precision}", file=sys.stderr)
    return below


if __name__ == "__main__":
    sys.exit(main())
