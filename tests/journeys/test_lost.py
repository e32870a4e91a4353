"""A restored node takes back nothing that it said ahead of its chain, and is accused of nothing."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.errors import UnavailableError
from comity.exchange.lost import notes_ahead, own_point
from comity.exchange.messages import say
from comity.exchange.outbox import Carrier
from comity.exchange.station import BehindError, Draft
from comity.node.backup import backup, restore
from comity.node.folder import Folder
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record
from comity.seal.checkpoint import Checkpoint, issue
from comity.seal.epoch import Epoch, sign_epoch
from comity.seal.signing import ForgedError, SigningKeys


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def ahead(world: World, circle: str, flash: Record, to: Party = JAPAN) -> bytes:
    """Return the parcel that brings a FLASH of Kyiv before all that stands before it."""
    station = world.nodes[UKRAINE].station
    carrier = Carrier(station.journal, station.roster, station.signing_for(to))
    made = carrier.early(circle, to, flash.seq, Precedence.FLASH, station.now())
    assert made is not None
    return made.data


def set_back(world: World, path: Path) -> tuple[str, Record, bytes]:
    """Let a FLASH overtake what is lost with Kyiv's disk; return circle, FLASH and its parcel."""
    circle = world.open(UKRAINE, JAPAN, KOREA)
    world.settle()
    backup(Folder(world.path / UKRAINE), path / "backup")
    for words in ("lost for ever", "lost as well"):
        world.report(UKRAINE, circle, words)
    flash = world.report(UKRAINE, circle, "ahead of its chain", precedence=Precedence.FLASH)
    parcel = ahead(world, circle, flash)
    assert world.post(UKRAINE, JAPAN, "parcel", parcel)[0] == 200
    replace_disk(world, path)
    return circle, flash, parcel


def replace_disk(world: World, path: Path) -> None:
    """Let Kyiv go on with its backup."""
    world.nodes[UKRAINE].close()
    (world.path / UKRAINE).rename(path / "broken")
    restore(path / "backup", Folder(world.path / UKRAINE))
    world.start(UKRAINE)
    world.connect()


def hear_all(world: World) -> None:
    """Let Kyiv hear everybody, and write what it has to by itself."""
    for member in (JAPAN, KOREA):
        world.beat(UKRAINE, member)
    world.nodes[UKRAINE].journal.write(lambda _: None).result(10)


def open_epoch(world: World, circle: str, waiting: Sequence[Party]) -> None:
    """Let two officers of Kyiv sign that it goes on from where it is."""
    station, (first, second) = world.nodes[UKRAINE].station, officers()
    head = station.journal.head(circle, UKRAINE)
    epoch = Epoch(circle, UKRAINE, head, waiting, "the disk is gone")
    signed = {0: sign_epoch(epoch, first), 1: sign_epoch(epoch, second)}
    station.open_epoch(circle, epoch.body(signed)).result(10)


def officers() -> list[SigningKeys]:
    """Return the root keys of Kyiv's two officers."""
    known = identity(UKRAINE)
    files = [f"roots/ua-root-{number}.locked" for number in range(2)]
    return [SigningKeys.from_bytes(known.secret.unlock(known.files[name])) for name in files]


def write_on(world: World, circle: str, *words: str) -> None:
    """Let Kyiv say something, if it may, and let everybody get it."""
    for one in words:
        world.report(UKRAINE, circle, one)
    world.settle()


def codes(world: World, party: Party) -> list[str]:
    """Return the codes of all evidence that a party keeps."""
    return [one.code for one in world.evidence(party)]


def test_it_gives_up_what_is_lost_before_it_says_anything_else(
    lasting: World, tmp_path: Path
) -> None:
    circle, flash, _ = set_back(lasting, tmp_path)

    hear_all(lasting)
    write_on(lasting, circle, "another", "under the number of the FLASH", "and on")

    for party in (UKRAINE, JAPAN, KOREA):
        epoch = lasting.nodes[party].journal.record(circle, UKRAINE, 2)
        assert epoch is not None
        assert (epoch.kind, epoch.body["waiting"], epoch.body["roots"]) == ("epoch/1", [], {})
        said = lasting.texts(party, circle, UKRAINE)
        assert said == ["another", "under the number of the FLASH", "and on"]
    assert (codes(lasting, UKRAINE), codes(lasting, KOREA)) == ([], [])
    (kept,) = lasting.evidence(JAPAN)
    assert (kept.code, kept.blob) == ("given-up", flash.encoded)


def test_while_others_have_not_answered_it_gives_nothing_up(lasting: World, tmp_path: Path) -> None:
    circle, _, _ = set_back(lasting, tmp_path)

    lasting.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError, match="when kr answered"):
        lasting.report(UKRAINE, circle, "too early")
    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == 1


def test_it_goes_on_once_somebody_has_what_stands_before(lasting: World, tmp_path: Path) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    backup(Folder(lasting.path / UKRAINE), tmp_path / "backup")
    lasting.report(UKRAINE, circle, "Seoul has it")
    flash = lasting.report(UKRAINE, circle, "so has Tokyo", precedence=Precedence.FLASH)
    lasting.post(UKRAINE, JAPAN, "parcel", ahead(lasting, circle, flash))
    lasting.deliver((UKRAINE, KOREA))
    replace_disk(lasting, tmp_path)

    lasting.beat(UKRAINE, JAPAN)
    lasting.beat(UKRAINE, KOREA)
    lasting.beat(UKRAINE, JAPAN)
    write_on(lasting, circle, "now")

    for party in (UKRAINE, JAPAN, KOREA):
        said = lasting.texts(party, circle, UKRAINE)
        assert said == ["Seoul has it", "so has Tokyo", "now"]
        assert lasting.evidence(party) == []


def test_what_a_member_still_shows_does_not_stop_it_again(lasting: World, tmp_path: Path) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    hear_all(lasting)

    lasting.beat(UKRAINE, JAPAN)  # Tokyo has not got the epoch yet, and shows the same again
    write_on(lasting, circle, "another", "under the number of the FLASH", "and on")

    assert codes(lasting, JAPAN) == ["given-up"]
    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == 5


def test_what_cannot_be_given_up_for_want_of_room_is_given_up_later(
    lasting: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    lasting.beat(UKRAINE, JAPAN)
    store = lasting.nodes[UKRAINE].journal.store

    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "commit", full)
        lasting.beat(UKRAINE, KOREA)
        with pytest.raises(UnavailableError):
            lasting.nodes[UKRAINE].journal.write(lambda _: None).result(10)
    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "too early")
    hear_all(lasting)
    write_on(lasting, circle, "another", "under the number of the FLASH")

    assert codes(lasting, JAPAN) == ["given-up"]


def test_what_was_given_up_counts_no_more_when_it_comes_again(
    lasting: World, tmp_path: Path
) -> None:
    circle, _, parcel = set_back(lasting, tmp_path)
    hear_all(lasting)
    lasting.deliver((UKRAINE, JAPAN))

    before = lasting.post(UKRAINE, JAPAN, "parcel", parcel)
    lasting.beat(UKRAINE, JAPAN)
    write_on(lasting, circle, "another", "under the number of the FLASH", "and on")
    after = lasting.post(UKRAINE, JAPAN, "parcel", parcel)

    assert before[0] == 200
    assert (after[0], b'"error":"given-up"' in after[1]) == (422, True)
    assert codes(lasting, JAPAN) == ["given-up"]


def test_a_node_that_starts_again_after_an_epoch_still_goes_on(
    lasting: World, tmp_path: Path
) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    hear_all(lasting)
    lasting.restart(UKRAINE)

    lasting.beat(UKRAINE, JAPAN)
    write_on(lasting, circle, "another", "under the number of the FLASH")

    assert codes(lasting, JAPAN) == ["given-up"]


def test_a_member_that_comes_back_after_the_epoch_does_not_stop_it_again(
    lasting: World, tmp_path: Path
) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    backup(Folder(lasting.path / UKRAINE), tmp_path / "backup")
    lasting.report(UKRAINE, circle, "lost for ever")
    flash = lasting.report(UKRAINE, circle, "for Seoul", precedence=Precedence.FLASH)
    lasting.post(UKRAINE, KOREA, "parcel", ahead(lasting, circle, flash, KOREA))
    replace_disk(lasting, tmp_path)
    lasting.beat(UKRAINE, JAPAN)
    open_epoch(lasting, circle, [KOREA])

    lasting.beat(UKRAINE, KOREA)  # which shows the FLASH, and has no epoch yet
    write_on(lasting, circle, "another", "and another")

    assert [codes(lasting, party) for party in (UKRAINE, JAPAN, KOREA)] == [[], [], ["given-up"]]


def test_a_member_cannot_stop_it_again_by_what_was_given_up(lasting: World, tmp_path: Path) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    shown = notes_ahead(lasting.nodes[JAPAN].journal, [circle], UKRAINE)
    hear_all(lasting)
    lasting.deliver((UKRAINE, JAPAN))
    station = lasting.nodes[UKRAINE].station

    point = own_point(shown[circle].encode(), circle, station.roster)
    stops = station.shows(circle, JAPAN, point, held=2)

    assert not stops
    assert notes_ahead(lasting.nodes[JAPAN].journal, [circle], UKRAINE) == {}
    lasting.report(UKRAINE, circle, "not silenced")


def test_an_epoch_without_an_officer_of_the_party_excuses_nothing(
    lasting: World, tmp_path: Path
) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    head = lasting.heads(UKRAINE, circle)[UKRAINE]
    thief = Epoch(circle, UKRAINE, head, [KOREA], "no officer")
    strangers = {number: sign_epoch(thief, SigningKeys.generate()) for number in range(2)}
    lasting.nodes[UKRAINE].station.behind.clear()
    lasting.say(UKRAINE, circle, Draft("epoch/1", thief.body(strangers), "TLP:CLEAR"))

    write_on(lasting, circle, "another", "under the number of the FLASH")

    assert "two-stories" in codes(lasting, JAPAN)


def test_what_overtook_its_chain_after_an_epoch_accuses_whoever_says_otherwise(
    lasting: World, tmp_path: Path
) -> None:
    circle, _, _ = set_back(lasting, tmp_path)
    hear_all(lasting)
    lasting.deliver((UKRAINE, JAPAN))
    lasting.nodes[UKRAINE].close()
    copy = (lasting.path / UKRAINE / "journal.db").read_bytes()
    lasting.start(UKRAINE)
    lasting.connect()
    lasting.report(UKRAINE, circle, "another")
    flash = lasting.report(UKRAINE, circle, "one thing", precedence=Precedence.FLASH)
    lasting.post(UKRAINE, JAPAN, "parcel", ahead(lasting, circle, flash))
    lasting.nodes[UKRAINE].close()
    (lasting.path / UKRAINE / "journal.db").write_bytes(copy)
    lasting.start(UKRAINE)
    lasting.connect()

    for words in ("another", "and another thing"):
        lasting.report(UKRAINE, circle, words)
    lasting.deliver((UKRAINE, JAPAN))

    assert "two-stories" in codes(lasting, JAPAN)


def test_a_member_cannot_silence_it_with_what_it_did_not_sign(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    root = b"\x5a" * 32
    false = issue(Checkpoint(circle, UKRAINE, 9, root), identity(JAPAN).keys.signing).decode()

    def lie(asked: bytes) -> bytes:
        answer = json.loads(asked)
        said = {
            "v": 1,
            "from": JAPAN,
            "to": UKRAINE,
            "at": answer["at"],
            "nonce": answer["nonce"],
            "heads": {},
            "receipts": {},
            "ahead": {circle: false},
        }
        return say("heartbeat", identity(JAPAN).keys.signing, said)

    lasting.network.lies[JAPAN, "heartbeat"] = lie

    with pytest.raises(ForgedError):
        lasting.beat(UKRAINE, JAPAN)

    lasting.report(UKRAINE, circle, "not silenced")
    assert codes(lasting, UKRAINE) == ["forged"]


def test_a_folder_that_was_copied_back_by_hand_learns_of_it_too(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    kept = (lasting.path / UKRAINE / "journal.db").read_bytes()
    lasting.start(UKRAINE)
    lasting.connect()
    lasting.report(UKRAINE, circle, "lost for ever")
    flash = lasting.report(UKRAINE, circle, "ahead of its chain", precedence=Precedence.FLASH)
    lasting.post(UKRAINE, JAPAN, "parcel", ahead(lasting, circle, flash))
    lasting.nodes[UKRAINE].close()
    (lasting.path / UKRAINE / "journal.db").write_bytes(kept)
    lasting.start(UKRAINE)
    lasting.connect()

    lasting.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "another")
    lasting.restart(UKRAINE)
    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "another, before it heard anybody")


def test_a_backup_of_a_node_that_waits_for_some_members_waits_for_all_again(
    lasting: World, tmp_path: Path
) -> None:
    waits = lasting.open(UKRAINE, JAPAN, KOREA)
    writes = lasting.open(UKRAINE, JAPAN, nonce="1a" * 16)
    lasting.settle()
    backup(Folder(lasting.path / UKRAINE), tmp_path / "backup")
    replace_disk(lasting, tmp_path)
    lasting.beat(UKRAINE, JAPAN)
    lasting.report(UKRAINE, writes, "before the second backup")
    backup(Folder(lasting.path / UKRAINE), tmp_path / "second" / "backup")
    lasting.report(UKRAINE, writes, "after the second backup")
    lasting.settle()
    replace_disk(lasting, tmp_path / "second")

    for circle in (waits, writes):
        with pytest.raises(BehindError):
            lasting.report(UKRAINE, circle, "too early")
