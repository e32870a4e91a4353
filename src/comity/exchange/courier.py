"""Courier: the same parcels and receipts in one file, for networks that never touch.

    magic     10 bytes   "COMITYC1" , a carriage return and a newline
    header    length and canonical JSON: from whom, for whom, when it was packed
    entries   a letter, a length, the bytes: P a parcel, R a receipt
    end       the letter E, the length 32, the SHA-256 of everything before it

The file is looked at whole before anything is taken from it. Each parcel stands for itself, so
that unpacking twice, or an old file after a new one, changes nothing. What was taken is receipted
in the next file that goes the other way.
"""

import asyncio
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from comity.errors import ComityError, RefusedError, UnavailableError
from comity.exchange.answers import Answers
from comity.exchange.intake import open_parcel
from comity.exchange.messages import UnpairedError, WrongAudienceError
from comity.exchange.outbox import Carrier
from comity.exchange.parcel import LARGEST, read
from comity.exchange.receipt import read as read_receipt
from comity.exchange.station import Station
from comity.records.canonical import decode, encode
from comity.records.kinds import Misfit, fields, moment, party, whole
from comity.records.party import Party
from comity.seal.checkpoint import read_note

MAGIC = b"COMITYC1\r\n"
PARCEL, RECEIPT, END = b"P", b"R", b"E"
HEADER = fields({"v": whole(1, 1), "from": party, "to": party, "at": moment})


class CourierFileError(RefusedError):
    """A file is no courier file, or not a whole one."""

    code = "courier-file"
    template = "{file} is no whole courier file: {reason}; nothing was taken, have it copied again"


class CourierDiskError(UnavailableError):
    """A courier file cannot be written or read."""

    code = "courier-disk"
    template = "{file} cannot be used: {reason}; nothing was half written"


@dataclass(frozen=True, slots=True)
class Packed:
    """What a courier file holds.

    Attributes:
        records: how many.
        receipts: how many.
    """

    records: int
    receipts: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a courier file.

    Attributes:
        party: who packed it.
        records: how many were new.
        receipts: how many were taken.
        refused: why entries were not taken.
    """

    party: Party
    records: int
    receipts: int
    refused: tuple[ComityError, ...]


def pack(station: Station, answers: Answers, to: Party, path: Path) -> Packed:
    """Write a courier file with everything that a party lacks, as far as its receipts tell.

    Raises:
        UnpairedError: no card of the party was accepted.
        CourierDiskError: the file cannot be written; then there is none.
    """
    station.roster.card(to)
    if not station.roster.shared_with(to) or to == station.me:
        raise UnpairedError(party=to)
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("wb") as file:
            packed = _write(file, station, answers, to)
            file.flush()
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CourierDiskError(file=path, reason=error.strerror or error) from error
    return packed


def _write(file: IO[bytes], station: Station, answers: Answers, to: Party) -> Packed:
    """Write all entries for a party."""
    digest = sha256()

    def put(data: bytes) -> None:
        digest.update(data)
        file.write(data)

    def entry(letter: bytes, data: bytes) -> None:
        put(letter + struct.pack(">I", len(data)) + data)

    header = encode({"v": 1, "from": station.me, "to": to, "at": station.now()})
    put(MAGIC + struct.pack(">I", len(header)) + header)
    records = receipts = 0
    carrier = Carrier(station.journal, station.roster, station.signing_for(to))
    for circle in station.roster.shared_with(to):
        for chain in circle.members:
            if chain == to:
                continue
            given = station.journal.receipts(circle.id, chain).get(to)
            first = given.size + 1 if given else 1
            while made := carrier.run(circle.id, chain, to, first, station.now()):
                entry(PARCEL, made.data)
                records += made.header.last - made.header.first + 1
                first = made.header.last + 1
        note = station.journal.last_note(circle.id, to)
        if note is not None:
            entry(RECEIPT, answers.receipt_for(read_note(note).checkpoint, to).encode())
            receipts += 1
    entry(END, digest.digest())
    return Packed(records, receipts)


def unpack(station: Station, answers: Answers, path: Path) -> Taken:
    """Take in a courier file; call it where no event loop runs.

    Raises:
        CourierFileError: it is none, or not whole; nothing was taken.
        CourierDiskError: it cannot be read.
        WrongAudienceError: it was packed for another party.
    """
    try:
        with path.open("rb") as file:
            sender, to = _check(file, path)
            if to != station.me:
                raise WrongAudienceError(recipient=to, here=station.me)
            file.seek(0)
            _header(file, path)
            return asyncio.run(_take(station, answers, sender, _entries(file, path)))
    except OSError as error:
        raise CourierDiskError(file=path, reason=error.strerror or error) from error


async def _take(
    station: Station, answers: Answers, sender: Party, entries: Iterator[tuple[bytes, bytes]]
) -> Taken:
    """Take entries one after another; a refused one stops none of the others."""
    records = receipts = 0
    refused: list[ComityError] = []
    for letter, data in entries:
        try:
            if letter == PARCEL:
                opened = open_parcel(read(data), station.roster, station.keys)
                chain = (opened.header.circle, opened.header.chain)
                before = station.journal.head(*chain).size
                await answers.take(opened)
                records += station.journal.head(*chain).size - before
            elif letter == RECEIPT:
                await answers.keep_receipt(read_receipt(data))
                receipts += 1
        except RefusedError as error:
            refused.append(error)
            await answers.refused(error, "parcel" if letter == PARCEL else "receipt", data)
    return Taken(sender, records, receipts, tuple(refused))


def _check(file: IO[bytes], path: Path) -> tuple[Party, Party]:
    """Return from whom and for whom a file is, once all of it is there and undamaged."""
    sender, to = _header(file, path)
    start = file.tell()
    file.seek(0)
    digest = sha256(file.read(start))
    for letter, data in _entries(file, path):
        if letter == END:
            if data != digest.digest():
                raise CourierFileError(file=path, reason="its check sum is another")
            if file.read(1):
                raise CourierFileError(file=path, reason="something stands after its end")
            return sender, to
        digest.update(letter + struct.pack(">I", len(data)) + data)
    raise CourierFileError(file=path, reason="its end is missing")


def _header(file: IO[bytes], path: Path) -> tuple[Party, Party]:
    """Read magic and header."""
    if file.read(len(MAGIC)) != MAGIC:
        raise CourierFileError(file=path, reason="it does not begin as one")
    said = decode(_sized(file, path, 4096))
    try:
        HEADER("", said)
    except Misfit as misfit:
        raise CourierFileError(file=path, reason=f"{misfit.path} in its header") from None
    return Party(said["from"]), Party(said["to"])  # type: ignore[index, call-overload, arg-type]


def _entries(file: IO[bytes], path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield entries up to the end."""
    while letter := file.read(1):
        if letter not in {PARCEL, RECEIPT, END}:
            raise CourierFileError(file=path, reason=f"an entry of a sort {letter!r}")
        yield letter, _sized(file, path, LARGEST)


def _sized(file: IO[bytes], path: Path, most: int) -> bytes:
    """Read a length and so many bytes."""
    prefix = file.read(4)
    length = struct.unpack(">I", prefix)[0] if len(prefix) == 4 else most + 1
    data = file.read(length) if length <= most else b""
    if len(prefix) < 4 or len(data) < length:
        raise CourierFileError(file=path, reason="it is cut off, or a length in it is wrong")
    return data
