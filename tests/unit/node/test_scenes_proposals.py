"""The proposal of the demonstration is real: its evidence holds, and one target is accepted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.journeys.capitals import JAPAN, UKRAINE
from tests.unit.node.desks import Desks

from comity.agreement.statements import Draft
from comity.exchange.station import Draft as Said
from comity.node.lists import Lists
from comity.node.proposals import Proposals
from comity.node.scenes_proposals import CHOSEN, EXCERPT, play_proposals
from comity.node.traffic import Traffic


def speaker(desks: Desks, desk: Traffic) -> Callable[[Sequence[Draft]], list[str]]:
    """Return what lets a party say records, and brings them to the other."""

    def say(drafts: Sequence[Draft]) -> list[str]:
        said = [Said(one.kind, one.body, "TLP:AMBER") for one in drafts]
        records = desk.party.station.say(desks.circle, said).result()
        desks.world.settle()
        return [one.hash for one in records]

    return say


def test_both_see_the_evidence_of_the_excerpt_and_what_became_of_each_target(
    desks: Desks, tmp_path: Path
) -> None:
    lists = Lists(tmp_path / "lists")
    assert [one.error for one in lists.import_files([EXCERPT]) if one.error] == []
    lists.overview()
    both = speaker(desks, desks.kyiv), speaker(desks, desks.tokyo)

    hashed = play_proposals(*both, desks.world.clock())

    for desk in (desks.kyiv, desks.tokyo):
        seen = Proposals(desk.party, desk, lists).proposal(hashed)
        assert seen
        assert (seen.proposal.by, seen.proposal.to) == (UKRAINE, JAPAN)
        assert sorted(one.state for one in seen.row.states) == ["accepted", "open", "open"]
        assert {lead for one in seen.evidence for lead in one.leads} >= set(CHOSEN)
        for one in seen.here.values():
            assert set(one.entries.values()) == {"same"}
            assert one.listed == ()
