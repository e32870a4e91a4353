"""Labels of proposals and of what became of them; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

PROPOSAL_STATES = {
    "open": "not decided",
    "tabled": "a decision is proposed",
    "assigned": "decided, not accepted yet",
    "accepted": "accepted",
    "overdue": "overdue",
    "needs-law": "needs a law first",
    "under-study": "under study",
    "declined": "declined",
    "reported": "reported done",
    "contested": "the report is contested",
    "not-found": "reported done, not found on the list",
    "one-analyst": "awaits a second analyst",
    "other-measure": "listed under another measure",
    "verified": "listed, verified",
    "regressed": "listed and gone again",
    "disputed": "the source is disputed",
    "withdrawn": "withdrawn by its author",
}
"""What became of a proposed target: codes of `comity.sanctions.proposals.STATES`."""

PROPOSAL_GROUPS = {
    "followed": "listed, verified",
    "under-way": "decided, under way",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "open": "not decided",
}
"""The same as roughly as a chart shows it."""

PROPOSAL_DONE = {
    "proposed": "Proposed. It stands on the next agenda by itself until all its targets are "
    "decided.",
    "withdrawn": "Withdrawn. It leaves the agenda; the records of it stay.",
    "held": "It waits for a second role. Nothing has left this node yet.",
}
"""What a person has just done about a proposal."""

ENTRIES_HERE = {
    "same": "the same in our lists",
    "changed": "says something else in our lists",
    "absent": "no longer in this list",
    "older": "our edition of this list is older",
    "unread": "this list is not read here",
}
"""How an entry of a pack stands in the reader's own lists."""

GONE_TARGETS = {
    "listed": "the party lists it already",
    "not-a-gap": "it is no gap any more",
    "absent": "it is in no list here any more",
}
"""Why a target that was chosen cannot be proposed."""

HAPPENINGS = {
    "listed": "listed",
    "proposed": "proposed",
    "withdrawn": "proposal withdrawn",
    "decided": "decision adopted",
    "due": "due by then",
}
"""What stands on the timeline of a target."""

DATE_KNOWN = {
    "stated": "as the list states",
    "between": "between two editions",
    "at-latest": "at the latest: only an edition of that day shows it",
    "record": "by its author's clock",
}
"""How the day of something on the timeline is known."""

PROPOSAL_TABLES: Mapping[str, Mapping[str, str]] = {
    "proposal-state": PROPOSAL_STATES,
    "proposal-group": PROPOSAL_GROUPS,
    "proposal-done": PROPOSAL_DONE,
    "entry-here": ENTRIES_HERE,
    "gone-target": GONE_TARGETS,
    "happening": HAPPENINGS,
    "date-known": DATE_KNOWN,
}
"""Every table by the context of its messages."""
