"""Follow-up pages: the board of actions, and one action with what became of it, in words.

Each function takes the values of a desk and gives a page as HTML. How an action stands is told by a
glyph, a word and a sentence that names who and when; what counted for nothing says so.
"""

import datetime as dt
from collections.abc import Mapping

from comity.agreement.followup import State
from comity.consultation.statements import ANSWERS, VERDICTS
from comity.exchange.drafts import ROLES
from comity.records.marking import highest
from comity.sanctions.listing import Measure
from comity.web.findingpages import list_values
from comity.web.followupboard import AGES, AT_ONCE, GROUPS, NONE, Asked, choices, page_of, shown
from comity.web.followupdesk import PATH, ActionSeen, BoardSeen, Row, action_path
from comity.web.followuplabels import FOLLOWUP_DONE
from comity.web.followupwords import (
    days_said,
    ignored_in_words,
    list_name,
    measure_name,
    sentences,
)
from comity.web.pages import Shell, address, render
from comity.web.positionpages import UNTRIED, WRITTEN, Tried
from comity.web.traffic import fault_text
from comity.web.words import Language

UNDERTAKEN = 28
"""Days until which a form offers to undertake something."""

GLYPHS: Mapping[State, str] = {
    State.ASSIGNED: "○",
    State.ACCEPTED: "◔",
    State.OVERDUE: "!",
    State.NEEDS_LAW: "§",
    State.UNDER_STUDY: "◌",
    State.DECLINED: "–",
    State.REPORTED: "◕",
    State.CONTESTED: "✕",
    State.NOT_FOUND: "?",
    State.ONE_ANALYST: "½",
    State.OTHER_MEASURE: "≠",
    State.VERIFIED: "✓",
    State.REGRESSED: "↺",
    State.DISPUTED: "⇄",
}
"""A sign for each state, beside its word."""

MOST_CHOSEN = 200
"""Actions that are accepted at once."""


def board_page(
    language: Language,
    seen: BoardSeen,
    asked: Asked,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the board.

    Args:
        language: of the page.
        seen: every action.
        asked: which of them are shown.
        role: in which the person acts.
        token: of the page.
        tried: what was tried and not done.
        done: code of `followuplabels.FOLLOWUP_DONE`: what was done just now.
    """
    rows = shown(seen, asked)
    here = page_of(rows, asked.page)
    shell = Shell(
        language=language,
        path=PATH,
        query=asked.query,
        marking=highest(row.assignment.marking for row in here),
    )
    titles = {row.assignment.meeting: row.assignment.meeting_title for row in seen.rows}
    offered = [row for row in here if may_accept(row, seen)]
    values = {
        **base(shell, role, tried),
        "seen": seen,
        "asked": asked,
        "rows": here,
        "total": len(rows),
        "last": max(1, -(-len(rows) // AT_ONCE)),
        "choices": choices(seen, asked),
        "nowhere": NONE,
        "groups": GROUPS,
        "here": address(f"/{language}{PATH}", asked.query),
        "titles": titles,
        "ages": AGES,
        "offered": frozenset(row.key for row in offered),
        "chosen": chosen_in(tried.typed),
        "token": token,
        "due": tried.typed.get("due") or later(seen.today, UNDERTAKEN),
        "done": done if done in FOLLOWUP_DONE else "",
        "export": lambda kind: address(f"/{language}{PATH}/matrix.{kind}", asked.query[:4]),
        "turned": lambda page: address(
            f"/{language}{PATH}",
            (*asked.query[:4], ("page", str(page) if page > 1 else "")),
        ),
        "days_said": lambda row: days_said(shell.words, row),
    }
    return render("followup/index.html", shell, values)


def may_accept(row: Row, seen: BoardSeen) -> bool:
    """Say whether an action can be chosen to be undertaken with others."""
    return row.assignment.owner == seen.me and row.outcome.state is State.ASSIGNED


def chosen_in(typed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the actions that were chosen in a form, as it names them."""
    return tuple(typed[name] for name in typed if name.startswith("choose-"))


def later(today: str, days: int) -> str:
    """Return the day that is so many days later."""
    return (dt.date.fromisoformat(today) + dt.timedelta(days=days)).isoformat()


def base(shell: Shell, role: str, tried: Tried) -> dict[str, object]:
    """Return the values that every page of actions needs."""
    return {
        "role": role,
        "roles": ROLES,
        "writes": WRITTEN,
        "tried": tried,
        "faults": {name: fault_text(shell.words, one) for name, one in tried.faults.items()},
        "glyphs": GLYPHS,
        "list_name": lambda code: list_name(shell.words, code),
        "measure_name": lambda code: measure_name(shell.words, code),
    }


def action_page(
    language: Language,
    seen: ActionSeen,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page of one action.

    Args:
        language: of the page.
        seen: the action with everything beside it.
        role: in which the person acts.
        token: of the page.
        tried: what was tried and not done.
        done: code of `followuplabels.FOLLOWUP_DONE`: what was done just now.
    """
    one, outcome = seen.row.assignment, seen.row.outcome
    listed = getattr(seen.listed, "marking", None)
    shell = Shell(
        language=language,
        path=action_path(one.decision, one.action),
        marking=highest([seen.marking, *([listed] if listed is not None else [])]),
    )
    closed = outcome.state is State.VERIFIED
    values = {
        **base(shell, role, tried),
        "seen": seen,
        "row": seen.row,
        "one": one,
        "outcome": outcome,
        "said": sentences(seen.row, language),
        "ignored": lambda step: ignored_in_words(step, one.owner, language),
        "typed": lambda form: tried.typed if tried.form == form else {},
        **list_values(shell, seen.listed),
        "may_say": seen.ours and not closed,
        "may_check": not seen.ours and not one.listed and bool(outcome.done),
        "answers": ANSWERS,
        "verdicts": VERDICTS,
        "measures": tuple(Measure),
        "due": outcome.due if outcome.due > seen.today else later(seen.today, UNDERTAKEN),
        "token": token,
        "done": done if done in FOLLOWUP_DONE else "",
        "days_said": lambda row: days_said(shell.words, row),
    }
    return render("followup/action.html", shell, values)
