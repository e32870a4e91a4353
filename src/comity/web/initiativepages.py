"""Initiative pages: the board, needs and offers, one initiative, and what begins them.

Each function takes the values of a desk and gives a page as HTML. What a party wrote carries its
language. The three numbers stand beside each other and are never one; what this party reads in the
lists of a partner has its own colour, says in words that it stays here, and raises the marking of
the page that shows it.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from babel.numbers import format_decimal

from comity.agreement.effects import STAGES
from comity.entities.subject import IDENTIFIER_KINDS, Kind
from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.initiatives.amounts import plain
from comity.initiatives.screening import Found
from comity.initiatives.stages import COURSE
from comity.initiatives.statements import CATEGORIES, CURRENCIES, MEASURES
from comity.positions.sheet import Sheet
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.web.compose import Faults
from comity.web.initiativechart import bars, matrix, timeline
from comity.web.initiativedesk import (
    INSIDE,
    ONLY,
    PATH,
    Asked,
    BoardSeen,
    Card,
    InitiativeSeen,
    WishesSeen,
)
from comity.web.initiativelabels import INITIATIVE_DONE
from comity.web.pages import Shell, render
from comity.web.positionpages import name_of
from comity.web.traffic import fault_text
from comity.web.words import Language, in_words, time_of, words

MATCHES = 20
"""Matches that are shown with their reasons; the others are a line each."""

WRITTEN = ("uk", "ja", "en")
"""Languages in which a form offers a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a page and not done, so that nothing typed is lost.

    Attributes:
        form: its name, "" where nothing was: the act, and what it is done to.
        typed: its fields.
        faults: what is wrong with them.
        error: why it was not done although they are right.
    """

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=dict)
    error: ComityError | None = None

    def of(self, form: str) -> Mapping[str, str]:
        """Return what was typed in a form, nothing where another one was sent."""
        return self.typed if self.form == form else {}


UNTRIED = Tried()


def amount_in(language: Language, amount: Decimal) -> str:
    """Return an amount as a language writes it, with every digit that it has."""
    places = len(plain(amount).partition(".")[2])
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    return format_decimal(amount, pattern, locale=language)


def day_in(language: Language, day: str) -> str:
    """Return a day as a language writes it; as it stands where it is none."""
    found = time_of(day)
    return words(language).date(found.date()) if found is not None else day


def base(language: Language, role: str, now: str) -> dict[str, object]:
    """Return the values that every page of initiatives needs."""
    return {
        "role": role,
        "roles": ROLES,
        "writes": WRITTEN,
        "amount": lambda value: amount_in(language, value),
        "day": lambda value: day_in(language, value),
        "bars": bars,
        "categories": CATEGORIES,
        "currencies": CURRENCIES,
        "measures": MEASURES,
        "today": now[:10],
    }


def board_page(language: Language, seen: BoardSeen, asked: Asked, role: str, done: str) -> str:
    """Return the board."""
    shell = Shell(
        language=language,
        path=PATH,
        query=(
            ("category", asked.category),
            ("party", asked.party),
            ("only", asked.only),
            ("closed", "1" if asked.closed else ""),
        ),
        marking=highest(one.marking for one in seen.cards),
    )
    columns = [
        (stage, [one for one in seen.cards if one.stage.code == stage])
        for stage in COURSE
        if stage != "closed" or asked.closed
    ]
    values = {
        **base(language, role, seen.now),
        "seen": seen,
        "asked": asked,
        "only": ONLY,
        "columns": [(stage, cards) for stage, cards in columns if cards],
        "counts": [(stage, len(cards)) for stage, cards in columns],
        "parties": sorted({party for one in seen.circles for party in one.members}),
        "done": done if done in INITIATIVE_DONE else "",
    }
    return render("initiatives/board.html", shell, values)


def wishes_page(
    language: Language, seen: WishesSeen, role: str, token: str, *, tried: Tried, done: str = ""
) -> str:
    """Return needs and offers with their matches."""
    shell = Shell(
        language=language,
        path=f"{PATH}/needs",
        marking=highest(one.marking for one in seen.wishes),
    )
    standing = [one for one in seen.wishes if not one.closed]
    values = {
        **base(language, role, seen.today),
        "seen": seen,
        "needs": [one for one in standing if not one.offer],
        "offers": [one for one in standing if one.offer],
        "closed": [one for one in seen.wishes if one.closed],
        "most_matches": MATCHES,
        "tried": tried,
        "token": token,
        "done": done if done in INITIATIVE_DONE else "",
    }
    return render("initiatives/needs.html", shell, values)


def wish_page(
    language: Language, seen: WishesSeen, role: str, token: str, *, offer: bool, tried: Tried
) -> str:
    """Return the page on which a need or an offer is written."""
    shell = Shell(
        language=language,
        path=f"{PATH}/{'offer' if offer else 'need'}",
        marking=TEXTS.get(tried.typed.get("marking", ""), Marking.CLEAR),
    )
    values = {
        **base(language, role, seen.today),
        **form(shell, seen, tried, token),
        "offer": offer,
    }
    return render("initiatives/wish.html", shell, values)


def open_page(
    language: Language,
    seen: WishesSeen,
    role: str,
    token: str,
    *,
    answers: tuple[str, ...],
    tried: Tried,
) -> str:
    """Return the page on which an initiative is opened.

    Args:
        language: of the page.
        seen: needs and offers.
        role: in which the person acts.
        token: of the page.
        answers: hashes of needs and offers that it begins from.
        tried: what was tried and not done.
    """
    begun = [one for one in (seen.wish(hashed) for hashed in answers) if one is not None]
    least = highest(one.marking for one in begun)
    shell = Shell(
        language=language,
        path=f"{PATH}/new",
        query=tuple(("from", one.hash) for one in begun),
        marking=highest([least, TEXTS.get(tried.typed.get("marking", ""), Marking.CLEAR)]),
    )
    typed = dict(tried.typed)
    need = next((one for one in begun if not one.offer), None)
    if not tried.form and begun:
        first = need or begun[0]
        typed = {f"title-{tongue}": text for tongue, text in first.title.items()}
        typed |= {f"words-{tongue}": text for tongue, text in first.words.items()}
        typed |= {"category": first.category, "circle": first.circle, "marking": least.text}
        typed["beneficiary"] = need.party if need is not None else ""
    values = {
        **base(language, role, seen.today),
        **form(shell, seen, tried, token),
        "typed": typed,
        "begun": begun,
        "parties": sorted({party for one in seen.circles for party in one.members}),
        "markings": tuple(marking for marking in Marking if marking >= least),
    }
    return render("initiatives/open.html", shell, values)


def form(shell: Shell, seen: WishesSeen, tried: Tried, token: str) -> dict[str, object]:
    """Return the values that a form of its own page needs."""
    return {
        "circles": seen.circles,
        "limit": seen.four_eyes,
        "tried": tried,
        "typed": tried.typed,
        "faults": {name: fault_text(shell.words, one) for name, one in tried.faults.items()},
        "token": token,
        "markings": tuple(Marking),
    }


def initiative_page(
    language: Language,
    seen: InitiativeSeen,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page of one initiative.

    Args:
        language: of the page.
        seen: the initiative with everything beside it.
        role: in which the person acts.
        token: of the page.
        tried: what was tried and not done.
        done: code of `initiativelabels.INITIATIVE_DONE`: what was done just now.
    """
    one, card = seen.initiative, seen.card
    wishes = [wish.marking for wish in seen.wishes]
    shell = Shell(
        language=language,
        path=f"{PATH}/initiative/{one.hash}",
        marking=highest([card.marking, *wishes]),
    )
    decided = {gate.stage for gate in card.gates}
    values = {
        **base(language, role, seen.now),
        "seen": seen,
        "card": card,
        "one": one,
        "me": seen.me,
        "limit": seen.four_eyes,
        "tried": tried,
        "token": token,
        "course": COURSE,
        "reached": COURSE.index(card.stage.code),
        "ahead": [stage for stage in STAGES if stage not in decided],
        "waits": dict(card.stage.waiting),
        "pending": {gate.stage: gate for gate in card.pending},
        "numbers": one.ledger.numbers(),
        "line_of_days": timeline(one, card.today),
        "plain": plain,
        "entries": entries_of,
        "matrix": matrix(one.risks),
        "inside": INSIDE,
        "kinds": tuple(Kind),
        "numbering": [kind for kind in IDENTIFIER_KINDS if kind != "other"],
        "done": done if done in INITIATIVE_DONE else "",
        "giving": [it for it in one.ledger.commitments if it.giver == seen.me],
        "held": _held(seen),
    }
    return render("initiatives/initiative.html", shell, values)


def entries_of(group: Sequence[Found]) -> str:
    """Return the entries that a form is about, as it carries them."""
    return json.dumps([[one.list, one.key, one.listing] for one in group], ensure_ascii=False)


def _held(seen: InitiativeSeen) -> dict[tuple[Party, str], object]:
    """Return what is known here of each partner."""
    return {(one.party, one.partner.name): one for one in seen.card.screened}


def sheet_of(language: Language, cards: Sequence[Card], now: dt.datetime) -> Sheet:
    """Return the commitments of some initiatives as a sheet, the three numbers as numbers.

    What this party knows of partners is not in it.
    """
    spoken = words(language)
    heads = [
        (spoken.gettext("Initiative"), 36),
        (spoken.gettext("Stage"), 14),
        (spoken.gettext("Beneficiary"), 14),
        (spoken.gettext("Giver"), 14),
        (spoken.gettext("Commitment"), 40),
        (spoken.gettext("Unit"), 12),
        (spoken.gettext("Pledged"), 14),
        (spoken.gettext("Reported as delivered"), 14),
        (spoken.gettext("Confirmed as received"), 14),
        (spoken.gettext("Due"), 14),
        (spoken.gettext("State"), 22),
    ]
    rows = [
        [
            in_words(card.initiative.title, language)[0],
            spoken.label("stage", card.stage.code),
            name_of(card.initiative.beneficiary, language),
            name_of(it.giver, language),
            in_words(it.what, language)[0],
            spoken.label("unit", it.unit),
            plain(it.pledged),
            plain(it.reported),
            plain(it.confirmed),
            day_in(language, it.due),
            spoken.label("commitment", it.state(card.today).value),
        ]
        for card in cards
        for it in card.initiative.ledger.commitments
    ]
    return Sheet(
        name=spoken.label("system", "initiatives"),
        marking=highest(card.initiative.marking for card in cards).text,
        lines=[
            spoken.gettext("Commitments to initiatives"),
            spoken.gettext("As of %(time)s", time=spoken.moment(now)),
            spoken.gettext("Amounts of different units are never added."),
        ],
        headings=[text for text, _ in heads],
        rows=rows,
        inside=frozenset(),
        widths=[width for _, width in heads],
        numbers=frozenset({6, 7, 8}),
    )
