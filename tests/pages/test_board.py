"""The board in a browser: keys, narrow screens, paper, and without a script."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pages.conftest import Site, Windows

LANGUAGES = ("uk", "ja", "en")
PATHS = ("/sanctions", "/sanctions?target=1", "/sanctions/target/1", "/sanctions?q=nobody")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_at_390_pixels(
    site: "Site", windows: "Windows", language: str
) -> None:
    for path in PATHS:
        page = windows.open(f"{site.base}/{language}{path}", width=390, height=844)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

        assert page.evaluate("document.documentElement.scrollWidth") == 390, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_chosen_on_a_narrow_screen(
    site: "Site", windows: "Windows", language: str
) -> None:
    page = windows.open(f"{site.base}/{language}/sanctions", width=360, height=780)

    for name in ("Укр", "日本語", "Eng"):
        link = page.get_by_role("link", name=name)
        room, need = link.evaluate("one => [one.clientWidth, one.scrollWidth]")
        box = link.bounding_box()
        nav = page.locator(".langs").bounding_box()
        assert box
        assert nav
        assert need <= room
        assert nav["x"] <= box["x"]
        assert box["x"] + box["width"] <= nav["x"] + nav["width"] <= 360


@pytest.mark.parametrize("width", [320, 768, 1180, 1920])
def test_nothing_scrolls_sideways_at_other_widths(
    site: "Site", windows: "Windows", width: int
) -> None:
    page = windows.open(f"{site.base}/uk/sanctions?target=2", width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_first_tab_leads_past_the_navigation(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/en/sanctions")

    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_every_stop_of_the_tab_key_is_visible_and_marked(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/ja/sanctions?q=Severny&target=1")
    stops = set()

    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
                const here = document.activeElement, box = here.getBoundingClientRect();
                const style = getComputedStyle(here.closest(".find") ?? here);
                return [here.outerHTML.slice(0, 90), box.width * box.height, style.outlineStyle];
            }"""
        )
        stops.add(at[0])
        if not at[0].startswith("<body"):
            assert at[1] > 0, at
            assert at[2] == "solid", at

    assert len(stops) > 30


def test_g_then_s_leads_to_sanctions(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/uk/sanctions/target/1")

    page.keyboard.press("g")
    page.keyboard.press("s")

    page.wait_for_url("**/uk/sanctions")


def test_g_then_s_while_typing_is_only_text(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/uk/sanctions?party=ua")

    page.locator("#q").focus()
    page.keyboard.type("gs")

    assert page.locator("#q").input_value() == "gs"
    assert page.url.endswith("?party=ua")


def test_keys_of_an_input_method_are_left_alone(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/ja/sanctions?party=ua")

    for key in "gs":
        page.evaluate(
            "key => document.body.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, isComposing: true, bubbles: true }))",
            key,
        )
    page.wait_for_timeout(100)

    assert page.url.endswith("?party=ua")


def test_the_key_sequence_can_be_switched_off_and_stays_off(
    site: "Site", windows: "Windows"
) -> None:
    page = windows.open(f"{site.base}/en/sanctions?party=ua")

    page.keyboard.press("?")
    page.locator('[data-action="keys"]').click()
    page.reload()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_timeout(100)

    assert page.locator('[data-action="keys"]').get_attribute("aria-pressed") == "false"
    assert page.url.endswith("?party=ua")


def test_ctrl_k_finds_a_target(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/en/sanctions")

    page.keyboard.press("Control+k")
    page.keyboard.type("대동광명")
    page.keyboard.press("Enter")

    expect(page.locator(".gaplist tbody tr")).to_have_count(1)
    expect(page.locator(".gaplist .subj")).to_contain_text("Taedong Kwangmyong")


def test_a_target_is_explained_beside_the_filtered_list(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/en/sanctions")

    page.locator("#family").select_option("dprk")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Taedong Kwangmyong").click()

    expect(page.locator("#match")).to_be_in_viewport()
    assert re.search(r"\?party=jp&family=dprk&target=2#match$", page.url)
    expect(page.locator("tr.is-sel")).to_have_attribute("id", "t2")


def test_the_switch_shows_the_same_question_in_another_language_and_is_remembered(
    site: "Site", windows: "Windows"
) -> None:
    page = windows.open(f"{site.base}/en/sanctions?party=ua&kind=person")

    page.get_by_role("link", name="日本語").click()

    expect(page.locator("html")).to_have_attribute("lang", "ja")
    assert page.url.endswith("/ja/sanctions?party=ua&kind=person")
    page.goto(site.base)
    assert page.url.endswith("/ja/sanctions")


def test_light_or_dark_is_remembered(site: "Site", windows: "Windows") -> None:
    page = windows.open(f"{site.base}/en/sanctions", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"

    assert page.evaluate(ground) == "rgb(237, 240, 243)"
    page.locator('[data-action="theme"]').click()
    assert page.evaluate(ground) == "rgb(12, 19, 27)"
    page.reload()

    assert page.evaluate(ground) == "rgb(12, 19, 27)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_everything_can_be_read_and_filtered(
    site: "Site", windows: "Windows", language: str
) -> None:
    page = windows.open(f"{site.base}/{language}/sanctions", java_script_enabled=False)

    page.locator("#q").fill("Baltika")
    page.locator("form.filters button").click()
    expect(page.locator(".gaplist")).to_have_count(0)
    page.locator(".gaps .nothing a").click()
    page.locator(".gaplist .subj").first.click()

    expect(page.locator("#match")).to_be_visible()
    expect(page.locator(".heat td.cell").first).to_be_visible()
    expect(page.locator('[data-action="theme"]')).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_prints_with_its_marking_and_without_controls(
    site: "Site", windows: "Windows", language: str, tmp_path: "Path"
) -> None:
    page = windows.open(f"{site.base}/{language}/sanctions?target=2", color_scheme="dark")

    page.emulate_media(media="print")
    file = tmp_path / "board.pdf"
    page.pdf(path=file, format="A4")

    assert file.read_bytes().startswith(b"%PDF-")
    assert file.stat().st_size > 30_000
    for hidden in (".rail", ".top", "form.filters", ".pages"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in (".heat", ".gaplist", ".strip", "#match", ".curves"):
        expect(page.locator(shown).first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_head_of_the_page_stays_while_the_list_scrolls(
    site: "Site", windows: "Windows"
) -> None:
    page = windows.open(f"{site.base}/en/sanctions")

    page.mouse.wheel(0, 1500)

    expect(page.locator(".marking").first).to_be_in_viewport()
    expect(page.locator(".node small")).to_be_in_viewport()
    expect(page.locator(".node small")).to_have_text("Lists up to 22 Aug 2026")
