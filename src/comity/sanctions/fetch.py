"""Fetch: download the official lists from their authorities, into a folder of files.

Whatever goes wrong with a file, the copy from before stays: a download is written beside it, judged
when it is whole, and only then takes its name. What an answer is worth is judged in
`comity.sanctions.answers`, what stands in the folder is known to `comity.sanctions.shelf`.
"""

import contextlib
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from comity.errors import ComityError
from comity.sanctions.addresses import Address, MirrorError, moved, newest_link
from comity.sanctions.answers import (
    BUSY,
    EDGE,
    BrokenOffError,
    BusyError,
    EncodedError,
    FetchError,
    NetworkSettingsError,
    NoAnswerError,
    NoLinkError,
    NotAListError,
    NotSavedError,
    Part,
    PassingError,
    RedirectError,
    StatusError,
    TooLargeError,
    encoding_of,
    may_follow,
    mismatch,
    wait_of,
    whole_of,
)
from comity.sanctions.shelf import Shelf

T = TypeVar("T")

PAUSES = (1.0, 3.0, 9.0)
"""Seconds before the second, third and fourth attempt, unless the server asks for more."""

LONGEST_PAUSE = 120.0
REDIRECTS = 5
LARGEST = 1 << 28
"""Bytes of the largest file taken; the largest list here is under 60 MB."""

LARGEST_PAGE = 1 << 22

HEADERS = {
    # One server drops every connection whose agent does not begin like this; the name stays ours.
    "User-Agent": "Mozilla/5.0 (compatible; Comity)",
    "Accept": "*/*",
    # A range counts bytes of what is sent: of compressed bytes no half can be checked or kept.
    "Accept-Encoding": "identity",
}


class Status(StrEnum):
    """What became of one address."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BY_FILE = "by-file"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is.

    Attributes:
        list: the list's name.
        part: which file of it, as in its address.
        bytes: bytes at hand, counting those of a download that is gone on with. It falls when the
            download has to start over.
        total: bytes of the whole file, None where the server does not say.
    """

    list: str
    part: str
    bytes: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of one address.

    Attributes:
        list: the list's name.
        part: which file of it, as in its address.
        url: what was asked for: at the mirror, if there is one; the file that a page links to.
        path: the file, None where it failed or is by file, although an older copy may stand there.
        status: new, unchanged, failed or by file.
        bytes: size of the file, 0 without one.
        error: why it failed, None for the other statuses.
        by_file: why it is not downloaded, "" for the other statuses.
    """

    list: str
    part: str
    url: str
    path: Path | None = None
    status: Status
    bytes: int = 0
    error: ComityError | None = None
    by_file: str = ""


def fetch(
    addresses: Iterable[Address],
    folder: Path,
    *,
    client: httpx.Client | None = None,
    mirror: str | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    pause: Callable[[float], None] = time.sleep,
    lists: AbstractSet[str] | None = None,
    largest: int = LARGEST,
) -> list[Fetched]:
    """Download files of official lists, one after another; one that fails stops no other.

    Args:
        addresses: which files, usually `ADDRESSES`.
        folder: where they go: `folder/<list>/<file>`. It is made if it is not there.
        client: who asks; by default one that follows the proxy settings of the machine.
        mirror: base of an address that stands for scheme and host of every official one.
        progress: told how far a file is, for each piece that came.
        pause: waits so many seconds before another attempt.
        lists: only these lists, None for all.
        largest: bytes beyond which a file is refused.

    Returns:
        One result for each address asked for, in their order.

    Raises:
        MirrorError: the mirror is not a base address.
        NetworkSettingsError: the machine's proxy or certificate settings cannot be used.
    """
    _check(mirror)
    with _client(client) as asking:
        run = _Run(asking, folder, mirror, progress, pause, largest)
        return [run.fetched(one) for one in addresses if lists is None or one.list in lists]


def _check(mirror: str | None) -> None:
    """Refuse a bad mirror before anybody is asked."""
    try:
        httpx.URL(moved("https://authority.example/", mirror))
    except httpx.InvalidURL as error:
        raise MirrorError(mirror=mirror) from error


def _client(given: httpx.Client | None) -> AbstractContextManager[httpx.Client]:
    if given is not None:
        return contextlib.nullcontext(given)
    try:
        return httpx.Client(timeout=httpx.Timeout(60, connect=15))
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        raise NetworkSettingsError(reason=error) from error


@dataclass(frozen=True, slots=True)
class _Order:
    """One file to get: whose, from where, and where to."""

    address: Address
    url: str
    shelf: Shelf

    def facts(self) -> dict[str, object]:
        return {"list": self.address.list, "url": self.url}

    def result(self, status: Status) -> Fetched:
        return Fetched(
            list=self.address.list,
            part=self.address.part,
            url=self.url,
            path=self.shelf.path,
            status=status,
            bytes=self.shelf.path.stat().st_size,
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `fetch`. `silent` are the hosts that did not answer: they are asked once more."""

    client: httpx.Client
    folder: Path
    mirror: str | None
    progress: Callable[[Progress], None]
    pause: Callable[[float], None]
    largest: int
    silent: set[str] = field(default_factory=set)

    def fetched(self, address: Address) -> Fetched:
        """Return what became of one address; nothing that is wrong with it is raised."""
        part, url = address.part, moved(address.url, self.mirror)
        if address.by_file:
            why, status = address.by_file, Status.BY_FILE
            return Fetched(
                list=address.list, part=part, url=address.url, status=status, by_file=why
            )
        failure: FetchError
        try:
            return self._got(address, url)
        except FetchError as error:
            failure = error
        except OSError as error:
            where = self.folder / address.list
            reason = error.strerror or error
            failure = NotSavedError(list=address.list, url=url, folder=where, reason=reason)
        url = failure.facts["url"]
        return Fetched(list=address.list, part=part, url=url, status=Status.FAILED, error=failure)

    def _got(self, address: Address, url: str) -> Fetched:
        name = address.file
        if address.link:
            page = _Order(address, url, Shelf(self.folder))
            link = newest_link(address, self._insisting(page, self._page))
            if link is None:
                raise NoLinkError(**page.facts(), link=address.link)
            url, name = moved(link, self.mirror), urlsplit(link).path.rpartition("/")[2]
        shelf = Shelf(self.folder / address.list / name)
        return self._insisting(_Order(address, url, shelf), self._file)

    def _insisting(self, order: _Order, attempt: Callable[[_Order, int], T]) -> T:
        """Try, and try again after growing pauses while it may still go better."""
        host = urlsplit(order.url).netloc
        pauses = () if host in self.silent else PAUSES
        made = 0
        while True:
            made += 1
            try:
                return attempt(order, made)
            except PassingError as error:
                if made > len(pauses):
                    if isinstance(error, NoAnswerError):
                        self.silent.add(host)
                    raise
                self.pause(min(max(pauses[made - 1], error.wait), LONGEST_PAUSE))

    def _page(self, order: _Order, made: int) -> str:
        with self._answer(order, {}, made) as answer:
            if answer.status_code != httpx.codes.OK:
                raise StatusError(**order.facts(), status=_status(answer))
            limited = _Pieces(order, made, LARGEST_PAGE)
            # Only links are looked for, and those are ASCII in every encoding that a page may have.
            return b"".join(limited.of(answer)).decode("latin-1")

    def _file(self, order: _Order, made: int) -> Fetched:
        part = order.shelf.part(order.url)
        if part:
            with self._answer(order, part.conditions(), made) as answer:
                if answer.status_code == httpx.codes.PARTIAL_CONTENT and part.goes_on_with(
                    answer.headers
                ):
                    return self._saved(order, answer, made, part)
                if answer.status_code == httpx.codes.OK:
                    return self._saved(order, answer, made)
            order.shelf.drop()
        conditions = order.shelf.conditions(order.url)
        with self._answer(order, conditions, made) as answer:
            if conditions and answer.status_code == httpx.codes.NOT_MODIFIED:
                return order.result(Status.UNCHANGED)
            if answer.status_code != httpx.codes.OK:
                raise StatusError(**order.facts(), status=_status(answer))
            return self._saved(order, answer, made)

    @contextlib.contextmanager
    def _answer(
        self, order: _Order, headers: dict[str, str], made: int
    ) -> Iterator[httpx.Response]:
        answer = self._asked(order, headers, made)
        try:
            if answer.status_code in BUSY:
                wait, status = wait_of(answer.headers), _status(answer)
                raise BusyError(**order.facts(), attempts=made, status=status, wait=wait)
            yield answer
        finally:
            answer.close()

    def _asked(self, order: _Order, headers: dict[str, str], made: int) -> httpx.Response:
        request = self.client.build_request("GET", order.url, headers=HEADERS | headers)
        for _ in range(REDIRECTS + 1):
            try:
                answer = self.client.send(request, stream=True, follow_redirects=False)
            except httpx.TransportError as error:
                reason = str(error) or "no answer in time"
                raise NoAnswerError(**order.facts(), attempts=made, reason=reason) from error
            if answer.next_request is None:
                return answer
            answer.close()
            # A redirect may carry a signature that opens the file to whoever reads the log.
            target = answer.next_request.url.copy_with(query=None, fragment=None, userinfo=b"")
            if not may_follow(str(request.url), str(answer.next_request.url)):
                raise RedirectError(**order.facts(), found=f"to {target}", redirects=REDIRECTS)
            request = answer.next_request
        raise RedirectError(**order.facts(), found="without an end", redirects=REDIRECTS)

    def _saved(
        self, order: _Order, answer: httpx.Response, made: int, part: Part | None = None
    ) -> Fetched:
        shelf = order.shelf
        if part is None:
            shelf.begin(order.url, answer.headers)
        pieces = _Pieces(order, made, self.largest, part, self.progress)
        try:
            with shelf.partial.open("ab") as file:
                for piece in pieces.of(answer):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            _judge(order)
        except (TooLargeError, EncodedError, NotAListError):
            shelf.drop()
            raise
        new = shelf.keep(order.url, answer.headers)
        return order.result(Status.NEW if new else Status.UNCHANGED)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The bytes of one answer as they come, counted, limited, and refused unless whole."""

    order: _Order
    made: int
    largest: int
    part: Part | None = None
    progress: Callable[[Progress], None] = lambda _: None

    def of(self, answer: httpx.Response) -> Iterator[bytes]:
        held = self.part.held if self.part else 0
        total = whole_of(answer.headers)
        self._count(held, total)
        try:
            for piece in self._plain(answer):
                held += len(piece)
                self._count(held, total)
                yield piece
            if total not in {None, held}:
                raise EOFError("it sent another number of bytes than it said")  # noqa: TRY301 - one report for all
        except (httpx.TransportError, zlib.error, EOFError) as error:
            raise BrokenOffError(
                **self.order.facts(),
                attempts=self.made,
                bytes=held,
                total="an unknown number of" if total is None else total,
                reason=str(error) or "it stopped for too long",
            ) from error

    def _count(self, held: int, total: int | None) -> None:
        if max(held, total or 0) > self.largest:
            raise TooLargeError(**self.order.facts(), largest=self.largest)
        address = self.order.address
        self.progress(Progress(address.list, address.part, held, total))

    def _plain(self, answer: httpx.Response) -> Iterator[bytes]:
        """Give the bytes without their encoding; httpx would not notice that gzip is cut."""
        encoding = encoding_of(answer.headers)
        if encoding == "identity":
            yield from answer.iter_raw()
            return
        if encoding != "gzip":
            raise EncodedError(**self.order.facts(), encoding=encoding)
        inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        for piece in answer.iter_raw():
            yield inflater.decompress(piece)
        if not inflater.eof or inflater.unused_data:
            raise EOFError("the compressed file does not end where the answer ends")


def _judge(order: _Order) -> None:
    with order.shelf.partial.open("rb") as file:
        head = file.read(EDGE)
        file.seek(max(file.seek(0, os.SEEK_END) - EDGE, 0))
        wrong = mismatch(order.shelf.path.name, head, file.read())
    if wrong:
        raise NotAListError(**order.facts(), expected=wrong.expected, found=wrong.found)


def _status(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.reason_phrase}".strip()
