"""Tables of official lists: CSV and sheets with a heading row, checked column by column.

A reader declares every heading that it reads or leaves out on purpose. A missing, new or moved
heading stops it, so that no value is ever read from the column beside the one that was meant.
"""

import csv
import datetime as dt
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    MovedHeadingError,
    SourceFile,
)

Cell = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a sheet's cell holds; an empty cell is the empty string."""

csv.field_size_limit(1 << 24)


@dataclass(frozen=True, slots=True)
class Row:
    """One row under a heading.

    Attributes:
        place: "line 12" or "sheet Data, row 12", counted as a person sees it.
        cells: value by heading.
    """

    place: str
    cells: Mapping[str, Cell]

    def text(self, heading: str) -> str:
        """Return a cell as text, blanks normalised; whole numbers without ".0", dates as ISO."""
        return as_text(self.cells[heading])

    def raw(self, heading: str) -> Cell:
        """Return a cell as the file holds it."""
        return self.cells[heading]


def as_text(cell: Cell) -> str:
    """Return a cell as a person would read it."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def csv_rows(source: SourceFile, text: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of every CSV row.

    Raises:
        DamagedFileError: a quote is left open, or a NUL byte.
    """
    reader = csv.reader(
        io.StringIO(source.text() if text is None else text, newline=""), strict=True
    )
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DamagedFileError(
            file=source.name,
            place=f"line {line}",
            expected="a whole CSV row",
            found=str(error),
            action="Download the file again; it is damaged or cut off.",
        ) from error


def csv_table(source: SourceFile, known: AbstractSet[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file whose first row is the heading.

    Args:
        source: the file.
        known: every heading that must be there, in any order, and no other.

    Raises:
        EmptyFileError: no heading row.
        MovedHeadingError: a heading is missing, new or twice.
        DamagedFileError: a row has more or fewer cells than the heading.
    """
    rows = csv_rows(source)
    _, heading = next(rows, (1, []))
    heading = [" ".join(name.split()) for name in heading]
    check_heading(source, "line 1", heading, known)
    for line, cells in rows:
        if not any(cells):
            continue
        if len(cells) != len(heading):
            raise DamagedFileError(
                file=source.name,
                place=f"line {line}",
                expected=f"{len(heading)} cells",
                found=f"{len(cells)}",
                action="Download the file again; a row is cut or shifted.",
            )
        yield Row(f"line {line}", dict(zip(heading, cells, strict=True)))


def divided(cell: str) -> list[str]:
    """Return the values of a cell that holds several, divided by ";" where no quotes protect it."""
    if ";" not in cell and '"' not in cell:
        return [cell.strip()] if cell.strip() else []
    rows = csv.reader(io.StringIO(cell, newline=""), delimiter=";", skipinitialspace=True)
    return [value.strip() for row in rows for value in row if value.strip()]


def check_heading(
    source: SourceFile,
    place: str,
    heading: Sequence[str],
    required: Iterable[str],
    optional: Iterable[str] = (),
) -> None:
    """Stop when a heading row is not the one that the reader knows.

    Raises:
        EmptyFileError: the row is empty.
        MovedHeadingError: a heading is missing, unknown or twice.
    """
    present = [name for name in heading if name]
    if not present:
        raise EmptyFileError(
            file=source.name,
            place=place,
            expected="a heading row",
            found="nothing",
            action="Download the file again.",
        )
    wanted, allowed = set(required), set(required) | set(optional)
    missing, new = wanted - set(present), set(present) - allowed
    twice = {name for name in present if present.count(name) > 1}
    if missing or new or twice:
        parts = [("missing", missing), ("unknown", new), ("twice", twice)]
        found = "; ".join(f"{what}: {', '.join(sorted(names))}" for what, names in parts if names)
        raise MovedHeadingError(
            file=source.name,
            place=place,
            expected="the headings that this reader knows",
            found=found,
            action="Compare with the authority's page; if the format changed, teach the reader.",
        )


def workbook(source: SourceFile) -> dict[str, list[list[Cell]]]:
    """Return every sheet of an XLS or XLSX file as rows of cells; formulas as last calculated.

    Rows start at the sheet's first row, so that index 0 is row 1.

    Raises:
        EmptyFileError: no bytes.
        DamagedFileError: not a workbook, or a broken one.
    """
    if not source.content:
        raise EmptyFileError(
            file=source.name,
            place="byte 0",
            expected="a workbook",
            found="nothing",
            action="Download the file again.",
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedFileError(
            file=source.name,
            place="workbook",
            expected="an XLS or XLSX workbook",
            found=str(error),
            action="Download the file again.",
        ) from error


def mentions(source: SourceFile, text: str) -> bool:
    """Say whether a workbook, whole or cut off, holds a text; cheap, for recognising a list by it.

    An XLS file holds its texts plainly, one byte a letter where that is enough, else two. An XLSX
    file has them in the shared strings or in the first sheet, as letters or as their numbers, which
    are inflated here without the directory that a cut file has lost.
    """
    if source.content.startswith(b"\xd0\xcf\x11\xe0"):
        wide = text.encode("utf-16-le") in source.content
        return wide or (text.isascii() and text.encode() in source.content)
    if not source.content.startswith(b"PK\x03\x04"):
        return False
    wanted = {text.encode(), text.encode("ascii", "xmlcharrefreplace")}
    return any(form in member for member in text_members(source.content) for form in wanted)


def text_members(content: bytes) -> Iterator[bytes]:
    """Yield the XML members of an XLSX file that hold texts, at most 64 MB of each."""
    start = content.find(b"PK\x03\x04")
    while start >= 0:
        name_length = int.from_bytes(content[start + 26 : start + 28], "little")
        extra_length = int.from_bytes(content[start + 28 : start + 30], "little")
        name = content[start + 30 : start + 30 + name_length]
        data = start + 30 + name_length + extra_length
        if name in {b"xl/sharedStrings.xml", b"xl/worksheets/sheet1.xml"}:
            yield member(content[data:], stored=content[start + 8 : start + 10] == b"\0\0")
        start = content.find(b"PK\x03\x04", data)


def member(data: bytes, *, stored: bool) -> bytes:
    """Return the start of a ZIP member as far as it is whole, at most 64 MB."""
    if stored:
        return data[: 1 << 26]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, 1 << 26)
    except zlib.error:
        return b""
