"""Proposal pages: the form with the pack as the partner will see it, one proposal, and all of them.

Each function takes the values of a desk and gives a page as HTML. A pack is drawn by one template
wherever it stands: labels in the reader's language, and what a list prints as it prints it, with
the language of the quotation. What this node's own lists show stands beside it and says so.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from unicodedata import east_asian_width

from markupsafe import Markup

from comity.entities.notes import NOTES
from comity.entities.scripts import script_of
from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.sanctions.evidence import CUT, TargetEvidence
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.proposals import Group
from comity.web.pages import Shell, environment, render, standing_now
from comity.web.proposalchart import ORDER, bars_of, chart_of, since_last
from comity.web.proposaldesk import (
    PATH,
    Chosen,
    OnLists,
    ProposalRow,
    ProposalSeen,
    ProposalsSeen,
    TargetState,
)
from comity.web.proposallabels import PROPOSAL_DONE
from comity.web.proposalwords import decision_texts, list_in, measure_in, proposal_titles
from comity.web.sanctionlabels import FIELDS, JURISDICTIONS, KINDS
from comity.web.sanctions import place_shown, value_shown
from comity.web.textpages import Typed
from comity.web.words import Language, Words, words

PROPOSALS = 30
"""Proposals that are shown with their targets; the others are a line each."""

WRITTEN = ("uk", "ja", "en")
"""Languages in which the form of a proposal offers a field."""

SPEAKS = {"jp": Language.JAPANESE, "ua": Language.UKRAINIAN}
"""Language in which a party will read; English for every other one."""

ENGLISH_LISTS = frozenset({"us", "uk", "eu", "un", "au", "jp"})
"""Jurisdictions whose lists give reasons in Latin letters in English alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried on a page and not done, so that nothing typed is lost.

    Attributes:
        form: its name, "" where nothing was.
        typed: its fields.
        picks: targets that were ticked, None where the form was not sent.
        error: why it was not done.
    """

    form: str = ""
    typed: Typed = field(default_factory=Typed)
    picks: tuple[str, ...] | None = None
    error: ComityError | None = None


UNTRIED = Tried()


def pack(
    language: Language,
    targets: Sequence[TargetEvidence],
    *,
    first: str,
    states: Mapping[str, TargetState] | None = None,
    here: Mapping[str, OnLists] | None = None,
) -> Markup:
    """Return the evidence of targets as a part of a page.

    Args:
        language: of the reader.
        targets: in order.
        first: begins the ids of the part, so that a page can hold two.
        states: what became of each, None where nobody has been asked yet.
        here: what the reader's own lists show; None in a preview of what another party will read.
    """
    spoken = words(language)
    values = {
        "standing": standing_now(),
        "targets": targets,
        "first": first,
        "states": states or {},
        "here": here or {},
        **naming(spoken),
    }
    template = environment(language).get_template("proposals/_pack.html")
    return Markup(template.render(values))  # noqa: S704 - drawn by a template that escapes


def naming(spoken: Words) -> dict[str, object]:
    """Return what puts codes of a pack into words; one that nobody here knows stays as it is."""
    return {
        "list_of": partial(list_in, spoken),
        "measure_of": partial(measure_in, spoken),
        "measures_of": lambda names: spoken.together(measure_in(spoken, one) for one in names),
        "shown": partial(value_shown, spoken),
        "placed": partial(place_shown, spoken),
        "whose": whose,
        "called": partial(called, spoken),
        "spoken_in": spoken_in,
        "likely": likely,
        "without_cut": without_cut,
    }


def whose(list_name: str) -> str:
    """Return the jurisdiction of a list, "" for one that nobody here knows."""
    return LISTS[list_name].jurisdiction if list_name in LISTS else ""


def called(spoken: Words, table: str, code: str) -> str:
    """Return a label of a table, or the code where this program has no word for it."""
    known = {"note": NOTES, "field": FIELDS, "kind": KINDS, "jurisdiction": JURISDICTIONS}
    return spoken.label(table, code) if code in known[table] else code.upper()


def spoken_in(text: str, jurisdiction: str) -> tuple[str, str, str]:
    """Return script, language and jurisdiction of a statement of reasons, as far as is known."""
    script = script_of(text)
    english = script == "Latn" and jurisdiction in ENGLISH_LISTS
    return script, "en" if english else "", jurisdiction


def likely(score: int) -> float:
    """Return the likelihood that a score in thousandths of points stands for, 0 to 1.

    >>> likely(0), round(likely(3000), 3)
    (0.5, 0.953)
    """
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, score / 1000))))


def without_cut(text: str) -> str:
    """Return a text without the sign that it was cut."""
    return text.removesuffix(CUT)


def base(role: str) -> dict[str, object]:
    """Return the values that every page of proposals needs."""
    return {"role": role, "roles": ROLES, "writes": WRITTEN}


def short_name(text: str) -> str:
    """Return the beginning of a name that has room beside a bar; full-width letters count twice.

    >>> short_name("Засідання робочої групи з питань санкцій")
    'Засідання робочої групи з…'
    """
    room = 27
    for place, letter in enumerate(text):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 1:
            return text[:place].rstrip() + "…"
    return text


# --- the form


def propose_page(
    language: Language,
    chosen: Chosen,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    preview: Language | None = None,
) -> str:
    """Return the form on which gaps become a proposal.

    Args:
        language: of the page.
        chosen: what can be proposed.
        role: in which the person acts.
        token: of the page.
        tried: what was typed, and why it was not done.
        preview: language in which the pack is shown; None for the partner's.
    """
    reads = preview or SPEAKS.get(chosen.party, Language.ENGLISH)
    ticked = [
        (pick, one)
        for pick, one in zip(chosen.picks, chosen.targets, strict=True)
        if (pick in tried.picks if tried.picks is not None else pick not in chosen.already)
    ]
    typed = Typed(tried.typed)
    if not tried.form:
        titles = proposal_titles([one.name for _, one in ticked], WRITTEN)
        typed |= {f"title-{tongue}": text for tongue, text in titles.items()}
        typed["measure"] = likely_measure(chosen)
    marking = TEXTS.get(typed["marking"], Marking.CLEAR)
    shell = Shell(
        language=language,
        path="/sanctions/propose",
        query=(("party", chosen.party), *(("pick", pick) for pick in chosen.picks)),
        marking=highest([marking, chosen.quoted]),
    )
    values = {
        **base(role),
        **naming(shell.words),
        "chosen": chosen,
        "ticked": [pick for pick, _ in ticked],
        "rows": list(zip(chosen.picks, chosen.targets, strict=True)),
        "typed": typed,
        "tried": tried,
        "token": token,
        "reads": reads,
        "pack": pack(reads, [one for _, one in ticked], first="p"),
        "markings": tuple(Marking),
        "count": len(ticked),
    }
    return render("proposals/propose.html", shell, values)


def likely_measure(chosen: Chosen) -> str:
    """Return the measure that most entries of the chosen targets have, of those of the party."""
    said = [name for one in chosen.targets for entry in one.entries for name in entry.measures]
    able = [name for name in chosen.measures if name in said]
    return max(able, key=said.count, default=chosen.measures[0] if chosen.measures else "")


def cannot_page(language: Language, party: str, error: ComityError) -> str:
    """Return the page that says why nothing can be proposed to a party."""
    shell = Shell(
        language=language,
        path="/sanctions/propose",
        query=(("party", party),),
        marking=Marking.CLEAR,
    )
    return render("proposals/cannot.html", shell, {"error": error, "party_code": party})


# --- one proposal


def proposal_page(
    language: Language,
    seen: ProposalSeen,
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
    done: str = "",
) -> str:
    """Return the page of one proposal."""
    shell = Shell(language=language, path=f"{PATH}/{seen.proposal.hash}", marking=seen.marking)
    states = {one.target.target: one for one in seen.row.states}
    values = {
        **base(role),
        **naming(shell.words),
        "seen": seen,
        "row": seen.row,
        "proposal": seen.proposal,
        "groups": ORDER,
        "states": seen.row.states,
        "pack": pack(language, seen.evidence, first="t", states=states, here=seen.here),
        "tried": tried,
        "token": token,
        "done": done if done in PROPOSAL_DONE else "",
    }
    return render("proposals/proposal.html", shell, values)


def decide_page(
    language: Language,
    seen: ProposalSeen,
    targets: Sequence[str],
    role: str,
    token: str,
    *,
    tried: Tried = UNTRIED,
) -> str:
    """Return the form on which a decision on some targets is put before the parties."""
    proposal = seen.proposal
    wanted = [one.target for one in seen.row.states if one.target.target in targets]
    typed = Typed(tried.typed)
    if not tried.form:
        standing = standing_now()
        texts = decision_texts(
            wanted,
            seen.tongues,
            owner=proposal.to,
            list_name=proposal.list,
            measure=proposal.measure,
            names=standing.names if standing is not None else {},
        )
        titles = {**proposal_titles([one.name for one in wanted], seen.tongues), **proposal.title}
        for tongue in seen.tongues:
            typed[f"title-{tongue}"] = titles[tongue]
            typed[f"text-{tongue}"] = texts[tongue]
        typed["marking"] = proposal.marking.text
        typed["meeting"] = next((one.id for one in reversed(seen.meetings) if not one.held), "")
    shell = Shell(
        language=language,
        path=f"{PATH}/{proposal.hash}/decide",
        query=tuple(("target", one) for one in targets),
        marking=highest([seen.marking, TEXTS.get(typed["marking"], Marking.CLEAR)]),
    )
    values = {
        **base(role),
        **naming(shell.words),
        "seen": seen,
        "proposal": proposal,
        "wanted": wanted,
        "typed": typed,
        "tried": tried,
        "token": token,
        "markings": tuple(one for one in Marking if one >= seen.marking),
    }
    return render("proposals/decide.html", shell, values)


# --- all proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the address of the board of proposals says.

    Attributes:
        side: "ours" for those that we made, "theirs" for those made to us or others, "" for all.
        group: only targets of which this became, "" for all.
    """

    side: str = ""
    group: str = ""

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return what stands after the question mark."""
        return ("side", self.side), ("group", self.group)


def rows_wanted(seen: ProposalsSeen, wanted: Wanted) -> tuple[ProposalRow, ...]:
    """Return the proposals that were asked for; of a group, those with a target of it."""
    return tuple(
        row
        for row in seen.rows
        if on_side(row, seen.me, wanted.side)
        and (not wanted.group or row.count(Group(wanted.group)))
    )


def on_side(row: ProposalRow, me: Party, side: str) -> bool:
    """Say whether a proposal was made by the side that is asked for."""
    return not side or (row.proposal.by == me) == (side == "ours")


def proposals_page(language: Language, seen: ProposalsSeen, wanted: Wanted, role: str) -> str:
    """Return the board of all proposals."""
    own = [row for row in seen.rows if on_side(row, seen.me, wanted.side)]
    rows = rows_wanted(seen, wanted)
    bars = bars_of(own, seen.meetings)
    shell = Shell(
        language=language,
        path="/sanctions/proposals",
        query=wanted.query,
        marking=highest(row.proposal.marking for row in own),
    )
    values = {
        **base(role),
        **naming(shell.words),
        "seen": seen,
        "rows": rows,
        "most_rows": PROPOSALS,
        "wanted": wanted,
        "sides": [
            (side, sum(on_side(row, seen.me, side) for row in seen.rows))
            for side in ("", "ours", "theirs")
        ],
        "groups": [(one.value, sum(row.count(one) for row in own)) for one in ORDER],
        "since": since_last(own, seen.meetings),
        "chart": chart_of(bars),
        "order": ORDER,
        "link": lambda **changes: (
            "?"
            + "&".join(
                f"{name}={value}"
                for name, value in {"side": wanted.side, "group": wanted.group, **changes}.items()
                if value
            )
        ),
        "short_name": short_name,
    }
    return render("proposals/index.html", shell, values)
