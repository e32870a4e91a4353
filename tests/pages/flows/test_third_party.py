"""Korea comes late: it aligns with what two capitals adopted, and joins what they still discuss."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.journeys.texts import PROMPTLY, TITLE
from tests.pages.capitals import until
from tests.pages.flows.nodes import JAPAN, KOREA, UKRAINE, Nodes, begin
from tests.pages.flows.spoken import LANGUAGES, Spoken, another
from tests.pages.flows.texts import accept, agreed, clause, send

if TYPE_CHECKING:
    from tests.pages.conftest import Windows


def agree_between_two(made: Nodes) -> None:
    """Let Kyiv and Tokyo adopt one statement, and agree on two clauses of another."""
    circle = made.open_circle("Спільні заяви", UKRAINE, JAPAN)
    with made.negotiators() as people:
        kyiv, tokyo = people[UKRAINE], people[JAPAN]
        adopted, live = (begin(people, circle) for _ in range(2))
        for number in range(1, 7):
            tokyo.take(adopted, number, "A")
        for number in (1, 2):
            tokyo.take(live, number, "A")
        tokyo.table(live, 3, PROMPTLY)
        until(lambda: not kyiv.seen(adopted).shown.left)
        until(lambda: len(kyiv.clause(live, 3).live) == 2)
        revision = kyiv.give(adopted)
        kyiv.sign(adopted, revision)
        until(lambda: tokyo.seen(adopted).signing.revisions)
        tokyo.sign(adopted, revision)
        until(lambda: all(one.seen(adopted).signing.adopted for one in (kyiv, tokyo)))


def open_text(window: Spoken, left: str) -> None:
    """Open one of the joint texts by what is left to agree of it, as the list says."""
    window.go("positions")
    window.link("All joint texts").click()
    cell = window.page.get_by_role("cell", name=left, exact=True)
    window.page.locator("#texts tr").filter(has=cell).get_by_role("link").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_third_party_aligns_with_one_text_and_joins_another(
    three: Nodes, windows: "Windows", language: str
) -> None:
    agree_between_two(three)
    three.open_circle("Спільні заяви втрьох", UKRAINE, JAPAN, KOREA)
    kyiv = three.open(windows, UKRAINE, language, "/today")
    tokyo = three.open(windows, JAPAN, another(language), "/today")
    seoul = three.open(windows, KOREA, "en", "/today")

    # Kyiv offers the adopted text where Seoul belongs; Seoul aligns, and all three see it.
    for window in (kyiv, tokyo):
        open_text(window, window.label("state", "adopted"))
    send(kyiv, "Offer it for alignment", "offer")
    nobody = kyiv.says("Nobody has aligned with it yet.")
    expect(kyiv.page.locator("#adoption")).to_contain_text(nobody)
    due = seoul.page.locator("#ours li", has_text=TITLE["en"])
    due.get_by_role("link", name=seoul.label("due", "text-align")).click()
    send(seoul, "Align with this text", "align")
    for window in (kyiv, tokyo, seoul):
        aligned = window.page.locator("#adoption .aligned")
        expect(aligned).to_contain_text(window.says("aligns with the adopted text"))
        expect(aligned).to_contain_text("KR")
        expect(window.page.locator("#align")).to_have_count(0)

    # The text that is still discussed goes on among three; each says again what it thinks.
    for window in (kyiv, tokyo):
        open_text(window, "4")
    send(kyiv, "Let it go on in the wider circle", "widen")
    goes_on = tokyo.page.locator("#standing .notice")
    expect(goes_on).to_contain_text(tokyo.says("This text goes on in a wider circle:"))
    goes_on.get_by_role("link").click()
    send(tokyo, "State our old stances again", "again")
    seoul.go("today")
    due = seoul.page.locator("#ours li", has_text=TITLE["en"])
    due.get_by_role("link", name=seoul.label("due", "text-stance") % {"n": 6}).click()
    for window in (kyiv, tokyo, seoul):
        for number in (1, 2):
            awaiting = window.page.locator(f"#s-{number}")
            expect(awaiting).to_have_class("st-awaiting")
            expect(clause(window, number).locator(".seal:not(.is-signed)")).to_have_text(["KR"])
    accept(seoul, 1)
    accept(seoul, 2)
    accept(seoul, 3, "b")
    for window in (kyiv, tokyo, seoul):
        agreed(window, 1, 2)
        expect(window.page.locator("#s-3")).to_have_class("st-bracketed")
        expect(clause(window, 3).locator(".alt").first).to_contain_text("JP+KR")
