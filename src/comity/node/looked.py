"""Looked: how far each role here has looked at what changed.

It is nobody else's business who looked when, so that it lies in the internal store (R19): one row
for each role, in the file of `comity.node.internal`.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.exchange.drafts import need_role
from comity.node.internal import InternalStoreError

TABLE = """CREATE TABLE IF NOT EXISTS looked (
    role TEXT PRIMARY KEY, number INTEGER NOT NULL, at TEXT NOT NULL) STRICT"""


class Looked:
    """How far each role has looked.

    Attributes:
        file: the internal store.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        try:
            file.touch(mode=0o600)
            self._held = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise InternalStoreError(file=file, reason=error) from error
        with self._session() as session:
            session.execute(TABLE)

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            self._held.close()

    @contextmanager
    def _session(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._held
            except sqlite3.Error as error:
                raise InternalStoreError(file=self.file, reason=error) from error

    def of(self, role: str) -> tuple[int, str]:
        """Return the number of the last admission that a role has looked at, and when it did.

        Returns:
            (0, "") for a role that never has.
        """
        with self._session() as session:
            row: tuple[int, str] | None = session.execute(
                "SELECT number, at FROM looked WHERE role = ?", (role,)
            ).fetchone()
        return row or (0, "")

    def look(self, role: str, number: int, at: str) -> None:
        """Remember that a role has looked at everything up to a number; it never goes back.

        Raises:
            UnknownRoleError: there is no such role.
            InternalStoreError: it cannot be kept.
        """
        with self._session() as session:
            session.execute(
                "INSERT INTO looked VALUES (?, ?, ?) ON CONFLICT (role) DO UPDATE SET "
                "number = excluded.number, at = excluded.at WHERE excluded.number >= number",
                (need_role(role), number, at),
            )
