"""Party node: the exchange of one party, put together over its folder.

The same object serves a command of the command line, the pages, and the running exchange. Without
`run` nothing leaves this machine: what is said waits in the journal until the node runs, or until
a courier takes it.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from comity.agreement.statements import KINDS as AGREEMENT_KINDS
from comity.errors import RefusedError
from comity.exchange.answers import Answers
from comity.exchange.attachments import Attachments
from comity.exchange.conversation import Conversation
from comity.exchange.intake import learned
from comity.exchange.roster import Roster
from comity.exchange.statements import KINDS as EXCHANGE_KINDS
from comity.exchange.station import Clock, Draft, Station, moment
from comity.journal.book import Journal, open_journal
from comity.node.agreeing import Agreeing, Objects
from comity.node.clock import now
from comity.node.crash import crash_from_environment
from comity.node.folder import Folder, PathError, Settings, write_whole
from comity.node.identity import Secret, next_card, own_card
from comity.projection import Projections
from comity.records.circle import circle_of
from comity.records.kinds import Kinds
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.card import Card, need_valid, read_card, verify_first
from comity.seal.epoch import Epoch, sign_epoch
from comity.seal.keystore import NodeKeys
from comity.seal.signing import SigningKeys
from comity.seal.statements import KINDS as SEAL_KINDS

KINDS = Kinds(SEAL_KINDS, AGREEMENT_KINDS, EXCHANGE_KINDS)
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
        self.projections = Projections(self.journal, [Conversation(KINDS), Objects()])
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

    def renew(self, roots: Sequence[Path]) -> Card:
        """Issue the next card with new keys, signed by officers, and let it enter every circle.

        Raises:
            RefusedError: a root key does not open, or there are too few.
        """
        before, keys = self.station.roster.card(self.me), self.station.keys
        officers = self._officers(roots)
        signed, after = next_card(before, keys, officers, now=self.station.clock())
        write_whole(self.folder.next_file, self.secret.lock(after.to_bytes()))
        self.station.change_card(signed, after).result()
        self._put_in_place(keys)
        return signed.card

    def open_epoch(self, circle: str, roots: Sequence[Path], reason: str) -> Record:
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
        signed = {n: sign_epoch(epoch, officer) for n, officer in self._officers(roots).items()}
        return self.station.open_epoch(circle, epoch.body(signed)).result()[0]

    def _officers(self, roots: Sequence[Path]) -> dict[int, SigningKeys]:
        """Return root keys from their files, by their number on the card."""
        card = self.station.roster.card(self.me)
        officers: dict[int, SigningKeys] = {}
        for path in roots:
            try:
                locked = path.read_bytes()
            except OSError as error:
                raise PathError(path=path, reason=error.strerror or error) from error
            officer = SigningKeys.from_bytes(self.secret.unlock(locked))
            officers.update(
                {n: officer for n, root in enumerate(card.roots) if root == officer.public}
            )
        return officers

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
