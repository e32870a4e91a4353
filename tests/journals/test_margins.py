"""What stands beside the chains: receipts, offers, evidence, cards, files, and the node's own."""

from typing import TYPE_CHECKING

import pytest

from comity.journal.book import Journal
from comity.journal.entries import FileState, Receipt, StoredCard
from comity.journal.writer import TwoCardsError
from comity.records.party import Party

if TYPE_CHECKING:
    from tests.journals.conftest import Author

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")


def put(journal: Journal, what: str, *values: object) -> None:
    journal.write(lambda writer: getattr(writer, what)(*values)).result(10)


AT, SECONDS = "2026-03-05T09:30:00.000Z", 1_772_703_000
CIRCLE, OTHER = "5c" * 32, "77" * 32


def test_the_largest_receipt_of_each_member_is_given(journal: Journal, ukraine: "Author") -> None:
    for member, size in ((JAPAN, 3), (JAPAN, 9), (JAPAN, 5), (KOREA, 1)):
        put(
            journal,
            "receipt",
            ukraine.circle,
            UKRAINE,
            member,
            size,
            SECONDS + size,
            b"signed",
        )

    assert journal.receipts(ukraine.circle, UKRAINE) == {
        JAPAN: Receipt(9, 1_772_703_009, b"signed"),
        KOREA: Receipt(1, 1_772_703_001, b"signed"),
    }
    assert journal.receipts(ukraine.circle, JAPAN) == {}


def test_the_first_receipt_for_a_size_stays(journal: Journal) -> None:
    for signature in (b"first", b"second"):
        put(journal, "receipt", CIRCLE, UKRAINE, JAPAN, 3, SECONDS, signature)

    assert journal.receipts(CIRCLE, UKRAINE)[JAPAN].signature == b"first"


def test_what_left_this_node_only_grows(journal: Journal) -> None:
    for up_to in (3, 9, 5):
        put(journal, "offered", CIRCLE, UKRAINE, JAPAN, up_to)

    assert journal.offered(CIRCLE, UKRAINE) == {JAPAN: 9}
    assert journal.receipts(CIRCLE, UKRAINE) == {}


def test_a_receipt_is_no_offer(journal: Journal) -> None:
    put(journal, "receipt", CIRCLE, UKRAINE, JAPAN, 3, SECONDS, b"signed")

    assert journal.offered(CIRCLE, UKRAINE) == {}


def test_a_chain_that_is_only_spoken_of_is_not_a_chain_here(journal: Journal) -> None:
    put(journal, "offered", CIRCLE, UKRAINE, JAPAN, 3)

    assert journal.circles() == []
    assert journal.chains(CIRCLE) == []


def test_evidence_is_given_in_the_order_in_which_it_was_found(journal: Journal) -> None:
    for code in ("forged", "gap", "two-stories"):
        put(journal, "evidence", code, JAPAN, CIRCLE, {"seq": 7}, b"bytes")

    found = journal.evidence(1, 10)
    assert [(one.number, one.code) for one in found] == [(2, "gap"), (3, "two-stories")]
    assert (found[0].party, found[0].circle) == (JAPAN, CIRCLE)
    assert (found[0].details, found[0].blob) == ({"seq": 7}, b"bytes")


def test_cards_are_kept_in_all_their_versions(journal: Journal) -> None:
    for version in (2, 1):
        put(
            journal,
            "card",
            JAPAN,
            version,
            b"card %d" % version,
            "cd" * 32,
            "2026-03-05T09:30:00.000Z",
        )

    assert journal.cards(JAPAN) == [
        StoredCard(1, b"card 1", "cd" * 32, AT),
        StoredCard(2, b"card 2", "cd" * 32, AT),
    ]
    assert journal.card_parties() == [JAPAN]


def test_another_card_of_the_same_version_is_refused(journal: Journal) -> None:
    for _ in range(2):
        put(journal, "card", JAPAN, 1, b"card", "cd" * 32, "now")

    with pytest.raises(TwoCardsError):
        put(journal, "card", JAPAN, 1, b"other", "ef" * 32, "now")


def test_a_value_is_replaced_and_taken_away(journal: Journal) -> None:
    seen: list[str | None] = []
    for value in ("перше", "друге", None):
        put(journal, "set_meta", "word", value)
        seen.append(journal.meta("word"))

    assert seen == ["перше", "друге", None]


def test_the_state_of_a_file_belongs_to_one_circle(journal: Journal) -> None:
    address = "ab" * 32
    for circle, state in ((CIRCLE, "wanted"), (OTHER, "wanted"), (CIRCLE, "complete")):
        put(journal, "file", circle, address, 1000, state)

    assert journal.files(address) == [
        FileState(CIRCLE, address, 1000, "complete"),
        FileState(OTHER, address, 1000, "wanted"),
    ]
    assert journal.files_in(CIRCLE, "wanted") == []
    assert journal.files_in(OTHER, "wanted") == [FileState(OTHER, address, 1000, "wanted")]
