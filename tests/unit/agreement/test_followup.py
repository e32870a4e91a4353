"""An action from its assignment to its regression, as the worked example tells it (R18)."""

import pytest
from tests.unit.agreement.histories import JP, UA

from comity.agreement.followup import ABSENT, Said, Shown, State, state

ACCEPTED = Said(JP, "2026-04-09", "2026-03-12")
DONE = Said(JP, "", "2026-04-14")
BEFORE = Shown("2026-04-10", ABSENT)
WITHOUT, WITH, GONE = (
    Shown("2026-04-20", ABSENT),
    Shown("2026-04-27", "9f" * 32),
    Shown("2026-09-01", ABSENT),
)


def test_an_action_that_its_owner_has_not_accepted_is_assigned() -> None:
    assert state(JP, [], [], [], "2026-03-12") is State.ASSIGNED


def test_an_accepted_action_is_overdue_after_its_day() -> None:
    assert state(JP, [ACCEPTED], [], [], "2026-04-09") is State.ACCEPTED
    assert state(JP, [ACCEPTED], [], [], "2026-04-10") is State.OVERDUE


def test_ukraine_cannot_accept_on_behalf_of_japan() -> None:
    assert state(JP, [Said(UA, "2026-03-20", "2026-03-12")], [], [], "2026-04-30") is State.ASSIGNED


def test_nor_report_it_done() -> None:
    words = [ACCEPTED, Said(UA, "", "2026-03-14")]

    assert state(JP, words, [], [], "2026-04-01") is State.ACCEPTED


def test_a_reported_action_is_not_found_only_in_an_edition_that_is_newer_than_the_report() -> None:
    words = [ACCEPTED, DONE]

    assert state(JP, words, [BEFORE], [], "2026-04-20") is State.REPORTED
    assert state(JP, words, [BEFORE, WITHOUT], [], "2026-04-20") is State.NOT_FOUND


@pytest.mark.parametrize(
    ("analysts", "found"),
    [([], State.NOT_FOUND), ([JP, JP], State.ONE_ANALYST), ([JP, UA], State.VERIFIED)],
)
def test_a_match_counts_only_when_analysts_of_two_parties_confirm_it(
    analysts: list[str], found: State
) -> None:
    parties = [JP if party == JP else UA for party in analysts]

    assert state(JP, [ACCEPTED, DONE], [WITHOUT, WITH], parties, "2026-04-28") is found


def test_an_entry_that_is_gone_again_has_regressed_whoever_imported_what_first() -> None:
    editions = [GONE, WITH, WITHOUT]

    assert state(JP, [ACCEPTED, DONE], editions, [JP, UA], "2026-09-02") is State.REGRESSED
    assert state(JP, [ACCEPTED, DONE], editions[::-1], [JP, UA], "2026-09-02") is State.REGRESSED


def test_two_editions_of_the_newest_day_that_differ_dispute_each_other() -> None:
    editions = [WITH, GONE, Shown(GONE.as_of, WITH.listing)]

    assert state(JP, [ACCEPTED, DONE], editions, [JP, UA], "2026-09-02") is State.DISPUTED


def test_two_editions_of_an_older_day_do_not() -> None:
    editions = [WITHOUT, Shown(WITHOUT.as_of, "aa" * 32), WITH]

    assert state(JP, [ACCEPTED, DONE], editions, [JP, UA], "2026-09-02") is State.VERIFIED
