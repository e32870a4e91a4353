"""Positions between two capitals: said, changed after a meeting, and noted for oneself alone."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.papers import TERMS
from tests.journeys.positions import FREQUENCY
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another

from comity.agreement.effects import Type

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

OURS = {
    "uk": "Щомісяця, у другий вівторок.",
    "ja": "毎月第2火曜日。",
    "en": "Every month, on the second Tuesday.",
}
FIRST = {"uk": "Вивчаємо з бюджетним відомством.", "ja": "財政当局と検討中である。"}
THEN = {"uk": "Щомісяця, якщо є порядок денний.", "ja": "議題がある月に限り、毎月とする。"}
NOTE = "Поступляться до саміту: не тиснути · 首脳会談までに譲歩"


def plan_meeting(made: Nodes) -> None:
    """Let both agree on a meeting in two hours, and on nothing else yet."""
    circle = made.open_circle("Регулярні консультації", UKRAINE, JAPAN)
    made.adopt(circle, Type.TERMS, {"uk": "Положення", "ja": "付託事項"}, TERMS)
    begins = made.now() + dt.timedelta(hours=2)
    plan = {
        "level": "directors-general",
        "zone": "UTC",
        "begins": f"{begins:%Y-%m-%dT%H:%M}",
        "minutes": 60,
        "place": {"uk": "Київ", "ja": "キーウ"},
    }
    title = {"uk": "Третє засідання", "ja": "第3回会合"}
    made.adopt(circle, Type.MEETING, title, {"meeting": plan})


def state(window: Spoken, stance: str, words: dict[str, str]) -> None:
    """State a position on the page of a question."""
    window.page.locator("#stance").get_by_text(window.label("stance", stance), exact=True).click()
    for tongue, text in words.items():
        window.page.locator(f"#words-{tongue}").fill(text)
    window.press("Sign our position")
    expect(window.page.locator(".done")).to_have_text(window.label("position-done", "stated"))


def ask(kyiv: Spoken) -> None:
    """Ask a question in three languages."""
    kyiv.go("positions")
    kyiv.link("Ask a question").click()
    kyiv.field("Marking").select_option("TLP:GREEN")
    for tongue, text in FREQUENCY.items():
        kyiv.page.locator(f"#title-{tongue}").fill(text)
    kyiv.press("Sign and ask")
    expect(kyiv.page.locator(".done")).to_have_text(kyiv.label("position-done", "asked"))


def note(kyiv: Spoken) -> None:
    """Keep what Kyiv thinks of Tokyo's position in Kyiv."""
    kyiv.field("On the position of").select_option("jp")
    kyiv.field("Note").fill(NOTE)
    kyiv.press("Keep here")
    expect(kyiv.page.locator(".done")).to_have_text(kyiv.label("position-done", "kept"))
    expect(kyiv.page.locator("#stands .party-jp .note-inside")).to_contain_text(NOTE)
    expect(kyiv.page.locator("#banner")).to_contain_text("TLP:AMBER+STRICT")


def moved(kyiv: Spoken, cell: Locator, words: str) -> None:
    """See in the matrix that Tokyo moved since the meeting, and what Kyiv notes of it."""
    expect(cell).to_contain_text(kyiv.label("stance", "can-accept"))
    expect(cell).to_contain_text(words)
    expect(cell.locator(".moved-changed")).to_have_text(kyiv.label("position-change", "changed"))
    before = kyiv.says("before: %(stance)s", stance=kyiv.label("stance", "studying"))
    expect(cell).to_contain_text(before)
    expect(cell.locator(".note-inside")).to_contain_text(NOTE)


def no_trace(tokyo: Spoken) -> None:
    """See that no page of Tokyo's has a trace of the note."""
    for place in ("", "positions", "today"):
        if place:
            tokyo.go(place)
            tokyo.page.wait_for_url(f"**/{place}")
        expect(tokyo.page.locator("main")).to_contain_text(FREQUENCY[tokyo.language])
        expect(tokyo.page.locator(".note-inside")).to_have_count(0)
        expect(tokyo.page.locator("#banner")).to_contain_text("TLP:GREEN")
        assert NOTE not in tokyo.page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_position_is_stated_changed_after_a_meeting_and_noted_for_ourselves_alone(
    two: Nodes, windows: "Windows", language: str
) -> None:
    plan_meeting(two)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    tongue = tokyo.language
    tokyo.page.evaluate("window.stayed = true")

    # Kyiv asks, and each says where it stands: the other sees it without loading the page again.
    ask(kyiv)
    due = tokyo.page.locator("#ours li", has_text=FREQUENCY[tongue])
    expect(due).to_contain_text(tokyo.label("due", "state-position"))
    assert tokyo.page.evaluate("window.stayed") is True
    due.get_by_role("link").click()
    state(tokyo, "studying", {tongue: FIRST[tongue]})
    theirs = kyiv.page.locator("#stands .party-jp")
    expect(theirs).to_contain_text(kyiv.label("stance", "studying"))
    expect(theirs.get_by_text(FIRST[tongue])).to_have_attribute("lang", tongue)
    state(kyiv, "support", OURS)
    ours = tokyo.page.locator("#stands .party-ua")
    expect(ours).to_contain_text(tokyo.label("stance", "support"))
    expect(ours).to_contain_text(OURS[tongue])
    expect(tokyo.page.locator(".moved")).to_have_count(0)
    note(kyiv)

    # The meeting is held. Then Tokyo moves, while Kyiv looks at the matrix.
    two.forward(hours=4)
    kyiv.page.locator(".crumb").get_by_role("link").click()
    row = kyiv.page.locator("#matrix tr", has_text=FREQUENCY[language])
    expect(row.locator("[data-party=jp]")).to_contain_text(kyiv.label("stance", "studying"))
    expect(row.locator(".moved")).to_have_count(0)
    state(tokyo, "can-accept", {tongue: THEN[tongue]})
    moved(kyiv, row.locator("[data-party=jp]"), THEN[tongue])
    expect(row.locator(".badge")).to_have_text(kyiv.label("state", "agreed"))
    own = tokyo.page.locator("#stands .party-jp .moved-changed")
    expect(own).to_have_text(tokyo.label("position-change", "changed"))

    # Today says so, until somebody has looked.
    kyiv.go("today")
    told = kyiv.page.locator("#ours").get_by_role("link", name=kyiv.label("due", "position-moved"))
    told.click()
    expect(kyiv.page.locator("#history .said-list > li")).to_have_count(3)
    kyiv.go("today")
    expect(kyiv.page.locator("#ours")).to_be_visible()
    expect(told).to_have_count(0)
    no_trace(tokyo)
