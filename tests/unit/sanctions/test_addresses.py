"""The table of official addresses, and what is done with one."""

from urllib.parse import urlsplit

import pytest

from comity.sanctions.addresses import ADDRESSES, Address, MirrorError, moved, newest_link
from comity.sanctions.answers import mismatch
from comity.sanctions.lists.registry import LISTS

PAGE = Address(
    list="jp-mof",
    url="https://mof.example/sanctions/list.html",
    link=r"shisan(\d{8})\.(csv|xlsx|xls)",
    checked="here",
)
FETCHED = [address for address in ADDRESSES if not address.by_file]


def test_every_list_that_a_reader_reads_has_an_address_or_says_that_it_is_by_file() -> None:
    assert {address.list for address in ADDRESSES} == set(LISTS)


def test_every_address_is_reached_by_https() -> None:
    assert {urlsplit(address.url).scheme for address in ADDRESSES} == {"https"}


def test_no_two_files_are_saved_in_the_same_place() -> None:
    places = [(address.list, address.file) for address in FETCHED]

    assert len(places) == len(set(places))


def test_every_address_says_where_it_was_seen() -> None:
    assert all(address.checked for address in ADDRESSES)


def test_a_file_to_download_has_a_name_or_a_page_that_names_it_and_one_by_file_has_neither() -> (
    None
):
    kinds = [(bool(one.by_file), bool(one.file), bool(one.link)) for one in ADDRESSES]

    assert set(kinds) == {(True, False, False), (False, True, False), (False, False, True)}


def test_every_file_name_tells_a_form_that_a_download_is_judged_by() -> None:
    judged = [mismatch(address.file, b"", b"") for address in FETCHED if address.file]

    assert all(judged)


def test_the_names_of_the_japanese_ministry_are_known() -> None:
    (address,) = [one for one in ADDRESSES if one.list == "jp-mof"]

    found = newest_link(address, '<li><a href="./shisantouketsu20260828.csv">CSV</a></li>')

    assert found == address.url.replace("list.html", "shisantouketsu20260828.csv")


def test_of_several_editions_the_newest_is_taken_wherever_it_stands() -> None:
    page = "".join(f'<a href="./shisan{day}.csv">' for day in (20260305, 20260828, 20250110))

    assert newest_link(PAGE, page) == "https://mof.example/sanctions/shisan20260828.csv"


def test_of_several_forms_of_the_newest_edition_the_csv_is_taken() -> None:
    forms = ("xls", "csv", "xlsx")
    page = "".join(f"<A HREF = '/files/shisan20260828.{form}'>" for form in forms)

    assert newest_link(PAGE, page) == "https://mof.example/files/shisan20260828.csv"


def test_a_newer_workbook_comes_before_an_older_csv() -> None:
    page = '<a href="shisan20260305.csv"><a href="shisan20260828.XLSX">'

    assert newest_link(PAGE, page) == "https://mof.example/sanctions/shisan20260828.XLSX"


@pytest.mark.parametrize(
    "href",
    [
        pytest.param("https://elsewhere.example/shisan20260828.csv", id="another host"),
        pytest.param("http://mof.example:8080/shisan20260828.csv", id="another port"),
        pytest.param("https://[broken/shisan20260828.csv", id="no address"),
        pytest.param("a\x7f/shisan20260828.csv", id="unprintable"),
        pytest.param("shisan20260828.csv.html", id="a longer name"),
        pytest.param("other20260828.csv", id="another name"),
    ],
)
def test_a_link_that_is_not_surely_the_list_is_passed_over(href: str) -> None:
    assert newest_link(PAGE, f'<a href="{href}">') is None


def test_without_a_mirror_an_address_stays_as_it_is() -> None:
    assert moved("https://a.example/x?y=1", None) == "https://a.example/x?y=1"


def test_a_mirror_keeps_path_and_query_below_its_own_path() -> None:
    found = moved("https://a.example/docs/x.xml?y=1", "http://mirror.internal:8080/lists/")

    assert found == "http://mirror.internal:8080/lists/docs/x.xml?y=1"


@pytest.mark.parametrize(
    "mirror",
    [
        "mirror.internal",
        "ftp://mirror.internal",
        "https://",
        "https://mirror.internal:port",
        "https://[mirror",
        "https://mirror internal",
        "https://mirror.internal?x=1",
        "https://mirror.internal#x",
    ],
)
def test_what_is_no_base_of_an_address_is_refused_as_a_mirror(mirror: str) -> None:
    with pytest.raises(MirrorError) as refused:
        moved("https://a.example/x", mirror)

    assert str(refused.value) == (
        f"{mirror} cannot be a mirror; give its base as https://host/path or "
        "http://host:port/path, without a name, password, question mark or #"
    )


def test_a_password_in_a_mirror_is_refused_and_not_shown() -> None:
    with pytest.raises(MirrorError) as refused:
        moved("https://a.example/x", "https://name:secret@mirror.internal/lists")

    assert str(refused.value) == (
        "mirror.internal/lists cannot be a mirror; give its base as https://host/path or "
        "http://host:port/path, without a name, password, question mark or #"
    )
