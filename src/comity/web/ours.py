"""Ours: the files of this server that a browser may keep: style sheets, scripts, signs and fonts.

An address that names what is in the files ("/static/v-3f2a…/app.css") has one answer for ever: a
browser keeps it and does not ask again on the next page. Pages use these; the plain address
("/static/app.css") is asked for anew each time, and mostly answered with "not modified".

>>> address_of("app.css").startswith("/static/v-") and address_of("app.css").endswith("/app.css")
True
"""

import mimetypes
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from comity.web.guard import OURS
from comity.web.reply import LOOK

STATIC = Path(__file__).parent / "static"

NAMED = "v-"
"""Begins the part of an address that names what is in the files."""

FOR_GOOD = "public, max-age=31536000, immutable"

TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""What some machines' tables of types do not know, or call otherwise."""


@cache
def version() -> str:
    """Return a name of what is in all files; fonts, which are never edited, count by their size."""
    told = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            inside = str(file.stat().st_size) if file.suffix == ".woff2" else content(file).hex()
            told.update(f"{file.relative_to(STATIC).as_posix()} {inside}\n".encode())
    return told.hexdigest()[:12]


def address_of(name: str) -> str:
    """Return the address of a file under which a browser may keep it for good."""
    return f"{OURS}{NAMED}{version()}/{name}"


@cache
def content(file: Path) -> bytes:
    """Return what is in a file, from memory the second time."""
    return file.read_bytes()


def add_ours(app: FastAPI) -> None:
    """Add the files."""

    @app.api_route(OURS + "{name:path}", methods=LOOK)
    async def ours(request: Request, name: str) -> Response:
        named, _, rest = name.partition("/")
        file = (STATIC / (rest if named.startswith(NAMED) else name)).resolve()
        within = file.is_relative_to(STATIC.resolve()) and not name.endswith("/")
        if not within or not file.is_file():
            raise HTTPException(404)
        inside = file.read_bytes() if file.suffix == ".woff2" else content(file)
        tag = f'"{sha256(inside).hexdigest()[:32]}"'
        headers = {"ETag": tag}
        if named == f"{NAMED}{version()}":
            headers["Cache-Control"] = FOR_GOOD
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        return Response(inside, media_type=kind or "application/octet-stream", headers=headers)
