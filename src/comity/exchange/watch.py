"""Watch: how the exchange with the others stands, for the people who look after a node.

Everything here is read off the station, the journal and the links, and is never stored: who
answers, whose clock differs, how far each chain is with each member, what left this node, whose
keys count, and what was refused.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comity.errors import ComityError
from comity.exchange.delivery import Sent, last_sent
from comity.exchange.links import BEAT
from comity.exchange.repair import State
from comity.exchange.station import Station
from comity.journal.book import Journal
from comity.journal.entries import RESTORED, Evidence
from comity.records.party import Party
from comity.seal.card import Card, read_card

CLOCKS_APART = 60.0
"""Seconds between two clocks from which a node signs nothing by silence (R8)."""

MISSED = 3
"""Heartbeats that may be missing before a party counts as silent."""

EXPIRES_SOON = dt.timedelta(days=60)
MOST_EVIDENCE = 50


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
                sent=last_sent(station, circle.id, ahead),
            )
        )
    return tuple(found)


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
