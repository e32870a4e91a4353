"""Marking: how far what a page shows may be passed on, in the words of TLP 2.0.

The marking of a page is never chosen: it is the highest of everything that the page shows.

>>> highest([Marking.CLEAR, Marking.AMBER]).text
'TLP:AMBER'
>>> highest([]).text
'TLP:CLEAR'
"""

from collections.abc import Iterable
from enum import IntEnum


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


def highest(shown: Iterable[Marking]) -> Marking:
    """Return the marking of a page that shows all of these."""
    return max(shown, default=Marking.CLEAR)
