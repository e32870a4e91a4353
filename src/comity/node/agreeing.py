"""Agreeing: the common objects of a node's circles, and what the node writes about them by itself.

What is agreed is added up from admitted records alone (`comity.agreement`), so that every node
comes to the same; where a party spoke twice, from both of its stories. The records of a circle are
taken in when its objects are first asked for, and only where it has any: a circle of messages alone
costs nothing.
"""

import datetime as dt
import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from comity.agreement.adoption import Agreement, adopted, awaiting, signed, why_void
from comity.agreement.duties import Answer, due
from comity.agreement.standing import Voided
from comity.agreement.statements import OPEN, Draft
from comity.errors import RefusedError
from comity.exchange.roster import Roster
from comity.exchange.station import Draft as Said
from comity.exchange.station import Station
from comity.journal.store import Session
from comity.node.revoking import voided_by
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.fork import proof_of_fork
from comity.seal.statements import FORK, REVOKE

AT_ONCE = 2000
OWN_MARKING = "TLP:AMBER"
"""Of what a node writes by itself: it names an object, and says nothing of it."""


class VoidSignatureError(RefusedError):
    """A signature would not count."""

    code = "void-signature"
    template = "this signature would be void ({reason}); nothing was signed"


class NoRevisionError(RefusedError):
    """An object has no such revision."""

    code = "no-revision"
    template = "{object} has no revision {revision!r}; choose from: {known}"


class Objects:
    """A projection of the objects that circles have; see `comity.projection`."""

    name = "objects"
    version = 1
    tables: Mapping[str, str] = {
        "objects_opened": "hash TEXT PRIMARY KEY, circle TEXT NOT NULL, number INTEGER NOT NULL"
    }

    def apply(self, tx: Session, number: int, record: Record) -> None:
        """Take in one record."""
        if record.kind == OPEN.name:
            tx.run(
                "INSERT INTO objects_opened (hash, circle, number) VALUES (?, ?, ?)",
                record.hash,
                record.circle,
                number,
            )


class Agreeing:
    """What the circles of one node have agreed, kept up to date.

    Attributes:
        station: whose.
    """

    def __init__(self, station: Station) -> None:
        self.station = station
        self._lock = threading.RLock()
        self._held: dict[str, Agreement] = {}
        self._cursor = 0
        self._beside: dict[str, int] = {}

    def circles(self) -> list[str]:
        """Return the circles that have an object."""
        with self.station.journal.session() as session:
            rows = session.all("SELECT DISTINCT circle FROM objects_opened ORDER BY circle")
        return [row[0] for row in rows]

    def agreement(self, circle: str) -> Agreement:
        """Return what a circle has agreed so far.

        Raises:
            UnknownCircleError: this node has no such circle.
        """
        with self._lock:
            if circle not in self._held:
                members = self.station.roster.circle(circle)
                self._held[circle] = Agreement(members, self._proven)
                self._take_in({circle}, 0, self._cursor)
            self._take_in(set(self._held), self._cursor, None)
            self._take_in_beside(circle)
            return self._held[circle]

    @contextmanager
    def reading(self, circle: str) -> Iterator[Agreement]:
        """Lend what a circle has agreed so far; nothing is taken in meanwhile.

        Raises:
            UnknownCircleError: this node has no such circle.
        """
        with self._lock:
            yield self.agreement(circle)

    def _take_in(self, circles: set[str], after: int, until: int | None) -> None:
        """Take in what was admitted between two numbers."""
        while records := self.station.journal.admissions(after, AT_ONCE):
            after = records[-1][0]
            for number, record in records:
                if record.circle in circles and (until is None or number <= until):
                    self._held[record.circle].take([record])
            if until is not None and after >= until:
                return
        if until is None:
            self._cursor = max(self._cursor, after)

    def _take_in_beside(self, circle: str) -> None:
        """Take in the other stories of those who spoke twice; the order does not matter.

        What of them counts, and what of it is void, the agreement says for itself.
        """
        after = self._beside.get(circle, 0)
        while records := self.station.journal.beside(circle, after, AT_ONCE):
            after = self._beside[circle] = records[-1][0]
            self._held[circle].take([record for _, record in records])

    def _proven(self, record: Record) -> Voided | None:
        """Say what stretch of a chain a record proves void, once its proof is good."""
        try:
            if record.kind == FORK.name:
                return _forked(record, self.station.roster)
            if record.kind == REVOKE.name:
                return voided_by(record, self.station.journal, self.station.roster)
        except (RefusedError, KeyError):
            return None
        return None

    def due(self, circle: str, answers: Mapping[Party, Answer], now: dt.datetime) -> list[Draft]:
        """Return what this node must write in a circle by itself, now."""
        with self._lock:
            agreement = self.agreement(circle)
            duties, _ = due(agreement, self.station.me, now, answers, self._shown(agreement))
        return [duty.draft for duty in duties]

    def do_duties(self, circle: str, answers: Mapping[Party, Answer], now: dt.datetime) -> int:
        """Write what is due in a circle, one after another; return how much that was."""
        done = 0
        while drafts := self.due(circle, answers, now):
            draft = drafts[0]
            said = Said(draft.kind, draft.body, OWN_MARKING)
            self.station.say(circle, [said]).result()
            done += 1
        return done

    def check_signature(self, circle: str, draft: Draft) -> None:
        """Refuse a signature that would not count.

        Raises:
            VoidSignatureError: it would be void.
        """
        with self._lock:
            reason = why_void(self.agreement(circle), self.station.me, draft, self.station.now())
        if reason:
            raise VoidSignatureError(reason=reason)

    def revision(self, circle: str, about: str, first: str) -> str:
        """Return the revision of an object that begins so; the only one where nothing is named.

        Raises:
            NoRevisionError: there is none, or more than one.
        """
        with self._lock:
            revisions = self.agreement(circle).matter(about).revisions
            found = [one for one in revisions if one.startswith(first)]
        if len(found) != 1:
            known = ", ".join(one[:12] for one in revisions) or "none is there yet"
            raise NoRevisionError(object=about[:12], revision=first, known=known)
        return found[0]

    def show(self, circle: str) -> list[dict[str, Any]]:
        """Return the objects of a circle for people, who have seen them from now on."""
        with self._lock:
            agreement = self.agreement(circle)
            self._mark_shown(agreement, agreement.procedures)
            return [self._object(agreement, about) for about in agreement.matters]

    def _object(self, agreement: Agreement, about: str) -> dict[str, Any]:
        matter = agreement.matter(about)
        done = adopted(agreement, about)
        return {
            "object": about,
            "circle": agreement.circle.id,
            "type": matter.type.value,
            "title": matter.record.body["title"],
            "revisions": {
                revision: {
                    "by": record.party,
                    "text": record.body["text"],
                    "awaiting": awaiting(agreement, about, revision),
                }
                for revision, record in matter.revisions.items()
            },
            "signed": {party: hold.revision for party, hold in signed(agreement, about).items()},
            "adopted": [
                {"revision": one.revision, "by": one.by, "disputed": one.disputed} for one in done
            ],
        }

    def seen(self, circle: str, procedures: Iterable[str]) -> dict[str, dt.datetime]:
        """Remember that people here have seen silence procedures; return since when each was."""
        with self._lock:
            agreement = self.agreement(circle)
            self._mark_shown(agreement, procedures)
            return self._shown(agreement)

    def _shown(self, agreement: Agreement) -> dict[str, dt.datetime]:
        """Return since when people here could see each silence procedure."""
        kept = json.loads(self.station.journal.meta(f"shown/{agreement.circle.id}") or "{}")
        return {name: dt.datetime.fromisoformat(at) for name, at in kept.items()}

    def _mark_shown(self, agreement: Agreement, procedures: Iterable[str]) -> None:
        shown = {name: at.isoformat() for name, at in self._shown(agreement).items()}
        fresh = {name: self.station.clock().isoformat() for name in procedures}
        if fresh.keys() - shown.keys():
            key, kept = f"shown/{agreement.circle.id}", json.dumps({**fresh, **shown})
            self.station.journal.write(lambda writer: writer.set_meta(key, kept)).result()


def _forked(record: Record, roster: Roster) -> Voided:
    """Return what a proof of double-speaking voids: all from the first record that differs.

    Two checkpoints of one size do not tell where they part, so that the whole chain is void.
    """
    named = record.body["party"]
    keys = [card.signing for card in roster.cards.values() if card.party == named]
    party = proof_of_fork(record.body, keys, circle=record.circle)
    return Voided(party, record.body.get("index", 0) + 1)
