"""Fingerprint: twelve words of one's own language, to compare a card over the telephone.

Each word stands for one byte, the twelve for the first 96 bits of a fingerprint: enough that
nobody makes a second card with the words of a given one. The lists are our own choice, in
`data/words.csv`: no word begins another, any two differ in two letters (Japanese: two kana) or
more, and all are things that one meets at home, outdoors or in a kitchen. The same fingerprint has
other words in each language; both sides read from the same row.

>>> words("00ff" + "7" * 60, "en")[:3]
('acorn', 'zipper', 'kettle')
>>> read_words("Acorn, ZIPPER, " + "kettle-" * 10, "en")
'00ff77777777777777777777'
"""

import csv
import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from comity.errors import RefusedError
from comity.records.record import HASH

LANGUAGES = ("uk", "ja", "en")
WORDS = 12
"""Words of a fingerprint, one for each of its first bytes."""

APOSTROPHES = re.compile(r"['’ʼ`´]")
BETWEEN = re.compile(r"[\W\d_]+")
KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
"""Each katakana with the hiragana of the same sound."""


class FingerprintFormError(RefusedError):
    """A text is no fingerprint of a card."""

    code = "fingerprint-form"
    template = "{text!r} is no fingerprint; give 64 hexadecimal digits"


class FingerprintLanguageError(RefusedError):
    """No words are there in a language."""

    code = "fingerprint-language"
    template = "there are no words for fingerprints in {language!r}; choose from {known}"


class FingerprintWordError(RefusedError):
    """A word that was heard is not in the list."""

    code = "fingerprint-word"
    template = (
        "word {place} of the fingerprint, {word!r}, is none of the words; "
        "the nearest are {nearest}: ask for it again"
    )


class FingerprintLengthError(RefusedError):
    """More or fewer words were heard than a fingerprint has."""

    code = "fingerprint-length"
    template = "{count} words were given; a fingerprint has {words}, ask for all of them again"


class FingerprintMismatchError(RefusedError):
    """The words that were heard are another card's."""

    code = "fingerprint-mismatch"
    template = (
        "word {place} is {heard!r}, the card that lies here has {expected!r}: they are different "
        "cards; accept neither, and find out who handed over this one"
    )


def words(fingerprint: str, language: str) -> tuple[str, ...]:
    """Return the twelve words of a fingerprint.

    Raises:
        FingerprintFormError: it is not 64 hexadecimal digits.
        FingerprintLanguageError: there are no words in this language.
    """
    if not HASH.fullmatch(fingerprint):
        raise FingerprintFormError(text=fingerprint[:80])
    listed = word_list(language)
    return tuple(listed[byte] for byte in bytes.fromhex(fingerprint)[:WORDS])


def read_words(text: str, language: str) -> str:
    """Return the first 24 hexadecimal digits of the fingerprint that these words are.

    Capitals, spaces, punctuation and apostrophes do not matter, nor which kana are used.

    Raises:
        FingerprintLanguageError: there are no words in this language.
        FingerprintWordError: one of them is not in the list.
        FingerprintLengthError: there are more or fewer than twelve.
    """
    places = _places(language)
    heard: list[int] = []
    for piece in filter(None, BETWEEN.split(APOSTROPHES.sub("", fold(text)))):
        heard += _cut(piece, places, len(heard) + 1)
    if len(heard) != WORDS:
        raise FingerprintLengthError(count=len(heard), words=WORDS)
    return bytes(heard).hex()


def need_same(fingerprint: str, text: str, language: str) -> None:
    """Check that words that were heard are those of a fingerprint.

    Raises:
        FingerprintMismatchError: one of them is another.
        RefusedError: as `words` and `read_words` raise it.
    """
    expected, heard = words(fingerprint, language), bytes.fromhex(read_words(text, language))
    listed = word_list(language)
    for place, (one, byte) in enumerate(zip(expected, heard, strict=True), start=1):
        if one != listed[byte]:
            raise FingerprintMismatchError(place=place, heard=listed[byte], expected=one)


def fold(text: str) -> str:
    """Return a text as words are compared: small letters, one form, hiragana for katakana."""
    return unicodedata.normalize("NFKC", text).lower().translate(KATAKANA)


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the 256 words of a language; the place of each is the byte that it stands for.

    Raises:
        FingerprintLanguageError: there are none.
    """
    if language not in LANGUAGES:
        raise FingerprintLanguageError(language=language, known=", ".join(LANGUAGES))
    table = files("comity.seal").joinpath("data", "words.csv").read_text("utf-8")
    return tuple(row[language] for row in csv.DictReader(table.splitlines()[1:]))


@cache
def _places(language: str) -> dict[str, int]:
    """Return the place of each word, by the word as it is compared."""
    return {fold(word): place for place, word in enumerate(word_list(language))}


def _cut(piece: str, places: dict[str, int], first: int) -> list[int]:
    """Return the places of words that stand without a space between them.

    No word begins another, so that there is one way to cut them apart.
    """
    found: list[int] = []
    rest = piece
    while rest:
        word = next((word for word in places if rest.startswith(word)), None)
        if word is None:
            near = get_close_matches(rest, places, n=3, cutoff=0.3)
            raise FingerprintWordError(
                place=first + len(found), word=rest[:40], nearest=", ".join(near) or "far from it"
            )
        found.append(places[word])
        rest = rest.removeprefix(word)
    return found
