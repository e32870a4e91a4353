"""Cards: what officers order about the card of a node's party, with the root keys that they bring.

A root key comes as the path of its file and the passphrase of its officer, "" where the node's own
secret locks it. Neither is kept.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from comity.node.control import Orders
from comity.node.identity import Changes, RootSecretsError, Secret
from comity.node.officers import RootFile
from comity.node.party import PartyNode
from comity.records.party import party_of


class Cards:
    """What officers may order of one node.

    Attributes:
        node: whose card it is about.
    """

    def __init__(self, node: PartyNode) -> None:
        self.node = node

    @property
    def orders(self) -> Orders:
        """Return what may be ordered."""
        return {
            "card.renew": self.renew,
            "card.revoke": self.revoke,
            "circle.epoch": self.open_epoch,
        }

    def renew(
        self,
        roots: Sequence[str],
        secrets: Sequence[str] = (),
        *,
        names: Mapping[str, str] | None = None,
        addresses: Sequence[str] | None = None,
        new_roots: int = 0,
        replaced: Sequence[int] = (),
        threshold: int = 0,
        new_secrets: Sequence[str] = (),
        without: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Issue the next card, signed by officers with their root keys, in every circle."""
        changes = Changes(
            names=names or {},
            endpoints=addresses,
            roots=new_roots,
            replaced=replaced,
            threshold=threshold,
            secrets=[Secret(passphrase=one) for one in new_secrets],
        )
        done = self.node.renew(brought(roots, secrets), changes, set(map(party_of, without)))
        return {
            "version": done.card.version,
            "fingerprint": done.card.fingerprint,
            "roots": [str(file) for file in done.roots],
            "threshold": done.card.threshold,
        }

    def revoke(
        self,
        fingerprint: str,
        start: int,
        roots: Sequence[str],
        reason: str,
        *,
        secrets: Sequence[str] = (),
        circle: str = "",
    ) -> list[dict[str, Any]]:
        """Revoke an earlier card from a number on, in every circle or in one."""
        place = self.node.circle(circle) if circle else ""
        records = self.node.revoke(fingerprint, start, brought(roots, secrets), reason, place)
        members = self.node.station.roster.circles
        return [
            {
                "circle": one.circle,
                "members": list(members[one.circle].members),
                "seq": one.seq,
                "record": one.hash,
                "from": one.body["from"],
                "card": one.body["card"],
            }
            for one in records
        ]

    def open_epoch(
        self, circle: str, roots: Sequence[str], reason: str, *, secrets: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Write again in a circle after a restore, before all have answered."""
        place = self.node.circle(circle)
        record = self.node.open_epoch(place, brought(roots, secrets), reason)
        return {"circle": place, "record": record.hash, "waiting": record.body["waiting"]}


def brought(roots: Sequence[str], secrets: Sequence[str]) -> list[RootFile]:
    """Return root keys as officers bring them.

    Raises:
        RootSecretsError: there are more secrets than root keys.
    """
    if len(secrets) > len(roots):
        reason = f"{len(secrets)} secrets for {len(roots)} root keys; give one for each, in order"
        raise RootSecretsError(reason=reason)
    return [
        RootFile(Path(root), Secret(passphrase=secret) if secret else None)
        for root, secret in zip_longest(roots, secrets, fillvalue="")
    ]
