"""`comity circle`: open a circle of parties, list those that are open."""

import argparse

from comity.cli import printing
from comity.cli.opening import add_secret_options, order
from comity.cli.roots import add_root_options, brought_roots


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    circle = systems.add_parser("circle", help="circles: who shares which conversation")
    commands = circle.add_subparsers(dest="command", required=True, metavar="COMMAND")
    opened = commands.add_parser("open", parents=[common], help="open a circle")
    opened.add_argument("party", nargs="+", metavar="PARTY", help="its members, 2 to 12")
    opened.add_argument("--purpose", default="", metavar="TEXT", help="what it is for")
    opened.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(opened)
    opened.set_defaults(run=run_open)
    epoch = commands.add_parser(
        "epoch", parents=[common], help="write again after a restore, before all have answered"
    )
    epoch.add_argument("circle", metavar="CIRCLE", help="its id, or its members: ua,jp")
    add_root_options(epoch, "two are needed")
    epoch.add_argument("--reason", required=True, metavar="TEXT", help="told to all members")
    add_secret_options(epoch)
    epoch.set_defaults(run=run_epoch)
    shown = commands.add_parser("list", parents=[common], help="circles that are open")
    shown.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(shown)
    shown.set_defaults(run=run_list)


def run_open(options: argparse.Namespace) -> int:
    """Open a circle."""
    arguments = {"members": options.party, "purpose": options.purpose}
    done = order(options, "circle.open", arguments)
    if options.json:
        printing.json_document(done)
    else:
        print(f"Circle {done['circle']} of {' '.join(done['members'])} is open.")
    return 0


def run_epoch(options: argparse.Namespace) -> int:
    """Open a new epoch of the own chain."""
    done = order(
        options,
        "circle.epoch",
        {
            "circle": options.circle,
            **brought_roots(options),
            "reason": options.reason,
        },
    )
    print(f"This node writes again in {done['circle'][:12]}, without having heard of ", end="")
    print(", ".join(done["waiting"]) or "nobody", end=".\n")
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Print the circles."""
    rows = order(options, "circle.list", {})
    if options.json:
        printing.json_document(rows)
        return 0
    printing.table(
        ["circle", "members", "purpose"],
        [[row["circle"], " ".join(row["members"]), row["purpose"]] for row in rows],
    )
    return 0
