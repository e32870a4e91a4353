"""The board of actions and the page of each in a browser: on two nodes, in every language."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import openpyxl
import pytest
from lxml import etree
from playwright.sync_api import expect
from tests.pages.capitals import until
from tests.pages.foreignoffices import ACTIONS, ForeignOffices, day, foreign_offices
from tests.pages.test_accessible import faults

from comity.agreement.followup import State

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
NAMES = ("board", "late", "overdue", "reported", "declined", "mine", "today")


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForeignOffices]:
    """Kyiv and Tokyo with a decision and its actions."""
    with foreign_offices(tmp_path_factory.mktemp("offices")) as made:
        yield made


def path_of(made: ForeignOffices, name: str) -> str:
    """Return the path of a page."""
    return {
        "board": "/follow-up",
        "late": "/follow-up?party=jp&state=late&age=30",
        "overdue": made.path("plan"),
        "reported": made.path("course"),
        "declined": made.path("fund"),
        "mine": made.path("contact"),
        "today": "/today",
    }[name]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    offices: ForeignOffices, windows: "Windows", name: str, language: str
) -> None:
    page = windows.open(offices.page("ua", language, path_of(offices, name)), color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    offices: ForeignOffices, windows: "Windows", name: str
) -> None:
    page = windows.open(offices.page("ua", "uk", path_of(offices, name)))
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width + 1} == {}


def test_the_board_shows_what_is_late_first_and_says_so_in_words(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    page = windows.open(offices.page("ua", "en", "/follow-up"))

    first = page.locator(".actions tbody tr").first
    expect(first).to_contain_text("Hand in the trial plan.")
    expect(first).to_contain_text("Overdue")
    expect(first).to_contain_text("9 days late")
    expect(first.locator(".seal.is-signed")).to_have_count(2)
    page.select_option("#state", "declined")
    page.click(".filters button")
    expect(page.locator(".actions tbody tr")).to_have_count(1)
    expect(page.locator(".actions tbody tr")).to_contain_text("予算措置がないため。")
    assert "state=declined" in page.url


def test_actions_are_chosen_and_undertaken_by_keys_alone_without_a_script(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    more = {f"more{number}": ("ua", ACTIONS["data"][1]) for number in range(2)}
    decision = offices.assign(more)
    until(lambda: offices.desks["jp"].action(decision, "more1"))
    address = offices.page("ua", "uk", "/follow-up?state=ours-to-answer")
    page = windows.open(address, java_script_enabled=False)

    for name in more:
        page.focus(f"input[value='{decision}/{name}']")
        page.keyboard.press("Space")
    page.fill("#due", day(40))
    page.focus("#choose button")
    page.keyboard.press("Enter")

    expect(page.locator(".done")).to_be_visible()
    accepted = [State.ACCEPTED] * len(more)
    until(lambda: [offices.state("jp", name, decision) for name in more] == accepted)


def test_what_was_typed_comes_back_with_the_reason_where_the_day_has_passed(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    page = windows.open(offices.page("ua", "en", offices.path("contact")))
    page.click("#accept-card summary")
    page.fill("#accept-en", "We name one by then.")
    page.evaluate("document.querySelector('#due').removeAttribute('min')")
    page.fill("#due", day(-3))
    windows.visits[-1].expected = "422"
    page.click("#accept-card button")

    expect(page.locator(".is-failed")).to_contain_text("has passed; give a day from")
    expect(page.locator("#accept-en")).to_have_value("We name one by then.")
    assert offices.state("ua", "contact") is State.ASSIGNED


def test_another_party_confirms_a_report_and_the_owner_sees_it_live(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    theirs = windows.open(offices.page("jp", "ja", offices.path("course")))
    page = windows.open(offices.page("ua", "en", offices.path("course")))

    page.check("input[value=confirmed]")
    page.fill("#check-en", "Our analysts were there.")
    page.click("#check-card button")

    said = "Verified: that it is done is confirmed by: Ukraine."
    expect(page.locator("#stands")).to_contain_text(said)
    expect(theirs.locator("#stands")).to_contain_text("検証済み")
    expect(theirs.locator("#history")).to_contain_text("Our analysts were there.")


def test_an_acceptance_on_behalf_of_the_owner_is_shown_as_ignored(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    page = windows.open(offices.page("jp", "en", offices.path("plan")))

    expect(page.locator(".is-ignored")).to_contain_text("accepted on behalf of")
    expect(page.locator("#stands")).to_contain_text("9 days late")


def test_the_paper_links_to_each_action_that_it_assigns(
    offices: ForeignOffices, windows: "Windows"
) -> None:
    page = windows.open(offices.page("jp", "ja", f"/consultations/paper/{offices.decision}"))

    page.click(f"a[href='/ja{offices.path('vessels')}']")

    expect(page.locator("h1")).to_contain_text("寄港地を付した船舶一覧")
    expect(page.locator("#stands")).to_contain_text("引受け済み")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_matrix_is_downloaded_as_a_spreadsheet_and_as_a_word_file(
    offices: ForeignOffices, windows: "Windows", language: str
) -> None:
    page = windows.open(offices.page("ua", language, "/follow-up?party=jp"))
    files = {}
    for kind in ("xlsx", "docx"):
        with page.expect_download() as begun:
            page.click(f"a[href*='matrix.{kind}']")
        files[kind] = begun.value.path().read_bytes()

    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    what = ACTIONS["plan"][1][language]
    assert what in cells
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    assert what in ["".join(map(str, one.itertext())) for one in root.iter("{*}p")]
    assert cells[0] == "TLP:AMBER"
