"""The pages of consultations: what they show, what they take, and what they refuse."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.consultations import TITLE, Consultations, plan
from tests.unit.web.conftest import Node, Parsed

from comity.agreement.effects import Type
from comity.agreement.statements import open_object, revise
from comity.consultation.agenda import Item
from comity.exchange.station import Draft
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.agendas import Row, Sheet, changed, fresh_sheet
from comity.web.app import create_app
from comity.web.calendars import folded
from comity.web.consultation import add_consultations
from comity.web.jobs import Jobs

HERE = {"sec-fetch-site": "same-origin"}
CALL = {
    "title_uk": "Третя консультація",
    "begins": "2026-03-20T09:00",
    "zone": "Europe/Kyiv",
    "minutes": "90",
    "level": "directors-general",
    "marking": "TLP:AMBER",
    "online": "1",
}


class NoLists:
    """A desk of the sanctions system with nothing in it."""

    def parties(self) -> tuple[str, ...]:
        return ()

    def board(self, party: str) -> None:
        del party

    def match(self, cluster: int, party: str) -> None:
        del cluster, party


class Person:
    """Somebody with a browser at one desk."""

    def __init__(self, here: Consultations, party: Party, parsed: Parsed) -> None:
        desk = here.desks[party]
        systems = [lambda app: add_consultations(app, desk)]
        self.app = create_app(NoLists(), Jobs(), here.traffic[party], systems)
        self.parsed = parsed

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, how))

    async def _ask(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        inside = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=inside, base_url="http://localhost") as asking:
            return await asking.request(method, path, **how)

    def page(self, path: str) -> Node:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return self.parsed(answer.text)

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        return self.ask("POST", path, headers=HERE, data=data)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Consultations]:
    """Kyiv and Tokyo with their desks."""
    with World(tmp_path) as world:
        made = Consultations(world)
        yield made
        made.close()


@pytest.fixture
def kyiv(here: Consultations, parsed: Parsed) -> Person:
    return Person(here, UKRAINE, parsed)


@pytest.fixture
def tokyo(here: Consultations, parsed: Parsed) -> Person:
    return Person(here, JAPAN, parsed)


def call(here: Consultations, **changes: str) -> dict[str, str]:
    return {"circle": here.circle, "token": "1" * 32, **CALL, **changes}


# --- the page of all consultations


@pytest.mark.parametrize("language", ["uk", "ja", "en"])
def test_nothing_at_all_is_said_in_words(kyiv: Person, language: str) -> None:
    page = kyiv.page(f"/{language}/consultations")

    assert len(page.all(".nothing")) == 3  # no meeting, nothing open, no terms


def test_each_regular_date_has_both_clocks_and_leads_to_a_call(
    here: Consultations, kyiv: Person
) -> None:
    here.terms()

    rows = kyiv.page("/en/consultations").all(".following tbody tr")

    assert [[cell.text for cell in one.all("th, td")] for one in rows[:2]] == [
        ["Tue 10 Mar 2026", "09:00", "16:00", "Call Tue 10 Mar 2026"],
        ["Fri 10 Apr 2026", "09:00", "15:00", "Call Fri 10 Apr 2026"],
    ]
    link = rows[1].all("a")[0].get("href")
    assert kyiv.page(link).all("#begins")[0].get("value") == "2026-04-10T09:00"


def test_an_open_item_says_why_in_words_with_numbers(here: Consultations, tokyo: Person) -> None:
    here.ask(UKRAINE, "Захист від дронів")

    (item,) = tokyo.page("/en/consultations").all(".open-items > li")

    assert item.text_of(".reasons") == "UA asks for it: Бо час."
    assert item.all("bdi")[0].get("lang") == "uk"


# --- meetings


def test_a_meeting_that_is_called_leads_to_its_page_in_every_language(
    here: Consultations, kyiv: Person
) -> None:
    answer = kyiv.post("/uk/consultations/call", call(here))

    path = answer.headers["location"].removeprefix("/uk")
    assert answer.status_code == 303
    shown = {language: kyiv.page(f"/{language}{path}") for language in ("uk", "ja", "en")}
    assert shown["uk"].text_of("#h-time").endswith("ятниця, 20 березня 2026 р.")
    assert shown["ja"].text_of("#h-time") == "2026年3月20日（金曜日）"
    assert shown["en"].text_of(".hours-big dt") == "Kyiv Tokyo"
    assert shown["en"].text_of(".hours-big dd") == "09:00–10:30 16:00–17:30"


def test_a_double_click_calls_one_meeting(here: Consultations, kyiv: Person) -> None:
    answers = [kyiv.post("/en/consultations/call", call(here)) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(kyiv.page("/en/consultations").all(".meetings > li")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("begins", "2026-02-31T09:00"),
        ("begins", ""),
        ("zone", "Europe/Nowhere"),
        ("minutes", "0"),
        ("minutes", "1e3"),
        ("level", "kings"),
        ("marking", "TLP:PINK"),
        ("circle", "0" * 64),
        ("title_uk", "д" * 301),
        ("title_uk", " "),
        ("online", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    here: Consultations, kyiv: Person, parsed: Parsed, field: str, value: str
) -> None:
    typed = call(here, **{field: value, "place_uk": ""})

    answer = kyiv.post("/uk/consultations/call", typed)

    page = parsed(answer.text)
    assert answer.status_code == 422
    assert len(page.all(".faults li")) == 1
    if field not in {"begins", "circle"}:
        assert page.all("#begins")[0].get("value") == "2026-03-20T09:00"
    if field == "title_uk" and value.strip():
        assert page.all("#title_uk")[0].get("value") == value
    assert kyiv.page("/en/consultations").all(".meetings > li") == []


def test_names_of_300_letters_and_right_to_left_text_are_shown_as_they_were_written(
    here: Consultations, kyiv: Person
) -> None:
    long, arabic = "д" * 300, "اجتماع <b>١</b>"

    for title in (long, arabic):
        typed = call(here, title_uk=title, token=str(len(title)) * 8)
        path = kyiv.post("/uk/consultations/call", typed).headers["location"]
        assert kyiv.page(path).text_of("h1 bdi") == title


def test_another_time_before_it_is_confirmed_stands_beside_the_first(
    here: Consultations, tokyo: Person
) -> None:
    meeting = here.call()
    form = tokyo.page(f"/ja/consultations/call?about={meeting}")
    hidden = {one.get("name"): one.get("value") for one in form.all("input[type=hidden]")}
    typed = call(here, **hidden, begins="2026-03-21T09:00")
    typed.update({name: hidden[name] for name in ("token", "seen", "about", "circle")})

    answer = tokyo.post("/ja/consultations/call", typed)

    here.settle()
    page = tokyo.page(answer.headers["location"])
    assert page.text_of("#h-time") == "2026年3月21日（土曜日）"
    assert "3月20日" in page.text_of("#time .proposal")


def test_a_meeting_that_was_cancelled_while_the_form_was_open_is_not_moved(
    here: Consultations, kyiv: Person, parsed: Parsed
) -> None:
    meeting = here.confirmed()
    form = kyiv.page(f"/en/consultations/call?moves={meeting}")
    hidden = {one.get("name"): one.get("value") for one in form.all("input[type=hidden]")}
    state = here.seen(JAPAN, meeting).state
    here.desks[JAPAN].cancel(meeting, {"ja": "中止"}, here.by(state))
    here.settle()

    answer = kyiv.post("/en/consultations/call", {**CALL, **hidden, "begins": "2026-03-27T09:00"})

    page = parsed(answer.text)
    assert answer.status_code == 422
    assert page.text_of(".is-failed code") == "stale-page"
    assert "JP" in page.text_of(".is-failed p")
    assert page.all("#begins")[0].get("value") == "2026-03-27T09:00"


def test_a_time_that_no_clock_shows_is_said_where_a_partner_signed_it(
    here: Consultations, kyiv: Person
) -> None:
    opened = open_object(Type.MEETING, {"ja": "会合"})
    about = here.world.say(JAPAN, here.circle, Draft(opened.kind, opened.body, "TLP:GREEN"))[0].hash
    effect = {
        "meeting": {
            "level": "ministers",
            "zone": "Mars/Base",
            "begins": "2026-02-31T09:00",
            "minutes": 60,
        }
    }
    text = revise(about, {"ja": "会合"}, effect)
    here.world.say(JAPAN, here.circle, Draft(text.kind, text.body, "TLP:GREEN"))
    here.settle()

    page = kyiv.page(f"/en/consultations/meeting/{about}")

    assert "No clock ever shows this time" in page.text_of("#time .notice")
    assert kyiv.page("/en/consultations").text_of(".meetings .subj") == "会合"
    assert kyiv.ask("GET", f"/en/consultations/meeting/{about}/meeting.ics").status_code == 404


def test_a_calendar_gets_the_meeting_in_utc_and_hears_that_it_was_cancelled(
    here: Consultations, kyiv: Person
) -> None:
    meeting = here.confirmed()
    path = f"/uk/consultations/meeting/{meeting}/meeting.ics"

    entry = kyiv.ask("GET", path).text.split("\r\n")
    state = here.seen(UKRAINE, meeting).state
    ended = here.desks[UKRAINE].cancel(meeting, {"uk": "Ні"}, here.by(state)).record
    here.settle()
    here.sign(JAPAN, ended)
    later = kyiv.ask("GET", path).text

    assert entry[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Comity//Consultations//EN"]
    assert "DTSTART:20260320T070000Z" in entry
    assert "DTEND:20260320T083000Z" in entry
    assert "CLASS:CONFIDENTIAL" in entry
    assert "SUMMARY:TLP:AMBER Третя консультація" in entry
    assert "STATUS:CONFIRMED" in entry
    assert "METHOD:PUBLISH" in entry
    assert "STATUS:CANCELLED" in later
    assert "METHOD:CANCEL" in later
    assert field(later, "UID") == field("\r\n".join(entry), "UID")
    assert int(field(later, "SEQUENCE")) > int(field("\r\n".join(entry), "SEQUENCE"))
    shown = kyiv.page(f"/en/consultations/meeting/{meeting}").text_of("#entry")
    assert shown == "Take it out of a calendar"


def field(entry: str, name: str) -> str:
    """Return what a field of a calendar's entry says."""
    (line,) = [one for one in entry.split("\r\n") if one.startswith(f"{name}:")]
    return line.removeprefix(f"{name}:")


def test_the_new_time_of_a_meeting_takes_the_place_of_the_old_one_in_a_calendar(
    here: Consultations, kyiv: Person
) -> None:
    meeting = here.confirmed()
    path = "/uk/consultations/meeting/{}/meeting.ics"
    before = kyiv.ask("GET", path.format(meeting)).text
    by = here.by(here.seen(UKRAINE, meeting).state)
    moving = (
        here.desks[UKRAINE]
        .call(here.circle, TITLE, plan(begins="2026-03-27T09:00", moves=meeting), "", by)
        .record
    )
    here.settle()
    proposed = kyiv.ask("GET", path.format(moving)).status_code
    meanwhile = kyiv.ask("GET", path.format(meeting)).text
    here.sign(JAPAN, moving)

    old, new = (kyiv.ask("GET", path.format(one)).text for one in (meeting, moving))

    assert proposed == 404  # it would take the confirmed time out
    assert field(meanwhile, "DTSTART") == field(before, "DTSTART")
    assert old == new  # whoever comes by the old page gets the new time
    assert field(new, "UID") == field(before, "UID")
    assert int(field(new, "SEQUENCE")) > int(field(before, "SEQUENCE"))
    assert (field(before, "DTSTART"), field(new, "DTSTART")) == (
        "20260320T070000Z",
        "20260327T070000Z",
    )
    assert field(new, "STATUS") == "CONFIRMED"
    shown = kyiv.page(f"/en/consultations/meeting/{meeting}").text_of("#entry")
    assert shown == "Put the new time into a calendar"


@pytest.mark.parametrize(
    ("language", "said"), [("uk", "Проведено"), ("ja", "開催済み"), ("en", "Held")]
)
def test_a_meeting_that_took_place_is_called_held(
    here: Consultations, kyiv: Person, language: str, said: str
) -> None:
    meeting = here.confirmed()
    here.pass_days(60)

    page = kyiv.page(f"/{language}/consultations/meeting/{meeting}")

    assert page.text_of("#standing .badge") == said
    assert kyiv.page(f"/{language}/consultations").text_of(".is-past .badge") == said


@pytest.mark.parametrize(
    ("language", "day"), [("uk", "20 бер. 2026"), ("ja", "2026年3月20日"), ("en", "20 Mar 2026")]
)
def test_the_form_of_an_item_names_the_day_of_a_meeting_as_people_write_it(
    here: Consultations, kyiv: Person, language: str, day: str
) -> None:
    here.confirmed()

    page = kyiv.page(f"/{language}/consultations/ask")

    options = [one.text for one in page.all("#meeting option")]
    assert any(day in one for one in options)
    assert "2026-03-20" not in " ".join(options)


def test_a_long_line_of_a_calendar_is_folded_between_letters() -> None:
    lines = folded("SUMMARY:" + "д" * 100).split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    assert "".join(line.removeprefix(" ") for line in lines) == "SUMMARY:" + "д" * 100


# --- signing


def test_a_meeting_is_signed_once_however_often_the_button_is_pressed(
    here: Consultations, tokyo: Person
) -> None:
    meeting = here.call()
    form = tokyo.page(f"/ja/consultations/meeting/{meeting}").all("#time form")[0]
    typed = {one.get("name"): one.get("value") for one in form.all("input")}

    answers = [tokyo.post("/ja/consultations/sign", typed) for _ in range(2)]

    here.settle()
    assert {one.status_code for one in answers} == {303}
    journal = here.world.nodes[JAPAN].journal
    size = journal.head(here.circle, JAPAN).size
    kinds = [
        record.kind
        for seq in range(1, size + 1)
        if (record := journal.record(here.circle, JAPAN, seq)) is not None
    ]
    assert kinds.count("sign/1") == 1


def test_what_is_signed_must_be_there(here: Consultations, kyiv: Person) -> None:
    meeting = here.call()

    unknown = kyiv.post("/en/consultations/sign", {"object": "0" * 64, "revision": "0" * 64})
    other = kyiv.post("/en/consultations/sign", {"object": meeting, "revision": "0" * 64})

    assert (unknown.status_code, other.status_code) == (422, 422)
    assert "no-such-meeting" in unknown.text
    assert "void-signature" in other.text


def test_what_changes_something_comes_from_a_page_of_this_server(
    here: Consultations, kyiv: Person
) -> None:
    answer = kyiv.ask("POST", "/en/consultations/call", data=call(here))

    assert answer.status_code == 403


def test_a_marking_above_the_limit_leads_to_the_draft(here: Consultations, kyiv: Person) -> None:
    answer = kyiv.post("/en/consultations/call", call(here, marking="TLP:RED"))

    assert answer.headers["location"].startswith("/en/traffic/draft/")


# --- terms


def test_terms_are_proposed_from_their_first_draft_and_shown_to_the_others(
    here: Consultations, kyiv: Person, tokyo: Person
) -> None:
    form = kyiv.page("/uk/consultations/terms")
    typed = {one.get("name"): one.get("value") for one in form.all("form.card input")}
    checked = {one.get("name") for one in form.all("input[checked]")}
    ticks = {one.get("name") for one in form.all("input[type=checkbox]")}
    typed = {name: value for name, value in typed.items() if name not in ticks - checked}
    typed |= {one.get("name"): one.text for one in form.all("form.card textarea")}
    typed |= {
        "host": "ua",
        "zone": "Europe/Kyiv",
        "rhythm": "FREQ=MONTHLY;BYDAY=2TU",
        "begins": "2026-04-14T09:00",
        "marking": "TLP:AMBER",
        "silence_minutes": "72",
    }

    answer = kyiv.post("/uk/consultations/terms", typed)
    here.settle()

    assert answer.status_code == 303
    shown = tokyo.page("/ja/consultations")
    assert shown.text_of(".proposal .subj") == "協議の付託事項"
    assert "毎月第2火曜日" in shown.text_of(".proposal .meta")


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "every month", "FREQ=MONTHLY;BYMONTHDAY=99"])
def test_a_rule_that_cannot_be_followed_is_refused_at_its_field(
    here: Consultations, kyiv: Person, parsed: Parsed, rule: str
) -> None:
    typed = {
        "circle": here.circle,
        "title_uk": "Положення",
        "text_uk": "Текст",
        "language_uk": "1",
        "level_ministers": "1",
        "host": "ua",
        "zone": "Europe/Kyiv",
        "begins": "2026-04-14T09:00",
        "minutes": "60",
        "marking": "TLP:AMBER",
        "rule": rule,
    }

    answer = kyiv.post("/en/consultations/terms", typed)

    page = parsed(answer.text)
    assert answer.status_code == 422
    assert [one.get("href") for one in page.all(".faults a")] == ["#rule"]
    assert page.all("#rule")[0].get("value") == rule


# --- words in a language that is no working one


def test_a_meeting_keeps_its_title_in_a_language_that_is_no_working_one(
    here: Consultations, kyiv: Person
) -> None:
    about = here.propose_terms(languages=("uk", "ja"))
    here.sign(JAPAN, about)
    meeting = here.confirmed()  # its title is there in English too
    form = kyiv.page(f"/uk/consultations/call?moves={meeting}")
    typed = {one.get("name"): one.get("value") for one in form.all("form.card input")}
    typed |= {
        "begins": "2026-03-27T09:00",
        "zone": "Europe/Kyiv",
        "level": "directors-general",
        "marking": "TLP:AMBER",
        "title_en": "Third consultation, moved",
    }

    answer = kyiv.post("/uk/consultations/call", typed)

    assert form.all("#title_en")[0].get("value") == "Third consultation"
    assert answer.status_code == 303
    moving = answer.headers["location"].partition("?")[0].rpartition("/")[2]
    title = here.seen(UKRAINE, moving).meeting.title
    assert title == {**TITLE, "en": "Third consultation, moved"}


def test_an_item_that_is_asked_for_in_another_language_keeps_it_on_the_agenda(
    here: Consultations, kyiv: Person
) -> None:
    about = here.propose_terms(languages=("uk", "ja"))
    here.sign(JAPAN, about)
    meeting = here.confirmed()
    body = {"title": {"en": "Drones"}, "mode": "discussion", "minutes": 10}
    here.world.say(JAPAN, here.circle, Draft("item/1", body, "TLP:AMBER"))
    here.settle()
    path = f"/uk/consultations/meeting/{meeting}/agenda"
    form = kyiv.page(path)
    typed = {one.get("name"): one.get("value") for one in form.all("form.agenda-form input")}
    rows = range(int(typed["rows"]))
    typed |= {f"mode-{number}": "discussion" for number in rows}

    answer = kyiv.post(path, {**typed, "act": "propose", "marking": "TLP:AMBER"})

    assert answer.status_code == 303
    titles = [one.title for one in here.seen(UKRAINE, meeting).proposed[0].items]
    assert {"en": "Drones"} in titles


# --- the form of an agenda


def test_rows_move_leave_and_come_in_and_the_control_keeps_the_focus(here: Consultations) -> None:
    meeting = here.confirmed()
    here.ask(JAPAN, "Дрони")
    seen = here.seen(UKRAINE, meeting)
    first = fresh_sheet(seen)
    ids = [row.id for row in first.rows]

    down = changed(first, "down-0", seen)
    out = changed(first, "out-1", seen)
    back = changed(out, "in-0", seen)
    own = changed(first, "add", seen)

    assert [row.id for row in down.rows] == [ids[1], ids[0], ids[2]]
    assert down.focus == "down-1"
    assert [row.id for row in out.rows] == [ids[0], ids[2]]
    assert [row.id for row in back.rows] == ids  # before any other business
    assert own.rows[-2].id.startswith("own:")
    assert (own.rows[-1].id, own.focus) == ("other", "title-2-uk")


@pytest.mark.parametrize("act", ["up-0", "down-99", "up--1", "out-99", "in-7", "", "nonsense"])
def test_a_button_that_is_not_there_changes_nothing(here: Consultations, act: str) -> None:
    seen = here.seen(UKRAINE, here.confirmed())
    sheet = Sheet(
        rows=(Row(id="own:1", titles={"uk": "а"}, mode="decision", minutes="5"),),
        marking="TLP:AMBER",
        seen="",
        token="",
    )

    assert changed(sheet, act, seen).rows == sheet.rows


def test_an_agenda_may_not_be_marked_lower_than_what_stands_on_it(
    here: Consultations, kyiv: Person, parsed: Parsed
) -> None:
    meeting = here.confirmed()
    wanted = here.ask(JAPAN, "Дрони")  # TLP:AMBER
    typed = {
        "rows": "1",
        "id-0": f"item:{wanted}",
        "title-0-uk": "Дрони",
        "mode-0": "decision",
        "minutes-0": "20",
        "marking": "TLP:GREEN",
        "seen": here.seen(UKRAINE, meeting).agenda_state,
        "act": "propose",
    }

    answer = kyiv.post(f"/en/consultations/meeting/{meeting}/agenda", typed)

    assert answer.status_code == 422
    assert "TLP:AMBER" in parsed(answer.text).text_of("#fault-marking")


def test_the_marking_of_a_page_is_the_highest_of_what_it_shows(
    here: Consultations, kyiv: Person
) -> None:
    meeting = here.confirmed()
    outcome = here.desks[JAPAN].propose_agenda(
        meeting,
        [Item("own:1", {"ja": "議題"}, "decision", 5)],
        {"ja": "議題"},
        {"ja": "1. 議題"},
        here.by(here.seen(JAPAN, meeting).agenda_state, marking=Marking.RED),
    )
    here.traffic[JAPAN].release(outcome.draft, "head-of-delegation")
    here.settle()

    page = kyiv.page(f"/en/consultations/meeting/{meeting}")

    assert page.all(".marking")[0].own == "TLP:RED"
