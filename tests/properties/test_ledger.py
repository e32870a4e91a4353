"""The ledger of an initiative, for all that can be said of it."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.initiatives.spoken import (
    JAPAN,
    KOREA,
    MEMBERS,
    UKRAINE,
    back,
    delivery,
    opened,
    pledge,
    receipt,
    withdrawal,
)

from comity.initiatives.initiative import initiatives
from comity.initiatives.ledger import Ledger, Left, Numbers, ledger
from comity.initiatives.said import Statement
from comity.initiatives.statements import DELIVERY, RECEIVED
from comity.records.party import Party

UNITS = ("piece", "JPY", "kg")
parties = st.sampled_from([UKRAINE, JAPAN, KOREA])
amounts = st.sampled_from(["0.000001", "0.1", "0.2", "7", "40", "999999999999999"])
units = st.sampled_from(UNITS)
names = st.sampled_from(["c", "d"])


@st.composite
def histories(draw: st.DrawFn) -> list[Statement]:
    """Draw what three parties say of an initiative, each in the order of its own chain."""
    said: list[Statement] = []
    ends = {UKRAINE: 1, JAPAN: 0, KOREA: 0}
    for _ in range(draw(st.integers(0, 14))):
        party = draw(parties)
        ends[party] += 1
        said.append(_one(draw, party, ends[party], said))
    return said


def _one(draw: st.DrawFn, party: Party, seq: int, said: Sequence[Statement]) -> Statement:
    what = draw(st.sampled_from(["pledge", "withdraw", "deliver", "receive", "back"]))
    amount, unit, name = draw(amounts), draw(units), draw(names)
    if what == "back" and said:
        return back(party, seq, draw(st.sampled_from(said)).hash)
    if what == "withdraw":
        return withdrawal(seq, party, name)
    if what == "deliver":
        return delivery(seq, amount, unit, party, name)
    if what == "receive":
        return receipt(seq, amount, unit, party, name)
    return pledge(party, seq=seq, amount=amount, unit=unit, name=name)


@given(said=histories(), data=st.data())
def test_order_repetition_and_batching_change_nothing(
    said: list[Statement], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(said), max_size=5)) if said else []
    arrived = data.draw(st.permutations([*said, *again]))

    assert ledger(arrived, UKRAINE) == ledger(said, UKRAINE)


@given(said=histories(), data=st.data())
def test_two_nodes_see_the_same_initiative(said: list[Statement], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations([opened(), *said]))

    (here,) = initiatives([opened(), *said], MEMBERS)
    (there,) = initiatives(arrived, MEMBERS)

    assert (here.ledger, here.seen, here.marking) == (there.ledger, there.seen, there.marking)


@given(said=histories(), unit=units)
def test_units_are_never_mixed(said: list[Statement], unit: str) -> None:
    found = ledger(said, UKRAINE)
    others = [
        one
        for one in said
        if one.kind in {DELIVERY.name, RECEIVED.name} and one.body["unit"] != unit
    ]

    without = ledger([one for one in said if one not in others], UKRAINE)

    assert _of(without, unit) == _of(found, unit)


def _of(found: Ledger, unit: str) -> list[Numbers]:
    return [one for one in found.numbers() if one.unit == unit]


@given(said=histories())
def test_nothing_is_confirmed_but_by_the_beneficiary(said: list[Statement]) -> None:
    without = [one for one in said if not (one.kind == RECEIVED.name and one.party == UKRAINE)]

    assert all(one.confirmed == 0 for one in ledger(without, UKRAINE).commitments)


@given(said=histories())
def test_nobody_but_the_giver_changes_what_it_pledged_or_reported(said: list[Statement]) -> None:
    alone = ledger([one for one in said if one.party == JAPAN], UKRAINE)

    found = {one.name: one for one in ledger(said, UKRAINE).commitments if one.giver == JAPAN}

    assert {one.name: (one.pledged, one.reported) for one in alone.commitments} == {
        name: (one.pledged, one.reported) for name, one in found.items()
    }


@given(said=histories())
def test_every_delivery_and_confirmation_is_shown_once(said: list[Statement]) -> None:
    found = ledger(said, UKRAINE)
    shown = [one.record for of in found.commitments for one in (*of.deliveries, *of.received)]
    shown += [one.record for one in found.strays]

    wanted = [one.hash for one in said if one.kind in {"delivery/1", "received/1"}]

    assert sorted(shown) == sorted(wanted)
    assert all(one.left in {Left.NOT_BENEFICIARY, Left.NO_COMMITMENT} for one in found.strays)
