"""Receipts: what a member signs once records are safe on its disk."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, identity

from comity.errors import ComityError
from comity.exchange.messages import MessageError
from comity.exchange.receipt import LARGEST, EarlyReceipt, Receipt, give_early, read
from comity.records.tree import leaf_hash
from comity.seal.checkpoint import Checkpoint, cosign
from comity.seal.signing import ForgedError

CIRCLE, ROOT = "0f" * 32, leaf_hash(b"a record")
KEYS = identity(JAPAN).keys.signing
AT = 1_772_703_000
COSIGNATURE = cosign(Checkpoint(CIRCLE, UKRAINE, 1, ROOT), JAPAN, KEYS, AT)
RECEIPT = Receipt(CIRCLE, UKRAINE, JAPAN, 1, COSIGNATURE)
EARLY = give_early(
    circle=CIRCLE,
    chain=UKRAINE,
    member=JAPAN,
    seq=9,
    record="1e" * 32,
    at="2026-03-05T09:30:00.000Z",
    keys=KEYS,
)


def test_a_receipt_is_read_as_it_was_written() -> None:
    assert read(RECEIPT.encode()) == RECEIPT


def test_a_receipt_says_when_it_was_given() -> None:
    assert RECEIPT.verify(ROOT, KEYS.public) == AT


def test_a_receipt_is_for_one_root() -> None:
    with pytest.raises(ForgedError):
        RECEIPT.verify(leaf_hash(b"another"), KEYS.public)


@pytest.mark.parametrize(
    "other",
    [
        Receipt("ab" * 32, UKRAINE, JAPAN, 1, COSIGNATURE),
        Receipt(CIRCLE, KOREA, JAPAN, 1, COSIGNATURE),
        Receipt(CIRCLE, UKRAINE, JAPAN, 2, COSIGNATURE),
    ],
    ids=["circle", "chain", "size"],
)
def test_a_receipt_is_for_one_chain_at_one_size(other: Receipt) -> None:
    with pytest.raises(ForgedError):
        other.verify(ROOT, KEYS.public)


def test_a_receipt_is_of_one_member() -> None:
    with pytest.raises(ForgedError):
        RECEIPT.verify(ROOT, identity(KOREA).card.signing)


def test_an_early_receipt_is_read_as_it_was_written() -> None:
    assert read(EARLY.encode()) == EARLY


def test_an_early_receipt_is_of_one_member() -> None:
    EARLY.verify(KEYS.public)

    with pytest.raises(ForgedError):
        EARLY.verify(identity(KOREA).card.signing)


def judged(data: bytes) -> None:
    """Read a receipt and hold it against the keys of whom it names."""
    receipt = read(data)
    keys = identity(JAPAN if receipt.member == JAPAN else KOREA).card.signing
    if isinstance(receipt, EarlyReceipt):
        receipt.verify(keys)
    else:
        receipt.verify(ROOT, keys)


@settings(max_examples=200, deadline=None)
@given(early=st.booleans(), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused_by_name(*, early: bool, place: int, bit: int) -> None:
    """But for the name of the giver, whose key is asked for by that name."""
    whole = EARLY.encode() if early else RECEIPT.encode()
    changed = bytearray(whole)
    changed[place % len(whole)] ^= 1 << bit

    with pytest.raises(ComityError):
        judged(bytes(changed))


def test_a_receipt_of_too_many_bytes_is_not_read() -> None:
    with pytest.raises(MessageError):
        read(b"[" + b"0," * LARGEST + b"0]")
