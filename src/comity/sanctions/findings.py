"""Findings: what editions of lists show of the targets of actions, and what analysts say of it.

Nodes tell what they read (`shown/1`), analysts of parties say which entry is the target
(`match/1`); a projection keeps both, and `facts_of` makes of them what R18 weighs. Only what was
said in the circle of the decision counts, of the list that the action names, and of editions from
the day of the decision on: what stood in a list before proves nothing.

Some lists number their keys anew at each edition. There an entry is named by its key with the day
of the edition in which it had it, `29#2@2022-05-12`, and keeps that name in later editions; two
names are one entry where the same listing, by its hash, was told under both.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.agreement.followup import ABSENT, Matched, Shown
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.records.kinds import Kinds
from comity.records.marking import TEXTS, Marking
from comity.records.party import Party
from comity.records.record import Record
from comity.sanctions.statements import MATCH, SHOWN

KEPT = Kinds((SHOWN, MATCH))
TABLE = "findings_said"

LASTING_KEYS = frozenset({"us-ofac", "eu-fsf", "uk", "uk-ofsi", "un", "jp-export-ban"})
"""Lists whose key of an entry is the same in every edition."""

SAME: Mapping[str, bool | None] = {"same": True, "different": False, "undecided": None}

Name = tuple[str, str]
"""Names an action: the object that assigns it, and its name there."""

Found = tuple[tuple[Shown, ...], tuple[Matched, ...]]
"""What lists show of an action, and what analysts say of the entries."""


class Findings:
    """A projection of what was told of lists, and of matches; see `comity.projection`."""

    name = "findings"
    version = 1
    tables: Mapping[str, str] = {
        TABLE: "number INTEGER PRIMARY KEY, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "seq INTEGER NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, "
        "at TEXT NOT NULL, marking TEXT NOT NULL"
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record; one whose body does not fit its kind says nothing."""
        if not KEPT.fits(record):
            return
        tx.run(
            f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            number,
            record.circle,
            record.party,
            record.seq,
            record.hash,
            record.kind,
            json.dumps(record.body, ensure_ascii=False),
            record.at,
            record.marking,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who said something of an action, and when.

    Attributes:
        number: of its admission here.
        decision, action: what it is about.
        party: who says it. seq: place in its chain.
        record: hash of it.
        at: moment, by its author's clock. marking: of it.
        list: of which list. key: of the entry.
        listing: hash of the entry as read; `ABSENT` where an edition does not have it.
    """

    number: int
    decision: str
    action: str
    party: Party
    seq: int
    record: str
    at: str
    marking: Marking
    list: str
    key: str
    listing: str

    @property
    def action_name(self) -> Name:
        """Return which action it is about."""
        return self.decision, self.action


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Said):
    """What a node says that an edition shows.

    Attributes:
        as_of: day of the edition. date_from: "content", "given" or "folder".
        file: SHA-256 of the file.
        kind, measures, name, place: of the entry; empty where there is none.
    """

    as_of: str
    date_from: str
    file: str
    kind: str
    measures: tuple[str, ...]
    name: str
    place: str

    @property
    def present(self) -> bool:
        """Say whether the edition has the entry."""
        return self.listing != ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Said):
    """What a party's analyst says of an entry.

    Attributes:
        verdict: "same", "different" or "undecided".
        words: the reason, by language.
    """

    verdict: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What proves an action.

    Attributes:
        list: in which the target is to stand.
        since: day from which editions count, that of the decision.
    """

    list: str
    since: str


def said_after(journal: Journal, circle: str, after: int = 0) -> list[Told | Word]:
    """Return what was told and said in a circle, as it was admitted.

    Args:
        journal: of this node.
        circle: id of the circle.
        after: number of the last admission that is known.
    """
    with journal.session() as session:
        rows = session.all(
            "SELECT number, party, seq, hash, kind, body, at, marking "  # noqa: S608 - our own names
            f"FROM {TABLE} WHERE number > ? AND circle = ? ORDER BY number",
            after,
            circle,
        )
    return [_said(row) for row in rows]


def _said(row: Sequence[Any]) -> Told | Word:
    number, party, seq, record, kind, text, at, marking = row
    body = json.loads(text)
    common = {
        "number": number,
        "decision": body["decision"],
        "action": body["action"],
        "party": Party(party),
        "seq": seq,
        "record": record,
        "at": at,
        "marking": TEXTS.get(marking, Marking.RED),
        "list": body["list"],
        "key": body["key"],
        "listing": body.get("listing", ABSENT),
    }
    if kind == MATCH.name:
        return Word(**common, verdict=body["verdict"], words=body.get("words", {}))
    return Told(
        **common,
        as_of=body["as_of"],
        date_from=body["date_from"],
        file=body["file"],
        kind=body.get("kind", ""),
        measures=tuple(body.get("measures", ())),
        name=body.get("name", ""),
        place=body.get("place", ""),
    )


def all_facts(journal: Journal, circle: str, proofs: Mapping[Name, Proof]) -> Mapping[Name, Found]:
    """Return what R18 weighs of every action of a circle of which there is something.

    Args:
        journal: of this node.
        circle: id of the circle.
        proofs: what proves each action that this circle has adopted; others are left out.
    """
    sorted_out: dict[Name, list[Told | Word]] = {}
    for one in said_after(journal, circle):
        sorted_out.setdefault(one.action_name, []).append(one)
    return {
        name: facts_of(said, proofs[name]) for name, said in sorted_out.items() if name in proofs
    }


def facts_of(said: Iterable[Told | Word], proof: Proof) -> Found:
    """Return what R18 weighs of what was said of one action, in any order."""
    said = [one for one in said if one.list == proof.list]
    names = entry_names(one for one in said if isinstance(one, Told))
    shown = {
        Shown(
            as_of=one.as_of,
            key=names.get(one.key, one.key),
            listing=one.listing,
            measures=frozenset(one.measures),
            file=one.file,
        )
        for one in said
        if isinstance(one, Told) and one.as_of >= proof.since
    }
    matched = {
        Matched(
            party=one.party,
            seq=one.seq,
            key=names.get(one.key, one.key),
            same=SAME[one.verdict],
            listing=one.listing,
        )
        for one in said
        if isinstance(one, Word)
    }
    return (
        tuple(sorted(shown, key=_order)),
        tuple(sorted(matched, key=lambda one: (one.party, one.seq, one.key, repr(one)))),
    )


def _order(one: Shown) -> tuple[str, ...]:
    """Return the place of a reading among others."""
    return (one.as_of, one.key, one.listing, one.file, *sorted(one.measures))


def entry_names(told: Iterable[Told]) -> dict[str, str]:
    """Return for each key of a list that numbers anew the first name of the same entry.

    Of lists whose keys last there is none: a key is its own name. Two keys are one entry where the
    same listing was told under both, also over a third; the first in the alphabet names it.

    >>> entry_names([])
    {}
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    keys: set[str] = set()
    for one in told:
        if one.present and one.key and one.list not in LASTING_KEYS:
            keys.add(one.key)
            # "key" stands before "listing", so that the first of a group is always a key.
            first, second = sorted((root(("key", one.key)), root(("listing", one.listing))))
            parent[second] = first
    return {key: root(("key", key))[1] for key in sorted(keys)}


def entry_name(list_name: str, key: str, as_of: str) -> str:
    """Return the name of an entry that nobody has named before.

    >>> entry_name("eu-fsf", "EU.9001.11", "2026-04-27")
    'EU.9001.11'
    >>> entry_name("jp-mof", "29#2", "2022-05-12")
    '29#2@2022-05-12'
    """
    return key if list_name in LASTING_KEYS else f"{key[:180]}@{as_of}"
