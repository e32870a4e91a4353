"""Crash: ends this process at a named moment, so that tests can see what is left of it.

`COMITY_CRASH=after-commit:3` ends it at once, without any tidying up, the third time it comes to
that point. Without the variable nothing is ever done.
"""

import os
import signal
from collections.abc import Callable

VARIABLE = "COMITY_CRASH"

POINTS = (
    "before-commit",
    "after-commit",
    "before-resolve",
    "before-receipt",
    "before-push",
    "after-push",
    "after-receipt",
)
"""Around commit, acknowledgement and push."""


def nothing(point: str) -> None:
    """Go on."""


def crash_from_environment() -> Callable[[str], None]:
    """Return what is called at each point."""
    wanted = os.environ.get(VARIABLE, "")
    name, _, count = wanted.partition(":")
    if name not in POINTS:
        return nothing
    left = [int(count) if count.isdigit() else 1]

    def crash(point: str) -> None:
        if point == name:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    return crash
