"""Governments: real node processes of two parties, their pages over HTTP, on a day of the past.

Each node runs as `python -m comity node serve`. Its clock goes as many seconds slow as the day is
ago (`COMITY_CLOCK_SKEW`); time passes by a restart with less, and never goes back. People act as a
browser does: a page is asked for, its form is filled in and sent with everything hidden in it.
"""

import datetime as dt
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from comity.node.control import ask
from comity.node.folder import Folder
from comity.records.party import Party

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0
"""Seconds for which something is waited for; a resolution of real lists takes one of them."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(holds: Callable[..., Any], what: str, *given: object) -> Any:
    """Return what something gives for its arguments once it gives anything.

    Raises:
        TimeoutError: it gives nothing for too long.
    """
    end = time.monotonic() + PATIENCE
    while True:
        with suppress(OSError, http.client.HTTPException, LookupError):
            if found := holds(*given):
                return found
        if time.monotonic() > end:
            raise TimeoutError(f"still not: {what}")
        time.sleep(0.4)


@dataclass(slots=True)
class Form:
    """A form of a page.

    Attributes:
        action: where it is sent.
        fields: names and values as the page has them, hidden ones too.
    """

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, **typed: str) -> list[tuple[str, str]]:
        """Return the fields with what somebody typed; `_` in a name stands for `-`."""
        said = {name.replace("_", "-"): value for name, value in typed.items()}
        kept = [(name, value) for name, value in self.fields if name not in said]
        return [*kept, *said.items()]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: tuple[str, list[str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in the start of a form, or a field."""
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action", ""))
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "textarea":
            self._area = (said.get("name", ""), [])
        elif tag == "select":
            self._select = (said.get("name", ""), [])
        elif tag == "option" and self._select is not None:
            place = 0 if "selected" in said else len(self._select[1])
            self._select[1].insert(place, said.get("value", ""))
        elif tag == "input" and said.get("name"):
            sort = said.get("type", "text")
            if sort not in {"checkbox", "radio"} or "checked" in said:
                self._form.fields.append((said["name"], said.get("value", "on")))

    def handle_data(self, data: str) -> None:
        """Take in the text of a field."""
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take in the end of a form, or of a field."""
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None and self._form is not None:
            self._form.fields.append((self._area[0], "".join(self._area[1]).removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select is not None and self._form is not None:
            name, values = self._select
            self._form.fields.append((name, values[0] if values else ""))
            self._select = None


@dataclass(slots=True)
class Answer:
    """What a page answers.

    Attributes:
        status: of HTTP. text: of the page. place: to which it leads, "" where it is one itself.
    """

    status: int
    text: str
    place: str

    @property
    def code(self) -> str:
        """Return the code of the error that it shows, "" for none."""
        found = re.search(r'role="alert".*?<code>([a-z-]+)</code>', self.text, re.DOTALL)
        return found[1] if found else ""

    def form(self, action: str, **values: str) -> Form:
        """Return the form that is sent somewhere and has these values.

        Raises:
            LookupError: the page has none.
        """
        for one in Forms(self.text).forms:
            if (
                one.action.split("#")[0].endswith(action)
                and values.items() <= dict(one.fields).items()
            ):
                return one
        raise LookupError(f"no form that is sent to {action} with {values}")


@dataclass(slots=True)
class Government:
    """One party with its node.

    Attributes:
        party: which.
        folder: of its node.
        port, web_port: of its exchange, of its pages.
        skew: seconds by which its clock is behind ours.
        process: of its node; None while it does not run.
    """

    party: Party
    folder: Path
    port: int = field(default_factory=free_port)
    web_port: int = field(default_factory=free_port)
    skew: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        """Return where its exchange is."""
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str) -> str:
        """Run a command of the program on its clock; return what it prints.

        Raises:
            RuntimeError: it failed.
        """
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "comity", *arguments],
            cwd=ROOT,
            env={**os.environ, "COMITY_CLOCK_SKEW": str(self.skew)},
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"comity {' '.join(arguments)}: {done.stderr.decode()}")
        return done.stdout.decode()

    def start(self) -> None:
        """Start its node; it takes a moment until it answers."""
        with (self.folder.parent / f"{self.party}.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [
                    sys.executable, "-m", "comity", "node", "serve", "--data", str(self.folder),
                    "--beat", "0.3", "--web-port", str(self.web_port),
                ],
                cwd=ROOT,
                env={**os.environ, "COMITY_CLOCK_SKEW": str(self.skew)},
                stdout=log,
                stderr=log,
            )  # fmt: skip

    def stop(self) -> None:
        """Stop its node as an operator does; one that does not stop is killed."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def order(self, order: str, **arguments: Any) -> Any:
        """Ask the running node to do what a command would."""
        return ask(Folder(self.folder), order, arguments)

    # --- its pages

    def get(self, path: str) -> Answer:
        """Return a page in English."""
        return self._request("GET", f"/en{path}", None)

    def post(self, form: Form, fields: Iterable[tuple[str, str]]) -> Answer:
        """Send a form."""
        return self._request("POST", form.action.split("#")[0], urlencode(list(fields)))

    def _request(self, method: str, path: str, body: str | None) -> Answer:
        host = f"127.0.0.1:{self.web_port}"
        connection = http.client.HTTPConnection(host, timeout=60)
        headers = {"Origin": f"http://{host}"} if body is not None else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(
                answer.status, answer.read().decode(), answer.headers.get("Location") or ""
            )
        finally:
            connection.close()

    def act(self, page: str, action: str, *, form: Mapping[str, str] = {}, **typed: str) -> Answer:
        """Fill in the form of a page and send it.

        Args:
            page: on which the form is.
            action: end of the address that it is sent to.
            form: values by which it is known among several.
            typed: what is filled in.
        """
        found = self.get(page).form(action, **form)
        return self.post(found, found.filled(**typed))


class Governments:
    """Two governments with a circle between them.

    Attributes:
        ua, jp: them.
        circle: id of the circle.
    """

    def __init__(self, path: Path, day: str) -> None:
        self.ua = Government(Party("ua"), path / "ua")
        self.jp = Government(Party("jp"), path / "jp")
        self.moment = _nine(day)
        self._set_clocks()
        for one, name in ((self.ua, "Ukraine"), (self.jp, "Japan")):
            one.command(
                "node", "init", "--party", one.party, "--data", str(one.folder),
                "--address", one.address, "--name-en", name,
            )  # fmt: skip
        for one, other in ((self.ua, self.jp), (self.jp, self.ua)):
            card = str(other.folder / "card.json")
            one.command("party", "add", card, "--data", str(one.folder))
        self.ua.command("circle", "open", "ua", "jp", "--data", str(self.ua.folder))
        self.circle = ""

    @property
    def both(self) -> Sequence[Government]:
        """Return both."""
        return (self.ua, self.jp)

    def at(self, day: str) -> None:
        """Let it be nine o'clock of a day: both nodes are stopped and started on it.

        Raises:
            ValueError: it is before the day that it was.
        """
        moment = _nine(day)
        if moment < self.moment:
            raise ValueError(f"time does not go back from {self.moment} to {moment}")
        self.moment = moment
        for one in self.both:
            one.stop()
        self._set_clocks()
        for one in self.both:
            one.start()
        for one in self.both:
            until(lambda one: one.get("/follow-up").status == 200, f"pages of {one.party}", one)
        self.circle = self.circle or until(self._shared, "a circle at both")

    def _shared(self) -> str:
        found = [{each["circle"] for each in one.order("circle.list")} for one in self.both]
        return next(iter(set.intersection(*found)), "")

    def _set_clocks(self) -> None:
        for one in self.both:
            one.skew = self.moment.timestamp() - time.time()

    def close(self) -> None:
        """Stop both nodes."""
        for one in self.both:
            one.stop()


def _nine(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")


def plain(markup: str) -> str:
    """Return the text of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())
