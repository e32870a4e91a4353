"""Together: letters of one circle that are said as one, such as a first draft of many clauses.

Some name a record that is said with them, whose hash nobody knows before: the stance on a wording
that is tabled just now. They carry a placeholder for it, and are said in turns: each turn is one
commit, and what names a record of the same turn waits for the next one.

Words are nobody's names: whoever writes "said:0" into a wording has it said as it is written. Nor
is anything of an effect, which was hashed before.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comity.exchange.drafts import Letter
from comity.exchange.station import MOST_AT_ONCE, MOST_BYTES
from comity.node.party import KINDS
from comity.records.canonical import encode
from comity.records.kinds import LANGUAGES
from comity.records.marking import highest

TOGETHER = "together/1"
"""Kind of the one letter that stands for several while they are held; no record has it."""

PLACEHOLDER = "said:"
NAME = re.compile(rf"{PLACEHOLDER}([0-9]{{1,6}})")


def said(number: int) -> str:
    """Return what stands for the hash of one of the letters before, from 0."""
    return f"{PLACEHOLDER}{number}"


def with_hashes(value: Any, hashes: Sequence[str]) -> Any:  # noqa: ANN401 - any part of a body
    """Return a body, or a part of one, with hashes in place of what stands for them."""
    if isinstance(value, str):
        match = NAME.fullmatch(value)
        return value if match is None else hashes[int(match[1])]
    if isinstance(value, Mapping):
        return {
            with_hashes(name, hashes): one if _as_it_is(name, one) else with_hashes(one, hashes)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [with_hashes(one, hashes) for one in value]
    return value


def named(value: object) -> Iterator[int]:
    """Yield the numbers of the letters that a body names."""
    if isinstance(value, str):
        match = NAME.fullmatch(value)
        yield from () if match is None else (int(match[1]),)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from named(name)
            yield from () if _as_it_is(name, one) else named(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from named(one)


def _as_it_is(name: str, value: object) -> bool:
    """Say whether a part of a body is words, or an effect: nothing in it stands for a hash."""
    return name == "effect" or (isinstance(value, Mapping) and value.keys() <= LANGUAGES)


def checked(letters: Sequence[Letter]) -> None:
    """Check that every letter fits its kind, and names only what is said before it.

    Raises:
        BodyError: a body does not fit.
        ValueError: they are of several circles, or one names a later one: a fault of the caller.
    """
    if len({one.circle for one in letters}) != 1:
        raise ValueError("letters that are said together belong to one circle")
    zeros = [f"{number:064x}" for number in range(len(letters))]
    for number, one in enumerate(letters):
        if any(before >= number for before in named(one.body)):
            raise ValueError("a letter can name only what is said before it")
        KINDS.known[one.kind].check(with_hashes(one.body, zeros))


def together(letters: Sequence[Letter]) -> Letter:
    """Return one letter that stands for several while it is decided whether they may be said."""
    return Letter(
        kind=TOGETHER,
        circle=letters[0].circle,
        body={
            "letters": [
                {"kind": one.kind, "body": dict(one.body), "marking": int(one.marking)}
                for one in letters
            ]
        },
        marking=highest(one.marking for one in letters),
        quoted=highest(one.quoted for one in letters),
    )


def apart(letter: Letter) -> list[Letter]:
    """Return the letters that one stands for."""
    return [
        Letter(
            kind=one["kind"],
            circle=letter.circle,
            body=one["body"],
            marking=type(letter.marking)(one["marking"]),
        )
        for one in letter.body["letters"]
    ]


def in_turns(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Yield letters as they are said: what one turn names was said in turns before."""
    turn: list[Letter] = []
    first = size = 0
    for number, one in enumerate(letters):
        length = len(encode(one.body))
        full = len(turn) == MOST_AT_ONCE or size + length > MOST_BYTES
        if turn and (full or any(before >= first for before in named(one.body))):
            yield turn
            turn, first, size = [], number, 0
        turn.append(one)
        size += length
    if turn:
        yield turn
