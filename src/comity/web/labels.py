"""Labels: what each code of the rules is called on a page, in English; catalogues have the rest.

A table's name is the context of its messages, so that one English word can be two in another
language. Every code that the rules know stands here; a test compares the two.
"""

from collections.abc import Mapping

from comity.web.consultlabels import CONSULTATION_TABLES
from comity.web.faultlabels import FAULT_TABLES
from comity.web.findinglabels import FINDING_TABLES
from comity.web.followuplabels import FOLLOWUP_TABLES
from comity.web.initiativelabels import INITIATIVE_TABLES
from comity.web.paperlabels import PAPER_TABLES
from comity.web.positionlabels import POSITION_TABLES
from comity.web.proposallabels import PROPOSAL_TABLES
from comity.web.sanctionlabels import SANCTION_TABLES
from comity.web.textlabels import TEXT_TABLES
from comity.web.todaylabels import TODAY_TABLES
from comity.web.trafficlabels import TRAFFIC_TABLES

ACTING = {
    "desk-officer": "Desk officer",
    "head-of-delegation": "Head of delegation",
    "secretariat": "Secretariat",
    "security-officer": "Security officer",
}
"""In which role a person acts, until there are accounts."""

LANGUAGES = {
    "uk": "Ukrainian",
    "ja": "Japanese",
    "en": "English",
    "ko": "Korean",
}

STATES = {
    "agreed": "Agreed",
    "adopted": "Adopted",
    "signed": "Signed",
    "confirmed": "Confirmed",
    "held": "Held",
    "close": "Close",
    "proposed": "Proposed",
    "running": "Silence is running",
    "broken": "Silence broken",
    "passed": "Deadline passed",
    "open": "Open",
    "bracketed": "Bracketed",
    "reserved": "Reserved",
    "disputed": "Disputed",
    "overdue": "Overdue",
    "draft": "Draft",
    "closed": "Closed",
    "cancelled": "Cancelled",
    "moved": "Moved",
    "withdrawn": "Withdrawn",
    "void": "Void",
}
"""How something stands, on a badge."""

CAPITALS = {
    "ua": "Kyiv",
    "jp": "Tokyo",
    "kr": "Seoul",
    "us": "Washington",
    "ca": "Ottawa",
    "au": "Canberra",
    "de": "Berlin",
    "fr": "Paris",
    "it": "Rome",
    "pl": "Warsaw",
    "lt": "Vilnius",
    "lv": "Riga",
    "ee": "Tallinn",
    "eu": "Brussels",
    "gb": "London",
}
"""Where a party sits, for the clocks; its zone is in `comity.web.capitals`."""

SYSTEMS = {
    "today": "Today",
    "consultations": "Consultations",
    "follow-up": "Follow-up",
    "traffic": "Traffic",
    "positions": "Positions",
    "initiatives": "Initiatives",
    "sanctions": "Sanctions",
    "node": "This node",
}
"""The systems, as the rail and the palette name them."""

DEEDS = {
    "write": "Write a message",
    "inbox": "Inbox",
    "outbox": "Outbox",
    "find-target": "Find a target among the gaps",
    "proposals": "Proposals, and what became of them",
    "call-meeting": "Call a meeting",
    "ask-item": "Ask for an item on the agenda",
    "raise-question": "Raise a question",
    "terms": "Propose terms of reference",
    "texts": "Joint texts",
    "open-text": "Open a joint text",
    "open-initiative": "Open an initiative",
    "needs-and-offers": "Needs and offers",
    "write-need": "Write a need",
    "write-offer": "Write an offer",
    "overdue-actions": "Overdue actions",
    "answer-actions": "Actions that await our answer",
    "theme": "Light or dark",
    "keys": "List of keys",
}
"""What the palette can do or open, beside the systems."""

TABLES: Mapping[str, Mapping[str, str]] = {
    **SANCTION_TABLES,
    **PROPOSAL_TABLES,
    **TRAFFIC_TABLES,
    **FAULT_TABLES,
    "acting": ACTING,
    "language": LANGUAGES,
    "state": STATES,
    "capital": CAPITALS,
    "system": SYSTEMS,
    "deed": DEEDS,
    **TODAY_TABLES,
    **TEXT_TABLES,
    **PAPER_TABLES,
    **POSITION_TABLES,
    **CONSULTATION_TABLES,
    **INITIATIVE_TABLES,
    **FOLLOWUP_TABLES,
    **FINDING_TABLES,
}
"""Every table by the context of its messages."""
