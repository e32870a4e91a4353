"""Printing: tables for people, one JSON document for programs, progress beside both.

Answers go to standard output, progress to standard error, so that a pipe carries only the answer.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


def json_document(document: object) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; in a pipe the columns are as wide as they need."""
    console = Console(width=None if sys.stdout.isatty() else 200, soft_wrap=not sys.stdout.isatty())
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(text(value) for value in row))
    if shown.row_count:
        console.print(shown, markup=False, highlight=False)


def text(value: object) -> str:
    """Return a cell of a table."""
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)


@contextmanager
def progress() -> Iterator[Callable[[str, float], None]]:
    """Give a function that shows a step and how much of it is done, 0 to 1."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("", total=1.0)

        def shown(step: str, done: float) -> None:
            bar.update(task, description=step[-60:], completed=done)

        yield shown
