"""Kyiv and Tokyo with the desks of their initiatives, for journeys about what is done together."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.node.gathering import Gathering
from comity.node.initiatives import Initiatives
from comity.node.lists import Lists
from comity.node.papers import Papers
from comity.node.traffic import Traffic
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.initiativedesk import Act, Card, InitiativeSeen, Judged, Opening, Wished
from comity.web.papers import Act as PaperAct
from comity.web.textdesk import By

TITLE = {
    "uk": "Резервне живлення лікарень",
    "ja": "病院の非常用電源",
    "en": "Backup power for hospitals",
}


class Donors:
    """Two ministries and the desks of their initiatives.

    Attributes:
        world: the nodes and what is between them.
        circle: id of their circle.
        traffic, desks, papers: by party.
    """

    numbers = itertools.count(1)

    def __init__(self, world: World, lists: Mapping[Party, Lists] | None = None) -> None:
        self.world = world
        self.circle = world.open(UKRAINE, JAPAN)
        world.settle()
        self.traffic = {party: Traffic(node) for party, node in world.nodes.items()}
        self.desks = {
            party: Initiatives(world.nodes[party], traffic, (lists or {}).get(party))
            for party, traffic in self.traffic.items()
        }
        self.papers = {
            party: Papers(world.nodes[party], traffic) for party, traffic in self.traffic.items()
        }

    def close(self) -> None:
        """Close the desks."""
        for desk in self.desks.values():
            desk.close_store()
        for traffic in self.traffic.values():
            traffic.close()

    def settle(self) -> None:
        """Let everything arrive, and every node do its duties."""
        self.world.settle()
        for node in self.world.nodes.values():
            node.projections.catch_up()
            node.agreeing.do_duties(self.circle, {}, self.world.clock())
        self.world.settle()

    def by(self, seen: str = "", token: str = "") -> By:
        """Return a desk officer, at a page of its own unless a token names one."""
        return By("desk-officer", token or f"page-{next(self.numbers)}", seen)

    # --- what people do

    def wish(self, party: Party, *, offer: bool, **changes: object) -> str:
        """Let a party write a need or an offer of generators; return its hash."""
        said = {
            "circle": self.circle,
            "offer": offer,
            "category": "energy",
            "title": {"ja": "発電機"} if offer else {"uk": "Генератори"},
            "words": {},
            "place": {},
            "conditions": {},
            "unit": "piece",
            "amount": "40",
            "until": "2026-06-01",
            "marking": Marking.GREEN,
            **changes,
        }
        outcome = self.desks[party].write(Wished(**said), self.by())  # type: ignore[arg-type]
        self.settle()
        return outcome.record

    def open(self, party: Party = UKRAINE, **changes: object) -> str:
        """Let a party open an initiative for Ukraine; return its hash."""
        said = {
            "circle": self.circle,
            "title": TITLE,
            "words": {},
            "category": "energy",
            "beneficiary": "ua",
            "needs": (),
            "offers": (),
            "marking": Marking.GREEN,
            **changes,
        }
        outcome = self.desks[party].open(Opening(**said), self.by())  # type: ignore[arg-type]
        self.settle()
        return outcome.record

    def act(self, party: Party, hashed: str, what: str, **typed: str) -> Outcome:
        """Let a party do something to an initiative, from a page that is fresh."""
        seen = self.seen(party, hashed)
        fields = {name.replace("_", "-"): text for name, text in typed.items()}
        act = Act(what, fields)
        outcome = self.desks[party].act(hashed, act, self.by(seen.initiative.seen))
        self.settle()
        return outcome

    def pledge(self, hashed: str, amount: str = "40", **changes: str) -> str:
        """Let Japan pledge generators; return the name of the commitment."""
        known = {one.name for one in self.card(JAPAN, hashed).initiative.ledger.commitments}
        typed = {
            "what_ja": "発電機",
            "unit": "piece",
            "amount": amount,
            "due": "2026-04-30",
            **changes,
        }
        self.act(JAPAN, hashed, "commit", **typed)
        after = self.card(JAPAN, hashed).initiative.ledger.commitments
        (name,) = {one.name for one in after} - known
        return name

    def gate(self, party: Party, hashed: str, stage: str, *signers: Party) -> str:
        """Let a party propose a gate, and others sign it; return the paper."""
        words = {"title_en": f"Stage {stage}", "text_en": f"The parties adopt the stage {stage}."}
        about = self.act(party, hashed, "gate", stage=stage, **words).record
        for signer in signers:
            self.sign(signer, about)
        return about

    def sign(self, party: Party, about: str) -> None:
        """Let a party sign a paper on its page."""
        seen = self.papers[party].paper(about)
        assert seen is not None
        revision = seen.revisions[0].revision
        act = PaperAct("sign", {"revision": revision}, seen.state, self.by().token)
        self.papers[party].act(about, act, "desk-officer")
        self.settle()

    def judge(self, party: Party, hashed: str, *, same: bool, reason: str = "Read both.") -> None:
        """Let a person of a party say who the open entries of the only partner are."""
        (known,) = self.seen(party, hashed).card.screened
        entries = tuple((one.list, one.key, one.listing) for one in known.open)
        said = Judged(known.party, known.partner.name, entries, same, reason)
        self.desks[party].judge(hashed, said, "desk-officer")

    # --- what they see

    def seen(self, party: Party, hashed: str) -> InitiativeSeen:
        """Return the page of an initiative as a party sees it."""
        seen = self.desks[party].initiative(hashed)
        assert seen is not None
        return seen

    def card(self, party: Party, hashed: str) -> Card:
        """Return the card of an initiative as a party sees it."""
        return self.seen(party, hashed).card

    def dues(self, party: Party) -> list[str]:
        """Return what "Today" asks of anybody on a party's page."""
        return sorted(one.sort for one in self.desks[party].digest(self.world.clock()))

    def agenda(self, party: Party) -> list[tuple[str, list[str]]]:
        """Return the open items of a circle that are initiatives, with their reasons."""
        gathering = Gathering(self.traffic[party], initiatives=self.desks[party])
        with self.world.nodes[party].agreeing.reading(self.circle) as agreement:
            common = gathering.common(agreement)
            items = gathering.items(
                common, self.circle, agreement.circle.members, self.world.clock()
            )
        found = [one for one in items if one.id.startswith("initiative:")]
        return [(one.id, [why.why.name for why in one.reasons]) for one in found]


@contextmanager
def donors(world: World, lists: Mapping[Party, Lists] | None = None) -> Iterator[Donors]:
    """Lend two ministries with the desks of their initiatives."""
    made = Donors(world, lists)
    try:
        yield made
    finally:
        made.close()
