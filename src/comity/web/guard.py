"""Guard: what every answer of the server carries, and whom it answers at all.

The server listens on the loopback interface, but a foreign page could point its own name at this
machine (DNS rebinding) and so read what only this person may read. Therefore a request is answered
only if its Host is a loopback name or address.
"""

import ipaddress

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
                headers.setdefault("Cache-Control", "no-cache")
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
