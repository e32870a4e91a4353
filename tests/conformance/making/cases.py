"""Cases: one question to a client, and what it must answer.

Bytes are put into a case with `given`. Only when the file is written it is decided how they stand
there: as text, hexadecimal digits or base64, in parts, or by the name of a piece.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

LONG = re.compile(rb"(.)\1{255,}", re.DOTALL)
"""One byte so often that a vector says how often."""

Given = dict[str, Any]
Pieces = Mapping[str, bytes]


def given(data: bytes) -> Given:
    """Return bytes as they stand in a case until the file is written."""
    return {"bytes": data}


def shown(data: bytes, pieces: Pieces) -> Given:
    """Return bytes as a file gives them."""
    parts = in_parts(data, pieces)
    return parts[0] if len(parts) == 1 and "times" not in parts[0] else {"parts": parts}


def in_parts(data: bytes, pieces: Pieces) -> list[Given]:
    """Return bytes in parts: pieces by their name, runs of one byte by their length."""
    parts, at = [], 0
    for long in LONG.finditer(data):
        parts += by_pieces(data[at : long.start()], pieces)
        parts.append({**plain(long[1]), "times": len(long[0])})
        at = long.end()
    parts += by_pieces(data[at:], pieces)
    return parts or [plain(b"")]


def by_pieces(data: bytes, pieces: Pieces) -> list[Given]:
    """Return bytes without long runs in parts."""
    for name, piece in pieces.items():
        for form, known in (("piece", piece), ("piece64", base64.b64encode(piece))):
            before, found, after = data.partition(known)
            if found:
                return [*by_pieces(before, pieces), {form: name}, *by_pieces(after, pieces)]
    return [plain(data)] if data else []


def plain(data: bytes) -> Given:
    """Return bytes as text where they are some, else as hexadecimal digits or base64."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    if all(letter.isprintable() or letter == "\n" for letter in text):
        return {"text": text}
    return {"hex": data.hex()} if len(data) <= 256 else {"base64": base64.b64encode(data).decode()}


def written(value: object, pieces: Pieces) -> object:
    """Return a part of a file with all bytes as the file gives them."""
    if isinstance(value, dict):
        if value.keys() == {"bytes"} and isinstance(value["bytes"], bytes):
            return shown(value["bytes"], pieces)
        return {name: written(inner, pieces) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [written(inner, pieces) for inner in value]
    return value


class File:
    """One file of vectors.

    Attributes:
        name: of the file, without its ending.
        title: what it is about.
        shared: what many cases have in common, by name.
        cases: in order.
    """

    def __init__(self, name: str, title: str, shared: Mapping[str, Given] | None = None) -> None:
        self.name = name
        self.title = title
        self.shared = dict(shared or {})
        self.cases: list[Given] = []

    def add(
        self,
        command: str,
        what: str,
        says: str,
        put: Mapping[str, Any],
        *,
        answer: Mapping[str, Any] | None = None,
        refused: str | Sequence[str] = (),
        like: str = "",
    ) -> None:
        """Add a case.

        Args:
            command: encode, check or open.
            what: sort of thing that is encoded, checked or opened.
            says: what the case is about, in a few words.
            put: what is put in.
            answer: what must come out; None where it must be refused.
            refused: the codes of which one must come out.
            like: name of what it shares with others.
        """
        case: Given = {"id": f"{self.name}-{len(self.cases) + 1}", "says": says}
        case |= {"command": command, "what": what}
        if like:
            case["with"] = like
        case["input"] = dict(put)
        if answer is None:
            case["refused"] = [refused] if isinstance(refused, str) else list(refused)
        else:
            case["answer"] = dict(answer)
        self.cases.append(case)

    def encode(self, pieces: Pieces) -> bytes:
        """Return the file."""
        held = {
            "title": self.title,
            "version": 1,
            "shared": written(self.shared, pieces),
            "cases": written(self.cases, pieces),
        }
        return (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode()
