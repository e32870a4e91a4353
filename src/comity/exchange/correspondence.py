"""Correspondence: what may be asked about the messages of this node.

Each question is put to what the projection `comity.exchange.conversation` keeps, and answered with
frozen values. Whoever asks brings the time along: what is overdue is not stored.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

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

DELIVER_WITHIN: Mapping[Precedence, dt.timedelta] = {
    Precedence.FLASH: dt.timedelta(minutes=1),
    Precedence.IMMEDIATE: dt.timedelta(minutes=5),
    Precedence.PRIORITY: dt.timedelta(minutes=30),
    Precedence.ROUTINE: dt.timedelta(hours=2),
}
"""After this long without a receipt somebody should look why."""

READ_WITHIN: Mapping[Precedence, dt.timedelta] = {
    Precedence.FLASH: dt.timedelta(minutes=10),
    Precedence.IMMEDIATE: dt.timedelta(hours=1),
    Precedence.PRIORITY: dt.timedelta(hours=6),
    Precedence.ROUTINE: dt.timedelta(hours=24),
}
"""Within this long a person should have read a message whose sender asks to be told."""

LONGEST_THREAD = 200
MOST_AHEAD = 200
MOST_OPEN = 200
"""Requests and overdue receipts that are looked at; the oldest come first."""

ALL = ", ".join(f"m.{name}" for name in COLUMNS)


class Box(StrEnum):
    """Which way messages went."""

    INBOX = "inbox"
    OUTBOX = "outbox"


class Reach(StrEnum):
    """How far a message has come with one recipient, each step with all before it."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a message has come with one recipient.

    Attributes:
        party: the recipient.
        reach: how far.
        read_at: when a person there opened it, by that party's clock; "" where none told.
        answer: hash of the recipient's newest answer, "" without one.
        early: whether it was receipted ahead of its chain.
    """

    party: Party
    reach: Reach
    read_at: str = ""
    answer: str = ""
    early: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is still to come for a message.

    Attributes:
        message: for which.
        party: from whom.
        due: until when, as records carry a moment.
        overdue: whether that has passed.
    """

    message: Message
    party: Party
    due: str
    overdue: bool


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
                MOST_OPEN,
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

    # --- how far messages have come

    def reached(
        self,
        messages: Sequence[Message],
        members: Mapping[str, Sequence[Party]],
        early: Iterable[tuple[str, Party]] = (),
    ) -> dict[str, tuple[Reached, ...]]:
        """Return how far messages have come with each recipient, by their hash.

        Args:
            messages: of any author; receipts are known of the own ones alone.
            members: of each circle.
            early: hashes and members of whom a receipt ahead of the chain is here.
        """
        ahead = set(early)
        circles = {message.circle for message in messages if message.party == self.me}
        sizes = {
            circle: {p: one.size for p, one in self.journal.receipts(circle, self.me).items()}
            for circle in circles
        }
        reads = self._reads(messages)
        answers = self._answers(messages)
        found: dict[str, tuple[Reached, ...]] = {}
        for message in messages:
            held = sizes.get(message.circle, {})
            rows: list[Reached] = []
            for party in members.get(message.circle, ()):
                if party == message.party:
                    continue
                key = (message.hash, party)
                safe = held.get(party, 0) >= message.seq
                if key in answers:
                    reach = Reach.ANSWERED
                elif key in reads:
                    reach = Reach.READ
                elif safe or key in ahead or message.party != self.me:
                    reach = Reach.DELIVERED
                else:
                    reach = Reach.QUEUED
                rows.append(
                    Reached(
                        party=party,
                        reach=reach,
                        read_at=reads.get(key, ""),
                        answer=answers.get(key, ""),
                        early=key in ahead and not safe,
                    )
                )
            found[message.hash] = tuple(rows)
        return found

    def _reads(self, messages: Sequence[Message]) -> dict[tuple[str, Party], str]:
        """Return when each party read each message, as far as it told."""
        return {
            (hashed, Party(party)): at
            for hashed, party, at in self._beside(
                messages,
                f"SELECT r.record, r.party, r.at FROM {READS} r JOIN {MESSAGES} m "  # noqa: S608 - our own names
                "ON m.hash = r.record AND m.circle = r.circle AND m.party <> r.party "
                "WHERE m.hash IN ({marks})",
            )
        }

    def _answers(self, messages: Sequence[Message]) -> dict[tuple[str, Party], str]:
        """Return the newest answer of each party to each message."""
        return {
            (hashed, Party(party)): answer
            for hashed, party, answer in self._beside(
                messages,
                f"SELECT a.reply_to, a.party, a.hash FROM {MESSAGES} a JOIN {MESSAGES} m "  # noqa: S608 - our own names
                "ON m.hash = a.reply_to AND m.circle = a.circle AND m.party <> a.party "
                "WHERE a.reply_to IN ({marks}) ORDER BY a.number",
            )
        }

    def _beside(self, messages: Sequence[Message], sql: str) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str]] = []
        hashes = [message.hash for message in messages]
        with self.journal.session() as session:
            for at in range(0, len(hashes), 500):
                some = hashes[at : at + 500]
                marks = ", ".join("?" * len(some))
                found += [(a, b, c) for a, b, c in session.all(sql.format(marks=marks), *some)]
        return found

    # --- what is still to come

    def to_answer(self, now: str) -> list[Waiting]:
        """Return requests of others that this party has not answered, the earliest due first."""
        rows = self._open(f"m.answer_by <> '' AND m.party <> ? AND {UNANSWERED}", self.me, self.me)
        return [Waiting(one, self.me, one.answer_by, one.answer_by < now) for one in rows]

    def to_be_answered(self, members: Mapping[str, Sequence[Party]], now: str) -> list[Waiting]:
        """Return own requests with each member that has not answered, the earliest due first."""
        rows = self._open("m.answer_by <> '' AND m.party = ?", self.me)
        answers = self._answers(rows)
        return [
            Waiting(one, party, one.answer_by, one.answer_by < now)
            for one in rows
            for party in members.get(one.circle, ())
            if party != self.me and (one.hash, party) not in answers
        ]

    def _open(self, where: str, *values: Value) -> list[Message]:
        with self.journal.session() as session:
            rows = session.all(
                f"SELECT {ALL} FROM {MESSAGES} m WHERE m.recalled = 0 AND {where} "  # noqa: S608 - our own names
                "ORDER BY m.answer_by, m.number LIMIT ?",
                *values,
                MOST_OPEN,
            )
        return list(map(message_in, rows))

    def overdue_receipts(
        self,
        members: Mapping[str, Sequence[Party]],
        now: dt.datetime,
        early: Iterable[tuple[str, Party]] = (),
    ) -> list[Waiting]:
        """Return own messages that a member should have received by now and has not receipted."""
        ahead = set(early)
        found: list[Waiting] = []
        for circle, parties in members.items():
            receipts = self.journal.receipts(circle, self.me)
            for party in parties:
                size = receipts[party].size if party in receipts else 0
                if party == self.me:
                    continue
                for one in self._open(
                    "m.circle = ? AND m.party = ? AND m.seq > ?", circle, self.me, size
                ):
                    due = later(one.at, DELIVER_WITHIN[one.precedence])
                    if due < written(now) and (one.hash, party) not in ahead:
                        found.append(Waiting(one, party, due, overdue=True))
        return found


UNANSWERED = (
    f"NOT EXISTS (SELECT 1 FROM {MESSAGES} a WHERE a.reply_to = m.hash "  # noqa: S608 - our own names
    "AND a.circle = m.circle AND a.party = ?)"
)


def reading_due(message: Message) -> str:
    """Return until when a person should have read a message, "" where nobody asks to be told."""
    return later(message.at, READ_WITHIN[message.precedence]) if message.wants_read else ""


def later(at: str, by: dt.timedelta) -> str:
    """Return a moment of a record, so much later.

    >>> later("2026-03-05T09:30:00.000Z", dt.timedelta(minutes=10))
    '2026-03-05T09:40:00.000Z'
    """
    try:
        return written(dt.datetime.fromisoformat(at) + by)
    except (ValueError, OverflowError):  # a moment has its form, and may be no day: 31 February
        return at


def written(time: dt.datetime) -> str:
    """Return a time as records carry it."""
    return time.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def pattern(words: str) -> str:
    """Return the pattern of LIKE that finds words anywhere.

    >>> pattern("50 %")
    '%50 !%%'
    """
    escaped = folded(words).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
