"""Nodes: of two or three parties, whole, each with all of its pages, as a ministry runs it."""

import asyncio
import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.journeys.texts import SIX, Negotiator
from tests.pages.capitals import PATIENCE, node_at, until
from tests.pages.flows.spoken import Spoken

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.node.clock import now
from comity.node.identity import own_card
from comity.node.party import PartyNode
from comity.node.running import Plan, listen, show
from comity.node.serving import Serving
from comity.node.texts import Texts
from comity.node.traffic import Traffic
from comity.records.party import Party

if TYPE_CHECKING:
    from tests.pages.conftest import Windows

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")
MARKING = "TLP:GREEN"


@dataclass
class Nodes:
    """Nodes that exchange, and their pages.

    Attributes:
        nodes: by party.
        pages: address of the pages of each, by party.
        serving: what carries their exchange, by party.
        ahead: how far all their clocks are ahead of the true time.
    """

    nodes: dict[Party, PartyNode] = field(default_factory=dict)
    pages: dict[Party, str] = field(default_factory=dict)
    serving: dict[Party, Serving] = field(default_factory=dict)
    ahead: dt.timedelta = dt.timedelta()

    def open(self, windows: "Windows", party: Party, language: str, path: str) -> Spoken:
        """Open a page of a node in a window of its own."""
        return Spoken(windows.open(f"{self.pages[party]}/{language}{path}"), language)

    def now(self) -> dt.datetime:
        """Return what the clocks of all nodes say."""
        return now() + self.ahead

    def forward(self, **span: float) -> None:
        """Let time pass, for all nodes alike."""
        self.ahead += dt.timedelta(**span)

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Cut the lines between all nodes; what waits goes over them once they are back."""
        served = tuple(self.serving.values())

        async def stop() -> None:
            for serving in served:
                for link in serving.links.values():
                    await link.stop()
                serving.links.clear()

        async def start() -> None:
            for serving in served:
                serving.meet()

        loop = served[0].loop
        assert loop is not None
        asyncio.run_coroutine_threadsafe(stop(), loop).result(PATIENCE)
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(start(), loop).result(PATIENCE)

    # --- what was said before a flow begins

    def open_circle(self, purpose: str, *members: Party) -> str:
        """Open a circle, and wait until all members have it; return its id."""
        circle = self.nodes[members[0]].open_circle(members, purpose).circle
        until(lambda: all(circle in self.nodes[one].station.roster.circles for one in members))
        return circle

    def say(self, party: Party, circle: str, draft: Draft) -> str:
        """Say something, and wait until all members have it; return the hash."""
        said = self.nodes[party].say(circle, draft.kind, draft.body, MARKING).result(PATIENCE)
        members = self.nodes[party].station.roster.circles[circle].members
        until(lambda: all(self.nodes[one].journal.by_hash(said[0].hash) for one in members))
        return said[0].hash

    def adopt(
        self, circle: str, of: Type, title: Mapping[str, str], effect: Mapping[str, Any]
    ) -> str:
        """Let all members adopt an object whose text is its title; return its id."""
        members = self.nodes[UKRAINE].station.roster.circles[circle].members
        about = self.say(UKRAINE, circle, open_object(of, title))
        text = revise(about, title, effect)
        self.say(UKRAINE, circle, text)
        for party in members:
            self.say(party, circle, sign(about, text.body["revision"]))
        return about

    @contextmanager
    def negotiators(self) -> Iterator[dict[Party, Negotiator]]:
        """Give a person of each party a desk of joint texts, beside the pages."""
        with ExitStack() as stack:
            people = {}
            for party, node in self.nodes.items():
                desk = Traffic(node)
                stack.callback(desk.close)
                people[party] = Negotiator(Texts(node, desk))
            yield people


def begin(people: Mapping[Party, Negotiator], circle: str) -> str:
    """Let Kyiv open the statement of six clauses, and wait until Tokyo has all of it."""
    about, tokyo = people[UKRAINE].begin(circle), people[JAPAN]
    until(lambda: tokyo.desk.text(about))
    until(lambda: len(tokyo.seen(about).shown.clauses) == len(SIX))
    until(lambda: all(one.live for one in tokyo.seen(about).shown.clauses))
    return about


@contextmanager
def nodes(path: Path, *parties: Party) -> Iterator[Nodes]:
    """Start nodes of these parties, each paired with the others."""
    made = Nodes()
    doors = {}
    for party in parties:
        doors[party], made.nodes[party] = node_at(path, party)
        made.nodes[party].station.clock = made.now
    for one, other in permutations(made.nodes.values(), 2):
        one.pair(own_card(other.folder).encode())
    serving = made.serving = {party: Serving(node, beat=0.5) for party, node in made.nodes.items()}
    sites = {party: listen("127.0.0.1", 0) for party in parties}
    for party, site in sites.items():
        made.pages[party] = f"http://127.0.0.1:{site.getsockname()[1]}"
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    plan = Plan(host="127.0.0.1", port=0)

    async def all_of_them() -> None:
        await asyncio.gather(
            *(serving[one].run(doors[one], stop) for one in parties),
            *(show(made.nodes[one], serving[one], sites[one], stop, plan) for one in parties),
        )

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:  # closes what is still open
            runner.run(all_of_them())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        until(lambda: all(len(one.links) == len(parties) - 1 for one in serving.values()))
        yield made
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        for node in made.nodes.values():
            node.close()
