"""Axe finds no fault on any page, in any language, in light and in dark."""

import json
import threading
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from comity.web.jobs import Report

if TYPE_CHECKING:
    from tests.pages.conftest import Site, Windows

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("uk", "ja", "en")


def faults(page: Page) -> str:
    """Return what axe finds wrong in light, and of the colours in dark, "" for nothing."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    told = [
        {
            "rule": one["id"],
            "nodes": [node["html"][:160] for node in one["nodes"][:4]],
            "why": one["nodes"][0].get("failureSummary", "")[:300],
        }
        for one in found
    ]
    return json.dumps(told, ensure_ascii=False, indent=1) if told else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/sanctions?target=2&family=dprk", "/sanctions/target/3"])
def test_a_page_of_the_board_has_no_fault(
    site: "Site", windows: "Windows", path: str, language: str
) -> None:
    page = windows.open(f"{site.base}/{language}{path}", color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


def test_a_full_page_of_gaps_has_no_fault(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/ja/sanctions?page=2", color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_on_a_narrow_screen_has_no_fault(
    site: "Site", windows: "Windows", language: str
) -> None:
    address = f"{site.base}/{language}/sanctions?target=4&q=Doronin"
    page = windows.open(address, width=390, height=844, color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_board_has_no_fault(
    empty_site: "Site", windows: "Windows", language: str
) -> None:
    page = windows.open(f"{empty_site.base}/{language}/sanctions", color_scheme="light")

    assert faults(page) == ""


def test_a_page_of_an_error_has_no_fault(site: "Site", browser: Browser) -> None:
    # Not through `windows`: the browser itself logs a 404 as an error.
    page = browser.new_page(color_scheme="light", reduced_motion="reduce")

    page.goto(f"{site.base}/uk/nosuch")

    assert faults(page) == ""
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_job_has_no_fault(empty_site: "Site", windows: "Windows", language: str) -> None:
    go_on = threading.Event()

    def work(report: Report) -> None:
        report.step("import", 1, 3, "list.xml")
        go_on.wait(60)

    job = empty_site.jobs.start("import", work)

    try:
        for path in (f"/jobs/{job.id}", "/sanctions"):
            page = windows.open(f"{empty_site.base}/{language}{path}", color_scheme="light")
            assert faults(page) == ""
            page.goto("about:blank")
    finally:
        go_on.set()
