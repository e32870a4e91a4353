"""The papers of the demonstration are real: adopted by both, and seen by both alike."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.papers import Ministries

from comity.agreement.statements import Draft
from comity.node.scenes_papers import play_papers
from comity.records.party import Party


def speaker(ministries: Ministries, party: Party) -> Callable[[Sequence[Draft]], list[str]]:
    """Return what lets a ministry say records, and brings them to the other."""

    def say(drafts: Sequence[Draft]) -> list[str]:
        said = [ministries.say(party, one) for one in drafts]
        ministries.world.settle()
        return said

    return say


def test_both_see_the_minutes_adopted_the_decision_proposed_and_silence_running(
    tmp_path: Path,
) -> None:
    with World(tmp_path) as world:
        ministries = Ministries(world)
        both = speaker(ministries, UKRAINE), speaker(ministries, JAPAN)

        meeting = play_papers(*both, world.clock(), world.nodes[UKRAINE].folder.notebook)

        for party in (UKRAINE, JAPAN):
            lines = ministries.papers[party].papers_of(meeting)
            assert [(one.type.value, one.state) for one in lines] == [
                ("minutes", "running"),
                ("decision", "proposed"),
                ("minutes", "adopted"),
                ("agenda", "adopted"),
            ]
        book = ministries.rooms[UKRAINE].brief(meeting)
        theirs = ministries.rooms[JAPAN].brief(meeting)
        assert book is not None
        assert theirs is not None
        assert (len(book.parts), len(theirs.parts)) == (4, 0)
        ministries.close()
