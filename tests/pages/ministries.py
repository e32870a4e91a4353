"""Kyiv and Tokyo with a meeting and its papers, each with pages in a real browser."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.papers import ITEMS, TERMS, note
from tests.pages.capitals import PATIENCE, Capitals, capitals, until

from comity.agreement.duties import written
from comity.agreement.effects import Type
from comity.agreement.statements import (
    Draft,
    annex,
    break_silence,
    open_object,
    revise,
    sign,
    silence,
)
from comity.consultation.briefs import INTERNAL, Call, Part, Written
from comity.node.clock import now
from comity.node.notebook import Notebook
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.room import Room
from comity.records.party import Party
from comity.web.secretariat import add_papers, add_room

MARKING = "TLP:AMBER"
TITLES = {
    Type.TERMS: {"uk": "Положення про консультації", "ja": "協議の付託事項"},
    Type.AGENDA: {"uk": "Порядок денний третього засідання", "ja": "第3回会合議題"},
    Type.MINUTES: {"uk": "Протокол: Третє засідання", "ja": "合意議事録：第3回会合"},
    Type.DECISION: {"uk": "Захист від дронів", "ja": "無人機対策"},
}
TEXT = {
    "uk": "1. Захист від дронів\nРішення: провести другий етап випробувань у січні.\n"
    "Доручення (Японія, до 20 квітня): подати план випробувань.\n\n2. Тіньовий флот\n"
    "Сторони обмінялися списками суден.",
    "ja": "1. 無人機対策\n決定：第2段階の試験を1月に実施する。\n"
    "フォローアップ事項（日本、4月20日まで）：試験計画を提出する。\n\n"
    "2. 影の船団\n双方は船舶の一覧を交換した。",
}


@dataclass
class Ministries:
    """Two nodes that exchange, with the desks of their papers.

    Attributes:
        capitals: the nodes.
        papers, rooms: desks, by party.
        pages: address of the pages of each, by party.
        known: ids of objects, by a short name.
    """

    capitals: Capitals
    papers: dict[str, Papers] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    @property
    def meeting(self) -> str:
        """Return the id of the meeting."""
        return self.known["meeting"]

    def node(self, party: str) -> PartyNode:
        """Return a node."""
        return self.capitals.kyiv if party == "ua" else self.capitals.tokyo

    def say(self, party: str, draft: Draft) -> str:
        """Let a party say something, and wait until the other has it; return the hash."""
        node, other = self.node(party), self.node("jp" if party == "ua" else "ua")
        record = node.say(self.capitals.circle, draft.kind, draft.body, MARKING).result(PATIENCE)[0]
        until(lambda: other.journal.by_hash(record.hash))
        return record.hash

    def table(
        self, of: Type, title: Mapping[str, str], text: Mapping[str, str], effect: Any
    ) -> tuple[str, str]:
        """Let Kyiv open an object with a text; return both."""
        about = self.say("ua", open_object(of, title))
        draft = revise(about, text, effect)
        self.say("ua", draft)
        return about, draft.body["revision"]

    def adopt(
        self, of: Type, title: Mapping[str, str], text: Mapping[str, str], effect: Any
    ) -> str:
        """Let both adopt an object; return its id."""
        about, revision = self.table(of, title, text, effect)
        for party in ("ua", "jp"):
            self.say(party, sign(about, revision))
        return about

    def opened(self, of: str, title: Mapping[str, str]) -> Draft:
        """Return what opens an object."""
        return open_object(Type(of), title)

    def revised(self, about: str, words: Mapping[str, str], effect: Mapping[str, Any]) -> Draft:
        """Return what gives an object a text."""
        return revise(about, words, effect)

    def planned(self, meeting: str) -> str:
        """Let both adopt the agenda of a meeting."""
        title = TITLES[Type.AGENDA]
        return self.adopt(Type.AGENDA, title, title, {"of": meeting, "items": ITEMS})

    def noted(self) -> None:
        """Let Kyiv have notes and briefs of every sort for its meeting; once."""
        room = self.rooms["ua"]
        if room.notebook.last_edit(self.meeting):
            return
        first = note("0a", "decision", {"uk": "Провести випробування.", "ja": "試験を実施する。"})
        edits = [
            first,
            note("0b", "action", {"uk": "Подати план."}, owner="jp", due="2026-04-20"),
            note("0c", "action", {"ja": "一覧を送付する。"}, item=ITEMS[1]["item"]),
            note("0d", "remark", {"uk": "Ціни на дизель зросли."}, item=ITEMS[1]["item"]),
            note("0e", "item", {"uk": "Різне", "ja": "その他"}, item=""),
            {**first, "id": "1a" * 16, "base": ["0a" * 16], "words": {"uk": "Перша думка."}},
            {**first, "id": "1b" * 16, "base": ["0a" * 16], "words": {"uk": "Друга думка."}},
        ]
        room.keep(self.meeting, edits, "desk-officer")
        for item, part, text in (
            (ITEMS[0]["item"], Part.OBJECTIVES, "Домогтися дати випробувань: не пізніше січня."),
            (ITEMS[0]["item"], Part.THEIRS, "Зберегти свободу рішення до бюджетного року."),
            (ITEMS[1]["item"], Part.PRESS, "Сторони обмінялися думками."),
        ):
            room.write(
                self.meeting,
                Written(
                    item=item,
                    part=part,
                    version=0,
                    text=text,
                    language="uk",
                    marking=INTERNAL,
                    by="desk-officer",
                    at="",
                ),
            )
        room.call(
            Call(
                id="c" * 32,
                meeting=self.meeting,
                item=ITEMS[1]["item"],
                part=Part.BACKGROUND,
                role="secretariat",
                person="О. Коваль",
                words="Дві сторінки про судна.",
                due="2026-12-01T23:59:59.000Z",
                by="desk-officer",
                at="",
            )
        )


def filled(made: Ministries) -> None:
    """Let both adopt terms, meetings and an agenda, and let Kyiv propose minutes."""
    effect = {**TERMS, "silence": {"minutes": 24, "decision": 48}}
    title = TITLES[Type.TERMS]
    made.known["terms"] = made.adopt(Type.TERMS, title, title, effect)
    for name, begins, number in (
        ("before", "2026-01-15T09:00", 2),
        ("meeting", "2026-03-12T09:00", 3),
    ):
        words = {"uk": f"Засідання {number}", "ja": f"第{number}回会合"}
        plan = {
            "level": "directors-general",
            "zone": "Europe/Kyiv",
            "begins": begins,
            "minutes": 120,
            "place": {"uk": "Київ", "ja": "キーウ"},
        }
        made.known[name] = made.adopt(Type.MEETING, words, words, {"meeting": plan})
    title = TITLES[Type.AGENDA]
    made.known["agenda"] = made.adopt(
        Type.AGENDA, title, title, {"of": made.meeting, "items": ITEMS}
    )
    title = TITLES[Type.MINUTES]
    made.known["old"] = made.adopt(Type.MINUTES, title, TEXT, {"of": made.known["before"]})
    about, revision = made.table(Type.MINUTES, title, TEXT, {"of": made.meeting})
    made.say("ua", sign(about, revision))
    made.say("ua", silence(about, revision, written(now() + dt.timedelta(hours=30))))
    made.known["running"] = about
    about, revision = made.table(Type.MINUTES, title, TEXT, {"of": made.known["before"]})
    procedure = made.say("ua", silence(about, revision, written(now() + dt.timedelta(hours=30))))
    made.say("jp", break_silence(procedure, {"ja": "第2項は会合の議論と異なる。"}))
    made.say("jp", revise(about, {**TEXT, "ja": "修正した議事録。"}, {"of": made.known["before"]}))
    made.say(
        "jp",
        annex(about, "reservation", {"ja": "第1項を留保する。", "uk": "Застереження до п. 1."}),
    )
    made.known["broken"] = about
    action = {"action": "a1", "owner": "jp", "what": {"uk": "Подати план", "ja": "計画を提出する"}}
    words = {"uk": "Провести другий етап випробувань.", "ja": "第2段階の試験を実施する。"}
    about, _ = made.table(
        Type.DECISION, TITLES[Type.DECISION], words, {"of": made.meeting, "assigned": [action]}
    )
    made.known["decision"] = about


@contextmanager
def ministries(path: Path, serve: Callable[..., Any], board: object) -> Iterator[Ministries]:
    """Start Kyiv and Tokyo with papers, and serve their pages.

    Args:
        path: of their folders.
        serve: serves a desk while the caller goes on, see `tests.pages.conftest.serve`.
        board: desk of the lists.
    """
    with capitals(path) as started, ExitStack() as open_sites:
        made = Ministries(started)
        for party, desk in started.desks.items():
            node = made.node(Party(party))
            papers = Papers(node, desk)
            room = Room(papers, Notebook(node.folder.notebook))
            open_sites.callback(room.close)
            made.papers[party], made.rooms[party] = papers, room
            systems = [
                lambda app, papers=papers: add_papers(app, papers),
                lambda app, room=room: add_room(app, room),
            ]
            serving = contextmanager(serve)(board, desk, None, systems)
            made.pages[party] = open_sites.enter_context(serving).base
        filled(made)
        yield made
