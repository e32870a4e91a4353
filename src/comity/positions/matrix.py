"""Matrix: the questions that parties look at together, and what each thinks of each.

A question is opened by any party and closed by that party alone. What a party thinks is a register:
the last one in its own chain counts (R5), and every earlier one is its history. No record can give
an answer for another party, for a position has no field that names one.

What changed since a moment is told by the clocks of those who said it (R4); the moment is given.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from comity.journal.book import Journal
from comity.journal.store import Session
from comity.positions.statements import POSITION, QUESTION, QUESTION_CLOSED
from comity.records.kinds import Kinds
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.records.record import Record

KEPT = Kinds((QUESTION, QUESTION_CLOSED, POSITION))
ASKED, CLOSED, SAID = "questions_asked", "questions_closed", "questions_positions"
NOW = "questions_now"

ACCEPTING = frozenset({"support", "can-accept"})


class Standing(StrEnum):
    """How near to each other the parties stand on a question.

    AGREED: all support or can accept. CLOSE: all have said something, and nobody opposes. OPEN:
    somebody opposes, or has said nothing.
    """

    AGREED = "agreed"
    CLOSE = "close"
    OPEN = "open"


POSITIONS = (
    "question TEXT NOT NULL, circle TEXT NOT NULL, party TEXT NOT NULL, seq INTEGER NOT NULL, "
    "hash TEXT NOT NULL, stance TEXT NOT NULL, words TEXT NOT NULL, source TEXT NOT NULL, "
    "at TEXT NOT NULL, marking TEXT NOT NULL, number INTEGER NOT NULL"
)


class Questions:
    """A projection of questions and positions; see `comity.projection`."""

    name = "questions"
    version = 1
    tables: Mapping[str, str] = {
        ASKED: "hash TEXT PRIMARY KEY, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "title TEXT NOT NULL, background TEXT NOT NULL, at TEXT NOT NULL, marking TEXT NOT NULL, "
        "number INTEGER NOT NULL",
        CLOSED: "question TEXT NOT NULL, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "seq INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (question, circle, party, seq)",
        SAID: f"{POSITIONS}, PRIMARY KEY (question, circle, party, seq)",
        NOW: f"{POSITIONS}, PRIMARY KEY (question, circle, party)",
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record; one whose body does not fit its kind says nothing."""
        if not KEPT.fits(record):
            return
        body, place = record.body, (record.circle, record.party)
        if record.kind == QUESTION.name:
            words = (json.dumps(body["title"]), json.dumps(body.get("background", {})))
            row = (record.hash, *place, *words, record.at, record.marking, number)
            _put(tx, ASKED, row)
        elif record.kind == QUESTION_CLOSED.name:
            closed = (body["question"], *place, record.seq, record.at)
            _put(tx, CLOSED, closed)
        else:
            said = (
                body["question"],
                *place,
                record.seq,
                record.hash,
                body["stance"],
                json.dumps(body.get("words", {})),
                body.get("source", ""),
                record.at,
                record.marking,
                number,
            )
            _put(tx, SAID, said)
            tx.run(
                f"DELETE FROM {NOW} WHERE question = ? AND circle = ? AND party = ?",  # noqa: S608 - our own names
                *said[:3],
            )
            _put(tx, NOW, said)  # a chain comes in its order: the last one counts (R5)


def _put(tx: Session, table: str, row: tuple[str | int, ...]) -> None:
    marks = ", ".join("?" * len(row))
    tx.run(f"INSERT INTO {table} VALUES ({marks})", *row)  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a party said of a question, once.

    Attributes:
        party: who.
        record: hash of the record.
        stance: one of `statements.STANCES`.
        words: in each language; {} for none.
        source: hash of the record in which the party said so, "" for this one itself.
        at: when, by its own clock.
        marking: of the record.
        number: of its admission here.
    """

    party: Party
    record: str
    stance: str
    words: Mapping[str, str]
    source: str
    at: str
    marking: Marking
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with where the parties stand.

    Attributes:
        hash: of the record that asks it.
        circle: in which it was asked.
        parties: of that circle.
        by: who asked.
        title: in each language.
        background: in each language; {} for none.
        at: when it was asked.
        closed: when its opener closed it, "" while it is open.
        own: marking of the record that asks it.
        now: the last position of each party that has one.
        before: the position that each had at the moment since which changes are shown.
        since: that moment, "" where there is none.
    """

    hash: str
    circle: str
    parties: tuple[Party, ...]
    by: Party
    title: Mapping[str, str]
    background: Mapping[str, str]
    at: str
    closed: str
    own: Marking
    now: Mapping[Party, Position]
    before: Mapping[Party, Position] = field(default_factory=dict)
    since: str = ""

    @property
    def standing(self) -> Standing:
        """Return how near to each other the parties stand."""
        held = [self.now[party].stance for party in self.parties if party in self.now]
        if len(held) < len(self.parties) or "oppose" in held:
            return Standing.OPEN
        return Standing.AGREED if ACCEPTING.issuperset(held) else Standing.CLOSE

    @property
    def marking(self) -> Marking:
        """Return the highest marking of the question and of what stands."""
        said = (*self.now.values(), *self.before.values())
        return highest([self.own, *(one.marking for one in said)])

    @property
    def seen(self) -> str:
        """Return a name of the state: it changes whenever anybody says anything of it."""
        said = sorted(one.record for one in self.now.values())
        return sha256(" ".join((self.hash, self.closed, *said)).encode()).hexdigest()[:32]

    def change(self, party: Party) -> str:
        """Return what a party's position has become since the moment: "", "new" or "changed"."""
        now, before = self.now.get(party), self.before.get(party)
        if not self.since or now is None or now.at <= self.since:
            return ""
        if before is None:
            return "new"
        same = (now.stance, now.words) == (before.stance, before.words)
        return "" if same else "changed"


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note on a party's position; it never leaves.

    Attributes:
        question: hash of the question.
        party: whose position it is about.
        text: what it says.
        role: who wrote it.
        at: when, by this node's clock.
    """

    question: str
    party: Party
    text: str
    role: str
    at: str


Since = Callable[[str], str]
"""Gives the moment since which changes are shown in a circle, "" for none."""


def questions(
    journal: Journal,
    parties: Mapping[str, tuple[Party, ...]],
    since: Since,
    hashed: str = "",
    *,
    closed: bool = True,
) -> tuple[Question, ...]:
    """Return the questions of some circles, the open ones first, each sort as it was asked.

    Args:
        journal: of this node.
        parties: of each circle.
        since: the moment since which changes are shown.
        hashed: of the only question that is wanted, "" for all.
        closed: whether those that were closed are wanted too.
    """
    with journal.session() as session:
        asked = session.all(
            f"SELECT hash, circle, party, title, background, at, marking FROM {ASKED} "  # noqa: S608 - our own names
            "WHERE ? = '' OR hash = ? ORDER BY at, hash",
            hashed,
            hashed,
        )
        shut = {
            (question, circle, party): at
            for question, circle, party, at in session.all(
                f"SELECT question, circle, party, min(at) FROM {CLOSED} "  # noqa: S608 - our own names
                "GROUP BY question, circle, party"
            )
        }
        every = "all" if closed else ""
        newest = _by_question(session, NEWEST, hashed, hashed, every)
        before: dict[str, Mapping[str, dict[Party, Position]]] = {}
        for circle in {row[1] for row in asked} & parties.keys():
            at = since(circle)
            wanted = (at, circle, hashed, hashed, every)
            before[circle] = _by_question(session, BEFORE, *wanted) if at else {}
    found = [
        Question(
            hash=name,
            circle=circle,
            parties=parties[circle],
            by=Party(party),
            title=json.loads(title),
            background=json.loads(background),
            at=at,
            closed=shut.get((name, circle, party), ""),
            own=TEXTS.get(marking, Marking.RED),
            now=newest.get(f"{circle} {name}", {}),
            before=before[circle].get(f"{circle} {name}", {}),
            since=since(circle),
        )
        for name, circle, party, title, background, at, marking in asked
        if circle in parties and (closed or (name, circle, party) not in shut)
    ]
    return tuple(sorted(found, key=lambda one: bool(one.closed)))


COLUMNS = "question, circle, party, hash, stance, words, source, at, marking, number"
OPEN = (
    f"NOT EXISTS (SELECT 1 FROM {CLOSED} c JOIN {ASKED} a ON a.hash = c.question "  # noqa: S608 - our own names
    "AND a.circle = c.circle AND a.party = c.party "
    "WHERE c.question = n.question AND c.circle = n.circle)"
)
"""Of a question that whoever asked it has not closed."""

NEWEST = (
    f"SELECT {COLUMNS} FROM {NOW} n "  # noqa: S608 - our own names
    f"WHERE (? = '' OR question = ?) AND (? <> '' OR {OPEN})"
)
HISTORY = (
    f"SELECT {COLUMNS} FROM {SAID} WHERE question = ? AND circle = ? "  # noqa: S608 - our own names
    "ORDER BY number DESC LIMIT ?"
)
BEFORE = f"""
WITH held AS MATERIALIZED (
    SELECT question AS q, circle AS c, party AS p, (
        SELECT seq FROM {SAID} o WHERE o.question = n.question AND o.circle = n.circle
        AND o.party = n.party AND o.at <= ? ORDER BY seq DESC LIMIT 1) AS last
    FROM {NOW} n WHERE circle = ? AND (? = '' OR question = ?)
    AND (? <> '' OR {OPEN})
)
SELECT {COLUMNS} FROM held CROSS JOIN {SAID} s
WHERE s.question = q AND s.circle = c AND s.party = p AND s.seq = last
"""  # noqa: S608 - our own names
"""The last position at a moment; it is near the end of a chain, whose times never go back."""


def _by_question(session: Session, statement: str, *given: str) -> dict[str, dict[Party, Position]]:
    """Return positions by circle and question, and by party."""
    found: dict[str, dict[Party, Position]] = {}
    for name, place, *rest in session.all(statement, *given):
        one = _position(rest)
        found.setdefault(f"{place} {name}", {})[one.party] = one
    return found


def _position(row: Sequence[object]) -> Position:
    party, record, stance, words, source, at, marking, number = row
    return Position(
        party=Party(str(party)),
        record=str(record),
        stance=str(stance),
        words=json.loads(str(words)),
        source=str(source),
        at=str(at),
        marking=TEXTS.get(str(marking), Marking.RED),
        number=int(str(number)),
    )


def history(journal: Journal, question: Question, most: int) -> tuple[Position, ...]:
    """Return what was said of a question, the newest first, up to so many."""
    with journal.session() as session:
        rows = session.all(
            f"SELECT {COLUMNS} FROM {SAID} WHERE question = ? AND circle = ? "  # noqa: S608 - our own names
            "ORDER BY number DESC LIMIT ?",
            question.hash,
            question.circle,
            most,
        )
    said = (_position(row[2:]) for row in rows)
    return tuple(one for one in said if one.party in question.parties)


def parties_of(questions_shown: Iterable[Question]) -> tuple[Party, ...]:
    """Return the parties of some questions, in order."""
    return tuple(sorted({party for one in questions_shown for party in one.parties}))
