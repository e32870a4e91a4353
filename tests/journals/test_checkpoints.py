"""Checkpoints and proofs: which note covers a record, and what leads from it to its root."""

from typing import TYPE_CHECKING

import pytest

from comity.journal.book import Journal
from comity.journal.writer import RootError
from comity.records.party import Party
from comity.records.tree import root_by_path

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE = Party("ua")


def test_the_smallest_note_that_covers_a_record_is_found(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(9)
    for first, last in ((1, 3), (4, 4), (5, 10)):
        ukraine.put(journal, first, last)

    notes = {size: ukraine.parcel(1, size)[1] for size in (3, 4, 10)}
    covering = [journal.note_covering(ukraine.circle, UKRAINE, seq) for seq in (1, 3, 4, 5, 10)]
    assert covering == [notes[3], notes[3], notes[4], notes[10], notes[10]]
    assert journal.note_covering(ukraine.circle, UKRAINE, 11) is None
    assert journal.last_note(ukraine.circle, UKRAINE) == notes[10]


def test_a_parcel_may_end_at_any_checkpoint(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(9)
    for first, last in ((1, 3), (4, 4), (5, 10)):
        ukraine.put(journal, first, last)

    assert journal.checkpoint_sizes(ukraine.circle, UKRAINE, 1, 100) == [3, 4, 10]
    assert journal.checkpoint_sizes(ukraine.circle, UKRAINE, 4, 9) == [4]
    assert journal.note_within(ukraine.circle, UKRAINE, 1, 9) == (4, ukraine.parcel(1, 4)[1])
    assert journal.note_within(ukraine.circle, UKRAINE, 5, 9) is None


def test_a_checkpoint_of_known_records_is_kept_for_smaller_parcels(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(599)
    ukraine.put(journal)

    assert ukraine.put(journal, 1, 300) == 0

    assert journal.checkpoint_sizes(ukraine.circle, UKRAINE, 1, 600) == [300, 600]


def test_a_checkpoint_of_known_records_with_another_root_is_refused(
    journal: Journal, ukraine: "Author"
) -> None:
    ukraine.say_all(5)
    ukraine.put(journal)
    records, note, _ = ukraine.parcel(1, 4)

    with pytest.raises(RootError):
        journal.write(lambda writer: writer.append(records, note, b"\7" * 32)).result()

    assert journal.checkpoint_sizes(ukraine.circle, UKRAINE, 1, 600) == [6]


def test_every_record_is_proved_at_every_size(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(1099)
    ukraine.put(journal, 1, 500)
    ukraine.put(journal, 501, 1100)

    for size in (1, 2, 3, 255, 256, 257, 511, 512, 513, 768, 1023, 1024, 1100):
        root = ukraine.checkpoint(size).root
        for seq in {1, 2, 200, 255, 256, 257, 512, 700, 1024, 1025, size - 1, size}:
            if 1 <= seq <= size:
                path = journal.inclusion(ukraine.circle, UKRAINE, seq, size)
                leaf = bytes.fromhex(ukraine.records[seq - 1].hash)
                assert root_by_path(leaf, seq - 1, size, path) == root, (seq, size)


def test_the_frontier_goes_on_from_what_is_stored(journal: Journal, ukraine: "Author") -> None:
    ukraine.say_all(520)
    for last in (1, 255, 257, 300, 512, 521):
        ukraine.put(journal, journal.head(ukraine.circle, UKRAINE).size + 1, last)

        assert journal.frontier(ukraine.circle, UKRAINE).root == ukraine.checkpoint(last).root
