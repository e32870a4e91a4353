"""Progress: how far messages have come with each recipient, and what is still to come.

A receipt says that a message is safe with its recipient; that a person read it, and that somebody
answered, are records. Whoever asks brings the time along: what is overdue is not stored.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.exchange.conversation import MESSAGES, READS, Conversation, Message, message_in
from comity.exchange.correspondence import ALL
from comity.journal.book import Journal
from comity.journal.store import Value
from comity.records.party import Party
from comity.records.precedence import Precedence

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

MOST_OPEN = 200
"""Requests and overdue receipts that are looked at; the oldest come first."""


class Reach(StrEnum):
    """How far a message has come with one recipient, each step with all before it."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"


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


ASKS = "m.answer_by > ''"
"""Of a message that asks for an answer, in a form that an index serves."""

ANSWERS = f"{MESSAGES} a WHERE a.reply_to = m.hash AND coalesce(a.circle, '') = m.circle"
"""What answers a message; the index of `reply_to` is to serve it, not the long one of chains."""

NOT_BY = f"NOT EXISTS (SELECT 1 FROM {ANSWERS} AND coalesce(a.party, '') = ?)"  # noqa: S608 - our own names
"""Of a message that a party has not answered."""

BY_DUE = "m.answer_by, m.number"


class Progress:
    """How far the messages of one node have come.

    Attributes:
        me: whose node.
        journal: where the projection keeps them.
    """

    def __init__(self, me: Party, journal: Journal) -> None:
        self.me = me
        self.journal = journal
        self._held: tuple[object, dict[tuple[Value, ...], list[Message]]] = (None, {})

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
        rows = self._open(f"{ASKS} AND m.party <> ? AND {NOT_BY}", self.me, self.me)
        return [Waiting(one, self.me, one.answer_by, one.answer_by < now) for one in rows]

    def to_be_answered(self, members: Mapping[str, Sequence[Party]], now: str) -> list[Waiting]:
        """Return own requests with each member that has not answered, the earliest due first."""
        rows = [
            one
            for circle, parties in members.items()
            for one in self._open(
                f"{ASKS} AND m.circle = ? AND m.party = ? "  # noqa: S608 - our own names
                f"AND (SELECT count(DISTINCT a.party) FROM {ANSWERS} AND a.party <> m.party) < ?",
                circle,
                self.me,
                len(parties) - 1,
            )
        ]
        rows.sort(key=lambda one: (one.answer_by, one.number))
        answers = self._answers(rows)
        return [
            Waiting(one, party, one.answer_by, one.answer_by < now)
            for one in rows
            for party in members[one.circle]
            if party != self.me and (one.hash, party) not in answers
        ]

    def _open(self, where: str, *values: Value, by: str = BY_DUE) -> list[Message]:
        """Return messages; from memory while nothing was taken in since they were looked for."""
        with self.journal.session() as session:
            place = session.one("SELECT * FROM projections WHERE name = ?", Conversation.name)
            held = self._held
            if held[0] != place:
                held = self._held = (place, {})
            key = (where, by, *values)
            if key not in held[1]:
                rows = session.all(
                    f"SELECT {ALL} FROM {MESSAGES} m WHERE m.recalled = 0 AND {where} "  # noqa: S608 - our own names
                    f"ORDER BY {by} LIMIT ?",
                    *values,
                    MOST_OPEN,
                )
                held[1][key] = list(map(message_in, rows))
            return held[1][key]

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
                    "m.circle = ? AND m.party = ? AND m.seq > ?", circle, self.me, size, by="m.seq"
                ):
                    due = later(one.at, DELIVER_WITHIN[one.precedence])
                    if due < written(now) and (one.hash, party) not in ahead:
                        found.append(Waiting(one, party, due, overdue=True))
        return found


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
