"""Station: how what people say becomes records, and when it must not."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.pen import Pen
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World, draft, identity

from comity.exchange.intake import BackDatedError
from comity.exchange.station import (
    MOST_AT_ONCE,
    BehindError,
    CardAloneError,
    Draft,
    TooManyError,
)
from comity.journal.entries import RESTORED
from comity.node.identity import next_card
from comity.records.kinds import BodyError
from comity.records.party import Party
from comity.records.record import Head
from comity.seal.card import CardPossessionError, SignedCard
from comity.seal.checkpoint import read_note, verify


def test_a_cut_names_what_was_admitted(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    seen = three.report(JAPAN, circle, "first")
    three.settle()

    record = three.report(UKRAINE, circle, "second")

    assert record.cut == {JAPAN: Head(1, seen.hash)}


def test_a_cut_does_not_name_what_waits_for_its_past(three: World) -> None:
    """Seoul's record came to Tokyo before Kyiv's that it speaks of."""
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.settle()
    three.report(UKRAINE, circle, "on its way")
    three.deliver((UKRAINE, KOREA))
    three.report(KOREA, circle, "seen")
    three.deliver((KOREA, JAPAN))
    assert three.heads(JAPAN, circle)[KOREA].size == 1

    record = three.report(JAPAN, circle, "not seen")

    assert KOREA not in record.cut
    assert record.cut[UKRAINE].size == 1


def test_a_record_follows_the_one_before_it(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    one, other = two.say(UKRAINE, circle, draft("one"), draft("two"))

    assert (one.seq, other.seq) == (2, 3)
    assert (one.prev, other.prev) == (circle, one.hash)


def test_what_is_said_at_once_is_signed_by_one_checkpoint(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, draft("one"), draft("two"))
    journal = two.nodes[UKRAINE].journal

    note = journal.last_note(circle, UKRAINE)

    assert note is not None
    assert verify(read_note(note), identity(UKRAINE).card.signing).size == 3
    assert journal.checkpoint_sizes(circle, UKRAINE, 1, 10) == [1, 3]


def test_the_time_of_a_record_never_goes_back(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    before = two.report(UKRAINE, circle, "before")
    two.clock.forward(-3600)

    after = two.report(UKRAINE, circle, "an hour earlier, says the clock")

    assert after.at == before.at
    two.deliver()
    assert two.heads(JAPAN, circle)[UKRAINE].hash == after.hash


def test_the_time_of_a_record_never_goes_back_over_a_restart(tmp_path: Path) -> None:
    with World(tmp_path, durable=True) as two:
        circle = two.open(UKRAINE, JAPAN)
        before = two.report(UKRAINE, circle, "before")
        two.clock.forward(-3600)
        two.restart(UKRAINE)

        after = two.report(UKRAINE, circle, "after")

        assert after.at == before.at


def test_a_body_that_does_not_fit_is_not_said(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    with pytest.raises(BodyError):
        two.say(UKRAINE, circle, Draft("report/1", {"text": 7}, MARKING))

    assert two.heads(UKRAINE, circle)[UKRAINE].size == 1


def test_more_than_a_commit_may_hold_is_not_said(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    with pytest.raises(TooManyError) as refused:
        two.say(UKRAINE, circle, *[draft("bulk")] * (MOST_AT_ONCE + 1))

    assert str(refused.value) == (
        "501 records at once; say 500 records at a time, so that nothing urgent waits"
    )


def test_a_card_that_others_would_refuse_is_not_said(two: World) -> None:
    """Once it stands in the chain, nobody takes the chain from there on, for ever."""
    circle = two.open(UKRAINE, JAPAN)
    ukraine = identity(UKRAINE)
    signed, _ = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=two.clock())
    body = {**signed.body, "possession": signed.body["roots"]["0"]}

    with pytest.raises(CardAloneError):
        two.say(UKRAINE, circle, Draft("card/1", body, MARKING))
    with pytest.raises(CardPossessionError):
        two.nodes[UKRAINE].station.change_card(SignedCard.from_body(body), ukraine.keys)


def test_a_new_card_enters_every_circle_and_counts_from_there(three: World) -> None:
    one, other = three.open(UKRAINE, JAPAN), three.open(UKRAINE, KOREA, nonce="1e" * 16)
    three.settle()
    ukraine, station = identity(UKRAINE), three.nodes[UKRAINE].station
    signed, keys = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=three.clock())

    station.change_card(signed, keys).result(10)
    three.settle()
    three.report(UKRAINE, one, "with new keys")
    three.report(UKRAINE, other, "with new keys")
    three.settle()

    assert three.texts(JAPAN, one, UKRAINE) == ["with new keys"]
    assert three.texts(KOREA, other, UKRAINE) == ["with new keys"]
    assert three.nodes[JAPAN].station.roster.card(UKRAINE).version == 2


def test_what_was_sealed_to_the_old_card_still_opens(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "sealed to the old card")
    under_way = two.made(circle, UKRAINE, JAPAN, 2).data
    japan, station = identity(JAPAN), two.nodes[JAPAN].station
    signed, keys = next_card(japan.card, japan.keys, {0: japan.officer}, now=two.clock())
    station.change_card(signed, keys).result(10)

    status, _ = two.post(UKRAINE, JAPAN, "parcel", under_way)

    assert status == 200


# --- behind the own chain


class Backup:
    """The folder of a node as it once was."""

    def __init__(self, world: World, party: Party) -> None:
        self.world = world
        self.party = party
        file = world.path / party / "journal.db"
        source = sqlite3.connect(file)
        self.copy = sqlite3.connect(":memory:")
        source.backup(self.copy)
        source.close()

    def restore(self, *, marked: bool = True) -> None:
        """Put it back in place of what the node has now, and start the node."""
        self.world.nodes[self.party].close()
        file = self.world.path / self.party / "journal.db"
        for name in ("journal.db-wal", "journal.db-shm"):
            (file.parent / name).unlink(missing_ok=True)
        target = sqlite3.connect(file)
        self.copy.backup(target)
        target.close()
        self.copy.close()
        node = self.world.start(self.party)
        if marked:
            mark = "2026-03-05T09:30:00.000Z"
            node.journal.write(lambda writer: writer.set_meta(RESTORED, mark)).result(10)
            node.close()
            self.world.start(self.party)
        self.world.connect()


def backed_up(world: World) -> tuple[str, Backup]:
    """A circle of three in which Kyiv said two things after its backup was made."""
    circle = world.open(UKRAINE, JAPAN, KOREA)
    world.settle()
    backup = Backup(world, UKRAINE)
    world.report(UKRAINE, circle, "after the backup")
    world.report(UKRAINE, circle, "and once more")
    world.settle()
    return circle, backup


@pytest.fixture
def durable(tmp_path: Path) -> Any:
    """Three capitals whose journals lie on the disk."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def test_a_restored_node_does_not_write(durable: World) -> None:
    circle, backup = backed_up(durable)
    backup.restore()

    with pytest.raises(BehindError) as refused:
        durable.report(UKRAINE, circle, "another story")

    assert refused.value.facts["waiting"] == "jp, kr"


def test_a_restored_node_fetches_what_it_once_said(durable: World) -> None:
    circle, backup = backed_up(durable)
    backup.restore()

    durable.beat(UKRAINE, JAPAN)

    assert durable.texts(UKRAINE, circle, UKRAINE) == ["after the backup", "and once more"]


def test_a_restored_node_waits_for_every_member(durable: World) -> None:
    """Seoul may have had something from it that Tokyo never got."""
    circle, backup = backed_up(durable)
    backup.restore()
    durable.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError) as refused:
        durable.report(UKRAINE, circle, "another story")

    assert refused.value.facts["waiting"] == "kr"


def test_a_restored_node_writes_again_when_all_have_answered(durable: World) -> None:
    circle, backup = backed_up(durable)
    backup.restore()
    durable.beat(UKRAINE, JAPAN)
    durable.beat(UKRAINE, KOREA)

    record = durable.report(UKRAINE, circle, "on we go")

    assert record.seq == 4
    assert durable.nodes[UKRAINE].journal.meta(RESTORED) is None
    durable.settle()
    assert durable.texts(KOREA, circle, UKRAINE)[-1] == "on we go"


def test_a_restored_node_still_waits_after_a_restart(durable: World) -> None:
    circle, backup = backed_up(durable)
    backup.restore()
    durable.beat(UKRAINE, JAPAN)
    durable.restart(UKRAINE)

    with pytest.raises(BehindError):
        durable.report(UKRAINE, circle, "another story")


def test_a_node_that_was_put_back_without_a_word_notices_it(durable: World) -> None:
    """Somebody copied an old journal into place: the first heartbeat shows it."""
    circle, backup = backed_up(durable)
    backup.restore(marked=False)
    durable.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError) as refused:
        durable.report(UKRAINE, circle, "another story")

    assert refused.value.facts["waiting"] == "kr"
    durable.beat(UKRAINE, KOREA)
    assert durable.report(UKRAINE, circle, "on we go").seq == 4


def test_a_node_that_was_merely_offline_writes(durable: World) -> None:
    circle, _ = backed_up(durable)
    durable.restart(UKRAINE)

    assert durable.report(UKRAINE, circle, "still here").seq == 4


def test_a_restored_node_waits_in_a_circle_that_it_has_forgotten(durable: World) -> None:
    """It was opened after the backup: what the node once said there must come back first."""
    durable.open(UKRAINE, KOREA, nonce="1e" * 16)
    durable.settle()
    backup = Backup(durable, UKRAINE)
    forgotten = durable.open(UKRAINE, JAPAN, KOREA)
    durable.settle()
    durable.network.severed.add(frozenset({UKRAINE, JAPAN}))
    durable.network.severed.add(frozenset({KOREA, JAPAN}))
    durable.report(UKRAINE, forgotten, "had by Seoul alone")
    durable.settle()
    durable.network.severed.clear()
    backup.restore()
    durable.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError):
        durable.report(UKRAINE, forgotten, "another story")


# --- what came


def test_records_whose_commit_failed_are_taken_when_they_come_again(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not make an honest sender look like a forger of dates."""
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    pen = Pen.of(two, UKRAINE, circle)
    pen.write("early", at="2026-03-05T09:31:00.000Z")
    pen.write("late", at="2026-03-05T09:32:00.000Z")
    parcel = pen.parcel(JAPAN, 2, 3)
    store = two.nodes[JAPAN].journal.store
    commit = store.commit

    def full() -> None:
        monkeypatch.setattr(store, "commit", commit)
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "commit", full)
    assert two.post(UKRAINE, JAPAN, "parcel", parcel)[0] == 503

    status, answer = two.post(UKRAINE, JAPAN, "parcel", parcel)

    assert (status, BackDatedError.code in answer.decode()) == (200, False)
