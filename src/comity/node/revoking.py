"""Revoking: which cards of a party counted where, and what a revocation voids (R20).

A card counts in a chain from the record that brings it up to the one that brings the next. Only
what it signed there can be revoked: what the party says under its next card counts. What is void
is judged by what the author of the revocation knew, so that all who hold it say the same (R1).
"""

import json
from collections.abc import Sequence

from comity.agreement.standing import Voided
from comity.errors import RefusedError
from comity.exchange.roster import Roster
from comity.journal.book import Journal
from comity.records.party import Party
from comity.records.record import NOWHERE, Record
from comity.seal.card import Card, SignedCard
from comity.seal.revocation import Revocation, verify_revocation
from comity.seal.statements import CARD

Entries = Sequence[tuple[int, Card]]
"""Cards of a chain, each with the number of the record from which it counts; in order."""


class NoCardError(RefusedError):
    """A card is named that the party does not have."""

    code = "no-such-card"
    template = (
        "{name!r} begins the fingerprint of {count} cards of {party}; give more of it, or one of "
        "these: {known}"
    )


class CardInForceError(RefusedError):
    """The card in force was to be revoked."""

    code = "card-in-force"
    template = (
        "card {version} of {party} is in force, and once it is revoked nothing that this node says "
        "would be taken; issue the next card first: comity node renew"
    )


class NothingToRevokeError(RefusedError):
    """A revocation would void nothing that is not void already."""

    code = "nothing-to-revoke"
    template = (
        "card {version} of {party} signs nothing from number {start} on that is not revoked "
        "already; it counted in {places}; nothing was written"
    )


def card_named(cards: Sequence[Card], name: str) -> Card:
    """Return the card of a party whose fingerprint begins so; there is at least one card.

    Raises:
        NoCardError: there is none, or more than one.
    """
    found = [card for card in cards if name and card.fingerprint.startswith(name.lower())]
    if len(found) != 1:
        known = ", ".join(f"{card.fingerprint[:16]} (card {card.version})" for card in cards)
        raise NoCardError(name=name[:64], count=len(found), party=cards[0].party, known=known)
    return found[0]


def stretch(entries: Entries, card: Card) -> tuple[int, int | None] | None:
    """Return the first number at which a card counts, and the first at which the next one does.

    Args:
        entries: of its party's chain.
        card: that is asked about.

    Returns:
        None for the second where it still counts, None where it never did.
    """
    for place, (seq, one) in enumerate(entries):
        if one.fingerprint == card.fingerprint:
            return seq, entries[place + 1][0] if place + 1 < len(entries) else None
    return None


def entries_in(roster: Roster, circle: str, party: Party) -> Entries:
    """Return the cards of a chain as this node knows them now."""
    first = roster.circle(circle).cards[party]
    later = roster.changes.get((circle, party), ())
    return [(1, roster.cards[first]), *((seq, roster.cards[name]) for seq, name in later)]


def revocations(
    roster: Roster, card: Card, start: int, circles: Sequence[str], reason: str
) -> list[Revocation]:
    """Return what officers must sign so that a card of this party is void from a number on.

    Circles where it signed nothing from there on, or is revoked already, are left out.

    Args:
        roster: of this node.
        card: an earlier one of this node's party.
        start: first number that is void.
        circles: ids of the circles in which it is to be revoked.
        reason: in the party's words.

    Raises:
        CardInForceError: it is in force in one of them.
        NothingToRevokeError: none of them is left.
    """
    found: list[Revocation] = []
    places: list[str] = []
    for circle in circles:
        span = stretch(entries_in(roster, circle, card.party), card)
        if span is None:
            continue
        since, until = span
        if until is None:
            raise CardInForceError(version=card.version, party=card.party)
        places.append(f"{circle[:12]} from {since} to {until - 1}")
        void = roster.revoked.get((circle, card.party), ())
        known = any(name == card.fingerprint and seq <= max(start, since) for seq, name in void)
        if start < until and not known:
            found.append(Revocation(circle, card.party, start, card.fingerprint, reason))
    if not found:
        raise NothingToRevokeError(
            version=card.version,
            party=card.party,
            start=start,
            places=", ".join(places) or "no circle",
        )
    return found


def voided_by(record: Record, journal: Journal, roster: Roster) -> Voided | None:
    """Return what a revocation voids; None where it names no card that its author could know.

    The cards are taken from the circle's first record and from the chain as far as the author had
    it. Another order of arrival, or a card known from elsewhere, changes nothing.

    Args:
        record: a `revoke/1` that was admitted.
        journal: holds everything that its author knew.
        roster: has the cards with which the circle was opened.

    Raises:
        RefusedError: it is not good.
    """
    circle = roster.circle(record.circle)
    for party, first in circle.cards.items():
        known = record.seq if party == record.party else record.cut.get(party, NOWHERE).size
        entries = [(1, roster.cards[first]), *_brought(journal, record.circle, party, known)]
        named = [card for _, card in entries if card.fingerprint == record.body["card"]]
        if not named:
            continue
        void = verify_revocation(record.body, circle=record.circle, card=named[0])
        span = stretch(entries, named[0])
        since, until = span or (1, None)
        return Voided(party, max(void.start, since), until)
    return None


def _brought(journal: Journal, circle: str, party: Party, upto: int) -> list[tuple[int, Card]]:
    """Return the cards that records of a chain brought, up to a number."""
    places = json.loads(journal.meta(f"keys/{circle}") or "[]")
    found = [journal.record(circle, party, seq) for who, seq in sorted(places) if who == party]
    return [
        (one.seq, SignedCard.from_body(one.body).card)
        for one in found
        if one is not None and one.kind == CARD.name and one.seq <= upto
    ]
