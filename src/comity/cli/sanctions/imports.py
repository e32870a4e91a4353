"""`comity sanctions import`, `lists`, `changes` and `fetch`: lists in."""

import argparse
import datetime as dt
import sys
from pathlib import Path

from comity.cli import printing
from comity.cli.options import day
from comity.cli.sanctions import showing
from comity.entities.subject import Kind
from comity.errors import RefusedError
from comity.node.lists import Lists
from comity.sanctions.changes import compare
from comity.sanctions.intake import Taken
from comity.sanctions.listing import Listing, Role
from comity.sanctions.snapshots import Snapshot, Snapshots, companions_of, in_force

COLUMNS = tuple("list role date from records persons orgs ships aircraft file".split())


class UnknownListError(RefusedError):
    """A list that has no edition there."""

    code = "unknown-list"
    template = "{list} has no edition on or before {date}. Editions: {editions}."


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
    command = commands.add_parser("import", parents=[output], help="read list files")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
    command.add_argument("--date", type=day, help="as-of date of files that state none")
    command.add_argument(
        "--accept-shrunk", action="store_true", help="take a list although it lost a fifth and more"
    )
    command.set_defaults(run=run_import)

    command = commands.add_parser("lists", parents=[output], help="editions in force")
    command.add_argument("--all", action="store_true", help="also those that are not in force")
    command.set_defaults(run=run_lists)

    command = commands.add_parser("changes", parents=[output], help="what changed in a list")
    command.add_argument("list", metavar="LIST", help="a list or a series, such as us-ofac")
    command.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
    command.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
    command.set_defaults(run=run_changes)


def run_import(options: argparse.Namespace) -> int:
    """Import files; exit code 1 only when a list, or what claims to be one, was refused."""
    node = Lists(options.data)
    with printing.progress() as bar:
        taken = list(
            node.import_files(
                options.paths,
                date=options.date,
                accept_shrunk=options.accept_shrunk,
                progress=lambda file, number, count: bar(file, number / count),
            )
        )
    return report(node, taken, as_json=options.json)


def report(node: Lists, taken: list[Taken], *, as_json: bool) -> int:
    """Print what became of each file; return 1 when one was refused."""
    read = [import_row(node, item) for item in taken if item.snapshot]
    refused = [refusal_row(item) for item in taken if item.error]
    skipped = [item.file for item in taken if item.skipped]
    if as_json:
        printing.json_document({"read": read, "refused": refused, "skipped": skipped})
    else:
        printing.table(
            COLUMNS,
            [
                (
                    row["list"], row["role"], row["date"], row["date_from"], row["records"],
                    row["persons"], row["organisations"], row["vessels"], row["aircraft"],
                    row["file"],
                )
                for row in read
            ],
        )  # fmt: skip
        for row in read:
            if row["excerpt"]:
                print(
                    f"{row['file']}: far smaller than {row['list']} ever was: marked as an excerpt"
                )
            if row.get("unmatched"):
                print(f"{row['file']}: {row['unmatched']} rows belong to no listing in force")
        print(f"{len(read)} read, {len(refused)} refused, {len(skipped)} skipped (no list)")
    for row in refused:
        print(f"comity: refused: {row['error']}", file=sys.stderr)
    return 1 if refused else 0


def import_row(node: Lists, item: Taken) -> dict[str, object]:
    """Return what is said of a file that was read."""
    page = item.snapshot
    assert page is not None  # noqa: S101 - the caller chose those with a snapshot
    row: dict[str, object] = {
        "list": page.list,
        "series": page.series,
        "role": page.role.value,
        "part": page.part,
        "date": page.date.isoformat(),
        "date_from": page.date_from,
        "file": item.file,
        "sha256": page.sha256,
        "records": page.records,
        "persons": page.kinds.get(Kind.PERSON, 0),
        "organisations": page.kinds.get(Kind.ORGANISATION, 0),
        "vessels": page.kinds.get(Kind.VESSEL, 0),
        "aircraft": page.kinds.get(Kind.AIRCRAFT, 0),
        "total": page.total,
        "left_out": page.left_out,
        "excerpt": page.excerpt,
    }
    if page.role is Role.COMPANION:
        row["unmatched"] = node.unmatched(page)
    return row


def refusal_row(item: Taken) -> dict[str, object]:
    """Return what is said of a file that was refused."""
    assert item.error is not None  # noqa: S101 - the caller chose those with an error
    return {
        "file": item.file,
        "code": item.error.code,
        "error": str(item.error),
        "facts": item.error.facts,
        "recognised": item.recognised,
    }


def run_lists(options: argparse.Namespace) -> int:
    """Print the editions in force."""
    every = Lists(options.data).store.all()
    fulls = in_force(every)
    joined = [companion for full in fulls for companion in companions_of(full, every)]
    force = {page.number for page in (*fulls, *joined)}
    pages = [page for page in every if options.all or page.number in force]
    rows = [
        {
            "list": page.list,
            "series": page.series,
            "role": page.role.value,
            "part": page.part,
            "date": page.date.isoformat(),
            "date_from": page.date_from,
            "total": page.total,
            "records": page.records,
            "in_force": page.number in force,
            "excerpt": page.excerpt,
            "file": page.file,
            "sha256": page.sha256,
        }
        for page in sorted(pages, key=lambda page: page.name)
    ]
    if options.json:
        printing.json_document({"editions": rows})
    else:
        columns = ("series", "role", "part", "date", "date_from", "total", "excerpt")
        printing.table(columns, [tuple(row[name] for name in columns) for row in rows])
    return 0


def run_changes(options: argparse.Namespace) -> int:
    """Print what changed in a list between two days."""
    store = Lists(options.data).store
    every = [page for page in store.all() if options.list in {page.list, page.series}]
    before, after = (
        listed_on(store, every, options.list, on) for on in (options.first, options.last)
    )
    changes = compare(before, after)
    if options.json:
        printing.json_document(
            {
                "list": options.list,
                "from": options.first.isoformat(),
                "to": options.last.isoformat(),
                "added": [showing.listing(entry) for entry in changes.added],
                "changed": [
                    {
                        "key": change.after.key,
                        "fields": list(change.fields),
                        "before": showing.listing(change.before, change.fields),
                        "after": showing.listing(change.after, change.fields),
                    }
                    for change in changes.changed
                ],
                "removed": [showing.listing(entry) for entry in changes.removed],
            }
        )
        return 0
    rows = [("added", e.key, e.kind.value, e.names[0].text, "") for e in changes.added]
    rows += [
        ("changed", c.after.key, c.after.kind.value, c.after.names[0].text, ", ".join(c.fields))
        for c in changes.changed
    ]
    rows += [("removed", e.key, e.kind.value, e.names[0].text, "") for e in changes.removed]
    printing.table(("change", "key", "kind", "name", "fields"), rows)
    print(
        f"{len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} removed"
    )
    return 0


def listed_on(
    store: Snapshots, every: list[Snapshot], list_name: str, on: dt.date
) -> list[Listing]:
    """Return what a list said on a day: its newest editions up to then, with their deltas.

    Raises:
        UnknownListError: there is no edition up to then.
    """
    force = in_force(every, on)
    if not force:
        editions = ", ".join(sorted({page.date.isoformat() for page in every})) or "none"
        raise UnknownListError(list=list_name, date=on.isoformat(), editions=editions)
    return [entry for page in force for entry in store.listings(page)]
