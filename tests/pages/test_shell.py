"""The shell in a browser: keys, palette, clocks, a lost connection, and paper."""

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from tests.pages.capitals import Capitals
from tests.pages.test_accessible import faults

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")


def focused(page: Page) -> str:
    """Return the text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_the_palette_opens_by_keys_finds_in_any_language_and_leads_there(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/en/today")

    for typed, count in (("통", 0), ("листув", 1), ("通信", 2), ("traff", 1)):
        page.keyboard.press("Control+k")
        expect(page.locator("#palette-find")).to_be_focused()
        page.keyboard.insert_text(typed)
        found = page.locator("#palette-list li:visible:not([data-search])")
        expect(found).to_have_count(count)
        page.keyboard.press("Escape")
        expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.insert_text("листув")
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/traffic")


def test_the_palette_is_walked_with_the_arrows_and_typing_goes_back_to_the_field(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/en/traffic")
    page.keyboard.press("Control+k")

    page.keyboard.press("ArrowDown")
    first = focused(page)
    page.keyboard.press("ArrowDown")
    second = focused(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#palette-find")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")

    assert (first[:5], second[:7]) == ("Today", "Traffic")
    expect(page.locator("#palette-find")).to_have_value("x")


def test_what_is_typed_can_be_looked_for_among_the_messages(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/uk/today")

    page.keyboard.press("Control+k")
    page.keyboard.insert_text("Перевезення боєприпасів")
    page.keyboard.press("Enter")

    page.wait_for_url("**/uk/traffic?q=*")
    expect(page.locator("#inbox tbody tr")).to_have_count(1)


def test_the_palette_remembers_what_was_open_with_its_marking(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(
        f"{capitals.pages['jp']}/en/traffic/message/{capitals.history['amber'].hash}"
    )
    page.goto(f"{capitals.pages['jp']}/ja/sanctions")

    page.keyboard.press("Control+k")

    recent = page.locator("#palette-list [data-recent]")
    expect(recent).to_have_count(1)
    expect(recent).to_contain_text("Перевезення боєприпасів залізницею")
    expect(recent.locator(".tlp")).to_have_text("TLP:AMBER")
    recent.locator("a").click()
    page.wait_for_url("**/en/traffic/message/*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_in_the_palette_and_in_the_list_of_keys(
    capitals: Capitals, windows: "Windows", language: str
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/{language}/today", color_scheme="light")

    page.keyboard.press("Control+k")
    palette = faults(page)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.emulate_media(color_scheme="light")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()

    assert (palette, faults(page)) == ("", "")


def test_a_key_that_follows_a_dialog_at_once_counts(capitals: Capitals, windows: "Windows") -> None:
    """Until the next frame a dialog that was just shut still has the focus."""
    page = windows.open(f"{capitals.pages['jp']}/en/today")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-find")).to_be_focused()

    still = page.evaluate("""() => {
        const field = document.getElementById("palette-find");
        document.getElementById("palette").close();
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true }));
        return field.closest("dialog").open;
    }""")

    assert not still
    expect(page.locator("#keys")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "path"), [("t", "today"), ("m", "traffic"), ("s", "sanctions"), ("n", "node")]
)
def test_g_and_a_letter_lead_to_each_system(
    capitals: Capitals, windows: "Windows", key: str, path: str
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/uk/traffic/compose")

    page.keyboard.press("g")
    page.keyboard.press(key)

    page.wait_for_url(f"**/uk/{path}")


def test_letters_count_by_their_place_when_the_layout_is_ukrainian(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/uk/today")

    for key, code in (("п", "KeyG"), ("і", "KeyS")):
        page.evaluate(
            "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, code, bubbles: true }))",
            [key, code],
        )

    page.wait_for_url("**/uk/sanctions")


def test_no_key_of_an_input_method_or_of_typing_opens_anything(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/ja/traffic")

    page.evaluate(
        "() => document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " { key: 'k', ctrlKey: true, isComposing: true, bubbles: true }))"
    )
    page.locator("#f-q").press_sequentially("?/gs")

    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#f-q")).to_have_value("?/gs")


def test_the_slash_leads_to_the_search_field_of_the_page(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/ja/traffic")

    page.keyboard.press("/")

    expect(page.locator("#f-q")).to_be_focused()
    expect(page.locator("#f-q")).to_have_value("")


def test_the_clocks_of_the_capitals_go_on_by_themselves(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/en/today")
    clocks = page.locator(".clocks dd")
    clocks.evaluate_all("(all) => all.forEach((one) => { one.textContent = '--:--'; })")

    page.evaluate("tick()")

    kyiv, tokyo = clocks.all_text_contents()
    apart = (int(tokyo[:2]) - int(kyiv[:2])) % 24
    assert re.fullmatch(r"\d\d:\d\d", kyiv)
    assert kyiv[2:] == tokyo[2:]
    assert apart in {6, 7}


def test_the_script_counts_down_in_the_words_of_the_server(
    capitals: Capitals, windows: "Windows"
) -> None:
    for language in LANGUAGES:
        page = windows.open(f"{capitals.pages['ua']}/{language}/today", java_script_enabled=False)
        served = page.locator("#ours .until").all_text_contents()
        page = windows.open(f"{capitals.pages['ua']}/{language}/today")
        counted = page.locator("#ours .until").all_text_contents()

        digits = re.compile(r"\d+")
        assert served
        assert [digits.sub("0", one) for one in counted] == [digits.sub("0", one) for one in served]


def test_a_lost_connection_is_said_and_taken_back(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open("about:blank")
    windows.visits[-1].expected = "ERR_"
    page.route("**/news*", lambda route: route.abort())
    page.goto(f"{capitals.pages['jp']}/uk/today")

    expect(page.locator("#away")).to_be_visible(timeout=10_000)
    expect(page.locator("#away")).to_contain_text("Немає зв’язку з вузлом")
    page.unroute("**/news*")

    expect(page.locator("#away")).to_be_hidden(timeout=15_000)


def test_light_or_dark_can_be_chosen_in_the_palette(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open(f"{capitals.pages['jp']}/en/today", color_scheme="light")

    page.keyboard.press("Control+k")
    page.keyboard.insert_text("dark")
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not on this machine")
@pytest.mark.parametrize("path", ["/today", "/traffic", "/node"])
def test_every_printed_sheet_carries_the_marking(
    capitals: Capitals, windows: "Windows", tmp_path: Path, path: str
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/uk{path}")
    marking = page.locator("#banner").text_content()
    assert marking

    file = tmp_path / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)

    told = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True)  # noqa: S603, S607
    sheets = told.stdout.removesuffix("\f").split("\f")
    assert len(sheets) >= 1
    assert [sheet.count(marking.strip()) >= 2 for sheet in sheets] == [True] * len(sheets)
