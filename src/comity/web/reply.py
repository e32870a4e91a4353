"""Reply: a page as an answer of the server, and the language to answer a person in."""

from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import HTMLResponse

from comity.web.words import Language, preferred

LOOK = ["GET", "HEAD"]
"""How a page is asked for."""

COOKIE = "language"
YEAR = 365 * 24 * 60 * 60

Spoken = Annotated[Language, Path(alias="language")]


def html(request: Request, language: Language, text: str, status: int = 200) -> HTMLResponse:
    """Return a page, remembering its language if the person came to it by a page's own switch.

    A link from elsewhere shows its language without changing what this person chose.
    """
    answer = HTMLResponse(text, status, {"Content-Language": language.value})
    by_switch = request.headers.get("sec-fetch-site") == "same-origin"
    if by_switch and request.cookies.get(COOKIE) != language:
        answer.set_cookie(COOKIE, language.value, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def language_of_person(request: Request) -> Language:
    """Return the language to speak to whoever asked: the address's, the chosen, the browser's."""
    first = request.url.path.strip("/").partition("/")[0]
    for language in Language:
        if language == first:
            return language
    return preferred(request.headers.get("accept-language", ""), request.cookies.get(COOKIE))
