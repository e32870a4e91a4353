"""Digest: what a system says on "Today": a line for each thing that somebody should do.

Every line says what to do and leads, in one click, to where it is done.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from comity.records.marking import Marking
from comity.records.party import Party


class Urgency(IntEnum):
    """How a line stands among the others, the most urgent first."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    OPEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line of "Today".

    Attributes:
        system: which says it: "consultations", "traffic", "positions", "sanctions".
        sort: code of what is to be done; its words are in `comity.web.labels` under "due".
        title: of what it is about, by language; () of a system's own words alone.
        of: whose move it is; None where everybody's.
        path: where it is done, without the language: "/traffic/message/9f…".
        urgency: how soon.
        at: moment that it is due, as records carry one; "" where none.
        marking: of what it names.
        number: that the words count, 1 where they count nothing.
        role: in which somebody is asked for it; "" where whoever is here may do it.
    """

    system: str
    sort: str
    title: tuple[tuple[str, str], ...]
    of: Party | None
    path: str
    urgency: Urgency
    at: str = ""
    marking: Marking = Marking.CLEAR
    number: int = 1
    role: str = ""

    def asks(self, role: str) -> bool:
        """Say whether somebody who acts in a role is asked for it."""
        return self.role in {"", role}

    @property
    def key(self) -> str:
        """Return a name of what is to be done where, for its place on a page."""
        return sha256(f"{self.system} {self.sort} {self.of} {self.path}".encode()).hexdigest()[:12]


def urgency(at: str, now: dt.datetime) -> Urgency:
    """Return how urgent something is that is due at a moment; OPEN where it is none.

    >>> urgency("2026-03-05T09:30:00.000Z", dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)).name
    'TODAY'
    """
    try:
        left = dt.datetime.fromisoformat(at) - now
    except ValueError:
        return Urgency.OPEN
    if left < dt.timedelta(0):
        return Urgency.OVERDUE
    if left < dt.timedelta(days=1):
        return Urgency.TODAY
    return Urgency.SOON if left < dt.timedelta(days=7) else Urgency.OPEN


def place_of(due: Due) -> tuple[Urgency, str, str, str]:
    """Return the place of a line among others: the most urgent first, then what is due first."""
    return due.urgency, due.at or "~", due.system, due.path


def counts(dues: Iterable[Due], me: Party, role: str) -> dict[str, int]:
    """Return how much waits for a party in each system, as far as a role is asked for it."""
    found = Counter[str]()
    for due in dues:
        if due.of in {None, me} and due.asks(role):
            found[due.system] += due.number
    return dict(found)
