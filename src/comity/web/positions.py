"""Positions: the addresses of the matrix and of questions, and what answers at each.

What a person does is sent with POST and answered by leading to the page that shows the result. What
cannot be done is answered by the same page with everything that was typed, and with what changed
where somebody else was faster.
"""

import datetime as dt
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from comity.errors import ComityError, NotAllowedError, RefusedError
from comity.positions.sheet import write_sheet
from comity.positions.statements import STANCES
from comity.records.marking import TEXTS
from comity.web.compose import Fault
from comity.web.desk import Outcome
from comity.web.mailroom import role_of, to
from comity.web.positiondesk import Asking, PositionsDesk, QuestionSeen, Stated
from comity.web.positionpages import (
    PATH,
    UNTRIED,
    Tried,
    ask_page,
    matrix_page,
    name_of,
    question_page,
    sheet_of,
)
from comity.web.reply import LOOK, Spoken, html
from comity.web.stale import StalePageError
from comity.web.texts import Fields, by_of, fields_of, fresh, words_in
from comity.web.words import Language, time_of, words

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Query(pattern="^[a-z]{0,20}$")]

Ticked = Annotated[str, Query(pattern="^1?$")]

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = {"title": 300, "background": 4000, "words": 4000}
"""Letters of what is typed in each language."""


def add_positions(app: FastAPI, desk: PositionsDesk) -> None:
    """Add the matrix and the pages of questions."""
    add_matrix(app, desk)
    add_asking(app, desk)
    add_question(app, desk)
    add_closing(app, desk)
    add_notes(app, desk)


def day_of(text: str) -> str | None:
    """Return the moment at which a day begins in UTC, as records carry one; None for no day."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return f"{day.isoformat()}T00:00:00.000Z"


def add_matrix(app: FastAPI, desk: PositionsDesk) -> None:
    """Add the matrix and the same as a sheet."""

    @app.api_route("/{language}/positions", methods=LOOK)
    def matrix(
        request: Request,
        *,
        language: Spoken,
        since: Annotated[str, Query(max_length=20)] = "",
        closed: Ticked = "",
    ) -> HTMLResponse:
        chosen = day_of(since) if since else ""
        seen = desk.matrix(chosen or "", closed=bool(closed))
        page = matrix_page(
            language,
            seen,
            role_of(request),
            closed=bool(closed),
            since=since,
            error=chosen is None,
        )
        return html(request, language, page)

    @app.api_route("/{language}/positions/matrix.xlsx", methods=LOOK)
    def sheet(
        request: Request,
        *,
        language: Spoken,
        since: Annotated[str, Query(max_length=20)] = "",
        closed: Ticked = "",
        notes: Ticked = "",
    ) -> Response:
        del request
        seen = desk.matrix(day_of(since) or "", closed=bool(closed))
        now = time_of(seen.now) or dt.datetime.min.replace(tzinfo=dt.UTC)
        made = sheet_of(language, seen, now, inside=bool(notes))
        name = "positions-internal" if notes else "positions"
        return Response(
            write_sheet(made),
            media_type=SHEET,
            headers={
                "Content-Disposition": f'attachment; filename="{name}-{now:%Y-%m-%d}.xlsx"',
                "Cache-Control": "no-store",
            },
        )


def add_asking(app: FastAPI, desk: PositionsDesk) -> None:
    """Add the page on which a question is asked."""

    def show(request: Request, language: Language, tried: Tried, status: int) -> HTMLResponse:
        token, circles = tried.typed.get("token") or fresh(), desk.circles()
        page = ask_page(language, circles, desk.four_eyes(), role_of(request), token, tried=tried)
        return html(request, language, page, status)

    @app.api_route("/{language}/positions/ask", methods=LOOK)
    def begin(request: Request, language: Spoken) -> HTMLResponse:
        return show(request, language, UNTRIED, 200)

    def ask(request: Request, language: Language, fields: Fields) -> Response:
        circles = {one.id for one in desk.circles()}
        title, background = words_in(fields, "title"), words_in(fields, "background")
        faults = too_long("title", title) | too_long("background", background)
        if not title:
            faults["title"] = Fault("words-missing")
        if fields["circle"] not in circles:
            faults["circle"] = Fault("circle-missing")
        if fields["marking"] not in TEXTS:
            faults["marking"] = Fault("marking-missing")
        if faults:
            tried = Tried(form="ask", typed=fields, faults=faults)
            return show(request, language, tried, 422)
        asking = Asking(
            circle=fields["circle"],
            title=title,
            background=background,
            marking=TEXTS[fields["marking"]],
        )
        try:
            outcome = desk.ask(asking, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            return show(request, language, Tried(form="ask", typed=fields, error=error), 422)
        return done(language, outcome, outcome.record, "asked")

    @app.post("/{language}/positions/ask", response_model=None)
    async def asked(request: Request, language: Spoken) -> Response:
        return await run_in_threadpool(ask, request, language, await fields_of(request))


def too_long(name: str, said: dict[str, str]) -> dict[str, Fault]:
    """Return a fault where what was typed is too long in a language."""
    most = LONGEST[name]
    long = [len(text) for text in said.values() if len(text) > most]
    return {name: Fault("words-long", {"most": most, "count": max(long)})} if long else {}


def done(language: Language, outcome: Outcome, hashed: str, what: str) -> RedirectResponse:
    """Lead to what was said, or to the draft that waits for a second role."""
    if outcome.draft:
        return to(language, f"/traffic/draft/{outcome.draft}?done=held")
    return to(language, f"{PATH}/question/{hashed}?done={what}")


def need_question(desk: PositionsDesk, hashed: str) -> QuestionSeen:
    """Return a question, or say that there is no such page."""
    seen = desk.question(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def add_question(app: FastAPI, desk: PositionsDesk) -> None:
    """Add the page of a question, and our position.

    That somebody looked at it is remembered here alone.
    """

    @app.api_route("/{language}/positions/question/{hashed}", methods=LOOK)
    def question(request: Request, language: Spoken, hashed: Hash, done: Code = "") -> HTMLResponse:
        seen, role = need_question(desk, hashed), role_of(request)
        if request.method == "GET":
            desk.looked(hashed, role)
        return html(request, language, question_page(language, seen, role, fresh(), done=done))

    def state(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        need_question(desk, hashed)
        stated, faults = read_stated(fields)
        if stated is None:
            tried = Tried(form="state", typed=fields, faults=faults)
            return again(request, language, desk, hashed, tried)
        try:
            outcome = desk.state(hashed, stated, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form="state", typed=fields, error=error)
            return again(request, language, desk, hashed, tried)
        return done(language, outcome, hashed, "stated")

    @app.post("/{language}/positions/question/{hashed}/state", response_model=None)
    async def stated(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(state, request, language, hashed, fields)


def read_stated(fields: Fields) -> tuple[Stated | None, dict[str, Fault]]:
    """Return the position that was typed, or what is wrong with it."""
    said = words_in(fields, "words")
    faults = too_long("words", said)
    if fields["stance"] not in STANCES:
        faults["stance"] = Fault("stance-missing")
    if fields["marking"] not in TEXTS:
        faults["marking"] = Fault("marking-missing")
    if faults:
        return None, faults
    marking, source = TEXTS[fields["marking"]], fields["source"]
    return Stated(stance=fields["stance"], words=said, source=source, marking=marking), {}


def add_closing(app: FastAPI, desk: PositionsDesk) -> None:
    """Add that a question is closed."""

    def close(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        need_question(desk, hashed)
        try:
            outcome = desk.close(hashed, by_of(request, fields))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form="close", typed=fields, error=error)
            return again(request, language, desk, hashed, tried)
        return done(language, outcome, hashed, "closed")

    @app.post("/{language}/positions/question/{hashed}/close", response_model=None)
    async def closed(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(close, request, language, hashed, fields)


def add_notes(app: FastAPI, desk: PositionsDesk) -> None:
    """Add that an internal note is kept."""

    def keep(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        need_question(desk, hashed)
        try:
            desk.note(hashed, fields["party"], fields["note"].strip(), role_of(request))
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(form="note", typed=fields, error=error)
            return again(request, language, desk, hashed, tried)
        return to(language, f"{PATH}/question/{hashed}?done=kept#notes")

    @app.post("/{language}/positions/question/{hashed}/note", response_model=None)
    async def kept(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(keep, request, language, hashed, fields)


def again(
    request: Request, language: Language, desk: PositionsDesk, hashed: str, tried: Tried
) -> HTMLResponse:
    """Return the same page with what was typed, and why it was not done."""
    seen = need_question(desk, hashed)
    error = told(tried.error, language, seen) if tried.error else None
    fresh_token = tried.typed.get("token") or fresh()
    shown = Tried(form=tried.form, typed=tried.typed, faults=tried.faults, error=error)
    page = question_page(language, seen, role_of(request), fresh_token, tried=shown)
    return html(request, language, page, 422)


def told(error: ComityError, language: Language, seen: QuestionSeen) -> ComityError:
    """Return an error in words that name what changed and who changed it."""
    if not isinstance(error, StalePageError):
        return error
    last = seen.history[0].party if seen.history else seen.question.by
    who = seen.question.by if seen.question.closed else last
    what = words(language).gettext("The positions on this question")
    return StalePageError(what=what, who=name_of(who, language))
