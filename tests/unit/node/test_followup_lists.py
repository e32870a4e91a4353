"""Actions that a list proves, on the agenda: verified ones leave it, undone ones come back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.followup import Ministries, action

from comity.agreement.followup import State
from comity.node.findings import ListFindings
from comity.node.undertakings import Undertakings
from comity.records.party import Party
from comity.web.followupwords import sentences
from comity.web.words import Language

KEY, HASH = "X-17", "ab" * 32


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ministries]:
    """Kyiv and Tokyo with their desks, which know what was told of lists."""
    with World(tmp_path) as world:
        made = Ministries(world)
        for party, desk in made.desks.items():
            undertakings = Undertakings(world.nodes[party], ListFindings(world.nodes[party]))
            desk.undertakings = undertakings
            made.here.desks[party].gathering.undertakings = undertakings
        yield made
        made.close()


def day(here: Ministries, days: int) -> str:
    return (here.world.clock() + dt.timedelta(days=days)).date().isoformat()


class Action:
    """An action that jp-export-ban will prove, and what is told of it."""

    def __init__(self, here: Ministries) -> None:
        self.here = here
        assigned = action("list", list="jp-export-ban", measure="export-ban")
        self.name = (here.assigned(assigned), "list")
        self.about = {"decision": self.name[0], "action": "list", "list": "jp-export-ban"}

    def shown(
        self, as_of: str, *, listing: str = HASH, file: str = "cd", measure: str = "export-ban"
    ) -> None:
        """Let Kyiv tell what an edition shows."""
        entry: dict[str, Any] = {"listing": listing, "measures": [measure]} if listing else {}
        self.here.say(
            UKRAINE,
            "shown/1",
            **self.about,
            as_of=as_of,
            date_from="content",
            file=file * 32,
            key=KEY,
            **entry,
        )

    def matched(self, party: Party) -> None:
        """Let an analyst take the entry for the target."""
        self.here.say(party, "match/1", **self.about, key=KEY, listing=HASH, verdict="same")

    def said(self) -> str:
        """Return how it stands, in words."""
        return sentences(self.here.seen(UKRAINE, self.name).row, Language.ENGLISH)[0]


def test_a_listing_is_verified_off_the_agenda_and_comes_back_when_it_is_gone(
    here: Ministries,
) -> None:
    one = Action(here)
    here.done(one.name)
    assert here.agenda() == [["REPORTED"]]

    here.here.pass_days(3)
    one.shown(day(here, 0), listing="")
    assert here.agenda(JAPAN) == [["NOT_FOUND"]]
    one.shown(day(here, 1))
    one.matched(UKRAINE)
    assert here.agenda() == [["SECOND_ANALYST"]]
    assert one.said() == "Awaits a second analyst: UA has confirmed."
    one.matched(JAPAN)
    assert here.state(one.name) is State.VERIFIED
    assert (here.agenda(), here.agenda(JAPAN)) == ([], [])

    here.here.pass_days(90)
    one.shown(day(here, 0), listing="")
    assert here.state(one.name) is State.REGRESSED
    assert (here.agenda(), here.agenda(JAPAN)) == ([["REGRESSED"]], [["REGRESSED"]])


def test_two_files_of_one_date_dispute_each_other_and_that_is_on_the_agenda(
    here: Ministries,
) -> None:
    one = Action(here)
    one.shown(day(here, 1))
    for party in (UKRAINE, JAPAN):
        one.matched(party)

    one.shown(day(here, 1), listing="ef" * 32, file="12")

    assert here.state(one.name) is State.DISPUTED
    assert here.agenda(JAPAN) == [["SOURCE_DISPUTED"]]
    assert one.said().startswith("Source disputed: editions of ")


def test_a_listing_under_another_measure_than_agreed_is_said_and_not_verified(
    here: Ministries,
) -> None:
    one = Action(here)
    one.shown(day(here, 1), measure="asset-freeze")
    for party in (UKRAINE, JAPAN):
        one.matched(party)

    assert here.state(one.name) is State.OTHER_MEASURE
    assert here.agenda() == [["OTHER_MEASURE"]]
    assert one.said() == (
        "A listing under another measure than agreed: asset freeze instead of export ban."
    )
