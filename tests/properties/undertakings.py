"""Histories of actions: what parties may say of them, played from a string of bytes.

Two actions of Japan and one of Ukraine are adopted; then everybody says whatever it likes of them,
of its own and of others', also what fits no kind, in the wrong circle, of a list that nobody named
or of days that have not come. Nodes receive late, twice, in the wrong order or not at all. Some
parties speak twice, some revoke a key.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.unit.agreement.histories import (
    JP,
    START,
    UA,
    Choices,
    Node,
    opening,
    proven,
    revoke,
)

from comity.agreement.adoption import Agreement
from comity.agreement.effects import Type
from comity.agreement.followup import ABSENT, Checked, Facts, Matched, Outcome, Said, Shown
from comity.agreement.standing import voided
from comity.agreement.statements import Draft, acknowledge, open_object, revise, sign
from comity.consultation.assignments import Assignment, assignments
from comity.consultation.statements import ACCEPT, ANSWER, ANSWERS, CHECKED, DONE, PROGRESS
from comity.records.circle import Circle, circle_of
from comity.records.kinds import BodyError
from comity.records.party import Party
from comity.records.record import Record
from comity.sanctions.statements import MATCH, SHOWN, VERDICTS

Rule = Callable[[Facts, str], Outcome]
"""The rule that is searched: `comity.agreement.followup.outcome`, or one with a fault."""

Reader = Callable[[Agreement, Iterable[Record]], Mapping[str, Facts]]
"""Reads what is known of each action from admitted records."""

FREEZE, BAN = "asset-freeze", "export-ban"
ACTIONS: tuple[dict[str, Any], ...] = (
    {"action": "a1", "owner": JP, "what": {"en": "List it."}, "list": "us-ofac", "measure": FREEZE},
    {"action": "a2", "owner": JP, "what": {"en": "Send the plan."}},
    {"action": "a3", "owner": UA, "what": {"en": "List it too."}, "list": "ua-nsdc"},
)
NAMES = ("a1", "a1", "a1", "a2", "a3", "zz")
"""What is spoken of; nobody assigned the last of them."""

DUE = ("2026-04-09", "2026-04-20", "2020-01-01", "9999-12-31")
AS_OF = ("2026-03-20", "2026-04-15", "2026-04-15", "2026-05-20", "2026-02-01", "9999-12-31")
KEYS = ("1001", "1001", "1001", "1002", "")
ENTRIES = ("9f" * 32, "9f" * 32, "9f" * 32, "aa" * 32, "", "")
FILES = ("f1" * 32, "f2" * 32)
MEASURES: tuple[tuple[str, ...], ...] = ((FREEZE,), (FREEZE,), (FREEZE,), (BAN,), (BAN, FREEZE), ())
DAYS = ("2026-03-21", "2026-04-10", "2026-04-16", "2026-05-21")
"""Days on which somebody looks."""

STEPS = (
    "deliver " * 12
    + "accept " * 4
    + "answer " * 2
    + "done " * 4
    + "progress "
    + "check " * 3
    + "show " * 5
    + "match " * 5
    + "malformed elsewhere revoke"
).split()
LIES = [*STEPS, "fork", "fork", "fork"]
BYTES = {2: 260, 3: 360, 4: 460}
"""Of a history for so many parties."""


@dataclass(frozen=True)
class Start:
    """What every history begins with: a decision that all have signed.

    Attributes:
        circle: of the parties.
        records: all of them, each after its past.
        decision: id of the object.
    """

    circle: Circle
    records: tuple[Record, ...]
    decision: str


@cache
def start(parties: tuple[Party, ...]) -> Start:
    """Return what every history of these parties begins with."""
    first = opening(parties)
    nodes = [Node(party, Agreement(circle_of(first))) for party in parties]
    said = [first]

    def say(node: Node, draft: Draft) -> Record:
        said.append(node.write(draft, START))
        for other in nodes:
            other.receive(said[-1:], START)
        return said[-1]

    for node in nodes:
        node.receive([first], START)
    decision = say(nodes[0], open_object(Type.DECISION, {"en": "Listings"})).hash
    words = {"en": "Japan lists one target, Ukraine another."}
    revision = say(nodes[0], revise(decision, words, {"assigned": list(ACTIONS)})).body["revision"]
    for node in nodes:
        say(node, sign(decision, revision))
    say(nodes[0], acknowledge())
    return Start(nodes[0].agreement.circle, tuple(said), decision)


@cache
def elsewhere(parties: tuple[Party, ...]) -> Record:
    """Return the first record of another circle of the same parties."""
    return opening(parties, "1" * 32)


class World:
    """Nodes that say things of actions, as the bytes say.

    Attributes:
        choices: the bytes.
        start: the decision.
        nodes: one for each party.
        side: nodes of the same parties in another circle.
        now: what every clock says.
    """

    def __init__(self, data: bytes, parties: tuple[Party, ...], *, lies: bool = False) -> None:
        self.choices = Choices(data)
        self.start = start(parties)
        self.now = START + dt.timedelta(days=1)
        self.steps = LIES if lies else STEPS
        self.nodes, self.side = [], []
        for party in parties:
            node = Node(party, Agreement(self.start.circle, proven))
            node.receive(self.start.records, self.now)
            self.nodes.append(node)
            first = elsewhere(parties)
            other = Node(party, Agreement(circle_of(first)))
            other.receive([first], self.now)
            self.side.append(other)

    @property
    def records(self) -> list[Record]:
        """Return everything that anybody wrote in the circle."""
        return [*self.start.records, *(record for node in self.nodes for record in node.wrote)]

    @property
    def strays(self) -> list[Record]:
        """Return everything in the other circle."""
        first = elsewhere(tuple(node.party for node in self.nodes))
        return [first, *(record for node in self.side for record in node.wrote)]

    def run(self) -> "World":
        """Play all decisions."""
        while not self.choices.over:
            self.step(self.choices.one(self.nodes), self.choices.one(self.steps))
            self.now += dt.timedelta(hours=20)
        return self

    def step(self, node: Node, step: str) -> None:
        """Do one thing."""
        if step == "deliver":
            other = self.choices.one(self.nodes)
            node.receive(other.wrote[: 1 + self.choices.number(len(other.wrote) + 1)], self.now)
        elif step == "revoke":
            if self.choices.number(4) == 0 and node.wrote:
                since = self.choices.one(node.wrote).seq
                node.write(revoke(since, {"en": "A key was stolen."}), self.now)
        elif step == "fork":
            self.fork(node)
        elif step == "elsewhere":
            self.side[self.nodes.index(node)].write(self.draft("accept"), self.now)
        else:
            node.write(self.draft(step), self.now)

    def fork(self, node: Node) -> None:
        """Let a node tell another story of something that it said."""
        known = {one.hash: one for one in self.records}
        said = [one for one in node.wrote if one.kind in {MATCH.name, ACCEPT.name, CHECKED.name}]
        if said:
            node.lied = True
            one = self.choices.one(said)
            other = {"verdict": "different"} if one.kind == MATCH.name else {"verdict": "disputed"}
            other = {"due": "2026-05-05"} if one.kind == ACCEPT.name else other
            draft = Draft(one.kind, {**one.body, **other})
            node.write(draft, self.now, known[one.prev], one.cut)

    def draft(self, step: str) -> Draft:
        """Return something about an action."""
        choose = self.choices.one
        about = {"decision": self.start.decision, "action": choose(NAMES)}
        words, said = {"en": "So it is."}, dict[str, Any]()
        match step:
            case "accept":
                kind, said = ACCEPT, {"due": choose(DUE)} | choose(({}, {}, {"measure": BAN}))
            case "answer":
                kind, said = ANSWER, {"answer": choose(ANSWERS), "words": words}
            case "done":
                kind = DONE
            case "progress":
                kind, said = PROGRESS, {"words": words}
            case "check":
                kind, said = CHECKED, self.checked()
                about["action"] = choose(("a2", "a2", "a2", "a3"))
            case "show":
                kind, said = SHOWN, self.shown()
            case "match":
                kind, said = MATCH, self.matched()
            case _:
                kind = choose((ACCEPT, DONE, SHOWN, MATCH, CHECKED))
                said = choose(({"due": "soon"}, {"verdict": 7}, {"key": []}, {"listing": "9f"}, {}))
                about.pop(choose(("action", "decision", "none")), None)
        return Draft(kind.name, {**about, **said})

    def checked(self) -> dict[str, Any]:
        """Return a verdict on one of the newest reports, or on something that is none."""
        reports = [
            one.hash
            for one in self.records
            if (one.kind, one.party, one.body.get("action")) == (DONE.name, JP, "a2")
        ]
        done = self.choices.one([self.start.decision, *reports[-2:], *reports[-1:] * 4])
        verdict = self.choices.one(("confirmed", "confirmed", "disputed"))
        return {"done": done, "verdict": verdict}

    def matched(self) -> dict[str, Any]:
        """Return what an analyst says of an entry."""
        choose = self.choices.one
        said = {"key": choose(KEYS[:4]), "listing": choose(ENTRIES[:4])}
        return {**self.list(), **said, "verdict": choose((*VERDICTS, *VERDICTS[:1] * 4))}

    def list(self) -> dict[str, str]:
        """Return which list is spoken of; at times one that the action does not name."""
        return {"list": self.choices.one(("us-ofac",) * 8 + ("ua-nsdc",) * 4 + ("uk",))}

    def shown(self) -> dict[str, Any]:
        """Return what an edition shows."""
        choose = self.choices.one
        said: dict[str, Any] = {
            **self.list(),
            "as_of": choose(AS_OF),
            "date_from": "content",
            "file": choose(FILES),
            "key": choose(KEYS),
        }
        listing, measures = choose(ENTRIES), choose(MEASURES)
        if listing and said["key"]:
            said["listing"] = listing
            said |= {"measures": list(measures)} if measures else {}
        return said


FITTING = {
    kind.name: kind for kind in (ACCEPT, ANSWER, DONE, CHECKED, SHOWN, MATCH)
}  # progress says nothing that counts


def known(world: World, records: Iterable[Record]) -> tuple[Agreement, list[Record]]:
    """Return what somebody holds who receives records in this order, as they are admitted."""
    agreement = Agreement(world.start.circle, proven)
    admitted = [one for record in records for one in agreement.take([record])]
    return agreement, admitted


def facts(agreement: Agreement, admitted: Iterable[Record]) -> Mapping[str, Facts]:
    """Return what is known of each action, read from records without any table.

    What a proof voids, or a party says on one of two stories, counts for nothing.
    """
    links, present = agreement.history.links, agreement.history.present
    return _sorted_out(
        agreement,
        (one for one in admitted if not voided(links[one.hash], present, agreement.proofs)),
    )


def first_heard(agreement: Agreement, admitted: Iterable[Record]) -> Mapping[str, Facts]:
    """Return the same of the first story that was heard of each party, as if it were the only one.

    That is what a node would read that looks at its chains alone; see the test that finds it out.
    """
    first: dict[tuple[Party, int], Record] = {}
    for one in admitted:
        first.setdefault((one.party, one.seq), one)
    return _sorted_out(agreement, first.values())


def _sorted_out(agreement: Agreement, records: Iterable[Record]) -> Mapping[str, Facts]:
    said: dict[str, list[Record]] = {}
    for one in records:
        if one.kind in FITTING and one.circle == agreement.circle.id and fits(one):
            said.setdefault(one.body["action"], []).append(one)
    return {one.action: _facts(one, said.get(one.action, ())) for one in assignments(agreement)}


def fits(record: Record) -> bool:
    """Say whether a body says anything."""
    try:
        FITTING[record.kind].check(record.body)
    except BodyError:
        return False
    return True


def _facts(one: Assignment, said: Iterable[Record]) -> Facts:
    said = [record for record in said if record.body["decision"] == one.decision]
    listed = [record for record in said if one.list and record.body.get("list") == one.list]
    return Facts(
        owner=one.owner,
        measure=one.measure,
        listed=one.listed,
        said=[_said(r) for r in said if r.kind in {ACCEPT.name, ANSWER.name, DONE.name}],
        checked=[_checked(record) for record in said if record.kind == CHECKED.name],
        shown=[
            _shown(record)
            for record in listed
            if record.kind == SHOWN.name and record.body["as_of"] >= one.since[:10]
        ],
        matched=[_matched(record) for record in listed if record.kind == MATCH.name],
    )


def _said(record: Record) -> Said:
    return Said(
        party=record.party,
        seq=record.seq,
        what=record.body.get("answer") or record.kind.partition("/")[0],
        record=record.hash,
        at=record.at[:10],
        due=record.body.get("due", ""),
        measure=record.body.get("measure", ""),
    )


def _checked(record: Record) -> Checked:
    return Checked(
        party=record.party,
        seq=record.seq,
        done=record.body["done"],
        confirmed=record.body["verdict"] == "confirmed",
    )


def _shown(record: Record) -> Shown:
    return Shown(
        as_of=record.body["as_of"],
        key=record.body["key"],
        listing=record.body.get("listing", ABSENT),
        measures=frozenset(record.body.get("measures", ())),
        file=record.body["file"],
    )


def _matched(record: Record) -> Matched:
    return Matched(
        party=record.party,
        seq=record.seq,
        key=record.body["key"],
        same={"same": True, "different": False}.get(record.body["verdict"]),
        listing=record.body["listing"],
    )
