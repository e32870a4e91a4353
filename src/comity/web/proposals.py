"""Proposals: the addresses of proposals, and what answers at each.

Targets are chosen on the board with GET, so that a choice is an address; what a person does is sent
with POST and answered by leading to the page that shows the result. What cannot be done is answered
by the same page with everything that was typed and ticked.
"""

from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from comity.errors import ComityError, NotAllowedError, RefusedError
from comity.records.marking import TEXTS, Marking
from comity.web.mailroom import role_of, to
from comity.web.once import once
from comity.web.papers import PATH as PAPER
from comity.web.proposaldesk import PATH, Deciding, ProposalsDesk, ProposalSeen, Proposing
from comity.web.proposalpages import (
    UNTRIED,
    Tried,
    Wanted,
    cannot_page,
    decide_page,
    proposal_page,
    proposals_page,
    propose_page,
)
from comity.web.reply import LOOK, Spoken, html
from comity.web.stale import StalePageError
from comity.web.textdesk import By
from comity.web.textpages import Typed
from comity.web.texts import LONGEST_FIELD, MOST_FIELDS, fresh, words_in
from comity.web.words import Language, words

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Query(pattern="^[a-z-]{0,20}$")]
PartyCode = Annotated[str, Query(pattern="^[a-z]{2,10}$")]

MOST_PICKS, LONGEST_PICK = 400, 260
"""Of an address: choices, and letters of one."""


class UnfinishedProposalError(RefusedError):
    """A form of a proposal lacks what it cannot do without."""

    code = "proposal-unfinished"
    template = (
        "choose the circle, the list, the measure and the marking, and give a title in one "
        "language at least; nothing was said"
    )


def add_proposals(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add the pages of proposals."""
    add_proposing(app, desk)
    add_all(app, desk)
    add_one(app, desk)
    add_withdrawing(app, desk)
    add_deciding(app, desk)


async def typed_and_picked(request: Request) -> tuple[Typed, FormData]:
    """Return the fields of a form, lines ended alike, and the form with what is there often."""
    async with request.form(max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        typed = Typed(
            (name, value.replace("\r\n", "\n"))
            for name, value in form.items()
            if isinstance(value, str)
        )
        return typed, form


def many(form: FormData, name: str) -> tuple[str, ...]:
    """Return the values of a field that a form can have several times, each once."""
    values = (value for value in form.getlist(name) if isinstance(value, str))
    return tuple(dict.fromkeys(values))


def chosen_in(request: Request, name: str) -> tuple[str, ...]:
    """Return what an address names several times, each once; what no choice can be is left out."""
    values = request.query_params.getlist(name)[:MOST_PICKS]
    return tuple(dict.fromkeys(one for one in values if 0 < len(one) <= LONGEST_PICK))


def add_proposing(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add the form on which chosen gaps become a proposal."""

    @app.api_route("/{language}/sanctions/propose", methods=LOOK)
    def begin(request: Request, language: Spoken, party: PartyCode = "jp") -> HTMLResponse:
        return show(request, language, (party, chosen_in(request, "pick")), UNTRIED)

    def show(
        request: Request,
        language: Language,
        about: tuple[str, tuple[str, ...]],
        tried: Tried,
        preview: Language | None = None,
    ) -> HTMLResponse:
        party, picks = about
        try:
            chosen = desk.chosen(party, picks)
        except RefusedError as error:
            return html(request, language, cannot_page(language, party, error), 422)
        token = tried.typed["token"] or fresh()
        role = role_of(request)
        page = propose_page(language, chosen, role, token, tried=tried, preview=preview)
        return html(request, language, page, 422 if tried.error else 200)

    def propose(request: Request, language: Language, typed: Typed, form: FormData) -> Response:
        party, offered, picks = typed["to"], many(form, "offered"), many(form, "pick")
        preview = typed["reads"] if typed["reads"] in set(Language) else ""
        reads = Language(preview) if preview else None
        tried = Tried(form="propose", typed=typed, picks=picks)
        if "preview" in typed:
            wished = typed["preview"]
            reads = Language(wished) if wished in set(Language) else reads
            return show(request, language, (party, offered), tried, reads)
        title = words_in(typed, "title")
        try:
            if typed["marking"] not in TEXTS or not (typed["circle"] and title):
                raise UnfinishedProposalError
            proposing = Proposing(
                circle=typed["circle"],
                to=party,
                offered=offered,
                picks=picks,
                list=typed["list"],
                measure=typed["measure"],
                title=title,
                case=words_in(typed, "case"),
                marking=TEXTS[typed["marking"]],
            )
            sent = {**typed, "pick": "\n".join(picks)}
            by = By(role_of(request), once(request.url.path, sent), typed["seen"][:100])
            outcome = desk.propose(proposing, by)
        except (RefusedError, NotAllowedError) as error:
            refused = Tried(form="propose", typed=typed, picks=picks, error=error)
            return show(request, language, (party, offered), refused, reads)
        if outcome.draft:
            return to(language, f"/traffic/draft/{outcome.draft}?done=held")
        return to(language, f"{PATH}/{outcome.record}?done=proposed")

    @app.post("/{language}/sanctions/propose", response_model=None)
    async def proposed(request: Request, language: Spoken) -> Response:
        typed, form = await typed_and_picked(request)
        return await run_in_threadpool(propose, request, language, typed, form)


def add_all(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add the board of all proposals."""

    @app.api_route("/{language}/sanctions/proposals", methods=LOOK)
    def every(
        request: Request,
        language: Spoken,
        side: Annotated[str, Query(pattern="^(|ours|theirs)$")] = "",
        group: Annotated[
            str, Query(pattern="^(|followed|under-way|declined|withdrawn|open)$")
        ] = "",
    ) -> HTMLResponse:
        wanted = Wanted(side=side, group=group)
        page = proposals_page(language, desk.proposals(), wanted, role_of(request))
        return html(request, language, page)


def need_proposal(desk: ProposalsDesk, hashed: str) -> ProposalSeen:
    """Return a proposal, or say that there is no such page."""
    seen = desk.proposal(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def told(error: ComityError, language: Language, seen: ProposalSeen) -> ComityError:
    """Return an error in words that name what changed."""
    if not isinstance(error, StalePageError):
        return error
    spoken = words(language)
    return StalePageError(
        what=spoken.gettext("What became of this proposal"),
        who=spoken.together(one.upper() for one in seen.circle.members),
    )


def add_one(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add the page of one proposal."""

    @app.api_route(f"/{{language}}{PATH}/{{hashed}}", methods=LOOK)
    def one(request: Request, language: Spoken, hashed: Hash, done: Code = "") -> HTMLResponse:
        seen = need_proposal(desk, hashed)
        page = proposal_page(language, seen, role_of(request), fresh(), done=done)
        return html(request, language, page)


def add_withdrawing(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add that a proposal is withdrawn."""

    def withdraw(request: Request, language: Language, hashed: str, typed: Typed) -> Response:
        need_proposal(desk, hashed)
        by = By(role_of(request), once(request.url.path, typed), typed["seen"][:100])
        try:
            outcome = desk.withdraw(hashed, words_in(typed, "reason"), by)
        except (RefusedError, NotAllowedError) as error:
            seen = need_proposal(desk, hashed)
            tried = Tried(form="withdraw", typed=typed, error=told(error, language, seen))
            token = typed["token"] or fresh()
            page = proposal_page(language, seen, role_of(request), token, tried=tried)
            return html(request, language, page, 422)
        if outcome.draft:
            return to(language, f"/traffic/draft/{outcome.draft}?done=held")
        return to(language, f"{PATH}/{hashed}?done=withdrawn")

    @app.post(f"/{{language}}{PATH}/{{hashed}}/withdraw", response_model=None)
    async def withdrawn(request: Request, language: Spoken, hashed: Hash) -> Response:
        typed, _ = await typed_and_picked(request)
        return await run_in_threadpool(withdraw, request, language, hashed, typed)


def add_deciding(app: FastAPI, desk: ProposalsDesk) -> None:
    """Add the form on which a decision on a proposal is put before the parties."""

    @app.api_route(f"/{{language}}{PATH}/{{hashed}}/decide", methods=LOOK)
    def begin(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen, target = need_proposal(desk, hashed), chosen_in(request, "target")
        page = decide_page(language, seen, target, role_of(request), fresh())
        return html(request, language, page)

    def decide(
        request: Request, language: Language, hashed: str, typed: Typed, form: FormData
    ) -> Response:
        need_proposal(desk, hashed)
        targets = many(form, "target")
        deciding = Deciding(
            targets=targets,
            meeting=typed["meeting"],
            title=words_in(typed, "title"),
            text=words_in(typed, "text"),
            marking=TEXTS.get(typed["marking"], Marking.RED),
            sign=bool(typed["sign"]),
        )
        sent = {**typed, "target": "\n".join(targets)}
        by = By(role_of(request), once(request.url.path, sent), typed["seen"][:100])
        try:
            outcome = desk.decide(hashed, deciding, by)
        except (RefusedError, NotAllowedError) as error:
            seen = need_proposal(desk, hashed)
            tried = Tried(form="decide", typed=typed, error=told(error, language, seen))
            token = typed["token"] or fresh()
            page = decide_page(language, seen, targets, role_of(request), token, tried=tried)
            return html(request, language, page, 422)
        if outcome.draft:
            return to(language, f"/traffic/draft/{outcome.draft}?done=held")
        return to(language, f"{PAPER}/{outcome.record}")

    @app.post(f"/{{language}}{PATH}/{{hashed}}/decide", response_model=None)
    async def decided(request: Request, language: Spoken, hashed: Hash) -> Response:
        typed, form = await typed_and_picked(request)
        return await run_in_threadpool(decide, request, language, hashed, typed, form)
