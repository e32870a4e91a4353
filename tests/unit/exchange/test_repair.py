"""What a heartbeat repairs, when answers are damaged, refused or late, or a node was set back."""

import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, Network, Way, World

from comity.errors import RefusedError
from comity.node.backup import backup, restore
from comity.node.folder import Folder
from comity.records.party import Party

Meddling = Callable[[str, bytes, bytes], Awaitable[bytes]]
"""Gives, for an address, what was sent and what was answered, the answer that arrives."""


class Meddled(Way):
    """A way on which something becomes of the answers."""

    def __init__(self, network: Network, meddling: Meddling) -> None:
        super().__init__(UKRAINE, JAPAN, network)
        self.meddling = meddling

    async def post(self, path: str, body: bytes) -> bytes:
        """Return what becomes of the answer."""
        return await self.meddling(path, body, await super().post(path, body))


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def keep(world: World, party: Party, path: Path) -> None:
    """Back up a node."""
    backup(Folder(world.path / party), path / "backup")


def set_back(world: World, party: Party, path: Path) -> None:
    """Let a node go on with its backup; the links of others stay as they are."""
    world.nodes[party].close()
    (world.path / party).rename(path / "broken")
    restore(path / "backup", Folder(world.path / party))
    world.start(party)


def test_what_is_refused_in_one_circle_keeps_no_other_waiting(two: World) -> None:
    circles = [two.open(JAPAN, UKRAINE, nonce=nonce * 16) for nonce in ("1a", "2b")]
    two.deliver((JAPAN, UKRAINE))
    for circle in circles:
        two.report(JAPAN, circle, "not pushed")
    damaged, whole = (one.id for one in two.nodes[UKRAINE].station.roster.shared_with(JAPAN))

    async def damage(path: str, asked: bytes, answer: bytes) -> bytes:
        here = path == "chain" and json.loads(asked)["circle"] == damaged
        return answer[:-1] + bytes([answer[-1] ^ 1]) if here and answer else answer

    two.links[UKRAINE, JAPAN].line = Meddled(two.network, damage)

    with pytest.raises(RefusedError):
        two.beat(UKRAINE, JAPAN)

    assert two.texts(UKRAINE, whole, JAPAN) == ["not pushed"]
    assert two.texts(UKRAINE, damaged, JAPAN) == []


def test_a_damaged_answer_is_no_proof_that_there_is_nothing(lasting: World, tmp_path: Path) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    keep(lasting, UKRAINE, tmp_path)
    lasting.report(UKRAINE, circle, "lost here")
    lasting.settle()
    set_back(lasting, UKRAINE, tmp_path)
    lasting.connect()
    damaged = 0

    async def damage(path: str, asked: bytes, answer: bytes) -> bytes:
        nonlocal damaged
        del asked
        if path != "chain" or damaged:
            return answer
        damaged += 1
        return answer[:-1] + bytes([answer[-1] ^ 1])

    lasting.links[UKRAINE, JAPAN].line = Meddled(lasting.network, damage)
    with pytest.raises(RefusedError):
        lasting.beat(UKRAINE, JAPAN)
    assert damaged == 1

    lasting.beat(UKRAINE, JAPAN)

    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["lost here"]


def test_a_receipt_for_a_checkpoint_that_did_not_come_back_accuses_nobody(
    lasting: World, tmp_path: Path
) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    keep(lasting, UKRAINE, tmp_path)
    lasting.report(UKRAINE, circle, "had by both")
    lasting.deliver((UKRAINE, KOREA), (UKRAINE, JAPAN))
    lasting.report(UKRAINE, circle, "had by Tokyo alone")
    lasting.deliver((UKRAINE, JAPAN))
    set_back(lasting, UKRAINE, tmp_path)
    lasting.connect()

    lasting.beat(UKRAINE, JAPAN)  # one parcel, with the last checkpoint alone
    lasting.beat(UKRAINE, KOREA)  # which has a receipt for the one before

    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["had by both", "had by Tokyo alone"]
    assert lasting.evidence(UKRAINE) == []


def test_a_member_that_was_set_back_is_sent_again_what_it_had(
    lasting: World, tmp_path: Path
) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.deliver((UKRAINE, JAPAN))
    keep(lasting, JAPAN, tmp_path)
    lasting.report(UKRAINE, circle, "lost in Tokyo")
    lasting.deliver((UKRAINE, JAPAN))
    set_back(lasting, JAPAN, tmp_path)

    lasting.beat(UKRAINE, JAPAN)
    lasting.deliver((UKRAINE, JAPAN))

    assert lasting.texts(JAPAN, circle, UKRAINE) == ["lost in Tokyo"]


def test_what_was_pushed_during_a_heartbeat_is_not_sent_again(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "pushed meanwhile")
    link = two.links[UKRAINE, JAPAN]

    async def push(path: str, asked: bytes, answer: bytes) -> bytes:
        del asked
        if path == "heartbeat":
            await two._deliver([(UKRAINE, JAPAN)])
        return answer

    link.line = Meddled(two.network, push)

    two.beat(UKRAINE, JAPAN)

    assert link.sent[circle] == 2
    assert link._next({}) is None


def test_a_node_that_has_spoken_twice_still_hears_the_rest(lasting: World) -> None:
    """Put back by hand, it wrote before it heard how much more of its chain Tokyo has."""
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    file = lasting.path / UKRAINE / "journal.db"
    kept = file.read_bytes()
    lasting.start(UKRAINE)
    lasting.connect()
    for words in ("one story", "and on"):
        lasting.report(UKRAINE, circle, words)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    file.write_bytes(kept)
    lasting.start(UKRAINE)
    lasting.connect()
    lasting.report(UKRAINE, circle, "another story")
    lasting.report(JAPAN, circle, "not pushed")

    lasting.beat(UKRAINE, JAPAN)

    assert lasting.texts(UKRAINE, circle, JAPAN) == ["not pushed"]
    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["another story"]
