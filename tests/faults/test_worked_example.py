"""The worked example of R18: from a gap to a disputed source, over two real node processes."""

import os
import re
from pathlib import Path

import pytest
from tests.faults.worked_example import play_invented, play_real

LONG = os.environ.get("COMITY_LANGUAGES") == "all"
"""As `./check --long` sets it: both nodes start anew for each day of the story, which takes some
minutes. `tests/journeys/test_verifying.py` plays it in one process each time."""

pytestmark = pytest.mark.skipif(not LONG, reason="./check --long plays the stories over processes")

STORY = [
    "–",
    "assigned",
    "accepted",
    "overdue",
    "reported",
    "not found",
    "one analyst",
    "verified",
    "regressed",
    "verified",
    "disputed",
]


def states(lines: list[str]) -> list[str]:
    """Return the states of the action in the order of the story, each once in a row."""
    found = [re.split(r" {2,}|Tokyo: ", line)[-1] for line in lines]
    return [one for at, one in enumerate(found) if at == 0 or one != found[at - 1]]


def test_a_gap_is_closed_lost_and_disputed_and_both_nodes_show_it_alike(tmp_path: Path) -> None:
    lines = play_invented(tmp_path)

    assert states(lines) == STORY


@pytest.mark.kit
def test_the_same_holds_with_the_real_lists_of_different_dates(kit: Path, tmp_path: Path) -> None:
    lines = play_real(kit, tmp_path)

    assert states(lines) == STORY
