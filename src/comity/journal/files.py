"""Files: attachments as they travel, sealed, each under the hash of its bytes.

Each circle has a folder of its own: the same bytes in two circles are two files, since a file that
is not asked for twice would tell that it is here. A file grows as its parts come, may go on after
an interruption, and has its name only when its hash has been proved and it is on the disk.
"""

import os
import threading
from hashlib import sha256
from pathlib import Path

from comity.errors import RefusedError, UnavailableError
from comity.records.record import HASH

AT_ONCE = 1 << 20
PARTIAL = ".part"


class FileAddressError(RefusedError):
    """A text is no address of a file."""

    code = "file-address"
    template = "{text!r} is no address of a file; give 64 hexadecimal digits"


class FileTooLargeError(RefusedError):
    """A file is larger than this node takes."""

    code = "file-too-large"
    template = "the file {address} has {size} bytes, this node takes {largest}; send it in parts"


class FileOffsetError(RefusedError):
    """A part of a file does not follow what is here.

    Attributes:
        held: how many bytes are here.
    """

    code = "file-offset"
    template = (
        "of the file {address} {held} bytes are here, this part begins at {offset}; go on there"
    )

    def __init__(self, address: str, held: int, offset: int) -> None:
        super().__init__(address=address, held=held, offset=offset)
        self.held = held


class FileHashError(RefusedError):
    """The bytes of a file are not those that its address names."""

    code = "file-hash"
    template = (
        "the file {address} has other bytes than its address says ({found}); it was thrown away, "
        "fetch it again from another member"
    )


SYNCED = 4 << 20
"""Bytes after which a file that grows is put on the disk, so that no commit waits for more."""


class FileNotHereError(UnavailableError):
    """A file is not here, or not yet whole."""

    code = "file-not-here"
    template = "the file {address} of circle {circle} is not here; fetch it from a member"


class FileNotWrittenError(UnavailableError):
    """The disk could not take a part of a file."""

    code = "file-not-written"
    template = "a part of the file {address} was not written: {reason}; see that the disk has room"


class Files:
    """The attachments of one node.

    Attributes:
        folder: where they lie.
        largest: bytes of the largest file that is taken.
    """

    def __init__(self, folder: Path, largest: int = 1 << 30) -> None:
        self.folder = folder
        self.largest = largest
        self._lock = threading.Lock()

    def complete(self, circle: str, address: str) -> bool:
        """Say whether a file is here as a whole."""
        return self._path(circle, address).exists()

    def held(self, circle: str, address: str) -> int:
        """Return how many bytes of a file are here."""
        path = self._path(circle, address)
        for candidate in (path, path.with_name(path.name + PARTIAL)):
            if candidate.exists():
                return candidate.stat().st_size
        return 0

    def write(self, circle: str, address: str, size: int, offset: int, part: bytes) -> bool:
        """Add the next part of a file; return whether it is whole now.

        A part of a whole file changes nothing.

        Args:
            circle: whose attachment it is.
            address: hash of all its bytes.
            size: number of all its bytes.
            offset: where this part begins.
            part: its bytes.

        Raises:
            FileAddressError: circle or address has not its form.
            FileTooLargeError: it is larger than this node takes, or goes beyond its size.
            FileOffsetError: the part does not follow what is here.
            FileHashError: the last part has come, and the bytes are not those of the address.
            FileNotWrittenError: the disk did not take it.
        """
        path = self._path(circle, address)
        if size > self.largest or offset + len(part) > size:
            most = min(size, self.largest)
            raise FileTooLargeError(
                address=address, size=max(size, offset + len(part)), largest=most
            )
        with self._lock:
            if path.exists():
                return True
            held = self.held(circle, address)
            if offset != held:
                raise FileOffsetError(address, held, offset)
            try:
                return self._append(path, size, part)
            except OSError as error:
                raise FileNotWrittenError(address=address, reason=error) from error

    def add(self, circle: str, content: bytes) -> str:
        """Keep a whole file of our own; return its address."""
        address = sha256(content).hexdigest()
        if not self.complete(circle, address):
            held = self.held(circle, address)
            self.write(circle, address, len(content), held, content[held:])
        return address

    def adopt(self, circle: str, address: str, sealed: Path) -> None:
        """Take over a whole file of our own that lies in the folder already, by renaming it.

        Args:
            circle: whose attachment it will be.
            address: hash of its bytes, which whoever wrote it knows.
            sealed: where it lies.
        """
        path = self._path(circle, address)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, sealed.open("rb") as file:
            os.fsync(file.fileno())
            sealed.rename(path)
            _sync(path.parent)

    def read(self, circle: str, address: str, offset: int = 0, most: int = -1) -> bytes:
        """Return bytes of a whole file, from an offset on.

        Raises:
            FileNotHereError: it is not here, or not yet whole.
        """
        try:
            with self._path(circle, address).open("rb") as file:
                file.seek(offset)
                return file.read(most)
        except FileNotFoundError:
            raise FileNotHereError(address=address, circle=circle) from None

    def remove(self, circle: str, address: str) -> None:
        """Remove a file, whole or not."""
        path = self._path(circle, address)
        with self._lock:
            path.unlink(missing_ok=True)
            path.with_name(path.name + PARTIAL).unlink(missing_ok=True)

    def addresses(self, circle: str) -> list[str]:
        """Return the addresses of all whole files of a circle."""
        names = (path.name for path in (self.folder / _form(circle)).glob("*/*"))
        return sorted(name for name in names if HASH.fullmatch(name))

    def damaged(self, circle: str) -> list[str]:
        """Return the addresses of whole files whose bytes are no longer those of the address."""
        found = self.addresses(circle)
        return [one for one in found if _hash(self._path(circle, one)) != one]

    def _append(self, path: Path, size: int, part: bytes) -> bool:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + PARTIAL)
        partial.touch(mode=0o600)
        with partial.open("ab") as file:
            before = file.tell()
            try:
                file.write(part)
                file.flush()
            except OSError:
                os.truncate(partial, before)
                raise
            if before // SYNCED != file.tell() // SYNCED:
                # What the disk has yet to write is written before the next commit of the journal.
                os.fsync(file.fileno())
            if file.tell() < size:
                return False
            os.fsync(file.fileno())
        found = _hash(partial)
        if found != path.name:
            partial.unlink()
            raise FileHashError(address=path.name, found=found)
        partial.rename(path)
        _sync(path.parent)
        return True

    def _path(self, circle: str, address: str) -> Path:
        """Return where a whole file lies; what is not a hash never becomes part of a path."""
        return self.folder / _form(circle) / _form(address)[:2] / address


def _form(text: str) -> str:
    if not HASH.fullmatch(text):
        raise FileAddressError(text=text)
    return text


def _hash(path: Path) -> str:
    hashed = sha256()
    with path.open("rb") as file:
        while part := file.read(AT_ONCE):
            hashed.update(part)
    return hashed.hexdigest()


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
