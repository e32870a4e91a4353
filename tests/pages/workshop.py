"""Kyiv and Tokyo with their desks of initiatives and papers, and one initiative under way."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.pages.capitals import Capitals, capitals, until

from comity.node.clock import now
from comity.node.initiatives import Initiatives
from comity.node.lists import Lists
from comity.node.papers import Papers
from comity.node.today import Today
from comity.records.marking import Marking
from comity.web.desk import Outcome
from comity.web.initiativedesk import Act, Card, Opening, Wished
from comity.web.initiatives import add_initiatives
from comity.web.papers import Act as PaperAct
from comity.web.secretariat import add_papers
from comity.web.textdesk import By

SDN = Path(__file__).resolve().parents[1] / "fixtures" / "us-ofac" / "sdn.csv"
WORKS = "NIGHTJAR WORKS LLC"
TITLE = {
    "uk": "Резервне живлення для лікарень Харкова",
    "ja": "ハルキウの病院のための非常用電源",
    "en": "Backup power for the hospitals of Kharkiv",
}


@dataclass
class Workshop:
    """Two capitals that do something together.

    Attributes:
        made: the nodes and the addresses of their pages.
        desks, papers: by party.
        lists: of Kyiv.
        need, offer: hashes.
        hashed: of the initiative under way.
        bare: of another one, of which nothing was said.
    """

    made: Capitals
    lists: Lists
    desks: dict[str, Initiatives] = field(default_factory=dict)
    papers: dict[str, Papers] = field(default_factory=dict)
    need: str = ""
    offer: str = ""
    hashed: str = ""
    bare: str = ""
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def page(self, party: str, language: str, path: str) -> str:
        """Return the address of a page of a node."""
        return f"{self.made.pages[party]}/{language}{path}"

    def by(self, seen: str = "") -> By:
        """Return a desk officer, at a page of its own."""
        return By("desk-officer", f"workshop-{next(self.numbers)}", seen)

    def card(self, party: str, hashed: str = "") -> Card:
        """Return an initiative as a party sees it."""
        seen = self.desks[party].initiative(hashed or self.hashed)
        assert seen is not None
        return seen.card

    def arrive(self, hashed: str = "") -> None:
        """Wait until both see an initiative alike."""
        until(lambda: all(one.initiative(hashed or self.hashed) for one in self.desks.values()))
        until(lambda: len({self.card(one, hashed).initiative.seen for one in self.desks}) == 1)

    def act(self, party: str, what: str, **typed: str) -> Outcome:
        """Let a party do something to the initiative, and wait until both see it."""
        fields = {name.replace("_", "-"): text for name, text in typed.items()}
        by = self.by(self.card(party).initiative.seen)
        outcome = self.desks[party].act(self.hashed, Act(what, fields), by)
        self.arrive()
        return outcome

    def day(self, days: int) -> str:
        """Return a day so many days from today."""
        return (now().date() + dt.timedelta(days=days)).isoformat()

    def wish(self, party: str, *, offer: bool, amount: str, **words: dict[str, str]) -> str:
        """Let a party write a need or an offer."""
        wished = Wished(
            circle=self.made.circle,
            offer=offer,
            category="energy",
            words={},
            conditions={},
            unit="piece",
            amount=amount,
            until=self.day(120),
            marking=Marking.GREEN,
            **words,
        )
        record = self.desks[party].write(wished, self.by()).record
        until(
            lambda: all(
                any(it.hash == record for it in one.wishes().wishes) for one in self.desks.values()
            )
        )
        return record

    def open(self, title: dict[str, str], *answers: str) -> str:
        """Let Kyiv open an initiative."""
        opening = Opening(
            circle=self.made.circle,
            title=title,
            words={},
            category="energy",
            beneficiary="ua",
            needs=answers[:1],
            offers=answers[1:],
            marking=Marking.GREEN,
        )
        hashed = self.desks["ua"].open(opening, self.by()).record
        self.arrive(hashed)
        return hashed

    def gate(self, stage: str, *signers: str) -> str:
        """Let Kyiv propose a gate, and others sign it."""
        words = {"title_en": f"The stage “{stage}”", "text_en": f"The stage “{stage}” is reached."}
        about = self.act("ua", "gate", stage=stage, **words).record
        for signer in signers:
            self.sign(signer, about)
        if signers:
            until(lambda: all(self.card(one).stage.code == stage for one in self.desks))
        return about

    def sign(self, party: str, about: str) -> None:
        """Let a party sign a paper once it has its text."""
        desk = self.papers[party]
        until(lambda: (seen := desk.paper(about)) is not None and seen.revisions)
        seen = desk.paper(about)
        assert seen is not None
        typed = {"revision": seen.revisions[0].revision}
        desk.act(about, PaperAct("sign", typed, seen.state, self.by().token), "desk-officer")

    def edition(self, number: int, *without: str) -> None:
        """Let Kyiv import an edition of a list without some rows."""
        rows = SDN.read_text("utf-8").splitlines(keepends=True)
        file = self.lists.folder / f"edition-{number}" / "sdn.csv"
        file.parent.mkdir(parents=True)
        file.write_text(
            "".join(row for row in rows if not any(name in row for name in without)), "utf-8"
        )
        date = dt.date(2026, 3, 1) + dt.timedelta(days=7 * number)
        taken = list(self.lists.import_files([file], date=date, accept_shrunk=True))
        assert [one.error for one in taken if one.error] == []
        self.lists.overview()
        self.desks["ua"].partners.catch_up()

    def fill(self) -> None:
        """Let both say something of every sort that the pages can show."""
        self.edition(1, WORKS)
        title = {"uk": "Генератори для лікарень", "en": "Generators for hospitals"}
        place = {"uk": "Харків"}
        self.need = self.wish("ua", offer=False, amount="40", title=title, place=place)
        title, place = {"ja": "非常用発電機"}, {"ja": "ハルキウ"}
        self.offer = self.wish("jp", offer=True, amount="25", title=title, place=place)
        self.hashed = self.open(TITLE, self.need, self.offer)
        self.bare = self.open({"en": "An exchange of engineers"})
        for stage in ("idea", "scoped"):
            self.gate(stage, "jp")
        self.gate("agreed")
        words = {"what_ja": "非常用発電機", "what_en": "Emergency generators"}
        self.act("jp", "commit", unit="piece", amount="25", due=self.day(60), **words)
        words = {"what_ja": "技術者の研修", "what_en": "Training of engineers"}
        self.act("jp", "commit", unit="person-day", amount="12.5", due=self.day(90), **words)
        key = {"giver": "jp", "commitment": self.commitment("piece")}
        self.act("jp", "deliver", amount="10", on=self.day(0), **key)
        self.act("ua", "receive", amount="8", on=self.day(0), words_uk="Два пошкоджено.", **key)
        self.act(
            "ua", "milestone", title_uk="Перший конвой", title_en="First convoy", on=self.day(14)
        )
        self.act("jp", "milestone", title_ja="第2便", on=self.day(45))
        risk = {"likelihood": "3", "impact": "5", "title_uk": "Обстріл складів", "owner": "ua"}
        self.act("ua", "risk", response_uk="Розосередити склади.", **risk)
        partner = {"kind": "organisation", "names": "Nightjar Works\nナイトジャー製作所"}
        self.act("jp", "partner", role_ja="輸送", role_en="Transport", country="jp", **partner)
        self.desks["ua"].partners.catch_up()

    def commitment(self, unit: str) -> str:
        """Return the name of the commitment in a unit."""
        given = self.card("ua").initiative.ledger.commitments
        return next(one.name for one in given if one.unit == unit)


@contextmanager
def workshop(path: Path) -> Iterator[Workshop]:
    """Start two nodes with their pages."""
    from tests.pages.conftest import serve  # noqa: PLC0415 - it imports this folder's fixtures

    with capitals(path) as made, ExitStack() as stack:
        ready = Workshop(made, Lists(path / "lists"))
        for party, desk in made.desks.items():
            lists = ready.lists if party == "ua" else Lists(path / "none")
            initiatives = Initiatives(desk.party, desk, lists)
            stack.callback(initiatives.close_store)
            papers = Papers(desk.party, desk)
            today = stack.enter_context(closing(Today(desk, lists, [initiatives, papers])))
            systems = [
                lambda app, papers=papers: add_papers(app, papers),
                lambda app, initiatives=initiatives: add_initiatives(app, initiatives),
            ]
            site = contextmanager(serve)(lists, desk, today, systems)
            made.pages[party] = stack.enter_context(site).base
            ready.desks[party], ready.papers[party] = initiatives, papers
        ready.fill()
        yield ready
