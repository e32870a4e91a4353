"""`comity report send` and `comity exchange`: send, see how far all is, carry by courier."""

import argparse
import sys
from pathlib import Path

from comity.cli import printing
from comity.cli.opening import add_secret_options, order
from comity.cli.report import add_reading
from comity.node.folder import PathError
from comity.records.marking import TEXTS
from comity.records.precedence import WORDS


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    add_report(systems, common)
    exchange = systems.add_parser("exchange", help="how far everything is; courier files")
    commands = exchange.add_subparsers(dest="command", required=True, metavar="COMMAND")
    status = commands.add_parser("status", parents=[common], help="how far every chain is")
    status.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(status)
    status.set_defaults(run=run_status)
    packed = commands.add_parser("pack", parents=[common], help="write a courier file")
    packed.add_argument("file", type=Path, metavar="FILE", help="where to")
    packed.add_argument("--to", required=True, metavar="PARTY", help="for whom")
    add_secret_options(packed)
    packed.set_defaults(run=run_pack)
    unpacked = commands.add_parser("unpack", parents=[common], help="take in a courier file")
    unpacked.add_argument("file", type=Path, metavar="FILE", help="the file that came")
    add_secret_options(unpacked)
    unpacked.set_defaults(run=run_unpack)


def add_report(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add `comity report`."""
    report = systems.add_parser("report", help="send and read reports")
    commands = report.add_subparsers(dest="command", required=True, metavar="COMMAND")
    send = commands.add_parser("send", parents=[common], help="send a report to a circle")
    send.add_argument("file", metavar="FILE", help="its text; - for standard input")
    send.add_argument("--to", required=True, metavar="CIRCLE", help="its id, or its members: ua,jp")
    send.add_argument("--precedence", default="routine", type=str.lower, choices=list(WORDS))
    send.add_argument("--marking", default="TLP:AMBER", type=str.upper, choices=list(TEXTS))
    send.add_argument("--subject", metavar="TEXT", help="default: the first line of the text")
    send.add_argument("--language", default="en", choices=["uk", "ja", "en", "ko"])
    send.add_argument("--attach", type=Path, action="append", default=[], metavar="FILE")
    send.add_argument("--reply-to", default="", metavar="HASH", help="the record it answers")
    send.add_argument("--answer-by", default="", metavar="TIME", help="2026-03-05T09:30:00.000Z")
    send.add_argument("--read-receipt", action="store_true", help="ask to be told when it is read")
    send.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(send)
    send.set_defaults(run=run_send)
    add_reading(commands, common)


def run_send(options: argparse.Namespace) -> int:
    """Send a report."""
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PathError(
            path=options.file, reason=getattr(error, "strerror", None) or error
        ) from error
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    done = order(
        options,
        "report.send",
        {
            "circle": options.to,
            "subject": options.subject or first[:300] or Path(options.file).name,
            "text": text,
            "language": options.language,
            "precedence": options.precedence,
            "marking": options.marking,
            "files": [str(path.resolve()) for path in options.attach],
            "reply_to": options.reply_to,
            "answer_by": options.answer_by,
            "read_receipt": options.read_receipt,
        },
    )
    if options.json:
        printing.json_document(done)
    else:
        print(f"Said as record {done['seq']} of circle {done['circle'][:12]}: {done['record']}")
    return 0


def run_status(options: argparse.Namespace) -> int:
    """Print how far everything is."""
    done = order(options, "exchange.status", {})
    if options.json:
        printing.json_document(done)
        return 0
    print(f"Node of {done['party']}, {'running' if done['running'] else 'not running'}.")
    for circle, waiting in done["behind"].items():
        print(f"Behind its own chain in circle {circle[:12]}; waits for {', '.join(waiting)}.")
    printing.table(
        ["circle", "chain", "here", "admitted", "there"],
        [
            [
                circle["circle"][:12],
                party,
                size,
                circle["admitted"].get(party, 0),
                ", ".join(f"{m} {n}" for m, n in circle["received"].items())
                if party == done["party"]
                else "",
            ]
            for circle in done["circles"]
            for party, size in circle["chains"].items()
        ],
    )
    printing.table(
        ["party", "address", "answered", "clock", "trouble"],
        [
            [
                peer["party"],
                peer["address"],
                peer["answered"] or "never",
                "" if peer["clock_difference"] is None else f"{peer['clock_difference']:z.2f} s",
                peer["trouble"],
            ]
            for peer in done["peers"]
        ],
    )
    if done["evidence"]:
        print(f"{done['evidence']} pieces of evidence are kept; see the page Node.")
    return 0


def run_pack(options: argparse.Namespace) -> int:
    """Write a courier file."""
    done = order(options, "exchange.pack", {"to": options.to, "file": str(options.file.resolve())})
    counts = f"{done['records']} records, {done['files']} files, {done['receipts']} receipts"
    print(f"{options.file}: {counts}.")
    return 0


def run_unpack(options: argparse.Namespace) -> int:
    """Take in a courier file."""
    done = order(options, "exchange.unpack", {"file": str(options.file.resolve())})
    print(f"From {done['from']}: {done['records']} new records, {done['receipts']} receipts.")
    for refused in done["refused"]:
        print(f"refused: {refused}", file=sys.stderr)
    return 1 if done["refused"] else 0
