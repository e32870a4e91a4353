"""Labels of positions and of Word files; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

POSITION_DONE = {
    "asked": "The question is asked. The others receive it now.",
    "stated": "Our position is signed and on its way.",
    "closed": "The question is closed.",
    "kept": "Kept here. Nothing of it leaves this node.",
    "held": "Held until another role releases it. Nothing has left this node.",
}
"""What a person has just done with a question."""

CHANGES = {
    "new": "New since then",
    "changed": "Changed since then",
}
"""What a position has become since the last meeting, or since a day."""

WORD_PLACES = {
    "body": "Text",
    "table": "Table",
    "text-box": "Text box",
    "header": "Header",
    "footer": "Footer",
    "footnote": "Footnote",
    "endnote": "Endnote",
    "comment": "Comment",
    "reading": "Reading aid",
    "unknown": "Elsewhere in the file",
}
"""Where in a Word file words stand."""

REVISIONS = {
    "inserted": "inserted",
    "deleted": "deleted",
    "moved-here": "moved here",
    "moved-away": "moved away",
    "undone": "inserted, then deleted",
    "formatted": "formatting only",
}
"""What a revision of a Word file did."""

PROPOSALS = {
    "tracked": "Recorded change",
    "together": "All recorded changes together",
    "untracked": "Changed without being recorded",
    "whole": "A wording of its own",
    "new": "Matches no clause: a new one?",
}
"""Where a proposal out of a Word file comes from."""

POSITION_STANCES = {
    "support": "Supports",
    "can-accept": "Can accept",
    "studying": "Studying",
    "reserve": "Reserves",
    "oppose": "Opposes",
    "none": "No position",
}
"""What a party says of a question."""

POSITION_TABLES: Mapping[str, Mapping[str, str]] = {
    "stance": POSITION_STANCES,
    "position-done": POSITION_DONE,
    "position-change": CHANGES,
    "word-place": WORD_PLACES,
    "revision": REVISIONS,
    "proposal": PROPOSALS,
}
"""Every table by the context of its messages."""
