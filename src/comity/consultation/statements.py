"""Statements of a consultation: what one party writes by itself about a meeting or an item.

What is common (a date, an agenda, minutes) is adopted, as `comity.agreement` says; its form is in
`comity.agreement.effects`. A register belongs to one party, and its last one counts (R5).
"""

from comity.agreement.effects import MODES
from comity.records.kinds import Kind, choice, fields, hashed, languages, listing, optional, whole

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

KINDS = (DELEGATION, ITEM, ITEM_WITHDRAWN)
