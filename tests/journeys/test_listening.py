"""A node that starts hears whom it can reach before it speaks, and one cut off speaks all the same.

Its disk may have been set back without a word: a snapshot of a virtual machine, a folder copied by
hand. Then it has no mark of being old, and only others can tell.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, draft, identity

from comity.errors import UnavailableError
from comity.exchange.station import BehindError
from comity.exchange.wire import UnreachableError
from comity.node.identity import next_card
from comity.records.record import Record


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def start(world: World, most: float = 60.0) -> None:
    """Start Kyiv as the program does, to listen first."""
    world.start(UKRAINE).station.listen([JAPAN, KOREA], most)
    world.connect()


def rolled_back(world: World) -> str:
    """Let Kyiv's disk be what it was before its last word; return the circle."""
    circle = world.open(UKRAINE, JAPAN, KOREA)
    world.settle()
    world.nodes[UKRAINE].close()
    file = world.path / UKRAINE / "journal.db"
    kept = file.read_bytes()
    world.start(UKRAINE)
    world.connect()
    world.report(UKRAINE, circle, "forgotten here")
    world.settle()
    world.nodes[UKRAINE].close()
    file.write_bytes(kept)
    return circle


def say(world: World, circle: str, words: str) -> Future[list[Record]]:
    """Ask Kyiv to say something."""
    return world.nodes[UKRAINE].station.say(circle, [draft(words)])


def miss(world: World, *parties: str) -> None:
    """Let Kyiv find that it cannot reach some."""
    for party in (JAPAN, KOREA):
        if party in parties:
            world.network.severed.add(frozenset({UKRAINE, party}))
            with pytest.raises(UnreachableError):
                world.beat(UKRAINE, party)


def test_a_disk_that_was_set_back_without_a_word_does_not_make_it_speak_twice(
    lasting: World,
) -> None:
    circle = rolled_back(lasting)
    start(lasting)
    said = say(lasting, circle, "another story")

    lasting.beat(UKRAINE, JAPAN)
    miss(lasting, KOREA)

    with pytest.raises(BehindError, match="when kr answered"):
        said.result(10)
    lasting.network.severed.clear()
    lasting.beat(UKRAINE, KOREA)
    lasting.report(UKRAINE, circle, "now")
    lasting.settle()
    for party in (UKRAINE, JAPAN, KOREA):
        assert lasting.texts(party, circle, UKRAINE) == ["forgotten here", "now"]
        assert lasting.evidence(party) == []


def test_what_it_is_asked_to_say_meanwhile_is_said_once_all_were_heard(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    start(lasting)
    said = say(lasting, circle, "asked at once")

    lasting.beat(UKRAINE, JAPAN)
    assert not said.done()
    lasting.beat(UKRAINE, KOREA)

    assert [record.body["text"] for record in said.result(10)] == ["asked at once"]
    assert lasting.nodes[UKRAINE].station.listening is None


def test_one_that_can_reach_nobody_writes(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    start(lasting)
    said = say(lasting, circle, "cut off")

    miss(lasting, JAPAN, KOREA)

    assert said.result(10)[0].seq == 2


def test_one_that_gets_no_answer_at_all_writes_after_a_while(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    start(lasting, most=0.2)
    began = time.monotonic()

    record = say(lasting, circle, "into the silence").result(10)[0]

    assert record.seq == 2
    assert time.monotonic() - began >= 0.2


def test_what_is_refused_after_listening_is_told_to_whoever_asked(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    start(lasting)
    said = say(lasting, circle, "too late")

    lasting.nodes[UKRAINE].journal.close()
    lasting.nodes[UKRAINE].station.reached(JAPAN)
    lasting.nodes[UKRAINE].station.reached(KOREA)

    with pytest.raises(UnavailableError, match="closed"):
        said.result(10)


def test_what_was_found_out_is_known_after_the_next_start(lasting: World) -> None:
    circle = rolled_back(lasting)
    start(lasting)
    lasting.beat(UKRAINE, JAPAN)
    miss(lasting, KOREA)
    lasting.nodes[UKRAINE].close()

    start(lasting)
    miss(lasting, JAPAN, KOREA)

    with pytest.raises(BehindError, match="when jp, kr answered"):
        lasting.report(UKRAINE, circle, "too early")


def test_a_new_card_waits_as_well(lasting: World) -> None:
    circle = rolled_back(lasting)
    start(lasting)
    ukraine, station = identity(UKRAINE), lasting.nodes[UKRAINE].station
    signed, keys = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=lasting.clock())
    changed = station.change_card(signed, keys)

    lasting.beat(UKRAINE, JAPAN)
    miss(lasting, KOREA)

    with pytest.raises(BehindError):
        changed.result(10)
    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["forgotten here"]
