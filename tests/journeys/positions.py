"""Envoys: people of each party who state positions and hand in Word files."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.capitals import World

from comity.node.positions import Positions
from comity.node.texts import Texts
from comity.node.traffic import Traffic
from comity.node.wordfiles import WordFiles
from comity.positions.matrix import Question
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.positiondesk import Asking, Stated
from comity.web.textdesk import By

FREQUENCY = {
    "en": "How often does the mechanism meet?",
    "ja": "本メカニズムの開催頻度",
    "uk": "Як часто збирається механізм?",
}


class Envoy:
    """A person of one party.

    Attributes:
        desk: of the party's positions.
        word: of its Word files.
        role: in which the person acts.
    """

    numbers = itertools.count(1)

    def __init__(self, desk: Positions, word: WordFiles, role: str = "desk-officer") -> None:
        self.desk = desk
        self.word = word
        self.role = role

    def by(self, seen: str = "") -> By:
        """Return who acts, from a page in a state."""
        return By(self.role, f"envoy-{next(self.numbers)}", seen)

    def question(self, hashed: str) -> Question:
        """Return a question as this person's page shows it."""
        seen = self.desk.question(hashed)
        assert seen is not None
        return seen.question

    def ask(self, circle: str, marking: Marking = Marking.GREEN) -> str:
        """Ask how often the mechanism meets; return the question."""
        asking = Asking(circle=circle, title=FREQUENCY, background={}, marking=marking)
        return self.desk.ask(asking, self.by()).record

    def state(self, hashed: str, stance: str, words: str = "", source: str = "") -> Outcome:
        """State a position."""
        found = self.question(hashed)
        said = {"en": words} if words else {}
        stated = Stated(stance=stance, words=said, source=source, marking=found.own)
        return self.desk.state(hashed, stated, self.by(found.seen))


@contextmanager
def envoys(world: World, *parties: Party) -> Iterator[list[Envoy]]:
    """Return a person of each party, over its node."""
    traffics = [Traffic(world.nodes[party]) for party in parties]
    texts = [Texts(one.party, one) for one in traffics]
    made = [
        Envoy(Positions(one.party, one, text), WordFiles(one.party, one, text))
        for one, text in zip(traffics, texts, strict=True)
    ]
    try:
        yield made
    finally:
        for envoy in made:
            envoy.desk.close_store()
        for one in traffics:
            one.close()
