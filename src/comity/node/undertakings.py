"""Undertakings: what every adopted object assigns, and what became of it, for today's day.

Assignments are added up once for each state of a circle, and what was said of them is read on from
the last admission that is known. Outcomes are kept until something new is admitted, another day
begins, or a projection has taken in more: so a page costs milliseconds however long the history is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from comity.agreement.adoption import Agreement
from comity.agreement.followup import Facts, Matched, Outcome, Shown, outcome
from comity.agreement.standing import voided
from comity.consultation.actions import Name, Saying, checked_of, said_of, sayings
from comity.consultation.assignments import Assignment, assignments
from comity.consultation.statements import CHECKED
from comity.node.party import PartyNode
from comity.node.traffic import AT_ONCE
from comity.records.party import Party

Found = tuple[tuple[Shown, ...], tuple[Matched, ...]]
"""What lists show of an action, and what analysts say of the entries."""

NOTHING: Found = ((), ())


class Findings(Protocol):
    """What knows how actions stand in the lists that prove them."""

    def facts(self, decision: str, action: str) -> Found:
        """Return what lists show of an action, and what analysts say of it."""
        ...

    def all_facts(self, circle: str) -> Mapping[Name, Found]:
        """Return the same of every action of a circle of which there is something."""
        ...


@dataclass(frozen=True, slots=True)
class Undertaken:
    """An action with what became of it.

    Attributes:
        assignment: what was agreed.
        outcome: how far it has come today.
        said: what anybody said of it, without words, as it was admitted.
        void: hashes of those records among them that a proof voids (R2, R20).
    """

    assignment: Assignment
    outcome: Outcome
    said: tuple[Saying, ...] = ()
    void: frozenset[str] = frozenset()

    @property
    def last(self) -> Saying | None:
        """Return the last thing that its owner said of it, None where it said nothing."""
        owner, void = self.assignment.owner, self.void
        own = (one for one in self.said if one.party == owner and one.record not in void)
        return max(own, key=lambda one: one.seq, default=None)

    def verdicts(self, what: str) -> tuple[Party, ...]:
        """Return the parties whose last word on the report that stands is this verdict."""
        last: dict[Party, str] = {}
        for one in sorted(self.said, key=lambda one: one.seq):
            checks = one.kind == CHECKED.name and one.done == self.outcome.done
            if checks and one.record not in self.void and one.party != self.assignment.owner:
                last[one.party] = one.what
        return tuple(sorted(party for party, said in last.items() if said == what))

    @property
    def state(self) -> str:
        """Return a name of how it stands: another word of anybody gives another name."""
        now = self.outcome
        shown = repr((now.newest, now.keys, now.confirmed, now.against, now.measures))
        facts = [shown, *(one.record for one in self.said)]
        return sha256(" ".join(facts).encode()).hexdigest()[:32]


@dataclass(slots=True)
class _Held:
    """What is known of the actions of one circle.

    Attributes:
        size: how many records the assignments were added up from.
        assigned: them.
        last: number of the last admission whose words were read.
        said: what was said of any action, by name.
        key: size, what projections lack, and day; None before the first reading.
        undertaken: every action as it stood then.
    """

    size: int = -1
    assigned: tuple[Assignment, ...] = ()
    last: int = 0
    said: dict[Name, list[Saying]] = field(default_factory=dict)
    key: tuple[int, int, str] | None = None
    undertaken: Mapping[Name, Undertaken] = field(default_factory=dict)


class Undertakings:
    """The actions of one party's circles.

    Attributes:
        party: its node.
        findings: what lists show; None where nothing looks into lists.
    """

    def __init__(self, party: PartyNode, findings: Findings | None = None) -> None:
        self.party = party
        self.findings = findings
        self._held: dict[str, _Held] = {}

    def today(self, now: dt.datetime | None = None) -> str:
        """Return the day that it is, in UTC: "2026-05-01"."""
        return (now or self.party.station.clock()).astimezone(dt.UTC).date().isoformat()

    def assigned(self, circle: str) -> tuple[Assignment, ...]:
        """Return every action of a circle, without what became of it; lists are not asked."""
        with self.party.agreeing.reading(circle) as agreement:
            held = self._held.setdefault(circle, _Held())
            _add_up(held, agreement)
            return held.assigned

    def of_circle(self, circle: str, now: dt.datetime | None = None) -> Mapping[Name, Undertaken]:
        """Return every action of a circle with what became of it, by decision and action.

        Args:
            circle: id of it.
            now: for which day; None for now.
        """
        with self.party.agreeing.reading(circle) as agreement:
            held = self._held.setdefault(circle, _Held())
            self._bring_up(held, agreement, self.today(now))
            return held.undertaken

    def outcomes(self, circle: str, now: dt.datetime | None = None) -> Mapping[Name, Outcome]:
        """Return how far every action of a circle has come, by decision and action."""
        return {name: one.outcome for name, one in self.of_circle(circle, now).items()}

    def every(self, now: dt.datetime | None = None) -> tuple[Undertaken, ...]:
        """Return every action of every circle with what became of it."""
        self.party.projections.catch_up(AT_ONCE)
        circles = self.party.agreeing.circles()
        return tuple(one for circle in circles for one in self.of_circle(circle, now).values())

    def _bring_up(self, held: _Held, agreement: Agreement, today: str) -> None:
        """Bring what is held up to date; the caller holds the agreement."""
        size, circle = len(agreement.history.links), agreement.circle.id
        key = (size, self._behind(), today)
        if held.key == key:
            return
        _add_up(held, agreement)
        for one in sayings(self.party.journal, circle, held.last):
            held.said.setdefault(one.name, []).append(one)
            held.last = one.number
        found: Mapping[Name, Found] = {}
        if self.findings is not None and any(one.listed for one in held.assigned):
            found = self.findings.all_facts(circle)
        held.undertaken = {
            one.name: undertaken(
                agreement, one, held.said.get(one.name, ()), found.get(one.name, NOTHING), today
            )
            for one in held.assigned
        }
        held.key = key

    def _behind(self) -> int:
        """Return how many records projections have yet to take in, added up."""
        projections = self.party.projections
        return sum(projections.behind(name) for name in projections.projections)


def _add_up(held: _Held, agreement: Agreement) -> None:
    """Let the assignments of a circle be those of its records."""
    size = len(agreement.history.links)
    if held.size != size:
        held.assigned, held.size = assignments(agreement), size


def undertaken(
    agreement: Agreement, one: Assignment, said: Iterable[Saying], found: Found, today: str
) -> Undertaken:
    """Return an action with what became of it.

    Args:
        agreement: of its circle.
        one: what was agreed.
        said: what anybody said of it.
        found: what lists show of it.
        today: "2026-05-01".
    """
    said, links = tuple(said), agreement.history.links
    present, proofs = agreement.history.present, agreement.proofs
    void = frozenset(
        word.record
        for word in said
        if word.record in links and voided(links[word.record], present, proofs)
    )
    counted = [word for word in said if word.record not in void]
    facts = Facts(
        owner=one.owner,
        measure=one.measure,
        listed=one.listed,
        said=said_of(counted),
        checked=checked_of(counted),
        shown=found[0],
        matched=found[1],
    )
    return Undertaken(one, outcome(facts, today), said, void)
