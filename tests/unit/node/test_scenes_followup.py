"""The follow-up of the demonstration is real: both see what is accepted, overdue and done."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.followup import Ministries

from comity.agreement.statements import Draft
from comity.node.scenes_followup import play_followup
from comity.records.party import Party


def speaker(here: Ministries, party: Party) -> Callable[[Sequence[Draft]], list[str]]:
    """Return what lets a ministry say records, and brings them to the other."""
    return lambda drafts: [here.say(party, one.kind, **one.body) for one in drafts]


def test_both_see_an_accepted_an_overdue_and_a_reported_action(tmp_path: Path) -> None:
    with World(tmp_path) as world:
        here = Ministries(world)
        meeting = here.here.confirmed()
        both = speaker(here, UKRAINE), speaker(here, JAPAN)

        decision = play_followup(*both, world.clock(), meeting)

        for party in (UKRAINE, JAPAN):
            rows = here.desks[party].board().rows
            assert [(row.assignment.action, row.outcome.state.value) for row in rows] == [
                ("indicators", "overdue"),
                ("course", "reported done"),
                ("contact", "assigned"),
                ("vessel-list", "accepted"),
                ("insurers", "under study"),
            ]
            assert {row.assignment.decision for row in rows} == {decision}
            assert {row.assignment.meeting for row in rows} == {meeting}
        here.close()
