"""A node's own trouble, a full disk or a restore, is nobody else's guilt."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.errors import UnavailableError
from comity.node.backup import backup, restore
from comity.node.folder import Folder
from comity.node.identity import next_card
from comity.records.party import Party

Filling = Callable[..., Callable[[], None]]


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


@pytest.fixture
def fill(two: World, monkeypatch: pytest.MonkeyPatch) -> Filling:
    """Fills a party's disk, Tokyo's if none is named; gives what makes room again."""

    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    def begin(party: Party = JAPAN) -> Callable[[], None]:
        store = two.nodes[party].journal.store
        commit = store.commit
        monkeypatch.setattr(store, "commit", full)
        return lambda: monkeypatch.setattr(store, "commit", commit)

    return begin


def test_a_restored_node_accuses_nobody_of_what_it_forgot(lasting: World, tmp_path: Path) -> None:
    """Tokyo's next record names one of Kyiv's that Kyiv does not have again yet."""
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    backup(Folder(lasting.path / UKRAINE), tmp_path / "backup")
    lasting.report(UKRAINE, circle, "after the backup")
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    (lasting.path / UKRAINE).rename(tmp_path / "broken")
    restore(tmp_path / "backup", Folder(lasting.path / UKRAINE))
    lasting.start(UKRAINE)
    lasting.report(JAPAN, circle, "seen")

    lasting.deliver((JAPAN, UKRAINE))

    assert lasting.texts(UKRAINE, circle, JAPAN) == ["seen"]
    assert lasting.evidence(UKRAINE) == []


def test_what_a_full_disk_refuses_is_no_evidence_against_the_sender(
    two: World, fill: Filling
) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "no room for it")
    parcel = two.made(circle, UKRAINE, JAPAN, 2).data
    store = two.nodes[JAPAN].journal.store
    free, write = fill(), two.nodes[JAPAN].journal.store.rollback

    def room_again() -> None:
        free()  # so that evidence could be written, if any were
        write()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "rollback", room_again)
        status, _ = two.post(UKRAINE, JAPAN, "parcel", parcel)

    assert status == 503
    assert two.evidence(JAPAN) == []


def test_a_refusal_stands_where_its_evidence_cannot_be_written(two: World, fill: Filling) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    two.report(UKRAINE, circle, "changed on the way")
    parcel = two.made(circle, UKRAINE, JAPAN, 2).data
    free = fill()

    status, answer = two.post(UKRAINE, JAPAN, "parcel", parcel[:-1] + bytes([parcel[-1] ^ 1]))
    free()

    assert (status, b'"error":"damaged-parcel"' in answer) == (422, True)
    assert two.texts(JAPAN, circle, UKRAINE) == []


def test_a_card_for_which_there_was_no_room_leaves_the_keys_of_before(
    two: World, fill: Filling
) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.deliver()
    ukraine, station = identity(UKRAINE), two.nodes[UKRAINE].station
    signed, keys = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=two.clock())
    free = fill(UKRAINE)
    with pytest.raises(UnavailableError, match="disk is full"):
        station.change_card(signed, keys).result(10)
    free()

    two.report(UKRAINE, circle, "with the keys of before")
    two.deliver()

    assert two.texts(JAPAN, circle, UKRAINE) == ["with the keys of before"]
