"""Store: what the journal needs from a database, whichever it is.

One SQL text serves every store: `?` for values, columns of the types INTEGER, TEXT and BLOB, and
nothing that only one of them knows. A store says how these are written in its own dialect.

There is one writing session, used by the writing thread alone, and as many reading sessions as
threads ask for at one time; a reading session sees only what was committed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from comity.errors import UnavailableError

Value = int | str | bytes | None
Row = tuple[Any, ...]


class NotOpenedError(UnavailableError):
    """The database of the journal cannot be opened."""

    code = "journal-not-opened"
    template = "the journal {where} cannot be opened: {reason}; see that it is there and writable"


class ClosedError(UnavailableError):
    """The journal was closed before it was asked."""

    code = "journal-closed"
    template = "the journal {where} is closed; start the node again"


class Session(Protocol):
    """A connection, as the journal talks to it."""

    def one(self, sql: str, *values: Value) -> Row | None:
        """Return the first row, or None."""

    def all(self, sql: str, *values: Value) -> list[Row]:
        """Return all rows."""

    def stream(self, sql: str, *values: Value) -> Iterator[Row]:
        """Yield row after row, without holding them all."""

    def run(self, sql: str, *values: Value) -> None:
        """Run a statement that returns nothing."""

    def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement once for each row."""

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Add rows to a table in the fastest way that there is."""

    def create(self, table: str, columns: str, *, temporary: bool = False) -> None:
        """Create a table of these columns, written in the shared dialect."""

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""

    def has_table(self, table: str) -> bool:
        """Say whether there is a table of this name."""


class Store(Protocol):
    """A database that holds one journal.

    Attributes:
        where: what it was opened with, without a password.
        failures: what its library raises when the database cannot do what it should.
    """

    where: str
    failures: tuple[type[Exception], ...]

    def begin(self) -> Session:
        """Begin the one writing transaction and return its session."""

    def commit(self) -> None:
        """Make the transaction durable; when this returns it is on the disk."""

    def rollback(self) -> None:
        """Forget the transaction, whatever state it is in."""

    def reading(self) -> AbstractContextManager[Session]:
        """Return a session that sees what is committed at each statement."""

    def snapshot(self) -> AbstractContextManager[Session]:
        """Return a session that sees one moment throughout and may fill temporary tables.

        In it a temporary table hides the kept one of the same name; `kept` names the latter.
        """

    def kept(self, table: str) -> str:
        """Return the name of a table that no temporary one can hide."""

    def faults(self) -> list[str]:
        """Return what the database itself finds wrong with its own structure."""

    def close(self) -> None:
        """Close every connection."""
