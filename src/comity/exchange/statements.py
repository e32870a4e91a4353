"""Statements: the records that people send each other, and what may stand in them.

A request is a report that asks for an answer by a day; an answer is a report that names what it
answers. Whether something was read is itself a record, written where the sender asked for it and
the reader's party allows it. A recall asks for a signed answer; it cannot force anybody to forget.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comity.exchange.messages import hexadecimal
from comity.records.kinds import (
    Kind,
    choice,
    fields,
    file_name,
    flag,
    hashed,
    language,
    listing,
    moment,
    optional,
    text,
    whole,
)
from comity.records.precedence import WORDS, Precedence

LONGEST_SUBJECT, LONGEST_TEXT = 300, 50_000
LARGEST_FILE = 2 << 30
"""Bytes of one attachment."""
MOST_FILES = 50

ATTACHMENT = fields(
    {
        "name": file_name,
        "size": whole(0, LARGEST_FILE),
        "type": text(100),
        "key": hexadecimal(64),
        "address": hashed,
    }
)

REPORT = Kind(
    "report/1",
    {
        "precedence": choice(*WORDS),
        "subject": text(LONGEST_SUBJECT),
        "text": text(LONGEST_TEXT, 0),
        "language": language,
        "attachments": optional(listing(ATTACHMENT, MOST_FILES)),
        "reply_to": optional(hashed),
        "quotes": optional(listing(hashed, 20)),
        "answer_by": optional(moment),
        "read_receipt": optional(flag),
    },
)
READ = Kind("read/1", {"record": hashed})
RECALL = Kind("recall/1", {"record": hashed, "reason": text(1000)})
RECALLED = Kind("recalled/1", {"recall": hashed, "done": flag, "note": text(1000, 0)})

KINDS = (REPORT, READ, RECALL, RECALLED)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a report.

    Attributes:
        name: as the sender's computer called it, without folders.
        size: bytes of the file itself.
        type: its media type.
        key: what opens it, 64 hexadecimal digits; it travels only inside sealed records.
        address: SHA-256 of the sealed bytes, by which they are fetched.
    """

    name: str
    size: int
    type: str
    key: str
    address: str


def report(
    *,
    precedence: Precedence,
    subject: str,
    words: str,
    language: str,
    attachments: Sequence[Attachment] = (),
    reply_to: str = "",
    quotes: Sequence[str] = (),
    answer_by: str = "",
    read_receipt: bool = False,
) -> dict[str, Any]:
    """Return the body of a report; what is empty is left out.

    Raises:
        BodyError: a part is too long, or not what it must be.
    """
    body: dict[str, Any] = {
        "precedence": precedence.word,
        "subject": subject,
        "text": words,
        "language": language,
    }
    more = {
        "attachments": [asdict(attachment) for attachment in attachments],
        "reply_to": reply_to,
        "quotes": list(quotes),
        "answer_by": answer_by,
        "read_receipt": read_receipt,
    }
    body.update({name: value for name, value in more.items() if value})
    REPORT.check(body)
    return body


def precedence_in(kind: str, body: Mapping[str, Any]) -> Precedence:
    """Return how urgent a record is: as its author said, else routine; a recall is urgent."""
    if kind == RECALL.name:
        return Precedence.IMMEDIATE
    return WORDS.get(str(body.get("precedence")), Precedence.ROUTINE)
