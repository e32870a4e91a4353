"""People: the parties of the vectors, with their officers, keys and cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from tests.conformance.making.material import Material, Sealer, Signer, seed
from tests.conformance.making.wire import SUITE, b64, both, canonical

NAMES = {
    "ua": {"uk": "Україна", "ja": "ウクライナ", "en": "Ukraine"},
    "jp": {"uk": "Японія", "ja": "日本", "en": "Japan"},
    "kr": {"uk": "Республіка Корея", "ja": "大韓民国", "en": "Republic of Korea"},
    "pl": {"uk": "Польща", "ja": "ポーランド", "en": "Poland"},
}
CARD_LABEL = b"comity card/v1"


@dataclass(frozen=True)
class Issued:
    """One version of a party's card, with the keys that stand on it.

    Attributes:
        card: what stands on it.
        officers: its roots.
        signing: its signing keys.
        sealing: its sealing keys.
        body: the card with what makes it good.
    """

    card: dict[str, Any]
    officers: tuple[Signer, ...]
    signing: Signer
    sealing: Sealer
    body: dict[str, Any]

    @property
    def party(self) -> str:
        """Whose card it is."""
        return str(self.card["party"])

    @property
    def fingerprint(self) -> str:
        """Of the card."""
        return sha256(canonical(self.card)).hexdigest()

    @property
    def encoded(self) -> bytes:
        """The signed card as it is handed over."""
        return canonical(self.body)

    @property
    def keys(self) -> dict[str, str]:
        """The private keys as a case gives them."""
        return {"signing": self.signing.seed.hex(), "sealing": self.sealing.seed.hex()}


def public(signer: Signer) -> dict[str, str]:
    """Return public keys as they stand on a card."""
    return {"ed25519": b64(signer.ed25519), "ml-dsa-65": b64(signer.mldsa65)}


def signed_card(
    card: Mapping[str, Any],
    roots: Mapping[int, Signer],
    possession: Signer,
    former: Mapping[int, Signer] | None = None,
) -> dict[str, Any]:
    """Return a card with the signatures of these keys under it."""
    data = canonical(card)

    def signed(by: Mapping[int, Signer]) -> dict[str, Any]:
        return {str(number): both(CARD_LABEL, data, one) for number, one in by.items()}

    return {
        "card": dict(card),
        "roots": signed(roots),
        "former": signed(former or {}),
        "possession": both(CARD_LABEL, data, possession),
    }


class People:
    """Every party of the vectors."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def signer(self, name: str) -> Signer:
        """Return the signing keys of a name."""
        return Signer(seed(f"{name} signing", 64), self.material)

    def sealer(self, name: str) -> Sealer:
        """Return the sealing keys of a name."""
        return Sealer(seed(f"{name} sealing", 96), self.material)

    def officers(self, party: str, count: int = 1) -> tuple[Signer, ...]:
        """Return the root keys of a party."""
        return tuple(self.signer(f"{party} root {number}") for number in range(count))

    def issue(
        self,
        party: str,
        before: Issued | None = None,
        *,
        roots: int = 1,
        threshold: int = 1,
        signed_by: Sequence[int] = (0,),
    ) -> Issued:
        """Return a party's first card, or the next one after another."""
        version = 1 if before is None else before.card["version"] + 1
        officers = self.officers(party, roots)
        signing = self.signer(f"{party} {version}")
        sealing = self.sealer(f"{party} {version}")
        card = {
            "type": "comity card/v1",
            "party": party,
            "version": version,
            "names": NAMES[party],
            "roots": [public(one) for one in officers],
            "threshold": threshold,
            "signing": public(signing),
            "sealing": {
                "suite": SUITE,
                "ml-kem-768": b64(sealing.mlkem768),
                "x25519": b64(sealing.x25519),
            },
            "endpoints": [f"https://exchange.{party}.example"],
            "valid": {"from": "2026-03-01T00:00:00.000Z", "until": "2028-03-01T00:00:00.000Z"},
            "previous": "" if before is None else before.fingerprint,
        }
        body = signed_card(
            card,
            {number: officers[number] for number in signed_by},
            signing,
            None if before is None else {0: before.officers[0]},
        )
        return Issued(card, officers, signing, sealing, body)
