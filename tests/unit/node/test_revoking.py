"""What a revocation voids is told from what its author knew, whatever else a node holds."""

import pytest
from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World, identity

from comity.agreement.standing import Voided
from comity.exchange.station import Draft
from comity.node.revoking import NoCardError, card_named, stretch, voided_by
from comity.records.record import Record
from comity.seal.card import Card
from comity.seal.revocation import Revocation, sign_revocation
from comity.seal.roots import TooFewRootsError


def cards_of(world: World) -> list[Card]:
    """The two cards of Kyiv, once it has renewed the first under number 3."""
    circle = world.open(UKRAINE, JAPAN)
    world.report(UKRAINE, circle, "under the first card")
    node = world.nodes[UKRAINE]
    node.renew([world.path / UKRAINE / "roots" / "ua-root-0.locked"])
    return [identity(UKRAINE).card, node.station.roster.card(UKRAINE)]


def revocation(world: World, start: int, card: str, *, officer: bool = True) -> Record:
    """A revocation of a card of Kyiv that Tokyo carries."""
    (circle,) = world.nodes[UKRAINE].journal.circles()
    void = Revocation(circle, UKRAINE, start, card, "Stolen.")
    signed = {0: sign_revocation(void, identity(UKRAINE).officer)} if officer else {}
    return world.say(JAPAN, circle, Draft("revoke/1", void.body(signed), MARKING))[0]


def judged(world: World, record: Record, *, by: str) -> Voided | None:
    """What a party's node says that a revocation voids."""
    node = next(node for party, node in world.nodes.items() if party == by)
    return voided_by(record, node.journal, node.station.roster)


@pytest.mark.parametrize(("start", "since"), [(1, 1), (2, 2), (9, 9)])
def test_only_what_the_card_signed_is_void(two: World, start: int, since: int) -> None:
    first, _ = cards_of(two)
    two.settle()

    record = revocation(two, start, first.fingerprint)
    two.settle()

    for party in ("ua", "jp"):
        assert judged(two, record, by=party) == Voided(UKRAINE, since, 3)


def test_a_card_signs_nothing_before_the_record_that_brings_it(two: World) -> None:
    _, second = cards_of(two)
    two.settle()

    record = revocation(two, 1, second.fingerprint)
    two.settle()

    for party in ("ua", "jp"):
        assert judged(two, record, by=party) == Voided(UKRAINE, 3, None)


def test_a_card_that_the_author_could_not_know_is_not_judged_by_who_knows_it(two: World) -> None:
    """Else Kyiv, which has the next card, would say another thing than Tokyo, which has not."""
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "under the first card")
    two.settle()
    record = revocation(two, 1, identity(UKRAINE).card.fingerprint)
    two.nodes[UKRAINE].renew([two.path / UKRAINE / "roots" / "ua-root-0.locked"])

    for party in ("ua", "jp"):
        assert judged(two, record, by=party) == Voided(UKRAINE, 1, None)


def test_a_revocation_of_a_card_of_nobody_voids_nothing(two: World) -> None:
    cards_of(two)
    two.settle()

    assert judged(two, revocation(two, 1, "ab" * 32), by="jp") is None


def test_a_revocation_that_no_officer_signed_voids_nothing(two: World) -> None:
    first, _ = cards_of(two)
    two.settle()
    record = revocation(two, 1, first.fingerprint, officer=False)

    with pytest.raises(TooFewRootsError):
        judged(two, record, by="jp")


def test_a_card_counts_from_its_record_to_the_next_one(two: World) -> None:
    first, second = cards_of(two)
    entries = [(1, first), (3, second)]

    assert stretch(entries, first) == (1, 3)
    assert stretch(entries, second) == (3, None)
    assert stretch(entries[:1], second) is None


def test_a_card_is_named_by_its_first_digits_in_any_letter_case(two: World) -> None:
    first, second = cards_of(two)

    assert card_named([first, second], first.fingerprint[:20].upper()) == first
    with pytest.raises(NoCardError, match="begins the fingerprint of 0 cards of ua"):
        card_named([first, second], "ab" * 32)
