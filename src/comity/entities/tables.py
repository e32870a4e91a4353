"""Tables: the package's own data files, read once.

Each file under `data/` is CSV in UTF-8. Its first line is `# source: ...` and says where the
entries come from, its second line is the heading. A table is used whole or not at all: the modules
that load one look up every row of it, which `tests/unit/entities/test_tables.py` checks entry by
entry.

>>> kana = rows("kana")
>>> kana[0]
('ア', 'a')
"""

import csv
from functools import cache
from importlib.resources import files

SOURCE_MARK = "# source: "


@cache
def lines(table: str) -> tuple[str, ...]:
    """Return the lines of one data file, the source line first."""
    text = files("comity.entities").joinpath("data", f"{table}.csv").read_text("utf-8")
    return tuple(text.splitlines())


def source(table: str) -> str:
    """Return where the entries of a table come from."""
    return lines(table)[0].removeprefix(SOURCE_MARK)


def heading(table: str) -> tuple[str, ...]:
    """Return the column names of a table."""
    return tuple(next(csv.reader(lines(table)[1:2])))


@cache
def rows(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table in their order, without source and heading."""
    return tuple(tuple(row) for row in csv.reader(lines(table)[2:]) if row)
