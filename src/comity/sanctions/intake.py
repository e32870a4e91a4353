"""Intake: what becomes of each file that is handed in.

A file that no reader knows is skipped; one that a reader knows is read whole or refused whole, and
the snapshot before it stays in force. A list that shrank stops the import, since a cut file and a
mass delisting look alike and only a person can tell.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from comity.errors import ComityError
from comity.sanctions.listing import Reading, Role
from comity.sanctions.lists import registry
from comity.sanctions.lists.source import (
    EmptyFileError,
    ForeignFileError,
    ListFileError,
    ShrunkenListError,
    SourceFile,
    UndatedFileError,
)
from comity.sanctions.snapshots import Snapshot, Snapshots

SHRINKS_TO = 0.8
"""Share of the edition before it below which a list is refused."""

FLOORS = {
    "us-ofac-sdn": 8000,
    "us-ofac-consolidated": 300,
    "eu-fsf": 2000,
    "eu-oj/32014R0269": 1000,
    "eu-oj/32014R0833": 500,
    "eu-oj/32017R1509": 200,
    "eu-oj/32006R0765": 200,
    "uk": 3000,
    "uk-ofsi": 3000,
    "un": 500,
    "jp-mof": 1500,
    "jp-meti-eul": 500,
    "ua-nsdc": 4000,
    "ua-gur": 4000,
    "ch-seco": 5000,
    "ca-sema": 2000,
    "au-dfat": 2000,
}
"""Listings under which an edition, or a part, is marked as an excerpt: none was ever so small."""

LIST_ENDINGS = {".xml"}
"""Endings that promise a list: a file with one of them that no reader knows is refused by name."""

FOLDER_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file.

    Attributes:
        file: its path as given.
        snapshot: what was stored, None when the file was skipped or refused.
        error: why it was refused, None otherwise.
        recognised: True when a reader knew it.
    """

    file: str
    snapshot: Snapshot | None = None
    error: ComityError | None = None
    recognised: bool = True

    @property
    def skipped(self) -> bool:
        """Say whether the file is no list at all."""
        return self.snapshot is None and self.error is None


def take(
    name: str,
    handed_in: bytes,
    store: Snapshots,
    *,
    given: dt.date | None = None,
    named: bool = False,
    accept_shrunk: bool = False,
) -> Taken:
    """Read one file and store it, or say why not.

    Args:
        name: its path as given, whose folders may carry a date.
        handed_in: its bytes.
        store: where snapshots are.
        given: the as-of date that the user states for files without one inside.
        named: True when the user named this very file, so that silence would be wrong.
        accept_shrunk: take a list although it shrank.
    """
    try:
        source = SourceFile.of(name, handed_in)
        reader = registry.reader_of(source)
    except ListFileError as error:
        return Taken(file=name, error=error)
    if reader is None:
        return unknown(source, named=named)
    try:
        reading = reader.read(source)
        date, date_from = dated(source, reading, given)
        excerpt = below_floor(reading)
        if not accept_shrunk:
            check_size(source, reading, date, store.all())
        store.keep(handed_in, source.sha256)
        return Taken(
            file=name, snapshot=store.add(reading, source, date, date_from, excerpt=excerpt)
        )
    except ComityError as error:
        return Taken(file=name, error=error)


def unknown(source: SourceFile, *, named: bool) -> Taken:
    """Return a file that no reader knows: skipped, or refused when it claims to be a list."""
    endings = {suffix.lower() for suffix in PurePath(source.name).suffixes}
    head = source.content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    markup = head.startswith((b"<?xml", b"<!doctype", b"<html"))
    if not (named or endings & LIST_ENDINGS or (markup and ".html" not in endings)):
        return Taken(file=source.name, recognised=False)
    page = b"<html" in head or b"<!doctype html" in head
    kind = EmptyFileError if not source.content.strip() else ForeignFileError
    found = (
        "an HTML page, such as a web server sends in place of a file" if page else "something else"
    )
    error = kind(
        file=source.name,
        place="line 1",
        expected="an official list that a reader knows",
        found=found if source.content.strip() else "nothing",
        action="Download it again from the authority; docs/reference/lists.md names the lists.",
    )
    return Taken(file=source.name, error=error, recognised=False)


def dated(source: SourceFile, reading: Reading, given: dt.date | None) -> tuple[dt.date, str]:
    """Return the as-of date and where it comes from: content, else given, else a dated folder.

    Raises:
        UndatedFileError: none of the three says.
    """
    if reading.date:
        return reading.date, "content"
    if given:
        return given, "given"
    for folder in reversed(PurePath(source.name).parts[:-1]):
        if match := FOLDER_DATE.fullmatch(folder):
            year, month, day = match.groups()
            try:
                return dt.date(int(year), int(month), int(day or 1)), "folder"
            except ValueError:
                continue
    raise UndatedFileError(
        file=source.name,
        place="content and folders",
        expected="a date: inside, in the name of a folder, or with --date",
        found="none",
        action="Say of which day the file is: --date YYYY-MM-DD.",
    )


def below_floor(reading: Reading) -> bool:
    """Say whether an edition is far smaller than its list ever was."""
    name = f"{reading.series}/{reading.part}" if reading.part else reading.series
    whole = reading.role in {Role.FULL, Role.PART}
    return whole and len(reading.listings) < FLOORS.get(name, 0)


def check_size(
    source: SourceFile, reading: Reading, date: dt.date, held: Iterable[Snapshot]
) -> None:
    """Stop when an edition has far fewer entries than the one before it.

    Raises:
        EmptyFileError: it has none at all.
        ShrunkenListError: fewer than `SHRINKS_TO` of the edition before it.
    """
    if not reading.records:
        raise EmptyFileError(
            file=source.name,
            place="the whole file",
            expected="entries",
            found="none",
            action="Download the file again.",
        )
    if reading.role not in {Role.FULL, Role.PART}:
        return
    before = [
        page
        for page in held
        if (page.series, page.role, page.part) == (reading.series, reading.role, reading.part)
        and page.date <= date
        and page.sha256 != source.sha256
    ]
    last = max(before, key=lambda page: (page.date, page.number), default=None)
    if last and len(reading.listings) < SHRINKS_TO * last.total:
        raise ShrunkenListError(
            file=source.name,
            place="the whole file",
            expected=f"at least {int(SHRINKS_TO * last.total)} entries, 80 % of the edition of "
            f"{last.date.isoformat()}",
            found=str(len(reading.listings)),
            action="The last good edition stays in force. Compare with the authority's page; "
            "if so many were removed, import again with --accept-shrunk.",
        )
