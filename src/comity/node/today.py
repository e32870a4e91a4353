"""Today: the desk of the page with which a day begins; it asks every other desk for its digest.

What the desks say is kept for a few seconds, since every page shows its counters; news of any sort
make it be asked for anew.
"""

import datetime as dt
import threading
from collections.abc import Sequence
from typing import Protocol

from comity.exchange.station import moment
from comity.node.changes import Recent
from comity.node.digests import Boards, ListsDigest, NodeDigest, TrafficDigest, unread
from comity.node.looked import Looked
from comity.node.traffic import Traffic
from comity.web.digest import Due
from comity.web.today import Meeting, Question, TodaySeen

FRESH = dt.timedelta(seconds=5)
"""For so long the digests hold without news."""


class Digesting(Protocol):
    """A desk that says what is to be done."""

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return a line for each thing that somebody should do."""
        ...


class Ahead(Protocol):
    """A desk that knows the next meeting."""

    def next_meeting(self, now: dt.datetime) -> Meeting | None:
        """Return the next meeting, None where none is planned."""
        ...


class Positions(Protocol):
    """A desk that knows where the parties stand."""

    def questions(self, most: int) -> tuple[tuple[Question, ...], int]:
        """Return the questions that are open, those that are far apart first, and how many."""
        ...


class Today:
    """The desk of "Today".

    Attributes:
        traffic: the desk of messages.
        boards: of the official lists; None where there are none.
        desks: of all systems, each with its digest.
        ahead: knows the next meeting, None where no system does.
        positions: knows where the parties stand, None where no system does.
        memory: how far each role has looked; recent: what is new to it.
    """

    def __init__(
        self,
        traffic: Traffic,
        boards: Boards | None = None,
        desks: Sequence[Digesting] = (),
        *,
        ahead: Ahead | None = None,
        positions: Positions | None = None,
    ) -> None:
        self.traffic = traffic
        self.boards = boards
        self.desks: list[Digesting] = [*desks, TrafficDigest(traffic), NodeDigest(traffic)]
        if boards is not None:
            self.desks.append(ListsDigest(boards, traffic.party.me))
        self.ahead = ahead
        self.positions = positions
        self.memory = Looked(traffic.party.folder.internal)
        self.recent = Recent(traffic.party, traffic.party.agreeing, self.memory)
        self._held: tuple[Due, ...] = ()
        self._held_at: tuple[int, dt.datetime] | None = None
        self._asking = threading.Lock()

    def close(self) -> None:
        """Close the store of who looked when."""
        self.memory.close()

    def due(self) -> tuple[Due, ...]:
        """Return what every system says is to be done; from memory where that is fresh."""
        heard, now = self.traffic.heard(), self.traffic.party.station.clock()
        with self._asking:
            held = self._held_at
            if held is None or held[0] != heard or not held[1] <= now < held[1] + FRESH:
                self._ask(heard, now)
            return self._held

    def _ask(self, heard: int, now: dt.datetime) -> tuple[Due, ...]:
        self._held = tuple(line for desk in self.desks for line in desk.digest(now))
        self._held_at = (heard, now)
        return self._held

    def today(self, role: str) -> TodaySeen:
        """Return everything that the page shows to a role."""
        now, me = self.traffic.party.station.clock(), self.traffic.party.me
        questions, total = self.positions.questions(5) if self.positions else ((), 0)
        with self._asking:  # anew, and kept for the counters around this page
            lines = self._ask(self.traffic.heard(), now)
        return TodaySeen(
            me=me,
            now=now,
            due=lines,
            unread=tuple(unread(self.traffic)),
            unread_total=self.traffic.standing().unread,
            changes=self.recent.since(role),
            meeting=self.ahead.next_meeting(now) if self.ahead else None,
            questions=questions,
            questions_total=total,
            board=self.boards.held_board(me) if self.boards else None,
        )

    def looked(self, role: str, number: int) -> None:
        """Remember that a role has seen what changed up to a number."""
        self.memory.look(role, number, moment(self.traffic.party.station.clock()))
