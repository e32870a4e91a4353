"""`comity conform`: answer the cases of the conformance suite, as any implementation can.

A case comes as JSON on standard input, the answer goes as JSON to standard output; what each says
is written in `docs/reference/protocol.md`. Exit codes: 0 done, 1 refused, 2 no such question.
"""

import argparse
import json
import sys
from typing import Any

from comity.cli.conform import checking, encoding, opening
from comity.cli.conform.case import Ask
from comity.errors import ComityError

DONE, REFUSED, NO_SUCH_QUESTION = 0, 1, 2

ASKED: dict[str, dict[str, Ask]] = {
    "encode": encoding.ASKED,
    "check": checking.ASKED,
    "open": opening.ASKED,
}
"""What each command can be asked, by `what` of the case."""

SAYS = {
    "encode": "give the bytes of something",
    "check": "say whether something is good",
    "open": "take a parcel, a courier file or an attachment",
}


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    del common  # no node and no data folder is needed
    conform = systems.add_parser("conform", help="answer the cases of the conformance suite")
    commands = conform.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, says in SAYS.items():
        commands.add_parser(name, help=f"{says}; a case on standard input").set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Answer one case."""
    code, said = answer(options.command, json.load(sys.stdin))
    json.dump(said, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
    return code


def answer(command: str, case: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Return the exit code and the answer to a case."""
    ask = ASKED[command].get(case["what"])
    if ask is None:
        return NO_SUCH_QUESTION, {"unknown": case["what"]}
    try:
        return DONE, ask(case["input"])
    except ComityError as error:
        return REFUSED, {"refused": error.code, "message": str(error)}
