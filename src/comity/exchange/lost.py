"""Lost: what overtook its chain, when its author has lost everything that stood before it.

A FLASH may be safe with a member while what stands before it never left its author's disk. If that
disk is replaced by an older backup, nobody can bring the chain back up to the FLASH, and whatever
its author says next under that number is a second story. So each member shows the author, with
every heartbeat, the author's own signature over what came ahead of its chain. A node that sees its
signature beyond its chain says nothing more in that circle, until two officers open an epoch: by
it the author gives up whatever came ahead of its chain before, and nobody accuses it of that.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from comity.errors import RefusedError
from comity.exchange.intake import learned
from comity.exchange.messages import MessageError
from comity.exchange.roster import Roster
from comity.journal import ahead
from comity.journal.reading import Reading
from comity.journal.writer import Writer
from comity.records.party import Party
from comity.records.record import Head, Record
from comity.seal.checkpoint import Checkpoint, read_note, verify
from comity.seal.epoch import verify_epoch
from comity.seal.statements import EPOCH

ROOM = 256 << 10
"""Bytes of checkpoints that one heartbeat carries; of circles beyond that a later one tells."""


class GivenUpError(RefusedError):
    """A record comes again that its author lost and gave up."""

    code = ahead.GIVEN_UP
    template = (
        "record {seq} of {party} in circle {circle} is one that {party} lost and gave up after a "
        "restore; what {party} says now is in its chain"
    )


def notes_ahead(reading: Reading, circles: Iterable[str], author: Party) -> dict[str, str]:
    """Return the author's own checkpoints of what came here ahead of its chain, by circle."""
    found: dict[str, str] = {}
    room = ROOM
    for circle in circles:
        note = ahead.last_note(reading, circle, author)
        if note is not None and len(note) <= room:
            found[circle] = note.decode()
            room -= len(note)
    return found


def own_point(note: bytes, circle: str, roster: Roster) -> Checkpoint:
    """Return the checkpoint of this node's own chain that somebody shows.

    Raises:
        NoteError: it is no checkpoint.
        MessageError: it is of another chain.
        ForgedError: it is not signed with this node's keys.
    """
    read = read_note(note)
    point = read.checkpoint
    if (point.circle, point.party) != (circle, roster.me):
        raise MessageError(reason=f"it shows a checkpoint of {point.circle} {point.party}")
    verify(read, roster.card_at(circle, roster.me, point.size).signing)
    return point


def give_up(writer: Writer, roster: Roster, records: Sequence[Record]) -> None:
    """Excuse, where an epoch is among records of one chain, what came ahead of it before.

    Inside the commit that appends the records, before they are. An epoch that is not good is kept
    and ignored.

    Args:
        writer: of the commit.
        roster: whose keys count before these records.
        records: new ones, in order.
    """
    opened = [record for record in records if record.kind == EPOCH.name]
    if opened:
        roster = learned(roster, records)
    for record in opened:
        card = roster.card_at(record.circle, record.party, record.seq)
        with suppress(RefusedError):
            epoch = verify_epoch(record.body, circle=record.circle, card=card)
            if epoch.last == Head(record.seq - 1, record.prev):
                writer.give_up(record.circle, record.party)
