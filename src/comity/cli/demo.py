"""`comity demo`: a node of one's own on loopback, answering at once, with lists in it.

The data are the excerpt that comes with the program, or files at hand (`--lists`, and the folder
`../shared/lists` beside a clone), or a download (`--fetch`). Each of the three has a folder of its
own, so that a demonstration never mixes them and starting again goes on.
"""

import argparse
import json
import os
import shlex
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn

from comity.errors import UnavailableError
from comity.node.clock import today
from comity.node.folder import default_folder
from comity.node.lists import Lists
from comity.sanctions.addresses import ADDRESSES
from comity.sanctions.fetch import fetch
from comity.web.app import create_app
from comity.web.jobs import FETCH_PLAN, IMPORT_PLAN, Job, Jobs, Report, State

EXCERPT = Path(__file__).resolve().parents[1] / "sanctions" / "excerpt"
"""The lists that come with the program."""

FIRST_PORT, LAST_PORT = 8600, 8699
PARTIES_SHOWN = ("jp", "ua")
"""Parties whose boards are made before anybody asks."""


class NoPortError(UnavailableError):
    """No port is free."""

    code = "no-port"
    template = "no port from {first} to {last} is free on this machine; name one with --port"


class NotStartedError(UnavailableError):
    """The server did not come up."""

    code = "not-started"
    template = "nothing listens on 127.0.0.1:{port}: {reason}; name another port with --port"


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,  # noqa: ARG001 - the demonstration has a folder of its own
) -> None:
    """Add the command."""
    command = systems.add_parser("demo", help="start a node with lists in it and show its address")
    data = command.add_mutually_exclusive_group()
    data.add_argument(
        "--lists", type=Path, metavar="DIR", help="read the list files in this folder"
    )
    data.add_argument("--fetch", action="store_true", help="download the official lists")
    data.add_argument("--excerpt", action="store_true", help="only the excerpt that comes with it")
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="data folder of the demonstration"
    )
    command.add_argument("--port", type=int, help="loopback port (default: the first free one)")
    command.set_defaults(run=run_demo)


def lists_beside() -> Path | None:
    """Return the folder of lists beside a clone of the project, None where there is none."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "lists"
    return beside if beside.is_dir() else None


def run_demo(options: argparse.Namespace) -> int:
    """Start the node, fill it while it answers, and stop at Ctrl-C."""
    lists = options.lists or (None if options.fetch or options.excerpt else lists_beside())
    if options.fetch:
        source, says = "fetched", "the official lists, downloaded from their authorities"
    elif lists:
        source, says = "lists", f"the list files in {lists}"
    else:
        source, says = "excerpt", f"the bundled excerpt of public lists, as of {as_of()}"
    data = options.data or default_folder().joinpath("demo", source)
    node = Lists(data)
    jobs = Jobs()
    listener = listening(options.port)
    port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(node, jobs),
            log_level="warning",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )
    paths = [] if options.fetch else [lists or EXCERPT]
    job = jobs.start(
        "fetch" if options.fetch else "import",
        lambda report: fill(node, paths, report),
        FETCH_PLAN if options.fetch else IMPORT_PLAN,
    )
    announce(port, job, data, says)
    stop_at_signals(server)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    print("\nStopped. Starting again goes on with the same data.")
    return 0 if jobs.wait(job.id, timeout=0).state is not State.FAILED else 1


def as_of() -> str:
    """Return the date of the excerpt."""
    page = json.loads((EXCERPT / "excerpt.json").read_text("utf-8"))
    return str(page["as_of"])


def listening(port: int | None) -> socket.socket:
    """Return a socket that listens on loopback, on this port or the first free one.

    Raises:
        NotStartedError: the named port is taken.
        NoPortError: none is free.
    """
    for candidate in [port] if port is not None else range(FIRST_PORT, LAST_PORT + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            listener.close()
            if port is not None:
                reason = getattr(error, "strerror", None) or str(error)
                raise NotStartedError(port=port, reason=reason) from error
        else:
            return listener
    raise NoPortError(first=FIRST_PORT, last=LAST_PORT)


def fill(node: Lists, paths: list[Path], report: Report) -> None:
    """Fill a node with lists and compute its state; told on the job page.

    A list that is refused is said on the terminal and stops nothing.
    """
    if not paths:
        fetched = fetch(
            ADDRESSES,
            node.folder / "downloads",
            progress=lambda p: report.step("fetch", p.bytes, p.total or 0, f"{p.list} {p.part}"),
        )
        paths = node.unread([item.path for item in fetched if item.path])
        for download in fetched:
            if download.error:
                print(f"comity: {download.error}", file=sys.stderr, flush=True)
    taken = node.import_files(
        paths,
        date=None if node.folder.name != "fetched" else today(),
        progress=lambda file, number, count: report.step("import", number, count, Path(file).name),
    )
    for item in taken:
        if item.error:
            print(f"comity: refused: {item.error}", file=sys.stderr, flush=True)
    overview = node.overview(lambda step, done: report.step(step, done, 1))
    if overview:
        for party in PARTIES_SHOWN:
            overview.board(party)


def announce(port: int, job: Job, data: Path, says: str) -> None:
    """Say where the page is, what it shows, how to stop, and what to try."""
    there = shlex.quote(str(data))
    print(
        f"""
Comity shows {says}.
Reading the lists goes on while the page answers:

    http://127.0.0.1:{port}/        job: http://127.0.0.1:{port}/en/jobs/{job.id}

Stop with Ctrl-C. Data folder: {data}
Three commands to try in another terminal:

    ./comity sanctions gaps --party jp --limit 10 --data {there}
    ./comity sanctions align --party jp --reference eu,us --data {there}
    ./comity sanctions screen "アショット・ムクルティチェフ" --data {there}
""",
        flush=True,
    )


def stop_at_signals(server: uvicorn.Server) -> None:
    """Let a signal to end stop the server as Ctrl-C does."""

    def stop(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the shape of a handler
        server.should_exit = True

    signal.signal(signal.SIGTERM, stop)
