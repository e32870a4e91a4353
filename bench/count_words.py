#!/usr/bin/env python3
"""Count how many targets bear each word, for src/comity/entities/data/heard.csv.

    bench/count_words.py DATA > heard.csv

DATA is a data folder with real lists in it. Only words of five targets and more are printed, so
that no row points at anybody. Count again when the lists have grown by a half.
"""

import csv
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from comity.entities.profiles import GROUPS, Profiles
from comity.entities.rarity import NameRarity
from comity.node.lists import Lists

FEWEST = 5


def main() -> None:
    """Print the table."""
    overview = Lists(Path(sys.argv[1])).overview()
    if overview is None:
        sys.exit(f"{sys.argv[1]} holds no lists")
    listings = overview.state.listings()
    targets = np.array([entry.cluster for entry in overview.entries], np.int64)
    counted = NameRarity.of(Profiles.of([listing.subject() for listing in listings]), targets)
    newest = max(page.date for page in overview.state.snapshots)
    print(
        "# source: counted by bench/count_words.py over official lists of eleven authorities as of "
        f"{newest:%B %Y}, {targets.max() + 1:,} targets; only words of five targets and "
        f"more; no row "
        "says who bears a word"
    )
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("group", "word", "targets"))
    for group, bearers in zip(GROUPS, counted.bearers, strict=True):
        writer.writerow((group, "", bearers))
    for group, words in zip(GROUPS, counted.counts, strict=True):
        for word, bearers in sorted(words.items(), key=lambda item: (-item[1], item[0])):
            if bearers >= FEWEST:
                writer.writerow((group, word, bearers))


if __name__ == "__main__":
    main()
