"""Records made to break the pages of whoever receives them.

A partner's node may say anything in well-formed records: bodies that fit no kind, times that no
calendar has, names of what is not here, meetings that move each other. Every page still answers,
and nothing that one party said alone is shown as agreed.
"""

import asyncio
import copy
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World
from tests.journeys.papers import ITEMS, TERMS, Ministries
from tests.unit.web.test_traffic import NoLists

from comity.agreement.effects import Type
from comity.agreement.statements import (
    alternative,
    annex,
    break_silence,
    open_object,
    revise,
    sign,
    silence,
    take_stance,
    withdraw,
)
from comity.exchange.statements import report
from comity.exchange.station import Draft
from comity.node.consulting import Consulting
from comity.node.positions import Positions
from comity.node.texts import Texts
from comity.node.today import Digesting, Today
from comity.node.wordfiles import WordFiles
from comity.records.kinds import Kinds
from comity.records.precedence import Precedence
from comity.web.app import create_app
from comity.web.consultation import add_consultations
from comity.web.jobs import Jobs
from comity.web.positions import add_positions
from comity.web.secretariat import add_papers, add_room
from comity.web.texts import add_texts
from comity.web.word import add_word

UNKNOWN = "ab" * 32
NASTY = "<script>alert(1)</script>\"'&{{7*7}}%(n)s %s {0}\u202e\x00\x0b said:0"
WORDS = {"uk": NASTY}
MEETING: dict[str, Any] = {
    "level": "heads",
    "zone": "Europe/Kyiv",
    "begins": "2026-12-01T09:00",
    "minutes": 60,
}
MECHANISM: dict[str, Any] = {**cast("dict[str, Any]", TERMS["mechanism"]), "host": "zz"}
NO_DAYS = (
    "2026-02-31T09:30:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
)
"""What has the form of a moment, and is none, or is at the end of what a calendar can count."""
ODD: tuple[Any, ...] = (None, 0, True, "", "x", UNKNOWN, [], [7], {}, {"uk": 7}, {"uk": ["x"]})

WHOLE = (
    "/today",
    "/consultations",
    "/consultations/call",
    "/consultations/ask",
    "/positions",
    "/positions/matrix.xlsx?notes=1",
    "/positions/texts",
    "/traffic",
    "/node",
)
OF_ONE = (
    "/consultations/paper/{}",
    "/consultations/meeting/{}",
    "/consultations/meeting/{}/agenda",
    "/consultations/meeting/{}/delegation",
    "/consultations/meeting/{}/meeting.ics",
    "/consultations/meeting/{}/room",
    "/consultations/meeting/{}/room/minutes",
    "/consultations/meeting/{}/brief",
    "/positions/text/{}",
    "/positions/text/{}?view=mine",
    "/positions/text/{}/sign",
    "/positions/text/{}/word",
    "/positions/text/{}/text.docx",
    "/positions/question/{}",
    "/traffic/message/{}",
)


class House:
    """All pages of Kyiv, and a node in Tokyo that says whatever it likes.

    Attributes:
        ministries: both, with a meeting whose agenda is adopted.
        world: their nodes.
        said: hashes of what Tokyo said.
    """

    def __init__(self, ministries: Ministries) -> None:
        self.ministries = ministries
        self.world, self.circle = ministries.world, ministries.circle
        self.said: list[str] = []
        self.world.nodes[JAPAN].station.kinds = Kinds(())  # it checks nothing that it says
        node, traffic = self.world.nodes[UKRAINE], ministries.traffic[UKRAINE]
        papers, room = ministries.papers[UKRAINE], ministries.rooms[UKRAINE]
        texts = Texts(node, traffic)
        self.positions = positions = Positions(node, traffic, texts)
        word = WordFiles(node, traffic, texts)
        consulting = Consulting(node, traffic, None, room)
        desks: list[Digesting] = [consulting, texts, positions, papers, room]
        self.today = Today(traffic, None, desks, ahead=consulting, positions=positions)
        self.app = create_app(
            NoLists(),
            Jobs(),
            traffic,
            [
                lambda app: add_consultations(app, consulting),
                lambda app: add_texts(app, texts),
                lambda app: add_positions(app, positions),
                lambda app: add_word(app, word),
                lambda app: add_papers(app, papers),
                lambda app: add_room(app, room),
            ],
            today=self.today,
        )

    def close(self) -> None:
        self.today.close()
        self.positions.close_store()
        self.ministries.close()

    def say(self, kind: str, body: Mapping[str, Any]) -> str:
        """Let Tokyo say something, whether it fits its kind or not."""
        (record,) = self.world.say(JAPAN, self.circle, Draft(kind, body, MARKING))
        self.said.append(record.hash)
        return record.hash

    def open(self, sort: Type, *effects: Mapping[str, Any]) -> str:
        """Let Tokyo open an object, and sign each of its texts."""
        about = self.say(*parts(open_object(sort, WORDS)))
        for effect in effects:
            draft = revise(about, {"ko": "x"}, effect)
            self.say(*parts(draft))
            self.say(*parts(sign(about, draft.body["revision"])))
        return about

    def broken(self, *abouts: str) -> list[str]:
        """Return the pages that break, of all and of everything that is named."""
        self.world.settle()
        for node in self.world.nodes.values():
            node.projections.catch_up()
            node.agreeing.do_duties(self.circle, {}, self.world.clock())
        self.world.settle()
        paths = [*WHOLE, *(path.format(one) for one in abouts for path in OF_ONE)]
        return [path for path in paths if self.status(f"/uk{path}") >= 500]

    def status(self, path: str) -> int:
        return asyncio.run(self._status(path))

    async def _status(self, path: str) -> int:
        inside = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=inside, base_url="http://localhost") as asking:
            answer = await asking.get(path)
        if answer.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in answer.text
        return answer.status_code

    def adopted(self) -> set[str]:
        """Return what Kyiv's node holds adopted."""
        with self.world.nodes[UKRAINE].agreeing.reading(self.circle) as agreement:
            return {one.id for one in agreement.matters.values() if one.completions}


def parts(draft: Any) -> tuple[str, Mapping[str, Any]]:
    return draft.kind, draft.body


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Kyiv with all its pages."""
    with World(tmp_path) as world:
        made = House(Ministries(world))
        yield made
        made.close()


def good_bodies(house: House) -> dict[str, Mapping[str, Any]]:
    """Return a body that fits, for every kind of which pages show something."""
    about = house.open(Type.TEXT)
    clause = house.say(*parts(alternative(about, WORDS)))
    revision = revise(about, WORDS, {"meeting": MEETING})
    procedure = house.say(*parts(silence(about, UNKNOWN, NO_DAYS[0])))
    asked = house.say("question/1", {"title": WORDS})
    drafts = [
        open_object(Type.MEETING, WORDS, (house.circle, about)),
        revision,
        sign(about, revision.body["revision"], valid_until=NO_DAYS[0]),
        silence(about, revision.body["revision"], NO_DAYS[3]),
        break_silence(procedure, WORDS),
        withdraw(about, WORDS),
        annex(about, "reservation", WORDS),
        alternative(about, WORDS, clause),
        take_stance(about, clause, {clause: "S"}, {clause: [clause]}),
    ]
    alone: dict[str, Mapping[str, Any]] = {
        "complete/1": {"object": about, "revision": revision.body["revision"]},
        "align/1": {"circle": house.circle, "object": about, "revision": UNKNOWN},
        "order/1": {"object": about, "clauses": [clause]},
        "item/1": {"title": WORDS, "mode": "decision", "meeting": about, "why": WORDS},
        "item-withdrawn/1": {"item": clause},
        "delegation/1": {"meeting": about, "members": [{"name": WORDS, "role": "head"}]},
        "question/1": {"title": WORDS, "background": WORDS},
        "question-closed/1": {"question": asked},
        "position/1": {"question": asked, "stance": "oppose", "words": WORDS, "source": clause},
        "report/1": report(
            precedence=Precedence.FLASH, subject="Ship", words="Text", language="uk", quotes=[asked]
        ),
        "recall/1": {"record": asked, "reason": WORDS},
        "unheard-of/1": {"title": WORDS, "object": about},
    }
    return {**{one.kind: dict(one.body) for one in drafts}, **alone}


def spoilt(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a body with each of its fields left out, or made something that does not fit."""
    yield {}
    for name in body:
        rest = {one: value for one, value in body.items() if one != name}
        yield rest
        yield from ({**rest, name: copy.deepcopy(odd)} for odd in ODD)


KINDS = (
    "open/1 revision/1 sign/1 silence/1 break/1 withdraw/1 annex/1 alternative/1 stance/1 "
    "complete/1 align/1 order/1 item/1 item-withdrawn/1 delegation/1 question/1 "
    "question-closed/1 position/1 report/1 recall/1 unheard-of/1"
).split()


@pytest.mark.parametrize("kinds", [KINDS[at::4] for at in range(4)])
def test_every_page_answers_whatever_stands_in_a_body(house: House, kinds: list[str]) -> None:
    bodies, before = good_bodies(house), house.adopted()
    named = [house.say(kind, one) for kind in kinds for one in spoilt(bodies[kind])]
    for one in named[:: max(1, len(named) // 12)]:
        house.say("item/1", {"title": WORDS, "mode": "decision", "meeting": one, "about": one})
        house.say("position/1", {"question": house.said[-2], "stance": "support", "source": one})
        house.say("unheard-of/1", {"question": one, "meeting": one, "item": one})

    assert house.broken(*house.said[:6], *named[::40]) == []
    assert house.adopted() == before


def effects() -> Iterable[Mapping[str, Any]]:
    """Yield what one party alone would like an object to do."""
    meeting = {"meeting": MEETING}
    for begins in ("2026-02-31T09:00", "0000-01-01T00:00", "2026-03-29T03:30", "2200-12-31T23:59"):
        yield {"meeting": {**MEETING, "begins": begins}}
    yield {"meeting": {**MEETING, "zone": "../../etc/passwd"}}
    yield {"meeting": {**MEETING, "zone": "Etc/GMT+12", "minutes": 20_160, "moves": UNKNOWN}}
    for rule in ("FREQ=NOPE", "FREQ=YEARLY;UNTIL=99991231T235959Z", "FREQ=MONTHLY;BYDAY=99MO"):
        yield {"mechanism": {**MECHANISM, "cadence": rule}}
    yield {"mechanism": {**MECHANISM, "zone": "No/Where", "begins": "2026-02-31T09:00"}}
    yield {"of": UNKNOWN, "items": []}
    yield {"closed": {"succeeded_by": {"circle": UNKNOWN, "object": UNKNOWN}}}
    yield {"retained": [{"object": UNKNOWN, "clauses": [UNKNOWN]}]}
    yield {"assigned": [{"action": "a", "owner": "zz", "what": WORDS}], **meeting}


@pytest.mark.parametrize("sort", [Type.MEETING, Type.DECISION, Type.TERMS, Type.TEXT])
def test_every_page_answers_whatever_an_object_would_do(house: House, sort: Type) -> None:
    before = house.adopted()
    opened = [house.open(sort, effect) for effect in effects()]
    full = [{**ITEMS[0], "title": WORDS, "minutes": 20_160}] * 100
    opened.append(house.open(sort, {"of": house.ministries.meeting, "items": full}))
    opened.append(house.open(sort, {"cancels": house.ministries.meeting}))

    assert house.broken(*opened, house.ministries.meeting) == []
    assert house.adopted() == before


def test_meetings_that_move_and_cancel_each_other_are_shown(house: House) -> None:
    first, second = house.open(Type.MEETING, {"meeting": MEETING}), house.open(Type.MEETING)
    for about, other in ((first, second), (second, first), (first, first)):
        draft = revise(about, WORDS, {"meeting": {**MEETING, "moves": other}})
        house.say(*parts(draft))
        house.say(*parts(revise(about, WORDS, {"cancels": other})))

    assert house.broken(first, second) == []


@pytest.mark.parametrize("at", NO_DAYS)
def test_every_page_answers_whenever_a_record_says_that_it_was_written(
    house: House, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokyo = house.world.nodes[JAPAN].station
    monkeypatch.setattr(tokyo, "now", lambda: at)
    text = house.open(Type.TEXT)
    clause = house.say(*parts(alternative(text, WORDS)))
    house.say(*parts(take_stance(text, clause, {clause: "S"})))
    house.say(*parts(annex(text, "reservation", WORDS)))
    minutes = house.open(Type.MINUTES, {"of": house.ministries.meeting})
    revision = revise(minutes, {"ko": "x"}, {"of": house.ministries.meeting}).body["revision"]
    procedure = house.say(*parts(silence(minutes, revision, at)))
    house.say(*parts(break_silence(procedure, WORDS)))
    house.say(*parts(silence(minutes, revision, at)))
    house.say("item/1", {"title": WORDS, "mode": "decision"})
    asked = house.say("question/1", {"title": WORDS})
    house.say("position/1", {"question": asked, "stance": "oppose", "words": WORDS})
    members = [{"name": WORDS, "role": "head"}]
    house.say("delegation/1", {"meeting": house.ministries.meeting, "members": members})
    body = report(precedence=Precedence.FLASH, subject="Ship", words="Text", language="uk")
    message = house.say("report/1", {**body, "answer_by": at})

    monkeypatch.undo()
    named = (text, minutes, asked, message, house.ministries.meeting)
    assert house.broken(*named) == []
