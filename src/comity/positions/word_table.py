"""Word table: a table as a .docx, as ministries circulate one.

The page lies on its side. The row of headings is repeated on every page, a row is not torn apart
between two, and the marking stands in header and footer. Nothing in it is a field to be computed
beside the number of the page.
"""

from collections.abc import Iterator, Sequence

from comity.positions.sheet import GROUND, LINE, Sheet
from comity.positions.word_package import Element
from comity.positions.word_parts import (
    FOOTER,
    HEADER,
    NUMBERING,
    SETTINGS,
    R,
    core,
    element,
    packed,
    properties,
    run,
    styles,
    xml,
)

PAGE = (16838, 11906)
"""Width and height of A4 on its side, in twentieths of a point."""

MARGIN = 850
"""Twentieths of a point on each side: 15 mm."""

LETTERS = 18
"""Height of the letters in a table, in half points."""

EVEN_SETTINGS = SETTINGS.replace(b"<w:trackRevisions/>", b"")
"""A table is handed round, not negotiated: whoever writes in it does so without revisions."""


def write_table(sheet: Sheet, language: str, about: str) -> bytes:
    """Return a table as a .docx.

    Args:
        sheet: what it holds, in the words of its reader.
        language: of these words.
        about: what it says of itself in its properties.
    """
    lines = [_line(line, language, first=not number) for number, line in enumerate(sheet.lines)]
    body = element("body", *lines, _table(sheet, language), element("p"), _section())
    marked = element("p", _style("Marking"), run(sheet.marking, "en", bold=True))
    title = sheet.lines[0] if sheet.lines else sheet.name
    return packed(
        {
            "word/document.xml": xml(element("document", body)),
            "word/styles.xml": styles(language),
            "word/numbering.xml": NUMBERING,
            "word/settings.xml": EVEN_SETTINGS,
            "word/header1.xml": xml(element("hdr", marked)),
            "word/footer1.xml": xml(element("ftr", _foot(sheet, language))),
            "docProps/core.xml": core(title, language),
            "docProps/custom.xml": properties({"ComityTable": about}),
        }
    )


def _style(name: str) -> Element:
    return element("pPr", element("pStyle", val=name))


def _line(text: str, language: str, *, first: bool) -> Element:
    """Return a line above the table; the first is its title."""
    settings = _style("Title") if first else element("pPr", element("spacing", after=80))
    return element("p", settings, run(text, language))


def _foot(sheet: Sheet, language: str) -> Element:
    page = element("fldSimple", run("1", "en"), instr=" PAGE ")
    named = run(f" · {sheet.name} · ", language)
    return element("p", _style("Marking"), run(sheet.marking, "en", bold=True), named, page)


def _section() -> Element:
    header, footer = (element(f"{one}Reference", type="default") for one in ("header", "footer"))
    header.set(f"{{{R}}}id", HEADER)
    footer.set(f"{{{R}}}id", FOOTER)
    width, height = PAGE
    sides = dict.fromkeys(("top", "right", "bottom", "left"), MARGIN)
    return element(
        "sectPr",
        header,
        footer,
        element("pgSz", w=width, h=height, orient="landscape"),
        element("pgMar", **sides, header=425, footer=425),
    )


def widths_of(sheet: Sheet) -> list[int]:
    """Return the widths of the columns, which together fill the page, in twentieths of a point."""
    room, whole = PAGE[0] - 2 * MARGIN, sum(sheet.widths)
    return [room * width // whole for width in sheet.widths]


def _table(sheet: Sheet, language: str) -> Element:
    widths = widths_of(sheet)
    borders = (
        element(side, val="single", sz=4, space=0, color=LINE[2:])
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    settings = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0020", firstRow=1),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", settings, grid, *_rows(sheet, widths, language))


def _rows(sheet: Sheet, widths: Sequence[int], language: str) -> Iterator[Element]:
    """Yield the row of headings, which every page repeats, and all others."""
    for number, cells in enumerate((sheet.headings, *sheet.rows)):
        head = not number
        settings = element("trPr", element("cantSplit"), element("tblHeader") if head else None)
        row = (
            _cell(text, width, language, head=head)
            for text, width in zip(cells, widths, strict=True)
        )
        yield element("tr", settings, *row)


def _cell(text: str, width: int, language: str, *, head: bool) -> Element:
    shade = element("shd", val="clear", color="auto", fill=GROUND[2:]) if head else None
    words = run(text, language, bold=head)
    letters = words.find("{*}rPr")
    if letters is not None:
        letters.insert(1 if head else 0, element("sz", val=LETTERS))
    spaced = element("pPr", element("spacing", after=0, line=240, lineRule="auto"))
    return element(
        "tc",
        element("tcPr", element("tcW", w=width, type="dxa"), shade),
        element("p", spaced, words),
    )
