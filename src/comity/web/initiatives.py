"""Initiatives: the addresses of the board, of needs and offers, and of what is done together.

What a person does is sent with POST and answered by leading to the page that shows the result. What
cannot be done is answered by the same page with everything that was typed, and with why not.
"""

import json
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from comity.errors import NotAllowedError, RefusedError
from comity.initiatives.statements import CATEGORIES
from comity.positions.sheet import write_sheet
from comity.records.marking import TEXTS
from comity.web.compose import Fault
from comity.web.desk import Outcome
from comity.web.initiativedesk import (
    ACTS,
    ONLY,
    PATH,
    Act,
    Asked,
    InitiativesDesk,
    InitiativeSeen,
    Judged,
    Opening,
    Wished,
)
from comity.web.initiativepages import (
    UNTRIED,
    Tried,
    board_page,
    initiative_page,
    open_page,
    sheet_of,
    wish_page,
    wishes_page,
)
from comity.web.mailroom import role_of, to
from comity.web.positions import SHEET, Code, Hash, Ticked
from comity.web.reply import LOOK, Spoken, html
from comity.web.texts import Fields, by_of, fields_of, fresh, words_in
from comity.web.words import Language

PARTS = ("giver", "commitment", "record", "milestone", "risk", "partner", "party")
"""Fields that say which of several forms of one act was sent."""

Asking = Annotated[str, Query(pattern="^[a-z-]{0,20}$")]
LONGEST = {"title": 300, "words": 6000, "place": 300, "conditions": 2000}
"""Letters of what is typed in each language."""


def add_initiatives(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add the pages of initiatives."""
    add_board(app, desk)
    add_wishes(app, desk)
    add_writing(app, desk, "need")
    add_writing(app, desk, "offer")
    add_opening(app, desk)
    add_initiative(app, desk)
    add_judging(app, desk)


def asked_of(category: str, party: str, only: str, closed: str) -> Asked:
    """Return what of the board an address asks for, or say that there is no such page."""
    if category not in {"", *CATEGORIES} or only not in ONLY:
        raise HTTPException(422)
    return Asked(category=category, party=party, only=only, closed=bool(closed))


def add_board(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add the board, and its commitments as a sheet."""

    @app.api_route(f"/{{language}}{PATH}", methods=LOOK)
    def board(
        request: Request,
        *,
        language: Spoken,
        category: Asking = "",
        party: Asking = "",
        only: Asking = "",
        closed: Ticked = "",
        done: Code = "",
    ) -> HTMLResponse:
        asked = asked_of(category, party, only, closed)
        page = board_page(language, desk.board(asked), asked, role_of(request), done)
        return html(request, language, page)

    @app.api_route(f"/{{language}}{PATH}/commitments.xlsx", methods=LOOK)
    def sheet(
        *,
        language: Spoken,
        category: Asking = "",
        party: Asking = "",
        only: Asking = "",
        closed: Ticked = "",
    ) -> Response:
        seen, now = desk.board(asked_of(category, party, only, closed)), desk.clock()
        return Response(
            write_sheet(sheet_of(language, seen.cards, now)),
            media_type=SHEET,
            headers={
                "Content-Disposition": f'attachment; filename="commitments-{now:%Y-%m-%d}.xlsx"',
                "Cache-Control": "no-store",
            },
        )


def add_wishes(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add needs and offers with their matches, and that one is closed."""

    def show(
        request: Request, language: Language, tried: Tried, status: int, done: str = ""
    ) -> HTMLResponse:
        token, role = tried.typed.get("token") or fresh(), role_of(request)
        page = wishes_page(language, desk.wishes(), role, token, tried=tried, done=done)
        return html(request, language, page, status)

    @app.api_route(f"/{{language}}{PATH}/needs", methods=LOOK)
    def needs(request: Request, language: Spoken, done: Code = "") -> HTMLResponse:
        return show(request, language, UNTRIED, 200, done)

    def close(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        words = words_in(fields, "words")
        try:
            outcome = desk.close(hashed, fields["why"], words, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            return show(request, language, Tried(form=hashed, typed=fields, error=error), 422)
        return led(language, outcome, f"{PATH}/needs?done=closed")

    @app.post(f"/{{language}}{PATH}/wish/{{hashed}}/close", response_model=None)
    async def closed(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(close, request, language, hashed, fields)


def add_writing(app: FastAPI, desk: InitiativesDesk, sort: str) -> None:
    """Add the page on which a need or an offer is written: its address is the sort."""
    offer = sort == "offer"

    def show(request: Request, language: Language, tried: Tried, status: int) -> HTMLResponse:
        token, role = tried.typed.get("token") or fresh(), role_of(request)
        page = wish_page(language, desk.wishes(), role, token, offer=offer, tried=tried)
        return html(request, language, page, status)

    @app.api_route(f"/{{language}}{PATH}/{sort}", methods=LOOK)
    def begin(request: Request, language: Spoken) -> HTMLResponse:
        return show(request, language, UNTRIED, 200)

    def write(request: Request, language: Language, fields: Fields) -> Response:
        faults = faults_of(fields, ("title", "words", "place", "conditions"))
        faults |= chosen(fields, desk)
        if faults:
            return show(request, language, Tried(form=sort, typed=fields, faults=faults), 422)
        wished = Wished(
            circle=fields["circle"],
            offer=offer,
            category=fields["category"],
            title=words_in(fields, "title"),
            words=words_in(fields, "words"),
            place=words_in(fields, "place"),
            conditions=words_in(fields, "conditions"),
            unit=fields["unit"],
            amount=fields["amount"].strip(),
            until=fields["until"].strip(),
            marking=TEXTS[fields["marking"]],
        )
        try:
            outcome = desk.write(wished, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            return show(request, language, Tried(form=sort, typed=fields, error=error), 422)
        return led(language, outcome, f"{PATH}/needs?done=wished")

    @app.post(f"/{{language}}{PATH}/{sort}", response_model=None)
    async def written(request: Request, language: Spoken) -> Response:
        return await run_in_threadpool(write, request, language, await fields_of(request))


def faults_of(fields: Fields, names: tuple[str, ...]) -> dict[str, Fault]:
    """Return what is wrong with texts in several languages; the first of them must be there."""
    faults = {}
    for name in names:
        said, most = words_in(fields, name), LONGEST[name]
        long = [len(text) for text in said.values() if len(text) > most]
        if long:
            faults[name] = Fault("words-long", {"most": most, "count": max(long)})
        elif name == names[0] and not said:
            faults[name] = Fault("words-missing")
    return faults


def chosen(fields: Fields, desk: InitiativesDesk) -> dict[str, Fault]:
    """Return what is wrong with the circle, the category and the marking."""
    faults = {}
    if fields["circle"] not in {one.id for one in desk.wishes().circles}:
        faults["circle"] = Fault("circle-missing")
    if fields["category"] not in CATEGORIES:
        faults["category"] = Fault("category-missing")
    if fields["marking"] not in TEXTS:
        faults["marking"] = Fault("marking-missing")
    return faults


def led(language: Language, outcome: Outcome, path: str) -> RedirectResponse:
    """Lead to what was said, or to the draft that waits for a second role."""
    if outcome.draft:
        return to(language, f"/traffic/draft/{outcome.draft}?done=held")
    return to(language, path)


def add_opening(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add the page on which an initiative is opened: from a need, an offer, a match or nothing."""

    def show(
        request: Request, language: Language, answers: list[str], tried: Tried, status: int
    ) -> HTMLResponse:
        page = open_page(
            language,
            desk.wishes(),
            role_of(request),
            tried.typed.get("token") or fresh(),
            answers=tuple(answers),
            tried=tried,
        )
        return html(request, language, page, status)

    @app.api_route(f"/{{language}}{PATH}/new", methods=LOOK)
    def begin(
        request: Request,
        language: Spoken,
        answers: Annotated[list[str], Query(alias="from", max_length=20)] = [],  # noqa: B006 - read
    ) -> HTMLResponse:
        return show(request, language, answers, UNTRIED, 200)

    def begun(request: Request, language: Language, fields: Fields) -> Response:
        answers = fields["answers"].split()[:20]
        faults = faults_of(fields, ("title", "words")) | chosen(fields, desk)
        if faults:
            tried = Tried(form="open", typed=fields, faults=faults)
            return show(request, language, answers, tried, 422)
        seen = desk.wishes()
        offers = {one.hash for one in seen.wishes if one.offer}
        opening = Opening(
            circle=fields["circle"],
            title=words_in(fields, "title"),
            words=words_in(fields, "words"),
            category=fields["category"],
            beneficiary=fields["beneficiary"],
            needs=tuple(one for one in answers if one not in offers),
            offers=tuple(one for one in answers if one in offers),
            marking=TEXTS[fields["marking"]],
        )
        try:
            outcome = desk.open(opening, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form="open", typed=fields, error=error)
            return show(request, language, answers, tried, 422)
        return led(language, outcome, f"{PATH}/initiative/{outcome.record}?done=opened")

    @app.post(f"/{{language}}{PATH}/new", response_model=None)
    async def opened(request: Request, language: Spoken) -> Response:
        return await run_in_threadpool(begun, request, language, await fields_of(request))


def need_initiative(desk: InitiativesDesk, hashed: str) -> InitiativeSeen:
    """Return an initiative, or say that there is no such page."""
    seen = desk.initiative(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def form_name(what: str, fields: Fields) -> str:
    """Return the name of a form of the page: what it does, and to what."""
    named = [fields[part] for part in PARTS if fields.get(part)]
    return ":".join([what, *named])


def again(
    request: Request, language: Language, desk: InitiativesDesk, hashed: str, tried: Tried
) -> HTMLResponse:
    """Return the same page with what was typed, and why it was not done."""
    seen = need_initiative(desk, hashed)
    token = tried.typed.get("token", "").partition("~")[0] or fresh()
    page = initiative_page(language, seen, role_of(request), token, tried=tried)
    return html(request, language, page, 422)


def add_initiative(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add the page of an initiative, and what is done to it."""

    @app.api_route(f"/{{language}}{PATH}/initiative/{{hashed}}", methods=LOOK)
    def initiative(
        request: Request, language: Spoken, hashed: Hash, done: Code = ""
    ) -> HTMLResponse:
        seen = need_initiative(desk, hashed)
        page = initiative_page(language, seen, role_of(request), fresh(), done=done)
        return html(request, language, page)

    def act(
        request: Request, language: Language, hashed: str, what: str, fields: Fields
    ) -> Response:
        seen = need_initiative(desk, hashed)
        try:
            outcome = desk.act(hashed, Act(what, fields), by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form=form_name(what, fields), typed=fields, error=error)
            return again(request, language, desk, hashed, tried)
        if what == "gate" and outcome.record:
            return to(language, f"/consultations/paper/{outcome.record}?done=revise")
        return led(language, outcome, f"{PATH}/initiative/{seen.initiative.hash}?done={what}")

    @app.post(f"/{{language}}{PATH}/initiative/{{hashed}}/{{what}}", response_model=None)
    async def acted(
        request: Request,
        language: Spoken,
        hashed: Hash,
        what: Annotated[str, Path(pattern=f"^({'|'.join(ACTS)})$")],
    ) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(act, request, language, hashed, what, fields)


def add_judging(app: FastAPI, desk: InitiativesDesk) -> None:
    """Add that a person says who the entries are that came near a partner; it stays here."""

    def judge(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        need_initiative(desk, hashed)
        judged = Judged(
            party=fields["party"],
            partner=fields["partner"],
            entries=entries_in(fields["entries"]),
            same=fields["verdict"] == "same",
            reason=fields["reason"].strip(),
        )
        try:
            desk.judge(hashed, judged, role_of(request))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form=form_name("judge", fields), typed=fields, error=error)
            return again(request, language, desk, hashed, tried)
        return to(language, f"{PATH}/initiative/{hashed}?done=judged#partners")

    @app.post(f"/{{language}}{PATH}/partner/{{hashed}}/judge", response_model=None)
    async def judged(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(judge, request, language, hashed, fields)


def entries_in(typed: str) -> tuple[tuple[str, str, str], ...]:
    """Return the entries that a page showed; () where it showed none that can be read."""
    try:
        found = json.loads(typed)
        return tuple((str(one), str(key), str(listing)) for one, key, listing in found)
    except (ValueError, TypeError):
        return ()
