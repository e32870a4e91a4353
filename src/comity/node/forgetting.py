"""Forgetting: a party whose card was accepted by mistake, as if it never had been.

What others must be able to check is not forgotten: whoever shares a circle stays, and so does every
piece of evidence.
"""

from dataclasses import replace

from comity.errors import RefusedError
from comity.exchange.roster import Roster
from comity.exchange.station import Station
from comity.journal.writer import Writer
from comity.records.party import Party


class CannotForgetError(RefusedError):
    """A party is needed here."""

    code = "cannot-forget"
    template = "{party} cannot be forgotten: {reason}; nothing was changed"


def forget(station: Station, party: Party) -> None:
    """Forget a party's cards and its address, durably.

    Raises:
        UnpairedError: no card of it was accepted.
        CannotForgetError: it is needed: it is this node's own, shares a circle, or may know of one.
    """
    _need_needless(station, party)

    def job(writer: Writer) -> None:
        _need_needless(station, party)  # a circle may have come while this waited
        writer.set_meta(f"address/{party}", None)
        with writer.session() as session:
            session.run("DELETE FROM cards WHERE party = ?", party)

    station.journal.write(job).result()
    station.learn(lambda roster: without(roster, party))


def without(roster: Roster, party: Party) -> Roster:
    """Return a roster that knows no card of a party."""
    cards = {name: card for name, card in roster.cards.items() if card.party != party}
    newest = {one: name for one, name in roster.newest.items() if one != party}
    return replace(roster, cards=cards, newest=newest)


def _need_needless(station: Station, party: Party) -> None:
    """Refuse to forget a party that is needed.

    A restored node may have lost circles, of which only the others can tell. Were one of them
    forgotten before it told, this node would speak twice in such a circle.
    """
    station.roster.card(party)
    shared = station.roster.shared_with(party)
    reason = ""
    if party == station.me:
        reason = "this is its own node"
    elif shared:
        named = ", ".join(f"{circle.id[:12]} ({' '.join(circle.members)})" for circle in shared)
        reason = f"it shares a circle with this node: {named}"
    elif party in (station.unheard or ()):
        reason = "this node was restored, and has not heard yet which circles both belong to"
    if reason:
        raise CannotForgetError(party=party, reason=reason)
