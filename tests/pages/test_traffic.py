"""Traffic in a browser: live without reload, sound at every width, operable by keys alone."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect
from tests.pages.capitals import Capitals
from tests.pages.test_accessible import faults

from comity.exchange.drafts import Letter
from comity.exchange.statements import report
from comity.records.marking import Marking
from comity.records.precedence import Precedence

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LANGUAGES = ("uk", "ja", "en")


def paths(capitals: Capitals) -> dict[str, tuple[str, str]]:
    """Return each page that is looked at, with whose it is."""
    said = {name: f"/traffic/message/{one.hash}" for name, one in capitals.history.items()}
    return {
        "boxes of Tokyo": ("jp", "/traffic"),
        "boxes of Kyiv": ("ua", "/traffic"),
        "outbox alone": ("ua", "/traffic?box=outbox&q=nothing"),
        "message with a file": ("jp", said["amber"]),
        "own message": ("ua", said["amber"]),
        "thread": ("jp", said["answer"]),
        "quoting": ("jp", said["quoting"]),
        "recalled": ("jp", said["recalled"]),
        "unknown kind": ("jp", said["unknown"]),
        "compose": ("jp", "/traffic/compose"),
        "reply": ("jp", f"/traffic/compose?reply_to={capitals.history['amber'].hash}"),
        "node": ("ua", "/node"),
    }


NAMES = (
    "boxes of Tokyo,boxes of Kyiv,outbox alone,message with a file,own message,thread,quoting,"
    "recalled,unknown kind,compose,reply,node"
).split(",")


def address(capitals: Capitals, name: str, language: str) -> str:
    """Return the address of a page."""
    party, path = paths(capitals)[name]
    return f"{capitals.pages[party]}/{language}{path}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_fault_in_light_and_dark(
    capitals: Capitals, windows: "Windows", name: str, language: str
) -> None:
    page = windows.open(address(capitals, name, language), color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_at_any_width(
    capitals: Capitals, windows: "Windows", name: str
) -> None:
    page = windows.open(address(capitals, name, LANGUAGES[NAMES.index(name) % 3]))
    found = {}
    for width in (320, 390, 620, 768, 900, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate("document.documentElement.scrollWidth")

    assert {width: most for width, most in found.items() if most > width} == {}


def test_a_narrow_screen_has_no_fault(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open(
        address(capitals, "boxes of Tokyo", "uk"), width=390, height=844, color_scheme="light"
    )

    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_where_fields_have_faults(
    capitals: Capitals, windows: "Windows", language: str
) -> None:
    page = windows.open(address(capitals, "compose", language), color_scheme="light")
    page.evaluate("document.querySelector('.writing form').noValidate = true")
    # The browser itself logs the 422 of such a page as an error: the visit is not watched for it.
    windows.visits[-1].expected = "422"

    page.locator(".writing form .btn-p").click()

    expect(page.locator(".fault")).to_have_count(3)
    assert faults(page) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_fault_on_a_draft(
    capitals: Capitals, windows: "Windows", language: str
) -> None:
    body = report(precedence=Precedence.FLASH, subject="Червона лінія", words="Ні", language="uk")
    letter = Letter(kind="report/1", circle=capitals.circle, body=body, marking=Marking.RED)
    held = capitals.desks["ua"].send(letter, "desk-officer", "").draft
    page = windows.open(
        f"{capitals.pages['ua']}/{language}/traffic/draft/{held}?done=held", color_scheme="light"
    )
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert faults(page) == ""
    capitals.desks["ua"].discard(held)


def flash(capitals: Capitals, subject: str) -> str:
    """Let Kyiv send a FLASH; return its hash."""
    return capitals.say(capitals.kyiv, subject, precedence=Precedence.FLASH).hash


def test_a_flash_sent_in_kyiv_appears_in_tokyo_without_reload(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/ja/traffic")
    page.evaluate("window.stayed = true")

    sent = flash(capitals, "Третє за десять днів")

    expect(page.locator(".flash .subj", has_text="Третє за десять днів")).to_be_visible()
    expect(page.locator("#inbox tr", has_text="Третє за десять днів")).to_be_visible()
    expect(page.locator("#live")).to_have_text(
        "ウクライナから新しい通信：緊急。Третє за десять днів"
    )
    expect(page).to_have_title("(1 Z) 通信 · Comity")
    assert page.evaluate("window.stayed") is True
    capitals.desks["jp"].acknowledge(sent, "desk-officer")
    expect(page.locator(".flash")).to_have_count(0)


def test_the_marking_of_an_open_page_rises_with_what_comes(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/en/traffic?box=inbox&q=зростає")
    expect(page.locator("#banner")).to_contain_text("TLP:GREEN")

    capitals.say(capitals.kyiv, "Позначка зростає", marking="TLP:RED")

    expect(page.locator("#banner")).to_contain_text("TLP:RED")
    expect(page.locator("html")).to_have_attribute("data-marking", "red")


def test_focus_stays_on_the_message_that_it_was_on(capitals: Capitals, windows: "Windows") -> None:
    capitals.say(capitals.kyiv, "Під фокусом")  # a newer one than all that other tests have sent
    page = windows.open(f"{capitals.pages['jp']}/en/traffic")
    row = page.locator("#inbox .subj", has_text="Під фокусом")
    row.focus()
    focused = page.evaluate("document.activeElement.id")

    capitals.say(capitals.kyiv, "Надійшло потім")

    expect(page.locator("#inbox tr", has_text="Надійшло потім")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == focused


def test_what_is_opened_on_the_node_page_stays_open(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open(f"{capitals.pages['ua']}/en/node")
    page.locator("#left summary", has_text="Opens a circle").click()

    capitals.say(capitals.kyiv, "Ще одне")

    expect(page.locator("#left pre", has_text="Ще одне")).to_have_count(1)
    expect(page.locator("#left details[open] pre")).to_contain_text('"kind": "circle/1"')


def test_what_is_being_typed_is_left_alone_when_news_come(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['jp']}/ja/traffic/compose")
    page.locator("#text").fill("下書き")

    sent = flash(capitals, "Терміново")

    expect(page.locator(".flash")).to_have_count(1)
    expect(page.locator("#text")).to_have_value("下書き")
    assert page.evaluate("document.activeElement.id") == "text"
    capitals.desks["jp"].acknowledge(sent, "desk-officer")
    expect(page.locator(".flash")).to_have_count(0)


def write(page: Page, subject: str, marking: str) -> None:
    """Write a message and send it."""
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Text", exact=True).fill("See the file.")
    page.locator("#marking").select_option(marking)
    page.get_by_role("button", name="Sign and send").click()


def test_a_message_with_a_file_goes_from_page_to_page(
    capitals: Capitals, windows: "Windows", tmp_path: Path
) -> None:
    plan = tmp_path / "маршрут.pdf"
    plan.write_bytes(b"%PDF train")
    kyiv = windows.open(f"{capitals.pages['ua']}/en/traffic/compose")
    tokyo = windows.open(f"{capitals.pages['jp']}/en/traffic")

    kyiv.get_by_label("Attachments").set_input_files(plan)
    write(kyiv, "Route of the train", "TLP:AMBER")

    expect(kyiv.locator(".done")).to_be_visible()
    expect(kyiv.locator("#reached .reach")).to_have_text("Delivered")
    tokyo.locator("#inbox .subj", has_text="Route of the train").click()
    expect(tokyo.locator(".files a")).to_be_visible(timeout=15_000)
    with tokyo.expect_download() as download:
        tokyo.locator(".files a").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF train"
    assert download.value.suggested_filename == "маршрут.pdf"


def test_above_the_set_marking_two_roles_send_one_message(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/en/traffic/compose")
    write(page, "Fallback position", "TLP:RED")
    expect(page.get_by_role("button", name="Release, sign and send")).to_have_count(0)

    page.get_by_label("You act as").select_option("head-of-delegation")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Release, sign and send").click()

    expect(page.locator("#reached")).to_contain_text(
        "Written by: Desk officer. Released by: Head of delegation."
    )


def test_the_systems_are_reached_by_keys_but_never_while_somebody_types(
    capitals: Capitals, windows: "Windows"
) -> None:
    page = windows.open(f"{capitals.pages['ua']}/uk/sanctions")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_url("**/uk/traffic")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/uk/node")
    page.goto(f"{capitals.pages['ua']}/uk/traffic/compose")

    page.locator("#subject").press_sequentially("gm")

    assert page.url.endswith("/uk/traffic/compose")
    expect(page.locator("#subject")).to_have_value("gm")


def test_everything_works_without_a_script(capitals: Capitals, windows: "Windows") -> None:
    page = windows.open(f"{capitals.pages['ua']}/en/traffic/compose", java_script_enabled=False)

    write(page, "By hand", "TLP:GREEN")

    expect(page.locator("h1")).to_have_text("By hand")


def test_a_printed_message_carries_its_marking_on_every_sheet(
    capitals: Capitals, windows: "Windows"
) -> None:
    sent = capitals.say(capitals.kyiv, "Довге донесення", "рядок\n" * 200, marking="TLP:AMBER")
    page = windows.open(f"{capitals.pages['ua']}/en/traffic/message/{sent.hash}")
    page.emulate_media(media="print")

    assert page.locator("main").evaluate("(one) => getComputedStyle(one).page") == "amber"
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("link", name="Reply")).to_be_hidden()
