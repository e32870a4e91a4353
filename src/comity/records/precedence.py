"""Precedence: how urgent a message is, in the four words of military and diplomatic traffic.

>>> min([Precedence.ROUTINE, Precedence.FLASH])
<Precedence.FLASH: 0>
>>> precedence_of("flash").letter
'Z'
"""

from enum import IntEnum

from comity.errors import RefusedError


class UnknownPrecedenceError(RefusedError):
    """A word is no precedence."""

    code = "unknown-precedence"
    template = "{word!r} is no precedence; choose from {known}"


class Precedence(IntEnum):
    """From the most urgent on; what is urgent never waits behind what is not."""

    FLASH = 0
    IMMEDIATE = 1
    PRIORITY = 2
    ROUTINE = 3

    @property
    def word(self) -> str:
        """Return the word as records carry it."""
        return self.name.lower()

    @property
    def letter(self) -> str:
        """Return the letter that operators know it by: Z, O, P, R."""
        return "ZOPR"[self]


WORDS = {precedence.word: precedence for precedence in Precedence}


def precedence_of(word: object) -> Precedence:
    """Return the precedence of a word.

    Raises:
        UnknownPrecedenceError: it is none.
    """
    if not isinstance(word, str) or word not in WORDS:
        raise UnknownPrecedenceError(word=word, known=", ".join(WORDS))
    return WORDS[word]
