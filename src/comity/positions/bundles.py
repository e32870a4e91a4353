"""Bundles: which acceptances of a joint text hold only together (R14), ready to be drawn.

"Japan accepts this wording of clause 4 only if that wording of clause 3 is agreed" is a tie. Ties
that touch each other make one package: it closes as a whole and falls as a whole.
"""

from dataclasses import dataclass

from comity.agreement.packages import solve
from comity.positions.views import Views
from comity.records.party import Party


@dataclass(frozen=True, slots=True)
class Tie:
    """One condition.

    Attributes:
        party: who set it.
        wording: what it accepts.
        clause: number of that wording's clause.
        needs: the wording that must be agreed with it.
        needed: number of that one's clause, 0 where nobody knows it.
        met: whether that wording is agreed, ad referendum included.
    """

    party: Party
    wording: str
    clause: int
    needs: str
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Package:
    """Ties that touch each other.

    Attributes:
        letter: by which a page names it: "A".
        ties: in the order of clauses.
        clauses: their numbers.
    """

    letter: str
    ties: tuple[Tie, ...]
    clauses: tuple[int, ...]

    @property
    def closed(self) -> bool:
        """Say whether every condition in it is met."""
        return all(tie.met for tie in self.ties)


def packages(shown: Views) -> tuple[Package, ...]:
    """Return the packages of a text."""
    ties = _ties(shown)
    groups: list[set[int]] = []
    for tie in ties:
        touched = [one for one in groups if one & {tie.clause, tie.needed}]
        groups = [one for one in groups if one not in touched]
        groups.append({tie.clause, tie.needed}.union(*touched))
    found = []
    for number, group in enumerate(sorted(groups, key=sorted)):
        own = tuple(tie for tie in ties if tie.clause in group)
        found.append(Package(_letter(number), own, tuple(sorted(group - {0}))))
    return tuple(found)


def _letter(number: int) -> str:
    """Return A, B ... Z, AA, AB ..."""
    above, place = divmod(number, 26)
    return (_letter(above - 1) if above else "") + chr(ord("A") + place)


def _ties(shown: Views) -> list[Tie]:
    text, outcome = shown.text, solve(shown.text)
    numbers = {
        one: clause.number for clause in shown.clauses for one in (*clause.live, *clause.dead)
    }
    found = [
        Tie(party, one, clause.number, needs, numbers.get(needs, 0), needs in outcome.tentative)
        for clause in shown.clauses
        for one in clause.live
        for party in text.parties
        if (stance := text.stance(party, one)) is not None
        for needs in stance.only_if
    ]
    return sorted(found, key=lambda tie: (tie.clause, tie.needed, tie.party))
