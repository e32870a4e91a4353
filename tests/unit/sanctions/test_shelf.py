"""Where a downloaded file stands, and what is remembered of it."""

from pathlib import Path

import pytest

from comity.sanctions.answers import Part
from comity.sanctions.shelf import Shelf

URL = "https://authority.example/list.csv"
HEADERS = {"etag": '"a"', "content-length": "10"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "un" / "list.csv")


def grow(shelf: Shelf, content: bytes, headers: dict[str, str] = HEADERS) -> None:
    shelf.begin(URL, headers)
    shelf.partial.write_bytes(content)


def test_the_first_bytes_are_remembered_with_the_version_they_belong_to(shelf: Shelf) -> None:
    grow(shelf, b"1234")

    assert shelf.part(URL) == Part(held=4, anchor='"a"', total=10)


def test_the_first_bytes_from_another_address_are_not_gone_on_with(shelf: Shelf) -> None:
    grow(shelf, b"1234")

    assert shelf.part("https://mirror.example/list.csv") is None


def test_bytes_without_a_note_are_not_gone_on_with(shelf: Shelf) -> None:
    grow(shelf, b"1234")
    shelf.path.with_name(".list.csv.part.json").unlink()

    assert shelf.part(URL) is None


def test_a_note_without_bytes_is_nothing_to_go_on_with(shelf: Shelf) -> None:
    shelf.begin(URL, HEADERS)

    assert shelf.part(URL) is None


def test_a_download_with_all_its_bytes_or_more_is_not_gone_on_with(shelf: Shelf) -> None:
    grow(shelf, b"1234567890")

    assert shelf.part(URL) is None


def test_a_new_version_begins_without_the_bytes_of_the_one_before(shelf: Shelf) -> None:
    grow(shelf, b"1234")

    shelf.begin(URL, {"etag": '"b"'})

    assert not shelf.partial.exists()


def test_a_kept_file_has_its_name_and_nothing_is_left_of_the_download(shelf: Shelf) -> None:
    grow(shelf, b"1234567890")

    new = shelf.keep(URL, HEADERS)

    assert new
    assert shelf.path.read_bytes() == b"1234567890"
    assert sorted(one.name for one in shelf.path.parent.iterdir()) == [".list.csv.json", "list.csv"]


def test_the_same_bytes_again_leave_the_file_as_it_stands(shelf: Shelf) -> None:
    grow(shelf, b"1234567890")
    shelf.keep(URL, HEADERS)
    before = shelf.path.stat()
    grow(shelf, b"1234567890")

    new = shelf.keep(URL, HEADERS)

    assert not new
    assert shelf.path.stat() == before


def test_a_kept_file_is_asked_for_by_its_validators(shelf: Shelf) -> None:
    grow(shelf, b"1234567890")
    shelf.keep(URL, HEADERS)

    assert shelf.conditions(URL) == {"If-None-Match": '"a"'}


def test_a_kept_file_is_asked_for_without_conditions_at_another_address(shelf: Shelf) -> None:
    grow(shelf, b"1234567890")
    shelf.keep(URL, HEADERS)

    assert shelf.conditions("https://mirror.example/list.csv") == {}


@pytest.mark.parametrize("note", ["", "{", "[1]", '{"url": 1}', "\udcff"])
def test_a_damaged_note_counts_as_none(shelf: Shelf, note: str) -> None:
    grow(shelf, b"1234567890")
    shelf.keep(URL, HEADERS)
    shelf.path.with_name(".list.csv.json").write_bytes(note.encode(errors="surrogateescape"))

    assert shelf.conditions(URL) == {}
