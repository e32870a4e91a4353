"""Found: what was told and said of the lists that prove this party's actions, read on as it comes.

A page, the board and the node that looks into lists ask for the same; here it is kept by action, so
that only what is new is read. What a proof voids (a party spoke twice, a card was revoked) counts
for nothing. The lock of the agreement is the lock of what is kept: whoever asks holds no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comity.agreement.adoption import Agreement
from comity.agreement.standing import voided
from comity.agreement.statements import OPEN
from comity.consultation.actions import Name
from comity.consultation.assignments import Assignment, assignments
from comity.node.party import PartyNode
from comity.sanctions.findings import Found, Proof, Told, Word, facts_of, said_after

NOTHING: Found = ((), ())


@dataclass(slots=True)
class _Held:
    """What is known of one circle.

    Attributes:
        size: how many records the actions were added up from.
        listed: actions that a list proves, by name.
        last: number of the last admission that was read.
        said: everything told and said, by action.
    """

    size: int = -1
    listed: Mapping[Name, Assignment] = field(default_factory=dict)
    last: int = 0
    said: dict[Name, list[Told | Word]] = field(default_factory=dict)


class ListFindings:
    """What was told and said of lists in the circles of one party.

    Attributes:
        party: its node.
    """

    def __init__(self, party: PartyNode) -> None:
        self.party = party
        self._held: dict[str, _Held] = {}

    def facts(self, decision: str, action: str) -> Found:
        """Return what R18 weighs of one action."""
        circle = self.circle_of(decision)
        return self.all_facts(circle).get((decision, action), NOTHING) if circle else NOTHING

    def all_facts(self, circle: str) -> Mapping[Name, Found]:
        """Return what R18 weighs of every action of a circle of which there is something."""
        with self.party.agreeing.reading(circle) as agreement:
            held = self._bring_up(agreement)
            return {
                name: facts_of(counted(agreement, held.said[name]), proof_of(one))
                for name, one in held.listed.items()
                if name in held.said
            }

    def listed(self, circle: str) -> Mapping[Name, Assignment]:
        """Return the actions of a circle that a list proves."""
        with self.party.agreeing.reading(circle) as agreement:
            return self._bring_up(agreement).listed

    def said(self, circle: str, name: Name) -> tuple[Told | Word, ...]:
        """Return what counts of everything told and said of an action, as it was admitted."""
        with self.party.agreeing.reading(circle) as agreement:
            held = self._bring_up(agreement)
            one = held.listed.get(name)
            said = held.said.get(name, ()) if one is not None else ()
            return tuple(word for word in counted(agreement, said) if one and word.list == one.list)

    def last(self, circle: str) -> int:
        """Return the number of the last admission in which something of lists was said."""
        with self.party.agreeing.reading(circle) as agreement:
            return self._bring_up(agreement).last

    def circle_of(self, decision: str) -> str:
        """Return the circle in which an object was opened, "" where none of this party's was."""
        record = self.party.journal.by_hash(decision)
        circles = self.party.station.roster.circles
        opens = record is not None and record.kind == OPEN.name and record.circle in circles
        return record.circle if record is not None and opens else ""

    def _bring_up(self, agreement: Agreement) -> _Held:
        """Bring what is held up to date; the caller holds the agreement."""
        circle, size = agreement.circle.id, len(agreement.history.links)
        held = self._held.setdefault(circle, _Held())
        if held.size != size:
            every = {one.name: one for one in assignments(agreement) if one.listed}
            held.listed, held.size = every, size
        for one in said_after(self.party.journal, circle, held.last):
            held.said.setdefault(one.action_name, []).append(one)
            held.last = one.number
        return held


def counted(agreement: Agreement, said: Iterable[Told | Word]) -> list[Told | Word]:
    """Return what of it no proof voids."""
    links, present = agreement.history.links, agreement.history.present
    return [
        one
        for one in said
        if one.record not in links or not voided(links[one.record], present, agreement.proofs)
    ]


def proof_of(one: Assignment) -> Proof:
    """Return what proves an action: its list, from the day of the decision on."""
    return Proof(list=one.list, since=one.since[:10])
