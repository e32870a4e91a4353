"""Canonical bytes: one value, one sequence of bytes (RFC 8785), so that a hash means something.

Only what two programs can never read differently is allowed: no fractions, no keys outside
ASCII, no integer beyond 2**53 - 1, no key twice. Under these rules a fast encoder that sorts by
bytes gives what RFC 8785 asks for; the tests hold it against the library of that name.

>>> encode({"b": 1, "a": "Київ"}).decode()
'{"a":"Київ","b":1}'
>>> decode(b'{"a":1.5}')
Traceback (most recent call last):
comity.records.canonical.FractionError: 1.5 is not a whole number; write it as text
"""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn

import orjson

from comity.errors import RefusedError

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
"""What a record is made of; a fraction is not among it."""

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 16
"""Objects and lists inside each other; a record needs six."""


class NotCanonicalError(RefusedError):
    """The bytes are not the one way in which RFC 8785 writes this value."""

    code = "not-canonical"
    template = "these bytes are not canonical JSON (RFC 8785): {reason}; encode the value again"


class DuplicateKeyError(NotCanonicalError):
    """A key stands twice, so that two readers could see two different records."""

    code = "duplicate-key"
    template = "the key {key!r} stands twice in one object; nothing of it was read, send it once"


class FractionError(NotCanonicalError):
    """A number is not whole; its digits depend on who prints it."""

    code = "fraction"
    template = "{value} is not a whole number; write it as text"


class IntegerError(NotCanonicalError):
    """A whole number is larger than every JSON reader can hold."""

    code = "integer-too-large"
    template = "{value} is beyond 2**53 - 1; write it as text"


class KeyAlphabetError(NotCanonicalError):
    """A key is not ASCII, so that its place in the order depends on the encoding."""

    code = "key-alphabet"
    template = "the key {key!r} has letters outside ASCII; name the field in ASCII"


class DepthError(NotCanonicalError):
    """Objects and lists stand too deep inside each other."""

    code = "too-deep"
    template = "more than {deepest} objects or lists stand inside each other; send a flatter record"


class ValueTypeError(NotCanonicalError):
    """A value is of a type that JSON does not have."""

    code = "value-type"
    template = "a value of type {type} cannot stand in a record; use text, whole numbers, lists"


def encode(value: Json) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        NotCanonicalError: the value has something that canonical bytes cannot hold.
    """
    check(value)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:  # a lone surrogate is the one thing left that can fail
        raise NotCanonicalError(reason=str(error)) from error


def decode(data: bytes) -> Json:
    """Return the value of canonical bytes.

    Raises:
        NotCanonicalError: the bytes are anything but what `encode` gives for their value.
    """
    try:
        value: Json = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if "depth" in str(error) or "recursion" in str(error):
            raise DepthError(deepest=DEEPEST) from error
        raise NotCanonicalError(reason=str(error)) from error
    check(value)
    if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != data:
        explain(data)
    return value


def check(value: object, depth: int = 0) -> None:  # noqa: C901 - one line for each type of JSON
    """Refuse what canonical bytes cannot hold, anywhere inside a value."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return
    if kind is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:  # type: ignore[operator]
            raise IntegerError(value=value)
        return
    if depth >= DEEPEST:
        raise DepthError(deepest=DEEPEST)
    if isinstance(value, dict):
        for key, inner in value.items():
            if type(key) is not str:
                raise ValueTypeError(type=type(key).__name__)
            if not key.isascii():
                raise KeyAlphabetError(key=key)
            check(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            check(inner, depth + 1)
    elif kind is float:
        raise FractionError(value=value)
    else:
        raise ValueTypeError(type=kind.__name__)


def explain(data: bytes) -> NoReturn:
    """Raise the error that names why bytes are not canonical."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for key, value in pairs:
            if key in seen:
                raise DuplicateKeyError(key=key)
            seen[key] = value
        return seen

    try:
        json.loads(data, object_pairs_hook=once)
    except RecursionError:
        raise DepthError(deepest=DEEPEST) from None
    raise NotCanonicalError(reason="spaces, order of keys, escapes or numbers differ")
