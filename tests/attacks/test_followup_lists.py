"""Bad use of lists: what an official list does, or who reads it, that nobody agreed upon.

Two governments with real files of invented people in official formats; their nodes look into them
by themselves.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.attacks.governments import WORDS, Governments, about, page_of
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.invented_lists import OTHERS, REFERENCE, TARGET, Row, jp_mof, reference

from comity.agreement.followup import State
from comity.records.party import Party
from comity.web.textdesk import By

DAY = dt.datetime(2022, 5, 6, 9, tzinfo=dt.UTC)
BOTH = (UKRAINE, JAPAN)
SPELLED = Row(29, 7, "エヴランピイ・ネブイバレツ", "Yevlampy NEBYVALETS", "1971年4月5日")


class Office:
    """Two governments, and a decision that Japan lists somebody whom the European Union lists.

    Attributes:
        of: the governments.
        path: of the files.
        decision: that assigns the action "a1".
    """

    def __init__(self, of: Governments, path: Path) -> None:
        self.of, self.path = of, path
        for one in (of.kyiv, of.tokyo):
            taken = list(one.lists.import_files([reference(path / "eu")], accept_shrunk=True))
            assert [str(it.error) for it in taken if it.error] == []
        listed = {"list": "jp-mof", "listing": REFERENCE, "measure": "asset-freeze"}
        self.decision = of.decide({"action": "a1", **listed})

    def edition(
        self,
        day: str,
        *rows: Row,
        by: tuple[Party, ...] = BOTH,
        change: Callable[[str], str] = str,
        shrunk: bool = True,
    ) -> list[str]:
        """Let it be a day, on which parties import an edition; return why it was refused."""
        self.of.world.clock.time = dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")
        file = jp_mof(self.path / day / f"{len(rows)}.csv", [*OTHERS, *rows])
        file.write_text(change(file.read_text("utf-8")), "utf-8")
        faults = []
        for party in by:
            lists = self.of.of[party].lists
            date = dt.date.fromisoformat(day)
            taken = list(lists.import_files([file], date=date, accept_shrunk=shrunk))
            faults += [it.error.code for it in taken if it.error]
        self.of.look()
        return faults

    def accept_and_report(self, due: str, day: str) -> None:
        """Let Japan undertake the action until a day, and report it done on another."""
        self.of.say(JAPAN, "accept/1", {**about(self.decision), "due": due})
        self.of.world.clock.time = dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")
        self.of.say(JAPAN, "done/1", about(self.decision))

    def match(self, party: Party, key: str, verdict: str = "same") -> None:
        """Let an analyst of a party say on its page whether an entry is the target."""
        government, name = self.of.of[party], (self.decision, "a1")
        found = government.undertakings.of_circle(self.of.circle)[name]
        seen = government.matching.listed(found)
        by = By("desk-officer", "", seen.state)
        government.matching.match(name, key, verdict, WORDS, by)
        self.of.settle()
        self.of.look()

    def keys(self) -> list[str]:
        """The names of entries that were told of and are there."""
        found = self.of.kyiv.undertakings.of_circle(self.of.circle)[self.decision, "a1"]
        return [one.key for one in self.of.kyiv.matching.listed(found).entries if one.there]

    @property
    def state(self) -> State:
        """How the action stands, for both."""
        return self.of.outcome(self.decision).state

    def page(self, party: Party = UKRAINE) -> str:
        """The words of the action's page."""
        return self.of.of[party].read(page_of(self.decision))


@pytest.fixture
def office(two: World, tmp_path: Path) -> Iterator[Office]:
    """Kyiv and Tokyo after the decision."""
    two.clock.time = DAY
    of = Governments(two)
    yield Office(of, tmp_path / "files")
    of.close()


def test_a_target_under_another_spelling_is_found_and_said_to_be_spelled_otherwise(
    office: Office,
) -> None:
    office.edition("2022-05-20", SPELLED)
    (key,) = office.keys()
    told = office.page()
    for party in BOTH:
        office.match(party, key)

    assert "It is spelled otherwise: no name is written as the reference has it." in told
    assert office.state is State.VERIFIED


def test_a_target_as_another_kind_is_matched_by_hand_and_said_to_be_of_another_kind(
    office: Office,
) -> None:
    """No resolution takes an organisation for a person; two analysts may."""

    def as_organisation(text: str) -> str:
        head, row = text.rstrip().rsplit("\n", 1)
        return f"{head}\n{row.replace('個人', '団体').replace('1971年4月5日', '')}\n"

    office.edition("2022-05-20", TARGET, change=as_organisation)
    before = office.keys()
    for party in BOTH:
        office.match(party, "29#7")

    assert before == []
    assert office.state is State.VERIFIED
    assert "It stands as another kind: Organisation, where the reference has Person." in (
        office.page()
    )


def test_a_list_that_lags_leaves_the_report_unproved_and_says_which_edition_is_newest(
    office: Office,
) -> None:
    office.edition("2022-05-20")
    office.accept_and_report("2022-06-03", "2022-06-01")
    reported = office.state
    office.of.world.clock.time = dt.datetime(2023, 1, 9, 9, tzinfo=dt.UTC)

    assert (reported, office.state) == (State.REPORTED, State.REPORTED)
    assert "An edition of the list is awaited" in office.page()
    office.edition("2023-01-10")
    assert office.state is State.NOT_FOUND
    assert "Reported done, not found: " in office.page()
    assert "edition of 10 Jan 2023" in office.page()


def test_a_list_that_is_withdrawn_is_refused_and_verifies_and_regresses_nothing(
    office: Office,
) -> None:
    """An authority that publishes an almost empty file has not taken everybody off its list."""
    office.edition("2022-05-20", TARGET)
    (key,) = office.keys()
    for party in BOTH:
        office.match(party, key)
    faults = office.edition("2022-06-20", change=_emptied, shrunk=False)

    assert faults == ["list-shrank", "list-shrank"]
    assert office.state is State.VERIFIED


def _emptied(text: str) -> str:
    return "\n".join(text.splitlines()[:2]) + "\n"


@pytest.mark.parametrize("reader", BOTH)
def test_an_edition_that_one_side_alone_imported_counts_for_both_and_says_who_read_it(
    office: Office, reader: Party
) -> None:
    office.edition("2022-05-20", TARGET, by=(reader,))
    (key,) = office.keys()
    for party in BOTH:
        office.match(party, key)
    office.edition("2022-06-20", by=(reader,))

    assert office.state is State.REGRESSED
    other = JAPAN if reader == UKRAINE else UKRAINE
    page = office.page(other)
    assert "No edition of this list is at hand on this node." in page
    assert f"date given at import {reader.upper()} does not have 29#7" in page


def test_an_edition_of_before_the_decision_proves_nothing(office: Office) -> None:
    office.of.world.clock.time = dt.datetime(2022, 5, 7, 9, tzinfo=dt.UTC)
    office.edition("2022-05-01", TARGET)

    assert office.state is State.ASSIGNED
    assert office.keys() == []


def test_an_entry_that_was_split_in_two_stays_verified_while_one_of_them_is_there(
    office: Office,
) -> None:
    """One row becomes two, each with a name; analysts look at both."""
    second = Row(29, 9, "エウランピー・ネビバレツ", "Evlampii Nebyvalets", "1971年4月5日")
    office.edition("2022-05-20", TARGET)
    (key,) = office.keys()
    for party in BOTH:
        office.match(party, key)
    office.edition("2022-06-20", TARGET, second)
    for party in BOTH:
        office.match(party, "29#9")
    both = office.of.outcome(office.decision).keys
    office.edition("2022-07-20", second)
    one_left = office.state
    office.edition("2022-08-20")

    assert len(both) == 2
    assert (one_left, office.state) == (State.VERIFIED, State.REGRESSED)
