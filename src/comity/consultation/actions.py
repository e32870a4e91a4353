"""Actions: what parties said of the actions that adopted objects assign, kept in tables.

An action is named by the object that assigns it and by its name there. Whatever anybody says of it
is kept and shown; what of it counts says `comity.agreement.followup`, and `why_ignored` here tells
a page the reason. A record counts in the circle of its decision alone, so that all of whom the
action is have it (R3); one whose body does not fit its kind says nothing.

The table of what was said has the numbers of admissions as its key: a desk reads on from the last
one that it has. The table of words has the action as its key, and is read for one page at a time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comity.agreement.followup import Checked, Said
from comity.consultation.proposals import Words, level_of
from comity.consultation.statements import ACCEPT, ANSWER, CHECKED, DONE, PROGRESS
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.records.kinds import Kinds
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.record import Record

KEPT = Kinds((ACCEPT, ANSWER, PROGRESS, DONE, CHECKED))
SAID, WORDS = "actions_said", "actions_words"

CONFIRMED = "confirmed"

Name = tuple[str, str]
"""Names an action: the object that assigns it, and its name there."""


class Actions:
    """A projection of what parties say of actions; see `comity.projection`."""

    name = "actions"
    version = 1
    tables: Mapping[str, str] = {
        SAID: "number INTEGER PRIMARY KEY, circle TEXT NOT NULL, decision TEXT NOT NULL, "
        "action TEXT NOT NULL, party TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, "
        "kind TEXT NOT NULL, what TEXT NOT NULL, due TEXT NOT NULL, measure TEXT NOT NULL, "
        "done TEXT NOT NULL, at TEXT NOT NULL, marking TEXT NOT NULL",
        WORDS: "decision TEXT NOT NULL, circle TEXT NOT NULL, action TEXT NOT NULL, "
        "number INTEGER NOT NULL, words TEXT NOT NULL, "
        "PRIMARY KEY (decision, circle, action, number)",
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record."""
        if not KEPT.fits(record):
            return
        body = record.body
        _put(
            tx,
            SAID,
            number,
            record.circle,
            body["decision"],
            body["action"],
            record.party,
            record.seq,
            record.hash,
            record.kind,
            what_of(record.kind, body),
            body.get("due", ""),
            body.get("measure", ""),
            body.get("done", ""),
            record.at,
            record.marking,
        )
        words = json.dumps(body.get("words", {}), ensure_ascii=False)
        _put(tx, WORDS, body["decision"], record.circle, body["action"], number, words)


def _put(tx: Session, table: str, *row: str | int) -> None:
    marks = ", ".join("?" * len(row))
    tx.run(f"INSERT INTO {table} VALUES ({marks})", *row)  # noqa: S608 - our own names


def what_of(kind: str, body: Mapping[str, Any]) -> str:
    """Return in one word what a record says: its answer, its verdict, or what its kind is."""
    return str(body.get("answer") or body.get("verdict") or kind.partition("/")[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a party said of an action, once.

    Attributes:
        number: of its admission here.
        decision, action: what it is about.
        party: who says it.
        seq: place in its chain.
        record: hash of it.
        kind: of the record.
        what: "accept", "progress", "done", an answer ("no") or a verdict ("confirmed").
        due: of an acceptance, the day until which; "" of anything else.
        measure: of an acceptance of a listing, under which; "" for none.
        done: of a verdict, hash of the report that it is about; "" of anything else.
        at: moment, by its author's clock.
        marking: of it.
        words: by language; {} where it has none, or where they were not asked for.
    """

    number: int
    decision: str
    action: str
    party: Party
    seq: int
    record: str
    kind: str
    what: str
    due: str
    measure: str
    done: str
    at: str
    marking: Marking
    words: Words = field(default_factory=dict)

    @property
    def name(self) -> Name:
        """Return which action it is about."""
        return self.decision, self.action

    def said(self) -> Said | None:
        """Return it as a word that may move the action; None for progress and for verdicts."""
        if self.kind not in {ACCEPT.name, ANSWER.name, DONE.name}:
            return None
        return Said(
            party=self.party,
            seq=self.seq,
            what=self.what,
            record=self.record,
            at=self.at[:10],
            due=self.due,
            measure=self.measure,
        )

    def checked(self) -> Checked | None:
        """Return it as a verdict on a report; None for anything else."""
        if self.kind != CHECKED.name:
            return None
        confirmed = self.what == CONFIRMED
        return Checked(party=self.party, seq=self.seq, done=self.done, confirmed=confirmed)


def said_of(sayings: Iterable[Saying]) -> tuple[Said, ...]:
    """Return the words that may move an action."""
    return tuple(said for one in sayings if (said := one.said()) is not None)


def checked_of(sayings: Iterable[Saying]) -> tuple[Checked, ...]:
    """Return the verdicts on reports that an action is done."""
    return tuple(said for one in sayings if (said := one.checked()) is not None)


COLUMNS = (
    "s.number, s.decision, s.action, s.party, s.seq, s.hash, s.kind, s.what, s.due, s.measure, "
    "s.done, s.at, s.marking"
)
ANSWERED = (
    f"CASE WHEN s.kind = '{ANSWER.name}' THEN (SELECT w.words FROM {WORDS} w "  # noqa: S608 - our own names
    "WHERE w.decision = s.decision AND w.circle = s.circle AND w.action = s.action "
    "AND w.number = s.number) ELSE '' END"
)
"""The words of an answer, which is nothing without them; none of anything else."""

SINCE = (
    f"SELECT {COLUMNS}, {ANSWERED} FROM {SAID} s WHERE s.number > ? AND s.circle = ? "  # noqa: S608 - our own names
    "ORDER BY s.number"
)
COURSE = (
    f"SELECT {COLUMNS}, w.words FROM {WORDS} w JOIN {SAID} s ON s.number = w.number "  # noqa: S608 - our own names
    "WHERE w.decision = ? AND w.circle = ? AND w.action = ? ORDER BY w.number DESC LIMIT ?"
)
WITH_WORDS = (
    f"SELECT {COLUMNS}, w.words FROM {WORDS} w JOIN {SAID} s ON s.number = w.number "  # noqa: S608 - our own names
    "WHERE w.circle = ? ORDER BY w.number"
)


def sayings(journal: Journal, circle: str, after: int = 0) -> list[Saying]:
    """Return what was said of actions in a circle, as it was admitted; of words only answers.

    Args:
        journal: of this node.
        circle: id of the circle.
        after: number of the last admission that is known.
    """
    with journal.session() as session:
        return [_saying(row) for row in session.all(SINCE, after, circle)]


def course(journal: Journal, circle: str, name: Name, most: int) -> list[Saying]:
    """Return what was said of one action with its words, the newest first, up to so many."""
    decision, action = name
    with journal.session() as session:
        return [_saying(row) for row in session.all(COURSE, decision, circle, action, most)]


def last_words(
    journal: Journal, circle: str, owners: Mapping[Name, Party]
) -> Mapping[Name, Saying]:
    """Return of each action the last thing with words that its owner said of it."""
    found: dict[Name, Saying] = {}
    with journal.session() as session:
        for row in session.all(WITH_WORDS, circle):
            one = _saying(row)
            if one.words and owners.get(one.name) == one.party:
                found[one.name] = one
    return found


def _saying(row: Sequence[Any]) -> Saying:
    number, decision, action, party, seq, record, kind, what, due, measure, done, at, mark, said = (
        row
    )
    return Saying(
        number=number,
        decision=decision,
        action=action,
        party=Party(party),
        seq=seq,
        record=record,
        kind=kind,
        what=what,
        due=due,
        measure=measure,
        done=done,
        at=at,
        marking=level_of(mark),
        words=json.loads(said) if said else {},
    )


def why_ignored(one: Saying, owner: Party, reports: Iterable[str], *, listed: bool) -> str:
    """Return why something that was said counts for nothing, "" where it counts.

    Args:
        one: what was said.
        owner: whose action it is.
        reports: hashes of the owner's reports that it is done.
        listed: whether a list proves it.

    Returns:
        "not-owner", "own-report", "listed" or "no-report": a code of the pages' labels.
    """
    if one.kind != CHECKED.name:
        return "" if one.party == owner else "not-owner"
    if one.party == owner:
        return "own-report"
    if listed:
        return "listed"
    return "" if one.done in set(reports) else "no-report"


def reports_of(found: Iterable[Saying], owner: Party) -> tuple[str, ...]:
    """Return the hashes of an owner's reports that an action is done."""
    return tuple(one.record for one in found if one.kind == DONE.name and one.party == owner)
