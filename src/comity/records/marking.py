"""Marking: how far something may be passed on, in the words of TLP 2.0.

A marking is given once, by the author, in a record; everything derived from records takes the
highest of what it holds. A national level is another word, which a policy puts beside one of these
(`comity.exchange.policy`); a word that nobody knows counts as the highest.

>>> highest([Marking.CLEAR, Marking.AMBER]).text
'TLP:AMBER'
>>> highest([]).text
'TLP:CLEAR'
>>> marking_of("TLP:AMBER+STRICT") is Marking.AMBER_STRICT
True
"""

from collections.abc import Iterable
from enum import IntEnum

from comity.errors import RefusedError


class UnknownMarkingError(RefusedError):
    """A marking is none of those that this node knows."""

    code = "unknown-marking"
    template = "{marking!r} is no marking; choose from {known}"


class Marking(IntEnum):
    """The Traffic Light Protocol 2.0, from free to guarded."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def text(self) -> str:
        """Return the marking as the protocol prints it; it is the same in every language."""
        return "TLP:" + self.name.replace("_", "+")

    @property
    def code(self) -> str:
        """Return the name that the style sheet knows it by."""
        return self.name.lower().replace("_", "")


OFFICIAL_LISTS = Marking.CLEAR
"""Lists that an authority publishes, and whatever is computed from them alone."""

TEXTS = {marking.text: marking for marking in Marking}


def marking_of(text: str) -> Marking:
    """Return the marking that is written so.

    Raises:
        UnknownMarkingError: none is.
    """
    if text not in TEXTS:
        raise UnknownMarkingError(marking=text, known=", ".join(TEXTS))
    return TEXTS[text]


def highest(shown: Iterable[Marking]) -> Marking:
    """Return the marking of something that holds all of these."""
    return max(shown, default=Marking.CLEAR)
