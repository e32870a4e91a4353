"""Watch: how the exchange with the others stands, for the people who look after a node.

Everything here is read off the station, the journal and the links, and is never stored: who
answers, whose clock differs, how far each chain is with each member, what left this node, whose
keys count, and what was refused.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comity.errors import ComityError
from comity.exchange.conversation import level_of
from comity.exchange.links import BEAT, State
from comity.exchange.statements import precedence_in
from comity.exchange.station import Station
from comity.journal.book import Journal
from comity.journal.entries import RESTORED, Evidence
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import read
from comity.seal.card import Card, read_card
from comity.seal.checkpoint import read_note

CLOCKS_APART = 60.0
"""Seconds between two clocks from which a node signs nothing by silence (R8)."""

MISSED = 3
"""Heartbeats that may be missing before a party counts as silent."""

EXPIRES_SOON = dt.timedelta(days=60)
MOST_EVIDENCE = 50
LAST_RECORDS = 20
"""Records of each circle that are shown in clear."""


class Contact(StrEnum):
    """How the node of another party is to be reached."""

    ANSWERING = "answering"
    SILENT = "silent"
    WAITING = "waiting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The node of another party, as this one sees it.

    Attributes:
        party: whose.
        contact: whether it answers.
        address: of its exchange, "" where none is known.
        answered: when it last answered a heartbeat, by this node's clock; None for never.
        difference: its clock less this one, in seconds.
        round_trip: seconds that the heartbeat took.
        trouble: the last error, None when all is well.
    """

    party: Party
    contact: Contact
    address: str = ""
    answered: dt.datetime | None = None
    difference: float = 0.0
    round_trip: float = 0.0
    trouble: ComityError | None = None

    @property
    def clocks_apart(self) -> bool:
        """Say whether the two clocks differ by more than they may."""
        return self.answered is not None and abs(self.difference) > CLOCKS_APART


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain of a circle, as it lies here.

    Attributes:
        party: whose.
        size: records that are here.
        admitted: of these, records whose past is here as well.
        held: how far each member says that it has it, in its last heartbeat.
    """

    party: Party
    size: int
    admitted: int
    held: Mapping[Party, int] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSeen:
    """A circle, and how far everything in it is.

    Attributes:
        id: of the circle.
        purpose: in the words of who opened it.
        opener: who did.
        members: all of them.
        chains: one for each member.
        receipted: how much of this node's own chain each other member has receipted.
        waiting: members that must still answer before this node writes here again.
        behind: whether it must not write.
        sent: the last records of this node, the newest first.
    """

    id: str
    purpose: str
    opener: Party
    members: tuple[Party, ...]
    chains: tuple[Chain, ...]
    receipted: Mapping[Party, int]
    waiting: tuple[Party, ...]
    behind: bool
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSeen:
    """A card that counts, or did.

    Attributes:
        card: as it was verified.
        newest: whether it is the party's newest.
        revoked: whether a record revokes it somewhere.
        expired: whether its time is over.
        expires_soon: whether a new one is due.
        taken: when this node took it in.
    """

    card: Card
    newest: bool
    revoked: bool
    expired: bool
    expires_soon: bool
    taken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSeen:
    """A whole node.

    Attributes:
        me: whose.
        running: whether it exchanges anything now.
        restored: when the backup was made that it came from, "" where it writes freely.
        peers: the other parties.
        circles: that it belongs to.
        cards: of every party, the newest first.
        evidence: what was refused, the newest first.
        evidence_total: how much of it there is.
    """

    me: Party
    running: bool
    restored: str
    peers: tuple[Peer, ...]
    circles: tuple[CircleSeen, ...]
    cards: tuple[CardSeen, ...]
    evidence: tuple[Evidence, ...]
    evidence_total: int


def peer_of(
    party: Party, state: State | None, address: str, now: dt.datetime, beat: float = BEAT
) -> Peer:
    """Return how the node of another party looks from here.

    Args:
        party: whose.
        state: of the link to it; None where none runs.
        address: of its exchange.
        now: by this node's clock.
        beat: seconds between two heartbeats.
    """
    if state is None:
        return Peer(party=party, contact=Contact.STOPPED, address=address)
    patience = dt.timedelta(seconds=MISSED * beat)
    recent = state.answered is not None and now - state.answered <= patience
    if state.trouble is not None:
        contact = Contact.SILENT
    elif recent:
        contact = Contact.ANSWERING
    else:
        contact = Contact.WAITING if state.answered is None else Contact.SILENT
    return Peer(
        party=party,
        contact=contact,
        address=address,
        answered=state.answered,
        difference=state.difference,
        round_trip=state.round_trip,
        trouble=state.trouble,
    )


def circles_seen(
    station: Station,
    states: Mapping[Party, State],
    early: Iterable[tuple[str, Party]] = (),
) -> tuple[CircleSeen, ...]:
    """Return the circles of a node with how far everything in them is.

    Args:
        station: of the node.
        states: of its links, by party.
        early: hashes and members of whom a receipt ahead of the chain is here.
    """
    journal, ahead = station.journal, set(early)
    found: list[CircleSeen] = []
    for circle in station.roster.circles.values():
        heads, admitted = journal.heads(circle.id), journal.admitted(circle.id)
        chains = tuple(
            Chain(
                party=party,
                size=heads[party].size if party in heads else 0,
                admitted=admitted[party].size if party in admitted else 0,
                held={
                    other: states[other].heads.get(circle.id, {}).get(party, 0)
                    for other in circle.members
                    if other in states and circle.id in states[other].heads
                },
            )
            for party in circle.members
        )
        receipts = journal.receipts(circle.id, station.me)
        others = circle.others(station.me)
        found.append(
            CircleSeen(
                id=circle.id,
                purpose=circle.purpose,
                opener=circle.opener,
                members=circle.members,
                chains=chains,
                receipted={p: receipts[p].size if p in receipts else 0 for p in others},
                waiting=tuple(sorted(station.behind.get(circle.id, ()))),
                behind=circle.id in station.behind,
                sent=last_sent(station, circle.id, others, ahead),
            )
        )
    return tuple(found)


def last_sent(
    station: Station, circle: str, others: Iterable[Party], early: set[tuple[str, Party]]
) -> tuple[Sent, ...]:
    """Return the last records of this node's chain in a circle, the newest first."""
    journal, me, parties = station.journal, station.me, tuple(others)
    size = journal.head(circle, me).size
    first = max(1, size - LAST_RECORDS + 1)
    left = journal.offered(circle, me)
    found: list[Sent] = []
    for encoded in journal.records(circle, me, first, LAST_RECORDS, 8 << 20):
        record = read(encoded)
        deliveries: list[Delivery] = []
        for party in parties:
            receipt = receipt_covering(journal, circle, me, party, record.seq)
            deliveries.append(
                Delivery(
                    party=party,
                    left=left.get(party, 0) >= record.seq or receipt is not None,
                    receipted=receipt[1] if receipt else None,
                    early=receipt is None and (record.hash, party) in early,
                    size=receipt[0] if receipt else 0,
                )
            )
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
                deliveries=tuple(deliveries),
            )
        )
    return tuple(reversed(found))


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


def cards_seen(station: Station, now: dt.datetime) -> tuple[CardSeen, ...]:
    """Return every card, of this party first, then of the others; the newest of each first."""
    roster, journal = station.roster, station.journal
    revoked = {card for known in roster.revoked.values() for _, card in known}
    found: list[CardSeen] = []
    for party in sorted(journal.card_parties(), key=lambda one: (one != station.me, one)):
        for stored in reversed(journal.cards(party)):
            card = read_card(stored.encoded).card
            until = dt.datetime.fromisoformat(card.valid_until)
            found.append(
                CardSeen(
                    card=card,
                    newest=roster.newest.get(party) == card.fingerprint,
                    revoked=card.fingerprint in revoked,
                    expired=until <= now,
                    expires_soon=now < until <= now + EXPIRES_SOON,
                    taken=stored.at,
                )
            )
    return tuple(found)


def evidence_seen(journal: Journal) -> tuple[tuple[Evidence, ...], int]:
    """Return the newest evidence, the newest first, and how much there is in all."""
    with journal.session() as session:
        row = session.one("SELECT count(*), max(number) FROM evidence")
    total, last = (row[0] or 0, row[1] or 0) if row else (0, 0)
    newest = journal.evidence(max(0, last - MOST_EVIDENCE), MOST_EVIDENCE)
    return tuple(reversed(newest)), total


def node_seen(
    station: Station,
    peers: Iterable[Peer],
    states: Mapping[Party, State],
    now: dt.datetime,
    *,
    early: Iterable[tuple[str, Party]] = (),
    running: bool,
) -> NodeSeen:
    """Return a whole node as it stands now."""
    evidence, total = evidence_seen(station.journal)
    return NodeSeen(
        me=station.me,
        running=running,
        restored=station.journal.meta(RESTORED) or "",
        peers=tuple(peers),
        circles=circles_seen(station, states, early),
        cards=cards_seen(station, now),
        evidence=evidence,
        evidence_total=total,
    )


def told(details: Mapping[str, Any]) -> str:
    """Return the facts of a piece of evidence on one line."""
    return ", ".join(f"{name}: {str(value)[:200]}" for name, value in sorted(details.items()))
