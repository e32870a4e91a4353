"""Korean: names by syllables, in the spellings of both Korean states.

Ri, Lee, Yi and Rhee are one surname; Kum-chol, Kum Chol and Geumcheol are one given name. A Korean
name is therefore compared as two words, the key of the surname and the key of the given name run
together; every spelling of one name has one key, and one key can have several names, since Latin
letters drop differences that Hangul has.

>>> keys("Geum Cheol KIM"), keys("KIM Kum-chol")
((('kim', 'kumcor'),), (('kim', 'kumcor'),))
>>> hangul_key("김금철")
('kim', 'kumcor')
>>> heard(("kim", "kumcor")), heard_in_kana("キム・グムチョル")
(('kim', 'kmcor'), ('kim', 'kmcor'))
>>> spelled("김금철", "south"), spelled("김금철", "north")
('Gim Geumcheol', 'Kim Kumchol')
"""

import re
from functools import cache, lru_cache

from comity.entities.folding import words
from comity.entities.kana import romaji
from comity.entities.tables import rows

FIRST, LAST = 0xAC00, 0xD7A3
SYLLABLE = (
    r"(?:kk|tt|pp|ss|jj|ch|kh|th|ph|sh|[kgndtrlmbpsjchyw])?"
    r"(?:yae|yeo|eo|eu|ae|oe|oi|ai|ui|oo|ee|ou|ya|ye|yo|yu|wa|we|wi|wo|[aeiouy])"
    r"(?:ng|[kgnmlrptdbsh](?![aeiouyw]))?"
)
GIVEN = re.compile(rf"(?:{SYLLABLE}){{1,3}}")
KEY_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ch|jj|j", "c"),
        (r"sh|ss", "s"),
        (r"young", "yong"),
        (r"kh|kk|(?<!n)g|(?<=ng)g", "k"),
        (r"th|tt|d", "t"),
        (r"ph|pp|b", "p"),
        (r"l+|rl|lr|r+", "r"),
        (r"yeo", "yo"),
        (r"eo", "o"),
        (r"eu", "u"),
        (r"ui|ee", "i"),
        (r"yae", "ye"),
        (r"ae|oe|oi|ai", "e"),
        (r"oo|ou", "u"),
        (r"(hy|ky|my|py|ry)u(?=n)", r"\1o"),
        (r"wo|(?<![aeiou])wu", "o"),
        (r"y$", "i"),
        (r"(.)\1+", r"\1"),
    )
)

HEARD_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ng", "n"),
        (r"g", "k"),
        (r"z", "c"),
        (r"f", "h"),
        (r"d", "t"),
        (r"[bv]", "p"),
        (r"uo", "o"),
        (r"(?<=[^aeiou])w", ""),
        (r"(?<=[^aeiou])u(?![aeiou])", ""),
        (r"(.)\1+", r"\1"),
    )
)
"""What kana cannot tell apart in a Korean name, applied after `KEY_RULES`: they write what is heard
between vowels (Kwang and Gwang), no ng, and a vowel behind every consonant but n."""


@cache
def jamo() -> dict[str, list[tuple[str, str, str]]]:
    """Return the Latin letters of each jamo in index order: south, north, key."""
    table: dict[str, list[tuple[str, str, str]]] = {"initial": [], "vowel": [], "final": []}
    for part, _, south, north, key in rows("hangul"):
        table[part].append((south, north, key))
    return table


@cache
def surnames() -> dict[str, str]:
    """Return the key of every surname, by Hangul, hanja and Latin spelling."""
    table: dict[str, str] = {}
    for key, hangul, hanja, spellings in rows("korean_surnames"):
        for form in f"{hangul} {hanja} {spellings}".split():
            table.setdefault(form, key)
    return table


@cache
def longest_surname() -> frozenset[str]:
    """Return the Hangul surnames of two syllables."""
    return frozenset(form for form in surnames() if len(form) == 2 and is_hangul(form))


@cache
def hanja() -> dict[str, str]:
    """Return the Hangul of every Han character in the table."""
    return {character: hangul for group, hangul in rows("hanja") for character in group.split()}


def is_hangul(text: str) -> bool:
    """Say whether every letter is a Hangul syllable."""
    return bool(text) and all(FIRST <= ord(letter) <= LAST for letter in text)


def syllable(letter: str, column: int) -> str:
    """Return the Latin letters of one Hangul syllable; column 0 south, 1 north, 2 key."""
    index = ord(letter) - FIRST
    parts = jamo()
    return (
        parts["initial"][index // 588][column]
        + parts["vowel"][index % 588 // 28][column]
        + parts["final"][index % 28][column]
    )


def divided(name: str) -> tuple[str, str]:
    """Return surname and given name of a Hangul name written together."""
    length = 2 if name[:2] in longest_surname() and len(name) > 2 else 1
    return name[:length], name[length:]


@lru_cache(maxsize=1 << 14)
def spelled(name: str, state: str) -> str:
    """Return a Hangul name in the spelling of one state, "south" or "north"."""
    column = ("south", "north").index(state)
    parts = ("".join(syllable(letter, column) for letter in part) for part in divided(name))
    return " ".join(part.capitalize() for part in parts if part)


@lru_cache(maxsize=1 << 14)
def hangul_key(name: str) -> tuple[str, str]:
    """Return the key of a Hangul name."""
    family, given = divided(name)
    sound = "".join(syllable(letter, 2) for letter in family)
    return surnames().get(family, sound), latin_key("".join(syllable(c, 2) for c in given))


@lru_cache(maxsize=1 << 14)
def latin_key(text: str) -> str:
    """Return what all spellings of a Korean word have in common."""
    for pattern, by in KEY_RULES:
        text = pattern.sub(by, text)
    return text


@lru_cache(maxsize=1 << 16)
def heard(key: tuple[str, str]) -> tuple[str, str]:
    """Return a key as kana leave it."""
    family, given = (_heard(part) for part in key)
    return family, given


def _heard(word: str) -> str:
    text = latin_key(word)
    for pattern, by in HEARD_RULES:
        text = pattern.sub(by, text)
    return text


@cache
def heard_surnames() -> frozenset[str]:
    """Return every surname as kana leave it."""
    return frozenset(_heard(key) for key in surnames().values())


@lru_cache(maxsize=1 << 14)
def heard_in_kana(text: str) -> tuple[str, ...]:
    """Return surname and given name of a name in kana that can be Korean, () of any other."""
    parts = romaji(text).split()
    if len(parts) != 2:
        return ()
    found = heard((parts[0], parts[1]))
    return found if found[0] in heard_surnames() else ()


@lru_cache(maxsize=1 << 16)
def keys(text: str, family: str = "") -> tuple[tuple[str, str], ...]:
    """Return the keys of a Latin name that can be Korean, none if it cannot.

    A surname stands first or last; where both ends can be one, the author's mark or capital letters
    decide, and else there are two keys.
    """
    parts = words(text)
    if not 2 <= len(parts) <= 4:
        return ()
    capital = [part for part in re.findall(r"[^\W\d_]+", text) if part.isupper()]
    marked = words(family) or (words(capital[0]) if len(capital) == 1 else [])
    found = []
    for end, rest in ((parts[0], parts[1:]), (parts[-1], parts[:-1])):
        key = surnames().get(end)
        # Park, Ahn and Rhee are no regular syllables, so only the given name must be made of them.
        if not key or not all(GIVEN.fullmatch(part) for part in rest):
            continue
        if (not marked or marked == [end]) and not (len(rest) == 1 and len(rest[0]) == 1):
            found.append((key, latin_key("".join(rest))))
    return tuple(dict.fromkeys(found))


def read_hanja(text: str) -> str:
    """Return a Han name in Hangul by Sino-Korean readings, "" where a character has none."""
    table = hanja()
    letters = [table.get(letter, "") for letter in text]
    return "".join(letters) if all(letters) else ""
