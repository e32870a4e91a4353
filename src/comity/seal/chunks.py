"""Chunks: an attachment, sealed piece by piece, so that it can be fetched on and on.

Every file has its own random key. Each chunk is sealed under a nonce that holds its number and
whether it is the last one: a chunk that is missing, moved, or hung on at the end does not open.
The wire address is the SHA-256 of all sealed chunks together, taken by whoever stores them.

ChaCha20-Poly1305 does not bind the key: somebody could make one ciphertext that opens to two files
under two keys. So the key of an attachment belongs into the record that names it, which is the
same for every member; a key sent to one member alone proves nothing about what others read.

>>> key = bytes(32)
>>> [len(chunk) for chunk in split(b"minutes")]
[7]
>>> open_chunk(key, 0, seal_chunk(key, 0, b"minutes", last=True), last=True)
b'minutes'
"""

import secrets
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.errors import RefusedError

CHUNK = 1 << 20
"""Bytes of every chunk but the last, before sealing."""
TAG = 16
SEALED_CHUNK = CHUNK + TAG
KEY = 32


class ChunkSizeError(RefusedError):
    """A chunk to be sealed has not the size that its place needs."""

    code = "chunk-size"
    template = (
        "chunk {index} has {size} bytes; every chunk has 1,048,576 and the last one at least 1, "
        "unless the file is empty; split the file again"
    )


class DamagedChunkError(RefusedError):
    """A sealed chunk does not open at its place."""

    code = "damaged-chunk"
    template = (
        "chunk {index} of the attachment does not open: it was changed, moved, cut off or hung on, "
        "or the key is another file's; fetch it again, if need be from another member"
    )


def new_file_key() -> bytes:
    """Return a key for one file, 32 random bytes; never use one for two."""
    return secrets.token_bytes(KEY)


def split(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of a file; an empty file has one, which is empty."""
    for start in range(0, max(len(data), 1), CHUNK):
        yield data[start : start + CHUNK]


def count(size: int) -> int:
    """Return the number of chunks of a file of so many bytes."""
    return max(1, -(-size // CHUNK))


def sealed_size(size: int) -> int:
    """Return how many bytes a file of so many has when it is sealed.

    >>> sealed_size(0), sealed_size(CHUNK), sealed_size(CHUNK + 1)
    (16, 1048592, 1048609)
    """
    return size + TAG * count(size)


def seal_chunk(key: bytes, index: int, data: bytes, *, last: bool) -> bytes:
    """Return a sealed chunk.

    Args:
        key: of this file alone.
        index: from 0; one index is sealed once under one key.
        data: 1 MiB, or less where it is the last.
        last: whether the file ends with it.

    Raises:
        ChunkSizeError: the data have not the size that this place needs.
    """
    if not _fits(len(data), index, last=last):
        raise ChunkSizeError(index=index, size=len(data))
    return ChaCha20Poly1305(key).encrypt(_nonce(index, last=last), data, None)


def open_chunk(key: bytes, index: int, sealed: bytes, *, last: bool) -> bytes:
    """Return the data of a sealed chunk.

    Args:
        key: of this file.
        index: where the chunk stood, from 0.
        sealed: as it came.
        last: whether nothing came after it.

    Raises:
        DamagedChunkError: it is not the chunk of this file at this place.
    """
    if not _fits(len(sealed) - TAG, index, last=last):
        raise DamagedChunkError(index=index)
    try:
        return ChaCha20Poly1305(key).decrypt(_nonce(index, last=last), sealed, None)
    except InvalidTag:
        raise DamagedChunkError(index=index) from None


def _fits(size: int, index: int, *, last: bool) -> bool:
    """Say whether a chunk of this size may stand at this place."""
    if not last:
        return size == CHUNK
    return 0 < size <= CHUNK or (size == 0 and index == 0)


def _nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])
