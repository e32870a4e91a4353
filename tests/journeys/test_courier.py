"""A courier carries the same records and receipts where no network does."""

from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.exchange.courier import CourierFileError, pack, unpack
from comity.exchange.messages import UnpairedError, WrongAudienceError


@pytest.fixture
def apart(two: World) -> World:
    """Kyiv and Tokyo, between whom nothing passes."""
    two.network.severed.add(frozenset({UKRAINE, JAPAN}))
    return two


def packed(world: World, sender: str, recipient: str, file: Path) -> tuple[int, int]:
    """Pack everything that one party has for another."""
    node = world.nodes[sender]  # type: ignore[index]
    done = pack(node.station, node.answers, recipient, file)  # type: ignore[arg-type]
    return done.records, done.receipts


def unpacked(world: World, recipient: str, file: Path) -> tuple[int, int]:
    """Unpack a file at a party; return how much was new."""
    node = world.nodes[recipient]  # type: ignore[index]
    taken = unpack(node.station, node.answers, file)
    assert taken.refused == ()
    return taken.records, taken.receipts


def test_records_go_by_courier_and_receipts_come_back_the_same_way(
    apart: World, tmp_path: Path
) -> None:
    circle = apart.open(UKRAINE, JAPAN)
    apart.report(UKRAINE, circle, "on paper")
    there, back = tmp_path / "there", tmp_path / "back"

    assert packed(apart, UKRAINE, JAPAN, there) == (2, 0)
    assert unpacked(apart, JAPAN, there) == (2, 0)
    assert packed(apart, JAPAN, UKRAINE, back) == (0, 1)
    assert unpacked(apart, UKRAINE, back) == (0, 1)

    assert apart.texts(JAPAN, circle, UKRAINE) == ["on paper"]
    assert apart.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2
    assert packed(apart, UKRAINE, JAPAN, there) == (0, 0)


def test_the_files_of_reports_go_with_them(apart: World, tmp_path: Path) -> None:
    circle = apart.open(UKRAINE, JAPAN)
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(bytes(range(256)) * 6000)
    kyiv, tokyo = apart.nodes[UKRAINE].attachments, apart.nodes[JAPAN].attachments
    attachment = kyiv.seal(circle, "", "", minutes)
    apart.report(UKRAINE, circle, "see there", attachments=(attachment,))
    packed(apart, UKRAINE, JAPAN, tmp_path / "there")

    unpacked(apart, JAPAN, tmp_path / "there")
    unpacked(apart, JAPAN, tmp_path / "there")

    assert b"".join(tokyo.clear(circle, attachment)) == minutes.read_bytes()
    assert apart.nodes[JAPAN].journal.files_in(circle, "wanted") == []


def test_unpacking_twice_or_an_old_file_after_a_new_one_changes_nothing(
    apart: World, tmp_path: Path
) -> None:
    circle = apart.open(UKRAINE, JAPAN)
    old, new = tmp_path / "old", tmp_path / "new"
    apart.report(UKRAINE, circle, "first")
    packed(apart, UKRAINE, JAPAN, old)
    apart.report(UKRAINE, circle, "second")
    packed(apart, UKRAINE, JAPAN, new)
    unpacked(apart, JAPAN, new)
    before = apart.all_heads()

    assert unpacked(apart, JAPAN, old) == (0, 0)
    assert unpacked(apart, JAPAN, new) == (0, 0)

    assert apart.all_heads() == before


def test_a_file_whose_forerunner_was_lost_is_refused_by_name_and_the_whole_one_helps(
    apart: World, tmp_path: Path
) -> None:
    circle = apart.open(UKRAINE, JAPAN)
    for words in ("one", "two"):
        apart.report(UKRAINE, circle, words)
    whole = tmp_path / "whole"
    packed(apart, UKRAINE, JAPAN, whole)
    station = apart.nodes[UKRAINE].station
    late = tmp_path / "late"
    packed(apart, UKRAINE, JAPAN, late)
    unpacked(apart, JAPAN, whole)
    apart.report(UKRAINE, circle, "three")
    assert station.journal.head(circle, UKRAINE).size == 4
    packed(apart, UKRAINE, JAPAN, late)

    assert unpacked(apart, JAPAN, late) == (1, 0)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_flipped_bit_anywhere_leaves_everything_as_it_was(
    apart: World, tmp_path: Path, place: str
) -> None:
    circle = apart.open(UKRAINE, JAPAN)
    apart.report(UKRAINE, circle, "on paper")
    file = tmp_path / "file"
    packed(apart, UKRAINE, JAPAN, file)
    data = bytearray(file.read_bytes())
    data[{"first": 0, "middle": len(data) // 2, "last": -1}[place]] ^= 1
    file.write_bytes(data)
    tokyo = apart.nodes[JAPAN]

    with pytest.raises(CourierFileError):
        unpack(tokyo.station, tokyo.answers, file)

    assert tokyo.journal.circles() == []


@pytest.mark.parametrize("left", [0, 9, 40, -33, -1])
def test_a_file_that_is_cut_off_leaves_everything_as_it_was(
    apart: World, tmp_path: Path, left: int
) -> None:
    apart.open(UKRAINE, JAPAN)
    file = tmp_path / "file"
    packed(apart, UKRAINE, JAPAN, file)
    file.write_bytes(file.read_bytes()[:left])
    tokyo = apart.nodes[JAPAN]

    with pytest.raises(CourierFileError):
        unpack(tokyo.station, tokyo.answers, file)

    assert tokyo.journal.circles() == []


def test_a_file_for_another_party_is_refused(three: World, tmp_path: Path) -> None:
    three.open(UKRAINE, JAPAN)
    file = tmp_path / "file"
    packed(three, UKRAINE, JAPAN, file)
    seoul = three.nodes["kr"]  # type: ignore[index]

    with pytest.raises(WrongAudienceError, match="this is meant for jp, and this node is kr"):
        unpack(seoul.station, seoul.answers, file)


def test_nothing_is_packed_for_somebody_who_shares_no_circle(two: World, tmp_path: Path) -> None:
    kyiv = two.nodes[UKRAINE]

    with pytest.raises(UnpairedError):
        pack(kyiv.station, kyiv.answers, JAPAN, tmp_path / "file")

    assert not (tmp_path / "file").exists()
