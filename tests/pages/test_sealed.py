"""What waits in a browser lies there sealed, until it is sent or somebody forgets it."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect
from tests.pages.capitals import until
from tests.pages.ministries import Ministries
from tests.pages.test_room import kept, lying, meeting, ministries, room

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

__all__ = ["meeting", "ministries"]


def test_what_is_unsent_is_forgotten_only_when_somebody_confirms_it(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    expect(page.locator("#forget-here")).to_be_hidden()
    page.context.set_offline(True)
    page.keyboard.press("d")
    page.keyboard.type("Забути")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("І це")
    expect(page.locator(".is-unsaved")).to_have_count(1)

    page.locator("#forget-ask").click()
    page.keyboard.press("Enter")  # whoever presses a key without reading keeps everything
    expect(page.locator(".is-unsaved")).to_have_count(1)
    assert len(lying(page)) == 2
    page.locator("#forget-ask").click()
    page.locator("#forget-now").click()

    expect(page.locator(".is-unsaved")).to_have_count(0)
    expect(page.locator("#forget-here")).to_be_hidden()
    assert page.locator("#words_uk").input_value() == ""
    assert lying(page) == {}
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#saved")).to_have_attribute("data-state", "all")
    assert kept(ministries, meeting) == []


def test_without_a_secure_connection_the_room_says_that_nothing_is_sealed_and_loses_nothing(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    expect(page.locator("#unsealed")).to_be_hidden()
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    plain = "Object.defineProperty(globalThis, 'isSecureContext', { value: false })"
    page.context.add_init_script(plain)
    page.reload()
    expect(page.locator("#unsealed")).to_be_visible()
    page.context.set_offline(True)
    page.keyboard.press("r")
    page.keyboard.type("Відкрито")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#saved")).to_have_attribute("data-state", "away")
    assert any("Відкрито" in value for value in lying(page).values())

    page.context.set_offline(False)

    until(lambda: kept(ministries, meeting) == ["Відкрито"])
    until(lambda: not lying(page))


def test_entries_whose_key_is_gone_are_told_and_can_be_forgotten(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    name = f"comity.room.{meeting}.{'a' * 32}"
    page.evaluate("(name) => localStorage.setItem(name, 'sealed:AAAA')", name)
    page.reload()

    expect(page.locator("#lost")).to_contain_text("1")
    page.locator("#forget-ask").click()
    page.locator("#forget-now").click()
    expect(page.locator("#lost")).to_be_hidden()
    assert lying(page) == {}


def test_two_windows_of_one_browser_seal_with_one_key_and_neither_takes_it_from_the_other(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    one = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    other = one.context.new_page()
    other.goto(room(ministries, meeting))
    expect(other.locator("#saved")).to_have_attribute("data-state", "all")
    one.context.set_offline(True)
    for page, words in ((one, "Перше вікно"), (other, "Друге вікно")):
        page.bring_to_front()
        page.keyboard.press("r")
        page.keyboard.type(words)
        page.keyboard.press("Control+Enter")
    expect(one.locator(".is-unsaved")).to_have_count(2)
    expect(other.locator(".is-unsaved")).to_have_count(2)
    assert len(lying(one)) == 2
    one.close()
    other.close()

    again = windows.contexts[-1].new_page()
    again.context.set_offline(False)
    again.goto(room(ministries, meeting))

    until(lambda: sorted(kept(ministries, meeting)) == ["Друге вікно", "Перше вікно"])
    until(lambda: not lying(again))


def test_the_room_of_another_meeting_sends_what_a_closed_one_left_behind(
    ministries: Ministries, windows: "Windows", meeting: str
) -> None:
    page = windows.open(room(ministries, meeting))
    windows.visits[-1].expected = "ERR_INTERNET_DISCONNECTED"
    page.context.set_offline(True)
    page.keyboard.press("d")
    page.keyboard.type("Лишилося")
    page.keyboard.press("Control+Enter")
    assert len(lying(page)) == 1
    page.close()

    other = page.context.new_page()
    other.context.set_offline(False)
    other.goto(room(ministries, ministries.meeting))

    until(lambda: kept(ministries, meeting) == ["Лишилося"])
    until(lambda: not lying(other))
