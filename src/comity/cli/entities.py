"""`comity entities compare`: pairs of names in a file, whether each is one and why."""

import argparse
import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path

from comity.cli import printing
from comity.cli.sanctions.screening import birth_date, country
from comity.entities.comparing import Answer, Question, compare
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Subject
from comity.errors import RefusedError

NAMES = ("name_a", "name_b")
COLUMNS = (*NAMES, "kind", "birth_date_a", "birth_date_b", "country_a", "country_b")
"""Columns that are read; the first two must be there. Others are written through as they are."""

ADDED = ("score", "verdict", "reasons")
KINDS = {
    **{kind.value: kind for kind in Kind},
    "organization": Kind.ORGANISATION,
    "company": Kind.ORGANISATION,
    "entity": Kind.ORGANISATION,
    "ship": Kind.VESSEL,
}
"""What may stand in the column `kind`."""


class PairsFileError(RefusedError):
    """A file of pairs that cannot be read."""

    code = "pairs-file"
    template = "{file}, {place}: {reason}. Nothing was compared; mend the file and try again."


def add_commands(
    systems: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    """Add the commands; none of them has a data folder."""
    del common
    entities = systems.add_parser("entities", help="whether two names are one target")
    commands = entities.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser("compare", help="pairs in a CSV file")
    command.add_argument("pairs", type=Path, metavar="PAIRS.csv", help=", ".join(COLUMNS))
    command.add_argument("--output", type=Path, metavar="CSV", help="write here, not to the output")
    command.add_argument("--json", action="store_true", help="print one JSON document")
    command.set_defaults(run=run_compare)


def run_compare(options: argparse.Namespace) -> int:
    """Write the rows of a file with score, verdict and reasons."""
    heading, rows = rows_of(options.pairs)
    questions = [question_of(options.pairs, line, row) for line, row in rows]
    answers = compare(questions)
    if options.json:
        printing.json_document(
            {
                "pairs": [
                    {**row, "score": round(found.score, 2), "verdict": found.verdict.value}
                    | {"reasons": reasons_of(found)}
                    for (_, row), found in zip(rows, answers, strict=True)
                ]
            }
        )
        return 0
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*heading, *ADDED], lineterminator="\n")
    writer.writeheader()
    for (_, row), found in zip(rows, answers, strict=True):
        said = "; ".join(reasons_of(found))
        score = f"{found.score:.2f}"
        writer.writerow({**row, "score": score, "verdict": found.verdict.value, "reasons": said})
    if options.output is None:
        sys.stdout.write(text.getvalue())
        return 0
    try:
        options.output.write_text(text.getvalue(), encoding="utf-8")
    except OSError as error:
        raise PairsFileError(
            file=options.output, place="the whole file", reason=error.strerror or error
        ) from error
    print(f"{len(rows)} pairs compared: {options.output}", file=sys.stderr)
    return 0


def reasons_of(found: Answer) -> list[str]:
    """Return the reasons in a few words each: what it is, the points, the two values."""
    return [
        f"{one.note or one.field} {one.points:+.2f}" + (f" ({one.a} / {one.b})" if one.a else "")
        for one in found.reasons
        if one.points
    ]


def rows_of(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the heading of a file of pairs, and its rows with their lines.

    Raises:
        PairsFileError: not readable, a column missing, or a row with too many or too few cells.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PairsFileError(file=path, place="the whole file", reason=error) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        heading = next(reader, [])
        if missing := [name for name in NAMES if name not in heading]:
            reason = (
                f"the columns {' and '.join(missing)} are missing; known are {', '.join(COLUMNS)}"
            )
            raise PairsFileError(file=path, place="line 1", reason=reason)
        if taken := [name for name in ADDED if name in heading]:
            reason = f"the column {taken[0]} is written by this command; name yours otherwise"
            raise PairsFileError(file=path, place="line 1", reason=reason)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(heading):
                reason = f"{len(cells)} cells under a heading of {len(heading)}"
                raise PairsFileError(file=path, place=f"line {reader.line_num}", reason=reason)
            rows.append((reader.line_num, dict(zip(heading, cells, strict=True))))
    except csv.Error as error:
        raise PairsFileError(file=path, place=f"line {reader.line_num}", reason=error) from error
    return heading, rows


def question_of(path: Path, line: int, row: Mapping[str, str]) -> Question:
    """Return what a row asks.

    Raises:
        PairsFileError: a name is empty, or a value is wrong.
    """
    said = row.get("kind", "").strip().casefold()
    try:
        if said and said not in KINDS:
            reason = f"{said!r} is no kind; write {', '.join(kind.value for kind in Kind)}"
            raise PairsFileError(file=path, place=f"line {line}", reason=reason)
        kind = KINDS.get(said, Kind.PERSON)
        one, other = (_subject(row, side, kind) for side in "ab")
    except (argparse.ArgumentTypeError, ValueError) as error:
        raise PairsFileError(file=path, place=f"line {line}", reason=error) from error
    return Question.of((one, other), kind_known=bool(said))


def _subject(row: Mapping[str, str], side: str, kind: Kind) -> Subject:
    name = " ".join(row[f"name_{side}"].split())
    if not name:
        raise ValueError(f"name_{side} is empty")
    born = row.get(f"birth_date_{side}", "").strip()
    where = row.get(f"country_{side}", "").strip()
    return Subject(
        kind=kind,
        names=(Name(name, script_of(name)),),
        birth_dates=(birth_date(born),) if born else (),
        countries=(country(where),) if where else (),
    )
