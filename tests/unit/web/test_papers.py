"""The pages of papers: what they show, what they take, and what they refuse."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.papers import DESK, Ministries, note
from tests.journeys.test_minutes import ACTION, DECISION, papers, propose, take_notes
from tests.unit.web.conftest import Node, Parsed
from tests.unit.web.test_traffic import HERE, Person

from comity.agreement.effects import Type
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.jobs import Jobs
from comity.web.secretariat import add_papers, add_room

if TYPE_CHECKING:
    from pathlib import Path


class Visitor(Person):
    """Somebody with a browser at the desks of papers of one ministry."""

    def __init__(self, ministries: Ministries, party: Party, parsed: Parsed) -> None:
        super().__init__(ministries.traffic[party], parsed)
        papers, room = ministries.papers[party], ministries.rooms[party]
        self.app = create_app(
            _NoLists(),
            Jobs(),
            ministries.traffic[party],
            [lambda app: add_papers(app, papers), lambda app: add_room(app, room)],
        )

    def fill(self, path: str, form: str, **fields: Any) -> httpx.Response:
        """Send a form of a page with its hidden fields, and whatever is typed."""
        return self.submit(self.page(path), form, **fields)

    def submit(self, page: Node, form: str, **fields: Any) -> httpx.Response:
        """Send a form of a page that was opened before."""
        (found,) = page.all(f'form[action="{form}"]')
        hidden = {one.get("name"): one.get("value") for one in found.all("input[type=hidden]")}
        return self.post(form.partition("#")[0], data={**hidden, **fields})


class _NoLists:
    def parties(self) -> tuple[str, ...]:
        return ()

    def board(self, party: str) -> None:
        del party

    def match(self, cluster: int, party: str) -> None:
        del cluster, party


@pytest.fixture
def ministries(tmp_path: "Path") -> Iterator[Ministries]:
    """Kyiv and Tokyo with a meeting whose agenda is adopted."""
    with World(tmp_path) as world:
        made = Ministries(world)
        yield made
        made.close()


@pytest.fixture
def kyiv(ministries: Ministries, parsed: Parsed) -> Visitor:
    """Somebody in Kyiv."""
    return Visitor(ministries, UKRAINE, parsed)


@pytest.fixture
def tokyo(ministries: Ministries, parsed: Parsed) -> Visitor:
    """Somebody in Tokyo."""
    return Visitor(ministries, JAPAN, parsed)


@pytest.fixture
def minutes(ministries: Ministries) -> str:
    """Minutes on which silence runs."""
    take_notes(ministries)
    propose(ministries)
    return papers(ministries, Type.MINUTES)[0]


@pytest.mark.parametrize("language", ["uk", "ja", "en"])
def test_the_page_of_minutes_shows_text_seals_silence_and_what_is_awaited(
    tokyo: Visitor, minutes: str, language: str
) -> None:
    page = tokyo.page(f"/{language}/consultations/paper/{minutes}")

    texts = {one.get("lang"): one.text for one in page.all(".paper-text")}
    assert set(texts) == {"uk", "ja"}
    assert "Провести випробування" in texts["uk"]
    assert [one.get("class") for one in page.all("#paper-signed .seal")] == [
        "seal",
        "seal is-signed",
    ]
    assert page.all("#paper-silence .until")
    assert page.all("#break form")
    assert page.all("section.marking-amber")


def test_a_paper_says_what_signing_changes_before_anybody_signs(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor, minutes: str
) -> None:
    path = f"/en/consultations/paper/{minutes}"
    adopts = tokyo.page(path).text_of("#sign-change")
    signed = kyiv.page(path).text_of("#sign-change")

    tokyo.fill(path, f"{path}/sign#sign")
    ministries.world.settle()

    assert adopts.startswith("Our signature adopts it")
    assert signed.startswith("We have signed this text.")
    assert kyiv.page(path).text_of(".letterhead .badge") == "Adopted"
    assert kyiv.page(path).all("#sign") == []


def test_silence_is_broken_with_one_form_and_its_reason_is_read_by_the_other(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor, minutes: str
) -> None:
    path = f"/ja/consultations/paper/{minutes}"
    answer = tokyo.fill(path, f"{path}/break#break", reason="第2項に異議。", language="ja")
    ministries.world.settle()

    page = kyiv.page(f"/en/consultations/paper/{minutes}")
    assert answer.headers["location"] == f"{path}?done=break"
    assert page.text_of(".reason bdi") == "第2項に異議。"
    assert page.all(".reason bdi")[0].get("lang") == "ja"
    assert page.text_of(".silence-course") == "Silence is broken"


def test_what_silence_adopted_after_a_break_is_not_shown_as_broken(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor, minutes: str
) -> None:
    path = f"/en/consultations/paper/{minutes}"
    tokyo.fill(path, f"{path}/break#break", reason="Not as agreed.", language="en")
    ministries.world.settle()
    kyiv.fill(path, f"{path}/revise#revise", text_uk="Протокол, уточнений.")
    kyiv.fill(path, f"{path}/withdraw#withdraw")
    ministries.do_duties()
    kyiv.fill(path, f"{path}/silence#silence", hours="48")
    ministries.world.settle()
    tokyo.page(path)

    ministries.wait(hours=49)
    ministries.do_duties()

    for person in (kyiv, tokyo):
        page = person.page(path)
        assert page.text_of(".silence-course") == "Adopted"
        assert page.all(".reason") == []


def test_a_stale_page_is_refused_and_keeps_everything_typed(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor, minutes: str
) -> None:
    path = f"/uk/consultations/paper/{minutes}"
    opened = tokyo.page(path)
    kyiv.fill(path, f"{path}/withdraw#withdraw", reason="Помилка в пункті 1")
    ministries.world.settle()

    answer = tokyo.submit(opened, f"{path}/break#break", reason="Не згодні", language="uk")

    assert answer.status_code == 422
    page = tokyo.parsed(answer.text)
    assert page.text_of("#reason") == "Не згодні"
    assert page.text_of("[role=alert] code") == "stale-page"
    assert "Помилка в пункті 1" in page.text_of("#paper-history")
    assert ministries.paper(JAPAN, minutes).silences[0].course == "running"


def test_a_double_click_signs_once(ministries: Ministries, tokyo: Visitor, minutes: str) -> None:
    path = f"/uk/consultations/paper/{minutes}"
    opened = tokyo.page(path)
    before = ministries.world.heads(JAPAN, ministries.circle)[JAPAN].size

    answers = [tokyo.submit(opened, f"{path}/sign#sign") for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert ministries.world.heads(JAPAN, ministries.circle)[JAPAN].size == before + 1


def test_an_annex_stands_on_the_page_of_both(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor, minutes: str
) -> None:
    path = f"/ja/consultations/paper/{minutes}"
    words = {"type": "reservation", "text_ja": "第1項を留保する。", "text_uk": ""}
    tokyo.fill(path, f"{path}/annex#annex", **words)
    ministries.world.settle()

    shown = kyiv.page(f"/en/consultations/paper/{minutes}").text_of("#paper-annexes li")
    assert shown.startswith("JP Reservation")
    assert "第1項を留保する。" in shown


@pytest.mark.parametrize("of", [Type.TERMS, Type.MEETING, Type.AGENDA])
def test_terms_a_meeting_and_an_agenda_have_a_page_too(
    ministries: Ministries, kyiv: Visitor, of: Type
) -> None:
    with ministries.world.nodes[UKRAINE].agreeing.reading(ministries.circle) as agreement:
        (about,) = [one.id for one in agreement.matters.values() if one.type is of]

    for language in ("uk", "ja", "en"):
        page = kyiv.page(f"/{language}/consultations/paper/{about}")
        assert page.all("#paper-effect li")


def test_no_paper_is_not_found(kyiv: Visitor) -> None:
    assert kyiv.ask("GET", f"/en/consultations/paper/{'0' * 64}").status_code == 404


# --- the room


def room(ministries: Ministries) -> str:
    """Return the address of the room."""
    return f"/uk/consultations/meeting/{ministries.meeting}/room"


@pytest.mark.parametrize("language", ["uk", "ja", "en"])
def test_the_room_shows_the_agenda_item_by_item_in_both_languages(
    ministries: Ministries, kyiv: Visitor, language: str
) -> None:
    take_notes(ministries)
    page = kyiv.page(f"/{language}/consultations/meeting/{ministries.meeting}/room")

    assert len(page.all(".room-item h2")) == 3
    decision = page.all(".entry-decision .sides p")
    assert [(one.get("lang"), one.text) for one in decision] == [
        ("uk", DECISION["uk"]),
        ("ja", DECISION["ja"]),
    ]
    assert len(page.all(".entry-remark .lack")) == 1
    assert page.all("section.marking-amberstrict")


def test_entries_that_a_browser_sends_twice_are_kept_once(
    ministries: Ministries, kyiv: Visitor
) -> None:
    edits = {"edits": [note("0a", "decision", DECISION)]}

    answers = [kyiv.post(f"{room(ministries)}/notes", json=edits).json() for _ in range(2)]

    assert answers == [{"saved": ["0a" * 16]}] * 2
    assert len(kyiv.page(room(ministries)).all(".entry")) == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "notes-form"),
        (b"[]", "notes-form"),
        (b'{"edits": [7]}', "notes-form"),
        (b'{"edits": [{}]}', "record-body"),
        (b'{"edits": [{"id": "x"}]}', "record-body"),
    ],
)
def test_what_are_no_entries_is_refused_by_name(
    ministries: Ministries, kyiv: Visitor, sent: bytes, code: str
) -> None:
    answer = kyiv.post(f"{room(ministries)}/notes", content=sent)

    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_an_entry_that_two_edit_at_once_shows_both_wordings(
    ministries: Ministries, kyiv: Visitor
) -> None:
    first = note("0a", "decision", DECISION)
    one, other = (
        {**first, "id": name * 16, "base": ["0a" * 16], "words": {"uk": words}}
        for name, words in (("1a", "Перша"), ("1b", "Друга"))
    )
    for edit in (first, one, other):
        kyiv.post(f"{room(ministries)}/notes", json={"edits": [edit]})

    page = kyiv.page(room(ministries))
    assert page.text_of(".other .sides p[lang=uk]") == "Друга Перша"
    both = re.findall(r'"base": \[(.*?)\]', page.all(".other")[0].get("data-note"))
    assert both == [f'"{"1a" * 16}", "{"1b" * 16}"']


def test_a_browser_without_scripts_takes_notes_too(ministries: Ministries, kyiv: Visitor) -> None:
    fields = {
        "item": "1" * 64,
        "sort": "action",
        "words_uk": ACTION["uk"],
        "owner": "jp",
        "due": "2026-04-20",
    }
    answer = kyiv.fill(room(ministries), f"{room(ministries)}/note", **fields)

    assert answer.status_code == 303
    page = kyiv.page(room(ministries))
    assert page.text_of(".room-item:first-child .entry-action .sides p[lang=uk]") == ACTION["uk"]
    wrong = kyiv.fill(room(ministries), f"{room(ministries)}/note", **{**fields, "due": "завтра"})
    assert wrong.status_code == 422
    assert ACTION["uk"] in kyiv.parsed(wrong.text).text_of("#words_uk")


def test_the_read_back_flags_what_is_not_translated_and_what_nobody_owns(
    ministries: Ministries, kyiv: Visitor
) -> None:
    edits = [note("0a", "decision", {"uk": "Так."}), note("0b", "action", {"ja": "計画"})]
    ministries.rooms[UKRAINE].keep(ministries.meeting, edits, DESK)

    page = kyiv.page(f"/en/consultations/meeting/{ministries.meeting}/room/readback")

    assert page.text_of("#readback-count") == "4 points are still open."
    assert [one.text for one in page.all(".readback .lack")] == [
        "not in Japanese yet",
        "not in Ukrainian yet",
        "Nobody owns it",
        "No day is set",
    ]


def test_minutes_are_edited_and_proposed_with_silence_from_the_notes(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor
) -> None:
    take_notes(ministries)
    path = f"/uk/consultations/meeting/{ministries.meeting}/room/minutes"
    page = kyiv.page(path)
    fields = {one.get("name"): one.text for one in page.all("form.minutes-form textarea")} | {
        one.get("name"): one.get("value") for one in page.all("input[type=text]")
    }
    changed = {**fields, "text_minutes_uk": "Сторони домовилися."}

    more = {"marking": "TLP:AMBER", "silence": "1", "hours": "48", "sign": "1"}
    asked = kyiv.submit(page, path, **changed, **more)  # the meeting is still to come
    answer = kyiv.submit(page, path, **changed, **more, early="1")
    ministries.world.settle()

    assert page.text_of("#not-begun") == "За годинником цього вузла зустріч ще не почалася."
    assert asked.status_code == 422
    assert "meeting-not-begun" in asked.text
    assert "Сторони домовилися." in asked.text
    about = answer.headers["location"].split("/")[-1].partition("?")[0]
    shown = tokyo.page(f"/ja/consultations/paper/{about}")
    assert shown.text_of(".paper-text[lang=uk]") == "Сторони домовилися."
    assert shown.all("#paper-silence .until")
    assert len(papers(ministries, Type.DECISION)) == 0  # its box was not ticked


def test_a_summary_of_the_chair_is_a_text_of_the_meeting(
    ministries: Ministries, kyiv: Visitor
) -> None:
    path = f"/uk/consultations/meeting/{ministries.meeting}/room/summary"
    words = {"title_summary_uk": "Резюме", "text_summary_uk": "Голова підсумував."}
    answer = kyiv.fill(path, path, marking="TLP:AMBER", early="1", **words)
    empty = kyiv.fill(path, path, marking="TLP:AMBER", early="1", title_summary_uk="Резюме")

    assert "/consultations/paper/" in answer.headers["location"]
    assert empty.status_code == 422
    assert "paper-words" in empty.text
    ministries.world.settle()
    assert papers(ministries, Type.TEXT)


def test_only_a_page_of_this_server_can_send_notes(ministries: Ministries, kyiv: Visitor) -> None:
    foreign = {**HERE, "sec-fetch-site": "cross-site"}

    answer = kyiv.post(f"{room(ministries)}/notes", json={"edits": []}, headers=foreign)

    assert answer.status_code == 403
