"""What the tests of a node share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import World
from tests.unit.node.desks import Desks


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Two nodes with a circle, and a desk on each."""
    with World(tmp_path) as world:
        opened = Desks(world)
        yield opened
        opened.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[World]:
    """Kyiv and Tokyo, paired."""
    with World(tmp_path / "world") as world:
        yield world
