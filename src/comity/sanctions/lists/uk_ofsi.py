"""United Kingdom: the Consolidated List of OFSI, HM Treasury, a workbook, closed in January 2026.

One sheet, "Data": row 1 says when it was last updated, row 2 the headings. A group has one row for
each combination of names, birth dates and addresses. What has no column of its own stands in
"Other Information" behind a label in brackets: "(UN Ref):QDi.043. (Gender):Male".

Format: https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.xlsx, read against
the official files of 4 May 2022 and 14 April 2025. The list is of asset freeze targets only.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from comity.sanctions.listing import Reading, Role
from comity.sanctions.lists import dates
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    MovedHeadingError,
    SourceFile,
)
from comity.sanctions.lists.tables import Cell, as_text, check_heading, workbook
from comity.sanctions.lists.uk_designation import Designation, PrintedName, items, paired
from comity.sanctions.lists.uk_listing import listing, through

LIST = "uk-ofsi"
JURISDICTION = "uk"

SHEET = "Data"
NAME_PARTS = tuple(f"Name {part}" for part in range(1, 7))
LINES = (*(f"Address {line}" for line in range(1, 7)), "Post/Zip Code")

LEFT_OUT = {
    "Non-Latin Script Type": "the letters themselves say it, and more reliably",
    "UK Sanctions List Date Designated": "the date of the other list of the United Kingdom",
    "Last Updated": "a comparison of editions says what changed and when",
}
"""Columns that are not in a listing, each with its reason."""

READ = (
    *NAME_PARTS,
    *LINES,
    "Title",
    "Name Non-Latin Script",
    "Non-Latin Script Language",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Number",
    "Passport Details",
    "National Identification Number",
    "National Identification Details",
    "Position",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Alias Quality",
    "Regime",
    "Listed On",
    "Group ID",
)
KNOWN = frozenset(READ) | LEFT_OUT.keys()

LABELS = (
    "UK Sanctions List Ref",
    "UN Ref",
    "UK Statement of Reasons",
    "Gender",
    "Type of entity",
    "Phone number",
    "Website",
    "Email address",
    "Parent company",
    "Business Reg No",
    "Subsidiaries",
    "IMO number",
    "Flag of ship",
    "Previous flags",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year built",
    "Current owners",
)
LABELLED = re.compile(r"\((" + "|".join(LABELS) + r")\) ?:")
FLAGS = ("Flag of ship", "Previous flags")
FIRST_WORD = re.compile(r"[^\s;,]*[^\s;,.]")
UN_REFERENCE = re.compile(r"[A-Z]{2}[A-Za-z]\. ?\d+")
UN_REFERENCE_OR_WORD = re.compile(rf"{UN_REFERENCE.pattern}|{FIRST_WORD.pattern}")
UK_REFERENCE = re.compile(r"\b[A-Z]{3}\d{4}\b")

LEADING_REFERENCES = re.compile(r"\s*(?:[A-Z]{3}\d{4}\b[\s,;&/]*(?:and |or )?)+")
MARKS = ("Name Non-Latin Script", "Alias Quality", "UK Sanctions List Date Designated", "Group ID")
HEAD = 1 << 18

Row = Mapping[str, str]
"""The texts of one row by heading."""


def recognise(source: SourceFile) -> bool:
    """Say whether this is OFSI's workbook, by its sheet Data and at least two of its headings."""
    if not source.content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            sheets = heads(archive, "xl/workbook.xml")
            # Headings stand in the table of strings or, as some programs write them, in the sheet.
            texts = heads(archive, "xl/sharedStrings.xml", "xl/worksheets/")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
        return False
    return b'name="Data"' in sheets and sum(mark.encode() in texts for mark in MARKS) >= 2


def heads(archive: zipfile.ZipFile, *starts: str) -> bytes:
    """Return the beginnings of the members whose names start so."""
    found = b""
    for name in archive.namelist():
        if name.startswith(starts):
            with archive.open(name) as member:
                found += member.read(HEAD)
    return found


def read(source: SourceFile) -> Reading:
    """Read one whole file.

    Raises:
        ListFileError: with the file, the row and what to do.
    """
    rows = workbook(source).get(SHEET)
    if rows is None:
        raise moved(source, "workbook", f"a sheet named {SHEET}", "none of that name")
    updated = last_updated(source, rows[:1])
    groups = groups_of(source, rows)
    if not groups:
        raise EmptyFileError(
            file=source.name,
            place=f"sheet {SHEET}, row 3",
            expected="groups",
            found="none",
            action="Download the file again.",
        )
    listings = tuple(
        listing(source, designation(group, *rows_of)) for group, rows_of in groups.items()
    )
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        date=updated,
        through=through(listings),
        records=len(groups),
        listings=listings,
        left_out={},
    )


def moved(source: SourceFile, place: str, expected: str, found: str) -> MovedHeadingError:
    """Return the error for a sheet that is not laid out as OFSI's."""
    return MovedHeadingError(
        file=source.name,
        place=place,
        expected=expected,
        found=found,
        action="Compare with the authority's page; if the format changed, teach the reader.",
    )


def last_updated(source: SourceFile, first: Sequence[Sequence[Cell]]) -> dt.date:
    """Return the date of row 1: Last Updated, 14/04/2025."""
    label, text, *_ = (*(printed(cell) for row in first for cell in row[:2]), "", "")
    date = dates.day_first(text)
    if label != "Last Updated" or date is None:
        raise moved(
            source,
            f"sheet {SHEET}, row 1",
            "Last Updated and a date such as 14/04/2025",
            repr(f"{label} {text}".strip()),
        )
    return date.start


def printed(cell: Cell) -> str:
    """Return a cell as a person reads it, dates day first as the rest of the list prints them."""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return as_text(cell)


def groups_of(
    source: SourceFile, rows: Sequence[Sequence[Cell]]
) -> dict[str, tuple[str, list[Row]]]:
    """Return the place and the rows of every group by its Group ID, in the order of the sheet."""
    heading = [as_text(cell) for cell in rows[1]] if len(rows) > 1 else []
    check_heading(source, f"sheet {SHEET}, row 2", heading, KNOWN)
    columns = [(name, column) for column, name in enumerate(heading) if name]
    groups: dict[str, tuple[str, list[Row]]] = {}
    for number, cells in enumerate(rows[2:], start=3):
        row = {name: printed(cells[column]) if cells[column] else "" for name, column in columns}
        if not any(row.values()):
            continue
        group, place = row["Group ID"], f"sheet {SHEET}, row {number}"
        if not (group.isascii() and group.isdigit()):
            raise DamagedFileError(
                file=source.name,
                place=place,
                expected="a Group ID, a number",
                found=repr(group),
                action="Download the file again; a row is cut or shifted.",
            )
        groups.setdefault(group, (place, []))[1].append(row)
    return groups


def each(rows: Iterable[Row], *names: str) -> list[str]:
    """Return the values of columns, each once, in order."""
    found = [value for name in names for row in rows for value in items(row[name])]
    return list(dict.fromkeys(found))


def pairs(rows: Iterable[Row], first: str, second: str) -> list[tuple[str, str]]:
    """Return the values of two columns side by side, each pair once, in order."""
    cells = dict.fromkeys((row[first], row[second]) for row in rows)
    return [pair for left, right in cells for pair in paired(left, right)]


def labelled(text: str) -> dict[str, list[str]]:
    """Return what stands behind each label of Other Information, up to the next one."""
    pieces = LABELLED.split(text)
    found: dict[str, list[str]] = {label: [] for label in LABELS}
    for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
        found[label].append(value.strip(" ."))
    return found


def first_words(texts: Iterable[str], pattern: re.Pattern[str]) -> list[str]:
    """Return how each text begins; what follows on is prose about others."""
    return [match[0].strip() for text in texts if (match := pattern.match(text))]


def designation(group: str, place: str, rows: Sequence[Row]) -> Designation:
    """Return the fields of one group."""
    information = " ".join(dict.fromkeys(row["Other Information"] for row in rows))
    facts = labelled(information)
    # Two groups of 2025 have their UN reference where that of the UK Sanctions List belongs.
    references = first_words(facts["UK Sanctions List Ref"], LEADING_REFERENCES)
    return Designation(
        list=LIST,
        key=group,
        place=place,
        kind=" ".join(dict.fromkeys(row["Group Type"] for row in rows)),
        names=[
            PrintedName(parts, name_type, quality)
            for *rest, name_type, quality in dict.fromkeys(
                tuple(row[name] for name in (*NAME_PARTS, "Alias Type", "Alias Quality"))
                for row in rows
            )
            if any(parts := tuple(rest))
        ],
        non_latin=[
            name
            for name in dict.fromkeys(
                (row["Name Non-Latin Script"], row["Non-Latin Script Language"]) for row in rows
            )
            if name[0]
        ],
        regimes=each(rows, "Regime"),
        imposed=["Asset freeze"],
        listed=each(rows, "Listed On"),
        unique_ids=[code for text in references for code in UK_REFERENCE.findall(text)],
        ofsi_ids=[group],
        un_references=[
            *first_words(facts["UN Ref"], UN_REFERENCE_OR_WORD),
            *first_words(facts["UK Sanctions List Ref"], UN_REFERENCE),
        ],
        births=[*each(rows, "DOB"), *first_words(facts["Year built"], FIRST_WORD)],
        birth_places=pairs(rows, "Town of Birth", "Country of Birth"),
        nationalities=[
            *each(rows, "Nationality"),
            *(flag for label in FLAGS for text in facts[label] for flag in items(text)),
        ],
        passports=pairs(rows, "Passport Number", "Passport Details"),
        national_ids=pairs(
            rows, "National Identification Number", "National Identification Details"
        ),
        registrations=facts["Business Reg No"],
        imo_numbers=facts["IMO number"],
        addresses=[(tuple(row[line] for line in LINES), row["Country"]) for row in rows],
        genders=first_words(facts["Gender"], FIRST_WORD),
        positions=each(rows, "Title", "Position"),
        information=information,
    )
