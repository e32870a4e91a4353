"""Minutes: how each working language writes them, with the names that the parties' cards give."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.records.party import Party
from comity.web.words import Language, Words, words

Names = Mapping[Party, Mapping[str, str]]
"""What parties are called, by language."""


@dataclass(frozen=True, slots=True)
class Written:
    """How one language writes minutes; see `comity.consultation.minutes.Manner`.

    Attributes:
        spoken: its words.
        tongue: code of the language in which the text is.
        names: of the parties.
    """

    spoken: Words
    tongue: str
    names: Names

    def say(self, code: str, facts: Mapping[str, str]) -> str:
        """Return a phrase."""
        return self.spoken.label("minutes", code) % dict(facts)

    def party(self, code: str) -> str:
        """Return what a party is called."""
        return self.names.get(Party(code), {}).get(self.tongue, code.upper())

    def day(self, day: str) -> str:
        """Return a day as the language writes it."""
        return self.spoken.date(dt.date.fromisoformat(day))


def manners(tongues: Iterable[str], names: Names) -> dict[str, Written]:
    """Return how each of some languages writes minutes; one without pages writes as English."""
    known = {one.value: one for one in Language}
    return {
        tongue: Written(words(known.get(tongue, Language.ENGLISH)), tongue, names)
        for tongue in tongues
    }
