"""An attachment opens whole, in order and to its end; or it says which chunk does not."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from comity.seal.chunks import (
    CHUNK,
    SEALED_CHUNK,
    ChunkSizeError,
    DamagedChunkError,
    count,
    new_file_key,
    open_chunk,
    seal_chunk,
    sealed_size,
    split,
)

KEY = new_file_key()
FILE = b"minutes " * (CHUNK // 4) + b"end"
"""Two full chunks and three bytes."""


def sealed(data: bytes, key: bytes = KEY) -> list[bytes]:
    """The sealed chunks of a file."""
    pieces = list(split(data))
    return [
        seal_chunk(key, index, piece, last=index == len(pieces) - 1)
        for index, piece in enumerate(pieces)
    ]


def opened(chunks: list[bytes], key: bytes = KEY) -> bytes:
    """The file that sealed chunks open to."""
    end = len(chunks) - 1
    return b"".join(
        open_chunk(key, index, chunk, last=index == end) for index, chunk in enumerate(chunks)
    )


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_file_of_any_size_comes_back(size: int) -> None:
    data = b"x" * size
    chunks = sealed(data)

    assert opened(chunks) == data
    assert len(chunks) == count(size)
    assert sum(map(len, chunks)) == sealed_size(size)


def test_every_sealed_chunk_but_the_last_has_one_size() -> None:
    assert [len(chunk) for chunk in sealed(FILE)] == [SEALED_CHUNK, SEALED_CHUNK, 19]


def test_a_file_that_is_cut_off_does_not_open() -> None:
    with pytest.raises(DamagedChunkError) as caught:
        opened(sealed(FILE)[:-1])

    assert caught.value.facts == {"index": "1"}


def test_a_file_with_something_hung_on_does_not_open() -> None:
    whole = sealed(FILE[: 2 * CHUNK])

    with pytest.raises(DamagedChunkError) as caught:
        opened([*whole, seal_chunk(KEY, 2, b"more", last=True)])

    assert caught.value.facts == {"index": "1"}


def test_chunks_that_changed_places_do_not_open() -> None:
    first, second, third = sealed(FILE)

    with pytest.raises(DamagedChunkError) as caught:
        opened([second, first, third])

    assert caught.value.facts == {"index": "0"}


def test_a_chunk_that_came_twice_does_not_open() -> None:
    first, second, third = sealed(FILE)

    with pytest.raises(DamagedChunkError):
        opened([first, first, second, third])


def test_a_chunk_of_another_file_does_not_open() -> None:
    with pytest.raises(DamagedChunkError):
        opened(sealed(FILE, new_file_key()))


@pytest.mark.parametrize("place", [0, 9, -16, -1])
def test_one_changed_bit_is_found_at_its_chunk(place: int) -> None:
    first, second, third = sealed(FILE)
    bad = bytearray(second)
    bad[place] ^= 1

    with pytest.raises(DamagedChunkError) as caught:
        opened([first, bytes(bad), third])

    assert caught.value.facts == {"index": "1"}


@pytest.mark.parametrize("length", [0, 15, 16, 18, 20, SEALED_CHUNK + 1])
def test_a_chunk_of_another_length_does_not_open(length: int) -> None:
    chunk = seal_chunk(KEY, 1, b"end", last=True).ljust(length, b"\0")[:length]

    with pytest.raises(DamagedChunkError):
        open_chunk(KEY, 1, chunk, last=True)


@pytest.mark.parametrize(
    ("index", "size", "last"),
    [(0, CHUNK - 1, False), (0, 0, False), (1, 0, True), (0, CHUNK + 1, True)],
)
def test_a_chunk_of_the_wrong_size_is_never_sealed(index: int, size: int, last: bool) -> None:  # noqa: FBT001 - a column of the table
    with pytest.raises(ChunkSizeError) as caught:
        seal_chunk(KEY, index, bytes(size), last=last)

    assert caught.value.facts == {"index": str(index), "size": str(size)}


def test_a_short_chunk_in_the_middle_is_refused_even_from_who_has_the_key() -> None:
    nonce = (0).to_bytes(11, "big") + b"\0"
    short = ChaCha20Poly1305(KEY).encrypt(nonce, b"short", None)

    with pytest.raises(DamagedChunkError):
        open_chunk(KEY, 0, short, last=False)


def test_the_same_file_under_two_keys_has_two_addresses() -> None:
    addresses = {sha256(b"".join(sealed(FILE, new_file_key()))).digest() for _ in range(2)}

    assert len(addresses) == 2
