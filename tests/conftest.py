"""What every test can ask for."""

from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parents[2] / "shared" / "lists"


@pytest.fixture(scope="session")
def kit() -> Path:
    """The folder of real official lists; tests that ask for it are left out where there is none."""
    if not (KIT / "manifest.json").exists():
        pytest.skip("the kit of real official lists is not beside the project")
    return KIT


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of small files that we wrote in the official formats."""
    return Path(__file__).parent / "fixtures"
