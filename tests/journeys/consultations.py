"""Kyiv and Tokyo with the desks of their consultations, for journeys about meetings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.consultation.agenda import Item
from comity.consultation.cadence import Cadence, moment_of
from comity.consultation.delegations import Delegate
from comity.consultation.meetings import Plan
from comity.node.consulting import Consulting
from comity.node.serving import Serving
from comity.node.traffic import Traffic
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.agendas import agenda_text, agenda_title
from comity.web.consultdesk import By, MeetingSeen, Terms, Wish

DESK = "desk-officer"
TONGUES = ("uk", "ja", "en")
TITLE = {"uk": "Третя консультація", "ja": "第3回協議", "en": "Third consultation"}
MONTHLY = Cadence("Europe/Kyiv", "2026-03-10T09:00", "FREQ=MONTHLY", 120)


def plan(begins: str = "2026-03-20T09:00", minutes: int = 90, moves: str = "") -> Plan:
    """Return a plan by the clock of Kyiv."""
    return Plan(
        level="directors-general",
        zone="Europe/Kyiv",
        begins=begins,
        minutes=minutes,
        start=moment_of(begins, "Europe/Kyiv"),
        place={"uk": "Київ", "ja": "キーウ"},
        online=True,
        moves=moves,
    )


class Consultations:
    """Two ministries and the desks of their consultations.

    Attributes:
        world: the nodes and what is between them.
        circle: id of their circle.
        traffic, desks: by party.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.circle = world.open(UKRAINE, JAPAN)
        world.settle()
        self.traffic: dict[Party, Traffic] = {}
        self.desks: dict[Party, Consulting] = {}
        for party, other in ((UKRAINE, JAPAN), (JAPAN, UKRAINE)):
            serving = Serving(world.nodes[party])
            serving.links = {other: world.links[party, other]}
            self.traffic[party] = Traffic(world.nodes[party], serving)
            self.desks[party] = Consulting(world.nodes[party], self.traffic[party])

    def close(self) -> None:
        """Close the desks."""
        for traffic in self.traffic.values():
            traffic.close()

    def settle(self) -> None:
        """Let everything arrive, and every node do its duties."""
        self.world.settle()
        for node in self.world.nodes.values():
            node.projections.catch_up()
            node.agreeing.do_duties(self.circle, {}, self.world.clock())
        self.world.settle()

    def pass_days(self, days: float) -> None:
        """Let time pass."""
        self.world.clock.forward(dt.timedelta(days=days).total_seconds())

    def by(self, seen: str = "", token: str = "", marking: Marking = Marking.AMBER) -> By:
        """Return a desk officer."""
        return By(role=DESK, token=token, marking=marking, seen=seen, what="it")

    # --- what people do

    def propose_terms(self, party: Party = UKRAINE, **changes: Any) -> str:
        """Propose terms of reference; return their object."""
        said = {
            "circle": self.circle,
            "title": {"uk": "Положення", "ja": "付託事項", "en": "Terms of reference"},
            "text": {"uk": "Сторони зустрічаються.", "ja": "双方は会合する。", "en": "They meet."},
            "levels": ("directors-general", "working-group"),
            "languages": TONGUES,
            "host": UKRAINE,
            "cadence": MONTHLY,
            "silence": {"minutes": 48},
            **changes,
        }
        outcome = self.desks[party].propose_terms(Terms(**said), self.by())
        self.settle()
        return outcome.record

    def terms(self) -> str:
        """Propose terms of reference and let the other sign them; return their object."""
        about = self.propose_terms()
        self.sign(JAPAN, about)
        return about

    def rules(self) -> list[Cadence]:
        """Return the cadence in force as each party's desk has it."""
        seen = [desk.consultations().circles[0].mechanism for desk in self.desks.values()]
        return [one.cadence for one in seen if one is not None]

    def call(self, party: Party = UKRAINE, **changes: Any) -> str:
        """Propose a meeting; return its id."""
        outcome = self.desks[party].call(self.circle, TITLE, plan(**changes), "", self.by())
        self.settle()
        return outcome.record

    def sign(self, party: Party, about: str) -> None:
        """Let a party sign the newest text of an object."""
        desk = self.desks[party]
        with desk.party.agreeing.reading(self.circle) as agreement:
            texts = list(agreement.matter(about).revisions)
        desk.sign(about, texts[-1], self.by())
        self.settle()

    def sign_all(self, about: str) -> None:
        """Let every party sign the newest text of an object."""
        for party in self.desks:
            self.sign(party, about)

    def confirmed(self, **changes: Any) -> str:
        """Propose a meeting and let it be confirmed; return its id."""
        about = self.call(**changes)
        self.sign(JAPAN, about)
        return about

    def ask(self, party: Party, title: str, mode: str = "decision", minutes: int = 20) -> str:
        """Ask for an item; return the hash of the record."""
        wish = Wish(
            circle=self.circle,
            meeting="",
            title={"uk": title},
            why={"uk": "Бо час."},
            mode=mode,
            minutes=minutes,
        )
        outcome = self.desks[party].ask_for(wish, self.by())
        self.settle()
        return outcome.record

    def agenda(self, party: Party, meeting: str, items: Sequence[Item], seen: str = "") -> str:
        """Propose an agenda; return what was said first."""
        shown = self.seen(party, meeting)
        outcome = self.desks[party].propose_agenda(
            meeting,
            items,
            agenda_title(shown),
            agenda_text(items, TONGUES),
            self.by(seen or shown.agenda_state),
        )
        self.settle()
        return outcome.record

    def delegation(self, party: Party, meeting: str, *names: str) -> str:
        """Name a delegation; return the hash of the register."""
        seen = self.seen(party, meeting).delegations.get(party)
        members = [
            Delegate({"uk": name}, {}, "head" if not at else "member")
            for at, name in enumerate(names)
        ]
        by = self.by(seen.record if seen is not None else "")
        outcome = self.desks[party].name_delegation(meeting, members, by)
        self.settle()
        return outcome.record

    # --- what pages show

    def seen(self, party: Party, meeting: str) -> MeetingSeen:
        """Return a meeting as a party's desk shows it."""
        found = self.desks[party].meeting(meeting)
        assert found is not None
        return found

    def open_items(self, party: Party) -> Mapping[str, list[str]]:
        """Return the reasons of each open item, by its title, as a party's desk shows them."""
        (circle,) = self.desks[party].consultations().circles
        return {
            next(iter(item.title.values())): [one.why.name for one in item.reasons]
            for item in circle.items
        }
