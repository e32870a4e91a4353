"""What a server's reply is worth."""

import pytest

from comity.sanctions.answers import (
    Mismatch,
    Part,
    anchor_of,
    length_of,
    may_follow,
    mismatch,
    wait_of,
)

NOON = "Mon, 02 Mar 2026 12:00:00 GMT"
PART = Part(held=40, anchor='"a"', total=100)
REST = {"content-range": "bytes 40-99/100", "etag": '"a"'}


def test_a_rest_of_the_same_version_is_gone_on_with() -> None:
    assert PART.goes_on_with(REST)


@pytest.mark.parametrize(
    "differing",
    [
        pytest.param({"etag": '"b"'}, id="another version"),
        pytest.param({"etag": 'W/"a"'}, id="a weak word for it"),
        pytest.param({"etag": ""}, id="no version"),
        pytest.param({"content-range": "bytes 41-99/100"}, id="a gap"),
        pytest.param({"content-range": "bytes 0-99/100"}, id="an overlap"),
        pytest.param({"content-range": "bytes 40-98/100"}, id="not the end"),
        pytest.param({"content-range": "bytes 40-119/120"}, id="another length"),
        pytest.param({"content-range": "bytes 40-99/*"}, id="no length"),
        pytest.param({"content-range": ""}, id="no place"),
        pytest.param({"content-encoding": "gzip"}, id="compressed"),
    ],
)
def test_a_rest_that_may_be_of_another_version_is_not(differing: dict[str, str]) -> None:
    assert not PART.goes_on_with(REST | differing)


def test_a_rest_is_gone_on_with_by_date_where_the_date_was_the_validator() -> None:
    part = Part(held=40, anchor=NOON, total=None)

    assert part.goes_on_with({"content-range": "bytes 40-99/100", "last-modified": NOON})


def test_the_request_for_a_rest_names_the_version_it_must_belong_to() -> None:
    assert PART.conditions() == {"Range": "bytes=40-", "If-Range": '"a"'}


@pytest.mark.parametrize(
    ("headers", "anchor"),
    [
        pytest.param({"etag": '"a"'}, '"a"', id="strong"),
        pytest.param({"etag": 'W/"a"', "last-modified": NOON}, "", id="weak"),
        pytest.param({"etag": '"a"', "content-encoding": "gzip"}, "", id="compressed"),
        pytest.param(
            {"last-modified": NOON, "date": "Mon, 02 Mar 2026 12:01:00 GMT"}, NOON, id="settled"
        ),
        pytest.param(
            {"last-modified": NOON, "date": "Mon, 02 Mar 2026 12:00:59 GMT"}, "", id="fresh"
        ),
        pytest.param({"last-modified": NOON}, "", id="without a date"),
        pytest.param({"last-modified": "yesterday", "date": NOON}, "", id="no date"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_only_what_names_exact_bytes_can_anchor_a_download(
    headers: dict[str, str], anchor: str
) -> None:
    assert anchor_of(headers) == anchor


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "Mon, 02 Mar 2026 12:00:30 GMT", "date": NOON}, 30),
        ({"retry-after": "Mon, 02 Mar 2026 11:00:00 GMT", "date": NOON}, 0),
        ({"retry-after": NOON}, 0),
        ({"retry-after": "-7"}, 0),
        ({"retry-after": "soon", "date": NOON}, 0),
        ({}, 0),
    ],
)
def test_the_time_to_wait_is_what_the_server_says_by_its_own_clock(
    headers: dict[str, str], wait: float
) -> None:
    assert wait_of(headers) == wait


def test_the_length_of_compressed_bytes_is_not_the_length_of_the_file() -> None:
    assert length_of({"content-length": "10", "content-encoding": "gzip"}) is None
    assert length_of({"content-length": "10"}) == 10


@pytest.mark.parametrize(
    ("before", "after", "followed"),
    [
        ("https://a.example/x", "https://b.example/y", True),
        ("http://a.example/x", "https://b.example/y", True),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/y", True),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8001/y", False),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "file:///etc/hosts", False),
    ],
)
def test_a_redirect_never_gives_up_https(before: str, after: str, *, followed: bool) -> None:
    assert may_follow(before, after) is followed


ZIP = b"PK\x03\x04 sheets PK\x05\x06 end"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("SDN.CSV", b'1,"INVENTED NAME"\r\n\x1a'),
        ("list.csv", b"\xef\xbb\xbf" + "区分,番号\r\n".encode()),
        ("list.xml", b"\xef\xbb\xbf<?xml version='1.0'?><list/>\r\n"),
        ("list.xlsx", ZIP),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 sheets"),
    ],
)
def test_a_file_of_the_form_that_its_name_promises_is_taken(name: str, content: bytes) -> None:
    assert mismatch(name, content, content) is None


@pytest.mark.parametrize(
    ("name", "content", "expected", "found"),
    [
        ("a.csv", b"", "a CSV file", "nothing"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "a CSV file", "nothing"),
        ("a.csv", b"<!doctype HTML>", "a CSV file", "a web page (HTML)"),
        ("a.csv", b'{"error": 1}', "a CSV file", "bytes that begin with b'{\"error\": 1}'"),
        ("a.csv", ZIP + b"\0", "a CSV file", "bytes that begin with b'PK\\x03\\x04 sheets '"),
        ("a.xml", b"<?xml version='1.0'?>\n<html lang='en'>", "an XML file", "a web page (HTML)"),
        ("a.xml", b"<list><entry>Inven", "an XML file", "one without its end"),
        ("a.xml", b"Access denied", "an XML file", "bytes that begin with b'Access denie'"),
        ("a.xlsx", b"PK\x03\x04 sheets", "an XLSX workbook", "one without its end"),
        ("a.xlsx", b"<html>", "an XLSX workbook", "a web page (HTML)"),
        ("a.xls", ZIP, "an XLS workbook", "bytes that begin with b'PK\\x03\\x04 sheets '"),
    ],
)
def test_what_is_not_of_that_form_is_named(
    name: str, content: bytes, expected: str, found: str
) -> None:
    assert mismatch(name, content, content) == Mismatch(expected, found)
