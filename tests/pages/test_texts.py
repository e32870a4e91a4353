"""Joint text in a browser: on two nodes at once, live, by keys alone, sound in every language."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.texts import SIX
from tests.pages.statement import Hall
from tests.pages.statement import hall as started
from tests.pages.test_accessible import faults

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
OWN_TEXT = "/positions/text"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Kyiv and Tokyo with their desks of joint texts."""
    with started(tmp_path_factory.mktemp("hall")) as made:
        yield made


@pytest.fixture(scope="module")
def bracketed(hall: Hall) -> str:
    """A statement with brackets, a package and a clause ad referendum."""
    return hall.half_agreed()


@pytest.fixture(scope="module")
def signed(hall: Hall) -> tuple[str, str]:
    """A statement that Tokyo has signed and Kyiv has not, and its text."""
    about = hall.agreed()
    revision = hall.kyiv.give(about)
    hall.settle(about, hall.tokyo, lambda seen: seen.signing.revisions)
    hall.tokyo.sign(about, revision)
    hall.settle(about, hall.kyiv, lambda seen: seen.signing.revisions[0].signed[0][1])
    return about, revision


@pytest.fixture(scope="module")
def looked_at(hall: Hall, bracketed: str, signed: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Each page that is looked at, with whose it is."""
    third = hall.tokyo.clause(bracketed, 3).id
    about, revision = signed
    return {
        "brackets": ("jp", f"{OWN_TEXT}/{bracketed}?clause={third}"),
        "clean": ("ua", f"{OWN_TEXT}/{bracketed}?view=clean"),
        "mine against theirs": ("jp", f"{OWN_TEXT}/{bracketed}?clause={third}&view=mine"),
        "all agreed": ("ua", f"{OWN_TEXT}/{about}"),
        "signing page of Kyiv": ("ua", f"{OWN_TEXT}/{about}/sign?revision={revision}"),
        "signing page of Tokyo": ("jp", f"{OWN_TEXT}/{about}/sign?revision={revision}"),
        "list": ("ua", "/positions/texts"),
        "new": ("ua", "/positions/texts/new"),
    }


NAMES = (
    "brackets,clean,mine against theirs,all agreed,signing page of Kyiv,signing page of Tokyo,"
    "list,new"
).split(",")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    hall: Hall,
    looked_at: dict[str, tuple[str, str]],
    windows: "Windows",
    name: str,
    language: str,
) -> None:
    party, path = looked_at[name]
    page = windows.open(hall.page(party, language, path), color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    hall: Hall, looked_at: dict[str, tuple[str, str]], windows: "Windows", name: str
) -> None:
    party, path = looked_at[name]
    page = windows.open(hall.page(party, LANGUAGES[NAMES.index(name) % 3], path))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = {}
    for width in (320, 390, 620, 768, 900, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(
            "Math.max(...[...document.querySelectorAll('main, main *')]"
            ".map((one) => one.getBoundingClientRect().right))"
        )

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def text(hall: Hall, party: str, language: str, about: str, number: int) -> str:
    """Return the address of a text with a chosen clause."""
    person = hall.kyiv if party == "ua" else hall.tokyo
    return hall.page(
        party, language, f"{OWN_TEXT}/{about}?clause={person.clause(about, number).id}"
    )


def test_an_alternative_appears_at_the_partner_without_reload_and_is_accepted(
    hall: Hall, windows: "Windows"
) -> None:
    about = hall.begin()
    kyiv = windows.open(text(hall, "ua", "uk", about, 3))
    tokyo = windows.open(text(hall, "jp", "ja", about, 3))
    kyiv.evaluate("window.stayed = true")

    tokyo.get_by_text("案文を提案", exact=True).click()
    for tongue, words in (("ja", "速やかに"), ("uk", "Невідкладно"), ("en", "Without delay")):
        tokyo.locator(f"#words-{tongue}").fill(words)
    tokyo.locator("#propose form").first.get_by_role("button", name="署名して提出").click()
    expect(tokyo.locator(".done")).to_be_visible()

    expect(kyiv.locator("#c3 .alt .by-jp").first).to_contain_text("Невідкладно")
    expect(kyiv.locator("#clause .log li").first).to_contain_text("3b")
    # Nobody had touched the form, so that it follows and can be sent at once.
    kyiv.get_by_role("button", name="Прийняти 3b").click()
    expect(kyiv.locator("#c3 .num")).to_contain_text("Узгоджено")
    expect(tokyo.locator("#c3 .num")).to_contain_text("合意")
    expect(tokyo.locator("#s-3")).to_have_class("st-agreed")


def test_a_form_in_which_somebody_writes_is_left_alone_and_says_what_changed(
    hall: Hall, windows: "Windows"
) -> None:
    about = hall.begin()
    page = windows.open(text(hall, "jp", "en", about, 4))
    windows.visits[-1].expected = "422"
    page.get_by_text("Propose wording").click()
    page.locator("#words-en").fill("They will examine the listings twice a year.")

    hall.tokyo.take(about, 4, "R")
    expect(page.locator("#clause")).to_contain_text("Reserves")
    page.locator("#propose form").first.get_by_role("button", name="Sign and table it").click()

    expect(page.locator("#refused")).to_contain_text("Clause 4 was changed by Japan")
    expect(page.locator("#refused")).to_contain_text("4a: Reserves")
    expect(page.locator("#words-en")).to_have_value("They will examine the listings twice a year.")
    assert faults(page) == ""
    page.locator("#propose form").first.get_by_role("button", name="Sign and table it").click()
    expect(page.locator("#clause .altmark", has_text="4b")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Go with the Tab key alone until a control of this name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.textContent || '').trim()").startswith(name):
            return
    raise AssertionError(name)


def test_a_statement_is_made_signed_and_adopted_by_keys_on_two_nodes_at_once(
    hall: Hall, windows: "Windows"
) -> None:
    about = hall.agreed()
    kyiv = windows.open(hall.page("ua", "en", f"{OWN_TEXT}/{about}"))
    tokyo = windows.open(hall.page("jp", "en", f"{OWN_TEXT}/{about}"))

    tab_to(kyiv, "Make the text to sign")
    kyiv.keyboard.press("Enter")
    expect(kyiv.locator("#adoption .said")).to_be_visible()
    expect(tokyo.locator("#adoption .said")).to_have_text(
        kyiv.locator("#adoption .said").inner_text()
    )
    for page in (tokyo, kyiv):
        tab_to(page, "Read and sign")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign?**")
        page.locator("[name='read']").focus()
        page.keyboard.press("Space")
        tab_to(page, "Sign for")
        page.keyboard.press("Enter")
        expect(page.locator(".head .done")).to_be_visible()
        if page is tokyo:
            expect(kyiv.locator("#adoption .signers .is-signed")).to_have_count(1)

    expect(kyiv.locator("#signatures")).to_contain_text("Adopted on this node")
    expect(tokyo.locator("#signatures")).to_contain_text("Adopted on this node")
    tokyo.goto(hall.page("jp", "ja", f"{OWN_TEXT}/{about}"))
    expect(tokyo.locator("#standing")).to_contain_text("採択")


def test_a_partner_who_withdraws_between_page_and_click_is_told_of(
    hall: Hall, windows: "Windows"
) -> None:
    about = hall.agreed()
    revision = hall.kyiv.give(about)
    hall.settle(about, hall.tokyo, lambda seen: seen.signing.revisions)
    hall.tokyo.sign(about, revision)
    hall.settle(about, hall.kyiv, lambda seen: seen.signing.revisions[0].signed[0][1])
    page = windows.open(
        hall.page("ua", "uk", f"{OWN_TEXT}/{about}/sign?revision={revision}"),
        java_script_enabled=False,
    )
    windows.visits[-1].expected = "422"
    expect(page.locator("#changes")).to_contain_text("буде ухвалено одразу")

    hall.tokyo.withdraw(about)
    hall.settle(about, hall.kyiv, lambda seen: not seen.signing.revisions[0].signed[0][1])
    page.locator("[name='read']").check()
    page.get_by_role("button", name="Підписати від імені").click()

    expect(page.locator("#refused")).to_contain_text("Підписи: після відкриття")
    expect(page.locator("#signatures")).to_contain_text("Очікується підпис")
    assert hall.kyiv.seen(about).signing.own is None


def test_a_pasted_draft_of_a_word_processor_becomes_clauses(hall: Hall, windows: "Windows") -> None:
    page = windows.open(hall.page("ua", "uk", "/positions/texts/new"))
    windows.visits[-1].expected = "422"
    page.locator("#title-uk").fill("Назва " + "дуже " * 50 + "довга")
    page.locator("#title-ja").fill("試案")
    page.locator("#marking").select_option("TLP:GREEN")
    page.locator("#draft-uk").fill("1.\u00a0Перший аб\u00adзац\u200b.\n\n•\tДругий\nабзац.")
    page.locator("#draft-ja").fill("１．第一段落。")

    page.get_by_role("button", name="Підписати й внести проєкт").click()

    expect(page.locator("#refused")).to_contain_text("мови не збігаються за абзацами: uk 2, ja 1")
    expect(page.locator("#draft-uk")).to_have_value(
        "1.\u00a0Перший аб\u00adзац\u200b.\n\n•\tДругий\nабзац."
    )
    page.locator("#draft-ja").fill("１．第一段落。\n\n—")
    page.get_by_role("button", name="Підписати й внести проєкт").click()
    expect(page.locator("#c1 .body bdi").first).to_have_text("Перший абзац.")
    expect(page.locator("#c2 .body bdi").first).to_have_text("Другий абзац.")
    expect(page.locator("#c2 .note")).to_contain_text("Є не всіма мовами")
    assert faults(page) == ""


def test_right_to_left_words_keep_their_direction(hall: Hall, windows: "Windows") -> None:
    about = hall.begin()
    hall.tokyo.table(about, 2, {"en": "العربية אבג with markers", "ja": SIX[1]["ja"]})
    hall.settle(about, hall.kyiv, lambda seen: len(seen.shown.clauses[1].live) == 2)

    page = windows.open(text(hall, "ua", "en", about, 2))

    held = page.locator("#clause .alts dd", has_text="العربية")
    assert held.evaluate("(one) => getComputedStyle(one).direction") == "rtl"
    assert faults(page) == ""


def test_a_printed_text_carries_its_marking_and_no_controls(
    hall: Hall, bracketed: str, windows: "Windows"
) -> None:
    page = windows.open(hall.page("jp", "ja", f"{OWN_TEXT}/{bracketed}"))
    page.emulate_media(media="print")

    assert page.locator("main").evaluate("(one) => getComputedStyle(one).page") == "amber"
    expect(page.locator("#stances")).to_be_hidden()
    expect(page.locator(".views")).to_be_hidden()
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#adoption")).to_be_visible()
