"""Encoding: bytes as base64 text, each value in one way only.

A text that another text could stand for the same bytes is refused, so that nobody can change the
bytes of a card or a note without changing what it says.

>>> decode64(encode64(b"peace"))
b'peace'
>>> decode64("cGVhY2V=")
Traceback (most recent call last):
comity.seal.encoding.Base64Error: 'cGVhY2V=' is not base64 as we write it; encode the bytes again
"""

import base64
import binascii

from comity.errors import RefusedError


class Base64Error(RefusedError):
    """A text is not base64, or not the one way to write its bytes."""

    code = "base64"
    template = "{text!r} is not base64 as we write it; encode the bytes again"


def encode64(data: bytes) -> str:
    """Return bytes as text (RFC 4648, with padding)."""
    return base64.b64encode(data).decode()


def decode64(text: str) -> bytes:
    """Return the bytes that a text stands for.

    Raises:
        Base64Error: it is not what `encode64` gives for any bytes.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Base64Error(text=text[:40]) from None
    if encode64(data) != text:
        raise Base64Error(text=text[:40])
    return data
