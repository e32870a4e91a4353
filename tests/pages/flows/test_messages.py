"""Messages on two nodes at once: a flash report is read and receipted, a request is answered."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

LAUNCH = {
    "uk": ("Пуск балістичної ракети", "О 05:40 зафіксовано пуск у бік Японського моря."),
    "ja": ("弾道ミサイル発射", "05時40分、日本海に向けた発射を確認した。"),
}
VESSEL = {
    "uk": ("Судно «Тайга»: запит про власника", "Просимо назвати власника судна."),
    "ja": ("船舶「タイガ」：所有者の照会", "船舶の所有者を照会する。"),
    "en": ("Vessel Taiga: request about its owner", "Please name the owner of the vessel."),
}
OWNER = {"uk": "Власник: компанія з Панами.", "ja": "所有者はパナマの会社である。"}


def write(window: Spoken, subject: str, text: str, **more: str) -> None:
    """Write a message that is not sent yet, from wherever a person is."""
    window.go("traffic")
    window.link("Write a message").click()
    window.field("Precedence").select_option(more.get("precedence", "routine"))
    window.field("Marking").select_option("TLP:AMBER")
    window.field("Subject").fill(subject)
    window.field("Text").fill(text)
    window.field("Answer wanted by (UTC)").fill(more.get("answer_by", ""))


def reads_flash(window: Spoken, subject: str, text: str, tongue: str) -> None:
    """See the flash report on another page, read it and acknowledge that."""
    page = window.page
    expect(page.locator(".flash .subj")).to_have_text(subject)
    expect(page).to_have_title(window.like("(1 Z) %(page)s", "page"))
    expect(page.locator("#live")).to_contain_text(subject)
    page.locator(".flash").get_by_role("link", name=window.says("Read now")).click()
    expect(page.locator(".letter")).to_have_text(text)
    expect(page.locator(".letter")).to_have_attribute("lang", tongue)
    window.press("Acknowledge reading")
    expect(page.locator(".done")).to_have_text(window.label("done", "read"))
    role = window.label("acting", "desk-officer")
    expect(page.locator("main")).to_contain_text(window.says("Read by: %(role)s", role=role))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flash_report_is_read_and_receipted(
    two: Nodes, windows: "Windows", language: str
) -> None:
    two.open_circle("Регулярні консультації", UKRAINE, JAPAN)
    kyiv = two.open(windows, UKRAINE, language, "/sanctions")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    subject, text = LAUNCH[tokyo.language]
    reached = tokyo.page.locator("#reached")
    reach, sealed = reached.locator(".reach"), reached.locator(".signers .seal.is-signed")

    # While the line is cut the report is signed and waits; nobody else has a seal on it.
    write(tokyo, subject, text, precedence="flash")
    tokyo.field("Ask to be told when it was read").check()
    with two.cut():
        tokyo.press("Sign and send")
        expect(tokyo.page.locator(".done")).to_have_text(tokyo.label("done", "sent"))
        expect(reach).to_have_text(tokyo.label("reach", "queued"))
        expect(sealed).to_have_text(["JP"])
        expect(kyiv.page.locator(".flash")).to_have_count(0)

    # The receipt of Kyiv's node fills its seal; a person has not read it yet.
    expect(reach).to_have_text(tokyo.label("reach", "delivered"))
    expect(sealed).to_have_text(["JP", "UA"])
    receipt = "receipt of %(time)s, for the chain up to %(size)s"
    expect(reached).to_contain_text(tokyo.like(receipt, "time", "size"))
    expect(reached).to_contain_text(tokyo.says("reading not acknowledged yet"))

    reads_flash(kyiv, subject, text, tokyo.language)

    expect(reach).to_have_text(tokyo.label("reach", "read"))
    expect(reached).to_contain_text(tokyo.like("read %(time)s", "time"))
    kyiv.go("today")
    expect(kyiv.page.locator("#ours .calm")).to_be_visible()
    expect(kyiv.page.locator(".flash")).to_have_count(0)
    tokyo.go("traffic")
    row = tokyo.page.locator("#outbox tr", has_text=subject)
    expect(row.locator(".reach")).to_have_text(tokyo.label("reach", "read"))
    expect(row.locator(".seal.is-signed")).to_have_count(2)


def line(window: Spoken, waits_for: str, subject: str) -> Locator:
    """Return the line of Today that is about a message; it waits for `ours` or for `theirs`."""
    return window.page.locator(f"#{waits_for} .dues > li", has_text=subject)


def answers(window: Spoken, subject: str, text: str, answer: str) -> None:
    """See a request on Today while the page is open, read it, and answer it."""
    page = window.page
    asked = line(window, "ours", subject)
    expect(asked).to_contain_text(window.label("due", "answer"))
    expect(page.locator("#unread tr", has_text=subject)).to_be_visible()
    asked.get_by_role("link").click()
    expect(page.locator(".letter")).to_have_text(text)
    expect(page.locator("main")).to_contain_text(
        window.like("An answer is asked for by %(time)s.", "time")
    )
    window.link("Reply").click()
    expect(page.locator(".answered")).to_contain_text(subject)
    window.field("Marking").select_option("TLP:AMBER")
    window.field("Text").fill(answer)
    window.press("Sign and send")
    expect(page.locator("#thread")).to_contain_text(subject)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_is_answered(two: Nodes, windows: "Windows", language: str) -> None:
    two.open_circle("Регулярні консультації", UKRAINE, JAPAN)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    subject, text = VESSEL[language]
    answer = OWNER[tokyo.language]
    due = f"{two.now() + dt.timedelta(days=3):%Y-%m-%dT%H:%M}"

    write(kyiv, subject, text, answer_by=due)
    kyiv.press("Sign and send")
    kyiv.go("today")
    owed = line(kyiv, "theirs", subject)
    expect(owed).to_contain_text(kyiv.label("due", "awaits-answer"))

    answers(tokyo, subject, text, answer)

    expect(owed).to_have_count(0)
    kyiv.go("traffic")
    row = kyiv.page.locator("#outbox tr", has_text=subject)
    expect(row.locator(".reach")).to_have_text(kyiv.label("reach", "answered"))
    row.get_by_role("link").click()
    kyiv.link("its answer").click()
    expect(kyiv.page.locator(".letter")).to_have_text(answer)
    kyiv.press("Mark as read")
    expect(kyiv.page.locator(".done")).to_have_text(kyiv.label("done", "noted"))
    for window in (kyiv, tokyo):
        window.go("today")
        expect(window.page.locator("#ours .calm")).to_be_visible()
        expect(window.page.locator("#unread tr")).to_have_count(0)
