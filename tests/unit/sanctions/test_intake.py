"""Each file is read whole, refused whole, or skipped, and the last good edition stays in force."""

import datetime as dt
from pathlib import Path

import pytest

from comity.sanctions.intake import take
from comity.sanctions.lists.source import (
    EmptyFileError,
    ForeignFileError,
    ShrunkenListError,
    UndatedFileError,
)
from comity.sanctions.snapshots import Snapshots, in_force

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "data")


@pytest.fixture
def sdn(fixtures: Path) -> bytes:
    return (fixtures / "us-ofac" / "sdn.csv").read_bytes()


def test_a_list_is_known_by_its_content_and_not_by_its_name(store: Snapshots, sdn: bytes) -> None:
    taken = take("holiday.txt", sdn, store, given=DAY)

    assert taken.snapshot is not None
    assert taken.snapshot.list == "us-ofac"


def test_the_date_comes_from_the_folder_when_nothing_else_says(
    store: Snapshots, sdn: bytes
) -> None:
    taken = take("lists/2024-02-23/sdn.csv", sdn, store)

    assert taken.snapshot is not None
    assert (taken.snapshot.date, taken.snapshot.date_from) == (dt.date(2024, 2, 23), "folder")


def test_a_given_date_outranks_the_folder(store: Snapshots, sdn: bytes) -> None:
    taken = take("lists/2024-02-23/sdn.csv", sdn, store, given=DAY)

    assert taken.snapshot is not None
    assert (taken.snapshot.date, taken.snapshot.date_from) == (DAY, "given")


def test_a_file_without_any_date_is_refused(store: Snapshots, sdn: bytes) -> None:
    taken = take("sdn.csv", sdn, store)

    assert isinstance(taken.error, UndatedFileError)
    assert str(taken.error) == (
        "sdn.csv, content and folders: expected a date: inside, in the name of a folder, or with "
        "--date, found none. Nothing of this file was imported. Say of which day the file "
        "is: --date "
        "YYYY-MM-DD."
    )


def test_what_is_no_list_is_skipped_in_a_folder(store: Snapshots) -> None:
    assert take("README.md", b"# Lists\n<sanctionEntity> is an element", store).skipped
    assert take("truth.csv", b"list_a,key_a\n1,2\n", store).skipped


def test_what_is_no_list_is_refused_when_it_was_named(store: Snapshots) -> None:
    taken = take("truth.csv", b"list_a,key_a\n1,2\n", store, named=True)

    assert isinstance(taken.error, ForeignFileError)


def test_an_error_page_under_the_name_of_a_list_is_refused(store: Snapshots) -> None:
    page = b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>"

    taken = take("2026-01-01/UK-Sanctions-List.xml", page, store)

    assert isinstance(taken.error, ForeignFileError)
    assert str(taken.error) == (
        "2026-01-01/UK-Sanctions-List.xml, line 1: expected an official list that a reader knows, "
        "found an HTML page, such as a web server sends in place of a file. Nothing of "
        "this file was "
        "imported. Download it again from the authority; docs/reference/lists.md names the lists."
    )


def test_foreign_xml_is_refused(store: Snapshots) -> None:
    taken = take("feed.xml", b"<?xml version='1.0'?><rss><channel/></rss>", store)

    assert isinstance(taken.error, ForeignFileError)


def test_an_empty_file_is_refused(store: Snapshots) -> None:
    assert isinstance(take("un.xml", b"", store).error, EmptyFileError)


def test_a_list_that_shrank_is_refused_and_the_edition_before_it_stays(
    store: Snapshots, sdn: bytes
) -> None:
    good = take("2024-01-01/sdn.csv", sdn, store).snapshot
    rows = sdn.splitlines(keepends=True)

    taken = take("2024-02-01/sdn.csv", b"".join(rows[:3]), store)

    assert isinstance(taken.error, ShrunkenListError)
    assert str(taken.error) == (
        "2024-02-01/sdn.csv, the whole file: expected at least 4 entries, 80 % of the edition of "
        "2024-01-01, found 3. Nothing of this file was imported. The last good edition stays in "
        "force. Compare with the authority's page; if so many were removed, import again with "
        "--accept-shrunk."
    )
    assert in_force(store.all()) == [good]


def test_a_person_can_accept_a_list_that_shrank(store: Snapshots, sdn: bytes) -> None:
    take("2024-01-01/sdn.csv", sdn, store)
    rows = b"".join(sdn.splitlines(keepends=True)[:3])

    taken = take("2024-02-01/sdn.csv", rows, store, accept_shrunk=True)

    assert taken.snapshot is not None
    assert taken.snapshot.total == 3


def test_an_edition_far_smaller_than_its_list_is_marked_as_an_excerpt(
    store: Snapshots, sdn: bytes
) -> None:
    taken = take("2024-01-01/sdn.csv", sdn, store)

    assert taken.snapshot is not None
    assert taken.snapshot.excerpt


def test_nothing_of_a_refused_file_is_kept(store: Snapshots, sdn: bytes) -> None:
    take("2024-01-01/sdn.csv", sdn[:500], store)

    assert not store.folder.exists()
