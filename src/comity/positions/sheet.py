"""Sheet: the matrix as a file of a spreadsheet, in words that are given.

What a party wrote is text and stays text: a wording that begins with = is no formula, neither when
the file is opened nor when a person edits the cell (it is marked as quoted). Letters that no XML
can hold are shown as the sign for one.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from comity.positions.word_parts import printable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for something to be computed."""

LONGEST = 32_767
"""Letters of a cell; what is longer is cut, and that is said with three dots."""

INK, GROUND, LINE, INSIDE = "FF16212D", "FFEDF0F3", "FFD7DDE3", "FFFFF3D6"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds, in the words of its reader.

    Attributes:
        name: of the sheet.
        marking: of all of it.
        lines: above the table: what it is, as of when, for whom.
        headings: of the columns.
        rows: one for each thing, as many cells as there are headings.
        inside: numbers of columns that hold internal notes, from 0.
        widths: of the columns, in letters.
        numbers: columns whose cells are amounts in digits, and become numbers.
    """

    name: str
    marking: str
    lines: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    inside: frozenset[int]
    widths: Sequence[int]
    numbers: frozenset[int] = frozenset()


def write_sheet(sheet: Sheet) -> bytes:
    """Return a sheet as an .xlsx."""
    book = Workbook()
    page = book.active
    if not isinstance(page, Worksheet):  # a new book has one
        page = book.create_sheet()
    page.title = "".join(one for one in sheet.name if one not in r"[]:*?/\ ").strip("'")[:31] or "1"
    thin = Side(style="thin", color=LINE)
    for number, line in enumerate((sheet.marking, *sheet.lines), 1):
        _say(page.cell(number, 1), line, Font(bold=number <= 2, color=INK, size=12))
    top = len(sheet.lines) + 3
    for row, cells in enumerate((sheet.headings, *sheet.rows), top):
        for column, text in enumerate(cells):
            cell = page.cell(row, column + 1)
            _say(cell, text, Font(bold=row == top or column == 0, color=INK))
            _count(cell, text, counted=column in sheet.numbers and row != top)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
            shade = INSIDE if column in sheet.inside else GROUND if row == top else ""
            if shade:
                cell.fill = PatternFill("solid", fgColor=shade)
    for column, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = page.cell(top + 1, 2).coordinate
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    if page.sheet_properties.pageSetUpPr is not None:
        page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{top}:{top}"
    for part in (page.oddHeader, page.oddFooter):
        if part is not None:
            part.center.text = sheet.marking
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _say(cell: object, text: str, font: Font) -> None:
    """Put a text into a cell, as a text."""
    if not isinstance(cell, Cell):
        return
    shown = printable(text).replace("\r\n", "\n")
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST - 1]}…"
    cell.value = shown
    cell.data_type = "s"  # else a text that begins with = is taken for a formula
    cell.font = font
    cell.quotePrefix = shown.startswith(FORMULA)


def _count(cell: object, text: str, *, counted: bool) -> None:
    """Put the number that a text writes in digits into a cell, where one is to be counted."""
    if isinstance(cell, Cell) and counted:
        cell.value = Decimal(text)
