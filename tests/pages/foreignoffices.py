"""Kyiv and Tokyo with a decision that assigns actions, each with its board in a real browser."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pages.capitals import PATIENCE, Capitals, capitals, until
from tests.pages.invented_board import InventedDesk

from comity.agreement.effects import Type
from comity.agreement.followup import State
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.node.followup import FollowUp
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.today import Today
from comity.web.followup import add_followup
from comity.web.followupdesk import action_path
from comity.web.secretariat import add_papers

MARKING = "TLP:AMBER"
MEETING = {"uk": "Третя консультація", "ja": "第3回協議", "en": "Third consultation"}
DECISION = {
    "uk": "Рішення про тіньовий флот і безпілотники",
    "ja": "影の船団及び無人機に関する決定",
    "en": "Decision on the shadow fleet and drones",
}
ACTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "plan": (
        "jp",
        {
            "uk": "Подати план випробувань.",
            "ja": "試験計画を提出する。",
            "en": "Hand in the trial plan.",
        },
    ),
    "vessels": (
        "jp",
        {
            "uk": "Передати перелік суден із портами заходу.",
            "ja": "寄港地を付した船舶一覧を送付する。",
            "en": "Send the list of vessels with their ports of call.",
        },
    ),
    "course": (
        "jp",
        {
            "uk": "Провести курс для аналітиків.",
            "ja": "分析官向け研修を実施する。",
            "en": "Hold the course for analysts.",
        },
    ),
    "fund": (
        "jp",
        {
            "uk": "Створити спільний фонд.",
            "ja": "共同基金を設ける。",
            "en": "Set up a joint fund.",
        },
    ),
    "contact": (
        "ua",
        {
            "uk": "Назвати контактну особу.",
            "ja": "連絡担当者を通報する。",
            "en": "Name a point of contact.",
        },
    ),
    "data": (
        "ua",
        {
            "uk": "Передати дані про трофейні зразки.",
            "ja": "鹵獲品のデータを提供する。",
            "en": "Hand over the data of captured samples.",
        },
    ),
}


def day(days: int) -> str:
    """Return the day that is so many days from now."""
    from comity.node.clock import now  # noqa: PLC0415 - read when it is asked

    return (now() + dt.timedelta(days=days)).date().isoformat()


@dataclass
class ForeignOffices:
    """Two nodes that follow up a decision.

    Attributes:
        capitals: the nodes.
        desks: of actions, by party.
        pages: address of the pages of each, by party.
        meeting, decision: ids of the objects.
    """

    capitals: Capitals
    desks: dict[str, FollowUp] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    meeting: str = ""
    decision: str = ""

    def node(self, party: str) -> PartyNode:
        """Return a node."""
        return self.capitals.kyiv if party == "ua" else self.capitals.tokyo

    def say(self, party: str, kind: str, **body: Any) -> str:
        """Let a party say something, and wait until the other has it; return the hash."""
        node, other = self.node(party), self.node("jp" if party == "ua" else "ua")
        record = node.say(self.capitals.circle, kind, body, MARKING).result(PATIENCE)[0]
        until(lambda: other.journal.by_hash(record.hash))
        return record.hash

    def draft(self, party: str, draft: Draft) -> str:
        """Let a party say a draft."""
        return self.say(party, draft.kind, **draft.body)

    def adopt(self, of: Type, title: Mapping[str, str], effect: Mapping[str, Any]) -> str:
        """Let both adopt an object; return its id."""
        about = self.draft("ua", open_object(of, title))
        draft = revise(about, title, effect)
        self.draft("ua", draft)
        for party in ("ua", "jp"):
            self.draft(party, sign(about, draft.body["revision"]))
        return about

    def assign(self, actions: Mapping[str, tuple[str, Mapping[str, str]]]) -> str:
        """Let both adopt a decision that assigns actions; return its id."""
        assigned = [
            {"action": name, "owner": owner, "what": dict(what)}
            for name, (owner, what) in actions.items()
        ]
        return self.adopt(Type.DECISION, DECISION, {"of": self.meeting, "assigned": assigned})

    def fill(self) -> None:
        """Let actions stand in as many states as two parties can bring them to."""
        plan = {
            "level": "working-group",
            "zone": "Europe/Kyiv",
            "begins": "2026-03-12T09:00",
            "minutes": 60,
        }
        self.meeting = self.adopt(Type.MEETING, MEETING, {"meeting": plan})
        self.decision = self.assign(ACTIONS)
        about = {"decision": self.decision}
        self.say("jp", "accept/1", **about, action="plan", due=day(-9))
        self.say("ua", "accept/1", **about, action="plan", due=day(30))
        self.say("jp", "accept/1", **about, action="vessels", due=day(21))
        words = {"ja": "関係省庁と調整中。", "en": "Being cleared with other ministries."}
        self.say("jp", "progress/1", **about, action="vessels", words=words)
        self.say("jp", "done/1", **about, action="course", words={"ja": "9月に実施した。"})
        reason = {"ja": "予算措置がないため。", "uk": "Немає бюджетних коштів."}
        self.say("jp", "answer/1", **about, action="fund", answer="no", words=reason)

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page of a node."""
        return f"{self.pages[party]}/{language}{path}"

    def path(self, action: str, decision: str = "") -> str:
        """Return the path of an action's page."""
        return action_path(decision or self.decision, action)

    def state(self, party: str, action: str, decision: str = "") -> State:
        """Return how an action stands on a node."""
        seen = self.desks[party].action(decision or self.decision, action)
        assert seen is not None
        return seen.row.outcome.state


@contextmanager
def foreign_offices(path: Path) -> Iterator[ForeignOffices]:
    """Start two nodes with their boards."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        offices = ForeignOffices(made)
        for party, traffic in made.desks.items():
            desk, papers = FollowUp(traffic), Papers(traffic.party, traffic)
            today = stack.enter_context(closing(Today(traffic, None, [desk, papers])))
            systems = [
                lambda app, desk=desk: add_followup(app, desk),
                lambda app, papers=papers: add_papers(app, papers),
            ]
            site = contextmanager(serve)(InventedDesk(), traffic, today, systems)
            offices.pages[party] = stack.enter_context(site).base
            offices.desks[party] = desk
        offices.fill()
        yield offices
