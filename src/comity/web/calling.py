"""Calling: the addresses where terms are proposed, and meetings called, moved and cancelled.

What a person does is sent with POST and answered by leading to the page that shows the result. What
cannot be done is answered by the same page, with everything that was typed and the reason.
"""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from comity.errors import ComityError
from comity.records.marking import Marking
from comity.web import consultforms as forms
from comity.web.agendas import in_each
from comity.web.compose import Fault, Faults
from comity.web.consultdesk import ConsultationDesk, MeetingSeen
from comity.web.consultfields import (
    Answer,
    Hash,
    Local,
    Maybe,
    by_of,
    circles_in,
    fields_of,
    led,
    need_circle,
    need_meeting,
    seen_circles,
    title_in,
    tongues_of,
)
from comity.web.consultpages import PATH, form_page, meeting_path, terms_values
from comity.web.mailroom import role_of
from comity.web.reply import LOOK, Spoken, html
from comity.web.words import Language, words


def add_terms(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which terms of reference are proposed."""

    def page(
        request: Request,
        language: Language,
        typed: forms.Typed,
        *,
        faults: Faults | None = None,
        error: ComityError | None = None,
    ) -> HTMLResponse:
        circles = seen_circles(desk)
        chosen = circles.get(typed.get("circle", ""))
        before = chosen.mechanism if chosen is not None else None
        text = form_page(
            language,
            "consultations/terms.html",
            f"{PATH}/terms",
            typed,
            role_of(request),
            faults=faults,
            error=error,
            marking=before.marking if before is not None else Marking.CLEAR,
            query=(("circle", typed.get("circle", "")),),
            values=terms_values(list(circles_in(circles).values()), before, typed, words(language)),
        )
        return html(request, language, text, 422 if faults or error else 200)

    @app.api_route("/{language}/consultations/terms", methods=LOOK)
    def terms(request: Request, language: Spoken, circle: Maybe = "") -> HTMLResponse:
        seen = desk.consultations()
        one = need_circle({it.circle.id: it for it in seen.circles}, circle)
        return page(request, language, forms.fresh_terms(one.circle, seen.me, one.mechanism))

    @app.post("/{language}/consultations/terms", response_model=None)
    async def propose(request: Request, language: Spoken) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(proposed, request, language, typed)

    def proposed(request: Request, language: Language, typed: forms.Typed) -> Answer:
        read, faults = forms.read_terms(typed, circles_in(seen_circles(desk)))
        if read is None:
            return page(request, language, typed, faults=faults)
        try:
            outcome = desk.propose_terms(read[0], by_of(request, typed, read[1]))
        except ComityError as error:
            return page(request, language, typed, error=error)
        return led(language, outcome, f"{PATH}?done=proposed")


def add_calls(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which a meeting is called, moved, or given another time."""

    def page(
        request: Request,
        language: Language,
        typed: forms.Typed,
        *,
        faults: Faults | None = None,
        error: ComityError | None = None,
    ) -> HTMLResponse:
        circles = seen_circles(desk)
        chosen = circles.get(typed.get("circle", ""))
        changing = typed.get("moves") or typed.get("about") or ""
        seen = desk.meeting(changing) if changing else None
        text = form_page(
            language,
            "consultations/call.html",
            f"{PATH}/call",
            {**typed, "seen": seen.state} if seen is not None and error else typed,
            role_of(request),
            faults=faults,
            error=error,
            marking=seen.meeting.marking if seen is not None else Marking.CLEAR,
            query=(
                ("circle", "" if changing else typed.get("circle", "")),
                ("moves", typed.get("moves", "")),
                ("about", typed.get("about", "")),
            ),
            values={
                "circles": list(circles_in(circles).values()),
                "tongues": forms.tongues_typed(typed, tongues_of(chosen)),
                "changing": seen,
            },
        )
        return html(request, language, text, 422 if faults or error else 200)

    @app.api_route("/{language}/consultations/call", methods=LOOK)
    def call(
        request: Request,
        *,
        language: Spoken,
        circle: Maybe = "",
        moves: Maybe = "",
        about: Maybe = "",
        at: Local = "",
    ) -> HTMLResponse:
        if moves or about:
            seen = need_meeting(desk, moves or about)
            again = forms.changed_call(seen.meeting, seen.state, moves=bool(moves))
            return page(request, language, again)
        whole = desk.consultations()
        one = need_circle({it.circle.id: it for it in whole.circles}, circle)
        typed = forms.fresh_call(one.circle, tongues_of(one), one.mechanism, whole.me, at)
        return page(request, language, typed)

    @app.post("/{language}/consultations/call", response_model=None)
    async def propose(request: Request, language: Spoken) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(proposed, request, language, typed)

    def proposed(request: Request, language: Language, typed: forms.Typed) -> Answer:
        circles = seen_circles(desk)
        chosen = circles.get(typed.get("circle", ""))
        tongues = forms.tongues_typed(typed, tongues_of(chosen))
        read, faults = forms.read_call(typed, circles_in(circles), tongues)
        if read is None:
            return page(request, language, typed, faults=faults)
        by = by_of(request, typed, read.marking, title_in(read.title, language))
        about = typed.get("about", "")
        try:
            outcome = desk.call(read.circle, read.title, read.plan, about, by)
        except ComityError as error:
            return page(request, language, typed, error=error)
        shown = about or outcome.record
        return led(language, outcome, f"{meeting_path(shown)}?done=proposed")


def add_cancelling(app: FastAPI, desk: ConsultationDesk) -> None:
    """Add the page on which it is proposed that a meeting is cancelled."""

    def page(
        request: Request,
        language: Language,
        seen: MeetingSeen,
        typed: forms.Typed,
        *,
        faults: Faults | None = None,
        error: ComityError | None = None,
    ) -> HTMLResponse:
        text = form_page(
            language,
            "consultations/cancel.html",
            f"{meeting_path(seen.meeting.id)}/cancel",
            {**typed, "seen": seen.state},
            role_of(request),
            faults=faults,
            error=error,
            marking=seen.meeting.marking,
            values={"meeting": seen.meeting, "tongues": seen.languages},
        )
        return html(request, language, text, 422 if faults or error else 200)

    @app.api_route("/{language}/consultations/meeting/{hashed}/cancel", methods=LOOK)
    def form(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_meeting(desk, hashed)
        typed = {
            "token": forms.token(),
            "marking": seen.meeting.chosen.marking.text,
            **forms.with_words("why", in_each(seen.languages, forms.CANCELLED)),
        }
        return page(request, language, seen, typed)

    @app.post("/{language}/consultations/meeting/{hashed}/cancel", response_model=None)
    async def cancel(request: Request, language: Spoken, hashed: Hash) -> Answer:
        typed = await fields_of(request)
        return await run_in_threadpool(cancelled, request, language, hashed, typed)

    def cancelled(request: Request, language: Language, hashed: str, typed: forms.Typed) -> Answer:
        seen = need_meeting(desk, hashed)
        faults: dict[str, Fault] = {}
        said = forms.words_typed(typed, "why", seen.languages)
        forms.need_words(said, "why", 2000, seen.languages, faults)
        marking = forms.marking_typed(typed, faults)
        if faults:
            return page(request, language, seen, typed, faults=faults)
        by = by_of(request, typed, marking, title_in(seen.meeting.title, language))
        try:
            outcome = desk.cancel(hashed, said, by)
        except ComityError as error:
            return page(request, language, need_meeting(desk, hashed), typed, error=error)
        return led(language, outcome, f"{meeting_path(hashed)}?done=proposed")
