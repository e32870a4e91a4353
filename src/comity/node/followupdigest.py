"""Follow-up digest: what "Today" says of an action: whose move it is, and how soon."""

import datetime as dt
from collections.abc import Iterator

from comity.agreement.followup import State
from comity.consultation.statements import CHECKED
from comity.node.undertakings import Undertaken
from comity.records.party import Party
from comity.web.digest import Due, Urgency, urgency
from comity.web.followupdesk import action_path
from comity.web.words import time_of

STUDIED = dt.timedelta(days=30)
"""An answer "under study" or "needs law" that is this old is asked for again."""

NEAR = dt.timedelta(days=7)
"""So long before its day an action is called to mind."""

OURS = {
    State.ASSIGNED: "accept-action",
    State.CONTESTED: "action-contested",
    State.NOT_FOUND: "action-not-found",
    State.REGRESSED: "action-regressed",
    State.OTHER_MEASURE: "action-measure",
}
"""What an owner is asked to do, by the state of its action."""


def lines_of(one: Undertaken, me: Party, now: dt.datetime) -> Iterator[Due]:
    """Yield what is to be done about an action: one line at most."""
    state = one.outcome.state
    if state is State.DISPUTED:
        yield _line(one, "source-disputed", None, Urgency.OPEN)
    elif state is State.ONE_ANALYST:
        if me not in one.outcome.confirmed:
            yield _line(one, "second-analyst", me, Urgency.SOON)
    elif one.assignment.owner == me:
        yield from _ours(one, me, now)
    else:
        yield from _theirs(one, me)


def _ours(one: Undertaken, me: Party, now: dt.datetime) -> Iterator[Due]:
    """Yield what the owner is asked to do."""
    state, ends = one.outcome.state, _end(one)
    if one.outcome.late:
        yield _line(one, "action-overdue", me, Urgency.OVERDUE, ends)
    elif state is State.ACCEPTED and dt.datetime.fromisoformat(ends) - now < NEAR:
        yield _line(one, "action-due", me, urgency(ends, now), ends)
    elif state in OURS:
        yield _line(one, OURS[state], me, Urgency.SOON)
    elif state in {State.NEEDS_LAW, State.UNDER_STUDY}:
        said = time_of(one.last.at) if one.last is not None else None
        if said is not None and now - said > STUDIED:
            yield _line(one, "action-studied", me, Urgency.OPEN)


def _theirs(one: Undertaken, me: Party) -> Iterator[Due]:
    """Yield what others wait for, and what another party can confirm."""
    state, owner = one.outcome.state, one.assignment.owner
    if one.outcome.late:
        yield _line(one, "awaits-action", owner, Urgency.OVERDUE, _end(one))
    elif state is State.ASSIGNED:
        yield _line(one, "awaits-acceptance", owner, Urgency.OPEN)
    elif state is State.REPORTED and not one.assignment.listed and not _checked(one, me):
        yield _line(one, "check-action", me, Urgency.SOON)


def _end(one: Undertaken) -> str:
    """Return the last moment of the day until which an action was undertaken, "" without one."""
    return f"{one.outcome.due}T23:59:59.000Z" if one.outcome.due else ""


def _checked(one: Undertaken, me: Party) -> bool:
    """Say whether a party has said of the report that stands whether it is done."""
    done = one.outcome.done
    return any(
        said.kind == CHECKED.name and said.party == me and said.done == done for said in one.said
    )


def _line(one: Undertaken, sort: str, of: Party | None, how: Urgency, at: str = "") -> Due:
    return Due(
        system="follow-up",
        sort=sort,
        title=tuple(one.assignment.what.items()),
        of=of,
        path=action_path(*one.assignment.name),
        urgency=how,
        at=at,
        marking=one.assignment.marking,
    )
