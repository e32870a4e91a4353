"""Every address answers in the person's language, and only to this machine."""

import asyncio
import json
import re
import threading
from types import ModuleType

import httpx
import pytest
from fastapi import FastAPI

from comity.errors import NotAllowedError, RefusedError, UnavailableError, UnreadableError
from comity.sanctions.board import Board
from comity.web.app import create_app
from comity.web.errors import error_page
from comity.web.faultlabels import ERRORS
from comity.web.guard import HEADERS
from comity.web.jobs import Jobs, Report
from comity.web.ours import FOR_GOOD, address_of
from comity.web.pages import has_fonts
from comity.web.words import Language, words


class ClosedError(UnavailableError):
    """The store is closed."""

    code = "closed"
    template = "the store {folder} is closed"


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


@pytest.fixture(scope="module")
def app(invented: ModuleType) -> FastAPI:
    return create_app(invented.InventedDesk(), Jobs())


class Client:
    """A browser that runs no script: it asks the application in this process and keeps cookies."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return asyncio.run(self.asked(method, path, headers or {}))

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", path, headers)

    async def asked(self, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        inside = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=inside, base_url="http://localhost:8600", cookies=self.cookies
        ) as asking:
            answer = await asking.request(method, path, headers=headers)
            self.cookies = asking.cookies
            return answer


@pytest.fixture
def client(app: FastAPI) -> Client:
    return Client(app)


def title(status: int, language: str) -> str:
    return words(Language(language)).label("error", str(status))


@pytest.mark.parametrize(
    ("accepted", "language"), [("uk,en;q=0.1", "uk"), ("ja", "ja"), ("fr", "en"), ("", "en")]
)
def test_the_start_leads_to_the_board_in_the_language_of_the_browser(
    client: Client, accepted: str, language: str
) -> None:
    answer = client.get("/", headers={"accept-language": accepted})

    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/sanctions")


def test_a_language_chosen_with_the_switch_is_remembered(client: Client) -> None:
    client.get("/ja/sanctions", headers={"sec-fetch-site": "same-origin"})

    answer = client.get("/", headers={"accept-language": "uk"})

    assert answer.headers["location"] == "/ja/sanctions"


def test_a_link_from_elsewhere_does_not_change_the_language_that_was_chosen(
    client: Client,
) -> None:
    client.get("/uk/sanctions", headers={"sec-fetch-site": "same-origin"})
    client.get("/ja/sanctions", headers={"sec-fetch-site": "cross-site"})

    assert client.get("/").headers["location"] == "/uk/sanctions"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    answer = client.get("/ja/sanctions", headers={"sec-fetch-site": "same-origin"})

    assert answer.headers["set-cookie"] == (
        "language=ja; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "path", ["/sanctions", "/sanctions?target=2", "/sanctions/target/2", "/sanctions?party=ua"]
)
def test_every_page_answers_in_every_language(
    client: Client, language: Language, path: str
) -> None:
    answer = client.get(f"/{language}{path}")

    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/ja/sanctions",
        "/ja/nosuch",
        "/ja/sanctions?page=0",
        "/static/app.css",
        address_of("app.css"),
        "/healthz",
        "/",
        "/ja/jobs/nosuch/events",
    ],
)
def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    kept = {"/static/app.css": "no-cache", address_of("app.css"): FOR_GOOD}
    # Nothing else lies on the disk of whoever looked (R19).
    assert answer.headers["cache-control"] == kept.get(path, "no-store")


def test_nothing_inline_or_foreign_is_allowed() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8600", "10.0.0.7", ""])
def test_a_request_by_a_foreign_name_is_not_answered(client: Client, host: str) -> None:
    answer = client.get("/ja/sanctions", headers={"host": host})

    assert answer.status_code == 421
    assert title(421, "ja") in answer.text
    assert "Taedong" not in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8600", "[::1]:8600"])
def test_a_request_by_a_loopback_name_is_answered(client: Client, host: str) -> None:
    assert client.get("/ja/sanctions", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/uk/nosuch", 404),
        ("/uk", 404),
        ("/uk/sanctions/target/99999", 404),
        ("/uk/sanctions/target/two", 404),
        ("/uk/sanctions?target=99999", 404),
        ("/uk/sanctions?party=xx", 404),
        ("/uk/sanctions/target/2?party=xx", 404),
        ("/uk/jobs/nosuch", 404),
        ("/uk/jobs/nosuch/events", 404),
        ("/uk/sanctions?page=0", 422),
        ("/uk/sanctions?page=first", 422),
        ("/uk/sanctions?kind=ship", 422),
        ("/uk/sanctions?family=mars", 422),
        ("/uk/sanctions?target=-1", 422),
        ("/uk/sanctions?party=" + "x" * 11, 422),
        ("/uk/sanctions?q=" + "x" * 101, 422),
    ],
)
def test_an_address_that_cannot_be_shown_says_so_in_its_language(
    client: Client, path: str, status: int
) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert f"<h1>{title(status, 'uk')}</h1>" in answer.text
    assert '<html lang="uk"' in answer.text


def test_an_address_without_a_language_answers_in_the_persons(client: Client) -> None:
    answer = client.get("/fr/sanctions", headers={"accept-language": "ja"})

    assert answer.status_code == 404
    assert f"<h1>{title(404, 'ja')}</h1>" in answer.text


def test_a_page_can_be_asked_for_its_head_alone(client: Client) -> None:
    for path in ("/", "/ja/sanctions", "/ja/sanctions/target/2", "/healthz"):
        assert client.ask("HEAD", path).status_code == client.get(path).status_code


def test_a_page_takes_nothing_but_a_look(client: Client) -> None:
    answer = client.ask("POST", "/en/sanctions")

    assert answer.status_code == 405
    assert f"<h1>{title(405, 'en')}</h1>" in answer.text


class FailingDesk:
    """A desk whose every answer fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def parties(self) -> tuple[str, ...]:
        return ("jp",)

    def board(self, party: str) -> Board | None:  # noqa: ARG002 - the shape of a desk
        raise self.error

    def match(self, cluster: int, party: str) -> None:
        raise NotImplementedError(cluster, party)


class NotYoursError(NotAllowedError):
    """It is somebody else's."""

    code = "not-yours"
    template = "{what} is not yours"


class OddError(RefusedError):
    """It cannot be taken."""

    code = "odd"
    template = "{what} is odd"


class NewerError(UnreadableError):
    """It is of a later version."""

    code = "newer"
    template = "{what} is newer"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ClosedError(folder="<lists>"), 503),
        (NotYoursError(what="<lists>"), 403),
        (OddError(what="<lists>"), 422),
        (NewerError(what="<lists>"), 500),
    ],
)
def test_an_error_of_ours_is_shown_with_its_code_by_whose_move_is_next(
    error: ClosedError | NotYoursError | OddError | NewerError, status: int, jobs: Jobs
) -> None:
    client = Client(create_app(FailingDesk(error), jobs))

    answer = client.get("/en/sanctions")

    assert answer.status_code == status
    assert str(error).replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert f"<code>{error.code}</code>" in answer.text


def test_a_fault_of_the_program_is_a_page_too_and_is_logged(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(create_app(FailingDesk(ZeroDivisionError("secret figure")), jobs))

    answer = client.get("/ja/sanctions")

    assert answer.status_code == 500
    assert f"<h1>{title(500, 'ja')}</h1>" in answer.text
    assert "secret figure" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "GET /ja/sanctions broke" in caplog.messages


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", ERRORS)
def test_every_error_page_can_be_drawn_in_every_language(language: Language, status: str) -> None:
    page = error_page(language, int(status))

    assert words(language).label("error", status) in page
    assert f'href="/{language}/sanctions"' in page


def test_while_nothing_is_imported_any_party_shows_the_empty_board(
    invented: ModuleType, jobs: Jobs
) -> None:
    client = Client(create_app(invented.InventedDesk(ready=False), jobs))

    answer = client.get("/en/sanctions?party=ua")
    lost = client.get("/en/sanctions/target/2")

    assert answer.status_code == 200
    assert "No list has been imported yet" in answer.text
    assert lost.status_code == 404


def test_a_job_is_told_as_events_until_it_ends(invented: ModuleType, jobs: Jobs) -> None:
    go_on = threading.Event()

    def work(report: Report) -> None:
        report.step("import", 1, 2, "список.xml")
        go_on.wait(10)
        report.step("store")

    job = jobs.start("import", work)
    client = Client(create_app(invented.InventedDesk(), jobs))

    page = client.get(f"/uk/jobs/{job.id}")
    threading.Timer(0.5, go_on.set).start()
    stream = client.get(f"/uk/jobs/{job.id}/events")

    told = [json.loads(line.removeprefix("data: ")) for line in stream.text.split("\n\n") if line]
    assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert 'data-events="/uk/jobs/' in page.text
    assert told[0]["percent"] == 17
    assert told[0]["text"] == "Зчитуємо файли · список.xml · 1 з 2"
    assert (told[-1]["state"], told[-1]["percent"]) == ("done", 100)


def test_a_static_file_is_served_and_nothing_beside_it(client: Client) -> None:
    assert client.get("/static/app.js").status_code == 200
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404
    assert client.get("/static/v-0/%2e%2e/%2e%2e/app.py").status_code == 404
    assert client.get("/static/").status_code == 404
    assert client.get("/static/app.js/").status_code == 404


def test_a_file_is_kept_for_good_only_under_the_name_of_what_is_in_it(client: Client) -> None:
    old = client.get("/static/v-000000000000/app.css")

    assert old.status_code == 200  # a page that was open while the node was renewed
    assert old.headers["cache-control"] == "no-cache"


def test_a_file_that_a_browser_has_is_not_sent_again(client: Client) -> None:
    first = client.get("/static/app.js")

    again = client.get("/static/app.js", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_waits_for_no_sheet_of_east_asian_fonts(client: Client) -> None:
    for language, waits in ((Language.JAPANESE, 1), (Language.UKRAINIAN, 2)):
        page = client.get(f"/{language}/sanctions").text.partition("<body")[0]
        seen = re.sub("<noscript>.*?</noscript>", "", page)
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', seen)
        assert address_of("app.css") in sheets
        assert len(sheets) == (waits if has_fonts() else 1)
        assert not any("fonts-east" in one for one in sheets)


def test_health_needs_no_list(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_no_description_of_the_addresses_is_published(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [
        404
    ] * 3
