"""Brackets: a text that is not agreed, as diplomats write it, with whose words they are.

    They share information [within 24 hours of a relevant event]{UA} [as promptly as possible]{JP}.

Two wordings are compared word by word. Where fewer than two words between two differences are the
same, they are taken into the difference, or it reads `[within]{UA} [as]{JP} [24]{UA}`. Wordings
that have little in common stand side by side. Brackets and wordings left are the number that
negotiators watch, so both are counted here, for each party and in all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from comity.agreement.differences import Stretch, differences
from comity.agreement.packages import Status, StatusWord, statuses
from comity.agreement.text import Text
from comity.agreement.words import JAPANESE, Word, words_of
from comity.records.party import Party

LEAST_ALIKE = 0.35
"""Below it two wordings are shown whole, side by side."""

DELETED = ""
"""The wording that deletes a clause."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text.

    Attributes:
        text: its words.
        bracketed: whether it stands in brackets.
        holders: of bracketed words, the parties that support or accept them.
        others: of bracketed words, each party with another stance, and its letter.
    """

    text: str
    bracketed: bool = False
    holders: tuple[Party, ...] = ()
    others: tuple[tuple[Party, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """What is left to agree.

    Attributes:
        clauses: that are not agreed.
        brackets: pairs of brackets in the text.
        alternatives: live wordings of clauses that are not agreed.
        brackets_of: pairs around words that a party supports or accepts.
        alternatives_of: live wordings that a party supports, of clauses that are not agreed.
    """

    clauses: int
    brackets: int
    alternatives: int
    brackets_of: dict[Party, int]
    alternatives_of: dict[Party, int]


def bracketed(text: Text, clause: str, status: Status, language: str) -> tuple[Piece, ...]:
    """Return a clause as it is written in one language, with brackets where it is not agreed."""
    if status.word in {StatusWord.AGREED, StatusWord.AD_REFERENDUM}:
        words = _words(text, status.wordings[0], language)
        return (Piece(words),) if words else ()
    live = text.live(clause)
    written = [_words(text, one, language) for one in live]
    if len(live) == 2 and all(written):
        return _compared(text, live, written)
    return _side_by_side(text, live, written)


def as_written(pieces: Sequence[Piece], deleted: str = "delete") -> str:
    """Return pieces as one line, for a document.

    Args:
        pieces: of a clause.
        deleted: the word that stands for a wording that deletes the clause.
    """
    line = ""
    for piece in pieces:
        if not piece.bracketed:
            line += piece.text
            continue
        body = piece.text.rstrip()
        space = piece.text[len(body) :]
        line += f"[{body or deleted}]{{{attribution(piece)}}}{space}"
    return line.strip()


NAMES = {"O": "opposed", "R": "reserve", "Q": "ad ref"}


def attribution(piece: Piece) -> str:
    """Return whose words stand in brackets: "UA+KR; opposed JP"."""
    others = [f"{NAMES[letter]} {party.upper()}" for party, letter in piece.others]
    return "; ".join(["+".join(party.upper() for party in piece.holders), *others])


def count(text: Text, language: str) -> Count:
    """Return what is left to agree; pairs of brackets are those of one language."""
    found = statuses(text)
    left = [clause for clause in text.clauses if _left(found[clause])]
    pieces = [
        piece
        for clause in left
        for piece in bracketed(text, clause, found[clause], language)
        if piece.bracketed
    ]
    live = [one for clause in left for one in text.live(clause)]
    brackets = Counter(party for piece in pieces for party in piece.holders)
    alternatives = Counter(party for one in live for party in text.holders(one, "S"))
    return Count(
        len(left),
        len(pieces),
        len(live),
        {party: brackets[party] for party in text.parties},
        {party: alternatives[party] for party in text.parties},
    )


def _left(status: Status) -> bool:
    return status.word not in {StatusWord.AGREED, StatusWord.DROPPED}


def _words(text: Text, wording: str, language: str) -> str:
    """Return a wording in a language, in any other where it is not there; "" to delete."""
    words = text.alternatives[wording].words
    return words.get(language) or next(iter(words.values()), DELETED)


def _piece(text: Text, wording: str, words: str) -> Piece:
    others = tuple((party, letter) for letter in "ORQ" for party in text.holders(wording, letter))
    return Piece(words, bracketed=True, holders=text.holders(wording, "SA"), others=others)


def _side_by_side(text: Text, live: Sequence[str], written: Sequence[str]) -> tuple[Piece, ...]:
    """Return whole wordings after each other; what all begin and end with stands outside."""
    tokens = [words_of(words) for words in written]
    head, tail = _common(tokens)
    if len(live) < 3 or head + tail < min(map(len, tokens)) * LEAST_ALIKE:
        head = tail = 0
    pieces = [Piece(_text(tokens[0][:head]))] if head else []
    for one, words in zip(live, tokens, strict=True):
        middle = words[head : len(words) - tail]
        pieces.append(_piece(text, one, f"{_text(middle).rstrip()} "))
    pieces[-1] = _fitted(pieces[-1], tokens[-1][len(tokens[-1]) - tail :])
    return (*pieces, Piece(_text(tokens[0][len(tokens[0]) - tail :]))) if tail else tuple(pieces)


def _common(tokens: Sequence[Sequence[Word]]) -> tuple[int, int]:
    """Return how many words all wordings begin and end with."""
    shortest = min(map(len, tokens))
    head = 0
    while head < shortest and len({words[head].text for words in tokens}) == 1:
        head += 1
    tail = 0
    while tail < shortest - head and len({words[-1 - tail].text for words in tokens}) == 1:
        tail += 1
    return head, tail


def _compared(text: Text, live: Sequence[str], written: Sequence[str]) -> tuple[Piece, ...]:
    """Return two wordings as one text with brackets where they differ."""
    left, right, stretches = _stretches(written[0], written[1])
    if not stretches:
        return _side_by_side(text, live, written)
    pieces: list[Piece] = []
    for same, a, b, c, d in stretches:
        if same:
            pieces.append(Piece(_text(left[a:b])))
            continue
        gap = "" if JAPANESE.search(written[0]) else " "
        sides = [(live[0], left[a:b]), (live[1], right[c:d])]
        there = [(one, words) for one, words in sides if words]
        for number, (one, words) in enumerate(there):
            piece = _piece(text, one, _text(words).rstrip() + gap)
            following = left[b:] if number == len(there) - 1 else None
            pieces.append(piece if following is None else _fitted(piece, following))
        if pieces and len(pieces) > len(there) and gap:
            pieces = _spaced(pieces, len(there))
    return tuple(pieces)


@lru_cache(maxsize=4096)
def _stretches(first: str, second: str) -> tuple[list[Word], list[Word], list[Stretch]]:
    """Return two wordings as words, and the stretches of them that are the same or differ.

    No stretch where they have little in common. A text of many clauses is looked at again and
    again, and wordings never change: so this is remembered.
    """
    left, right = words_of(first), words_of(second)
    found = differences([word.text for word in left], [word.text for word in right])
    if found.alike < LEAST_ALIKE:
        return left, right, []
    return left, right, _absorbed(found.stretches, left)


def _absorbed(stretches: Sequence[Stretch], left: Sequence[Word]) -> list[Stretch]:
    """Return stretches that are the same or differ; tiny same ones between two go with them."""
    found: list[Stretch] = []
    for number, (equal, a, b, c, d) in enumerate(stretches):
        inside = 0 < number < len(stretches) - 1
        tiny = inside and sum(word.full for word in left[a:b]) < 2
        same = equal and not tiny
        if found and not same and not found[-1][0]:
            _, first, _, third, _ = found.pop()
            found.append((False, first, b, third, d))
        else:
            found.append((same, a, b, c, d))
    return found


def _fitted(piece: Piece, following: Sequence[Word]) -> Piece:
    """Return a piece without the space at its end where a sign of punctuation follows, or none."""
    glued = not following or not (following[0].full or following[0].text in "([«“")
    words = piece.text.rstrip() if glued else piece.text
    return Piece(words, piece.bracketed, piece.holders, piece.others)


def _spaced(pieces: list[Piece], last: int) -> list[Piece]:
    """Return pieces with a space before the brackets that follow plain words without one."""
    before = pieces[-last - 1]
    if before.text and not before.text[-1].isspace() and not before.bracketed:
        pieces[-last - 1] = Piece(f"{before.text} ")
    return pieces


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text + word.space for word in words)
