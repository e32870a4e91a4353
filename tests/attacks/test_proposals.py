"""Bad use of proposals: what changes under them, and what others say in their name.

Two governments with small files of invented people in the official formats.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.governments import WORDS, Governments
from tests.conformance.making.of_systems import PROPOSAL, TARGET
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World
from tests.journeys.invented_lists import OTHERS, eu_fsf, jp_mof, ofac, reference
from tests.journeys.invented_lists import TARGET as ROW

from comity.agreement.effects import Type
from comity.agreement.followup import State
from comity.agreement.statements import open_object, revise, sign
from comity.records.marking import Marking
from comity.web.proposaldesk import Deciding, Proposing
from comity.web.textdesk import By

EU, US = "eu-fsf/EU.9100.11", "us-ofac/910001"
DAY = dt.date(2026, 3, 1)


class Office:
    """Two governments whose lists show one gap of Japan.

    Attributes:
        of: the governments.
        path: of the files.
    """

    def __init__(self, of: Governments, path: Path) -> None:
        self.of, self.path = of, path
        self.read(DAY, reference(path / "eu"), ofac(path / "us"), jp_mof(path / "jp.csv", OTHERS))

    def read(self, day: dt.date, *files: Path) -> None:
        """Let both import files."""
        for one in (self.of.kyiv, self.of.tokyo):
            taken = list(one.lists.import_files(files, date=day, accept_shrunk=True))
            assert [str(it.error) for it in taken if it.error] == []
            assert one.lists.overview() is not None

    def propose(self, *picks: str) -> str:
        """Let Kyiv propose what it chose on its board; return the hash."""
        desk = self.of.kyiv.proposals
        chosen = desk.chosen("jp", picks or (EU,))
        made = Proposing(
            circle=self.of.circle,
            to="jp",
            offered=chosen.picks,
            picks=chosen.picks,
            list="jp-mof",
            measure="asset-freeze",
            title=WORDS,
            case=WORDS,
            marking=Marking.GREEN,
        )
        hashed = desk.propose(made, By("desk-officer", "", chosen.seen)).record
        self.of.settle()
        return hashed

    def decide(self, hashed: str, *targets: str) -> str:
        """Let Tokyo put a decision on targets before both, and both sign it; return the paper."""
        desk = self.of.tokyo.proposals
        seen = desk.proposal(hashed)
        assert seen is not None
        deciding = Deciding(
            targets=targets,
            meeting="",
            title=WORDS,
            text=WORDS,
            marking=Marking.GREEN,
            sign=True,
        )
        paper = desk.decide(hashed, deciding, By("desk-officer", "", seen.state)).record
        self.of.settle()
        with self.of.world.nodes[UKRAINE].agreeing.reading(self.of.circle) as agreement:
            (revision,) = agreement.matter(paper).revisions
        self.of.draft(UKRAINE, sign(paper, revision))
        return paper

    def states(self, hashed: str) -> list[str]:
        """What became of each target, the same for both."""
        found = []
        for one in (self.of.kyiv, self.of.tokyo):
            seen = one.proposals.proposal(hashed)
            assert seen is not None
            found.append([state.state for state in seen.row.states])
        assert found[0] == found[1]
        return found[0]

    def page(self, hashed: str) -> str:
        """The words of the proposal's page in Tokyo."""
        return self.of.tokyo.read(f"/sanctions/proposal/{hashed}")


@pytest.fixture
def office(two: World, tmp_path: Path) -> Iterator[Office]:
    """Kyiv and Tokyo with their lists."""
    of = Governments(two)
    yield Office(of, tmp_path / "files")
    of.close()


def test_a_target_that_is_split_after_it_was_proposed_keeps_its_pack_and_says_so(
    office: Office,
) -> None:
    """The European Union corrects a day of birth: its entry and the American one are two people."""
    hashed = office.propose(EU)
    before = office.page(hashed)
    people = [
        ("EU.9100.11", "Evlampii NEBYVALETS", "1937-11-28"),
        ("EU.9100.12", "Mefodii KOROBEINIK", "1959-11-12"),
    ]
    later = eu_fsf(office.path / "eu2" / "xmlFullSanctionsList_1_1.xml", "2026-03-02", people)
    office.read(dt.date(2026, 3, 2), later)

    page = office.page(hashed)
    assert "the target was split" not in before
    assert "The entries are taken for different targets here: the target was split." in page
    assert "1971" in page
    assert office.states(hashed) == ["open"]
    decision = office.decide(hashed, "t1")
    assert office.of.outcome(decision, "t1").state is State.ASSIGNED


def test_a_target_that_is_merged_after_it_was_proposed_says_what_more_stands_for_it(
    office: Office,
) -> None:
    """It was proposed by its European entry alone; the American list adds the same person later."""
    hashed = office.propose(EU)
    people = [
        ("EU.9100.11", "Evlampii NEBYVALETS", "1971-04-05"),
        ("EU.9100.12", "Mefodii KOROBEINIK", "1959-11-12"),
        ("EU.9100.13", "Evlampii NEBYVALETS", "1971-04-05"),
    ]
    later = eu_fsf(office.path / "eu2" / "xmlFullSanctionsList_1_1.xml", "2026-03-02", people)
    office.read(dt.date(2026, 3, 2), later)

    page = office.page(hashed)
    assert "1 more entry is taken for the same target here: eu-fsf/EU.9100.13" in page
    assert office.states(hashed) == ["open"]


def test_a_target_that_is_listed_before_anybody_decided_is_still_open_and_says_so(
    office: Office,
) -> None:
    hashed = office.propose(EU)
    office.read(dt.date(2026, 3, 4), jp_mof(office.path / "jp2.csv", [*OTHERS, ROW]))

    assert office.states(hashed) == ["open"]
    assert "29#7" in office.page(hashed)


def test_nobody_withdraws_for_the_author_and_a_withdrawn_one_is_not_decided_anew(
    office: Office,
) -> None:
    hashed = office.propose(EU)
    office.of.say(JAPAN, "proposal-withdrawn/1", {"proposal": hashed})
    kept = office.states(hashed)
    decision = office.decide(hashed, "t1")
    office.of.say(UKRAINE, "proposal-withdrawn/1", {"proposal": hashed, "reason": WORDS})

    assert kept == ["open"]
    assert office.states(hashed) == ["assigned"]
    assert office.of.outcome(decision, "t1").state is State.ASSIGNED


def test_a_decision_that_assigns_a_proposed_target_to_somebody_else_decides_nothing_of_it(
    office: Office,
) -> None:
    hashed = office.propose(EU)
    action = {"action": "t1", "owner": "ua", "what": WORDS, "list": "ua-nsdc", "proposal": hashed}
    about = office.of.draft(UKRAINE, open_object(Type.DECISION, WORDS))
    draft = revise(about, WORDS, {"assigned": [action]})
    office.of.draft(UKRAINE, draft)
    for party in (UKRAINE, JAPAN):
        office.of.draft(party, sign(about, draft.body["revision"]))

    assert office.states(hashed) == ["open"]
    assert office.of.outcome(about, "t1").state is State.ASSIGNED


def test_an_answer_for_another_party_leaves_its_target_where_it_was(office: Office) -> None:
    hashed = office.propose(EU)
    decision = office.decide(hashed, "t1")
    said = {"decision": decision, "action": "t1"}
    office.of.say(UKRAINE, "accept/1", {**said, "due": "2026-04-01"})
    office.of.say(UKRAINE, "answer/1", {**said, "answer": "no", "words": WORDS})

    assert office.states(hashed) == ["assigned"]
    office.of.say(JAPAN, "answer/1", {**said, "answer": "needs-law", "words": WORDS})
    assert office.states(hashed) == ["needs-law"]


def odd(**changes: Any) -> dict[str, Any]:
    """A proposal as no desk would make it."""
    return {**PROPOSAL, "to": "ua", "list": "ua-nsdc", **changes}


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"to": "jp"}, False),
        ({"to": "zz"}, False),
        ({"list": "jp-mof"}, True),
        ({"list": "of-nobody"}, True),
        ({"targets": [TARGET, TARGET]}, True),
        ({"targets": [{**TARGET, "pairs": [{"a": 7, "b": 9, "score": 1, "reasons": []}]}]}, True),
        ({"targets": [{**TARGET, "since": "9999-12-31", "score": 0}]}, True),
        ({"targets": [{**TARGET, "listed_by": ["\u202e"] * 20}]}, True),
    ],
    ids=["itself", "nobody", "own list", "no list", "twins", "no such pair", "far day", "bidi"],
)
def test_a_proposal_that_no_desk_would_make_breaks_no_page(
    office: Office, changes: dict[str, Any], *, shown: bool
) -> None:
    hashed = office.of.say(JAPAN, "proposal/1", odd(**changes))

    for language in ("uk", "ja", "en"):
        one = office.of.kyiv.ask(f"/{language}/sanctions/proposal/{hashed}")
        assert one.status_code == (200 if shown else 404)
        for path in ("/sanctions/proposals", "/sanctions/proposal/" + hashed + "/decide", "/today"):
            assert office.of.kyiv.ask(f"/{language}{path}").status_code < 500


def test_a_proposal_in_another_circle_is_told_to_nobody_else(three: World) -> None:
    of = Governments(three, (UKRAINE, JAPAN, KOREA))
    own = three.open(UKRAINE, JAPAN, nonce="0a" * 16)
    three.settle()
    hashed = of.say(JAPAN, "proposal/1", odd(), own)

    assert of.kyiv.ask(f"/en/sanctions/proposal/{hashed}").status_code == 200
    assert of.of[KOREA].ask(f"/en/sanctions/proposal/{hashed}").status_code == 404
    assert three.nodes[KOREA].journal.by_hash(hashed) is None
    of.close()
