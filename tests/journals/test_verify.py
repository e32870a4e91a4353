"""Verify: a sound journal is found sound, and a changed byte is found wherever it matters."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comity.errors import ComityError
from comity.journal.book import Journal, open_journal
from comity.journal.report import Fault
from comity.journal.schema import TABLES
from comity.journal.store import Value
from comity.journal.verify import verify
from comity.journal.writer import Writer
from comity.records.party import Party

if TYPE_CHECKING:
    from tests.journals.conftest import Author, KeysOf

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")
AT = "2026-03-05T09:30:00.000Z"


def fill(journal: Journal, ukraine: "Author", japan: "Author") -> None:
    """Write something into every table."""
    ukraine.say_all(300)
    ukraine.put(journal, 1, 3)
    ukraine.put(journal, 4, 301)
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    japan.say("御提案", seen={UKRAINE: ukraine.head(), KOREA: ukraine.head(1)})  # never came
    japan.put(journal)
    early = ukraine.say("терміново")
    receipt = ukraine.receipt(JAPAN, 301)
    seconds = int.from_bytes(receipt[:8], "big")
    note, proof = ukraine.parcel()[1], ukraine.proof(302)
    circle = ukraine.circle
    journal.write(lambda w: w.receipt(circle, UKRAINE, JAPAN, 301, seconds, receipt)).result(10)
    journal.write(lambda w: w.offered(circle, UKRAINE, JAPAN, 301)).result(10)
    journal.write(lambda w: w.evidence("gap", JAPAN, circle, {"seq": 7}, b"bytes")).result(10)
    journal.write(lambda w: w.card(JAPAN, 1, b"the card of Japan", "cd" * 32, AT)).result(10)
    journal.write(lambda w: w.set_meta("party", "ua")).result(10)
    journal.write(
        lambda w: w.early(circle, UKRAINE, 302, early.hash, early.encoded, proof, note)
    ).result(10)
    journal.write(lambda w: w.file(circle, "ab" * 32, 1000, "wanted")).result(10)


@pytest.fixture
def full(journal: Journal, ukraine: "Author", japan: "Author") -> Journal:
    """A journal with something in every table."""
    fill(journal, ukraine, japan)
    return journal


def change(journal: Journal, sql: str, *values: Value) -> None:
    """Change rows behind the journal's back."""

    def job(writer: Writer) -> None:
        with writer.session() as session:
            session.run(sql, *values)

    journal.write(job).result(10)


def test_a_sound_journal_is_found_sound(full: Journal, keys_of: "KeysOf") -> None:
    report = verify(full, keys_of)

    assert report.faults == []
    assert report.sound
    assert dict(report.counts) == {
        "chains": 2,
        "records": 303,
        "subtrees": 1,
        "checkpoints": 3,
        "receipts": 1,
        "admissions": 302,
        "evidence": 1,
        "cards": 1,
        "meta": 1,
        "early": 1,
    }


def test_an_empty_journal_is_sound(journal: Journal, keys_of: "KeysOf") -> None:
    assert verify(journal, keys_of).sound


def test_a_changed_record_is_named(full: Journal, keys_of: "KeysOf", ukraine: "Author") -> None:
    changed = ukraine.records[6].encoded.replace("доповідь".encode(), "доповіть".encode())
    change(full, "UPDATE records SET encoded = ? WHERE number = ?", changed, 7)

    faults = verify(full, keys_of).faults

    place = f"record 7 of chain ua of circle {ukraine.circle}"
    assert Fault(place, "cannot be read: ValueError: its hash is kept otherwise") in faults


IN_MEMORY = pytest.mark.parametrize("where", ["memory"], indirect=True)
"""What is proved of rows is the same in every store; one is enough for each kind of damage."""


@IN_MEMORY
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records SET seq = 400 WHERE number = 301",
        "UPDATE records SET number = 400 WHERE number = 303",
        "DELETE FROM records WHERE number = 303",
        "DELETE FROM records WHERE number = 5",
        "UPDATE chains SET size = 300 WHERE id = 1",
        "UPDATE chains SET admitted = 300 WHERE id = 1",
        "UPDATE chains SET admitted = 2 WHERE id = 2",
        "UPDATE chains SET stopped = 1 WHERE id = 2",
        "UPDATE chains SET wait_size = 9 WHERE id = 2",
        "UPDATE chains SET party = 'kr' WHERE id = 2",
        "UPDATE checkpoints SET size = 4 WHERE size = 3",
        "DELETE FROM checkpoints WHERE size = 301",
        "DELETE FROM subtrees",
        "UPDATE subtrees SET place = 1",
        "UPDATE receipts SET at = at + 1",
        "UPDATE receipts SET member = 'kr'",
        "UPDATE receipts SET size = 3",
        "UPDATE deliveries SET received = 3",
        "DELETE FROM admissions WHERE number = 5",
        "DELETE FROM admissions WHERE number = 302",
        "UPDATE admissions SET record = 999 WHERE number = 5",
        "UPDATE evidence SET code = 'forged'",
        "UPDATE cards SET version = 2",
        "UPDATE meta SET value = 'jp'",
        "UPDATE meta SET key = 'restored'",
        "UPDATE early SET seq = 303",
    ],
)
def test_a_changed_row_is_found(full: Journal, keys_of: "KeysOf", sql: str) -> None:
    change(full, sql)

    assert not verify(full, keys_of).sound


@IN_MEMORY
@pytest.mark.parametrize(
    ("table", "column", "at_row"),
    [
        ("records", "hash", "number = 7"),
        ("records", "encoded", "number = 301"),
        ("chains", "head", "id = 1"),
        ("chains", "frontier", "id = 1"),
        ("chains", "admitted_head", "id = 2"),
        ("checkpoints", "root", "size = 3"),
        ("checkpoints", "note", "size = 301"),
        ("subtrees", "hash", "place = 0"),
        ("receipts", "signature", "size = 301"),
        ("early", "encoded", "seq = 302"),
        ("early", "hash", "seq = 302"),
        ("early", "proof", "seq = 302"),
        ("early", "note", "seq = 302"),
        ("evidence", "details", "number = 1"),
        ("evidence", "blob", "number = 1"),
        ("cards", "encoded", "version = 1"),
    ],
)
def test_any_flipped_byte_of_a_row_is_found(
    full: Journal, keys_of: "KeysOf", table: str, column: str, at_row: str
) -> None:
    with full.session() as session:
        row = session.one(f"SELECT {column} FROM {table} WHERE {at_row}")  # noqa: S608 - names above
    assert row is not None
    value = bytes(row[0])
    for at in sorted({0, len(value) // 3, len(value) // 2, len(value) - 1}):
        flipped = value[:at] + bytes([value[at] ^ 4]) + value[at + 1 :]
        change(full, f"UPDATE {table} SET {column} = ? WHERE {at_row}", flipped)  # noqa: S608 - the same

        assert not verify(full, keys_of).sound, at


def test_a_receipt_of_an_older_key_is_good_where_that_key_is_known(
    full: Journal, keys_of: "KeysOf"
) -> None:
    new = keys_of("", KOREA, 1)

    rotated = verify(full, keys_of, lambda _circle, _member, _at: [new])
    both = verify(full, keys_of, lambda circle, member, _at: [new, keys_of(circle, member, 1)])

    assert [fault.place.partition(",")[0] for fault in rotated.faults] == ["receipt of jp"]
    assert both.sound


def test_a_checkpoint_of_other_keys_is_found(full: Journal, keys_of: "KeysOf") -> None:
    report = verify(full, lambda circle, _party, size: keys_of(circle, KOREA, size))

    forged = [fault for fault in report.faults if fault.place.startswith("checkpoint ")]
    assert len(forged) == 3


@pytest.fixture
def file(tmp_path: Path, ukraine: "Author", japan: "Author") -> Path:
    """The file of a journal with something in every table, closed."""
    path = tmp_path / "journal.db"
    with open_journal(path) as journal:
        fill(journal, ukraine, japan)
    return path


def rows_of(path: Path) -> list[object] | None:
    """Everything that the tables of a file hold; None when it cannot be opened."""
    try:
        with open_journal(path) as journal, journal.session() as session:
            return [session.all(f"SELECT * FROM {table}") for table in TABLES]  # noqa: S608
    except (ComityError, sqlite3.Error):
        return None


def places(size: int) -> Iterator[int]:
    """Places all over a file, no two of them alike in their page."""
    step = 4096 + 37
    for start in (24, 1100, 2900):
        yield from range(start, size, step)


def test_any_flipped_byte_of_the_file_is_found_or_changes_nothing(
    file: Path, keys_of: "KeysOf"
) -> None:
    whole = file.read_bytes()
    before = rows_of(file)
    missed = []
    for at in places(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        try:
            with open_journal(file) as journal:
                sound = verify(journal, keys_of).sound
        except (ComityError, sqlite3.Error):
            sound = False
        if sound and rows_of(file) != before:
            missed.append(at)

    assert missed == []
