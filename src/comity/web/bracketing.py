"""Bracketing: a clause as HTML, with its brackets, for a text of hundreds of clauses.

What a template would say in one macro within another is put together here: a page of 200 clauses
is drawn in a fraction of the time. Every word is escaped.
"""

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from comity.positions.views import Clause, Line, Run, Side
from comity.records.party import Party
from comity.web.words import Language, words

GLYPHS = {"S": "●", "A": "○", "Q": "◐", "R": "◇", "O": "✕"}
"""Beside the word of a stance, never instead of it."""


class Bracketing:
    """Writes clauses for one page.

    Attributes:
        language: of the page.
        tints: the class that gives each party its colour.
        name: what a party is called.
    """

    def __init__(
        self, language: Language, tints: Mapping[Party, str], name: Callable[[Party], str]
    ) -> None:
        self.language = language
        self.tints = tints
        self.name = name
        spoken = words(language)
        deleted = escape(spoken.gettext("(delete the clause)"))
        self._deleted = f'<em lang="{language}">{deleted}</em>'
        self._seals: dict[tuple[tuple[Party, bool], ...], Markup] = {}
        self._accepts = spoken.gettext("accepts")
        self._not_yet = spoken.gettext("does not accept yet")
        self._stances = {letter: spoken.label("clause-stance", letter) for letter in GLYPHS}

    def tint(self, parties: Sequence[Party]) -> str:
        """Return the class of words that these parties hold."""
        return self.tints[parties[0]] if len(parties) == 1 else "by-many"

    def line(self, line: Line) -> Markup:
        """Return a clause in one language, as diplomats write it."""
        parts = (
            self._brackets(part.sides, line.language) if part.sides else str(escape(part.words))
            for part in line.parts
        )
        return Markup("".join(parts))  # noqa: S704 - every word was escaped

    def _brackets(self, sides: Sequence[Side], language: str) -> str:
        between = '<span class="sr"> / </span></span>'
        inside = between.join(self._side(side, language) for side in sides)
        return (
            '<span class="alt"><span class="sr">[</span>'
            f'{inside}</span><span class="sr">]</span></span>'
        )

    def _side(self, side: Side, language: str) -> str:
        """Return words in brackets; what closes their element follows from outside."""
        held = "+".join(party.upper() for party in side.holders) or "–"
        others = "".join(
            f' <i title="{escape(self.name(party))}: {escape(self._stances[letter])}">'
            f"{party.upper()} {GLYPHS[letter]}</i>"
            for party, letter in side.others
        )
        own = "" if side.language == language else f' lang="{side.language}"'
        said = f"<bdi{own}>{escape(side.words)}</bdi>" if side.words else self._deleted
        return f'<span class="{self.tint(side.holders)}"><b>{held}{others}</b>{said}'

    def runs(self, found: Sequence[Run]) -> Markup:
        """Return words that are compared, with those that differ marked."""
        said = "".join(
            f"<mark>{escape(one.words)}</mark>" if one.differs else str(escape(one.words))
            for one in found
        )
        return Markup(said or self._deleted)  # noqa: S704 - every word was escaped

    def seals(self, clause: Clause) -> Markup:
        """Return the seals of a clause: filled for a party that accepts the leading wording."""
        if clause.seals not in self._seals:
            self._seals[clause.seals] = self._sealed(clause.seals)
        return self._seals[clause.seals]

    def _sealed(self, seals: tuple[tuple[Party, bool], ...]) -> Markup:
        shown = "".join(
            f'<span class="seal{" is-signed" if held else ""}" aria-hidden="true">'
            f"{party.upper()}</span>"
            for party, held in seals
        )
        told = ", ".join(
            f"{self.name(party)}: {self._accepts if held else self._not_yet}"
            for party, held in seals
        )
        said = f'<p class="seals">{shown}<span class="sr">{escape(told)}</span></p>'
        return Markup(said)  # noqa: S704 - every word was escaped
