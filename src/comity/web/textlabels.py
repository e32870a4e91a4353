"""Labels of joint texts; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

TEXT_TYPES = {
    "text": "Joint text",
    "statement": "Joint statement of ministers",
}
"""What sort of joint text it is."""

CLAUSE_STANCES = {
    "S": "Supports",
    "A": "Can accept",
    "Q": "Ad referendum",
    "R": "Reserves",
    "O": "Objects",
    "none": "No stance",
}
"""What a party thinks of a wording."""

CLAUSE_STATES = {
    "agreed": "Agreed",
    "ad-referendum": "Agreed ad referendum",
    "either": "Either acceptable",
    "package": "Pending package",
    "awaiting": "Awaiting",
    "bracketed": "Brackets",
    "reserved": "Reserved",
    "opposed": "Objection",
    "dropped": "Dropped",
}
"""How a clause of a joint text stands."""

TEXT_VIEWS = {
    "bracketed": "With brackets",
    "clean": "Clean",
    "mine": "Mine against theirs",
}
"""How a joint text is looked at."""

TEXT_DONE = {
    "begun": "The draft is signed and tabled. The others receive it now.",
    "stance": "Our stance is signed and on its way.",
    "propose": "The wording is tabled. It stands beside the others.",
    "move": "The order of the clauses is changed.",
    "revision": "The text to sign is made. Compare the words read aloud, then sign.",
    "sign": "Signed. The seal fills for the others once they receive it.",
    "withdraw": "The withdrawal is signed and on its way. It counts once it is received.",
    "annex": "It is annexed.",
    "align": "Our alignment is signed and on its way.",
    "retain": "The decision to keep the open clauses is proposed. All sign it.",
    "widen": "The text goes on here. State the own stances again.",
    "offer": "The adopted text is offered here. The others receive it now.",
    "close": "The text that closes this one is given. All sign it.",
    "again": "Our old stances are stated again.",
    "released": "Released, signed and on its way.",
}
"""What a person has just done with a joint text."""

VOIDS = {
    "conditional": "A conditional signature would be void.",
    "unknown-revision": "This node does not know the text that is to be signed.",
    "already-adopted": "Another version of this text is adopted; a signature would be void.",
    "locked": "Our signature stands on another version, or its withdrawal is not acknowledged yet.",
}
"""Why a signature by hand would be void."""

ANNEXES = {
    "reservation": "Reservation",
    "interpretation": "Interpretative statement",
    "explanation": "Explanation of position",
}
"""What is annexed to a signature."""

TEXT_TABLES: Mapping[str, Mapping[str, str]] = {
    "text-type": TEXT_TYPES,
    "clause-stance": CLAUSE_STANCES,
    "clause-state": CLAUSE_STATES,
    "text-view": TEXT_VIEWS,
    "text-done": TEXT_DONE,
    "void": VOIDS,
    "annex": ANNEXES,
}
"""Every table by the context of its messages."""
