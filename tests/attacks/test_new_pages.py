"""Records of actions, proposals and initiatives that are made to break the pages that show them.

A partner's node may say anything in well-formed records. What does not fit its kind is kept, shown
as malformed and ignored; what fits is shown as letters, however it is written. Every page answers,
in every language.
"""

import copy
import html
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from tests.attacks.governments import Governments, about, page_of
from tests.conformance.making.of_systems import (
    COMMITMENT,
    DELIVERY,
    ENTRY,
    MATCH,
    MILESTONE,
    PARTNER,
    PROPOSAL,
    RISK,
    SHOWN,
    TARGET,
    WISH,
)
from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.agreement.followup import State
from comity.node.party import KINDS as KNOWN

NASTY = "<script>alert(1)</script>\"'&{{7*7}}%(n)s %s {0}\u202e\u2066\x0b said:0"
LONG = "Ж" * 6000
ODD: tuple[Any, ...] = (None, 0, True, "", "x", "ab" * 32, [], [7], {}, {"uk": 7}, {"uk": ["x"]})
LANGUAGES = ("uk", "ja", "en")
BOARDS = (
    "/today",
    "/follow-up",
    "/follow-up?party=jp&state=open&age=30&page=2",
    "/follow-up/matrix.xlsx",
    "/follow-up/matrix.docx",
    "/sanctions/proposals",
    "/initiatives",
    "/initiatives/needs",
    "/initiatives/commitments.xlsx",
    "/traffic",
    "/consultations",
)
OF_ONE = (
    "/sanctions/proposal/{}",
    "/sanctions/proposal/{}/decide",
    "/initiatives/initiative/{}",
    "/consultations/paper/{}",
    "/traffic/message/{}",
    "/follow-up/action/{}/a1",
)


@pytest.fixture
def both(two: World) -> Iterator[Governments]:
    """Kyiv and Tokyo, whose node says whatever it likes."""
    made = Governments(two)
    made.unchecked(JAPAN)
    yield made
    made.close()


class Place:
    """What exists before somebody speaks badly of it.

    Attributes:
        both: the governments.
        decision: with the actions "a1", that a list proves, and "a2".
        report: of a2.
        proposal, need, initiative, delivery: records of Tokyo.
    """

    def __init__(self, both: Governments, words: str = "Words.") -> None:
        self.both = both
        self.words = {"uk": words}
        self.decision = both.decide(
            {"action": "a1", "list": "jp-mof", "measure": "asset-freeze"}, {"action": "a2"}
        )
        self.report = both.say(JAPAN, "done/1", about(self.decision, "a2"))
        self.proposal = both.say(JAPAN, "proposal/1", {**PROPOSAL, "to": "ua", "list": "ua-nsdc"})
        self.need = both.say(JAPAN, "need/1", {**WISH, "title": self.words})
        opened = {"title": self.words, "category": "health", "beneficiary": "ua"}
        self.initiative = both.say(JAPAN, "initiative/1", opened)
        named = {"initiative": self.initiative}
        both.say(JAPAN, "commitment/1", {**COMMITMENT, **named})
        self.delivery = both.say(JAPAN, "delivery/1", {**DELIVERY, **named, "unit": "piece"})

    def bodies(self) -> dict[str, dict[str, Any]]:
        """A body that fits, with everything that it may have, of every kind."""
        words, named = self.words, {"initiative": self.initiative}
        listed, plain = about(self.decision), about(self.decision, "a2")
        entry = {
            **ENTRY,
            "announced": "2026-02-01",
            "act": "act",
            "place": "line 9",
            "identifiers": ["1"],
            "reasons": "why",
        }
        pair = {
            "a": 0,
            "b": 0,
            "score": 700,
            "reasons": [{"field": "names", "a": "a", "b": "b", "points": 700, "note": "note"}],
        }
        target = {**TARGET, "entries": [entry], "pairs": [pair]}
        wish = {
            **WISH,
            "title": words,
            "words": words,
            "unit": "piece",
            "amount": "4",
            "until": "2026-06-01",
            "place": words,
            "conditions": words,
        }
        return {
            "accept/1": {**plain, "due": "2026-04-01", "measure": "x", "words": words},
            "answer/1": {**plain, "answer": "under-study", "words": words},
            "progress/1": {**plain, "words": words},
            "done/1": {**plain, "words": words},
            "checked/1": {**plain, "done": self.report, "verdict": "disputed", "words": words},
            "shown/1": {
                **SHOWN,
                **listed,
                "key": "29#7@2026-04-27",
                "listing": "9f" * 32,
                "kind": "person",
                "measures": ["asset-freeze"],
                "name": "n",
                "place": "row 9",
                "as_of": "2026-03-05",
            },
            "match/1": {**MATCH, **listed, "key": "29#7@2026-04-27", "words": words},
            "proposal/1": {
                **PROPOSAL,
                "to": "ua",
                "list": "ua-nsdc",
                "title": words,
                "words": words,
                "targets": [target],
            },
            "proposal-withdrawn/1": {"proposal": self.proposal, "reason": words},
            "need/1": wish,
            "offer/1": wish,
            "wish-closed/1": {"wish": self.need, "why": "met", "words": words},
            "initiative/1": {
                "title": words,
                "words": words,
                "category": "health",
                "beneficiary": "ua",
                "needs": [self.need],
                "offers": [],
            },
            "commitment/1": {**COMMITMENT, **named, "what": words, "conditions": words},
            "commitment-withdrawn/1": {**named, "commitment": "c9", "reason": words},
            "delivery/1": {**DELIVERY, **named, "words": words},
            "received/1": {
                **DELIVERY,
                **named,
                "giver": "ua",
                "delivery": self.delivery,
                "words": words,
            },
            "taken-back/1": {"record": self.delivery, "reason": words},
            "milestone/1": {**MILESTONE, **named, "title": words, "reached": "2026-07-30"},
            "risk/1": {**RISK, **named, "title": words, "response": words, "owner": "jp"},
            "partner/1": {
                **PARTNER,
                **named,
                "role": words,
                "country": "jp",
                "born": "1999-01-01",
                "left": "2026-08-01",
                "identifiers": [{"kind": "k", "value": "v"}],
            },
        }

    def broken(self, *named: str, languages: tuple[str, ...] = ("uk",)) -> list[str]:
        """The pages that break, of all and of everything that is named."""
        self.both.settle()
        paths = [*BOARDS, page_of(self.decision), page_of(self.decision, "a2")]
        paths += [path.format(one) for one in named for path in OF_ONE]
        found = []
        for path in paths:
            for language in languages:
                answer = self.both.kyiv.ask(f"/{language}{path}")
                if answer.status_code >= 500:
                    found.append(path)
                if answer.headers["content-type"].startswith("text/html"):
                    assert "<script>alert" not in answer.text, path
        return found


def spoilt(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a body with each of its fields left out, or made something that does not fit."""
    yield {}
    for name in body:
        rest = {one: value for one, value in body.items() if one != name}
        yield rest
        yield from ({**rest, name: copy.deepcopy(odd)} for odd in ODD)


def deeply(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a body with each text in it, at any depth, made something else."""
    for name, value in body.items():
        for inner in _inside(value):
            yield {**body, name: inner}


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {one: it for one, it in value.items() if one != name}
            yield from ({**value, name: odd} for odd in _inside(inner))
    elif isinstance(value, list):
        yield from ([odd] for one in value for odd in _inside(one))
    else:
        yield from copy.deepcopy(ODD)


KINDS = (
    "accept/1 answer/1 progress/1 done/1 checked/1 shown/1 match/1 proposal/1 "
    "proposal-withdrawn/1 need/1 offer/1 wish-closed/1 initiative/1 commitment/1 "
    "commitment-withdrawn/1 delivery/1 received/1 taken-back/1 milestone/1 risk/1 partner/1"
).split()


@pytest.mark.parametrize("kinds", [KINDS[at::3] for at in range(3)])
def test_every_page_answers_whatever_stands_in_a_body(both: Governments, kinds: list[str]) -> None:
    place = Place(both)
    bodies = place.bodies()
    assert sorted(bodies) == sorted(KINDS)
    said: list[str] = []

    for kind in kinds:
        odd = [*spoilt(bodies[kind]), *list(deeply(bodies[kind]))[::7]]
        said += [both.say(JAPAN, kind, one, apart=True) for one in odd]

    assert place.broken(*said[:: max(1, len(said) // 12)]) == []
    admitted = both.world.nodes[UKRAINE].journal.admitted(both.circle)[JAPAN].size
    assert admitted == both.world.nodes[JAPAN].journal.head(both.circle, JAPAN).size


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_does_not_fit_its_kind_is_kept_named_malformed_and_ignored(
    both: Governments, kind: str
) -> None:
    place = Place(both)
    read = ("/initiatives", "/initiatives/needs", "/sanctions/proposals", "/follow-up")
    before = [both.kyiv.read(path) for path in read]

    hashed = both.say(JAPAN, kind, {**place.bodies()[kind], "colour": "red"})

    record = both.world.nodes[UKRAINE].journal.by_hash(hashed)
    assert record is not None
    assert record.body["colour"] == "red"
    assert [both.kyiv.read(path) for path in read] == before
    message = both.kyiv.read(f"/traffic/message/{hashed}")
    assert "The body of this record does not fit its kind. It is signed and kept" in message
    for node in both.world.nodes.values():
        node.projections.check()


def hostile(value: Any, letters: str, most: int = 0) -> Any:
    """The same with every text of people in it replaced, cut to what its place takes."""
    if isinstance(value, dict):
        return {name: hostile(one, letters, _most(name, most)) for name, one in value.items()}
    if isinstance(value, list):
        return [hostile(one, letters, most) for one in value]
    return letters[:most] if isinstance(value, str) and most else value


LENGTHS = {
    "words": 2000,
    "title": 300,
    "what": 2000,
    "reason": 2000,
    "conditions": 2000,
    "place": 200,
    "role": 300,
    "response": 2000,
    "name": 300,
    "names": 300,
    "act": 300,
    "reasons": 0,
    "announced": 60,
    "identifiers": 0,
    "target": 40,
    "measure": 0,
    "commitment": 40,
    "milestone": 40,
    "risk": 40,
    "partner": 40,
}
"""Letters of each field that people write, 0 for those that are not theirs."""


def _most(name: str, around: int) -> int:
    if name in {"uk", "ja", "en", "ko"}:
        return around
    return LENGTHS.get(name, 0)


FINAL = ("proposal-withdrawn/1", "wish-closed/1", "commitment-withdrawn/1", "taken-back/1")
"""Kinds that end what is to be shown here."""


@pytest.mark.parametrize(
    "letters", [NASTY, LONG, "\u2de0" * 300 + "\u202e\u05e2\u05d1"], ids=["html", "long", "bidi"]
)
def test_hostile_letters_are_shown_as_letters_on_every_page(
    both: Governments, letters: str
) -> None:
    """Whatever a partner writes in any field of any kind: nothing runs, nothing breaks."""
    place = Place(both)
    said: dict[str, str] = {}
    for kind, body in place.bodies().items():
        if kind not in FINAL:
            fitting = hostile(body, letters)
            KNOWN.known[kind].check(fitting)
            said[kind] = both.say(JAPAN, kind, fitting, apart=True)

    assert place.broken(*said.values(), languages=LANGUAGES) == []
    for path in (
        f"/initiatives/initiative/{said['initiative/1']}",
        f"/sanctions/proposal/{said['proposal/1']}",
        page_of(place.decision, "a2"),
    ):
        assert letters[:6] in html.unescape(both.kyiv.ask(f"/en{path}").text)


def test_an_action_may_be_called_anything(both: Governments) -> None:
    """Its name stands in addresses and forms; it never leads anywhere else."""
    names = ["../../today", "a/b", "?x=1", "#", "..", ".", "%2e%2e", " ", "<b>", "\u202e", "й" * 40]
    decision = both.decide(*({"action": one} for one in names))

    for one in names:
        answer = both.kyiv.ask(f"/uk{page_of(decision, one)}")
        assert (one, answer.status_code) == (one, 200)
        assert both.outcome(decision, one).state is State.ASSIGNED
    board = both.kyiv.ask("/uk/follow-up").text
    assert all(
        html.escape(f"{decision}/{one}") in both.tokyo.ask("/uk/follow-up").text for one in names
    )
    assert f"{decision}/<b>" not in board
