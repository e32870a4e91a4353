"""Statements of a consultation: what one party writes by itself about a meeting or an item.

What is common (a date, an agenda, minutes) is adopted, as `comity.agreement` says; its form is in
`comity.agreement.effects`. A register belongs to one party, and its last one counts (R5).
"""

from comity.agreement.effects import MODES
from comity.records.kinds import (
    Kind,
    choice,
    day,
    fields,
    hashed,
    languages,
    listing,
    optional,
    text,
    whole,
)

ROLES_OF_DELEGATES = ("head", "member", "adviser", "interpreter", "note-taker")

DELEGATE = fields(
    {
        "name": languages(300),
        "office": optional(languages(300)),
        "role": choice(*ROLES_OF_DELEGATES),
    }
)

DELEGATION = Kind("delegation/1", {"meeting": hashed, "members": listing(DELEGATE, 100)})
"""A register: who comes to a meeting, in order of rank."""

ITEM = Kind(
    "item/1",
    {
        "meeting": optional(hashed),
        "title": languages(300),
        "mode": choice(*MODES),
        "minutes": optional(whole(1, 24 * 60)),
        "why": optional(languages(1000)),
        "about": optional(hashed),
    },
)
"""A party asks for an item; `about` names the record that it is about."""

ITEM_WITHDRAWN = Kind("item-withdrawn/1", {"item": hashed})

ABOUT_ACTION = {"decision": hashed, "action": text(40)}
"""Names an action: the object that assigned it, and its name there."""

ANSWERS = ("needs-law", "under-study", "no")
"""What the owner of an action answers when it does not accept it, now or at all."""

VERDICTS = ("confirmed", "disputed")

ACCEPT = Kind(
    "accept/1",
    {
        **ABOUT_ACTION,
        "due": day,
        "measure": optional(text(40)),
        "words": optional(languages(2000)),
    },
)
"""The owner undertakes an action until a day; of a listing, under which measure."""

ANSWER = Kind("answer/1", {**ABOUT_ACTION, "answer": choice(*ANSWERS), "words": languages(2000)})
PROGRESS = Kind("progress/1", {**ABOUT_ACTION, "words": languages(4000)})
DONE = Kind("done/1", {**ABOUT_ACTION, "words": optional(languages(4000))})
CHECKED = Kind(
    "checked/1",
    {
        **ABOUT_ACTION,
        "done": hashed,
        "verdict": choice(*VERDICTS),
        "words": optional(languages(2000)),
    },
)
"""Another party says of a report that an action is done whether it is; for actions that no list
proves."""

KINDS = (DELEGATION, ITEM, ITEM_WITHDRAWN, ACCEPT, ANSWER, PROGRESS, DONE, CHECKED)
