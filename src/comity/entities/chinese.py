"""Chinese: names in pinyin, as surname and given name.

Pinyin is printed as Zhang Xiaoming, Xiao Ming Zhang and ZHANG Xiao-ming, so a Chinese name is
compared as two words: its surname, and its given name run together.

>>> keys("ZHANG Xiao-ming"), keys("Xiaoming Zhang")
((('zhang', 'xiaoming'),), (('zhang', 'xiaoming'),))
>>> han_key("张晓明"), pinyin("山东裕龙")
(('zhang', 'xiaoming'), 'shandongyulong')
"""

import re
from functools import cache, lru_cache

from anyascii import anyascii

from comity.entities.folding import words
from comity.entities.tables import rows


@cache
def syllable() -> re.Pattern[str]:
    """Return the pattern of one to three syllables of pinyin."""
    all_of = [
        ("" if initial == "-" else initial) + final
        for initial, finals in rows("pinyin")
        if initial != "surname"
        for final in finals.split()
    ]
    longest_first = "|".join(sorted(all_of, key=len, reverse=True))
    return re.compile(rf"(?:{longest_first}){{1,3}}")


@cache
def surnames() -> frozenset[str]:
    """Return the surnames in pinyin."""
    return frozenset(
        surname
        for initial, forms in rows("pinyin")
        if initial == "surname"
        for surname in forms.split()
    )


@lru_cache(maxsize=1 << 14)
def pinyin(text: str) -> str:
    """Return a run of Han characters in pinyin, together and in small letters."""
    return anyascii(text).lower().replace("'", "").replace(" ", "")


@lru_cache(maxsize=1 << 14)
def han_key(name: str) -> tuple[str, str]:
    """Return surname and given name of a Chinese name of two to four characters."""
    return pinyin(name[0]), pinyin(name[1:])


@lru_cache(maxsize=1 << 16)
def keys(text: str, family: str = "") -> tuple[tuple[str, str], ...]:
    """Return the keys of a Latin name that can be Chinese, none if it cannot."""
    parts = words(text)
    if not 2 <= len(parts) <= 3 or not all(syllable().fullmatch(part) for part in parts):
        return ()
    capital = [part for part in re.findall(r"[^\W\d_]+", text) if part.isupper()]
    marked = words(family) or (words(capital[0]) if len(capital) == 1 else [])
    found = [
        (end, "".join(rest))
        for end, rest in ((parts[0], parts[1:]), (parts[-1], parts[:-1]))
        if end in surnames() and (not marked or marked == [end])
    ]
    return tuple(dict.fromkeys(found))
