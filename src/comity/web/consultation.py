"""Consultation: the addresses of the consultation mechanism, and what answers at each.

What a person does is sent with POST and answered by leading to the page that shows the result. What
cannot be done is answered by the same page, with everything that was typed and the reason.
"""

from dataclasses import replace

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from comity.errors import ComityError
from comity.records.marking import Marking
from comity.web import consultforms as forms
from comity.web.agendas import (
    agenda_text,
    agenda_title,
    changed,
    fresh_sheet,
    known_markings,
    read_sheet,
    typed_sheet,
)
from comity.web.calendars import calendar, has_entry
from comity.web.calling import add_calls, add_cancelling, add_terms
from comity.web.compose import Faults
from comity.web.consultdesk import ConsultationDesk
from comity.web.consultfields import (
    Answer,
    Hash,
    Maybe,
    by_of,
    circles_in,
    fields_of,
    led,
    need_circle,
    need_meeting,
    seen_circles,
    tongues_of,
)
from comity.web.consultpages import (
    PATH,
    agenda_page,
    day_of,
    delegation_page,
    form_page,
    index_page,
    meeting_page,
    meeting_path,
)
from comity.web.mailroom import role_of
from comity.web.reply import LOOK, Spoken, html
from comity.web.words import Language, words


def add_consultations(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the pages of consultations."""
    add_lists(app, desk)
    add_terms(app, desk)
    add_calls(app, desk)
    add_cancelling(app, desk)
    add_signing(app, desk)
    add_delegations(app, desk)
    add_items(app, desk)
    add_agendas(app, desk)


def add_lists(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page of all consultations, of one meeting, and its entry of a calendar."""

    @app.api_route("/{language}/consultations", methods=LOOK)
    def index(request: Request, language: Spoken, done: str = "") -> HTMLResponse:
        text = index_page(language, desk.consultations(), role_of(request), done=done)
        return html(request, language, text)

    @app.api_route("/{language}/consultations/meeting/{hashed}", methods=LOOK)
    def meeting(request: Request, language: Spoken, hashed: Hash, done: str = "") -> HTMLResponse:
        seen = need_meeting(desk, hashed)
        return html(request, language, meeting_page(language, seen, role_of(request), done=done))

    @app.api_route("/{language}/consultations/meeting/{hashed}/meeting.ics", methods=LOOK)
    def entry(language: Spoken, hashed: Hash) -> Response:
        seen = need_meeting(desk, hashed)
        passed = {hashed}
        while (moved := seen.meeting.moved_to) and moved not in passed:
            passed.add(moved)
            seen = need_meeting(desk, moved)
        if not has_entry(seen.meeting):
            raise HTTPException(404)
        return Response(
            calendar(seen.meeting, language, seen.now),
            media_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
        )


def add_signing(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add what signs a text, and what withdraws a signature."""

    def back_of(typed: forms.Typed, done: str) -> str:
        about = typed.get("back", "")
        known = len(about) == 64 and set(about) <= set("0123456789abcdef")
        return f"{meeting_path(about) if known else PATH}?done={done}"

    @app.post("/{language}/consultations/sign")
    async def sign(request: Request, language: Spoken) -> RedirectResponse:
        typed = await fields_of(request)
        about, revision = typed.get("object", ""), typed.get("revision", "")
        outcome = await run_in_threadpool(desk.sign, about, revision, by_of(request, typed))
        return led(language, outcome, back_of(typed, "signed"))

    @app.post("/{language}/consultations/withdraw")
    async def withdraw(request: Request, language: Spoken) -> RedirectResponse:
        typed = await fields_of(request)
        about = typed.get("object", "")
        outcome = await run_in_threadpool(desk.withdraw, about, by_of(request, typed))
        return led(language, outcome, back_of(typed, "withdrawn"))


def add_delegations(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which this party names whom it sends."""
    path = "/{language}/consultations/meeting/{hashed}/delegation"

    @app.api_route(path, methods=LOOK)
    def form(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_meeting(desk, hashed)
        own = seen.delegations.get(seen.me)
        typed = forms.fresh_delegation(
            own.members if own is not None else (),
            own.record if own is not None else "",
            own.marking if own is not None else Marking.AMBER,
        )
        return html(request, language, delegation_page(language, seen, typed, role_of(request)))

    @app.post(path, response_model=None)
    async def name(request: Request, language: Spoken, hashed: Hash) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(named, request, language, hashed, typed)

    def named(request: Request, language: Language, hashed: str, typed: dict[str, str]) -> Answer:
        seen, role = need_meeting(desk, hashed), role_of(request)
        act = typed.pop("act", "")
        if act and act != "name":
            again = forms.moved_row(typed, act, seen.languages)
            return html(request, language, delegation_page(language, seen, again, role))
        read, faults = forms.read_delegation(typed, seen.languages)
        refused: ComityError | None = None
        if read is not None:
            by = by_of(request, typed, read[1], words(language).gettext("Our delegation"))
            try:
                outcome = desk.name_delegation(hashed, read[0], by)
            except ComityError as error:
                refused = error
                fresh = need_meeting(desk, hashed).delegations.get(seen.me)
                typed["seen"] = fresh.record if fresh is not None else ""
            else:
                return led(language, outcome, f"{meeting_path(hashed)}?done=named")
        seen = need_meeting(desk, hashed)
        text = delegation_page(language, seen, typed, role, faults=faults, error=refused)
        return html(request, language, text, 422)


def add_items(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which an item is asked for, and what withdraws it."""

    def page(
        request: Request,
        language: Language,
        typed: forms.Typed,
        *,
        faults: Faults | None = None,
        error: ComityError | None = None,
    ) -> HTMLResponse:
        seen = desk.consultations()
        circles = {one.circle.id: one for one in seen.circles}
        chosen = circles.get(typed.get("circle", ""))
        ahead = [one for one in chosen.meetings if not one.over(seen.now)] if chosen else []
        text = form_page(
            language,
            "consultations/ask.html",
            f"{PATH}/ask",
            typed,
            role_of(request),
            faults=faults,
            error=error,
            marking=max((one.marking for one in ahead), default=Marking.CLEAR),
            query=(("circle", typed.get("circle", "")), ("meeting", typed.get("meeting", ""))),
            values={
                "circles": list(circles_in(circles).values()),
                "tongues": forms.tongues_typed(typed, tongues_of(chosen)),
                "ahead": ahead,
                "day_of": lambda plan: day_of(plan, words(language)),
            },
        )
        return html(request, language, text, 422 if faults or error else 200)

    @app.api_route("/{language}/consultations/ask", methods=LOOK)
    def ask(
        request: Request, language: Spoken, circle: Maybe = "", meeting: Maybe = ""
    ) -> HTMLResponse:
        one = need_circle(seen_circles(desk), circle)
        typed = {
            "token": forms.token(),
            "circle": one.circle.id,
            "meeting": meeting,
            "mode": "discussion",
            "marking": Marking.AMBER.text,
        }
        return page(request, language, typed)

    @app.post("/{language}/consultations/ask", response_model=None)
    async def wish(request: Request, language: Spoken) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(asked, request, language, typed)

    def asked(request: Request, language: Language, typed: forms.Typed) -> Answer:
        circles = seen_circles(desk)
        chosen = circles.get(typed.get("circle", ""))
        known = [one.id for one in chosen.meetings] if chosen is not None else []
        tongues = forms.tongues_typed(typed, tongues_of(chosen))
        read, faults = forms.read_wish(typed, circles_in(circles), tongues)
        if read is None:
            return page(request, language, typed, faults=faults)
        wish = read[0]
        try:
            outcome = desk.ask_for(wish, by_of(request, typed, read[1]))
        except ComityError as error:
            return page(request, language, typed, error=error)
        shown = meeting_path(wish.meeting) if wish.meeting in known else PATH
        return led(language, outcome, f"{shown}?done=asked")

    @app.post("/{language}/consultations/ask/{record}/withdraw")
    async def ask_no_more(request: Request, language: Spoken, record: Hash) -> RedirectResponse:
        typed = await fields_of(request)
        outcome = await run_in_threadpool(desk.ask_no_more, record, by_of(request, typed))
        return led(language, outcome, f"{PATH}?done=asked-no-more")


def add_agendas(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which an agenda is put together and proposed."""
    path = "/{language}/consultations/meeting/{hashed}/agenda"

    @app.api_route(path, methods=LOOK)
    def form(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_meeting(desk, hashed)
        text = agenda_page(language, seen, fresh_sheet(seen), role_of(request))
        return html(request, language, text)

    @app.post(path, response_model=None)
    async def propose(request: Request, language: Spoken, hashed: Hash) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(proposed, request, language, hashed, typed)

    def proposed(request: Request, language: Language, hashed: str, typed: forms.Typed) -> Answer:
        seen, role = need_meeting(desk, hashed), role_of(request)
        sheet, act = typed_sheet(typed, seen.languages), typed.get("act", "")
        if act and act != "propose":
            text = agenda_page(language, seen, changed(sheet, act, seen), role)
            return html(request, language, text)
        items, faults = read_sheet(sheet, seen)
        refused: ComityError | None = None
        if not faults:
            marking = forms.marking_typed(typed, {})
            quoted = max(known_markings(seen, items), default=Marking.CLEAR)
            by = by_of(request, typed, marking, words(language).gettext("Agenda"), quoted)
            text_of_it = agenda_text(items, seen.languages)
            try:
                outcome = desk.propose_agenda(hashed, items, agenda_title(seen), text_of_it, by)
            except ComityError as error:
                refused = error
            else:
                return led(language, outcome, f"{meeting_path(hashed)}?done=proposed")
        seen = need_meeting(desk, hashed)
        again = replace(sheet, seen=seen.agenda_state) if refused is not None else sheet
        text = agenda_page(language, seen, again, role, faults=faults, error=refused)
        return html(request, language, text, 422)
