"""Labels of actions and what became of them; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

ACTION_STATES = {
    "assigned": "Assigned",
    "accepted": "Accepted",
    "overdue": "Overdue",
    "needs law": "Needs a law",
    "under study": "Under study",
    "declined": "Declined",
    "reported done": "Reported done",
    "contested": "Said not to be done",
    "reported done, not found": "Reported done, not found",
    "awaits a second analyst": "Awaits a second analyst",
    "under another measure": "Under another measure",
    "verified": "Verified",
    "regressed": "Regressed",
    "source disputed": "Source disputed",
}
"""How far an action has come."""

ACTION_SAID = {
    "accept": "undertakes it",
    "progress": "reports progress",
    "done": "reports it done",
    "needs-law": "answers: it needs a law",
    "under-study": "answers: under study",
    "no": "declines it",
    "confirmed": "confirms that it is done",
    "disputed": "says that it is not done",
}
"""What a party says of an action."""

ANSWERS = {
    "needs-law": "It needs a law",
    "under-study": "It is under study",
    "no": "No: we decline it",
}
"""What an owner can answer instead of undertaking an action."""

VERDICTS = {
    "confirmed": "It is done",
    "disputed": "It is not done",
}
"""What another party can say of a report."""

IGNORED = {
    "not-owner": "ignored: %(owner)s owns this action",
    "own-report": "ignored: nobody confirms their own report",
    "listed": "ignored: the list proves this action",
    "no-report": "ignored: it names no report of the owner",
    "void": "void: its author spoke twice, or its card was revoked",
}
"""Why something that was said of an action counts for nothing."""

AGES = {
    "": "any age",
    "30": "older than 30 days",
    "90": "older than 90 days",
    "180": "older than 180 days",
}
"""How long ago an action was adopted, as the board is filtered by it."""

WHICH = {
    "": "every state",
    "open": "open",
    "late": "overdue",
    "ours-to-answer": "awaiting our answer",
    "to-confirm": "awaiting confirmation",
}
"""Groups of states by which the board is filtered, beside the states themselves."""

FOLLOWUP_DONE = {
    "accepted": "Undertaken. The others receive it now.",
    "answered": "Our answer is signed and on its way.",
    "progress": "Our report of progress is on its way.",
    "done": "Reported done. The others receive it now.",
    "checked": "What we say of the report is signed and on its way.",
    "matched": "What we say of the entry is signed and on its way.",
    "held": "Held until another role releases it. Nothing has left this node.",
}
"""What a person has just done with an action."""

FOLLOWUP_TABLES: Mapping[str, Mapping[str, str]] = {
    "action-state": ACTION_STATES,
    "action-said": ACTION_SAID,
    "action-answer": ANSWERS,
    "action-verdict": VERDICTS,
    "action-ignored": IGNORED,
    "action-age": AGES,
    "action-which": WHICH,
    "action-done": FOLLOWUP_DONE,
}
"""Every table by the context of its messages."""
