"""The page "Today" and the shell around every page."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing

import pytest
from tests.unit.node.desks import Desks
from tests.unit.web.conftest import Parsed
from tests.unit.web.test_traffic import Person, send

from comity.node.today import Today
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.web.digest import Due, Urgency
from comity.web.labels import CAPITALS, DEEDS, SYSTEMS
from comity.web.rail import DEEDS as RAIL_DEEDS
from comity.web.rail import PLACES
from comity.web.today import AgendaItem, Changes, Meeting, Question, TodaySeen, today_page
from comity.web.words import Language, words

UKRAINE, JAPAN = Party("ua"), Party("jp")
NOW = dt.datetime(2026, 11, 24, 20, 12, tzinfo=dt.UTC)
TITLE = (("uk", "Третя консультація"), ("ja", "第3回定期協議"))
HASH = "ab" * 32


@pytest.fixture
def tokyo(desks: Desks, parsed: Parsed) -> Iterator[Person]:
    """Somebody in Tokyo, with "Today"."""
    with closing(Today(desks.tokyo)) as today:
        yield Person(desks.tokyo, parsed, today)


def seen(**more: object) -> TodaySeen:
    """Return a day in Tokyo on which there is nothing, but for what is given."""
    usual: dict[str, object] = {
        "me": JAPAN,
        "now": NOW,
        "due": (),
        "unread": (),
        "unread_total": 0,
        "changes": Changes(since="", rows=(), more=0, number=0),
    }
    return TodaySeen(**{**usual, **more})  # type: ignore[arg-type]


def meeting(**more: object) -> Meeting:
    """Return the next meeting."""
    usual: dict[str, object] = {
        "title": TITLE,
        "level": "directors-general",
        "begins": dt.datetime(2026, 11, 26, 7, 0, tzinfo=dt.UTC),
        "ends": dt.datetime(2026, 11, 26, 10, 10, tzinfo=dt.UTC),
        "zone": "Asia/Tokyo",
        "parties": (UKRAINE, JAPAN),
        "path": f"/consultations/meeting/{HASH}",
        "marking": Marking.AMBER,
    }
    return Meeting(**{**usual, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("language", Language)
def test_a_day_without_anything_says_so(parsed: Parsed, language: Language) -> None:
    page = parsed(today_page(language, seen(), "desk-officer"))

    assert page.text_of("#ours .calm") == words(language).gettext("Nothing waits for you.")
    assert page.all("#ours li") == []


@pytest.mark.parametrize(
    ("language", "day"),
    [
        (Language.ENGLISH, "Wednesday 25 November"),
        (Language.UKRAINIAN, "Середа, 25 листопада"),
        (Language.JAPANESE, "11月25日（水）"),
    ],
)
def test_the_day_is_that_of_the_own_capital_in_the_custom_of_the_language(
    parsed: Parsed, language: Language, day: str
) -> None:
    # It is 20:12 UTC: in Tokyo the next day has begun.
    assert parsed(today_page(language, seen(), "desk-officer")).text_of("h1") == day


def test_a_line_says_what_to_do_of_what_and_how_long_there_is(parsed: Parsed) -> None:
    line = Due(
        system="traffic",
        sort="answer",
        title=(("uk", "Ешелон"),),
        of=JAPAN,
        path=f"/traffic/message/{HASH}",
        urgency=Urgency.TODAY,
        at="2026-11-24T22:22:00.000Z",
    )

    page = parsed(today_page(Language.ENGLISH, seen(due=(line,)), "desk-officer"))

    (link,) = page.all("#ours .t")
    assert (link.text, link.get("href")) == ("Answer the request", f"/en/traffic/message/{HASH}")
    assert page.text_of("#ours .when") == "2 hr 10 min left"
    assert [one.get("lang") for one in page.all("#ours .sub bdi")] == ["uk"]


def test_lines_of_the_others_and_of_us_stand_apart(parsed: Parsed) -> None:
    usual = {"system": "positions", "title": (), "path": "/p", "urgency": Urgency.OPEN}
    lines = (
        Due(sort="text-sign", of=UKRAINE, **usual),  # type: ignore[arg-type]
        Due(sort="text-stuck", of=None, number=3, **usual),  # type: ignore[arg-type]
    )

    page = parsed(today_page(Language.ENGLISH, seen(due=lines), "desk-officer"))

    assert page.text_of("#theirs .sub") == "UA"
    assert "3" in page.text_of("#ours .t")


@pytest.mark.parametrize("language", Language)
def test_what_another_role_is_asked_for_is_one_click_away(
    parsed: Parsed, language: Language
) -> None:
    usual = {"system": "consultations", "title": TITLE, "of": JAPAN, "urgency": Urgency.SOON}
    lines = (
        Due(sort="contribution", role="secretariat", path="/a", **usual),  # type: ignore[arg-type]
        Due(sort="contribution", role="desk-officer", path="/b", **usual),  # type: ignore[arg-type]
        Due(sort="notes-open", path="/c", **usual),  # type: ignore[arg-type]
    )

    page = parsed(today_page(language, seen(due=lines), "desk-officer"))
    nobody = parsed(today_page(language, seen(due=lines[:1]), "desk-officer"))

    first = [one.get("href") for one in page.all("#ours > .dues .t")]
    behind = [one.get("href") for one in page.all("#more-roles .t")]
    assert (first, behind) == ([f"/{language}/b", f"/{language}/c"], [f"/{language}/a"])
    assert words(language).label("acting", "secretariat") in page.text_of("#more-roles .sub")
    assert page.text_of("#ours .count") == "2"
    assert nobody.text_of("#ours .calm") == words(language).gettext("Nothing waits for you.")
    assert len(nobody.all("#more-roles .t")) == 1


def test_every_line_has_a_place_of_its_own_on_the_page(parsed: Parsed) -> None:
    usual = {"system": "consultations", "title": (), "of": JAPAN, "urgency": Urgency.SOON}
    paths = [f"/consultations/meeting/{HASH}/brief?calls=desk-officer#call-{n}" for n in "ab"]
    lines = tuple(
        Due(sort="contribution", path=path, **usual)  # type: ignore[arg-type]
        for path in paths
    )

    links = parsed(today_page(Language.ENGLISH, seen(due=lines), "desk-officer")).all("#ours .t")

    assert len({one.get("id") for one in links}) == len(links) == 2


@pytest.mark.parametrize(("hours", "first"), [(1, "room"), (-1, "room"), (30, "brief")])
def test_the_room_comes_first_once_the_meeting_is_at_hand(
    parsed: Parsed, hours: int, first: str
) -> None:
    begins = NOW + dt.timedelta(hours=hours)
    path = f"/consultations/meeting/{HASH}"
    own = meeting(begins=begins, brief=f"{path}/brief", room=f"{path}/room")

    page = parsed(today_page(Language.ENGLISH, seen(meeting=own), "desk-officer"))

    assert [one.get("href") for one in page.all("#next .btn-p")] == [f"/en{path}/{first}"]


def test_the_page_is_marked_as_the_highest_of_what_it_shows(parsed: Parsed) -> None:
    page = parsed(today_page(Language.ENGLISH, seen(meeting=meeting()), "desk-officer"))

    assert page.text_of("#banner") == "TLP:AMBER"


def test_the_next_meeting_shows_both_clocks_and_the_days_to_go(parsed: Parsed) -> None:
    item = AgendaItem(title=TITLE, minutes=40, signed=frozenset({UKRAINE}))
    shown = meeting(items=(item,), delegates={UKRAINE: 7, JAPAN: 9}, online=True)

    page = parsed(today_page(Language.JAPANESE, seen(meeting=shown), "desk-officer"))

    assert page.text_of("#next .meta").startswith(
        "11月26日（木） · キーウ 09:00–12:10 · 東京 16:00–19:10"
    )
    assert page.text_of(".countdown") == "1日後"
    assert [one.text for one in page.all("#next .seal.is-signed")] == ["UA"]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        (Language.ENGLISH, "Thursday 7 January 2027"),
        (Language.UKRAINIAN, "четвер, 7 січня 2027 р."),
        (Language.JAPANESE, "2027年1月7日（木曜日）"),
    ],
)
def test_the_next_meeting_is_said_with_its_year_where_it_is_another(
    parsed: Parsed, language: Language, day: str
) -> None:
    begins = dt.datetime(2027, 1, 7, 7, tzinfo=dt.UTC)
    ahead = meeting(begins=begins, ends=begins + dt.timedelta(hours=2))

    page = parsed(today_page(language, seen(meeting=ahead), "desk-officer"))

    assert page.text_of("#next .meta time") == day


def test_positions_are_said_in_words_beside_their_glyph(parsed: Parsed) -> None:
    question = Question(
        title=TITLE,
        stances={UKRAINE: "support", JAPAN: "reserve"},
        state="open",
        path=f"/positions/question/{HASH}",
        marking=Marking.GREEN,
    )

    page = parsed(today_page(Language.ENGLISH, seen(questions=(question,)), "desk-officer"))

    assert [one.text for one in page.all("#questions tbody td")] == ["Reserves", "Supports", "Open"]


def test_what_was_seen_is_remembered_for_the_role_that_saw_it(desks: Desks, tokyo: Person) -> None:
    send(desks)
    page = tokyo.page("/en/today")
    (number,) = page.all("#changes input[name=number]")

    answer = tokyo.post("/en/today/looked", data={"number": number.get("value")})

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/today")
    assert tokyo.page("/en/today").text_of("#changes .nothing") == "Nothing has changed."
    tokyo.act_as("secretariat")
    assert len(tokyo.page("/en/today").all("#changes li")) == 1


def test_nobody_else_can_say_that_something_was_seen(desks: Desks, tokyo: Person) -> None:
    send(desks)

    answer = tokyo.ask("POST", "/en/today/looked", data={"number": "1"})

    assert answer.status_code == 403
    assert len(tokyo.page("/en/today").all("#changes li")) == 1


@pytest.mark.parametrize("number", ["-1", "", "many"])
def test_a_number_that_cannot_be_is_refused(tokyo: Person, number: str) -> None:
    assert tokyo.post("/en/today/looked", data={"number": number}).status_code == 422


# --- the shell


@pytest.mark.parametrize("path", ["/sanctions", "/traffic", "/node", "/today", "/traffic/compose"])
@pytest.mark.parametrize("language", Language)
def test_every_page_says_whose_it_is_in_which_role_and_what_the_clocks_show(
    desks: Desks, tokyo: Person, language: Language, path: str
) -> None:
    page = tokyo.page(f"/{language}{path}")

    spoken = words(language)
    names = desks.kyiv.party.station.roster.card(JAPAN).names
    assert page.text_of(".top .node b") == names[language]
    assert page.text_of(".top .node small") == spoken.label("acting", "desk-officer")
    assert page.text_of(".clocks dt") == " ".join(
        spoken.label("capital", one) for one in ("ua", "jp")
    )
    assert [one.get("data-zone") for one in page.all(".clocks dd")] == [
        "Europe/Kyiv",
        "Asia/Tokyo",
    ]


def test_the_rail_has_every_system_that_has_pages_and_marks_where_one_is(tokyo: Person) -> None:
    page = tokyo.page("/en/traffic")

    rail = page.all(".rail a")
    assert [one.get("href") for one in rail] == [
        "/en/today",
        "/en/traffic",
        "/en/sanctions",
        "/en/node",
    ]
    assert [one.get("aria-current") for one in rail] == ["", "page", "", ""]


def test_counters_stand_beside_the_systems(desks: Desks, tokyo: Person) -> None:
    send(desks)

    assert tokyo.page("/uk/sanctions").text_of("#rail-traffic").split()[0] == "1"


def test_a_peer_that_has_everything_is_in_step_and_one_that_lacks_something_is_not(
    desks: Desks, parsed: Parsed
) -> None:
    desks.world.settle()
    kyiv = Person(desks.kyiv, parsed)
    before = kyiv.page("/en/traffic").text_of("#contacts")

    desks.kyiv.send(desks.letter(), "desk-officer", "")

    assert before == "Tokyo in step, 1 min ago"
    assert kyiv.page("/en/traffic").text_of("#contacts") == "Tokyo: 1 record on the way"


def test_a_peer_that_stops_answering_is_said_to(desks: Desks, parsed: Parsed) -> None:
    desks.world.settle()
    desks.world.clock.forward(3600)

    said = Person(desks.kyiv, parsed).page("/en/traffic").text_of("#contacts")

    assert said == "Tokyo does not answer, last 1 hr ago"


def test_the_palette_knows_every_system_by_its_name_in_every_language(tokyo: Person) -> None:
    entries = {
        one.all("span")[0].text: one.get("data-words")
        for one in tokyo.page("/en/traffic").all("#palette-list li[data-words]")
    }

    assert entries["Traffic"] == "Листування 通信 Traffic"
    assert entries["Write a message"] == "Написати повідомлення 通信を作成 Write a message"


def test_places_deeds_and_capitals_all_have_words() -> None:
    assert {one.code for one in PLACES} == set(SYSTEMS)
    assert {one.code for one in RAIL_DEEDS} <= set(DEEDS)
    assert len({one.key for one in PLACES}) == len(PLACES)
    assert {"ua", "jp", "kr"} <= set(CAPITALS)


def test_what_one_role_has_seen_is_still_new_on_the_page_of_another(
    desks: Desks, tokyo: Person
) -> None:
    send(desks)
    number = tokyo.page("/en/today").all("#changes input[name=number]")[0].get("value")
    tokyo.post("/en/today/looked", data={"number": number})
    own = tokyo.page("/en/today")

    tokyo.act_as("secretariat")
    other = tokyo.page("/en/today")

    assert own.text_of("#changes .nothing") == "Nothing has changed."
    assert own.text_of("#changes .hint").startswith("As Desk officer you looked last on")
    assert len(other.all("#changes .changes li")) == 1
    assert other.text_of("#changes .hint") == "As Secretariat you have not looked yet."


def test_a_flash_raises_the_marking_of_today(desks: Desks, tokyo: Person) -> None:
    letter = desks.letter("Третє", Marking.AMBER, Precedence.FLASH)
    send(desks, letter)

    page = tokyo.page("/ja/today")

    assert page.text_of("#banner") == "TLP:AMBER"
    assert page.text_of(".flash .subj") == "Третє"
