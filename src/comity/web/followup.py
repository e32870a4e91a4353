"""Follow-up: the addresses of the board of actions and of each action, and what answers there.

What is chosen on the board stands in its address. What a person does is sent with POST and answered
by leading to the page that shows the result; what is refused comes back with everything typed.
"""

from typing import Annotated

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from comity.agreement.followup import State
from comity.consultation.actions import Name
from comity.consultation.statements import ANSWERS, VERDICTS
from comity.errors import ComityError, NotAllowedError, RefusedError
from comity.records.kinds import Misfit, day
from comity.sanctions.listing import Measure
from comity.web.compose import Fault
from comity.web.followupboard import AGES, GROUPS, Asked, shown
from comity.web.followupdesk import PATH, ActionSeen, FollowUpDesk, Undertaken, action_path, name_in
from comity.web.followupexport import as_sheet, as_word
from comity.web.followuppages import MOST_CHOSEN, action_page, board_page, chosen_in
from comity.web.mailroom import role_of, to
from comity.web.positionpages import Tried
from comity.web.reply import LOOK, Spoken, html
from comity.web.textdesk import By
from comity.web.texts import Fields, by_of, fields_of, fresh, words_in
from comity.web.words import Language

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Code = Annotated[str, Query(pattern="^[a-z]{0,20}$")]

LONGEST = {"accept": 2000, "answer": 2000, "progress": 4000, "done": 4000, "check": 2000}
"""Letters of what is typed in each language, by the form."""

WORDED = frozenset({"answer", "progress"})
"""Forms that say nothing without words."""

DONE = {
    "accept": "accepted",
    "answer": "answered",
    "progress": "progress",
    "done": "done",
    "check": "checked",
}
"""What the page says was done, by the form."""

FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def asked_of(
    party: Annotated[str, Query(pattern="^[a-z]{0,10}$")] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    meeting: Annotated[str, Query(pattern="^(-|[0-9a-f]{64})?$")] = "",
    age: Annotated[str, Query(max_length=3)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Asked:
    """Return what an address asks for.

    Raises:
        HTTPException: it asks for something that there is not.
    """
    if state not in {"", *GROUPS, *State} or age not in AGES:
        raise HTTPException(422)
    return Asked(party=party, state=state, meeting=meeting, age=age, page=page)


Chosen = Annotated[Asked, Depends(asked_of)]


def add_followup(app: FastAPI, desk: FollowUpDesk) -> None:
    """Add the pages of actions."""
    add_board(app, desk)
    add_matrix(app, desk)
    add_action(app, desk)
    add_acts(app, desk)


def add_board(app: FastAPI, desk: FollowUpDesk) -> None:
    """Add the board, and that several actions are undertaken at once."""

    @app.api_route(f"/{{language}}{PATH}", methods=LOOK)
    def board(
        request: Request, *, language: Spoken, asked: Chosen, done: Code = ""
    ) -> HTMLResponse:
        seen, role = desk.board(), role_of(request)
        return html(request, language, board_page(language, seen, asked, role, fresh(), done=done))

    def accept(request: Request, language: Language, asked: Asked, fields: Fields) -> Response:
        names = [name_in(one) for one in chosen_in(fields)]
        undertaken, faults = read_undertaken(fields)
        if not 0 < len(names) <= MOST_CHOSEN:
            faults["choose"] = Fault("actions-missing", {"most": MOST_CHOSEN})
        error: ComityError | None = None
        if undertaken is not None and not faults:
            try:
                drafts = desk.accept(names, undertaken, by_of(request, fields))
            except (RefusedError, NotAllowedError) as refused:
                error = refused
            else:
                return to(language, f"{PATH}?done={'held' if drafts else 'accepted'}")
        tried = Tried(form="accept", typed=fields, faults=faults, error=error)
        token = fields.get("token") or fresh()
        page = board_page(language, desk.board(), asked, role_of(request), token, tried=tried)
        return html(request, language, page, 422)

    @app.post(f"/{{language}}{PATH}", response_model=None)
    async def accepted(request: Request, language: Spoken, asked: Chosen) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(accept, request, language, asked, fields)


def add_matrix(app: FastAPI, desk: FollowUpDesk) -> None:
    """Add the matrix as ministries circulate it: as a spreadsheet, and as a Word file."""

    @app.api_route(f"/{{language}}{PATH}/matrix.{{kind}}", methods=LOOK)
    def matrix(
        *,
        language: Spoken,
        kind: Annotated[str, Path(pattern="^(xlsx|docx)$")],
        asked: Chosen,
    ) -> Response:
        seen = desk.board(words=True)
        make = as_sheet if kind == "xlsx" else as_word
        return Response(
            make(language, seen, shown(seen, asked)),
            media_type=FILES[kind],
            headers={
                "Content-Disposition": f'attachment; filename="follow-up-{seen.today}.{kind}"',
                "Cache-Control": "no-store",
            },
        )


def add_action(app: FastAPI, desk: FollowUpDesk) -> None:
    """Add the page of an action."""

    @app.api_route(f"/{{language}}{PATH}/action/{{decision}}", methods=LOOK)
    def dotted(
        request: Request,
        *,
        language: Spoken,
        decision: Hash,
        action: Annotated[str, Query(max_length=40)] = "",
        done: Code = "",
    ) -> HTMLResponse:
        return show(request, language, (decision, action), done=done)

    @app.api_route(f"/{{language}}{PATH}/action/{{decision}}/{{action:path}}", methods=LOOK)
    def action(
        request: Request, *, language: Spoken, decision: Hash, action: str, done: Code = ""
    ) -> HTMLResponse:
        return show(request, language, (decision, action), done=done)

    def show(request: Request, language: Language, name: Name, *, done: str) -> HTMLResponse:
        seen = need_action(desk, name)
        page = action_page(language, seen, role_of(request), fresh(), done=done)
        return html(request, language, page)


def need_action(desk: FollowUpDesk, name: Name) -> ActionSeen:
    """Return an action, or say that there is no such page."""
    seen = desk.action(*name)
    if seen is None:
        raise HTTPException(404)
    return seen


def add_acts(app: FastAPI, desk: FollowUpDesk) -> None:
    """Add what people do with an action."""

    def act(request: Request, language: Language, form: str, fields: Fields) -> Response:
        name = (fields.get("decision", "")[:64], fields.get("action", "")[:40])
        need_action(desk, name)
        faults = faults_of(form, fields)
        error: ComityError | None = None
        if not faults:
            try:
                held = say(desk, form, name, fields, by_of(request, fields))
            except (RefusedError, NotAllowedError) as refused:
                error = refused
            else:
                path = action_path(*name)
                mark = "&" if "?" in path else "?"
                return to(language, f"{path}{mark}done={'held' if held else DONE[form]}")
        tried = Tried(form=form, typed=fields, faults=faults, error=error)
        return again(request, language, desk, name, tried)

    @app.post(f"/{{language}}{PATH}/do/{{form}}", response_model=None)
    async def acted(
        request: Request,
        language: Spoken,
        form: Annotated[str, Path(pattern="^(accept|answer|progress|done|check)$")],
    ) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(act, request, language, form, fields)


def say(desk: FollowUpDesk, form: str, name: Name, fields: Fields, by: By) -> object:
    """Let the desk say what a form holds; return what waits for a second role, if anything."""
    said = words_in(fields, form)
    match form:
        case "accept":
            what = Undertaken(due=fields["due"], measure=fields.get("measure", ""), words=said)
            return desk.accept([name], what, by)
        case "answer":
            return desk.answer(name, fields["answer"], said, by)
        case "progress":
            return desk.progress(name, said, by)
        case "done":
            return desk.done(name, said, by)
        case _:
            return desk.check(name, fields["verdict"], said, by)


def again(
    request: Request, language: Language, desk: FollowUpDesk, name: Name, tried: Tried
) -> HTMLResponse:
    """Return the same page with what was typed, and why it was not done."""
    token = tried.typed.get("token") or fresh()
    seen = need_action(desk, name)
    page = action_page(language, seen, role_of(request), token, tried=tried)
    return html(request, language, page, 422)


def read_undertaken(fields: Fields) -> tuple[Undertaken | None, dict[str, Fault]]:
    """Return what was undertaken, or what is wrong with it."""
    faults = faults_of("accept", fields)
    if faults:
        return None, faults
    said = words_in(fields, "accept")
    return Undertaken(due=fields["due"], measure=fields.get("measure", ""), words=said), {}


def faults_of(form: str, fields: Fields) -> dict[str, Fault]:
    """Return what is wrong with the fields of a form."""
    faults: dict[str, Fault] = {}
    said, most = words_in(fields, form), LONGEST[form]
    long = [len(text) for text in said.values() if len(text) > most]
    if long:
        faults[form] = Fault("words-long", {"most": most, "count": max(long)})
    if form in WORDED and not said:
        faults[form] = Fault("words-missing")
    if form == "answer" and fields.get("answer") not in ANSWERS:
        faults["answer-code"] = Fault("action-answer")
    if form == "check" and fields.get("verdict") not in VERDICTS:
        faults["verdict"] = Fault("action-verdict")
    if form == "accept":
        if not is_day(fields.get("due", "")):
            faults["due"] = Fault("due-missing")
        if fields.get("measure", "") not in {"", *Measure}:
            faults["measure"] = Fault("measure-missing")
    return faults


def is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar."""
    try:
        day("due", text)
    except Misfit:
        return False
    return True
