"""Book: the journal of one node, open.

>>> from comity.records.precedence import Precedence
>>> journal = open_journal(":memory:")
>>> journal.write(lambda writer: writer.set_meta("party", "ua"), Precedence.FLASH).result()
>>> journal.meta("party")
'ua'
>>> journal.close()
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import orjson

from comity.errors import UnavailableError
from comity.journal.entries import Early, Evidence, Receipt
from comity.journal.postgresql import PostgresqlStore
from comity.journal.reading import Reading
from comity.journal.schema import migrate
from comity.journal.sqlite import SqliteStore
from comity.journal.store import NotOpenedError, Session, Store
from comity.journal.writer import Writer
from comity.journal.writing import Line, WritingThread
from comity.records.party import Party
from comity.records.precedence import Precedence

T = TypeVar("T")

SCHEMES = ("postgresql://", "postgres://")


class NotReadError(UnavailableError):
    """The database could not give what was asked for."""

    code = "journal-not-read"
    template = (
        "the journal {where} could not be read: {reason}; see that the disk is sound and the "
        "database runs, then ask again"
    )


def nothing(point: str) -> None:
    """Do nothing at a named point of a commit."""


def open_store(where: Path | str) -> Store:
    """Return the store that a setting names: ":memory:", postgresql://..., or a file.

    Raises:
        NotOpenedError: it cannot be opened.
    """
    if isinstance(where, str) and where.startswith(SCHEMES):
        return PostgresqlStore(where)
    return SqliteStore(str(where))


def open_journal(where: Path | str, *, crash: Callable[[str], None] = nothing) -> "Journal":
    """Open a journal, or begin one where there is none.

    Args:
        where: a file, ":memory:", or the address of a PostgreSQL database.
        crash: called at the points "before-commit", "after-commit" and "before-resolve" of every
            commit, for tests of faults.

    Raises:
        NotOpenedError: it cannot be opened.
        NewerJournalError: a newer program wrote it.
    """
    store = open_store(where)
    try:
        session = store.begin()
        try:
            migrate(session, store.where)
        except BaseException:
            store.rollback()
            raise
        store.commit()
        return Journal(store, crash)
    except store.failures as error:
        store.close()
        raise NotOpenedError(where=store.where, reason=error) from error
    except BaseException:
        store.close()
        raise


class Journal(Reading):
    """The journal of one node; any thread may ask it, and hand it jobs.

    Attributes:
        store: the database it lies in.
    """

    def __init__(self, store: Store, crash: Callable[[str], None]) -> None:
        self.store = store
        self._line = Line(store.where)
        self._thread = WritingThread(store, self._line, crash)
        for circle in self._unfinished():
            self._thread.admit_later(circle)
        self._thread.start()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Lend a session that reads what is committed.

        Raises:
            ClosedError: the journal is closed.
            NotReadError: the database did not answer.
        """
        try:
            with self.store.reading() as session:
                yield session
        except self.store.failures as error:
            raise NotReadError(where=self.store.where, reason=error) from error

    def write(
        self, job: Callable[[Writer], T], precedence: Precedence = Precedence.ROUTINE
    ) -> Future[T]:
        """Hand in a job; its future is resolved when the job is on the disk, never before.

        A job appends at most some 500 records, so that an urgent one never waits long. It must not
        wait for another job.

        Raises:
            ClosedError: the journal is closed.
        """
        done = self._thread.now(job) if precedence is Precedence.FLASH else None
        return done or self._line.join(job, precedence)

    def early(self, circle: str, party: Party) -> list[Early]:
        """Return the records of a chain that came before their turn."""
        rows = self._all(
            "SELECT seq, hash, encoded, proof, note FROM early WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) ORDER BY seq, hash",
            circle,
            party,
        )
        return [
            Early(seq, hashed.hex(), bytes(encoded), bytes(proof), bytes(note))
            for seq, hashed, encoded, proof, note in rows
        ]

    def receipts(self, circle: str, party: Party) -> dict[Party, Receipt]:
        """Return each member's receipt for most of a chain."""
        rows = self._all(
            "SELECT r.member, r.size, r.at, r.signature FROM deliveries d JOIN receipts r "
            "ON r.chain = d.chain AND r.member = d.member AND r.size = d.received "
            "WHERE d.chain = (SELECT id FROM chains WHERE circle = ? AND party = ?)",
            circle,
            party,
        )
        return {
            Party(member): Receipt(size, at, bytes(signature))
            for member, size, at, signature in rows
        }

    def offered(self, circle: str, party: Party) -> dict[Party, int]:
        """Return how much of a chain has left this node for each member."""
        rows = self._all(
            "SELECT member, offered FROM deliveries WHERE offered > 0 AND chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?)",
            circle,
            party,
        )
        return {Party(member): up_to for member, up_to in rows}

    def evidence(self, after: int, most: int) -> list[Evidence]:
        """Return evidence found after a number, in the order in which it was found."""
        rows = self._all(
            "SELECT number, code, party, circle, details, blob FROM evidence "
            "WHERE number > ? ORDER BY number LIMIT ?",
            after,
            most,
        )
        return [
            Evidence(number, code, Party(party), circle, orjson.loads(details), bytes(blob))
            for number, code, party, circle, details, blob in rows
        ]

    def close(self) -> None:
        """Do the jobs that were handed in, and close."""
        self._line.close()
        self._thread.join()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _unfinished(self) -> list[str]:
        """Return the circles in which an interrupted journal has yet to admit records."""
        rows = self._all(
            "SELECT DISTINCT c.circle FROM chains c LEFT JOIN chains w "
            "ON w.circle = c.circle AND w.party = c.wait_party "
            "WHERE c.admitted < c.size AND c.stopped IS NULL "
            "AND (c.wait_party IS NULL OR w.admitted >= c.wait_size) "
            "UNION SELECT c.circle FROM branches b JOIN chains c ON c.id = b.chain"
        )
        return sorted(row[0] for row in rows)
