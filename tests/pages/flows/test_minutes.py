"""Minutes by silence: broken once with a reason, proposed again, and adopted by saying nothing."""

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.papers import ITEMS, TERMS
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another

from comity.agreement.effects import Type
from comity.web.words import Language, words

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

HOURS = 24
MEETING = {"uk": "Третє засідання", "ja": "第3回会合", "en": "Third meeting"}
WRONG = {"uk": "Випробування відбудуться у грудні.", "ja": "試験は12月に実施する。"}
RIGHT = {"uk": "Випробування відбудуться у січні.", "ja": "試験は1月に実施する。"}
REASON = {
    "uk": "Домовлялися про січень.",
    "ja": "会合で合意したのは1月である。",
}


def hold_meeting(made: Nodes) -> None:
    """Let both have a mechanism, and a meeting that has begun."""
    circle = made.open_circle("Регулярні консультації", UKRAINE, JAPAN)
    effect = {**TERMS, "silence": {"minutes": HOURS}}
    made.adopt(circle, Type.TERMS, {"uk": "Положення", "ja": "付託事項"}, effect)
    plan = {
        "level": "directors-general",
        "zone": "Europe/Kyiv",
        "begins": f"{made.now():%Y-%m-%dT%H:%M}",
        "minutes": 120,
        "place": {"uk": "Київ", "ja": "キーウ"},
    }
    meeting = made.adopt(circle, Type.MEETING, MEETING, {"meeting": plan})
    agenda = {"uk": "Порядок денний", "ja": "議題"}
    made.adopt(circle, Type.AGENDA, agenda, {"of": meeting, "items": ITEMS})


def counts_down(window: Spoken, part: Locator) -> None:
    """See that a part of a page counts down to the deadline, by the clock of its own node."""
    left = part.locator("[data-until]").first
    expect(left).to_be_visible()
    window.page.wait_for_load_state("domcontentloaded")  # the script that knows the time has run
    deadline = left.get_attribute("datetime") or ""
    now = dt.datetime.fromtimestamp(window.page.evaluate("now()") / 1000, dt.UTC)
    spoken = words(Language(window.language))
    just = [spoken.left(deadline, f"{now - dt.timedelta(seconds=ago)}") for ago in (0, 20)]
    assert left.inner_text() in just


def propose(kyiv: Spoken) -> None:
    """Note what was agreed, and propose it as minutes under silence."""
    kyiv.go("consultations")
    kyiv.page.locator("main .subj", has_text=MEETING[kyiv.language]).click()
    kyiv.link("Open the room").click()
    expect(kyiv.page.locator("#saved")).to_have_attribute("data-state", "all")
    kyiv.page.keyboard.press("r")
    for tongue, text in WRONG.items():
        kyiv.page.locator(f"#words_{tongue}").fill(text)
    kyiv.page.keyboard.press("Control+Enter")
    expect(kyiv.page.locator(".entry-remark:not(.is-unsaved)")).to_have_count(1)
    kyiv.link("Read back").click()
    kyiv.link("Make minutes of them").click()
    kyiv.field("Hours, at least %(least)s", least=HOURS).fill(str(HOURS))
    kyiv.press("Sign and propose to the others")


def break_silence(tokyo: Spoken, silence: Locator) -> None:
    """Find the paper among what waits, and break silence with one click and a reason."""
    due = tokyo.page.locator("#ours li", has_text=tokyo.label("due", "silence"))
    counts_down(tokyo, due)
    due.get_by_role("link").click()
    counts_down(tokyo, silence)
    expect(tokyo.page.locator("#paper-text")).to_contain_text(WRONG["ja"])
    tokyo.field("Reason, which the others read").fill(REASON[tokyo.language])
    tokyo.press("Break silence")


def ask_again(kyiv: Spoken) -> None:
    """Write the text anew, take the signature back from the old one, and start silence again."""
    kyiv.unfold("Propose another text")
    for tongue, text in RIGHT.items():
        field = kyiv.page.locator(f"#revise_{tongue}")
        field.fill(field.input_value().replace(WRONG[tongue], text))
    kyiv.press("Propose this text")
    kyiv.unfold("Withdraw our signature")
    kyiv.press("Withdraw our signature")
    expect(kyiv.button("Sign this text")).to_be_visible()  # Tokyo's node has acknowledged it
    kyiv.unfold("Start a silence procedure")
    kyiv.field("Hours, at least %(least)s", least=HOURS).fill(str(HOURS))
    kyiv.press("Start silence on this text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_are_broken_once_revised_and_then_adopted_by_silence(
    two: Nodes, windows: "Windows", language: str
) -> None:
    hold_meeting(two)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    ours, theirs = (one.page.locator("#paper-silence") for one in (kyiv, tokyo))

    propose(kyiv)
    expect(ours).to_contain_text(kyiv.label("course", "running"))
    expect(ours).to_contain_text(kyiv.says("on each party's own clock."))
    counts_down(kyiv, ours)
    expect(ours.locator(".received .is-there")).to_have_count(2)

    break_silence(tokyo, theirs)
    expect(theirs).to_contain_text(tokyo.label("course", "broken"))
    expect(ours).to_contain_text(kyiv.label("course", "broken"))
    expect(ours.locator(".reason")).to_contain_text(REASON[tokyo.language])
    expect(ours.locator("[data-until]")).to_have_count(0)
    expect(kyiv.page.locator("#break")).to_have_count(0)

    ask_again(kyiv)
    for window, silence in ((kyiv, ours), (tokyo, theirs)):
        expect(silence).to_contain_text(window.label("course", "running"))
        expect(window.page.locator("#paper-text")).to_contain_text(RIGHT["ja"])
        counts_down(window, silence)

    # Nobody says anything: when the deadline has passed, Tokyo's node signs for it.
    two.forward(hours=HOURS, minutes=6)
    for window, silence in ((kyiv, ours), (tokyo, theirs)):
        signers = window.page.locator("#paper-signed .signers li")
        expect(window.page.locator(".letterhead .badge-adopted")).to_be_visible()
        expect(window.page.locator("#paper-text")).to_contain_text(RIGHT["uk"])
        expect(silence).to_contain_text(window.label("course", "adopted"))
        tacit, by_hand = (window.label("signed-how", how) for how in ("tacit", "by-hand"))
        expect(signers.filter(has_text="JP")).to_contain_text(tacit)
        expect(signers.filter(has_text="UA")).to_contain_text(by_hand)
    tokyo.go("today")
    expect(tokyo.page.locator("#ours .calm")).to_be_visible()
