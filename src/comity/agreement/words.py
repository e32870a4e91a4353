"""Words: where one ends and the next begins, in Ukrainian, Japanese, English and Korean.

Japanese writes no spaces. A dictionary of morphemes would be exact and heavy; here a word ends
where the script changes: kanji with the hiragana that inflects them (`強く`, `行う`), katakana,
letters, digits. Hiragana that is a particle stands alone, so that `を` and `は` never drag a
compound into a difference. What it costs: a compound of kanji is one word, replaced as a whole.

>>> [word.text for word in words_of("両国は、軍事協力を強く非難する。")]
['両国', 'は', '、', '軍事協力', 'を', '強く', '非難する', '。']
>>> [word.text for word in words_of("within 24 hours.")]
['within', '24', 'hours', '.']
"""

import re
from dataclasses import dataclass

PARTICLES = (
    "における に関する について に対する に対し により による として とともに から まで より "
    "では には とは との への での など は を が に の と で も へ や"
).split()
"""Particles and the compounds of them that a text of diplomats uses, the longest first."""

_KANJI, _KATAKANA, _HIRAGANA = "\u3400-\u9fff々〆", "\u30a1-\u30ffー", "\u3041-\u309f"
_JAPANESE = _KANJI + _KATAKANA + _HIRAGANA
_TOKEN = re.compile(
    rf"(?P<mixed>[{_KANJI}]+|[{_KATAKANA}]+)|(?P<kana>[{_HIRAGANA}]+)"
    rf"|(?P<word>(?![{_JAPANESE}])\w(?:(?![{_JAPANESE}])[\w'’ʼ-])*)|(?P<sign>[^\w\s])"
)
_SPACE = re.compile(r"\s+")
JAPANESE = re.compile(f"[{_JAPANESE}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign of punctuation.

    Attributes:
        text: as written.
        space: what white space stands after it.
        full: False for a particle or a sign, which alone hold no brackets apart.
    """

    text: str
    space: str
    full: bool


def words_of(text: str) -> list[Word]:
    """Return the words of a text; together, with their spaces, they are the text from its start."""
    found: list[tuple[str, int, bool]] = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        if match.lastgroup == "kana":
            attach = bool(found) and found[-1][1] + len(found[-1][0]) == start
            found += _hiragana(match.group(), start, found, attach=attach)
        else:
            found.append((match.group(), start, match.lastgroup != "sign"))
    words = []
    for word, start, full in found:
        space = _SPACE.match(text, start + len(word))
        words.append(Word(word, space.group() if space else "", full))
    return words


def _hiragana(
    run: str, start: int, before: list[tuple[str, int, bool]], *, attach: bool
) -> list[tuple[str, int, bool]]:
    """Return the words of a run of hiragana; an inflection goes to the word before it."""
    found: list[tuple[str, int, bool]] = []
    at = 0
    while at < len(run):
        word = next((one for one in PARTICLES if run.startswith(one, at)), "")
        full, place = not word, start + at
        if full:
            cut = run.find("を", at)
            word = run[at : cut if cut > 0 else len(run)]
        at += len(word)
        if full and attach and not found and re.fullmatch(rf"[{_KANJI}]+", before[-1][0]):
            stem, place, _ = before.pop()
            word = stem + word
        found.append((word, place, full))
    return found
