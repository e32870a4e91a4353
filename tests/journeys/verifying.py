"""Kyiv and Tokyo with folders of lists, and nodes that look into them, for journeys about R18."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World
from tests.journeys.invented_lists import OTHERS, REFERENCE, Row, jp_mof, reference

from comity.agreement.effects import Type
from comity.agreement.followup import Outcome
from comity.agreement.statements import open_object, revise, sign
from comity.exchange.station import Draft as Said
from comity.node.findings import ListFindings
from comity.node.lists import Lists
from comity.node.undertakings import Undertakings
from comity.node.verifying import Verifying
from comity.records.party import Party
from comity.records.record import Record
from comity.sanctions.findings import Told, Word

DAY = dt.datetime(2022, 5, 6, 9, tzinfo=dt.UTC)
"""On which the decision is adopted."""

ACTION = {
    "action": "1",
    "owner": "jp",
    "what": {"en": "List the person"},
    "list": "jp-mof",
    "listing": REFERENCE,
    "measure": "asset-freeze",
}


class Ministries:
    """Two ministries that agreed that Japan lists somebody.

    Attributes:
        world: the nodes and what is between them.
        circle: id of their circle.
        lists, findings, verifying: by party.
        decision: that assigns the action "1" to Japan.
    """

    def __init__(self, world: World, path: Path, **changes: Any) -> None:
        self.world, self.path = world, path
        world.clock.time = DAY
        self.circle = world.open(UKRAINE, JAPAN)
        world.settle()
        self.lists: dict[Party, Lists] = {}
        self.findings: dict[Party, ListFindings] = {}
        self.verifying: dict[Party, Verifying] = {}
        self.actions: dict[Party, Undertakings] = {}
        for party, node in world.nodes.items():
            self.lists[party] = Lists(path / party)
            self.findings[party] = ListFindings(node)
            self.verifying[party] = Verifying(node, self.lists[party], self.findings[party])
            self.actions[party] = Undertakings(node, self.findings[party])
        self.decision = self.decide(**changes)

    def decide(self, **changes: Any) -> str:
        """Let both adopt a decision that assigns the action; return its id."""
        return self.agree(Type.DECISION, {"assigned": [{**ACTION, **changes}]})

    def agree(self, of: Type, effect: Mapping[str, Any]) -> str:
        """Let both adopt an object that does something; return its id."""
        found = self.say(UKRAINE, open_object(of, {"en": "A paper"}))
        revision = revise(found, {"en": "What both agreed."}, effect)
        self.say(UKRAINE, revision)
        self.world.settle()
        for party in (UKRAINE, JAPAN):
            self.say(party, sign(found, revision.body["revision"]))
            self.world.settle()
        return found

    def say(self, party: Party, draft: Any, circle: str = "") -> str:
        """Let a party say something; return the hash."""
        said = Said(draft.kind, draft.body, MARKING)
        return self.world.say(party, circle or self.circle, said)[0].hash

    def tell(self, party: Party, kind: str, body: Mapping[str, Any]) -> Record:
        """Let a party say something of the action."""
        body = {"decision": self.decision, "action": "1", **body}
        record = self.world.say(party, self.circle, Said(kind, body, MARKING))[0]
        self.world.settle()
        return record

    def read(self, party: Party, *files: Path, date: str = "") -> None:
        """Let a party import files."""
        day = dt.date.fromisoformat(date) if date else None
        taken = list(self.lists[party].import_files(files, date=day, accept_shrunk=True))
        assert [str(one.error) for one in taken if one.error] == []

    def edition(self, day: str, *rows: Row, by: Sequence[Party] = (UKRAINE, JAPAN)) -> None:
        """Let it be a day, on which parties import an edition of Japan's list with these rows."""
        self.at(day)
        file = jp_mof(self.path / "editions" / day / f"{len(rows)}.csv", [*OTHERS, *rows])
        for party in by:
            self.read(party, file, date=day)
        self.look()

    def reference(self, by: Sequence[Party] = (UKRAINE, JAPAN)) -> None:
        """Let parties import the reference's list."""
        for party in by:
            self.read(party, reference(self.path / "eu"))

    def look(self) -> int:
        """Let every node look into its lists, and everything arrive; return what was written."""
        written = 0
        while more := sum(one.look() for one in self.verifying.values()):
            written += more
            self.world.settle()
        return written

    def match(self, party: Party, key: str, verdict: str = "same") -> None:
        """Let an analyst say whether an entry is the target."""
        told = [one for one in self.told(party) if one.key == key and one.present]
        body = {"list": told[-1].list, "key": key, "listing": told[-1].listing, "verdict": verdict}
        self.tell(party, "match/1", body)
        self.look()

    def at(self, day: str) -> None:
        """Let it be a day, unless it is a later one."""
        time = dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")
        self.world.clock.time = max(time, self.world.clock.time)

    # --- what can be seen

    def said(self, party: Party) -> list[Told | Word]:
        """Return what a party has of the action."""
        self.world.nodes[party].projections.catch_up()
        return list(self.findings[party].said(self.circle, (self.decision, "1")))

    def told(self, party: Party, by: Party | None = None) -> list[Told]:
        """Return what was told, as a party has it."""
        told = [one for one in self.said(party) if isinstance(one, Told)]
        return [one for one in told if by in {None, one.party}]

    def outcome(self) -> Outcome:
        """Return how far the action has come, the same for both."""
        found = []
        for party, node in self.world.nodes.items():
            node.projections.catch_up()
            now = self.world.clock()
            found.append(self.actions[party].outcomes(self.circle, now)[self.decision, "1"])
        assert found[0] == found[1]
        return found[0]
