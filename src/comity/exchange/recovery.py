"""Recovery: what a restored node waits for before it says anything again.

A node that is behind what it once said would speak twice. So it writes in a circle only after
every other member has told how far it has this node's chain, and after all of that is here; and it
may have lost whole circles, of which only the others can tell.
"""

import json

from comity.exchange.roster import Roster
from comity.journal.book import Journal
from comity.journal.entries import RESTORED
from comity.journal.writer import Writer
from comity.records.party import Party
from comity.records.precedence import Precedence

RELEASED = "released"
"""Key of the circles in which a restored node may write again, while it may not in others."""


class Recovery:
    """What one node waits for.

    Attributes:
        me: whose node.
        journal: the durable book.
        roster: whose keys count; replaced as a whole, after each commit that changes it.
        behind: circles in which this node may not write yet, with the members still to answer.
        unheard: after a restore, the parties that may still tell of circles that this node lost;
            None for a node that was not restored.
    """

    def __init__(self, journal: Journal, roster: Roster) -> None:
        self.me = roster.me
        self.journal = journal
        self.roster = roster
        self.behind: dict[str, set[Party]] = {}
        self.unheard: set[Party] | None = None

    def resume(self) -> None:
        """Hold what a restored node must not write in yet; call it once, at the start."""
        if self.journal.meta(RESTORED):
            self.unheard = set(self.roster.peers())
            released = json.loads(self.journal.meta(RELEASED) or "[]")
            for circle in self.roster.circles.keys() - set(released):
                self.hold(circle)

    def hold(self, circle: str) -> None:
        """Stop writing in a circle until every member has answered: this node is behind."""
        others = set(self.roster.circle(circle).others(self.me))
        self.behind.setdefault(circle, others)

    def forgo(self, circle: str) -> None:
        """Write again in a circle without those who have not answered."""
        if self.unheard:
            self.unheard -= self.behind.get(circle, set())
        self._release(circle)

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
        if self.unheard is not None:
            self.unheard.discard(party)
            self._settle()

    def _release(self, circle: str) -> None:
        """Write again in a circle, also after the next start."""
        self.behind.pop(circle, None)

        def job(writer: Writer) -> None:
            released = {*json.loads(writer.meta(RELEASED) or "[]"), circle}
            writer.set_meta(RELEASED, json.dumps(sorted(released)))

        self.journal.write(job, Precedence.IMMEDIATE)
        self._settle()

    def _settle(self) -> None:
        """Be like any other node again, once nothing is missing and nobody is unheard."""
        if self.behind or self.unheard:
            return
        self.unheard = None

        def job(writer: Writer) -> None:
            writer.set_meta(RELEASED, None)
            writer.set_meta(RESTORED, None)

        self.journal.write(job, Precedence.IMMEDIATE)
