"""Kyiv and Tokyo with their lists and desks of proposals, and a short history of proposals."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.pages.capitals import PATIENCE, Capitals, capitals, until
from tests.unit.node.listed import listed

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.consultation.statements import ACCEPT
from comity.node.consulting import Consulting
from comity.node.followup import FollowUp
from comity.node.gathering import Gathering
from comity.node.notebook import Notebook
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.proposals import Proposals
from comity.node.room import Room
from comity.node.today import Today
from comity.node.undertakings import Undertakings
from comity.records.marking import Marking
from comity.web.consultation import add_consultations
from comity.web.followup import add_followup
from comity.web.proposaldesk import Deciding, Proposing
from comity.web.secretariat import add_papers, add_room
from comity.web.textdesk import By

ROLE = "desk-officer"
NIGHTJAR, HERON = "us-ofac/900001", "us-ofac/900005"
NEBYVALOV, LIGHTHOUSE = "eu-fsf/EU.9001.11", "eu-fsf/EU.9003.33"
MAWHUM, FOG = "eu-fsf/EU.9002.22", "eu-fsf/EU.9005.55"

TITLE = {
    "uk": "Пропозиція внести до списку Нікчемного та ще одного",
    "ja": "ナイトジャー氏ほか1名の指定に関する提案",
    "en": "Proposal to list Nightjar and one other",
}
CASE = {
    "uk": "Обидві особи постачають комплектувальні, і обох уже внесли до списку два партнери.",
    "ja": "両名とも部品を調達しており、既に二つのパートナーが指定している。",
    "en": "Both procure components, and two partners have listed them already.",
}
MEETING = {
    "level": "directors-general",
    "zone": "Europe/Kyiv",
    "begins": "2026-03-12T09:00",
    "minutes": 120,
    "place": {"uk": "Київ", "ja": "キーウ"},
}


@dataclass
class Proposers:
    """Two capitals that propose listings.

    Attributes:
        made: the nodes.
        desks: of proposals, by party.
        pages: address of the pages of each.
        known: hashes, by a short name.
    """

    made: Capitals
    desks: dict[str, Proposals] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def node(self, party: str) -> PartyNode:
        """Return the node of a party."""
        return self.made.kyiv if party == "ua" else self.made.tokyo

    def say(self, party: str, draft: Draft) -> str:
        """Let a party say something, and wait until the other has it."""
        node, other = self.node(party), self.node("jp" if party == "ua" else "ua")
        said = node.say(self.made.circle, draft.kind, draft.body, "TLP:GREEN").result(PATIENCE)[0]
        until(lambda: other.journal.by_hash(said.hash))
        return said.hash

    def arrived(self, hashed: str) -> str:
        """Wait until both have a record."""
        for party in ("ua", "jp"):
            node = self.node(party)
            until(partial(node.journal.by_hash, hashed))
        return hashed

    def adopt(self, of: Type, title: Mapping[str, str], effect: Any) -> str:
        """Let both adopt an object."""
        about = self.say("ua", open_object(of, title))
        draft = revise(about, title, effect)
        self.say("ua", draft)
        for party in ("ua", "jp"):
            self.say(party, sign(about, draft.body["revision"]))
        return about

    def propose(self, *picks: str, title: Mapping[str, str] = TITLE) -> str:
        """Let Kyiv propose targets to Tokyo."""
        desk = self.desks["ua"]
        chosen = desk.chosen("jp", picks)
        proposing = Proposing(
            circle=self.made.circle,
            to="jp",
            offered=chosen.picks,
            picks=chosen.picks,
            list="jp-mof",
            measure="asset-freeze",
            title=title,
            case=CASE,
            marking=Marking.GREEN,
        )
        return self.arrived(desk.propose(proposing, By(ROLE, "", chosen.seen)).record)

    def decide(self, hashed: str, *targets: str) -> str:
        """Let Tokyo put a signed decision before both."""
        seen = self.desks["jp"].proposal(hashed)
        assert seen
        texts = {"uk": "Японія вносить ціль до списку.", "ja": "日本は対象を指定する。"}
        deciding = Deciding(
            targets=targets,
            meeting="",
            title=TITLE,
            text=texts,
            marking=Marking.GREEN,
            sign=True,
        )
        outcome = self.desks["jp"].decide(hashed, deciding, By(ROLE, "", seen.state))
        paper = self.arrived(outcome.record)
        node = self.made.kyiv

        def revision() -> str:
            with node.agreeing.reading(self.made.circle) as agreement:
                matter = agreement.matters.get(paper)
                return next(iter(matter.revisions), "") if matter else ""

        until(revision)
        self.say("ua", sign(paper, revision()))
        for party in ("ua", "jp"):
            until(partial(self.is_assigned, party, hashed, targets[0]))
        return paper

    def state(self, party: str, hashed: str, target: str) -> str:
        """Return what became of a target, as a party sees it."""
        seen = self.desks[party].proposal(hashed)
        states = seen.row.states if seen else ()
        return next((one.state for one in states if one.target.target == target), "")

    def is_assigned(self, party: str, hashed: str, target: str) -> bool:
        """Say whether a party knows that a target is decided."""
        return self.state(party, hashed, target) == "assigned"

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page."""
        return f"{self.pages[party]}/{language}{path}"


def filled(made: Proposers) -> None:
    """Let Kyiv make three proposals; one is decided and accepted, one withdrawn."""
    words = {"uk": "Третє засідання робочої групи", "ja": "第3回作業部会"}
    made.known["meeting"] = made.adopt(Type.MEETING, words, {"meeting": MEETING})
    made.known["open"] = made.propose(NIGHTJAR, NEBYVALOV)
    made.known["decided"] = made.propose(LIGHTHOUSE, HERON)
    made.known["paper"] = made.decide(made.known["decided"], "t1")
    accept = {"decision": made.known["paper"], "action": "t1", "due": "2026-12-20"}
    made.say("jp", Draft(ACCEPT.name, accept))
    made.known["gone"] = made.propose(MAWHUM)
    seen = made.desks["ua"].proposal(made.known["gone"])
    assert seen
    reason = {"en": "The European Union has taken it off."}
    made.arrived(
        made.desks["ua"].withdraw(made.known["gone"], reason, By(ROLE, "", seen.state)).record
    )


@contextmanager
def proposers(path: Path, serve: Callable[..., Any]) -> Iterator[Proposers]:
    """Start Kyiv and Tokyo with their lists, and serve their pages."""
    with capitals(path) as started, ExitStack() as open_sites:
        made = Proposers(started)
        for party, desk in started.desks.items():
            node, lists = made.node(party), listed(path / f"lists-{party}")
            lists.board("jp")
            papers, undertakings = Papers(node, desk), Undertakings(node)
            gathering = Gathering(desk, lists, undertakings)
            room = Room(papers, Notebook(node.folder.notebook), gathering)
            open_sites.callback(room.close)
            consulting, followup = Consulting(node, desk, lists, room), FollowUp(desk, undertakings)
            proposals = Proposals(node, desk, lists, papers=papers, gathering=gathering)
            today = Today(desk, lists, [consulting, papers, followup, proposals], ahead=consulting)
            open_sites.callback(today.close)
            systems = [
                lambda app, consulting=consulting: add_consultations(app, consulting),
                lambda app, papers=papers: add_papers(app, papers),
                lambda app, room=room: add_room(app, room),
                lambda app, followup=followup: add_followup(app, followup),
            ]
            serving = contextmanager(serve)(lists, desk, today, systems, proposals)
            made.desks[party] = proposals
            made.pages[party] = open_sites.enter_context(serving).base
        filled(made)
        yield made
