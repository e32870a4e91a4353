"""The part of an action's page about its list, in a browser: on two nodes, in every language."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.pages.analysts import Analysts
from tests.pages.analysts import analysts as started
from tests.pages.capitals import until
from tests.pages.test_accessible import faults

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
NAMES = ("found", "disputed", "bare")


@pytest.fixture(scope="module")
def analysts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Analysts]:
    """Kyiv and Tokyo with their analysts."""
    with started(tmp_path_factory.mktemp("analysts")) as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    analysts: Analysts, windows: "Windows", name: str, language: str
) -> None:
    page = windows.open(analysts.page("ua", language, name), color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    analysts: Analysts, windows: "Windows", name: str
) -> None:
    page = windows.open(analysts.page("jp", "uk", name))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def test_a_dispute_names_both_files_whole_and_who_read_them(
    analysts: Analysts, windows: "Windows"
) -> None:
    page = windows.open(analysts.page("ua", "en", "disputed"))

    said = page.locator("#list .notice-red")
    expect(said).to_contain_text("Source disputed")
    files = {
        one.sha256
        for edition in analysts.listed("ua", "disputed").editions
        for one in edition.files
    }
    assert len(files) == 2
    for file in files:
        expect(said).to_contain_text(file)


def test_two_analysts_confirm_a_match_by_keys_alone_and_the_other_node_sees_it(
    analysts: Analysts, windows: "Windows"
) -> None:
    page = windows.open(analysts.page("jp", "en", "found"))
    page.focus("#entry-1 input[value=same]")
    page.keyboard.press("Space")
    page.focus("#entry-1 button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=matched")
    until(lambda: "jp" in analysts.entry("ua", "found").words)
    other = windows.open(analysts.page("ua", "en", "found"))
    expect(other.locator("#list")).to_contain_text("Awaits a second analyst: Ukraine")
    other.check("#entry-1 input[value=same]")
    other.locator("#entry-1 summary", has_text="With a reason").click()
    other.fill("#match-en-1", "Names and day of birth agree.")
    other.click("#entry-1 button[type=submit]")
    other.wait_for_url("**done=matched")

    until(lambda: analysts.entry("jp", "found").counts)
    page.reload()
    expect(page.locator("#entry-1")).to_contain_text("Names and day of birth agree.")


def test_a_stale_page_confirms_nothing_and_keeps_what_was_typed(
    analysts: Analysts, windows: "Windows"
) -> None:
    page = windows.open(analysts.page("ua", "en", "disputed"), java_script_enabled=False)
    windows.visits[-1].expected = "422"
    other = windows.open(analysts.page("jp", "en", "disputed"))
    other.check("#entry-1 input[value=undecided]")
    other.click("#entry-1 button[type=submit]")
    other.wait_for_url("**done=matched")
    until(lambda: "jp" in analysts.entry("ua", "disputed").words)
    page.check("#entry-1 input[value=different]")
    page.locator("#entry-1 summary", has_text="With a reason").click()
    page.fill("#match-en-1", "Born in another town.")

    page.click("#entry-1 button[type=submit]")

    expect(page.locator("[role=alert]")).to_contain_text("after this page was opened")
    expect(page.locator("#match-en-1")).to_have_value("Born in another town.")
    expect(page.locator("#entry-1 input[value=different]")).to_be_checked()
