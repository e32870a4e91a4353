"""Writing: one thread, the most urgent first, answered only from the disk."""

import threading
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comity.journal import writing
from comity.journal.book import Journal, open_journal
from comity.journal.store import ClosedError
from comity.journal.writer import Writer
from comity.journal.writing import NotWrittenError
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from tests.journals.conftest import Author

UKRAINE = Party("ua")


class Gate:
    """Holds the writing thread until it is opened, so that a line forms behind it."""

    def __init__(self, journal: Journal) -> None:
        self._reached, self._opened = threading.Event(), threading.Event()
        self._future = journal.write(self._hold, Precedence.IMMEDIATE)
        assert self._reached.wait(10)

    def _hold(self, writer: Writer) -> None:
        writer.written += 1000  # nothing else joins this commit
        self._reached.set()
        assert self._opened.wait(10)

    def open(self) -> None:
        self._opened.set()
        self._future.result(10)


class Points:
    """Remembers the points that commits went through."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def __call__(self, point: str) -> None:
        self.passed.append(point)


def test_a_job_gives_its_answer(journal: Journal) -> None:
    assert journal.write(lambda writer: writer.head("5c" * 32, UKRAINE)).result(10) == NOWHERE


def test_the_most_urgent_job_goes_first_and_equals_as_they_came(journal: Journal) -> None:
    done: list[str] = []

    def write_down(name: str, _writer: Writer) -> None:
        done.append(name)

    gate = Gate(journal)
    line = [
        ("routine", Precedence.ROUTINE),
        ("priority", Precedence.PRIORITY),
        ("flash 1", Precedence.FLASH),
        ("immediate", Precedence.IMMEDIATE),
        ("flash 2", Precedence.FLASH),
    ]

    futures = [journal.write(partial(write_down, name), precedence) for name, precedence in line]
    gate.open()
    for future in futures:
        future.result(10)

    assert done == ["flash 1", "flash 2", "immediate", "priority", "routine"]


def test_jobs_that_wait_together_share_a_commit(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST", 10)  # however slow the machine is
    points = Points()
    with open_journal(where, crash=points) as journal:
        gate = Gate(journal)
        futures = [journal.write(lambda _: None) for _ in range(5)]
        gate.open()
        for future in futures:
            future.result(10)

    assert points.passed.count("before-commit") == 2


def test_a_job_of_another_precedence_has_a_commit_of_its_own(where: str) -> None:
    points = Points()
    with open_journal(where, crash=points) as journal:
        gate = Gate(journal)
        waiting = [journal.write(lambda _: None, precedence) for precedence in Precedence]
        gate.open()
        for future in waiting:
            future.result(10)

    assert points.passed.count("before-commit") == 5


def test_nothing_joins_a_commit_that_holds_many_records(where: str, ukraine: "Author") -> None:
    points = Points()
    ukraine.say_all(199)
    parcel = ukraine.parcel()
    with open_journal(where, crash=points) as journal:
        gate = Gate(journal)
        bulk = journal.write(lambda writer: writer.append(*parcel))
        small = journal.write(lambda _: None)
        gate.open()
        bulk.result(10)
        small.result(10)

    assert points.passed.count("before-commit") == 3


def test_a_commit_goes_through_its_points_in_order(where: str) -> None:
    points = Points()
    with open_journal(where, crash=points) as journal:
        journal.write(lambda _: None).result(10)

    assert points.passed == ["before-commit", "after-commit", "before-resolve"]


def test_a_job_that_raises_is_undone_alone(journal: Journal) -> None:
    gate = Gate(journal)

    def fail(writer: Writer) -> None:
        writer.set_meta("second", "ні")
        raise KeyError("second")

    first = journal.write(lambda writer: writer.set_meta("first", "так"))
    second = journal.write(fail)
    third = journal.write(lambda writer: writer.set_meta("third", "так"))
    gate.open()

    first.result(10)
    third.result(10)
    with pytest.raises(KeyError):
        second.result(10)
    assert [journal.meta(key) for key in ("first", "second", "third")] == ["так", None, "так"]


def test_what_is_not_committed_is_not_seen(where: str) -> None:
    if where == ":memory:":
        pytest.skip("in memory nobody reads while a transaction is open")
    with open_journal(where) as journal:
        written, seen = threading.Event(), threading.Event()

        def job(writer: Writer) -> None:
            writer.set_meta("party", "ua")
            assert writer.meta("party") == "ua"
            written.set()
            assert seen.wait(10)

        future = journal.write(job)
        assert written.wait(10)
        before = journal.meta("party")
        seen.set()
        future.result(10)

        assert (before, journal.meta("party")) == (None, "ua")


def test_many_threads_may_write_and_read_at_once(journal: Journal) -> None:
    def work(name: str) -> None:
        for number in range(20):
            journal.write(partial(Writer.set_meta, key=name, value=str(number))).result(10)
            assert journal.meta(name) == str(number)

    failed: list[BaseException] = []

    def watched(name: str) -> None:
        try:
            work(name)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=watched, args=(f"t{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failed == []


def test_a_cancelled_job_is_not_done(journal: Journal) -> None:
    gate = Gate(journal)
    future: Future[None] = journal.write(lambda writer: writer.set_meta("party", "ua"))

    assert future.cancel()
    gate.open()
    journal.write(lambda _: None).result(10)

    assert journal.meta("party") is None


def test_closing_does_what_was_handed_in_and_takes_no_more(lasting: str) -> None:
    journal = open_journal(lasting)
    gate = Gate(journal)
    future = journal.write(lambda writer: writer.set_meta("party", "ua"))
    threading.Timer(0.05, gate.open).start()
    journal.close()

    future.result(0)
    with pytest.raises(ClosedError):
        journal.write(lambda _: None)
    with pytest.raises(ClosedError):
        journal.meta("party")
    with open_journal(lasting) as again:
        assert again.meta("party") == "ua"


def test_a_commit_that_fails_fails_every_job_of_it_and_nothing_else(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, ukraine: "Author"
) -> None:
    parcel = ukraine.parcel()
    failing = journal.store.failures[0]("disk I/O error")

    def broken() -> None:
        raise failing

    gate = Gate(journal)
    first = journal.write(lambda writer: writer.append(*parcel))
    second = journal.write(lambda writer: writer.set_meta("party", "ua"))
    with monkeypatch.context() as patch:
        original = journal.store.commit
        commits = chain([original], repeat(broken))

        def commit() -> None:
            next(commits)()

        patch.setattr(journal.store, "commit", commit)
        gate.open()
        errors = [first.exception(10), second.exception(10)]

    assert [type(error) for error in errors] == [NotWrittenError, NotWrittenError]
    assert str(errors[0]) == (
        f"nothing was written to the journal {journal.store.where}: disk I/O error; see that the "
        "disk has room and the database runs, then do it again"
    )
    assert journal.head(ukraine.circle, UKRAINE) == NOWHERE
    assert ukraine.put(journal) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> "Iterator[Journal]":
    """A journal in a file that may not grow, as on a full disk."""
    with open_journal(tmp_path / "journal.db") as journal:
        pages = journal.write(
            lambda writer: writer._session.one("PRAGMA page_count")  # the file as it is
        ).result(10)
        assert pages is not None
        journal.write(
            lambda writer: writer._session.run(f"PRAGMA max_page_count={pages[0] + 20}")
        ).result(10)
        yield journal


def test_a_full_disk_is_said_and_what_was_there_stays(
    small_disk: Journal, ukraine: "Author"
) -> None:
    ukraine.put(small_disk)
    ukraine.say_all(400)

    with pytest.raises(NotWrittenError) as refusal:
        ukraine.put(small_disk, 2, 401)

    assert refusal.value.code == "journal-not-written"
    assert small_disk.head(ukraine.circle, UKRAINE) == ukraine.head(1)
    assert ukraine.put(small_disk, 2, 3) == 2


def test_a_commit_takes_no_further_job_when_it_has_lasted(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LONGEST", -1)
    points = Points()
    with open_journal(where, crash=points) as journal:
        gate = Gate(journal)
        futures = [journal.write(lambda _: None) for _ in range(3)]
        gate.open()
        for future in futures:
            future.result(10)

    assert points.passed.count("before-commit") == 4
