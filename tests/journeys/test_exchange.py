"""Journeys of records between two and three capitals."""

from pathlib import Path

from tests.journeys.capitals import (
    JAPAN,
    KOREA,
    MARKING,
    UKRAINE,
    World,
    draft,
    identity,
)

from comity.exchange.station import Draft
from comity.node.identity import next_card
from comity.node.party import KINDS, load_roster
from comity.records.precedence import Precedence


def test_a_report_from_kyiv_is_readable_in_tokyo_and_receipted(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "Добридень")

    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == ["Добридень"]
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2


def test_everybody_has_everything_in_the_order_in_which_it_was_written(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    for number in range(3):
        for party in (UKRAINE, JAPAN, KOREA):
            three.report(party, circle, f"{party} {number}")

    three.settle()

    for reader in (UKRAINE, JAPAN, KOREA):
        for author in (UKRAINE, JAPAN, KOREA):
            expected = [f"{author} {number}" for number in range(3)]
            assert three.texts(reader, circle, author) == expected


def test_honest_nodes_keep_no_evidence_of_each_other(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    for number in range(5):
        for party in (UKRAINE, JAPAN, KOREA):
            if circle in three.nodes[party].station.roster.circles:
                three.report(party, circle, f"{party} {number}")
        three.settle()

    assert [three.evidence(party) for party in (UKRAINE, JAPAN, KOREA)] == [[], [], []]


def test_a_request_is_asked_read_and_answered(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    asked = two.report(
        UKRAINE, circle, "Who owns it?", answer_by="2026-03-12T09:30:00.000Z", read_receipt=True
    )
    two.settle()

    two.say(JAPAN, circle, Draft("read/1", {"record": asked.hash}, MARKING))
    answer = two.report(JAPAN, circle, "We do not know", reply_to=asked.hash)
    two.settle()

    found = two.nodes[UKRAINE].journal.by_hash(answer.hash)
    assert found is not None
    assert found.body["reply_to"] == asked.hash
    assert found.cut[UKRAINE].hash == asked.hash


def test_a_record_of_a_kind_that_nobody_knows_is_kept_and_forwarded(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    three.network.severed.add(frozenset({UKRAINE, KOREA}))
    assert "weather/7" not in KINDS.known
    record = three.say(UKRAINE, circle, Draft("weather/7", {"rain": True}, MARKING))[0]

    three.settle()

    found = three.nodes[KOREA].journal.by_hash(record.hash)
    assert found is not None
    assert found.encoded == record.encoded
    assert three.nodes[KOREA].journal.admitted(circle)[UKRAINE].hash == record.hash


def test_two_circles_of_the_same_members_are_two(two: World) -> None:
    one, other = two.open(UKRAINE, JAPAN), two.open(UKRAINE, JAPAN, nonce="1e" * 16)
    two.report(UKRAINE, one, "here")
    two.report(UKRAINE, other, "there")

    two.settle()

    assert two.texts(JAPAN, one, UKRAINE) == ["here"]
    assert two.texts(JAPAN, other, UKRAINE) == ["there"]


def test_seoul_sees_nothing_of_a_circle_of_kyiv_and_tokyo(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN)
    three.report(UKRAINE, circle, "not for Seoul")

    three.settle()

    assert three.nodes[KOREA].journal.circles() == []
    met = three.network.received_by(KOREA)
    assert met != []
    assert all(circle.encode() not in one.sent + one.answer for one in met)


def test_a_node_comes_back_after_a_week_and_catches_up(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.settle()
    two.network.severed.add(frozenset({UKRAINE, JAPAN}))
    for day in range(7):
        two.say(UKRAINE, circle, *[draft(f"day {day}")] * 100)
        two.clock.forward(86_400)

    two.network.severed.clear()
    two.deliver()

    assert len(two.texts(JAPAN, circle, UKRAINE)) == 700
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 701


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with World(tmp_path, durable=True) as two:
        circle = two.open(UKRAINE, JAPAN)
        two.report(UKRAINE, circle, "before")
        two.settle()

        for party in (UKRAINE, JAPAN):
            two.restart(party)
        two.report(JAPAN, circle, "after")
        two.settle()

        assert two.texts(JAPAN, circle, UKRAINE) == ["before"]
        assert two.texts(UKRAINE, circle, JAPAN) == ["after"]


def test_whose_keys_count_is_the_same_after_a_restart(tmp_path: Path) -> None:
    with World(tmp_path, durable=True) as two:
        circle = two.open(UKRAINE, JAPAN)
        two.settle()
        ukraine, node = identity(UKRAINE), two.nodes[UKRAINE]
        signed, keys = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=two.clock())
        node.station.change_card(signed, keys).result(10)
        two.settle()
        japan = two.nodes[JAPAN]

        found = load_roster(japan.journal, JAPAN)

        assert found == japan.station.roster
        assert found.card_at(circle, UKRAINE, 2).version == 2


def test_a_flash_overtakes_what_waits_and_is_in_its_place_in_the_end(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.say(UKRAINE, circle, *[draft("bulk")] * 300)
    flash = two.report(UKRAINE, circle, "now", precedence=Precedence.FLASH)
    now = two.nodes[UKRAINE].station.now()
    carrier = two.nodes[UKRAINE].station.carrier(JAPAN)
    made = carrier.early(circle, JAPAN, flash.seq, Precedence.FLASH, now)
    assert made is not None
    two.post(UKRAINE, JAPAN, "parcel", made.data)
    seen = [one.hash for one in two.nodes[JAPAN].journal.early(circle, UKRAINE)]

    two.settle()

    assert seen == [flash.hash]
    assert two.texts(JAPAN, circle, UKRAINE)[-1] == "now"
    assert len(two.texts(JAPAN, circle, UKRAINE)) == 301
