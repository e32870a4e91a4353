"""What was told of lists becomes what R18 weighs, whatever the order in which it came."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreement.followup import Matched, Shown
from comity.records.marking import Marking
from comity.records.party import Party
from comity.sanctions.findings import (
    LASTING_KEYS,
    Proof,
    Told,
    Word,
    entry_name,
    entry_names,
    facts_of,
)
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.state import STABLE

UKRAINE, JAPAN = Party("ua"), Party("jp")
PROOF = Proof(list="jp-mof", since="2022-05-06")
FILE, HERE, THERE = "f" * 64, "1" * 64, "2" * 64


def told(
    key: str,
    listing: str = HERE,
    as_of: str = "2022-06-19",
    party: Party = UKRAINE,
    of: str = "jp-mof",
) -> Told:
    """Return what a node told."""
    return Told(
        number=1,
        decision="d" * 64,
        action="1",
        party=party,
        seq=1,
        record="r" * 64,
        at="2022-06-19T09:00:00.000Z",
        marking=Marking.GREEN,
        list=of,
        key=key,
        listing=listing,
        as_of=as_of,
        date_from="given",
        file=FILE,
        kind="person",
        measures=("asset-freeze",),
        name="イワン・ナイ",
        place="line 3",
    )


def word(key: str, verdict: str = "same", of: str = "jp-mof", seq: int = 2) -> Word:
    """Return what an analyst said."""
    return Word(
        number=2,
        decision="d" * 64,
        action="1",
        party=JAPAN,
        seq=seq,
        record="w" * 64,
        at="2022-06-19T09:00:00.000Z",
        marking=Marking.GREEN,
        list=of,
        key=key,
        listing=HERE,
        verdict=verdict,
        words={},
    )


def test_what_was_told_of_the_list_since_the_decision_is_weighed() -> None:
    said: list[Told | Word] = [told("29#7@2022-06-19"), word("29#7@2022-06-19")]
    shown, matched = facts_of(said, PROOF)

    key = "29#7@2022-06-19"
    assert shown == (
        Shown(
            as_of="2022-06-19",
            key=key,
            listing=HERE,
            measures=frozenset({"asset-freeze"}),
            file=FILE,
        ),
    )
    assert matched == (Matched(party=JAPAN, seq=2, key=key, same=True, listing=HERE),)


def test_an_edition_of_before_the_decision_is_not_weighed() -> None:
    assert facts_of([told("29#7@2022-05-05", as_of="2022-05-05")], PROOF) == ((), ())


def test_what_was_told_of_another_list_is_not_weighed() -> None:
    said: list[Told | Word] = [told("910001", of="us-ofac"), word("910001", of="us-ofac")]

    assert facts_of(said, PROOF) == ((), ())


def test_another_and_undecided_are_no_confirmation() -> None:
    said = [word("29#7@2022-06-19", "different"), word("29#8@2022-06-19", "undecided", seq=3)]

    assert [one.same for one in facts_of(said, PROOF)[1]] == [False, None]


def test_two_names_under_which_one_listing_was_told_are_one_entry() -> None:
    one, other = told("29#7@2022-05-12"), told("34#2@2022-06-19", party=JAPAN)

    assert entry_names([one, other]) == {
        "29#7@2022-05-12": "29#7@2022-05-12",
        "34#2@2022-06-19": "29#7@2022-05-12",
    }


def test_one_key_of_a_list_whose_keys_last_is_one_entry_whatever_it_says() -> None:
    said: list[Told | Word] = [
        told("EU.1", HERE, of="eu-fsf"),
        told("EU.2", HERE, of="eu-fsf"),
        word("EU.2", of="eu-fsf"),
    ]

    shown, matched = facts_of(said, Proof(list="eu-fsf", since="2022-05-06"))

    assert entry_names(one for one in said if isinstance(one, Told)) == {}
    assert {one.key for one in shown} == {"EU.1", "EU.2"}
    assert [one.key for one in matched] == ["EU.2"]


def test_a_key_that_looks_like_a_hash_joins_nothing() -> None:
    one, other = told("29#7@2022-05-12", HERE), told(HERE, THERE)

    assert entry_names([one, other]) == {"29#7@2022-05-12": "29#7@2022-05-12", HERE: HERE}


def test_lists_whose_keys_last_are_those_of_which_first_editions_are_told_and_dated_notices() -> (
    None
):
    series = {name.removesuffix("-sdn").removesuffix("-consolidated") for name in STABLE}

    assert series | {"jp-export-ban"} == LASTING_KEYS
    assert set(LISTS) >= LASTING_KEYS


keys = st.sampled_from(["a", "b", "c", "d"]).map(
    lambda key: entry_name("jp-mof", key, "2022-06-19")
)
tellings = st.lists(
    st.builds(told, keys, st.sampled_from([HERE, THERE, "3" * 64, ""])) | st.builds(word, keys),
    max_size=8,
)


@settings(deadline=None)
@given(held=tellings, data=st.data())
def test_order_and_repeats_change_nothing(held: Sequence[Told | Word], data: st.DataObject) -> None:
    arrived = data.draw(st.permutations([*held, *held]))

    assert facts_of(arrived, PROOF) == facts_of(held, PROOF)
