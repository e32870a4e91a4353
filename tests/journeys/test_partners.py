"""Partners of an initiative, looked up in the lists: who is newly listed, and who no longer is."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.initiatives import Donors
from tests.pages.capitals import until

from comity.initiatives.screening import Screened, Standing
from comity.node.initiative_refusals import NoPartnerError
from comity.node.initiatives import Initiatives
from comity.node.lists import Lists
from comity.node.partner_store import NoReasonError
from comity.web.initiativedesk import Asked, Judged

SDN = Path(__file__).resolve().parents[1] / "fixtures" / "us-ofac" / "sdn.csv"
WORKS = "NIGHTJAR WORKS LLC"


class Watched(Donors):
    """Two ministries of which only Kyiv reads lists.

    Attributes:
        lists: of Kyiv.
        day: of the last edition.
    """

    def __init__(self, world: World, lists: Lists) -> None:
        super().__init__(world, {UKRAINE: lists})
        self.lists = lists
        self.day = dt.date(2026, 3, 1)

    def edition(self, *without: str, **changed: str) -> int:
        """Let Kyiv import a later edition without some rows; return how many were looked up."""
        self.day += dt.timedelta(days=7)
        rows = SDN.read_text("utf-8").splitlines(keepends=True)
        kept = "".join(row for row in rows if not any(name in row for name in without))
        for before, after in changed.items():
            kept = kept.replace(before.replace("_", " "), after)
        file = self.lists.folder / f"{self.day}" / "sdn.csv"
        file.parent.mkdir(parents=True)
        file.write_text(kept, "utf-8")
        taken = list(self.lists.import_files([file], date=self.day, accept_shrunk=True))
        assert [one.error for one in taken if one.error] == []
        self.lists.overview()
        return self.look()

    def look(self) -> int:
        """Let Kyiv look its partners up."""
        return self.desks[UKRAINE].partners.catch_up()

    def enter(self, hashed: str, names: str = "Nightjar Works", **typed: str) -> None:
        """Let Japan enter a partner."""
        whole = {"kind": "organisation", "names": names, "role_ja": "輸送", **typed}
        self.act(JAPAN, hashed, "partner", **whole)

    def known(self, hashed: str) -> Screened:
        """Return what Kyiv knows of the only partner."""
        (known,) = self.card(UKRAINE, hashed).screened
        return known


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """Kyiv with an edition of a list, and Tokyo without."""
    with World(tmp_path / "world") as world:
        made = Watched(world, Lists(tmp_path / "lists"))
        try:
            yield made
        finally:
            made.close()
            shutil.rmtree(tmp_path / "lists", ignore_errors=True)


def test_a_partner_is_looked_up_on_entry_and_a_hit_stays_here(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    assert watched.known(hashed).standing is Standing.UNKNOWN
    records = watched.world.all_heads()

    assert watched.look() == 1

    known = watched.known(hashed)
    assert known.standing is Standing.ALERT
    assert [(one.list, one.key, one.fresh) for one in known.open] == [("us-ofac", "900002", False)]
    assert "any-two" in {why.note for why in known.open[0].reasons}
    assert len(known.open[0].reasons) > 1
    assert watched.dues(UKRAINE) == ["partner-alert"]
    watched.settle()
    assert watched.world.all_heads() == records
    assert watched.dues(JAPAN) == []
    assert [one.standing for one in watched.card(JAPAN, hashed).screened] == [Standing.UNKNOWN]


def test_a_partner_who_is_newly_listed_is_told_after_the_import(watched: Watched) -> None:
    watched.edition(WORKS)
    hashed = watched.open()
    watched.enter(hashed)
    assert watched.look() == 1
    assert watched.known(hashed).standing is Standing.CLEAR

    assert watched.edition() == 1

    known = watched.known(hashed)
    assert (known.standing, [one.fresh for one in known.open]) == (Standing.ALERT, [True])
    (line,) = watched.desks[UKRAINE].digest(watched.world.clock())
    assert dict(line.title)["en"] == "Backup power for hospitals: Nightjar Works (United States)"
    listed = watched.desks[UKRAINE].board(Asked(only="listed"))
    assert [one.initiative.hash for one in listed.cards] == [hashed]


def test_a_node_looks_partners_up_by_itself(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.desks[UKRAINE].partners.start()

    watched.enter(hashed)

    until(lambda: watched.known(hashed).standing is Standing.ALERT)


def test_nothing_is_looked_up_again_while_the_lists_are_the_same(watched: Watched) -> None:
    watched.edition()
    watched.enter(watched.open())

    assert (watched.look(), watched.look()) == (1, 0)


def test_a_verdict_survives_imports_until_the_entry_says_something_else(
    watched: Watched,
) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    watched.judge(UKRAINE, hashed, same=False, reason="Another founder.")
    assert watched.known(hashed).standing is Standing.CLEARED

    watched.edition("GREY HERON")
    assert watched.known(hashed).standing is Standing.CLEARED
    assert watched.dues(UKRAINE) == []

    watched.edition(**{"12_Feb_2004": "13 Feb 2004"})
    known = watched.known(hashed)
    assert known.standing is Standing.ALERT
    before = known.before(known.open[0])
    assert before is not None
    assert (before.same, before.reason) == (False, "Another founder.")


def test_a_listed_partner_who_is_struck_off_has_a_state_of_its_own(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    watched.judge(UKRAINE, hashed, same=True)
    assert watched.known(hashed).standing is Standing.LISTED
    assert watched.dues(UKRAINE) == ["partner-listed"]

    watched.edition(WORKS)

    known = watched.known(hashed)
    assert known.standing is Standing.STRUCK_OFF
    assert [(one.key, bool(one.gone)) for one in known.struck] == [("900002", True)]
    assert watched.dues(UKRAINE) == ["partner-struck-off"]

    watched.edition()
    assert watched.known(hashed).standing is Standing.LISTED


def test_a_partner_described_otherwise_is_looked_up_anew_and_not_struck_off(
    watched: Watched,
) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    name = watched.known(hashed).partner.name

    watched.enter(hashed, "Mriia Transport", partner=name)
    assert watched.known(hashed).at == ""
    assert watched.look() == 1

    assert watched.known(hashed).standing is Standing.CLEARED


def test_a_partner_who_left_is_looked_up_no_more(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    name = watched.known(hashed).partner.name

    watched.act(JAPAN, hashed, "leave", partner=name, left="2026-03-05")

    assert watched.edition(WORKS) == 0
    assert watched.dues(UKRAINE) == []
    assert watched.known(hashed).partner.left == "2026-03-05"


def test_a_verdict_needs_a_reason_and_entries_that_are_there(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    known = watched.known(hashed)
    other = (("us-ofac", "900001", "0" * 64),)

    with pytest.raises(NoReasonError):
        watched.judge(UKRAINE, hashed, same=False, reason="")
    judged = Judged(known.party, known.partner.name, other, same=False, reason="No.")
    with pytest.raises(NoPartnerError):
        watched.desks[UKRAINE].judge(hashed, judged, "desk-officer")

    assert watched.known(hashed).verdicts == ()


def test_what_is_known_of_partners_is_kept_when_the_desk_is_made_anew(watched: Watched) -> None:
    watched.edition()
    hashed = watched.open()
    watched.enter(hashed)
    watched.look()
    watched.judge(UKRAINE, hashed, same=True)
    before = watched.known(hashed)

    watched.desks[UKRAINE].close_store()
    node, traffic = watched.world.nodes[UKRAINE], watched.traffic[UKRAINE]
    watched.desks[UKRAINE] = Initiatives(node, traffic, watched.lists)

    assert watched.known(hashed) == before
