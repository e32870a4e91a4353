"""Text rows: the clauses of a joint text as a page shows them, each with its wordings and ties.

Every wording has a short name, its clause's number and a letter ("3b"); every party a colour, which
never speaks alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from comity.agreement.text import Stance
from comity.positions.bundles import Package, Tie
from comity.positions.views import Against, Clause, Line, State, View, against
from comity.records.party import Party
from comity.web.pages import address
from comity.web.textdesk import TextSeen
from comity.web.words import Language, Words, words

PATH = "/positions/text"


OF_PARTY = {"ua": "uk", "jp": "ja", "kr": "ko"}
"""The language of a party, for the text that stands beside the reader's."""


PALETTE = 6
"""Colours of parties that have none of their own."""


OWN_COLOUR = frozenset({"ua", "jp", "kr"})


MOST_DRAWN = 24
"""Clauses up to which packages are drawn under the strip; more would not be told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address of a text says.

    Attributes:
        view: how it is looked at.
        clause: id of the chosen clause, "" for none.
        beside: the language beside the reader's, "" for the usual one.
    """

    view: View = View.BRACKETED
    clause: str = ""
    beside: str = ""

    def query(self, **changes: str) -> tuple[tuple[str, str], ...]:
        """Return what stands after the question mark."""
        view = self.view.value if self.view is not View.BRACKETED else ""
        found = {"view": view, "clause": self.clause, "beside": self.beside, **changes}
        return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in the languages that are shown.

    Attributes:
        clause: which.
        lines: in the first and the second language; one where there is no second.
        sides: mine against theirs, in the same languages; () in the other views.
        package: letters of the packages that it belongs to.
        gaps: languages of the text that some live wording lacks.
        link: address of the page with this clause chosen.
        state: how it stands, in words.
    """

    clause: Clause
    lines: tuple[Line | None, ...]
    sides: tuple[Against, ...]
    package: str
    gaps: tuple[str, ...]
    link: str
    state: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A wording in the panel of its clause.

    Attributes:
        id: of the wording.
        mark: by which the page names it: "3b".
        words: in each language; {} to delete the clause.
        by: who tabled it.
        stances: of each party, None for none.
        live: whether somebody supports it.
    """

    id: str
    mark: str
    words: Mapping[str, str]
    by: Party
    stances: tuple[tuple[Party, Stance | None], ...]
    live: bool


def marks(seen: TextSeen) -> dict[str, str]:
    """Return by what each wording is named: its clause's number and a letter."""
    found: dict[str, str] = {}
    for clause in seen.shown.clauses:
        wordings = seen.shown.text.wordings.get(clause.id, ())
        found.update({one: f"{clause.number}{_letter(n)}" for n, one in enumerate(wordings)})
    return found


def _letter(number: int) -> str:
    above, place = divmod(number, 26)
    return (_letter(above - 1) if above else "") + chr(ord("a") + place)


def tints(members: Sequence[Party]) -> dict[Party, str]:
    """Return the class that gives each party its colour."""
    others = count()
    return {
        party: f"by-{party if party in OWN_COLOUR else next(others) % PALETTE}" for party in members
    }


def tongues(language: Language, seen: TextSeen, beside: str) -> tuple[str, ...]:
    """Return the language to read in and the one beside it."""
    there = seen.shown.languages or tuple(
        dict.fromkeys(tongue for one in seen.signing.revisions for tongue in one.words)
    )
    if not there:
        return (language.value,)
    first = language.value if language.value in there else there[0]
    theirs = (OF_PARTY.get(party, "") for party in seen.circle.members if party != seen.me)
    wishes = (beside, *theirs, OF_PARTY.get(seen.me, ""), *there)
    second = next((one for one in wishes if one in there and one != first), "")
    return (first, second) if second else (first,)


def state_text(spoken: Words, clause: Clause) -> str:
    """Return how a clause stands, with whose move it is."""
    said = spoken.label("clause-state", clause.state.value)
    if clause.state in {State.AWAITING, State.AD_REFERENDUM, State.PACKAGE}:
        who = spoken.together(party.upper() for party in clause.status.parties)
        return f"{said}: {who}" if who else said
    return said


def rows_of(
    language: Language, seen: TextSeen, read_in: Sequence[str], wanted: Wanted
) -> list[Row]:
    """Return the clauses in the languages that are read, as they are looked at."""
    shown, view, spoken = seen.shown, wanted.view, words(language)
    alternatives = shown.text.alternatives
    rows = []
    for clause in shown.clauses:
        letters = [one.letter for one in seen.packages if clause.number in one.clauses]
        written = [alternatives[one].words for one in clause.live if alternatives[one].words]
        gaps = tuple(t for t in shown.languages if any(t not in one for one in written))
        sides: tuple[Against, ...] = ()
        if view is View.MINE and not clause.good and len(clause.live) > 1:
            sides = tuple(against(shown.text, clause, seen.me, tongue) for tongue in read_in)
        told = shown.clean if view is View.CLEAN else shown.line
        lines = tuple(told(clause, tongue) for tongue in read_in)
        link = address(f"/{language}{PATH}/{seen.hash}", wanted.query(clause=clause.id))
        state = state_text(spoken, clause)
        rows.append(Row(clause, lines, sides, ", ".join(letters), gaps, link, state))
    return rows


def wordings_of(seen: TextSeen, clause: Clause, named: Mapping[str, str]) -> tuple[Shown, ...]:
    """Return the wordings of a clause, those that live first."""
    text = seen.shown.text
    return tuple(
        Shown(
            one,
            named[one],
            text.alternatives[one].words,
            text.alternatives[one].by,
            tuple((party, text.stance(party, one)) for party in text.parties),
            one in clause.live,
        )
        for one in (*clause.live, *clause.dead)
    )


def conditions_of(
    seen: TextSeen, clause: Clause, named: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Return the wordings of other clauses that an acceptance can be bound to: id, mark, words."""
    alternatives = seen.shown.text.alternatives
    return tuple(
        (one, named[one], next(iter(alternatives[one].words.values()), "")[:60])
        for other in seen.shown.clauses
        if other.id != clause.id
        for one in other.live
    )


def writable(language: Language, seen: TextSeen, first: Sequence[str]) -> tuple[str, ...]:
    """Return the languages in which something can be written about a text."""
    korean = ("ko",) if "kr" in seen.circle.members or "ko" in seen.shown.languages else ()
    own = (one.value for one in Language)
    return tuple(dict.fromkeys((*first, language.value, *own, *korean)))


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie, drawn under the strip.

    Attributes:
        tie: what it says.
        letter: of its package.
        path: of the line, in a drawing where each clause is 100 wide.
        middle: where its letter stands, from the left and the top.
    """

    tie: Tie
    letter: str
    path: str
    middle: tuple[int, int]


def drawn(packages: Sequence[Package], clauses: int) -> tuple[Arc, ...]:
    """Return the ties as arcs between their clauses; none where there are too many clauses."""
    if clauses > MOST_DRAWN:
        return ()
    arcs = []
    for package in packages:
        for tie in package.ties:
            if not tie.needed or tie.needed == tie.clause:
                continue
            start, end = 100 * tie.clause - 50, 100 * tie.needed - 50
            both = any(
                one.clause == tie.needed and one.needed == tie.clause and one is not tie
                for one in package.ties
            )
            deep = min(30, 14 + 4 * abs(tie.clause - tie.needed))
            deep = deep - 6 if both and start < end else deep
            path = f"M{start} 0C{start} {deep} {end} {deep} {end} 0"
            arcs.append(Arc(tie, package.letter, path, ((start + end) // 2, deep)))
    return tuple(arcs)
