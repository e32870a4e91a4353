"""Kyiv and Tokyo with lists of their own, and actions that a list proves."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.journeys.invented_lists import NAMESAKE, OTHERS, TARGET, Row, jp_mof, reference
from tests.journeys.verifying import ACTION
from tests.pages.capitals import Capitals, capitals, until

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.node.clock import today
from comity.node.followup import FollowUp
from comity.node.lists import Lists
from comity.node.matching import Matching
from comity.node.party import PartyNode
from comity.node.today import Today
from comity.node.undertakings import Undertakings
from comity.node.verifying import Verifying
from comity.web.findings import add_findings
from comity.web.findingsdesk import EntrySeen, ListSeen
from comity.web.followup import add_followup
from comity.web.followupdesk import action_path

PATIENCE = 10.0
OTHER = Row(29, 7, TARGET.japanese, TARGET.latin, TARGET.born, "性別は男性。")
"""The target's entry, as another file of the same day has it."""


@dataclass
class Analysts:
    """Two capitals whose analysts look at one entry.

    Attributes:
        made: the nodes and the addresses of their pages.
        path: folder of the files of lists.
        verifying, desks, actions: by party.
        decisions: adopted ones, by a short name.
    """

    made: Capitals
    path: Path
    verifying: dict[str, Verifying]
    desks: dict[str, Matching]
    actions: dict[str, FollowUp]
    decisions: dict[str, str] = field(default_factory=dict)

    def page(self, party: str, language: str, name: str) -> str:
        """Return the address of the page of an action."""
        path = action_path(self.decisions[name], "1")
        return f"{self.made.pages[party]}/{language}{path}"

    @property
    def nodes(self) -> dict[str, PartyNode]:
        """Return the nodes by party."""
        return {"ua": self.made.kyiv, "jp": self.made.tokyo}

    def say(self, party: str, draft: Draft) -> str:
        """Let a party say something; return the hash."""
        said = self.nodes[party].say(self.made.circle, draft.kind, draft.body, "TLP:GREEN")
        return said.result(PATIENCE)[0].hash

    def decide(self, name: str, **changes: Any) -> str:
        """Let both adopt a decision that assigns an action; return its id."""
        found = self.say("ua", open_object(Type.DECISION, {"en": "Decision"}))
        revision = revise(
            found, {"en": "Japan lists the person."}, {"assigned": [ACTION | changes]}
        )
        self.say("ua", revision)
        self.say("ua", sign(found, revision.body["revision"]))
        tokyo = self.nodes["jp"]
        until(lambda: found in tokyo.agreeing.agreement(self.made.circle).matters)
        until(lambda: tokyo.agreeing.agreement(self.made.circle).matter(found).revisions)
        self.say("jp", sign(found, revision.body["revision"]))
        self.decisions[name] = found
        until(lambda: all(desk.action(found, "1") for desk in self.actions.values()))
        return found

    def edition(self, *rows: Row, by: tuple[str, ...] = ("ua", "jp")) -> None:
        """Let parties import an edition of today."""
        file = jp_mof(self.path / f"{len(list(self.path.glob('*')))}.csv", [*OTHERS, *rows])
        for party in by:
            list(self.verifying[party].editions.lists.import_files([file], date=today()))
            self.verifying[party].look()

    def listed(self, party: str, name: str) -> ListSeen:
        """Return what the page of an action shows of the list."""
        seen = self.actions[party].action(self.decisions[name], "1")
        assert seen is not None
        assert isinstance(seen.listed, ListSeen)
        return seen.listed

    def entry(self, party: str, name: str) -> EntrySeen:
        """Return the entry that was told of, once both nodes told of it."""
        until(
            lambda: (
                self.listed(party, name).entries
                and {one.party for one in self.listed(party, name).entries[0].readings}
                >= {"ua", "jp"}
            )
        )
        return self.listed(party, name).entries[0]

    def fill(self) -> None:
        """Let there be an action with an entry, a disputed one, and one without any edition."""
        self.decide("found")
        self.decide("disputed")
        for one in self.verifying.values():
            list(one.editions.lists.import_files([reference(self.path / "eu")]))
        self.edition(TARGET)
        self.entry("ua", "found")
        self.edition(OTHER, NAMESAKE, by=("jp",))
        self.decide("bare", list="jp-meti-eul")
        until(lambda: self.entry("ua", "disputed").differ)


@contextmanager
def analysts(path: Path) -> Iterator[Analysts]:
    """Start two nodes with their pages."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        ready = Analysts(made, path / "files", {}, {}, {})
        ready.path.mkdir()
        for party, desk in made.desks.items():
            lists = Lists(path / f"lists-{party}")
            one = Verifying(desk.party, lists, serving=desk.serving)
            actions = Undertakings(desk.party, one.findings)
            matching = Matching(desk, one, actions)
            followup = FollowUp(desk, actions, matching.listed)
            today_desk = stack.enter_context(closing(Today(desk, lists, [followup, matching])))
            systems = [
                partial(add_followup, desk=followup),
                partial(add_findings, desk=matching, actions=followup),
            ]
            site = contextmanager(serve)(lists, desk, today_desk, systems)
            made.pages[party] = stack.enter_context(site).base
            ready.verifying[party] = one
            ready.desks[party] = matching
            ready.actions[party] = followup
        ready.fill()
        yield ready
