#!/usr/bin/env python3
"""Fit what a score says of two names that somebody lays side by side, and show how well it fits.

    comity sanctions import ../shared/lists
    bench/calibrate_pairs.py TRUTH [--data DIR]

TRUTH is the folder of labelled pairs. Names across scripts are those of `crossscript_names.csv`;
names within Latin are the first Latin names of the entries of `inn_ogrn.csv`, `un_ref.csv` and
`hard_negatives.csv`, as they stand in the lists that DIR holds. One half of the pairs, by a hash of
their names, trains; the other half is only reported. For each two scripts and each kind a logistic
regression on the points alone, both answers weighed alike. Prints the table that stands in
src/comity/entities/data/posed.csv, and after each row, as a comment, F1 on both halves.
"""

import argparse
import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from comity.entities.comparing import Question, compare, contradicted, pair_of_scripts
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Subject
from comity.node.folder import default_folder
from comity.node.lists import Lists
from comity.sanctions.listing import Listing

KINDS = {"person": Kind.PERSON, "organization": Kind.ORGANISATION}
FEWEST = 60
"""Pairs of a row; what has fewer goes with the rest of its kind."""
RIDGE = 1e-3

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Pair(NamedTuple):
    """Two names with the answer."""

    a: str
    b: str
    kind: Kind
    same: bool

    @property
    def trains(self) -> bool:
        """Say in which half it is."""
        return hashlib.sha256(f"{self.a}\n{self.b}".encode()).digest()[0] % 2 == 0


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("truth", type=Path)
    parser.add_argument("--data", type=Path, default=default_folder())
    options = parser.parse_args()
    pairs = [*across(options.truth), *within(options.truth, options.data)]
    asked = [Question.of(two(pair), kind_known=True) for pair in pairs]
    answers = compare(asked)
    points = np.array([found.points for found in answers])
    contradicting = np.array(
        [contradicted(pair.kind, found) for pair, found in zip(pairs, answers, strict=True)]
    )
    groups: dict[tuple[str, str, Kind], list[int]] = defaultdict(list)
    for place, pair in enumerate(pairs):
        groups[(*pair_of_scripts(pair.a, pair.b), pair.kind)].append(place)
        groups["", "", pair.kind].append(place)
    print("# source: bench/calibrate_pairs.py on the labelled pairs beside the lists")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["script_a", "script_b", "kind", "slope", "offset"])
    for (a, b, kind), places in sorted(groups.items()):
        if len(places) < FEWEST:
            continue
        trains = np.array([pairs[place].trains for place in places])
        same = np.array([pairs[place].same for place in places])
        x = points[places]
        slope, offset = fitted(x[trains], same[trains])
        writer.writerow([a, b, kind.value, f"{slope:.3f}", f"{offset:.3f}"])
        said = (slope * x + offset >= 0) & ~contradicting[places]
        halves = [f1(said[half], same[half]) for half in (trains, ~trains)]
        print(
            f"# {a}-{b} {kind.value}: n {len(places)}, trained {halves[0]}; held back {halves[1]}",
            file=sys.stderr,
        )
    return 0


def two(pair: Pair) -> tuple[Subject, Subject]:
    """Return the two subjects of a pair."""
    one, other = (
        Subject(kind=pair.kind, names=(Name(text, script_of(text)),)) for text in pair[:2]
    )
    return one, other


def across(truth: Path) -> Iterator[Pair]:
    """Yield the labelled pairs of two scripts."""
    with (truth / "crossscript_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["entity_type"] in KINDS:
                yield Pair(
                    row["name_a"],
                    row["name_b"],
                    KINDS[row["entity_type"]],
                    row["is_match"] == "true",
                )


def within(truth: Path, data: Path) -> Iterator[Pair]:
    """Yield pairs of Latin names of entries that are one, or are known to be two."""
    overview = Lists(data).overview()
    if overview is None:
        raise SystemExit(f"{data} holds no lists yet; import some: comity sanctions import PATH")
    place = {(entry.list, entry.key): entry.position for entry in overview.entries}
    for title, same in (("inn_ogrn", True), ("un_ref", True), ("hard_negatives", False)):
        with (truth / f"{title}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] in KINDS]
        for row in rows:
            keys = [(row[f"list_{side}"], row[f"key_{side}"]) for side in "ab"]
            if any(key not in place for key in keys):
                continue
            names = [latin(one) for one in overview.state.listings([place[key] for key in keys])]
            if all(names) and not (not same and "same_name" in row["via"]):
                yield Pair(names[0], names[1], KINDS[row["kind"]], same)


def latin(listing: Listing) -> str:
    """Return the first Latin name of an entry, "" for none."""
    return next((name.text for name in listing.names if name.script == "Latn"), "")


def fitted(x: Floats, same: Bools) -> tuple[float, float]:
    """Return slope and offset of the logistic curve, both answers weighed alike."""
    weight = np.where(same, 0.5 / max(1, same.sum()), 0.5 / max(1, (~same).sum()))
    sign = np.where(same, 1.0, -1.0)

    def loss(p: Floats) -> float:
        margin = sign * (p[0] * x + p[1])
        return float(np.sum(weight * np.logaddexp(0, -margin)) + RIDGE * p[0] ** 2)

    found = minimize(loss, np.array([1.0, 5.0]), method="BFGS").x
    return float(found[0]), float(found[1])


def f1(said: Bools, same: Bools) -> str:
    """Return precision, recall and F1 in words."""
    hit = int((said & same).sum())
    precision = hit / max(1, int(said.sum()))
    recall = hit / max(1, int(same.sum()))
    score = 2 * precision * recall / max(1e-9, precision + recall)
    return f"F1 {score:.3f} (precision {precision:.3f}, recall {recall:.3f}, n {len(same)})"


if __name__ == "__main__":
    sys.exit(main())
