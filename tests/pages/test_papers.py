"""Papers and the brief book in a browser: sound in every language, at every width, and on paper."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.pages.ministries import TEXT, TITLES, Ministries
from tests.pages.test_accessible import faults
from tests.pages.test_room import ministries

from comity.agreement.effects import Type

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

__all__ = ["ministries"]

LANGUAGES = ("uk", "ja", "en")
NAMES = ("running", "broken", "decision", "terms", "agenda", "old", "meeting", "brief")


def address(made: Ministries, name: str, language: str, party: str = "jp") -> str:
    """Return the address of a page."""
    if name == "brief":
        made.noted()
        item = "?item=" + "1" * 64 + "&part=press"
        return f"{made.pages['ua']}/{language}/consultations/meeting/{made.meeting}/brief{item}"
    return f"{made.pages[party]}/{language}/consultations/paper/{made.known[name]}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_on_a_paper_and_on_the_brief_book(
    ministries: Ministries, windows: "Windows", name: str, language: str
) -> None:
    page = windows.open(address(ministries, name, language), color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_scrolls_sideways_at_any_width(
    ministries: Ministries, windows: "Windows", name: str
) -> None:
    page = windows.open(address(ministries, name, LANGUAGES[NAMES.index(name) % 3]))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = {}
    for width in (320, 390, 620, 900, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width} == {}


def test_the_countdown_is_there_and_a_paper_is_operated_by_keys_alone(
    ministries: Ministries, windows: "Windows"
) -> None:
    page = windows.open(address(ministries, "decision", "uk"))
    button = page.locator("#sign button")
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.locator(".done")).to_be_visible()
    seal = page.locator("#paper-signed .seal", has_text="JP")
    expect(seal).to_have_class(re.compile("is-signed"))
    page.goto(address(ministries, "running", "uk"))
    expect(page.locator(".silence-left .until")).to_contain_text("год")


def test_who_has_read_one_text_signs_no_other_that_came_meanwhile(
    ministries: Ministries, windows: "Windows"
) -> None:
    effect = {"of": ministries.meeting}
    about, _ = ministries.table(Type.DECISION, TITLES[Type.DECISION], TEXT, effect)
    page = windows.open(f"{ministries.pages['jp']}/uk/consultations/paper/{about}")
    windows.visits[-1].expected = "422"
    other = {"uk": "Перенести випробування.", "ja": "試験を延期する。"}
    ministries.say("ua", ministries.revised(about, other, effect))
    expect(page.locator("#paper-text")).to_contain_text(other["uk"])

    page.locator("#sign button").click()

    expect(page.locator("[role=alert]")).to_contain_text("stale-page")
    seen = ministries.papers["jp"].paper(about)
    assert seen is not None
    assert seen.own is None
    expect(page.locator("#paper-text")).to_contain_text("1. Захист від дронів")
    expect(page.locator("#paper-revisions li")).to_have_count(2)


def test_the_brief_book_is_printed_item_by_item_with_its_marking_on_every_sheet(
    ministries: Ministries, windows: "Windows"
) -> None:
    page = windows.open(address(ministries, "brief", "uk").partition("?")[0])
    page.emulate_media(media="print")

    shown = page.evaluate(
        """() => [...document.querySelectorAll('.chapter')].map((one) =>
            getComputedStyle(one).breakBefore)"""
    )
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")

    assert set(shown) == {"page"}
    assert sheets >= len(shown)
    assert page.evaluate("getComputedStyle(document.querySelector('main')).page") == "amberstrict"
    for hidden in (".top", ".rail", ".part .btn", ".calls"):
        expect(page.locator(hidden).first).to_be_hidden()
