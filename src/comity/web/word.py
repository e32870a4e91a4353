"""Word: the addresses of a joint text's Word file, and what answers at each.

A file that is handed in is read in memory and forgotten; what a person chooses of it comes back
from the page as words, so that nothing that was typed is lost when it cannot be done.
"""

from typing import Annotated

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from comity.errors import ComityError, NotAllowedError, RefusedError
from comity.positions.pasting import EmptyDraftError, cleaned
from comity.positions.word_package import MOST_BYTES, WordFileError
from comity.records.kinds import LANGUAGES
from comity.web.mailroom import role_of, to
from comity.web.positiondesk import Chosen, WordDesk
from comity.web.positionpages import name_of
from comity.web.reply import LOOK, Spoken, html
from comity.web.stale import StalePageError
from comity.web.textdesk import TextSeen
from comity.web.texts import Fields, by_of, fields_of, fresh
from comity.web.wordpages import Row, Tried, rows_in, word_page
from comity.web.words import Language, words

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def add_word(app: FastAPI, desk: WordDesk) -> None:
    """Add the page of a text's Word file, the file itself, and what is chosen of one."""
    add_file(app, desk)
    add_reading(app, desk)
    add_choosing(app, desk)


def need_text(desk: WordDesk, hashed: str) -> TextSeen:
    """Return a joint text, or say that there is no such page."""
    seen = desk.text(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def add_file(app: FastAPI, desk: WordDesk) -> None:
    """Add the page, and the file."""

    @app.api_route("/{language}/positions/text/{hashed}/word", methods=LOOK)
    def page(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        seen = need_text(desk, hashed)
        return html(
            request,
            language,
            word_page(language, seen, role_of(request), fresh(), desk.four_eyes()),
        )

    @app.api_route("/{language}/positions/text/{hashed}/text.docx", methods=LOOK)
    def file(
        language: Spoken, hashed: Hash, tongue: Annotated[str, Query(pattern="^[a-z]{2}$")] = ""
    ) -> Response:
        seen = need_text(desk, hashed)
        wanted = tongue if tongue in LANGUAGES else language.value
        spoken = words(Language(wanted) if wanted in set(Language) else language)
        names = {party: name_of(party, spoken.language) for party in seen.circle.members}
        as_of = spoken.gettext("As of %(time)s", time=spoken.moment(seen.now))
        day = seen.now[:10]
        return Response(
            desk.word(hashed, wanted, names, as_of),
            media_type=DOCX,
            headers={
                "Content-Disposition": (
                    f'attachment; filename="text-{hashed[:8]}-{wanted}-{day}.docx"'
                ),
                "Cache-Control": "no-store",
            },
        )


def add_reading(app: FastAPI, desk: WordDesk) -> None:
    """Add that a file is handed in and looked at."""

    def read(
        request: Request, language: Language, hashed: str, name: str, data: bytes
    ) -> HTMLResponse:
        seen, role = need_text(desk, hashed), role_of(request)
        try:
            if not data:
                raise WordFileError(reason="no file was chosen, or it is empty")
            found = desk.read_word(hashed, data)
        except RefusedError as error:
            tried = Tried(file=name, error=error)
            page = word_page(language, seen, role, fresh(), desk.four_eyes(), tried=tried)
            return html(request, language, page, 422)
        page = word_page(
            language, found.seen, role, fresh(), desk.four_eyes(), read=found, file=name
        )
        return html(request, language, page)

    @app.post("/{language}/positions/text/{hashed}/word", response_model=None)
    async def handed(request: Request, language: Spoken, hashed: Hash) -> HTMLResponse:
        async with request.form(max_files=1, max_fields=10) as form:
            upload = form.get("file")
            data, name = b"", ""
            if isinstance(upload, UploadFile):
                data = await upload.read(MOST_BYTES + 1)
                name = "".join(one for one in upload.filename or "" if one.isprintable())[-120:]
        return await run_in_threadpool(read, request, language, hashed, name, data)


def add_choosing(app: FastAPI, desk: WordDesk) -> None:
    """Add that wordings out of a file are tabled."""

    def propose(request: Request, language: Language, hashed: str, fields: Fields) -> Response:
        seen = need_text(desk, hashed)
        rows = rows_in(fields, sorted(LANGUAGES))
        by = by_of(request, fields)
        try:
            outcome = desk.propose(hashed, [chosen(row) for row in rows if row.chosen], by)
        except (RefusedError, NotAllowedError) as error:
            tried = Tried(
                rows=rows,
                seen=seen.seen,
                file=fields["file"][:120],
                token=by.token,
                error=told(error, language, seen),
            )
            page = word_page(
                language, seen, role_of(request), fresh(), desk.four_eyes(), tried=tried
            )
            return html(request, language, page, 422)
        if outcome.draft:
            return to(language, f"/traffic/draft/{outcome.draft}?done=held")
        return to(language, f"/positions/text/{hashed}?done=propose")

    @app.post("/{language}/positions/text/{hashed}/word/propose", response_model=None)
    async def proposed(request: Request, language: Spoken, hashed: Hash) -> Response:
        fields = await fields_of(request)
        return await run_in_threadpool(propose, request, language, hashed, fields)


def chosen(row: Row) -> Chosen:
    """Return a wording that a person chose, cleaned of what a word processor leaves behind.

    Raises:
        EmptyDraftError: its words were taken away, and it does not delete its clause.
    """
    text = cleaned(row.words).strip()
    if not text and not row.deletes:
        raise EmptyDraftError
    return Chosen(clause=row.clause, words=text, language=row.language, stance=row.stance)


def told(error: ComityError, language: Language, seen: TextSeen) -> ComityError:
    """Return an error in words that name what changed and who changed it."""
    if not isinstance(error, StalePageError):
        return error
    moves = [move for one in seen.shown.clauses for move in one.course.moves]
    last = max(moves, key=lambda one: one.at, default=None)
    who = last.party if last is not None else seen.opened[0]
    return StalePageError(what=words(language).gettext("The text"), who=name_of(who, language))
