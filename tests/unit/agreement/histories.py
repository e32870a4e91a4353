"""Histories: what parties may do to each other, played from a string of bytes.

Each byte is one decision, so that a history is a value: hypothesis can shorten it, a seed can make
it, and a failure can be played again. Nodes receive late, twice, in the wrong order or not at all;
their clocks differ; their people sign without asking whether the signature is valid.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import shake_256
from typing import TypeVar

from comity.agreement.adoption import Agreement, adopted
from comity.agreement.duties import Answer, due, written
from comity.agreement.effects import Type
from comity.agreement.standing import RULES, Rules, Voided
from comity.agreement.statements import (
    ALTERNATIVE,
    Draft,
    acknowledge,
    alternative,
    break_silence,
    complete,
    open_object,
    revise,
    sign,
    silence,
    take_stance,
    withdraw,
)
from comity.agreement.text import joint_text
from comity.records.circle import Circle, circle_of, open_circle
from comity.records.party import Party
from comity.records.record import Head, Record, write

UA, JP, KR, PL = Party("ua"), Party("jp"), Party("kr"), Party("pl")
EVERYBODY = (UA, JP, KR, PL)
START = dt.datetime(2026, 3, 5, 9, 0, tzinfo=dt.UTC)
WORDS = ({"en": "They meet twice a year."}, {"en": "They meet once a year."})
NO = {"en": "Kyiv objects."}
REVOKE = "revoke/1"
"""Proofs are of another package; here they are taken at their word."""


def report_fork(who: Party, seq: int, evidence: tuple[str, str]) -> Draft:
    """Return a draft that says that a party spoke twice."""
    return Draft("fork/1", {"party": who, "seq": seq, "evidence": list(evidence)})


def revoke(since: int, reason: Mapping[str, str]) -> Draft:
    """Return a draft that revokes the author's own records from a number on."""
    return Draft(REVOKE, {"since": since, "reason": dict(reason)})


T = TypeVar("T")

ACTIONS = (
    "deliver " * 26
    + "stray " * 4
    + "sign " * 13
    + "ad-referendum early "
    + "withdraw " * 6
    + "silence " * 3
    + "break " * 2
    + "complete " * 4
    + "duties " * 10
    + "cut-off revoke amend table stance stance "
).split()
LIES = [*ACTIONS, "fork", "fork", "report"]


def seeded(seed: int, size: int) -> bytes:
    """Return bytes that look like chance and are the same on every day."""
    return shake_256(str(seed).encode()).digest(size)


class Choices:
    """Decisions, read from bytes until there are none left."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    @property
    def over(self) -> bool:
        """Say whether everything is decided."""
        return self.at >= len(self.data)

    def number(self, below: int) -> int:
        """Return a number, 0 when nothing is left."""
        value = self.data[self.at] if not self.over else 0
        self.at += 1
        return value * below // 256

    def one(self, of: Sequence[T]) -> T:
        """Return one of several."""
        return of[self.number(len(of))]

    def shuffled(self, of: Iterable[T]) -> list[T]:
        """Return all in some order."""
        left, found = list(of), []
        while left:
            found.append(left.pop(self.number(len(left))))
        return found


def proven(record: Record) -> Voided | None:
    """Say what a record proves, as `seal` would after looking at the evidence."""
    if record.kind == REVOKE:
        return Voided(record.party, record.body["since"], record.seq)
    if record.kind == "fork/1":
        return Voided(record.body["party"], record.body["seq"])
    return None


@dataclass
class Node:
    """One party's node.

    Attributes:
        party: whose.
        agreement: what it has admitted.
        wrote: its own records, on all branches if it lies.
        ahead: its clock.
        got: how many records of each other node it has received in order.
        shown: when each silence procedure came to it.
        cut_off: it gets no answers.
        lied: it tried to speak twice.
        tacit_alone: tacit signatures that it wrote while cut off; there must be none.
    """

    party: Party
    agreement: Agreement
    ahead: dt.timedelta = dt.timedelta()
    wrote: list[Record] = field(default_factory=list)
    got: dict[Party, int] = field(default_factory=dict)
    shown: dict[str, dt.datetime] = field(default_factory=dict)
    cut_off: bool = False
    lied: bool = False
    tacit_alone: list[str] = field(default_factory=list)

    def receive(self, records: Iterable[Record], now: dt.datetime) -> None:
        """Take records in."""
        for record in self.agreement.take(records):
            if record.kind == "silence/1":
                self.shown.setdefault(record.hash, now + self.ahead)

    def write(
        self,
        draft: Draft,
        now: dt.datetime,
        before: Record | None = None,
        cut: Mapping[Party, Head] | None = None,
    ) -> Record:
        """Write a record, after the last one or, to speak twice, after an earlier one."""
        history = self.agreement.history
        last = history.head(self.party) if before is None else Head(before.seq, before.hash)
        record = write(
            circle=self.agreement.circle.id,
            party=self.party,
            seq=last.size + 1,
            prev=last.hash,
            cut=history.cut(self.party) if cut is None else cut,
            kind=draft.kind,
            body=draft.body,
            at=written(now + self.ahead),
            marking="TLP:AMBER",
        )
        self.wrote.append(record)
        self.receive([record], now)
        return record


@dataclass(frozen=True)
class Prelude:
    """What every history begins with: terms of reference that allow silence, and a text.

    Attributes:
        circle: of the parties.
        records: all of them, each after its past.
        text: id of the object that everything is about.
        revisions: the two that can be signed.
    """

    circle: Circle
    records: tuple[Record, ...]
    text: str
    revisions: tuple[str, ...]


def opening(parties: Sequence[Party], nonce: str = "0" * 32) -> Record:
    """Return the record that opens a circle."""
    return open_circle(
        opener=parties[0],
        cards=dict.fromkeys(parties, "1" * 64),
        purpose="Consultations",
        nonce=nonce,
        at=written(START),
    )


@cache
def prelude(parties: tuple[Party, ...]) -> Prelude:
    """Return what every history of these parties begins with."""
    first = opening(parties)
    nodes = [Node(party, Agreement(circle_of(first))) for party in parties]
    said: list[Record] = []

    def say(node: Node, draft: Draft) -> Record:
        said.append(node.write(draft, START))
        for other in nodes:
            other.receive(said[-1:], START)
        return said[-1]

    said.append(first)
    for node in nodes:
        node.receive([first], START)
    terms = say(nodes[0], open_object(Type.TERMS, {"en": "Terms of reference"})).hash
    allowed = revise(terms, {"en": "Texts may use silence of an hour."}, {"silence": {"text": 1}})
    say(nodes[0], allowed)
    for node in nodes:
        say(node, sign(terms, allowed.body["revision"]))
    text = say(nodes[0], open_object(Type.TEXT, {"en": "Joint statement"})).hash
    revisions = [say(nodes[0], revise(text, words)).body["revision"] for words in WORDS]
    for node in nodes[1:]:
        say(node, acknowledge())
    return Prelude(nodes[0].agreement.circle, tuple(said), text, tuple(revisions))


SIZES = {2: 240, 3: 400, 4: 560}
"""Bytes of a history for so many parties, enough that something is adopted now and then."""


class World:
    """Nodes that talk, as the bytes say.

    Attributes:
        choices: the bytes.
        start: the prelude.
        nodes: one for each party.
        now: true time, which nobody knows.
        wanted: what people sign, some revisions more often than others.
        seen: every revision that some node has held for adopted.
    """

    def __init__(
        self,
        data: bytes,
        parties: tuple[Party, ...],
        *,
        rules: Rules = RULES,
        lies: bool = False,
    ) -> None:
        self.choices = Choices(data)
        self.start = prelude(parties)
        self.now = START + dt.timedelta(days=1)
        self.actions = LIES if lies else ACTIONS
        self.seen: set[str] = set()
        one, other = self.start.revisions
        self.wanted = [one, other] if self.choices.number(2) else [one, one, one, other]
        self.nodes: list[Node] = []
        for party in parties:
            ahead = dt.timedelta(minutes=30 * (self.choices.number(7) - 3))
            node = Node(party, Agreement(self.start.circle, proven, rules), ahead)
            node.receive(self.start.records, self.now)
            self.nodes.append(node)

    @property
    def records(self) -> list[Record]:
        """Return everything that anybody wrote."""
        return [*self.start.records, *(record for node in self.nodes for record in node.wrote)]

    def run(self) -> "World":
        """Play all decisions; then let the first node hear everything and do its duty."""
        while not self.choices.over:
            node = self.choices.one(self.nodes)
            self.step(node, self.choices.one(self.actions))
            self.now += dt.timedelta(minutes=10)
            self.look(node)
        self.nodes[0].receive(self.records, self.now)
        self.duties(self.nodes[0])
        self.look(self.nodes[0])
        return self

    def look(self, node: Node) -> None:
        """Note what a node holds for adopted."""
        self.seen |= set(node.agreement.matters[self.start.text].completions)

    def step(self, node: Node, action: str) -> None:
        """Do one thing."""
        text, revision = self.start.text, self.choices.one(self.wanted)
        match action:
            case "deliver":
                self.deliver(node)
            case "stray":
                node.receive([self.choices.one(self.records)], self.now)
            case "sign":
                node.write(sign(text, revision), self.now)
            case "ad-referendum":
                node.write(sign(text, revision, ad_referendum=True), self.now)
            case "withdraw":
                node.write(withdraw(text), self.now)
            case "complete":
                node.write(complete(text, revision), self.now)
            case "cut-off":
                node.cut_off = not node.cut_off
            case "duties":
                self.duties(node)
            case _:
                self.hush(node, action, revision)
                self.foul(node, action)
                self.draft(node, action)

    def draft(self, node: Node, action: str) -> None:
        """Work on the text: table a wording, or take a stance on a clause."""
        said = node.agreement.matters[self.start.text].others
        tabled = [record for _, record in said if record.kind == ALTERNATIVE.name]
        clauses = [record.body.get("clause", record.hash) for record in tabled]
        if action == "table":
            clause = self.choices.one([None, *clauses])
            node.write(alternative(self.start.text, {"en": "They meet."}, clause), self.now)
        elif action == "stance" and tabled:
            clause = self.choices.one(clauses)
            stances = {record.hash: self.choices.one("SAQRO") for record in tabled}
            other = {tabled[0].hash: [tabled[-1].hash]}
            node.write(take_stance(self.start.text, clause, stances, other), self.now)

    def hush(self, node: Node, action: str, revision: str) -> None:
        """Start a silence procedure, break one, or sign tacitly whether it is time or not."""
        text, procedures = self.start.text, list(node.agreement.procedures)
        if action == "silence":
            hours = dt.timedelta(hours=1 + self.choices.number(2), minutes=10)
            until = self.now + node.ahead + hours
            node.write(silence(text, revision, written(until)), self.now)
        elif action == "break" and procedures:
            node.write(break_silence(self.choices.one(procedures), NO), self.now)
        elif action == "early" and procedures:
            procedure = self.choices.one(procedures)
            node.write(sign(text, revision, procedure=procedure), self.now)

    def foul(self, node: Node, action: str) -> None:
        """Lose a key, speak twice, or tell that another did."""
        own = [record for record in self.start.records if record.party == node.party][-1:]
        own += node.wrote
        forks = node.agreement.history.forks()
        if action == "revoke":
            since = self.choices.one(own).seq
            node.write(revoke(since, {"en": "A key was stolen."}), self.now)
        elif action == "fork":
            before = self.choices.one(own)
            cut = self.choices.one([before.cut, None, self.choices.one(self.records).cut])
            cut = None if cut is None else {p: head for p, head in cut.items() if p != node.party}
            draft = sign(self.start.text, self.choices.one(self.start.revisions))
            node.lied = True
            node.write(draft, self.now, before, cut)
        elif action == "amend":
            node.write(revise(self.start.text, {"en": f"They meet on {self.now:%d %B}."}), self.now)
        elif action == "report" and forks:
            fork = self.choices.one(forks)
            evidence = (fork.hashes[0], fork.hashes[1])
            node.write(report_fork(fork.party, fork.seq, evidence), self.now)

    def deliver(self, node: Node) -> None:
        """Give a node the next records of another."""
        other = self.choices.one([peer for peer in self.nodes if peer is not node])
        at = node.got.get(other.party, 0)
        number = 1 + self.choices.number(4)
        node.receive(other.wrote[at : at + number], self.now)
        node.got[other.party] = min(at + number, len(other.wrote))

    def duties(self, node: Node) -> None:
        """Let a node do what it must."""
        clock = self.now + node.ahead
        last = clock - dt.timedelta(days=node.cut_off)
        answers = {
            peer: Answer(last, dt.timedelta(), {}) for peer in self.start.circle.others(node.party)
        }
        for duty in due(node.agreement, node.party, clock, answers, node.shown)[0]:
            record = node.write(duty.draft, self.now)
            if node.cut_off and duty.code == "silence":
                node.tacit_alone.append(record.hash)


def fresh(world: World, records: Iterable[Record], rules: Rules = RULES) -> Agreement:
    """Return what records add up to for somebody who held nothing before."""
    agreement = Agreement(world.start.circle, proven, rules)
    agreement.take(records)
    return agreement


def summary(agreement: Agreement) -> dict[str, object]:
    """Return everything that an agreement says, in an order of its own."""
    history = agreement.history
    return {
        "admitted": sorted(history.links),
        "waiting": dict(sorted(history.waiting().items())),
        "refused": {key: refusal for key, (_, refusal) in sorted(history.refused.items())},
        "forks": history.forks(),
        "adopted": {about: adopted(agreement, about) for about in sorted(agreement.matters)},
        "acts": sorted(
            (act.link.hash, act.void, act.completes, tuple(link.hash for link in act.rests_on))
            for matter in agreement.matters.values()
            for acts in matter.acts.values()
            for act in acts
        ),
        "texts": {about: joint_text(agreement, about) for about in sorted(agreement.matters)},
        "breaks": {
            key: sorted({link.party for link in procedure.breaks.links.values()})
            for key, (_, procedure) in sorted(agreement.procedures.items())
        },
    }
