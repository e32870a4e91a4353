"""Answers: what a server's reply to the question for a list is worth.

Bytes of two versions are never joined: a download goes on only where the server says, with the
validator that it gave before, that the rest belongs to what is held. What is not said counts as no.
This module judges and opens nothing; `comity.sanctions.fetch` asks, waits and saves.

>>> may_follow("https://a.example/list", "http://a.example/list")
False
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import PurePath
from typing import ClassVar
from urllib.parse import urlsplit

from comity.errors import UnavailableError

KEPT = "The copy from before, if there was one, is untouched. "
BY_HAND = "or take the file with a browser and hand it in with --from"

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that can pass by themselves; every other one needs a person."""

SETTLED = dt.timedelta(seconds=60)
"""A file changed longer ago than this when it was sent cannot change again within the same date."""

CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

EDGE = 1 << 17
"""Bytes at each end of a file that `check_form` needs; a ZIP ends within its last 65,557 bytes."""


class FetchError(UnavailableError):
    """One file of a list could not be downloaded. Facts: list, url, and those of each class."""


class PassingError(FetchError):
    """It may go better after a pause."""

    @property
    def wait(self) -> float:
        """Seconds that the server asked us to wait, 0 where it did not say."""
        return float(self.facts.get("wait", "0"))


class NoAnswerError(PassingError):
    """Nobody answered. Facts: list, url, attempts, reason."""

    code = "fetch-no-answer"
    template: ClassVar[str] = (
        "{list}: no answer from {url}, attempts made: {attempts} ({reason}). "
        + KEPT
        + "Check the network, the proxy (HTTPS_PROXY) and the certificates (SSL_CERT_FILE), then "
        "fetch again, " + BY_HAND
    )


class BusyError(PassingError):
    """The server cannot answer now. Facts: list, url, attempts, status, wait."""

    code = "fetch-busy"
    template: ClassVar[str] = (
        "{list}: {url} answered {status}, attempts made: {attempts}. "
        + KEPT
        + "Fetch again later, "
        + BY_HAND
    )


class BrokenOffError(PassingError):
    """The file stopped before its end. Facts: list, url, attempts, bytes, total, reason."""

    code = "fetch-broken-off"
    template: ClassVar[str] = (
        "{list}: {url} broke off after {bytes} of {total} bytes, attempts made: {attempts} "
        "({reason}). "
        + KEPT
        + "Fetch again: it goes on from there where the server allows it, "
        + BY_HAND
    )


class StatusError(FetchError):
    """The server answered with something else than the file. Facts: list, url, status."""

    code = "fetch-status"
    template: ClassVar[str] = (
        "{list}: {url} answered {status}, not the file. "
        + KEPT
        + "See on the authority's site whether the file has moved, mend sanctions/addresses.py, "
        + BY_HAND
    )


class RedirectError(FetchError):
    """The server sends us where we do not go. Facts: list, url, found, redirects."""

    code = "fetch-redirect"
    template: ClassVar[str] = (
        "{list}: {url} redirects {found}; at most {redirects} redirects are followed, and none to "
        "an address without https. "
        + KEPT
        + "See on the authority's site whether the file has moved, mend sanctions/addresses.py, "
        + BY_HAND
    )


class NotAListError(FetchError):
    """What came is not a file of that form. Facts: list, url, expected, found."""

    code = "fetch-not-a-list"
    template: ClassVar[str] = (
        "{list}: {url} should give {expected}, but gave {found}. "
        + KEPT
        + "Open the address in a browser: the site may be under repair, or a proxy may have "
        "answered in its place; fetch again, " + BY_HAND
    )


class TooLargeError(FetchError):
    """More came than any list has. Facts: list, url, largest."""

    code = "fetch-too-large"
    template: ClassVar[str] = (
        "{list}: {url} gives more than {largest} bytes, more than any official list. "
        + KEPT
        + "Open the address in a browser and see what it gives, "
        + BY_HAND
    )


class EncodedError(FetchError):
    """The file came in an encoding that was not asked for. Facts: list, url, encoding."""

    code = "fetch-encoded"
    template: ClassVar[str] = (
        "{list}: {url} was asked for the plain file and gave it as '{encoding}'. "
        + KEPT
        + "Ask whoever runs the proxy or mirror to leave the file as it is, "
        + BY_HAND
    )


class NoLinkError(FetchError):
    """A list's page links to no file of the list. Facts: list, url, link."""

    code = "fetch-no-link"
    template: ClassVar[str] = (
        "{list}: the page {url} links to no file whose name matches {link}. "
        + KEPT
        + "Look at the page and mend sanctions/addresses.py, "
        + BY_HAND
    )


class NotSavedError(FetchError):
    """The disk refused. Facts: list, url, folder, reason."""

    code = "fetch-not-saved"
    template: ClassVar[str] = (
        "{list}: {url} could not be saved in {folder} ({reason}). "
        + KEPT
        + "Make room or give the right to write there, then fetch again"
    )


class NetworkSettingsError(UnavailableError):
    """The proxy or the certificates of this machine cannot be used. Facts: reason."""

    code = "fetch-network-settings"
    template: ClassVar[str] = (
        "the network settings of this machine cannot be used ({reason}); "
        "mend HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE and fetch again"
    )


@dataclass(frozen=True, slots=True)
class Part:
    """The first bytes of a file whose download broke off.

    Attributes:
        held: how many bytes, more than none.
        anchor: the validator of the version they belong to, strong enough to go on from.
        total: bytes of the whole file, None where the server did not say.
    """

    held: int
    anchor: str
    total: int | None

    def conditions(self) -> dict[str, str]:
        """Return the request headers that ask for the rest of this version, or a whole new one."""
        return {"Range": f"bytes={self.held}-", "If-Range": self.anchor}

    def goes_on_with(self, headers: Mapping[str, str]) -> bool:
        """Does a 206 answer hold exactly the bytes that are missing, of the same version?"""
        given = CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
        if given is None or encoding_of(headers) != "identity":
            return False
        first, last, whole = map(int, given.groups())
        return (
            self.anchor in {headers.get("etag"), headers.get("last-modified")}
            and first == self.held
            and last == whole - 1
            and self.total in {None, whole}
        )


def anchor_of(headers: Mapping[str, str]) -> str:
    """Return the validator from which a broken download can go on, "" if there is none.

    A weak ETag may stand for different bytes, and so may a date that was fresh when it was sent;
    neither may join two halves of a list (RFC 9110, 8.8.2.2 and 13.1.5).
    """
    if encoding_of(headers) != "identity":
        return ""
    etag = headers.get("etag", "").strip()
    if etag:
        return "" if etag.startswith("W/") else etag
    modified = headers.get("last-modified", "").strip()
    changed, sent = moment(modified), moment(headers.get("date", ""))
    return modified if changed and sent and sent - changed >= SETTLED else ""


def encoding_of(headers: Mapping[str, str]) -> str:
    """Return the content encoding in lower case, "identity" for the plain bytes."""
    return headers.get("content-encoding", "").strip().lower() or "identity"


def length_of(headers: Mapping[str, str]) -> int | None:
    """Return how many bytes the plain file has, None where the answer does not say."""
    length = headers.get("content-length", "").strip()
    plain = encoding_of(headers) == "identity" and re.fullmatch(r"[0-9]{1,15}", length)
    return int(length) if plain else None


def whole_of(headers: Mapping[str, str]) -> int | None:
    """Return how many bytes the whole file has, also where the answer holds only the rest of it."""
    given = CONTENT_RANGE.fullmatch(headers.get("content-range", "").strip())
    return int(given[3]) if given else length_of(headers)


def wait_of(headers: Mapping[str, str]) -> float:
    """Return the seconds that Retry-After asks for, 0 where it asks for nothing readable.

    A date is counted from the server's own Date: its clock and ours may differ.
    """
    asked = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return float(asked)
    until, sent = moment(asked), moment(headers.get("date", ""))
    return max((until - sent).total_seconds(), 0.0) if until and sent else 0.0


def moment(text: str) -> dt.datetime | None:
    """Return the time of an HTTP date, None if it is not one."""
    try:
        value = parsedate_to_datetime(text)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def may_follow(before: str, after: str) -> bool:
    """May a redirect be followed: to https anywhere, and from plain http to the same server."""
    asked, sent = urlsplit(before), urlsplit(after)
    within = asked.scheme == sent.scheme == "http" and asked.netloc == sent.netloc
    return sent.scheme == "https" or within


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What a file should have been, and what it is."""

    expected: str
    found: str


def mismatch(name: str, head: bytes, tail: bytes) -> Mismatch | None:
    """Return how a file differs from the form that its name promises, None if it is of that form.

    It tells an error page, a login page and a cut file from a list; whether the list can be read is
    the reader's to say.

    Args:
        name: the file's name; its ending is the form.
        head: its first bytes, up to `EDGE`.
        tail: its last bytes, up to `EDGE`.
    """
    start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    form = PurePath(name).suffix.lower().lstrip(".")
    expected = {
        "csv": "a CSV file",
        "xml": "an XML file",
        "xlsx": "an XLSX workbook",
        "xls": "an XLS workbook",
    }[form]
    if not start:
        return Mismatch(expected, "nothing")
    if HTML.search(start[:2048]):
        return Mismatch(expected, "a web page (HTML)")
    whole = {
        "csv": start[:1] not in {b"<", b"{"} and b"\0" not in head,
        "xml": start.startswith(b"<"),
        "xlsx": head.startswith(b"PK\x03\x04"),
        "xls": head.startswith(b"\xd0\xcf\x11\xe0"),
    }[form]
    if not whole:
        return Mismatch(expected, f"bytes that begin with {start[:12]!r}")
    cut = (form == "xml" and not tail.rstrip().endswith(b">")) or (
        form == "xlsx" and b"PK\x05\x06" not in tail
    )
    return Mismatch(expected, "one without its end") if cut else None
