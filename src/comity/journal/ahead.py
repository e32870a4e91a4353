"""Ahead: records that came before those that stand before them in their chain.

Each is kept until its turn comes. If another record comes in its place then, its author spoke
twice, unless it had given it up: it lost what stood before, and could not say it again.
"""

import json

from comity.journal.reading import Reading
from comity.records.party import Party

GIVEN_UP = "given-up"
"""Code of what is kept of a record that its author said ahead of its chain and gave up."""

Place = tuple[str, int, str]
"""A party, the number of one of its records, and the record's hash."""


def key_of(circle: str) -> str:
    """Return the key under which the journal keeps what was given up in a circle."""
    return f"{GIVEN_UP}/{circle}"


def given_up(reading: Reading, circle: str) -> set[Place]:
    """Return what was given up in a circle."""
    kept = json.loads(reading.meta(key_of(circle)) or "[]")
    return {(party, seq, hashed) for party, seq, hashed in kept}


def waiting(reading: Reading, circle: str, party: Party) -> list[Place]:
    """Return the records of a chain whose turn has not come, in the order of their numbers."""
    with reading.session() as session:
        rows = session.all(
            "SELECT e.seq, e.hash FROM early e JOIN chains c ON c.id = e.chain "
            "WHERE c.circle = ? AND c.party = ? AND e.seq > c.size ORDER BY e.seq, e.hash",
            circle,
            party,
        )
    return [(party, seq, hashed.hex()) for seq, hashed in rows]


def last_note(reading: Reading, circle: str, party: Party) -> bytes | None:
    """Return the checkpoint that came with the last record of a chain whose turn has not come.

    What its author gave up is left out.
    """
    ahead = waiting(reading, circle, party)
    gone = given_up(reading, circle) if ahead else set()
    left = [one for one in ahead if one not in gone]
    if not left:
        return None
    _, seq, hashed = left[-1]
    with reading.session() as session:
        row = session.one(
            "SELECT note FROM early WHERE seq = ? AND hash = ? AND chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?)",
            seq,
            bytes.fromhex(hashed),
            circle,
            party,
        )
    return bytes(row[0]) if row else None
