"""Bad use of what was agreed: each gives a clear state and says so, and loses nothing.

Two and three governments with all their desks; what a partner's node says that no page would let
it say is written by the node itself.
"""

from collections.abc import Iterator

import pytest
from tests.attacks.governments import WORDS, Governments, about, page_of
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World

from comity.agreement.followup import State
from comity.node.followupletters import DuePastError, NotOwnerError
from comity.web.followupdesk import Undertaken
from comity.web.stale import StalePageError
from comity.web.textdesk import By

FREEZE = "asset-freeze"
LISTED = {"action": "a1", "list": "jp-mof", "measure": FREEZE}
PLAN = {"action": "a1"}


@pytest.fixture
def both(two: World) -> Iterator[Governments]:
    """Kyiv and Tokyo."""
    made = Governments(two)
    yield made
    made.close()


@pytest.fixture
def all_three(three: World) -> Iterator[Governments]:
    """Kyiv, Tokyo and Seoul."""
    made = Governments(three, (UKRAINE, JAPAN, KOREA))
    yield made
    made.close()


# --- somebody answers for another party


def test_what_a_partner_says_for_the_owner_is_ignored_kept_and_named(both: Governments) -> None:
    decision = both.decide(PLAN)
    for kind, more in (
        ("accept/1", {"due": "2026-04-01"}),
        ("answer/1", {"answer": "no", "words": WORDS}),
        ("done/1", {}),
    ):
        both.say(UKRAINE, kind, {**about(decision), **more})

    assert both.outcome(decision).state is State.ASSIGNED
    for one in (both.kyiv, both.tokyo):
        page = one.read(page_of(decision))
        assert "Ukraine accepted on behalf of Japan: ignored, Japan owns this action" in page
        assert page.count("ignored: Japan owns this action") == 2
        assert "Awaits Japan: to undertake it until a day, or to answer." in page


def test_a_desk_says_nothing_for_another_party_and_tells_why(both: Governments) -> None:
    decision = both.decide(PLAN)
    seen = both.kyiv.followup.action(decision, "a1")
    assert seen is not None
    by, before = By("desk-officer", "t", seen.state), both.world.all_heads()

    with pytest.raises(NotOwnerError, match="JP alone undertakes it"):
        both.kyiv.followup.accept([(decision, "a1")], Undertaken(due="2026-04-01"), by)
    with pytest.raises(NotOwnerError):
        both.kyiv.followup.done((decision, "a1"), WORDS, by)

    assert both.world.all_heads() == before


def test_an_owner_does_not_confirm_its_own_report(both: Governments) -> None:
    decision = both.decide(PLAN)
    report = both.say(JAPAN, "done/1", about(decision))
    both.say(JAPAN, "checked/1", {**about(decision), "done": report, "verdict": "confirmed"})

    assert both.outcome(decision).state is State.REPORTED
    page = both.kyiv.read(page_of(decision))
    assert "ignored: nobody confirms their own report" in page


def test_a_third_party_owns_nothing_and_may_confirm(all_three: Governments) -> None:
    decision = all_three.decide(PLAN)
    all_three.say(KOREA, "accept/1", {**about(decision), "due": "2026-04-01"})
    before = all_three.outcome(decision).state
    report = all_three.say(JAPAN, "done/1", about(decision))
    all_three.say(KOREA, "checked/1", {**about(decision), "done": report, "verdict": "confirmed"})

    assert (before, all_three.outcome(decision).state) == (State.ASSIGNED, State.VERIFIED)
    assert "confirmed by: Republic of Korea" in all_three.kyiv.read(page_of(decision))


def test_words_of_another_circle_count_for_nothing_and_tell_nobody(all_three: Governments) -> None:
    """Kyiv and Tokyo have a circle of their own; Seoul must never be bound by it (R3)."""
    decision = all_three.decide(PLAN)
    own = all_three.world.open(UKRAINE, JAPAN, nonce="0a" * 16)
    all_three.world.settle()
    all_three.say(JAPAN, "accept/1", {**about(decision), "due": "2026-04-01"}, own)
    all_three.say(JAPAN, "done/1", about(decision), own)

    assert all_three.outcome(decision).state is State.ASSIGNED
    assert "Nothing has been said yet." in all_three.kyiv.read(page_of(decision))


def test_an_action_of_somebody_outside_the_circle_waits_and_breaks_nothing(
    both: Governments,
) -> None:
    decision = both.decide({**PLAN, "owner": "zz"})
    both.say(JAPAN, "accept/1", {**about(decision), "due": "2026-04-01"})

    assert both.outcome(decision).state is State.ASSIGNED
    page = both.kyiv.read(page_of(decision))
    assert "ZZ does not belong to this circle, so nobody can undertake it" in page
    assert "Japan accepted on behalf of ZZ: ignored, ZZ owns this action" in page
    assert both.kyiv.read("/follow-up").count("List the person.") >= 1


# --- two answers crossing


def test_two_officers_of_the_owner_cannot_answer_over_each_other(both: Governments) -> None:
    decision = both.decide(PLAN)
    seen = both.tokyo.followup.action(decision, "a1")
    assert seen is not None
    name = (decision, "a1")
    both.tokyo.followup.answer(name, "under-study", WORDS, By("desk-officer", "a", seen.state))

    with pytest.raises(StalePageError):
        both.tokyo.followup.answer(name, "no", WORDS, By("head-of-delegation", "b", seen.state))
    both.settle()

    assert both.outcome(decision).state is State.UNDER_STUDY


def test_a_verdict_that_crosses_a_new_report_counts_for_the_old_one_alone(
    both: Governments,
) -> None:
    """Kyiv disputes a report while Tokyo takes it back and reports anew; the mail crosses."""
    decision = both.decide(PLAN)
    first = both.say(JAPAN, "done/1", about(decision))
    verdict = {**about(decision), "done": first, "verdict": "disputed"}
    both.say(UKRAINE, "checked/1", verdict, apart=True)
    both.say(JAPAN, "accept/1", {**about(decision), "due": "2026-04-01"}, apart=True)
    second = both.say(JAPAN, "done/1", about(decision), apart=True)
    both.settle()

    found = both.outcome(decision)
    assert (found.state, found.done) == (State.REPORTED, second)
    page = both.tokyo.read(page_of(decision))
    assert "says that it is not done" in page


def test_an_acceptance_that_crosses_a_listing_changes_nothing_that_the_list_shows(
    both: Governments,
) -> None:
    decision = both.decide(LISTED)
    told = {
        **about(decision),
        "list": "jp-mof",
        "as_of": "2026-03-05",
        "date_from": "content",
        "file": "f1" * 32,
        "key": "29#7@2026-03-05",
        "listing": "9f" * 32,
        "measures": [FREEZE],
    }
    both.say(UKRAINE, "shown/1", told, apart=True)
    both.say(JAPAN, "answer/1", {**about(decision), "answer": "no", "words": WORDS}, apart=True)
    match = {**about(decision), "list": "jp-mof", "key": told["key"], "listing": told["listing"]}
    both.settle()
    for party in (UKRAINE, JAPAN):
        both.say(party, "match/1", {**match, "verdict": "same"})

    assert both.outcome(decision).state is State.VERIFIED


# --- days


def test_a_day_in_the_past_is_refused_by_the_desk_and_overdue_where_it_arrives(
    both: Governments,
) -> None:
    decision = both.decide(PLAN)
    seen = both.tokyo.followup.action(decision, "a1")
    assert seen is not None

    with pytest.raises(DuePastError, match="2026-03-04 has passed; give a day from 2026-03-05 on"):
        both.tokyo.followup.accept(
            [(decision, "a1")], Undertaken(due="2026-03-04"), By("desk-officer", "", seen.state)
        )
    both.say(JAPAN, "accept/1", {**about(decision), "due": "1999-12-31"})

    found = both.outcome(decision)
    assert (found.state, found.late) == (State.OVERDUE, 9561)
    assert "9,561 days late" in both.kyiv.read(page_of(decision))


def test_the_last_day_of_the_calendar_is_shown(both: Governments) -> None:
    decision = both.decide(PLAN)
    both.say(JAPAN, "accept/1", {**about(decision), "due": "9999-12-31"})

    assert both.outcome(decision).state is State.ACCEPTED
    assert "9999" in both.kyiv.read(page_of(decision))
    assert both.kyiv.ask("/ja/follow-up/matrix.xlsx").status_code == 200
    assert both.kyiv.ask("/uk/follow-up/matrix.docx").status_code == 200
    assert both.kyiv.ask("/uk/today").status_code == 200


# --- measures, dates and files that a partner tells of


def tell(both: Governments, decision: str, party: str = JAPAN, **more: object) -> None:
    """Let a party tell of an edition in which the entry stands."""
    usual = {
        "list": "jp-mof",
        "as_of": "2026-03-05",
        "date_from": "content",
        "file": "f1" * 32,
        "key": "29#7@2026-03-05",
        "listing": "9f" * 32,
        "measures": [FREEZE],
    }
    said = {name: value for name, value in {**usual, **more}.items() if value is not None}
    both.say(JAPAN if party == JAPAN else UKRAINE, "shown/1", {**about(decision), **said})


def confirm(both: Governments, decision: str, verdict: str = "same") -> None:
    """Let analysts of both say whether that entry is the target."""
    said = {"list": "jp-mof", "key": "29#7@2026-03-05", "listing": "9f" * 32, "verdict": verdict}
    for party in (UKRAINE, JAPAN):
        both.say(party, "match/1", {**about(decision), **said})


def test_a_listing_under_another_measure_than_agreed_says_so(both: Governments) -> None:
    """Also where the owner accepted with that other measure: the decision was signed by all."""
    decision = both.decide(LISTED)
    accepted = {**about(decision), "due": "2026-04-01", "measure": "export-ban"}
    both.say(JAPAN, "accept/1", accepted)
    tell(both, decision, measures=["export-ban"])
    confirm(both, decision)

    found = both.outcome(decision)
    assert (found.state, found.measures) == (State.OTHER_MEASURE, ("export-ban",))
    page = both.kyiv.read(page_of(decision))
    assert (
        "A listing under another measure than agreed: export ban instead of asset freeze." in page
    )


def test_an_entry_whose_measures_nobody_tells_is_not_verified(both: Governments) -> None:
    decision = both.decide(LISTED)
    tell(both, decision, measures=None)
    confirm(both, decision)

    assert both.outcome(decision).state is State.OTHER_MEASURE
    page = both.kyiv.read(page_of(decision))
    assert "under which measure it stands was not told; agreed: asset freeze." in page


def test_an_edition_of_a_day_that_has_not_come_is_shown_and_counts_for_nothing(
    both: Governments,
) -> None:
    decision = both.decide(LISTED)
    tell(both, decision)
    confirm(both, decision)
    tell(both, decision, as_of="9999-12-31", listing=None, measures=None, file="f2" * 32)

    assert both.outcome(decision).state is State.VERIFIED
    for path in (page_of(decision), "/follow-up", "/today"):
        assert both.kyiv.ask(f"/ja{path}").status_code == 200


def test_a_finding_of_another_list_than_the_decision_names_counts_for_nothing(
    both: Governments,
) -> None:
    decision = both.decide(LISTED)
    tell(both, decision, list="us-ofac")
    match = {"list": "us-ofac", "key": "29#7@2026-03-05", "listing": "9f" * 32, "verdict": "same"}
    for party in (UKRAINE, JAPAN):
        both.say(party, "match/1", {**about(decision), **match})

    assert both.outcome(decision).state is State.ASSIGNED


def test_a_list_that_nobody_here_knows_is_shown_by_its_name(both: Governments) -> None:
    """Kyiv's program may be older than the one that wrote the decision."""
    decision = both.decide({**LISTED, "list": "jp-future-list", "measure": "port-ban"})
    tell(both, decision, list="jp-future-list")
    match = {"list": "jp-future-list", "key": "29#7@2026-03-05", "listing": "9f" * 32}
    for party in (UKRAINE, JAPAN):
        both.say(party, "match/1", {**about(decision), **match, "verdict": "same"})

    assert both.outcome(decision).state is State.OTHER_MEASURE
    for language in ("uk", "ja", "en"):
        assert "jp-future-list" in both.kyiv.ask(f"/{language}{page_of(decision)}").text


def test_an_analyst_who_changes_the_verdict_takes_it_off_the_verified(both: Governments) -> None:
    decision = both.decide(LISTED)
    tell(both, decision)
    confirm(both, decision)
    verified = both.outcome(decision).state
    match = {"list": "jp-mof", "key": "29#7@2026-03-05", "listing": "9f" * 32}
    both.say(UKRAINE, "match/1", {**about(decision), **match, "verdict": "different"})

    found = both.outcome(decision)
    assert (verified, found.state, found.against) == (
        State.VERIFIED,
        State.ONE_ANALYST,
        (UKRAINE,),
    )
    page = both.tokyo.read(page_of(decision))
    assert "An analyst says that the entry is another one: Ukraine." in page


# --- a party that left


def test_who_is_awaited_is_named_also_where_nothing_came_from_it_for_long(
    all_three: Governments,
) -> None:
    """A circle keeps its members; whoever does not answer any more is still awaited by name."""
    decision = all_three.decide(LISTED)
    tell(all_three, decision)
    match = {"list": "jp-mof", "key": "29#7@2026-03-05", "listing": "9f" * 32, "verdict": "same"}
    all_three.say(UKRAINE, "match/1", {**about(decision), **match})

    assert all_three.outcome(decision).state is State.ONE_ANALYST
    page = all_three.kyiv.read(page_of(decision))
    assert "Awaits a second analyst: Ukraine has confirmed." in page
    assert "Awaits a second analyst: Japan, Republic of Korea" in page


def test_a_party_whose_card_has_run_out_is_named_where_it_is_awaited(both: Governments) -> None:
    """It has left, or nobody there renews its card: what it said stands, the rest is open."""
    decision = both.decide(PLAN)
    report = both.say(JAPAN, "done/1", about(decision))
    before = both.tokyo.read(page_of(decision))
    both.world.clock.forward(20 * 366 * 24 * 3600)

    page = both.tokyo.read(page_of(decision))
    assert both.outcome(decision).done == report
    assert "Another party says whether it is." in page
    gone = "The card of Ukraine has run out: who is awaited there may have left."
    assert (gone in before, gone in page) == (False, True)
    verdict = {**about(decision), "done": report, "verdict": "confirmed"}
    both.say(UKRAINE, "checked/1", verdict)
    assert gone not in both.tokyo.read(page_of(decision))
