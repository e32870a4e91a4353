"""Standing: which signatures of a party hold, seen from one moment of the past.

Whether an act is void is decided once, from its own causal past, and never again (R1). Whether a
valid signature *counts* is asked from the past of the record that completes an adoption: a
withdrawal, a break of its procedure or a proof that its key was stolen counts exactly there (R8,
R11, R2, R20).

A signature that has stopped counting, because its procedure was broken or its key revoked, still
holds the lock (R9) until it is withdrawn and the withdrawal acknowledged: somewhere, someone who
did not know may have completed an adoption with it.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.history import Branch, Link, Past
from comity.records.party import Party
from comity.records.record import Record


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that tests switch off to see that they are needed; nothing else may.

    Attributes:
        lock: R9.
        seen_adopted: R10.
        void_holds: a signature voided by a proof still holds the lock.
    """

    lock: bool = True
    seen_adopted: bool = True
    void_holds: bool = True


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Voided:
    """What a proof voids: a stretch of one party's chain.

    Attributes:
        party: whose.
        since: first number.
        until: first number that is good again; None when none is.
    """

    party: Party
    since: int
    until: int | None = None

    def covers(self, link: Link) -> bool:
        """Say whether a record lies in the stretch."""
        return (
            link.party == self.party
            and self.since <= link.seq
            and (self.until is None or link.seq < self.until)
        )


Proven = Callable[[Record], Voided | None]
"""Says what a record proves: the stretch that a fork or a revocation voids; verified by `seal`."""


def nothing(record: Record) -> Voided | None:
    """Say that a record proves nothing."""
    del record
    return None


@dataclass(frozen=True, eq=False, slots=True)
class Hold:
    """A valid signature, as its author's chain goes on from it.

    Attributes:
        link: where it stands.
        revision: what was signed.
        procedure: that of a tacit signature, "" when signed by hand.
        ad_referendum: does not count (R12).
        valid_until: when its author's node withdraws it, "" for never.
        withdrawn: the withdrawal, None while there is none.
    """

    link: Link
    revision: str
    procedure: str
    ad_referendum: bool
    valid_until: str = ""
    withdrawn: Link | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Act:
    """A signature, withdrawal or completion, weighed.

    Attributes:
        link: where it stands.
        record: what it says.
        void: why it is void, "" when it is valid.
        holds: the author's signatures on this object after it, withdrawn or not.
        completes: the revision that this act adopts, "" for none.
        rests_on: the signatures that were counted.
    """

    link: Link
    record: Record
    void: str
    holds: tuple[Hold, ...]
    completes: str = ""
    rests_on: tuple[Link, ...] = ()


class First:
    """The first link of a sort on each branch; whoever knows any later one knows it."""

    __slots__ = ("links",)

    def __init__(self) -> None:
        self.links: dict[Branch, Link] = {}

    def add(self, link: Link) -> None:
        """Note a link; links of one branch come in order."""
        self.links.setdefault(link.branch, link)

    def known(self, past: Past) -> list[Link]:
        """Return those that a past holds."""
        return [link for link in self.links.values() if past.holds(link)]


@dataclass(eq=False, slots=True)
class Procedure:
    """A silence procedure (R8).

    Attributes:
        link: where it was started; its hash names it.
        record: that started it.
        revision: that silence would sign.
        deadline: on each party's own clock.
        void: why it is void, "" when it is valid.
        breaks: of silence.
    """

    link: Link
    record: Record
    revision: str
    deadline: str
    void: str
    breaks: First = field(default_factory=First)

    @property
    def id(self) -> str:
        """Return the hash of the record that started it."""
        return self.link.hash


@dataclass(eq=False, slots=True)
class Matter:
    """One object, with everything that was said about it.

    Attributes:
        id: hash of the record that opened it.
        link: where it was opened.
        record: that opened it.
        type: what sort of thing it is.
        revisions: the record of each, by hash of the text; the first that came with each text.
        revised: where each was given, by hash of the text.
        procedures: by id.
        acts: of each branch, in order.
        completions: acts that adopt, by revision.
        adopting: the first act that adopts on each branch.
        others: every other record about it, with its link: alternatives, stances, annexes.
    """

    id: str
    link: Link
    record: Record
    type: Type
    revisions: dict[str, Record] = field(default_factory=dict)
    revised: dict[str, First] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    acts: dict[Branch, list[Act]] = field(default_factory=dict)
    completions: dict[str, list[Act]] = field(default_factory=dict)
    adopting: First = field(default_factory=First)
    others: list[tuple[Link, Record]] = field(default_factory=list)

    def last_act(self, tip: Link) -> Act | None:
        """Return the last act on this object in the chain that ends at a link."""
        end: Link | None = tip
        while end is not None:
            acts = self.acts.get(end.branch, [])
            at = bisect_right(acts, end.seq, key=lambda act: act.link.seq)
            if at:
                return acts[at - 1]
            end = end.branch.stem
        return None

    def holds(self, tip: Link | None) -> tuple[Hold, ...]:
        """Return the signatures of a party after the record at a link."""
        act = None if tip is None else self.last_act(tip)
        return () if act is None else act.holds


def counts(
    hold: Hold, past: Past, procedures: Mapping[str, Procedure], proofs: list[tuple[Link, Voided]]
) -> bool:
    """Say whether a signature counts, seen from a past that holds it (R7, R8, R11, R12, R2)."""
    if hold.withdrawn is not None or hold.ad_referendum:
        return False
    if hold.procedure and procedures[hold.procedure].breaks.known(past):
        return False
    return not voided(hold.link, past, proofs)


def voided(link: Link, past: Past, proofs: list[tuple[Link, Voided]]) -> bool:
    """Say whether a past proves that a record does not count (R2, R20)."""
    if past.forked(link):
        return True
    return any(proof.covers(link) and past.holds(at) for at, proof in proofs)


def standing(
    matter: Matter, party: Party, past: Past, proofs: list[tuple[Link, Voided]]
) -> Hold | None:
    """Return the signature of a party that counts in a past, None when none does.

    A later tacit signature does not take the place of one by hand: when its procedure is broken,
    the one by hand still stands. Of a party that spoke twice a signature counts only where no
    branch has withdrawn it.
    """
    tips = past.tips.get(party, ())
    found: list[Hold] | None = None
    for tip in tips:
        live = [hold for hold in matter.holds(tip) if counts(hold, past, matter.procedures, proofs)]
        links = {hold.link for hold in live}
        found = live if found is None else [hold for hold in found if hold.link in links]
    return found[-1] if found else None


def unacknowledged(withdrawal: Link, past: Past, parties: tuple[Party, ...]) -> list[Party]:
    """Return the parties whose chains, as a past holds them, do not show a withdrawal (R9)."""
    return [
        party
        for party in parties
        if party != withdrawal.party
        and not (past.tips.get(party) and all(tip.knows(withdrawal) for tip in past.tips[party]))
    ]


def after_signing(holds: tuple[Hold, ...], new: Hold) -> tuple[Hold, ...]:
    """Return the holds of a party after a valid signature.

    Those on other revisions are released by then. Of several alike only the first and the last
    are kept: a list without end is not worth a proof that voids these two and none between.
    """
    kept = [hold for hold in holds if hold.revision == new.revision]
    alike = [hold for hold in kept if _sort(hold) == _sort(new)]
    return (*(hold for hold in kept if hold not in alike[1:]), new)


def after_withdrawing(holds: tuple[Hold, ...], at: Link) -> tuple[Hold, ...]:
    """Return the holds of a party after a withdrawal.

    Who acknowledges it has received every earlier one, so one withdrawn hold says all. What was
    ad referendum held no lock and leaves nothing behind.
    """
    full = [hold for hold in holds if hold.withdrawn is None and not hold.ad_referendum]
    if full:
        return (replace(full[-1], withdrawn=at),)
    return tuple(hold for hold in holds if hold.withdrawn is not None)


def _sort(hold: Hold) -> tuple[Any, ...]:
    return hold.procedure, hold.ad_referendum, hold.withdrawn is None
