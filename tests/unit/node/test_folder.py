"""The folder of a node: settings, and who uses it."""

import json
from pathlib import Path

import pytest

from comity.node.folder import (
    Folder,
    NodeBusyError,
    NoNodeError,
    NotWrittenError,
    Settings,
    SettingsError,
    write_whole,
)
from comity.records.party import Party


def test_settings_are_read_as_they_were_written(tmp_path: Path) -> None:
    settings = Settings(Party("ua"), journal="postgresql://db", four_eyes="TLP:GREEN")

    Folder(tmp_path).write_settings(settings)

    assert Folder(tmp_path).settings() == settings


def test_an_empty_folder_has_no_node(tmp_path: Path) -> None:
    with pytest.raises(NoNodeError):
        Folder(tmp_path).settings()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"party": "UA"}', '{"party": "ua", "colour": "blue"}']
)
def test_settings_that_cannot_be_read_name_the_file(tmp_path: Path, content: str) -> None:
    Folder(tmp_path).settings_file.write_text(content, "utf-8")

    with pytest.raises(SettingsError, match=r"party\.json"):
        Folder(tmp_path).settings()


def test_a_folder_is_used_by_one_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    with (
        folder.used(),
        pytest.raises(NodeBusyError, match="is in use by process"),
        Folder(tmp_path).used(),
    ):
        pass

    with folder.used():
        pass


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    write_whole(file, b"old")
    (tmp_path / "card.json.new").mkdir()

    with pytest.raises(NotWrittenError, match=r"card\.json cannot be written: Is a directory"):
        write_whole(file, b"new")

    assert file.read_bytes() == b"old"


def test_a_file_for_which_there_is_no_room_leaves_nothing_beside_the_old_one(
    tmp_path: Path,
) -> None:
    file = tmp_path / "card.json"
    write_whole(file, b"old")
    (tmp_path / "card.json.new").symlink_to("/dev/full")

    with pytest.raises(NotWrittenError, match="No space left on device"):
        write_whole(file, b"new")

    assert [one.name for one in tmp_path.iterdir()] == ["card.json"]
    assert file.read_bytes() == b"old"


def test_a_folder_without_room_for_a_number_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "node.lock").symlink_to("/dev/full")

    with Folder(tmp_path).used(), pytest.raises(NodeBusyError), Folder(tmp_path).used():
        pass


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "node.lock").mkdir()

    with (
        pytest.raises(NotWrittenError, match=r"node\.lock cannot be written"),
        Folder(tmp_path).used(),
    ):
        pass


def test_what_is_written_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys.locked"

    write_whole(file, json.dumps({}).encode())

    assert file.stat().st_mode & 0o077 == 0
