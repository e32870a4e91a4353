"""Notes on two nodes at once: taken by keys with the line cut, read back, and made minutes of."""

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another
from tests.pages.flows.test_minutes import MEETING, hold_meeting

from comity.web.words import in_words

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

TRIALS = {"uk": "Провести другий етап випробувань.", "ja": "第2段階の試験を実施する。"}
PLAN = {"uk": "Подати план випробувань.", "ja": "試験計画を提出する。"}
PRICES = {"uk": "Ціни на дизель зросли.", "ja": "軽油の価格が上昇した。"}


def write(window: Spoken, key: str, texts: dict[str, str]) -> None:
    """Begin an entry by a letter, and type its words, Ukrainian first, then Japanese."""
    keyboard = window.page.keyboard
    keyboard.press("Escape")
    keyboard.press(key)
    keyboard.type(texts["uk"])
    keyboard.press("Tab")
    keyboard.type(texts.get("ja", ""))


def keep(window: Spoken) -> None:
    """Keep the entry that was typed."""
    window.page.keyboard.press("Control+Enter")


def saved(window: Spoken) -> Locator:
    """Return what the page says of what is saved."""
    return window.page.locator("#saved")


def entries(page: Page, item: int, which: str) -> Locator:
    """Return entries of an item of the agenda."""
    return page.locator(".room-item").nth(item - 1).locator(which)


def take_notes(window: Spoken, due: dt.date) -> None:
    """Take a decision, then lose the line, and write an action and a remark all the same."""
    page = window.page
    write(window, "d", TRIALS)
    keep(window)
    expect(entries(page, 1, ".entry-decision [lang=ja]")).to_have_text(TRIALS["ja"])
    expect(saved(window)).to_have_text(window.says("Everything is saved on the node."))

    page.context.set_offline(True)
    write(window, "a", {"uk": PLAN["uk"]})
    for key in ("Tab", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.locator("#note-due:focus").fill(f"{due:%Y-%m-%d}")
    keep(window)
    page.keyboard.press("Alt+ArrowDown")
    write(window, "r", {"uk": PRICES["uk"]})
    keep(window)
    expect(page.locator(".is-unsaved .badge")).to_have_text([window.says("Not saved yet")] * 2)
    expect(saved(window)).to_have_attribute("data-state", "away")
    expect(saved(window)).to_contain_text("2")

    page.context.set_offline(False)
    expect(saved(window)).to_have_text(window.says("Everything is saved on the node."))
    expect(page.locator(".is-unsaved")).to_have_count(0)
    expect(entries(page, 1, ".entry-action .duty")).to_contain_text("JP")
    expect(entries(page, 2, ".entry-remark [lang=uk]")).to_have_text(PRICES["uk"])


def read_back(window: Spoken) -> None:
    """Find on the page that is read back what is missing, write it, and read back again."""
    page = window.page
    follow(window, "Read back")
    count = page.locator("#readback-count")
    expect(count).to_have_text(
        window.counts("%(n)s point is still open.", "%(n)s points are still open.", 1)
    )
    japanese = window.label("language", "ja")
    expect(page.locator(".readback .lack")).to_have_text(
        window.says("not in %(language)s yet", language=japanese)
    )
    expect(page.locator(".readback")).not_to_contain_text(PRICES["uk"])
    follow(window, "Back to the room")
    for key in ("j", "j", "Enter", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type(PLAN["ja"])
    keep(window)
    expect(saved(window)).to_have_attribute("data-state", "all")
    expect(entries(page, 1, ".entry-action [lang=ja]")).to_have_text(PLAN["ja"])
    follow(window, "Read back")
    expect(count).to_have_text(
        window.says("Every decision and action is there in all working languages.")
    )


def propose(window: Spoken) -> None:
    """Write what is missing in the minutes themselves, and propose them, to be signed by hand."""
    page = window.page
    follow(window, "Make minutes of them")
    expect(page.locator("main .notice").first).to_contain_text("1")
    label = f"{window.says('Text')} · {window.label('language', 'ja')}"
    text = page.get_by_label(label, exact=True).first
    expect(text).to_have_value(re.compile(PRICES["uk"]))
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(PRICES["ja"])
    window.field("Start the silence procedure on the minutes").focus()
    page.keyboard.press("Space")
    window.button("Sign and propose to the others").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".letterhead .badge-proposed")).to_be_visible()


def follow(window: Spoken, message: str) -> None:
    """Follow the link that says a message, by keys."""
    window.link(message).focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_taken_read_back_and_proposed_as_minutes(
    two: Nodes, windows: "Windows", language: str
) -> None:
    hold_meeting(two)
    kyiv = two.open(windows, UKRAINE, language, "/consultations")
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    tokyo = two.open(windows, JAPAN, another(language), "/consultations")
    for window in (kyiv, tokyo):
        title = in_words(MEETING, window.language)[0]
        window.page.locator("main .subj", has_text=title).click()

    follow(kyiv, "Open the room")
    take_notes(kyiv, two.now().date() + dt.timedelta(days=30))
    read_back(kyiv)
    expect(tokyo.page.locator("#papers .paper-line")).to_have_count(1)  # notes never leave
    expect(tokyo.page.locator("#own")).to_contain_text(tokyo.says("Nothing is noted yet."))

    propose(kyiv)

    # Tokyo, whose page of the meeting was open all the time, reads them and signs.
    minutes = tokyo.page.locator("#papers .paper-line", has_text=tokyo.label("paper", "minutes"))
    minutes.get_by_role("link").click()
    for window in (kyiv, tokyo):
        for text in (*TRIALS.values(), *PLAN.values(), *PRICES.values()):
            expect(window.page.locator("#paper-text")).to_contain_text(text)
    tokyo.press("Sign this text")
    for window in (kyiv, tokyo):
        expect(window.page.locator(".letterhead .badge-adopted")).to_be_visible()
        expect(window.page.locator("#paper-signed .seal.is-signed")).to_have_count(2)
        window.go("today")
        expect(window.page.locator("#ours")).not_to_contain_text(window.label("due", "notes-open"))
