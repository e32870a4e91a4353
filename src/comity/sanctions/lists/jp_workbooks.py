"""Workbooks: the files that Japanese ministries publish, known by a word in them and opened safely.

A workbook that was cut off has lost its directory and cannot be opened, but its parts still hold
the word, so that it is recognised and refused instead of being passed over.
"""

import re
import zlib

from comity.sanctions.lists.source import ForeignFileError, SourceFile
from comity.sanctions.lists.tables import Cell, workbook

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PART = re.compile(rb"PK\x03\x04.{22}(?P<name>..)(?P<extra>..)xl/", re.DOTALL)
ENOUGH = 1 << 18
"""Bytes of each part that are looked through."""


def has_word(content: bytes, word: str) -> bool:
    """Say whether an XLS or XLSX file, whole or cut, has a word near the beginning of a part."""
    if content.startswith(OLE):
        return word.encode("utf-16-le") in content
    if not content.startswith(ZIP):
        return False
    spellings = (word.encode(), word.encode("ascii", "xmlcharrefreplace"))
    return any(
        spelling in beginning
        for beginning in (beginning_of(content, match) for match in PART.finditer(content))
        for spelling in spellings
    )


def beginning_of(content: bytes, match: re.Match[bytes]) -> bytes:
    """Return the first bytes of one part of an XLSX file, without asking its directory."""
    names = sum(int.from_bytes(match[length], "little") for length in ("name", "extra"))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(content[match.start() + 30 + names :], ENOUGH)
    except zlib.error:
        return b""


def is_web_page(content: bytes) -> bool:
    """Say whether a file is an HTML page, such as a web server sends in place of another file."""
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def refuse_web_page(source: SourceFile, expected: str) -> None:
    """Stop at an HTML page.

    Raises:
        ForeignFileError: the file is one.
    """
    if is_web_page(source.content):
        raise ForeignFileError(
            file=source.name,
            place="line 1",
            expected=expected,
            found="an HTML page, such as a web server sends in place of a file",
            action="Download the file again from the ministry's page.",
        )


def opened(source: SourceFile) -> dict[str, list[list[Cell]]]:
    """Return every sheet of a workbook.

    Raises:
        ForeignFileError: an HTML page under the name of a workbook.
        EmptyFileError: no bytes.
        DamagedFileError: not a workbook, or a broken one.
    """
    refuse_web_page(source, "a workbook")
    return workbook(source)
