"""Command line: the systems of Comity, each with its commands, and `comity demo`.

Standard output carries the answer, as a table or with `--json` as one JSON document; progress and
messages go to standard error. Exit codes: 0 done, 1 refused or unreadable input, 2 wrong usage.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from comity.errors import ComityError
from comity.node.folder import default_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    parser = build_parser(next(iter(given), ""))
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except argparse.ArgumentError as error:
        parser.error(str(error))
    except ComityError as error:
        print(f"comity: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until the exit
        return 0
    except KeyboardInterrupt:
        print("\ncomity: stopped; nothing is half written", file=sys.stderr)
        return 130


MODULES = {
    "node": "node",
    "party": "party",
    "circle": "circle",
    "report": "exchange",
    "exchange": "exchange",
    "text": "text",
    "journal": "journal",
    "sanctions": "sanctions",
    "entities": "entities",
    "demo": "demo",
    "conform": "conform",
}
"""Which module has the commands of a system; only what is asked for is loaded, for loading takes
longer than most commands."""


def build_parser(system: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Args:
        system: the one whose commands are asked for; "" or an unknown one for all.
    """
    parser = argparse.ArgumentParser(
        prog="comity",
        description="The software behind a standing consultation mechanism between governments.",
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ["COMITY_DATA"])
        if os.environ.get("COMITY_DATA")
        else default_folder(),
        metavar="DIR",
        help="data folder (default: COMITY_DATA, else this user's data folder)",
    )
    systems = parser.add_subparsers(dest="system", required=True, metavar="COMMAND")
    wanted = [MODULES[system]] if system in MODULES else dict.fromkeys(MODULES.values())
    for name in wanted:
        importlib.import_module(f"comity.cli.{name}").add_commands(systems, common)
    return parser
