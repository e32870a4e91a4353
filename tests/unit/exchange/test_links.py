"""Links: what is pushed, what is sent again, and what is fetched."""

import asyncio
import datetime as dt

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, draft

from comity.exchange.messages import StaleAnswerError
from comity.exchange.wire import RefusedByPeerError, UnreachableError
from comity.records.precedence import Precedence


def test_what_was_receipted_is_not_sent_again(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "once")
    two.deliver()
    passed = len(two.network.passed)

    two.deliver()

    assert len(two.network.passed) == passed


def test_a_new_link_goes_on_after_the_last_receipt(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "before")
    two.deliver()
    passed = len(two.network.passed)
    two.connect()
    two.report(UKRAINE, circle, "after")

    two.deliver()

    assert len(two.network.passed) == passed + 1
    assert two.texts(JAPAN, circle, UKRAINE) == ["before", "after"]


def test_a_party_that_is_gone_gets_everything_when_it_is_back(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.network.severed.add(frozenset({UKRAINE, JAPAN}))
    two.report(UKRAINE, circle, "while it was away")
    two.deliver()
    assert two.texts(JAPAN, circle, UKRAINE) == []

    two.network.severed.clear()
    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == ["while it was away"]


def test_a_heartbeat_fetches_what_was_not_pushed(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "not pushed")

    two.beat(JAPAN, UKRAINE)

    assert two.texts(JAPAN, circle, UKRAINE) == ["not pushed"]
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2


def test_a_heartbeat_brings_receipts_that_were_lost(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "its receipt is lost")
    two.post(UKRAINE, JAPAN, "parcel", two.made(circle, UKRAINE, JAPAN, 2).data)
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 1

    two.beat(UKRAINE, JAPAN)

    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2


def test_any_member_serves_any_chain(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    three.network.severed.add(frozenset({UKRAINE, KOREA}))
    three.report(UKRAINE, circle, "by way of Tokyo")
    three.settle()

    assert three.texts(KOREA, circle, UKRAINE) == ["by way of Tokyo"]


def test_receipts_come_back_by_way_of_others(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    three.network.severed.add(frozenset({UKRAINE, KOREA}))
    three.report(UKRAINE, circle, "by way of Tokyo")

    three.settle()
    three.settle()

    assert three.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[KOREA].size == 2


def test_a_circle_is_learnt_by_way_of_others(three: World) -> None:
    """Tokyo's own chain comes first in the alphabet, and means nothing before Kyiv's first."""
    three.network.severed.add(frozenset({UKRAINE, KOREA}))
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.deliver()
    three.say(JAPAN, circle, draft("Tokyo has spoken as well"))

    three.beat(KOREA, JAPAN)

    assert three.texts(KOREA, circle, JAPAN) == ["Tokyo has spoken as well"]


def test_an_early_record_is_announced_before_its_turn(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.say(UKRAINE, circle, *[draft("bulk")] * 100)
    record = two.report(UKRAINE, circle, "urgent", precedence=Precedence.FLASH)
    heard: list[str] = []
    two.nodes[JAPAN].station.changed.append(lambda _, new: heard.extend(one.hash for one in new))
    made = (
        two.nodes[UKRAINE]
        .station.carrier(JAPAN)
        .early(circle, JAPAN, record.seq, Precedence.FLASH, two.nodes[UKRAINE].station.now())
    )
    assert made is not None

    status, _ = two.post(UKRAINE, JAPAN, "parcel", made.data)

    assert (status, heard) == (200, [record.hash])
    assert [one.seq for one in two.nodes[JAPAN].journal.early(circle, UKRAINE)] == [record.seq]


def test_an_early_record_takes_its_turn_once(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.say(UKRAINE, circle, *[draft("bulk")] * 100)
    record = two.report(UKRAINE, circle, "urgent", precedence=Precedence.FLASH)
    made = (
        two.nodes[UKRAINE]
        .station.carrier(JAPAN)
        .early(circle, JAPAN, record.seq, Precedence.FLASH, two.nodes[UKRAINE].station.now())
    )
    assert made is not None
    two.post(UKRAINE, JAPAN, "parcel", made.data)

    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == [*["bulk"] * 100, "urgent"]
    assert two.nodes[JAPAN].journal.early(circle, UKRAINE) == []
    assert two.evidence(JAPAN) == []


@pytest.mark.parametrize("precedence", [Precedence.FLASH, Precedence.IMMEDIATE])
def test_an_urgent_record_behind_a_backlog_is_put_ahead(two: World, precedence: Precedence) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft("bulk")] * 100)
    record = two.report(UKRAINE, circle, "urgent", precedence=precedence)
    link = two.links[UKRAINE, JAPAN]

    link.said(circle, [record])

    assert link.urgent.get_nowait() == (precedence, circle, record.seq)


def test_a_routine_record_waits_for_its_turn(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft("bulk")] * 100)
    record = two.report(UKRAINE, circle, "routine")
    link = two.links[UKRAINE, JAPAN]

    link.said(circle, [record])

    assert link.urgent.empty()


def test_a_gap_that_the_other_names_is_filled(two: World) -> None:
    """The other was restored from a backup, and says what it lacks."""
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "one")
    two.report(UKRAINE, circle, "two")
    link = two.links[UKRAINE, JAPAN]
    link.sent[circle] = 2
    with pytest.raises(RefusedByPeerError) as refused:
        two.deliver((UKRAINE, JAPAN))

    link._rewind(refused.value)
    two.deliver((UKRAINE, JAPAN))

    assert two.texts(JAPAN, circle, UKRAINE) == ["one", "two"]


@pytest.mark.parametrize(
    "first",
    [
        "²",
        "-1",
        "",
        "0",
        "x",
    ],
)
def test_a_gap_that_is_none_does_not_break_the_link(two: World, first: str) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "next")
    link = two.links[UKRAINE, JAPAN]
    said = {"first": first, "circle": circle, "party": UKRAINE}

    link._rewind(RefusedByPeerError(party=JAPAN, reason="gap", message="", said=said))
    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == ["next"]


def test_the_difference_of_clocks_is_seen(two: World) -> None:
    two.open(UKRAINE, JAPAN)
    two.nodes[JAPAN].station.clock = lambda: two.clock() + dt.timedelta(seconds=90)

    two.beat(UKRAINE, JAPAN)

    assert two.links[UKRAINE, JAPAN].state.difference == 90.0


def test_nobody_is_waited_for_who_is_not_there(two: World) -> None:
    two.network.severed.add(frozenset({UKRAINE, JAPAN}))

    with pytest.raises(UnreachableError):
        two.beat(UKRAINE, JAPAN)


def test_an_answer_that_is_no_receipt_is_not_taken_for_one(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "urgent")
    early = (
        two.nodes[UKRAINE]
        .station.carrier(JAPAN)
        .early(circle, JAPAN, 2, Precedence.FLASH, two.nodes[UKRAINE].station.now())
    )
    assert early is not None
    _, answer = two.post(UKRAINE, JAPAN, "parcel", early.data)
    two.network.lies[JAPAN, "parcel"] = lambda _: answer

    with pytest.raises(StaleAnswerError):
        two.deliver((UKRAINE, JAPAN))

    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 1


def test_the_loops_of_a_link_deliver_by_themselves(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    link = two.links[UKRAINE, JAPAN]

    async def run() -> None:
        link.start()
        record = two.nodes[UKRAINE].station.say(circle, [draft("by itself")])
        said = await asyncio.wrap_future(record)
        link.said(circle, said)
        for _ in range(500):
            if two.heads(JAPAN, circle).get(UKRAINE) is not None and link.sent.get(circle) == 2:
                break
            await asyncio.sleep(0.01)
        await link.stop()

    two.run(run())

    assert two.texts(JAPAN, circle, UKRAINE) == ["by itself"]
