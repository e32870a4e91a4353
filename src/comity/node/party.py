"""Party node: the exchange of one party, put together over its folder.

The same object serves a command of the command line, the pages, and the running exchange. Without
`run` nothing leaves this machine: what is said waits in the journal until the node runs, or until
a courier takes it.
"""

import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.agreement.statements import KINDS as AGREEMENT_KINDS
from comity.consultation.actions import Actions
from comity.consultation.registers import Registers
from comity.consultation.statements import KINDS as CONSULTATION_KINDS
from comity.errors import RefusedError
from comity.exchange.answers import Answers
from comity.exchange.attachments import Attachments
from comity.exchange.conversation import Conversation
from comity.exchange.intake import learned
from comity.exchange.roster import Roster
from comity.exchange.statements import KINDS as EXCHANGE_KINDS
from comity.exchange.station import BehindError, Clock, Draft, Station, moment
from comity.initiatives.said import Statements
from comity.initiatives.statements import KINDS as INITIATIVES_KINDS
from comity.journal.book import Journal, open_journal
from comity.node.agreeing import Agreeing, Objects
from comity.node.clock import now
from comity.node.crash import crash_from_environment
from comity.node.folder import Folder, Settings, write_whole
from comity.node.forgetting import forget
from comity.node.identity import (
    SAME,
    Changes,
    Secret,
    keep_roots,
    next_card,
    next_roots,
    own_card,
)
from comity.node.officers import Brought, officers_of
from comity.node.revoking import CardInForceError, card_named, revocations
from comity.positions.matrix import Questions
from comity.positions.statements import KINDS as POSITIONS_KINDS
from comity.projection import Projections
from comity.records.circle import circle_of
from comity.records.kinds import Kinds
from comity.records.party import Party
from comity.records.record import Record
from comity.sanctions.findings import Findings
from comity.sanctions.proposals import Proposals
from comity.sanctions.statements import KINDS as SANCTIONS_KINDS
from comity.seal.card import Card, need_valid, read_card, verify_first
from comity.seal.epoch import Epoch, sign_epoch
from comity.seal.keystore import NodeKeys
from comity.seal.revocation import sign_revocation, verify_revocation
from comity.seal.statements import KINDS as SEAL_KINDS
from comity.seal.statements import REVOKE

KINDS = Kinds(
    SEAL_KINDS,
    AGREEMENT_KINDS,
    EXCHANGE_KINDS,
    CONSULTATION_KINDS,
    POSITIONS_KINDS,
    SANCTIONS_KINDS,
    INITIATIVES_KINDS,
)
"""Every kind of record that this program knows."""


class OtherCardKnownError(RefusedError):
    """A party hands over a card that does not follow the one that was accepted."""

    code = "card-not-next"
    template = (
        "a card of {party} with another fingerprint was accepted before ({known}); if {party} "
        "issued a new one, it comes as a record of its circles"
    )


class NoCircleError(RefusedError):
    """A circle is named that is not there, or that is not one alone."""

    code = "which-circle"
    template = "{name!r} names {count} circles here; give the first letters of its id: {circles}"


class NoRecordError(RefusedError):
    """A record is named that is not there."""

    code = "no-such-record"
    template = "there is no record {name!r} here; give its hash, or the first letters of it"


class CardUnderWayError(RefusedError):
    """Another card would come before the one in force has arrived everywhere."""

    code = "card-under-way"
    template = (
        "card {version} has not reached {waiting} yet, and after another one nothing that this "
        "node sends there could be checked; wait for the receipts, or leave a party out with "
        "--without: then another member must bring it this node's chain"
    )


@dataclass(frozen=True, slots=True)
class Renewed:
    """A new card of this party.

    Attributes:
        card: that is in force.
        roots: files of root keys that are new on it, for officers to take away.
    """

    card: Card
    roots: Sequence[Path]


class PartyNode:
    """The exchange of one party.

    Attributes:
        folder: where everything of it is kept.
        settings: what it was told once.
        station: its journal, keys and roster.
        answers: what it takes from others and gives them.
        attachments: its sealed files.
        projections: views of the journal.
        agreeing: what its circles have agreed.
    """

    def __init__(
        self,
        folder: Folder,
        secret: Secret,
        *,
        clock: Clock = now,
        crash: Callable[[str], None] | None = None,
    ) -> None:
        self.folder = folder
        self.settings: Settings = folder.settings()
        crash = crash or crash_from_environment()
        self.secret = secret
        self.journal: Journal = open_journal(folder.journal(self.settings), crash=crash)
        if not self.journal.cards(self.settings.party):
            self.keep_card(own_card(folder).encode(), clock)
        roster = load_roster(self.journal, self.settings.party)
        keys = self._keys(roster.card(self.settings.party))
        self.station = Station(self.journal, keys, roster, kinds=KINDS, clock=clock)
        if folder.former_file.exists():
            former = NodeKeys.from_bytes(secret.unlock(folder.former_file.read_bytes()))
            self.station.former = former.signing
        self.attachments = Attachments(self.station, folder.attachments)
        self.station.remembering.append(self.attachments.remember)
        self.answers = Answers(self.station, self.attachments, crash)
        self.crash = crash
        self.projections = Projections(
            self.journal,
            [
                Conversation(KINDS),
                Objects(),
                Registers(),
                Actions(),
                Questions(),
                Proposals(),
                Findings(),
                Statements(),
            ],
        )
        self.agreeing = Agreeing(self.station)
        self.station.resume()

    @property
    def me(self) -> Party:
        """Return whose node it is."""
        return self.settings.party

    def close(self) -> None:
        """Finish what was begun, and close the journal."""
        self.journal.close()

    def _keys(self, card: Card) -> NodeKeys:
        """Return the keys that belong to the card in force.

        A change of cards writes the new keys first, then the journal, then puts the files in
        place; whatever of it was cut short is finished or undone here.
        """
        folder, secret = self.folder, self.secret
        keys = NodeKeys.from_bytes(secret.unlock(folder.keys_file.read_bytes()))
        if folder.next_file.exists():
            following = NodeKeys.from_bytes(secret.unlock(folder.next_file.read_bytes()))
            if following.signing.public == card.signing:
                self._put_in_place(keys)
                return following
            folder.next_file.unlink()
        return keys

    def _put_in_place(self, former: NodeKeys) -> None:
        """Let the keys of the new card become the keys, and keep those before."""
        write_whole(self.folder.former_file, self.secret.lock(former.to_bytes()))
        self.folder.next_file.replace(self.folder.keys_file)
        newest = self.journal.cards(self.settings.party)[-1]
        write_whole(self.folder.path / "card.json", newest.encoded)

    def renew(
        self, roots: Sequence[Brought], changes: Changes = SAME, without: Collection[Party] = ()
    ) -> Renewed:
        """Issue the next card with new keys, signed by officers, and let it enter every circle.

        New root keys are on the disk before the card is in force: without them nobody could issue
        another one.

        Args:
            roots: the root keys of the card in force that officers bring.
            changes: what stands on the new card otherwise than on the one before.
            without: parties that need not have received the card in force.

        Raises:
            CardUnderWayError: another party has not received it.
            RefusedError: a root key does not open, there are too few, or the changes cannot be.
        """
        before, keys = self.station.roster.card(self.me), self.station.keys
        waiting = sorted(set(lacking(self.station)) - set(without))
        if waiting:
            raise CardUnderWayError(version=before.version, waiting=", ".join(waiting))
        officers = officers_of(before, roots, self.secret)
        places, fresh = next_roots(before, changes)
        signed, after = next_card(
            before,
            keys,
            officers,
            now=self.station.clock(),
            changes=changes,
            roots=places,
            newcomers=list(fresh.values()),
        )
        files = keep_roots(self.folder, signed.card, fresh, self.secret, changes.secrets)
        write_whole(self.folder.next_file, self.secret.lock(after.to_bytes()))
        self.station.change_card(signed, after).result()
        self._put_in_place(keys)
        return Renewed(signed.card, files)

    def revoke(
        self, name: str, start: int, roots: Sequence[Brought], reason: str, circle: str = ""
    ) -> list[Record]:
        """Revoke an earlier card of this party from a number on; done again, it changes nothing.

        Args:
            name: the first digits of the card's fingerprint.
            start: first number of the own chains that is void, as far as this card signed it.
            roots: root keys of that card that officers bring.
            reason: told to all members.
            circle: id of the one circle in which it is revoked; "" for all.

        Returns:
            The records that say so, one in each circle where the card signed something from there.

        Raises:
            NoCardError: this party has no such card.
            CardInForceError: it is the newest one.
            NothingToRevokeError: it signed nothing from there on, or that is revoked already.
            BehindError: this node was restored and may not write yet.
            RefusedError: a root key does not open, or there are too few.
        """
        cards = [read_card(one.encoded).card for one in self.journal.cards(self.me)]
        card, roster = card_named(cards, name), self.station.roster
        if card.fingerprint == roster.card(self.me).fingerprint:
            raise CardInForceError(version=card.version, party=self.me)
        circles = [circle] if circle else sorted(roster.circles)
        wanted = revocations(roster, card, start, circles, reason)
        for one in wanted:
            if one.circle in self.station.behind:
                waiting = ", ".join(sorted(self.station.behind[one.circle])) or "the circle"
                raise BehindError(circle=one.circle, waiting=waiting)
        officers = officers_of(card, roots, self.secret)
        bodies = {
            one.circle: one.body({n: sign_revocation(one, key) for n, key in officers.items()})
            for one in wanted
        }
        for place, body in bodies.items():
            verify_revocation(body, circle=place, card=card)
        return [
            self.say(place, REVOKE.name, body, "TLP:CLEAR").result()[0]
            for place, body in bodies.items()
        ]

    def open_epoch(self, circle: str, roots: Sequence[Brought], reason: str) -> Record:
        """Write again in a circle after a restore, before all have answered: two officers sign.

        Raises:
            RefusedError: they are fewer than two, or a root key does not open.
        """
        epoch = Epoch(
            circle,
            self.me,
            self.journal.head(circle, self.me),
            sorted(self.station.behind.get(circle, ())),
            reason,
        )
        officers = officers_of(self.station.roster.card(self.me), roots, self.secret)
        signed = {number: sign_epoch(epoch, officer) for number, officer in officers.items()}
        return self.station.open_epoch(circle, epoch.body(signed)).result()[0]

    def address(self, party: Party) -> str:
        """Return where another party's node is: as it was told here, else as its card says."""
        told = self.journal.meta(f"address/{party}")
        return told or next(iter(self.station.roster.card(party).endpoints), "")

    # --- cards and circles

    def keep_card(self, encoded: bytes, clock: Clock) -> None:
        """Keep a card that was verified; the same again changes nothing."""
        card = read_card(encoded).card
        at = moment(clock())
        job = self.journal.write(
            lambda w: w.card(card.party, card.version, encoded, card.fingerprint, at)
        )
        job.result()

    def pair(self, encoded: bytes) -> Card:
        """Accept the card of another party, whose fingerprint people have compared.

        Raises:
            RefusedError: it is no card, is not good, or does not follow the one accepted before.
        """
        card = verify_first(read_card(encoded))
        need_valid(card, self.station.now())
        known = self.station.roster.newest.get(card.party)
        if known is not None and card.fingerprint not in self.station.roster.cards:
            raise OtherCardKnownError(party=card.party, known=known)
        self.keep_card(encoded, self.station.clock)
        self.station.learn(lambda roster: roster.with_card(card))
        return card

    def forget(self, party: Party) -> None:
        """Forget a party whose card was accepted by mistake.

        Raises:
            UnpairedError: no card of it was accepted.
            CannotForgetError: it is needed here.
        """
        forget(self.station, party)

    def open_circle(self, members: Sequence[Party], purpose: str) -> Record:
        """Open a circle and return its first record."""
        return self.station.open(members, purpose, secrets.token_hex(16)).result()[0]

    def circle(self, name: str) -> str:
        """Return the id of the circle that a text names: by its first letters or its members.

        Raises:
            NoCircleError: none, or more than one.
        """
        wanted = {part for part in name.replace(",", " ").split() if part} | {self.me}
        found = [
            circle.id
            for circle in self.station.roster.circles.values()
            if circle.id.startswith(name) or set(circle.members) == wanted
        ]
        if len(found) != 1:
            circles = ", ".join(
                f"{circle.id[:12]} ({' '.join(circle.members)})"
                for circle in self.station.roster.circles.values()
            )
            raise NoCircleError(name=name, count=len(found), circles=circles or "none is open")
        return found[0]

    def record(self, name: str) -> Record:
        """Return the record with a hash.

        Raises:
            NoRecordError: there is none.
        """
        found = self.journal.by_hash(name) if len(name) == 64 else None
        if found is None:
            raise NoRecordError(name=name[:80])
        return found

    def say(
        self, circle: str, kind: str, body: Mapping[str, Any], marking: str
    ) -> Future[list[Record]]:
        """Say one thing in a circle."""
        return self.station.say(circle, [Draft(kind, body, marking)])


def lacking(station: Station) -> list[Party]:
    """Return the parties of the own circles that are not known to have the card in force.

    A node speaks with them with the keys of the card before; those before that it has no more.
    """
    if station.former is None:
        return []
    return [
        party
        for party in station.roster.peers()
        if station.roster.shared_with(party) and station.signing_for(party) is station.former
    ]


def load_roster(journal: Journal, me: Party) -> Roster:
    """Return the roster that a journal holds: cards, circles, and what came as records."""
    roster = Roster(me)
    for party in journal.card_parties():
        for stored in journal.cards(party):
            roster = roster.with_card(read_card(stored.encoded).card)
    for circle in journal.circles():
        for chain in journal.chains(circle):
            first = journal.record(circle, chain, 1)
            if first is not None and first.circle == first.hash:
                roster = roster.with_circle(circle_of(first))
    for circle in journal.circles():
        for party, seq in json.loads(journal.meta(f"keys/{circle}") or "[]"):
            record = journal.record(circle, party, seq)
            if record is not None:
                roster = learned(roster, [record])
    return roster
