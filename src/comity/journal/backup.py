"""Backup: a copy of the journal while the node runs, and a journal from such a copy.

A backup is an SQLite file of the journal's own form, whatever store the journal lies in. It bears
the mark `entries.RESTORED` from the moment it is made, so that a node started from it, even from a
file copied by hand, knows that its peers may hold later records of its own chains, and does not
write before they have answered. Attachments are files, and are copied as such.
"""

import os
import tempfile
from contextlib import closing
from pathlib import Path

from comity.errors import RefusedError, UnavailableError
from comity.journal.book import SCHEMES, Journal, open_journal, open_store
from comity.journal.entries import RELEASED, RESTORED
from comity.journal.schema import BOOK, BRANCHES, migrate, version_of
from comity.journal.sqlite import SqliteStore
from comity.journal.store import NotOpenedError, Session, Store
from comity.journal.writer import Writer

AT_ONCE = 500
"""Rows that are copied at once."""

COPIED = (*BOOK, *BRANCHES, "files")
"""Tables that are copied row by row; projections are made anew from them."""


class BackupThereError(RefusedError):
    """Something already lies where a copy is to go."""

    code = "backup-there"
    template = "{where} is there already and was not touched; choose an empty place"


class BackupFailedError(UnavailableError):
    """A copy could not be made."""

    code = "backup-failed"
    template = (
        "the journal was not copied to {where}: {reason}; see that there is room and that the "
        "backup is whole, then do it again"
    )


def back_up(journal: Journal, target: Path, at: str) -> None:
    """Copy a journal, as it is at one moment, while the node goes on.

    Args:
        journal: that is copied.
        target: the file that comes to be; until it is whole it has another name.
        at: what the node's clock says.

    Raises:
        BackupThereError: the file is there already.
        BackupFailedError: it could not be written; nothing is left of it.
    """
    _copy_to_file(journal.store, target, at)


def restore(backup: Path, where: Path | str, at: str) -> None:
    """Make a journal from a backup, in an empty place.

    Args:
        backup: the file.
        where: as for `open_journal`, but not in memory.
        at: what the node's clock says; kept where the backup bears no mark of its own.

    Raises:
        BackupThereError: there is a journal already.
        BackupFailedError: the backup cannot be read, or the place not written.
    """
    try:
        if not backup.exists():
            raise FileNotFoundError(f"there is no file {backup}")
        with closing(SqliteStore(str(backup))) as source:
            target = open_store(where) if str(where).startswith(SCHEMES) else None
            if target is None:
                _copy_to_file(source, Path(where), at)
                return
            with closing(target), tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "journal.db"  # brought to the newest version first
                _copy_to_file(source, copy, at)
                with closing(SqliteStore(str(copy))) as newest:
                    _copy_rows(newest, target)
    except (OSError, NotOpenedError) as error:
        raise BackupFailedError(where=where, reason=error) from error


def _copy_to_file(source: Store, target: Path, at: str) -> None:
    """Copy a journal to a new file and mark it; the file has its name only when it is whole."""
    if target.exists():
        raise BackupThereError(where=target)
    partial = target.with_name(target.name + ".part")
    failures: tuple[type[Exception], ...] = (
        NotOpenedError,
        OSError,
        *SqliteStore.failures,
        *source.failures,
    )
    _forget(partial)
    try:
        if isinstance(source, SqliteStore):
            source.copy_to(partial)
        else:
            with closing(SqliteStore(str(partial))) as copy:
                _copy_rows(source, copy)
        with open_journal(partial) as journal:
            journal.write(lambda writer: _mark(writer, at)).result()
        _keep(partial, target)
    except failures as error:
        raise BackupFailedError(where=target, reason=error) from error
    finally:
        _forget(partial)


def _mark(writer: Writer, at: str) -> None:
    """Mark a copy: it is old in every circle, also where the node it was made of was not."""
    writer.set_meta(RELEASED, None)
    if writer.meta(RESTORED) is None:
        writer.set_meta(RESTORED, at)


def _copy_rows(source: Store, target: Store) -> None:
    """Copy every row into an empty store, in one transaction."""
    try:
        session = target.begin()
        try:
            _need_empty(session, target.where)
            migrate(session, target.where)
            with source.snapshot() as rows:
                for table in COPIED:
                    _copy_table(rows, session, table)
        except BaseException:
            target.rollback()
            raise
        target.commit()
    except (*source.failures, *target.failures) as error:
        raise BackupFailedError(where=target.where, reason=error) from error


def _need_empty(session: Session, where: str) -> None:
    if version_of(session):
        raise BackupThereError(where=where)


def _copy_table(source: Session, target: Session, table: str) -> None:
    columns = source.columns(table)
    batch: list[tuple[int | str | bytes | None, ...]] = []
    for row in source.stream(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608 - our own names
        batch.append(row)
        if len(batch) == AT_ONCE:
            target.fill(table, columns, batch)
            batch = []
    if batch:
        target.fill(table, columns, batch)


def _keep(partial: Path, target: Path) -> None:
    """Give a whole file its name, so that it has it after a loss of power as well."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _forget(partial: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        partial.with_name(partial.name + suffix).unlink(missing_ok=True)
