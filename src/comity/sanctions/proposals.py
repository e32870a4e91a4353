"""Proposals: which targets a party proposes that another lists, kept in tables.

A proposal belongs to its author, who alone withdraws it. It counts where it is made to another
member of its circle. What became of a target is told by the decision that names it (R18); the
entries that stand for the target are kept one by one, so that a page finds quickly what was
proposed about an entry.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from comity.agreement.followup import State
from comity.journal.book import Journal
from comity.journal.store import Session
from comity.records.kinds import Kinds
from comity.records.marking import TEXTS, Marking
from comity.records.party import Party
from comity.records.record import Record
from comity.sanctions.statements import PROPOSAL, PROPOSAL_WITHDRAWN

KEPT = Kinds((PROPOSAL, PROPOSAL_WITHDRAWN))
MADE, TARGETS, ENTRIES, WITHDRAWN = (
    "proposals_made",
    "proposals_targets",
    "proposals_entries",
    "proposals_withdrawn",
)
AT_ONCE = 400
"""Entries that one question names."""


class Proposals:
    """A projection of proposals; see `comity.projection`."""

    name = "proposals"
    version = 1
    tables: Mapping[str, str] = {
        MADE: "hash TEXT PRIMARY KEY, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "receiver TEXT NOT NULL, list TEXT NOT NULL, measure TEXT NOT NULL, title TEXT NOT NULL, "
        "at TEXT NOT NULL, marking TEXT NOT NULL, number INTEGER NOT NULL",
        TARGETS: "proposal TEXT NOT NULL, place INTEGER NOT NULL, target TEXT NOT NULL, "
        "kind TEXT NOT NULL, name TEXT NOT NULL, since TEXT NOT NULL, score INTEGER NOT NULL, "
        "entries TEXT NOT NULL, PRIMARY KEY (proposal, place)",
        ENTRIES: "entry TEXT NOT NULL, proposal TEXT NOT NULL, place INTEGER NOT NULL, "
        "number INTEGER NOT NULL, PRIMARY KEY (entry, proposal, place, number)",
        WITHDRAWN: "proposal TEXT NOT NULL, circle TEXT NOT NULL, party TEXT NOT NULL, "
        "seq INTEGER NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, "
        "PRIMARY KEY (proposal, circle, party, seq)",
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record; one whose body does not fit its kind says nothing."""
        if not KEPT.fits(record):
            return
        body = record.body
        if record.kind == PROPOSAL_WITHDRAWN.name:
            reason = json.dumps(body.get("reason", {}), ensure_ascii=False)
            what = (body["proposal"], record.circle, record.party, record.seq)
            _put(tx, WITHDRAWN, (*what, record.at, reason))
            return
        title = json.dumps(body["title"], ensure_ascii=False)
        whom = (record.hash, record.circle, record.party, body["to"])
        asked = (body["list"], body["measure"], title, record.at, record.marking, number)
        _put(tx, MADE, (*whom, *asked))
        for place, one in enumerate(body["targets"]):
            entries = [f"{said['list']}/{said['key']}" for said in one["entries"]]
            words = (one["target"], one["kind"], one["name"], one["since"], one["score"])
            told = json.dumps(entries, ensure_ascii=False)
            _put(tx, TARGETS, (record.hash, place, *words, told))
            for count, entry in enumerate(entries):
                _put(tx, ENTRIES, (entry, record.hash, place, count))


def _put(tx: Session, table: str, row: tuple[str | int, ...]) -> None:
    marks = ", ".join("?" * len(row))
    tx.run(f"INSERT INTO {table} VALUES ({marks})", *row)  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A target that is proposed.

    Attributes:
        target: names it in the proposal. kind: of it. name: as it is called.
        since: day since which the reference lists it. score: of the gap, in thousandths.
        entries: as "list/key", the reference's first.
    """

    target: str
    kind: str
    name: str
    since: str
    score: int
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal, without its evidence.

    Attributes:
        hash: of the record. circle: in which it was made.
        by: who makes it. to: who is to list.
        list, measure: in which of its lists, under which measure.
        title: by language.
        at: when, by its author's clock.
        marking: of it. number: of its admission here.
        withdrawn: when its author withdrew it, "" while it stands.
        reason: why, by language.
        targets: in order.
    """

    hash: str
    circle: str
    by: Party
    to: Party
    list: str
    measure: str
    title: Mapping[str, str]
    at: str
    marking: Marking
    number: int
    withdrawn: str
    reason: Mapping[str, str]
    targets: tuple[Proposed, ...]

    def target(self, name: str) -> Proposed | None:
        """Return a target by its name, None where the proposal has none of it."""
        return next((one for one in self.targets if one.target == name), None)


COLUMNS = "hash, circle, party, receiver, list, measure, title, at, marking, number"


def proposals(
    journal: Journal,
    parties: Mapping[str, Sequence[Party]],
    hashed: str = "",
) -> tuple[Proposal, ...]:
    """Return the proposals of some circles, the newest first.

    Args:
        journal: of this node.
        parties: of each circle.
        hashed: of the only one that is wanted, "" for all.
    """
    with journal.session() as session:
        rows = session.all(
            f"SELECT {COLUMNS} FROM {MADE} WHERE ? = '' OR hash = ? "  # noqa: S608 - our own names
            "ORDER BY at DESC, hash",
            hashed,
            hashed,
        )
        targets = _targets(session, hashed)
        ended = {
            (proposal, circle, party): (at, reason)
            for proposal, circle, party, at, reason in session.all(
                f"SELECT proposal, circle, party, at, reason FROM {WITHDRAWN} "  # noqa: S608 - our own names
                "WHERE ? = '' OR proposal = ? ORDER BY seq DESC",
                hashed,
                hashed,
            )
        }
    found: list[Proposal] = []
    for name, circle, by, to, list_name, measure, title, at, marking, number in rows:
        members = parties.get(circle, ())
        if by == to or to not in members:
            continue
        withdrawn, reason = ended.get((name, circle, by), ("", "{}"))
        found.append(
            Proposal(
                hash=name,
                circle=circle,
                by=Party(by),
                to=Party(to),
                list=list_name,
                measure=measure,
                title=json.loads(title),
                at=at,
                marking=TEXTS.get(marking, Marking.RED),
                number=number,
                withdrawn=withdrawn,
                reason=json.loads(reason),
                targets=tuple(targets.get(name, ())),
            )
        )
    return tuple(found)


def _targets(session: Session, hashed: str) -> dict[str, list[Proposed]]:
    found: dict[str, list[Proposed]] = {}
    for proposal, target, kind, name, since, score, entries in session.all(
        f"SELECT proposal, target, kind, name, since, score, entries FROM {TARGETS} "  # noqa: S608 - our own names
        "WHERE ? = '' OR proposal = ? ORDER BY proposal, place",
        hashed,
        hashed,
    ):
        found.setdefault(proposal, []).append(
            Proposed(
                target=target,
                kind=kind,
                name=name,
                since=since,
                score=score,
                entries=tuple(json.loads(entries)),
            )
        )
    return found


def proposed_about(journal: Journal, entries: Iterable[str]) -> frozenset[str]:
    """Return the hashes of the proposals that name one of these entries."""
    wanted = sorted(set(entries))
    found: set[str] = set()
    with journal.session() as session:
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = session.all(
                f"SELECT DISTINCT proposal FROM {ENTRIES} WHERE entry IN ({marks})",  # noqa: S608 - our own names
                *some,
            )
            found.update(row[0] for row in rows)
    return frozenset(found)


class Group(StrEnum):
    """What became of a target, as roughly as a chart shows it."""

    FOLLOWED = "followed"
    UNDER_WAY = "under-way"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


OPEN, TABLED, GONE = "open", "tabled", "withdrawn"
"""States before anything is decided: nobody has put it to a decision; a decision is proposed but
not signed by all; its author withdrew it."""

STATES = (OPEN, TABLED, *(state.name.lower().replace("_", "-") for state in State), GONE)
"""Codes of what can become of a target."""


def state_code(state: State) -> str:
    """Return the code of what became of an action.

    >>> state_code(State.NEEDS_LAW)
    'needs-law'
    """
    return state.name.lower().replace("_", "-")


def group_of(state: str) -> Group:
    """Return how a chart shows a state.

    >>> [group_of(one).value for one in ("verified", "regressed", "declined", "tabled")]
    ['followed', 'under-way', 'declined', 'open']
    """
    if state in {OPEN, TABLED}:
        return Group.OPEN
    if state == GONE:
        return Group.WITHDRAWN
    if state == state_code(State.VERIFIED):
        return Group.FOLLOWED
    return Group.DECLINED if state == state_code(State.DECLINED) else Group.UNDER_WAY


def seen_as(proposal: Proposal, states: Iterable[str]) -> str:
    """Return a name of how a proposal stands: it changes whenever that does."""
    said = " ".join((proposal.hash, proposal.withdrawn, *states))
    return sha256(said.encode()).hexdigest()[:32]
