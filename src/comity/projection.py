"""Projection: a fold over the journal, kept up to date, and equal to what a rebuild gives.

A projection adds up admitted records in the order of their admission. That order, not the order of
arrival, is what its cursor counts: a record that waited for its past gets a number only when it is
admitted, which is always the next one, so that no cursor can have passed it. Two nodes admit in
different orders; a projection that must be the same on both must not depend on the order, beyond
that a record comes after everything that it had seen.

Its tables lie in the journal's database and are read with `Projections.reading`. A new version of a
projection is built anew by itself, in small batches; until then it is behind, and says so.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from comity.errors import UnreadableError
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.journal.writer import Writer
from comity.records.precedence import Precedence
from comity.records.record import Record, read

AT_ONCE = 200
"""Records that one commit applies."""

ADMITTED = (
    "SELECT a.number, r.encoded FROM admissions a JOIN records r ON r.number = a.record "
    "WHERE a.number > ? ORDER BY a.number LIMIT ?"
)

ROWS = "SELECT count(*) FROM {one}"
BEYOND = "SELECT count(*) FROM (SELECT * FROM {one} EXCEPT SELECT * FROM {other}) AS beyond"
"""How many rows one table has, and how many that another has not."""


class Projection(Protocol):
    """A fold over admitted records.

    Attributes:
        name: by which the journal remembers how far it has come.
        version: to be raised whenever the same records would give other rows.
        tables: names of its tables, with their columns in the journal's dialect (INTEGER, TEXT,
            BLOB); each begins with the projection's name.
    """

    name: str
    version: int
    tables: Mapping[str, str]

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record.

        Args:
            tx: the transaction; the tables have their plain names.
            number: of the admission.
            record: that was admitted.
        """


class ProjectionDiffersError(UnreadableError):
    """The rows that were kept are not those that the journal gives."""

    code = "projection-differs"
    template = (
        "the table {table} of {name} has rows that the journal does not give ({extra} too many, "
        "{missing} missing); rebuild it, and report this as a fault of the program"
    )


@dataclass(frozen=True, slots=True)
class Place:
    """How far a projection has come.

    Attributes:
        version: of the program that built it.
        cursor: number of the last admission that it took in.
    """

    version: int
    cursor: int


class Projections:
    """The projections of one node."""

    def __init__(self, journal: Journal, projections: Sequence[Projection]) -> None:
        self.journal = journal
        self.projections = {projection.name: projection for projection in projections}
        journal.write(self._prepare, Precedence.ROUTINE).result()

    def reading(self) -> AbstractContextManager[Session]:
        """Return a session to read the tables with, as far as they have come."""
        return self.journal.session()

    def behind(self, name: str) -> int:
        """Return how many admitted records a projection has yet to take in."""
        with self.journal.session() as session:
            place = _places(session).get(name, Place(0, 0))
        return self.journal.last_admission() - place.cursor

    def catch_up(self, limit: int | None = None) -> int:
        """Take in what was admitted, batch by batch; return how many records were taken in.

        Records are read and parsed by the calling thread; only the rows are written by the writing
        thread, between more urgent jobs.

        Args:
            limit: after so many records stop; None is all.
        """
        taken = 0
        while limit is None or taken < limit:
            most = AT_ONCE if limit is None else min(AT_ONCE, limit - taken)
            batch = self._next(most)
            if batch is None:
                break
            taken += self.journal.write(batch.write, Precedence.ROUTINE).result()
        return taken

    def rebuild(self, name: str | None = None) -> None:
        """Empty one projection, or all, and build it anew from the journal."""
        names = list(self.projections) if name is None else [name]

        def empty(writer: Writer) -> None:
            with writer.session() as session:
                for one in names:
                    _create(session, self.projections[one])

        self.journal.write(empty, Precedence.ROUTINE).result()
        self.catch_up()

    def check(self) -> None:
        """Build every projection anew in temporary tables and compare row by row; keep neither.

        Raises:
            ProjectionDiffersError: the rows that are kept are others.
        """
        with self.journal.store.snapshot() as session:
            places = _places(session)
            ours = [one for name, one in self.projections.items() if name in places]
            for projection in ours:
                for table, columns in projection.tables.items():
                    session.create(table, columns, temporary=True)
            after = 0
            while rows := session.all(ADMITTED, after, AT_ONCE):
                for number, encoded in rows:
                    record = read(bytes(encoded))
                    for projection in ours:
                        if number <= places[projection.name].cursor:
                            projection.apply(session, number, record)
                after = rows[-1][0]
            for projection in ours:
                for table in projection.tables:
                    self._compare(session, projection.name, table)

    def _prepare(self, writer: Writer) -> None:
        """Create the tables of what is new here, and of what has another version."""
        with writer.session() as session:
            places = _places(session)
            for name, projection in self.projections.items():
                if name not in places or places[name].version != projection.version:
                    _create(session, projection)

    def _next(self, most: int) -> "_Batch | None":
        """Read the next records for those that are furthest behind."""
        with self.journal.session() as session:
            places = _places(session)
        ours = {name: one for name, one in self.projections.items() if name in places}
        after = min((places[name].cursor for name in ours), default=0)
        records = self.journal.admissions(after, most)
        return _Batch(after, records, ours) if records and ours else None

    def _compare(self, session: Session, name: str, table: str) -> None:
        kept = self.journal.store.kept(table)
        extra = _count(session, BEYOND.format(one=kept, other=table))
        missing = _count(session, BEYOND.format(one=table, other=kept))
        twice = _count(session, ROWS.format(one=kept)) - _count(session, ROWS.format(one=table))
        if extra or missing or twice:
            raise ProjectionDiffersError(
                table=table,
                name=name,
                extra=max(extra, twice),
                missing=max(missing, -twice),
            )


@dataclass(frozen=True, slots=True)
class _Batch:
    """Records that are to be taken in together.

    Attributes:
        after: number of the admission before the first of them.
        records: with the numbers of their admissions.
        projections: that may have to take them in.
    """

    after: int
    records: Sequence[tuple[int, Record]]
    projections: Mapping[str, Projection]

    def write(self, writer: Writer) -> int:
        """Take them in; what another worker took in meanwhile is passed over."""
        with writer.session() as session:
            places = _places(session)
            for name, projection in self.projections.items():
                cursor = places[name].cursor
                if cursor < self.after or places[name].version != projection.version:
                    continue
                for number, record in self.records:
                    if number > cursor:
                        projection.apply(session, number, record)
                session.run(
                    "UPDATE projections SET cursor = ? WHERE name = ? AND cursor < ?",
                    self.records[-1][0],
                    name,
                    self.records[-1][0],
                )
        return len(self.records)


def _places(session: Session) -> dict[str, Place]:
    rows = session.all("SELECT name, version, cursor FROM projections")
    return {name: Place(version, cursor) for name, version, cursor in rows}


def _create(session: Session, projection: Projection) -> None:
    """Make empty tables, in the place of those that are there."""
    row = session.one("SELECT tables FROM projections WHERE name = ?", projection.name)
    for table in {*projection.tables, *(row[0].split() if row else ())}:
        session.run(f"DROP TABLE IF EXISTS {table}")
    for table, columns in projection.tables.items():
        session.create(table, columns)
    session.run(
        "INSERT INTO projections (name, version, tables, cursor) VALUES (?, ?, ?, 0) "
        "ON CONFLICT (name) DO UPDATE SET version = excluded.version, tables = excluded.tables, "
        "cursor = 0",
        projection.name,
        projection.version,
        " ".join(projection.tables),
    )


def _count(session: Session, sql: str) -> int:
    row = session.one(sql)
    return int(row[0]) if row else 0
