"""Workbooks are recognised by a text in them, and cells are divided where no quotes forbid it."""

import io
import zipfile

import pytest

from comity.sanctions.lists.source import SourceFile
from comity.sanctions.lists.tables import divided, mentions


def workbook(member: str, text: bytes, compression: int) -> SourceFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr(member, text)
    return SourceFile.of("book.xlsx", content.getvalue())


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("member", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize(
    "text", ["<t>№ указу</t>".encode(), b"<t>&#8470; &#1091;&#1082;&#1072;&#1079;&#1091;</t>"]
)
def test_a_new_workbook_mentions_what_its_texts_hold(
    compression: int, member: str, text: bytes
) -> None:
    assert mentions(workbook(member, text, compression), "№ указу")


def test_a_workbook_does_not_mention_what_stands_elsewhere_in_it() -> None:
    book = workbook("docProps/app.xml", "№ указу".encode(), zipfile.ZIP_DEFLATED)

    assert not mentions(book, "№ указу")


@pytest.mark.parametrize("code", ["ascii", "utf-16-le"])
def test_an_old_workbook_writes_its_texts_in_one_or_two_bytes(code: str) -> None:
    content = b"\xd0\xcf\x11\xe0" + b"\x00" * 9 + "Control Date".encode(code)

    assert mentions(SourceFile.of("book.xls", content), "Control Date")
    assert not mentions(SourceFile.of("book.xls", content), "№ указу")


def test_what_is_no_workbook_mentions_nothing() -> None:
    assert not mentions(SourceFile.of("page.xls", b"<html>Control Date</html>"), "Control Date")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", []),
        (" one ", ["one"]),
        ("one;two; three;", ["one", "two", "three"]),
        ('"one; half";two', ["one; half", "two"]),
        ('"ANO ""NOWHERE""";NWH', ['ANO "NOWHERE"', "NWH"]),
        ('""', []),
        ('"first\nsecond";third', ["first\nsecond", "third"]),
    ],
)
def test_a_cell_is_divided_at_semicolons_that_no_quotes_protect(
    cell: str, expected: list[str]
) -> None:
    assert divided(cell) == expected
