"""Canonical bytes: RFC 8785 for everything that a record may hold, and nothing else.

The examples are facts of the RFC, written down by us: 3.2.2.2 on strings, 3.2.2 on literals, 3.2.3
on the order of keys, appendix B on where integers end. Its examples of fractions and of keys
outside ASCII are refused here, and must be. For all other values the library `rfc8785` is asked.
"""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from comity.records.canonical import (
    DepthError,
    DuplicateKeyError,
    FractionError,
    IntegerError,
    Json,
    KeyAlphabetError,
    NotCanonicalError,
    decode,
    encode,
)

LARGEST = 2**53 - 1

letters = st.text(st.characters(codec="utf-8"), max_size=20)
keys = st.text(st.characters(max_codepoint=127), max_size=8)
leaves = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | letters
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)


def depth(value: object) -> int:
    """How many objects and lists stand inside each other."""
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 0


@given(values.filter(lambda value: depth(value) <= 16))
def test_our_bytes_are_those_of_the_library(value: Any) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(values.filter(lambda value: depth(value) <= 16))
def test_what_was_encoded_is_decoded_to_the_same(value: Any) -> None:
    assert decode(encode(value)) == value


@given(values.filter(lambda value: depth(value) <= 16))
def test_every_other_way_to_write_a_value_is_refused(value: Any) -> None:
    for other in (
        json.dumps(value, indent=1),
        json.dumps(value, ensure_ascii=False) + "\n",
        json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True),
    ):
        data = other.encode()
        if data != encode(value):
            with pytest.raises(NotCanonicalError):
                decode(data)


@given(st.binary(max_size=64))
def test_any_bytes_are_canonical_or_refused_by_name(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonicalError:
        return
    assert encode(value) == data


def test_strings_are_escaped_as_in_3_2_2_2() -> None:
    value = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"

    assert encode(value).decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@pytest.mark.parametrize(
    ("letter", "written"),
    [
        ("\b", "\\b"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\f", "\\f"),
        ("\r", "\\r"),
        ("\0", "\\u0000"),
        ("\x1f", "\\u001f"),
        ("\x7f", "\x7f"),
        ("/", "/"),
        ("\u2028", "\u2028"),
        ("\u0080", "\u0080"),
        ("\U0001f600", "\U0001f600"),
    ],
    ids=ascii,
)
def test_each_letter_is_written_in_one_way(letter: str, written: str) -> None:
    assert encode(letter).decode() == f'"{written}"'


def test_literals_are_written_as_in_3_2_2() -> None:
    assert encode([None, True, False]) == b"[null,true,false]"


def test_keys_are_sorted_in_every_object_and_lists_are_left_alone() -> None:
    value: Json = [56, {"d": True, "10": None, "1": []}]

    assert encode(value) == b'[56,{"1":[],"10":null,"d":true}]'


def test_keys_are_sorted_by_their_letters_and_not_by_a_language() -> None:
    assert encode(dict.fromkeys("b a B A _ 9 ~".split(), 0)) == (
        b'{"9":0,"A":0,"B":0,"_":0,"a":0,"b":0,"~":0}'
    )


def test_letters_are_not_brought_to_one_form() -> None:
    assert encode("й") != encode("и\u0306")


@pytest.mark.parametrize("number", [LARGEST, -LARGEST])
def test_integers_go_to_where_appendix_b_ends(number: int) -> None:
    assert encode(number) == str(number).encode()


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1, 2**63, 10**30])
def test_integers_beyond_it_are_refused(number: int) -> None:
    with pytest.raises(IntegerError):
        encode(number)


@pytest.mark.parametrize(
    "data",
    [b"1.5", b"333333333.33333329", b"1e30", b"4.50", b"2e-3", b"0.0", b"-0.0", b"1E0", b"1.0"],
)
def test_fractions_of_3_2_2_are_refused(data: bytes) -> None:
    with pytest.raises(FractionError):
        decode(data)


@pytest.mark.parametrize("data", [b"-0", b"01", b"+1", b"NaN", b"Infinity", b"0x1", b"1 ", b""])
def test_numbers_in_another_writing_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)


def test_keys_of_the_example_in_3_2_3_are_refused() -> None:
    with pytest.raises(KeyAlphabetError):
        decode('{"€":"Euro Sign"}'.encode())


def test_a_key_that_stands_twice_is_named() -> None:
    with pytest.raises(DuplicateKeyError) as caught:
        decode(b'{"a":1,"a":1}')

    assert caught.value.facts == {"key": "a"}


def test_a_key_that_stands_twice_by_an_escape_is_named() -> None:
    with pytest.raises(DuplicateKeyError):
        decode(b'{"a":1,"\\u0061":2}')


@pytest.mark.parametrize("deep", [17, 200, 5000])
def test_what_is_nested_too_deep_is_refused(deep: int) -> None:
    with pytest.raises(DepthError):
        decode(b"[" * deep + b"]" * deep)


@pytest.mark.parametrize("data", [b'"\\ud800"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b'"\xff"'])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonicalError):
        decode(data)


def test_a_lone_surrogate_is_never_written() -> None:
    with pytest.raises(NotCanonicalError):
        encode("\ud800")
