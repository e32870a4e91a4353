"""Kyiv and Tokyo with the desks of their papers and notes, for journeys about minutes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.exchange.station import Draft as Said
from comity.node.notebook import Notebook
from comity.node.papers import Papers
from comity.node.room import Room
from comity.node.serving import Serving
from comity.node.traffic import Traffic
from comity.records.party import Party
from comity.web.papers import Act, PaperSeen

TERMS = {
    "mechanism": {
        "levels": ["directors-general", "working-group"],
        "languages": ["uk", "ja"],
        "host": "ua",
        "zone": "Europe/Kyiv",
        "begins": "2026-03-05T09:00",
        "minutes": 120,
    },
    "silence": {"minutes": 48},
}
ITEMS: list[dict[str, Any]] = [
    {
        "item": "1" * 64,
        "title": {"uk": "Захист від дронів", "ja": "無人機対策"},
        "mode": "decision",
        "minutes": 40,
    },
    {
        "item": "2" * 64,
        "title": {"uk": "Тіньовий флот", "ja": "影の船団"},
        "mode": "discussion",
        "minutes": 30,
    },
]
DESK, HEAD = "desk-officer", "head-of-delegation"


class Ministries:
    """Two ministries with a mechanism and a meeting whose agenda is adopted.

    Attributes:
        world: the nodes and what is between them.
        circle: id of their circle.
        traffic, papers, rooms: desks, by party.
        meeting: id of the meeting.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.circle = world.open(UKRAINE, JAPAN)
        self.traffic: dict[Party, Traffic] = {}
        self.papers: dict[Party, Papers] = {}
        self.rooms: dict[Party, Room] = {}
        for party, other in ((UKRAINE, JAPAN), (JAPAN, UKRAINE)):
            node = world.nodes[party]
            serving = Serving(node)
            serving.links = {other: world.links[party, other]}
            self.traffic[party] = Traffic(node, serving)
            self.papers[party] = Papers(node, self.traffic[party])
            self.rooms[party] = Room(self.papers[party], Notebook(node.folder.notebook))
        world.settle()
        self.adopt(Type.TERMS, {"uk": "Положення", "ja": "付託事項"}, TERMS)
        self.meeting = self.meet("2026-03-12T09:00", "Перше засідання", "第1回会合")
        self.agenda(self.meeting)

    def close(self) -> None:
        """Close the desks."""
        for party, traffic in self.traffic.items():
            self.rooms[party].close()
            traffic.close()

    def adopt(self, of: Type, title: Mapping[str, str], effect: Mapping[str, Any]) -> str:
        """Let both adopt an object whose text is its title; return its id."""
        found = self.say(UKRAINE, open_object(of, title))
        revision = revise(found, title, effect)
        self.say(UKRAINE, revision)
        self.world.settle()
        for party in (UKRAINE, JAPAN):
            self.say(party, sign(found, revision.body["revision"]))
            self.world.settle()
        return found

    def meet(self, begins: str, uk: str, ja: str) -> str:
        """Let both adopt a meeting; return its id."""
        plan = {
            "level": "directors-general",
            "zone": "Europe/Kyiv",
            "begins": begins,
            "minutes": 120,
            "place": {"uk": "Київ", "ja": "キーウ"},
        }
        return self.adopt(Type.MEETING, {"uk": uk, "ja": ja}, {"meeting": plan})

    def agenda(self, meeting: str) -> str:
        """Let both adopt the agenda of a meeting."""
        title = {"uk": "Порядок денний", "ja": "議題"}
        return self.adopt(Type.AGENDA, title, {"of": meeting, "items": ITEMS})

    def say(self, party: Party, draft: Draft) -> str:
        """Let a party say something; return the hash."""
        return self.world.say(party, self.circle, Said(draft.kind, draft.body, MARKING))[0].hash

    def paper(self, party: Party, about: str) -> PaperSeen:
        """Return a paper as a party's people see it."""
        seen = self.papers[party].paper(about)
        assert seen is not None
        return seen

    def act(self, party: Party, about: str, what: str, **typed: str) -> None:
        """Let a party's people do something on the page of a paper."""
        act = Act(what, typed, self.paper(party, about).state, "")
        self.papers[party].act(about, act, DESK)

    def do_duties(self) -> None:
        """Let every node hear the other, and write what it must write by itself."""
        self.world.settle()
        for party, traffic in self.traffic.items():
            node = self.world.nodes[party]
            assert traffic.serving is not None
            heard = traffic.serving.heard(self.circle)
            node.agreeing.do_duties(self.circle, heard, self.world.clock())
            self.world.settle()

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.world.clock.forward(dt.timedelta(**span).total_seconds())


def note(entry: str, sort: str, words: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Return an edit of a note as a browser sends it; the id is that of the entry, doubled."""
    usual = {"item": ITEMS[0]["item"], "at": "2026-03-12T07:30:00.000Z", "id": entry * 16}
    return {**usual, "entry": entry * 16, "sort": sort, "words": dict(words), **more}
