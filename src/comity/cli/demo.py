"""`comity demo`: two paired nodes on loopback, Kyiv and Tokyo, with lists and a short history.

Each node is a process of its own with its own data folder; they speak with each other as two
governments' nodes would. The lists are the excerpt that comes with the program, or files at hand
(`--lists`, and the folder `../shared/lists` beside a clone), or a download (`--fetch`); each of the
three has a folder of its own, so that a demonstration never mixes them and starting again goes on.
"""

import argparse
import json
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

from comity.errors import UnavailableError
from comity.node.clock import now
from comity.node.demonstration import KYIV, TOKYO, Pair, free_ports, play, prepare
from comity.node.folder import Folder, default_folder

EXCERPT = Path(__file__).resolve().parents[1] / "sanctions" / "excerpt"
"""The lists that come with the program."""

FIRST_PORT, LAST_PORT = 8600, 8699
PATIENCE = 60.0
"""Seconds that a node may take to start."""


class NotStartedError(UnavailableError):
    """A node of the demonstration did not come up."""

    code = "not-started"
    template = "the node in {folder} did not start; what it said stands above. --fresh begins anew"


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,  # noqa: ARG001 - the demonstration has a folder of its own
) -> None:
    """Add the command."""
    command = systems.add_parser("demo", help="start two nodes, Kyiv and Tokyo, and show them")
    data = command.add_mutually_exclusive_group()
    data.add_argument(
        "--lists", type=Path, metavar="DIR", help="read the list files in this folder"
    )
    data.add_argument("--fetch", action="store_true", help="download the official lists")
    data.add_argument("--excerpt", action="store_true", help="only the excerpt that comes with it")
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="data folder of the demonstration"
    )
    command.add_argument("--port", type=int, help="port of Kyiv's pages (default: the first free)")
    command.add_argument("--fresh", action="store_true", help="make both nodes anew")
    command.set_defaults(run=run_demo)


def lists_beside() -> Path | None:
    """Return the folder of lists beside a clone of the project, None where there is none."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "lists"
    return beside if beside.is_dir() else None


def run_demo(options: argparse.Namespace) -> int:
    """Start both nodes, play the history between them, and stop both at Ctrl-C."""
    lists = options.lists or (None if options.fetch or options.excerpt else lists_beside())
    if options.fetch:
        source, says = "fetched", "the official lists, downloaded from their authorities"
    elif lists:
        source, says = "lists", f"the list files in {lists}"
    else:
        source, says = "excerpt", f"the bundled excerpt of public lists, as of {as_of()}"
    data: Path = options.data or default_folder().joinpath("demo", source)
    signal.signal(signal.SIGTERM, interrupt)
    running: list[subprocess.Popen[str]] = []
    try:
        pair = prepare(data, now(), fresh=options.fresh)
        first = [options.port] if options.port is not None else []
        ports = first + free_ports(FIRST_PORT, LAST_PORT, 2 - len(first))
        reading = ["--download"] if options.fetch else ["--read", str(lists or EXCERPT)]
        running.append(start(pair.kyiv, ports[0], data, reading))
        running.append(start(pair.tokyo, ports[1], data, []))
        pages = [
            pages_of(process, folder) for process, folder in zip(running, pair.folders, strict=True)
        ]
        played = play(pair, now(), lambda: time.sleep(0.05))
        announce(pages, pair, data, says, played=played)
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
    except KeyboardInterrupt:
        stop(running)
        print("\nBoth stopped. Starting again goes on with the same data; --fresh begins anew.")
        return 0
    finally:
        stop(running)
    print("comity: a node of the demonstration ended by itself; both are stopped", file=sys.stderr)
    return 1


def as_of() -> str:
    """Return the date of the excerpt."""
    page = json.loads((EXCERPT / "excerpt.json").read_text("utf-8"))
    return str(page["as_of"])


def start(folder: Folder, port: int, lists: Path, more: list[str]) -> "subprocess.Popen[str]":
    """Start a node in a process of its own, which a Ctrl-C does not reach."""
    command = [sys.executable, "-m", "comity", "node", "serve", "--data", str(folder.path)]
    command += ["--web-port", str(port), "--lists", str(lists), "--beat", "2", *more]
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def pages_of(process: "subprocess.Popen[str]", folder: Folder) -> str:
    """Return where a node's pages are, once it says so.

    Raises:
        NotStartedError: it ended before.
    """
    for line in process.stdout or ():
        if "http://" in line:
            return line.rpartition(" ")[2].strip()
    raise NotStartedError(folder=folder.path)


def stop(running: "list[subprocess.Popen[str]]") -> None:
    """Stop nodes, and wait until they have."""
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        if process.poll() is None:
            process.kill()
            process.wait()


def announce(pages: list[str], pair: Pair, data: Path, says: str, *, played: bool) -> None:
    """Say where the pages are, what they show, how to stop, and what to try."""
    kyiv, there = shlex.quote(str(pair.kyiv.path)), shlex.quote(str(data))
    history = (
        "A short history was played between them: reports, a request and its answer, positions,\n"
        "a joint text with brackets, a meeting that was held with its minutes, the next one with\n"
        "its agenda, and a FLASH that Tokyo has not read. Begin with Today on either side."
        if played
        else "They go on where they were."
    )
    print(
        f"""
Two governments' nodes run on this machine, each with keys and data of its own.
{history}

    {KYIV.title()}    {pages[0]}
    {TOKYO.title()}   {pages[1]}

Sanctions: {says}; reading goes on while the pages answer.
Stop both with Ctrl-C. Data folder: {data}
Three commands to try in another terminal:

    ./comity exchange status --data {kyiv}
    ./comity text list --to ua,jp --data {kyiv}
    ./comity sanctions gaps --party jp --limit 10 --data {there}
""",
        flush=True,
    )


def interrupt(_signum: int, _frame: FrameType | None) -> None:
    """Let a signal to end stop the demonstration as Ctrl-C does."""
    raise KeyboardInterrupt
