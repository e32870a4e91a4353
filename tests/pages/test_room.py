"""The room in a browser: by keys alone, with the connection cut, and nothing is ever lost."""

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.papers import ITEMS
from tests.pages.capitals import until
from tests.pages.conftest import serve
from tests.pages.ministries import Ministries
from tests.pages.ministries import ministries as started
from tests.pages.test_accessible import faults

from comity.agreement.effects import Type
from comity.agreement.statements import revise, sign

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")


@pytest.fixture(scope="module")
def ministries(
    invented: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ministries]:
    """Kyiv and Tokyo with a meeting and its papers."""
    with started(tmp_path_factory.mktemp("ministries"), serve, invented.InventedDesk()) as made:
        yield made


@pytest.fixture
def meeting(ministries: Ministries) -> str:
    """A meeting of which nobody has taken notes."""
    words = {"uk": "Позачергове засідання", "ja": "臨時会合"}
    plan = {
        "level": "working-group",
        "zone": "Asia/Tokyo",
        "begins": "2026-04-16T15:00",
        "minutes": 60,
    }
    about = ministries.say("ua", ministries.opened("meeting", words))
    ministries.say("ua", ministries.revised(about, words, {"meeting": plan}))
    ministries.known["agenda-of"] = ministries.planned(about)
    return about


def room(ministries: Ministries, meeting: str, language: str = "uk") -> str:
    """Return the address of the room in Kyiv."""
    return f"{ministries.pages['ua']}/{language}/consultations/meeting/{meeting}/room"


def kept(ministries: Ministries, meeting: str) -> list[str]:
    """Return the Ukrainian words of the notes that lie on Kyiv's disk."""
    return [one.words.get("uk", "") for one in ministries.rooms["ua"].notebook.entries(meeting)]


def item(page: Page, number: int) -> Locator:
    """Return an item of the room, by its place."""
    return page.locator(f"#room-items > li:nth-child({number})")


def noted(page: Page, number: int) -> Locator:
    """Return the entries of an item that the node has, by its place."""
    return item(page, number).locator(".entries[data-live]")


KEY = """async () => {
    const asked = (request) => new Promise((done) => {
        request.onsuccess = () => done(request.result);
    });
    const held = await asked(indexedDB.open("comity", 1));
    const key = await asked(held.transaction("keys").objectStore("keys").get("room"));
    held.close();
    return key ? [key.algorithm.name, key.extractable] : [];
}"""
"""What a script finds of the key with which a browser seals."""

SEALED = """async () => {
    await navigator.locks.request("comity.sealed", () => {});  // whatever is being sealed, is
    return Object.entries(localStorage).filter(([name]) => name.startsWith("comity."));
}"""
"""What waits in a browser, as it lies there."""


def lying(page: Page) -> dict[str, str]:
    """Return what waits in a browser, as it lies on its disk."""
    return dict(page.evaluate(SEALED))


def test_with_the_connection_cut_notes_are_taken_and_none_is_lost(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    page.context.set_offline(True)
    for number in range(3):
        page.keyboard.press("r")
        page.keyboard.type(f"Без зв’язку {number}")
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Escape")
    expect(page.locator("#saved")).to_have_attribute("data-state", "away")
    expect(page.locator(".is-unsaved")).to_have_count(3)
    assert kept(ministries, meeting) == []
    page.keyboard.press("r")
    page.keyboard.type("Недописане")
    waiting = lying(page)
    assert len(waiting) == 4
    assert all(value.startswith("sealed:") for value in waiting.values())
    assert page.evaluate(KEY) == ["AES-GCM", False]
    page.close()  # the window is closed while the connection is still away

    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(room(ministries, meeting))

    expect(again.locator("#saved")).to_have_attribute("data-state", "all")
    assert sorted(kept(ministries, meeting)) == [f"Без зв’язку {number}" for number in range(3)]
    expect(again.locator(".is-unsaved")).to_have_count(0)
    expect(again.locator(".entry")).to_have_count(3)
    assert again.locator("#words_uk").input_value() == "Недописане"
    assert [name.split(".")[1] for name in lying(again)] == ["draft"]
    again.locator("#words_uk").fill("")
    until(lambda: not lying(again))
    assert again.evaluate(KEY) == []  # the last thing that it sealed is gone, and so is the key


def test_the_keys_of_the_room_count_by_their_place_on_a_ukrainian_keyboard(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    pressed = """(how) => document.body.dispatchEvent(
        new KeyboardEvent('keydown', { ...how, bubbles: true }))"""

    page.evaluate(pressed, {"key": "ф", "code": "KeyA"})

    assert page.locator("#sort-action").is_checked()
    assert page.evaluate("document.activeElement.id") == "words_uk"


def test_an_agenda_that_is_adopted_while_notes_are_taken_moves_no_note_to_another_item(
    ministries: Ministries, windows: "Windows"
) -> None:
    words = {"uk": "Засідання без порядку денного", "ja": "議題のない会合"}
    plan = {"level": "working-group", "zone": "UTC", "begins": "2026-05-14T09:00", "minutes": 60}
    about = ministries.adopt(Type.MEETING, words, words, {"meeting": plan})
    agenda, revision = ministries.table(Type.AGENDA, words, words, {"of": about, "items": ITEMS})
    page = windows.open(room(ministries, about))
    expect(page.locator("#room-basis .notice")).to_be_visible()
    page.locator("#note-item").select_option(value=ITEMS[1]["item"])
    page.locator("#words_uk").fill("Про флот")
    page.keyboard.press("Control+Enter")
    expect(noted(page, 2).locator(".entry-decision")).to_have_count(1)
    page.locator("#words_uk").fill("Почате")

    turned = revise(agenda, words, {"of": about, "items": ITEMS[::-1]})
    ministries.say("jp", turned)
    for party in ("ua", "jp"):
        ministries.say(party, sign(agenda, turned.body["revision"]))

    expect(page.locator("#room-basis .notice")).to_have_count(0, timeout=10_000)
    expect(item(page, 1).locator("h2")).to_contain_text(ITEMS[1]["title"]["uk"])
    expect(noted(page, 1).locator(".entry-decision")).to_have_count(1)
    expect(noted(page, 2).locator(".entry")).to_have_count(0)
    assert page.locator("#note-item").input_value() == ITEMS[1]["item"]
    assert page.locator("#words_uk").input_value() == "Почате"
    assert revision != turned.body["revision"]


def test_what_was_sent_but_never_confirmed_is_sent_again_and_kept_once(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    """The node has it on its disk, and the line is cut before the browser hears of it."""
    page = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "ERR_"
    cut = [True]

    def once(route: object) -> None:
        if cut.pop() if cut else False:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/room/notes", once)
    page.keyboard.press("d")
    page.keyboard.type("Одне рішення")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#saved")).to_have_attribute("data-state", "all", timeout=10_000)
    assert kept(ministries, meeting) == ["Одне рішення"]
    assert len(ministries.rooms["ua"].notebook.edits(meeting)) == 1


def test_what_is_written_while_the_page_is_drawn_anew_is_sent_too(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    expect(page.locator("#saved")).to_have_attribute("data-state", "all")
    page.evaluate("""() => {
        const ask = window.fetch;
        window.asked = 0;
        window.fetch = async (address, how = {}) => {
            if (!how.method && address === location.href) {
                window.asked += 1;
                await new Promise((done) => setTimeout(done, 1500));
            }
            return ask(address, how);
        };
    }""")
    for number, words in enumerate(("Перше", "Друге")):
        page.keyboard.press("r")
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Escape")
        if not number:
            page.wait_for_function("window.asked > 0")  # the node has it, and is asked for the page

    expect(page.locator(".is-unsaved")).to_have_count(0, timeout=10_000)
    expect(page.locator("#saved")).to_have_attribute("data-state", "all")
    assert kept(ministries, meeting) == ["Перше", "Друге"]


def test_two_note_takers_see_each_others_entries_and_both_wordings_of_one(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    one, other = (windows.open(room(ministries, meeting)) for _ in range(2))
    one.keyboard.press("d")
    one.keyboard.type("Спільне рішення")
    one.keyboard.press("Control+Enter")
    expect(other.locator(".entry-decision")).to_have_count(1)
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    other.context.set_offline(True)
    for page, words in ((other, "Друга думка"), (one, "Перша думка")):
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.locator("#words_uk").fill(words)
        page.keyboard.press("Control+Enter")
    until(lambda: kept(ministries, meeting) == ["Перша думка"])
    other.context.set_offline(False)

    expect(one.locator(".other")).to_have_count(2)
    shown = one.locator(".other .sides [lang=uk]").all_inner_texts()
    assert sorted(shown) == ["Друга думка", "Перша думка"]
    one.locator(".other", has_text="Перша думка").get_by_role("button").click()
    expect(one.locator(".other")).to_have_count(0)
    assert kept(ministries, meeting) == ["Перша думка"]


def test_no_key_is_taken_from_an_input_method_that_is_composing(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting, "ja"))
    page.keyboard.press("d")
    page.locator("#words_ja").focus()
    page.keyboard.insert_text("決定")
    composing = """(key) => document.getElementById('words_ja').dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, isComposing: true }))"""

    page.evaluate(composing, "Enter")

    assert page.locator("#words_ja").input_value() == "決定"
    assert kept(ministries, meeting) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry-decision [lang=ja]")).to_have_text("決定")


def test_an_item_that_the_note_taker_adds_stands_behind_the_agenda(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    page.keyboard.press("i")
    page.keyboard.type("Різне")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".room-item h2").nth(2)).to_contain_text("Різне")
    page.locator("#note-item").select_option(label="3. Різне")
    page.locator("#words_uk").fill("Наступна зустріч у Токіо.")
    page.keyboard.press("Control+Enter")
    expect(noted(page, 3).locator(".entry-decision")).to_have_count(1)


def test_what_the_node_refuses_is_shown_and_can_be_mended(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "422"
    page.evaluate("""() => {
        const edit = { id: 'f'.repeat(32), entry: 'e'.repeat(32), base: [], item: '',
            sort: 'remark', words: { uk: 'Слова' }, due: 'завтра', at: new Date().toISOString() };
        const meeting = document.getElementById('room').dataset.meeting;
        const key = `comity.room.${meeting}.${edit.id}`;
        localStorage.setItem(key, JSON.stringify({ written: 1, meeting, edit }));
    }""")
    page.reload()

    expect(page.locator("#saved")).to_have_attribute("data-state", "refused")
    page.locator("[data-refused=edit]").click()
    assert page.locator("#words_uk").input_value() == "Слова"
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_have_attribute("data-state", "all")
    assert kept(ministries, meeting) == ["Слова"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["room", "readback", "minutes", "summary"])
def test_axe_finds_no_fault_on_a_page_of_notes(
    ministries: Ministries, windows: "Windows", name: str, language: str
) -> None:
    ministries.noted()
    below = "" if name == "room" else f"/{name}"
    page = windows.open(
        room(ministries, ministries.meeting, language) + below, color_scheme="light"
    )
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", ["room", "readback", "minutes"])
def test_no_page_of_notes_scrolls_sideways(
    ministries: Ministries, windows: "Windows", name: str
) -> None:
    ministries.noted()
    below = "" if name == "room" else f"/{name}"
    page = windows.open(room(ministries, ministries.meeting, "uk") + below)
    found = {}
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width} == {}
