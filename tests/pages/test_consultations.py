"""Consultations in a browser: two nodes at once, by keys alone, sound in every language."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from tests.pages.conference import REVIEW, Conference
from tests.pages.conference import conference as started
from tests.pages.test_accessible import faults

from comity.consultation.agenda import Item
from comity.consultation.meetings import State

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")
MEETING = "/consultations/meeting"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conference]:
    """Kyiv and Tokyo with a mechanism, and a meeting in every state."""
    with started(tmp_path_factory.mktemp("conference")) as made:
        made.fill()
        yield made


def paths(rooms: Conference) -> dict[str, tuple[str, str]]:
    """Return each page that is looked at, with whose it is."""
    at = {name: f"{MEETING}/{one}" for name, one in rooms.meetings.items()}
    return {
        "index of Kyiv": ("ua", "/consultations"),
        "index of Tokyo": ("jp", "/consultations"),
        "coming": ("ua", at["coming"]),
        "proposed": ("jp", at["proposed"]),
        "moved": ("ua", at["moved"]),
        "cancelled": ("jp", at["cancelled"]),
        "held": ("ua", at["held"]),
        "agenda": ("jp", f"{at['moved']}/agenda"),
        "delegation": ("ua", f"{at['coming']}/delegation"),
        "cancel": ("jp", f"{at['coming']}/cancel"),
        "terms": ("ua", "/consultations/terms"),
        "call": ("jp", "/consultations/call"),
        "move": ("ua", f"/consultations/call?moves={rooms.meetings['coming']}"),
        "ask": ("jp", "/consultations/ask"),
    }


NAMES = (
    "index of Kyiv,index of Tokyo,coming,proposed,moved,cancelled,held,agenda,delegation,cancel,"
    "terms,call,move,ask"
).split(",")


def open_page(
    rooms: Conference, windows: "Windows", name: str, language: str, **how: object
) -> Page:
    party, path = paths(rooms)[name]
    return windows.open(rooms.page(party, language, path), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    rooms: Conference, windows: "Windows", name: str, language: str
) -> None:
    page = open_page(rooms, windows, name, language, color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    rooms: Conference, windows: "Windows", name: str
) -> None:
    page = open_page(rooms, windows, name, LANGUAGES[NAMES.index(name) % 3])
    found = {}
    for width in (320, 390, 620, 768, 900, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width} == {}


@pytest.mark.parametrize("name", ["index of Kyiv", "coming", "agenda"])
def test_a_narrow_screen_has_no_fault(rooms: Conference, windows: "Windows", name: str) -> None:
    page = open_page(rooms, windows, name, "uk", width=390, height=844, color_scheme="light")

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["call", "terms", "ask"])
def test_axe_finds_no_fault_where_fields_have_faults(
    rooms: Conference, windows: "Windows", name: str, language: str
) -> None:
    page = open_page(rooms, windows, name, language, color_scheme="light")
    # The browser itself logs the 422 of such a page as an error: the visit is not watched for it.
    windows.visits[-1].expected = "422"
    page.evaluate(
        "document.querySelectorAll('.writing input[type=text], .writing textarea')"
        ".forEach((one) => { one.value = ''; })"
    )
    page.evaluate("document.querySelector('.writing .form').noValidate = true")

    page.locator(".writing .form .btn-p").click()

    expect(page.locator(".is-failed")).to_be_visible()
    assert page.locator(".fault").count() >= 1
    assert faults(page) == ""


def test_a_meeting_is_called_in_kyiv_and_confirmed_in_tokyo_by_keys_alone(
    rooms: Conference, windows: "Windows"
) -> None:
    kyiv = windows.open(rooms.page("ua", "uk", "/consultations"))
    tokyo = windows.open(rooms.page("jp", "ja", "/consultations"))

    kyiv.locator("main a.btn-p").focus()
    kyiv.keyboard.press("Enter")
    kyiv.wait_for_url("**/consultations/call*")
    kyiv.locator("#title_uk").fill("Позачергова зустріч")
    kyiv.locator("#title_ja").fill("臨時会合")
    kyiv.locator("#begins").fill("2027-07-06T09:00")
    kyiv.locator("#title_en").focus()
    kyiv.keyboard.press("Enter")

    kyiv.wait_for_url("**/consultations/meeting/*")
    expect(kyiv.locator("#time")).to_contain_text("15:00–18:00")  # summer: six hours ahead
    line = tokyo.get_by_role("link", name="臨時会合")
    expect(line).to_be_visible()  # without reload
    line.focus()
    tokyo.keyboard.press("Enter")
    tokyo.wait_for_url("**/consultations/meeting/*")
    tokyo.locator("#time form .btn-p").focus()
    tokyo.keyboard.press("Enter")

    expect(tokyo.locator("#standing .badge-confirmed")).to_be_visible()
    expect(kyiv.locator("#standing .badge-confirmed")).to_be_visible()  # without reload
    expect(kyiv.locator("#standing .seal.is-signed")).to_have_count(2)


def test_an_agenda_longer_than_its_meeting_is_refused_with_everything_typed(
    rooms: Conference, windows: "Windows"
) -> None:
    page = open_page(rooms, windows, "agenda", "en")
    windows.visits[-1].expected = "422"
    page.locator("#title-1-en").fill("Something else")
    page.locator("#minutes-1").fill("500")
    expect(page.locator(".budget.is-over")).to_be_visible()

    page.locator(".budget .btn-p").click()

    expect(page.locator("#fault-recount")).to_contain_text("longer than the meeting")
    expect(page.locator("#title-1-en")).to_have_value("Something else")
    assert faults(page) == ""


def test_a_page_whose_agenda_was_answered_meanwhile_says_so_and_keeps_what_was_typed(
    rooms: Conference, windows: "Windows"
) -> None:
    meeting = rooms.confirmed(45, {"uk": "Друга нарада", "ja": "第2回打合せ"})
    page = windows.open(rooms.page("jp", "ja", f"{MEETING}/{meeting}/agenda"))
    windows.visits[-1].expected = "422"
    page.locator("#title-0-ja").fill("開会（修正）")
    rooms.agenda(meeting, [Item("own:review", REVIEW, "discussion", 30)], agreed=False)

    page.locator(".budget .btn-p").click()

    expect(page.locator(".is-failed code")).to_have_text("stale-page")
    expect(page.locator("#title-0-ja")).to_have_value("開会（修正）")
    assert len(rooms.seen("jp", meeting).proposed) == 1


def test_a_delegation_is_written_by_keys_and_the_others_see_it_in_order(
    rooms: Conference, windows: "Windows"
) -> None:
    meeting = rooms.meetings["coming"]
    kyiv = windows.open(rooms.page("ua", "uk", f"{MEETING}/{meeting}"))
    page = windows.open(rooms.page("jp", "ja", f"{MEETING}/{meeting}/delegation"))
    page.locator("#name-0_ja").fill("田中一郎")
    page.locator("#name-1_ja").fill("鈴木花子")
    page.locator("#name-1_uk").fill("Ханако Судзукі")
    page.locator("#role-1").select_option("head")

    page.locator("#up-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#name-0_ja")).to_have_value("鈴木花子")
    expect(page.locator("#role-0")).to_have_value("head")
    page.locator("#name-0_ja").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**?done=named")
    names = kyiv.locator(".delegation").first.locator(".delegates b")
    expect(names).to_have_text(["Ханако Судзукі", "田中一郎"])
    assert names.nth(1).locator("bdi").get_attribute("lang") == "ja"


def test_everything_works_without_a_script(rooms: Conference, windows: "Windows") -> None:
    meeting = rooms.call(60, {"uk": "Без сценарію", "ja": "スクリプトなし"})
    page = windows.open(rooms.page("jp", "ja", f"{MEETING}/{meeting}"), java_script_enabled=False)

    page.locator("#time form .btn-p").click()

    expect(page.locator("#standing .badge-confirmed")).to_be_visible()
    assert rooms.seen("jp", meeting).meeting.state is State.CONFIRMED
