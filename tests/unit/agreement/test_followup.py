"""An action from its assignment to its regression, as the worked example tells it (R18)."""

from dataclasses import replace

import pytest
from tests.unit.agreement.followups import (
    BAN,
    BOTH,
    ENTRY,
    GONE,
    LISTED,
    OTHER,
    TODAY,
    UNLISTED,
    WITH,
    WITHOUT,
    WORDS,
    accepted,
    checked,
    done,
    listed,
    matched,
    said,
    shown,
    state,
)
from tests.unit.agreement.histories import JP, KR, UA

from comity.agreement.followup import (
    CLOSED,
    Facts,
    Matched,
    Outcome,
    Said,
    Shown,
    State,
    outcome,
)

# --- the worked example, step by step


def test_the_worked_example_step_by_step() -> None:
    """Each step adds to what was said and shown; nothing is ever taken away."""
    said_yet: list[Said] = []
    shown_yet: list[Shown] = []
    matched_yet: list[Matched] = []
    steps: list[tuple[str, object, str, State]] = [
        ("decided", None, "2026-03-12", State.ASSIGNED),
        ("Ukraine accepts for Japan", said("accept", 4, party=UA, due="2026-03-20"),
         "2026-03-21", State.ASSIGNED),
        ("Japan accepts, 28 days", accepted(), "2026-03-21", State.ACCEPTED),
        ("on the day itself", None, "2026-04-09", State.ACCEPTED),
        ("the day after", None, "2026-04-10", State.OVERDUE),
        ("Ukraine reports for Japan", said("done", 5, party=UA), "2026-04-11", State.OVERDUE),
        ("Japan reports it done", done(), "2026-04-14", State.REPORTED),
        ("an edition from before the report", shown("2026-04-10"), "2026-04-15", State.REPORTED),
        ("the list of that week", WITHOUT, "2026-04-20", State.NOT_FOUND),
        ("the next list, nobody has looked", WITH, "2026-04-27", State.NOT_FOUND),
        ("one analyst", matched(JP), "2026-04-27", State.ONE_ANALYST),
        ("the same analyst again", matched(JP, seq=10), "2026-04-27", State.ONE_ANALYST),
        ("the second", matched(UA), "2026-04-28", State.VERIFIED),
        ("months later it has gone", GONE, "2026-09-02", State.REGRESSED),
        ("another file of that day has it", shown(GONE.as_of, ENTRY), "2026-09-02",
         State.DISPUTED),
        ("an older day differs too", shown(WITH.as_of, OTHER), "2026-09-02", State.DISPUTED),
        ("a newer list has it", shown("2026-09-08", ENTRY), "2026-09-08", State.VERIFIED),
    ]  # fmt: skip

    for name, more, today, expected in steps:
        said_yet += [more] if isinstance(more, Said) else []
        shown_yet += [more] if isinstance(more, Shown) else []
        matched_yet += [more] if isinstance(more, Matched) else []
        found = state(LISTED, today, said=said_yet, shown=shown_yet, matched=matched_yet)
        assert (name, found) == (name, expected)


def test_every_state_can_be_reached() -> None:
    """Each by the facts of its own, so that none is a word without a meaning."""
    report = (accepted(), done())
    found = {
        State.ASSIGNED: state(LISTED),
        State.ACCEPTED: state(LISTED, "2026-04-09", said=[accepted()]),
        State.OVERDUE: state(LISTED, said=[accepted()]),
        State.NEEDS_LAW: state(LISTED, said=[said("needs-law")]),
        State.UNDER_STUDY: state(LISTED, said=[said("under-study")]),
        State.DECLINED: state(LISTED, said=[said("no")]),
        State.REPORTED: state(UNLISTED, said=report),
        State.CONTESTED: state(UNLISTED, said=report, checked=[checked(UA, confirmed=False)]),
        State.NOT_FOUND: state(LISTED, said=report, shown=[WITHOUT]),
        State.ONE_ANALYST: state(LISTED, said=report, shown=[WITH], matched=BOTH[:1]),
        State.OTHER_MEASURE: state(
            LISTED, said=report, shown=[shown("2026-04-27", ENTRY, "29#7", BAN)], matched=BOTH
        ),
        State.VERIFIED: state(LISTED, said=report, shown=[WITH], matched=BOTH),
        State.REGRESSED: state(LISTED, said=report, shown=[WITH, GONE], matched=BOTH),
        State.DISPUTED: state(
            LISTED, said=report, shown=[WITH, shown(WITH.as_of, OTHER)], matched=BOTH
        ),
    }

    assert found == {one: one for one in State}


def test_an_action_is_closed_where_nobody_has_anything_left_to_do() -> None:
    assert [one for one in State if Outcome(state=one).closed] == [State.DECLINED, State.VERIFIED]
    assert frozenset({State.VERIFIED, State.DECLINED}) == CLOSED


# --- the owner's words


@pytest.mark.parametrize("what", ["accept", "done", "no", "needs-law", "under-study"])
@pytest.mark.parametrize("facts", [LISTED, UNLISTED], ids=["listed", "unlisted"])
def test_nobody_says_anything_for_the_owner(facts: Facts, what: str) -> None:
    """A partner that answers for another party is ignored, however late in its chain it does."""
    others = [said(what, seq, party=party, due="2030-01-01") for seq in (1, 99) for party in (UA,)]

    assert outcome(replace(facts, said=others), TODAY) == outcome(facts, TODAY)
    mixed = replace(facts, said=[accepted(), *others])
    assert outcome(mixed, TODAY) == outcome(replace(facts, said=[accepted()]), TODAY)


def test_the_last_acceptance_sets_the_day_and_an_answer_after_it_takes_its_place() -> None:
    """Two answers that cross in the mail are two places of one chain: the later one counts."""
    later = [accepted(), accepted(2, "2026-12-01")]

    assert listed(said=later).state is State.ACCEPTED
    assert listed(said=later).due == "2026-12-01"
    assert state(LISTED, said=[*later, said("no", 3)]) is State.DECLINED
    assert state(LISTED, said=[said("no", 3), *later]) is State.DECLINED


def test_an_acceptance_after_the_report_takes_the_report_back() -> None:
    """With it the editions that did not show the entry say nothing any more."""
    words = [accepted(), done(), accepted(3, "2026-12-01")]
    found = listed(said=words, shown=[WITHOUT])

    assert (found.state, found.done, found.due) == (State.ACCEPTED, "", "2026-12-01")


def test_a_report_that_was_taken_back_is_verified_by_nobody() -> None:
    words = [accepted(), done(), accepted(3, "2026-12-01")]
    verdict = checked(UA, confirmed=True)

    assert state(UNLISTED, said=WORDS, checked=[verdict]) is State.VERIFIED
    assert state(UNLISTED, said=words, checked=[verdict]) is State.ACCEPTED


def test_a_report_without_an_acceptance_is_a_report() -> None:
    found = listed(said=[done(1)])

    assert (found.state, found.due, found.late) == (State.REPORTED, "", 0)


def test_a_day_in_the_past_is_overdue_at_once() -> None:
    found = listed(said=[accepted(due="2020-01-01", at="2026-03-12")], today="2026-03-12")

    assert (found.state, found.late) == (State.OVERDUE, 2262)


def test_progress_moves_nothing() -> None:
    """A word that this program does not know must never read as a report."""
    for word in ("progress", "", "done ", "DONE"):
        assert listed(said=[accepted(), said(word, 2)]) == listed(said=[accepted()])


@pytest.mark.parametrize("answer", ["needs-law", "under-study"])
def test_an_answer_does_not_end_being_late(answer: str) -> None:
    """Else a party that is late would only have to say that it studies the matter."""
    found = listed(said=[accepted(), said(answer, 2)])

    assert (found.state, found.due) == (State(answer.replace("-", " ")), "2026-04-09")
    assert found.late == listed(said=[accepted()]).late == 175


def test_a_plain_no_ends_it_openly() -> None:
    found = listed(said=[accepted(), said("no", 2)])

    assert (found.state, found.late, found.closed) == (State.DECLINED, 0, True)


def test_one_analyst_does_not_end_being_late() -> None:
    """Else the owner's own analyst would take it off the list of what is overdue."""
    found = listed(said=[accepted()], shown=[WITH], matched=[matched(JP)])

    assert (found.state, found.late) == (State.ONE_ANALYST, 175)


def test_what_a_list_shows_is_not_late_whatever_was_said() -> None:
    found = listed(said=[accepted()], shown=[WITH], matched=BOTH)

    assert (found.state, found.late) == (State.VERIFIED, 0)


def test_two_words_at_one_place_of_a_chain_come_to_the_same_for_everybody() -> None:
    """The owner spoke twice; which story came first must not matter."""
    words = [accepted(), said("no", 2), done(2)]

    assert len({listed(said=order) for order in (words, words[::-1], words * 2)}) == 1


# --- reports that no list proves


def test_one_other_party_verifies_a_report_and_the_owner_itself_does_not() -> None:
    assert state(UNLISTED, said=WORDS, checked=[checked(JP, confirmed=True)]) is State.REPORTED
    assert state(UNLISTED, said=WORDS, checked=[checked(KR, confirmed=True)]) is State.VERIFIED


def test_one_party_that_contests_a_report_is_not_outvoted() -> None:
    verdicts = [checked(UA, confirmed=False), checked(KR, confirmed=True)]

    assert state(UNLISTED, said=WORDS, checked=verdicts) is State.CONTESTED


def test_a_party_changes_its_verdict_and_the_last_one_counts() -> None:
    verdicts = [checked(UA, confirmed=True, seq=8), checked(UA, confirmed=False, seq=7)]

    assert state(UNLISTED, said=WORDS, checked=verdicts) is State.VERIFIED


def test_two_verdicts_at_one_place_confirm_nothing() -> None:
    verdicts = [checked(UA, confirmed=True), checked(UA, confirmed=False)]

    assert state(UNLISTED, said=WORDS, checked=verdicts) is State.CONTESTED
    assert state(UNLISTED, said=WORDS, checked=verdicts[::-1]) is State.CONTESTED


def test_a_new_report_needs_a_new_verdict() -> None:
    again = done(3, at="2026-05-01")
    verdict = checked(UA, confirmed=False)

    assert state(UNLISTED, said=[*WORDS, again], checked=[verdict]) is State.REPORTED
    good = checked(UA, confirmed=True, report=again)
    assert state(UNLISTED, said=[*WORDS, again], checked=[verdict, good]) is State.VERIFIED


def test_no_verdict_takes_the_place_of_a_list() -> None:
    assert state(LISTED, said=WORDS, checked=[checked(UA, confirmed=True)]) is State.REPORTED
