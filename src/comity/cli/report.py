"""`comity report list` and `read`: which messages there are, what one says, its attachments.

What others wrote is shown with its control characters written out: no message moves the cursor of
a terminal, or turns the direction of what stands beside it.
"""

import argparse
import unicodedata
from pathlib import Path
from typing import Any

from comity.cli import printing
from comity.cli.opening import add_secret_options, order
from comity.cli.options import positive
from comity.records.precedence import WORDS

UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Categories of letters that nobody sees; those that join letters of a script are let through."""
JOINING = frozenset("\u200c\u200d")


def add_reading(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    listed = commands.add_parser("list", parents=[common], help="messages, the newest first")
    listed.add_argument("--sent", action="store_true", help="those of this party, not of others")
    listed.add_argument("--circle", default="", metavar="CIRCLE", help="its id, or its members")
    listed.add_argument("--from", dest="party", default="", metavar="PARTY", help="of one party")
    listed.add_argument("--precedence", default="", type=str.lower, choices=list(WORDS))
    listed.add_argument("--words", default="", metavar="TEXT", help="that stand in the subject")
    listed.add_argument("--most", type=positive, default=25, metavar="N", help="how many (25)")
    listed.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(listed)
    listed.set_defaults(run=run_list)
    shown = commands.add_parser("read", parents=[common], help="print one message, save its files")
    shown.add_argument("report", metavar="NUMBER/ID", help="as the list has it: number or hash")
    shown.add_argument("--save", type=Path, metavar="FOLDER", help="write its attachments there")
    shown.add_argument(
        "--acknowledge", action="store_true", help="mark it as read; tell its sender if it asked"
    )
    shown.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(shown)
    shown.set_defaults(run=run_read)


def run_list(options: argparse.Namespace) -> int:
    """Print messages."""
    done = order(
        options,
        "report.list",
        {
            "box": "outbox" if options.sent else "inbox",
            "circle": options.circle,
            "party": options.party,
            "precedence": options.precedence,
            "words": options.words,
            "most": options.most,
        },
    )
    if options.json:
        printing.json_document(done)
        return 0
    printing.table(
        ["number", "hash", "from", "at", "precedence", "marking", "files", "subject"],
        [
            [
                row["number"] or "ahead",
                row["record"][:12],
                row["party"],
                row["at"][:16].replace("T", " "),
                row["precedence"],
                row["marking"],
                row["files"] or "",
                visible(title(row)).replace("\n", " "),
            ]
            for row in done["reports"]
        ],
    )
    if done["total"] > len(done["reports"]):
        print(f"{len(done['reports'])} of {done['total']}; --most N shows more.")
    return 0


def run_read(options: argparse.Namespace) -> int:
    """Print one message, and save its attachments."""
    named = options.report.lower()
    done = order(options, "report.show", {"name": named, "acknowledge": options.acknowledge})
    saved: list[str] = []
    if options.save is not None:
        folder = str(options.save.resolve())
        saved = order(options, "report.save", {"name": done["record"], "folder": folder})["files"]
    if options.json:
        printing.json_document({**done, "saved": saved})
        return 0
    print_report(done)
    if options.acknowledge:
        print("Its sender is told that it was read." if done["told"] else "Marked as read here.")
    for file in saved:
        print(f"Saved: {visible(file)}")
    return 0


def print_report(done: dict[str, Any]) -> None:
    """Print a message for people."""
    rows = {
        "report": f"{done['number'] or 'ahead of its chain'}  {done['record']}",
        "from": f"{done['party']}, record {done['seq']} of circle {done['circle'][:12]}",
        "at": done["at"],
        "precedence": done["precedence"],
        "marking": done["marking"],
        "subject": visible(title(done)).replace("\n", " "),
        "answers": done["reply_to"],
        "answer by": done["answer_by"],
        "quotes": ", ".join(done["quotes"]),
    }
    for name, value in rows.items():
        if value:
            print(f"{name + ':':12} {value}")
    for number, one in enumerate(done["attachments"], 1):
        here = "" if one["here"] else ", not fetched yet"
        print(f"{f'file {number}:':12} {visible(one['name'])}, {one['size']} bytes{here}")
    for recall in done["recalls"]:
        print(f"RECALLED by {recall['party']} at {recall['at']}: {visible(recall['reason'])}")
    if done["read_receipt"]:
        print("Its sender asks to be told when it is read: --acknowledge.")
    print(f"\n{visible(done['text'])}")


def title(row: dict[str, Any]) -> str:
    """Return what a message is called: its subject, with what is wrong or was recalled."""
    strange = "" if row["condition"] == "well" else f"[{row['kind']}, {row['condition']}] "
    return ("[recalled] " if row["recalled"] else "") + strange + str(row["subject"])


def visible(text: str) -> str:
    r"""Return a text in which every letter can be seen, and lines end as they did.

    >>> visible("\x1b[2Jred\u202e\n")
    '\\u001b[2Jred\\u202e\n'
    """
    return "".join(
        letter
        if letter in {"\n", "\t"} or letter in JOINING or unicodedata.category(letter) not in UNSEEN
        else f"\\u{ord(letter):04x}"
        for letter in text.replace("\r\n", "\n")
    )
