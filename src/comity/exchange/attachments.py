"""Attachments: files that belong to reports, sealed, and fetched after everything more urgent.

A file is sealed with a key of its own, chunk by chunk, and lies under the hash of the sealed
bytes; the key travels only inside the sealed record that names the file. Any member of the circle
that has the sealed bytes can give them on. Fetching goes on where it was broken off.
"""

import asyncio
import mimetypes
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from comity.errors import RefusedError, UnavailableError
from comity.exchange.messages import say
from comity.exchange.statements import LARGEST_FILE, REPORT, Attachment
from comity.exchange.station import Station
from comity.exchange.wire import BLOCK, Line
from comity.journal.files import Files
from comity.journal.writer import Writer
from comity.journal.writing import written
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.chunks import (
    CHUNK,
    SEALED_CHUNK,
    count,
    new_file_key,
    open_chunk,
    seal_chunk,
    sealed_size,
)

WANTED, COMPLETE = "wanted", "complete"


class AttachmentError(RefusedError):
    """A file cannot be attached."""

    code = "attachment"
    template = "{file} cannot be attached: {reason}"


class AttachmentDiskError(UnavailableError):
    """An attachment cannot be written or read on this disk."""

    code = "attachment-disk"
    template = "{file} cannot be used: {reason}; nothing was half written"


class Attachments:
    """The sealed files of one node.

    Attributes:
        files: where they lie.
    """

    def __init__(self, station: Station, folder: Path) -> None:
        self.station = station
        self.files = Files(folder, sealed_size(LARGEST_FILE))
        self.fetching: set[tuple[str, str]] = set()

    # --- sealing and opening

    def seal(self, circle: str, name: str, media_type: str, path: Path) -> Attachment:
        """Seal a file for a circle and return what a report says of it.

        Args:
            circle: in which it will be said.
            name: what others see as its name; "" for that of the path.
            media_type: "" to guess it from the name.
            path: the file in clear; it stays where it is.

        Raises:
            AttachmentError: it is no file, or larger than any attachment.
            AttachmentDiskError: it cannot be read, or there is no room.
        """
        if not path.is_file():
            raise AttachmentError(file=path, reason="there is no such file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            reason = f"it has {size} bytes, the most is {LARGEST_FILE}"
            raise AttachmentError(file=path, reason=reason)
        name = (name or path.name)[:255]
        key = new_file_key()
        beside = self.files.folder / f"sealing-{secrets.token_hex(8)}"
        try:
            self.files.folder.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as clear, beside.open("wb") as sealed:
                address = _seal(clear, sealed, key, size)
            self.files.adopt(circle, address, beside)
        except OSError as error:
            raise AttachmentDiskError(file=path, reason=error.strerror or error) from error
        finally:
            beside.unlink(missing_ok=True)
        kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return Attachment(name, size, kind[:100], key.hex(), address)

    def open(self, circle: str, attachment: Attachment, into: Path) -> None:
        """Write an attachment in clear to a file; whole or not at all.

        Raises:
            FileNotHereError: it was not fetched yet.
            DamagedChunkError: it is not what was sealed with this key.
            AttachmentDiskError: there is no room.
        """
        beside = into.with_name(f"{into.name}.{secrets.token_hex(4)}.new")
        try:
            with beside.open("wb") as clear:
                for part in self.clear(circle, attachment):
                    clear.write(part)
            beside.replace(into)
        except OSError as error:
            raise AttachmentDiskError(file=into, reason=error.strerror or error) from error
        finally:
            beside.unlink(missing_ok=True)

    def clear(self, circle: str, attachment: Attachment) -> Iterator[bytes]:
        """Yield an attachment in clear, chunk by chunk.

        Raises:
            FileNotHereError: it was not fetched yet.
            DamagedChunkError: it is not what was sealed with this key.
        """
        key, last = bytes.fromhex(attachment.key), count(attachment.size) - 1
        for index in range(last + 1):
            sealed = self.files.read(circle, attachment.address, index * SEALED_CHUNK, SEALED_CHUNK)
            yield open_chunk(key, index, sealed, last=index == last)

    # --- what others want, and what is wanted of them

    def remember(self, writer: Writer, records: Iterable[Record]) -> None:
        """Keep, in the same commit, which files records name and this node has not."""
        for record in records:
            for attachment in attached(record):
                here = self.files.complete(record.circle, attachment.address)
                state = COMPLETE if here else WANTED
                size = sealed_size(attachment.size)
                writer.file(record.circle, attachment.address, size, state)

    async def blocks(self, circle: str, address: str, offset: int) -> AsyncIterator[bytes]:
        """Yield the sealed bytes of a file from an offset on.

        Raises:
            FileNotHereError: it is not here as a whole.
        """
        while block := await asyncio.to_thread(self.files.read, circle, address, offset, BLOCK):
            yield block
            offset += len(block)

    async def fetch(self, circle: str, address: str, size: int, line: Line) -> bool:
        """Fetch a file from another member; return whether it is whole now.

        Raises:
            UnreachableError: the other does not answer, or breaks off; going on is possible.
            RefusedByPeerError: the other has it not.
            FileHashError: what came was another file; it was thrown away.
        """
        if (circle, address) in self.fetching:
            return False
        self.fetching.add((circle, address))
        try:
            return await self._fetch(circle, address, size, line)
        finally:
            self.fetching.discard((circle, address))

    async def _fetch(self, circle: str, address: str, size: int, line: Line) -> bool:
        held = self.files.held(circle, address)
        done = self.files.complete(circle, address)
        asked = {
            "v": 1,
            "from": self.station.me,
            "to": line.party,
            "at": self.station.now(),
            "nonce": secrets.token_hex(16),
            "circle": circle,
            "address": address,
            "offset": held,
        }
        part = bytearray()
        if not done:
            body = say("file", self.station.signing_for(Party(line.party)), asked)
            async for block in line.fetch("file", body):
                part += block
                if len(part) >= CHUNK:
                    done = await self._keep(circle, address, size, held, part)
                    held += len(part)
                    part.clear()
            if part:
                done = await self._keep(circle, address, size, held, part)
        if done:
            job = self.station.journal.write(lambda w: w.file(circle, address, size, COMPLETE))
            await written(job)
        return done

    async def _keep(self, circle: str, address: str, size: int, held: int, part: bytearray) -> bool:
        return await asyncio.to_thread(self.files.write, circle, address, size, held, bytes(part))


def attached(record: Record) -> list[Attachment]:
    """Return the attachments that a report names, as far as its body fits its kind."""
    if record.kind != REPORT.name:
        return []
    try:
        REPORT.check(record.body)
    except RefusedError:
        return []
    return [Attachment(**one) for one in record.body.get("attachments", ())]


def _seal(clear: IO[bytes], sealed: IO[bytes], key: bytes, size: int) -> str:
    """Seal an open file into another; return the hash of what was written."""
    digest, last = sha256(), count(size) - 1
    for index in range(last + 1):
        part = seal_chunk(key, index, clear.read(CHUNK), last=index == last)
        digest.update(part)
        sealed.write(part)
    return digest.hexdigest()
