"""Schema: the tables of a journal, and how an older journal becomes a newer one.

A version is never changed once it was released: what comes later is a further step. A journal of a
newer version than this program knows is left alone. One journal is one book of one node: a chain is
one party's records in one circle; `number` counts what arrived here, whoever wrote it.
"""

from collections.abc import Callable

from comity.errors import UnreadableError
from comity.journal.store import Session


class NewerJournalError(UnreadableError):
    """A journal was written by a newer program than this one."""

    code = "journal-newer"
    template = (
        "the journal {where} has version {found}, this program knows {known}; "
        "start the newer program again, nothing was changed"
    )


BOOK = {
    # What wait_party and wait_size say: the first record not yet admitted waits for that one.
    # What stopped says: this record's cut cannot be followed. Where it waits as well, it names a
    # record that is not here under that number; else it never will be.
    "chains": """
        id INTEGER PRIMARY KEY, circle TEXT NOT NULL, party TEXT NOT NULL,
        size INTEGER NOT NULL, head BLOB NOT NULL, frontier BLOB NOT NULL,
        admitted INTEGER NOT NULL, admitted_head BLOB NOT NULL,
        wait_party TEXT, wait_size INTEGER, stopped INTEGER,
        UNIQUE (circle, party)""",
    "records": """
        number INTEGER PRIMARY KEY, chain INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, encoded BLOB NOT NULL,
        UNIQUE (chain, seq)""",
    "admissions": "number INTEGER PRIMARY KEY, record INTEGER NOT NULL",
    "checkpoints": """
        chain INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
        PRIMARY KEY (chain, size)""",
    "subtrees": """
        chain INTEGER NOT NULL, height INTEGER NOT NULL, place INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (chain, height, place)""",
    "receipts": """
        chain INTEGER NOT NULL, member TEXT NOT NULL, size INTEGER NOT NULL,
        at INTEGER NOT NULL, signature BLOB NOT NULL,
        PRIMARY KEY (chain, member, size)""",
    "deliveries": """
        chain INTEGER NOT NULL, member TEXT NOT NULL,
        offered INTEGER NOT NULL, received INTEGER NOT NULL,
        PRIMARY KEY (chain, member)""",
    "early": """
        chain INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
        encoded BLOB NOT NULL, proof BLOB NOT NULL, note BLOB NOT NULL,
        PRIMARY KEY (chain, seq, hash)""",
    "evidence": """
        number INTEGER PRIMARY KEY, code TEXT NOT NULL, party TEXT NOT NULL, circle TEXT NOT NULL,
        details BLOB NOT NULL, blob BLOB NOT NULL, digest BLOB NOT NULL""",
    "cards": """
        party TEXT NOT NULL, version INTEGER NOT NULL, encoded BLOB NOT NULL,
        fingerprint TEXT NOT NULL, at TEXT NOT NULL, digest BLOB NOT NULL,
        PRIMARY KEY (party, version)""",
    "meta": "key TEXT PRIMARY KEY, value TEXT NOT NULL, digest BLOB NOT NULL",
}

SHELF = 32_768
"""Records whose hashes are indexed together.

One index over all hashes would have every batch touch as many pages as it has records, all over the
index, the more so the longer the journal. On shelves only the pages of the newest one are written;
a search looks through one shelf after another. Eight bytes of a hash find it as surely as all.
"""

BOOK_INDEXES = ("CREATE INDEX records_by_hash ON records ((number / 32768), substr(hash, 1, 8))",)

BESIDE = {
    "files": """
        circle TEXT NOT NULL, address TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (circle, address)""",
    "projections": """
        name TEXT PRIMARY KEY, version INTEGER NOT NULL, tables TEXT NOT NULL,
        cursor INTEGER NOT NULL""",
}

BRANCHES = {
    # A branch hangs on the record before its first, of the branch `stem`, 0 for the chain itself.
    "branches": """
        id INTEGER PRIMARY KEY, chain INTEGER NOT NULL, stem INTEGER NOT NULL,
        first INTEGER NOT NULL, size INTEGER NOT NULL, admitted INTEGER NOT NULL,
        wait_party TEXT, wait_size INTEGER, stopped INTEGER""",
    # `member` brought the record; the note, of the last record of each run, signs it.
    "beside": """
        number INTEGER PRIMARY KEY, branch INTEGER NOT NULL, seq INTEGER NOT NULL,
        hash BLOB NOT NULL, encoded BLOB NOT NULL, note BLOB, member TEXT NOT NULL,
        UNIQUE (branch, seq)""",
    # Of an admitted record: what others had seen for it on stories that its own cut is not on.
    "strays": "hash BLOB PRIMARY KEY, links BLOB NOT NULL",
}


def _step_1(session: Session) -> None:
    """Create the book itself."""
    for table, columns in BOOK.items():
        session.create(table, columns)
    for index in BOOK_INDEXES:
        session.run(index)


def _step_2(session: Session) -> None:
    """Create what stands beside it: attachments, and how far projections have come."""
    for table, columns in BESIDE.items():
        session.create(table, columns)


def _step_3(session: Session) -> None:
    """Create what is kept of parties that spoke twice; chains stopped by them look again."""
    for table, columns in BRANCHES.items():
        session.create(table, columns)
    session.run("UPDATE chains SET stopped = NULL")


STEPS: tuple[Callable[[Session], None], ...] = (_step_1, _step_2, _step_3)
NEWEST = len(STEPS)
TABLES = (*BOOK, *BESIDE, *BRANCHES)


def version_of(session: Session) -> int:
    """Return the version of a journal, 0 for an empty database."""
    if not session.has_table("journal_version"):
        return 0
    row = session.one("SELECT max(version) FROM journal_version")
    return row[0] or 0 if row else 0


def migrate(session: Session, where: str, newest: int = NEWEST) -> None:
    """Bring a journal to a version, inside the caller's transaction.

    Raises:
        NewerJournalError: it has a version that this program does not know.
    """
    found = version_of(session)
    if found > NEWEST:
        raise NewerJournalError(where=where, found=found, known=NEWEST)
    if found == 0 and newest > 0:
        session.create("journal_version", "version INTEGER PRIMARY KEY")
    for version in range(found + 1, newest + 1):
        STEPS[version - 1](session)
        session.run("INSERT INTO journal_version (version) VALUES (?)", version)
