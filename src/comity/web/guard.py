"""Guard: what every answer of the server carries, whom it answers, and what it takes from whom.

The server listens on the loopback interface, but a foreign page could point its own name at this
machine (DNS rebinding) and so read what only this person may read. Therefore a request is answered
only if its Host is a loopback name or address. What changes something is taken only from a page of
this server itself: another site could send this person's browser here with a form of its own.
"""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.errors import NotAllowedError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer; a page may hold no inline script, no inline style and nothing from elsewhere."""


OURS = "/static/"
"""What a browser may keep on its disk: our own files. Pages hold what is internal (R19), and what
others trusted this party with."""

READING = frozenset({"GET", "HEAD"})
ELSEWHERE = frozenset({"cross-site", "same-site"})
"""What Sec-Fetch-Site says of another site, and of another server on this machine."""


class CrossSiteError(NotAllowedError):
    """Something was sent here by a page of another site, or by no page at all."""

    code = "cross-site-post"
    template = (
        "nothing was changed: this was not sent by a page of this node; open the page here and "
        "send it from there"
    )


def need_same_site(method: str, headers: Mapping[str, str]) -> None:
    """Check that a request that may change something comes from a page of this server.

    A browser says so in Sec-Fetch-Site, and where it does not know that header, in Origin. To look
    changes little, but that a person here has seen a silence procedure is remembered: so a page of
    another site may lead somebody here, and may not fetch or embed a page behind their back.

    Raises:
        CrossSiteError: it does not.

    >>> need_same_site("POST", {"sec-fetch-site": "same-origin", "host": "localhost:8600"})
    >>> need_same_site("POST", {"origin": "http://localhost:8600", "host": "localhost:8600"})
    >>> need_same_site("GET", {})
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if method in READING:
        if site in ELSEWHERE and headers.get("sec-fetch-dest") != "document":
            raise CrossSiteError
        return
    if site is not None and site != "same-origin":
        raise CrossSiteError
    if origin is not None and _place(origin) != headers.get("host", "").lower():
        raise CrossSiteError
    if site is None and origin is None:
        raise CrossSiteError


def _place(origin: str) -> str:
    """Return host and port of an Origin header, "" where it names none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


class Headers:
    """Put the headers on every answer of the application inside, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                kept = scope["path"].startswith(OURS)
                headers.setdefault("Cache-Control", "no-cache" if kept else "no-store")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def is_loopback(host: str) -> bool:
    """Does a Host header name this very machine?

    >>> [is_loopback(host) for host in ("localhost:8000", "127.0.0.1", "[::1]:80", "LOCALHOST")]
    [True, True, True, True]
    >>> [is_loopback(host) for host in ("comity.example", "127.0.0.1.example", "10.0.0.1", "")]
    [False, False, False, False]
    """
    name = host.strip().lower()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
