"""Kyiv and Tokyo with the desks of their consultations, and meetings in every state."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.pages.capitals import Capitals, capitals, until
from tests.pages.invented_board import InventedDesk

from comity.consultation.agenda import Item
from comity.consultation.cadence import Cadence, moment_of
from comity.consultation.delegations import Delegate
from comity.consultation.meetings import Plan
from comity.node.consulting import Consulting
from comity.node.today import Today
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.agendas import agenda_text, agenda_title
from comity.web.consultation import add_consultations
from comity.web.consultdesk import By, MeetingSeen, Terms, Wish

UKRAINE, JAPAN = Party("ua"), Party("jp")
TONGUES = ("uk", "ja", "en")
KYIV = "Europe/Kyiv"
DRONES = {
    "uk": "Захист критичної інфраструктури від безпілотників",
    "ja": "重要インフラの無人機対策",
    "en": "Protection of critical infrastructure from drones",
}
FLEET = {
    "uk": "Тіньовий флот: спільні індикатори",
    "ja": "影の船団：共通指標",
    "en": "Shadow fleet",
}
REVIEW = {"uk": "Огляд виконання домовленостей", "ja": "合意事項の実施状況", "en": "Follow-up"}
OPENING = {"uk": "Відкриття", "ja": "開会", "en": "Opening"}


@dataclass
class Conference:
    """Two capitals that consult.

    Attributes:
        made: the nodes and the addresses of their pages.
        desks: of consultations, by party.
        meetings: by a short name.
    """

    made: Capitals
    desks: dict[str, Consulting]
    meetings: dict[str, str] = field(default_factory=dict)

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page of a node."""
        return f"{self.made.pages[party]}/{language}{path}"

    def seen(self, party: str, meeting: str) -> MeetingSeen:
        """Return a meeting as a desk shows it."""
        found = self.desks[party].meeting(meeting)
        assert found is not None
        return found

    def settle(self, party: str, meeting: str, holds: Callable[[MeetingSeen], object]) -> None:
        """Wait until a meeting holds something at a desk."""

        def there() -> bool:
            seen = self.desks[party].meeting(meeting)
            return seen is not None and bool(holds(seen))

        until(there)

    def terms(self) -> None:
        """Let Kyiv propose terms of reference, and Tokyo sign them."""
        said = Terms(
            circle=self.made.circle,
            title={
                "uk": "Положення про українсько-японські консультації",
                "ja": "日ウクライナ協議付託事項",
                "en": "Terms of reference of the consultations",
            },
            text={
                "uk": "Сторони консультуються щомісяця.",
                "ja": "双方は毎月協議する。",
                "en": "The parties consult every month.",
            },
            levels=("deputy-ministers", "directors-general", "working-group"),
            languages=TONGUES,
            host=UKRAINE,
            cadence=Cadence(KYIV, "2026-01-13T09:00", "FREQ=MONTHLY;BYDAY=2TU", 180),
            silence={"minutes": 72, "agenda": 48},
        )
        about = self.desks["ua"].propose_terms(said, by()).record
        tokyo = self.desks["jp"]
        until(lambda: any(one.proposed for one in tokyo.consultations().circles))
        revision = tokyo.consultations().circles[0].proposed[0].terms.revision
        tokyo.sign(about, revision, by())
        until(lambda: all(one.consultations().circles[0].mechanism for one in self.desks.values()))

    def call(self, days: float, title: dict[str, str], **more: Any) -> str:
        """Let Kyiv call a meeting so many days from now; return its id."""
        about = self.desks["ua"].call(self.made.circle, title, plan(days, **more), "", by()).record
        for party in self.desks:
            self.settle(party, about, lambda seen: seen.meeting.proposals)
        return about

    def sign(self, party: str, about: str) -> None:
        """Let a party sign the newest text of an object."""
        desk = self.desks[party]
        with desk.party.agreeing.reading(self.made.circle) as agreement:
            revision = list(agreement.matter(about).revisions)[-1]
        desk.sign(about, revision, by())

    def confirmed(self, days: float, title: dict[str, str], **more: Any) -> str:
        """Return a meeting that both have signed."""
        about = self.call(days, title, **more)
        self.sign("jp", about)
        for party in self.desks:
            self.settle(party, about, lambda seen: seen.meeting.chosen.adopted)
        return about

    def agenda(self, meeting: str, items: list[Item], *, agreed: bool) -> None:
        """Let Kyiv propose an agenda, and Tokyo sign it."""
        seen = self.seen("ua", meeting)
        said = by(seen.agenda_state)
        text = agenda_text(items, TONGUES)
        kyiv = self.desks["ua"]
        about = kyiv.propose_agenda(meeting, items, agenda_title(seen), text, said).record
        self.settle("jp", meeting, lambda seen: seen.proposed)
        if agreed:
            self.sign("jp", about)
            for party in self.desks:
                self.settle(party, meeting, lambda seen: seen.agenda)

    def delegation(self, party: str, meeting: str, *names: dict[str, str]) -> None:
        """Name a delegation, and wait until both see it."""
        members = [
            Delegate(
                name, {"uk": "директор департаменту", "ja": "局長", "en": "Director-General"}, role
            )
            for name, role in zip(names, ("head", "member", "note-taker"), strict=False)
        ]
        self.desks[party].name_delegation(meeting, members, by())
        for one in self.desks:
            self.settle(one, meeting, lambda seen: seen.delegations.get(Party(party)))

    def fill(self) -> None:
        """Let there be a meeting in every state, with agendas and delegations."""
        self.terms()
        wish = Wish(
            circle=self.made.circle,
            meeting="",
            title=FLEET,
            why={"ja": "新たな証拠が得られたため。", "uk": "З’явилися нові докази."},
            mode="decision",
            minutes=30,
        )
        self.desks["jp"].ask_for(wish, by())
        held = self.confirmed(
            -20, {"uk": "Друга консультація", "ja": "第2回協議", "en": "Second consultation"}
        )
        self.agenda(
            held,
            [Item("opening", OPENING, "decision", 5), Item("item:drones", DRONES, "decision", 40)],
            agreed=True,
        )
        coming = self.confirmed(
            9, {"uk": "Третя консультація", "ja": "第3回協議", "en": "Third consultation"}
        )
        self.agenda(
            coming,
            [
                Item("opening", OPENING, "decision", 5),
                Item("item:drones", DRONES, "decision", 40),
                Item("own:review", REVIEW, "discussion", 30),
            ],
            agreed=True,
        )
        self.delegation(
            "ua",
            coming,
            {"uk": "Олена Шевченко", "ja": "オレーナ・シェフチェンコ", "en": "Olena Shevchenko"},
            {"uk": "Тарас Коваль", "ja": "タラス・コヴァリ", "en": "Taras Koval"},
        )
        proposed = self.call(
            16,
            {"uk": "Робоча група", "ja": "作業部会", "en": "Working group"},
            level="working-group",
        )
        self.agenda(proposed, [Item("own:review", REVIEW, "discussion", 30)], agreed=False)
        moved = self.confirmed(
            12, {"uk": "Зустріч експертів", "ja": "専門家会合", "en": "Expert meeting"}
        )
        again = self.desks["jp"].call(
            self.made.circle,
            {"uk": "Зустріч експертів", "ja": "専門家会合", "en": "Expert meeting"},
            plan(13, moves=moved),
            "",
            by(self.seen("jp", moved).state),
        )
        self.settle("ua", again.record, lambda seen: seen.meeting.proposals)
        ended = self.confirmed(
            5, {"uk": "Відеозустріч", "ja": "オンライン会合", "en": "Video meeting"}
        )
        words = {"uk": "Зустріч не відбудеться.", "ja": "中止する。", "en": "It is cancelled."}
        said = by(self.seen("ua", ended).state)
        cancelling = self.desks["ua"].cancel(ended, words, said).record
        self.settle("jp", ended, lambda seen: seen.meeting.cancelling)
        self.sign("jp", cancelling)
        for party in self.desks:
            self.settle(party, ended, lambda seen: seen.meeting.cancelled_by)
        self.meetings = {
            "held": held,
            "coming": coming,
            "proposed": proposed,
            "moved": moved,
            "moving": again.record,
            "cancelled": ended,
        }


def by(seen: str = "") -> By:
    """Return a desk officer."""
    return By(role="desk-officer", marking=Marking.AMBER, seen=seen, what="it")


def plan(
    days: float, *, minutes: int = 120, level: str = "directors-general", moves: str = ""
) -> Plan:
    """Return a plan of nine o'clock in Kyiv, so many days from now."""
    day = dt.datetime.now(ZoneInfo(KYIV)) + dt.timedelta(days=days)  # noqa: TID251 - real nodes
    begins = f"{day:%Y-%m-%d}T09:00"
    return Plan(
        level=level,
        zone=KYIV,
        begins=begins,
        minutes=minutes,
        start=moment_of(begins, KYIV),
        place={"uk": "Київ, МЗС", "ja": "キーウ、外務省", "en": "Kyiv, Foreign Ministry"},
        online=True,
        moves=moves,
    )


@contextmanager
def conference(path: Path) -> Iterator[Conference]:
    """Start two nodes with their pages."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        desks: dict[str, Consulting] = {}
        for party, desk in made.desks.items():
            consulting = Consulting(desk.party, desk)
            today = stack.enter_context(closing(Today(desk, None, [consulting], ahead=consulting)))
            systems = [lambda app, consulting=consulting: add_consultations(app, consulting)]
            site = contextmanager(serve)(InventedDesk(), desk, today, systems)
            made.pages[party] = stack.enter_context(site).base
            desks[party] = consulting
        yield Conference(made, desks)
