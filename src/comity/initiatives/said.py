"""Said: who said what about needs, offers and initiatives, kept in tables.

Everything here belongs to its author. A record whose body does not fit its kind says nothing. What
takes a record back counts only where its own author wrote both, and after it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comity.initiatives.statements import (
    INITIATIVE,
    KINDS,
    NEED,
    OFFER,
    TAKEN_BACK,
    WISH_CLOSED,
)
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.records.kinds import Kinds
from comity.records.marking import TEXTS, Marking
from comity.records.party import Party
from comity.records.record import Record

KEPT = Kinds(KINDS)
SAID, UNDER = "initiatives_said", "initiatives_under"
WISH, DONE_TOGETHER = "wish", "initiative"
"""The two sorts of things that statements are about."""

COLUMNS = "s.hash, s.circle, s.about, s.party, s.seq, s.kind, s.body, s.at, s.marking, s.number"
FOUND = (
    f"SELECT {COLUMNS} FROM {UNDER} u JOIN {SAID} s ON s.hash = u.hash "  # noqa: S608 - our own names
    "WHERE u.circle = ? AND u.sort = ? AND (? = '' OR u.about = ?) ORDER BY u.about, u.number"
)
PLACE = f"SELECT sort, about FROM {SAID} WHERE hash = ? AND circle = ? AND party = ?"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One record about a need, an offer or an initiative.

    Attributes:
        hash: of the record.
        circle: in which it was said.
        about: hash of the record that opened what it is about; its own where it opens it.
        party: who said it.
        seq: place in that party's chain.
        kind: of the record.
        body: of it.
        at: when, by that party's clock.
        marking: of it.
        number: of its admission here; another one at every node.
    """

    hash: str
    circle: str
    about: str
    party: Party
    seq: int
    kind: str
    body: Mapping[str, Any]
    at: str
    marking: Marking
    number: int = 0


class Statements:
    """A projection of what is said of initiatives; see `comity.projection`."""

    name = "initiatives"
    version = 1
    tables: Mapping[str, str] = {
        SAID: "hash TEXT PRIMARY KEY, circle TEXT NOT NULL, sort TEXT NOT NULL, "
        "about TEXT NOT NULL, party TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, "
        "body TEXT NOT NULL, at TEXT NOT NULL, marking TEXT NOT NULL, number INTEGER NOT NULL",
        UNDER: "circle TEXT NOT NULL, sort TEXT NOT NULL, about TEXT NOT NULL, "
        "number INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (circle, sort, about, number)",
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record."""
        if not KEPT.fits(record):
            return
        sort, about = _place(tx, record)
        if not about:
            return
        row = (
            record.hash,
            record.circle,
            sort,
            about,
            record.party,
            record.seq,
            record.kind,
            json.dumps(record.body, ensure_ascii=False),
            record.at,
            record.marking,
            number,
        )
        marks = ", ".join("?" * len(row))
        tx.run(f"INSERT INTO {SAID} VALUES ({marks})", *row)  # noqa: S608 - our own names
        tx.run(
            f"INSERT INTO {UNDER} VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            record.circle,
            sort,
            about,
            number,
            record.hash,
        )


def _place(tx: Session, record: Record) -> tuple[str, str]:
    """Return what a record is about, "" where that is nothing that its author has said."""
    if record.kind in {NEED.name, OFFER.name}:
        return WISH, record.hash
    if record.kind == WISH_CLOSED.name:
        return WISH, str(record.body["wish"])
    if record.kind == INITIATIVE.name:
        return DONE_TOGETHER, record.hash
    if record.kind == TAKEN_BACK.name:
        row = tx.one(PLACE, record.body["record"], record.circle, record.party)
        return (str(row[0]), str(row[1])) if row else ("", "")
    return DONE_TOGETHER, str(record.body["initiative"])


def statements(
    journal: Journal, circles: Iterable[str], sort: str, about: str = ""
) -> tuple[Statement, ...]:
    """Return what was said in some circles of one sort of thing.

    Args:
        journal: of this node.
        circles: ids of them.
        sort: WISH or DONE_TOGETHER.
        about: hash of the only thing that is wanted, "" for all.
    """
    with journal.session() as session:
        rows = [row for circle in circles for row in session.all(FOUND, circle, sort, about, about)]
    return tuple(
        Statement(
            hash=hashed,
            circle=circle,
            about=of,
            party=Party(party),
            seq=seq,
            kind=kind,
            body=json.loads(body),
            at=at,
            marking=TEXTS.get(marking, Marking.RED),
            number=number,
        )
        for hashed, circle, of, party, seq, kind, body, at, marking, number in rows
    )


def newest(journal: Journal) -> int:
    """Return the number of the newest statement, 0 where there is none."""
    with journal.session() as session:
        row = session.one(f"SELECT max(number) FROM {SAID}")  # noqa: S608 - our own names
    return int(row[0] or 0) if row else 0
