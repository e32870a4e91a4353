"""Kyiv and Tokyo with the desks of their actions, for journeys about what was agreed."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World
from tests.journeys.consultations import Consultations

from comity.agreement.effects import Type
from comity.agreement.followup import State
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.exchange.station import Draft as Said
from comity.node.followup import FollowUp
from comity.node.undertakings import Findings, Undertakings
from comity.records.party import Party
from comity.web.followupdesk import ActionSeen, Undertaken
from comity.web.textdesk import By

PLAN = {"uk": "Подати план випробувань.", "ja": "試験計画を提出する。", "en": "Hand in the plan."}
TITLE = {"uk": "Захист від дронів", "ja": "無人機対策", "en": "Counter-drone sensing"}
WORDS = {"uk": "За графіком.", "en": "On schedule."}
DESK = "desk-officer"


def action(name: str, owner: Party = JAPAN, **more: Any) -> dict[str, Any]:
    """Return an action as an effect assigns it."""
    return {"action": name, "owner": owner, "what": PLAN, **more}


class Ministries:
    """Two ministries that follow up what they agreed.

    Attributes:
        world: the nodes and what is between them.
        here: the desks of their consultations.
        circle: id of their circle.
        desks: of actions, by party.
    """

    def __init__(self, world: World, findings: Mapping[Party, Findings] | None = None) -> None:
        self.world = world
        self.here = Consultations(world)
        self.circle = self.here.circle
        self.desks: dict[Party, FollowUp] = {}
        for party, traffic in self.here.traffic.items():
            undertakings = Undertakings(traffic.party, (findings or {}).get(party))
            self.desks[party] = FollowUp(traffic, undertakings)
            self.here.desks[party].gathering.undertakings = undertakings

    def close(self) -> None:
        """Close the desks."""
        self.here.close()

    def say(self, party: Party, kind: str, marking: str = MARKING, **body: Any) -> str:
        """Let a party say a record, and bring it to the other; return its hash."""
        record = self.world.say(party, self.circle, Said(kind, body, marking))[0]
        self.here.settle()
        return record.hash

    def propose(self, actions: Sequence[Mapping[str, Any]], meeting: str = "") -> str:
        """Let Kyiv propose a decision; return it."""
        decision = self._draft(open_object(Type.DECISION, TITLE))
        effect: dict[str, Any] = {"assigned": [dict(one) for one in actions]}
        self._draft(revise(decision, TITLE, effect | ({"of": meeting} if meeting else {})))
        self.here.settle()
        return decision

    def _draft(self, draft: Draft) -> str:
        said = Said(draft.kind, draft.body, MARKING)
        return self.world.say(UKRAINE, self.circle, said)[0].hash

    def adopt(self, decision: str) -> str:
        """Let both sign a decision; return it."""
        node = self.world.nodes[UKRAINE]
        with node.agreeing.reading(self.circle) as agreement:
            (revision,) = agreement.matter(decision).revisions
        for party in (UKRAINE, JAPAN):
            draft = sign(decision, revision)
            self.say(party, draft.kind, **draft.body)
        return decision

    def assigned(self, *actions: Mapping[str, Any], meeting: str = "") -> str:
        """Let both adopt a decision that assigns actions; return it."""
        return self.adopt(self.propose(actions, meeting))

    def by(self, party: Party, name: tuple[str, str], token: str = "") -> By:
        """Return a desk officer who looks at an action now."""
        return By(DESK, token, self.seen(party, name).state)

    def seen(self, party: Party, name: tuple[str, str]) -> ActionSeen:
        """Return an action as a party's desk shows it."""
        found = self.desks[party].action(*name)
        assert found is not None
        return found

    def state(self, name: tuple[str, str]) -> State:
        """Return how an action stands; both desks show it alike."""
        first, second = (self.seen(party, name).row.outcome for party in (UKRAINE, JAPAN))
        assert first == second
        return first.state

    def accept(self, name: tuple[str, str], due: str, party: Party = JAPAN) -> None:
        """Let the owner undertake an action on its desk."""
        self.desks[party].accept([name], Undertaken(due=due), self.by(party, name))
        self.here.settle()

    def done(self, name: tuple[str, str], party: Party = JAPAN) -> None:
        """Let the owner report an action done on its desk."""
        self.desks[party].done(name, WORDS, self.by(party, name))
        self.here.settle()

    def check(self, name: tuple[str, str], verdict: str = "confirmed") -> None:
        """Let Kyiv say whether an action is done."""
        self.desks[UKRAINE].check(name, verdict, WORDS, self.by(UKRAINE, name))
        self.here.settle()

    def agenda(self, party: Party = UKRAINE) -> list[list[str]]:
        """Return the reasons of what is open, the most pressing first, as a party's desk has it."""
        (circle,) = self.here.desks[party].consultations().circles
        return [[one.why.name for one in item.reasons] for item in circle.items]
