"""App: the addresses of this node's pages, and what answers at each.

An address begins with the language of its page, so that a link shows a colleague the same words.
The language that a person chooses with the switch of a page is remembered in a cookie and decides
only where "/" leads. Values come from the desk; HTML is made by functions that do not know this
framework.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from comity.entities.subject import Kind
from comity.errors import ComityError, NotAllowedError, RefusedError, UnavailableError
from comity.sanctions.programmes import FAMILIES
from comity.web.desk import Desk, Standing, TrafficDesk
from comity.web.digest import Due, counts
from comity.web.errors import error_page
from comity.web.gaplist import Asked, with_page
from comity.web.guard import HEADERS, Headers, is_loopback, need_same_site
from comity.web.jobs import Jobs, State, job_page, news
from comity.web.mailroom import add_traffic, role_of
from comity.web.ours import add_ours
from comity.web.pages import standing_from
from comity.web.proposaldesk import ProposalsDesk
from comity.web.proposals import add_proposals, chosen_in
from comity.web.rail import places_among
from comity.web.reply import LOOK, Spoken, html, language_of_person
from comity.web.sanctions import board_page, empty_page, target_page
from comity.web.today import TodayDesk, add_today
from comity.web.words import Language

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds between two looks at a job while a page follows it."""

STATUS: dict[type[ComityError], int] = {
    RefusedError: 422,
    NotAllowedError: 403,
    UnavailableError: 503,
}
"""Status of the answer by the family of an error; a maintainer's is a fault of the program."""

Party = Annotated[str, Query(pattern="^[a-z]{2,10}$")]


def create_app(
    desk: Desk,
    jobs: Jobs,
    traffic: TrafficDesk | None = None,
    systems: Sequence[Callable[[FastAPI], None]] = (),
    today: TodayDesk | None = None,
    *,
    proposals: ProposalsDesk | None = None,
) -> FastAPI:
    """Return the application.

    Args:
        desk: gives the pages their values.
        jobs: long work, shown while it runs.
        traffic: gives the pages of traffic and of the node theirs; None where there are none.
        systems: each adds the pages of one system more.
        today: gives "Today" its values, and the rail its counters; None where there is none.
        proposals: gives the pages of proposals theirs; None where nothing can be proposed.
    """
    app = FastAPI(title="Comity", openapi_url=None, docs_url=None, redoc_url=None)
    if traffic is not None:
        app.add_middleware(SameSite)
    app.add_middleware(Around, within=app, traffic=traffic, due=today.due if today else nothing)
    app.add_middleware(LoopbackOnly)
    app.add_middleware(Headers)
    add_ours(app)
    add_errors(app)
    add_start(app)
    add_jobs(app, jobs)
    add_sanctions(app, desk, jobs, proposals)
    if proposals is not None:
        add_proposals(app, proposals)
    if traffic is not None:
        add_traffic(app, traffic)
    if today is not None:
        add_today(app, today)
    for add in systems:
        add(app)
    return app


def nothing() -> tuple[Due, ...]:
    """Return that nothing is due."""
    return ()


def paths_of(app: FastAPI) -> frozenset[str]:
    """Return the addresses of the pages that there are, without their language."""
    paths = (str(getattr(route, "path", "")) for route in app.routes)
    return frozenset(
        path.removeprefix("/{language}") for path in paths if path.startswith("/{language}/")
    )


def add_start(app: FastAPI) -> None:
    """Add "/", which leads to the first of the systems, and "/healthz"."""

    @app.api_route("/", methods=LOOK)
    def start(request: Request) -> RedirectResponse:
        first = places_among(paths_of(app))[0]
        return RedirectResponse(f"/{language_of_person(request)}/{first.code}", 302)

    @app.api_route("/healthz", methods=LOOK)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}


def add_sanctions(
    app: FastAPI, desk: Desk, jobs: Jobs, proposals: ProposalsDesk | None = None
) -> None:
    """Add the board and the page of a target."""

    @app.api_route("/{language}/sanctions", methods=LOOK)
    def board(
        request: Request,
        *,
        language: Spoken,
        party: Party = "jp",
        kind: Kind | None = None,
        family: str = "",
        q: Annotated[str, Query(max_length=100)] = "",
        page: Annotated[int, Query(ge=1)] = 1,
        target: Annotated[int | None, Query(ge=0)] = None,
        every: Annotated[int | None, Query(ge=1)] = None,
    ) -> HTMLResponse:
        asked = Asked(
            party=party,
            kind=kind,
            family=family,
            q=q.strip(),
            page=every or page,
            target=target,
            picks=chosen_in(request, "pick"),
        )
        if family and family not in FAMILIES:
            raise HTTPException(422)
        parties = desk.parties()
        shown = desk.board(party) if party in parties or not parties else None
        if shown is None:
            if parties:
                raise HTTPException(404)
            return html(request, language, empty_page(language, asked, jobs.newest()))
        match = None if target is None else desk.match(target, party)
        if target is not None and match is None:
            raise HTTPException(404)
        text = board_page(
            language,
            shown,
            with_page(shown, asked) if every else asked,
            parties=parties,
            match=match,
            job=jobs.running(),
            proposals=proposals,
        )
        return html(request, language, text)

    @app.api_route("/{language}/sanctions/target/{cluster}", methods=LOOK)
    def target(
        request: Request,
        language: Spoken,
        cluster: Annotated[int, Path(ge=0)],
        party: Party = "jp",
    ) -> HTMLResponse:
        shown = desk.board(party) if party in desk.parties() else None
        match = desk.match(cluster, party) if shown else None
        if shown is None or match is None:
            raise HTTPException(404)
        leads = [f"{one.listing.list}/{one.listing.key}" for one in match.listings]
        happened = proposals.happenings(leads) if proposals is not None else ()
        return html(request, language, target_page(language, shown, match, happened))


def add_jobs(app: FastAPI, jobs: Jobs) -> None:
    """Add the page of a job and the events that keep it fresh."""

    @app.api_route("/{language}/jobs/{name}", methods=LOOK)
    def job(request: Request, language: Spoken, name: str) -> HTMLResponse:
        found = jobs.get(name)
        if found is None:
            raise HTTPException(404)
        return html(request, language, job_page(language, found))

    @app.get("/{language}/jobs/{name}/events")
    async def events(language: Spoken, name: str) -> StreamingResponse:
        if jobs.get(name) is None:
            raise HTTPException(404)
        return StreamingResponse(told(jobs, name, language), media_type="text/event-stream")


async def told(jobs: Jobs, name: str, language: Language) -> AsyncIterator[str]:
    """Yield a job's news as server-sent events, whenever there is any, until it has ended."""
    before = None
    while (job := jobs.get(name)) is not None:
        if job != before:
            before = job
            yield f"data: {json.dumps(news(language, job), ensure_ascii=False)}\n\n"
        if job.state is not State.RUNNING:
            return
        await asyncio.sleep(PAUSE)


def add_errors(app: FastAPI) -> None:
    """Show every error as a page, in the person's language."""

    def answer(request: Request, status: int, error: ComityError | None = None) -> Response:
        language = language_of_person(request)
        text = error_page(language, status, error, asked=request.url.path)
        return HTMLResponse(text, status, {**HEADERS, "Content-Language": language.value})

    @app.exception_handler(ComityError)
    def refused(request: Request, error: ComityError) -> Response:
        families = (status for family, status in STATUS.items() if isinstance(error, family))
        return answer(request, next(families, 500), error)

    @app.exception_handler(RequestValidationError)
    def mistyped(request: Request, error: RequestValidationError) -> Response:
        in_path = any(one["loc"][0] == "path" for one in error.errors())
        return answer(request, 404 if in_path else 422)

    @app.exception_handler(HTTPException)
    def known(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code)

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:
        log.error("%s %s broke", request.method, request.url.path, exc_info=error)
        return answer(request, 500)


class LoopbackOnly:
    """Answer only requests that name this very machine; see `comity.web.guard`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        hosts = request.headers.getlist("host")
        if len(hosts) == 1 and is_loopback(hosts[0]):
            await self.app(scope, receive, send)
            return
        language = language_of_person(request)
        await HTMLResponse(error_page(language, 421), 421)(scope, receive, send)


class SameSite:
    """Take what changes something only from a page of this server; see `comity.web.guard`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            request = Request(scope)
            try:
                need_same_site(request.method, request.headers)
            except NotAllowedError as error:
                language = language_of_person(request)
                text = await run_in_threadpool(error_page, language, 403, error)
                await HTMLResponse(text, 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Around:
    """Let every page have around it which systems there are, and how the exchange stands."""

    def __init__(
        self,
        app: ASGIApp,
        within: FastAPI,
        traffic: TrafficDesk | None,
        due: Callable[[], tuple[Due, ...]],
    ) -> None:
        self.app = app
        self.within = within
        self.traffic = traffic
        self.due = due

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        A page follows the news from before its values were asked for: what happens while it is
        drawn may be missing from it, and is told again.
        """
        paths = paths_of(self.within)
        if self.traffic is None or scope["type"] != "http":
            with standing_from(None, paths):
                await self.app(scope, receive, send)
            return
        traffic, heard, role = self.traffic, self.traffic.heard(), role_of(Request(scope))

        def standing() -> Standing:
            now = replace(traffic.standing(), news=heard, role=role)
            waiting = counts(self.due(), now.me, role)
            return replace(now, counts={**waiting, "traffic": now.unread})

        with standing_from(standing, paths):
            await self.app(scope, receive, send)
