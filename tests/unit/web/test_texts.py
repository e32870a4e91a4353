"""The pages of joint texts: what they show, what they take, and what they keep."""

import asyncio
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.journeys.texts import PROMPTLY, SIX, TITLE, Negotiator
from tests.unit.node.desks import Desks
from tests.unit.web.conftest import Node, Parsed
from tests.unit.web.test_traffic import HERE, NoLists

from comity.agreement.effects import Type
from comity.agreement.packages import StatusWord
from comity.agreement.statements import ANNEXES, STANCES
from comity.node.texts import Texts
from comity.positions.views import State, View
from comity.records.marking import Marking
from comity.web.app import create_app
from comity.web.jobs import Jobs
from comity.web.labels import TABLES
from comity.web.textdesk import Beginning, Tabled
from comity.web.textpages import Typed
from comity.web.texts import add_texts, taken_of

if TYPE_CHECKING:
    from fastapi import FastAPI


class Reader:
    """Somebody with a browser at the joint texts of one desk."""

    def __init__(self, desk: Texts, parsed: Parsed) -> None:
        self.app: FastAPI = create_app(
            NoLists(), Jobs(), desk.traffic, [lambda app: add_texts(app, desk)]
        )
        self.parsed = parsed

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, how))

    async def _ask(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers=HERE
        ) as client:
            return await client.request(method, path, **how)

    def page(self, path: str, status: int = 200) -> Node:
        answer = self.ask("GET", path)
        assert answer.status_code == status, answer.text[:300]
        return self.parsed(answer.text)

    def form(self, page: Node, action: str, **typed: str) -> dict[str, str]:
        """Return the hidden fields of a form of a page, and what is typed."""
        (form,) = [one for one in page.all("form") if one.get("action").split("#")[0] == action]
        hidden = {
            one.get("name"): one.get("value")
            for one in form.all("input")
            if one.get("type") == "hidden"
        }
        return {**hidden, **typed}


class Room:
    """Two people at their joint texts.

    Attributes:
        kyiv, tokyo: who acts without pages.
        reader: of Tokyo's pages.
        about: the statement.
    """

    def __init__(self, desks: Desks, parsed: Parsed) -> None:
        self.desks = desks
        self.kyiv = Negotiator(Texts(desks.kyiv.party, desks.kyiv))
        self.tokyo = Negotiator(Texts(desks.tokyo.party, desks.tokyo))
        self.reader = Reader(self.tokyo.desk, parsed)
        self.about = self.kyiv.begin(desks.circle)
        desks.world.settle()

    @property
    def path(self) -> str:
        return f"/en/positions/text/{self.about}"

    def agree(self) -> None:
        for number in range(1, 7):
            self.tokyo.take(self.about, number, "A")
        self.desks.world.settle()


@pytest.fixture
def room(desks: Desks, parsed: Parsed) -> Room:
    return Room(desks, parsed)


def test_every_code_of_the_rules_has_its_word() -> None:
    assert set(TABLES["clause-state"]) == {state.value for state in State}
    assert set(TABLES["clause-stance"]) == {*STANCES, "none"}
    assert set(TABLES["annex"]) == set(ANNEXES)
    assert set(TABLES["text-view"]) == {view.value for view in View}
    assert len(State) == len(StatusWord) + 2


def test_the_languages_stand_beside_each_other_marked_as_theirs(room: Room) -> None:
    page = room.reader.page(f"{room.path}?beside=ja")

    lines = page.all("#c1 .body")
    assert [(one.get("lang"), one.get("dir")) for one in lines] == [("en", "auto"), ("ja", "auto")]
    assert SIX[0]["ja"] in lines[1].text
    assert page.text_of("h1") == TITLE["en"]


def test_whose_words_stand_in_brackets_is_said_by_a_code(room: Room) -> None:
    room.tokyo.table(room.about, 3, PROMPTLY)

    page = room.reader.page(room.path)

    sides = page.all("#c3 .alt .by-ua, #c3 .alt .by-jp")
    assert {one.text_of("b") for one in sides} == {"UA", "JP"}
    assert "within 24 hours" in page.text_of("#c3 .by-ua")


def test_a_package_is_drawn_between_its_clauses_and_named_at_both(room: Room) -> None:
    room.tokyo.table(room.about, 3, PROMPTLY)
    room.tokyo.take(room.about, 4, "A", only_if=(room.tokyo.wording(room.about, 3, 1),))

    page = room.reader.page(room.path)

    assert len(page.all(".ties path")) == 1
    assert page.text_of("#packages li").startswith("JP accepts 4a only with 3b")
    assert [page.text_of(f"#c{n} .note") for n in (3, 4)] == ["Package A"] * 2


def test_a_button_takes_one_stance_and_leaves_the_others() -> None:
    taken = taken_of(Typed({"clause": "c", "quick": "w:A", "stance-w": "O", "stance-v": "R"}))

    assert taken.letters == {"w": "A"}
    assert taken.only_if == {}


def test_conditions_are_kept_added_and_dropped_by_the_whole_form() -> None:
    form = Typed(
        {
            "clause": "c",
            "stance-v": "A",
            "stance-w": "A",
            "tie-v:x": "1",
            "bound": "v",
            "only_if": "y",
        }
    )

    assert taken_of(form).only_if == {"v": ("x", "y"), "w": ()}


def test_a_stale_page_is_refused_with_what_changed_and_what_was_typed(room: Room) -> None:
    third = room.tokyo.clause(room.about, 3).id
    page = room.reader.page(f"{room.path}?clause={third}")
    form = room.reader.form(page, f"{room.path}/stance", only_if="", bound="")
    room.tokyo.table(room.about, 3, PROMPTLY)

    answer = room.reader.ask("POST", f"{room.path}/stance", data={**form, f"stance-{third}": "O"})

    again = room.reader.parsed(answer.text)
    assert answer.status_code == 422
    assert again.text_of("#refused").startswith("Clause 3 was changed by Japan after this page")
    assert "tabled 3b" in again.text_of("#refused")
    (chosen,) = again.all(f"#stance-{third[:12]} option[selected]")
    assert chosen.get("value") == "O"
    assert room.tokyo.seen(room.about).shown.text.stance(room.tokyo.desk.party.me, third) is None


def test_a_form_that_is_sent_twice_is_said_once(room: Room) -> None:
    third = room.tokyo.clause(room.about, 3).id
    page = room.reader.page(f"{room.path}?clause={third}")
    forms = [one for one in page.all("#propose form") if "propose" in one.get("action")]
    form = {
        one.get("name"): one.get("value")
        for one in forms[0].all("input")
        if one.get("type") == "hidden"
    }
    data = {**form, "words-en": "Soon.", "words-uk": "Скоро."}

    answers = [room.reader.ask("POST", f"{room.path}/propose", data=data) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(room.tokyo.clause(room.about, 3).live) == 2


def test_the_signing_page_says_what_signing_changes_and_shows_the_words_of_the_hash(
    room: Room,
) -> None:
    room.agree()
    revision = room.kyiv.give(room.about)
    room.kyiv.sign(room.about, revision)
    room.desks.world.settle()

    page = room.reader.page(f"{room.path}/sign?revision={revision}")

    assert "the text is adopted at once" in page.text_of("#changes")
    assert len(page.text_of(".sheet .said").split()) == 12
    assert page.text_of(".sheet .whole").replace(" ", "") == revision
    form = room.reader.form(page, f"{room.path}/sign", revision=revision)
    answer = room.reader.ask("POST", f"{room.path}/sign", data=form)
    assert answer.status_code == 303
    shown = room.reader.page(answer.headers["location"])
    assert "Adopted on this node" in shown.text_of("#signatures")


def test_a_withdrawal_says_the_receipt_rule_and_then_whose_acknowledgement_is_awaited(
    room: Room,
) -> None:
    room.agree()
    revision = room.kyiv.give(room.about)
    room.desks.world.settle()
    room.tokyo.sign(room.about, revision)
    page = room.reader.page(f"{room.path}/sign?revision={revision}")
    assert "If it crosses the last signature in the mail" in page.text_of("#withdrawal")
    form = room.reader.form(page, f"{room.path}/withdraw", **{"reason-en": "New instructions"})

    answer = room.reader.ask("POST", f"{room.path}/withdraw", data=form)

    assert answer.status_code == 303
    assert room.tokyo.seen(room.about).signing.own is None


def test_a_draft_above_the_set_marking_is_shown_whole_to_the_second_role(
    room: Room, parsed: Parsed
) -> None:
    beginning = Beginning(
        circle=room.desks.circle, type=Type.TEXT, title=TITLE, clauses=SIX, marking=Marking.RED
    )
    held = room.kyiv.desk.begin(beginning, room.kyiv.by())
    reader = Reader(room.kyiv.desk, parsed)

    page = reader.page(f"/en/traffic/draft/{held.draft}")

    for words in SIX:
        for text in words.values():
            assert text in page.text
    role = {"cookie": "role=head-of-delegation", **HERE}
    answer = reader.ask("POST", f"/en/traffic/draft/{held.draft}/release", headers=role)
    assert re.fullmatch(
        r"/en/positions/text/[0-9a-f]{64}\?done=released", answer.headers["location"]
    )
    reader.page(answer.headers["location"])


def test_a_long_list_of_texts_shows_some_and_leads_to_the_rest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.web.texts.MOST_TEXTS", 1)
    room.kyiv.begin(room.desks.circle)
    room.desks.world.settle()

    page = room.reader.page("/en/positions/texts")
    (rest,) = page.all(".rest a")
    whole = room.reader.page(rest.get("href"))

    assert [len(one.all(".texts tbody tr")) for one in (page, whole)] == [1, 2]
    assert whole.all(".rest a") == []


def test_what_cannot_be_is_no_page_and_no_fault_of_the_program(room: Room) -> None:
    reader = room.reader

    assert reader.ask("GET", f"/en/positions/text/{'0' * 64}").status_code == 404
    assert reader.ask("GET", f"{room.path}?view=upside-down").status_code == 422
    assert reader.ask("GET", f"{room.path}?done=nothing&clause={'0' * 64}").status_code == 200
    assert reader.ask("GET", f"{room.path}/sign").status_code == 404
    assert reader.ask("POST", f"{room.path}/stance", data={}).status_code == 422
    assert reader.ask("POST", f"{room.path}/revision", data={}).status_code == 422
    assert reader.ask("POST", f"{room.path}/widen", data={"circle": "x"}).status_code == 422
    assert reader.ask("POST", "/en/positions/texts/new", data={}).status_code == 422


def test_two_hundred_clauses_with_names_of_three_hundred_letters_are_one_page(
    room: Room, parsed: Parsed
) -> None:
    title = {"uk": "Ї" * 300}
    clauses = [{"uk": f"Пункт {n}. <b>&" + "я" * 300} for n in range(200)]
    beginning = Beginning(
        circle=room.desks.circle,
        type=Type.TEXT,
        title=title,
        clauses=clauses,
        marking=Marking.GREEN,
    )

    about = room.kyiv.desk.begin(beginning, room.kyiv.by()).record

    page = Reader(room.kyiv.desk, parsed).page(f"/uk/positions/text/{about}")
    assert len(page.all(".para")) == 200
    assert "<b>&" in page.text_of("#c200 .body")
    assert page.all(".paras.is-many")


def test_the_digest_says_what_waits_for_whom(room: Room) -> None:
    now = room.desks.world.clock()

    def sorts(person: Negotiator, later: dt.timedelta = dt.timedelta()) -> list[tuple[str, int]]:
        return [(one.sort, one.number) for one in person.desk.digest(now + later)]

    assert sorts(room.tokyo) == [("text-stance", 6)]
    assert sorts(room.kyiv) == []
    assert sorts(room.kyiv, dt.timedelta(days=15)) == [("text-stuck", 6)]
    room.agree()
    revision = room.kyiv.give(room.about)
    room.kyiv.sign(room.about, revision)
    room.desks.world.settle()
    assert sorts(room.tokyo) == [("text-sign", 1)]
    room.kyiv.withdraw(room.about)
    room.kyiv.table(room.about, 1, {"en": "Other words."})
    room.kyiv.desk.table(
        room.about, Tabled(clause="", words={"en": "One clause more."}), room.kyiv.by()
    )
    room.kyiv.give(room.about, leave_out=True)
    room.desks.world.settle()
    assert ("text-stance", 1) in sorts(room.tokyo)
