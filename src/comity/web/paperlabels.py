"""Labels of papers, notes and briefs; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

PAPER_DONE = {
    "sign": "Signed. The seal fills for the others once they receive it.",
    "withdraw": "The withdrawal is signed and on its way. It counts once it is received.",
    "silence": "The silence procedure has started. The others receive it now.",
    "break": "Silence is broken, and the reason is on its way.",
    "annex": "It is annexed.",
    "revise": "The new text is on its way. Nobody has signed it yet.",
    "proposed": "The papers are proposed. The others receive them now.",
    "held": "Held until another role releases it. Nothing has left this node.",
    "written": "Kept here. Nothing of it leaves this node.",
    "called": "Asked. It stands on Today of whoever acts in that role.",
}
"""What a person has just done with a paper, notes or a brief."""

MINUTES = {
    "title": "Minutes: %(title)s",
    "untitled": "Minutes",
    "summary": "Chair's summary: %(title)s",
    "decision": "Decision: %(words)s",
    "action": "Action (%(owner)s): %(words)s",
    "action-due": "Action (%(owner)s, by %(day)s): %(words)s",
    "action-open": "Action: %(words)s",
    "due": "%(words)s (by %(day)s)",
    "untranslated": "[not translated yet] %(words)s",
}
"""How the text of minutes is written."""

NOTES = {
    "decision": "Decision",
    "action": "Action",
    "remark": "Remark",
    "item": "Item",
}
"""What an entry of a note-taker is."""

LACKS = {
    "translation": "Not translated yet",
    "owner": "Nobody owns it",
    "due": "No day is set",
    "two-wordings": "Two wordings stand side by side",
}
"""What a decision or an action still lacks when it is read back."""

BRIEF_PARTS = {
    "objectives": "Our objectives",
    "arguments": "Our arguments",
    "theirs": "Their objectives, as we see them",
    "response": "Our response",
    "press": "Press line",
    "background": "Background",
}


COURSES = {
    "running": "Silence is running",
    "broken": "Silence is broken",
    "adopted": "Adopted",
    "void": "Void: it binds nobody",
    "deadline passed": "The deadline has passed",
}
"""How a silence procedure goes."""

WITHHELD = {
    "own-ad-referendum": "Our own people signed ad referendum: silence does not confirm that.",
    "own-stance": "Our own people object or reserve: silence does not override that.",
    "rival-procedure": "Silence on another text runs as well, and this node chooses none.",
    "never-shown": "Nobody here had this paper before them while silence ran.",
    "short-notice": "Our people had this paper before them for less time than was promised.",
    "not-heard": "Their node has not answered since the deadline: an objection may be on its way.",
    "clock-off": "The clocks are more than a minute apart.",
    "behind": "Something that the others have said is not here yet: it may be an objection.",
    "silence-broken": "Silence was broken.",
    "already-adopted": "A text of this paper is adopted.",
    "locked": "Our signature on another text is in the way, or its withdrawal not acknowledged.",
    "unknown-revision": "The text is not here.",
    "unknown-procedure": "The procedure is not here.",
    "void-procedure": "The procedure is void.",
    "before-deadline": "The deadline has not passed by this node's clock.",
    "conditional": "A conditional signature would be void.",
    "tacit-ad-referendum": "Silence cannot sign ad referendum.",
}
"""Why this node does not sign by silence, though the deadline has passed."""

SILENCE_VOIDS = {
    "unknown-revision": "It names a text that its author did not know.",
    "already-adopted": "A text of this paper was adopted before it was started.",
    "silence-not-allowed": "The terms of reference allow no silence on papers of this sort.",
    "too-short": "It lasts less long than the terms of reference ask for.",
}
"""Why a silence procedure is void."""

RECEIVED = {
    "author": "wrote it",
    "receipt": "has signed a receipt",
    "shown": "has it: its later records show so",
    "here": "has it: it is here",
    "none": "no receipt yet",
}
"""Whether a party has a record."""

SIGNED_HOW = {
    "by-hand": "by hand",
    "tacit": "by silence",
    "ad-referendum": "ad referendum, to be confirmed",
}

PAPER_TABLES: Mapping[str, Mapping[str, str]] = {
    "paper-done": PAPER_DONE,
    "minutes": MINUTES,
    "note-sort": NOTES,
    "note-lack": LACKS,
    "brief-part": BRIEF_PARTS,
    "course": COURSES,
    "withheld": WITHHELD,
    "silence-void": SILENCE_VOIDS,
    "received": RECEIVED,
    "signed-how": SIGNED_HOW,
}
