"""Actions on two desks: who may say what, what it comes to, and what the agenda makes of it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.followup import DESK, TITLE, WORDS, Ministries, action

from comity.agreement.followup import State
from comity.consultation.agenda import Item
from comity.consultation.open_actions import action_item
from comity.node.followupletters import (
    ActionVerifiedError,
    DuePastError,
    ListProvesError,
    NoReportError,
    NotOwnerError,
    OwnReportError,
    UnknownActionError,
)
from comity.node.letters import OvertakenError
from comity.records.marking import Marking
from comity.web.followupdesk import Undertaken
from comity.web.followupwords import ignored_in_words, sentences
from comity.web.stale import StalePageError
from comity.web.textdesk import By
from comity.web.words import Language

BOTH = (UKRAINE, JAPAN)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ministries]:
    """Kyiv and Tokyo with their desks."""
    with World(tmp_path) as world:
        made = Ministries(world)
        yield made
        made.close()


def day(here: Ministries, days: int) -> str:
    """Return the day that is so many days from now."""
    return (here.world.clock() + dt.timedelta(days=days)).date().isoformat()


def test_an_action_is_there_once_the_decision_is_adopted_and_not_before(here: Ministries) -> None:
    decision = here.propose([action("plan")])
    assert here.desks[JAPAN].action(decision, "plan") is None

    here.adopt(decision)

    for party in BOTH:
        (row,) = here.desks[party].board().rows
        assert (row.assignment.name, row.assignment.owner) == ((decision, "plan"), JAPAN)
        assert row.assignment.title == TITLE
    assert here.state((decision, "plan")) is State.ASSIGNED


def test_the_owner_undertakes_reports_and_another_party_confirms(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")

    here.accept(name, day(here, 28))
    assert here.state(name) is State.ACCEPTED
    assert here.seen(UKRAINE, name).row.days == 28
    here.done(name)
    assert here.state(name) is State.REPORTED
    here.check(name)

    assert here.state(name) is State.VERIFIED
    assert here.seen(JAPAN, name).row.confirmed == (UKRAINE,)
    assert here.agenda() == []


def test_what_the_other_party_disputes_comes_back_and_the_owner_can_report_anew(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan")), "plan")
    here.done(name)
    here.check(name, "disputed")

    assert here.state(name) is State.CONTESTED
    assert here.agenda(JAPAN) == [["CONTESTED"]]

    here.done(name)
    assert here.state(name) is State.REPORTED
    here.check(name)
    assert here.state(name) is State.VERIFIED


def test_an_acceptance_on_behalf_of_another_is_kept_shown_and_never_counts(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan")), "plan")

    here.say(UKRAINE, "accept/1", decision=name[0], action="plan", due=day(here, 5))

    assert here.state(name) is State.ASSIGNED
    (step,) = here.seen(JAPAN, name).steps
    assert step.ignored == "not-owner"
    said = ignored_in_words(step, JAPAN, Language.ENGLISH)
    assert said == "UA accepted on behalf of JP: ignored, JP owns this action"


def test_a_word_from_another_circle_does_not_reach_the_action(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")
    other = here.world.open(UKRAINE, JAPAN)
    here.here.settle()
    here.circle, first = other, here.circle

    here.say(JAPAN, "accept/1", decision=name[0], action="plan", due=day(here, 5))

    here.circle = first
    assert here.state(name) is State.ASSIGNED
    assert here.seen(JAPAN, name).steps == ()


def test_a_body_that_does_not_fit_says_nothing(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")
    node = here.world.nodes[JAPAN]
    body = {"decision": name[0], "action": "plan", "due": "2026-02-31"}
    kinds, node.station.kinds = node.station.kinds, type(node.station.kinds)()
    here.say(JAPAN, "accept/1", **body)
    node.station.kinds = kinds

    assert here.state(name) is State.ASSIGNED
    assert here.seen(UKRAINE, name).steps == ()


def test_a_no_closes_the_action_and_stands_beside_it_with_its_reason(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")
    reason = {"ja": "予算がない。"}

    here.desks[JAPAN].answer(name, "no", reason, here.by(JAPAN, name))
    here.here.settle()

    for party in BOTH:
        (row,) = here.desks[party].board().rows
        assert row.outcome.state is State.DECLINED
        assert row.words == reason
        assert row.outcome.closed
        assert here.agenda(party) == []


def test_an_overdue_action_stands_at_the_top_of_the_agenda_on_the_day_after(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan"), action("list", UKRAINE)), "plan")
    here.accept(name, day(here, 3))
    assert sorted(here.agenda()) == [["ASSIGNED"], ["UNDERTAKEN"]]

    here.here.pass_days(4)

    for party in BOTH:
        assert here.agenda(party)[0] == ["OVERDUE", "UNDERTAKEN"]
        assert here.desks[party].board().rows[0].outcome.late == 1


def test_the_agenda_holds_nothing_that_depends_on_the_time_or_on_later_words(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan")), "plan")
    here.accept(name, day(here, 3))
    desk = here.here.desks[UKRAINE]
    ((circle, common),) = desk.commons()
    now = here.world.clock()

    def reasons(days: int) -> list[str]:
        at = now + dt.timedelta(days=days)
        (item,) = desk.gathering.items(common, circle.id, circle.members, at)
        return [one.why.name for one in item.reasons]

    assert [reasons(days) for days in (0, 9, 0)] == [
        ["UNDERTAKEN"],
        ["OVERDUE", "UNDERTAKEN"],
        ["UNDERTAKEN"],
    ]
    here.done(name)
    assert reasons(9) == ["REPORTED"]


def test_several_actions_are_undertaken_at_once_and_a_double_click_says_it_once(
    here: Ministries,
) -> None:
    decision = here.assigned(action("a"), action("b"), action("c"))
    names = [(decision, "a"), (decision, "b")]
    until, by = Undertaken(due=day(here, 9)), By(DESK, "token")

    for _ in range(2):
        assert here.desks[JAPAN].accept(names, until, by) == ()
    here.here.settle()

    states = [here.state((decision, one)) for one in "abc"]
    assert states == [State.ACCEPTED, State.ACCEPTED, State.ASSIGNED]
    assert len(here.seen(UKRAINE, names[0]).steps) == 1


def test_of_several_none_is_undertaken_where_one_is_not_ours_or_answered(here: Ministries) -> None:
    decision = here.assigned(action("a"), action("b"), action("c", UKRAINE))
    desk, until = here.desks[JAPAN], Undertaken(due=day(here, 9))
    here.accept((decision, "b"), day(here, 4))

    with pytest.raises(NotOwnerError):
        desk.accept([(decision, "a"), (decision, "c")], until, By(DESK))
    with pytest.raises(StalePageError):
        desk.accept([(decision, "a"), (decision, "b")], until, By(DESK))

    here.here.settle()
    assert here.state((decision, "a")) is State.ASSIGNED


def test_what_cannot_be_said_is_refused_with_its_reason(here: Ministries) -> None:
    decision = here.assigned(action("a"), action("b"), action("c", list="jp-mof"))
    desk, until = here.desks[JAPAN], Undertaken(due=day(here, 9))
    a, b, c = ((decision, one) for one in "abc")

    with pytest.raises(DuePastError):
        desk.accept([a], Undertaken(due=day(here, -1)), here.by(JAPAN, a))
    with pytest.raises(UnknownActionError):
        desk.accept([(decision, "z")], until, By(DESK))
    with pytest.raises(UnknownActionError):
        desk.done(("f" * 64, "a"), WORDS, By(DESK))
    with pytest.raises(NotOwnerError):
        here.desks[UKRAINE].progress(a, WORDS, here.by(UKRAINE, a))
    with pytest.raises(NoReportError):
        here.check(a)
    here.done(a)
    with pytest.raises(OwnReportError):
        desk.check(a, "confirmed", WORDS, here.by(JAPAN, a))
    here.check(a)
    with pytest.raises(ActionVerifiedError):
        desk.answer(a, "no", WORDS, here.by(JAPAN, a))
    here.done(c)
    with pytest.raises(ListProvesError):
        here.check(c)
    with pytest.raises(StalePageError):
        desk.done(b, WORDS, By(DESK, "", "0" * 32))
    assert here.state(b) is State.ASSIGNED


def test_a_decision_that_is_marked_high_takes_a_second_role(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")
    traffic = here.here.traffic[JAPAN]
    settings = traffic.party.settings
    traffic.party.settings = type(settings)(settings.party, four_eyes="TLP:CLEAR")

    (draft,) = here.desks[JAPAN].accept([name], Undertaken(due=day(here, 9)), here.by(JAPAN, name))

    assert here.state(name) is State.ASSIGNED
    assert here.seen(JAPAN, name).held == (draft,)
    assert here.desks[JAPAN].board().held == (draft,)
    assert traffic.internal.draft(draft).letter.marking is Marking.AMBER
    traffic.letters.release(draft, "head-of-delegation")
    here.here.settle()
    assert here.state(name) is State.ACCEPTED


def test_an_action_says_how_it_stands_in_words(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")

    def said() -> str:
        return sentences(here.seen(UKRAINE, name).row, Language.ENGLISH)[0]

    assert said() == "Awaits JP: to undertake it until a day, or to answer."
    here.accept(name, "2026-04-09")
    assert said() == "JP undertakes it until 9 Apr 2026."
    here.world.clock.forward(
        (dt.datetime(2026, 4, 11, tzinfo=dt.UTC) - here.world.clock()).total_seconds()
    )
    assert said() == "JP undertook it until 9 Apr 2026: 2 days late."
    here.done(name)
    assert said() == "JP reports it done. Another party says whether it is."
    here.check(name, "disputed")
    assert said() == "JP reports it done; not so, says: UA."


def test_today_says_whose_move_it_is(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")

    def lines() -> list[tuple[str, ...]]:
        now = here.world.clock()
        return [
            tuple(f"{one.sort} {one.of}" for one in here.desks[party].digest(now)) for party in BOTH
        ]

    assert lines() == [("awaits-acceptance jp",), ("accept-action jp",)]
    here.accept(name, day(here, 3))
    assert lines() == [(), ("action-due jp",)]
    here.here.pass_days(4)
    assert lines() == [("awaits-action jp",), ("action-overdue jp",)]
    here.done(name)
    assert lines() == [("check-action ua",), ()]
    here.check(name, "disputed")
    assert lines() == [(), ("action-contested jp",)]
    here.done(name)
    here.check(name)
    assert lines() == [(), ()]


def test_a_rebuild_of_the_tables_gives_the_same_rows(here: Ministries) -> None:
    name = (here.assigned(action("plan")), "plan")
    here.accept(name, day(here, 3))
    here.done(name)
    here.check(name)

    for node in here.world.nodes.values():
        node.projections.check()
        node.projections.rebuild("actions")
        node.projections.check()
    assert here.state(name) is State.VERIFIED


def test_a_draft_does_not_undo_what_was_said_of_the_action_since_whatever_its_kind(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan")), "plan")
    traffic = here.here.traffic[JAPAN]
    settings = traffic.party.settings
    traffic.party.settings = type(settings)(settings.party, four_eyes="TLP:CLEAR")
    (draft,) = here.desks[JAPAN].accept([name], Undertaken(due=day(here, 9)), here.by(JAPAN, name))
    traffic.party.settings = settings
    here.here.pass_days(1)
    here.done(name)

    with pytest.raises(OvertakenError):
        traffic.letters.release(draft, "head-of-delegation")

    assert here.state(name) is State.REPORTED


def test_an_item_for_decision_about_an_action_leaves_the_agenda_once_it_is_closed(
    here: Ministries,
) -> None:
    name = (here.assigned(action("plan")), "plan")
    meeting = here.here.confirmed(begins="2026-03-20T09:00")
    item = Item(action_item(*name), {"uk": "План"}, "decision", 10)
    here.here.agenda(UKRAINE, meeting, [item])
    agenda = here.here.seen(JAPAN, meeting).proposed[0].proposal.object
    here.here.sign(JAPAN, agenda)
    here.here.pass_days(30)
    assert here.agenda(JAPAN) == [["DEFERRED", "ASSIGNED"]]

    here.done(name)
    here.check(name)

    assert here.agenda(JAPAN) == []
