"""`comity sanctions fetch`: official lists from their authorities, or from files at hand."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from comity.cli import printing
from comity.cli.options import day
from comity.cli.sanctions.imports import report
from comity.node.clock import today
from comity.node.lists import Lists
from comity.sanctions import fetch as fetching
from comity.sanctions.addresses import ADDRESSES


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
    command = commands.add_parser(
        "fetch", parents=[output], help="download the official lists and import them"
    )
    command.add_argument(
        "--from", dest="folder", type=Path, metavar="DIR", help="take files already at hand instead"
    )
    command.add_argument(
        "--list",
        action="append",
        choices=sorted({address.list for address in ADDRESSES}),
        help="only this list; may be given several times",
    )
    command.add_argument("--date", type=day, help="with --from: as-of date of undated files")
    command.add_argument("--mirror", metavar="URL", help="take every file from this base address")
    command.set_defaults(run=run_fetch)


def run_fetch(options: argparse.Namespace) -> int:
    """Download what a reader reads, then import it; one failing list does not stop the others."""
    node = Lists(options.data)
    if options.folder:
        with printing.progress() as bar:
            files = node.import_files(
                [options.folder],
                date=options.date,
                progress=lambda file, number, count: bar(file, number / count),
            )
            return report(node, list(files), as_json=options.json)
    with downloads() as progress:
        fetched = fetching.fetch(
            ADDRESSES,
            options.data / "downloads",
            mirror=options.mirror,
            progress=progress,
            lists=set(options.list) if options.list else None,
        )
    for item in fetched:
        name = f"{item.list} {item.part}".strip()
        words = item.by_file if item.status is fetching.Status.BY_FILE else str(item.error or "")
        said = f"{name}: {item.status.value}" + (f": {words}" if words else "")
        print(said, file=sys.stderr)
    paths = node.unread([item.path for item in fetched if item.path])
    failed = any(item.error for item in fetched)
    imported = report(node, list(node.import_files(paths, date=today())), as_json=options.json)
    return 1 if failed or imported else 0


@contextmanager
def downloads() -> Iterator[Callable[[fetching.Progress], None]]:
    """Give a function that shows a bar for each download."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    tasks: dict[str, int] = {}

    def shown(progress: fetching.Progress) -> None:
        name = f"{progress.list} {progress.part}".strip()
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=progress.total)
        bar.update(bar.task_ids[tasks[name]], completed=progress.bytes, total=progress.total)

    with bar:
        yield shown
