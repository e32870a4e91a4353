"""Fetching from a real server on loopback, which also misbehaves."""

import gzip
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from comity.sanctions.addresses import Address, MirrorError
from comity.sanctions.answers import NetworkSettingsError
from comity.sanctions.fetch import Fetched, Progress, Status, fetch

pytestmark = pytest.mark.enable_socket

OLD = b'1,"INVENTED NAME"\r\n' * 2000
NEW = b'2,"ANOTHER INVENTED NAME"\r\n' * 2000
XML = b'<?xml version="1.0"?><list><entry>Invented</entry></list>\n'
PAGE = b"<!DOCTYPE html><html><body>Under repair</body></html>"

KEPT = "The copy from before, if there was one, is untouched. "
BY_HAND = "or take the file with a browser and hand it in with --from"
REPAIR = (
    f"{KEPT}Open the address in a browser: the site may be under repair, or a proxy may have "
    f"answered in its place; fetch again, {BY_HAND}"
)
MOVED = (
    f"{KEPT}See on the authority's site whether the file has moved, mend sanctions/addresses.py, "
    f"{BY_HAND}"
)


class Handler(BaseHTTPRequestHandler):
    """Plays the next reply that the test wrote down for a path; the last one is played again."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    server: "Authority"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        replies = self.server.replies[self.path]
        (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def start(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()


Reply = Callable[[Handler], None]


class Authority(ThreadingHTTPServer):
    """An authority's site on 127.0.0.1."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.errors: list[BaseException | None] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def address(self, *replies: Reply, name: str = "SDN.CSV", of: str = "us-ofac") -> Address:
        """Write down what happens at a path, and return its address."""
        self.replies[f"/{name}"] = list(replies)
        return Address(list=of, part="sdn", url=f"{self.url}/{name}", file=name, checked="here")

    def handle_error(self, *_: object) -> None:
        """Pass over a client that hung up: many of these tests make it do so."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.errors.append(error)


@pytest.fixture
def authority() -> Iterator[Authority]:
    with Authority() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        site.over.set()
        site.shutdown()
        thread.join()
    assert site.errors == []


@pytest.fixture
def client(authority: Authority) -> Iterator[httpx.Client]:
    del authority  # asked for so that it closes last: it waits for the client's open connections
    with httpx.Client(timeout=5, trust_env=False) as asking:
        yield asking


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def get(tmp_path: Path, client: httpx.Client, pauses: list[float]) -> Callable[..., Fetched]:
    """Fetch one address and return what became of it."""

    def one(address: Address, **options: object) -> Fetched:
        settings: dict[str, object] = {"client": client, "pause": pauses.append} | options
        return fetch([address], tmp_path, **settings)[0]  # type: ignore[arg-type]

    return one


def whole(content: bytes, **headers: object) -> Reply:
    def reply(handler: Handler) -> None:
        handler.start(200, Content_Length=len(content), **headers)
        handler.wfile.write(content)

    return reply


def broken_off(content: bytes, at: int, **headers: object) -> Reply:
    """Promise the whole, send the first bytes and hang up."""

    def reply(handler: Handler) -> None:
        handler.start(200, Content_Length=len(content), **headers)
        handler.wfile.write(content[:at])
        handler.close_connection = True

    return reply


def ranged(content: bytes, etag: str) -> Reply:
    """Answer as the standard says, whole or the rest."""

    def reply(handler: Handler) -> None:
        wanted = handler.headers.get("Range")
        if wanted is None or handler.headers.get("If-Range") != etag:
            return whole(content, ETag=etag)(handler)
        first = int(wanted.removeprefix("bytes=").removesuffix("-"))
        return rest(content, first, ETag=etag)(handler)

    return reply


def rest(content: bytes, first: int, **headers: object) -> Reply:
    """Send a 206 from a byte on, whatever was asked."""

    def reply(handler: Handler) -> None:
        place = f"bytes {first}-{len(content) - 1}/{len(content)}"
        length = len(content) - first
        handler.start(206, Content_Range=place, Content_Length=length, **headers)
        handler.wfile.write(content[first:])

    return reply


def status(code: int, **headers: object) -> Reply:
    return lambda handler: handler.start(code, Content_Length=0, **headers)


def silence(handler: Handler) -> None:
    handler.server.over.wait(10)


def chunked(content: bytes) -> Reply:
    """Send without saying how much."""

    def reply(handler: Handler) -> None:
        handler.start(200, Transfer_Encoding="chunked")
        handler.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content))

    return reply


def files(folder: Path) -> list[str]:
    """Return what a person sees in a folder: names that do not begin with a dot."""
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def saved(result: Fetched) -> bytes:
    assert result.path is not None, str(result.error)
    return result.path.read_bytes()


Get = Callable[..., Fetched]


def test_a_file_is_saved_byte_for_byte_under_its_list_and_name(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    address = authority.address(whole(OLD))

    result = get(address)

    assert result == Fetched(
        list="us-ofac",
        part="sdn",
        url=f"{authority.url}/SDN.CSV",
        path=tmp_path / "us-ofac" / "SDN.CSV",
        status=Status.NEW,
        bytes=len(OLD),
    )
    assert saved(result) == OLD


def test_nothing_but_the_file_is_seen_in_the_folder_afterwards(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    get(authority.address(broken_off(OLD, 500, ETag='"a"'), ranged(OLD, '"a"')))

    assert files(tmp_path / "us-ofac") == ["SDN.CSV"]
    assert not list((tmp_path / "us-ofac").glob(".*.part*"))


def test_a_download_that_breaks_off_goes_on_from_where_it_stopped(
    authority: Authority, get: Get, pauses: list[float]
) -> None:
    address = authority.address(broken_off(OLD, 20_000, ETag='"a"'), ranged(OLD, '"a"'))

    result = get(address)

    asked = authority.requests[1][1]
    assert (asked["Range"], asked["If-Range"]) == ("bytes=20000-", '"a"')
    assert saved(result) == OLD
    assert pauses == [1.0]


def test_a_download_that_failed_goes_on_with_the_next_fetch(authority: Authority, get: Get) -> None:
    busy = status(503)
    address = authority.address(
        broken_off(OLD, 20_000, ETag='"a"'), busy, busy, busy, ranged(OLD, '"a"')
    )
    failed = get(address)

    result = get(address)

    assert failed.status is Status.FAILED
    assert authority.requests[-1][1]["Range"] == "bytes=20000-"
    assert saved(result) == OLD


def test_a_server_that_ignores_the_range_makes_the_download_start_over(
    authority: Authority, get: Get
) -> None:
    address = authority.address(broken_off(OLD, 20_000, ETag='"a"'), whole(OLD, ETag='"a"'))

    assert saved(get(address)) == OLD
    assert len(authority.requests) == 2


def test_a_file_that_changed_between_attempts_is_taken_whole(
    authority: Authority, get: Get
) -> None:
    address = authority.address(broken_off(OLD, 20_000, ETag='"a"'), ranged(NEW, '"b"'))

    assert saved(get(address)) == NEW


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(rest(NEW, 20_000, ETag='"b"'), id="another version"),
        pytest.param(rest(OLD, 20_000), id="no word of which version"),
        pytest.param(rest(OLD, 30_000, ETag='"a"'), id="a gap"),
        pytest.param(rest(OLD + OLD, 20_000, ETag='"a"'), id="another length"),
        pytest.param(status(416), id="no such range"),
    ],
)
def test_a_rest_that_does_not_surely_belong_to_the_first_bytes_is_thrown_away(
    authority: Authority, get: Get, second: Reply
) -> None:
    address = authority.address(broken_off(OLD, 20_000, ETag='"a"'), second, whole(NEW, ETag='"b"'))

    result = get(address)

    assert saved(result) == NEW
    assert "Range" not in authority.requests[2][1]


def test_a_rest_that_was_thrown_away_is_not_asked_for_again(authority: Authority, get: Get) -> None:
    address = authority.address(
        broken_off(OLD, 20_000, ETag='"a"'), status(416), status(503), whole(OLD)
    )

    get(address)

    assert ["Range" in asked for _, asked in authority.requests] == [False, True, False, False]


def test_without_a_strong_validator_a_broken_download_starts_over(
    authority: Authority, get: Get
) -> None:
    address = authority.address(broken_off(OLD, 20_000, ETag='W/"a"'), whole(OLD))

    result = get(address)

    assert "Range" not in authority.requests[1][1]
    assert saved(result) == OLD


def test_more_bytes_than_were_promised_for_the_rest_are_never_saved(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    def too_much(handler: Handler) -> None:
        place = f"bytes 20000-{len(OLD) - 1}/{len(OLD)}"
        handler.start(206, Content_Range=place, Content_Length=len(OLD), ETag='"a"')
        handler.wfile.write(OLD)

    address = authority.address(broken_off(OLD, 20_000, ETag='"a"'), too_much, whole(NEW))

    result = get(address)

    assert saved(result) == NEW
    assert files(tmp_path / "us-ofac") == ["SDN.CSV"]


def test_a_file_shorter_than_its_content_length_is_an_error_and_the_old_copy_stays(
    authority: Authority, get: Get, tmp_path: Path, pauses: list[float]
) -> None:
    address = authority.address(whole(OLD), broken_off(NEW, 100))
    get(address)

    result = get(address)

    assert str(result.error) == (
        f"us-ofac: {address.url} broke off after 100 of {len(NEW)} bytes, attempts made: 4 "
        "(peer closed connection without sending complete message body "
        f"(received 100 bytes, expected {len(NEW)})). {KEPT}"
        f"Fetch again: it goes on from there where the server allows it, {BY_HAND}"
    )
    assert (tmp_path / "us-ofac" / "SDN.CSV").read_bytes() == OLD
    assert pauses == [1.0, 3.0, 9.0]


def test_an_xml_file_longer_than_its_content_length_is_noticed_by_its_missing_end(
    authority: Authority, get: Get
) -> None:
    def short_promise(handler: Handler) -> None:
        handler.start(200, Content_Length=40)
        handler.wfile.write(XML)
        handler.close_connection = True

    result = get(authority.address(short_promise, name="list.xml", of="un"))

    assert str(result.error) == (
        f"un: {authority.url}/list.xml should give an XML file, but gave one without its end. "
        f"{REPAIR}"
    )


def test_a_busy_server_is_asked_again_after_the_time_that_it_named(
    authority: Authority, get: Get, pauses: list[float]
) -> None:
    address = authority.address(status(503, Retry_After=7), status(429, Retry_After=1), whole(OLD))

    result = get(address)

    assert result.status is Status.NEW
    assert pauses == [7.0, 3.0]


def test_no_server_makes_us_wait_longer_than_two_minutes(
    authority: Authority, get: Get, pauses: list[float]
) -> None:
    get(authority.address(status(503, Retry_After=86_400), whole(OLD)))

    assert pauses == [120.0]


def test_a_server_that_stays_busy_is_an_error_that_says_so(authority: Authority, get: Get) -> None:
    result = get(authority.address(status(503)))

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV answered 503 Service Unavailable, attempts made: 4. "
        f"{KEPT}Fetch again later, {BY_HAND}"
    )


def test_a_file_that_is_not_there_is_an_error_at_once(
    authority: Authority, get: Get, pauses: list[float]
) -> None:
    result = get(authority.address(status(404)))

    assert result.status is Status.FAILED
    assert result.path is None
    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV answered 404 Not Found, not the file. {MOVED}"
    )
    assert pauses == []


def test_a_redirect_on_the_same_server_is_followed(authority: Authority, get: Get) -> None:
    authority.address(whole(OLD), name="moved.csv")

    result = get(authority.address(status(302, Location="/moved.csv")))

    assert saved(result) == OLD


def test_a_redirect_without_an_end_is_left_after_five(authority: Authority, get: Get) -> None:
    result = get(authority.address(status(302, Location="/SDN.CSV")))

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV redirects without an end; at most 5 redirects are "
        f"followed, and none to an address without https. {MOVED}"
    )
    assert len(authority.requests) == 6


def test_a_redirect_to_another_server_without_https_is_not_followed_and_its_signature_not_shown(
    authority: Authority, get: Get
) -> None:
    result = get(authority.address(status(302, Location="http://127.0.0.1:9/x.csv?signature=1")))

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV redirects to http://127.0.0.1:9/x.csv; at most 5 "
        f"redirects are followed, and none to an address without https. {MOVED}"
    )


def test_a_web_page_in_place_of_a_list_is_not_saved_over_the_good_copy(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    address = authority.address(whole(OLD), whole(PAGE))
    get(address)

    result = get(address)

    assert str(result.error) == (
        f"us-ofac: {address.url} should give a CSV file, but gave a web page (HTML). {REPAIR}"
    )
    assert (tmp_path / "us-ofac" / "SDN.CSV").read_bytes() == OLD


def test_an_empty_answer_is_not_saved_over_the_good_copy(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    address = authority.address(whole(OLD), whole(b""))
    get(address)

    result = get(address)

    assert str(result.error) == (
        f"us-ofac: {address.url} should give a CSV file, but gave nothing. {REPAIR}"
    )
    assert (tmp_path / "us-ofac" / "SDN.CSV").read_bytes() == OLD


def test_a_server_that_never_answers_is_given_up_after_four_attempts(
    authority: Authority, get: Get, pauses: list[float]
) -> None:
    address = authority.address(silence)

    with httpx.Client(timeout=0.1, trust_env=False) as hurried:
        result = get(address, client=hurried)

    assert str(result.error) == (
        f"us-ofac: no answer from {address.url}, attempts made: 4 (timed out). {KEPT}"
        "Check the network, the proxy (HTTPS_PROXY) and the certificates (SSL_CERT_FILE), then "
        f"fetch again, {BY_HAND}"
    )
    assert pauses == [1.0, 3.0, 9.0]


def test_a_server_that_stops_in_the_middle_of_a_file_is_gone_on_with(
    authority: Authority, get: Get
) -> None:
    def stopping(handler: Handler) -> None:
        handler.start(200, Content_Length=len(OLD), ETag='"a"')
        handler.wfile.write(OLD[:5000])
        handler.close_connection = True
        authority.over.wait(10)

    address = authority.address(stopping, ranged(OLD, '"a"'))

    with httpx.Client(timeout=0.5, trust_env=False) as hurried:
        result = get(address, client=hurried)

    assert saved(result) == OLD
    assert authority.requests[1][1]["Range"] == "bytes=5000-"


def test_further_files_of_a_host_that_does_not_answer_are_asked_for_once(
    tmp_path: Path, client: httpx.Client, pauses: list[float]
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as closing:
        port = closing.server_port
    closed = [
        Address(list="un", url=f"http://127.0.0.1:{port}/{n}.xml", file=f"{n}.xml", checked="here")
        for n in range(3)
    ]

    results = fetch(closed, tmp_path, client=client, pause=pauses.append)

    attempts = [result.error.facts["attempts"] for result in results if result.error]
    assert attempts == ["4", "1", "1"]
    assert pauses == [1.0, 3.0, 9.0]


def test_a_file_that_did_not_change_is_not_sent_again(authority: Authority, get: Get) -> None:
    when = "Mon, 02 Mar 2026 10:00:00 GMT"
    address = authority.address(whole(OLD, ETag='"a"', Last_Modified=when), status(304))
    get(address)

    result = get(address)

    asked = authority.requests[1][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"a"', when)
    assert (result.status, result.bytes) == (Status.UNCHANGED, len(OLD))
    assert saved(result) == OLD


def test_the_same_bytes_sent_again_are_no_new_file(authority: Authority, get: Get) -> None:
    address = authority.address(whole(OLD))
    get(address)

    result = get(address)

    assert (result.status, saved(result)) == (Status.UNCHANGED, OLD)


def test_a_copy_that_somebody_changed_is_fetched_whole(authority: Authority, get: Get) -> None:
    address = authority.address(ranged(OLD, '"a"'))
    first = get(address)
    assert first.path is not None
    first.path.write_bytes(b"changed by hand")

    result = get(address)

    assert "If-None-Match" not in authority.requests[1][1]
    assert (result.status, saved(result)) == (Status.NEW, OLD)


def test_a_damaged_note_only_makes_the_file_be_fetched_whole(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    address = authority.address(ranged(OLD, '"a"'))
    get(address)
    (tmp_path / "us-ofac" / ".SDN.CSV.json").write_text("{")

    result = get(address)

    assert "If-None-Match" not in authority.requests[1][1]
    assert result.status is Status.UNCHANGED


def test_a_304_that_nothing_asked_for_is_an_error(authority: Authority, get: Get) -> None:
    result = get(authority.address(status(304)))

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV answered 304 Not Modified, not the file. {MOVED}"
    )


def test_a_file_sent_as_gzip_although_the_plain_one_was_asked_for_is_unpacked(
    authority: Authority, get: Get
) -> None:
    result = get(authority.address(whole(gzip.compress(OLD), Content_Encoding="gzip")))

    assert authority.requests[0][1]["Accept-Encoding"] == "identity"
    assert saved(result) == OLD


def test_a_gzip_answer_that_is_cut_is_never_saved_and_never_gone_on_with(
    authority: Authority, get: Get
) -> None:
    packed = gzip.compress(OLD)
    cut = whole(packed[:-20], Content_Encoding="gzip", ETag='"a"')

    result = get(authority.address(cut))

    assert result.error is not None
    assert result.error.facts["reason"] == "the compressed file does not end where the answer ends"
    assert [asked.get("Range") for _, asked in authority.requests] == [None] * 4


def test_bytes_after_the_end_of_a_gzip_answer_are_never_passed_over(
    authority: Authority, get: Get
) -> None:
    two = gzip.compress(OLD) + gzip.compress(NEW)

    result = get(authority.address(whole(two, Content_Encoding="gzip")))

    assert result.status is Status.FAILED


def test_an_encoding_that_nobody_asked_for_is_refused(authority: Authority, get: Get) -> None:
    result = get(authority.address(whole(OLD, Content_Encoding="br")))

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV was asked for the plain file and gave it as 'br'. "
        f"{KEPT}Ask whoever runs the proxy or mirror to leave the file as it is, {BY_HAND}"
    )


@pytest.mark.parametrize("reply", [whole(OLD), chunked(OLD)], ids=["announced", "unannounced"])
def test_a_file_larger_than_any_list_is_refused(
    authority: Authority, get: Get, tmp_path: Path, reply: Reply
) -> None:
    result = get(authority.address(reply), largest=1000)

    assert str(result.error) == (
        f"us-ofac: {authority.url}/SDN.CSV gives more than 1000 bytes, more than any official "
        f"list. {KEPT}Open the address in a browser and see what it gives, {BY_HAND}"
    )
    assert not list((tmp_path / "us-ofac").iterdir())


def test_a_file_that_announces_too_much_is_refused_before_it_is_read(
    authority: Authority, get: Get
) -> None:
    told: list[Progress] = []

    result = get(authority.address(broken_off(OLD, 100)), largest=1000, progress=told.append)

    assert result.error is not None
    assert result.error.code == "fetch-too-large"
    assert told == []


def test_one_failing_list_does_not_stop_the_others(
    authority: Authority, client: httpx.Client, tmp_path: Path
) -> None:
    three = [
        authority.address(whole(OLD), name="a.csv", of="us-ofac"),
        authority.address(status(404), name="b.xml", of="un"),
        authority.address(whole(XML), name="c.xml", of="uk"),
    ]

    results = fetch(three, tmp_path, client=client)

    assert [(one.list, one.status) for one in results] == [
        ("us-ofac", Status.NEW),
        ("un", Status.FAILED),
        ("uk", Status.NEW),
    ]


def test_only_the_lists_that_were_named_are_asked_for(
    authority: Authority, client: httpx.Client, tmp_path: Path
) -> None:
    two = [
        authority.address(whole(OLD), name="a.csv", of="us-ofac"),
        authority.address(whole(XML), name="b.xml", of="un"),
    ]

    results = fetch(two, tmp_path, client=client, lists={"un"})

    assert [one.list for one in results] == ["un"]
    assert [path for path, _ in authority.requests] == ["/b.xml"]


def test_a_list_that_is_by_file_says_why_and_asks_nobody(authority: Authority, get: Get) -> None:
    page = f"{authority.url}/page"

    result = get(Address(list="ua-gur", url=page, by_file="It has no file.", checked="here"))

    assert result == Fetched(
        list="ua-gur", part="", url=page, status=Status.BY_FILE, by_file="It has no file."
    )
    assert authority.requests == []


def test_progress_counts_the_bytes_that_were_there_before(authority: Authority, get: Get) -> None:
    told: list[Progress] = []

    get(
        authority.address(broken_off(OLD, 20_000, ETag='"a"'), ranged(OLD, '"a"')),
        progress=told.append,
    )

    size = len(OLD)
    assert told[0] == Progress("us-ofac", "sdn", 0, size)
    assert told[-1] == Progress("us-ofac", "sdn", size, size)
    assert [one.bytes for one in told] == sorted(one.bytes for one in told)
    assert [one.bytes for one in told].count(20_000) == 2


def test_progress_has_no_total_where_the_server_names_none(authority: Authority, get: Get) -> None:
    told: list[Progress] = []

    get(authority.address(chunked(OLD)), progress=told.append)

    assert told[-1] == Progress("us-ofac", "sdn", len(OLD), None)


def test_a_mirror_stands_for_scheme_and_host_and_keeps_the_path(
    authority: Authority, get: Get
) -> None:
    authority.replies["/lists/docs/UK.xml?token=x"] = [whole(XML)]
    address = Address(
        list="uk", url="https://authority.invalid/docs/UK.xml?token=x", file="UK.xml", checked="-"
    )

    result = get(address, mirror=f"{authority.url}/lists/")

    assert result.url == f"{authority.url}/lists/docs/UK.xml?token=x"
    assert saved(result) == XML


def test_a_mirror_that_is_no_base_address_is_refused_before_anything_is_asked(
    authority: Authority, get: Get
) -> None:
    with pytest.raises(MirrorError) as refused:
        get(authority.address(whole(OLD)), mirror="http://999.0.0.1/lists")

    assert str(refused.value) == (
        "http://999.0.0.1/lists cannot be a mirror; give its base as https://host/path or "
        "http://host:port/path, without a name, password, question mark or #"
    )
    assert authority.requests == []


def paged(authority: Authority, page: bytes) -> Address:
    authority.replies["/mof/list.html"] = [whole(page)]
    return Address(
        list="jp-mof",
        url=f"{authority.url}/mof/list.html",
        link=r"shisan(\d{8})\.(csv|xlsx|xls)",
        checked="here",
    )


def test_of_the_files_that_a_page_links_to_the_newest_is_fetched_under_its_own_name(
    authority: Authority, get: Get, tmp_path: Path
) -> None:
    authority.replies["/mof/shisan20260828.csv"] = [whole(OLD)]
    links = b'<a href="./shisan20260305.csv">old</a><a href="./shisan20260828.csv">new</a>'

    result = get(paged(authority, links))

    assert result.path == tmp_path / "jp-mof" / "shisan20260828.csv"
    assert saved(result) == OLD


def test_a_page_reached_through_a_mirror_leads_to_a_file_at_the_mirror(
    authority: Authority, get: Get
) -> None:
    authority.replies["/mof/shisan20260828.csv"] = [whole(OLD)]
    page = b'<a href="https://mof.invalid/mof/shisan20260828.csv">list</a>'
    paged(authority, page)
    address = Address(
        list="jp-mof",
        url="https://mof.invalid/mof/list.html",
        link=r"shisan(\d{8})\.(csv|xlsx|xls)",
        checked="-",
    )

    result = get(address, mirror=authority.url)

    assert result.url == f"{authority.url}/mof/shisan20260828.csv"


def test_a_page_without_a_link_to_the_list_is_an_error(authority: Authority, get: Get) -> None:
    address = paged(authority, PAGE)

    result = get(address)

    assert str(result.error) == (
        f"jp-mof: the page {address.url} links to no file whose name matches "
        rf"shisan(\d{{8}})\.(csv|xlsx|xls). {KEPT}"
        f"Look at the page and mend sanctions/addresses.py, {BY_HAND}"
    )


def test_a_disk_that_refuses_is_an_error_of_that_file_alone(
    authority: Authority, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "un").write_text("a file where a folder should be")
    two = [
        authority.address(whole(XML), name="a.xml", of="un"),
        authority.address(whole(OLD), name="b.csv", of="us-ofac"),
    ]

    results = fetch(two, tmp_path, client=client)

    assert str(results[0].error) == (
        f"un: {authority.url}/a.xml could not be saved in {tmp_path / 'un'} (File exists). "
        f"{KEPT}Make room or give the right to write there, then fetch again"
    )
    assert results[1].status is Status.NEW


def test_who_asks_says_its_name(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)

    results = fetch([authority.address(whole(OLD))], tmp_path)

    assert results[0].status is Status.NEW
    assert authority.requests[0][1]["User-Agent"] == "Mozilla/5.0 (compatible; Comity)"


def test_certificates_that_are_not_there_are_the_operators_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))

    with pytest.raises(NetworkSettingsError) as refused:
        fetch([], tmp_path)

    assert str(refused.value) == (
        "the network settings of this machine cannot be used ([Errno 2] No such file or "
        "directory); mend HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE and fetch again"
    )
