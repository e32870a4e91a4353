"""Texts: the addresses of joint texts, and what answers at each.

What a person does is sent with POST and answered by leading to the page that shows the result. What
cannot be done is answered by the same page with everything that was typed, and with what changed
where somebody else was faster.
"""

import uuid
from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from comity.agreement.effects import Type
from comity.errors import ComityError, RefusedError
from comity.positions.pasting import cleaned, pasted
from comity.positions.views import TONGUES, View
from comity.records.marking import TEXTS
from comity.web.desk import Outcome
from comity.web.mailroom import role_of, to
from comity.web.once import once
from comity.web.pages import address, standing_now
from comity.web.reply import LOOK, Spoken, html
from comity.web.stale import StalePageError
from comity.web.textdesk import Beginning, By, Tabled, Taken, TextsDesk, TextSeen
from comity.web.textpages import (
    Tried,
    Typed,
    new_page,
    sign_page,
    text_page,
    texts_page,
)
from comity.web.textrows import PATH, Wanted
from comity.web.words import Language, words

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Maybe = Annotated[str, Query(pattern="^([0-9a-f]{64})?$")]

MOST_TEXTS = 60
"""Rows of the list of texts, until all are asked for."""

MOST_FIELDS = 4000
"""Of a form: two hundred wordings out of a file have ten each."""

LONGEST_FIELD = 4_000_000
"""Bytes of a field: three languages of a draft of many clauses."""

Fields = Typed


class UnfinishedFormError(RefusedError):
    """A form lacks what it cannot do without."""

    code = "form-unfinished"
    template = (
        "give the text a title in one language at least, and choose what it is and how it is marked"
    )


def add_texts(app: FastAPI, desk: TextsDesk) -> None:
    """Add the pages of joint texts."""
    add_lists(app, desk)
    add_text(app, desk)
    add_signing(app, desk)
    add_circles(app, desk)


def fresh() -> str:
    """Return the token of a new page."""
    return uuid.uuid4().hex


async def fields_of(request: Request) -> Fields:
    """Return the fields of a form, lines ended alike."""
    async with request.form(max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        return Fields(
            (name, value.replace("\r\n", "\n"))
            for name, value in form.items()
            if isinstance(value, str)
        )


def by_of(request: Request, fields: Fields) -> By:
    """Return who acts, from which page."""
    return By(role_of(request), once(request.url.path, fields), fields.get("seen", "")[:100])


def words_in(fields: Fields, name: str) -> dict[str, str]:
    """Return what was typed in each language, cleaned, without those that are empty."""
    typed = {tongue: cleaned(fields.get(f"{name}-{tongue}", "")) for tongue in TONGUES}
    return {tongue: text for tongue, text in typed.items() if text}


def need_seen(desk: TextsDesk, hashed: str) -> TextSeen:
    """Return a text, or say that there is no such page."""
    seen = desk.text(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def told(
    error: ComityError, language: Language, seen: TextSeen, form: str, clause: str
) -> ComityError:
    """Return an error in words that name what changed and who changed it."""
    if not isinstance(error, StalePageError):
        return error
    spoken, found = words(language), seen.shown.clause(clause)
    moves = [move for one in seen.shown.clauses for move in one.course.moves]
    what = spoken.gettext("The text")
    if form in {"sign", "withdraw"}:
        what, moves = spoken.gettext("The signatures"), []
    elif found is not None and form in {"stance", "propose"}:
        what = spoken.gettext("Clause %(number)s", number=found.number)
        moves = list(found.course.moves)
    # Of two at one moment the later in causal order: `max` keeps the first that it meets.
    last = max(reversed(moves), key=lambda one: one.at, default=None)
    who = last.party if last is not None else (seen.signing.last or seen.opened[0])
    standing = standing_now()
    names = standing.names.get(who, {}) if standing is not None else {}
    return StalePageError(what=what, who=names.get(language, who.upper()))


def add_lists(app: FastAPI, desk: TextsDesk) -> None:
    """Add the list of texts, and the page on which one is begun."""

    @app.api_route("/{language}/positions/texts", methods=LOOK)
    def texts(request: Request, language: Spoken) -> HTMLResponse:
        most = None if request.query_params.get("all") else MOST_TEXTS
        rows = desk.texts(None if most is None else most + 1)
        page = texts_page(language, rows, desk.circles(), role_of(request), most)
        return html(request, language, page)

    def begin_page(request: Request, language: Language, tried: Tried, status: int) -> HTMLResponse:
        token = tried.typed.get("token") or fresh()
        limit, role = desk.four_eyes(), role_of(request)
        page = new_page(language, desk.circles(), limit, role, token, tried=tried)
        return html(request, language, page, status)

    @app.api_route("/{language}/positions/texts/new", methods=LOOK)
    def new(request: Request, language: Spoken) -> HTMLResponse:
        return begin_page(request, language, Tried(), 200)

    @app.post("/{language}/positions/texts/new", response_model=None)
    async def begin(request: Request, language: Spoken) -> RedirectResponse | HTMLResponse:
        fields = await fields_of(request)
        return await run_in_threadpool(begun, request, language, fields)

    def begun(
        request: Request, language: Language, fields: Fields
    ) -> RedirectResponse | HTMLResponse:
        try:
            outcome = desk.begin(beginning_of(fields), by_of(request, fields))
        except ComityError as error:
            tried = Tried(form="new", typed=fields, error=error)
            return begin_page(request, language, tried, 422)
        return to(language, after(outcome, f"{PATH}/{outcome.record}?done=begun"))


def beginning_of(fields: Fields) -> Beginning:
    """Return the text that was typed.

    Raises:
        RefusedError: it lacks something, or its languages do not stand beside each other.
    """
    title = words_in(fields, "title")
    sorts = {Type.TEXT, Type.STATEMENT}
    if not title or fields["marking"] not in TEXTS or fields["type"] not in sorts:
        raise UnfinishedFormError
    drafts = {tongue: fields.get(f"draft-{tongue}", "") for tongue in TONGUES}
    return Beginning(
        circle=fields.get("circle", ""),
        type=Type(fields["type"]),
        title=title,
        clauses=pasted(drafts).clauses,
        marking=TEXTS[fields["marking"]],
    )


def after(outcome: Outcome, path: str) -> str:
    """Return where to go once something was said, or held as a draft."""
    return f"/traffic/draft/{outcome.draft}?done=held" if outcome.draft else path


Act = Callable[[str, Fields, By], Outcome]


def add_text(app: FastAPI, desk: TextsDesk) -> None:
    """Add the page of a text, and what is done with its clauses."""

    @app.api_route("/{language}/positions/text/{hashed}", methods=LOOK)
    def text(
        request: Request,
        *,
        language: Spoken,
        hashed: Hash,
        view: View = View.BRACKETED,
        clause: Maybe = "",
        beside: Annotated[str, Query(pattern="^(uk|ja|en|ko)?$")] = "",
        done: Annotated[str, Query(max_length=20)] = "",
    ) -> HTMLResponse:
        seen = need_seen(desk, hashed)
        wanted = Wanted(view=view, clause=clause, beside=beside)
        page = text_page(language, seen, wanted, role_of(request), fresh(), done=done)
        return html(request, language, page)

    add_act(app, desk, "stance", lambda h, f, by: desk.take(h, taken_of(f), by))
    add_act(app, desk, "propose", lambda h, f, by: desk.table(h, tabled_of(f), by))
    add_act(app, desk, "move", lambda h, f, by: desk.move(h, f.get("clause", ""), places(f), by))
    add_act(
        app,
        desk,
        "revision",
        lambda h, f, by: desk.give(h, chosen_of(f), by, leave_out=bool(f.get("leave_out"))),
    )
    add_act(app, desk, "retain", lambda h, _, by: desk.retain(h, by))
    add_act(app, desk, "again", lambda h, _, by: desk.again(h, by))


def add_act(app: FastAPI, desk: TextsDesk, name: str, act: Act) -> None:
    """Add something that is done on the page of a text."""

    @app.post(f"/{{language}}/positions/text/{{hashed}}/{name}", response_model=None, name=name)
    async def acted(
        request: Request, language: Spoken, hashed: Hash
    ) -> RedirectResponse | HTMLResponse:
        fields = await fields_of(request)
        return await run_in_threadpool(done, request, language, hashed, fields)

    def done(
        request: Request, language: Language, hashed: str, fields: Fields
    ) -> RedirectResponse | HTMLResponse:
        wanted = wanted_of(fields)
        try:
            outcome = act(hashed, fields, by_of(request, fields))
        except ComityError as error:
            seen = need_seen(desk, hashed)
            why = told(error, language, seen, name, fields.get("clause", ""))
            tried = Tried(form=name, typed=fields, error=why, seen=fields.get("seen", ""))
            page = text_page(language, seen, wanted, role_of(request), fresh(), tried=tried)
            return html(request, language, page, 422)
        query = wanted.query(done=name)
        return to(language, after(outcome, address(f"{PATH}/{hashed}", query)))


def wanted_of(fields: Fields) -> Wanted:
    """Return how the text was looked at where a form was sent."""
    views = {view.value: view for view in View}
    return Wanted(
        view=views.get(fields.get("view", ""), View.BRACKETED),
        clause=fields.get("clause", ""),
        beside=fields.get("beside", "") if fields.get("beside") in TONGUES else "",
    )


def places(fields: Fields) -> int:
    """Return by how many places a clause is moved."""
    return {"up": -1, "down": 1}.get(fields.get("move", ""), 0)


def chosen_of(fields: Fields) -> dict[str, str]:
    """Return the wording that was chosen for each clause where all accept several."""
    prefix = "chosen-"
    return {n.removeprefix(prefix): v for n, v in fields.items() if n.startswith(prefix)}


def taken_of(fields: Fields) -> Taken:
    """Return the stances that were chosen; a button takes one and leaves the others."""
    quick, _, letter = fields.get("quick", "").partition(":")
    if quick:
        return Taken(clause=fields.get("clause", ""), letters={quick: letter})
    letters, ties = {}, dict[str, list[str]]()
    for name, value in fields.items():
        if name.startswith("stance-"):
            letters[name.removeprefix("stance-")] = value
            ties.setdefault(name.removeprefix("stance-"), [])
        elif name.startswith("tie-"):
            wording, _, needs = name.removeprefix("tie-").partition(":")
            ties.setdefault(wording, []).append(needs)
    bound, needs = fields.get("bound", ""), fields.get("only_if", "")
    if bound and needs:
        ties.setdefault(bound, []).append(needs)
    only_if = {one: tuple(dict.fromkeys(found)) for one, found in ties.items()}
    return Taken(clause=fields.get("clause", ""), letters=letters, only_if=only_if)


def tabled_of(fields: Fields) -> Tabled:
    """Return the wording that was typed, or that the clause is to be deleted."""
    return Tabled(
        clause=fields.get("clause", "") if not fields.get("new") else "",
        words=None if fields.get("delete") else words_in(fields, "words"),
        instead=bool(fields.get("instead")),
    )


def add_signing(app: FastAPI, desk: TextsDesk) -> None:
    """Add the page on which a text is signed, and what is done there."""

    def shown(
        request: Request,
        language: Language,
        hashed: str,
        name: str,
        *,
        tried: Tried,
        done: str = "",
    ) -> HTMLResponse:
        seen = need_seen(desk, hashed)
        revisions = seen.signing.revisions
        revision = seen.signing.revision(name) if name else (revisions[0] if revisions else None)
        if revision is None:
            raise HTTPException(404)
        role = role_of(request)
        page = sign_page(language, seen, revision, role, fresh(), tried=tried, done=done)
        return html(request, language, page, 422 if tried.error else 200)

    @app.api_route("/{language}/positions/text/{hashed}/sign", methods=LOOK)
    def look(
        request: Request,
        language: Spoken,
        hashed: Hash,
        revision: Maybe = "",
        done: Annotated[str, Query(max_length=20)] = "",
    ) -> HTMLResponse:
        return shown(request, language, hashed, revision, tried=Tried(), done=done)

    def act(name: str, doing: Act) -> None:
        @app.post(f"/{{language}}/positions/text/{{hashed}}/{name}", response_model=None, name=name)
        async def acted(
            request: Request, language: Spoken, hashed: Hash
        ) -> RedirectResponse | HTMLResponse:
            fields = await fields_of(request)
            return await run_in_threadpool(done, request, language, hashed, fields)

        def done(
            request: Request, language: Language, hashed: str, fields: Fields
        ) -> RedirectResponse | HTMLResponse:
            revision = fields.get("revision", "")
            try:
                outcome = doing(hashed, fields, by_of(request, fields))
            except ComityError as error:
                why = told(error, language, need_seen(desk, hashed), name, "")
                tried = Tried(form=name, typed=fields, error=why)
                return shown(request, language, hashed, revision, tried=tried)
            query = (("revision", revision), ("done", name))
            return to(language, after(outcome, address(f"{PATH}/{hashed}/sign", query)))

    act(
        "sign",
        lambda h, f, by: desk.sign(
            h,
            f.get("revision", ""),
            by,
            ad_referendum=bool(f.get("ad_referendum")),
            valid_until=f"{f['valid_until']}:00.000Z" if f.get("valid_until") else "",
        ),
    )
    act("withdraw", lambda h, f, by: desk.withdraw(h, words_in(f, "reason"), by))
    act("annex", lambda h, f, by: desk.annex(h, f.get("sort", ""), words_in(f, "annex"), by))


def add_circles(app: FastAPI, desk: TextsDesk) -> None:
    """Add that a text goes on in a wider circle, and that it is closed here."""

    @app.post("/{language}/positions/text/{hashed}/widen", response_model=None)
    async def widen(request: Request, language: Spoken, hashed: Hash) -> RedirectResponse:
        fields = await fields_of(request)
        circle = fields.get("circle", "")
        outcome = await run_in_threadpool(desk.widen, hashed, circle, by_of(request, fields))
        done = "offer" if need_seen(desk, hashed).signing.adopted else "widen"
        return to(language, after(outcome, f"{PATH}/{outcome.record}?done={done}"))

    add_act(app, desk, "close", lambda h, _, by: desk.close(h, by))
    add_act(app, desk, "align", lambda h, f, by: desk.align(h, f.get("revision", ""), by))
