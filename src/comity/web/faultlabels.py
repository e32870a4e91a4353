"""Labels of what went wrong with a page or a field; see `comity.web.labels`."""

from collections.abc import Mapping

ERRORS = {
    "400": "This request cannot be read",
    "403": "This is not allowed here",
    "404": "There is no such page",
    "405": "This address only shows a page",
    "421": "This server does not answer to that name",
    "422": "This address asks for something that cannot be",
    "500": "A fault in the program",
    "503": "Something that the program needs is missing",
}
"""What went wrong, by the status of the answer."""

ADVICE = {
    "400": "Go back and try again.",
    "403": "Ask the person who runs this node.",
    "404": "The address may be mistyped, or what it showed has gone: jobs end with the program, "
    "and a target gets another number when lists change. Start from the board.",
    "405": "Open it without a form, or start from the board.",
    "421": "It answers only to the names and addresses of this machine, such as localhost, so that "
    "no other site can read it. Open it by the address that the program printed.",
    "422": "Correct the address, or start from the board and choose again.",
    "500": "Nothing was changed. Try again; if it stays so, report it with the program's log.",
    "503": "Put it right, then try again.",
}
"""What to do then."""

FAULTS = {
    "circle-missing": "Choose the circle that it goes to.",
    "category-missing": "Choose a category.",
    "circle-other": "An answer stays in the circle of the message that it answers.",
    "precedence-missing": "Choose how urgent it is.",
    "marking-missing": "Choose how far it may be passed on.",
    "marking-lowered": "It quotes something marked %(quoted)s: choose that or a higher marking.",
    "language-missing": "Choose the language of the text.",
    "subject-missing": "Give it a subject.",
    "subject-long": "A subject has at most %(most)s letters; this one has %(count)s.",
    "text-missing": "Write a text, or attach a file.",
    "text-long": "A text has at most %(most)s letters; this one has %(count)s. Attach the rest.",
    "answer-by": "Give a day and a time that exist.",
    "files-many": "Attach at most %(most)s files.",
    "files-large": "A file may have at most 2 GB.",
    "files-again": "Choose the files again: a browser does not keep them.",
    "reason": "Give a reason, of at most 1,000 letters.",
    "agenda-empty": "Put at least one item on the agenda.",
    "agenda-long": "The agenda is longer than the meeting, by %(over)s minutes: shorten it.",
    "item-title": "Give item %(n)s a title in at least one language.",
    "item-title-long": "The title of item %(n)s has more than %(most)s letters.",
    "item-mode": "Say what item %(n)s is for.",
    "item-minutes": "Give item %(n)s a whole number of minutes.",
    "item-twice": "An item stands on the agenda twice; leave one of them out.",
    "stance-missing": "Choose a stance.",
    "words-missing": "Write it in at least one language.",
    "words-long": "At most %(most)s letters; this has %(count)s.",
    "levels-missing": "Choose a level.",
    "languages-missing": "Choose at least one working language.",
    "host-missing": "Choose whose clock sets the meetings.",
    "silence-hours": "Give whole hours, from 1 to 8,784; empty where silence is not allowed.",
    "minutes": "Give a whole number of minutes, up to %(most)s.",
    "begins": "Give a day and a time that exist there.",
    "zone": "Choose a time zone.",
    "cadence": "This rule cannot be followed: %(reason)s.",
    "place-missing": "Name a place, or say that it is held by video.",
    "delegate-role": "Choose what the person is in the delegation.",
    "one-head": "A delegation has one head.",
    "mode-missing": "Say what the item is for.",
    "actions-missing": "Choose at least one action, and at most %(most)s.",
    "action-answer": "Choose an answer.",
    "action-verdict": "Say whether it is done.",
    "match-verdict": "Say whether it is the target.",
    "match-key": "Give the key of the entry.",
    "due-missing": "Give the day until which it is undertaken.",
    "measure-missing": "Choose a measure.",
    "answer": "Say whether it was done, with a note of at most 1,000 letters.",
}
"""What is wrong with a field of a form."""

FAULT_TABLES: Mapping[str, Mapping[str, str]] = {
    "error": ERRORS,
    "advice": ADVICE,
    "fault": FAULTS,
}
"""Every table by the context of its messages."""
