"""What the tests of whole flows share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.pages.flows.nodes import JAPAN, KOREA, UKRAINE, Nodes
from tests.pages.flows.nodes import nodes as running
from tests.pages.flows.spoken import PATIENCE

USUAL = 5_000
"""Milliseconds that `expect` waits elsewhere."""


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait longer: two nodes and two windows share the processors of this machine."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=USUAL)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Nodes]:
    """Kyiv and Tokyo, paired; they have said nothing yet."""
    with running(tmp_path, UKRAINE, JAPAN) as made:
        yield made


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Nodes]:
    """Kyiv, Tokyo and Seoul, each paired with the others; they have said nothing yet."""
    with running(tmp_path, UKRAINE, JAPAN, KOREA) as made:
        yield made
