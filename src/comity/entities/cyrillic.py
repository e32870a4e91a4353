"""Cyrillic: letters to Latin, for the languages whose spelling the text can be in.

The letter г is g in Russian and h in Ukrainian and Belarusian, and a text does not always show
which it is; a text with letters of Ukrainian or Belarusian therefore has two readings, and any
other has one.

>>> romanised("Сергей Григоренко")
('Sergey Grigorenko',)
>>> romanised("Сергій Григоренко")
('Serhiy Hrihorenko', 'Sergiy Grigorenko')
"""

from functools import cache, lru_cache

from comity.entities.tables import rows

WESTERN = frozenset("іїєґўІЇЄҐЎ")
"""Letters that Russian does not have."""


@cache
def letters(language: str) -> dict[int, str]:
    """Return the Latin spelling of every letter in one language, both cases."""
    table: dict[int, str] = {}
    for group, letter, latin in rows("cyrillic"):
        if group in {"all", language}:
            table[ord(letter)] = latin
            table.setdefault(ord(letter.upper()), latin.capitalize())
    return table


@lru_cache(maxsize=1 << 17)
def romanised(text: str) -> tuple[str, ...]:
    """Return the readings of a Cyrillic text, other letters untouched; the likeliest first."""
    text = text.replace("’", "").replace("'", "")
    if WESTERN.isdisjoint(text):
        return (text.translate(letters("ru")),)
    return tuple(dict.fromkeys((text.translate(letters("uk")), text.translate(letters("ru")))))
