"""Follow-up letters: what somebody says of an action, once it may be said, and why it may not.

Only the owner of an action undertakes it, answers and reports. Another party says of a report
whether it is done, as long as no list proves that. A letter is marked as the object that assigns
the action: nobody chooses a marking here, and none is lowered.
"""

from collections.abc import Mapping

from comity.agreement.followup import State
from comity.consultation.actions import Name
from comity.consultation.statements import ACCEPT, ANSWER, CHECKED, DONE, PROGRESS
from comity.errors import RefusedError
from comity.exchange.drafts import Letter
from comity.node.undertakings import Undertaken
from comity.records.party import Party
from comity.web.followupdesk import Undertaken as Undertaking
from comity.web.stale import need_fresh
from comity.web.textdesk import By
from comity.web.words import in_words

Words = Mapping[str, str]
Body = dict[str, object]

SAID_OF_ACTIONS = frozenset({ACCEPT.name, ANSWER.name, PROGRESS.name, DONE.name, CHECKED.name})

CHECKABLE = frozenset({State.REPORTED, State.CONTESTED, State.VERIFIED})


class UnknownActionError(RefusedError):
    """An action is named that no adopted object assigns."""

    code = "unknown-action"
    template = (
        "no adopted paper here assigns the action {action} of {decision}; it may not be adopted by "
        "all yet, or not have arrived"
    )


class NotOwnerError(RefusedError):
    """Somebody undertakes, answers or reports another party's action."""

    code = "action-of-other"
    template = (
        "this action is {owner}'s: {owner} alone undertakes it, answers and reports, and what "
        "others say for it would be ignored by everybody; write {owner} a message instead"
    )


class DuePastError(RefusedError):
    """An action is undertaken until a day that has passed."""

    code = "due-past"
    template = "{due} has passed; give a day from {today} on"


class ActionVerifiedError(RefusedError):
    """Somebody says something of an action that is verified."""

    code = "action-verified"
    template = (
        "this action is verified, and nothing more is to be said of it; if it was undone, let the "
        "other party say that it is not done"
    )


class OwnReportError(RefusedError):
    """The owner of an action confirms its own report."""

    code = "check-own-report"
    template = (
        "{owner} reported this done, and its own word does not prove it; another party says "
        "whether it is done"
    )


class ListProvesError(RefusedError):
    """Somebody confirms what a list proves."""

    code = "check-listed"
    template = (
        "the list {list} proves this action; look at what its editions show, and say of the entry "
        "whether it is the target"
    )


class NoReportError(RefusedError):
    """Somebody confirms what nobody reported."""

    code = "no-report-stands"
    template = "{owner} has not reported this done, or took that back; there is nothing to confirm"


def need_own(found: Undertaken, me: Party) -> None:
    """Check that a party may say something of an action as its owner.

    Raises:
        NotOwnerError: it is another party's.
        ActionVerifiedError: it is verified.
    """
    if found.assignment.owner != me:
        raise NotOwnerError(owner=found.assignment.owner.upper())
    if found.outcome.state is State.VERIFIED:
        raise ActionVerifiedError


def need_report(found: Undertaken, me: Party) -> None:
    """Check that a party may say of an action whether it is done.

    Raises:
        OwnReportError: it is this party's own.
        ListProvesError: a list proves it.
        NoReportError: its owner has not reported it done.
    """
    owner = found.assignment.owner
    if owner == me:
        raise OwnReportError(owner=owner.upper())
    if found.assignment.listed:
        raise ListProvesError(list=found.assignment.list)
    if found.outcome.state not in CHECKABLE or not found.outcome.done:
        raise NoReportError(owner=owner.upper())


def token_of(by: By, circle: str) -> str:
    """Return the token of what is said in one of several circles, "" without one."""
    return f"{by.token}{circle}" if by.token else ""


def need_unchanged(found: Undertaken, by: By, *, alone: bool) -> None:
    """Check that an action stands as the page showed it.

    Args:
        found: the action as it stands.
        by: with the state that the page of one action was made from.
        alone: whether it was chosen on its own page; of several none had an answer.

    Raises:
        StalePageError: somebody said something of it since.
    """
    title, last = title_of(found), last_of(found)
    if alone and by.seen:
        need_fresh(by.seen, found.state, what=title, who=last)
    else:
        need_fresh(State.ASSIGNED.value, found.outcome.state.value, what=title, who=last)


def accepted(found: Undertaken, what: Undertaking) -> Body:
    """Return what an acceptance of an action says beside its name and words."""
    measured = what.measure and found.assignment.listed
    return {"due": what.due, **({"measure": what.measure} if measured else {})}


def letter(kind: str, found: Undertaken, body: Body, words: Words) -> Letter:
    """Return what says something of an action, marked as the object that assigns it."""
    decision, action = found.assignment.name
    named: Body = {"decision": decision, "action": action, **body}
    return Letter(
        kind=kind,
        circle=found.assignment.circle,
        body=named | ({"words": dict(words)} if words else {}),
        marking=found.assignment.marking,
    )


def about_action(one: Letter, name: Name | None) -> bool:
    """Say whether a letter, or one of several said as one, is about an action, or about any."""
    said = one.body.get("letters", ())
    bodies = [(one.kind, one.body), *((each["kind"], each["body"]) for each in said)]
    return any(
        kind in SAID_OF_ACTIONS
        and (name is None or (body.get("decision"), body.get("action")) == name)
        for kind, body in bodies
    )


def title_of(found: Undertaken) -> str:
    """Return what an action is called in an error, quoted."""
    return f"“{in_words(found.assignment.what, 'en')[0][:80]}”"


def last_of(found: Undertaken) -> str:
    """Return who said the last thing of an action."""
    last = max(found.said, key=lambda one: one.number, default=None)
    return (last.party if last is not None else found.assignment.owner).upper()
