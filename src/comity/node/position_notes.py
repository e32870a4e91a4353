"""Position notes: what is thought here of the positions of others, and who looked at them.

It lies in the internal store, in the file of `comity.node.internal`, and has no way out (R19): this
module knows no station, no outbox and no link.
"""

from pathlib import Path

from comity.errors import RefusedError
from comity.exchange.drafts import need_role
from comity.node.internal_store import InternalStore
from comity.positions.matrix import Note
from comity.records.party import Party

TABLES = (
    """CREATE TABLE IF NOT EXISTS position_notes (
        number INTEGER PRIMARY KEY, question TEXT NOT NULL, party TEXT NOT NULL, text TEXT NOT NULL,
        role TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS notes_of_question ON position_notes (question, party, number)",
    """CREATE TABLE IF NOT EXISTS position_looked (
        question TEXT NOT NULL, role TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (question, role)) STRICT""",
)

LONGEST = 4000
"""Letters of a note."""


class LongNoteError(RefusedError):
    """An internal note is too long."""

    code = "position-note-long"
    template = "an internal note of {count} letters; {most} is the most, shorten it"


class PositionNotes(InternalStore):
    """The internal notes of one party on positions.

    Attributes:
        file: the internal store.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, TABLES)

    def keep(self, note: Note) -> None:
        """Keep a note; an empty one takes the place of the one before, which stays on the disk.

        Raises:
            LongNoteError: it is too long.
            UnknownRoleError: there is no such role.
        """
        if len(note.text) > LONGEST:
            raise LongNoteError(count=len(note.text), most=LONGEST)
        row = (note.question, note.party, note.text, need_role(note.role), note.at)
        with self._session() as session:
            session.execute(
                "INSERT INTO position_notes (question, party, text, role, at) "
                "VALUES (?, ?, ?, ?, ?)",
                row,
            )

    def notes(self) -> dict[tuple[str, Party], Note]:
        """Return the last note on each party's position on each question, unless it is empty."""
        with self._session() as session:
            rows = session.execute(
                "SELECT question, party, text, role, at FROM position_notes WHERE number IN "
                "(SELECT max(number) FROM position_notes GROUP BY question, party)"
            ).fetchall()
        notes = [Note(row[0], Party(row[1]), *row[2:]) for row in rows]
        return {(one.question, one.party): one for one in notes if one.text}

    def of(self, question: str) -> list[Note]:
        """Return every note on a question, the newest first."""
        with self._session() as session:
            rows = session.execute(
                "SELECT question, party, text, role, at FROM position_notes WHERE question = ? "
                "ORDER BY number DESC",
                (question,),
            ).fetchall()
        return [Note(row[0], Party(row[1]), *row[2:]) for row in rows if row[2]]

    def look(self, question: str, role: str, number: int) -> None:
        """Remember up to which admission a role has seen a question; it never goes back."""
        with self._session() as session:
            session.execute(
                "INSERT INTO position_looked VALUES (?, ?, ?) ON CONFLICT (question, role) "
                "DO UPDATE SET number = max(number, excluded.number)",
                (question, need_role(role), number),
            )

    def looked(self) -> dict[str, int]:
        """Return up to which admission anybody here has seen each question."""
        with self._session() as session:
            rows = session.execute(
                "SELECT question, max(number) FROM position_looked GROUP BY question"
            ).fetchall()
        return dict(rows)
