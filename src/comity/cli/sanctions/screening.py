"""`comity sanctions screen`: one name, or a file of names, against everything listed."""

import argparse
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.cli import printing
from comity.cli.options import positive
from comity.cli.sanctions import showing
from comity.cli.sanctions.alignment import overview_from
from comity.entities.countries import country_code, known_codes
from comity.entities.screen import Hit, Index
from comity.entities.scripts import script_of
from comity.entities.subject import IDENTIFIER_KINDS, Identifier, Kind, Name, Subject, When
from comity.errors import RefusedError
from comity.node.lists import Lists
from comity.sanctions.lists import dates
from comity.sanctions.overview import Overview

COLUMNS = ("name", "kind", "birth_date", "country", "identifier")
"""Columns of a file of names; only the first must be there."""


class NamesFileError(RefusedError):
    """A file of names that cannot be read."""

    code = "names-file"
    template = "{file}, {place}: {reason}. Nothing was screened; mend the file and try again."


@dataclass(frozen=True, slots=True)
class Query:
    """One name to screen, in every kind that it can be."""

    name: str
    kind: Kind | None
    birth_date: When | None
    country: str | None
    identifier: Identifier | None

    def subjects(self) -> Iterator[Subject]:
        """Yield what is compared: one subject, or one of each kind where none was given."""
        for kind in [self.kind] if self.kind else Kind:
            yield Subject(
                kind=kind,
                names=(Name(self.name, script_of(self.name)),),
                birth_dates=(self.birth_date,) if self.birth_date else (),
                countries=(self.country,) if self.country else (),
                identifiers=(self.identifier,) if self.identifier else (),
            )


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", output: argparse.ArgumentParser
) -> None:
    """Add the commands of this file."""
    command = commands.add_parser("screen", parents=[output], help="a name against everything")
    command.add_argument("name", nargs="?", metavar="NAME", help="in any script")
    command.add_argument("--file", type=Path, metavar="CSV", help=f"columns {', '.join(COLUMNS)}")
    command.add_argument("--kind", type=Kind, choices=list(Kind), metavar="KIND")
    command.add_argument("--birth-date", type=birth_date, metavar="D", help="1965-03-07 or 1965")
    command.add_argument("--country", type=country, metavar="C", help="a name or code")
    command.add_argument("--identifier", type=identifier, metavar="KIND:VALUE")
    command.add_argument("--limit", type=positive, default=5, metavar="N", help="hits a name (5)")
    command.set_defaults(run=run_screen)


def birth_date(text: str) -> When:
    """Read a birth date."""
    found = dates.western(text.strip())
    if not found:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no date such as 1965-03-07, 7.3.1965 or 1965"
        )
    return found


def country(text: str) -> str:
    """Read a country."""
    code = text.strip().lower()
    found = code if code in known_codes() else country_code(text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no country that a table knows")
    return found


def identifier(text: str) -> Identifier:
    """Read KIND:VALUE."""
    kind, colon, value = text.partition(":")
    if not colon or kind not in IDENTIFIER_KINDS or not value.strip():
        kinds = ", ".join(IDENTIFIER_KINDS)
        raise argparse.ArgumentTypeError(f"{text!r} is not KIND:VALUE with a kind of {kinds}")
    return Identifier(kind, "".join(c for c in value if c not in " .-/").upper())


def run_screen(options: argparse.Namespace) -> int:
    """Print who of everything listed can be meant."""
    if (options.name is None) == (options.file is None):
        raise argparse.ArgumentError(None, "give either NAME or --file")
    if options.file:
        queries = list(queries_in(options.file))
    else:
        queries = [
            Query(
                options.name, options.kind, options.birth_date, options.country, options.identifier
            )
        ]
    node = Lists(options.data)
    overview = overview_from(node)
    index = overview.state.index(node.store)
    answers = [(query, hits_for(overview, index, query, options.limit)) for query in queries]
    if options.json:
        printing.json_document(
            {
                "queries": [
                    {"name": query.name, "hits": [hit_document(overview, hit) for hit in hits]}
                    for query, hits in answers
                ]
            }
        )
        return 0
    for query, hits in answers:
        print(f"{query.name}: targets that come near: {len(hits)}")
        printing.table(
            ("score", "verdict", "target", "list", "key", "because", "cluster"),
            [hit_row(overview, hit) for hit in hits],
        )
    return 0


def hits_for(overview: Overview, index: Index, query: Query, limit: int) -> list[Hit]:
    """Return the best hit of each target, best first."""
    hits = [hit for subject in query.subjects() for hit in index.query(subject, 4 * limit)]
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.explanation.score, hit.position)):
        best.setdefault(overview.entries[hit.position].cluster, hit)
    return list(best.values())[:limit]


def hit_row(overview: Overview, hit: Hit) -> tuple[object, ...]:
    """Return a hit for a table."""
    entry = overview.entries[hit.position]
    listing = overview.state.listings([hit.position])[0]
    because = ", ".join(reason.note for reason in hit.explanation.reasons if reason.points)
    return (
        f"{hit.explanation.score:.0f}",
        str(hit.explanation.verdict),
        listing.names[0].text,
        entry.list,
        entry.key,
        because,
        entry.cluster,
    )


def hit_document(overview: Overview, hit: Hit) -> dict[str, object]:
    """Return a hit for JSON, with its reasons."""
    entry = overview.entries[hit.position]
    listing = overview.state.listings([hit.position])[0]
    return {
        "score": round(hit.explanation.score, 2),
        "points": round(hit.explanation.points, 4),
        "verdict": str(hit.explanation.verdict),
        "cluster": entry.cluster,
        **showing.listing(listing),
        "reasons": [
            {"field": r.field, "a": r.a, "b": r.b, "points": round(r.points, 4), "note": r.note}
            for r in hit.explanation.reasons
        ],
    }


def queries_in(path: Path) -> Iterator[Query]:
    """Yield the queries of a CSV file with a heading.

    Raises:
        NamesFileError: not readable, no column "name", an unknown column, or a value that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NamesFileError(file=path, place="the whole file", reason=error) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    heading = reader.fieldnames or []
    unknown = set(heading) - set(COLUMNS)
    if "name" not in heading or unknown:
        reason = f"the columns are {', '.join(COLUMNS)}, of which name must be there"
        raise NamesFileError(file=path, place="line 1", reason=reason)
    for row in reader:
        place = f"line {reader.line_num}"
        if None in row or not (row["name"] or "").strip():
            raise NamesFileError(file=path, place=place, reason="no name, or too many cells")
        try:
            yield query_of({name: (value or "").strip() for name, value in row.items()})
        except (argparse.ArgumentTypeError, ValueError) as error:
            raise NamesFileError(file=path, place=place, reason=error) from error


def query_of(row: dict[str, str]) -> Query:
    """Return the query of one row of a file of names."""
    return Query(
        name=row["name"],
        kind=Kind(row["kind"]) if row.get("kind") else None,
        birth_date=birth_date(row["birth_date"]) if row.get("birth_date") else None,
        country=country(row["country"]) if row.get("country") else None,
        identifier=identifier(row["identifier"]) if row.get("identifier") else None,
    )
