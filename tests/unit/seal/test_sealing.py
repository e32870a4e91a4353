"""What is sealed opens for its reader, under its header, whole; or not at all."""

import pytest

from comity.seal.sealing import OVERHEAD, CannotOpenError, PublicSealingKey, SealingKeys, seal
from comity.seal.signing import KeyFormError, SmallOrderKeyError

JAPAN, KOREA = SealingKeys.generate(), SealingKeys.generate()
RECORDS = "議題".encode() * 100
HEADER = b"hash of the header"


def test_what_is_sealed_to_japan_opens_in_japan() -> None:
    sealed = seal(RECORDS, JAPAN.public, HEADER)

    assert JAPAN.open(sealed, HEADER) == RECORDS
    assert len(sealed) == len(RECORDS) + OVERHEAD


def test_nothing_of_the_records_shows_in_what_is_sealed() -> None:
    assert RECORDS[:12] not in seal(RECORDS, JAPAN.public, HEADER)


def test_what_is_sealed_to_japan_does_not_open_elsewhere() -> None:
    with pytest.raises(CannotOpenError):
        KOREA.open(seal(RECORDS, JAPAN.public, HEADER), HEADER)


def test_under_a_swapped_header_nothing_opens() -> None:
    with pytest.raises(CannotOpenError):
        JAPAN.open(seal(RECORDS, JAPAN.public, HEADER), b"hash of another header")


@pytest.mark.parametrize("place", [0, 600, 1087, 1088, 1119, 1120, 1200, -16, -1])
def test_one_changed_bit_anywhere_keeps_it_shut(place: int) -> None:
    sealed = bytearray(seal(RECORDS, JAPAN.public, HEADER))
    sealed[place] ^= 1

    with pytest.raises(CannotOpenError):
        JAPAN.open(bytes(sealed), HEADER)


@pytest.mark.parametrize("length", [0, 1, 1119, 1120, 1135])
def test_what_is_cut_short_keeps_shut(length: int) -> None:
    with pytest.raises(CannotOpenError):
        JAPAN.open(seal(b"", JAPAN.public, HEADER)[:length], HEADER)


def test_sealing_twice_gives_different_bytes() -> None:
    assert seal(RECORDS, JAPAN.public, HEADER) != seal(RECORDS, JAPAN.public, HEADER)


def test_half_of_a_sealing_key_opens_nothing() -> None:
    mixed = SealingKeys.from_bytes(JAPAN.to_bytes()[:64] + KOREA.to_bytes()[64:])

    with pytest.raises(CannotOpenError):
        mixed.open(seal(RECORDS, JAPAN.public, HEADER), HEADER)


def test_sealing_keys_come_back_from_their_bytes() -> None:
    again = SealingKeys.from_bytes(JAPAN.to_bytes())

    assert again.public == JAPAN.public
    assert again.open(seal(RECORDS, JAPAN.public, HEADER), HEADER) == RECORDS


def test_a_lattice_key_with_a_number_out_of_range_is_refused() -> None:
    with pytest.raises(KeyFormError) as caught:
        PublicSealingKey(b"\xff" * 1184, JAPAN.public.x25519)

    assert caught.value.facts == {"algorithm": "ML-KEM-768", "reason": "a number is too large"}


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(KeyFormError, match="no X25519 key: it has 31 bytes"):
        PublicSealingKey(JAPAN.public.mlkem768, JAPAN.public.x25519[:-1])
    with pytest.raises(KeyFormError, match="no ML-KEM-768 key: it has 0 bytes"):
        PublicSealingKey(b"", JAPAN.public.x25519)
    with pytest.raises(KeyFormError, match="it has 95 bytes, it must have 96"):
        SealingKeys.from_bytes(bytes(95))


def test_an_x25519_key_that_gives_everybody_the_same_secret_is_refused() -> None:
    with pytest.raises(SmallOrderKeyError):
        PublicSealingKey(JAPAN.public.mlkem768, bytes(32))
