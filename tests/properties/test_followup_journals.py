"""What journals, and the tables that pages read, say of an action is what the records say (R18).

The histories of `undertakings` are delivered to two journals, in parcels of any size, in any order
and some of them twice; the tables take them in by batches of any size. Both come to the same, so
does a rebuild, and so does whoever reads the records without any table.

A quarter of COMITY_HISTORIES is played, 75 histories if it is not set.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest
from tests.journals.conftest import KEYS
from tests.properties.test_followup import HISTORIES, became, played
from tests.properties.undertakings import ACTIONS, DAYS, World, facts, known
from tests.unit.agreement.histories import EVERYBODY, Choices, proven, seeded

from comity.agreement.adoption import Agreement
from comity.agreement.followup import Outcome, outcome
from comity.consultation.actions import Actions, sayings
from comity.consultation.assignments import assignments
from comity.journal.book import Journal, open_journal
from comity.journal.store import Session
from comity.node.findings import counted, proof_of
from comity.node.undertakings import undertaken
from comity.projection import Projections
from comity.records.party import Party
from comity.records.record import Record
from comity.records.tree import root_of
from comity.sanctions.findings import LASTING_KEYS, Findings, facts_of, said_after
from comity.seal.checkpoint import Checkpoint, issue
from comity.seal.signing import SigningKeys

SIGNING: Mapping[Party, SigningKeys] = {
    party: KEYS.get(party) or SigningKeys.from_bytes(bytes([9]) * 64) for party in EVERYBODY
}
SHARES = {2: 2, 3: 1, 4: 1}
"""Of four histories, how many have so many parties."""

NAMED_ALIKE = [str(one["action"]) for one in ACTIONS if one.get("list", "us-ofac") in LASTING_KEYS]
"""Actions whose entries have one name in every edition: they are read without any table too."""

Parcel = tuple[Sequence[Record], int, int]
"""A chain, and the numbers of the first and the last record of it that come together."""


def chains(records: Sequence[Record]) -> list[list[Record]]:
    """What each party wrote in each circle, in order."""
    found: dict[tuple[str, Party], list[Record]] = {}
    for one in records:
        found.setdefault((one.circle, one.party), []).append(one)
    return [sorted(chain, key=lambda one: one.seq) for chain in found.values()]


def parcels(world: World, choices: Choices) -> Iterator[Parcel]:
    """Every chain in parcels, each chain's in order, some of them twice."""
    waiting = [(chain, 0) for chain in chains([*world.records, *world.strays])]
    while waiting:
        chain, done = waiting.pop(choices.number(len(waiting)))
        last = min(len(chain), done + 1 + choices.number(7))
        yield chain, done + 1, last
        if choices.number(5) == 0:
            yield chain, 1 + choices.number(done + 1), last
        if last < len(chain):
            waiting.append((chain, last))


def put(journal: Journal, parcel: Parcel) -> None:
    """Append a parcel to a journal."""
    chain, first, last = parcel
    leaves = [bytes.fromhex(record.hash) for record in chain[:last]]
    party, circle = chain[0].party, chain[0].circle
    root = root_of(leaves)
    note = issue(Checkpoint(circle, party, last, root), SIGNING[party])
    records = chain[first - 1 : last]
    journal.write(lambda writer: writer.append(records, note, root)).result(10)


@contextmanager
def received(
    world: World, choices: Choices, actions: Actions | None = None
) -> Iterator[tuple[Journal, Projections]]:
    """A journal that has received a history, with its tables."""
    with open_journal(":memory:") as journal:
        projections = Projections(journal, [actions or Actions(), Findings()])
        for parcel in parcels(world, choices):
            put(journal, parcel)
            if choices.number(3) == 0:
                projections.catch_up(limit=1 + choices.number(30))
        projections.catch_up()
        yield journal, projections


def states(world: World, journal: Journal, day: str) -> dict[str, Outcome]:
    """How far each action has come, as the desk of a node adds it up from the tables."""
    circle = world.start.circle
    agreement = Agreement(circle, proven)
    agreement.take([record for _, record in journal.admissions(0, 10_000) if of(record, circle.id)])
    said, told = sayings(journal, circle.id), said_after(journal, circle.id)
    return {
        one.action: undertaken(
            agreement,
            one,
            [word for word in said if word.name == one.name],
            facts_of(
                counted(agreement, [word for word in told if word.action_name == one.name]),
                proof_of(one),
            ),
            day,
        ).outcome
        for one in assignments(agreement)
    }


def of(record: Record, circle: str) -> bool:
    """Whether a record belongs to a circle."""
    return circle in {record.circle, record.hash}


@pytest.mark.parametrize("parties", SHARES)
def test_two_journals_and_a_rebuild_come_to_what_the_records_say(parties: int) -> None:
    broken: dict[int, object] = {}

    for seed in range(HISTORIES * SHARES[parties] // 16):
        world, data = played(seed, parties, lies=False)
        choices = Choices(seeded(seed, 8192) + data)
        day = choices.one(DAYS)
        plain = became(facts(*known(world, world.records)), day, outcome)
        with received(world, choices) as (journal, projections):
            first = states(world, journal, day)
            projections.check()
            projections.rebuild()
            again = states(world, journal, day)
        with received(world, choices) as (journal, _):
            second = states(world, journal, day)
        if not first == second == again:
            broken[seed] = (first, second, again)
        for name in NAMED_ALIKE:
            if plain[name] != first[name]:
                broken[seed] = (name, plain[name], first[name])

    assert broken == {}


class Forgetful(Actions):
    """A table with a fault: it misses every third record that is admitted."""

    def apply(self, tx: Session, number: int, record: Record) -> None:
        if number % 3:
            super().apply(tx, number, record)


def test_the_search_finds_a_table_that_depends_on_the_order_of_admission() -> None:
    """Two journals admit in different orders: what counts admissions tells them apart."""
    number, differ = 0, False
    while not differ:
        assert number < 100, "no history tells the two journals apart"
        world, data = played(number, 3, lies=False)
        choices = Choices(seeded(number, 8192) + data)
        with received(world, choices, Forgetful()) as (journal, _):
            first = states(world, journal, DAYS[-1])
        with received(world, choices, Forgetful()) as (journal, _):
            differ = states(world, journal, DAYS[-1]) != first
        number += 1
