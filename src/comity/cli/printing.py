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

from comity.sanctions.alignment import Share
from comity.sanctions.board import TargetName
from comity.sanctions.listing import Listing

STEPS = {
    "read": "Reading the lists in force",
    "resolve": "Finding the same target across lists",
    "compare": "Comparing editions",
    "store": "Storing the result",
}
"""What each step of computing a state is called."""


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


def listing(entry: Listing, fields: Iterable[str] = ()) -> dict[str, object]:
    """Return a listing for JSON: what identifies it, or the named fields."""
    if fields:
        return {name: plain(getattr(entry, name)) for name in fields}
    return {
        "list": entry.list,
        "key": entry.key,
        "kind": entry.kind.value,
        "name": entry.names[0].text,
        "measures": [measure.value for measure in entry.measures],
        "programmes": list(entry.programmes),
        "announced": entry.announced.text if entry.announced else None,
        "legal_act": entry.legal_act,
        "place": entry.place,
    }


def plain(value: object) -> object:
    """Return a field of a listing as JSON can hold it."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if hasattr(value, "precision"):
        return str(getattr(value, "text", value))
    if hasattr(value, "__slots__"):
        return {name: plain(getattr(value, name)) for name in value.__slots__}
    return value


def share(value: Share) -> dict[str, object]:
    """Return a share for JSON, with its parts."""
    return {
        "matched": value.matched,
        "total": value.total,
        "ratio": None if value.ratio is None else round(value.ratio, 4),
        "not_comparable": value.not_comparable,
        "too_new": value.too_new,
    }


def per_cent(value: Share) -> str:
    """Return a share for a table: "45 % (120 of 266)"."""
    if value.ratio is None:
        return "not comparable" if value.not_comparable else "-"
    return f"{100 * value.ratio:.0f} % ({value.matched} of {value.total})"


def target(name: TargetName) -> str:
    """Return a target's name for a table, with one name in another script."""
    return f"{name.main} · {name.others[0][0]}" if name.others else name.main
