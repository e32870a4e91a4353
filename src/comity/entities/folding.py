"""Folding: three Latin forms of one word, from the strictest to the most forgiving.

*Plain* undoes what romanisations do differently to one sound (Sergey, Sergei, Sergej); *sound* also
undoes what kana cannot write (l and r, v and b, vowels that only carry a consonant); *bones* keeps
the consonants that a script without vowels writes. Two words are compared in the form that the
poorer of their scripts can still tell apart, so both sides must be folded by the same function.

>>> plain("sergej"), plain("sergey"), plain("yevgeniy"), plain("evgenij")
('sergei', 'sergei', 'evgeni', 'evgeni')
>>> sound("doronin"), sound("dorounin")
('dronin', 'dronin')
>>> sound(plain("muhanmado")), sound(plain("muhammad"))
('mhamad', 'mhamad')
>>> bones("muhamad"), bones("mohamed")
('mhmd', 'mhmd')
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MARKS = dict.fromkeys(map(ord, "'’‘ʼʹʺ`´ʻʿʾ′″\u0301\u0300"))
SEPARATORS = re.compile(r"[^a-z0-9]+")

LATIN = (
    (r"sh?tch|chtch|shch|shh|sch", "sh"),
    (r"tsch|tch|cz", "ch"),
    (r"dzh|dsch|dj(?=[aeiouy])|^j", "J"),
    (r"(?<=[^aeiouy])j(?=[^aeiouy])", ""),
    (r"zh", "J"),
    (r"kh", "h"),
    (r"ck|q", "k"),
    (r"x", "ks"),
    (r"ph", "f"),
    (r"th", "t"),
    (r"gh", "g"),
    (r"w", "v"),
    (r"tz", "ts"),
    (r"ch", "C"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"ou|oo", "u"),
    (r"(?<=[oe])ff$", "v"),
    (r"[yj]", "i"),
    (r"(.)\1+", r"\1"),
    (r"i[eo]", "e"),
    (r"J", "j"),
    (r"C", "c"),
    (r"(.)\1+", r"\1"),
    (r"(?<=[ae])h$", ""),
)
"""Spellings of one sound in romanisations of Cyrillic, Arabic and French lists, in order."""

KANA = (
    (r"l", "r"),
    (r"v", "b"),
    (r"f", "h"),
    (r"ti(?=[aou])|ts|c", "t"),
    (r"sh", "s"),
    (r"j|dz", "z"),
    (r"m(?=[bp])", "n"),
    (r"n(?=m)", ""),
    (r"(?<=.)ou?", "o"),
    (r"(?<=[^aeiou])u", ""),
    (r"(?<=[td])o(?=[^aeiou]|$)", ""),
    (r"(?<=[tz])i$|(?<=[sz])i(?=[^aeiou])", ""),
    (r"[bh](?=[^aeiou]|$)", "b"),
    (r"(.)\1+", r"\1"),
)
"""What kana cannot tell apart, applied after `LATIN`."""

BONES = ((r"[aeiouv]", ""), (r"z", "d"), (r"g", "k"), (r"h$", ""), (r"(.)\1+", r"\1"))
"""What Arabic and Hebrew letters leave out or share, applied after `LATIN`."""


def compiled(rules: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str]]:
    """Return rules ready for use."""
    return [(re.compile(pattern), by) for pattern, by in rules]


LATIN_RULES, KANA_RULES, BONES_RULES = compiled(LATIN), compiled(KANA), compiled(BONES)


@lru_cache(maxsize=1 << 18)
def ascii_of(text: str) -> str:
    """Return a text in lower-case ASCII: no accents, other letters romanised, no apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(MARKS))
        text = "".join(c for c in text if not unicodedata.combining(c))
        if not text.isascii():
            text = anyascii(text)
    return text.lower().replace("'", "").replace("`", "")


@lru_cache(maxsize=1 << 18)
def plain(word: str) -> str:
    """Return one ASCII word as its sounds, whichever romanisation spelled it."""
    if word.isdigit():
        return word
    folded = word
    for pattern, by in LATIN_RULES:
        folded = pattern.sub(by, folded)
    return folded or word


@lru_cache(maxsize=1 << 18)
def sound(word: str) -> str:
    """Return a plain word as kana would leave it."""
    folded = word
    for pattern, by in KANA_RULES:
        folded = pattern.sub(by, folded)
    return folded or word


@lru_cache(maxsize=1 << 18)
def bones(word: str) -> str:
    """Return a plain word as a script without vowels would leave it."""
    folded = word
    for pattern, by in BONES_RULES:
        folded = pattern.sub(by, folded)
    return folded or word


def words(text: str) -> list[str]:
    """Return the ASCII words of a text, hyphens and dots dividing."""
    return [word for word in SEPARATORS.split(ascii_of(text)) if word]
