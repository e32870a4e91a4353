"""A table as a Word file: on its side, headings on every page, the marking above and below."""

import io
import zipfile

import pytest
from lxml import etree

from comity.positions.sheet import Sheet
from comity.positions.word_in import read_document
from comity.positions.word_table import PAGE, widths_of, write_table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sheet(*rows: tuple[str, str], widths: tuple[int, int] = (10, 30)) -> Sheet:
    return Sheet(
        name="Матриця",
        marking="TLP:AMBER",
        lines=["Матриця виконання", "Станом на 12 лист. 2026"],
        headings=["Доручення", "Стан"],
        rows=rows,
        inside=frozenset(),
        widths=widths,
    )


def parts(made: Sheet, language: str = "uk") -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(write_table(made, language, "follow-up"))) as archive:
        names = [one for one in archive.namelist() if one.endswith(".xml")]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def words(element: etree._Element) -> str:
    return "".join(str(one.text) for one in element.iter(f"{W}t"))


def test_the_page_lies_on_its_side() -> None:
    (size,) = parts(sheet())["word/document.xml"].iter(f"{W}pgSz")

    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("16838", "11906")
    assert size.get(f"{W}orient") == "landscape"


def test_the_headings_are_repeated_and_no_row_is_torn_apart() -> None:
    rows = list(parts(sheet(("a", "b"), ("c", "d")))["word/document.xml"].iter(f"{W}tr"))

    assert [len(list(row.iter(f"{W}tblHeader"))) for row in rows] == [1, 0, 0]
    assert [len(list(row.iter(f"{W}cantSplit"))) for row in rows] == [1, 1, 1]
    assert words(rows[0]) == "ДорученняСтан"


@pytest.mark.parametrize("name", ["word/header1.xml", "word/footer1.xml"])
def test_the_marking_stands_above_and_below_every_page(name: str) -> None:
    assert words(parts(sheet())[name]).startswith("TLP:AMBER")


def test_the_columns_fill_the_page_in_their_proportion() -> None:
    first, second = widths_of(sheet())

    assert second == pytest.approx(3 * first, abs=3)
    assert first + second < PAGE[0]


def test_the_file_can_be_read_back_with_every_word_of_it() -> None:
    hostile = ("=1+1", "a\x00b <w:p/>\nдва рядки")

    read = read_document(write_table(sheet(hostile), "uk", "follow-up"))

    said = ["".join(one.text for one in line.segments) for line in read.paragraphs]
    assert any("=1+1" in one for one in said)
    assert any("a\ufffdb <w:p/>" in one and "два рядки" in one for one in said)
    assert not read.macros
    assert not read.external


def test_whoever_writes_in_it_does_so_without_revisions() -> None:
    assert not list(parts(sheet())["word/settings.xml"].iter(f"{W}trackRevisions"))
