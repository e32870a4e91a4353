"""Backup: a copy while the node runs, which knows that it is one."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comity.journal.backup import BackupFailedError, BackupThereError, back_up, restore
from comity.journal.book import Journal, open_journal, open_store
from comity.journal.entries import RESTORED
from comity.journal.schema import BESIDE, BRANCHES, migrate
from comity.journal.verify import verify
from comity.journal.writer import Writer
from comity.records.party import Party

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journals.conftest import Author, KeysOf

UKRAINE, JAPAN = Party("ua"), Party("jp")
AT, LATER = "2026-03-05T09:30:00.000Z", "2026-03-06T09:30:00.000Z"


@pytest.fixture
def full(journal: Journal, ukraine: "Author", japan: "Author") -> Journal:
    """A journal of two chains."""
    ukraine.say_all(599)
    ukraine.put(journal)
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    japan.put(journal)
    journal.write(lambda writer: writer.set_meta("party", "ua")).result(10)
    return journal


def test_a_backup_holds_everything_and_is_marked(
    full: Journal, tmp_path: Path, ukraine: "Author", keys_of: "KeysOf"
) -> None:
    back_up(full, tmp_path / "backup.db", AT)

    with open_journal(tmp_path / "backup.db") as copy:
        assert copy.heads(ukraine.circle) == full.heads(ukraine.circle)
        assert copy.admissions(0, 1000) == full.admissions(0, 1000)
        assert copy.meta("party") == "ua"
        assert copy.meta(RESTORED) == AT
        assert verify(copy, keys_of).sound
    assert full.meta(RESTORED) is None
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == [
        "backup.db"
    ]


def test_a_backup_is_of_one_moment_while_others_write(
    lasting: str, tmp_path: Path, ukraine: "Author", keys_of: "KeysOf"
) -> None:
    ukraine.say_all(2999)
    with open_journal(lasting) as journal:
        ukraine.put(journal, 1, 500)
        parcels = [ukraine.parcel(first, first + 99) for first in range(501, 3000, 100)]
        futures = [journal.write(lambda w, p=parcel: w.append(*p)) for parcel in parcels]  # type: ignore[misc]
        back_up(journal, tmp_path / "backup.db", AT)
        for future in futures:
            future.result(10)

    with open_journal(tmp_path / "backup.db") as copy:
        assert copy.head(ukraine.circle, UKRAINE).size >= 500
        assert verify(copy, keys_of).sound


def test_a_backup_never_lies_over_another(full: Journal, tmp_path: Path) -> None:
    back_up(full, tmp_path / "backup.db", AT)

    with pytest.raises(BackupThereError):
        back_up(full, tmp_path / "backup.db", LATER)


def test_a_backup_that_cannot_be_written_leaves_nothing(full: Journal, tmp_path: Path) -> None:
    with pytest.raises(BackupFailedError):
        back_up(full, tmp_path / "nowhere" / "backup.db", AT)

    assert not (tmp_path / "nowhere").exists()


def test_a_restored_journal_is_the_backup_with_its_mark(
    full: Journal, tmp_path: Path, ukraine: "Author", keys_of: "KeysOf", target: str
) -> None:
    back_up(full, tmp_path / "backup.db", AT)

    restore(tmp_path / "backup.db", target, LATER)

    with open_journal(target) as restored:
        assert restored.meta(RESTORED) == AT
        assert restored.heads(ukraine.circle) == full.heads(ukraine.circle)
        assert restored.receipts(ukraine.circle, UKRAINE) == {}
        assert verify(restored, keys_of).sound
        ukraine.say("далі")
        assert ukraine.put(restored, 601) == 1


@pytest.fixture(params=["file", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a restored journal."""
    if request.param == "file":
        return str(tmp_path / "restored.db")
    new_schema: Callable[[], str] = request.getfixturevalue("new_schema")
    return new_schema()


def test_a_file_that_was_copied_by_hand_is_marked_when_it_is_restored(
    tmp_path: Path, ukraine: "Author"
) -> None:
    with open_journal(tmp_path / "journal.db") as journal:
        ukraine.put(journal)

    restore(tmp_path / "journal.db", tmp_path / "restored.db", LATER)

    with open_journal(tmp_path / "restored.db") as restored:
        assert restored.meta(RESTORED) == LATER


def test_a_backup_of_an_older_version_is_restored_as_the_newest(
    tmp_path: Path, ukraine: "Author", target: str, keys_of: "KeysOf"
) -> None:
    store = open_store(tmp_path / "old.db")
    session = store.begin()
    migrate(session, store.where)
    Writer(session).append(*ukraine.parcel())
    for table in (*BESIDE, *BRANCHES):  # what later steps created
        session.run(f"DROP TABLE {table}")
    session.run("DELETE FROM journal_version WHERE version > 1")
    store.commit()
    store.close()

    restore(tmp_path / "old.db", target, LATER)

    with open_journal(target) as restored:
        assert restored.head(ukraine.circle, UKRAINE) == ukraine.head()
        assert verify(restored, keys_of).sound


def test_a_journal_is_never_restored_over_another(
    full: Journal, tmp_path: Path, target: str
) -> None:
    back_up(full, tmp_path / "backup.db", AT)
    with open_journal(target) as other:
        other.write(lambda writer: writer.set_meta("party", "jp")).result(10)

    with pytest.raises(BackupThereError):
        restore(tmp_path / "backup.db", target, LATER)

    with open_journal(target) as other:
        assert other.meta("party") == "jp"


def test_a_backup_that_is_not_there_or_no_backup_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("лист, а не журнал " * 100)

    for name in ("nothing.db", "letter.db"):
        with pytest.raises(BackupFailedError):
            restore(tmp_path / name, tmp_path / "restored.db", AT)
    assert not (tmp_path / "nothing.db").exists()
    assert not (tmp_path / "restored.db").exists()


def test_a_backup_is_one_file_that_any_sqlite_reads(full: Journal, tmp_path: Path) -> None:
    back_up(full, tmp_path / "backup.db", AT)

    connection = sqlite3.connect(f"file:{tmp_path / 'backup.db'}?mode=ro", uri=True)
    try:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (601,)
    finally:
        connection.close()
