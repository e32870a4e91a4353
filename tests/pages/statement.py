"""Kyiv and Tokyo with their desks of joint texts, and a statement that is half agreed."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.texts import PROMPTLY, Negotiator
from tests.pages.capitals import Capitals, capitals, until
from tests.pages.invented_board import InventedDesk

from comity.node.texts import Texts
from comity.node.today import Today
from comity.records.party import Party
from comity.web.texts import add_texts

UKRAINE, JAPAN = Party("ua"), Party("jp")


@dataclass
class Hall:
    """Two capitals that negotiate.

    Attributes:
        made: the nodes and the addresses of their pages.
        kyiv, tokyo: a person in each.
    """

    made: Capitals
    kyiv: Negotiator
    tokyo: Negotiator

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page of a node."""
        return f"{self.made.pages[party]}/{language}{path}"

    def begin(self) -> str:
        """Let Kyiv open the statement and wait until Tokyo has all of it."""
        about = self.kyiv.begin(self.made.circle)
        self.settle(about, self.tokyo, lambda seen: len(seen.shown.clauses) == 6)
        until(lambda: all(clause.live for clause in self.tokyo.seen(about).shown.clauses))
        return about

    def settle(self, about: str, person: Negotiator, holds: Any) -> None:
        """Wait until a text holds something for a person."""

        def there() -> bool:
            seen = person.desk.text(about)
            return seen is not None and bool(holds(seen))

        until(there)

    def half_agreed(self) -> str:
        """Return a statement with brackets, a package and a clause ad referendum."""
        about = self.begin()
        tokyo = self.tokyo
        for number in (1, 2, 6):
            tokyo.take(about, number, "A")
        tokyo.table(about, 3, PROMPTLY)
        tokyo.take(about, 5, "Q")
        tokyo.take(about, 4, "A", only_if=(tokyo.wording(about, 3, 1),))
        self.settle(about, self.kyiv, lambda seen: seen.packages)
        return about

    def agreed(self) -> str:
        """Return a statement whose clauses are all agreed."""
        about = self.begin()
        for number in range(1, 7):
            self.tokyo.take(about, number, "A")
        self.settle(about, self.kyiv, lambda seen: not seen.shown.left)
        return about


@contextmanager
def hall(path: Path) -> Iterator[Hall]:
    """Start two nodes with their pages."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        people = {}
        for party, desk in made.desks.items():
            texts = Texts(desk.party, desk)
            today = stack.enter_context(closing(Today(desk, None, [texts])))
            systems = [lambda app, texts=texts: add_texts(app, texts)]
            lists = InventedDesk()
            site = contextmanager(serve)(lists, desk, today, systems)
            made.pages[party] = stack.enter_context(site).base
            people[party] = Negotiator(texts)
        yield Hall(made, people["ua"], people["jp"])
