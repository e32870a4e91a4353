"""`comity journal`: look whether everything is as it was signed, rebuild views, prove a record."""

import argparse
import datetime as dt
from dataclasses import asdict
from pathlib import Path

from comity.cli import printing
from comity.cli.opening import add_secret_options, opened, order
from comity.node.checking import rebuild, verify
from comity.node.folder import PathError
from comity.records.party import Party, party_of
from comity.seal.inclusion import check_proof


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands."""
    journal = systems.add_parser("journal", help="verify, rebuild, prove")
    commands = journal.add_subparsers(dest="command", required=True, metavar="COMMAND")
    verified = commands.add_parser(
        "verify", parents=[common], help="check every byte, chain, signature and root again"
    )
    verified.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(verified)
    verified.set_defaults(run=run_verify)
    rebuilt = commands.add_parser(
        "rebuild", parents=[common], help="make every view anew, and show that it is the same"
    )
    rebuilt.add_argument("--json", action="store_true", help="print one JSON document")
    add_secret_options(rebuilt)
    rebuilt.set_defaults(run=run_rebuild)
    proved = commands.add_parser("prove", parents=[common], help="prove one record to anybody")
    proved.add_argument("record", metavar="HASH", help="its hash")
    proved.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to")
    add_secret_options(proved)
    proved.set_defaults(run=run_prove)
    checked = commands.add_parser("check-proof", help="check such a proof; needs no node")
    checked.add_argument("file", type=Path, metavar="FILE", help="the proof")
    checked.add_argument(
        "--fingerprint", required=True, metavar="HEX", help="of the author's card, as it was told"
    )
    checked.add_argument(
        "--member", action="append", default=[], metavar="PARTY=HEX",
        help="fingerprint of a member whose receipt is to be checked too",
    )  # fmt: skip
    checked.set_defaults(run=run_check_proof)


def run_verify(options: argparse.Namespace) -> int:
    """Verify the journal, also while the node runs."""
    report = verify(options.data)
    if options.json:
        faults = [asdict(fault) for fault in report.faults]
        counts = dict(report.counts)  # asdict cannot copy a Counter
        told = {"sound": report.sound, "counts": counts, "faults": faults, "more": report.more}
        printing.json_document(told)
    else:
        looked = ", ".join(f"{count} {table}" for table, count in sorted(report.counts.items()))
        print(
            f"{looked}: " + ("all as it was signed." if report.sound else "NOT as it was signed.")
        )
        for fault in report.faults:
            print(f"  {fault.place}: {fault.reason}")
        if report.more:
            print(f"  and {report.more} more")
    return 0 if report.sound else 1


def run_rebuild(options: argparse.Namespace) -> int:
    """Rebuild every view and compare it with the one that was kept."""
    with opened(options) as node:
        rows = rebuild(node)
    if options.json:
        printing.json_document([asdict(row) for row in rows])
    else:
        for row in rows:
            print(f"{row.name}: {row.rows} rows, " + ("the same." if row.same else "it differed."))
    return 0 if all(row.same for row in rows) else 1


def run_prove(options: argparse.Namespace) -> int:
    """Write the proof of a record."""
    done = order(
        options, "journal.prove", {"record": options.record, "file": str(options.out.resolve())}
    )
    print(f"{options.out}: record {done['seq']} of {done['party']}, received by ", end="")
    print(", ".join(done["received"]) or "nobody yet", end=".\n")
    print(f"To check it: comity journal check-proof {options.out} --fingerprint {done['card']}")
    return 0


def run_check_proof(options: argparse.Namespace) -> int:
    """Check a proof."""
    try:
        document = options.file.read_bytes()
    except OSError as error:
        raise PathError(path=options.file, reason=error.strerror or error) from error
    members: dict[Party, str] = {}
    for said in options.member:
        party, _, told = said.partition("=")
        members[party_of(party)] = told
    proven = check_proof(document, fingerprint=options.fingerprint, cosigners=members)
    record = proven.record
    print(
        f"True: {record.party} said record {record.seq} of circle {record.circle} "
        f"({record.kind}, {record.at}), hash {record.hash}."
    )
    for member, at in proven.receipts.items():
        when = dt.datetime.fromtimestamp(at, tz=dt.UTC).isoformat(timespec="seconds")
        print(f"Received by {member} at {when}.")
    return 0
