"""Registers: who said what by itself about meetings, kept in tables.

Delegations and items that parties ask for are no common objects: each belongs to its author. A body
that does not fit its kind is ignored, and an item is withdrawn by its own author alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.consultation.delegations import Delegation, delegates
from comity.consultation.proposals import level_of
from comity.consultation.statements import DELEGATION, ITEM, ITEM_WITHDRAWN
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.records.kinds import Kinds
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.record import Record

KEPT = Kinds((DELEGATION, ITEM, ITEM_WITHDRAWN))
TABLE = "consultation_said"
WITHDRAWN = (
    f"SELECT 1 FROM {TABLE} w WHERE w.circle = s.circle AND w.party = s.party "  # noqa: S608 - our own names
    f"AND w.kind = '{ITEM_WITHDRAWN.name}' AND w.about = s.hash"
)


class Registers:
    """A projection of what parties say about meetings; see `comity.projection`."""

    name = "consultation"
    version = 1
    tables: Mapping[str, str] = {
        TABLE: "hash TEXT PRIMARY KEY, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "seq INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, body TEXT NOT NULL, "
        "at TEXT NOT NULL, marking TEXT NOT NULL"
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record."""
        del number
        if not KEPT.fits(record):
            return
        body = record.body
        tx.run(
            f"INSERT INTO {TABLE} (hash, circle, party, seq, kind, about, body, at, marking) "  # noqa: S608 - our own names
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            record.hash,
            record.circle,
            record.party,
            record.seq,
            record.kind,
            body.get("meeting") or body.get("item") or "",
            json.dumps(body, ensure_ascii=False),
            record.at,
            record.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item that a party asks for and has not withdrawn.

    Attributes:
        record: hash of the record.
        party: who asks.
        body: of it.
        at: when, by that party's clock.
        marking: of it.
    """

    record: str
    party: Party
    body: Mapping[str, Any]
    at: str
    marking: Marking


def registers_of(journal: Journal, circle: str, lineage: Sequence[str]) -> list[Delegation]:
    """Return every delegation that was named for a meeting, or for those that it moves."""
    marks = ", ".join("?" * len(lineage))
    with journal.session() as session:
        rows = session.all(
            f"SELECT hash, party, about, seq, body, at, marking FROM {TABLE} "  # noqa: S608 - our own names
            f"WHERE circle = ? AND kind = ? AND about IN ({marks}) ORDER BY seq",
            circle,
            DELEGATION.name,
            *lineage,
        )
    return [
        Delegation(
            party=Party(party),
            record=hashed,
            meeting=meeting,
            seq=seq,
            members=delegates(json.loads(body)["members"]),
            at=at,
            marking=level_of(marking),
        )
        for hashed, party, meeting, seq, body, at, marking in rows
    ]


def asked_items(journal: Journal, circle: str) -> list[Asked]:
    """Return the items that parties of a circle ask for, each until its own author withdraws it."""
    with journal.session() as session:
        rows = session.all(
            f"SELECT hash, party, body, at, marking FROM {TABLE} s "  # noqa: S608 - our own names
            f"WHERE s.circle = ? AND s.kind = ? AND NOT EXISTS ({WITHDRAWN}) ORDER BY s.at, s.hash",
            circle,
            ITEM.name,
        )
    return [
        Asked(
            record=hashed,
            party=Party(party),
            body=json.loads(body),
            at=at,
            marking=level_of(marking),
        )
        for hashed, party, body, at, marking in rows
    ]
