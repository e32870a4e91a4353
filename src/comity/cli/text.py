"""`comity text`: open a text, propose wordings, sign, break a silence, see what is adopted."""

import argparse
from pathlib import Path

from comity.cli import printing
from comity.cli.opening import add_secret_options, order
from comity.node.folder import PathError
from comity.records.marking import TEXTS


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    text = systems.add_parser("text", help="texts that all members of a circle sign")
    commands = text.add_subparsers(dest="command", required=True, metavar="COMMAND")
    proposed = commands.add_parser(
        "propose", parents=[common], help="open a text with a wording, or give another wording"
    )
    proposed.add_argument("--to", required=True, metavar="CIRCLE", help="its id, or its members")
    proposed.add_argument("--title", metavar="TEXT", help="of a new text")
    proposed.add_argument("--object", default="", metavar="HASH", help="the text, where it is open")
    for language in ("uk", "ja", "en"):
        proposed.add_argument(f"--{language}", type=Path, metavar="FILE", help="wording in it")
    proposed.add_argument("--marking", default="TLP:AMBER", type=str.upper, choices=list(TEXTS))
    add_secret_options(proposed)
    proposed.set_defaults(run=run_propose)
    for name, says in (("sign", "sign a wording"), ("withdraw", "take a signature back")):
        command = commands.add_parser(name, parents=[common], help=says)
        command.add_argument("object", metavar="HASH", help="the text")
        command.add_argument("--to", required=True, metavar="CIRCLE", help="its id, or its members")
        if name == "sign":
            command.add_argument("--revision", default="", metavar="HASH", help="which wording")
        add_secret_options(command)
        command.set_defaults(run=run_sign if name == "sign" else run_withdraw)
    broken = commands.add_parser(
        "break", parents=[common], help="break a silence procedure before its deadline"
    )
    broken.add_argument("object", metavar="HASH", help="the text, or the procedure")
    broken.add_argument("--to", required=True, metavar="CIRCLE", help="its id, or its members")
    broken.add_argument("--reason", required=True, metavar="TEXT", help="told to all members")
    broken.add_argument("--language", default="en", choices=["uk", "ja", "en", "ko"])
    add_secret_options(broken)
    broken.set_defaults(run=run_break)
    shown = commands.add_parser("list", parents=[common], help="texts of a circle, and who signed")
    shown.add_argument("--to", required=True, metavar="CIRCLE", help="its id, or its members")
    shown.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(shown)
    shown.set_defaults(run=run_list)


def run_propose(options: argparse.Namespace) -> int:
    """Propose a wording."""
    words = {}
    for language in ("uk", "ja", "en"):
        path: Path | None = getattr(options, language)
        if path is not None:
            try:
                words[language] = path.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise PathError(
                    path=path, reason=getattr(error, "strerror", None) or error
                ) from error
    done = order(
        options,
        "text.propose",
        {
            "circle": options.to,
            "title": options.title or "",
            "about": options.object,
            "words": words,
            "marking": options.marking,
        },
    )
    print(f"Text {done['object']}\nwording {done['revision']}")
    return 0


def run_sign(options: argparse.Namespace) -> int:
    """Sign a wording."""
    arguments = {"circle": options.to, "about": options.object, "revision": options.revision}
    done = order(options, "text.sign", arguments)
    print(f"Signed wording {done['revision']}. Adopted: {'yes' if done['adopted'] else 'not yet'}.")
    return 0


def run_withdraw(options: argparse.Namespace) -> int:
    """Withdraw the standing signature."""
    order(options, "text.withdraw", {"circle": options.to, "about": options.object})
    print("Withdrawn. It counts where it arrives before the text is adopted.")
    return 0


def run_break(options: argparse.Namespace) -> int:
    """Break a silence procedure."""
    done = order(
        options,
        "text.break",
        {
            "circle": options.to,
            "about": options.object,
            "reason": options.reason,
            "language": options.language,
        },
    )
    print(
        f"The silence on wording {done['revision'][:12]} is broken: record {done['record']}. "
        "Whoever wants it adopted signs by hand."
    )
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Print the texts of a circle."""
    rows = order(options, "text.list", {"circle": options.to})
    if options.json:
        printing.json_document(rows)
        return 0
    printing.table(
        ["text", "title", "wordings", "signed by", "adopted", "silence until"],
        [
            [
                row["object"][:12],
                next(iter(row["title"].values())),
                len(row["revisions"]),
                ", ".join(sorted(row["signed"])),
                ", ".join(
                    one["revision"][:12] + (" (disputed)" if one["disputed"] else "")
                    for one in row["adopted"]
                ),
                ", ".join(
                    one["deadline"] + ("" if one["state"] == "open" else f" ({one['state']})")
                    for one in row["silence"]
                ),
            ]
            for row in rows
        ],
    )
    return 0
