"""Packages: acceptances that hold only together, and what a clause comes to.

"Japan accepts this wording of clause 4 only if that wording of clause 3 is agreed." Conditions are
positive, so the largest set of wordings that carry each other is unique (a greatest fixpoint): two
acceptances that depend on each other close together, in whatever order they were written, and
fall together (R14).

Two traps. A condition on a wording that is agreed only ad referendum is itself met only ad
referendum. And where two wordings of a clause are acceptable to all, a condition on one of them is
not met yet: the revision may take the other one (R16), so it waits until one is chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.agreement.text import Text
from comity.records.party import Party

ACCEPTED, PROVISIONAL = "SA", "SAQ"


class StatusWord(StrEnum):
    """What a clause comes to."""

    AGREED = "agreed"
    AD_REFERENDUM = "agreed ad referendum"
    EITHER = "either acceptable"
    PACKAGE = "pending package"
    AWAITING = "awaiting"
    BRACKETED = "bracketed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Status:
    """What a clause comes to, and because of whom.

    Attributes:
        word: agreed, bracketed ...
        wordings: that are agreed, or acceptable to all; all live ones where none is.
        parties: who agreed ad referendum, who is awaited, or whose condition is not met.
        sought: of an agreed clause, the parties that support another wording (R15).
    """

    word: StatusWord
    wordings: tuple[str, ...]
    parties: tuple[Party, ...] = ()
    sought: tuple[Party, ...] = ()

    @property
    def agreed(self) -> bool:
        """Say whether all parties support or accept one wording, without any condition left."""
        return self.word is StatusWord.AGREED


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the stances of all parties come to.

    Attributes:
        acceptable: wordings that all support or accept, with every condition met.
        provisional: the same where acceptance ad referendum counts too.
        firm: those of `acceptable` that hold whatever the revision chooses.
        tentative: the same of `provisional`.
    """

    acceptable: frozenset[str]
    provisional: frozenset[str]
    firm: frozenset[str]
    tentative: frozenset[str]


def largest(text: Text, candidates: Iterable[str], letters: str) -> frozenset[str]:
    """Return the largest set of wordings that all accept and whose conditions lie in the set."""
    held = {
        one
        for one in candidates
        if text.holders(one, letters) == text.parties and text.holders(one, "S")
    }
    while True:
        unmet = {
            one
            for one in held
            for party in text.parties
            if not held.issuperset(_conditions(text, party, one))
        }
        if not unmet:
            return frozenset(held)
        held -= unmet


def _conditions(text: Text, party: Party, wording: str) -> tuple[str, ...]:
    stance = text.stance(party, wording)
    return () if stance is None else stance.only_if


def solve(text: Text) -> Outcome:
    """Return what the stances of all parties come to."""
    acceptable = largest(text, text.alternatives, ACCEPTED)
    provisional = largest(text, text.alternatives, PROVISIONAL)
    single: set[str] = set()
    likely: set[str] = set()
    for clause in text.clauses:
        firm = [one for one in text.live(clause) if one in acceptable]
        perhaps = firm or [one for one in text.live(clause) if one in provisional]
        single |= set(firm) if len(firm) == 1 else set()
        likely |= set(perhaps) if len(perhaps) == 1 else set()
    return Outcome(
        acceptable,
        provisional,
        largest(text, single, ACCEPTED),
        largest(text, likely, PROVISIONAL),
    )


def statuses(text: Text) -> dict[str, Status]:
    """Return what each clause comes to."""
    outcome = solve(text)
    return {clause: _status(text, clause, outcome) for clause in text.clauses}


def _status(text: Text, clause: str, outcome: Outcome) -> Status:
    live = text.live(clause)
    if not live:
        return Status(StatusWord.DROPPED, ())
    good = tuple(one for one in live if one in outcome.acceptable)
    perhaps = good or tuple(one for one in live if one in outcome.provisional)
    if len(perhaps) > 1:
        return Status(StatusWord.EITHER, perhaps, _ad_referendum(text, perhaps))
    if perhaps and perhaps[0] in outcome.firm:
        return Status(StatusWord.AGREED, perhaps, sought=_sought(text, live, perhaps[0]))
    if perhaps and perhaps[0] in outcome.tentative:
        who = _ad_referendum(text, perhaps)
        return Status(StatusWord.AD_REFERENDUM, perhaps, who, _sought(text, live, perhaps[0]))
    return _open_status(text, live, outcome)


def _open_status(text: Text, live: tuple[str, ...], outcome: Outcome) -> Status:
    """Return the status of a clause that is not agreed."""
    for one in live:
        if text.holders(one, PROVISIONAL) == text.parties:
            waiting = tuple(
                party
                for party in text.parties
                if not outcome.tentative.issuperset(_conditions(text, party, one))
            )
            return Status(StatusWord.PACKAGE, live, waiting)
    silent = tuple(
        party
        for party in text.parties
        if not any(text.stance(party, one) is not None for one in live)
    )
    return Status(StatusWord.AWAITING if silent else StatusWord.BRACKETED, live, silent)


def _sought(text: Text, live: tuple[str, ...], agreed: str) -> tuple[Party, ...]:
    """Return who supports another wording of a clause than the agreed one (R15)."""
    others = [one for one in live if one != agreed]
    return tuple(
        party for party in text.parties if any(party in text.holders(one, "S") for one in others)
    )


def _ad_referendum(text: Text, wordings: Iterable[str]) -> tuple[Party, ...]:
    """Return on whose confirmation these wordings wait, through their conditions too (R12)."""
    seen: set[str] = set()
    todo, found = list(wordings), set()
    while todo:
        one = todo.pop()
        if one in seen or one not in text.alternatives:
            continue
        seen.add(one)
        found |= set(text.holders(one, "Q"))
        todo += [other for party in text.parties for other in _conditions(text, party, one)]
    return tuple(sorted(found))


def unmet(text: Text, chosen: Mapping[str, str]) -> list[tuple[Party, str, str]]:
    """Return the conditions that a choice of wordings breaks, before it becomes a revision.

    Args:
        text: the joint text.
        chosen: one wording for each clause that the revision takes.

    Returns:
        Who accepted a chosen wording, which one, and the wording that it depends on.
    """
    taken = set(chosen.values())
    return [
        (party, one, condition)
        for one in sorted(taken)
        for party in text.parties
        for condition in _conditions(text, party, one)
        if condition not in taken
    ]


def carried_over(text: Text, retained: Iterable[str]) -> tuple[str, ...]:
    """Return the clauses that the next meeting starts with.

    What is not agreed at the end of a meeting is dropped, unless keeping it was itself adopted.

    Args:
        text: the joint text at the end of the meeting.
        retained: clauses that an adopted revision keeps ("retained for the next meeting").
    """
    kept = set(retained)
    found = statuses(text)
    return tuple(
        clause
        for clause in text.clauses
        if clause in kept
        or found[clause].word in {StatusWord.AGREED, StatusWord.AD_REFERENDUM, StatusWord.EITHER}
    )
