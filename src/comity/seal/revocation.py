"""Revocation: from a number on, nothing counts that the signing keys of a card signed.

It is signed by the roots of that card, not by the keys it revokes, and so may stand in the chain
of any member: a thief who holds the signing keys cannot keep it out. It names circle and number;
what was adopted before stands (R20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.errors import RefusedError
from comity.records.canonical import encode
from comity.records.party import Party
from comity.seal.card import Card
from comity.seal.messages import Label, Signatures, sign_both
from comity.seal.roots import need_roots, read_roots, write_roots
from comity.seal.signing import SigningKeys
from comity.seal.statements import REVOKE


class RevokedCardError(RefusedError):
    """A revocation names another card than the one it was held against."""

    code = "revoked-card"
    template = (
        "the revocation is of the card {named}, not of {card}; look for that card among the "
        "earlier ones of {party}"
    )


@dataclass(frozen=True, slots=True)
class Revocation:
    """From a number on, records of a chain that the keys of a card signed are void.

    Attributes:
        circle: id of the circle, 64 hexadecimal digits.
        party: whose chain.
        start: first number that is void; 1 voids all.
        card: fingerprint of the card whose signing keys are revoked.
        reason: in the party's words.
    """

    circle: str
    party: Party
    start: int
    card: str
    reason: str

    @property
    def signed(self) -> bytes:
        """Return what the roots sign, after the label."""
        return encode(
            {
                "circle": self.circle,
                "party": self.party,
                "from": self.start,
                "card": self.card,
                "reason": self.reason,
            }
        )

    def body(self, roots: Mapping[int, Signatures]) -> dict[str, Any]:
        """Return the body of a `revoke/1` record, from what `sign_revocation` gave each officer.

        Raises:
            BodyError: a part has not its form.
        """
        body = {
            "from": self.start,
            "card": self.card,
            "reason": self.reason,
            "roots": write_roots(roots),
        }
        REVOKE.check(body)
        return body


def sign_revocation(revocation: Revocation, keys: SigningKeys) -> Signatures:
    """Return one officer's signatures of a revocation."""
    return sign_both(Label.REVOKE, revocation.signed, keys)


def verify_revocation(body: Mapping[str, Any], *, circle: str, card: Card) -> Revocation:
    """Return the revocation that a body is, once enough roots of the card signed it.

    Args:
        body: of a `revoke/1` record, in the chain of any member.
        circle: in which the record stands.
        card: the trusted card with the fingerprint that the body names.

    Raises:
        BodyError: the body does not fit its kind.
        RevokedCardError: it revokes another card.
        Base64Error: a signature is not base64.
        RootSignatureError: a signature is not of the root that it names.
        TooFewRootsError: fewer roots signed than the card asks for.
    """
    REVOKE.check(body)
    if body["card"] != card.fingerprint:
        raise RevokedCardError(named=body["card"], card=card.fingerprint, party=card.party)
    revocation = Revocation(circle, card.party, body["from"], body["card"], body["reason"])
    need_roots(
        Label.REVOKE,
        revocation.signed,
        read_roots(body["roots"]),
        roots=card.roots,
        threshold=card.threshold,
    )
    return revocation
