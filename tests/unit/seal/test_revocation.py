"""Keys are revoked by the officers above them, wherever the record stands, for one circle."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from comity.records.kinds import BodyError
from comity.seal.messages import Label, sign_both
from comity.seal.revocation import (
    Revocation,
    RevokedCardError,
    sign_revocation,
    verify_revocation,
)
from comity.seal.roots import RootSignatureError, TooFewRootsError

if TYPE_CHECKING:
    from tests.unit.seal.conftest import Ministry

CIRCLE, OTHER_CIRCLE = "9f" * 32, "aa" * 32


def revocation(ministry: "Ministry") -> Revocation:
    """A revocation of the ministry's first card from number 7 on."""
    return Revocation(CIRCLE, ministry.party, 7, ministry.card.fingerprint, "ноутбук викрадено")


def body(ministry: "Ministry", *officers: int) -> dict[str, Any]:
    """Its body, signed by these officers."""
    wanted = revocation(ministry)
    return wanted.body({n: sign_revocation(wanted, ministry.officers[n]) for n in officers})


def test_two_officers_of_three_revoke_a_card(ukraine: "Ministry") -> None:
    found = verify_revocation(body(ukraine, 0, 2), circle=CIRCLE, card=ukraine.card)

    assert found == revocation(ukraine)


def test_one_officer_alone_revokes_nothing(ukraine: "Ministry") -> None:
    with pytest.raises(TooFewRootsError):
        verify_revocation(body(ukraine, 1), circle=CIRCLE, card=ukraine.card)


def test_a_thief_with_the_signing_keys_revokes_nothing(ukraine: "Ministry") -> None:
    wanted = revocation(ukraine)
    stolen = sign_revocation(wanted, ukraine.signing)

    with pytest.raises(RootSignatureError):
        verify_revocation(wanted.body({0: stolen, 1: stolen}), circle=CIRCLE, card=ukraine.card)


@pytest.mark.parametrize("changes", [{"from": 1}, {"reason": "помилка"}], ids=["number", "reason"])
def test_what_officers_signed_cannot_be_changed(
    ukraine: "Ministry", changes: dict[str, Any]
) -> None:
    with pytest.raises(RootSignatureError):
        verify_revocation(body(ukraine, 0, 1) | changes, circle=CIRCLE, card=ukraine.card)


def test_a_revocation_in_one_circle_is_none_in_another(ukraine: "Ministry") -> None:
    with pytest.raises(RootSignatureError):
        verify_revocation(body(ukraine, 0, 1), circle=OTHER_CIRCLE, card=ukraine.card)


def test_a_revocation_of_one_card_is_none_of_another(
    ukraine: "Ministry", japan: "Ministry"
) -> None:
    with pytest.raises(RevokedCardError) as caught:
        verify_revocation(body(ukraine, 0, 1), circle=CIRCLE, card=japan.card)

    assert caught.value.facts["named"] == ukraine.card.fingerprint


def test_a_signature_under_a_card_is_none_under_a_revocation(ukraine: "Ministry") -> None:
    wanted = revocation(ukraine)
    signed = {n: sign_both(Label.CARD, wanted.signed, ukraine.officers[n]) for n in (0, 1)}

    with pytest.raises(RootSignatureError):
        verify_revocation(wanted.body(signed), circle=CIRCLE, card=ukraine.card)


def test_a_revocation_from_no_number_is_never_written(ukraine: "Ministry") -> None:
    with pytest.raises(BodyError, match="from is 0; give a whole number from 1"):
        replace(revocation(ukraine), start=0).body({})
