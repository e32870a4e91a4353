"""Correspondence: what may be asked about the messages of this node.

Each question is put to what the projection `comity.exchange.conversation` keeps, and answered with
frozen values. Whoever asks brings the time along: what is overdue is not stored.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.errors import NotAllowedError, RefusedError
from comity.exchange.conversation import (
    COLUMNS,
    MESSAGES,
    QUOTES,
    READS,
    RECALLED_BY,
    RECALLS,
    Condition,
    Message,
    condition_of,
    folded,
    marking_here,
    message_in,
    message_of,
    quotes_of,
)
from comity.exchange.statements import REPORT
from comity.journal.book import Journal
from comity.journal.store import Session, Value
from comity.records.kinds import Kinds
from comity.records.marking import highest
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record, read

LONGEST_THREAD = 200
MOST_AHEAD = 200
ALL = ", ".join(f"m.{name}" for name in COLUMNS)


class NoMessageError(RefusedError):
    """A message is named that is not there, or that cannot be answered so."""

    code = "no-such-message"
    template = "there is no such message here ({name}); open it again from the list of messages"


class NotOwnMessageError(NotAllowedError):
    """Somebody tries to recall what another party said."""

    code = "not-own-message"
    template = "{party} sent this message, and only its sender recalls it; ask {party} to"


class Box(StrEnum):
    """Which way messages went."""

    INBOX = "inbox"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which messages are asked for.

    Attributes:
        circle: id of one circle, "" for all.
        party: of the author in the inbox, of a recipient in the outbox; "" for all.
        precedence: one, None for all.
        words: in the subject, "" for any.
        first: how many to pass over, the newest being the first.
        most: how many to give.
    """

    circle: str = ""
    party: str = ""
    precedence: Precedence | None = None
    words: str = ""
    first: int = 0
    most: int = 25


@dataclass(frozen=True, slots=True)
class Found:
    """Messages that were asked for.

    Attributes:
        messages: the newest first.
        total: how many there are in all.
    """

    messages: tuple[Message, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Recall:
    """A recall, and what the others said to it.

    Attributes:
        hash: of the recall.
        party: who recalled.
        at: when.
        reason: why.
        answers: by party: when, whether it was done, and a note.
    """

    hash: str
    party: Party
    at: str
    reason: str
    answers: Mapping[Party, tuple[str, bool, str]]


class Correspondence:
    """What may be asked about the messages of one node.

    Attributes:
        me: whose node.
        journal: where the projection keeps them.
        kinds: that the node knows.
    """

    def __init__(self, me: Party, journal: Journal, kinds: Kinds) -> None:
        self.me = me
        self.journal = journal
        self.kinds = kinds

    # --- boxes

    def find(self, box: Box, asked: Asked) -> Found:
        """Return the messages of a box that are asked for."""
        sign = "<>" if box is Box.INBOX else "="
        where = [f"m.party {sign} ?"]
        values: list[Value] = [self.me]
        if asked.circle:
            where.append("m.circle = ?")
            values.append(asked.circle)
        if asked.party and box is Box.INBOX:
            where.append("m.party = ?")
            values.append(asked.party)
        if asked.precedence is not None:
            where.append("m.precedence = ?")
            values.append(int(asked.precedence))
        if asked.words:
            where.append("m.folded LIKE ? ESCAPE '!'")
            values.append(pattern(asked.words))
        condition = " AND ".join(where)
        with self.journal.session() as session:
            row = session.one(f"SELECT count(*) FROM {MESSAGES} m WHERE {condition}", *values)  # noqa: S608 - our own names
            rows = session.all(
                f"SELECT {ALL} FROM {MESSAGES} m WHERE {condition} "  # noqa: S608 - our own names
                "ORDER BY m.number DESC LIMIT ? OFFSET ?",
                *values,
                asked.most,
                asked.first,
            )
        return Found(tuple(map(message_in, rows)), row[0] if row else 0)

    def ahead(self, members: Mapping[str, Sequence[Party]]) -> list[Message]:
        """Return messages of others that came before something that stands before them.

        Either they overtook their own chain, or their author had received what this node still
        lacks. They are safe and receipted; the rules do not see them yet.

        Args:
            members: of each circle.
        """
        found: list[Message] = []
        with self.journal.session() as session:
            for record in self._ahead(members):
                condition = condition_of(record, self.kinds)
                if record.kind == REPORT.name or condition is not Condition.WELL:
                    made = message_of(record, condition, ahead=True)
                    quotes = quotes_of(record, condition)
                    levels = (marking_here(session, quoted) for quoted in quotes)
                    found.append(replace(made, marking=highest([made.own, *levels])))
        return found

    def _ahead(self, members: Mapping[str, Sequence[Party]]) -> Iterator[Record]:
        for circle, parties in members.items():
            heads, admitted = self.journal.heads(circle), self.journal.admitted(circle)
            for party in parties:
                if party == self.me:
                    continue
                size = admitted[party].size if party in admitted else 0
                if party in heads and heads[party].size > size:
                    rows = self.journal.records(circle, party, size + 1, MOST_AHEAD, 8 << 20)
                    yield from map(read, rows)
                yield from (read(one.encoded) for one in self.journal.early(circle, party))

    def early(self, message: Message) -> Record | None:
        """Return the record of a message that overtook its chain."""
        for one in self.journal.early(message.circle, message.party):
            if one.hash == message.hash:
                return read(one.encoded)
        return None

    def unread_flash(self, opened: Iterable[str]) -> list[Message]:
        """Return FLASH messages of others that nobody here has opened, the newest first.

        Args:
            opened: hashes of messages that somebody here has opened.
        """
        known = set(opened)
        with self.journal.session() as session:
            rows = session.all(
                f"SELECT {ALL} FROM {MESSAGES} m WHERE m.precedence = ? AND m.party <> ? "  # noqa: S608 - our own names
                "AND m.recalled = 0 ORDER BY m.number DESC LIMIT ?",
                int(Precedence.FLASH),
                self.me,
                MOST_AHEAD,
            )
        return [one for one in map(message_in, rows) if one.hash not in known]

    def received(self) -> int:
        """Return how many messages of others there are."""
        return self.find(Box.INBOX, Asked(most=0)).total

    def read_here(self) -> list[str]:
        """Return the hashes of messages of which this party told that it read them."""
        with self.journal.session() as session:
            rows = session.all(f"SELECT record FROM {READS} WHERE party = ?", self.me)  # noqa: S608 - our own names
        return [row[0] for row in rows]

    # --- one message

    def message(self, hashed: str) -> Message | None:
        """Return one message that was admitted, None where there is none of this hash."""
        with self.journal.session() as session:
            row = session.one(f"SELECT {ALL} FROM {MESSAGES} m WHERE m.hash = ?", hashed)  # noqa: S608 - our own names
        return message_in(row) if row else None

    def quoted(self, hashed: str) -> list[tuple[str, Message | None]]:
        """Return what a message quotes; None for what is not here, or is no message."""
        with self.journal.session() as session:
            rows = session.all(
                f"SELECT quoted FROM {QUOTES} WHERE quoting = ? ORDER BY quoted",  # noqa: S608 - our own names
                hashed,
            )
        return [(one, self.message(one)) for (one,) in rows]

    def thread(self, message: Message) -> list[tuple[int, Message]]:
        """Return the messages that answer each other, with how deep each one stands.

        The first is the one that all others answer. An answer counts only inside its circle.
        """
        with self.journal.session() as session:
            root = message
            for _ in range(LONGEST_THREAD):
                before = self._in_circle(session, root.reply_to, root.circle)
                if before is None:
                    break
                root = before
            found: list[tuple[int, Message]] = []
            waiting = [(0, root)]
            while waiting and len(found) < LONGEST_THREAD:
                depth, one = waiting.pop()
                found.append((depth, one))
                rows = session.all(
                    f"SELECT {ALL} FROM {MESSAGES} m WHERE m.reply_to = ? AND m.circle = ? "  # noqa: S608 - our own names
                    "ORDER BY m.number DESC",
                    one.hash,
                    one.circle,
                )
                waiting += [(depth + 1, message_in(row)) for row in rows]
        return found

    def _in_circle(self, session: Session, hashed: str, circle: str) -> Message | None:
        if not hashed:
            return None
        sql = f"SELECT {ALL} FROM {MESSAGES} m WHERE m.hash = ? AND m.circle = ?"  # noqa: S608 - our own names
        row = session.one(sql, hashed, circle)
        return message_in(row) if row else None

    def recalls(self, message: Message) -> list[Recall]:
        """Return the recalls of a message by its author, and what the others answered."""
        with self.journal.session() as session:
            rows = session.all(
                f"SELECT hash, party, at, reason FROM {RECALLS} "  # noqa: S608 - our own names
                "WHERE record = ? AND circle = ? AND party = ? ORDER BY number",
                message.hash,
                message.circle,
                message.party,
            )
            found: list[Recall] = []
            for hashed, party, at, reason in rows:
                answers = session.all(
                    f"SELECT party, at, done, note FROM {RECALLED_BY} "  # noqa: S608 - our own names
                    "WHERE recall = ? AND circle = ? AND party <> ? ORDER BY party",
                    hashed,
                    message.circle,
                    party,
                )
                said = {Party(who): (when, bool(done), note) for who, when, done, note in answers}
                found.append(Recall(hashed, Party(party), at, reason, said))
        return found

    def recall(self, hashed: str) -> tuple[Message, Recall] | None:
        """Return a recall by its hash, with the message that it recalls."""
        with self.journal.session() as session:
            row = session.one(f"SELECT record FROM {RECALLS} WHERE hash = ?", hashed)  # noqa: S608 - our own names
        message = self.message(row[0]) if row else None
        if message is None:
            return None
        return next(((message, one) for one in self.recalls(message) if one.hash == hashed), None)


def pattern(words: str) -> str:
    """Return the pattern of LIKE that finds words anywhere.

    >>> pattern("50 %")
    '%50 !%%'
    """
    escaped = folded(words).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
