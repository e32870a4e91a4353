"""A party that was accepted by mistake is forgotten; one that is needed is not."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.exchange.messages import UnpairedError
from comity.node.checking import verify
from comity.node.forgetting import CannotForgetError
from comity.node.orders import Desk
from comity.node.serving import Serving
from comity.records.party import PartyCodeError


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def test_a_party_is_forgotten_also_after_the_next_start(lasting: World) -> None:
    node = lasting.nodes[UKRAINE]
    Desk(node).add_party(identity(KOREA).signed.encode().decode(), "http://elsewhere")

    done = Desk(node).orders["party.forget"](party="kr")

    assert done == {"party": "kr"}
    for restarted in (False, True):
        one = lasting.restart(UKRAINE) if restarted else node
        assert one.station.roster.peers() == [JAPAN]
        assert one.journal.cards(KOREA) == []
        assert one.journal.meta("address/kr") is None
        with pytest.raises(UnpairedError):
            one.open_circle([KOREA], "")


def test_another_card_of_a_forgotten_party_can_be_accepted(lasting: World) -> None:
    node, other = lasting.nodes[UKRAINE], identity(KOREA, 1)

    node.forget(KOREA)
    node.pair(other.signed.encode())

    assert node.station.roster.card(KOREA) == other.card


def test_the_journal_is_sound_after_a_party_was_forgotten(lasting: World) -> None:
    lasting.nodes[UKRAINE].forget(KOREA)

    assert verify(lasting.path / UKRAINE).sound


def test_a_running_node_speaks_with_it_no_more(lasting: World) -> None:
    async def run() -> list[str]:
        serving = Serving(lasting.nodes[UKRAINE])
        serving.loop = asyncio.get_running_loop()
        serving.links = {party: lasting.links[UKRAINE, party] for party in (JAPAN, KOREA)}
        await asyncio.to_thread(Desk(lasting.nodes[UKRAINE], serving).forget_party, "kr")
        return list(serving.links)

    assert lasting.run(run()) == ["jp"]


def test_who_shares_a_circle_is_not_forgotten(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)

    with pytest.raises(CannotForgetError) as refused:
        lasting.nodes[UKRAINE].forget(KOREA)

    assert str(refused.value) == (
        f"kr cannot be forgotten: it shares a circle with this node: {circle[:12]} (jp kr ua); "
        "nothing was changed"
    )
    assert lasting.nodes[UKRAINE].station.roster.peers() == [JAPAN, KOREA]


def test_the_own_party_is_not_forgotten(lasting: World) -> None:
    with pytest.raises(CannotForgetError, match="this is its own node"):
        lasting.nodes[UKRAINE].forget(UKRAINE)


def test_who_may_know_of_a_lost_circle_is_not_forgotten(lasting: World) -> None:
    """A restored node would else speak twice in a circle that it does not know it had."""
    station = lasting.nodes[UKRAINE].station
    station.unheard = {KOREA}

    with pytest.raises(CannotForgetError, match="was restored, and has not heard yet"):
        lasting.nodes[UKRAINE].forget(KOREA)

    station.heard(KOREA)
    lasting.nodes[UKRAINE].forget(KOREA)


def test_who_was_never_accepted_is_not_forgotten(lasting: World) -> None:
    desk = Desk(lasting.nodes[UKRAINE])

    with pytest.raises(UnpairedError, match="pl is not paired with this node"):
        desk.forget_party("pl")
    with pytest.raises(PartyCodeError):
        desk.forget_party("Poland")
