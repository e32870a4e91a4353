"""`comity sanctions align`, `gaps`, `clusters` and `explain`: alignment out."""

import argparse
import csv
import sys
from collections.abc import Sequence

from comity.cli import printing
from comity.cli.options import positive, references
from comity.cli.sanctions import showing
from comity.entities.subject import Kind
from comity.errors import RefusedError
from comity.node.lists import Lists
from comity.sanctions.board import Board, GapRow
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.overview import Overview, Scope

CURVE_DAYS = (30, 90, 365, 730)
"""Days after the reference's listing at which the curve of a cohort is printed."""


class NothingImportedError(RefusedError):
    """A question about lists before any was imported."""

    code = "nothing-imported"
    template = (
        "{folder} holds no lists yet. Import some: comity sanctions import PATH, or "
        "comity sanctions fetch."
    )


class UnknownListingError(RefusedError):
    """A key that no list in force has."""

    code = "unknown-listing"
    template = "{list} has no entry {key} in force. See comity sanctions lists, and mind the case."


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
    command = commands.add_parser("align", parents=[output], help="numbers of alignment")
    add_scope(command)
    command.set_defaults(run=run_align)

    command = commands.add_parser("gaps", parents=[output], help="what a party has not listed")
    add_scope(command)
    command.add_argument("--limit", type=positive, default=20, metavar="N")
    command.set_defaults(run=run_gaps)

    command = commands.add_parser(
        "clusters", parents=[output], help="which listings are one target"
    )
    command.add_argument("--format", choices=["csv"], default="csv", help="only csv so far")
    command.set_defaults(run=run_clusters)

    command = commands.add_parser("explain", parents=[output], help="why two are one target")
    command.add_argument("list_a", metavar="LIST")
    command.add_argument("key_a", metavar="KEY")
    command.add_argument("list_b", metavar="LIST")
    command.add_argument("key_b", metavar="KEY")
    command.set_defaults(run=run_explain)


def add_scope(command: argparse.ArgumentParser) -> None:
    """Add the options that say what is aligned with what."""
    parties = sorted({reader.jurisdiction for reader in LISTS.values()})
    command.add_argument("--party", default="jp", choices=parties)
    command.add_argument(
        "--reference",
        default=("eu", "us"),
        type=references,
        metavar="A,B",
        help="who leads (eu,us)",
    )
    command.add_argument(
        "--require", choices=["any", "all"], default="any", help="of the reference set"
    )
    command.add_argument("--act", default="", help="only reference listings under this act")
    command.add_argument("--kind", choices=[kind.value for kind in Kind], help="only such targets")


def scope_of(options: argparse.Namespace) -> Scope:
    """Return the scope that the options describe."""
    return Scope(
        reference=options.reference,
        require_all=options.require == "all",
        act=options.act,
        kind=Kind(options.kind) if options.kind else None,
    )


def overview_of(options: argparse.Namespace) -> Overview:
    """Return the answers about the newest state.

    Raises:
        NothingImportedError: there is none.
    """
    return overview_from(Lists(options.data))


def overview_from(node: Lists) -> Overview:
    """Return the answers about the newest state of a node.

    Raises:
        NothingImportedError: there is none.
    """
    with printing.progress() as bar:
        overview = node.overview(lambda step, done: bar(showing.STEPS[step], done))
    if overview is None:
        raise NothingImportedError(folder=node.folder)
    return overview


def run_align(options: argparse.Namespace) -> int:
    """Print the numbers of alignment."""
    board = overview_of(options).board(options.party, scope_of(options))
    if options.json:
        printing.json_document(alignment_document(board))
        return 0
    references = " or ".join(name.upper() for name in board.reference)
    print(
        f"{board.party.upper()} lists {board.matched} of {board.reference_targets} targets that "
        f"{references} list and that can be compared (as of {board.as_of}); "
        f"{len(board.gaps)} gaps, "
        f"{board.too_new} too new to judge."
    )
    for kind, count in board.not_comparable:
        print(
            f"Not comparable: {count} targets ({kind.value}): {board.party.upper()} has no "
            f"such measure."
        )
    print("\nContainment: how much of one list the other holds")
    printing.table(
        ("of the targets of", "held by", "share"),
        [(a.upper(), b.upper(), showing.per_cent(share)) for a, b, share in board.containment],
    )
    print("\nCoalition coverage: of the targets that at least two others hold")
    printing.table(
        ("holder", "share"),
        [(name.upper(), showing.per_cent(share)) for name, share in board.coalition],
    )
    print(f"\nCohorts by year of the reference's listing, followed by {board.party.upper()}")
    printing.table(
        ("year", "share", "n", "not comparable", "too new", *(f"{d} d" for d in CURVE_DAYS)),
        [
            (
                c.name,
                showing.per_cent(c.share),
                c.share.total,
                c.share.not_comparable,
                c.share.too_new,
                *(curve_at(c.curve, days) for days in CURVE_DAYS),
            )
            for c in board.cohorts
        ],
    )
    lag = board.lag
    if lag.n and lag.median is not None:
        quartiles = (
            f", quartiles {lag.quartiles[0]:.0f} and {lag.quartiles[1]:.0f}"
            if lag.quartiles
            else ""
        )
        print(
            f"\nLag: median {lag.median:.0f} days{quartiles} (n = {lag.n}); median over "
            f"{lag.packages} notices {lag.package_median:.0f}; still open: {lag.open}"
        )
    return 0


def curve_at(curve: Sequence[tuple[int, float]], days: int) -> str:
    """Return the share that the party had followed after so many days, "" without a curve."""
    shares = [share for day, share in curve if day <= days]
    return f"{100 * shares[-1]:.0f} %" if len(curve) > 1 and shares else ""


def alignment_document(board: Board) -> dict[str, object]:
    """Return the numbers of a board for JSON."""
    lag = board.lag
    return {
        "party": board.party,
        "reference": list(board.reference),
        "require": "all" if board.require_all else "any",
        "as_of": board.as_of.isoformat(),
        "reference_targets": board.reference_targets,
        "matched": board.matched,
        "gaps": len(board.gaps),
        "too_new": board.too_new,
        "not_comparable": {kind.value: count for kind, count in board.not_comparable},
        "containment": [
            {"of": a, "held_by": b, **showing.share(share)} for a, b, share in board.containment
        ],
        "coalition": [{"holder": a, **showing.share(share)} for a, share in board.coalition],
        "cohorts": [
            {
                "name": c.name,
                "start": c.start.isoformat(),
                **showing.share(c.share),
                "curve": [list(point) for point in c.curve],
            }
            for c in board.cohorts
        ],
        "lag": {
            "n": lag.n,
            "median": lag.median,
            "quartiles": list(lag.quartiles) if lag.quartiles else None,
            "negative": lag.negative,
            "packages": lag.packages,
            "package_median": lag.package_median,
            "open": lag.open,
        },
        "heat": [
            {
                "family": row.family,
                "targets": row.targets,
                "gaps": row.gaps,
                "listed": {
                    name: showing.share(share)
                    for name, share in zip(board.jurisdictions, row.cells, strict=True)
                },
            }
            for row in board.heat
        ],
        "editions": [
            {"list": e.list, "series": e.series, "part": e.part, "date": e.date.isoformat()}
            for e in board.editions
        ],
    }


def run_gaps(options: argparse.Namespace) -> int:
    """Print the ranked gaps."""
    board = overview_of(options).board(options.party, scope_of(options))
    rows = board.gaps[: options.limit]
    if options.json:
        printing.json_document(
            {
                "party": board.party,
                "reference": list(board.reference),
                "as_of": board.as_of.isoformat(),
                "total": len(board.gaps),
                "too_new": board.too_new,
                "not_comparable": {kind.value: count for kind, count in board.not_comparable},
                "gaps": [gap_document(row) for row in rows],
            }
        )
        return 0
    printing.table(
        ("#", "score", "target", "kind", "listed by", "since", "family", "identifiers", "cluster"),
        [
            (
                row.rank,
                f"{row.gap.score:.0f}",
                showing.target(row.name),
                row.kind.value,
                " ".join(sorted(name.upper() for name in row.gap.target.held)),
                ("" if row.gap.since_known else "by ") + row.gap.since.isoformat(),
                ", ".join(row.families),
                " ".join(f"{kind}:{value}" for kind, value in row.name.identifiers[:2]),
                row.gap.target.cluster,
            )
            for row in rows
        ],
    )
    print(f"{len(rows)} of {len(board.gaps)} gaps of {board.party.upper()}, as of {board.as_of}")
    return 0


def gap_document(row: GapRow) -> dict[str, object]:
    """Return a gap for JSON, its score with every part."""
    gap = row.gap
    return {
        "rank": row.rank,
        "score": round(gap.score, 2),
        "cluster": gap.target.cluster,
        "name": row.name.main,
        "other_names": [{"text": text, "script": script} for text, script in row.name.others],
        "kind": row.kind.value,
        "families": list(row.families),
        "listed_by": sorted(gap.target.held),
        "reference": list(gap.listed_by),
        "since": gap.since.isoformat(),
        "since_known": gap.since_known,
        "identifiers": [{"kind": kind, "value": value} for kind, value in row.name.identifiers],
        "listings": [{"list": e.list, "key": e.key} for e in gap.target.entries],
        "parts": [
            {
                "code": part.code,
                "weight": part.weight,
                "value": part.value,
                "points": round(part.points, 2),
                **({"available": False} if part.value is None else {}),
                "detail": dict(part.detail),
            }
            for part in gap.parts
        ],
    }


def run_clusters(options: argparse.Namespace) -> int:
    """Print one row for each listing in force: list, key, cluster."""
    overview = overview_of(options)
    rows = [(entry.list, entry.key, entry.cluster) for entry in overview.entries]
    if options.json:
        printing.json_document(
            {"clusters": [{"list": a, "key": b, "cluster": c} for a, b, c in rows]}
        )
        return 0
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("list", "key", "cluster"))
    writer.writerows(rows)
    return 0


def run_explain(options: argparse.Namespace) -> int:
    """Print why two listings are one target, or why not."""
    overview = overview_of(options)
    position = {(entry.list, entry.key): entry.position for entry in overview.entries}
    wanted = [(options.list_a, options.key_a), (options.list_b, options.key_b)]
    for list_name, key in wanted:
        if (list_name, key) not in position:
            raise UnknownListingError(list=list_name, key=key)
    a, b = (position[pair] for pair in wanted)
    explanation = overview.explained(a, b)
    together = overview.entries[a].cluster == overview.entries[b].cluster
    if options.json:
        printing.json_document(
            {
                "a": showing.listing(overview.state.listings([a])[0]),
                "b": showing.listing(overview.state.listings([b])[0]),
                "score": round(explanation.score, 2),
                "points": round(explanation.points, 4),
                "verdict": str(explanation.verdict),
                "same_cluster": together,
                "reasons": [
                    {
                        "field": r.field,
                        "a": r.a,
                        "b": r.b,
                        "points": round(r.points, 4),
                        "note": r.note,
                    }
                    for r in explanation.reasons
                ],
            }
        )
        return 0
    printing.table(
        ("field", "first", "second", "points", "because"),
        [(r.field, r.a, r.b, f"{r.points:+.2f}", r.note) for r in explanation.reasons],
    )
    verdict = f"score {explanation.score:.0f} of 100: {explanation.verdict}"
    print(f"{verdict}; {'one target' if together else 'kept apart'} in the clusters")
    return 0
