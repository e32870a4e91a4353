"""Gaps become a proposal with its evidence, the proposal a decision, and each mistake is told."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE
from tests.unit.node.desks import Desks
from tests.unit.node.listed import DATE, FIXTURES, listed

from comity.agreement.effects import Type
from comity.agreement.statements import sign
from comity.consultation.open_items import Why
from comity.errors import ComityError
from comity.node.gathering import Gathering
from comity.node.lists import Lists
from comity.node.proposals import (
    NoSuchListError,
    NotAuthorError,
    NothingChosenError,
    NotMemberError,
    ProposalClosedError,
    Proposals,
    ProposeToSelfError,
    TargetDecidedError,
    TargetsChangedError,
)
from comity.records.marking import Marking
from comity.sanctions.statements import PROPOSAL, PROPOSAL_WITHDRAWN
from comity.web.proposaldesk import Chosen, Deciding, Proposing
from comity.web.stale import StalePageError
from comity.web.textdesk import By

ROLE = "desk-officer"
TITLE = {"uk": "Пропозиція", "ja": "提案", "en": "Proposal"}
NIGHTJAR, NEBYVALOV = "us-ofac/900001", "eu-fsf/EU.9001.11"


class Capital:
    """Both capitals with their desks of proposals.

    Attributes:
        desks: of messages.
        kyiv, tokyo: desks of proposals.
    """

    def __init__(self, desks: Desks, path: Path) -> None:
        self.desks = desks
        self.lists = {name: listed(path / name) for name in ("kyiv", "tokyo")}
        self.kyiv = Proposals(desks.kyiv.party, desks.kyiv, self.lists["kyiv"])
        self.tokyo = Proposals(desks.tokyo.party, desks.tokyo, self.lists["tokyo"])

    def form(self, chosen: Chosen, **changes: object) -> Proposing:
        """Return a proposal of everything that was chosen."""
        made = Proposing(
            circle=self.desks.circle,
            to="jp",
            offered=chosen.picks,
            picks=chosen.picks,
            list="jp-mof",
            measure="asset-freeze",
            title=TITLE,
            case={"en": "Two partners list them."},
            marking=Marking.GREEN,
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    def propose(self, *picks: str) -> str:
        """Let Kyiv propose targets to Tokyo; return the hash."""
        chosen = self.kyiv.chosen("jp", picks)
        said = self.kyiv.propose(self.form(chosen), By(ROLE, "", chosen.seen)).record
        self.desks.world.settle()
        return said

    def decide(self, hashed: str, *targets: str, meeting: str = "") -> str:
        """Let Tokyo put a decision on targets before both, signed; return the paper."""
        seen = self.tokyo.proposal(hashed)
        assert seen
        deciding = Deciding(
            targets=targets,
            meeting=meeting,
            title=TITLE,
            text=TITLE,
            marking=Marking.GREEN,
            sign=True,
        )
        paper = self.tokyo.decide(hashed, deciding, By(ROLE, "", seen.state)).record
        self.desks.world.settle()
        return paper

    def adopt(self, paper: str) -> None:
        """Let Kyiv sign a paper that Tokyo has signed."""
        party = self.desks.kyiv.party
        with party.agreeing.reading(self.desks.circle) as agreement:
            revision = next(iter(agreement.matters[paper].revisions))
        draft = sign(paper, revision)
        party.say(self.desks.circle, draft.kind, draft.body, "TLP:GREEN").result()
        self.desks.world.settle()

    def states(self, hashed: str) -> list[str]:
        """Return what became of each target, as Kyiv sees it."""
        seen = self.kyiv.proposal(hashed)
        assert seen
        return [one.state for one in seen.row.states]

    def whys(self) -> list[tuple[str, int]]:
        """Return which proposals stand among Kyiv's open items, with their open targets."""
        gathering = Gathering(self.desks.kyiv)
        party = self.desks.kyiv.party
        party.projections.catch_up()
        with party.agreeing.reading(self.desks.circle) as agreement:
            common = gathering.common(agreement)
        items = gathering.items(common, self.desks.circle, [UKRAINE, JAPAN], party.station.clock())
        return [
            (one.id, one.reasons[0].number) for one in items if one.reasons[0].why is Why.PROPOSED
        ]


@pytest.fixture
def capital(desks: Desks, tmp_path: Path) -> Capital:
    return Capital(desks, tmp_path / "lists")


def with_row(folder: Path, lists: Lists) -> None:
    """Let a newer edition of the Japanese list have an entry of Oleg Nightjar."""
    file = folder / "shisantouketsu.csv"
    before = (FIXTURES / "jp-mof/shisantouketsu.csv").read_text("utf-8")
    cells = [""] * len(before.splitlines()[0].split(","))
    cells[:8] = [
        "28",
        "028-000099",
        "2026.5.12",
        "9",
        "個人",
        "オレグ・ナイトジャー",
        "NIGHTJAR Oleg Petrovich",
        "",
    ]
    cells[17], cells[21] = "1965/3/7", "ロシア旅券 7512345"
    file.write_text(before.rstrip("\n") + "\n" + ",".join(cells) + "\n", "utf-8")
    taken = list(lists.import_files([file], date=DATE + dt.timedelta(days=90)))
    assert [one.error for one in taken if one.error] == []
    lists.overview()


def test_the_pack_arrives_as_it_was_previewed(capital: Capital) -> None:
    chosen = capital.kyiv.chosen("jp", [NEBYVALOV, NIGHTJAR])

    hashed = capital.propose(NEBYVALOV, NIGHTJAR)

    seen = capital.tokyo.proposal(hashed)
    assert seen
    assert [one.name for one in seen.evidence] == [
        "Oleg Petrovich NIGHTJAR",
        "Vymyshlen Skazkovich NEBYVALOV",
    ]
    assert seen.evidence == tuple(
        replace(one, target=f"t{number}") for number, one in enumerate(chosen.targets, 1)
    )
    assert (seen.proposal.by, seen.proposal.to) == (UKRAINE, JAPAN)
    assert seen.case == {"en": "Two partners list them."}
    assert all(one.entries and set(one.entries.values()) == {"same"} for one in seen.here.values())


def test_a_target_is_named_by_any_of_its_entries(capital: Capital) -> None:
    chosen = capital.kyiv.chosen("jp", ["eu-fsf/EU.9001.11#HR"])

    assert [one.name for one in chosen.targets] == ["Vymyshlen Skazkovich NEBYVALOV"]


def test_what_is_proposed_already_is_said_before_it_is_proposed_again(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR)

    chosen = capital.kyiv.chosen("jp", [NIGHTJAR, NEBYVALOV])

    assert chosen.already == {NIGHTJAR: (hashed,)}
    assert capital.kyiv.open_about("jp", [NIGHTJAR, NEBYVALOV]) == {NIGHTJAR: Marking.GREEN}
    assert chosen.quoted == Marking.GREEN


def test_nobody_proposes_to_itself_or_outside_its_circles(capital: Capital) -> None:
    with pytest.raises(ProposeToSelfError):
        capital.kyiv.chosen("ua", [NIGHTJAR])
    with pytest.raises(NotMemberError) as outside:
        capital.kyiv.chosen("kr", [NIGHTJAR])
    assert str(outside.value).startswith("KR is in no circle with us")
    chosen = capital.kyiv.chosen("jp", [NIGHTJAR])
    elsewhere = capital.form(chosen, circle="0" * 64)
    with pytest.raises(NotMemberError):
        capital.kyiv.propose(elsewhere, By(ROLE, "", chosen.seen))


def test_a_list_of_another_party_and_an_empty_choice_are_refused(capital: Capital) -> None:
    chosen = capital.kyiv.chosen("jp", [NIGHTJAR])
    by = By(ROLE, "", chosen.seen)

    with pytest.raises(NoSuchListError):
        capital.kyiv.propose(capital.form(chosen, list="eu-fsf"), by)
    with pytest.raises(NothingChosenError):
        capital.kyiv.propose(capital.form(chosen, picks=()), by)


def test_an_import_that_closes_the_gap_makes_the_page_stale(
    capital: Capital, tmp_path: Path
) -> None:
    chosen = capital.kyiv.chosen("jp", [NIGHTJAR, NEBYVALOV])
    with_row(tmp_path, capital.lists["kyiv"])

    with pytest.raises(TargetsChangedError) as refused:
        capital.kyiv.propose(capital.form(chosen), By(ROLE, "", chosen.seen))

    assert "Oleg Petrovich NIGHTJAR" in str(refused.value)
    again = capital.kyiv.chosen("jp", [NIGHTJAR, NEBYVALOV])
    assert [(one.pick, one.why) for one in again.gone] == [(NIGHTJAR, "listed")]
    assert [one.name for one in again.targets] == ["Vymyshlen Skazkovich NEBYVALOV"]


def test_what_the_readers_own_lists_show_now_stands_beside_the_pack(
    capital: Capital, tmp_path: Path
) -> None:
    hashed = capital.propose(NIGHTJAR)
    with_row(tmp_path, capital.lists["tokyo"])

    seen = capital.tokyo.proposal(hashed)

    assert seen
    (listed_now,) = seen.here["t1"].listed
    assert (listed_now.key, listed_now.day) == ("28#9", "2026-05-12")
    assert seen.row.states[0].listed == "2026-05-12"
    assert seen.row.states[0].state == "open"  # a list decides nothing


def test_an_entry_that_was_delisted_or_amended_is_pointed_out(
    capital: Capital, tmp_path: Path
) -> None:
    hashed = capital.propose(NIGHTJAR, NEBYVALOV)
    file = tmp_path / "sdn.csv"
    before = (FIXTURES / "us-ofac/sdn.csv").read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in before if not line.startswith("900001,")), "utf-8")
    later = DATE + dt.timedelta(days=30)
    eu = tmp_path / "eu.xml"
    words = (FIXTURES / "eu-fsf/xmlFullSanctionsList_1_1.xml").read_text("utf-8")
    words = words.replace("Travels with the brass orrery.", "Travels alone.")
    eu.write_text(
        words.replace('generationDate="2026-03-02', 'generationDate="2026-04-02'), "utf-8"
    )
    taken = list(capital.lists["tokyo"].import_files([file, eu], date=later, accept_shrunk=True))
    assert [one.error for one in taken if one.error] == []
    capital.lists["tokyo"].overview()

    seen = capital.tokyo.proposal(hashed)

    assert seen
    assert seen.here["t1"].entries == {NIGHTJAR: "absent"}
    assert seen.here["t2"].entries[NEBYVALOV] == "changed"


def test_entries_that_stand_for_several_targets_here_say_that_it_was_split(
    capital: Capital,
) -> None:
    nightjar, nebyvalov = capital.kyiv.chosen("jp", [NIGHTJAR, NEBYVALOV]).targets
    as_one = replace(nightjar, entries=(*nightjar.entries, *nebyvalov.entries))

    here = capital.tokyo.own.beside("jp", [as_one])["t1"]

    assert len(here.clusters) == 2
    assert here.further == ()


def test_an_entry_that_joined_the_target_since_is_named(capital: Capital) -> None:
    (nebyvalov,) = capital.kyiv.chosen("jp", [NEBYVALOV]).targets
    before = replace(nebyvalov, entries=nebyvalov.entries[:1], pairs=())

    here = capital.tokyo.own.beside("jp", [before])["t1"]

    assert len(here.clusters) == 1
    assert here.further == ("eu-fsf/EU.9001.11#HR",)


def test_a_list_that_is_not_here_or_older_here_is_not_called_delisted(capital: Capital) -> None:
    (pack,) = capital.kyiv.chosen("jp", [NIGHTJAR]).targets
    (entry,) = pack.entries
    unread = replace(entry, list="ca-sema", key="1")
    newer = replace(entry, key="no-such-key", as_of="2027-01-01")

    here = capital.tokyo.own.beside("jp", [replace(pack, entries=(unread, newer))])["t1"]

    assert here.entries == {"ca-sema/1": "unread", "us-ofac/no-such-key": "older"}


def test_an_open_proposal_stands_on_the_agenda_until_all_is_decided(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR, NEBYVALOV)
    assert capital.whys() == [(f"proposal:{hashed}", 2)]

    paper = capital.decide(hashed, "t1")
    assert capital.states(hashed) == ["tabled", "open"]
    assert capital.whys() == [(f"proposal:{hashed}", 2)]
    capital.adopt(paper)

    assert capital.states(hashed) == ["assigned", "open"]
    assert capital.whys() == [(f"proposal:{hashed}", 1)]
    capital.adopt(capital.decide(hashed, "t2"))
    assert capital.whys() == []


def test_a_decision_assigns_one_action_for_each_target_in_the_working_languages(
    capital: Capital,
) -> None:
    hashed = capital.propose(NIGHTJAR, NEBYVALOV)

    paper = capital.decide(hashed, "t2")

    party = capital.desks.kyiv.party
    with party.agreeing.reading(capital.desks.circle) as agreement:
        matter = agreement.matters[paper]
        (revision,) = matter.revisions.values()
    (action,) = revision.body["effect"]["assigned"]
    assert matter.type is Type.DECISION
    assert {name: action[name] for name in action if name != "what"} == {
        "action": "t2",
        "owner": "jp",
        "list": "jp-mof",
        "listing": NEBYVALOV,
        "proposal": hashed,
        "measure": "asset-freeze",
    }
    assert set(action["what"]) == {"uk", "ja"}
    assert "NEBYVALOV" in action["what"]["ja"]


def test_a_target_is_decided_once(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR)
    capital.decide(hashed, "t1")

    with pytest.raises(TargetDecidedError):
        capital.decide(hashed, "t1")


def test_only_the_author_withdraws_and_then_nothing_is_open(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR)
    there = capital.tokyo.proposal(hashed)
    assert there
    with pytest.raises(NotAuthorError):
        capital.tokyo.withdraw(hashed, {}, By(ROLE, "", there.state))
    party = capital.desks.tokyo.party
    body = {"proposal": hashed}  # as another program might say it for the author
    party.say(capital.desks.circle, PROPOSAL_WITHDRAWN.name, body, "TLP:GREEN").result()
    capital.desks.world.settle()
    assert capital.states(hashed) == ["open"]

    here = capital.kyiv.proposal(hashed)
    assert here
    capital.kyiv.withdraw(hashed, {"en": "Listed meanwhile."}, By(ROLE, "", here.state))

    capital.desks.world.settle()
    assert capital.states(hashed) == ["withdrawn"]
    assert capital.whys() == []
    with pytest.raises(ProposalClosedError):
        capital.decide(hashed, "t1")


def test_a_page_that_shows_an_earlier_state_decides_nothing(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR, NEBYVALOV)
    old = capital.kyiv.proposal(hashed)
    assert old
    capital.decide(hashed, "t1")

    with pytest.raises(StalePageError):
        capital.kyiv.withdraw(hashed, {}, By(ROLE, "", old.state))


def test_a_double_click_proposes_once(capital: Capital) -> None:
    chosen = capital.kyiv.chosen("jp", [NIGHTJAR])
    by = By(ROLE, "token", chosen.seen)

    first = capital.kyiv.propose(capital.form(chosen), by)
    second = capital.kyiv.propose(capital.form(chosen), by)

    assert first == second
    assert len(capital.kyiv.proposals().rows) == 1


def test_above_the_limit_a_second_role_releases_the_proposal(capital: Capital) -> None:
    chosen = capital.kyiv.chosen("jp", [NIGHTJAR])
    form = capital.form(chosen, marking=Marking.RED)

    held = capital.kyiv.propose(form, By(ROLE, "", chosen.seen))

    assert held.draft
    assert capital.kyiv.proposals().rows == ()
    said = capital.desks.kyiv.letters.release(held.draft, "head-of-delegation")
    assert [one.proposal.hash for one in capital.kyiv.proposals().rows] == [said.record]


def test_today_names_a_proposal_that_waits_for_us(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR)
    now = capital.desks.kyiv.party.station.clock()

    lines = [*capital.tokyo.digest(now), *capital.kyiv.digest(now)]

    assert [(one.sort, one.of, one.path) for one in lines] == [
        ("proposal", JAPAN, f"/sanctions/proposal/{hashed}"),
        ("proposal-theirs", JAPAN, f"/sanctions/proposal/{hashed}"),
    ]
    capital.decide(hashed, "t1")
    assert capital.tokyo.digest(now) == ()


def test_a_target_shows_what_was_proposed_and_decided_about_it(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR)
    capital.adopt(capital.decide(hashed, "t1"))

    found = capital.kyiv.happenings([NIGHTJAR])

    assert [(one.what, one.by) for one in found] == [("proposed", UKRAINE), ("decided", JAPAN)]
    assert capital.kyiv.happenings([NEBYVALOV]) == ()


def test_the_projection_equals_a_rebuild(capital: Capital) -> None:
    hashed = capital.propose(NIGHTJAR, NEBYVALOV)
    here = capital.kyiv.proposal(hashed)
    assert here
    capital.kyiv.withdraw(hashed, {}, By(ROLE, "", here.state))
    projections = capital.desks.kyiv.party.projections
    projections.catch_up()
    before = capital.kyiv.proposals().rows

    projections.check()
    projections.rebuild("proposals")

    assert capital.kyiv.proposals().rows == before


def test_every_error_is_a_clear_one(capital: Capital) -> None:
    with pytest.raises(ComityError) as refused:
        capital.kyiv.withdraw("f" * 64, {}, By(ROLE))

    assert str(refused.value) == (
        "there is no proposal ffffffffffff here; it may not have arrived yet"
    )


def test_a_proposal_to_oneself_or_to_an_outsider_is_ignored_by_every_reader(
    capital: Capital,
) -> None:
    (pack,) = capital.kyiv.chosen("jp", [NIGHTJAR]).targets
    party = capital.desks.kyiv.party
    for to in ("ua", "kr"):
        body = {
            "to": to,
            "list": "jp-mof",
            "measure": "asset-freeze",
            "title": TITLE,
            "targets": [pack.body()],
        }
        party.say(capital.desks.circle, PROPOSAL.name, body, "TLP:GREEN").result()
    capital.desks.world.settle()

    assert capital.kyiv.proposals().rows == ()
    assert capital.tokyo.proposals().rows == ()
    assert capital.whys() == []
