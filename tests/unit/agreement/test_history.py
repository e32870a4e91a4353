"""History: what is admitted, what waits, what is refused, and who spoke twice (R2)."""

from dataclasses import replace

from tests.unit.agreement.histories import JP, KR, UA, opening

from comity.agreement.history import Fork, History, Refusal, past_of
from comity.agreement.statements import acknowledge
from comity.records.circle import circle_of
from comity.records.party import Party
from comity.records.record import Head, Record, write

FIRST = opening([UA, JP, KR])
CIRCLE = circle_of(FIRST)
AT = "2026-03-05T09:00:00.000Z"


def after(before: Record | None, party: Party, *seen: Record, at: str = AT) -> Record:
    """The next record of a party that had seen these records of others."""
    return write(
        circle=CIRCLE.id,
        party=party,
        seq=1 if before is None else before.seq + 1,
        prev="" if before is None else before.hash,
        cut={one.party: Head(one.seq, one.hash) for one in seen},
        kind="ack/1",
        body=acknowledge().body,
        at=at,
        marking="TLP:AMBER",
    )


def history(*records: Record) -> History:
    """What somebody holds who received these records."""
    held = History(CIRCLE)
    held.take(records)
    return held


def test_a_record_waits_for_the_one_before_it() -> None:
    second = after(FIRST, UA)
    third = after(second, UA)

    held = history(FIRST, third)

    assert held.waiting() == {third.hash: Refusal("waiting", UA, 2, second.hash)}
    assert [record.hash for _, record in held.take([second])] == [second.hash, third.hash]
    assert held.waiting() == {}


def test_a_record_waits_for_every_record_that_its_cut_names() -> None:
    ours = after(FIRST, UA)
    theirs = after(None, JP, ours)

    held = history(FIRST, theirs)

    assert held.waiting() == {theirs.hash: Refusal("waiting", UA, 2, ours.hash)}
    assert theirs.hash in history(theirs, ours, FIRST).links


def test_a_record_that_came_before_is_admitted_once() -> None:
    held = history(FIRST)

    assert held.take([FIRST, FIRST]) == []


def test_a_cut_that_goes_back_is_refused() -> None:
    ours = after(FIRST, UA)
    theirs = after(None, JP, ours)
    back = after(theirs, JP, FIRST)

    held = history(FIRST, ours, theirs, back)

    assert held.refused[back.hash][1] == Refusal("cut-goes-back", UA, 2, ours.hash)


def test_a_cut_that_leaves_out_what_it_rests_on_is_refused() -> None:
    ours = after(FIRST, UA)
    theirs = after(None, JP, ours)
    blind = after(None, KR, theirs)

    held = history(FIRST, ours, theirs, blind)

    assert held.refused[blind.hash][1] == Refusal("cut-not-closed", UA, 2, ours.hash)


def test_a_cut_that_is_behind_what_it_rests_on_is_refused() -> None:
    ours = after(FIRST, UA)
    theirs = after(None, JP, ours)
    blind = after(None, KR, theirs, FIRST)

    held = history(FIRST, ours, theirs, blind)

    assert held.refused[blind.hash][1].code == "cut-not-closed"


def test_a_cut_that_gives_a_record_another_number_is_refused() -> None:
    false = after(None, JP, replace(FIRST, seq=2))

    held = history(FIRST, false)

    assert held.refused[false.hash][1] == Refusal("false-place", UA, 2, FIRST.hash)


def test_a_party_outside_the_circle_is_refused() -> None:
    stranger = after(None, Party("xx"))

    assert history(FIRST, stranger).refused[stranger.hash][1].code == "stranger"


def test_a_record_of_another_circle_is_refused() -> None:
    other = opening([UA, JP, KR], nonce="1" * 32)

    assert history(FIRST, other).refused[other.hash][1].code == "stranger"


def test_two_records_at_one_place_are_a_fork_and_both_are_admitted() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")

    held = history(FIRST, one, other)

    assert {one.hash, other.hash} <= held.links.keys()
    assert held.forks() == [Fork(UA, 2, tuple(sorted([one.hash, other.hash])))]


def test_a_fork_is_found_though_one_of_its_records_is_not_admitted() -> None:
    one = after(FIRST, UA)
    missing = after(None, JP)
    other = after(FIRST, UA, missing)

    held = history(FIRST, one, other)

    assert held.forks() == [Fork(UA, 2, tuple(sorted([one.hash, other.hash])))]


def test_a_cut_that_names_a_record_in_place_of_ours_is_disputed_until_that_record_comes() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")
    theirs = after(None, JP, other)

    held = history(FIRST, one, theirs)

    assert held.waiting() == {theirs.hash: Refusal("disputed", UA, 2, other.hash)}
    assert theirs.hash in {record.hash for _, record in held.take([other])}


def test_parties_that_were_told_different_stories_still_hear_each_other() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")
    theirs = after(None, JP, other)
    seoul = after(None, KR, one)
    both = after(seoul, KR, one, theirs)

    held = history(FIRST, one, other, theirs, seoul, both)

    past = past_of(held.links[both.hash])
    assert held.links[both.hash].knows(held.links[other.hash])
    assert past.holds(held.links[one.hash])
    assert past.holds(held.links[other.hash])
    assert past.forked(held.links[other.hash])
    assert not past.forked(held.links[FIRST.hash])


def test_of_a_branch_seen_through_others_only_the_end_is_kept() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")
    longer = after(other, UA)
    theirs = after(None, JP, other)
    seoul = after(None, KR, one, theirs)
    later = after(theirs, JP, longer)
    both = after(seoul, KR, one, later)

    held = history(FIRST, one, other, longer, theirs, seoul, later, both)

    assert held.links[both.hash].stray == {held.links[longer.hash]}


def test_whoever_saw_one_story_alone_knows_of_no_fork() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")
    seoul = after(None, KR, one)

    held = history(FIRST, one, other, seoul)

    assert not past_of(held.links[seoul.hash]).forked(held.links[one.hash])


def test_the_next_cut_stays_on_the_branch_that_the_chain_has_followed() -> None:
    one, other = after(FIRST, UA), after(FIRST, UA, at="2026-03-05T09:00:01.000Z")
    longer = after(other, UA)
    seoul = after(None, KR, one)

    held = history(FIRST, one, other, longer, seoul)

    assert held.cut(KR) == {UA: Head(one.seq, one.hash)}
    assert held.cut(JP)[UA] == Head(longer.seq, longer.hash)


def test_a_chain_whose_cut_does_not_change_shares_it() -> None:
    one = after(FIRST, UA)
    theirs = after(None, JP, one)
    again = after(theirs, JP, one)

    held = history(FIRST, one, theirs, again)

    assert held.links[again.hash].cut is held.links[theirs.hash].cut
