"""Meetings on two nodes at once: one is called and moved; its agenda is built and agreed."""

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.texts import PROMPTLY
from tests.journeys.texts import TITLE as STATEMENT
from tests.pages.capitals import until
from tests.pages.conference import DRONES, FLEET, OPENING, TONGUES
from tests.pages.flows.nodes import JAPAN, UKRAINE, Nodes
from tests.pages.flows.spoken import LANGUAGES, Spoken, another

from comity.agreement.effects import Type
from comity.agreement.statements import Draft
from comity.consultation.agenda import Item, agenda_effect
from comity.consultation.cadence import Cadence
from comity.consultation.mechanism import terms_effect
from comity.exchange.statements import report
from comity.exchange.station import moment
from comity.records.precedence import Precedence
from comity.web.agendas import standing_title
from comity.web.words import in_words

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

TITLE = {"uk": "Четверта консультація", "ja": "第4回協議", "en": "Fourth consultation"}
PLACE = {"uk": "Київ, МЗС", "ja": "キーウ、外務省", "en": "Kyiv, Foreign Ministry"}
KYIV, TOKYO = "Europe/Kyiv", "Asia/Tokyo"


def consulting(made: Nodes) -> str:
    """Let both have a circle and terms of reference; return the circle."""
    circle = made.open_circle("Регулярні консультації", UKRAINE, JAPAN)
    effect = terms_effect(
        levels=("directors-general", "working-group"),
        languages=TONGUES,
        host=UKRAINE,
        cadence=Cadence(KYIV, "2026-03-10T09:00", "FREQ=MONTHLY", 120),
        silence={},
    )
    made.adopt(circle, Type.TERMS, {"uk": "Положення", "ja": "付託事項"}, effect)
    return circle


def fill(window: Spoken, message: str, texts: dict[str, str]) -> None:
    """Fill what is asked for in every working language."""
    for tongue, text in texts.items():
        label = f"{window.label('language', tongue)}: {window.says(message)}"
        window.page.get_by_label(label, exact=True).fill(text)


def shows(part: Locator, window: Spoken, clocks: dict[str, str]) -> None:
    """See what the clocks of both capitals show, the place where it is set first."""
    rows = [f"{window.label('capital', party)}{hours}" for party, hours in clocks.items()]
    expect(part.locator(".hours > div")).to_have_text(rows)


def call(window: Spoken, day: str) -> None:
    """Call a meeting at nine by the clock of Kyiv."""
    window.go("consultations")
    window.page.locator("main").get_by_role(
        "link", name=window.label("deed", "call-meeting"), exact=True
    ).click()
    fill(window, "Title", TITLE)
    window.field("Begins, by the clock of the place").fill(f"{day}T09:00")
    window.field("Clock of").select_option(KYIV)
    window.field("Minutes").fill("120")
    window.field("Level").select_option("working-group")
    window.field("Marking").select_option("TLP:AMBER")
    fill(window, "Place", PLACE)
    window.press("Sign and propose")
    expect(window.page.locator(".done")).to_have_text(window.label("convened", "proposed"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_is_called_confirmed_and_moved_once(
    two: Nodes, windows: "Windows", language: str
) -> None:
    consulting(two)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")
    year = two.now().year + 1
    standing = ".letterhead#standing"

    # Kyiv proposes a morning in July; Tokyo's clock is six hours ahead then.
    call(kyiv, f"{year}-07-06")
    shows(kyiv.page.locator("#time"), kyiv, {"ua": "09:00–11:00", "jp": "15:00–17:00"})
    expect(kyiv.page.locator(f"{standing} .badge-proposed")).to_be_visible()
    expect(kyiv.page.locator(f"{standing} .seal.is-signed")).to_have_text(["UA"])

    due = tokyo.page.locator("#ours li", has_text=tokyo.label("due", "confirm-meeting"))
    expect(due).to_contain_text(in_words(TITLE, tokyo.language)[0])
    due.get_by_role("link").click()
    shows(tokyo.page.locator("#time"), tokyo, {"ua": "09:00–11:00", "jp": "15:00–17:00"})
    expect(tokyo.page.locator(standing)).to_contain_text(tokyo.label("level", "working-group"))
    expect(tokyo.page.locator("#time")).to_contain_text(in_words(PLACE, tokyo.language)[0])
    tokyo.press("Sign: confirm the meeting")
    for window in (kyiv, tokyo):
        expect(window.page.locator(f"{standing} .badge-confirmed")).to_be_visible()
        expect(window.page.locator(f"{standing} .seal.is-signed")).to_have_count(2)

    # Tokyo proposes an afternoon in January, by its own clock, which is seven hours ahead.
    tokyo.link("Move the meeting").click()
    tokyo.field("Begins, by the clock of the place").fill(f"{year + 1}-01-11T16:00")
    tokyo.field("Clock of").select_option(TOKYO)
    tokyo.field("Marking").select_option("TLP:AMBER")
    tokyo.press("Sign and propose")
    moved = {"jp": "16:00–18:00", "ua": "09:00–11:00"}
    shows(tokyo.page.locator("#time"), tokyo, moved)

    proposal = kyiv.page.locator("#time .proposal")
    expect(proposal).to_contain_text(kyiv.like("Another time is proposed: %(day)s", "day"))
    shows(proposal, kyiv, moved)
    kyiv.press("Sign: move the meeting")
    expect(kyiv.page.locator("#time .notice")).to_contain_text(kyiv.says("Moved to:"))
    kyiv.page.locator("#after").click()
    for window in (kyiv, tokyo):
        expect(window.page.locator(f"{standing} .badge-confirmed")).to_be_visible()
        expect(window.page.locator(f"{standing} .seal.is-signed")).to_have_count(2)
        shows(window.page.locator("#time"), window, moved)
        window.go("today")
        expect(window.page.locator("#next .meta")).to_contain_text("16:00–18:00")
        expect(window.page.locator("#next .badge-proposed")).to_have_count(0)
        window.go("consultations")
        expect(window.page.locator(".meetings:not(.is-past) > li")).to_have_count(1)


REQUEST = "船舶の所有者を照会する"
WHY = {
    "uk": "З’явилися нові докази.",
    "ja": "新たな証拠が得られたため。",
    "en": "There is new evidence.",
}
DELEGATES = ({"ja": "鈴木花子", "uk": "Ханако Судзукі", "en": "Suzuki Hanako"}, {"ja": "田中一郎"})


def meeting_at(made: Nodes, circle: str, title: dict[str, str], begins: dt.datetime) -> str:
    """Let both adopt a meeting of two hours in Kyiv; return its id."""
    plan = {
        "level": "directors-general",
        "zone": KYIV,
        "begins": f"{begins.astimezone(ZoneInfo(KYIV)):%Y-%m-%dT%H:%M}",
        "minutes": 120,
        "place": PLACE,
    }
    return made.adopt(circle, Type.MEETING, title, {"meeting": plan})


def three_meetings(made: Nodes) -> None:
    """Let three meetings be held, and leave of each sort something open; a fourth one is ahead.

    The third left an item undecided; a statement is in brackets through all of them; a request of
    Tokyo is nine days overdue.
    """
    circle = consulting(made)
    with made.negotiators() as people:
        about = people[UKRAINE].begin(circle)
        until(lambda: people[JAPAN].desk.text(about))
        until(lambda: len(people[JAPAN].seen(about).shown.clauses) == 6)
        until(lambda: all(one.live for one in people[JAPAN].seen(about).shown.clauses))
        people[JAPAN].table(about, 3, PROMPTLY)
    asked = report(
        precedence=Precedence.ROUTINE,
        subject=REQUEST,
        words=REQUEST,
        language="ja",
        answer_by=moment(made.now() + dt.timedelta(days=3)),
    )
    made.say(JAPAN, circle, Draft("report/1", asked))
    for number in (1, 2, 3):
        title = {"uk": f"Консультація {number}", "ja": f"第{number}回協議", "en": f"No. {number}"}
        begins = made.now() + dt.timedelta(hours=number)
        held = meeting_at(made, circle, title, begins)
    items = [Item("opening", OPENING, "decision", 5), Item("own:drones", DRONES, "decision", 30)]
    made.adopt(circle, Type.AGENDA, OPENING, agenda_effect(held, items))
    made.forward(days=12)
    meeting_at(made, circle, TITLE, made.now() + dt.timedelta(days=7))


def titles(window: Spoken) -> Locator:
    """Return the titles of the newest agenda on the page of a meeting, in order."""
    return window.page.locator("#agenda table").first.locator("tbody th")


def build(window: Spoken) -> None:
    """Put an agenda together from what is open, each item with its reason; propose it."""
    page = window.page
    said = in_words(STATEMENT, window.language)[0]
    window.go("consultations")
    page.locator("main .subj", has_text=in_words(TITLE, window.language)[0]).click()
    window.link("Put the agenda together").click()
    late = window.counts("overdue by %(n)s day", "overdue by %(n)s days", 9)
    bracketed = window.counts("open through %(n)s meeting", "open through %(n)s meetings", 3)
    rows = page.locator(".rows > li")
    expect(rows).to_have_count(5)
    for at, title, why in (
        (1, REQUEST, late),
        (2, in_words(DRONES, window.language)[0], window.says(DEFERRED)),
        (3, said, bracketed),
    ):
        expect(rows.nth(at).locator("legend")).to_contain_text(title)
        expect(rows.nth(at).locator(".reasons")).to_contain_text(why)
    page.locator("#up-3").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#up-2")).to_be_focused()  # the same row, where it is now
    expect(rows.nth(2).locator("legend")).to_contain_text(said)
    page.locator("#out-1").click()  # a request needs an answer and no meeting
    expect(rows).to_have_count(4)
    rows.nth(1).get_by_label(window.says("Minutes")).fill("45")
    rows.nth(2).get_by_label(window.says("What for")).select_option("discussion")
    expect(page.locator("[data-sum]")).to_have_text("85")
    window.press("Sign and propose")


DEFERRED = "deferred: the last meeting left it undecided"


def ask(window: Spoken) -> None:
    """Ask for an item of one's own on the agenda of the meeting that is open."""
    window.page.locator("#agenda").get_by_role(
        "link", name=window.label("deed", "ask-item"), exact=True
    ).click()
    fill(window, "Title", FLEET)
    fill(window, "Why, which all parties read (may stay empty)", WHY)
    window.field("What for").select_option("decision")
    window.field("Minutes (may stay empty)").fill("20")
    window.field("Marking").select_option("TLP:AMBER")
    window.press("Sign and ask")
    expect(window.page.locator(".done")).to_have_text(window.label("convened", "asked"))


def take_in(window: Spoken) -> None:
    """Take in what the others ask for, and sign the agenda again once one's hands are free."""
    page = window.page
    title = in_words(FLEET, window.language)[0]
    wish = page.locator("#open li", has_text=title)
    expect(wish).to_contain_text(window.says("asks for it"))
    expect(wish).to_contain_text(in_words(WHY, window.language)[0])
    window.link("Propose another agenda").click()
    left_out = page.locator(".open-items li", has_text=title)
    left_out.get_by_role("button", name=window.says("Take it in")).click()
    expect(page.locator(".rows > li").nth(3).locator("legend")).to_contain_text(title)
    window.press("Sign and propose")
    expect(titles(window)).to_have_count(5)
    sign(window)


def sign(window: Spoken) -> None:
    """Sign the newest agenda."""
    window.button("Sign the agenda", within="#agenda").click()


def agreed(window: Spoken) -> list[str]:
    """Return the titles of what is agreed in the end, in order."""
    first, last = (standing_title(code, TONGUES) for code in ("opening", "other"))
    return [in_words(one, window.language)[0] for one in (first, STATEMENT, DRONES, FLEET, last)]


def name_delegation(window: Spoken) -> None:
    """Name two people, the higher one moved up by keys."""
    page = window.page
    window.link("Name our delegation").click()
    for row, name in enumerate(reversed(DELEGATES)):
        for tongue, text in name.items():
            label = f"{window.says('Name')} · {window.label('language', tongue)}"
            page.get_by_label(label, exact=True).nth(row).fill(text)
    page.get_by_label(window.says("As")).nth(1).select_option("head")
    page.locator("#up-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#role-0")).to_have_value("head")
    window.field("Marking").select_option("TLP:AMBER")
    page.locator(".go").get_by_role("button").click()
    expect(page.locator(".done")).to_have_text(window.label("convened", "named"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agenda_is_built_answered_and_agreed(
    two: Nodes, windows: "Windows", language: str
) -> None:
    three_meetings(two)
    kyiv = two.open(windows, UKRAINE, language, "/today")
    tokyo = two.open(windows, JAPAN, another(language), "/today")

    build(kyiv)
    due = tokyo.page.locator("#ours li", has_text=tokyo.label("due", "sign-agenda"))
    due.get_by_role("link").click()
    expect(titles(tokyo)).to_have_count(4)
    ask(tokyo)
    take_in(kyiv)

    sign(tokyo)
    for window in (kyiv, tokyo):
        expect(window.page.locator("#agenda > header .seal.is-signed")).to_have_count(2)
        expect(titles(window)).to_have_text(agreed(window))
        left = window.page.locator("#open .open-items > li")
        expect(left).to_have_count(1)
        expect(left).to_contain_text(REQUEST)

    name_delegation(tokyo)
    delegates = kyiv.page.locator(".delegates > li")
    expect(delegates.locator("b")).to_have_text([in_words(one, language)[0] for one in DELEGATES])
    expect(delegates.first).to_contain_text(kyiv.label("delegate", "head"))
    kyiv.go("today")
    expect(kyiv.page.locator("#next .agenda-short .t")).to_have_text(agreed(kyiv))
    expect(kyiv.page.locator("#next .meta")).to_contain_text(": 2")
