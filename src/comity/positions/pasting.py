"""Pasting: a first draft as somebody pasted it, cut into clauses that stand beside each other.

What a word processor leaves behind in plain text is taken away: soft hyphens, zero-width and
control characters, no-break spaces, private glyphs of its bullets, line breaks inside a paragraph,
and the number in front of it, which the order of clauses gives anew. Nothing that a person wrote is
dropped: letters, quotation marks and dashes stay as they are.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors import RefusedError

LONGEST_CLAUSE = 20_000
MOST_CLAUSES = 200
"""Of a first draft; more can be added to the text later."""

BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
PARAGRAPHS = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")
SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f]+")
NUMBERED = re.compile(
    r"^(?:[•◦▪‣·∙●○■□*-]\s+|[(（]?[0-9０-９]{1,3}[)）.．]\s+|[0-9０-９]{1,3}[．、]\s*"
    r"|[a-zа-яґєії][)）]\s+|第[0-9０-９一二三四五六七八九十百]{1,5}(?:条|項|段落)\s+)"
)
"""A bullet or a number in front of a paragraph; an initial, such as `A.`, is none."""
INVISIBLE = frozenset({"Cc", "Cs", "Co"})
KEPT = frozenset("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
"""Joiners and marks of direction: some scripts are not written without them."""
DROPPED = frozenset("\u00ad\u200b\u2060\ufeff\ufff9\ufffa\ufffb\ufffc")


class UnequalDraftError(RefusedError):
    """The languages of a first draft have different numbers of paragraphs."""

    code = "draft-unequal"
    template = (
        "the languages do not stand beside each other: {counts}; leave one empty line between two "
        "paragraphs, and where a paragraph has no translation yet write a dash alone"
    )


class LongClauseError(RefusedError):
    """A paragraph is longer than a clause may be."""

    code = "clause-too-long"
    template = "paragraph {number} in {language} has {count} letters; a clause has at most {most}"


class ManyClausesError(RefusedError):
    """A first draft has more paragraphs than may be tabled at once."""

    code = "draft-too-many"
    template = "the draft has {count} paragraphs; table at most {most} at once, the rest later"


class EmptyDraftError(RefusedError):
    """A draft has no words."""

    code = "draft-empty"
    template = "there are no words in it; write or paste the text in at least one language"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A draft, cut.

    Attributes:
        clauses: the words of each, in the languages that it has.
    """

    clauses: tuple[Mapping[str, str], ...]


def cleaned(text: str) -> str:
    r"""Return pasted words without what a word processor leaves behind.

    >>> cleaned("1.\u00a0The Par\u00adties\u200b met\nin Tokyo.")
    'The Parties met in Tokyo.'
    >>> cleaned("両国は、\n協力する。")
    '両国は、協力する。'
    """
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    text = "".join(
        letter
        for letter in text
        if letter in "\n\t"
        or letter in KEPT
        or (letter not in DROPPED and unicodedata.category(letter) not in INVISIBLE)
    )
    lines = [SPACES.sub(" ", part).strip() for part in text.split("\n")]
    joined = ""
    for part in filter(None, lines):
        glue = "" if not joined or (_wide(joined[-1]) and _wide(part[0])) else " "
        joined += glue + part
    return NUMBERED.sub("", joined).strip()


def _wide(letter: str) -> bool:
    """Say whether no space stands between this letter and the next."""
    return unicodedata.east_asian_width(letter) in "WF" and not "가" <= letter <= "힣"


def paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a pasted text, cleaned; a dash alone stands for an empty one.

    Empty lines divide paragraphs; where there are none, each line is one.

    >>> paragraphs("First.\n\nSecond,\ngoes on.")
    ['First.', 'Second, goes on.']
    >>> paragraphs("First.\nSecond.")
    ['First.', 'Second.']
    """
    plain = BREAKS.sub("\n", text).strip()
    pieces = PARAGRAPHS.split(plain)
    if len(pieces) == 1:
        pieces = plain.split("\n")
    if not plain:
        return []
    found = []
    for piece in pieces:
        alone = piece.strip() in {"-", "–", "—", "ー", "－"}
        clean = "" if alone else cleaned(piece)
        if clean or alone:
            found.append(clean)
    return found


def pasted(drafts: Mapping[str, str]) -> Pasted:
    """Return the clauses of a draft that was pasted in one or more languages.

    Args:
        drafts: the text in each language, as it was pasted.

    Raises:
        EmptyDraftError: there are no words.
        UnequalDraftError: the languages have different numbers of paragraphs.
        ManyClausesError, LongClauseError: it is too long.
    """
    cut = {tongue: paragraphs(text) for tongue, text in drafts.items()}
    cut = {tongue: found for tongue, found in cut.items() if any(found)}
    if not cut:
        raise EmptyDraftError
    if len({len(found) for found in cut.values()}) > 1:
        counts = ", ".join(f"{tongue} {len(found)}" for tongue, found in cut.items())
        raise UnequalDraftError(counts=counts)
    size = max(map(len, cut.values()))
    if size > MOST_CLAUSES:
        raise ManyClausesError(count=size, most=MOST_CLAUSES)
    clauses = []
    for number in range(size):
        words = {tongue: found[number] for tongue, found in cut.items() if found[number]}
        need_short(words, number + 1)
        if words:
            clauses.append(words)
    return Pasted(tuple(clauses))


def need_short(words: Mapping[str, str], number: int) -> None:
    """Check that a clause is short enough.

    Raises:
        LongClauseError: it is not.
    """
    for tongue, text in words.items():
        if len(text) > LONGEST_CLAUSE:
            raise LongClauseError(
                number=number, language=tongue, count=len(text), most=LONGEST_CLAUSE
            )
