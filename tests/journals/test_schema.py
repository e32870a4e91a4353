"""Schema: an older journal becomes a newer one, a newer one is left alone."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comity.journal.book import open_journal, open_store
from comity.journal.schema import BESIDE, BRANCHES, NEWEST, NewerJournalError, migrate, version_of
from comity.journal.store import NotOpenedError
from comity.journal.writer import Writer
from comity.records.party import Party

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE = Party("ua")


def test_a_journal_of_version_1_becomes_the_newest_with_all_it_holds(
    lasting: str, ukraine: "Author"
) -> None:
    ukraine.say_all(9)
    store = open_store(lasting)
    session = store.begin()
    migrate(session, store.where)
    Writer(session).append(*ukraine.parcel())
    for table in (*BESIDE, *BRANCHES):  # what later steps created
        session.run(f"DROP TABLE {table}")
    session.run("DELETE FROM journal_version WHERE version > 1")
    before = (version_of(session), session.has_table("files"))
    store.commit()
    store.close()

    with open_journal(lasting) as journal:
        with journal.session() as session:
            assert (*before, version_of(session)) == (1, False, NEWEST)
        assert journal.head(ukraine.circle, UKRAINE) == ukraine.head()
        assert journal.files("ab" * 32) == []
        ukraine.say("далі")
        assert ukraine.put(journal, 11, 11) == 1


def test_a_journal_of_a_newer_version_is_refused_and_not_changed(lasting: str) -> None:
    store = open_store(lasting)
    session = store.begin()
    migrate(session, store.where)
    session.run("INSERT INTO journal_version (version) VALUES (?)", NEWEST + 1)
    store.commit()
    store.close()

    with pytest.raises(NewerJournalError) as refusal:
        open_journal(lasting)

    assert str(refusal.value) == (
        f"the journal {store.where} has version {NEWEST + 1}, this program knows {NEWEST}; "
        "start the newer program again, nothing was changed"
    )


def test_opening_twice_changes_nothing(lasting: str, ukraine: "Author") -> None:
    with open_journal(lasting) as journal:
        ukraine.put(journal)
    with open_journal(lasting) as journal:
        assert journal.head(ukraine.circle, UKRAINE) == ukraine.head()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotOpenedError):
        open_journal(tmp_path / "nowhere" / "journal.db")


def test_a_file_that_is_no_journal_is_said(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes("це не журнал, а лист".encode() * 400)

    with pytest.raises(NotOpenedError):
        open_journal(path)


def test_a_database_that_is_not_there_is_said_without_its_password() -> None:
    with pytest.raises(NotOpenedError) as refusal:
        open_journal("postgresql://comity:secret@%2Fnowhere/journal")

    assert "secret" not in str(refusal.value)


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with open_journal(tmp_path / "journal.db"):
        assert (tmp_path / "journal.db").stat().st_mode & 0o077 == 0
