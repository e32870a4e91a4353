"""Kyiv and Tokyo with their desks of positions and of Word files, and what was said before."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.positions import Envoy
from tests.journeys.texts import Negotiator
from tests.pages.capitals import Capitals, capitals, until
from tests.pages.invented_board import InventedDesk

from comity.node.positions import Positions
from comity.node.texts import Texts
from comity.node.today import Today
from comity.node.wordfiles import WordFiles
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.positiondesk import Stated
from comity.web.positions import add_positions
from comity.web.texts import add_texts
from comity.web.word import add_word

UKRAINE, JAPAN = Party("ua"), Party("jp")


@dataclass
class Embassies:
    """Two capitals that tell each other what they think.

    Attributes:
        made: the nodes and the addresses of their pages.
        kyiv, tokyo: a person in each.
        asked: the question that both have answered.
        bare: one that nobody has answered.
        text: a statement in brackets.
    """

    made: Capitals
    kyiv: Envoy
    tokyo: Envoy
    asked: str = ""
    bare: str = ""
    text: str = ""

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page of a node."""
        return f"{self.made.pages[party]}/{language}{path}"

    def arrived(self, hashed: str) -> None:
        """Wait until Tokyo has a question."""
        until(lambda: self.tokyo.desk.question(hashed))

    def fill(self) -> None:
        """Let both say something of every sort that the pages can show."""
        self.asked = self.kyiv.ask(self.made.circle)
        self.bare = self.kyiv.ask(self.made.circle, Marking.CLEAR)
        self.arrived(self.bare)
        found = self.kyiv.question(self.asked)
        words = {
            "uk": "Щомісяця, у другий вівторок, за потреби відео.",
            "en": "Every month, on the second Tuesday, by video where needed.",
        }
        stated = Stated(stance="support", words=words, source="", marking=Marking.GREEN)
        self.kyiv.desk.state(self.asked, stated, self.kyiv.by(found.seen))
        until(lambda: UKRAINE in self.tokyo.question(self.asked).now)
        self.tokyo.state(self.asked, "studying")
        seen = self.tokyo.question(self.asked)
        japanese = {"ja": "原則毎月とし、議題がない月は見送ることができる。"}
        late = Stated(stance="reserve", words=japanese, source="", marking=Marking.GREEN)
        self.tokyo.desk.state(self.asked, late, self.tokyo.by(seen.seen))
        until(lambda: self.kyiv.question(self.asked).now.get(JAPAN))
        until(lambda: self.kyiv.question(self.asked).now[JAPAN].stance == "reserve")
        self.kyiv.desk.note(self.asked, "jp", "Погодяться до саміту, не тиснути.", "desk-officer")
        self.text = self.begin()

    def begin(self) -> str:
        """Let Kyiv open the statement and wait until Tokyo has all of it."""
        about = Negotiator(self.kyiv.word.texts).begin(self.made.circle)
        tokyo = Negotiator(self.tokyo.word.texts)
        until(lambda: self.tokyo.word.text(about) and len(tokyo.seen(about).shown.clauses) == 6)
        until(lambda: all(one.live for one in tokyo.seen(about).shown.clauses))
        return about


@contextmanager
def embassies(path: Path) -> Iterator[Embassies]:
    """Start two nodes with their pages."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        people = {}
        for party, desk in made.desks.items():
            texts = Texts(desk.party, desk)
            positions = Positions(desk.party, desk, texts)
            word = WordFiles(desk.party, desk, texts)
            stack.callback(positions.close_store)
            today = stack.enter_context(
                closing(Today(desk, None, [texts, positions], positions=positions))
            )
            systems = [
                lambda app, texts=texts: add_texts(app, texts),
                lambda app, positions=positions: add_positions(app, positions),
                lambda app, word=word: add_word(app, word),
            ]
            site = contextmanager(serve)(InventedDesk(), desk, today, systems)
            made.pages[party] = stack.enter_context(site).base
            people[party] = Envoy(positions, word)
        ready = Embassies(made, people["ua"], people["jp"])
        ready.fill()
        yield ready
