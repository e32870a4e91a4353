"""`comity sanctions`: lists in, alignment out."""

import argparse

from comity.cli.sanctions import alignment, downloads, imports, screening


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `sanctions` and its commands."""
    group = systems.add_parser("sanctions", help="official lists, the same target, gaps")
    commands = group.add_subparsers(dest="command", required=True, metavar="COMMAND")
    output = argparse.ArgumentParser(add_help=False, parents=[common])
    output.add_argument("--json", action="store_true", help="print one JSON document")
    for door in (imports, downloads, alignment, screening):
        door.add_commands(commands, output)
