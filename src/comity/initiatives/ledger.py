"""Ledger: what was pledged, what was reported as delivered, and what was confirmed as received.

The three stay three numbers. The giver alone pledges, revises, withdraws and reports; the
beneficiary alone confirms. Amounts of two units are never added, and none is converted: what came
under another unit than the commitment is shown, and not counted. A record that its author took
back is shown, and not counted either.

A ledger is a function of the set of statements: order, repetition and batching change nothing, for
the last word of a party is told by its place in that party's chain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from comity.initiatives.said import Statement
from comity.initiatives.statements import (
    COMMITMENT,
    COMMITMENT_WITHDRAWN,
    DELIVERY,
    RECEIVED,
    TAKEN_BACK,
)
from comity.records.party import Party

NOTHING = Decimal(0)
Words = Mapping[str, str]


class State(StrEnum):
    """How far a commitment has come."""

    OPEN = "open"
    PART = "part"
    LATE = "late"
    AWAITS = "awaits-confirmation"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"


class Left(StrEnum):
    """Why an entry is shown and not counted."""

    TAKEN_BACK = "taken-back"
    OTHER_UNIT = "other-unit"
    NOT_BENEFICIARY = "not-beneficiary"
    NO_COMMITMENT = "no-commitment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A delivery that the giver reports, or what the beneficiary received.

    Attributes:
        record: hash of it.
        party: who says it.
        giver: whose commitment it is about.
        commitment: its name, for the giver.
        amount: in decimal digits.
        unit: of the amount.
        on: day on which it was delivered or received.
        words: in each language; {} for none.
        at: moment of the record.
        delivery: of what was received, hash of the report that it answers, "" for none.
        left: why it is not counted, None where it is.
        reason: why it was taken back, in each language.
    """

    record: str
    party: Party
    giver: Party
    commitment: str
    amount: Decimal
    unit: str
    on: str
    words: Words
    at: str
    delivery: str = ""
    left: Left | None = None
    reason: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a giver pledges, with everything that came of it.

    Attributes:
        giver: who pledges.
        name: of the commitment, for its giver.
        record: hash of the last word of the giver about it.
        what: in each language.
        unit: of every amount that counts.
        amount: pledged.
        due: day until which.
        conditions: in each language; {} for none.
        at: moment of the last word.
        since: moment of the first word.
        withdrawn: reason of the withdrawal in each language, None while it stands.
        revised: how often it was revised.
        deliveries: that the giver reports, in their order.
        received: that the beneficiary confirms, in their order.
    """

    giver: Party
    name: str
    record: str
    what: Words
    unit: str
    amount: Decimal
    due: str
    conditions: Words
    at: str
    since: str
    withdrawn: Words | None
    revised: int
    deliveries: tuple[Entry, ...]
    received: tuple[Entry, ...]

    @property
    def pledged(self) -> Decimal:
        """Return what is pledged, nothing once it is withdrawn."""
        return NOTHING if self.withdrawn is not None else self.amount

    @property
    def reported(self) -> Decimal:
        """Return what the giver reports as delivered."""
        return _sum(self.deliveries)

    @property
    def confirmed(self) -> Decimal:
        """Return what the beneficiary confirms as received."""
        return _sum(self.received)

    @property
    def unconfirmed(self) -> Decimal:
        """Return how much is reported and not confirmed."""
        return max(NOTHING, self.reported - self.confirmed)

    @property
    def over(self) -> Decimal:
        """Return by how much more was reported or confirmed than is pledged."""
        return max(NOTHING, max(self.reported, self.confirmed) - self.pledged)

    def state(self, today: str) -> State:
        """Return how far it has come on a day, "2026-05-01"."""
        if self.withdrawn is not None:
            return State.WITHDRAWN
        if self.confirmed >= self.amount:
            return State.FULFILLED
        if self.reported >= self.amount:
            return State.AWAITS
        if self.due < today:
            return State.LATE
        return State.PART if self.reported or self.confirmed else State.OPEN


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers of one unit.

    Attributes:
        unit: of all three.
        pledged: by givers.
        reported: by givers as delivered.
        confirmed: by the beneficiary.
    """

    unit: str
    pledged: Decimal
    reported: Decimal
    confirmed: Decimal


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that is given to one initiative.

    Attributes:
        commitments: by giver and name.
        strays: entries that belong to no commitment, or come from somebody who cannot say them.
    """

    commitments: tuple[Commitment, ...]
    strays: tuple[Entry, ...]

    def numbers(self) -> tuple[Numbers, ...]:
        """Return the three numbers of each unit, units in alphabetical order."""
        units = sorted({one.unit for one in self.commitments})
        return tuple(
            Numbers(
                unit,
                sum((one.pledged for one in of), NOTHING),
                sum((one.reported for one in of), NOTHING),
                sum((one.confirmed for one in of), NOTHING),
            )
            for unit in units
            for of in [[one for one in self.commitments if one.unit == unit]]
        )

    def commitment(self, giver: str, name: str) -> Commitment | None:
        """Return a commitment, None where there is none of this name."""
        for one in self.commitments:
            if (one.giver, one.name) == (giver, name):
                return one
        return None

    def entry(self, record: str) -> Entry | None:
        """Return an entry, None where there is none of this hash."""
        each = [one for of in self.commitments for one in (*of.deliveries, *of.received)]
        return next((one for one in (*each, *self.strays) if one.record == record), None)

    def late(self, today: str) -> tuple[Commitment, ...]:
        """Return the commitments that are overdue on a day."""
        return tuple(one for one in self.commitments if one.state(today) is State.LATE)


def ledger(said: Iterable[Statement], beneficiary: Party) -> Ledger:
    """Return what is pledged, reported and confirmed.

    Args:
        said: statements about one initiative, in any order, each as often as you like.
        beneficiary: who alone confirms.
    """
    every = {one.hash: one for one in said}
    ordered = sorted(every.values(), key=lambda one: (one.party, one.seq, one.hash))
    words = _registers(ordered, beneficiary)
    backs = {
        (one.party, str(one.body["record"])): one.body["reason"]
        for one in ordered
        if one.kind == TAKEN_BACK.name
    }
    units = {key: _pledge(of).body["unit"] for key, of in words.items()}
    entries = [
        _entry(one, beneficiary, units, backs)
        for one in ordered
        if one.kind in {DELIVERY.name, RECEIVED.name}
    ]
    entries.sort(key=lambda one: (one.on, one.at, one.record))
    strays = (Left.NOT_BENEFICIARY, Left.NO_COMMITMENT)
    return Ledger(
        tuple(
            _commitment(key[0], key[1], of, [one for one in entries if one.left not in strays])
            for key, of in sorted(words.items())
        ),
        tuple(one for one in entries if one.left in strays),
    )


def _registers(
    ordered: Iterable[Statement], beneficiary: Party
) -> dict[tuple[Party, str], list[Statement]]:
    """Return each giver's words on each of its commitments; what names none at all is left out."""
    found: dict[tuple[Party, str], list[Statement]] = {}
    for one in ordered:
        pledges = one.kind in {COMMITMENT.name, COMMITMENT_WITHDRAWN.name}
        if pledges and one.party != beneficiary:
            found.setdefault((one.party, one.body["commitment"]), []).append(one)
    return {key: of for key, of in found.items() if any(one.kind == COMMITMENT.name for one in of)}


def _pledge(of: Iterable[Statement]) -> Statement:
    """Return the last pledge among the words on a commitment."""
    return [one for one in of if one.kind == COMMITMENT.name][-1]


def _commitment(
    giver: Party, name: str, of: list[Statement], entries: Iterable[Entry]
) -> Commitment:
    last, pledge = of[-1], _pledge(of)
    mine = [one for one in entries if (one.giver, one.commitment) == (giver, name)]
    withdrawn = last.kind == COMMITMENT_WITHDRAWN.name
    return Commitment(
        giver=giver,
        name=name,
        record=last.hash,
        what=pledge.body["what"],
        unit=pledge.body["unit"],
        amount=Decimal(pledge.body["amount"]),
        due=pledge.body["due"],
        conditions=pledge.body.get("conditions", {}),
        at=last.at,
        since=of[0].at,
        withdrawn=last.body["reason"] if withdrawn else None,
        revised=sum(one.kind == COMMITMENT.name for one in of) - 1,
        deliveries=tuple(one for one in mine if one.party == giver),
        received=tuple(one for one in mine if one.party != giver),
    )


def _entry(
    one: Statement,
    beneficiary: Party,
    units: Mapping[tuple[Party, str], str],
    backs: Mapping[tuple[Party, str], Words],
) -> Entry:
    receipt = one.kind == RECEIVED.name
    giver = Party(one.body["giver"]) if receipt else one.party
    key = giver, one.body["commitment"]
    left: Left | None = None
    if receipt and one.party != beneficiary:
        left = Left.NOT_BENEFICIARY
    elif key not in units:
        left = Left.NO_COMMITMENT
    elif (one.party, one.hash) in backs:
        left = Left.TAKEN_BACK
    elif one.body["unit"] != units[key]:
        left = Left.OTHER_UNIT
    return Entry(
        record=one.hash,
        party=one.party,
        giver=giver,
        commitment=one.body["commitment"],
        amount=Decimal(one.body["amount"]),
        unit=one.body["unit"],
        on=one.body["on"],
        words=one.body.get("words", {}),
        at=one.at,
        delivery=one.body.get("delivery", ""),
        left=left,
        reason=backs.get((one.party, one.hash)),
    )


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum((one.amount for one in entries if one.left is None), NOTHING)
