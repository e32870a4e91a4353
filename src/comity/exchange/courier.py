"""Courier: the same parcels and receipts in one file, for networks that never touch.

    magic     10 bytes   "COMITYC1" , a carriage return and a newline
    header    length and canonical JSON: from whom, for whom, when it was packed
    entries   a letter, a length, the bytes: P a parcel, R a receipt, F a part of a sealed file
    end       the letter E, the length 32, the SHA-256 of everything before it

A part of a file is its circle and address, 32 bytes each, then the size of the whole and where the
part begins, 8 bytes each, then at most a megabyte of it.

The file is looked at whole before anything is taken from it. Each parcel stands for itself, so
that unpacking twice, or an old file after a new one, changes nothing. What was taken is receipted
in the next file that goes the other way.
"""

import asyncio
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from comity.errors import ComityError, RefusedError, UnavailableError
from comity.exchange.answers import Answers
from comity.exchange.attachments import COMPLETE, WANTED, attached
from comity.exchange.intake import open_parcel
from comity.exchange.messages import UnpairedError, WrongAudienceError
from comity.exchange.parcel import LARGEST, read
from comity.exchange.receipt import read as read_receipt
from comity.exchange.station import Station
from comity.journal.writing import written
from comity.records.canonical import decode, encode
from comity.records.kinds import Misfit, fields, moment, party, whole
from comity.records.party import Party
from comity.records.record import Record
from comity.records.record import read as read_record
from comity.seal.checkpoint import read_note
from comity.seal.chunks import sealed_size

MAGIC = b"COMITYC1\r\n"
PARCEL, RECEIPT, FILE, END = b"P", b"R", b"F", b"E"
PLACE = struct.Struct(">32s32sQQ")
"""What stands before a part of a file."""
PART = 1 << 20
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
        files: how many attachments of these records, as far as they are here.
    """

    records: int
    receipts: int
    files: int = 0


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
    counts: Counter[bytes] = Counter()
    for circle in station.roster.shared_with(to):
        opener = (circle.opener,) if circle.opener != to else ()
        for chain in dict.fromkeys((*opener, *circle.others(to))):  # the first opens the circle
            for letter, data, count in _of_chain(station, answers, circle.id, chain, to):
                entry(letter, data)
                counts[letter] += count
        note = station.journal.last_note(circle.id, to)
        if note is not None:
            entry(RECEIPT, answers.receipt_for(read_note(note).checkpoint, to).encode())
            counts[RECEIPT] += 1
    entry(END, digest.digest())
    return Packed(counts[PARCEL], counts[RECEIPT], counts[FILE])


def _of_chain(
    station: Station, answers: Answers, circle: str, chain: Party, to: Party
) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield entries for what a party lacks of a chain, each with what it adds to the count."""
    carrier = station.carrier(to)
    given = station.journal.receipts(circle, chain).get(to)
    first = given.size + 1 if given else 1
    while made := carrier.run(circle, chain, to, first, station.now()):
        count = made.header.last - made.header.first + 1
        yield PARCEL, made.data, count
        for encoded in station.journal.records(circle, chain, first, count, LARGEST):
            for address, size in held(answers, read_record(encoded)):
                for number, part in enumerate(parts(answers, circle, address, size)):
                    yield FILE, part, int(number == 0)
        first = made.header.last + 1


def held(answers: Answers, record: Record) -> Iterator[tuple[str, int]]:
    """Yield address and sealed size of the attachments of a record that are here as a whole."""
    for attachment in attached(record):
        if answers.attachments.files.complete(record.circle, attachment.address):
            yield attachment.address, sealed_size(attachment.size)


def parts(answers: Answers, circle: str, address: str, size: int) -> Iterator[bytes]:
    """Yield a sealed file in parts, each with its place."""
    where = bytes.fromhex(circle), bytes.fromhex(address), size
    for offset in range(0, size, PART):
        part = answers.attachments.files.read(circle, address, offset, PART)
        yield PLACE.pack(*where, offset) + part


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
            elif letter == FILE:
                await take_part(station, answers, data)
        except RefusedError as error:
            refused.append(error)
            await answers.refused(error, "parcel" if letter == PARCEL else "receipt", data)
    return Taken(sender, records, receipts, tuple(refused))


async def take_part(station: Station, answers: Answers, data: bytes) -> None:
    """Keep a part of a file, if a report of the circle names the file and it is not here.

    Raises:
        RefusedError: the part, or the whole file, is not what its address says.
    """
    circle, address, size, offset = PLACE.unpack_from(data)
    where = circle.hex(), address.hex()
    files = answers.attachments.files
    wanted = {one.address: one.size for one in station.journal.files_in(where[0], WANTED)}
    if wanted.get(where[1]) != size or files.held(*where) != offset:
        return  # nobody named it, or this part of it is here already
    if files.write(*where, size, offset, data[PLACE.size :]):
        job = station.journal.write(lambda writer: writer.file(*where, size, COMPLETE))
        await written(job)


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
        if letter not in {PARCEL, RECEIPT, FILE, END}:
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
