"""On real lists: the targets of Japan's list are found on the list of the United Nations."""

import csv
from pathlib import Path

import pytest

from comity.entities.resolve import resolve
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.lists.source import SourceFile

EDITIONS = {
    "jp-mof": "jp-mof/2026-03-05/shisantouketsu20260305.xlsx",
    "un": "un/2026-02-27/consolidated.xml.gz",
}


@pytest.mark.kit
def test_persons_of_two_lists_are_put_together_and_namesakes_are_not(kit: Path) -> None:
    listings = [
        listing
        for name, path in EDITIONS.items()
        for listing in LISTS[name].read(SourceFile.of(path, (kit / path).read_bytes())).listings
    ]
    subjects = [listing.subject() for listing in listings]

    clusters = resolve(subjects, [listing.list for listing in listings]).cluster_of

    of = {(x.list, x.key): n for x, n in zip(listings, clusters.tolist(), strict=True)}
    counts = {}
    for truth in ("jp_silver", "un_ref", "hard_negatives"):
        with (kit / "truth" / f"{truth}.csv").open(encoding="utf-8", newline="") as file:
            pairs = [
                of[row["list_a"], row["key_a"]] == of[row["list_b"], row["key_b"]]
                for row in csv.DictReader(file)
                if {row["list_a"], row["list_b"]} == EDITIONS.keys()
            ]
        counts[truth] = (sum(pairs), len(pairs))
    found, same = counts["jp_silver"]
    wrong, different = counts["hard_negatives"]
    assert same > 150
    assert different > 20
    assert found / same >= 0.95
    assert found / (found + wrong) >= 0.99
    assert counts["un_ref"][0] / counts["un_ref"][1] >= 0.95
