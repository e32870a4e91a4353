"""A demonstration that runs for a measurement: started in a new data folder, and its pages found.

from demo import running, pages_of
"""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LANGUAGES = ("uk", "ja", "en")
MOST = 150
"""Pages that are looked at for links."""

PATIENCE = 1800
"""Half seconds that a board may take to be made, with every official list read before."""

NAMES = re.compile(
    r"(?<=/action)/[0-9a-f]{64}/[^/]+|/[0-9a-f]{64}|/[0-9a-f]{16}(?=/|$)|(?<=/target)/[0-9]+"
)
"""What in an address names one of many things that have the same page."""

LINK = re.compile(r'<a\s[^>]*?href="([^"]+)"')

NO_PAGE = re.compile(r"/(file|static|news|jobs)/|\.(ics|xlsx|docx)$")


@contextmanager
def running(
    folder: Path | None = None, *, ready: bool = True, lists: Path | None = None
) -> Iterator[list[str]]:
    """Run the demonstration and give the addresses of its pages, once its lists are read.

    Args:
        folder: its data folder; None for a new one that is gone afterwards.
        ready: wait until the boards are made.
        lists: folder of list files that it reads; None for the excerpt that comes with it.
    """
    with nullcontext(folder) if folder else TemporaryDirectory() as data:
        read = ["--lists", str(lists)] if lists else ["--excerpt"]
        command = [sys.executable, "-m", "comity", "demo", *read, "--data", str(data)]
        paths = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=paths)
        try:
            found = addresses(demo)
            if ready:
                for address in found:
                    await_board(address)
            yield found
        finally:
            demo.terminate()
            demo.wait(20)


def addresses(demo: "subprocess.Popen[str]") -> list[str]:
    """Return the addresses of both nodes, as the demonstration prints them."""
    found: list[str] = []
    for line in demo.stdout or ():
        found += re.findall(r"http://127\.0\.0\.1:\d+", line)
        if len(found) >= 2:
            break
    return found


def await_board(base: str) -> None:
    """Wait until a node shows the board of its lists."""
    for _ in range(PATIENCE):
        with urllib.request.urlopen(f"{base}/en/sanctions") as answer:  # noqa: S310 - our own loopback server
            if b'class="heat ' in answer.read():
                return
        time.sleep(0.5)


def open_browser(playwright: Playwright) -> Browser:
    """Return the system's Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def pages_of(base: str) -> dict[str, str]:
    """Return the address of one page of every sort, without its language, by a name for it.

    The pages are found as a person finds them: by following links from "Today".
    """
    waiting, seen, found = ["/en/today"], set[str](), dict[str, str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        try:
            with urllib.request.urlopen(base + path) as answer:  # noqa: S310 - our own loopback server
                page = answer.read().decode()
        except urllib.error.HTTPError:
            continue
        found.setdefault(name_of(path), path.removeprefix("/en"))
        for link in LINK.findall(page):
            address, _ = urldefrag(urljoin(base + path, unescape(link)))
            here = urlsplit(address)
            inside = address.startswith(base) and here.path.startswith("/en/")
            if inside and not NO_PAGE.search(here.path) and name_of(here.path) not in found:
                waiting.append(here.path)
    return found


def name_of(path: str) -> str:
    """Return the name of a page's sort.

    >>> name_of("/en/traffic/message/" + 64 * "a")
    'traffic-message'
    """
    return NAMES.sub("", path).removeprefix("/en/").replace("/", "-")
