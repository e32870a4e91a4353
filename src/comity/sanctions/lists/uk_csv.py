"""The UK Sanctions List as CSV: the fields of one target multiplied into rows, put together again.

The first row is "Report Date: 29-Apr-2026", the second the headings. A target with ten names, seven
addresses and three telephone numbers has 210 rows; every field is collected once, in order. Columns
that pair (a number and its note, a town and its country) are kept in pairs.

Format: https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv. The 58 headings were checked
against the heading rows that public readers of the official file keep for February, June, September
and October 2026, which agree; the official file itself was not at hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from comity.entities.subject import When
from comity.sanctions.listing import Reading, Role
from comity.sanctions.lists import dates
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    MovedHeadingError,
    SourceFile,
)
from comity.sanctions.lists.tables import check_heading, csv_rows
from comity.sanctions.lists.uk_designation import Designation, PrintedName, items, paired
from comity.sanctions.lists.uk_listing import listing, through

LIST = "uk"

NAME_PARTS = tuple(f"Name {part}" for part in range(1, 7))
NAME = (*NAME_PARTS, "Name type", "Alias strength")
NON_LATIN = ("Name non-latin script", "Non-latin script language")
ADDRESS = (
    *(f"Address Line {line}" for line in range(1, 7)),
    "Address Postal Code",
    "Address Country",
)
PASSPORT = ("Passport number", "Passport additional information")
NATIONAL_ID = ("National Identifier number", "National Identifier additional information")
BIRTH_PLACE = ("Town of birth", "Country of birth")
TOGETHER = (NAME, NON_LATIN, ADDRESS, PASSPORT, NATIONAL_ID, BIRTH_PLACE)
"""Columns whose values belong together."""

ALONE = tuple(
    (column,)
    for column in (
        "Unique ID",
        "OFSI Group ID",
        "UN Reference Number",
        "Title",
        "Regime Name",
        "Designation Type",
        "Sanctions Imposed",
        "Other Information",
        "UK Statement of Reasons",
        "Date Designated",
        "D.O.B",
        "Nationality(/ies)",
        "Position",
        "Gender",
        "Business registration number (s)",
        "IMO number",
        "Current believed flag of ship",
        "Previous flags",
        "Year Built",
        "Hull identification number (HIN)",
    )
)

UNUSED = "no comparison uses it; the bytes are kept"
OTHER_TARGET = "the name of another target; the bytes are kept"

LEFT_OUT = {
    "Last Updated": "a comparison of editions says what changed and when",
    "Designation source": "the UN reference says that the UN lists the target too",
    "Non-latin script type": "the letters themselves say it, and more reliably",
    "Phone number": UNUSED,
    "Website": UNUSED,
    "Email address": UNUSED,
    "Type of entity": UNUSED,
    "Subsidiaries": OTHER_TARGET,
    "Parent company": OTHER_TARGET,
    "Current owner/operator (s)": OTHER_TARGET,
    "Previous owner/operator (s)": OTHER_TARGET,
    "Type of ship": UNUSED,
    "Tonnage of ship": UNUSED,
    "Length of ship": UNUSED,
}
"""Columns that are not in a listing, each with its reason."""

GROUPS = (*TOGETHER, *ALONE)
KNOWN = frozenset(column for group in GROUPS for column in group) | LEFT_OUT.keys()

REPORT_DATE = "Report Date:"


def recognise(head: bytes) -> bool:
    """Say whether this is the CSV of the UK Sanctions List, by its first row or its headings."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b' "')
    return start.startswith(REPORT_DATE.encode()) or b"Unique ID,OFSI Group ID" in head[:4096]


@dataclass(slots=True)
class Target:
    """One target while its rows are read.

    Attributes:
        line: where its first row stands.
        found: for each of `GROUPS` its values in order, each once.
    """

    line: int
    found: list[dict[tuple[str, ...], None]] = field(default_factory=lambda: [{} for _ in GROUPS])


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the line and what to do.
    """
    rows = csv_rows(source)
    date = report_date(source, next(rows, (1, [])))
    listings = tuple(
        listing(source, designation(key, target)) for key, target in targets(source, rows).items()
    )
    if not listings:
        raise EmptyFileError(
            file=source.name,
            place="line 3",
            expected="designations",
            found="none",
            action="Download the file again.",
        )
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        date=date.start,
        through=through(listings),
        records=len(listings),
        listings=listings,
        left_out={},
    )


def report_date(source: SourceFile, first: tuple[int, Sequence[str]]) -> When:
    """Return the date of the first row."""
    text = " ".join(" ".join(first[1]).split())
    date = dates.in_words(text.removeprefix(REPORT_DATE).strip())
    if not text.startswith(REPORT_DATE) or date is None:
        raise MovedHeadingError(
            file=source.name,
            place="line 1",
            expected='"Report Date: 29-Apr-2026" or another date',
            found=repr(text[:60]),
            action="Download the file again; if the format changed, teach the reader.",
        )
    return date


def targets(source: SourceFile, rows: Iterator[tuple[int, list[str]]]) -> dict[str, Target]:
    """Return the targets by their Unique ID, in the order of their first rows."""
    _, heading = next(rows, (2, []))
    heading = [" ".join(name.split()) for name in heading]
    check_heading(source, "line 2", heading, KNOWN)
    columns = {name: column for column, name in enumerate(heading)}
    groups = [tuple(columns[name] for name in group) for group in GROUPS]
    found: dict[str, Target] = {}
    for line, row in rows:
        if not any(row):
            continue
        key = check_row(source, line, row, columns)
        target = found.setdefault(key, Target(line))
        for values, group in zip(target.found, groups, strict=True):
            values[tuple([row[column] for column in group])] = None
    return found


def check_row(source: SourceFile, line: int, row: Sequence[str], columns: Mapping[str, int]) -> str:
    """Return the Unique ID of a whole row."""
    whole = len(row) == len(columns)
    key = row[columns["Unique ID"]].strip() if whole else ""
    if not key:
        raise DamagedFileError(
            file=source.name,
            place=f"line {line}",
            expected=f"{len(columns)} cells" if not whole else "a Unique ID",
            found=str(len(row)) if not whole else "none",
            action="Download the file again; a row is cut or shifted.",
        )
    return key


def designation(key: str, target: Target) -> Designation:
    """Return the fields of one target."""
    tidied = {
        group: [
            value
            for value in dict.fromkeys(
                tuple([" ".join(cell.split()) for cell in cells]) for cells in found
            )
            if any(value)
        ]
        for group, found in zip(GROUPS, target.found, strict=True)
    }

    def column(name: str) -> list[str]:
        return [value for (value,) in tidied[(name,)]]

    def split(*names: str) -> list[str]:
        return [value for name in names for text in column(name) for value in items(text)]

    def pairs(group: tuple[str, ...]) -> list[tuple[str, str]]:
        return [pair for first, second in tidied[group] for pair in paired(first, second)]

    return Designation(
        list=LIST,
        key=key,
        place=f"line {target.line}",
        kind=" ".join(column("Designation Type")),
        names=[PrintedName(name[:6], name[6], name[7]) for name in tidied[NAME] if any(name[:6])],
        non_latin=[(name, language) for name, language in tidied[NON_LATIN] if name],
        regimes=column("Regime Name"),
        imposed=[
            part.strip()
            for text in column("Sanctions Imposed")
            for part in text.split("|")
            if part.strip()
        ],
        listed=column("Date Designated"),
        unique_ids=[key],
        ofsi_ids=column("OFSI Group ID"),
        un_references=column("UN Reference Number"),
        births=split("D.O.B", "Year Built"),
        birth_places=pairs(BIRTH_PLACE),
        nationalities=split("Nationality(/ies)", "Current believed flag of ship", "Previous flags"),
        passports=pairs(PASSPORT),
        national_ids=pairs(NATIONAL_ID),
        registrations=column("Business registration number (s)"),
        imo_numbers=split("IMO number"),
        hulls=split("Hull identification number (HIN)"),
        addresses=[(address[:-1], address[-1]) for address in tidied[ADDRESS]],
        genders=split("Gender"),
        positions=split("Title", "Position"),
        information=" ".join(column("Other Information")),
        reasons=" ".join(column("UK Statement of Reasons")),
    )
