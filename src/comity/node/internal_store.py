"""Internal store: a file of what never leaves this party (R19).

Drafts, notes, briefs and who looked at what lie in such files. Nothing here can reach the exchange:
it knows no station, no outbox and no link. What is kept is on the disk when a session ends.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from comity.errors import UnavailableError

SETTINGS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")


class InternalStoreError(UnavailableError):
    """The store of what never leaves cannot be read or written."""

    code = "internal-store"
    template = (
        "the internal store {file} cannot be used: {reason}; see that the disk has room and the "
        "file is writable, then do it again"
    )


class InternalStore:
    """Tables in a file of what never leaves; several may lie in one file.

    Attributes:
        file: the database.
        trouble: what is raised where it cannot be used.
    """

    trouble: type[UnavailableError] = InternalStoreError

    def __init__(self, file: Path, tables: Sequence[str]) -> None:
        """Open the file, or begin it; make the tables that are not there.

        Raises:
            InternalStoreError: it cannot be opened, or what a store names as its trouble.
        """
        self.file = file
        self._lock = threading.Lock()
        try:
            file.touch(mode=0o600)
            self._held = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self.trouble(file=file, reason=error) from error
        with self._session() as session:
            for statement in (*SETTINGS, *tables):
                session.execute(statement)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._held.close()

    @contextmanager
    def _session(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection to one thread at a time; what fails leaves nothing half done."""
        with self._lock:
            try:
                yield self._held
            except sqlite3.Error as error:
                raise self.trouble(file=self.file, reason=error) from error
            finally:
                if self._held.in_transaction:
                    self._held.rollback()
