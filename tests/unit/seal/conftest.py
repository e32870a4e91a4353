"""What the tests of keys and cards share: two ministries with their officers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from comity.records.party import Party
from comity.seal.card import Card, SignedCard, issue_card, sign_card
from comity.seal.messages import Signatures
from comity.seal.sealing import SealingKeys
from comity.seal.signing import SigningKeys

NAMES = {
    "ua": {"uk": "Україна", "ja": "ウクライナ", "en": "Ukraine"},
    "jp": {"uk": "Японія", "ja": "日本", "en": "Japan"},
}


@dataclass(frozen=True)
class Ministry:
    """Everything that a party holds in secret, and its card.

    Attributes:
        party: which it is.
        officers: the keys of its roots; two of three must sign.
        signing: its signing keys.
        sealing: its sealing keys.
        signed: its first card.
    """

    party: Party
    officers: tuple[SigningKeys, ...]
    signing: SigningKeys
    sealing: SealingKeys
    signed: SignedCard

    @property
    def card(self) -> Card:
        """The first card."""
        return self.signed.card

    def sign(self, card: Card, *officers: int) -> Mapping[int, Signatures]:
        """The signatures of these officers under a card."""
        return {number: sign_card(card, self.officers[number]) for number in officers}

    def next_card(self, **changes: Any) -> Card:
        """A second card of the same officers."""
        return replace(self.card, version=2, previous=self.card.fingerprint, **changes)


def ministry(party: Party) -> Ministry:
    """A party with new keys and a first card that two officers signed."""
    officers = tuple(SigningKeys.generate() for _ in range(3))
    signing, sealing = SigningKeys.generate(), SealingKeys.generate()
    card = Card(
        party=party,
        version=1,
        names=NAMES[party],
        roots=tuple(keys.public for keys in officers),
        threshold=2,
        signing=signing.public,
        sealing=sealing.public,
        endpoints=(f"https://node.{party}.example/",),
        valid_from="2026-03-01T00:00:00.000Z",
        valid_until="2028-03-01T00:00:00.000Z",
        previous="",
    )
    roots = {number: sign_card(card, officers[number]) for number in (0, 2)}
    signed = issue_card(card, roots=roots, possession=sign_card(card, signing))
    return Ministry(party, officers, signing, sealing, signed)


@pytest.fixture(scope="session")
def ukraine() -> Ministry:
    """Ukraine's keys and card."""
    return ministry(Party("ua"))


@pytest.fixture(scope="session")
def japan() -> Ministry:
    """Japan's keys and card."""
    return ministry(Party("jp"))
