"""What the tests in a browser share: a real server on loopback and the system's Chromium."""

import importlib.util
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.pages.capitals import Capitals
from tests.pages.capitals import capitals as started

from comity.node.today import Today
from comity.web.app import create_app
from comity.web.desk import TrafficDesk
from comity.web.jobs import Jobs
from comity.web.proposaldesk import ProposalsDesk
from comity.web.today import TodayDesk

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LANGUAGES = ("uk", "ja", "en")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the tests of this folder alone open sockets; leave them out without Chromium.

    Each case runs in one language, another one for the next case, so that all three are met; with
    `COMITY_LANGUAGES=all`, as `./check --long` sets it, in all three.
    """
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.enable_socket)
        if chromium() is None:
            item.add_marker(pytest.mark.skip(reason="Chromium is not on this machine"))
    if os.environ.get("COMITY_LANGUAGES") != "all":
        others = set(in_other_languages(ours))
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


def in_other_languages(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield the tests that are left out so that each case has one language."""
    cases: dict[tuple[str, str], int] = {}
    for item in sorted(items, key=lambda one: one.nodeid):
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            given = dict(item.callspec.params)
            language = given.pop("language", None)
            case = (f"{item.path.name} {item.originalname}", repr(given))
            if language in LANGUAGES:
                number = cases.setdefault(case, len(cases))
                if LANGUAGES.index(language) != number % len(LANGUAGES):
                    yield item


def chromium() -> str | None:
    """Return the path of the system's Chromium, None where there is none.

    The one without a screen comes first: it takes a third less time for the same pages.
    """
    programs = ("chromium-headless-shell", "chromium", "chromium-browser")
    return next((path for program in programs if (path := shutil.which(program))), None)


@pytest.fixture(scope="session")
def invented() -> ModuleType:
    """The module that makes a board over invented targets."""
    path = Path(__file__).with_name("invented_board.py")
    spec = importlib.util.spec_from_file_location("invented_board", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass
class Site:
    """A server with its jobs.

    Attributes:
        base: address of its start.
        jobs: that its pages show.
        desk: that its pages ask.
    """

    base: str
    jobs: Jobs
    desk: object


def serve(
    desk: object,
    traffic: TrafficDesk | None = None,
    today: TodayDesk | None = None,
    systems: Sequence[Callable[[FastAPI], None]] = (),
    proposals: ProposalsDesk | None = None,
) -> Iterator[Site]:
    """Serve a desk on a free loopback port while the caller goes on."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    jobs = Jobs()
    app = create_app(desk, jobs, traffic, systems, today=today, proposals=proposals)  # type: ignore[arg-type]
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < until
        time.sleep(0.02)
    try:
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", jobs, desk)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.fixture(scope="session")
def site(invented: ModuleType) -> Iterator[Site]:
    """A server with a board."""
    yield from serve(invented.InventedDesk())


@pytest.fixture
def empty_site(invented: ModuleType) -> Iterator[Site]:
    """A server where nothing is imported yet."""
    yield from serve(invented.InventedDesk(ready=False))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@dataclass
class Visit:
    """A browser window whose console must stay silent.

    Attributes:
        page: what is open.
        errors: what the console said of an error.
        expected: a word of an error that the test brings about itself, "" for none.
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    expected: str = ""

    def unexpected(self) -> list[str]:
        """Return the errors that nobody brought about."""
        return [one for one in self.errors if not self.expected or self.expected not in one]

    def watch(self) -> None:
        """Collect every error of the console and of scripts."""
        self.page.on(
            "console", lambda said: self.errors.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))


class Windows:
    """Opens windows, and at the end fails if a console was not silent."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.visits: list[Visit] = []

    def open(self, address: str, *, width: int = 1440, height: int = 900, **how: object) -> Page:
        """Open an address in a new window with a profile of its own and wait for its fonts."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **how,  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        visit = Visit(context.new_page())
        visit.watch()
        self.visits.append(visit)
        visit.page.goto(address)
        if how.get("java_script_enabled", True):
            visit.page.evaluate("document.fonts.ready")
        return visit.page

    def close(self) -> None:
        """Close every window and look at what the consoles said."""
        for context in self.contexts:
            context.close()
        assert [error for visit in self.visits for error in visit.unexpected()] == []


@pytest.fixture
def windows(browser: Browser) -> Iterator[Windows]:
    """Windows of the browser; the test fails if one of them logs an error."""
    opened = Windows(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def capitals(invented: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Capitals]:
    """Kyiv and Tokyo, two real nodes with their pages."""
    with started(tmp_path_factory.mktemp("capitals")) as made, ExitStack() as open_sites:
        for party, desk in made.desks.items():
            lists = invented.InventedDesk()
            today = open_sites.enter_context(closing(Today(desk, lists)))
            serving = contextmanager(serve)(lists, desk, today)
            made.pages[party] = open_sites.enter_context(serving).base
        yield made
