"""Roster: whose keys count where, and from which record on."""

from typing import Any

import pytest
from tests.attacks.pen import Pen
from tests.journeys.capitals import JAPAN, KOREA, START, UKRAINE, identity

from comity.exchange.intake import learned
from comity.exchange.messages import UnpairedError
from comity.exchange.roster import NotMemberError, OtherCardError, Roster, UnknownCircleError
from comity.node.identity import next_card
from comity.records.circle import Circle, circle_of
from comity.records.party import Party
from comity.seal.card import Card, SignedCard
from comity.seal.revocation import Revocation, sign_revocation

MEMBERS = (UKRAINE, JAPAN)
CARDS = {party: identity(party).card.fingerprint for party in MEMBERS}


def opened(cards: dict[Party, str] = CARDS) -> Pen:
    """The chain of Kyiv, which has opened a circle."""
    pen = Pen("", UKRAINE, identity(UKRAINE).keys.signing)
    body = {"members": cards, "purpose": "sanctions", "nonce": "0f" * 16}
    pen.circle = pen.write(kind="circle/1", body=body).hash
    return pen


def paired(*parties: Party, me: Party = JAPAN) -> Roster:
    """Who has accepted the cards of these parties."""
    roster = Roster(me)
    for party in parties:
        roster = roster.with_card(identity(party).card)
    return roster


def following(before: Card) -> SignedCard:
    """The card of Kyiv after this one."""
    ukraine = identity(UKRAINE)
    signed, _ = next_card(before, ukraine.keys, {0: ukraine.officer}, now=START)
    return signed


KYIV = opened()
CIRCLE: Circle = circle_of(KYIV.records[0])
HERE = paired(UKRAINE, JAPAN).with_circle(CIRCLE)
FIRST = identity(UKRAINE).card
SECOND = following(FIRST)


def test_a_party_is_unpaired_until_its_card_was_accepted() -> None:
    with pytest.raises(UnpairedError) as refused:
        paired(JAPAN).card(UKRAINE)

    assert str(refused.value) == (
        "ua is not paired with this node, so nothing from it is taken; exchange cards and "
        "compare the fingerprint first"
    )


def test_a_circle_is_unknown_until_its_first_record_came() -> None:
    with pytest.raises(UnknownCircleError):
        paired(*MEMBERS).circle(CIRCLE.id)


def test_the_first_record_makes_a_circle_known() -> None:
    roster = learned(paired(*MEMBERS), KYIV.records)

    assert roster.circle(CIRCLE.id) == CIRCLE


def test_a_circle_with_a_member_that_is_not_paired_is_refused() -> None:
    with pytest.raises(UnpairedError):
        learned(paired(JAPAN), KYIV.records)


def test_a_circle_without_this_party_is_refused() -> None:
    with pytest.raises(NotMemberError):
        learned(paired(*MEMBERS, me=KOREA), KYIV.records)


def test_a_circle_that_names_another_card_is_refused() -> None:
    with pytest.raises(OtherCardError):
        learned(paired(*MEMBERS), opened({**CARDS, JAPAN: "ab" * 32}).records)


def test_a_circle_that_names_the_card_of_another_member_is_refused() -> None:
    with pytest.raises(OtherCardError):
        learned(paired(*MEMBERS), opened({**CARDS, JAPAN: CARDS[UKRAINE]}).records)


def with_second_card_at(seq: int) -> Roster:
    """What is known after Kyiv's second card stood under a number."""
    return HERE.with_change(CIRCLE.id, seq, SECOND.card)


@pytest.mark.parametrize(("size", "version"), [(1, 1), (4, 1), (5, 2), (100, 2)])
def test_a_card_counts_from_the_record_that_brings_it(size: int, version: int) -> None:
    assert with_second_card_at(5).card_at(CIRCLE.id, UKRAINE, size).version == version


def test_a_card_that_comes_in_a_circle_is_the_newest_everywhere() -> None:
    assert with_second_card_at(5).card(UKRAINE).version == 2


def test_a_card_counts_in_the_circles_that_it_entered_only() -> None:
    other = Circle("ab" * 32, UKRAINE, CARDS, "other")
    roster = with_second_card_at(5).with_circle(other)

    assert roster.card_at(other.id, UKRAINE, 100).version == 1


def test_an_older_card_does_not_become_the_newest_again() -> None:
    roster = paired(JAPAN).with_card(SECOND.card).with_card(FIRST)

    assert roster.card(UKRAINE).version == 2


def test_cards_before_the_one_in_force_are_the_older_ones() -> None:
    roster = with_second_card_at(5)

    assert [card.version for card in roster.older_cards(CIRCLE.id, UKRAINE, 4)] == []
    assert [card.version for card in roster.older_cards(CIRCLE.id, UKRAINE, 5)] == [1]


def test_who_is_no_member_has_no_card_in_a_circle() -> None:
    with pytest.raises(NotMemberError):
        HERE.card_at(CIRCLE.id, KOREA, 1)


def test_circles_shared_with_a_party() -> None:
    roster = HERE.with_card(identity(KOREA).card)

    assert roster.shared_with(UKRAINE) == [CIRCLE]
    assert roster.shared_with(KOREA) == []


def test_peers_are_all_parties_but_this_one() -> None:
    assert paired(UKRAINE, JAPAN, KOREA).peers() == [KOREA, UKRAINE]


# --- records


def chain(*bodies: tuple[str, dict[str, Any]], party: Party = UKRAINE) -> Pen:
    """A chain in the circle with records of these kinds and bodies."""
    pen = opened() if party == UKRAINE else Pen(CIRCLE.id, party, identity(party).keys.signing)
    for kind, body in bodies:
        pen.write(kind=kind, body=body)
    return pen


def test_records_that_are_known_already_change_nothing() -> None:
    records = chain(("card/1", SECOND.body)).records
    once = learned(paired(*MEMBERS), records)

    assert learned(once, records) == once


def revocation(start: int, card: Card = FIRST) -> dict[str, Any]:
    """The body with which Kyiv's officer revokes a card of Kyiv."""
    void = Revocation(CIRCLE.id, UKRAINE, start, card.fingerprint, "The key was stolen.")
    return void.body({0: sign_revocation(void, identity(UKRAINE).officer)})


def test_a_revocation_counts_from_the_chain_of_any_member() -> None:
    roster = learned(HERE, chain(("revoke/1", revocation(7)), party=JAPAN).records)

    assert roster.revoked == {(CIRCLE.id, UKRAINE): ((7, FIRST.fingerprint),)}


def test_a_revocation_counts_alike_whatever_came_first() -> None:
    """Two honest nodes that hold the same records must say the same of a key (R20)."""
    card = chain(("card/1", SECOND.body)).records
    void = chain(("revoke/1", revocation(3, SECOND.card)), party=JAPAN).records
    start = learned(paired(*MEMBERS), card[:1])

    one = learned(learned(start, card), void)
    other = learned(learned(start, void), card)

    assert one.revoked == other.revoked


def test_a_bad_revocation_is_judged_alike_by_all_members() -> None:
    """Whoever knows the card from another circle would refuse what the others take.

    So Tokyo could part two honest members, and learn which cards Kyiv has seen elsewhere.
    """
    elsewhere = following(FIRST).card
    bad = {**revocation(3, elsewhere), "roots": {}}
    records = chain(("revoke/1", bad), party=JAPAN).records

    assert learned(HERE, records).revoked == {}
    assert learned(HERE.with_card(elsewhere), records).revoked == {}
