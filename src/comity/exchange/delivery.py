"""Delivery: what left this node, for whom, and what proves that it arrived.

A record is shown in clear, word for word as the others read it. Its delivery to a member is proved
by the first receipt in which that member signs that it holds the chain up to it.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from comity.exchange.conversation import level_of
from comity.exchange.statements import precedence_in
from comity.exchange.station import Station
from comity.journal.book import Journal
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record, read
from comity.seal.checkpoint import read_note

LAST_RECORDS = 20
"""Records of each circle that are shown in clear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one member has of one record of this node.

    Attributes:
        party: the member.
        left: whether the record has left this node for it.
        receipted: when it signed that it has it, None where it has not.
        early: whether that was said ahead of the chain.
        size: the size of the chain that the receipt speaks of.
    """

    party: Party
    left: bool
    receipted: dt.datetime | None
    early: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A record of this node, as it left it.

    Attributes:
        circle, seq, hash, kind, at: of the record.
        word: its marking as it was written.
        marking: that counts for it.
        precedence: how urgent it is.
        clear: what the others read: its fields and body, as indented JSON.
        deliveries: one for each other member.
    """

    circle: str
    seq: int
    hash: str
    kind: str
    at: str
    word: str
    marking: Marking
    precedence: Precedence
    clear: str
    deliveries: tuple[Delivery, ...]


def last_sent(
    station: Station, circle: str, early: Iterable[tuple[str, Party]]
) -> tuple[Sent, ...]:
    """Return the last records of this node's chain in a circle, the newest first."""
    journal, me = station.journal, station.me
    size = journal.head(circle, me).size
    first = max(1, size - LAST_RECORDS + 1)
    found: list[Sent] = []
    for encoded in journal.records(circle, me, first, LAST_RECORDS, 8 << 20):
        record = read(encoded)
        found.append(
            Sent(
                circle=circle,
                seq=record.seq,
                hash=record.hash,
                kind=record.kind,
                at=record.at,
                word=record.marking,
                marking=level_of(record.marking),
                precedence=precedence_in(record.kind, record.body),
                clear=json.dumps(json.loads(encoded), ensure_ascii=False, indent=1),
                deliveries=deliveries_of(station, record, early),
            )
        )
    return tuple(reversed(found))


def deliveries_of(
    station: Station, record: Record, early: Iterable[tuple[str, Party]]
) -> tuple[Delivery, ...]:
    """Return what each other member has of a record of this node."""
    journal, circle, ahead = station.journal, record.circle, set(early)
    left = journal.offered(circle, record.party)
    found: list[Delivery] = []
    for party in station.roster.circle(circle).others(record.party):
        receipt = receipt_covering(journal, circle, record.party, party, record.seq)
        found.append(
            Delivery(
                party=party,
                left=left.get(party, 0) >= record.seq or receipt is not None,
                receipted=receipt[1] if receipt else None,
                early=receipt is None and (record.hash, party) in ahead,
                size=receipt[0] if receipt else 0,
            )
        )
    return tuple(found)


def receipt_covering(
    journal: Journal, circle: str, chain: Party, member: Party, seq: int
) -> tuple[int, dt.datetime] | None:
    """Return size and time of the first receipt in which a member says that it has a record."""
    with journal.session() as session:
        row = session.one(
            "SELECT size, at FROM receipts WHERE chain = "
            "(SELECT id FROM chains WHERE circle = ? AND party = ?) "
            "AND member = ? AND size >= ? ORDER BY size LIMIT 1",
            circle,
            chain,
            member,
            seq,
        )
    return (row[0], dt.datetime.fromtimestamp(row[1], dt.UTC)) if row else None


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves that a record stands in its author's chain.

    Attributes:
        size: of the checkpoint that includes it.
        root: of the chain at that size, hexadecimal digits.
    """

    size: int
    root: str


def proof_of(journal: Journal, circle: str, party: Party, seq: int) -> Proof | None:
    """Return the smallest checkpoint that includes a record."""
    note = journal.note_covering(circle, party, seq)
    point = read_note(note).checkpoint if note else None
    return Proof(point.size, point.root.hex()) if point else None
