"""What editions of a list and analysts say of an action that a list is to prove (R18)."""

from dataclasses import replace

import pytest
from tests.unit.agreement.followups import (
    BAN,
    BOTH,
    ENTRY,
    FREEZE,
    GONE,
    LISTED,
    OTHER,
    WITH,
    WITHOUT,
    WORDS,
    accepted,
    done,
    listed,
    matched,
    shown,
    state,
)
from tests.unit.agreement.histories import JP, KR, UA

from comity.agreement.followup import (
    ABSENT,
    State,
)
from comity.records.party import Party

# --- what editions show


@pytest.mark.parametrize("late_first", [False, True])
def test_an_entry_that_is_gone_again_has_regressed_whoever_imported_what_first(
    *, late_first: bool
) -> None:
    editions = [WITHOUT, WITH, GONE]

    found = listed(said=WORDS, shown=editions[::-1] if late_first else editions, matched=BOTH)

    assert (found.state, found.newest, found.keys) == (State.REGRESSED, GONE.as_of, ("29#7",))


def test_two_editions_of_the_newest_day_that_differ_dispute_each_other() -> None:
    editions = [WITH, GONE, shown(GONE.as_of, ENTRY)]

    assert state(LISTED, said=WORDS, shown=editions, matched=BOTH) is State.DISPUTED


def test_two_editions_of_an_older_day_do_not() -> None:
    editions = [WITHOUT, shown(WITHOUT.as_of, OTHER), WITH]

    assert state(LISTED, said=WORDS, shown=editions, matched=BOTH) is State.VERIFIED


def test_editions_that_differ_in_other_entries_do_not_dispute() -> None:
    editions = [WITH, shown(WITH.as_of, OTHER, "30#1"), shown(WITH.as_of, ABSENT, "30#1")]

    assert state(LISTED, said=WORDS, shown=editions, matched=BOTH) is State.VERIFIED


def test_one_file_that_two_programs_read_differently_is_one_source() -> None:
    """Two ministries do not bring in a new version of the program on the same day."""
    readings = [replace(WITH, file="f1"), replace(WITH, file="f1", listing=OTHER)]

    assert state(LISTED, said=WORDS, shown=readings, matched=BOTH) is State.VERIFIED
    gone = replace(WITH, file="f1", listing=ABSENT, measures=frozenset[str]())
    assert state(LISTED, said=WORDS, shown=[*readings, gone], matched=BOTH) is State.DISPUTED
    two = [readings[0], replace(readings[1], file="f2")]
    assert state(LISTED, said=WORDS, shown=two, matched=BOTH) is State.DISPUTED


def test_one_listing_under_two_measures_contradicts_itself() -> None:
    """The hash is over the measures too: somebody says what does not stand there."""
    editions = [replace(WITH, measures=frozenset({BAN})), WITH]

    assert state(LISTED, said=WORDS, shown=editions, matched=BOTH) is State.DISPUTED


def test_an_edition_of_a_day_that_has_not_come_counts_for_nothing() -> None:
    """Else one invented edition would outlast every real one."""
    invented = shown("9999-12-31")
    editions = [WITH, invented]

    assert listed(said=WORDS, shown=editions, matched=BOTH) == listed(
        said=WORDS, shown=[WITH], matched=BOTH
    )
    assert state(LISTED, said=WORDS, shown=[invented]) is State.REPORTED


def test_an_edition_of_tomorrow_counts_for_it_is_tomorrow_in_the_east() -> None:
    editions = [WITH, GONE]

    assert state(LISTED, "2026-08-31", said=WORDS, shown=editions, matched=BOTH) is State.REGRESSED
    assert state(LISTED, "2026-08-30", said=WORDS, shown=editions, matched=BOTH) is State.VERIFIED


def test_a_report_that_is_dated_ahead_escapes_no_list() -> None:
    """What counts as newer than the report must not be in the owner's hand (R4)."""
    words = [accepted(), done(at="2099-01-01")]

    assert state(LISTED, said=words, shown=[WITHOUT]) is State.NOT_FOUND
    assert state(LISTED, said=words) is State.REPORTED


def test_nothing_taken_for_the_target_is_not_found() -> None:
    editions = [shown("2026-04-20", ABSENT, "")]

    assert state(LISTED, said=WORDS, shown=editions) is State.NOT_FOUND


# --- which measure


def test_the_measure_that_all_signed_stands_above_the_one_that_the_owner_names() -> None:
    """A party cannot agree to a freeze with all, and be verified by a ban that it chose alone."""
    words = [accepted(measure=BAN), done()]
    ban = shown("2026-04-27", ENTRY, "29#7", BAN)
    found = listed(said=words, shown=[ban], matched=BOTH)

    assert (found.state, found.measure, found.measures) == (State.OTHER_MEASURE, FREEZE, (BAN,))


def test_where_the_decision_names_none_the_owner_does() -> None:
    facts = replace(LISTED, measure="", said=[accepted(measure=BAN), done()], matched=BOTH)

    assert state(facts, shown=[WITH]) is State.OTHER_MEASURE
    assert state(facts, shown=[shown("2026-04-27", ENTRY, "29#7", BAN)]) is State.VERIFIED


def test_where_nobody_names_one_any_will_do() -> None:
    facts = replace(LISTED, measure="", said=WORDS, shown=[WITH], matched=BOTH)

    assert state(facts) is State.VERIFIED


def test_an_entry_whose_measures_are_not_told_does_not_verify_a_measure() -> None:
    untold = replace(WITH, measures=frozenset[str]())

    assert state(LISTED, said=WORDS, shown=[untold], matched=BOTH) is State.OTHER_MEASURE


def test_an_entry_under_two_measures_is_verified_by_the_one_that_was_agreed() -> None:
    both = shown("2026-04-27", ENTRY, "29#7", BAN, FREEZE)

    assert state(LISTED, said=WORDS, shown=[both], matched=BOTH) is State.VERIFIED


# --- whether it is the target


@pytest.mark.parametrize(
    ("analysts", "found"),
    [
        ([], State.NOT_FOUND),
        ([JP, JP], State.ONE_ANALYST),
        ([JP, UA], State.VERIFIED),
        ([UA, KR], State.VERIFIED),
    ],
    ids=["nobody", "one party twice", "both", "two others, a third party among them"],
)
def test_a_match_counts_only_when_analysts_of_two_parties_confirm_it(
    analysts: list[Party], found: State
) -> None:
    words = [matched(party, seq=seq) for seq, party in enumerate(analysts, 9)]

    assert state(LISTED, said=WORDS, shown=[WITHOUT, WITH], matched=words) is found


def test_two_analysts_who_took_two_entries_have_confirmed_neither() -> None:
    editions = [WITH, shown(WITH.as_of, OTHER, "30#1")]
    words = [matched(JP), matched(UA, "30#1")]
    found = listed(said=WORDS, shown=editions, matched=words)

    assert (found.state, found.keys, found.confirmed) == (State.ONE_ANALYST, (), (JP, UA))


def test_an_entry_that_no_edition_ever_showed_cannot_be_matched() -> None:
    words = [matched(JP, "77"), matched(UA, "77")]

    assert state(LISTED, said=WORDS, shown=[WITHOUT, WITH], matched=words) is State.NOT_FOUND


def test_one_analysts_entry_that_has_gone_awaits_nobody() -> None:
    found = listed(said=WORDS, shown=[WITH, GONE], matched=[matched(JP)])

    assert (found.state, found.confirmed) == (State.NOT_FOUND, ())


def test_an_analyst_who_changes_the_verdict_takes_the_match_back() -> None:
    words = [*BOTH, matched(UA, seq=10, same=False)]
    found = listed(said=WORDS, shown=[WITH], matched=words)

    assert (found.state, found.confirmed, found.against) == (State.ONE_ANALYST, (JP,), (UA,))
    again = listed(said=WORDS, shown=[WITH], matched=[*words, matched(UA, seq=11)])
    assert (again.state, again.against) == (State.VERIFIED, ())


def test_a_party_cannot_hide_a_regression_by_taking_its_match_back() -> None:
    words = [*BOTH, matched(JP, seq=10, same=False)]

    assert state(LISTED, said=WORDS, shown=[WITH, GONE], matched=words) is State.NOT_FOUND


def test_undecided_is_neither_for_nor_against() -> None:
    found = listed(said=WORDS, shown=[WITH], matched=[*BOTH, matched(KR, same=None)])

    assert (found.state, found.confirmed, found.against) == (State.VERIFIED, (JP, UA), ())


def test_a_third_party_that_disagrees_is_named_and_undoes_nothing() -> None:
    found = listed(said=WORDS, shown=[WITH], matched=[*BOTH, matched(KR, same=False)])

    assert (found.state, found.against) == (State.VERIFIED, (KR,))


def test_two_verdicts_of_an_analyst_at_one_place_decide_nothing() -> None:
    """The party spoke twice: whoever heard which story first comes to the same."""
    words = [matched(JP), matched(UA), matched(UA, same=False)]

    for order in (words, words[::-1], words + words[::-1]):
        assert state(LISTED, said=WORDS, shown=[WITH], matched=order) is State.ONE_ANALYST


def test_an_entry_that_was_amended_since_analysts_looked_stays_verified_and_is_named() -> None:
    looked = [matched(JP, listing=ENTRY), matched(UA, listing=ENTRY)]
    amended = shown("2026-09-08", OTHER)

    assert not listed(said=WORDS, shown=[WITH], matched=looked).changed
    found = listed(said=WORDS, shown=[WITH, amended], matched=looked)
    assert (found.state, found.changed) == (State.VERIFIED, True)
    again = [*looked, matched(UA, listing=OTHER, seq=10)]
    assert not listed(said=WORDS, shown=[WITH, amended], matched=again).changed


# --- entries that are split, merged or left unread


def test_an_entry_that_was_split_in_two_is_there_while_one_of_them_is() -> None:
    first, second = shown("2026-09-01", ENTRY, "29#7"), shown("2026-09-01", OTHER, "29#8")
    words = [*BOTH, matched(JP, "29#8"), matched(UA, "29#8")]
    split = listed(said=WORDS, shown=[first, second], matched=words)
    one_left = [
        first,
        second,
        shown("2026-09-08", ABSENT, "29#7"),
        replace(second, as_of="2026-09-08"),
    ]
    none_left = [
        *one_left,
        shown("2026-09-15", ABSENT, "29#7"),
        shown("2026-09-15", ABSENT, "29#8"),
    ]

    assert (split.state, split.keys) == (State.VERIFIED, ("29#7", "29#8"))
    assert state(LISTED, said=WORDS, shown=one_left, matched=words) is State.VERIFIED
    assert state(LISTED, said=WORDS, shown=none_left, matched=words) is State.REGRESSED


def test_an_entry_that_nobody_looked_up_in_the_newest_edition_has_not_gone() -> None:
    """Of two entries one is gone in the newer edition; of the other nobody read it there."""
    editions = [WITH, shown(WITH.as_of, OTHER, "29#8"), shown("2026-09-01", ABSENT, "29#8")]
    words = [*BOTH, matched(JP, "29#8"), matched(UA, "29#8")]
    found = listed(said=WORDS, shown=editions, matched=words)

    assert (found.state, found.newest) == (State.VERIFIED, WITH.as_of)


def test_an_old_dispute_that_nothing_newer_settles_does_not_become_a_regression() -> None:
    disputed = [WITH, shown(WITH.as_of, ABSENT), shown("2026-09-01", OTHER, "29#8")]
    words = [*BOTH, matched(JP, "29#8"), matched(UA, "29#8")]
    gone = [*disputed, shown("2026-09-08", ABSENT, "29#8")]

    assert state(LISTED, said=WORDS, shown=disputed, matched=words) is State.VERIFIED
    assert state(LISTED, said=WORDS, shown=gone, matched=words) is State.DISPUTED


def test_an_entry_under_a_new_key_is_matched_anew() -> None:
    moved = [WITH, shown("2026-09-01"), shown("2026-09-01", ENTRY, "30#1")]
    one = [*BOTH, matched(JP, "30#1")]

    assert state(LISTED, said=WORDS, shown=moved, matched=BOTH) is State.REGRESSED
    assert state(LISTED, said=WORDS, shown=moved, matched=one) is State.REGRESSED
    assert state(LISTED, said=WORDS, shown=moved, matched=[*one, matched(UA, "30#1")]) is (
        State.VERIFIED
    )


def test_many_entries_that_one_party_takes_cost_little_and_change_nothing() -> None:
    """A partner may match whatever it likes, by the ten thousand."""
    words = [*BOTH, *(matched(KR, str(number)) for number in range(20_000))]
    editions = [WITH, *(shown(WITH.as_of, OTHER, str(number)) for number in range(20_000))]
    found = listed(said=WORDS, shown=editions, matched=words)

    assert (found.state, found.keys, found.confirmed) == (State.VERIFIED, ("29#7",), (JP, UA))
