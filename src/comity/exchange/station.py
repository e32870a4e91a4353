"""Station: one party's end of the exchange: its journal, its keys, and whose keys count.

What people here say becomes records of the party's own chain: numbered, linked, dated, and signed
through a checkpoint, in one commit. A station that is behind its own chain (a backup was restored)
refuses to say anything until it has fetched what it once said, or it would speak twice.
"""

import datetime as dt
import json
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from comity.errors import RefusedError, UnavailableError
from comity.exchange.intake import learned
from comity.exchange.messages import StaleAnswerError
from comity.exchange.outbox import BULK, SMALL, Carrier
from comity.exchange.recovery import Recovery
from comity.exchange.roster import Roster
from comity.exchange.statements import precedence_in
from comity.journal.book import Journal
from comity.journal.writer import Writer
from comity.records.canonical import encode
from comity.records.circle import circle_of, open_circle
from comity.records.kinds import Kinds
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE, Head, Record, write
from comity.seal.card import SignedCard, read_card, verify_next
from comity.seal.checkpoint import Checkpoint, issue, read_note
from comity.seal.epoch import Epoch, verify_epoch
from comity.seal.keystore import NodeKeys
from comity.seal.signing import SigningKeys
from comity.seal.statements import CARD, EPOCH, REVOKE

T = TypeVar("T")

Clock = Callable[[], dt.datetime]
"""Gives the time in UTC."""

MOST_AT_ONCE = 500
"""Records that are said in one commit; more are said in several."""
HURRY = 2.0
"""Seconds after a FLASH in which bulk goes in small parcels."""
GIVES_UP = "What this party once said from here on is lost, and nobody has what stands next."
"""Reason of an epoch that a restored node opens by itself."""
MOST_BYTES = 4 << 20
"""Bytes of their bodies: what one checkpoint signs must fit into one parcel."""


class BehindError(UnavailableError):
    """This node is behind its own chain and must not write."""

    code = "behind-own-chain"
    template = (
        "this node may be behind what it once said in circle {circle}: it was restored from a "
        "backup. It writes again when {waiting} answered and all was fetched"
    )


class OtherHeadError(RefusedError):
    """An epoch names another end of the chain than the one that is here."""

    code = "other-head"
    template = "the epoch of circle {circle} names {stated} records, and others are here; sign anew"


class TooManyError(UnavailableError):
    """More records at once than one commit may hold."""

    code = "too-many-at-once"
    template = "{what} at once; say {most} at a time, so that nothing urgent waits"


class CardAloneError(RefusedError):
    """A card was to be said like any other record."""

    code = "card-alone"
    template = (
        "a new card enters all circles at once, with new keys and its officers' signatures; use: "
        "comity node renew"
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say; its place and time are given when it is said.

    Attributes:
        kind: with its version.
        body: that fits the kind.
        marking: how far it may be passed on.
    """

    kind: str
    body: Mapping[str, Any]
    marking: str

    @property
    def precedence(self) -> Precedence:
        """Return how urgent it is."""
        return precedence_in(self.kind, self.body)


def nothing(writer: Writer, records: Sequence[Record]) -> None:
    """Keep nothing beside the records."""


def new_salt() -> str:
    """Return 128 random bits as hexadecimal digits."""
    return secrets.token_hex(16)


def moment(time: dt.datetime) -> str:
    """Return a time as records carry it.

    >>> moment(dt.datetime(2026, 3, 5, 9, 30, tzinfo=dt.UTC))
    '2026-03-05T09:30:00.000Z'
    """
    return time.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Station(Recovery):
    """One party's end of the exchange.

    Attributes:
        keys: signing and sealing keys.
        kinds: what may be said.
        clock: of this node.
        salt: draws the salt of each record.
        former: signing keys of the card before, for those who have not got the newest yet.
        changed: called, from any thread, with a circle and its new records once they are durable.
        remembering: called with new records inside the commit that makes them durable.
        writing: called with own records and the note that signs them before they are durable.
        beside: does what need not wait for the journal while it writes.
    """

    def __init__(
        self,
        journal: Journal,
        keys: NodeKeys,
        roster: Roster,
        *,
        kinds: Kinds,
        clock: Clock,
        salt: Callable[[], str] = new_salt,
    ) -> None:
        super().__init__(journal, roster)
        self.keys = keys
        self.former: SigningKeys | None = None
        self.kinds = kinds
        self.clock = clock
        self.salt = salt
        self.changed: list[Callable[[str, Sequence[Record]], None]] = []
        self.remembering: list[Callable[[Writer, Sequence[Record]], None]] = []
        self.writing: list[Callable[[str, Sequence[Record], bytes], None]] = []
        self._last: dict[str, str] = {}
        self._lock = threading.Lock()
        self._urgent = -HURRY
        self.beside = ThreadPoolExecutor(1, "beside")
        self._roots: dict[tuple[str, Party], tuple[int, bytes]] = {}

    def now(self) -> str:
        """Return what this node's clock says, as records carry it."""
        return moment(self.clock())

    def carrier(self, to: Party) -> Carrier:
        """Return what seals and signs parcels for another party: small ones after urgent words."""
        bulk = SMALL if monotonic() - self._urgent < HURRY else BULK
        return Carrier(self.journal, self.roster, self.signing_for(to), bulk)

    def signing_for(self, party: Party) -> SigningKeys:
        """Return the keys that another party can check: the newest once it has that card."""
        if self.former is None:
            return self.keys.signing
        newest = self.roster.card(self.me).fingerprint
        for circle in self.roster.shared_with(party):
            given = self.journal.receipts(circle.id, self.me).get(party)
            for seq, card in self.roster.changes.get((circle.id, self.me), ()):
                if card == newest and given is not None and given.size >= seq:
                    return self.keys.signing
            if circle.cards[self.me] == newest:
                return self.keys.signing
        return self.former

    def change_card(self, signed: SignedCard, keys: NodeKeys) -> Future[dict[str, list[Record]]]:
        """Let a new card of this party enter every circle, in one commit, signed with its keys.

        Raises:
            RefusedError: it does not follow the card before.
        """
        verify_next(signed, self.roster.card(self.me))
        before = self.keys
        circles = sorted(self.roster.circles)
        draft = Draft(CARD.name, signed.body, "TLP:CLEAR")

        def job(writer: Writer) -> dict[str, list[Record]]:
            self.keys = keys
            said = {circle: self._say(writer, circle, [draft]) for circle in circles}
            card = signed.card
            encoded, name = signed.encode(), card.fingerprint
            writer.card(card.party, card.version, encoded, name, self.now())
            return said

        def learn(said: dict[str, list[Record]]) -> None:
            self.former = before.signing
            self.learn(lambda roster: roster.with_card(signed.card))
            for circle, records in said.items():
                self._said(circle, records)

        def undo(written: Future[dict[str, list[Record]]]) -> None:
            if written.exception() is not None:
                self.keys = before

        written = self.once_heard(lambda: self.journal.write(job, Precedence.FLASH))
        written.add_done_callback(undo)
        return after(written, learn)

    def bring_cards(self, circle: str) -> None:
        """Let the own cards enter a circle that was opened with an older one; before anything else.

        Whoever opened it may not have known the newest card; without it in the chain, the others
        could not check what this node says there.
        """
        named = self.roster.cards[self.roster.circle(circle).cards[self.me]].version
        cards = [read_card(one.encoded) for one in self.journal.cards(self.me)]
        newer = [Draft(CARD.name, c.body, "TLP:CLEAR") for c in cards if c.card.version > named]
        if newer and not self.journal.head(circle, self.me).size:
            said = self.journal.write(lambda w: self._say(w, circle, newer), Precedence.FLASH)
            after(said, lambda records: self._said(circle, records))

    def say(
        self,
        circle: str,
        drafts: Sequence[Draft],
        keep: Callable[[Writer, Sequence[Record]], None] = nothing,
    ) -> Future[list[Record]]:
        """Say something in a circle; the records are durable when the future is done.

        Args:
            circle: its id.
            drafts: in the order in which they are said.
            keep: writes, in the same commit, what this node must remember of the records.

        Raises:
            BodyError: a body does not fit its kind; nothing was said.
            TooManyError: they are more than one commit may hold.
            CardAloneError: one is a card; see `change_card`.
            UnknownCircleError: this node has no such circle.
        """
        self.roster.circle(circle)
        if len(drafts) > MOST_AT_ONCE:
            raise TooManyError(what=f"{len(drafts)} records", most=f"{MOST_AT_ONCE} records")
        size = sum(len(encode(draft.body)) for draft in drafts) if len(drafts) > 1 else 0
        if size > MOST_BYTES:
            raise TooManyError(what=f"{size} bytes", most=f"{MOST_BYTES} bytes")
        for draft in drafts:
            if draft.kind == CARD.name:
                raise CardAloneError
            known = self.kinds.known.get(draft.kind)
            if known is not None:
                known.check(draft.body)
        urgent = min((draft.precedence for draft in drafts), default=Precedence.ROUTINE)
        if urgent is Precedence.FLASH:
            self._urgent = monotonic()

        def job(writer: Writer) -> list[Record]:
            records = self._say(writer, circle, drafts)
            keep(writer, records)
            return records

        said = self.once_heard(lambda: self.journal.write(job, urgent))
        return after(said, lambda records: self._said(circle, records))

    def _say(self, writer: Writer, circle: str, drafts: Sequence[Draft]) -> list[Record]:
        """Write drafts as the next records of the own chain; on the journal's thread."""
        if circle in self.behind:
            waiting = ", ".join(sorted(self.behind[circle])) or "the circle"
            raise BehindError(circle=circle, waiting=waiting)
        return self._write(writer, circle, drafts)

    def _write(self, writer: Writer, circle: str, drafts: Sequence[Draft]) -> list[Record]:
        """Write drafts, whether or not this node is behind; on the journal's thread."""
        head = writer.head(circle, self.me)
        cut = writer.cut(circle, self.me)
        records: list[Record] = []
        at = max(self.now(), self._last_at(circle, head))
        for draft in drafts:
            record = write(
                circle=circle,
                party=self.me,
                seq=head.size + 1,
                prev=head.hash,
                cut=cut,
                kind=draft.kind,
                body=draft.body,
                at=at,
                marking=draft.marking,
                salt=self.salt(),
            )
            records.append(record)
            head = Head(record.seq, record.hash)
        self._append(writer, circle, records)
        self.remember(writer, records)
        self._last[circle] = at
        return records

    def open(
        self, members: Iterable[Party], purpose: str, nonce: str, marking: str = "TLP:AMBER"
    ) -> Future[list[Record]]:
        """Open a circle with parties whose cards were accepted; this node's own is one.

        Args:
            members: all of them.
            purpose: what the conversation is for.
            nonce: 32 hexadecimal digits that nobody could foresee.
            marking: of the record that opens it.

        Raises:
            UnpairedError: no card of a member was accepted.
            CircleError: they are too few or too many.
        """
        cards = {party: self.roster.card(party).fingerprint for party in {*members, self.me}}
        record = open_circle(
            opener=self.me,
            cards=cards,
            purpose=purpose,
            nonce=nonce,
            at=self.now(),
            marking=marking,
            salt=self.salt(),
        )

        def job(writer: Writer) -> list[Record]:
            self._append(writer, record.circle, [record])
            return [record]

        said = self.journal.write(job, Precedence.IMMEDIATE)
        return after(said, lambda _: self._opened(record))

    def learn(self, change: Callable[[Roster], Roster]) -> None:
        """Change the roster by what became true with a commit.

        A circle that comes to a restored node may be one that it lost, and spoke in: it is held.
        """
        with self._lock:
            roster = change(self.roster)
            if self.unheard is not None:
                for circle in roster.circles.keys() - self.roster.circles.keys():
                    self.behind[circle] = set(roster.circle(circle).others(self.me))
            self.roster = roster

    def open_epoch(self, circle: str, body: Mapping[str, Any]) -> Future[list[Record]]:
        """Write again in a circle although not all have answered, as two officers signed.

        Raises:
            RefusedError: the officers did not sign, or not what is true here.
        """
        self.roster.circle(circle)
        epoch = verify_epoch(body, circle=circle, card=self.roster.card(self.me))

        def job(writer: Writer) -> list[Record]:
            if epoch.last != writer.head(circle, self.me):
                raise OtherHeadError(circle=circle, stated=epoch.last.size)
            said = self._write(writer, circle, [Draft(EPOCH.name, body, "TLP:CLEAR")])
            self.forgo(writer, circle, said[0].seq)
            return said

        def go_on(said: list[Record]) -> None:
            self.forgone(circle)
            self._said(circle, said)

        return after(self.journal.write(job, Precedence.IMMEDIATE), go_on)

    def give_up(self, circle: str) -> None:
        """Open an epoch by which everybody knows that what came ahead of this chain is lost."""
        epoch = Epoch(circle, self.me, self.journal.head(circle, self.me), (), GIVES_UP)
        self.open_epoch(circle, epoch.body({}))  # where it fails, the next heartbeat tries again

    def root_at(self, circle: str, chain: Party, size: int) -> bytes:
        """Return the root of a chain at a checkpoint that is here.

        Raises:
            StaleAnswerError: none of this size is here.
        """
        kept = self._roots.get((circle, chain))
        if kept is not None and kept[0] == size:
            return kept[1]
        note = self.journal.note_covering(circle, chain, size)
        point = read_note(note).checkpoint if note else None
        if point is None or point.size != size:
            raise StaleAnswerError(party=chain)
        return point.root

    def remember(self, writer: Writer, records: Sequence[Record]) -> None:
        """Keep, in the same commit, what records say about keys, and what others must know."""
        for keep in self.remembering:
            keep(writer, records)
        for record in records:
            if record.kind == CARD.name:
                card = SignedCard.from_body(record.body)
                writer.card(
                    record.party,
                    card.card.version,
                    card.encode(),
                    card.card.fingerprint,
                    self.now(),
                )
            if record.kind in {CARD.name, REVOKE.name}:
                key = f"keys/{record.circle}"
                kept = json.loads(writer.meta(key) or "[]")
                place = [record.party, record.seq]
                if place not in kept:
                    writer.set_meta(key, json.dumps([*kept, place]))

    def _append(self, writer: Writer, circle: str, records: Sequence[Record]) -> None:
        """Append own records with the checkpoint that signs them."""
        leaves = [bytes.fromhex(record.hash) for record in records]
        frontier = writer.frontier(circle, self.me).append(*leaves)
        point, keys = Checkpoint(circle, self.me, frontier.size, frontier.root), self.keys.signing
        # The slow signature is made beside the writing; it lets other threads run meanwhile.
        lattice = self.beside.submit(keys.sign_mldsa65, point.text)
        self._roots[circle, self.me] = (point.size, point.root)
        notes: list[bytes] = []

        def signed() -> bytes:
            notes.append(issue(point, keys, lattice.result()))
            return notes[-1]

        writer.append(records, signed, point.root)
        for prepare in self.writing:
            prepare(circle, records, notes[-1])

    def _last_at(self, circle: str, head: Head) -> str:
        """Return the time of the own last record, which the next one may not precede."""
        if circle not in self._last and head != NOWHERE:
            last = self.journal.record(circle, self.me, head.size)
            self._last[circle] = last.at if last else ""
        return self._last.get(circle, "")

    def _said(self, circle: str, records: Sequence[Record]) -> None:
        """Let what was said about keys count from now on, and tell."""
        self.learn(lambda roster: learned(roster, records))
        self._tell(circle, records)

    def _opened(self, record: Record) -> None:
        self.learn(lambda roster: roster.with_circle(circle_of(record)))
        self.behind.pop(record.circle, None)  # it is new, nobody can know more of it
        self._tell(record.circle, [record])

    def _tell(self, circle: str, records: Sequence[Record]) -> None:
        """Tell whoever listens what was said."""
        for listener in self.changed:
            listener(circle, records)


def after(first: Future[T], then: Callable[[T], None]) -> Future[T]:
    """Return a future that is done once the first one is and `then` was done with its result."""
    done: Future[T] = Future()

    def follow(job: Future[T]) -> None:
        error = job.exception()
        if error is None:
            try:
                then(job.result())
            except BaseException as trouble:  # noqa: BLE001 - whoever waits must hear of it
                error = trouble
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(job.result())

    first.add_done_callback(follow)
    return done
