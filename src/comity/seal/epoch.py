"""Epoch: a restored node's chain goes on from where it is known to end.

The record that opens a new epoch names the last head of the chain that is known, and who had not
answered. If one of them holds later records after all, the chain has two stories and everybody
sees who took the risk and why. It takes two root keys, whatever the card asks for otherwise. Where
everybody has answered there is no risk: then the node opens the epoch by itself, to say that it
gives up what it once said ahead of records that nobody has any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.errors import RefusedError
from comity.records.canonical import encode
from comity.records.party import Party
from comity.records.record import Head
from comity.seal.card import Card
from comity.seal.messages import Label, Signatures, sign_both
from comity.seal.roots import need_roots, read_roots, write_roots
from comity.seal.signing import SigningKeys
from comity.seal.statements import EPOCH

OFFICERS = 2


class TwoOfficersError(RefusedError):
    """An epoch cannot be opened by fewer than two officers."""

    code = "two-officers"
    template = (
        "{given} root keys of {party} signed; to write before every member has answered takes two, "
        "each held by another officer"
    )


@dataclass(frozen=True, slots=True)
class Epoch:
    """A new beginning of a chain after a restore.

    Attributes:
        circle: id of the circle.
        party: whose chain.
        last: the last head that is known.
        waiting: members who had not answered.
        reason: in the party's words.
    """

    circle: str
    party: Party
    last: Head
    waiting: Sequence[Party]
    reason: str

    @property
    def officers(self) -> int:
        """Return how many officers must sign."""
        return OFFICERS if self.waiting else 0

    @property
    def signed(self) -> bytes:
        """Return what the officers sign, after the label."""
        return encode({"circle": self.circle, "party": self.party, **self._said})

    @property
    def _said(self) -> dict[str, Any]:
        return {
            "last": [self.last.size, self.last.hash],
            "waiting": sorted(self.waiting),
            "reason": self.reason,
        }

    def body(self, roots: Mapping[int, Signatures]) -> dict[str, Any]:
        """Return the body of an `epoch/1` record, from what `sign_epoch` gave each officer.

        Raises:
            BodyError: a part has not its form.
            TwoOfficersError: fewer than two signed, and somebody had not answered.
        """
        if len(roots) < self.officers:
            raise TwoOfficersError(given=len(roots), party=self.party)
        body = {**self._said, "roots": write_roots(roots)}
        EPOCH.check(body)
        return body


def sign_epoch(epoch: Epoch, keys: SigningKeys) -> Signatures:
    """Return one officer's signatures of an epoch."""
    return sign_both(Label.EPOCH, epoch.signed, keys)


def verify_epoch(body: Mapping[str, Any], *, circle: str, card: Card) -> Epoch:
    """Return the epoch that a body is, once as many roots of the party's card signed as it takes.

    Args:
        body: of an `epoch/1` record.
        circle: in which it stands.
        card: of its author.

    Raises:
        BodyError: the body does not fit its kind.
        RootSignatureError: a signature is not of the root that it names.
        TooFewRootsError: fewer than two signed, and somebody had not answered.
    """
    EPOCH.check(body)
    epoch = Epoch(circle, card.party, Head(*body["last"]), body["waiting"], body["reason"])
    need_roots(
        Label.EPOCH,
        epoch.signed,
        read_roots(body["roots"]),
        roots=card.roots,
        threshold=epoch.officers,
    )
    return epoch
