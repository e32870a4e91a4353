"""Lists of a node, read from the small files of `tests/fixtures`; all of it is invented."""

import datetime as dt
from pathlib import Path

from comity.node.lists import Lists

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FILES = (
    "eu-fsf/xmlFullSanctionsList_1_1.xml",
    "us-ofac/sdn.csv",
    "jp-mof/shisantouketsu.csv",
    "ua-gur/targets.simple.csv",
)
DATE = dt.date(2026, 3, 1)


def listed(folder: Path) -> Lists:
    """Return the lists of a data folder with all files read."""
    lists = Lists(folder)
    taken = list(
        lists.import_files([FIXTURES / file for file in FILES], date=DATE, accept_shrunk=True)
    )
    assert [one.error for one in taken if one.error] == []
    assert lists.overview() is not None
    return lists
