"""Notebook: notes and briefs of meetings, in a store that has no way out (R19).

What is kept here is on the disk when a function returns. Every edit of a note has an id that its
author's browser drew, so that what comes twice is kept once. Nothing in this module can reach the
exchange: it knows no station, no outbox and no link. What is proposed to others is said anew by
whoever proposes it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from comity.consultation.briefs import LONGEST_PART, Call, LongPartError, Part, Written
from comity.consultation.notes import Edit, Entry, edit_of, merged
from comity.errors import RefusedError, UnavailableError
from comity.node.internal_store import InternalStore
from comity.records.marking import Marking
from comity.web.stale import need_fresh

TABLES = (
    """CREATE TABLE IF NOT EXISTS edits (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, meeting TEXT NOT NULL,
        body TEXT NOT NULL, role TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS edits_of_meeting ON edits (meeting, number)",
    """CREATE TABLE IF NOT EXISTS parts (
        meeting TEXT NOT NULL, item TEXT NOT NULL, part TEXT NOT NULL, version INTEGER NOT NULL,
        text TEXT NOT NULL, language TEXT NOT NULL, marking INTEGER NOT NULL, role TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY (meeting, item, part, version)) STRICT""",
    """CREATE TABLE IF NOT EXISTS calls (
        id TEXT PRIMARY KEY, meeting TEXT NOT NULL, item TEXT NOT NULL, part TEXT NOT NULL,
        role TEXT NOT NULL, person TEXT NOT NULL, words TEXT NOT NULL, due TEXT NOT NULL,
        asked TEXT NOT NULL, at TEXT NOT NULL, answered INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE TABLE IF NOT EXISTS minuted (
        meeting TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS minuting (
        draft TEXT PRIMARY KEY, meeting TEXT NOT NULL, number INTEGER NOT NULL) STRICT""",
)


class NotebookError(UnavailableError):
    """The store of notes and briefs cannot be read or written."""

    code = "notebook"
    template = (
        "the notebook {file} cannot be used: {reason}; see that the disk has room and the file is "
        "writable. Notes that are not saved stay in the browser until then"
    )


class OtherEditError(RefusedError):
    """Two different edits bear one id."""

    code = "note-other-edit"
    template = "another edit {edit} is kept here already; nothing was overwritten. Write it anew"


@dataclass(frozen=True, slots=True)
class Minuting:
    """Minutes that wait for a second role.

    Attributes:
        draft: id of what is held.
        meeting: whose notes they are made of.
        number: of the last edit that they have in them.
    """

    draft: str
    meeting: str
    number: int


class Notebook(InternalStore):
    """The store of one party's notes and briefs.

    Attributes:
        file: the database.
    """

    trouble = NotebookError

    def __init__(self, file: Path) -> None:
        super().__init__(file, TABLES)

    # --- notes

    def keep(
        self, meeting: str, edits: Sequence[Mapping[str, Any]], role: str, at: str
    ) -> tuple[Edit, ...]:
        """Keep edits of a meeting's notes, all or none; what is here already is kept once.

        Args:
            meeting: id.
            edits: as the browser sent them.
            role: in which their author acts.
            at: when they came.

        Raises:
            BodyError: one of them is not what it must be.
            OtherEditError: another edit bears the id of one.
            NotebookError: the disk does not take them.
        """
        read = tuple(edit_of(one, role) for one in edits)
        with self._session() as session:
            session.execute("BEGIN IMMEDIATE")
            for edit, sent in zip(read, edits, strict=True):
                body = json.dumps(dict(sent), ensure_ascii=False, sort_keys=True)
                known = session.execute(
                    "SELECT meeting, body FROM edits WHERE id = ?", (edit.id,)
                ).fetchone()
                if known is None:
                    session.execute(
                        "INSERT INTO edits (id, meeting, body, role, at) VALUES (?, ?, ?, ?, ?)",
                        (edit.id, meeting, body, role, at),
                    )
                elif known != (meeting, body):
                    raise OtherEditError(edit=edit.id)
            session.execute("COMMIT")
        return read

    def edits(self, meeting: str) -> list[Edit]:
        """Return every edit of a meeting's notes, in the order in which they came."""
        with self._session() as session:
            rows = session.execute(
                "SELECT body, role FROM edits WHERE meeting = ? ORDER BY number", (meeting,)
            ).fetchall()
        return [edit_of(json.loads(body), role) for body, role in rows]

    def entries(self, meeting: str) -> tuple[Entry, ...]:
        """Return the notes of a meeting as they stand."""
        return merged(self.edits(meeting))

    def last_edit(self, meeting: str) -> int:
        """Return the number of the last edit of a meeting's notes, 0 without any."""
        with self._session() as session:
            row = session.execute(
                "SELECT max(number) FROM edits WHERE meeting = ?", (meeting,)
            ).fetchone()
        return int(row[0] or 0)

    def minute(self, meeting: str, number: int) -> None:
        """Remember that the notes up to an edit were made into minutes."""
        with self._session() as session:
            session.execute(
                "INSERT INTO minuted VALUES (?, ?) ON CONFLICT (meeting)"
                " DO UPDATE SET number = max(number, excluded.number)",
                (meeting, number),
            )

    def await_release(self, held: Minuting) -> None:
        """Remember that minutes of a meeting's notes wait for a second role."""
        with self._session() as session:
            session.execute(
                "INSERT OR REPLACE INTO minuting VALUES (?, ?, ?)",
                (held.draft, held.meeting, held.number),
            )

    def awaited(self) -> list[Minuting]:
        """Return the minutes that wait for a second role, as far as it is known here."""
        with self._session() as session:
            rows = session.execute(
                "SELECT draft, meeting, number FROM minuting ORDER BY number, draft"
            ).fetchall()
        return [Minuting(*row) for row in rows]

    def await_no_more(self, draft: str) -> None:
        """Forget minutes that were released or discarded."""
        with self._session() as session:
            session.execute("DELETE FROM minuting WHERE draft = ?", (draft,))

    def unminuted(self) -> dict[str, int]:
        """Return the meetings whose notes are not in minutes yet, and how many edits that are."""
        with self._session() as session:
            rows = session.execute(
                "SELECT e.meeting, count(*) FROM edits e LEFT JOIN minuted m USING (meeting) "
                "WHERE e.number > coalesce(m.number, 0) GROUP BY e.meeting"
            ).fetchall()
        return dict(rows)

    # --- briefs

    def write(self, meeting: str, written: Written, lineage: Sequence[str] = ()) -> Written:
        """Keep a new version of a part of a brief, and let it answer who asked for it.

        Who asked for it when the meeting was another one, in its lineage, is answered too.
        The version that is given is the one that its author had before them. Returns what is kept,
        with its own version.

        Raises:
            LongPartError: it is too long.
            StalePageError: somebody else has written it since.
        """
        if len(written.text) > LONGEST_PART:
            raise LongPartError(most=LONGEST_PART, count=len(written.text))
        kept = replace(written, version=written.version + 1)
        key = (meeting, kept.item, kept.part.value)
        with self._session() as session:
            session.execute("BEGIN IMMEDIATE")
            newest, by = session.execute(
                "SELECT max(version), role FROM parts WHERE meeting = ? AND item = ? AND part = ?",
                key,
            ).fetchone()
            if newest is not None:
                had = str(written.version)
                need_fresh(had, str(newest), what=written.part.value, who=by)
            session.execute(
                "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *key,
                    kept.version,
                    kept.text,
                    kept.language,
                    int(kept.marking),
                    kept.by,
                    kept.at,
                ),
            )
            for held in {meeting, *lineage} if kept.text.strip() else ():
                session.execute(
                    "UPDATE calls SET answered = ? WHERE answered = 0 AND meeting = ? "
                    "AND item = ? AND part = ?",
                    (kept.version, held, *key[1:]),
                )
            session.execute("COMMIT")
        return kept

    def parts(self, meeting: str) -> dict[tuple[str, Part], Written]:
        """Return the last version of each part of a meeting's briefs, by item and part."""
        with self._session() as session:
            rows = session.execute(
                "SELECT item, part, max(version), text, language, marking, role, at FROM parts "
                "WHERE meeting = ? GROUP BY item, part",
                (meeting,),
            ).fetchall()
        return {
            (item, Part(part)): Written(
                item=item,
                part=Part(part),
                version=version,
                text=text,
                language=language,
                marking=Marking(marking),
                by=role,
                at=at,
            )
            for item, part, version, text, language, marking, role, at in rows
        }

    def call(self, call: Call) -> None:
        """Keep that somebody is asked for a part; what comes twice is kept once."""
        with self._session() as session:
            session.execute(
                "INSERT OR IGNORE INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    call.id,
                    call.meeting,
                    call.item,
                    call.part.value,
                    call.role,
                    call.person,
                    call.words,
                    call.due,
                    call.by,
                    call.at,
                    call.answered,
                ),
            )

    def calls(self, meeting: str = "") -> tuple[Call, ...]:
        """Return the calls of a meeting, of all meetings those that nobody has answered."""
        asked = "meeting = ?" if meeting else "answered = 0 AND ? = ''"
        with self._session() as session:
            rows = session.execute(
                f"SELECT {CALL} FROM calls WHERE {asked} ORDER BY due, id",  # noqa: S608 - our own names
                (meeting,),
            ).fetchall()
        return tuple(_call(row) for row in rows)


CALL = "id, meeting, item, part, role, person, words, due, asked, at, answered"


def _call(row: tuple[Any, ...]) -> Call:
    name, meeting, item, part, role, person, words, due, asked, at, answered = row
    return Call(
        id=name,
        meeting=meeting,
        item=item,
        part=Part(part),
        role=role,
        person=person,
        words=words,
        due=due,
        by=asked,
        at=at,
        answered=answered,
    )
