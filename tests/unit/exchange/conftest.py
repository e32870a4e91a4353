"""Two and three capitals for the tests of the exchange."""

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
