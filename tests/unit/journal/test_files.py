"""Files: what was fetched is whole and true, or is not there."""

from hashlib import sha256
from pathlib import Path

import pytest

from comity.journal.files import (
    FileAddressError,
    FileHashError,
    FileNotHereError,
    FileNotWrittenError,
    FileOffsetError,
    Files,
    FileTooLargeError,
)

CIRCLE, OTHER = "5c" * 32, "77" * 32
MAP = "карта Чорного моря ".encode() * 1000
ADDRESS = sha256(MAP).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", largest=100_000)


def test_a_file_is_there_when_its_last_part_has_come(files: Files) -> None:
    whole = [
        files.write(CIRCLE, ADDRESS, len(MAP), at, MAP[at : at + 9000])
        for at in range(0, len(MAP), 9000)
    ]

    assert whole == [False] * (len(whole) - 1) + [True]
    assert files.complete(CIRCLE, ADDRESS)
    assert files.read(CIRCLE, ADDRESS) == MAP


def test_an_interrupted_file_goes_on_where_it_was(files: Files, tmp_path: Path) -> None:
    files.write(CIRCLE, ADDRESS, len(MAP), 0, MAP[:9000])
    again = Files(tmp_path / "files", largest=100_000)

    assert again.held(CIRCLE, ADDRESS) == 9000
    assert not again.complete(CIRCLE, ADDRESS)
    assert again.write(CIRCLE, ADDRESS, len(MAP), 9000, MAP[9000:])


def test_a_part_that_does_not_follow_is_refused(files: Files) -> None:
    files.write(CIRCLE, ADDRESS, len(MAP), 0, MAP[:9000])

    with pytest.raises(FileOffsetError) as refusal:
        files.write(CIRCLE, ADDRESS, len(MAP), 10_000, MAP[10_000:])

    assert refusal.value.held == 9000


def test_other_bytes_than_the_address_says_are_thrown_away(files: Files) -> None:
    with pytest.raises(FileHashError):
        files.write(CIRCLE, ADDRESS, len(MAP), 0, MAP[:-1] + b"!")

    assert files.held(CIRCLE, ADDRESS) == 0
    assert files.write(CIRCLE, ADDRESS, len(MAP), 0, MAP)


def test_a_part_of_a_whole_file_changes_nothing(files: Files) -> None:
    files.add(CIRCLE, MAP)

    assert files.write(CIRCLE, ADDRESS, len(MAP), 500, b"other bytes")

    assert files.read(CIRCLE, ADDRESS) == MAP


def test_a_file_that_is_too_large_is_refused_before_it_is_written(files: Files) -> None:
    with pytest.raises(FileTooLargeError):
        files.write(CIRCLE, ADDRESS, 100_001, 0, b"first")

    assert files.held(CIRCLE, ADDRESS) == 0


def test_more_than_the_size_that_was_said_is_refused(files: Files) -> None:
    with pytest.raises(FileTooLargeError):
        files.write(CIRCLE, ADDRESS, 10, 0, b"eleven byte")


def test_the_same_bytes_in_two_circles_are_two_files(files: Files) -> None:
    assert files.add(CIRCLE, MAP) == ADDRESS

    assert not files.complete(OTHER, ADDRESS)
    with pytest.raises(FileNotHereError):
        files.read(OTHER, ADDRESS)
    assert (files.addresses(CIRCLE), files.addresses(OTHER)) == ([ADDRESS], [])


def test_a_range_is_read(files: Files) -> None:
    files.add(CIRCLE, MAP)

    assert files.read(CIRCLE, ADDRESS, 100, 50) == MAP[100:150]
    assert files.read(CIRCLE, ADDRESS, len(MAP), 50) == b""


def test_an_empty_file_is_a_file(files: Files) -> None:
    address = files.add(CIRCLE, b"")

    assert files.complete(CIRCLE, address)


@pytest.mark.parametrize("text", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_what_is_no_hash_never_becomes_a_path(files: Files, text: str) -> None:
    with pytest.raises(FileAddressError):
        files.held(CIRCLE, text)
    with pytest.raises(FileAddressError):
        files.addresses(text)


def test_a_removed_file_is_gone_whole_or_not(files: Files) -> None:
    files.add(CIRCLE, MAP)
    files.write(OTHER, ADDRESS, len(MAP), 0, MAP[:9000])

    files.remove(CIRCLE, ADDRESS)
    files.remove(OTHER, ADDRESS)

    assert (files.held(CIRCLE, ADDRESS), files.held(OTHER, ADDRESS)) == (0, 0)


def test_a_flipped_byte_on_the_disk_is_found(files: Files) -> None:
    files.add(CIRCLE, MAP)
    path = files.folder / CIRCLE / ADDRESS[:2] / ADDRESS
    path.write_bytes(MAP[:-1] + b"!")

    assert files.damaged(CIRCLE) == [ADDRESS]


def test_a_disk_that_does_not_take_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")

    with pytest.raises(FileNotWrittenError):
        Files(tmp_path / "files").write(CIRCLE, ADDRESS, len(MAP), 0, MAP)
