"""Holding: what a letter that waits for a second role says, in full, whatever its kind.

Nobody may release what they cannot read. Words are shown in each of their languages; everything
else that the record is going to say stands below them as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comity.exchange.drafts import Letter
from comity.exchange.statements import KINDS
from comity.records.kinds import LANGUAGES

OWN = frozenset(kind.name for kind in KINDS)
"""Kinds of the exchange itself, which the page of a draft shows in its own way."""


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a letter.

    Attributes:
        kind: of the record.
        words: texts in it, each in its languages.
        rest: everything else of its body, as JSON; "" for nothing.
    """

    kind: str
    words: tuple[Mapping[str, str], ...]
    rest: str


def parts_of(letter: Letter) -> tuple[Part, ...]:
    """Return what a letter says, record by record; () where it is one of the exchange itself."""
    if letter.kind in OWN:
        return ()
    alone = [{"kind": letter.kind, "body": letter.body}]
    return tuple(_part(one["kind"], one["body"]) for one in letter.body.get("letters", alone))


def _part(kind: str, body: Mapping[str, Any]) -> Part:
    words = tuple(value for value in body.values() if _spoken(value))
    rest = {name: value for name, value in body.items() if not _spoken(value)}
    return Part(kind, words, json.dumps(rest, ensure_ascii=False, indent=1) if rest else "")


def _spoken(value: object) -> bool:
    """Say whether a value is a text in one or more languages."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and value.keys() <= LANGUAGES
        and all(isinstance(text, str) for text in value.values())
    )
