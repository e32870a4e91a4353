"""Needs, offers and initiatives in a browser: on two nodes, in every language."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.pages.capitals import until
from tests.pages.test_accessible import faults
from tests.pages.workshop import WORKS, Workshop
from tests.pages.workshop import workshop as started

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
NAMES = ("board", "needs", "need", "new", "one", "bare")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Kyiv and Tokyo with their desks of initiatives."""
    with started(tmp_path_factory.mktemp("workshop")) as made:
        yield made


def path_of(made: Workshop, name: str) -> str:
    """Return the path of a page."""
    return {
        "board": "/initiatives?closed=1",
        "needs": "/initiatives/needs",
        "need": "/initiatives/need",
        "new": f"/initiatives/new?from={made.need}&from={made.offer}",
        "one": f"/initiatives/initiative/{made.hashed}",
        "bare": f"/initiatives/initiative/{made.bare}",
    }[name]


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def fold(page: Page, text: str) -> None:
    """Open a fold by its words."""
    page.locator("summary", has_text=text).first.click()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    workshop: Workshop, windows: "Windows", name: str, language: str
) -> None:
    for party in ("ua", "jp"):
        page = windows.open(
            workshop.page(party, language, path_of(workshop, name)), color_scheme="light"
        )
        unfold(page)

        assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    workshop: Workshop, windows: "Windows", name: str
) -> None:
    page = windows.open(workshop.page("ua", "uk", path_of(workshop, name)))
    unfold(page)
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def write_wish(page: Page, tongue: str, title: str, amount: str) -> None:
    """Write a need or an offer of vehicles on its page."""
    page.select_option("#category", "demining")
    page.select_option("#marking", "TLP:GREEN")
    page.fill(f"#title-{tongue}", title)
    page.fill("#amount", amount)
    page.select_option("#unit", "vehicle")
    page.click("main form.form button[type=submit]")
    page.wait_for_url(re.compile("done=wished"))


def open_from_match(page: Page, title: str) -> str:
    """Open an initiative from the match of a need; return its hash."""
    match = page.locator(".matches > li", has_text=title)
    expect(match).to_contain_text("the offer covers the need: 10 / 6")
    match.locator("a.btn").click()
    expect(page.locator("#title-en")).to_have_value(title)
    expect(page.locator("#beneficiary")).to_have_value("ua")
    page.click("main form.form button[type=submit]")
    page.wait_for_url(re.compile("done=opened"))
    return page.url.partition("/initiative/")[2][:64]


def propose_gate(page: Page) -> str:
    """Propose the next stage; return the paper."""
    fold(page, "Propose the next stage")
    page.fill("#gate-text-en", "We begin.")
    page.click("#stages form button[type=submit]")
    page.wait_for_url(re.compile("/consultations/paper/"))
    expect(page.locator("#paper-effect")).to_contain_text("reaches the stage “Idea”")
    return page.url.partition("/paper/")[2][:64]


def pledge(page: Page, due: str) -> None:
    """Pledge six vehicles."""
    fold(page, "Pledge something")
    page.fill("#nwhat-ja", "地雷除去機")
    page.fill("#namount", "6")
    page.select_option("#nunit", "vehicle")
    page.fill("#ndue", due)
    page.locator("form[action$='/commit#commitments'] button[type=submit]").click()
    page.wait_for_url(re.compile("done=commit"))


def came(page: Page, text: str, what: str, amount: str) -> None:
    """Report or confirm an amount of the only commitment."""
    fold(page, text)
    form = page.locator(f"form[action*='/{what}']").first
    form.locator("input[name=amount]").fill(amount)
    if what == "receive":
        form.locator("select[name=delivery]").select_option(index=1)
    form.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(f"done={what}"))


def test_from_a_need_to_what_was_received_on_two_nodes(
    workshop: Workshop, windows: "Windows"
) -> None:
    kyiv = windows.open(workshop.page("ua", "en", "/initiatives/need"))
    write_wish(kyiv, "en", "Demining machines", "6")
    tokyo = windows.open(workshop.page("jp", "en", "/initiatives/offer"))
    write_wish(tokyo, "ja", "地雷除去機", "10")
    until(lambda: len(workshop.desks["ua"].wishes().matches) == 2)

    kyiv.goto(workshop.page("ua", "en", "/initiatives/needs"))
    hashed = open_from_match(kyiv, "Demining machines")
    workshop.arrive(hashed)
    about = propose_gate(kyiv)
    until(lambda: (seen := workshop.papers["jp"].paper(about)) is not None and seen.revisions)
    tokyo.goto(workshop.page("jp", "en", f"/consultations/paper/{about}"))
    tokyo.click("#sign button[type=submit]")
    tokyo.wait_for_url(re.compile("done=sign"))
    until(lambda: workshop.card("ua", hashed).stage.code == "idea")

    tokyo.goto(workshop.page("jp", "en", f"/initiatives/initiative/{hashed}"))
    expect(tokyo.locator(".track [aria-current]")).to_contain_text("Idea")
    pledge(tokyo, workshop.day(30))
    came(tokyo, "Report a delivery", "deliver", "4")
    workshop.arrive(hashed)
    kyiv.goto(workshop.page("ua", "en", f"/initiatives/initiative/{hashed}"))
    came(kyiv, "Confirm what was received", "receive", "3")
    workshop.arrive(hashed)

    for page in (kyiv, tokyo):
        page.reload()
        assert page.locator("#numbers .three dd b").all_inner_texts() == ["6", "4", "3"]


def test_a_refused_form_keeps_what_was_typed_and_says_why(
    workshop: Workshop, windows: "Windows"
) -> None:
    page = windows.open(workshop.page("jp", "en", path_of(workshop, "bare")))
    windows.visits[-1].expected = "422"
    fold(page, "Pledge something")
    page.fill("#nwhat-ja", "技術者の派遣")
    page.fill("#namount", "1,5")
    page.select_option("#nunit", "person-day")
    page.fill("#ndue", workshop.day(10))
    page.locator("form[action$='/commit#commitments'] button[type=submit]").click()

    expect(page.locator("#refused")).to_contain_text("'1,5' is no amount above 0")
    expect(page.locator("#nwhat-ja")).to_have_value("技術者の派遣")
    expect(page.locator("#nunit")).to_have_value("person-day")
    page.fill("#namount", "1.5")
    page.locator("form[action$='/commit#commitments'] button[type=submit]").click()
    page.wait_for_url(re.compile("done=commit"))

    (commitment,) = workshop.card("jp", workshop.bare).initiative.ledger.commitments
    assert f"{commitment.amount}" == "1.5"


def test_a_partner_who_is_newly_listed_stands_on_today_and_a_person_says_who_it_is(
    workshop: Workshop, windows: "Windows"
) -> None:
    page = windows.open(workshop.page("ua", "en", "/today"))
    expect(page.locator("main")).not_to_contain_text("A partner may be listed")

    workshop.edition(2)

    page.reload()
    line = page.locator("main a", has_text="A partner may be listed").first
    expect(page.locator("main")).to_contain_text("Nightjar Works (United States)")
    line.click()
    partner = page.locator("#partners .known-inside")
    expect(partner).to_contain_text("newly listed")
    expect(page.locator("#banner")).to_contain_text("TLP:AMBER+STRICT")
    partner.locator("textarea[name=reason]").fill("Founded elsewhere; another number.")
    partner.locator("button[value=other]").click()
    page.wait_for_url(re.compile("done=judged"))
    expect(page.locator("#partners")).to_contain_text("not this one")

    workshop.edition(3, WORKS)
    workshop.edition(4)
    page.reload()
    expect(page.locator("#partners")).to_contain_text("not this one")
    theirs = windows.open(workshop.page("jp", "en", path_of(workshop, "one")))
    expect(theirs.locator("#partners")).not_to_contain_text("900002")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_is_narrowed_by_its_address(
    workshop: Workshop, windows: "Windows", language: str
) -> None:
    page = windows.open(workshop.page("ua", language, "/initiatives?only=unsigned"))

    assert page.locator("article.initiative").count() == 1
    page.select_option("#category", "health")
    page.click("form.matrix-bar button[type=submit]")
    page.wait_for_url(re.compile("category=health"))
    expect(page.locator("article.initiative")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_has_the_three_numbers_as_numbers(
    workshop: Workshop, windows: "Windows", language: str
) -> None:
    page = windows.open(workshop.page("ua", language, "/initiatives"))

    answer = page.request.get(workshop.page("ua", language, "/initiatives/commitments.xlsx"))

    assert answer.ok
    shown = openpyxl.load_workbook(io.BytesIO(answer.body())).worksheets[0]
    rows = [[cell.value for cell in row] for row in shown.iter_rows()]
    assert rows[0][0] == "TLP:GREEN"
    assert [25, 10, 8] in [row[6:9] for row in rows]
    assert "900002" not in str(rows)


def test_keys_lead_to_the_board_and_the_palette_to_its_deeds(
    workshop: Workshop, windows: "Windows"
) -> None:
    page = windows.open(workshop.page("ua", "en", "/today"))

    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url(re.compile("/en/initiatives$"))

    page.keyboard.press("Control+k")
    page.keyboard.type("need")
    expect(page.locator("#palette")).to_contain_text("Write a need")
