"""What must hold of every history, whoever says what, whatever arrives when.

COMITY_HISTORIES sets how many histories are played, 300 if it is not set. Each of them is made
from its number, so that a failure names the history to play again.
"""

import os
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.agreement.histories import (
    EVERYBODY,
    SIZES,
    Choices,
    World,
    fresh,
    seeded,
    summary,
)

from comity.agreement.adoption import Agreement, adopted

HISTORIES = int(os.environ.get("COMITY_HISTORIES", "300"))
SHARES = {(2, False): 3, (3, False): 3, (4, False): 2, (2, True): 1, (3, True): 2, (4, True): 1}
"""Of twelve histories, how many have so many parties, and whether some of them speak twice."""


def revisions(agreement: Agreement, world: World) -> set[str]:
    """The revisions of the text that are adopted."""
    return {one.revision for one in adopted(agreement, world.start.text)}


def verdicts(agreement: Agreement) -> dict[str, tuple[str, str]]:
    """Each act that was weighed, with why it is void and what it adopts."""
    return {
        act.link.hash: (act.void, act.completes)
        for matter in agreement.matters.values()
        for acts in matter.acts.values()
        for act in acts
    }


def faults(world: World, data: bytes) -> list[str]:
    """Every law that a history breaks; none."""
    found, records, choices = [], world.records, Choices(seeded(len(data), 4096) + data)
    whole = fresh(world, records)
    known, final = summary(whole), revisions(whole, world)
    parcels = fresh(world, [])
    shuffled = choices.shuffled([*records, *records[:: 1 + choices.number(5)]])
    while shuffled:
        size = 1 + choices.number(9)
        parcels.take(shuffled[:size])
        shuffled = shuffled[size:]
    if summary(parcels) != known:
        found.append("R1: the order, repetition or batching of delivery changed something")
    part = fresh(world, choices.shuffled(records)[choices.number(len(records)) :])
    if not world.seen <= final or not (
        world.start.text not in part.matters or revisions(part, world) <= final
    ):
        found.append("R7: what was adopted is adopted no more")
    if not verdicts(part).items() <= verdicts(whole).items():
        found.append("R1: a verdict changed when more records came")
    if len(final) > 1 and not any(node.lied for node in world.nodes):
        found.append("R9, R10: two revisions are adopted")
    for node in world.nodes:
        admitted = {record.hash for record in node.wrote} <= whole.history.links.keys()
        if not admitted and not node.lied:
            found.append("R2: a record of an honest node is not admitted")
        if node.tacit_alone:
            found.append("R8: a node that was cut off signed tacitly")
    return found + unsigned(whole, world)


def unsigned(agreement: Agreement, world: World) -> list[str]:
    """Every party that an adoption binds without a signature in its own chain (R6, R7, R12)."""
    by_hash = {record.hash: record for record in world.records}
    found = []
    for one in adopted(agreement, world.start.text):
        signatures = [by_hash[hashed] for hashed in one.signatures]
        signers = [
            record.party
            for record in signatures
            if record.kind == "sign/1"
            and record.body["revision"] == one.revision
            and "ad_referendum" not in record.body
        ]
        if signers != list(agreement.circle.members):
            found.append(f"R6: {one.revision} binds a party that did not sign it: {signers}")
    return found


@pytest.mark.parametrize(("parties", "lies"), SHARES)
def test_no_history_of_many_breaks_a_law(parties: int, *, lies: bool) -> None:
    number = HISTORIES * SHARES[parties, lies] // 12
    broken, counted = {}, Counter[str]()

    for seed in range(number):
        data = seeded(seed, SIZES[parties])
        world = World(data, EVERYBODY[:parties], lies=lies).run()
        found = faults(world, data)
        counted["adopted"] += bool(world.seen)
        if found:
            broken[seed] = found

    assert broken == {}
    assert number < 50 or counted["adopted"] > number // 25, "the search finds nothing to judge"


@settings(max_examples=max(20, HISTORIES // 6), deadline=None)
@given(data=st.binary(min_size=8, max_size=300), parties=st.integers(2, 4), lies=st.booleans())
def test_no_history_that_can_be_shortened_breaks_a_law(
    data: bytes, parties: int, *, lies: bool
) -> None:
    world = World(data, EVERYBODY[:parties], lies=lies).run()

    assert faults(world, data) == []
