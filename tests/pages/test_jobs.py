"""A job in a browser: it moves by itself, is announced, and leads to what it made."""

import threading
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from comity.web.jobs import Report

if TYPE_CHECKING:
    from tests.pages.conftest import Site, Windows


class Steps:
    """Work that goes on one step each time the test says so."""

    def __init__(self) -> None:
        self.allowed = threading.Semaphore(0)

    def work(self, report: Report) -> None:
        for done in (1, 3, 7):
            report.step("import", done, 10, f"file {done}.xml")
            self.allowed.acquire(timeout=30)


def test_the_bar_moves_by_itself_and_leads_to_the_board(site: "Site", windows: "Windows") -> None:
    steps = Steps()
    job = site.jobs.start("import", steps.work)
    page = windows.open(f"{site.base}/en/jobs/{job.id}")

    expect(page.locator('[data-job="text"]')).to_have_text(
        "Reading the files · file 1.xml · 1 of 10"
    )
    steps.allowed.release()
    expect(page.locator('[data-job="text"]')).to_have_text(
        "Reading the files · file 3.xml · 3 of 10"
    )
    expect(page.locator('[data-job="percent"]')).to_have_text("10%")
    expect(page.locator("#live")).to_have_text("10% · Reading the files · file 3.xml · 3 of 10")
    steps.allowed.release(2)

    page.wait_for_url("**/en/sanctions")


def test_less_than_a_tenth_is_not_announced(site: "Site", windows: "Windows") -> None:
    steps = Steps()
    job = site.jobs.start("import", steps.work)
    page = windows.open(f"{site.base}/ja/jobs/{job.id}")

    expect(page.locator('[data-job="percent"]')).to_have_text("3%")

    assert page.locator("#live").inner_text() == ""
    steps.allowed.release(3)
    page.wait_for_url("**/ja/sanctions")


def test_the_empty_board_becomes_the_board_when_the_job_is_done(
    empty_site: "Site", windows: "Windows"
) -> None:
    steps = Steps()
    job = empty_site.jobs.start("import", steps.work)
    page = windows.open(f"{empty_site.base}/uk/sanctions")

    expect(page.locator("progress")).to_be_visible()
    steps.allowed.release(2)
    empty_site.desk.ready = True  # type: ignore[attr-defined]
    steps.allowed.release()

    expect(page.locator(".heat")).to_be_visible()
    assert empty_site.jobs.wait(job.id, 5).percent == 100


def test_without_a_script_the_page_of_a_job_refreshes_itself(
    site: "Site", windows: "Windows"
) -> None:
    steps = Steps()
    job = site.jobs.start("import", steps.work)
    page = windows.open(f"{site.base}/en/jobs/{job.id}", java_script_enabled=False)

    steps.allowed.release(3)
    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=8000)
    page.get_by_role("link", name="To the board").click()

    expect(page.locator(".heat")).to_be_visible()


def test_a_job_that_fails_says_why_and_what_to_do(site: "Site", windows: "Windows") -> None:
    steps = Steps()

    def work(report: Report) -> None:
        steps.work(report)
        message = "no such column"
        raise ValueError(message)

    job = site.jobs.start("import", work)
    page = windows.open(f"{site.base}/en/jobs/{job.id}")

    steps.allowed.release(3)

    expect(page.locator(".is-failed")).to_contain_text("ValueError: no such column")
    expect(page.locator(".is-failed")).to_contain_text("Start it again")
