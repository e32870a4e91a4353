"""Fit the weights of names, legal forms and countries, and show how well they are calibrated.

    python bench/train_score.py LISTS TRUTH [--ridge 20]

LISTS is a folder of official lists (the newest edition of each is read), TRUTH the folder of
labelled pairs. Positives are the pairs of imo, inn_ogrn and un_ref; negatives are hard_negatives,
and every candidate that pairs one side of a positive with another entry of the other side's list,
unless a number, a reference or a birth date says that this entry is the same target too.
Identifiers and dates are not looked at, so that the names alone must tell. One half of the pairs,
by a hash of their keys, trains; the other half is only reported, with the present weights and with
the fitted ones. The fit is a logistic regression held near the present weights. What is printed
goes into src/comity/entities/data/weights.toml by hand, after a look.
"""

import argparse
import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from comity.entities import candidates, evidence
from comity.entities.alignment import MEASURES
from comity.entities.profiles import KINDS, Profiles
from comity.entities.rarity import NameRarity
from comity.entities.score import Scores, score_pairs
from comity.entities.subject import Subject
from comity.entities.weights import load
from comity.sanctions.listing import Listing
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import us_ofac
from comity.sanctions.lists.registry import reader_of
from comity.sanctions.lists.source import ListFileError, SourceFile

Floats = npt.NDArray[np.float64]
SAMPLE = 10
"""Entries up to which a file is a sample and no edition."""

HELD = ("branch", "number_contradicts", "patronymic_contradicts")
"""Weights that stay as set by hand: the truth holds too few such pairs; they must never join."""

POSITIVES = ("imo", "inn_ogrn", "un_ref")
"""Truth files whose pairs were not chosen by their names, as those of jp_silver were."""

COLUMNS = ("start", *MEASURES, "family_same", "family_differs", "country_same", "country_differs")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs with what was measured of them.

    Attributes:
        features: one column for each of `COLUMNS`.
        same: the label.
        kind: place in `KINDS`.
        train: whether the pair is in the half that trains.
    """

    features: Floats
    same: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.int8]
    train: npt.NDArray[np.bool_]


def newest(lists: Path) -> Iterator[tuple[str, Listing]]:
    """Yield every listing of the newest edition of each list, with the list's name."""
    for folder in sorted(path for path in lists.iterdir() if path.is_dir()):
        editions: dict[str, list[Listing]] = {}
        companions: list[SourceFile] = []
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.suffix == ".pdf":
                continue
            source = SourceFile.of(str(path), path.read_bytes())
            reader = reader_of(source)
            if reader is None:
                continue
            try:
                reading = reader.read(source)
            except ListFileError as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            if reading.role is FileRole.COMPANION:
                companions.append(source)
            elif reading.role in {FileRole.FULL, FileRole.PART} and len(reading.listings) > SAMPLE:
                editions[f"{reading.series}#{reading.part}"] = list(reading.listings)
        for series, listings in editions.items():
            joined = us_ofac.join(listings, companions)[0] if "sdn" in series else listings
            yield from ((listing.list, listing) for listing in joined)


def labelled(truth: Path, name: str) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the pairs of one truth file, each side as list and key."""
    with (truth / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            ((row["list_a"], row["key_a"]), (row["list_b"], row["key_b"]))
            for row in csv.DictReader(file)
        ]


def half(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say by a hash of its keys whether a pair is in the half that trains."""
    text = "|".join(f"{source}:{key}" for source, key in sorted((one, other)))
    return hashlib.sha256(f"train {text}".encode()).digest()[0] % 2 == 0


def collect(subjects: list[Subject], keys: list[tuple[str, str]], truth: Path) -> Pairs:
    """Return the labelled pairs and their features."""
    place = {key: n for n, key in enumerate(keys)}
    labels: dict[tuple[int, int], bool] = {}
    partners: dict[tuple[int, str], int] = {}
    for name in (*POSITIVES, "hard_negatives"):
        for one, other in labelled(truth, name):
            if one in place and other in place:
                a, b = place[one], place[other]
                labels[min(a, b), max(a, b)] = name != "hard_negatives"
                if name != "hard_negatives":
                    partners[a, other[0]], partners[b, one[0]] = b, a
    profiles = Profiles.of(subjects)
    left, right = candidates.pairs(profiles)
    facts = evidence.weigh(profiles, profiles, left, right, load())
    tied = (facts.points[:, 1] > 0) | (facts.dates == evidence.Dates.DAY)
    bound = defaultdict(set)
    for a, b in zip(left[tied].tolist(), right[tied].tolist(), strict=True):
        bound[a].add(b)
        bound[b].add(a)
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        for one, other in ((a, b), (b, a)):
            partner = partners.get((one, keys[other][0]))
            if (
                partner not in {None, other}
                and partner not in bound[other]
                and one not in bound[other]
            ):
                labels.setdefault((min(a, b), max(a, b)), False)
    first, second = (np.array(side, np.int64) for side in zip(*labels, strict=True))
    said = NameRarity.known().column(profiles.words)
    scores = score_pairs(profiles, profiles, first, second, (said, said))
    return Pairs(
        features=features(scores, profiles, first, second),
        same=np.array(list(labels.values()), bool),
        kind=profiles.kind[first],
        train=np.array([half(keys[a], keys[b]) for a, b in labels]),
    )


def features(
    scores: Scores, profiles: Profiles, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]
) -> Floats:
    """Return what was measured, in the columns of `COLUMNS`."""
    shared = (profiles.countries[left] & profiles.countries[right]).any(1)
    both = profiles.countries[left].any(1) & profiles.countries[right].any(1)
    parts = [
        np.ones((len(left), 1)),
        scores.names.measures,
        np.stack([scores.family > 0, scores.family < 0, shared, both & ~shared], axis=1),
    ]
    return np.concatenate([part.astype(np.float64) for part in parts], axis=1)


def fit(pairs: Pairs, kind: int, ridge: float) -> Floats:
    """Return the weights of one kind, held near the present ones and to their sign."""
    present = now(kind)
    rows = pairs.train & (pairs.kind == kind)
    x, y = pairs.features[rows], pairs.same[rows].astype(np.float64)
    scale = np.maximum(np.abs(present), 0.5)

    def loss(weights: Floats) -> tuple[float, Floats]:
        points = x @ weights
        value = np.logaddexp(0, points) - y * points
        slope = x.T @ (1 / (1 + np.exp(-np.clip(points, -500, 500))) - y)
        away = (weights - present) / scale
        return float(value.sum() + ridge * away @ away), slope + 2 * ridge * away / scale

    bounds = [(0, None) if weight > 0 else (None, 0) for weight in present]
    for place, column in enumerate(COLUMNS):
        if column in HELD or present[place] == 0:
            bounds[place] = (present[place], present[place])
    return np.asarray(minimize(loss, present, jac=True, bounds=bounds, method="L-BFGS-B").x)


def now(kind: int) -> Floats:
    """Return the present weights of one kind in the order of `COLUMNS`."""
    return np.array([getattr(load().names[kind], column) for column in COLUMNS])


def report(pairs: Pairs, kind: int, weights: Floats) -> None:
    """Print how often a pair is the same, by points, on the half that did not train."""
    rows = ~pairs.train & (pairs.kind == kind)
    points, same = pairs.features[rows] @ weights, pairs.same[rows]
    print(f"  {'points':>10} {'pairs':>7} {'same':>6} {'expected':>8}")
    for low in range(-8, 9):
        inside = (points >= low) & (points < low + 1)
        if inside.sum() > 9:
            expected = (1 / (1 + np.exp(-points[inside]))).mean()
            observed = same[inside].mean()
            print(f"  {low:4} .. {low + 1:3} {inside.sum():7} {observed:6.3f} {expected:8.3f}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("lists", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--ridge", type=float, default=20.0)
    options = parser.parse_args()
    entries = {(source, listing.key): listing for source, listing in newest(options.lists)}
    subjects = [listing.subject() for listing in entries.values()]
    pairs = collect(subjects, list(entries), options.truth)
    for kind in np.unique(pairs.kind):
        rows = pairs.kind == kind
        same = int(pairs.same[rows].sum())
        print(f"[{KINDS[kind].value}] {same} same, {int(rows.sum()) - same} different")
        weights = fit(pairs, kind, options.ridge)
        for column, present, fitted in zip(COLUMNS, now(kind), weights, strict=True):
            print(f"  {column:24} {present:8.2f} -> {fitted:8.2f}")
        for which, table in (("present", now(kind)), ("fitted", weights)):
            print(f"  {which} weights, the half that did not train")
            report(pairs, kind, table)


if __name__ == "__main__":
    main()
