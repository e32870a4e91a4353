"""The page of a meeting shows its papers, and the room works before any agenda is agreed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.consultations import plan
from tests.journeys.papers import DESK, ITEMS, Ministries, note
from tests.journeys.test_minutes import DECISION, propose, take_notes
from tests.unit.web.conftest import Node, Parsed
from tests.unit.web.test_papers import Visitor, _NoLists

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.consultation.meetings import meeting_effect
from comity.exchange.station import Draft as Said
from comity.node.consulting import Consulting
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.consultation import add_consultations
from comity.web.jobs import Jobs
from comity.web.secretariat import add_papers, add_room

DRONES, SHIPS = ITEMS
LANGUAGES = ("uk", "ja", "en")


class Delegate(Visitor):
    """Somebody with a browser at the desks of meetings and papers of one ministry."""

    def __init__(self, ministries: Ministries, party: Party, parsed: Parsed) -> None:
        super().__init__(ministries, party, parsed)
        papers, room = ministries.papers[party], ministries.rooms[party]
        desk = Consulting(ministries.world.nodes[party], ministries.traffic[party], room=room)
        self.app = create_app(
            _NoLists(),
            Jobs(),
            ministries.traffic[party],
            [
                lambda app: add_consultations(app, desk),
                lambda app: add_papers(app, papers),
                lambda app: add_room(app, room),
            ],
        )


@pytest.fixture
def ministries(tmp_path: Path) -> Iterator[Ministries]:
    """Kyiv and Tokyo with a meeting whose agenda is adopted."""
    with World(tmp_path) as world:
        made = Ministries(world)
        yield made
        made.close()


@pytest.fixture
def kyiv(ministries: Ministries, parsed: Parsed) -> Delegate:
    """Somebody in Kyiv."""
    return Delegate(ministries, UKRAINE, parsed)


@pytest.fixture
def desk(ministries: Ministries) -> Consulting:
    """The desk of meetings in Kyiv."""
    node, traffic = ministries.world.nodes[UKRAINE], ministries.traffic[UKRAINE]
    return Consulting(node, traffic, room=ministries.rooms[UKRAINE])


@pytest.fixture
def meeting(ministries: Ministries) -> str:
    """A meeting without any agenda."""
    return ministries.meet("2026-03-19T09:00", "Друге засідання", "第2回会合")


def here(meeting: str, language: str = "en") -> str:
    """Return the address of a meeting."""
    return f"/{language}/consultations/meeting/{meeting}"


def agenda(ministries: Ministries, meeting: str, *items: dict[str, object]) -> tuple[str, str]:
    """Let Tokyo propose an agenda; return it and its text."""
    title = {"uk": "Порядок денний", "ja": "議題"}
    about = ministries.say(JAPAN, open_object(Type.AGENDA, title))
    draft = revise(about, title, {"of": meeting, "items": list(items)})
    ministries.say(JAPAN, draft)
    ministries.world.settle()
    return about, draft.body["revision"]


def agree(ministries: Ministries, about: str, revision: str) -> None:
    """Let both sign a text."""
    for party in (UKRAINE, JAPAN):
        ministries.say(party, sign(about, revision))
        ministries.world.settle()


def ask(ministries: Ministries, title: str) -> str:
    """Let Tokyo ask for an item; return the id under which it is open."""
    body = {"title": {"ja": title}, "mode": "discussion"}
    record = ministries.say(JAPAN, Draft("item/1", body))
    ministries.world.settle()
    return f"item:{record}"


def summarise(ministries: Ministries, meeting: str) -> str:
    """Let Tokyo give a chair's summary; return it."""
    about = ministries.say(JAPAN, open_object(Type.TEXT, {"ja": "議長サマリー"}))
    draft = revise(about, {"ja": "議長は進展を認めた。"}, {"of": meeting})
    ministries.say(JAPAN, draft)
    ministries.say(JAPAN, sign(about, draft.body["revision"]))
    ministries.world.settle()
    return about


def items(page: Node) -> list[str]:
    """Return the headings of the room."""
    return [one.text for one in page.all(".room-item h2")]


# --- the papers of a meeting


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meeting_lists_its_papers_with_their_state_and_leads_to_each(
    ministries: Ministries, kyiv: Delegate, language: str
) -> None:
    take_notes(ministries)
    propose(ministries)
    summary = summarise(ministries, ministries.meeting)

    page = kyiv.page(here(ministries.meeting, language))

    label = kyiv.page(f"/{language}/consultations/paper/{summary}").text_of(".crumb")
    lines = page.all("#papers .paper-line")
    kinds = [one.text_of("small").partition(" · ")[0] for one in lines]
    expected = {
        "uk": ["Резюме голови", "Рішення", "Протокол", "Порядок денний"],
        "ja": ["議長サマリー", "決定", "合意議事録", "議題"],
        "en": ["Chair's summary", "Decision", "Minutes", "Agenda"],
    }[language]
    assert kinds == expected
    assert label.endswith(expected[0])
    states = [one.all(".badge")[0].get("class").split()[-1] for one in lines]
    assert states == ["badge-proposed", "badge-proposed", "badge-running", "badge-adopted"]
    links = [one.all("a.subj")[0].get("href") for one in lines]
    assert links[0] == f"/{language}/consultations/paper/{summary}"
    assert len(set(links)) == 4


def test_a_meeting_says_how_much_there_is_that_is_only_ours(
    ministries: Ministries, kyiv: Delegate
) -> None:
    before = kyiv.page(here(ministries.meeting)).all("#own dd")
    take_notes(ministries)

    after = kyiv.page(here(ministries.meeting))

    assert [one.text for one in before] == ["Nothing is written yet.", "Nothing is noted yet."]
    assert after.all("#own dd")[1].text == "3 entries are noted. Not all of it is in minutes yet."
    assert [one.get("href") for one in after.all("#own .btn")] == [
        f"{here(ministries.meeting)}/brief",
        f"{here(ministries.meeting)}/room",
    ]


def test_a_meeting_without_papers_says_so_and_asks_for_minutes_once_it_has_begun(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    before = kyiv.page(here(meeting))
    ministries.wait(days=60)

    after = kyiv.page(here(meeting))

    assert before.text_of("#papers .nothing") == "No paper belongs to this meeting yet."
    assert before.all("#no-minutes") == []
    assert after.text_of("#no-minutes").startswith("No minutes are proposed yet.")


def test_the_marking_of_a_paper_is_on_the_page_of_its_meeting(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    opened = open_object(Type.DECISION, {"ja": "決定"})
    said = Said(opened.kind, opened.body, "TLP:RED")
    about = ministries.world.say(JAPAN, ministries.circle, said)[0].hash
    ministries.say(JAPAN, revise(about, {"ja": "決定する。"}, {"of": meeting}))
    ministries.world.settle()

    assert kyiv.page(here(meeting)).all("section.marking-red")


def test_the_next_meeting_counts_its_papers_and_those_that_all_have_signed(
    ministries: Ministries, desk: Consulting
) -> None:
    summarise(ministries, ministries.meeting)

    found = desk.next_meeting(ministries.world.clock())

    assert found is not None
    assert (found.papers, found.signed) == (2, 1)  # the agenda is adopted


# --- the room before an agenda is agreed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_room_shows_an_agenda_that_is_proposed_and_says_that_it_is_not_agreed(
    ministries: Ministries, kyiv: Delegate, meeting: str, language: str
) -> None:
    about, revision = agenda(ministries, meeting, DRONES, SHIPS)

    before = kyiv.page(f"{here(meeting, language)}/room")
    agree(ministries, about, revision)
    after = kyiv.page(f"{here(meeting, language)}/room")

    assert len(items(before)) == len(items(after)) == 3
    assert len(before.all("#room-basis .notice")) == 1
    assert after.all("#room-basis .notice") == []


def test_without_any_agenda_notes_are_taken_by_open_item(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    item = ask(ministries, "港の保安")

    page = kyiv.page(f"{here(meeting)}/room")
    fields = {"item": item, "sort": "remark", "words_uk": "Обговорено."}
    answer = kyiv.submit(page, f"{here(meeting)}/room/note", **fields)

    assert items(page)[0] == "1 港の保安"
    assert page.text_of("#room-basis").startswith("No agenda is proposed yet: these are the open")
    assert answer.status_code == 303
    noted = kyiv.page(f"{here(meeting)}/room").all(".room-item:first-child .entry-remark")
    assert len(noted) == 1


def test_with_nothing_open_the_room_says_so_and_takes_notes_all_the_same(
    kyiv: Delegate, meeting: str
) -> None:
    page = kyiv.page(f"{here(meeting)}/room")

    assert items(page) == ["Without an item"]
    assert "nothing is open" in page.text_of("#room-basis")
    assert page.all("#composer")


def test_notes_keep_their_item_when_an_agenda_is_adopted_with_it_or_without_it(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    ports, cables = ask(ministries, "港の保安"), ask(ministries, "海底ケーブル")
    edits = [
        note("0a", "decision", DECISION, item=ports),
        note("0b", "remark", {"uk": "Обговорено кабелі."}, item=cables),
    ]
    ministries.rooms[UKRAINE].keep(meeting, edits, DESK)
    kept = {"item": ports, "title": {"ja": "港の保安"}, "mode": "decision", "minutes": 20}

    agree(ministries, *agenda(ministries, meeting, SHIPS, kept))

    page = kyiv.page(f"{here(meeting)}/room")
    assert items(page) == ["1 影の船団", "2 港の保安", "3 海底ケーブル", "Without an item"]
    sections = {one.get("data-item"): one for one in page.all(".room-item")}
    assert DECISION["uk"] in sections[ports].text
    assert "Обговорено кабелі." in sections[cables].text
    assert "not on the agenda" in sections[cables].text
    minutes = kyiv.page(f"{here(meeting)}/room/minutes").text_of("#text_minutes_ja")
    assert "3. 海底ケーブル" in minutes


def test_an_item_that_is_open_no_longer_keeps_its_notes_under_its_title(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    item = ask(ministries, "港の保安")
    ministries.rooms[UKRAINE].keep(meeting, [note("0a", "decision", DECISION, item=item)], DESK)
    ministries.say(JAPAN, Draft("item-withdrawn/1", {"item": item.removeprefix("item:")}))
    ministries.world.settle()

    page = kyiv.page(f"{here(meeting)}/room")

    assert items(page) == ["1 港の保安", "Without an item"]
    assert len(page.all(".room-item:first-child .entry-decision")) == 1


def test_minutes_without_an_agreed_agenda_speak_only_of_what_was_noted(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    item = ask(ministries, "港の保安")
    ask(ministries, "海底ケーブル")
    ministries.rooms[UKRAINE].keep(meeting, [note("0a", "decision", DECISION, item=item)], DESK)

    text = kyiv.page(f"{here(meeting)}/room/minutes").text_of("#text_minutes_ja")

    assert "1. 港の保安" in text
    assert "海底ケーブル" not in text


def test_minutes_are_marked_by_what_they_speak_of_and_the_room_by_everything_it_shows(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    item = ask(ministries, "港の保安")
    said = Said("item/1", {"title": {"ja": "機微な件"}, "mode": "discussion"}, "TLP:RED")
    ministries.world.say(JAPAN, ministries.circle, said)
    ministries.world.settle()
    ministries.rooms[UKRAINE].keep(meeting, [note("0a", "decision", DECISION, item=item)], DESK)

    room, minutes = (kyiv.page(f"{here(meeting)}/{one}") for one in ("room", "room/minutes"))

    assert room.all("section.marking-red")
    (chosen,) = minutes.all("#marking option[selected]")
    assert chosen.text == "TLP:AMBER"


def test_a_brief_on_an_item_that_is_left_off_the_agenda_stays_in_the_book(
    ministries: Ministries, kyiv: Delegate, meeting: str
) -> None:
    item = ask(ministries, "港の保安")
    path = f"{here(meeting)}/brief"
    kyiv.fill(
        f"{path}?item={item}&part=objectives", f"{path}/part", text="Гарантії.", language="uk"
    )

    agree(ministries, *agenda(ministries, meeting, SHIPS))

    book = kyiv.page(path)
    assert [one.text for one in book.all(".book-contents li")] == ["影の船団", "港の保安"]
    assert book.text_of(".part-text") == "Гарантії."


def test_a_meeting_that_took_the_place_of_another_has_the_agenda_of_that_one(
    ministries: Ministries, kyiv: Delegate
) -> None:
    title = {"uk": "Перенесене засідання", "ja": "延期された会合"}
    moved = meeting_effect(plan("2026-03-26T09:00", moves=ministries.meeting))
    later = ministries.adopt(Type.MEETING, title, moved)

    assert items(kyiv.page(f"{here(later)}/room"))[:2] == ["1 無人機対策", "2 影の船団"]


def test_a_meeting_that_took_the_place_of_another_has_its_briefs_and_calls(
    ministries: Ministries, kyiv: Delegate
) -> None:
    old, item = f"{here(ministries.meeting)}/brief", DRONES["item"]
    opened = f"{old}?item={item}"
    kyiv.fill(f"{opened}&part=objectives", f"{old}/part", text="Дата.", language="uk")
    asked = {"part": "press", "role": "desk-officer", "due": "2026-03-11", "words": ""}
    kyiv.fill(opened, f"{old}/call", **asked)
    title = {"uk": "Перенесене засідання", "ja": "延期された会合"}
    moved = meeting_effect(plan("2026-03-26T09:00", moves=ministries.meeting))
    new = f"{here(ministries.adopt(Type.MEETING, title, moved))}/brief"

    carried = kyiv.page(new)
    for part, text in (("objectives", "Дата й місце."), ("press", "Домовлено.")):
        answer = kyiv.fill(f"{new}?item={item}&part={part}", f"{new}/part", text=text)
        assert answer.status_code == 303

    assert carried.text_of(".part-text") == "Дата."
    assert len(carried.all("#asked a")) == 1
    assert kyiv.page(new).text_of(".part-text") == "Дата й місце. Домовлено."
    assert kyiv.page(new).text_of("#asked") == "Nothing is asked of you as Desk officer."


# --- calls for contributions


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_call_is_shown_to_the_role_that_is_asked_and_to_all_with_one_click(
    ministries: Ministries, kyiv: Delegate, language: str
) -> None:
    path = f"{here(ministries.meeting, language)}/brief"
    for role, part in (("desk-officer", "arguments"), ("secretariat", "press")):
        fields = {"part": part, "role": role, "due": "2026-03-11", "words": "До полудня."}
        opened = f"{path}?item={DRONES['item']}"
        assert kyiv.fill(opened, f"{path}/call", **fields).status_code == 303

    own = kyiv.page(path)
    (link,) = own.all("#all-calls")
    everybody = kyiv.page(link.get("href"))
    kyiv.act_as("secretariat")
    theirs = kyiv.page(path)

    asked = kyiv.fill(f"{path}?item={DRONES['item']}", f"{path}/call", **fields)
    assert asked.headers["location"] == f"{path}?calls=secretariat&done=called"
    assert len(own.all(".calls li")) == len(theirs.all(".calls li")) == 1
    assert own.all(".calls li")[0].get("id") != theirs.all(".calls li")[0].get("id")
    assert len(everybody.all(".calls li")) == 2
    assert [one.get("href") for one in everybody.all("#own-calls")] == [path]
