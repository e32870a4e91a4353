"""Internal: what never leaves this party, in a store of its own (R19).

Here lie drafts that wait for a second role, with their files, and what people here have opened.
Nothing in this module can reach the exchange: it knows no station, no outbox and no link. What is
released is said anew by whoever releases it, and only then forgotten here.
"""

import json
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from comity.exchange.drafts import File, Held, Letter, NoDraftError
from comity.node.internal_store import InternalStore, InternalStoreError
from comity.records.marking import Marking

TABLES = (
    """CREATE TABLE IF NOT EXISTS drafts (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, circle TEXT NOT NULL, body TEXT NOT NULL,
        marking INTEGER NOT NULL, quoted INTEGER NOT NULL, files TEXT NOT NULL,
        role TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS opened (
        hash TEXT PRIMARY KEY, role TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS releases (
        id TEXT PRIMARY KEY, wrote TEXT NOT NULL, released TEXT NOT NULL, record TEXT NOT NULL,
        at TEXT NOT NULL) STRICT""",
)


class Internal(InternalStore):
    """The store of one party's drafts and of what its people have opened.

    Attributes:
        file: the database.
        files: the folder of files that belong to drafts.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, TABLES)
        self.files = file.with_name(file.stem + "-files")

    # --- drafts

    def hold(self, letter: Letter, role: str, at: str) -> Held:
        """Keep a letter until another role releases it; its files are copied here.

        Raises:
            InternalStoreError: it cannot be kept; nothing was.
        """
        name = uuid.uuid4().hex[:16]
        kept = self._copy(name, letter.files)
        try:
            with self._session() as session:
                session.execute(
                    "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        name,
                        letter.kind,
                        letter.circle,
                        json.dumps(letter.body, ensure_ascii=False),
                        int(letter.marking),
                        int(letter.quoted),
                        json.dumps([[one.name, one.type, one.size] for one in kept]),
                        role,
                        at,
                    ),
                )
        except InternalStoreError:
            self._drop_files(name)
            raise
        return self.draft(name)

    def drafts(self) -> list[Held]:
        """Return everything that waits for a second role, the newest first."""
        with self._session() as session:
            rows = session.execute(f"SELECT {DRAFT} FROM drafts ORDER BY at DESC, id").fetchall()  # noqa: S608 - our own names
        return [self._read(row) for row in rows]

    def draft(self, name: str) -> Held:
        """Return one draft.

        Raises:
            NoDraftError: there is none of this name.
        """
        with self._session() as session:
            row = session.execute(f"SELECT {DRAFT} FROM drafts WHERE id = ?", (name,)).fetchone()  # noqa: S608 - our own names
        if row is None:
            raise NoDraftError(draft=name[:40])
        return self._read(row)

    def released(self, held: Held, role: str, record: str, at: str) -> None:
        """Forget a draft that was said, and remember who wrote and who released it."""
        with self._session() as session:
            session.execute("BEGIN")
            session.execute(
                "INSERT OR REPLACE INTO releases VALUES (?, ?, ?, ?, ?)",
                (held.id, held.role, role, record, at),
            )
            session.execute("DELETE FROM drafts WHERE id = ?", (held.id,))
            session.execute("COMMIT")
        self._drop_files(held.id)

    def discard(self, name: str) -> None:
        """Forget a draft and its files.

        Raises:
            NoDraftError: there is none of this name.
        """
        self.draft(name)
        with self._session() as session:
            session.execute("DELETE FROM drafts WHERE id = ?", (name,))
        self._drop_files(name)

    def release_of(self, record: str) -> tuple[str, str] | None:
        """Return the roles that wrote and released a record; None where one person said it."""
        with self._session() as session:
            found: tuple[str, str] | None = session.execute(
                "SELECT wrote, released FROM releases WHERE record = ?", (record,)
            ).fetchone()
        return found

    def was_released(self, name: str) -> bool:
        """Say whether a draft was said by another role; False where it is held or discarded."""
        with self._session() as session:
            row = session.execute("SELECT 1 FROM releases WHERE id = ?", (name,)).fetchone()
        return row is not None

    def _read(self, row: tuple[str, str, str, str, int, int, str, str, str]) -> Held:
        name, kind, circle, body, marking, quoted, files, role, at = row
        kept = tuple(
            File(title, media, size, self.files / name / str(number))
            for number, (title, media, size) in enumerate(json.loads(files))
        )
        letter = Letter(
            kind=kind,
            circle=circle,
            body=json.loads(body),
            marking=Marking(marking),
            quoted=Marking(quoted),
            files=kept,
        )
        return Held(id=name, letter=letter, role=role, at=at)

    def _copy(self, name: str, files: Iterable[File]) -> tuple[File, ...]:
        """Copy files into this store; all or none."""
        folder, kept = self.files / name, list(files)
        if not kept:
            return ()
        try:
            folder.mkdir(parents=True, mode=0o700)
            for number, file in enumerate(kept):
                shutil.copyfile(file.path, folder / str(number))
        except OSError as error:
            self._drop_files(name)
            raise InternalStoreError(file=folder, reason=error) from error
        return tuple(kept)

    def _drop_files(self, name: str) -> None:
        shutil.rmtree(self.files / name, ignore_errors=True)

    # --- what was opened

    def open(self, hashed: str, role: str, at: str) -> None:
        """Remember that somebody here has opened a message; the first time counts.

        Args:
            hashed: hash of the message.
            role: who opened it; "" where only their receipt tells it, until the role is known.
            at: when.
        """
        with self._session() as session:
            session.execute(
                "INSERT INTO opened VALUES (?, ?, ?) ON CONFLICT (hash)"
                " DO UPDATE SET role = excluded.role WHERE role = ''",
                (hashed, role, at),
            )

    def opened_among(self, hashes: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return, of these messages, those that were opened, with role and time."""
        wanted = list(hashes)
        found: dict[str, tuple[str, str]] = {}
        with self._session() as session:
            for at in range(0, len(wanted), 500):
                some = wanted[at : at + 500]
                marks = ", ".join("?" * len(some))
                rows = session.execute(
                    f"SELECT hash, role, at FROM opened WHERE hash IN ({marks})",  # noqa: S608 - question marks
                    some,
                )
                found.update({hashed: (role, when) for hashed, role, when in rows})
        return found

    def opened_count(self) -> int:
        """Return how many messages were opened."""
        with self._session() as session:
            row = session.execute("SELECT count(*) FROM opened").fetchone()
        return int(row[0])


DRAFT = "id, kind, circle, body, marking, quoted, files, role, at"
