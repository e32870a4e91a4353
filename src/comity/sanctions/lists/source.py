"""Source: one file of an official list as bytes, and the errors a strict reader stops with.

A reader never guesses: each field is read, or named as left out on purpose, or stops the reader
with its place in the file. A listing read wrongly harms someone who was never listed.
"""

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from typing import ClassVar

from comity.errors import UnreadableError

LARGEST = 1 << 30
"""Bytes that a compressed file may become; official lists are under 200 MB."""


class ListFileError(UnreadableError):
    """A file of an official list cannot be taken; nothing of it was.

    Facts: file, place, expected, found, action.
    """

    code = "list-file"
    template: ClassVar[str] = (
        "{file}, {place}: expected {expected}, found {found}. "
        "Nothing of this file was imported. {action}"
    )

    def __init__(self, *, file: str, place: str, expected: str, found: str, action: str) -> None:
        super().__init__(file=file, place=place, expected=expected, found=found, action=action)


class EmptyFileError(ListFileError):
    """The file has no bytes, or no entry where a list must have some."""

    code = "list-empty"


class DamagedFileError(ListFileError):
    """The bytes are not what the authority published: truncated, recoded, or not decodable."""

    code = "list-damaged"


class HostileFileError(ListFileError):
    """The file holds a construct that no official list has and that can do harm."""

    code = "list-hostile"


class ForeignFileError(ListFileError):
    """The file is something else under the name of a list: an error page, another schema."""

    code = "list-foreign"


class MovedHeadingError(ListFileError):
    """A heading is missing, moved or new: the table is not the one this reader knows."""

    code = "list-moved-heading"


class UnknownFieldError(ListFileError):
    """An element, attribute or column that this reader neither reads nor leaves out on purpose."""

    code = "list-unknown-field"


class UnknownValueError(ListFileError):
    """A value that this reader has no meaning for."""

    code = "list-unknown-value"


class ShrunkenListError(ListFileError):
    """The list has far fewer entries than the edition before it."""

    code = "list-shrank"


class UndatedFileError(ListFileError):
    """Nothing says of which day the file is."""

    code = "list-undated"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was handed in.

    Attributes:
        name: its path as given, for messages.
        sha256: hexadecimal hash of the bytes as handed in (compressed, if they were).
        content: the bytes, decompressed where the file was gzip.
    """

    name: str
    sha256: str
    content: bytes

    @classmethod
    def of(cls, name: str, handed_in: bytes) -> "SourceFile":
        """Return the file with its content decompressed.

        Raises:
            DamagedFileError: the gzip stream is cut or broken.
            HostileFileError: it would grow beyond `LARGEST`.
        """
        content = handed_in
        if handed_in[:2] == b"\x1f\x8b":
            content = decompressed(name, handed_in)
        return cls(name, hashlib.sha256(handed_in).hexdigest(), content)

    def text(self) -> str:
        """Return the content as UTF-8 text without a byte-order mark.

        Raises:
            DamagedFileError: the bytes are not UTF-8.
        """
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            raise DamagedFileError(
                file=self.name,
                place=f"line {line}, byte {error.start}",
                expected="UTF-8 text",
                found=f"byte 0x{self.content[error.start]:02x}, which is not UTF-8 here",
                action="Download the file again; do not convert it by hand.",
            ) from error


def decompressed(name: str, handed_in: bytes) -> bytes:
    """Return the content of a gzip file, refusing cut and exploding ones."""
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        content = inflater.decompress(handed_in, LARGEST)
        if inflater.unconsumed_tail:
            raise HostileFileError(
                file=name,
                place="gzip stream",
                expected=f"at most {LARGEST} bytes",
                found="more",
                action="Official lists are far smaller; download the file from the authority.",
            )
        if inflater.eof and inflater.unused_data:
            content = gzip.decompress(handed_in)
    except (zlib.error, OSError, EOFError) as error:
        raise DamagedFileError(
            file=name,
            place="gzip stream",
            expected="a whole gzip file",
            found=str(error),
            action="Download the file again.",
        ) from error
    if not inflater.eof:
        raise DamagedFileError(
            file=name,
            place=f"byte {len(handed_in)}",
            expected="the end of the gzip stream",
            found="the end of the file: it is cut off",
            action="Download the file again.",
        )
    return content
