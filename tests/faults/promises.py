"""Promises: what a node that has just ended must have on its disk, before it may mend anything.

Once it runs again it fetches what it lacks from others, and a promise that was broken no longer
shows. So the disk of a dead node is held at once against every answer that it ever gave: the
numbers of records that it acknowledged to speakers, and the receipts that others hold of it.
"""

from collections.abc import Iterable

from tests.faults.checker import Fault, Finding, History, Place
from tests.faults.nodes import Node

from comity.records.party import Party

RECEIVED = (
    "SELECT c.circle, c.party, d.received FROM deliveries d JOIN chains c ON c.id = d.chain "
    "WHERE d.member = ?"
)


def receipts_of(member: Party, others: Iterable[Node]) -> dict[Place, int]:
    """Return how far others hold receipts of a member, each for its own chains."""
    found: dict[Place, int] = {}
    for other in others:
        for circle, party, size in other.rows(RECEIVED, member):
            place = (circle, Party(party))
            found[place] = max(size, found.get(place, 0))
    return found


def broken(dead: Node, others: Iterable[Node], history: History) -> list[Finding]:
    """Return what a node that has ended had promised and does not have."""
    told: dict[Place, int] = {}
    for said in history.said:
        if said.place[1] == dead.party:
            told[said.place] = max(said.seq, told.get(said.place, 0))
    disk = dead.sizes()
    promised = [("acknowledged", told), ("receipted", receipts_of(dead.party, others))]
    return [
        Finding(
            Fault.PROMISE_BROKEN,
            dead.party,
            f"{what} {size} records of {place[1]} in {place[0][:8]}, {disk[place]} are on its disk",
        )
        for what, sizes in promised
        for place, size in sizes.items()
        if size > disk[place]
    ]
