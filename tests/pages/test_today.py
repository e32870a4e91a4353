"""The day begins in a browser, over two real nodes: live, at every width, and by keys alone."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.pages.capitals import Capitals
from tests.pages.test_accessible import faults

from comity.records.precedence import Precedence

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("party", ["ua", "jp"])
def test_axe_finds_no_fault_in_light_and_dark(
    capitals: Capitals, windows: "Windows", party: str, language: str
) -> None:
    page = windows.open(f"{capitals.pages[party]}/{language}/today", color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_screen_has_no_fault(
    capitals: Capitals, windows: "Windows", language: str
) -> None:
    address = f"{capitals.pages['jp']}/{language}/today"
    page = windows.open(address, width=390, height=844, color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_width_scrolls_sideways(capitals: Capitals, windows: "Windows", language: str) -> None:
    page = windows.open(f"{capitals.pages['jp']}/{language}/today")
    found = {}
    for width in (320, 390, 620, 768, 900, 1024, 1180, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width} == {}


def test_the_start_of_a_node_is_today(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open(capitals.pages["ua"], locale="uk-UA")

    assert page.url.endswith("/uk/today")


def test_a_flash_stands_above_today_until_it_is_read(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/uk/today")

    sent = capitals.say(
        capitals.kyiv, "Пуск ракети сьогодні", precedence=Precedence.FLASH, read_receipt=True
    ).hash

    expect(page.locator(".flash .subj")).to_have_text("Пуск ракети сьогодні")
    expect(page.locator("#ours")).to_contain_text("Прочитати блискавку")
    capitals.desks["jp"].acknowledge(sent, "desk-officer")
    expect(page.locator(".flash")).to_have_count(0)
    expect(page.locator("#ours")).not_to_contain_text("Прочитати блискавку")


def test_what_changed_is_seen_by_keys_alone_and_stays_seen(
    capitals: Capitals, windows: "Windows"
) -> None:
    capitals.say(capitals.kyiv, "Те, що змінилося")
    page = windows.open(f"{capitals.pages['jp']}/en/today")
    expect(page.locator("#changes li").first).to_be_visible()

    page.locator("#looked").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#changes .nothing")).to_have_text("Nothing has changed.")
    page.reload()
    expect(page.locator("#changes li")).to_have_count(0)


def test_everything_of_today_can_be_read_without_a_script(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/ja/today", java_script_enabled=False)

    expect(page.locator("#ours li").first).to_be_visible()
    expect(page.locator(".find")).to_be_hidden()
    expect(page.locator(".clocks dd").first).to_be_visible()
