"""Secretariat: the addresses of papers, of the notes of a meeting and of its brief book.

Pages are asked for with GET and change nothing. What a person does is sent with POST and answered
by leading to the page that shows the result; what is refused comes back with everything typed.
"""

import json
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from comity.errors import ComityError, RefusedError
from comity.web import brief, notes
from comity.web import paper as pages
from comity.web.mailroom import role_of, to
from comity.web.once import once
from comity.web.papers import PATH, Act, PapersDesk, PaperSeen
from comity.web.reply import LOOK, Spoken, html
from comity.web.room import PATH as MEETING
from comity.web.room import RoomDesk, RoomSeen
from comity.web.words import Language, error_text

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]

LONGEST = 120_000
"""Letters of a field; what a record takes is less, and its check says so."""

MOST_FIELDS, LONGEST_FIELD = 6000, 2_000_000
"""Fields of a form, and bytes of one as it is sent: minutes of a long meeting in four languages."""


def add_papers(app: FastAPI, desk: PapersDesk) -> None:
    """Add the page of a paper, and what is done there."""

    @app.api_route(f"/{{language}}{PATH}/{{hashed}}", methods=LOOK)
    def paper(
        request: Request,
        *,
        language: Spoken,
        hashed: Hash,
        revision: Annotated[str, Query(pattern="^[0-9a-f]{0,64}$")] = "",
        done: str = "",
    ) -> HTMLResponse:
        seen = need_paper(desk, hashed)
        view = pages.View(role=role_of(request), revision=revision, done=done)
        return html(request, language, pages.paper_page(language, seen, view))

    @app.post(f"/{{language}}{PATH}/{{hashed}}/{{what}}", response_model=None)
    async def act(
        request: Request,
        language: Spoken,
        hashed: Hash,
        what: Annotated[str, Path(pattern="^(sign|withdraw|silence|break|annex|revise)$")],
    ) -> HTMLResponse | RedirectResponse:
        async with form_of(request) as form:
            fields = typed_in(form)
        token = once(request.url.path, fields)
        fields.pop("token", "")
        said = Act(what, fields, fields.pop("seen", "")[:64], token)
        return await run_in_threadpool(done, request, language, hashed, said)

    def done(
        request: Request, language: Language, hashed: str, said: Act
    ) -> HTMLResponse | RedirectResponse:
        role = role_of(request)
        try:
            outcome = desk.act(hashed, said, role)
        except ComityError as error:
            seen = need_paper(desk, hashed)
            view = pages.View(
                role=role, revision=said.typed.get("revision", "")[:64], error=error, act=said
            )
            return html(request, language, pages.paper_page(language, seen, view), 422)
        result = "held" if outcome.draft else said.what
        return to(language, f"{PATH}/{hashed}?done={result}")


def need_paper(desk: PapersDesk, about: str) -> PaperSeen:
    """Return a paper, or say that there is no such page."""
    seen = desk.paper(about)
    if seen is None:
        raise HTTPException(404)
    return seen


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """Lend the form that was sent, however long the meeting was."""
    async with request.form(max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        yield form


def typed_in(form: FormData) -> dict[str, str]:
    """Return the fields of a form as they were typed."""
    return {
        name: value.replace("\r\n", "\n")[:LONGEST]
        for name, value in form.multi_items()
        if isinstance(value, str)
    }


def add_room(app: FastAPI, desk: RoomDesk) -> None:
    """Add the pages of a meeting's notes and of its brief book."""
    add_notes(app, desk)
    add_minutes(app, desk)
    add_brief(app, desk)


def add_notes(app: FastAPI, desk: RoomDesk) -> None:
    """Add the room, the read-back, and what takes entries."""

    @app.api_route(f"/{{language}}{MEETING}/{{hashed}}/room", methods=LOOK)
    def room(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_room(desk, hashed)
        return html(request, language, notes.room_page(language, seen, role_of(request)))

    @app.api_route(f"/{{language}}{MEETING}/{{hashed}}/room/readback", methods=LOOK)
    def readback(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_room(desk, hashed)
        return html(request, language, notes.readback_page(language, seen, role_of(request)))

    @app.post(f"/{{language}}{MEETING}/{{hashed}}/room/notes")
    async def keep(request: Request, language: Spoken, hashed: Hash) -> JSONResponse:
        said = await request.body()
        return await run_in_threadpool(kept, language, hashed, said, role_of(request))

    def kept(language: Language, hashed: str, said: bytes, role: str) -> JSONResponse:
        try:
            saved = desk.keep(hashed, edits_in(said), role)
        except ComityError as error:
            status = 422 if isinstance(error, RefusedError) else 503
            told = {"code": error.code, "message": error_text(error, language)}
            return JSONResponse(told, status)
        return JSONResponse({"saved": list(saved)})

    @app.post(f"/{{language}}{MEETING}/{{hashed}}/room/note", response_model=None)
    async def note(
        request: Request, language: Spoken, hashed: Hash
    ) -> HTMLResponse | RedirectResponse:
        async with form_of(request) as form:
            typed = typed_in(form)
        return await run_in_threadpool(noted, request, language, hashed, typed)

    def noted(
        request: Request, language: Language, hashed: str, typed: Mapping[str, str]
    ) -> HTMLResponse | RedirectResponse:
        """Take an entry from a browser that runs no script."""
        role = role_of(request)
        try:
            desk.keep(hashed, [edit_typed(typed)], role)
        except ComityError as error:
            tried = notes.Tried(typed=typed, error=error)
            page = notes.room_page(language, need_room(desk, hashed), role, tried)
            return html(request, language, page, 422)
        return to(language, f"{MEETING}/{hashed}/room")


def add_minutes(app: FastAPI, desk: RoomDesk) -> None:
    """Add the pages on which minutes and a chair's summary are edited and proposed."""

    @app.api_route(f"/{{language}}{MEETING}/{{hashed}}/room/{{what}}", methods=LOOK)
    def minutes(request: Request, language: Spoken, hashed: Hash, what: What) -> HTMLResponse:
        seen, role = need_room(desk, hashed), role_of(request)
        page = notes.minutes_page(language, seen, role, summary=what == notes.SUMMARY)
        return html(request, language, page)

    @app.post(f"/{{language}}{MEETING}/{{hashed}}/room/{{what}}", response_model=None)
    async def propose(
        request: Request, language: Spoken, hashed: Hash, what: What
    ) -> HTMLResponse | RedirectResponse:
        async with form_of(request) as form:
            typed = typed_in(form)
        return await run_in_threadpool(proposed, request, language, hashed, (what, typed))

    def proposed(
        request: Request, language: Language, hashed: str, said: tuple[str, Mapping[str, str]]
    ) -> HTMLResponse | RedirectResponse:
        what, typed = said
        role, summary = role_of(request), what == notes.SUMMARY
        seen = need_room(desk, hashed)
        try:
            wanted = notes.minuting(seen, typed, summary=summary)
            outcome = desk.propose(hashed, wanted, role)
        except ComityError as error:
            tried = notes.Tried(typed=typed, error=error)
            page = notes.minutes_page(language, seen, role, tried, summary=summary)
            return html(request, language, page, 422)
        if outcome.draft:
            return to(language, f"/traffic/draft/{outcome.draft}?done=held")
        return to(language, f"{PATH}/{outcome.record}?done=proposed")


What = Annotated[str, Path(pattern="^(minutes|summary)$")]


def add_brief(app: FastAPI, desk: RoomDesk) -> None:
    """Add the brief book, and what is written and asked for there."""

    @app.api_route(f"/{{language}}{MEETING}/{{hashed}}/brief", methods=LOOK)
    def book(
        request: Request,
        *,
        language: Spoken,
        hashed: Hash,
        item: Annotated[str, Query(max_length=200)] = "",
        part: str = "",
        calls: str = "",
        done: str = "",
    ) -> HTMLResponse:
        # An address that ends in "item=" loses it on the way; so the whole meeting is "-".
        chosen = None if not item else "" if item == "-" else item
        wanted = brief.Wanted(item=chosen, part=brief.part_of(part), calls=calls, done=done)
        return shown(request, language, hashed, wanted)

    def shown(
        request: Request, language: Language, hashed: str, wanted: brief.Wanted
    ) -> HTMLResponse:
        seen = desk.brief(hashed)
        if seen is None:
            raise HTTPException(404)
        page = brief.brief_page(language, seen, role_of(request), wanted)
        return html(request, language, page, 422 if wanted.error else 200)

    @app.post(f"/{{language}}{MEETING}/{{hashed}}/brief/part", response_model=None)
    async def write(
        request: Request, language: Spoken, hashed: Hash
    ) -> HTMLResponse | RedirectResponse:
        async with form_of(request) as form:
            typed = typed_in(form)
        return await run_in_threadpool(written, request, language, hashed, typed)

    def written(
        request: Request, language: Language, hashed: str, typed: Mapping[str, str]
    ) -> HTMLResponse | RedirectResponse:
        said = brief.written_in(typed, role_of(request))
        try:
            desk.write(hashed, said)
        except ComityError as error:
            wanted = brief.Wanted(item=said.item, part=said.part, typed=typed, error=error)
            return shown(request, language, hashed, wanted)
        return to(language, f"{MEETING}/{hashed}/brief?done=written")

    @app.post(f"/{{language}}{MEETING}/{{hashed}}/brief/call", response_model=None)
    async def call(
        request: Request, language: Spoken, hashed: Hash
    ) -> HTMLResponse | RedirectResponse:
        async with form_of(request) as form:
            typed = typed_in(form)
        return await run_in_threadpool(called, request, language, hashed, typed)

    def called(
        request: Request, language: Language, hashed: str, typed: Mapping[str, str]
    ) -> HTMLResponse | RedirectResponse:
        try:
            call = brief.call_in(hashed, typed, role_of(request))
            desk.call(call)
        except ComityError as error:
            wanted = brief.Wanted(item=typed.get("item", ""), typed=typed, error=error)
            return shown(request, language, hashed, wanted)
        return to(language, f"{MEETING}/{hashed}/brief?calls={call.role}&done=called")


class NotesFormError(RefusedError):
    """What a browser sent are no entries."""

    code = "notes-form"
    template = "this is no list of entries: {reason}; load the page again, nothing typed is lost"


def edits_in(said: bytes) -> list[Mapping[str, Any]]:
    """Return the edits that a browser sent.

    Raises:
        NotesFormError: they are none.
    """
    try:
        found = json.loads(said)["edits"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotesFormError(reason=type(error).__name__) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotesFormError(reason="edits")
    return found


def edit_typed(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the edit that was typed in the form of the room."""
    words = {
        name.removeprefix("words_"): text.strip()
        for name, text in typed.items()
        if name.startswith("words_") and text.strip()
    }
    more = {name: typed[name] for name in ("owner", "due") if typed.get(name)}
    return {
        "id": typed.get("id") or uuid.uuid4().hex,
        "entry": typed.get("entry") or uuid.uuid4().hex,
        "item": typed.get("item", ""),
        "sort": typed.get("sort", ""),
        "words": words,
        "at": typed.get("at", ""),
        **(more if typed.get("sort") == "action" else {}),
    }


def need_room(desk: RoomDesk, meeting: str) -> RoomSeen:
    """Return the notes of a meeting, or say that there is no such page."""
    seen = desk.room(meeting)
    if seen is None:
        raise HTTPException(404)
    return seen
