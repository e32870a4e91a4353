"""The initiative of the demonstration is real: both see it under way, partly delivered."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.initiatives import Donors, donors

from comity.agreement.statements import Draft
from comity.exchange.station import Draft as Said
from comity.initiatives.ledger import Numbers, State
from comity.node.scenes_initiatives import play_initiatives
from comity.records.party import Party


def speaker(here: Donors, party: Party) -> Callable[[Sequence[Draft]], list[str]]:
    """Return what lets a ministry say records, and brings them to the other."""

    def say(drafts: Sequence[Draft]) -> list[str]:
        said = [Said(one.kind, one.body, "TLP:AMBER") for one in drafts]
        records = here.world.say(party, here.circle, *said)
        here.settle()
        return [record.hash for record in records]

    return say


def test_both_see_a_commitment_partly_delivered_and_partly_confirmed(tmp_path: Path) -> None:
    with World(tmp_path) as world, donors(world) as here:
        both = speaker(here, UKRAINE), speaker(here, JAPAN)

        hashed = play_initiatives(*both, world.clock())

        for party in (UKRAINE, JAPAN):
            card = here.card(party, hashed)
            assert card.stage.code == "agreed"
            assert [(one.stage, one.awaiting) for one in card.pending] == [("under-way", (JAPAN,))]
            assert card.initiative.ledger.numbers() == (
                Numbers("person-day", Decimal(60), Decimal(0), Decimal(0)),
                Numbers("piece", Decimal(25), Decimal(14), Decimal(12)),
            )
            states = [one.state(card.today) for one in card.initiative.ledger.commitments]
            assert states == [State.PART, State.LATE]
            assert len(card.initiative.risks) == 2
        (match,) = here.desks[JAPAN].wishes().matches
        assert [one.code for one in match.reasons if one.weight > 0] == [
            "category-same",
            "unit-same",
            "time-fits",
            "place-same",
        ]
        assert here.dues(UKRAINE) == ["commitment-late-theirs", "confirm-received"]
        assert here.dues(JAPAN) == ["commitment-late"]
