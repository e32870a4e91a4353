"""Mailroom: the addresses of traffic and of the node, and what answers at each.

Pages are asked for with GET and change nothing. What a person does is sent with POST and answered
by leading to the page that shows the result, so that loading it again does nothing twice.

Accounts come later. Until then a person chooses a role on the page, which a cookie remembers; the
server answers this machine alone.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path as File
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from comity.errors import ComityError
from comity.exchange.drafts import ROLES, Letter, need_role
from comity.exchange.statements import MOST_FILES
from comity.records.precedence import WORDS
from comity.web.compose import fresh, read, typed_in
from comity.web.desk import MessageSeen, TrafficDesk
from comity.web.node import node_page
from comity.web.once import once
from comity.web.rail import PLACES
from comity.web.reply import LOOK, Spoken, html
from comity.web.traffic import (
    Wanted,
    compose_page,
    draft_page,
    message_page,
    told,
    traffic_page,
)
from comity.web.words import Language

ROLE = "role"
"""Cookie that remembers the role that a person chose."""
YEAR = 365 * 24 * 60 * 60

PAUSE = 0.25
"""Seconds between two looks at the news while a page follows them."""

PAGES = tuple(f"/{place.code}" for place in PLACES)
"""How the addresses of pages begin to which somebody may be led back."""

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Draft = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


def add_traffic(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the pages of traffic and of the node."""
    add_boxes(app, desk)
    add_messages(app, desk)
    add_recalls(app, desk)
    add_compose(app, desk)
    add_drafts(app, desk)
    add_news(app, desk)


def role_of(request: Request) -> str:
    """Return the role that a person acts in."""
    chosen = request.cookies.get(ROLE, "")
    return chosen if chosen in ROLES else ROLES[0]


def to(language: Language, path: str) -> RedirectResponse:
    """Lead to a page that shows what was done."""
    return RedirectResponse(f"/{language}{path}", 303)


def add_boxes(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the lists of messages, the node, and the choice of a role."""

    @app.api_route("/{language}/traffic", methods=LOOK)
    def boxes(
        request: Request,
        *,
        language: Spoken,
        box: Annotated[str, Query(pattern="^(|inbox|outbox)$")] = "",
        circle: Annotated[str, Query(pattern="^[0-9a-f]{0,64}$")] = "",
        party: Annotated[str, Query(pattern="^[a-z]{0,10}$")] = "",
        precedence: str = "",
        q: Annotated[str, Query(max_length=100)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> HTMLResponse:
        if precedence and precedence not in WORDS:
            raise HTTPException(422)
        wanted = Wanted(
            box=box, circle=circle, party=party, precedence=precedence, q=q.strip(), page=page
        )
        seen = desk.traffic(*wanted.asked)
        return html(request, language, traffic_page(language, seen, wanted, role_of(request)))

    @app.api_route("/{language}/node", methods=LOOK)
    def node(request: Request, language: Spoken) -> HTMLResponse:
        return html(request, language, node_page(language, desk.node(), role_of(request)))

    @app.post("/{language}/role")
    async def choose(request: Request, language: Spoken) -> RedirectResponse:
        async with request.form() as form:
            role, back = need_role(text_of(form, "role")), text_of(form, "back")
        within = back.startswith(PAGES) and "\\" not in back
        answer = to(language, back if within else "/traffic")
        answer.set_cookie(ROLE, role, max_age=YEAR, httponly=True, samesite="strict")
        return answer


def need_message(desk: TrafficDesk, hashed: str) -> MessageSeen:
    """Return a message, or say that there is no such page."""
    seen = desk.message(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def add_messages(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the page of a message, its files, and that it was read."""

    @app.api_route("/{language}/traffic/message/{hashed}", methods=LOOK)
    def message(request: Request, language: Spoken, hashed: Hash, done: str = "") -> HTMLResponse:
        seen = need_message(desk, hashed)
        text = message_page(language, seen, role_of(request), done=done)
        return html(request, language, text)

    @app.post("/{language}/traffic/message/{hashed}/read")
    def acknowledge(request: Request, language: Spoken, hashed: Hash) -> RedirectResponse:
        told_sender = desk.acknowledge(hashed, role_of(request))
        done = "read" if told_sender else "noted"
        return to(language, f"/traffic/message/{hashed}?done={done}")

    @app.get("/{language}/traffic/message/{hashed}/file/{number}")
    def file(
        language: Spoken, hashed: Hash, number: Annotated[int, Path(ge=0, lt=MOST_FILES)]
    ) -> StreamingResponse:
        del language
        attachment, parts = desk.file(hashed, number)
        # As bytes and never as a page: what others send must not run here.
        name = quote(attachment.name, safe="")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Length": str(attachment.size),
        }
        return StreamingResponse(parts, headers=headers, media_type="application/octet-stream")


def add_recalls(app: FastAPI, desk: TrafficDesk) -> None:
    """Add that a message is recalled, and that a recall is answered."""

    def refused(
        request: Request, language: Language, hashed: str, again: Mapping[str, str]
    ) -> HTMLResponse:
        seen = need_message(desk, hashed)
        return html(request, language, message_page(language, seen, role_of(request), **again), 422)

    @app.post("/{language}/traffic/message/{hashed}/recall", response_model=None)
    async def recall(
        request: Request, language: Spoken, hashed: Hash
    ) -> RedirectResponse | HTMLResponse:
        async with request.form() as form:
            reason = text_of(form, "reason").strip()
        role = role_of(request)
        if not 0 < len(reason) <= 1000:
            again = {"reason": reason, "refused": "reason"}
            return await run_in_threadpool(refused, request, language, hashed, again)
        outcome = await run_in_threadpool(desk.recall, hashed, reason, role)
        return to(language, after(outcome.draft, f"/traffic/message/{hashed}?done=recalled"))

    @app.post("/{language}/traffic/message/{hashed}/recalled/{recalling}", response_model=None)
    async def recalled(
        request: Request, language: Spoken, hashed: Hash, recalling: Hash
    ) -> RedirectResponse | HTMLResponse:
        async with request.form() as form:
            note, done = text_of(form, "note").strip(), text_of(form, "answer")
        role = role_of(request)
        if done not in {"done", "not-done"} or len(note) > 1000:
            again = {"note": note, "refused": "answer"}
            return await run_in_threadpool(refused, request, language, hashed, again)
        outcome = await run_in_threadpool(
            lambda: desk.answer_recall(recalling, note, role, done=done == "done")
        )
        return to(language, after(outcome.draft, f"/traffic/message/{hashed}?done=answered"))


def after(draft: str, path: str) -> str:
    """Return where to go once something was said, or held as a draft."""
    return f"/traffic/draft/{draft}?done=held" if draft else path


def add_compose(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the page on which a message is written."""

    @app.api_route("/{language}/traffic/compose", methods=LOOK)
    def compose(
        request: Request,
        language: Spoken,
        reply_to: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "",
    ) -> HTMLResponse:
        answered = desk.message(reply_to) if reply_to else None
        if reply_to and answered is None:
            raise HTTPException(404)
        typed = fresh(language, desk.circles(), answered)
        text = compose_page(language, desk, typed, role_of(request), answered=answered)
        return html(request, language, text)

    @app.post("/{language}/traffic/compose", response_model=None)
    async def send(request: Request, language: Spoken) -> RedirectResponse | HTMLResponse:
        async with request.form(max_files=10 * MOST_FILES, max_fields=40) as form:
            return await run_in_threadpool(sent, request, language, form)

    def sent(
        request: Request, language: Language, form: FormData
    ) -> RedirectResponse | HTMLResponse:
        role, typed = role_of(request), typed_in(form)
        answered = desk.message(typed.reply_to) if typed.reply_to else None
        with tempfile.TemporaryDirectory(prefix="comity-") as folder:
            letter, faults = read(typed, form, desk.circles(), answered, File(folder))
            error: ComityError | None = None
            if letter is not None:
                try:
                    outcome = desk.send(letter, role, once("compose", sent_in(form)))
                except ComityError as refused:
                    error = refused
                else:
                    shown = f"/traffic/message/{outcome.record}?done=sent"
                    return to(language, after(outcome.draft, shown))
        text = compose_page(
            language, desk, typed, role, answered=answered, faults=faults, error=error
        )
        return html(request, language, text, 422)


def sent_in(form: FormData) -> dict[str, str]:
    """Return everything that was sent with a form; of a file, what it is called and how long."""
    found: dict[str, str] = {}
    for number, (name, one) in enumerate(form.multi_items()):
        if isinstance(one, UploadFile):
            found[f"{name}/{number}"] = f"{one.filename}/{one.size}"
        else:
            found[name] = one
    return found


def add_drafts(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the drafts that wait for a second role."""

    @app.api_route("/{language}/traffic/draft/{name}", methods=LOOK)
    def draft(request: Request, language: Spoken, name: Draft, done: str = "") -> HTMLResponse:
        text = draft_page(language, desk, desk.draft(name), role_of(request), done=done)
        return html(request, language, text)

    @app.post("/{language}/traffic/draft/{name}/release")
    def release(request: Request, language: Spoken, name: Draft) -> RedirectResponse:
        letter: Letter = desk.draft(name).letter
        outcome = desk.release(name, role_of(request))
        return to(language, shown_at(letter, outcome.record))

    @app.post("/{language}/traffic/draft/{name}/discard")
    def discard(language: Spoken, name: Draft) -> RedirectResponse:
        desk.discard(name)
        return to(language, "/traffic")


def shown_at(letter: Letter, record: str) -> str:
    """Return where a letter that was released can be seen: its message, or the text it is about."""
    first = letter.body.get("letters", [{"kind": letter.kind, "body": letter.body}])[0]
    about = record if first["kind"] == "open/1" else first["body"].get("object", "")
    if about:
        return f"/positions/text/{about}?done=released"
    if letter.kind not in {"report/1", "recall/1"}:
        return "/traffic"
    return f"/traffic/message/{letter.body.get('record', record)}?done=sent"


def add_news(app: FastAPI, desk: TrafficDesk) -> None:
    """Add the news that keep an open page fresh."""

    @app.get("/{language}/news")
    async def news(
        request: Request, language: Spoken, after: Annotated[int, Query(ge=0)] = 0
    ) -> StreamingResponse:
        # A browser that lost the connection says which news it saw last.
        last = request.headers.get("last-event-id", "")
        seen = max(after, int(last)) if last.isdecimal() else after
        return StreamingResponse(follow(desk, language, seen), media_type="text/event-stream")


async def follow(desk: TrafficDesk, language: Language, after: int) -> AsyncIterator[str]:
    """Yield news as server-sent events, all that came since the last look in one."""
    yield ": open\n\n"
    while True:
        # Never on the event loop: the exchange with the others may run on it.
        said = await run_in_threadpool(said_since, desk, language, after)
        if said is not None:
            after, lines = said
            yield f"id: {after}\ndata: {json.dumps(lines, ensure_ascii=False)}\n\n"
        await asyncio.sleep(PAUSE)


def said_since(desk: TrafficDesk, language: Language, after: int) -> tuple[int, list[str]] | None:
    """Return the number of the newest news and what to announce; None where there are none."""
    news = desk.news(after)
    return (news[-1].number, told(language, desk.standing(), news)) if news else None


def text_of(form: FormData, name: str) -> str:
    """Return a field of a form, "" where there is none."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
