"""The journal in PostgreSQL, where one machine is outgrown.

Many workers of one party may share it: each writing transaction takes one lock of the database, so
that there is one writer at a time, as in a file. The tables lie in the first schema of the search
path. `synchronous_commit` is on, whatever the server's default is.
"""

import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache

import psycopg
from psycopg.conninfo import conninfo_to_dict

from comity.journal.store import ClosedError, NotOpenedError, Row, Value

LOCK = "SELECT pg_advisory_xact_lock(hashtext('comity journal'), hashtext(current_schema()))"

TYPES = {"INTEGER": "BIGINT", "BLOB": "BYTEA", "TEXT": 'TEXT COLLATE "C"'}


@cache
def dialect(sql: str) -> str:
    """Return a statement with PostgreSQL's marks for values."""
    return sql.replace("%", "%%").replace("?", "%s")


def columns_of(columns: str) -> str:
    """Return columns with PostgreSQL's names of types.

    >>> columns_of("number INTEGER PRIMARY KEY, hash BLOB NOT NULL")
    'number BIGINT PRIMARY KEY, hash BYTEA NOT NULL'
    """
    return re.sub(r"\b(INTEGER|BLOB|TEXT)\b", lambda found: TYPES[found[0]], columns)


class PostgresqlSession:
    """A connection to PostgreSQL."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def one(self, sql: str, *values: Value) -> Row | None:
        """Return the first row, or None."""
        return self.connection.execute(dialect(sql), values, binary=True).fetchone()

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows."""
        return self.connection.execute(dialect(sql), values, binary=True).fetchall()

    def stream(self, sql: str, *values: Value) -> Iterator[Row]:
        """Yield row after row, fetching a few at a time."""
        with self.connection.cursor(binary=True) as cursor:
            yield from cursor.stream(dialect(sql), values, size=100)

    def run(self, sql: str, *values: Value) -> None:
        """Run a statement that returns nothing."""
        self.connection.execute(dialect(sql), values)

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each row."""
        with self.connection.cursor() as cursor:
            cursor.executemany(dialect(sql), rows)

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Add rows to a table; few by INSERT, many by COPY."""
        if len(rows) < 10:
            marks = ", ".join("?" * len(columns))
            self.many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - our own names
            return
        sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    def create(self, table: str, columns: str, *, temporary: bool = False) -> None:
        """Create a table."""
        kind = "TEMPORARY TABLE" if temporary else "TABLE"
        self.run(f"CREATE {kind} {table} ({columns_of(columns)})")

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        cursor = self.connection.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - our own names
        return [column.name for column in cursor.description or ()]

    def has_table(self, table: str) -> bool:
        """Say whether there is a table of this name."""
        sql = "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?"
        return self.one(sql, table) is not None


class PostgresqlStore:
    """A journal in PostgreSQL.

    Attributes:
        where: the address, without a password.
    """

    failures: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, address: str) -> None:
        self._address = address
        self._idle: deque[psycopg.Connection] = deque()
        self._closed = threading.Event()
        try:
            parts = conninfo_to_dict(address)
            self.where = f"postgresql://{parts.get('host', '')}/{parts.get('dbname', '')}"
            self._writing = self._connect()
            row = self._writing.execute("SELECT current_schema()").fetchone()
        except psycopg.Error as error:
            shown = address.rpartition("@")[2]
            raise NotOpenedError(where=shown, reason=error) from error
        self._schema = str(row[0]) if row else "public"

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(self._address, autocommit=True, application_name="comity")
        connection.execute("SET synchronous_commit = on")
        connection.execute("SET client_min_messages = error")
        return connection

    def begin(self) -> PostgresqlSession:
        """Begin the one writing transaction; connect again if the server went away."""
        try:
            self._begin()
        except psycopg.Error:
            if not self._writing.closed:
                raise
            self._writing = self._connect()
            self._begin()
        return PostgresqlSession(self._writing)

    def _begin(self) -> None:
        try:
            self._writing.execute("BEGIN")
            self._writing.execute(LOCK)
        except psycopg.Error:
            self.rollback()
            raise

    def commit(self) -> None:
        """Make the transaction durable."""
        self._writing.execute("COMMIT")

    def rollback(self) -> None:
        """Forget the transaction; a connection that cannot even do that is given up."""
        try:
            self._writing.execute("ROLLBACK")
        except psycopg.Error:
            self._writing.close()

    @contextmanager
    def reading(self) -> Iterator[PostgresqlSession]:
        """Lend a connection that can only read."""
        if self._closed.is_set():
            raise ClosedError(where=self.where)
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
            connection.execute("SET default_transaction_read_only = on")
        try:
            yield PostgresqlSession(connection)
        finally:
            if connection.closed:
                self._forget_idle()  # the server went away, from all of them
            elif self._closed.is_set():
                connection.close()
            else:
                self._idle.append(connection)

    @contextmanager
    def snapshot(self) -> Iterator[PostgresqlSession]:
        """Lend a connection that sees one moment."""
        if self._closed.is_set():
            raise ClosedError(where=self.where)
        connection = self._connect()
        try:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            yield PostgresqlSession(connection)
        finally:
            with suppress(psycopg.Error):
                connection.close()

    def kept(self, table: str) -> str:
        """Return the name of a table that no temporary one can hide."""
        return f"{self._schema}.{table}"

    def faults(self) -> list[str]:
        """Return nothing: PostgreSQL's own checks are the server's (data_checksums, amcheck)."""
        return []

    def close(self) -> None:
        """Close every connection that is not lent; a lent one closes when it comes back."""
        self._closed.set()
        self._forget_idle()
        self._writing.close()

    def _forget_idle(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()
