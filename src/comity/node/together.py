"""Together: letters of one circle that are said as one, such as a first draft of many clauses.

Some name a record that is said with them, whose hash nobody knows before: the stance on a wording
that is tabled just now. They carry a placeholder for it, and are said in turns: each turn is one
commit, and what names a record of the same turn waits for the next one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comity.exchange.drafts import Letter
from comity.exchange.station import MOST_AT_ONCE, MOST_BYTES
from comity.node.party import KINDS
from comity.records.canonical import encode
from comity.records.marking import highest

TOGETHER = "together/1"
"""Kind of the one letter that stands for several while they are held; no record has it."""

PLACEHOLDER = "said:"


def said(number: int) -> str:
    """Return what stands for the hash of one of the letters before, from 0."""
    return f"{PLACEHOLDER}{number}"


def with_hashes(value: Any, hashes: Sequence[str]) -> Any:  # noqa: ANN401 - any part of a body
    """Return a body, or a part of one, with hashes in place of what stands for them."""
    if isinstance(value, str) and value.startswith(PLACEHOLDER):
        return hashes[int(value.removeprefix(PLACEHOLDER))]
    if isinstance(value, Mapping):
        return {with_hashes(n, hashes): with_hashes(one, hashes) for n, one in value.items()}
    if isinstance(value, list | tuple):
        return [with_hashes(one, hashes) for one in value]
    return value


def named(value: object) -> Iterator[int]:
    """Yield the numbers of the letters that a body names."""
    if isinstance(value, str) and value.startswith(PLACEHOLDER):
        yield int(value.removeprefix(PLACEHOLDER))
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from named(name)
            yield from named(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from named(one)


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
