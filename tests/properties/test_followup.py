"""How far an action has come is a function of the set of records, whoever heard what when (R18).

COMITY_HISTORIES sets how many histories are played, 300 if it is not set. The rule alone is
searched in all of them, journals with the tables that pages read in a quarter.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.undertakings import (
    BYTES,
    DAYS,
    Reader,
    Rule,
    World,
    facts,
    first_heard,
    known,
)
from tests.unit.agreement.histories import EVERYBODY, Choices, seeded

from comity.agreement.followup import Checked, Facts, Matched, Outcome, State, outcome
from comity.records.party import Party

HISTORIES = int(os.environ.get("COMITY_HISTORIES", "300"))
SHARES = {(2, False): 4, (3, False): 3, (4, False): 2, (2, True): 1, (3, True): 1, (4, True): 1}
"""Of twelve histories, how many have so many parties, and whether some of them speak twice."""

FOUND = frozenset({State.VERIFIED, State.REGRESSED, State.OTHER_MEASURE, State.DISPUTED})
"""States that an entry gives which analysts of two parties took for the target."""


def became(known_of: Mapping[str, Facts], day: str, rule: Rule) -> dict[str, Outcome]:
    """How far each action has come on a day."""
    return {action: rule(one, day) for action, one in known_of.items()}


def faults(world: World, data: bytes, rule: Rule = outcome, facts: Reader = facts) -> list[str]:
    """Every law that a history breaks under a rule, and read in some way; none."""
    records, choices = world.records, Choices(seeded(len(data), 4096) + data)
    day = choices.one(DAYS)
    whole = facts(*known(world, records))
    states = became(whole, day, rule)
    again = choices.shuffled([*records, *records[:: 1 + choices.number(4)]])
    found = []
    if became(facts(*known(world, again)), day, rule) != states:
        found.append("R1: order or repetition of delivery changed something")
    if became(facts(*known(world, [*world.strays, *records])), day, rule) != states:
        found.append("R3: what was said in another circle changed something")
    if became({a: own(one) for a, one in whole.items()}, day, rule) != states:
        found.append("R5: what others say for the owner changed something")
    for action, one in states.items():
        if one.state in FOUND and not proved(whole[action], one):
            found.append(f"R18: {action} is {one.state} without two parties")
        late = one.state is State.OVERDUE or one.late
        if late and not any(said.due < day for said in whole[action].said if said.due):
            found.append(f"{action} is late before any day that was set")
    return found


def own(one: Facts) -> Facts:
    """The same without what anybody but the owner says in the owner's place."""
    return replace(one, said=[said for said in one.said if said.party == one.owner])


def proved(one: Facts, seen: Outcome) -> bool:
    """Whether two parties stand behind what is said to be proved, counted without the rule."""
    if not one.listed:
        return any(
            all(said.confirmed for said in last)
            for party, last in last_words(said for said in one.checked if said.done == seen.done)
            if party != one.owner
        )
    for key in {said.key for said in one.matched}:
        words = last_words(said for said in one.matched if said.key == key)
        if sum(all(said.same for said in last) for _, last in words) > 1:
            return True
    return False


Word = TypeVar("Word", Checked, Matched)


def last_words(said: Iterable[Word]) -> Iterator[tuple[Party, list[Word]]]:
    """Each party with its last word; with several where it spoke twice."""
    words = list(said)
    for party in {one.party for one in words}:
        seq = max(one.seq for one in words if one.party == party)
        yield party, [one for one in words if (one.party, one.seq) == (party, seq)]


def played(seed: int, parties: int, *, lies: bool) -> tuple[World, bytes]:
    """The history of a number."""
    data = seeded(seed, BYTES[parties])
    return World(data, EVERYBODY[:parties], lies=lies).run(), data


@pytest.mark.parametrize(("parties", "lies"), SHARES)
def test_no_history_of_many_breaks_a_law(parties: int, *, lies: bool) -> None:
    number = HISTORIES * SHARES[parties, lies] // 12
    broken, reached = {}, set[State]()

    for seed in range(number):
        world, data = played(seed, parties, lies=lies)
        found = faults(world, data)
        if not lies and seed < 300:
            whole = facts(*known(world, world.records))
            reached.update(
                one.state for day in DAYS for one in became(whole, day, outcome).values()
            )
        if found:
            broken[seed] = found

    assert broken == {}
    assert lies or number < 60 or reached == set(State), "the search does not come to every state"


@settings(max_examples=max(20, HISTORIES // 6), deadline=None)
@given(data=st.binary(min_size=8, max_size=300), parties=st.integers(2, 4), lies=st.booleans())
def test_no_history_that_can_be_shortened_breaks_a_law(
    data: bytes, parties: int, *, lies: bool
) -> None:
    world = World(data, EVERYBODY[:parties], lies=lies).run()

    assert faults(world, data) == []


# --- the laws have teeth: each is broken where its rule is taken out


def anybody_counts(one: Facts, today: str) -> Outcome:
    """The rule without "only the owner counts"."""
    return outcome(replace(one, said=[replace(said, party=one.owner) for said in one.said]), today)


def one_analyst_is_enough(one: Facts, today: str) -> Outcome:
    """The rule without "analysts of two parties must confirm"."""
    second = [replace(said, party=Party("zz")) for said in one.matched]
    return outcome(replace(one, matched=[*one.matched, *second]), today)


def owners_check_themselves(one: Facts, today: str) -> Outcome:
    """The rule without "another party says whether it is done"."""
    own = [replace(said, party=Party("zz")) for said in one.checked if said.party == one.owner]
    return outcome(replace(one, checked=[*one.checked, *own]), today)


def what_was_imported_last_counts(one: Facts, today: str) -> Outcome:
    """The rule by order of arrival, without the days of editions."""
    days = [f"2026-03-20T{place:06}" for place, _ in enumerate(one.shown)]
    shown = [replace(said, as_of=day) for day, said in zip(days, one.shown, strict=True)]
    return outcome(replace(one, shown=shown), today)


@pytest.mark.parametrize(
    ("rule", "law"),
    [
        (anybody_counts, "R5"),
        (one_analyst_is_enough, "R18"),
        (owners_check_themselves, "R18"),
        (what_was_imported_last_counts, "R1"),
    ],
)
def test_the_search_finds_a_fault_where_a_rule_is_taken_out(rule: Rule, law: str) -> None:
    number = 0
    while not any(one.startswith(law) for one in faults(*played(number, 3, lies=False), rule)):
        number += 1
        assert number < 400, f"without its rule nothing breaks {law}"


def test_the_search_finds_a_fault_where_the_first_of_two_stories_counts() -> None:
    number = 0
    while not faults(*played(number, 3, lies=True), facts=first_heard):
        number += 1
        assert number < 400, "whoever heard which story first comes to the same all the same"
