"""Views: a joint text as its readers look at it: bracketed, clean, or mine against theirs.

Languages stand beside each other clause by clause, and a wording that lacks one is flagged: what
is agreed in one language alone is agreed in no text that two ministers can sign. Where a wording
lacks a language, its words are shown in one that it has, marked as such.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from comity.agreement.adoption import Agreement
from comity.agreement.brackets import Count, Piece, bracketed, count
from comity.agreement.differences import differences
from comity.agreement.packages import Status, StatusWord, statuses
from comity.agreement.progress import retained
from comity.agreement.text import Text, joint_text
from comity.agreement.words import words_of
from comity.positions.moves import Course, courses
from comity.records.party import Party

TONGUES = ("uk", "ja", "en", "ko")
"""Languages of a text, in the order in which they are offered."""


class View(StrEnum):
    """How a text is looked at."""

    BRACKETED = "bracketed"
    CLEAN = "clean"
    MINE = "mine"


class State(StrEnum):
    """How a clause stands, as one word beside its number."""

    AGREED = "agreed"
    AD_REFERENDUM = "ad-referendum"
    EITHER = "either"
    PACKAGE = "package"
    AWAITING = "awaiting"
    BRACKETED = "bracketed"
    RESERVED = "reserved"
    OPPOSED = "opposed"
    DROPPED = "dropped"


STATES = {
    StatusWord.AGREED: State.AGREED,
    StatusWord.AD_REFERENDUM: State.AD_REFERENDUM,
    StatusWord.EITHER: State.EITHER,
    StatusWord.PACKAGE: State.PACKAGE,
    StatusWord.AWAITING: State.AWAITING,
    StatusWord.BRACKETED: State.BRACKETED,
    StatusWord.DROPPED: State.DROPPED,
}
GOOD = frozenset({State.AGREED, State.AD_REFERENDUM, State.EITHER})
"""States of a clause that a text to sign can take."""


@dataclass(frozen=True, slots=True)
class Side:
    """Words in brackets, and whose they are.

    Attributes:
        words: "" to delete.
        language: that they are written in.
        holders: parties that support or accept them.
        others: parties with another stance, each with its letter.
    """

    words: str
    language: str
    holders: tuple[Party, ...]
    others: tuple[tuple[Party, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a clause: words that are common, or one pair of brackets.

    Attributes:
        words: common to all; "" of brackets.
        sides: what stands in the brackets; () where there are none.
    """

    words: str
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A clause in one language.

    Attributes:
        language: which.
        parts: in order; () where no wording has this language.
        missing: live wordings that lack the language.
    """

    language: str
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause as it is shown.

    Attributes:
        id: of the clause.
        number: from 1, in the order of the text.
        state: one word.
        status: what the rules say, with the parties because of whom.
        live: wordings that somebody supports.
        dead: wordings that nobody supports any more.
        seals: each party, and whether it has accepted the one wording that leads.
        course: how it went.
        retained: whether keeping it for the next meeting was adopted.
    """

    id: str
    number: int
    state: State
    status: Status
    live: tuple[str, ...]
    dead: tuple[str, ...]
    seals: tuple[tuple[Party, bool], ...]
    course: Course
    retained: bool = False

    @property
    def good(self) -> bool:
        """Say whether a text to sign can take it."""
        return self.state in GOOD

    @property
    def seen(self) -> str:
        """Return the name of its state: how many records there are about it, and which."""
        return f"{len(self.course.records)}.{(self.course.records or ('',))[-1][:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """A joint text, ready to be looked at; what was counted or written once is remembered.

    Attributes:
        text: as it stands.
        clauses: in order.
        languages: that any wording has.
    """

    text: Text
    clauses: tuple[Clause, ...]
    languages: tuple[str, ...]
    _counts: dict[str, Count] = field(default_factory=dict, compare=False, repr=False)
    _lines: dict[tuple[str, str], Line] = field(default_factory=dict, compare=False, repr=False)

    def clause(self, name: str) -> Clause | None:
        """Return a clause by its id, None where there is none."""
        return next((one for one in self.clauses if one.id == name), None)

    def number(self, wording: str) -> int:
        """Return the number of the clause that a wording is of, 0 for none."""
        known = self.text.alternatives.get(wording)
        found = self.clause(known.clause) if known is not None else None
        return found.number if found is not None else 0

    def count(self, language: str) -> Count:
        """Return what is left to agree; pairs of brackets are those of one language."""
        if language not in self._counts:
            self._counts[language] = count(self.text, language)
        return self._counts[language]

    @property
    def left(self) -> tuple[Clause, ...]:
        """Return the clauses that a text to sign cannot take yet; dropped ones are none."""
        return tuple(c for c in self.clauses if not c.good and c.state is not State.DROPPED)

    def line(self, clause: Clause, language: str) -> Line:
        """Return a clause in one language, with brackets where it is not agreed."""
        key = (clause.id, language)
        if key not in self._lines:
            self._lines[key] = line(self.text, clause, language)
        return self._lines[key]

    def clean(self, clause: Clause, language: str) -> Line | None:
        """Return the one wording of a clause that leads; None where none does yet."""
        if clause.state not in {State.AGREED, State.AD_REFERENDUM}:
            return None
        return self.line(clause, language)


def views(agreement: Agreement, about: str) -> Views:
    """Return a joint text, ready to be looked at.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    text = joint_text(agreement, about)
    found, went = statuses(text), courses(agreement, matter, text)
    kept = frozenset(retained(agreement, about))
    clauses = tuple(
        _clause(text, one, number, found[one], went[one], retained=one in kept)
        for number, one in enumerate(text.clauses, 1)
    )
    return Views(text=text, clauses=clauses, languages=languages_of(text))


def languages_of(text: Text) -> tuple[str, ...]:
    """Return the languages that any wording of a text has."""
    there = {tongue for one in text.alternatives.values() for tongue in one.words}
    return tuple(tongue for tongue in TONGUES if tongue in there)


def _clause(
    text: Text, name: str, number: int, status: Status, course: Course, *, retained: bool
) -> Clause:
    live = text.live(name)
    state = STATES[status.word]
    if state in {State.BRACKETED, State.AWAITING} and len(live) == 1:
        if text.holders(live[0], "O"):
            state = State.OPPOSED
        elif text.holders(live[0], "R"):
            state = State.RESERVED
    leads = status.wordings[0] if len(status.wordings) == 1 else ""
    held = text.holders(leads, "SA") if leads else ()
    return Clause(
        id=name,
        number=number,
        state=state,
        status=status,
        live=live,
        dead=tuple(one for one in text.wordings.get(name, ()) if one not in live),
        seals=tuple((party, party in held) for party in text.parties),
        course=course,
        retained=retained,
    )


def line(text: Text, clause: Clause, language: str) -> Line:
    """Return a clause in one language, with brackets where it is not agreed."""
    if not clause.live:
        return Line(language, ())
    one = clause.state in {State.AGREED, State.AD_REFERENDUM}
    shown = clause.status.wordings if one else clause.live
    lacking = tuple(
        name
        for name in shown
        if text.alternatives[name].words and language not in text.alternatives[name].words
    )
    if not lacking:
        return Line(
            language, _grouped(bracketed(text, clause.id, clause.status, language), language)
        )
    if len(lacking) == len(shown):
        return Line(language, (), lacking)
    return Line(
        language, (Part("", tuple(_side(text, name, language) for name in shown)),), lacking
    )


def _grouped(pieces: Iterable[Piece], language: str) -> tuple[Part, ...]:
    """Return pieces with those in one pair of brackets together."""
    parts: list[Part] = []
    for piece in pieces:
        if not piece.bracketed:
            closing = piece.text.strip()
            if parts and parts[-1].sides and not any(map(str.isalnum, closing)):
                # A full stop that all have stands with the words before it, not alone after them.
                sides = parts.pop().sides
                parts.append(
                    Part("", tuple(replace(one, words=one.words + closing) for one in sides))
                )
            else:
                parts.append(Part(piece.text))
            continue
        side = Side(piece.text.strip(), language, piece.holders, piece.others)
        before = parts.pop().sides if parts and parts[-1].sides else ()
        parts.append(Part("", (*before, side)))
    return tuple(parts)


def _side(text: Text, name: str, language: str) -> Side:
    """Return a wording in a language, or in one that it has."""
    words = text.alternatives[name].words
    tongue = language if language in words else next(iter(words), language)
    others = tuple((party, letter) for letter in "ORQ" for party in text.holders(name, letter))
    return Side(words.get(tongue, ""), tongue, text.holders(name, "SA"), others)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one of two wordings that are compared.

    Attributes:
        words: some of them.
        differs: whether the other wording has others in their place.
    """

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Against:
    """A clause, mine against theirs, in one language.

    Attributes:
        mine: wordings that this party supports, each as runs with their language.
        theirs: the others, each with who supports it.
    """

    mine: tuple[tuple[str, tuple[Run, ...]], ...]
    theirs: tuple[tuple[tuple[Party, ...], str, tuple[Run, ...]], ...]


def against(text: Text, clause: Clause, me: Party, language: str) -> Against:
    """Return the live wordings of a clause: those of one party, and those of the others.

    Each is compared with the first of the other side.
    """
    own = [one for one in clause.live if me in text.holders(one, "S")]
    other = [one for one in clause.live if one not in own]
    sides = {one: _side(text, one, language) for one in clause.live}

    def told(one: str, rivals: Sequence[str]) -> tuple[Run, ...]:
        rival = sides[rivals[0]].words if rivals else sides[one].words
        return compared(sides[one].words, rival)

    return Against(
        tuple((sides[one].language, told(one, other)) for one in own),
        tuple((text.holders(one, "S"), sides[one].language, told(one, own)) for one in other),
    )


@lru_cache(maxsize=4096)
def compared(words: str, rival: str) -> tuple[Run, ...]:
    """Return the words of a text as runs that a rival text has too, or has not.

    >>> [(run.words, run.differs) for run in compared("within 24 hours", "within two hours")]
    [('within ', False), ('24 ', True), ('hours', False)]
    """
    own, other = words_of(words), words_of(rival)
    found = differences([word.text for word in own], [word.text for word in other])
    runs = []
    for same, a, b, _, _ in found.stretches:
        said = "".join(word.text + word.space for word in own[a:b])
        if said:
            runs.append(Run(said, not same))
    return tuple(runs)
