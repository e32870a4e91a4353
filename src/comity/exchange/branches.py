"""Branches: what becomes of another story than the one that is here.

A party that tells one member one thing and another member another parts nobody: whoever comes upon
the other story keeps it beside its own, with the proof that both are signed, and goes on with
everybody who believed it. A story proves something only when it hangs together with what is here,
for only then the root that its author signed can be computed. Before that it is fetched further
back, each time twice as far, from the member who named it.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from comity.errors import ComityError, RefusedError
from comity.exchange.intake import Opened, RevokedKeyError, learned, open_parcel
from comity.exchange.messages import StaleAnswerError, say
from comity.exchange.parcel import Parcel, pack, read
from comity.exchange.roster import Roster
from comity.exchange.station import Station
from comity.exchange.wire import Line
from comity.journal.admission import MOST
from comity.journal.beside import BesideFullError, Kept
from comity.journal.following import ForkError, GapError
from comity.journal.reading import Reading
from comity.journal.writer import Writer
from comity.journal.writing import written
from comity.records.canonical import Json
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Head, Record
from comity.seal.checkpoint import read_note
from comity.seal.fork import fork_of_records
from comity.seal.signing import ForgedError
from comity.seal.statements import CARD

MOST_PROOFS = 5
"""Stories of one party in one circle that are proved; whoever tells more has told enough."""

Claim = tuple[bytes, bytes, tuple[bytes, ...]]
"""A checkpoint note, the hash of a record, and the path from one to the other."""


async def keep(station: Station, opened: Opened) -> Kept:
    """Keep beside the chain what a parcel says otherwise; with evidence, when it is a new story.

    Raises:
        GapError: it does not hang together with what is here.
        RootError: the author did not sign these records.
        RefusedError: as `Writer.keep_beside` has it.
    """
    at = station.now()
    job = station.journal.write(lambda writer: _keep(writer, opened, at), Precedence.IMMEDIATE)
    kept, admitted = await written(job)
    for listener in station.changed if admitted else ():
        listener(opened.header.circle, admitted)  # they waited for it, and count from now on
    return kept


def _keep(writer: Writer, opened: Opened, at: str) -> tuple[Kept, list[Record]]:
    """Keep records and evidence in one commit; return also what is admitted by it."""
    head, before = opened.header, writer.last_admission()
    kept = writer.keep_beside(opened.records, opened.note, opened.root, head.carrier)
    found = writer.evidence_of(ForkError.code, head.chain, head.circle)
    if kept.began and kept.end is not None and found < MOST_PROOFS:
        theirs, path = writer.departure(head.circle, kept.end)
        ours = writer.record(head.circle, head.chain, theirs.seq)
        if ours is not None:
            claim = (opened.note, bytes.fromhex(theirs.hash), path)
            details, blob = accusation(writer, ours, theirs, claim)
            facts = {"carrier": head.carrier, "at": at, **details}
            writer.evidence(ForkError.code, head.chain, head.circle, facts, blob)
    return kept, [record for _, record in writer.admissions(before, MOST)]


def accusation(
    reading: Reading, ours: Record, theirs: Record, claim: Claim
) -> tuple[dict[str, Json], bytes]:
    """Return the details and the bytes of evidence that a party wrote two records.

    The details hold, as "proof", the body of a `fork/1` record.

    Args:
        reading: the journal that has one of them in its chain.
        ours: that one.
        theirs: the other.
        claim: what shows that the other is signed.
    """
    circle, party, seq = ours.circle, ours.party, ours.seq
    note = reading.note_covering(circle, party, seq) or b""
    size = read_note(note).checkpoint.size
    path = reading.inclusion(circle, party, seq, size)
    proof = fork_of_records(party, seq - 1, (note, bytes.fromhex(ours.hash), path), claim)
    return {"seq": str(seq), "proof": proof}, pack((ours.encoded, theirs.encoded, note, claim[0]))


def early_claim(opened: Opened) -> Claim:
    """Return what shows that the one record of an early parcel is signed."""
    path = opened.path
    steps = tuple(path[at : at + 32] for at in range(0, len(path), 32))
    return opened.note, bytes.fromhex(opened.records[0].hash), steps


# --- whose keys sign another story


def open_story(parcel: Parcel, station: Station) -> tuple[Opened, bool]:
    """Return what a parcel holds, and whether its keys count in the chain that is here.

    On another story other cards may have come: each is read with those that it brought itself.

    Raises:
        RefusedError: as `open_parcel` has it.
    """
    try:
        return open_parcel(parcel, station.roster, station.keys), True
    except (ForgedError, RevokedKeyError):
        for roster in rosters(station, parcel):
            with suppress(ForgedError, RevokedKeyError):
                return open_parcel(parcel, roster, station.keys), False
        raise


def rosters(station: Station, parcel: Parcel) -> Iterator[Roster]:
    """Yield the rosters with which a run of another story may have been signed."""
    head, journal = parcel.header, station.journal
    for end in journal.ends_beside(head.circle, head.chain):
        story = journal.story(head.circle, head.chain, end)
        cards = [one for one in story if one.kind == CARD.name and one.seq < head.first]
        with suppress(RefusedError):
            before = _until(station.roster, head.circle, head.chain, story[0].seq)
            yield learned(before, cards)
    yield _until(station.roster, head.circle, head.chain, head.first)


def _until(roster: Roster, circle: str, chain: Party, seq: int) -> Roster:
    """Return a roster without what a chain has said about its keys from a number on."""
    key = (circle, chain)
    changes = tuple(one for one in roster.changes.get(key, ()) if one[0] < seq)
    return replace(
        roster,
        changes={**roster.changes, key: changes},
        revocations=_without(roster.revocations, circle),
    ).judged(circle)


def _without(
    revocations: Mapping[str, frozenset[bytes]], circle: str
) -> dict[str, frozenset[bytes]]:
    return {name: bodies for name, bodies in revocations.items() if name != circle}


# --- fetching

APART = (GapError, ForgedError, RevokedKeyError)
"""What is refused because it hangs on something, perhaps a card, that is further back."""


@dataclass(frozen=True, slots=True)
class Pursuit:
    """Fetching a story up to a record that another member named, and that is not here.

    Attributes:
        station: of this node.
        line: to the member who named it.
        member: who that is.
        circle: id of the circle.
        chain: whose story.
        named: the record.
        extend: takes what goes on from the end of the chain that is here, and gives a receipt.
        refused: keeps what had to be refused.
    """

    station: Station
    line: Line
    member: Party
    circle: str
    chain: Party
    named: Head
    extend: Callable[[Opened], Awaitable[None]]
    refused: Callable[[ComityError, str, bytes], Awaitable[None]]

    async def run(self) -> None:
        """Fetch from where the story hangs together with what is here up to the record.

        Raises:
            RefusedError: the member sent what cannot be taken.
            UnreachableError: it does not answer.
        """
        first, step, found = self._start(), 1, False
        doubt: tuple[ComityError, bytes] | None = None
        while body := await self._ask(first):
            try:
                last = await self._take(body, first)
            except BesideFullError:
                raise  # who shows it need not be who told it
            except ComityError as error:
                if not isinstance(error, GapError):
                    doubt = doubt or (error, body)
                if found or first == 1 or not isinstance(error, APART):
                    refusal, what = doubt or (error, body)
                    await self.refused(refusal, "parcel", what)
                    raise refusal from None
                first, step = max(1, first - step), step * 2
                continue
            doubt, found, first = None, True, last + 1
            if last >= self.named.size:
                return

    def _start(self) -> int:
        """Return the number to begin with: beyond the chain, after the longest story that ends."""
        journal = self.station.journal
        ends = [journal.head(self.circle, self.chain)]
        if ends[0].size >= self.named.size:
            return self.named.size
        ends += journal.ends_beside(self.circle, self.chain)
        return max(end.size for end in ends if end.size < self.named.size) + 1

    async def _ask(self, first: int) -> bytes:
        asked = {
            "v": 1,
            "from": self.station.me,
            "to": self.member,
            "at": self.station.now(),
            "nonce": secrets.token_hex(16),
            "circle": self.circle,
            "chain": self.chain,
            "first": first,
        }
        return await self.line.post(
            "chain", say("chain", self.station.signing_for(self.member), asked)
        )

    async def _take(self, body: bytes, first: int) -> int:
        """Take one parcel of the story; return the number of its last record.

        Raises:
            GapError: it does not hang together with what is here.
            RefusedError: it cannot be taken; where the keys do not fit, they may have come before.
        """
        parcel = read(body)
        head = parcel.header
        here = (head.circle, head.chain, head.carrier, head.first)
        if here != (self.circle, self.chain, self.member, first):
            raise StaleAnswerError(party=self.member)
        opened, good = open_story(parcel, self.station)
        good = good and self.chain != self.station.me  # its own chain nobody else goes on with
        end, record = self.station.journal.head(self.circle, self.chain), opened.records[0]
        goes_on = (record.seq - 1, record.prev) == (end.size, end.hash)
        if not (goes_on and good):
            goes_on = (await keep(self.station, opened)).goes_on
        if goes_on and good:
            await self.extend(opened)
        return head.last
