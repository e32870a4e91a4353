"""Card: a party's public identity, and why others may believe it.

A card is signed by k of its n roots, and by its own signing keys, so that nobody puts another's
key on his card. A new version is signed by the old roots and by the new ones and names the card
before it: who trusts one card of a party can follow to every other. There is no authority above a
card; people compare its fingerprint aloud (`comity.seal.fingerprint`) and accept it.

That the party holds the sealing key is not proved here: a key for sealing cannot sign. The first
parcel that it opens and receipts shows it, and the party harms only itself with a wrong one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from comity.errors import RefusedError
from comity.records.canonical import Json, decode, encode
from comity.records.kinds import BodyError, Kind
from comity.records.party import Party
from comity.records.record import HASH
from comity.seal.encoding import decode64, encode64
from comity.seal.messages import Label, Signatures, sign_both, verify_both
from comity.seal.roots import (
    TooFewRootsError,
    need_roots,
    read_roots,
    read_signatures,
    write_roots,
    write_signatures,
)
from comity.seal.sealing import PublicSealingKey
from comity.seal.signing import ForgedError, PublicKeys, SigningKeys
from comity.seal.statements import CARD, CARD_ITSELF, CARD_TYPE, SUITE

LARGEST_CARD = 192 << 10
"""Bytes of a signed card; it must fit into a record."""

ENDPOINT = re.compile(r"https?://[!-~]+")
NOTHING: Mapping[int, Signatures] = {}


class CardFormError(RefusedError):
    """What should be a card is none."""

    code = "card-form"
    template = "this is no card: {reason} (ask its owner for the card again)"


class CardTooLargeError(RefusedError):
    """A card has more bytes than any may have."""

    code = "card-too-large"
    template = "a card of {size} bytes; {largest} is the most, nothing of it was read"


class CardPossessionError(RefusedError):
    """A card's own signing keys did not sign it."""

    code = "card-possession"
    template = (
        "the card of {party} is not signed by the signing keys that stand on it, so that they may "
        "be another party's; refuse it and ask {party} to issue it again"
    )


class TooFewFormerRootsError(RefusedError):
    """Too few roots of the card before signed the next one."""

    code = "too-few-former-roots"
    template = (
        "{given} roots of the card of {party} that is known here signed its next card, {needed} "
        "must; refuse it, and compare fingerprints with {party} in person"
    )


class CardPartyError(RefusedError):
    """A next card is another party's."""

    code = "card-party"
    template = "a card of {party} was handed in as the next card of {before}; refuse it"


class CardVersionError(RefusedError):
    """A next card has not the next number."""

    code = "card-version"
    template = (
        "card {version} of {party} does not follow card {before}; ask {party} for those between"
    )


class CardPreviousError(RefusedError):
    """A next card names another card before it."""

    code = "card-previous"
    template = (
        "card {version} of {party} follows a card with the fingerprint {previous}; the one known "
        "here has {known}; keep both and ask {party} in person, there may be two stories"
    )


class CardNotValidError(RefusedError):
    """A card does not hold at a moment."""

    code = "card-not-valid"
    template = "the card of {party} holds from {start} until {end}, not at {at}; ask for a new one"


@dataclass(frozen=True, slots=True)
class Card:
    """A party's public identity.

    Attributes:
        party: whose it is.
        version: from 1.
        names: of the party in uk, ja and en.
        roots: keys of the officers above it; no two share a half.
        threshold: how many of the roots must sign.
        signing: keys that sign the party's checkpoints, receipts and messages.
        sealing: key to which others seal for the party.
        endpoints: addresses of its node; none where only couriers reach it.
        valid_from: first moment at which it holds.
        valid_until: first moment at which it holds no more.
        previous: fingerprint of the card before it, "" for version 1.
        encoded: its canonical bytes.
        fingerprint: SHA-256 of these bytes, 64 hexadecimal digits.
    """

    party: Party
    version: int
    names: Mapping[str, str] = field(hash=False)
    roots: tuple[PublicKeys, ...]
    threshold: int
    signing: PublicKeys
    sealing: PublicSealingKey
    endpoints: tuple[str, ...]
    valid_from: str
    valid_until: str
    previous: str
    encoded: bytes = field(init=False, repr=False, compare=False)
    fingerprint: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what cannot be a card, and take its bytes.

        Raises:
            CardFormError: a part has not its form, or two do not go together.
        """
        held = self.to_json()
        _need_form(CARD_ITSELF, held)
        _need(self.threshold <= len(self.roots), f"{self.threshold} of {len(self.roots)} roots")
        owners = (*self.roots, self.signing)
        apart = len({k.ed25519 for k in owners}) == len({k.mldsa65 for k in owners}) == len(owners)
        _need(apart, "one key stands on it twice; each root and the signing keys are different")
        _need(self.valid_from < self.valid_until, "it ends before it begins")
        first = self.previous == ""
        _need(first or HASH.fullmatch(self.previous), "the fingerprint before has not its form")
        _need(first == (self.version == 1), "version 1, and no other, has no card before it")
        for endpoint in self.endpoints:
            _need(ENDPOINT.fullmatch(endpoint), f"{endpoint!r} is no address of a node")
        encoded = encode(held)
        object.__setattr__(self, "encoded", encoded)
        object.__setattr__(self, "fingerprint", sha256(encoded).hexdigest())

    def to_json(self) -> dict[str, Json]:
        """Return the card as it stands in a body; `encoded` are its canonical bytes."""
        return {
            "type": CARD_TYPE,
            "party": self.party,
            "version": self.version,
            "names": dict(self.names),
            "roots": [_write_keys(root) for root in self.roots],
            "threshold": self.threshold,
            "signing": _write_keys(self.signing),
            "sealing": {
                "suite": SUITE,
                "ml-kem-768": encode64(self.sealing.mlkem768),
                "x25519": encode64(self.sealing.x25519),
            },
            "endpoints": list(self.endpoints),
            "valid": {"from": self.valid_from, "until": self.valid_until},
            "previous": self.previous,
        }


@dataclass(frozen=True, slots=True)
class SignedCard:
    """A card with what makes it good; as it was read, nothing of it is verified.

    Attributes:
        card: what was signed.
        roots: signatures of the card's own roots, by their number from 0.
        former: signatures of the roots of the card before, by their number there.
        possession: signatures of the card's own signing keys.
    """

    card: Card
    roots: Mapping[int, Signatures]
    former: Mapping[int, Signatures]
    possession: Signatures

    @property
    def body(self) -> dict[str, Any]:
        """Return the body of a `card/1` record."""
        return {
            "card": self.card.to_json(),
            "roots": write_roots(self.roots),
            "former": write_roots(self.former),
            "possession": write_signatures(self.possession),
        }

    def encode(self) -> bytes:
        """Return the bytes to hand over; `read_card` takes them."""
        return encode(self.body)

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Return the signed card that the body of a `card/1` record is.

        Raises:
            CardFormError: it is none.
            KeyFormError: a key on it is none.
            SmallOrderKeyError: a key on it would let anyone sign or read.
            Base64Error: a key or signature is not base64.
        """
        held = _need_form(CARD, body)
        return cls(
            _card_of(held["card"]),
            read_roots(held["roots"]),
            read_roots(held["former"]),
            read_signatures(held["possession"]),
        )


def sign_card(card: Card, keys: SigningKeys) -> Signatures:
    """Return one officer's signatures of a card, or those of its own signing keys."""
    return sign_both(Label.CARD, card.encoded, keys)


def issue_card(
    card: Card,
    *,
    roots: Mapping[int, Signatures],
    possession: Signatures,
    former: Mapping[int, Signatures] = NOTHING,
    before: Card | None = None,
) -> SignedCard:
    """Return a signed card, once it is good in the eyes of the others.

    Args:
        card: to issue.
        roots: what `sign_card` gave each officer, by the number of the officer's root.
        possession: what `sign_card` gave for the card's own signing keys.
        former: what it gave the officers of the card before, by the number of the root there.
        before: the card before; None for the first.

    Raises:
        RefusedError: as `verify_first` or `verify_next` would.
    """
    signed = SignedCard(card, dict(roots), dict(former), possession)
    if before is None:
        verify_first(signed)
    else:
        verify_next(signed, before)
    return signed


def read_card(data: bytes) -> SignedCard:
    """Return the signed card that these bytes are; nothing of it is verified.

    Raises:
        CardTooLargeError: they are more than any card has; nothing was read.
        NotCanonicalError: they are not canonical.
        CardFormError: they are no card.
        KeyFormError: a key on it is none.
        SmallOrderKeyError: a key on it would let anyone sign or read.
        Base64Error: a key or signature is not base64.
    """
    if len(data) > LARGEST_CARD:
        raise CardTooLargeError(size=len(data), largest=LARGEST_CARD)
    return SignedCard.from_body(decode(data))


def verify_first(signed: SignedCard) -> Card:
    """Return a card that nothing is known before; people must still compare its fingerprint.

    Raises:
        RootSignatureError: a signature is not of the root that it names.
        TooFewRootsError: fewer of its roots signed than it asks for.
        CardPossessionError: its own signing keys did not sign it.
    """
    card = signed.card
    need_roots(Label.CARD, card.encoded, signed.roots, roots=card.roots, threshold=card.threshold)
    try:
        verify_both(Label.CARD, card.encoded, signed.possession, card.signing)
    except ForgedError:
        raise CardPossessionError(party=card.party) from None
    return card


def verify_next(signed: SignedCard, before: Card) -> Card:
    """Return a card that follows one which is trusted.

    Args:
        signed: the new card.
        before: the trusted one.

    Raises:
        CardPartyError: it is another party's.
        CardVersionError: it has not the next number.
        CardPreviousError: it follows another card.
        TooFewFormerRootsError: fewer roots of the card before signed than that card asks for.
        RootSignatureError: a signature is not of the root that it names.
        TooFewRootsError: fewer of its own roots signed than it asks for.
        CardPossessionError: its own signing keys did not sign it.
    """
    card, party = signed.card, before.party
    if card.party != party:
        raise CardPartyError(party=card.party, before=party)
    if card.version != before.version + 1:
        raise CardVersionError(version=card.version, party=party, before=before.version)
    if card.previous != before.fingerprint:
        raise CardPreviousError(
            version=card.version, party=party, previous=card.previous, known=before.fingerprint
        )
    try:
        need_roots(
            Label.CARD, card.encoded, signed.former, roots=before.roots, threshold=before.threshold
        )
    except TooFewRootsError as error:
        raise TooFewFormerRootsError(**error.facts, party=party) from None
    return verify_first(signed)


def need_valid(card: Card, at: str) -> None:
    """Check that a card holds at a moment.

    Raises:
        CardNotValidError: it does not.
    """
    if not card.valid_from <= at < card.valid_until:
        raise CardNotValidError(
            party=card.party, start=card.valid_from, end=card.valid_until, at=at
        )


def _card_of(held: Mapping[str, Any]) -> Card:
    """Return the card that stands in a body which fits its kind."""
    sealing = held["sealing"]
    return Card(
        party=Party(held["party"]),
        version=held["version"],
        names=held["names"],
        roots=tuple(_read_keys(root) for root in held["roots"]),
        threshold=held["threshold"],
        signing=_read_keys(held["signing"]),
        sealing=PublicSealingKey(decode64(sealing["ml-kem-768"]), decode64(sealing["x25519"])),
        endpoints=tuple(held["endpoints"]),
        valid_from=held["valid"]["from"],
        valid_until=held["valid"]["until"],
        previous=held["previous"],
    )


def _need_form(kind: Kind, body: object) -> dict[str, Any]:
    """Return a body that fits its kind."""
    try:
        kind.check(body)
    except BodyError as error:
        reason = "{field} is {value}; {wanted}".format(**error.facts)
        raise CardFormError(reason=reason) from None
    return dict(body)  # type: ignore[call-overload, no-any-return] # the kind has looked


def _write_keys(keys: PublicKeys) -> dict[str, Json]:
    return {"ed25519": encode64(keys.ed25519), "ml-dsa-65": encode64(keys.mldsa65)}


def _read_keys(written: Mapping[str, str]) -> PublicKeys:
    return PublicKeys(decode64(written["ed25519"]), decode64(written["ml-dsa-65"]))


def _need(holds: object, reason: str) -> None:
    if not holds:
        raise CardFormError(reason=reason)
