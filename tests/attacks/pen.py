"""Pen: whoever holds a party's keys, and writes whatever it likes with them.

What is written with it follows no rule but those of bytes: a test changes one thing at a time, and
everything else is as an honest node would have made it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.journeys.capitals import MARKING, World, identity

from comity.exchange.parcel import LARGEST, Form, Header, make
from comity.exchange.statements import report
from comity.records.canonical import decode, encode
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Head, Record, write
from comity.records.tree import inclusion_path, root_of
from comity.seal.card import Card
from comity.seal.checkpoint import Checkpoint, issue
from comity.seal.signing import SigningKeys

AT = "2026-03-05T09:30:00.000Z"
NOBODY: Mapping[Party, Head] = {}


class Pen:
    """One chain in the hand of somebody who need not be honest.

    Attributes:
        circle: id of the circle.
        party: whose chain.
        keys: that sign it.
        records: everything that stands in it, as this hand tells it.
    """

    def __init__(
        self, circle: str, party: Party, keys: SigningKeys, records: Sequence[Record] = ()
    ) -> None:
        self.circle = circle
        self.party = party
        self.keys = keys
        self.records = list(records)

    @classmethod
    def of(cls, world: World, party: Party, circle: str, *, upto: int | None = None) -> "Pen":
        """Take the pen of a party, after what it has written honestly."""
        journal = world.nodes[party].journal
        size = journal.head(circle, party).size if upto is None else upto
        found = [journal.record(circle, party, seq) for seq in range(1, size + 1)]
        records = [record for record in found if record is not None]
        return cls(circle, party, identity(party).keys.signing, records)

    def write(
        self,
        words: str = "Invented",
        *,
        kind: str = "report/1",
        body: Mapping[str, Any] | None = None,
        at: str = AT,
        cut: Mapping[Party, Head] | None = None,
        seq: int | None = None,
        prev: str | None = None,
        circle: str | None = None,
        party: Party | None = None,
        marking: str = MARKING,
    ) -> Record:
        """Write one record more; every part may be given."""
        before = self.records[-1] if self.records else None
        record = write(
            circle=self.circle if circle is None else circle,
            party=party or self.party,
            seq=len(self.records) + 1 if seq is None else seq,
            prev=(before.hash if before else "") if prev is None else prev,
            cut=(before.cut if before else NOBODY) if cut is None else cut,
            kind=kind,
            body=plain(words) if body is None else body,
            at=at,
            marking=marking,
        )
        self.records.append(record)
        return record

    def head(self) -> Head:
        """Return the end of the chain."""
        return Head(len(self.records), self.records[-1].hash)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the chain at a size."""
        return root_of(bytes.fromhex(record.hash) for record in self.records[:size])

    def note(
        self, size: int | None = None, *, root: bytes | None = None, keys: SigningKeys | None = None
    ) -> bytes:
        """Return a signed checkpoint of the chain at a size."""
        size = len(self.records) if size is None else size
        point = Checkpoint(self.circle, self.party, size, root or self.root(size))
        return issue(point, keys or self.keys)

    def path(self, seq: int, size: int) -> bytes:
        """Return the inclusion path of a record."""
        leaves = [bytes.fromhex(record.hash) for record in self.records[:size]]
        return b"".join(inclusion_path(seq - 1, size, lambda low, high: root_of(leaves[low:high])))

    def header(self, to: Card, first: int, last: int, **changes: Any) -> Header:
        """Return the header of a parcel of this chain."""
        header = Header(
            circle=self.circle,
            chain=self.party,
            carrier=self.party,
            recipient=to.party,
            card=to.fingerprint,
            form=Form.RUN,
            first=first,
            last=last,
            precedence=Precedence.ROUTINE,
            created=AT,
        )
        return replace(header, **changes)

    def parcel(
        self,
        to: Party,
        first: int | None = None,
        last: int | None = None,
        *,
        note: bytes | None = None,
        blobs: Sequence[bytes] | None = None,
        signing: SigningKeys | None = None,
        **changes: Any,
    ) -> bytes:
        """Return a parcel of this chain, by default of its last record."""
        last = len(self.records) if last is None else last
        first = last if first is None else first
        card = identity(to).card
        if blobs is None:
            records = [record.encoded for record in self.records[first - 1 : last]]
            blobs = [*records, self.note(last) if note is None else note]
        header = self.header(card, first, last, **changes)
        return make(header, blobs, to=card.sealing, carrier=signing or self.keys)

    def early(self, to: Party, seq: int, size: int) -> bytes:
        """Return an early parcel of one record."""
        blobs = [self.records[seq - 1].encoded, self.note(size), self.path(seq, size)]
        return self.parcel(to, seq, seq, blobs=blobs, form=Form.EARLY)


def plain(words: str) -> dict[str, Any]:
    """Return the body of a report."""
    return report(precedence=Precedence.ROUTINE, subject="Vessel", words=words, language="en")


def error_of(answer: bytes) -> str:
    """Return the code of the error that a node answered with."""
    said = decode(answer)
    assert isinstance(said, dict)
    return str(said["error"])


def refusal(
    world: World, victim: Party, path: str, body: bytes, *, sender: Party, kept: bool = True
) -> str:
    """Put something to a node that it must refuse; return the code of its error.

    Nothing changes but the evidence, which is of the same code and holds what was sent.

    Args:
        world: in which it happens.
        victim: whose node it is put to.
        path: to which door.
        body: what is put.
        sender: who puts it.
        kept: whether evidence is kept; not of what happens between honest nodes every day.
    """
    node = world.nodes[victim]
    heads, evidence, roster = world.all_heads(), world.evidence(victim), node.station.roster
    admitted = {circle: node.journal.admitted(circle) for circle in node.journal.circles()}
    status, answer = world.post(sender, victim, path, body)
    code = error_of(answer)
    assert 400 <= status < 500, f"{status}: {answer.decode()}"
    assert world.all_heads() == heads
    assert {circle: node.journal.admitted(circle) for circle in admitted} == admitted
    assert node.station.roster == roster
    new = world.evidence(victim)[len(evidence) :]
    if not kept:
        assert new == []
    else:
        kept_as = [one.code for one in new]
        assert kept_as == [code] or (kept_as, code) == (["outsider"], "unknown-circle")
        unread = not body or len(body) > LARGEST
        assert unread or new[0].blob != b""
    return code


def goes_on(world: World, author: Party, reader: Party, circle: str) -> bool:
    """Say whether an honest report still arrives, and is admitted, receipted and readable."""
    record = world.report(author, circle, "honest as before")
    world.deliver((author, reader))
    node = world.nodes[reader]
    return (
        world.texts(reader, circle, author)[-1] == "honest as before"
        and node.journal.admitted(circle)[author].hash == record.hash
        and world.nodes[author].journal.receipts(circle, author)[reader].size == record.seq
    )


def arrives(world: World, author: Party, reader: Party, circle: str) -> bool:
    """Say whether an honest report is still taken and receipted, whether or not it counts yet."""
    record = world.report(author, circle, "honest as before")
    world.deliver((author, reader))
    return (
        world.heads(reader, circle)[author].hash == record.hash
        and world.nodes[author].journal.receipts(circle, author)[reader].size == record.seq
    )


def changed(message: bytes, **fields: Any) -> bytes:
    """Return a message with other fields, its signature left as it was."""
    said = decode(message)
    assert isinstance(said, dict)
    return encode({**said, **fields})
