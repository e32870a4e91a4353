"""Position pages: the matrix, one question, and a new one; and the matrix as a sheet.

Each function takes the values of a desk and gives a page as HTML. What a party wrote carries its
language; a stance is told by a glyph and a word. What is internal has its own colour, says in words
that it stays here, and raises the marking of the page that shows it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.positions.matrix import Position, Question, parties_of
from comity.positions.sheet import Sheet
from comity.positions.statements import STANCES
from comity.records.circle import Circle
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.web.compose import Faults
from comity.web.pages import Shell, render, standing_now
from comity.web.positiondesk import MatrixSeen, QuestionSeen
from comity.web.positionlabels import POSITION_DONE
from comity.web.traffic import fault_text
from comity.web.words import Language, Words, in_words, words

PATH = "/positions"

INSIDE = Marking.AMBER_STRICT
"""Of a page or a file that shows internal notes: within this party, to those who need it."""

WRITTEN = ("uk", "ja", "en")
"""Languages in which a form offers a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a page and not done, so that nothing typed is lost.

    Attributes:
        form: its name, "" where nothing was.
        typed: its fields.
        faults: what is wrong with them.
        error: why it was not done although they are right.
    """

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)
    error: ComityError | None = None


UNTRIED = Tried()


def name_of(party: Party, language: Language) -> str:
    """Return what a party is called in a language, as its card says."""
    standing = standing_now()
    names = standing.names.get(party, {}) if standing is not None else {}
    return names.get(language, party.upper())


def matrix_page(
    language: Language, seen: MatrixSeen, role: str, *, closed: bool, since: str, error: bool
) -> str:
    """Return the matrix.

    Args:
        language: of the page.
        seen: what it shows.
        role: in which the person acts.
        closed: whether closed questions are among them.
        since: the day that was chosen, as it was typed.
        error: whether that is no day.
    """
    notes = {key: note for key, note in seen.notes.items() if _among(seen.questions, *key)}
    shown = [*(one.marking for one in seen.questions), *(one.marking for one in seen.texts)]
    shell = Shell(
        language=language,
        path=PATH,
        query=(("since", since), ("closed", "1" if closed else "")),
        marking=highest([*shown, *([INSIDE] if notes else [])]),
    )
    values = {
        **base(role),
        "seen": seen,
        "notes": notes,
        "parties": parties_of(seen.questions),
        "closed": closed,
        "since": since,
        "mistyped": error,
        "moments": sorted({at for at in seen.since.values() if at}),
    }
    return render("positions/index.html", shell, values)


def _among(questions: Sequence[Question], hashed: str, party: Party) -> bool:
    return any(one.hash == hashed and party in one.parties for one in questions)


def base(role: str) -> dict[str, object]:
    """Return the values that every page of positions needs."""
    return {"role": role, "roles": ROLES, "writes": WRITTEN}


def question_page(
    language: Language,
    seen: QuestionSeen,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page of one question.

    Args:
        language: of the page.
        seen: the question with everything beside it.
        role: in which the person acts.
        token: of the page.
        tried: what was tried and not done.
        done: code of `positionlabels.POSITION_DONE`: what was done just now.
    """
    one = seen.question
    sources = [source.marking for source in seen.sources.values()]
    sources += [source.marking for _, source in seen.offered]
    said = [position.marking for position in seen.history]
    shell = Shell(
        language=language,
        path=f"{PATH}/question/{one.hash}",
        marking=highest([one.marking, *said, *sources, *([INSIDE] if seen.notes else [])]),
    )
    values = {
        **base(role),
        "seen": seen,
        "question": one,
        "typed": _typed(seen, tried),
        "notes": _last_notes(seen),
        "tried": tried,
        "faults": {name: fault_text(shell.words, one) for name, one in tried.faults.items()},
        "token": token,
        "stances": STANCES,
        "markings": tuple(marking for marking in Marking if marking >= one.own),
        "done": done if done in POSITION_DONE else "",
    }
    return render("positions/question.html", shell, values)


def _typed(seen: QuestionSeen, tried: Tried) -> dict[str, str]:
    """Return what stands in the fields of our position: what was typed, or the one that stands."""
    if tried.form == "state":
        return dict(tried.typed)
    own = seen.question.now.get(seen.me)
    if own is None:
        return {"marking": seen.question.own.text}
    written = {f"words-{tongue}": text for tongue, text in own.words.items()}
    return {"stance": own.stance, "marking": own.marking.text, "source": own.source, **written}


def _last_notes(seen: QuestionSeen) -> dict[Party, str]:
    """Return the newest internal note on each party's position."""
    found: dict[Party, str] = {}
    for one in seen.notes:
        found.setdefault(one.party, one.text)
    return found


def ask_page(
    language: Language,
    circles: Sequence[Circle],
    limit: Marking,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
) -> str:
    """Return the page on which a question is asked."""
    shell = Shell(
        language=language,
        path=f"{PATH}/ask",
        marking=TEXTS.get(tried.typed.get("marking", ""), Marking.CLEAR),
    )
    values = {
        **base(role),
        "circles": circles,
        "limit": limit,
        "typed": tried.typed,
        "tried": tried,
        "faults": {name: fault_text(shell.words, one) for name, one in tried.faults.items()},
        "token": token,
        "markings": tuple(Marking),
    }
    return render("positions/ask.html", shell, values)


def sheet_of(language: Language, seen: MatrixSeen, now: dt.datetime, *, inside: bool) -> Sheet:
    """Return the matrix as a sheet in the reader's language.

    Args:
        language: of the reader.
        seen: the matrix.
        now: when it is written.
        inside: whether internal notes are in it; then it says so.
    """
    spoken, parties = words(language), parties_of(seen.questions)
    marking = highest([*(one.marking for one in seen.questions), *([INSIDE] if inside else [])])
    names = [name_of(party, language) for party in parties]
    heads = [spoken.gettext("Question"), spoken.gettext("Standing")]
    widths, internal = [44, 14], set[int]()
    for name in names:
        heads += [name, spoken.gettext("%(party)s: when", party=name)]
        widths += [40, 18]
        if inside:
            internal.add(len(heads))
            heads.append(spoken.gettext("%(party)s: our internal note", party=name))
            widths.append(36)
    rows = []
    for one in seen.questions:
        state = "closed" if one.closed else one.standing.value
        row = [in_words(one.title, language)[0], spoken.label("state", state)]
        for party in parties:
            row += _cells(spoken, one, party)
            if inside:
                note = seen.notes.get((one.hash, party))
                row.append(note.text if note is not None else "")
        rows.append(row)
    title = spoken.gettext("Positions of %(parties)s", parties=spoken.together(names))
    lines = [title, spoken.gettext("As of %(time)s", time=spoken.moment(now))]
    if inside:
        lines.append(spoken.gettext("With internal notes: not for the other parties"))
    return Sheet(
        name=spoken.label("system", "positions"),
        marking=marking.text,
        lines=lines,
        headings=heads,
        rows=rows,
        inside=frozenset(internal),
        widths=widths,
    )


def _cells(spoken: Words, question: Question, party: Party) -> list[str]:
    """Return what a party said, and when, as a sheet says it."""
    if party not in question.parties:
        return ["–", ""]
    held: Position | None = question.now.get(party)
    if held is None:
        return [spoken.label("stance", "none"), ""]
    text = spoken.label("stance", held.stance)
    if held.words:
        text += "\n" + in_words(held.words, spoken.language)[0]
    when, change = spoken.moment(held.at), question.change(party)
    return [text, f"{when}\n{spoken.label('position-change', change)}" if change else when]
