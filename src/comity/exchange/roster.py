"""Roster: whose keys count where.

A party's card is accepted at pairing, when people compare its fingerprint. A circle names the card
that each member had when it was opened; a later card enters the circle as a record of its party's
own chain, signed by its root keys, and counts from that record on (R20). A checkpoint is therefore
checked with the keys of the card in force at its size, never with "the newest".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from comity.errors import RefusedError
from comity.exchange.messages import UnpairedError
from comity.records.circle import Circle
from comity.records.party import Party
from comity.seal.card import Card
from comity.seal.signing import PublicKeys


class UnknownCircleError(RefusedError):
    """A circle that this node does not have."""

    code = "unknown-circle"
    template = "this node has no circle {circle}; its first record has not come yet"


class NotMemberError(RefusedError):
    """A party that is no member of the circle."""

    code = "not-a-member"
    template = "{party} is no member of the circle {circle}; nothing of it was taken"


class OtherCardError(RefusedError):
    """A circle was opened with a card that this node did not accept."""

    code = "other-card"
    template = (
        "the circle names a card of {party} with fingerprint {named}, and this node accepted "
        "{known}; compare fingerprints with {party} again"
    )


@dataclass(frozen=True, slots=True)
class Roster:
    """Whose keys count where, as far as this node knows.

    Attributes:
        me: whose node this is.
        cards: every card that was accepted or came in by a record, by fingerprint.
        newest: of each party, the fingerprint of its newest card.
        circles: every circle, by id.
        changes: of each chain (circle, party), the records from which on another card counts.
        revoked: of each chain, cards that do not count from a number on.
    """

    me: Party
    cards: Mapping[str, Card] = field(default_factory=dict)
    newest: Mapping[Party, str] = field(default_factory=dict)
    circles: Mapping[str, Circle] = field(default_factory=dict)
    changes: Mapping[tuple[str, Party], tuple[tuple[int, str], ...]] = field(default_factory=dict)
    revoked: Mapping[tuple[str, Party], tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def with_card(self, card: Card) -> "Roster":
        """Return the roster with a card that was verified; an older one does not become newest."""
        known = self.newest.get(card.party)
        newer = known is None or self.cards[known].version < card.version
        newest = {**self.newest, card.party: card.fingerprint} if newer else self.newest
        return replace(self, cards={**self.cards, card.fingerprint: card}, newest=newest)

    def with_circle(self, circle: Circle) -> "Roster":
        """Return the roster with a circle."""
        return replace(self, circles={**self.circles, circle.id: circle})

    def with_change(self, circle: str, seq: int, card: Card) -> "Roster":
        """Return the roster after a record of a chain that brought a new card of its party."""
        key = (circle, card.party)
        known = self.changes.get(key, ())
        changes = {**self.changes, key: tuple(sorted({*known, (seq, card.fingerprint)}))}
        return replace(self.with_card(card), changes=changes)

    def with_revoked(self, circle: str, party: Party, seq: int, card: str) -> "Roster":
        """Return the roster after a record that revokes a card from a number on."""
        key = (circle, party)
        known = self.revoked.get(key, ())
        revoked = {**self.revoked, key: tuple(sorted({*known, (seq, card)}))}
        return replace(self, revoked=revoked)

    def circle(self, name: str) -> Circle:
        """Return a circle.

        Raises:
            UnknownCircleError: there is none of this id here.
        """
        if name not in self.circles:
            raise UnknownCircleError(circle=name)
        return self.circles[name]

    def card(self, party: Party) -> Card:
        """Return a party's newest card.

        Raises:
            UnpairedError: none was ever accepted.
        """
        if party not in self.newest:
            raise UnpairedError(party=party)
        return self.cards[self.newest[party]]

    def keys(self, party: Party) -> PublicKeys:
        """Return the keys that a party speaks with now.

        Raises:
            UnpairedError: no card of it was ever accepted.
        """
        return self.card(party).signing

    def card_at(self, circle: str, party: Party, size: int) -> Card:
        """Return the card that counts for a chain's checkpoint of a size.

        Raises:
            UnknownCircleError: there is no such circle here.
            NotMemberError: the party is no member of it.
        """
        members = self.circle(circle).cards
        if party not in members:
            raise NotMemberError(party=party, circle=circle)
        named = members[party]
        for seq, fingerprint in self.changes.get((circle, party), ()):
            if seq <= size:
                named = fingerprint
        return self.cards[named]

    def older_cards(self, circle: str, party: Party, size: int) -> Iterable[Card]:
        """Yield the cards of a chain that no longer count at a size."""
        now = self.card_at(circle, party, size)
        names = [self.circle(circle).cards[party]]
        names += [name for seq, name in self.changes.get((circle, party), ()) if seq <= size]
        return (self.cards[name] for name in names if name != now.fingerprint)

    def shared_with(self, party: Party) -> list[Circle]:
        """Return the circles that another party shares with this node."""
        return [circle for circle in self.circles.values() if party in circle.cards]

    def peers(self) -> list[Party]:
        """Return every other party that a card was accepted of."""
        return sorted(party for party in self.newest if party != self.me)

    def check_members(self, circle: Circle) -> None:
        """Refuse a circle with a member whose card this node did not accept.

        Raises:
            NotMemberError: this node's own party is not among them.
            UnpairedError: no card of a member was accepted.
            OtherCardError: another card of a member was.
        """
        if self.me not in circle.cards:
            raise NotMemberError(party=self.me, circle=circle.id)
        for party, named in circle.cards.items():
            card = self.card(party)
            if named not in self.cards or self.cards[named].party != party:
                raise OtherCardError(party=party, named=named, known=card.fingerprint)
