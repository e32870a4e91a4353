"""Launch: starts real node processes quickly.

Loading the program takes longer than a trial should. This process loads it once and then forks:
each child is a process of its own, which runs `comity` with the arguments that were asked for and
can be killed like any other. It is driven by lines of JSON on standard input; when that ends, so
do all children.

Beyond the program itself a child knows one more order, `burst`, which says many reports in one
commit; the program has no such order, and a trial needs a backlog at once.
"""

import datetime as dt
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from typing import Any

import uvicorn.protocols.http.httptools_impl  # noqa: F401 - what a node loads as it starts
import uvloop  # noqa: F401 - likewise

import comity.cli.node
import comity.node.clock
from comity.cli import main
from comity.exchange.statements import report
from comity.exchange.station import Draft
from comity.node.orders import Desk
from comity.records.precedence import precedence_of


def burst(
    desk: Desk, circle: str, labels: Sequence[str], precedence: str, words: str
) -> list[tuple[int, str]]:
    """Say reports in one commit; return their numbers and hashes."""
    drafts = [
        Draft(
            "report/1",
            report(precedence=precedence_of(precedence), subject=label, words=words, language="en"),
            "TLP:AMBER",
        )
        for label in labels
    ]
    said = desk.node.station.say(desk.node.circle(circle), drafts).result()
    return [(record.seq, record.hash) for record in said]


def with_burst() -> None:
    """Let every node that starts from here know the order."""
    plain = Desk.orders.fget  # type: ignore[attr-defined]
    Desk.orders = property(  # type: ignore[assignment, method-assign]
        lambda desk: {**plain(desk), "burst": partial(burst, desk)}
    )


def child(asked: dict[str, Any]) -> int:
    """Run the program as it was asked for; in a process of its own."""
    try:
        become(asked["env"], asked["out"])
        return main(asked["argv"])
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - the whole story goes into the log of the node
        traceback.print_exc()
        return 1


def become(env: dict[str, str], log: str) -> None:
    """Be a process of one's own, with an environment and a file that all output is added to."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setpgid(0, 0)
    os.environ.update(env)
    skew = float(os.environ.get("COMITY_CLOCK_SKEW") or 0)
    comity.node.clock.SKEW = dt.timedelta(seconds=skew)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - until the end
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115 - until the end


def tell(line: dict[str, int]) -> None:
    """Say something to whoever drives this process."""
    os.write(1, json.dumps(line).encode() + b"\n")


class Launcher:
    """Forks children and tells when they end."""

    def __init__(self) -> None:
        self.children: set[int] = set()
        self.unread = b""

    def run(self) -> None:
        """Work until standard input ends."""
        woken, wake = os.pipe()
        for end in (woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        while True:
            ready, _, _ = select.select([0, woken], [], [])
            if woken in ready:
                os.read(woken, 4096)
                self.reap()
            if 0 in ready and not self.hear():
                break
        for pid in self.children:
            os.killpg(pid, signal.SIGKILL)

    def hear(self) -> bool:
        """Do what is asked; say whether more may come."""
        data = os.read(0, 1 << 16)
        *lines, self.unread = (self.unread + data).split(b"\n")
        for line in lines:
            asked = json.loads(line)
            pid = os.fork()
            if pid == 0:
                os._exit(child(asked))
            self.children.add(pid)
            tell({"number": asked["number"], "pid": pid})
        return bool(data)

    def reap(self) -> None:
        """Tell of every child that has ended."""
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self.children.discard(pid)
            tell({"ended": pid, "status": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    with_burst()
    Launcher().run()
