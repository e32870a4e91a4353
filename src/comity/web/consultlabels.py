"""Labels of meetings, agendas and delegations; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

LEVELS = {
    "heads": "Summit",
    "ministers": "Ministers",
    "deputy-ministers": "Deputy ministers",
    "directors-general": "Directors-general",
    "working-group": "Working group",
}
"""At which level a consultation is held."""

MODES = {
    "information": "for information",
    "discussion": "for discussion",
    "decision": "for decision",
}
"""What an item stands on an agenda for."""

PAPERS = {
    "text": "Text",
    "statement": "Joint statement",
    "decision": "Decision",
    "agenda": "Agenda",
    "minutes": "Minutes",
    "meeting": "Meeting",
    "terms": "Terms of reference",
    "membership": "Membership",
    "summary": "Chair's summary",
}
"""What sort of thing is adopted."""

DELEGATES = {
    "head": "Head of delegation",
    "member": "Member",
    "adviser": "Adviser",
    "interpreter": "Interpreter",
    "note-taker": "Note-taker",
}
"""What somebody is in a delegation."""

RHYTHMS = {
    "": "One meeting, no rule",
    "FREQ=MONTHLY": "Every month, on the same day",
    "FREQ=MONTHLY;BYDAY=1TU": "Every month, on the first Tuesday",
    "FREQ=MONTHLY;BYDAY=2TU": "Every month, on the second Tuesday",
    "FREQ=MONTHLY;BYDAY=3TH": "Every month, on the third Thursday",
    "FREQ=MONTHLY;INTERVAL=2": "Every two months, on the same day",
    "FREQ=MONTHLY;INTERVAL=3": "Every three months, on the same day",
    "FREQ=MONTHLY;INTERVAL=6": "Every six months, on the same day",
    "FREQ=WEEKLY;INTERVAL=2": "Every two weeks",
    "FREQ=WEEKLY": "Every week",
    "FREQ=YEARLY": "Every year, on the same day",
}
"""Rules by which meetings repeat, that a person can choose."""

CONVENED = {
    "proposed": "Signed and on its way. It holds once all parties have signed.",
    "signed": "Signed. Once all parties have signed it is adopted.",
    "withdrawn": "Our signature is withdrawn. Another text can be signed once the others have "
    "acknowledged that.",
    "named": "Our delegation is named; the others see it.",
    "asked": "The item is asked for; it stands among the open items of all parties.",
    "asked-no-more": "The item is withdrawn.",
}
"""What a person has just done about a consultation."""

CONSULTATION_TABLES: Mapping[str, Mapping[str, str]] = {
    "level": LEVELS,
    "mode": MODES,
    "paper": PAPERS,
    "delegate": DELEGATES,
    "rhythm": RHYTHMS,
    "convened": CONVENED,
}
"""Every table by the context of its messages."""
