"""Messages between nodes: who says what to whom."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, identity

from comity.errors import ComityError
from comity.exchange.messages import (
    LARGEST,
    MessageError,
    UnpairedError,
    WrongAudienceError,
    hear,
    pulse_of,
    say,
)
from comity.records.kinds import Misfit
from comity.records.party import Party
from comity.records.record import Head
from comity.seal.signing import ForgedError, PublicKeys

CIRCLE, HASH = "0f" * 32, "1e" * 32
SAID: dict[str, Any] = {
    "v": 1,
    "from": UKRAINE,
    "to": JAPAN,
    "at": "2026-03-05T09:30:00.000Z",
    "nonce": "2d" * 16,
    "heads": {CIRCLE: {UKRAINE: [7, HASH]}},
    "receipts": {CIRCLE: {JAPAN: [5, "3c" * 72]}},
    "ahead": {CIRCLE: "a note"},
}
KEYS = identity(UKRAINE).keys.signing
BEAT = say("heartbeat", KEYS, SAID)


def keys_of(party: Party) -> PublicKeys:
    """The keys of Ukraine, the only paired party."""
    if party != UKRAINE:
        raise UnpairedError(party=party)
    return KEYS.public


def heard(data: bytes, name: str = "heartbeat", here: Party = JAPAN) -> dict[str, Any]:
    """What Tokyo hears."""
    return hear(name, data, here=here, keys_of=keys_of)


def test_what_was_said_is_heard() -> None:
    assert heard(BEAT) == SAID


def test_a_pulse_tells_heads_and_receipts() -> None:
    pulse = pulse_of(heard(BEAT))

    assert pulse.party == UKRAINE
    assert pulse.heads == {CIRCLE: {UKRAINE: Head(7, HASH)}}
    assert pulse.receipts == {CIRCLE: {JAPAN: (5, b"\x3c" * 72)}}
    assert pulse.ahead == {CIRCLE: b"a note"}


def test_somebody_else_does_not_hear_it() -> None:
    with pytest.raises(WrongAudienceError) as refused:
        heard(BEAT, here=KOREA)

    assert str(refused.value) == (
        "this is meant for jp, and this node is kr; nothing of it was taken"
    )


def test_a_stranger_is_not_heard() -> None:
    with pytest.raises(UnpairedError):
        heard(say("heartbeat", KEYS, {**SAID, "from": KOREA}))


def test_another_party_s_key_is_not_believed() -> None:
    with pytest.raises(ForgedError):
        heard(say("heartbeat", identity(KOREA).keys.signing, SAID))


def test_a_message_is_not_another_message_of_the_same_fields() -> None:
    common = {name: SAID[name] for name in ("v", "from", "to", "at", "nonce")}
    chain = {**common, "circle": CIRCLE, "chain": UKRAINE, "first": 1}

    with pytest.raises(MessageError):
        heard(say("chain", KEYS, chain), name="file")


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(BEAT) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused_by_name(place: int, bit: int) -> None:
    changed = bytearray(BEAT)
    changed[place] ^= 1 << bit

    with pytest.raises(ComityError):
        heard(bytes(changed))


def test_a_message_of_too_many_bytes_is_not_read() -> None:
    with pytest.raises(MessageError) as refused:
        heard(b"[" * (LARGEST + 1))

    assert str(refused.value) == (
        "this is no message of this protocol: it has 1048577 bytes, the most is 1048576; "
        "nothing of it was taken"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2),
        ("at", "2026-02-31T09:30:00.000Z"),
        ("at", "0000-01-01T09:30:00.000Z"),
        ("nonce", "2D" * 16),
        ("nonce", "2d" * 15),
        ("heads", {CIRCLE: {UKRAINE: [0, HASH]}}),
        ("heads", {CIRCLE: {UKRAINE: [1, HASH, 1]}}),
        ("heads", {"circle": {}}),
        ("heads", {CIRCLE: {f"a{c}": [1, HASH] for c in "abcdefghijklm"}}),
        ("receipts", {CIRCLE: {JAPAN: [5, "3c" * 71]}}),
        ("receipts", []),
    ],
)
def test_a_field_that_has_not_its_form_is_not_even_said(field: str, value: object) -> None:
    with pytest.raises(Misfit):
        say("heartbeat", KEYS, {**SAID, field: value})
