"""How urgent records get ahead: sealed while they are written, small parcels, no pauses."""

import asyncio

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World, draft

from comity.exchange import station as stations
from comity.exchange.links import LONGEST_PAUSE, Link
from comity.exchange.outbox import BULK, SMALL, Made
from comity.exchange.parcel import read
from comity.journal.writer import Writer
from comity.records.precedence import Precedence
from comity.records.record import read as read_record


def listening(world: World) -> Link:
    """Kyiv's link to Tokyo, which hears what is being written."""
    link = world.links[UKRAINE, JAPAN]
    world.nodes[UKRAINE].station.writing.append(link.prepare)
    return link


def sealed(world: World, link: Link) -> Made | None:
    """What was sealed while it was written, if it may go now."""
    return world.run(link._sealed())


def test_a_flash_is_sealed_while_it_is_written(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    link = listening(two)
    record = two.report(UKRAINE, circle, "now", precedence=Precedence.FLASH)
    link.said(circle, [record])

    made = sealed(two, link)

    assert made is not None
    assert (made.header.first, made.header.last) == (record.seq, record.seq)
    assert made.header.precedence is Precedence.FLASH
    assert two.post(UKRAINE, JAPAN, "parcel", made.data)[0] == 200
    assert two.texts(JAPAN, circle, UKRAINE) == ["now"]


def test_what_was_sealed_for_a_commit_that_failed_is_never_sent(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    link, station = listening(two), two.nodes[UKRAINE].station

    def fail(writer: Writer) -> None:
        station._say(writer, circle, [draft("never said", precedence=Precedence.FLASH)])
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        station.journal.write(fail, Precedence.FLASH).result()
    assert link.sealing is not None
    station.writing.clear()
    record = two.report(UKRAINE, circle, "said", precedence=Precedence.FLASH)
    link.said(circle, [record])

    assert sealed(two, link) is None
    two.deliver()
    assert two.texts(JAPAN, circle, UKRAINE) == ["said"]


def test_what_was_sealed_is_not_sent_once_it_is_no_longer_next(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    link = listening(two)
    record = two.report(UKRAINE, circle, "now", precedence=Precedence.FLASH)
    link.said(circle, [record])
    link.sent[circle] = record.seq  # the other got it in another way

    assert sealed(two, link) is None


@pytest.mark.parametrize("precedence", [Precedence.PRIORITY, Precedence.ROUTINE])
def test_only_urgent_records_are_sealed_ahead(two: World, precedence: Precedence) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    link = listening(two)

    two.report(UKRAINE, circle, "in its turn", precedence=precedence)

    assert link.sealing is None


def test_after_a_flash_bulk_goes_in_small_parcels(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle = two.open(UKRAINE, JAPAN)
    station = two.nodes[UKRAINE].station
    for _ in range(30):
        two.say(UKRAINE, circle, *[draft("bulk")] * 10)

    def count() -> int:
        made = station.carrier(JAPAN).run(circle, UKRAINE, JAPAN, 1, station.now())
        assert made is not None
        return made.header.last - made.header.first + 1

    assert SMALL < count() <= BULK
    two.report(UKRAINE, circle, "now", precedence=Precedence.FLASH)
    assert count() <= SMALL
    monkeypatch.setattr(stations, "HURRY", 0.0)
    assert count() > SMALL


def test_what_another_fetches_is_not_pushed_as_well(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "fetched")
    link = two.links[UKRAINE, JAPAN]

    async def while_it_fetches() -> tuple[Made | None, bool]:
        link.pulled(circle)
        pushed = link._next({})
        urgent = two.nodes[UKRAINE].station.say(circle, [draft("now", precedence=Precedence.FLASH)])
        link.said(circle, urgent.result())
        return pushed, link.urgent.empty()

    pushed, nothing_urgent = two.run(while_it_fetches())

    assert pushed is None
    assert not nothing_urgent, "a FLASH goes ahead all the same"


def test_a_link_goes_on_as_soon_as_the_other_is_heard(two: World) -> None:
    link = two.links[UKRAINE, JAPAN]

    async def rest() -> float:
        clock = asyncio.get_running_loop().time
        began = clock()
        resting = asyncio.ensure_future(link._rest(LONGEST_PAUSE))
        await asyncio.sleep(0)
        link.reached.set()
        await resting
        return clock() - began

    assert two.run(rest()) < LONGEST_PAUSE / 2


def test_a_link_that_is_stopped_as_something_is_said_ends(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    link = two.links[UKRAINE, JAPAN]

    async def stopped() -> bool:
        link.start()
        link.pulled(circle)
        link.wake.set()
        await asyncio.sleep(0.05)  # it waits now, until the circle is open again
        link.wake.set()
        link.beat_now.set()
        stopping = asyncio.ensure_future(link.stop())
        done, _ = await asyncio.wait([stopping], timeout=2)
        return bool(done)

    assert two.run(stopped())


def test_hundreds_of_records_are_opened_beside_the_event_loop(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft(str(number)) for number in range(200)])

    two.deliver()

    records = two.nodes[JAPAN].journal.records(circle, UKRAINE, 2, 300, 1 << 24)
    assert [read_record(one).body["text"] for one in records] == [str(n) for n in range(200)]
    assert read(two.made(circle, UKRAINE, JAPAN, 2).data).header.last == 201
