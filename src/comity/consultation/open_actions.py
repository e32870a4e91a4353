"""Open actions: an action that is not closed as an open item, with the reason that its state gives.

What is late stands on top of the next agenda, whatever its owner answered meanwhile; what was done
and came undone stands next. The outcome is that of the day for which items are asked.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from comity.agreement.followup import Outcome, State
from comity.consultation.open_items import USUAL, OpenItem, Reason, Why
from comity.consultation.proposals import Words
from comity.records.marking import Marking
from comity.records.party import Party

WHY = {
    State.ASSIGNED: Why.ASSIGNED,
    State.ACCEPTED: Why.UNDERTAKEN,
    State.OVERDUE: Why.OVERDUE,
    State.NEEDS_LAW: Why.NEEDS_LAW,
    State.UNDER_STUDY: Why.UNDER_STUDY,
    State.REPORTED: Why.REPORTED,
    State.CONTESTED: Why.CONTESTED,
    State.NOT_FOUND: Why.NOT_FOUND,
    State.ONE_ANALYST: Why.SECOND_ANALYST,
    State.OTHER_MEASURE: Why.OTHER_MEASURE,
    State.REGRESSED: Why.REGRESSED,
    State.DISPUTED: Why.SOURCE_DISPUTED,
}
"""Why an action is open, by its state; one that is closed is not."""

TO_DISCUSS = frozenset({Why.OVERDUE, Why.REGRESSED, Why.CONTESTED, Why.OTHER_MEASURE})
"""Why an action is for discussion; else it is for information."""


SHOWN_BY_LISTS = frozenset({Why.REGRESSED, Why.SOURCE_DISPUTED, Why.OTHER_MEASURE, Why.NOT_FOUND})
"""Reasons that an edition of a list gives; its day stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """An action that an adopted object assigned, and that is not closed.

    Attributes:
        decision, action: how it is named.
        what: by language.
        owner: whose action it is.
        since: moment of the adoption.
        outcome: how far it has come on the day for which items are asked.
        marking: of the object.
        path: where it is shown.
    """

    decision: str
    action: str
    what: Words
    owner: Party
    since: str
    outcome: Outcome
    marking: Marking
    path: str = ""

    def item(self, now: dt.datetime) -> OpenItem:
        """Return it as an open item."""
        del now  # the outcome is that of the day
        reasons = tuple(self._reasons())
        discussed = reasons[0].why in TO_DISCUSS
        return OpenItem(
            id=action_item(self.decision, self.action),
            title={tongue: words[:300] for tongue, words in self.what.items()},
            mode="discussion" if discussed else "information",
            minutes=USUAL["information"],
            reasons=reasons,
            path=self.path,
            marking=self.marking,
        )

    def _reasons(self) -> Iterator[Reason]:
        """Yield why it is open, with the day and the party that the words name."""
        why, now = WHY[self.outcome.state], self.outcome
        since, by = self.since, self.owner
        if now.late:
            yield Reason(why=Why.OVERDUE, number=now.late, since=now.due, by=by)
            why = Why.UNDERTAKEN if why is Why.OVERDUE else why
        if why in SHOWN_BY_LISTS:
            since = now.newest
        elif why is Why.UNDERTAKEN:
            since = now.due
        elif why is Why.SECOND_ANALYST and now.confirmed:
            by = now.confirmed[0]
        yield Reason(why=why, since=since, by=by)


def action_item(decision: str, action: str) -> str:
    """Return the id of the item about an action."""
    return f"action:{decision}/{action}"
