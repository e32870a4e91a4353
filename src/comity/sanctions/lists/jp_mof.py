"""Japan, Ministry of Finance: persons and organisations whose assets are frozen.

The list (資産凍結等対象者) is a workbook with one sheet for each category, XLS in 2022 and XLSX in
2026, and since August 2026 a CSV of 32 columns. A listing's key is category number, "#" and the
notice number (告示番号) as printed, blanks removed: `29#2`, `15##50`, `17#2(#50)`. The CSV prints
the number without marks. Categories are renumbered when the ministry puts one between others, so
that a key is good within one edition.
"""

from comity.sanctions.listing import Reading, Role
from comity.sanctions.lists.jp_mof_csv import HEADINGS, read_rows
from comity.sanctions.lists.jp_mof_entries import LIST, listing
from comity.sanctions.lists.jp_mof_sheets import DATE, read_sheets
from comity.sanctions.lists.jp_workbooks import OLE, ZIP, has_word, opened, refuse_web_page
from comity.sanctions.lists.source import EmptyFileError, SourceFile

__all__ = ["JURISDICTION", "LIST", "read", "recognise"]

JURISDICTION = "jp"


def recognise(source: SourceFile) -> bool:
    """Say whether a file is a workbook or CSV of this list, also where it is damaged or recoded."""
    if source.content.startswith((OLE, ZIP)):
        return has_word(source.content, DATE)
    first = ",".join(HEADINGS[:4])
    head = source.content[:2000]
    return any(first.encode(encoding) in head for encoding in ("utf-8", "cp932", "utf-16-le"))


def read(source: SourceFile) -> Reading:
    """Return the whole list.

    Raises:
        ListFileError: the file is empty, damaged, foreign, or holds what this reader does not know.
    """
    if source.content.startswith((ZIP, OLE)):
        return read_workbook(source)
    if not source.content.strip():
        raise EmptyFileError(
            file=source.name,
            place="byte 0",
            expected="the list as XLS, XLSX or CSV",
            found="nothing",
            action="Download the file again.",
        )
    refuse_web_page(source, "the list as XLS, XLSX or CSV")
    return read_csv(source)


def read_workbook(source: SourceFile) -> Reading:
    """Return the list from a workbook."""
    sheets = read_sheets(source, opened(source))
    if not sheets.entries:
        raise EmptyFileError(
            file=source.name,
            place="workbook",
            expected="entries",
            found="none on any sheet",
            action="Download the file again.",
        )
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        through=max(notice.newest for notice in sheets.notices),
        records=len(sheets.entries),
        listings=tuple(listing(source, entry) for entry in sheets.entries),
        left_out=sheets.left_out,
    )


def read_csv(source: SourceFile) -> Reading:
    """Return the list from a CSV file."""
    rows = read_rows(source)
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        through=max(notice.newest for notice in rows.notices),
        records=rows.records,
        listings=tuple(listing(source, entry) for entry in rows.entries),
        left_out=rows.left_out,
    )
