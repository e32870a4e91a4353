"""Admission: a record counts when everything that its cut names is here."""

from itertools import permutations
from typing import TYPE_CHECKING

from comity.journal.book import Journal, open_journal
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Head, Record, read

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")


def admitted(journal: Journal) -> list[Record]:
    return [record for _, record in journal.admissions(0, 100_000)]


def settle(journal: Journal) -> None:
    """Wait until every job that was left for later is done."""
    before = -1
    while before != (before := journal.last_admission()):
        for _ in range(3):
            journal.write(lambda writer: writer.written, Precedence.ROUTINE).result(10)


def test_a_record_that_names_nothing_is_admitted_at_once(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.put(journal)

    assert journal.admitted(ukraine.circle) == {UKRAINE: ukraine.head()}
    assert admitted(journal) == ukraine.records


def test_a_record_waits_for_what_its_cut_names(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    japan.say("御提案を拝見しました", seen={UKRAINE: ukraine.head()})
    japan.put(journal)

    assert journal.heads(ukraine.circle) == {JAPAN: japan.head()}
    assert journal.admitted(ukraine.circle) == {}
    assert journal.admissions(0, 10) == []

    ukraine.put(journal)

    assert journal.admitted(ukraine.circle) == {UKRAINE: ukraine.head(), JAPAN: japan.head()}
    assert admitted(journal) == [*ukraine.records, *japan.records]


def test_the_order_of_admission_is_not_the_order_of_arrival(
    journal: Journal, ukraine: "Author", japan: "Author", korea: "Author"
) -> None:
    answer = japan.say("承知", seen={UKRAINE: ukraine.head()})
    other = korea.say("확인")
    japan.put(journal)
    korea.put(journal)
    before = journal.admissions(0, 10)
    ukraine.put(journal)

    assert [record for _, record in journal.arrived(0, 10)] == [answer, other, *ukraine.records]
    assert before == [(1, other)]
    assert journal.admissions(1, 10) == [(2, ukraine.records[0]), (3, answer)]


def test_only_what_stands_before_the_waiting_record_is_admitted(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    ukraine.say_all(2)
    japan.say("перше")
    japan.say("друге", seen={UKRAINE: ukraine.head(1)})
    japan.say("третє", seen={UKRAINE: ukraine.head(3)})
    japan.put(journal)
    assert journal.admitted(ukraine.circle) == {JAPAN: japan.head(1)}

    ukraine.put(journal, 1, 2)

    assert journal.admitted(ukraine.circle)[JAPAN] == japan.head(2)


def test_chains_that_name_each_other_are_admitted_in_any_order_of_arrival(
    ukraine: "Author", japan: "Author", korea: "Author"
) -> None:
    japan.say("1", seen={UKRAINE: ukraine.head()})
    korea.say("2", seen={UKRAINE: ukraine.head(), JAPAN: japan.head()})
    ukraine.say("3", seen={JAPAN: japan.head(), KOREA: korea.head()})
    japan.say("4", seen={UKRAINE: ukraine.head(), KOREA: korea.head()})
    order = [(ukraine, 1), (japan, 1), (korea, 1), (ukraine, 2), (japan, 2)]
    right = [author.records[seq - 1] for author, seq in order]

    for arrival in permutations((ukraine, japan, korea)):
        with open_journal(":memory:") as fresh:
            for author in arrival:
                author.put(fresh)

            assert admitted(fresh) == right


def test_a_cut_that_names_another_record_stops_its_chain_and_is_kept(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    ukraine.put(journal)
    japan.say("так")
    liar = japan.say("ви казали інше", seen={UKRAINE: Head(1, "ee" * 32)})
    japan.say("і далі", seen={UKRAINE: Head(1, "ee" * 32)})

    japan.put(journal)

    assert journal.heads(ukraine.circle)[JAPAN] == japan.head(3)
    assert journal.admitted(ukraine.circle)[JAPAN] == japan.head(1)
    (evidence,) = journal.evidence(0, 10)
    assert (evidence.code, evidence.party) == ("cut-mismatch", JAPAN)
    assert evidence.details == {
        "seq": 2,
        "other": "ua",
        "size": 1,
        "stated": "ee" * 32,
        "held": ukraine.records[0].hash,
    }
    assert read(evidence.blob) == liar


def test_a_stopped_chain_does_not_stop_the_others(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    ukraine.put(journal)
    japan.say("ви казали інше", seen={UKRAINE: Head(1, "ee" * 32)})
    japan.put(journal)

    ukraine.say("далі")
    ukraine.put(journal)

    assert journal.admitted(ukraine.circle) == {UKRAINE: ukraine.head()}
    assert len(journal.evidence(0, 10)) == 1


def test_a_record_that_names_an_unadmitted_one_waits_as_well(
    journal: Journal, ukraine: "Author", japan: "Author", korea: "Author"
) -> None:
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    korea.say("확인", seen={JAPAN: japan.head()})
    japan.put(journal)
    korea.put(journal)

    assert journal.admissions(0, 10) == []


def test_many_waiting_records_are_admitted_over_several_jobs(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    for _ in range(2500):
        japan.say("чекаємо", seen={UKRAINE: ukraine.head()})
    for first in range(1, 2500, 500):
        japan.put(journal, first, first + 499)

    ukraine.put(journal)
    settle(journal)

    assert admitted(journal) == [*ukraine.records, *japan.records]
    assert journal.admitted(ukraine.circle)[JAPAN] == japan.head()


def test_an_interrupted_admission_goes_on_when_the_journal_is_opened(
    lasting: str, ukraine: "Author", japan: "Author"
) -> None:
    for _ in range(1500):
        japan.say("чекаємо", seen={UKRAINE: ukraine.head()})
    with open_journal(lasting) as journal:
        for first in range(1, 1500, 500):
            japan.put(journal, first, first + 499)
        parcel = ukraine.parcel()
        future = journal.write(lambda writer: writer.append(*parcel))
        journal._line.close()
        future.result(10)
    with open_journal(lasting) as journal:
        settle(journal)

        assert admitted(journal) == [*ukraine.records, *japan.records]
