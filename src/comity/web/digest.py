"""Digest: what a system says on "Today": a line for each thing that somebody should do.

Every line says what to do and leads, in one click, to where it is done.
"""

from dataclasses import dataclass
from enum import IntEnum

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
