"""Statements of positions: a question that the parties look at, and what each thinks of it.

Joint text has its own statements in `comity.agreement`. What a party thinks is a register: the last
one in its chain counts (R5). Internal notes are no statements: they never leave.
"""

from comity.records.kinds import Kind, choice, hashed, languages, optional

STANCES = ("support", "can-accept", "studying", "reserve", "oppose")
"""On a question; those on a wording of a joint text are `comity.agreement.statements.STANCES`."""

QUESTION = Kind("question/1", {"title": languages(300), "background": optional(languages(4000))})
QUESTION_CLOSED = Kind("question-closed/1", {"question": hashed})
POSITION = Kind(
    "position/1",
    {
        "question": hashed,
        "stance": choice(*STANCES),
        "words": optional(languages(4000)),
        "source": optional(hashed),
    },
)
"""A register; `source` names the record in which the party said so."""

KINDS = (QUESTION, QUESTION_CLOSED, POSITION)
