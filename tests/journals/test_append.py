"""Appending: what follows is taken, what does not is refused by name and leaves no trace."""

from typing import TYPE_CHECKING

import pytest

from comity.journal.book import Journal
from comity.journal.following import (
    CutBackError,
    ForkError,
    GapError,
    LinkError,
    MixedChainsError,
)
from comity.journal.writer import OtherChainError, RootError, Writer
from comity.records.party import Party
from comity.records.record import NOWHERE, Head, read, write

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE, JAPAN = Party("ua"), Party("jp")


def test_what_was_appended_can_be_read(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(4)

    assert ukraine.put(journal) == 5

    assert journal.head(ukraine.circle, UKRAINE) == ukraine.head()
    encoded = journal.records(ukraine.circle, UKRAINE, 1, 10, 1 << 20)
    assert encoded == [record.encoded for record in ukraine.records]
    assert journal.record(ukraine.circle, UKRAINE, 3) == ukraine.records[2]
    assert journal.by_hash(ukraine.records[3].hash) == ukraine.records[3]


def test_a_journal_begins_empty(journal: Journal, ukraine: "Author") -> None:
    assert journal.circles() == []
    assert journal.head(ukraine.circle, UKRAINE) == NOWHERE
    assert journal.frontier(ukraine.circle, UKRAINE).size == 0
    assert journal.record(ukraine.circle, UKRAINE, 1) is None
    assert [journal.by_hash(one) for one in ("ab" * 32, "", "no hash", "z" * 64)] == [None] * 4
    assert journal.note_covering(ukraine.circle, UKRAINE, 1) is None
    assert journal.last_note(ukraine.circle, UKRAINE) is None
    assert journal.inclusion(ukraine.circle, UKRAINE, 1, 1) == ()
    assert journal.last_admission() == 0


def test_a_chain_goes_on_from_parcel_to_parcel(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(299)
    ukraine.put(journal, 1, 200)
    ukraine.put(journal, 201, 300)

    assert journal.heads(ukraine.circle) == {UKRAINE: ukraine.head()}
    assert journal.frontier(ukraine.circle, UKRAINE).root == ukraine.checkpoint().root
    assert journal.circles() == [ukraine.circle]
    assert journal.chains(ukraine.circle) == [UKRAINE]


def test_a_parcel_that_comes_twice_changes_nothing(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(4)
    ukraine.put(journal)

    assert ukraine.put(journal) == 0

    assert len(journal.arrived(0, 100)) == 5


def test_of_a_parcel_that_overlaps_only_the_new_part_is_taken(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(4)
    ukraine.put(journal, 1, 3)

    assert ukraine.put(journal, 2, 5) == 2

    assert [record.seq for _, record in journal.arrived(0, 100)] == [1, 2, 3, 4, 5]


def test_a_gap_is_refused_by_name(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(4)
    ukraine.put(journal, 1, 2)

    with pytest.raises(GapError) as refusal:
        ukraine.put(journal, 4, 5)

    assert str(refusal.value) == (
        f"records 3 to 3 of ua in circle {ukraine.circle} are missing; ask any member of the "
        "circle for them"
    )


def test_a_gap_inside_a_parcel_is_refused(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(4)
    records, note, root = ukraine.parcel()

    with pytest.raises(GapError):
        journal.write(lambda writer: writer.append(records[:2] + records[3:], note, root)).result()


def test_a_second_story_is_refused_with_both_records(journal: Journal, ukraine: "Author") -> None:
    told = ukraine.say("погоджуємось")
    ukraine.put(journal)
    ukraine.records.pop()
    other = ukraine.say("не погоджуємось")

    with pytest.raises(ForkError) as refusal:
        ukraine.put(journal)

    assert refusal.value.code == "two-stories"
    assert read(refusal.value.held) == told
    assert read(refusal.value.offered) == other
    assert journal.record(ukraine.circle, UKRAINE, 2) == told


def test_a_record_that_follows_a_second_story_is_refused_with_both_ends(
    journal: Journal, ukraine: "Author"
) -> None:
    told = ukraine.say("погоджуємось")
    ukraine.put(journal)
    ukraine.records.pop()
    ukraine.say("не погоджуємось")
    after = ukraine.say("і крапка")

    with pytest.raises(LinkError) as refusal:
        ukraine.put(journal, 3)

    assert read(refusal.value.held) == told
    assert read(refusal.value.offered) == after


def test_a_job_may_keep_evidence_of_what_it_was_refused(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say("погоджуємось")
    ukraine.put(journal)
    ukraine.records.pop()
    other = ukraine.say("не погоджуємось")
    parcel = ukraine.parcel()

    def job(writer: Writer) -> None:
        try:
            writer.append(*parcel)
        except ForkError as fork:
            facts = {"held": fork.held.decode()}
            writer.evidence(fork.code, UKRAINE, ukraine.circle, facts, fork.offered)

    journal.write(job).result()

    (evidence,) = journal.evidence(0, 10)
    assert (evidence.number, evidence.code, evidence.party) == (1, "two-stories", UKRAINE)
    assert read(evidence.blob) == other


def test_a_cut_that_goes_back_is_refused(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    japan.say_all(2)
    ukraine.say("ми бачили два", seen={JAPAN: japan.head(2)})
    ukraine.say("ми бачили один", seen={JAPAN: japan.head(1)})

    with pytest.raises(CutBackError) as refusal:
        ukraine.put(journal)

    assert str(refusal.value) == (
        f"record 3 of ua in circle {ukraine.circle} has received 1 records of jp, the record "
        "before it 2; nothing was kept, ask ua to repair its node"
    )
    assert journal.head(ukraine.circle, UKRAINE) == NOWHERE


def test_a_cut_that_goes_back_from_one_parcel_to_the_next_is_refused(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    japan.say("承知")
    ukraine.say("ми бачили", seen={JAPAN: japan.head()})
    ukraine.put(journal)
    ukraine.say("ми забули", seen={})

    with pytest.raises(CutBackError):
        ukraine.put(journal, 3)


def test_a_cut_that_names_another_record_of_the_same_number_is_refused(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    japan.say("承知")
    ukraine.say("ми бачили", seen={JAPAN: japan.head()})
    ukraine.say("щось інше", seen={JAPAN: Head(1, "ee" * 32)})

    with pytest.raises(CutBackError):
        ukraine.put(journal)


def test_a_root_of_other_records_is_refused(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(2)
    records, note, _ = ukraine.parcel()

    with pytest.raises(RootError):
        journal.write(lambda writer: writer.append(records, note, b"\7" * 32)).result()

    assert journal.arrived(0, 10) == []


def test_a_checkpoint_of_another_size_is_refused(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(2)
    records, _, _ = ukraine.parcel(1, 3)
    _, note, root = ukraine.parcel(1, 2)

    with pytest.raises(OtherChainError):
        journal.write(lambda writer: writer.append(records, note, root)).result()


def test_records_of_two_chains_are_refused(
    journal: Journal, ukraine: "Author", japan: "Author"
) -> None:
    japan.say("承知")
    records, note, root = ukraine.parcel()

    with pytest.raises(MixedChainsError):
        journal.write(lambda writer: writer.append(records + japan.records, note, root)).result()
    with pytest.raises(MixedChainsError):
        journal.write(lambda writer: writer.append([], note, root)).result()


def test_circles_do_not_mix(journal: Journal, ukraine: "Author") -> None:
    elsewhere = write(
        circle="77" * 32, party=UKRAINE, seq=1, prev="", cut={}, kind="report/1",
        body={"text": "інше коло"}, at="2026-03-05T09:30:00.000Z", marking="TLP:RED",
    )  # fmt: skip
    other = type(ukraine)("77" * 32, UKRAINE)
    other.records.append(elsewhere)
    ukraine.put(journal)
    other.put(journal)

    assert journal.circles() == sorted([ukraine.circle, other.circle])
    assert journal.heads(other.circle) == {UKRAINE: Head(1, elsewhere.hash)}


def test_reading_stops_at_the_bytes_asked_for_but_gives_one(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(4)
    ukraine.put(journal)
    size = len(ukraine.records[1].encoded)

    assert len(journal.records(ukraine.circle, UKRAINE, 2, 10, 1)) == 1
    assert len(journal.records(ukraine.circle, UKRAINE, 2, 10, 2 * size)) == 2
    assert len(journal.records(ukraine.circle, UKRAINE, 2, 3, 1 << 20)) == 3
    assert journal.records(ukraine.circle, UKRAINE, 6, 10, 1 << 20) == []


def test_an_early_record_is_dropped_when_its_turn_has_come(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(3)
    record, note = ukraine.records[3], ukraine.parcel()[1]
    ukraine.put(journal, 1, 2)
    journal.write(
        lambda writer: writer.early(
            record.circle, record.party, 4, record.hash, record.encoded, b"proof", note
        )
    ).result()
    (early,) = journal.early(ukraine.circle, UKRAINE)
    assert (early.seq, early.hash, early.encoded) == (4, record.hash, record.encoded)

    ukraine.put(journal, 3, 3)
    assert journal.early(ukraine.circle, UKRAINE) == [early]
    ukraine.put(journal, 4, 4)

    assert journal.early(ukraine.circle, UKRAINE) == []
    assert journal.evidence(0, 10) == []


def test_an_early_record_that_is_not_in_the_chain_later_becomes_evidence(
    journal: Journal, ukraine: "Author"
) -> None:
    early = ukraine.say("терміново: так")
    note = ukraine.parcel()[1]
    ukraine.records.pop()
    journal.write(
        lambda writer: writer.early(
            early.circle, early.party, 2, early.hash, early.encoded, b"proof", note
        )
    ).result()
    held = ukraine.say("терміново: ні")

    ukraine.put(journal)

    (evidence,) = journal.evidence(0, 10)
    assert evidence.code == "two-stories"
    assert evidence.details["held"] == held.hash
    assert evidence.details["note"] == note.decode()
    assert read(evidence.blob) == early


def test_an_early_record_of_the_past_is_not_kept(journal: Journal, ukraine: "Author") -> None:
    ukraine.put(journal)
    record = ukraine.records[0]

    journal.write(
        lambda writer: writer.early(
            record.circle, record.party, 1, record.hash, record.encoded, b"", b""
        )
    ).result()

    assert journal.early(ukraine.circle, UKRAINE) == []


def test_a_record_is_found_by_its_hash_on_any_shelf(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(2)
    ukraine.put(journal)

    def spread(writer: Writer) -> None:
        with writer.session() as session:
            session.run("UPDATE records SET number = 40000 WHERE number = 2")
            session.run("UPDATE records SET number = 70000 WHERE number = 3")

    journal.write(spread).result(10)

    assert [journal.by_hash(one.hash) for one in ukraine.records] == ukraine.records
    assert [journal.by_hash(one) for one in ("ab" * 32, "", "no hash", "z" * 64)] == [None] * 4
