"""Roster: whose keys count where.

A party's card is accepted at pairing, when people compare its fingerprint. A circle names the card
that each member had when it was opened; a later card enters the circle as a record of its party's
own chain, signed by its root keys, and counts from that record on (R20). A checkpoint is therefore
checked with the keys of the card in force at its size, never with "the newest".

A revocation is judged by the cards of its own circle alone, and again whenever one comes: what a
node knows from elsewhere, and what came first, must not part those who hold the same records. One
that is not good is kept and ignored.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from comity.errors import RefusedError
from comity.exchange.messages import UnpairedError
from comity.records.canonical import decode, encode
from comity.records.circle import Circle
from comity.records.party import Party
from comity.seal.card import Card
from comity.seal.revocation import verify_revocation
from comity.seal.signing import AnyOf, Verifier


class UnknownCircleError(RefusedError):
    """A circle that this node does not have."""

    code = "unknown-circle"
    template = "this node has no circle {circle}; its first record has not come yet"


class NotMemberError(RefusedError):
    """A party that is no member of the circle."""

    code = "not-a-member"
    template = "{party} is no member of the circle {circle}; nothing of it was taken"


class OutsiderError(UnknownCircleError):
    """Somebody asks about a circle that it is not in.

    It gets the answer of a circle that is not here, so that nobody learns which circles there are;
    the evidence says what it was.
    """

    code = "outsider"
    shown = UnknownCircleError.code


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
        revocations: of each circle, the bodies that say so, good or not, as canonical bytes.
    """

    me: Party
    cards: Mapping[str, Card] = field(default_factory=dict)
    newest: Mapping[Party, str] = field(default_factory=dict)
    circles: Mapping[str, Circle] = field(default_factory=dict)
    changes: Mapping[tuple[str, Party], tuple[tuple[int, str], ...]] = field(default_factory=dict)
    revoked: Mapping[tuple[str, Party], tuple[tuple[int, str], ...]] = field(default_factory=dict)
    revocations: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

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
        return replace(self.with_card(card), changes=changes).judged(circle)

    def with_revocation(self, circle: str, body: Mapping[str, Any]) -> "Roster":
        """Return the roster after a record that revokes a card."""
        known = self.revocations.get(circle, frozenset())
        revocations = {**self.revocations, circle: known | {encode(body)}}
        return replace(self, revocations=revocations).judged(circle)

    def cards_in(self, circle: str) -> dict[str, Card]:
        """Return the cards that count or counted in a circle, by fingerprint."""
        named = set(self.circle(circle).cards.values())
        for (one, _), changes in self.changes.items():
            if one == circle:
                named |= {fingerprint for _, fingerprint in changes}
        return {name: self.cards[name] for name in named if name in self.cards}

    def judged(self, circle: str) -> "Roster":
        """Return the roster with the revocations of a circle judged by the cards it has now."""
        cards = self.cards_in(circle)
        found: dict[tuple[str, Party], set[tuple[int, str]]] = {}
        for encoded in self.revocations.get(circle, ()):
            body: Any = decode(encoded)
            card = cards.get(str(body.get("card")))
            if card is None:
                continue
            with suppress(RefusedError):
                void = verify_revocation(body, circle=circle, card=card)
                found.setdefault((circle, void.party), set()).add((void.start, void.card))
        kept = {key: value for key, value in self.revoked.items() if key[0] != circle}
        judged = {key: tuple(sorted(value)) for key, value in found.items()}
        return replace(self, revoked={**kept, **judged})

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

    def keys(self, party: Party) -> Verifier:
        """Return the keys that a party may sign parcels and messages with: of its last two cards.

        It goes on with the former ones towards whoever may not have its newest card yet, and
        cannot know that somebody has before the receipt came. Records and checkpoints are judged
        by the card in force at their place, never so.

        Raises:
            UnpairedError: no card of it was ever accepted.
        """
        newest = self.card(party)
        former = self.cards.get(newest.previous)
        return newest.signing if former is None else AnyOf((newest.signing, former.signing))

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
