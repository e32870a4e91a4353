"""Labels of what Today asks for; see `comity.web.labels`."""

from collections.abc import Mapping

DUE = {
    "read-flash": "Read the flash message",
    "read": "Read the message",
    "answer": "Answer the request",
    "awaits-answer": "They owe an answer",
    "awaits-receipt": "No receipt: ask whether it arrived",
    "release": "Release or discard the draft",
    "silence": "Sign, break silence, or let it pass",
    "silence-theirs": "Silence runs; the others may still break it",
    "sign-paper": "Read and sign the paper",
    "sign-summary": "Read the chair's summary, and sign it or answer",
    "contribution": "Write the part of the brief that is asked for",
    "notes-open": "Read the notes back and make minutes of them",
    "sign-terms": "Sign the terms of reference, or propose others",
    "confirm-meeting": "Confirm the meeting, or propose another time",
    "confirm-move": "Agree to the new time of the meeting, or not",
    "confirm-cancel": "Agree that the meeting is cancelled, or not",
    "sign-agenda": "Sign the agenda, or propose another one",
    "name-delegation": "Name our delegation",
    "awaits-signature": "Their signature is awaited",
    "new-gaps": "Look at the new gaps: %(n)s",
    "node-silent": "Their node does not answer: find out why",
    "clocks-apart": "The clocks are apart: set them",
    "card-ends": "The keys of the card end soon: renew the card",
    "behind": "Nothing can be written yet: see whom the node waits for",
    "state-position": "State our position on the question",
    "position-moved": "They moved: look at the question",
    "text-stance": "State a stance on the joint text: %(n)s",
    "text-sign": "Read and sign the joint text",
    "text-align": "Align with what others adopted, or not",
    "text-acknowledge": "Awaiting the acknowledgement of our withdrawal",
    "text-stuck": "Not agreed for two weeks: %(n)s",
}
"""What a line of "Today" tells somebody to do, by the sort of a digest; %(n)s is its number."""

TODAY_TABLES: Mapping[str, Mapping[str, str]] = {
    "due": DUE,
}
"""Every table by the context of its messages."""
