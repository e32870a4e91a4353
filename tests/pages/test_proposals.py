"""Gaps become a proposal, and the proposal a decision, in a browser: without script, by keys."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from tests.pages.capitals import until
from tests.pages.conftest import serve
from tests.pages.proposers import FOG, HERON, LIGHTHOUSE, MAWHUM, NIGHTJAR, Proposers
from tests.pages.proposers import proposers as started
from tests.pages.test_accessible import faults

from comity.web import gaplist

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
NAMES = ("board", "propose", "open", "decided", "gone", "decide", "all", "target", "self")


@pytest.fixture(scope="module")
def proposers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proposers]:
    """Kyiv and Tokyo with their lists and proposals."""
    with started(tmp_path_factory.mktemp("proposers"), serve) as made:
        yield made


def path_of(made: Proposers, name: str) -> str:
    """Return the path of a page."""
    picks = urlencode([("party", "jp"), ("pick", FOG), ("pick", NIGHTJAR), ("pick", "un/gone")])
    board = made.desks["ua"].own.lists.stored()
    assert board
    rows = gaplist.rows_by_entry(board.board("jp"))
    return {
        "board": f"/sanctions?{picks}",
        "propose": f"/sanctions/propose?{picks}",
        "open": f"/sanctions/proposal/{made.known['open']}",
        "decided": f"/sanctions/proposal/{made.known['decided']}",
        "gone": f"/sanctions/proposal/{made.known['gone']}",
        "decide": f"/sanctions/proposal/{made.known['open']}/decide?target=t1&target=t2",
        "all": "/sanctions/proposals",
        "target": f"/sanctions/target/{rows[LIGHTHOUSE].gap.target.cluster}?party=jp",
        "self": "/sanctions/propose?party=ua",
    }[name]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault(
    proposers: Proposers, windows: "Windows", name: str, language: str
) -> None:
    dark = "dark" if name in {"open", "all", "target"} else "light"
    page = windows.open(proposers.page("ua", language, path_of(proposers, name)), color_scheme=dark)
    windows.visits[-1].expected = "422" if name == "self" else ""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    proposers: Proposers, windows: "Windows", name: str
) -> None:
    page = windows.open(proposers.page("ua", "uk", path_of(proposers, name)))
    windows.visits[-1].expected = "422" if name == "self" else ""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def test_a_choice_is_kept_over_pages_and_proposed_without_any_script(
    proposers: Proposers, windows: "Windows", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaplist, "ROWS", 3)
    address = proposers.page("ua", "en", "/sanctions?party=jp")
    page = windows.open(address, java_script_enabled=False)

    page.check(f".gaplist input[value='{HERON}']")
    page.click("nav.pages button")
    page.check(f".gaplist input[value='{FOG}']")
    page.click("text=Keep the selection")
    expect(page.locator(".select-bar [role=status]")).to_contain_text("2 selected")
    page.click("nav.pages button")
    expect(page.locator(f".gaplist input[value='{HERON}']")).to_be_checked()
    page.click("text=Propose to Japan")

    expect(page.locator("h1")).to_contain_text("Propose listings to Japan")
    expect(page.locator(".picks li")).to_have_count(2)
    expect(page.locator(f".picks input[value='{HERON}']")).not_to_be_checked()  # it is proposed
    expect(page.locator(".picks .notice")).to_contain_text("Proposed already, and not settled")
    page.fill("#case-en", "It ships components.")
    page.select_option("#marking", "TLP:GREEN")
    page.click("button[value=uk]")
    expect(page.locator(".packs")).to_contain_text("Оголошено")
    expect(page.locator("#case-en")).to_have_value("It ships components.")
    page.click("text=Sign and propose")

    expect(page.locator(".done")).to_contain_text("stands on the next agenda")
    hashed = page.url.split("/proposal/")[1][:64]
    until(lambda: proposers.desks["jp"].proposal(hashed))
    there = windows.open(proposers.page("jp", "ja", f"/sanctions/proposal/{hashed}"))
    expect(there.locator("#packs")).to_contain_text("Fog Heron Shipping")
    expect(there.locator("#packs .here-same")).to_have_count(1)
    today = windows.open(proposers.page("jp", "ja", "/today"))
    expect(today.locator("main")).to_contain_text("先方が指定を提案")


def test_select_all_ticks_the_rows_of_the_page_and_select_none_unticks_them(
    proposers: Proposers, windows: "Windows"
) -> None:
    page = windows.open(proposers.page("ua", "en", "/sanctions?party=jp"))

    page.click("text=Select all on this page")
    expect(page.locator(".gaplist input:not(:checked)")).to_have_count(0)
    page.click("text=Select none")

    expect(page.locator(".gaplist input:checked")).to_have_count(0)


def test_the_own_board_offers_no_boxes(proposers: Proposers, windows: "Windows") -> None:
    page = windows.open(proposers.page("jp", "en", "/sanctions?party=jp"))

    expect(page.locator("#h-gaps")).to_be_visible()
    expect(page.locator(".gaplist input")).to_have_count(0)


def test_a_decision_is_drafted_signed_and_leads_off_the_agenda(
    proposers: Proposers, windows: "Windows"
) -> None:
    hashed = proposers.propose(MAWHUM, title={"uk": "Мавгум", "ja": "マウフム", "en": "Mawhum"})
    agenda = windows.open(proposers.page("ua", "en", "/consultations"))
    expect(agenda.locator("main")).to_contain_text("proposes listings: 1 target not decided")
    page = windows.open(proposers.page("jp", "ja", f"/sanctions/proposal/{hashed}"))

    page.focus("#targets button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/decide"))
    expect(page.locator("#text-ja")).to_have_value(re.compile("Abu Mawhum"))
    page.check("input[name=sign]")
    page.focus("form button[type=submit].btn-p")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/consultations/paper/"))

    until(lambda: proposers.state("ua", hashed, "t1") == "tabled")
    paper = page.url.split("/paper/")[1][:64]
    other = windows.open(proposers.page("ua", "uk", f"/consultations/paper/{paper}"))
    other.click("#sign button[type=submit]")
    until(lambda: proposers.state("ua", hashed, "t1") == "assigned")
    after = windows.open(proposers.page("ua", "uk", f"/sanctions/proposal/{hashed}"))
    expect(after.locator("#targets")).to_contain_text("вирішено, ще не прийнято")
    agenda.reload()
    expect(agenda.locator(f"a[href$='{hashed}']")).to_have_count(0)


def test_the_author_withdraws_and_the_other_cannot(
    proposers: Proposers, windows: "Windows"
) -> None:
    hashed = proposers.propose(FOG, title={"en": "Fog Heron"})
    there = windows.open(proposers.page("jp", "en", f"/sanctions/proposal/{hashed}"))
    expect(there.locator("#withdraw")).to_have_count(0)
    page = windows.open(proposers.page("ua", "en", f"/sanctions/proposal/{hashed}"))

    page.click("#withdraw summary")
    page.fill("#reason-en", "Delisted by the European Union.")
    page.click("#withdraw button[type=submit]")

    expect(page.locator(".done")).to_contain_text("It leaves the agenda")
    until(lambda: proposers.state("jp", hashed, "t1") == "withdrawn")
    there.reload()
    expect(there.locator("main")).to_contain_text("Delisted by the European Union.")
    expect(there.locator("#targets button")).to_have_count(0)
