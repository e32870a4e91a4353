"""Governments: nodes in one process, each with all its desks, its lists and its pages.

They are put together as a running node puts them together, but for the threads that look into
lists by themselves: a test says when they look.
"""

import asyncio
import html
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import httpx
from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World

from comity.agreement.effects import Type
from comity.agreement.followup import Outcome
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.exchange.station import Draft as Said
from comity.node.followup import FollowUp
from comity.node.gathering import Gathering
from comity.node.initiatives import Initiatives
from comity.node.lists import Lists
from comity.node.matching import Matching
from comity.node.papers import Papers
from comity.node.proposals import Proposals
from comity.node.serving import Serving
from comity.node.today import Digesting, Today
from comity.node.traffic import Traffic
from comity.node.undertakings import Undertakings
from comity.node.verifying import Verifying
from comity.records.kinds import Kinds
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.findings import add_findings
from comity.web.followup import add_followup
from comity.web.followupdesk import action_path
from comity.web.initiatives import add_initiatives
from comity.web.jobs import Jobs
from comity.web.secretariat import add_papers

WORDS = {"uk": "Внести особу до списку.", "ja": "指定する。", "en": "List the person."}
TAG = re.compile(r"<[^>]*>")
BLANKS = re.compile(r"\s+")


class Government:
    """One node with all its desks and pages.

    Attributes:
        party: whose.
        lists: official lists that it has.
        traffic, papers, initiatives, verifying, undertakings, matching, followup, proposals: desks.
        app: the pages.
    """

    def __init__(self, world: World, party: Party, closing: ExitStack) -> None:
        node = world.nodes[party]
        serving = Serving(node)
        serving.links = {other: link for (one, other), link in world.links.items() if one == party}
        self.party, self.world = party, world
        self.lists = Lists(world.path / f"lists-{party}")
        self.traffic = Traffic(node, serving)
        closing.callback(self.traffic.close)
        self.papers = Papers(node, self.traffic)
        self.initiatives = Initiatives(node, self.traffic, self.lists)
        closing.callback(self.initiatives.close_store)
        self.verifying = Verifying(node, self.lists, serving=serving)
        self.undertakings = Undertakings(node, self.verifying.findings)
        self.matching = Matching(self.traffic, self.verifying, self.undertakings)
        self.followup = FollowUp(self.traffic, self.undertakings, self.matching.listed)
        gathering = Gathering(self.traffic, self.lists, self.undertakings, self.initiatives)
        self.gathering = gathering
        self.proposals = Proposals(
            node, self.traffic, self.lists, papers=self.papers, gathering=gathering
        )
        desks: list[Digesting] = [
            self.papers,
            self.followup,
            self.matching,
            self.initiatives,
            self.proposals,
        ]
        today = Today(self.traffic, self.lists, desks)
        closing.callback(today.close)
        self.app = create_app(
            self.lists,
            Jobs(),
            self.traffic,
            [
                lambda app: add_papers(app, self.papers),
                lambda app: add_initiatives(app, self.initiatives),
                lambda app: add_followup(app, self.followup),
                lambda app: add_findings(app, self.matching, self.followup),
            ],
            today=today,
            proposals=self.proposals,
        )

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        """Return the answer of the pages to an address, or to a form that is sent there."""
        return asyncio.run(self._ask(path, form))

    async def _ask(self, path: str, form: Mapping[str, str] | None) -> httpx.Response:
        inside = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=inside, base_url="http://localhost") as asking:
            if form is None:
                return await asking.get(path)
            return await asking.post(
                path, data=dict(form), headers={"sec-fetch-site": "same-origin"}
            )

    def read(self, path: str) -> str:
        """Return the words of a page, without its tags and what stands around every page."""
        answer = self.ask(f"/en{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        return BLANKS.sub(" ", html.unescape(TAG.sub(" ", f"<main{main}")))


class Governments:
    """Governments that share a circle.

    Attributes:
        world: their nodes.
        circle: id of the circle.
        of: each, by party.
    """

    def __init__(self, world: World, parties: Sequence[Party] = (UKRAINE, JAPAN)) -> None:
        self.world = world
        self.circle = world.open(*parties)
        world.settle()
        self.closing = ExitStack()
        self.of = {party: Government(world, party, self.closing) for party in parties}
        self.kyiv, self.tokyo = self.of[UKRAINE], self.of[JAPAN]

    def close(self) -> None:
        """Close all desks."""
        self.closing.close()

    def settle(self) -> None:
        """Let everything arrive, and every node do its duties."""
        self.world.settle()
        for node in self.world.nodes.values():
            node.projections.catch_up()
            node.agreeing.do_duties(self.circle, {}, self.world.clock())
        self.world.settle()
        for node in self.world.nodes.values():
            node.projections.catch_up()

    def say(
        self,
        party: Party,
        kind: str,
        body: Mapping[str, Any],
        circle: str = "",
        *,
        apart: bool = False,
    ) -> str:
        """Let a party's node say something; return the hash.

        Args:
            party: who.
            kind: of the record.
            body: of it.
            circle: in which; "" for the one that all share.
            apart: whether nothing is carried yet.
        """
        (record,) = self.world.say(party, circle or self.circle, Said(kind, body, MARKING))
        if not apart:
            self.settle()
        return record.hash

    def unchecked(self, party: Party) -> None:
        """Let a party's node say whatever it likes, whether it fits its kind or not."""
        self.world.nodes[party].station.kinds = Kinds(())

    def draft(self, party: Party, draft: Draft) -> str:
        """Let a party say a draft."""
        return self.say(party, draft.kind, draft.body)

    def decide(self, *actions: Mapping[str, Any], words: Mapping[str, str] = WORDS) -> str:
        """Let all adopt a decision that assigns actions; return its id."""
        about = self.draft(UKRAINE, open_object(Type.DECISION, words))
        assigned = [{"owner": JAPAN, "what": dict(words), **one} for one in actions]
        draft = revise(about, words, {"assigned": assigned})
        self.draft(UKRAINE, draft)
        for party in self.of:
            self.draft(party, sign(about, draft.body["revision"]))
        return about

    def outcome(self, decision: str, action: str = "a1") -> Outcome:
        """Return how far an action has come; every desk says the same."""
        found = []
        for one in self.of.values():
            self.world.nodes[one.party].projections.catch_up()
            found.append(one.undertakings.outcomes(self.circle)[decision, action])
        assert found == found[:1] * len(found)
        return found[0]

    def look(self) -> None:
        """Let every node look into its lists until nothing is new."""
        while sum(one.verifying.look() for one in self.of.values()):
            self.settle()


def about(decision: str, action: str = "a1") -> dict[str, str]:
    """Return how a record names an action."""
    return {"decision": decision, "action": action}


def page_of(decision: str, action: str = "a1") -> str:
    """Return where an action is shown, without the language."""
    return action_path(decision, action)
