"""PostgreSQL: what only a server can do to a journal."""

from typing import TYPE_CHECKING

import psycopg
import pytest

from comity.journal.book import NotReadError, open_journal
from comity.records.party import Party

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journals.conftest import Author

UKRAINE = Party("ua")


def hang_up(address: str) -> None:
    """End every connection of a journal, as a restart of the server does."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'comity'"
        )


def test_a_job_is_done_though_the_server_was_started_again(
    postgresql: str, new_schema: "Callable[[], str]", ukraine: "Author"
) -> None:
    ukraine.say("далі")
    with open_journal(new_schema()) as journal:
        ukraine.put(journal, 1, 1)
        hang_up(postgresql)

        assert ukraine.put(journal, 2) == 1


def test_a_question_fails_once_when_the_server_was_started_again(
    postgresql: str, new_schema: "Callable[[], str]", ukraine: "Author"
) -> None:
    with open_journal(new_schema()) as journal:
        ukraine.put(journal)
        journal.head(ukraine.circle, UKRAINE)
        hang_up(postgresql)

        with pytest.raises(NotReadError):
            journal.head(ukraine.circle, UKRAINE)
        assert journal.head(ukraine.circle, UKRAINE) == ukraine.head()


def test_two_workers_may_share_a_journal(
    new_schema: "Callable[[], str]", ukraine: "Author", japan: "Author"
) -> None:
    ukraine.say_all(99)
    japan.say_all(100)
    address = new_schema()
    with open_journal(address) as one, open_journal(address) as two:
        futures = []
        for first in range(1, 101, 10):
            for journal, author in ((one, ukraine), (two, japan), (two, ukraine)):
                parcel = author.parcel(first, first + 9)
                futures.append((journal, parcel))
        done = [journal.write(lambda w, p=parcel: w.append(*p)) for journal, parcel in futures]  # type: ignore[misc]
        new = sum(future.result(10) for future in done if future.exception(10) is None)

        assert new <= 200
        ukraine.put(one)
        japan.put(two)
        assert one.heads(ukraine.circle) == {
            UKRAINE: ukraine.head(),
            japan.party: japan.head(),
        }
        assert len(one.arrived(0, 1000)) == 200
