"""Two and three capitals for the attacks, and the circle that is attacked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World


@pytest.fixture
def two(tmp_path: Path) -> Iterator[World]:
    """Kyiv and Tokyo, paired."""
    with World(tmp_path, (UKRAINE, JAPAN)) as world:
        yield world


@pytest.fixture
def three(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, each paired with the others."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA)) as world:
        yield world


@pytest.fixture
def circle(two: World) -> str:
    """A circle of Kyiv and Tokyo, in which each has said something."""
    opened = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, opened, "Добридень")
    two.report(JAPAN, opened, "拝啓")
    two.settle()
    return opened


@pytest.fixture
def joint(three: World) -> str:
    """A circle of Kyiv, Tokyo and Seoul, in which each has said something."""
    opened = three.open(UKRAINE, JAPAN, KOREA)
    three.deliver()
    for party in (UKRAINE, JAPAN, KOREA):
        three.report(party, opened, f"from {party}")
    three.settle()
    return opened
