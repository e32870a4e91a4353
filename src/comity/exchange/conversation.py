"""Conversation: what people see of the exchange, added up from records into tables.

A report becomes a message; who read it, answered it or recalled it stands beside it. Nothing that
is signed is dropped: a record of a kind that nobody here knows, or with a body that does not fit
its kind, is a message too, and says so.

A marking cannot be lowered by quoting. What counts is the highest of a message's own marking and of
everything that it quotes, however deep; a quoted record that is not here, and a marking that nobody
here knows, count as the highest. The order in which records arrive changes nothing.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zlib import crc32

from comity.exchange.statements import READ, RECALL, RECALLED, REPORT
from comity.journal.store import Row, Session
from comity.records.kinds import Kinds
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.records.precedence import WORDS, Precedence
from comity.records.record import GENESIS, Record

FORMAT = 2
"""Changes with the tables or with what is written into them."""

HIGHEST = highest(Marking)
LONGEST_LABEL = 300
"""Letters that are kept of a malformed record's subject."""


class Condition(StrEnum):
    """What can be made of a record's body."""

    WELL = "well"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A record that somebody should see.

    Attributes:
        hash: of the record.
        number: in the order in which records were admitted here; 0 for one that is ahead.
        circle, party, seq, kind, at: of the record.
        condition: whether its body could be read.
        precedence: how urgent its author calls it.
        marking: what counts: the highest of its own and of everything that it quotes.
        own: its own marking; the highest where nobody here knows the word.
        word: its own marking as it was written.
        subject: "" where there is none.
        language: of subject and text, "" where none is stated.
        reply_to: hash of the message that it answers, "" for none.
        answer_by: the moment until which an answer is asked for, "" for none.
        wants_read: whether the author asks to be told that it was read.
        files: how many attachments it has.
        recalled: whether its author recalled it.
        ahead: whether it overtook records that stand before it.
    """

    hash: str
    number: int
    circle: str
    party: Party
    seq: int
    kind: str
    at: str
    condition: Condition
    precedence: Precedence
    marking: Marking
    own: Marking
    word: str
    subject: str
    language: str
    reply_to: str
    answer_by: str
    wants_read: bool
    files: int
    recalled: bool = False
    ahead: bool = False

    @property
    def raised(self) -> bool:
        """Say whether what it quotes is marked higher than it is itself."""
        return self.marking > self.own


COLUMNS = (
    "hash number circle party seq kind at condition precedence marking own word subject language "
    "reply_to answer_by wants_read files recalled"
).split()
"""Columns of a message, in the order of its attributes."""

MESSAGES = "conversation_messages"
QUOTES = "conversation_quotes"
MARKINGS = "conversation_markings"
READS = "conversation_reads"
RECALLS = "conversation_recalls"
RECALLED_BY = "conversation_recalled"


class Conversation:
    """The projection of the exchange's own kinds; see `comity.projection`.

    Attributes:
        name: of the projection.
        version: of its tables and of the kinds that it knows: a kind learnt is a reason to rebuild.
        tables: their columns; a number is of one record, so that what is unique with it is looked
            for quickly.
    """

    name = "conversation"
    tables: Mapping[str, str] = {
        MESSAGES: """
            hash TEXT PRIMARY KEY, number INTEGER NOT NULL, circle TEXT NOT NULL,
            party TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
            condition TEXT NOT NULL, precedence INTEGER NOT NULL, marking INTEGER NOT NULL,
            own INTEGER NOT NULL, word TEXT NOT NULL, subject TEXT NOT NULL,
            language TEXT NOT NULL, reply_to TEXT NOT NULL, answer_by TEXT NOT NULL,
            wants_read INTEGER NOT NULL, files INTEGER NOT NULL, recalled INTEGER NOT NULL,
            folded TEXT NOT NULL,
            UNIQUE (number), UNIQUE (party, number), UNIQUE (precedence, number),
            UNIQUE (reply_to, number), UNIQUE (answer_by, number), UNIQUE (circle, party, seq)""",
        QUOTES: """
            quoting TEXT NOT NULL, quoted TEXT NOT NULL,
            PRIMARY KEY (quoting, quoted), UNIQUE (quoted, quoting)""",
        MARKINGS: "hash TEXT PRIMARY KEY, marking INTEGER NOT NULL",
        READS: """
            record TEXT NOT NULL, circle TEXT NOT NULL, party TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (record, circle, party)""",
        RECALLS: """
            hash TEXT PRIMARY KEY, record TEXT NOT NULL, circle TEXT NOT NULL,
            party TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, number INTEGER NOT NULL,
            UNIQUE (record, number)""",
        RECALLED_BY: """
            recall TEXT NOT NULL, circle TEXT NOT NULL, party TEXT NOT NULL, at TEXT NOT NULL,
            done INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (recall, circle, party)""",
    }

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        known = " ".join(sorted(kinds.known)).encode()
        self.version = FORMAT << 32 | crc32(known)

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record.

        Args:
            tx: the transaction.
            number: of its admission.
            record: admitted after everything that its cut names.
        """
        condition = condition_of(record, self.kinds)
        if record.kind == REPORT.name or condition is not Condition.WELL:
            self._message(tx, number, record, condition)
        else:
            self._mark(tx, record)
        if condition is not Condition.WELL:
            return
        if record.kind == READ.name:
            tx.run(
                f"INSERT INTO {READS} (record, circle, party, at) VALUES (?, ?, ?, ?) "  # noqa: S608 - our own names
                "ON CONFLICT (record, circle, party) DO NOTHING",
                record.body["record"],
                record.circle,
                record.party,
                record.at,
            )
        elif record.kind == RECALL.name:
            self._recall(tx, number, record)
        elif record.kind == RECALLED.name:
            tx.run(
                f"INSERT INTO {RECALLED_BY} (recall, circle, party, at, done, note) "  # noqa: S608 - our own names
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (recall, circle, party) DO UPDATE SET "
                "at = excluded.at, done = excluded.done, note = excluded.note",
                record.body["recall"],
                record.circle,
                record.party,
                record.at,
                int(record.body["done"]),
                record.body["note"],
            )

    def _message(self, session: Session, number: int, record: Record, condition: Condition) -> None:
        made = message_of(record, condition, number)
        quotes = quotes_of(record, condition)
        marking = highest([made.own, *(marking_here(session, quoted) for quoted in quotes)])
        recalled = session.one(
            f"SELECT 1 FROM {RECALLS} WHERE record = ? AND circle = ? AND party = ?",  # noqa: S608 - our own names
            made.hash,
            made.circle,
            made.party,
        )
        values = {
            **{name: getattr(made, name) for name in COLUMNS},
            "condition": condition.value,
            "precedence": int(made.precedence),
            "marking": int(marking),
            "own": int(made.own),
            "wants_read": int(made.wants_read),
            "recalled": int(recalled is not None),
            "folded": folded(made.subject),
        }
        session.fill(MESSAGES, list(values), [list(values.values())])
        session.many(
            f"INSERT INTO {QUOTES} (quoting, quoted) VALUES (?, ?) "  # noqa: S608 - our own names
            "ON CONFLICT (quoting, quoted) DO NOTHING",
            [(made.hash, quoted) for quoted in quotes],
        )
        self._raise(session, made.hash)

    def _mark(self, session: Session, record: Record) -> None:
        """Remember the marking of a record that is no message, for whoever quotes it."""
        session.run(
            f"INSERT INTO {MARKINGS} (hash, marking) VALUES (?, ?) "  # noqa: S608 - our own names
            "ON CONFLICT (hash) DO NOTHING",
            record.hash,
            int(level_of(record.marking)),
        )
        self._raise(session, record.hash)

    def _raise(self, session: Session, changed: str) -> None:
        """Weigh again what quotes a record, and what quotes that."""
        waiting = [changed]
        while waiting:
            rows = session.all(
                f"SELECT m.hash, m.own, m.marking FROM {QUOTES} q "  # noqa: S608 - our own names
                f"JOIN {MESSAGES} m ON m.hash = q.quoting WHERE q.quoted = ?",
                waiting.pop(),
            )
            for hashed, own, before in rows:
                quoted = session.all(f"SELECT quoted FROM {QUOTES} WHERE quoting = ?", hashed)  # noqa: S608 - our own names
                marking = max([own, *(int(marking_here(session, one)) for (one,) in quoted)])
                if marking != before:
                    session.run(
                        f"UPDATE {MESSAGES} SET marking = ? WHERE hash = ?",  # noqa: S608 - our own names
                        marking,
                        hashed,
                    )
                    waiting.append(hashed)

    def _recall(self, session: Session, number: int, record: Record) -> None:
        """Take in a recall; it counts where its author is the author of what is recalled."""
        session.run(
            f"INSERT INTO {RECALLS} (hash, record, circle, party, at, reason, number) "  # noqa: S608 - our own names
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
            record.hash,
            record.body["record"],
            record.circle,
            record.party,
            record.at,
            record.body["reason"],
            number,
        )
        session.run(
            f"UPDATE {MESSAGES} SET recalled = 1 WHERE hash = ? AND circle = ? AND party = ?",  # noqa: S608 - our own names
            record.body["record"],
            record.circle,
            record.party,
        )


def condition_of(record: Record, kinds: Kinds) -> Condition:
    """Return what can be made of a record's body."""
    if record.kind == GENESIS:
        return Condition.WELL
    fits = kinds.fits(record)
    if fits is None:
        return Condition.UNKNOWN
    return Condition.WELL if fits else Condition.MALFORMED


def message_of(
    record: Record, condition: Condition, number: int = 0, *, ahead: bool = False
) -> Message:
    """Return a record as a message, marked as it marks itself."""
    well = condition is Condition.WELL and record.kind == REPORT.name
    body: Mapping[str, Any] = record.body
    own = level_of(record.marking)
    subject = body.get("subject")
    return Message(
        hash=record.hash,
        number=number,
        circle=record.circle,
        party=record.party,
        seq=record.seq,
        kind=record.kind,
        at=record.at,
        condition=condition,
        precedence=WORDS.get(str(body.get("precedence")), Precedence.ROUTINE),
        marking=own,
        own=own,
        word=record.marking,
        subject=subject[:LONGEST_LABEL] if isinstance(subject, str) else "",
        language=body["language"] if well else "",
        reply_to=body.get("reply_to", "") if well else "",
        answer_by=body.get("answer_by", "") if well else "",
        wants_read=bool(body.get("read_receipt")) if well else False,
        files=len(body.get("attachments", ())) if well else 0,
        ahead=ahead,
    )


def message_in(row: Row) -> Message:
    """Return the message in a row of `COLUMNS`."""
    said = dict(zip(COLUMNS, row, strict=True))
    return Message(
        **{
            **said,
            "party": Party(said["party"]),
            "condition": Condition(said["condition"]),
            "precedence": Precedence(said["precedence"]),
            "marking": Marking(said["marking"]),
            "own": Marking(said["own"]),
            "wants_read": bool(said["wants_read"]),
            "recalled": bool(said["recalled"]),
        }
    )


def quotes_of(record: Record, condition: Condition) -> Sequence[str]:
    """Return the hashes of what a report quotes, each once."""
    if record.kind != REPORT.name or condition is not Condition.WELL:
        return ()
    return tuple(dict.fromkeys(record.body.get("quotes", ())))


def marking_here(session: Session, hashed: str) -> Marking:
    """Return the marking that counts for a record; the highest for one that is not here."""
    row = session.one(f"SELECT marking FROM {MESSAGES} WHERE hash = ?", hashed)  # noqa: S608 - our own names
    row = row or session.one(f"SELECT marking FROM {MARKINGS} WHERE hash = ?", hashed)  # noqa: S608 - our own names
    return Marking(row[0]) if row else HIGHEST


def level_of(word: str) -> Marking:
    """Return the marking of a word; one that nobody here knows counts as the highest."""
    return TEXTS.get(word, HIGHEST)


def folded(text: str) -> str:
    """Return a text as it is searched: letters of one form and size.

    >>> folded("ＫＹІＶ Залізниця")
    'kyіv залізниця'
    """
    return unicodedata.normalize("NFKC", text).casefold()
