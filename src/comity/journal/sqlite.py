"""The journal in an SQLite file, or in memory.

The file is in WAL mode with `synchronous=FULL`: a commit that returned survives a loss of power,
and readers never wait for the writer. In memory there is one connection for all, and a lock that
lets nobody read while a transaction is open.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from comity.journal.store import ClosedError, NotOpenedError, Row, Value

MEMORY = ":memory:"

SETTINGS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",  # only macOS knows the difference
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA cache_size=-8000",  # kilobytes; a batch and the pages that it touches fit
)


class SqliteSession:
    """A connection to SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def one(self, sql: str, *values: Value) -> Row | None:
        """Return the first row, or None."""
        return cast("Row | None", self.connection.execute(sql, values).fetchone())

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows."""
        return self.connection.execute(sql, values).fetchall()

    def stream(self, sql: str, *values: Value) -> Iterator[Row]:
        """Yield row after row."""
        cursor = self.connection.execute(sql, values)
        try:
            yield from cursor
        finally:
            cursor.close()

    def run(self, sql: str, *values: Value) -> None:
        """Run a statement that returns nothing."""
        self.connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each row."""
        self.connection.executemany(sql, rows)

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Add rows to a table."""
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            rows,
        )

    def create(self, table: str, columns: str, *, temporary: bool = False) -> None:
        """Create a table; strict, so that a column holds what it says, as elsewhere."""
        kind = "TEMPORARY TABLE" if temporary else "TABLE"
        self.connection.execute(f"CREATE {kind} {table} ({columns}) STRICT")

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        cursor = self.connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own names
        return [column[0] for column in cursor.description]

    def has_table(self, table: str) -> bool:
        """Say whether there is a table of this name."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self.one(sql, table) is not None


class SqliteStore:
    """A journal in an SQLite file, or in memory.

    Attributes:
        where: the file, or ":memory:".
    """

    failures: tuple[type[Exception], ...] = (sqlite3.OperationalError, sqlite3.DatabaseError)

    def __init__(self, where: str) -> None:
        self.where = where
        self.shared = where == MEMORY
        self._lock = threading.RLock()
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = threading.Event()
        try:
            if not self.shared:
                Path(where).touch(mode=0o600)
            self._writing = self._connect()
        except (OSError, sqlite3.Error) as error:
            raise NotOpenedError(where=where, reason=error) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.where, isolation_level=None, check_same_thread=False)
        try:
            for setting in SETTINGS:
                connection.execute(setting)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def begin(self) -> SqliteSession:
        """Begin the one writing transaction."""
        if self.shared:
            self._lock.acquire()
        try:
            self._writing.execute("BEGIN IMMEDIATE")
        except BaseException:
            if self.shared:
                self._lock.release()
            raise
        return SqliteSession(self._writing)

    def commit(self) -> None:
        """Make the transaction durable."""
        self._writing.execute("COMMIT")
        if self.shared:
            self._lock.release()

    def rollback(self) -> None:
        """Forget the transaction; SQLite may have done so itself when the disk was full."""
        try:
            if self._writing.in_transaction:
                self._writing.execute("ROLLBACK")
        finally:
            if self.shared:
                self._lock.release()

    @contextmanager
    def reading(self) -> Iterator[SqliteSession]:
        """Lend a connection that can only read."""
        if self._closed.is_set():
            raise ClosedError(where=self.where)
        if self.shared:
            with self._lock:
                yield SqliteSession(self._writing)
            return
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
            connection.execute("PRAGMA query_only=ON")
        try:
            yield SqliteSession(connection)
        finally:
            if self._closed.is_set():
                connection.close()
            else:
                self._idle.append(connection)

    @contextmanager
    def snapshot(self) -> Iterator[SqliteSession]:
        """Lend a connection that sees one moment."""
        if self._closed.is_set():
            raise ClosedError(where=self.where)
        if self.shared:
            with self._lock:
                self._writing.execute("BEGIN")
                try:
                    yield SqliteSession(self._writing)
                finally:
                    self._writing.execute("ROLLBACK")
            return
        connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield SqliteSession(connection)
        finally:
            connection.close()

    def kept(self, table: str) -> str:
        """Return the name of a table that no temporary one can hide."""
        return f"main.{table}"

    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with the file."""
        try:
            with self.reading() as session:
                found = [str(row[0]) for row in session.all("PRAGMA integrity_check(20)")]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return [] if found == ["ok"] else found

    def copy_to(self, path: Path) -> None:
        """Copy the whole database into a new file, page by page, as it is at one moment."""
        with self.snapshot() as session:
            copy = sqlite3.connect(path)
            try:
                session.connection.backup(copy)
            finally:
                copy.close()

    def close(self) -> None:
        """Close every connection that is not lent; a lent one closes when it comes back."""
        self._closed.set()
        while self._idle:
            self._idle.pop().close()
        self._writing.close()
