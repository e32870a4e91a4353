"""Text pages: the joint texts, one of them, the page on which it is signed, and a new one.

Each function takes the values of a desk and gives a page as HTML. Words of a text carry their own
language; whose words stand in brackets is said by a code beside them, never by colour alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comity.agreement.statements import ANNEXES, STANCES
from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.positions.moves import Move
from comity.positions.signing import Revision
from comity.positions.views import Clause, View
from comity.records.circle import Circle
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.seal.fingerprint import words as hash_words
from comity.web.bracketing import Bracketing
from comity.web.pages import Shell, render, standing_now
from comity.web.textdesk import TextRow, TextSeen
from comity.web.textlabels import TEXT_DONE
from comity.web.textrows import (
    PATH,
    Wanted,
    conditions_of,
    drawn,
    marks,
    rows_of,
    state_text,
    tints,
    tongues,
    wordings_of,
    writable,
)
from comity.web.words import Language, Words, time_of, words

LIST = "/positions/texts"


NATIVE = {"uk": "Українська", "ja": "日本語", "en": "English", "ko": "한국어"}
"""Each language in its own words."""


MANY = 40
"""Clauses from which the strip takes several lines."""


class Typed(dict[str, str]):
    """Fields of a form as they were typed; one that was not sent is empty."""

    def __missing__(self, name: str) -> str:
        """Return what stands in a field that was not sent."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a page and not done, so that nothing typed is lost.

    Attributes:
        form: its name, "" where nothing was.
        typed: its fields.
        error: why it was not done.
        seen: name of the state that the page was made from.
    """

    form: str = ""
    typed: Typed = field(default_factory=Typed)
    error: ComityError | None = None
    seen: str = ""

    def of(self, form: str) -> Typed:
        """Return what was typed in a form, nothing where another one was sent."""
        return self.typed if form == self.form else Typed()


UNTRIED = Tried()


def texts_page(
    language: Language,
    rows: Sequence[TextRow],
    circles: Sequence[Circle],
    role: str,
    most: int | None = None,
) -> str:
    """Return the list of joint texts.

    Args:
        language: of the page.
        rows: the texts.
        circles: in which one can be begun.
        role: in which the person acts.
        most: how many are shown, with a link to the rest; None for all.
    """
    shown = rows[:most]
    shell = Shell(
        language=language,
        path=LIST,
        query=(("all", "" if most else "1"),),
        marking=highest(one.marking for one in shown),
    )
    values = {**_base(role), "rows": shown, "circles": circles, "more": len(rows) > len(shown)}
    return render("texts/index.html", shell, values)


def new_page(
    language: Language,
    circles: Sequence[Circle],
    limit: Marking,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
) -> str:
    """Return the page on which a joint text is begun."""
    typed = tried.of("new")
    shell = Shell(
        language=language,
        path=f"{LIST}/new",
        marking=TEXTS.get(typed.get("marking", ""), Marking.CLEAR),
    )
    korean = any("kr" in one.members for one in circles)
    values = {
        **_base(role),
        "circles": circles,
        "limit": limit,
        "typed": typed,
        "tried": tried,
        "markings": tuple(Marking),
        "own": (language.value, *(one.value for one in Language if one != language)),
        "more": ("ko",) if korean else (),
        "token": token,
    }
    return render("texts/new.html", shell, values)


def text_page(
    language: Language,
    seen: TextSeen,
    wanted: Wanted,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page of one joint text.

    Args:
        language: of the page.
        seen: the text with everything beside it.
        wanted: how it is looked at, and which clause is chosen.
        role: in which the person acts.
        token: of the page.
        tried: what was tried and not done.
        done: code of `textlabels.TEXT_DONE`: what was done just now.
    """
    shown, named = seen.shown, marks(seen)
    chosen = shown.clause(wanted.clause) or _first_open(seen)
    read_in = tongues(language, seen, wanted.beside)
    shell = Shell(
        language=language,
        path=f"{PATH}/{seen.hash}",
        query=wanted.query(),
        marking=seen.marking,
    )
    values = {
        **_base(role),
        **_of_text(language, seen, named),
        "wanted": wanted,
        "views": tuple(View),
        "tongues": read_in,
        "rows": rows_of(language, seen, read_in, wanted),
        "chosen": chosen,
        "wordings": wordings_of(seen, chosen, named) if chosen is not None else (),
        "changed": _changed(chosen, tried),
        "conditions": conditions_of(seen, chosen, named) if chosen is not None else (),
        "left": shown.count(read_in[0]),
        "drawn": drawn(seen.packages, len(shown.clauses)),
        "many": len(shown.clauses) >= MANY,
        "writes": writable(language, seen, read_in),
        "token": token,
        "tried": tried,
        "done": done if done in TEXT_DONE else "",
    }
    return render("texts/text.html", shell, values)


def sign_page(
    language: Language,
    seen: TextSeen,
    revision: Revision,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page on which a text is signed, or a signature withdrawn."""
    shell = Shell(
        language=language,
        path=f"{PATH}/{seen.hash}/sign",
        query=(("revision", revision.hash),),
        marking=seen.marking,
    )
    others = [party for party in revision.awaiting if party != seen.me]
    values = {
        **_base(role),
        **_of_text(language, seen, marks(seen)),
        "revision": revision,
        "others": others,
        "void": seen.signing.void.get(revision.hash, ""),
        "lock": seen.signing.locks.get(revision.hash),
        "token": token,
        "tried": tried,
        "done": done if done in TEXT_DONE else "",
        "writes": writable(language, seen, tuple(revision.words)),
    }
    return render("texts/sign.html", shell, values)


def _base(role: str) -> dict[str, object]:
    """Return the values that every page of texts needs."""
    return {"role": role, "roles": ROLES, "stances": tuple(STANCES), "annex_sorts": ANNEXES}


def _of_text(language: Language, seen: TextSeen, named: Mapping[str, str]) -> dict[str, object]:
    """Return the values of a text that its pages share."""
    spoken = words(language)
    standing = standing_now()
    names = standing.names if standing is not None else {}
    colours = tints(seen.circle.members)
    effects = [one.record.body.get("effect", {}) for one in seen.signing.revisions]

    def party_of(code: Party) -> str:
        return names.get(code, {}).get(language, code.upper())

    return {
        "seen": seen,
        "members": seen.circle.members,
        "tints": colours,
        "written": Bracketing(language, colours, party_of),
        "marks": named,
        "native": NATIVE,
        "here": f"/{language}{PATH}/{seen.hash}",
        "closing": any("closed" in one for one in effects),
        "aloud": lambda name: " ".join(hash_words(name, language)),
        "grouped": lambda name: " ".join(name[at : at + 4] for at in range(0, 64, 4)),
        "state_text": lambda clause: state_text(spoken, clause),
        "named": lambda codes: [spoken.label("language", code) for code in codes],
        "names_of": lambda codes: [party_of(code) for code in codes],
        "mark_names": lambda ids: [named.get(one, "?") for one in ids],
        "numbers_of": lambda clauses: [spoken.number(one.number) for one in clauses],
        "kept_numbers": lambda ids: [
            spoken.number(one.number) for one in seen.shown.clauses if one.id in ids
        ],
        "short_moment": lambda at: _short_moment(spoken, at),
    }


def _short_moment(spoken: Words, at: str) -> str:
    """Return a moment in UTC without its year, as the language writes a day; else as it stands."""
    time = time_of(at)
    return f"{spoken.short_day(time.date())} {time:%H:%M}" if time else at


def _first_open(seen: TextSeen) -> Clause | None:
    """Return the first clause that is not agreed, else the first."""
    clauses = seen.shown.left or seen.shown.clauses
    return clauses[0] if clauses else None


def _changed(clause: Clause | None, tried: Tried) -> tuple[Move, ...]:
    """Return what moved in the chosen clause since a stale page was made."""
    first = tried.seen.partition(".")[0]
    if clause is None or tried.error is None or not first.isdecimal():
        return ()
    late = set(clause.course.records[int(first) :])
    return tuple(move for move in clause.course.moves if move.record in late)
