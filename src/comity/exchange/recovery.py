"""Recovery: what a restored node waits for before it says anything again.

A node that is behind what it once said would speak twice. So it writes in a circle only after
every other member has told how far it has this node's chain, and after all of that is here; and it
may have lost whole circles, of which only the others can tell. Where a member shows something that
overtook the chain, and nobody has what stands before it, the node gives it up by an epoch before it
says anything else; why, says `comity.exchange.lost`.

A disk that was set back without a word bears no mark. So a node that starts says nothing before it
has heard everybody whom it can reach, though not for long: one that is cut off still writes.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Timer
from typing import TypeVar

from comity.exchange.roster import Roster
from comity.journal.book import Journal
from comity.journal.entries import RELEASED, RESTORED
from comity.journal.writer import Writer
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.seal.checkpoint import Checkpoint

EPOCHS = "epochs"
"""Key of the last epoch of each circle: its number, and the roots of what was given up by it."""


LISTEN = 2.0
"""Seconds that a node listens at most, after its start, before it says anything."""

T = TypeVar("T")


class Recovery(ABC):
    """What one node waits for.

    Attributes:
        me: whose node.
        journal: the durable book.
        roster: whose keys count; replaced as a whole, after each commit that changes it.
        behind: circles in which this node may not write yet, with the members still to answer.
        unheard: after a restore, the parties that may still tell of circles that this node lost;
            None for a node that was not restored.
        shown: of each circle, the size and root of a checkpoint of the own chain that a member
            shows, for it has a record of it that overtook the rest.
        epochs: of each circle, the number of the record that opened the last epoch, and the roots
            of what was shown before.
        listening: done once this node may say what it was asked to say since it started; None
            when it may at once.
    """

    def __init__(self, journal: Journal, roster: Roster) -> None:
        self.me = roster.me
        self.journal = journal
        self.roster = roster
        self.behind: dict[str, set[Party]] = {}
        self.unheard: set[Party] | None = None
        self.shown: dict[str, dict[Party, tuple[int, str]]] = {}
        self.epochs: dict[str, tuple[int, list[str]]] = {}
        self.listening: Future[None] | None = None
        self._ears: set[Party] = set()

    def resume(self) -> None:
        """Hold what a restored node must not write in yet; call it once, at the start."""
        kept = json.loads(self.journal.meta(EPOCHS) or "{}")
        self.epochs = {circle: (seq, roots) for circle, (seq, roots) in kept.items()}
        if self.journal.meta(RESTORED):
            self.unheard = set(self.roster.peers())
            released = json.loads(self.journal.meta(RELEASED) or "[]")
            for circle in self.roster.circles.keys() - set(released):
                self.hold(circle)

    def listen(self, parties: Iterable[Party], most: float = LISTEN) -> None:
        """Say nothing before these have answered or cannot be reached; call it once, at the start.

        Args:
            parties: whom this node will ask.
            most: seconds after which it speaks all the same.
        """
        self._ears = set(parties)
        if self._ears:
            self.listening = Future()
            timer = Timer(most, self._listened)
            timer.daemon = True
            timer.start()

    def reached(self, party: Party) -> None:
        """Wait no more, after the start, for somebody who has answered or cannot be reached."""
        self._ears.discard(party)
        if not self._ears:
            self._listened()

    def once_heard(self, say: Callable[[], Future[T]]) -> Future[T]:
        """Say something now, or as soon as this node has listened long enough after its start."""
        listening = self.listening
        if listening is None:
            return say()
        done: Future[T] = Future()

        def answer(said: Future[T]) -> None:
            error = said.exception()
            if error is None:
                done.set_result(said.result())
            else:
                done.set_exception(error)

        def begin(_: Future[None]) -> None:
            try:
                say().add_done_callback(answer)
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
                done.set_exception(error)

        listening.add_done_callback(begin)
        return done

    def _listened(self) -> None:
        listening, self.listening = self.listening, None
        if listening is not None:
            with suppress(InvalidStateError):  # the last answer came just as time was up
                listening.set_result(None)

    def set_back(self, at: str) -> None:
        """Be a restored node from now on: what came shows that this one forgot what it said.

        Args:
            at: what this node's clock says.
        """
        if self.unheard is not None:
            return
        self.unheard = set(self.roster.peers())
        for circle in self.roster.circles:
            self.hold(circle)

        def job(writer: Writer) -> None:
            writer.set_meta(RESTORED, at)
            writer.set_meta(RELEASED, None)

        self.journal.write(job, Precedence.FLASH)

    def hold(self, circle: str) -> None:
        """Stop writing in a circle until every member has answered: this node is behind."""
        others = set(self.roster.circle(circle).others(self.me))
        self.behind.setdefault(circle, others)

    def forgo(self, writer: Writer, circle: str, epoch: int) -> None:
        """Let an epoch, in its commit, give up what members show; `forgone` follows the commit.

        Args:
            writer: of the commit.
            circle: id of the circle.
            epoch: number of the record.
        """
        kept = json.loads(writer.meta(EPOCHS) or "{}")
        _, before = kept.get(circle, (0, []))
        roots = sorted({*before, *(root for _, root in self.shown.get(circle, {}).values())})
        writer.set_meta(EPOCHS, json.dumps({**kept, circle: (epoch, roots)}))
        _add_released(writer, circle)

    def forgone(self, circle: str) -> None:
        """Write again in a circle without those who have not answered: an epoch is durable."""
        kept = json.loads(self.journal.meta(EPOCHS) or "{}")
        epoch, roots = kept[circle]
        self.epochs = {**self.epochs, circle: (epoch, roots)}
        self.shown.pop(circle, None)
        if self.unheard:
            self.unheard -= self.behind.get(circle, set())
        self.behind.pop(circle, None)
        self._settle()

    def shows(self, circle: str, party: Party, point: Checkpoint | None, held: int) -> bool:
        """Hear what a member shows of the own chain beyond what it has of it in order.

        Args:
            circle: id of the circle.
            party: who shows it.
            point: a checkpoint that this node signed, None where nothing is shown.
            held: how many records of the own chain that member has in order.

        Returns:
            Whether it shows that this node forgot what it said.
        """
        epoch, given_up = self.epochs.get(circle, (0, []))
        if point is None or held < epoch or point.root.hex() in given_up:
            self.shown.get(circle, {}).pop(party, None)
            return False  # what came ahead of the chain before the epoch counts no more
        if self.journal.head(circle, self.me).size >= point.size:
            return False
        self.shown.setdefault(circle, {})[party] = (point.size, point.root.hex())
        self.hold(circle)
        return True

    def answered(self, circle: str, party: Party, size: int) -> None:
        """Hear how far a member has the own chain; write again once all have told and all is here.

        Args:
            circle: id of the circle.
            party: who answered.
            size: of this node's own chain, as that member has it.
        """
        waiting = self.behind.get(circle)
        if waiting is None or self.journal.head(circle, self.me).size < size:
            return
        waiting.discard(party)
        if not waiting:
            self._release(circle)

    def heard(self, party: Party) -> None:
        """Hear that a party has told of all circles that both belong to."""
        self.reached(party)
        if self.unheard is not None:
            self.unheard.discard(party)
            self._settle()

    def _release(self, circle: str) -> None:
        """Write again in a circle, also after the next start."""
        here = self.journal.head(circle, self.me).size
        if any(size > here for size, _ in self.shown.get(circle, {}).values()):
            self.give_up(circle)
            return
        self.behind.pop(circle, None)

        def job(writer: Writer) -> None:
            _add_released(writer, circle)

        self.journal.write(job, Precedence.IMMEDIATE)
        self._settle()

    @abstractmethod
    def give_up(self, circle: str) -> None:
        """Open an epoch where everybody has answered and something is lost all the same."""

    def _settle(self) -> None:
        """Be like any other node again, once nothing is missing and nobody is unheard."""
        if self.behind or self.unheard:
            return
        self.unheard = None

        def job(writer: Writer) -> None:
            writer.set_meta(RELEASED, None)
            writer.set_meta(RESTORED, None)

        self.journal.write(job, Precedence.IMMEDIATE)


def _add_released(writer: Writer, circle: str) -> None:
    """Remember that a restored node may write in a circle again, also after the next start."""
    released = {*json.loads(writer.meta(RELEASED) or "[]"), circle}
    writer.set_meta(RELEASED, json.dumps(sorted(released)))
