"""Parcels: what goes in comes out, and nothing else does."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, identity

from comity.errors import ComityError
from comity.exchange.parcel import (
    LARGEST,
    LONGEST_HEADER,
    MAGIC,
    MOST_RECORDS,
    Form,
    Header,
    OversizeError,
    ParcelError,
    UnknownVersionError,
    make,
    pack,
    read,
    unpack,
)
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.seal.sealing import OVERHEAD, CannotOpenError

HEADER = Header(
    circle="0f" * 32,
    chain=UKRAINE,
    carrier=UKRAINE,
    recipient=JAPAN,
    card="1e" * 32,
    form=Form.RUN,
    first=3,
    last=4,
    precedence=Precedence.FLASH,
    created="2026-03-05T09:30:00.000Z",
)
KEYS = identity(UKRAINE).keys.signing
TO = identity(JAPAN).card.sealing
PARCEL = make(HEADER, [b"one", b"two", b"note"], to=TO, carrier=KEYS)

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
parties = st.from_regex(r"[a-z]{2,10}", fullmatch=True).map(Party)
firsts = st.integers(1, 2**53 - 1 - MOST_RECORDS)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    """Any header."""
    first = draw(firsts)
    form = draw(st.sampled_from(Form))
    return Header(
        circle=draw(hashes),
        chain=draw(parties),
        carrier=draw(parties),
        recipient=draw(parties),
        card=draw(hashes),
        form=form,
        first=first,
        last=first + (0 if form is Form.EARLY else draw(st.integers(0, MOST_RECORDS - 1))),
        precedence=draw(st.sampled_from(Precedence)),
        created=draw(st.datetimes()).strftime("%Y-%m-%dT%H:%M:%S.000Z").rjust(24, "0"),
    )


@settings(max_examples=50, deadline=None)
@given(header=headers(), blobs=st.lists(st.binary(max_size=300), max_size=20))
def test_what_goes_in_comes_out(header: Header, blobs: list[bytes]) -> None:
    parcel = read(make(header, blobs, to=TO, carrier=KEYS))

    parcel.verify(KEYS.public)
    assert parcel.header == header
    assert parcel.open(identity(JAPAN).keys) == blobs


@given(blobs=st.lists(st.binary(max_size=300), max_size=20))
def test_blobs_are_unpacked_as_they_were_packed(blobs: list[bytes]) -> None:
    assert unpack(pack(blobs)) == blobs


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(PARCEL) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused_by_name(place: int, bit: int) -> None:
    changed = bytearray(PARCEL)
    changed[place] ^= 1 << bit

    with pytest.raises(ComityError) as refused:
        read(bytes(changed)).verify(KEYS.public)

    assert refused.value.code


@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=600))
def test_noise_is_refused_by_name(noise: bytes) -> None:
    with pytest.raises(ParcelError):
        read(noise)


@settings(max_examples=300, deadline=None)
@given(cut=st.integers(0, len(PARCEL) - 1))
def test_a_parcel_that_breaks_off_anywhere_is_refused_by_name(cut: int) -> None:
    with pytest.raises(ComityError):
        read(PARCEL[:cut]).verify(KEYS.public)


@settings(max_examples=300, deadline=None)
@given(inside=st.binary(max_size=60))
def test_what_is_sealed_is_read_or_refused_by_name(inside: bytes) -> None:
    try:
        blobs = unpack(inside)
    except ParcelError:
        return

    assert pack(blobs) == inside


def test_nobody_else_opens_it() -> None:
    with pytest.raises(CannotOpenError):
        read(PARCEL).open(identity(KOREA).keys)


def test_the_network_sees_neither_records_nor_checkpoint() -> None:
    words = b"the words of a record"

    parcel = make(HEADER, [words, b"note"], to=TO, carrier=KEYS)

    assert words not in parcel
    assert parcel.count(b"note") == 0


def test_two_parcels_of_the_same_records_have_the_same_size() -> None:
    other = make(HEADER, [b"six", b"ten", b"note"], to=TO, carrier=KEYS)

    assert len(other) == len(PARCEL)
    assert other != PARCEL


def test_a_sealed_part_is_as_long_as_what_it_holds_and_nothing_is_compressed() -> None:
    sealed = read(make(HEADER, [bytes(5000)], to=TO, carrier=KEYS)).sealed

    assert len(sealed) == 5000 + 4 + OVERHEAD


def test_a_parcel_of_the_largest_size_is_read() -> None:
    assert read(PARCEL + bytes(LARGEST - len(PARCEL))).header == HEADER


def test_a_parcel_of_one_byte_more_is_not() -> None:
    with pytest.raises(OversizeError) as refused:
        read(PARCEL + bytes(LARGEST - len(PARCEL) + 1))

    assert str(refused.value) == (
        f"the size of the parcel is {LARGEST + 1}, the most is {LARGEST}; "
        "nothing was opened, send less at a time"
    )


def test_a_header_of_one_byte_too_many_is_not_read() -> None:
    long = MAGIC + (LONGEST_HEADER + 1).to_bytes(4, "big") + bytes(2 * LONGEST_HEADER)

    with pytest.raises(OversizeError):
        read(long)


def test_as_many_records_as_a_parcel_may_hold() -> None:
    header = replace(HEADER, first=1, last=MOST_RECORDS)

    assert read(make(header, [], to=TO, carrier=KEYS)).header == header


def test_one_record_more_than_a_parcel_may_hold() -> None:
    header = replace(HEADER, first=1, last=MOST_RECORDS + 1)

    with pytest.raises(OversizeError):
        read(make(header, [], to=TO, carrier=KEYS))


def test_as_many_blobs_as_a_parcel_may_hold() -> None:
    blobs = [b""] * (MOST_RECORDS + 2)

    assert unpack(pack(blobs)) == blobs


def test_one_blob_more_than_a_parcel_may_hold() -> None:
    with pytest.raises(OversizeError):
        unpack(pack([b""] * (MOST_RECORDS + 3)))


def test_another_version_is_named() -> None:
    with pytest.raises(UnknownVersionError) as refused:
        read(PARCEL.replace(MAGIC, b"COMITY7\n"))

    assert str(refused.value) == (
        "the parcel speaks COMITY7, this node only COMITY1; bring both to one version"
    )
