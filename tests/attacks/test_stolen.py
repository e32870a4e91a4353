"""What a stolen key said of actions and initiatives counts no more once its card is revoked (R20).

The same holds of whatever a party says on one of two stories, once both are known (R2).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.governments import WORDS, Governments, about, page_of
from tests.attacks.test_initiatives import PLEDGED, Fund
from tests.conformance.making.of_systems import DELIVERY
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity
from tests.journeys.test_two_stories import lie, talk

from comity.agreement.followup import State
from comity.agreement.statements import Draft
from comity.node.orders import Desk

REASON = "A laptop was stolen on Thursday."


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Governments]:
    """Kyiv and Tokyo, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN), durable=True) as world:
        made = Governments(world)
        yield made
        made.close()


def revoke(both: Governments, start: int) -> None:
    """Let Japan renew its card, and revoke the one before from a number on."""
    desk = Desk(both.world.nodes[JAPAN])
    root = str(both.world.path / "jp" / "roots" / "jp-root-0.locked")
    desk.orders["card.renew"](roots=[root])
    desk.orders["card.revoke"](
        fingerprint=identity(JAPAN).card.fingerprint[:16], start=start, roots=[root], reason=REASON
    )
    both.settle()


def next_number(both: Governments) -> int:
    """The number of the next record of Japan."""
    return both.world.heads(JAPAN, both.circle)[JAPAN].size + 1


def test_a_stolen_report_is_void_and_the_page_says_why(both: Governments) -> None:
    decision = both.decide({"action": "a1"})
    both.say(JAPAN, "accept/1", {**about(decision), "due": "2026-04-01"})
    stolen = next_number(both)
    report = both.say(JAPAN, "done/1", about(decision))
    both.say(UKRAINE, "checked/1", {**about(decision), "done": report, "verdict": "confirmed"})
    before = both.outcome(decision).state
    revoke(both, stolen)

    assert (before, both.outcome(decision).state) == (State.VERIFIED, State.ACCEPTED)
    page = both.kyiv.read(page_of(decision))
    assert "void: its author spoke twice, or its card was revoked" in page


def test_a_stolen_match_confirms_nothing(both: Governments) -> None:
    decision = both.decide({"action": "a1", "list": "jp-mof", "measure": "asset-freeze"})
    key = {"list": "jp-mof", "key": "29#7@2026-03-05", "listing": "9f" * 32}
    shown: dict[str, Any] = {
        **about(decision),
        **key,
        "as_of": "2026-03-05",
        "date_from": "content",
        "file": "f1" * 32,
        "measures": ["asset-freeze"],
    }
    both.say(UKRAINE, "shown/1", shown)
    both.say(UKRAINE, "match/1", {**about(decision), **key, "verdict": "same"})
    stolen = next_number(both)
    both.say(JAPAN, "match/1", {**about(decision), **key, "verdict": "same"})
    before = both.outcome(decision).state
    revoke(both, stolen)

    assert (before, both.outcome(decision).state) == (State.VERIFIED, State.ONE_ANALYST)


def test_a_stolen_pledge_and_a_stolen_report_are_no_numbers(both: Governments) -> None:
    fund = Fund(both)
    stolen = next_number(both)
    fund.say("jp", "delivery/1", DELIVERY, unit="piece", amount="12")
    reported = fund.numbers()["piece"][1]
    revoke(both, stolen)

    assert reported == 12
    assert fund.numbers() == PLEDGED


def test_two_stories_about_one_action_come_to_the_same_for_whoever_heard_which(
    three: World,
) -> None:
    """Tokyo reports to Kyiv that it is done, and declines it for Seoul."""
    of = Governments(three, (UKRAINE, JAPAN, KOREA))
    decision = of.decide({"action": "a1"})
    of.say(JAPAN, "accept/1", {**about(decision), "due": "2026-04-01"})
    declined = {**about(decision), "answer": "no", "words": WORDS}
    lie(three, of.circle, Draft("done/1", about(decision)), Draft("answer/1", declined))

    def states() -> list[State]:
        found = []
        for party in (UKRAINE, KOREA):
            three.nodes[party].projections.catch_up()
            found.append(of.of[party].undertakings.outcomes(of.circle)[decision, "a1"].state)
        return found

    heard = states()
    for party in (UKRAINE, KOREA):
        three.report(party, of.circle, f"what {party} heard")
    talk(three)

    assert heard == [State.REPORTED, State.DECLINED]
    assert states() == [State.ACCEPTED, State.ACCEPTED]
    page = of.kyiv.read(page_of(decision))
    assert "void: its author spoke twice, or its card was revoked" in page
    of.close()
