"""Kana: to Hepburn romaji, with the small letters that foreign names need.

What kana cannot tell apart is left as it is here and folded on both sides by `folding.sound`.

>>> romaji("セルゲイ・アクショーノフ"), romaji("ブルィキン"), romaji("ヴャチェスラフ")
('serugei akushonofu', 'burikin', 'vyachesurafu')
"""

import unicodedata
from functools import cache, lru_cache

from comity.entities.tables import rows

LONG, DOUBLE = "ー", "ッ"
DIVIDERS = frozenset("・･=＝゠\u3000 ,、,.()（）「」『』-‐–—/／")
HIRAGANA = {ord("ぁ") + n: ord("ァ") + n for n in range(86)}


@cache
def syllables() -> dict[str, str]:
    """Return the romaji of every katakana letter; small ones begin with a plus sign."""
    return {row[0]: row[1] for row in rows("kana")}


@lru_cache(maxsize=1 << 16)
def romaji(text: str) -> str:
    """Return a kana text in Latin letters; long vowels short, words divided by blanks.

    Letters of other scripts stay as they are.
    """
    table = syllables()
    out: list[str] = []
    for letter in unicodedata.normalize("NFKC", text).translate(HIRAGANA):
        if letter in {LONG, DOUBLE}:
            continue
        if letter in DIVIDERS:
            out.append(" ")
            continue
        latin = table.get(letter, letter)
        if latin[0] != "+" or latin == "+":
            out.append(latin)
        elif out and out[-1][-1:] in "aeiou" and len(out[-1]) > 1:
            out[-1] = joined(out[-1], latin[1:])
        else:
            out.append(latin[1:])
    return " ".join("".join(out).split())


def joined(before: str, small: str) -> str:
    """Return a syllable with its vowel replaced by a small letter: shi, ya: sha; te, i: ti."""
    stem = before[:-1]
    if small[0] == "y" and stem in {"sh", "ch", "j"}:
        return stem + small[1:]
    return stem + small
