"""Command line: `comity sanctions ...` and `comity demo`.

Standard output carries the answer, as a table or with `--json` as one JSON document; progress and
messages go to standard error. Exit codes: 0 done, 1 refused or unreadable input, 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from comity.cli import demo, sanctions
from comity.errors import ComityError
from comity.node import default_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = build_parser()
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


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
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
    sanctions.add_commands(systems, common)
    demo.add_command(systems)
    return parser
