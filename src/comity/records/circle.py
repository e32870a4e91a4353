"""Circle: a fixed set of parties that share a conversation.

Its id is the hash of its first record, which names the members, the fingerprint of each one's
card, the purpose and 128 random bits, so that two circles of the same parties are two.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors import RefusedError
from comity.records.party import FORM, Party
from comity.records.record import GENESIS, HASH, NOWHERE, UNSALTED, Record, write

FEWEST, MOST = 2, 12
NONCE = re.compile(r"[0-9a-f]{32}")


class CircleError(RefusedError):
    """What should open a circle does not."""

    code = "circle"
    template = "this opens no circle: {reason}"


@dataclass(frozen=True, slots=True)
class Circle:
    """A fixed set of parties that share a conversation.

    Attributes:
        id: hash of its first record.
        opener: who wrote that record.
        cards: each member with the fingerprint of the card that it was opened with.
        purpose: in the opener's words.
    """

    id: str
    opener: Party
    cards: Mapping[Party, str]
    purpose: str

    @property
    def members(self) -> tuple[Party, ...]:
        """Return the members, in order."""
        return tuple(sorted(self.cards))

    def others(self, party: Party) -> tuple[Party, ...]:
        """Return the members but one."""
        return tuple(member for member in self.members if member != party)


def open_circle(
    *,
    opener: Party,
    cards: Mapping[Party, str],
    purpose: str,
    nonce: str,
    at: str,
    marking: str = "TLP:AMBER",
    salt: str = UNSALTED,
) -> Record:
    """Return the record that opens a circle.

    Args:
        opener: who writes it.
        cards: each member with the fingerprint of its card, 64 hexadecimal digits.
        purpose: what the conversation is for.
        nonce: 32 hexadecimal digits that nobody could foresee.
        at: what the opener's clock says.
        marking: of the record.
        salt: of the record.

    Raises:
        CircleError: the members are too few or too many, or the opener is none of them.
    """
    body = {"members": dict(cards), "purpose": purpose, "nonce": nonce}
    record = write(
        circle="",
        party=opener,
        seq=1,
        prev=NOWHERE.hash,
        cut={},
        kind=GENESIS,
        body=body,
        at=at,
        marking=marking,
        salt=salt,
    )
    circle_of(record)
    return record


def circle_of(record: Record) -> Circle:
    """Return the circle that a record opens.

    Raises:
        CircleError: the record opens none.
    """
    body, members = record.body, record.body.get("members")
    if record.kind != GENESIS or record.seq != 1 or record.circle != record.hash:
        raise CircleError(reason="it is not the first record of a circle")
    if record.cut:
        raise CircleError(reason="it says that its author had received something in it")
    if body.keys() != {"members", "purpose", "nonce"} or not isinstance(members, dict):
        raise CircleError(reason="its body has other fields than members, purpose and nonce")
    if not FEWEST <= len(members) <= MOST:
        raise CircleError(reason=f"{len(members)} members; a circle has {FEWEST} to {MOST}")
    forms = all(FORM.fullmatch(p) and HASH.fullmatch(str(card)) for p, card in members.items())
    if not forms or not NONCE.fullmatch(str(body["nonce"])):
        raise CircleError(reason="a member, a fingerprint or the nonce has not its form")
    if not isinstance(body["purpose"], str) or len(body["purpose"]) > 1000:
        raise CircleError(reason="the purpose must be a text of at most 1,000 letters")
    if record.party not in members:
        raise CircleError(reason=f"{record.party}, who opens it, is not a member")
    return Circle(record.hash, record.party, members, body["purpose"])
