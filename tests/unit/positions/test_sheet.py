"""The matrix as a file of a spreadsheet: what was written stays what was written."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from comity.positions.sheet import LONGEST, Sheet, write_sheet


def written(*cells: str, name: str = "Positions", inside: frozenset[int] = frozenset()) -> bytes:
    return write_sheet(
        Sheet(
            name=name,
            marking="TLP:AMBER",
            lines=["Positions of Ukraine, Japan", "As of 12 Nov 2026"],
            headings=[f"Column {number}" for number in range(len(cells))],
            rows=[cells],
            inside=inside,
            widths=[20] * len(cells),
        )
    )


def opened(data: bytes) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert isinstance(page, Worksheet)
    return page


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://192.0.2.1","x")',
        "\t=1",
        "'=1",
        "=" * 300,
    ],
)
def test_a_formula_is_never_interpreted(words: str) -> None:
    data = written("Question", words)

    cell = opened(data).cell(6, 2)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        raw = archive.read("xl/worksheets/sheet1.xml")

    assert cell.data_type == "s"
    assert str(cell.value).strip() == words.strip()
    assert b"<f>" not in raw
    assert b"<hyperlink" not in raw


def test_what_a_spreadsheet_might_compute_is_marked_as_quoted() -> None:
    page = opened(written("=1+1", "Plain"))

    assert page.cell(6, 1).quotePrefix
    assert not page.cell(6, 2).quotePrefix


def test_letters_that_no_xml_can_hold_do_not_stop_the_file() -> None:
    page = opened(written("a\x00b\x0bc\ufffe", "Питання\nдва рядки"))

    assert page.cell(6, 1).value == "a\ufffdb\ufffdc\ufffd"
    assert page.cell(6, 2).value == "Питання\nдва рядки"


def test_a_wording_longer_than_a_cell_is_cut_and_that_is_said() -> None:
    value = str(opened(written("x" * (LONGEST + 50))).cell(6, 1).value)

    assert len(value) == LONGEST
    assert value.endswith("…")


def test_the_marking_stands_first_and_on_every_printed_page() -> None:
    page = opened(written("Question"))

    assert page.cell(1, 1).value == "TLP:AMBER"
    assert page.oddHeader is not None
    assert page.oddHeader.center.text == "TLP:AMBER"


@pytest.mark.parametrize("name", ["立場調整", "Позиції: [усі] / *", "", "'x'", "a" * 60])
def test_any_name_makes_a_sheet(name: str) -> None:
    assert opened(written("Question", name=name)).title


def test_internal_columns_have_a_colour_of_their_own() -> None:
    page = opened(written("Question", "Note", inside=frozenset({1})))

    assert page.cell(6, 1).fill.fgColor.rgb != page.cell(6, 2).fill.fgColor.rgb
