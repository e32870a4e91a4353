"""Projection: kept up to date it is what a rebuild gives, whatever came in which order."""

from collections.abc import Mapping
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from comity.journal.book import Journal, open_journal
from comity.journal.store import Row, Session
from comity.journal.writer import Writer
from comity.projection import Projection, ProjectionDiffersError, Projections
from comity.records.party import Party
from comity.records.record import Record

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")


class Tally:
    """Counts the records of each party, and remembers their texts."""

    name = "tally"
    version = 1
    tables: Mapping[str, str] = {
        "tally_counts": "party TEXT PRIMARY KEY, records INTEGER NOT NULL",
        "tally_texts": "hash BLOB PRIMARY KEY, party TEXT NOT NULL, text TEXT NOT NULL",
    }

    def apply(self, tx: Session, _number: int, record: Record) -> None:
        tx.run(
            "INSERT INTO tally_counts (party, records) VALUES (?, 1) ON CONFLICT (party) "
            "DO UPDATE SET records = tally_counts.records + 1",
            record.party,
        )
        text = str(record.body.get("text", ""))
        tx.run(
            "INSERT INTO tally_texts (hash, party, text) VALUES (?, ?, ?)",
            bytes.fromhex(record.hash),
            record.party,
            text,
        )


class Order:
    """Remembers the order of admissions."""

    name = "sequence"
    version = 1
    tables: Mapping[str, str] = {"sequence_rows": "number INTEGER PRIMARY KEY, hash TEXT NOT NULL"}

    def apply(self, tx: Session, number: int, record: Record) -> None:
        tx.run("INSERT INTO sequence_rows (number, hash) VALUES (?, ?)", number, record.hash)


class Second(Tally):
    """The same, of a later version: another table, and capitals."""

    version = 2
    tables: Mapping[str, str] = {"tally_words": "text TEXT NOT NULL"}

    def apply(self, tx: Session, _number: int, record: Record) -> None:
        tx.run(
            "INSERT INTO tally_words (text) VALUES (?)", str(record.body.get("text", "")).upper()
        )


class Broken(Tally):
    """A program with a fault: it fails at one text."""

    def apply(self, tx: Session, number: int, record: Record) -> None:
        super().apply(tx, number, record)
        if record.body.get("text") == "доповідь 7":
            raise KeyError("доповідь 7")


def rows(projections: Projections, table: str) -> list[Row]:
    with projections.reading() as session:
        return sorted(tuple(row) for row in session.all(f"SELECT * FROM {table}"))  # noqa: S608 - ours


def of(journal: Journal, *projections: Projection) -> Projections:
    return Projections(journal, projections)


def test_what_was_admitted_is_taken_in_once(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(699)
    ukraine.put(journal)
    projections = of(journal, Tally())

    assert projections.behind("tally") == 700
    assert projections.catch_up() == 700
    assert projections.catch_up() == 0

    assert projections.behind("tally") == 0
    assert rows(projections, "tally_counts") == [("ua", 700)]


def test_a_limit_stops_the_catching_up(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(699)
    ukraine.put(journal)
    projections = of(journal, Tally())

    assert projections.catch_up(limit=250) == 250

    assert rows(projections, "tally_counts") == [("ua", 250)]
    assert projections.behind("tally") == 450


def test_a_record_that_waited_is_not_passed_over(
    journal: Journal, ukraine: "Author", japan: "Author", korea: "Author"
) -> None:
    projections = of(journal, Tally(), Order())
    japan.say("чекає", seen={UKRAINE: ukraine.head()})
    korea.say("не чекає")
    japan.put(journal)
    korea.put(journal)
    projections.catch_up()
    before = rows(projections, "tally_counts")

    ukraine.put(journal)
    projections.catch_up()

    assert before == [("kr", 1)]
    assert rows(projections, "tally_counts") == [("jp", 1), ("kr", 1), ("ua", 1)]
    in_order = [korea.records[0].hash, ukraine.records[0].hash, japan.records[0].hash]
    assert [row[1] for row in rows(projections, "sequence_rows")] == in_order


def test_the_order_of_arrival_changes_nothing(
    ukraine: "Author", japan: "Author", korea: "Author"
) -> None:
    japan.say("1", seen={UKRAINE: ukraine.head()})
    korea.say("2", seen={JAPAN: japan.head()})
    ukraine.say("3", seen={KOREA: korea.head()})
    results = []
    for arrival in permutations((ukraine, japan, korea)):
        with open_journal(":memory:") as journal:
            projections = of(journal, Tally())
            for author in arrival:
                author.put(journal)
                projections.catch_up()
            results.append(rows(projections, "tally_texts"))

    assert results == [results[0]] * 6


def test_kept_rows_are_those_of_a_rebuild(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    projections = of(journal, Tally(), Order())
    ukraine.say_all(299)
    for first in (1, 101, 201):
        ukraine.put(journal, first, first + 99)
        projections.catch_up()
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    japan.put(journal)
    projections.catch_up(limit=1)
    kept = [rows(projections, table) for table in ("tally_counts", "tally_texts", "sequence_rows")]

    projections.check()
    projections.rebuild()

    assert kept == [
        rows(projections, table) for table in ("tally_counts", "tally_texts", "sequence_rows")
    ]


def test_a_check_compares_as_far_as_the_projection_has_come(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(299)
    ukraine.put(journal)
    projections = of(journal, Tally())
    projections.catch_up(limit=120)

    projections.check()

    assert rows(projections, "tally_counts") == [("ua", 120)]


@pytest.mark.parametrize(
    ("sql", "extra", "missing"),
    [
        ("UPDATE tally_texts SET text = 'інше' WHERE text = 'доповідь 7'", 1, 1),
        ("DELETE FROM tally_texts WHERE text = 'доповідь 7'", 0, 1),
        ("INSERT INTO tally_texts SELECT hash, 'zz', text FROM tally_texts WHERE 1 = 0", 0, 0),
    ],
)
def test_a_row_that_the_journal_does_not_give_is_found(
    journal: Journal, ukraine: "Author", sql: str, extra: int, missing: int
) -> None:
    ukraine.say_all(9)
    ukraine.put(journal)
    projections = of(journal, Tally())
    projections.catch_up()

    def change(writer: Writer) -> None:
        with writer.session() as session:
            session.run(sql)

    journal.write(change).result(10)

    if not extra + missing:
        projections.check()
        return
    with pytest.raises(ProjectionDiffersError) as refusal:
        projections.check()
    assert refusal.value.facts == {
        "table": "tally_texts",
        "name": "tally",
        "extra": str(extra),
        "missing": str(missing),
    }
    projections.rebuild("tally")
    projections.check()


def test_a_row_that_stands_twice_is_found(journal: Journal, ukraine: "Author") -> None:
    ukraine.put(journal)
    projections = of(journal, Second())
    projections.catch_up()

    def change(writer: Writer) -> None:
        with writer.session() as session:
            session.run("INSERT INTO tally_words SELECT * FROM tally_words")

    journal.write(change).result(10)

    with pytest.raises(ProjectionDiffersError):
        projections.check()


def test_a_check_leaves_no_trace(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(9)
    ukraine.put(journal)
    projections = of(journal, Tally())
    projections.catch_up()
    before = rows(projections, "tally_texts")

    projections.check()
    ukraine.say("далі")
    ukraine.put(journal, 11)
    projections.catch_up()

    assert len(rows(projections, "tally_texts")) == len(before) + 1


def test_a_new_version_is_built_anew_and_the_old_tables_go(lasting: str, ukraine: "Author") -> None:
    ukraine.say_all(9)
    with open_journal(lasting) as journal:
        ukraine.put(journal)
        of(journal, Tally()).catch_up()
    with open_journal(lasting) as journal:
        projections = of(journal, Second())
        behind = projections.behind("tally")
        projections.catch_up()

        assert behind == 10
        assert ("ДОПОВІДЬ 7",) in rows(projections, "tally_words")
        with projections.reading() as session:
            assert not session.has_table("tally_texts")


def test_the_same_version_goes_on_where_it_was(lasting: str, ukraine: "Author") -> None:
    ukraine.say_all(9)
    with open_journal(lasting) as journal:
        ukraine.put(journal, 1, 5)
        of(journal, Tally()).catch_up()
    with open_journal(lasting) as journal:
        projections = of(journal, Tally())
        ukraine.put(journal, 6)

        assert projections.catch_up() == 5


def test_a_projection_that_fails_stays_before_the_batch_and_stops_nobody_else(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(9)
    projections = of(journal, Broken())
    ukraine.put(journal, 1, 3)
    projections.catch_up()
    ukraine.put(journal, 4)

    with pytest.raises(KeyError):
        projections.catch_up()

    assert rows(projections, "tally_counts") == [("ua", 3)]
    assert projections.behind("tally") == 7
    ukraine.say("далі")
    assert ukraine.put(journal, 11) == 1


def test_one_that_is_new_catches_up_with_one_that_is_not(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(299)
    ukraine.put(journal)
    of(journal, Tally()).catch_up()
    projections = of(journal, Tally(), Order())

    projections.catch_up()

    assert rows(projections, "tally_counts") == [("ua", 300)]
    assert len(rows(projections, "sequence_rows")) == 300
    projections.check()
