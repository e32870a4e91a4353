"""Negotiators: the desks of joint texts of nodes in memory, and a six-clause statement."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.journeys.capitals import World

from comity.agreement.effects import Type
from comity.node.texts import Texts
from comity.node.traffic import Traffic
from comity.positions.views import Clause
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.textdesk import Beginning, By, Tabled, Taken, TextSeen

TITLE = {
    "en": "Joint statement of the third regular consultation",
    "ja": "第3回定期協議 共同声明",
    "uk": "Спільна заява третьої регулярної консультації",
}
SIX: tuple[Mapping[str, str], ...] = (
    {
        "en": "The Parties held their third regular consultation in Tokyo.",
        "ja": "両当事者は、東京において第3回定期協議を開催した。",
        "uk": "Сторони провели третю регулярну консультацію в Токіо.",
    },
    {
        "en": "Information received under this mechanism keeps the marking given by its author.",
        "ja": "この枠組みの下で受領した情報は、作成者の付した区分を維持する。",
        "uk": "Інформація, отримана в межах цього механізму, зберігає позначку її автора.",
    },
    {
        "en": "They share information within 24 hours of a relevant event.",
        "ja": "両当事者は、関連する事象の発生から24時間以内に情報を共有する。",
        "uk": "Вони обмінюються інформацією протягом 24 годин після відповідної події.",
    },
    {
        "en": "They will examine the listings of each other every month.",
        "ja": "両当事者は、相互の制裁対象指定を毎月検討する。",
        "uk": "Вони щомісяця розглядатимуть внесення одна одної до списків.",
    },
    {
        "en": "They exchange, each quarter, a joint reading of indicators of technology transfer.",
        "ja": "両当事者は、四半期ごとに、技術移転の兆候に関する共同評価を交換する。",
        "uk": "Вони щокварталу обмінюються спільним прочитанням ознак передачі технологій.",
    },
    {
        "en": "The fourth consultation will take place in Kyiv.",
        "ja": "第4回協議は、キーウで開催する。",
        "uk": "Четверта консультація відбудеться в Києві.",
    },
)
PROMPTLY = {
    "en": "They share information as promptly as possible.",
    "ja": "両当事者は、可能な限り速やかに情報を共有する。",
    "uk": "Вони обмінюються інформацією якнайшвидше.",
}


class Negotiator:
    """A person of one party who works on a joint text.

    Attributes:
        desk: of the party.
        role: in which the person acts.
    """

    numbers = itertools.count(1)

    def __init__(self, desk: Texts, role: str = "desk-officer") -> None:
        self.desk = desk
        self.role = role

    def by(self, seen: str = "") -> By:
        """Return who acts, from a page in a state."""
        return By(self.role, f"page-{next(self.numbers)}", seen)

    def begin(self, circle: str, *, marking: Marking = Marking.AMBER) -> str:
        """Open the six-clause statement; return its id."""
        beginning = Beginning(
            circle=circle, type=Type.STATEMENT, title=TITLE, clauses=SIX, marking=marking
        )
        return self.desk.begin(beginning, self.by()).record

    def seen(self, about: str) -> TextSeen:
        """Return the text as this person's page shows it."""
        found = self.desk.text(about)
        assert found is not None
        return found

    def clause(self, about: str, number: int) -> Clause:
        """Return a clause by its number."""
        return self.seen(about).shown.clauses[number - 1]

    def wording(self, about: str, number: int, place: int = 0) -> str:
        """Return a live wording of a clause."""
        return self.clause(about, number).live[place]

    def take(
        self, about: str, number: int, letter: str, place: int = 0, *, only_if: tuple[str, ...] = ()
    ) -> Outcome:
        """Take a stance on a wording of a clause."""
        clause = self.clause(about, number)
        taken = Taken(
            clause=clause.id,
            letters={clause.live[place]: letter},
            only_if={clause.live[place]: only_if} if only_if else {},
        )
        return self.desk.take(about, taken, self.by(clause.seen))

    def table(
        self, about: str, number: int, words: Mapping[str, str] | None, *, instead: bool = False
    ) -> Outcome:
        """Table a wording of a clause."""
        clause = self.clause(about, number)
        tabled = Tabled(clause=clause.id, words=words, instead=instead)
        return self.desk.table(about, tabled, self.by(clause.seen))

    def give(self, about: str, *, leave_out: bool = False) -> str:
        """Make the text to sign; return its hash."""
        seen = self.seen(about)
        self.desk.give(about, {}, self.by(seen.seen), leave_out=leave_out)
        return self.seen(about).signing.revisions[0].hash

    def sign(self, about: str, revision: str, *, ad_referendum: bool = False) -> Outcome:
        """Sign a revision."""
        by = self.by(self.seen(about).signing.seen)
        return self.desk.sign(about, revision, by, ad_referendum=ad_referendum, valid_until="")

    def withdraw(self, about: str) -> Outcome:
        """Withdraw the own signature."""
        by = self.by(self.seen(about).signing.seen)
        return self.desk.withdraw(about, {"en": "Instructions changed"}, by)


@contextmanager
def negotiators(world: World) -> Iterator[dict[Party, Negotiator]]:
    """Give each node of a world a desk of joint texts with a person at it."""
    desks = {party: Traffic(node) for party, node in world.nodes.items()}
    try:
        yield {party: Negotiator(Texts(world.nodes[party], desk)) for party, desk in desks.items()}
    finally:
        for desk in desks.values():
            desk.close()
