"""A node that was restored from an old backup does not speak twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.exchange.station import BehindError
from comity.node.backup import backup, restore
from comity.node.folder import Folder, NodeThereError
from comity.seal.epoch import TwoOfficersError


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def set_back(world: World, path: Path) -> str:
    """Let Kyiv say something, back up, say more, and be restored; return the circle."""
    circle = world.open(UKRAINE, JAPAN, KOREA)
    world.report(UKRAINE, circle, "before the backup")
    world.settle()
    backup(Folder(world.path / UKRAINE), path / "backup")
    world.report(UKRAINE, circle, "after the backup")
    world.settle()
    world.nodes[UKRAINE].close()
    (world.path / UKRAINE).rename(path / "broken")
    restore(path / "backup", Folder(world.path / UKRAINE))
    world.start(UKRAINE)
    world.connect()
    return circle


def test_it_writes_again_only_after_every_member_has_answered(
    lasting: World, tmp_path: Path
) -> None:
    circle = set_back(lasting, tmp_path)

    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "too early")
    lasting.beat(UKRAINE, JAPAN)
    with pytest.raises(BehindError, match="when kr answered"):
        lasting.report(UKRAINE, circle, "still too early")
    lasting.beat(UKRAINE, KOREA)
    lasting.report(UKRAINE, circle, "now")
    lasting.settle()

    for party in (UKRAINE, JAPAN, KOREA):
        said = lasting.texts(party, circle, UKRAINE)
        assert said == ["before the backup", "after the backup", "now"]
        assert lasting.evidence(party) == []


def test_it_waits_again_after_a_restart_for_whoever_is_missing(
    lasting: World, tmp_path: Path
) -> None:
    circle = set_back(lasting, tmp_path)
    lasting.beat(UKRAINE, JAPAN)
    lasting.restart(UKRAINE)

    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "too early")


def test_a_folder_that_was_copied_back_by_hand_is_found_out_by_a_heartbeat(
    lasting: World,
) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    kept = (lasting.path / UKRAINE / "journal.db").read_bytes()
    lasting.start(UKRAINE)
    lasting.connect()
    lasting.report(UKRAINE, circle, "lost here")
    lasting.settle()
    lasting.nodes[UKRAINE].close()
    for beside in (lasting.path / UKRAINE).glob("journal.db-*"):
        beside.unlink()
    (lasting.path / UKRAINE / "journal.db").write_bytes(kept)
    lasting.start(UKRAINE)
    lasting.connect()

    lasting.beat(UKRAINE, JAPAN)

    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "too early")
    lasting.beat(UKRAINE, KOREA)
    lasting.report(UKRAINE, circle, "now")
    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["lost here", "now"]


def test_a_node_that_was_merely_away_always_writes(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.restart(UKRAINE)

    lasting.report(UKRAINE, circle, "back again")

    assert lasting.texts(UKRAINE, circle, UKRAINE) == ["back again"]


def test_one_officer_cannot_let_it_write_before_all_have_answered(
    lasting: World, tmp_path: Path
) -> None:
    circle = set_back(lasting, tmp_path)
    root = tmp_path / "root"
    root.write_bytes(identity(UKRAINE).files["roots/ua-root-0.locked"])

    with pytest.raises(TwoOfficersError, match="1 root keys of ua signed"):
        lasting.nodes[UKRAINE].open_epoch(circle, [root, root], "Seoul is away")

    with pytest.raises(BehindError):
        lasting.report(UKRAINE, circle, "too early")


def test_a_backup_goes_into_an_empty_folder_only(lasting: World, tmp_path: Path) -> None:
    backup(Folder(lasting.path / UKRAINE), tmp_path / "backup")

    with pytest.raises(NodeThereError):
        restore(tmp_path / "backup", Folder(lasting.path / JAPAN))
