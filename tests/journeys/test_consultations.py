"""The mechanism at work: meetings agreed, moved and cancelled, and an agenda out of open items."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World
from tests.journeys.consultations import MONTHLY, TITLE, Consultations, plan

from comity.agreement.effects import Type
from comity.agreement.statements import Draft as Worded
from comity.agreement.statements import open_object, revise
from comity.consultation.agenda import Item
from comity.consultation.meetings import State
from comity.exchange.drafts import Letter, LoweredMarkingError
from comity.exchange.statements import report
from comity.exchange.station import Draft
from comity.node.agreeing import VoidSignatureError
from comity.node.consulted import MeetingGoneError
from comity.node.consulting import TooLongError
from comity.records.kinds import BodyError
from comity.records.marking import Marking
from comity.records.precedence import Precedence
from comity.web.stale import StalePageError

BOTH = (JAPAN, UKRAINE)
DRONES = Item("item:drones", {"uk": "Захист від дронів"}, "decision", 40)
SHIPS = Item("item:ships", {"uk": "Тіньовий флот"}, "information", 10)


@pytest.fixture
def here(two: World) -> Iterator[Consultations]:
    """Kyiv and Tokyo with their desks."""
    made = Consultations(two)
    yield made
    made.close()


# --- terms of reference


def test_terms_of_reference_hold_once_both_have_signed(here: Consultations) -> None:
    here.terms()

    for party in BOTH:
        (circle,) = here.desks[party].consultations().circles
        assert circle.mechanism is not None
        assert circle.mechanism.silence == {"minutes": 48}
        assert circle.following[:2] == (
            dt.datetime(2026, 3, 10, 7, tzinfo=dt.UTC),  # winter in Kyiv
            dt.datetime(2026, 4, 10, 6, tzinfo=dt.UTC),
        )


def test_terms_that_succeed_others_take_their_place_only_when_all_have_signed(
    here: Consultations,
) -> None:
    here.terms()
    quarterly = replace(MONTHLY, rule="FREQ=MONTHLY;INTERVAL=3")
    new = here.propose_terms(JAPAN, cadence=quarterly)

    assert [one.rule for one in here.rules()] == ["FREQ=MONTHLY", "FREQ=MONTHLY"]

    here.sign(UKRAINE, new)

    assert [one.rule for one in here.rules()] == ["FREQ=MONTHLY;INTERVAL=3"] * 2


# --- meetings


def test_a_meeting_is_confirmed_when_both_have_signed_it(here: Consultations) -> None:
    meeting = here.call()

    for party in BOTH:
        assert here.seen(party, meeting).meeting.state is State.PROPOSED
        assert here.seen(party, meeting).meeting.chosen.signed == (UKRAINE,)

    here.sign(JAPAN, meeting)

    for party in BOTH:
        assert here.seen(party, meeting).meeting.state is State.CONFIRMED


def test_another_time_is_another_text_of_the_same_meeting_and_one_of_them_is_confirmed(
    here: Consultations,
) -> None:
    meeting = here.call()
    seen = here.seen(JAPAN, meeting)

    here.desks[JAPAN].call(
        here.circle, TITLE, plan("2026-03-21T08:00"), meeting, here.by(seen.state)
    )
    here.settle()
    kyiv = here.desks[UKRAINE]
    late = here.seen(UKRAINE, meeting).meeting.proposals[-1]
    with pytest.raises(VoidSignatureError):  # its own signature stands on the first text
        kyiv.sign(meeting, late.revision, here.by())
    kyiv.withdraw(meeting, here.by())
    here.settle()
    kyiv.sign(meeting, late.revision, here.by())
    here.settle()

    for party in BOTH:
        confirmed = here.seen(party, meeting).meeting
        assert (confirmed.state, confirmed.plan.begins) == (State.CONFIRMED, "2026-03-21T08:00")


def test_a_confirmed_meeting_is_moved_by_both_and_keeps_its_delegations(
    here: Consultations,
) -> None:
    meeting = here.confirmed()
    here.delegation(JAPAN, meeting, "田中")
    state = here.seen(JAPAN, meeting).state

    new = (
        here.desks[JAPAN]
        .call(here.circle, TITLE, plan("2026-03-27T09:00", moves=meeting), "", here.by(state))
        .record
    )
    here.settle()

    assert here.seen(UKRAINE, meeting).meeting.state is State.CONFIRMED
    assert [one.object for one in here.seen(UKRAINE, meeting).meeting.moving] == [new]

    here.sign(UKRAINE, new)

    for party in BOTH:
        old, moved = here.seen(party, meeting), here.seen(party, new)
        assert (old.meeting.state, old.meeting.moved_to) == (State.MOVED, new)
        assert moved.meeting.state is State.CONFIRMED
        assert [one.name["uk"] for one in moved.delegations[JAPAN].members] == ["田中"]
        assert moved.before is not None
        assert moved.before.id == meeting


def test_a_meeting_is_cancelled_by_both_and_then_nothing_more_is_done_with_it(
    here: Consultations,
) -> None:
    meeting = here.confirmed()
    words = {"uk": "Зустріч не відбудеться."}
    state = here.seen(UKRAINE, meeting).state

    ended = here.desks[UKRAINE].cancel(meeting, words, here.by(state)).record
    here.settle()
    assert here.seen(JAPAN, meeting).meeting.state is State.CONFIRMED
    here.sign(JAPAN, ended)

    for party in BOTH:
        assert here.seen(party, meeting).meeting.state is State.CANCELLED
    with pytest.raises(MeetingGoneError):
        here.delegation(JAPAN, meeting, "田中")
    assert here.desks[UKRAINE].next_meeting(here.world.clock()) is None


def test_a_page_that_no_longer_shows_how_a_meeting_stands_moves_nothing(
    here: Consultations,
) -> None:
    meeting = here.confirmed()
    state = here.seen(UKRAINE, meeting).state
    other = here.seen(JAPAN, meeting).state
    here.desks[JAPAN].cancel(meeting, {"ja": "中止"}, here.by(other))
    here.settle()

    with pytest.raises(StalePageError):
        here.desks[UKRAINE].call(
            here.circle, TITLE, plan("2026-03-27T09:00", moves=meeting), "", here.by(state)
        )


def test_a_meeting_is_not_moved_under_a_lower_marking(here: Consultations) -> None:
    meeting = here.confirmed()
    state = here.seen(UKRAINE, meeting).state
    by = here.by(state, marking=Marking.CLEAR)

    with pytest.raises(LoweredMarkingError):
        here.desks[UKRAINE].call(
            here.circle, TITLE, plan("2026-03-27T09:00", moves=meeting), "", by
        )


def test_a_double_click_proposes_one_meeting(here: Consultations) -> None:
    clicks = [
        here.desks[UKRAINE].call(here.circle, TITLE, plan(), "", here.by(token="7" * 32))
        for _ in range(2)
    ]

    (circle,) = here.desks[UKRAINE].consultations().circles
    assert clicks[0] == clicks[1]
    assert len(circle.meetings) == 1


def test_a_meeting_above_the_set_marking_waits_for_a_second_role_with_its_signature(
    here: Consultations,
) -> None:
    outcome = here.desks[UKRAINE].call(here.circle, TITLE, plan(), "", here.by(marking=Marking.RED))
    here.settle()
    (before,) = here.desks[JAPAN].consultations().circles

    here.traffic[UKRAINE].release(outcome.draft, "head-of-delegation")
    here.settle()

    (after,) = here.desks[JAPAN].consultations().circles
    assert before.meetings == ()
    assert [(one.marking, one.chosen.signed) for one in after.meetings] == [
        (Marking.RED, (UKRAINE,))
    ]


# --- delegations


def test_each_party_writes_its_own_delegation_and_the_last_one_counts(here: Consultations) -> None:
    meeting = here.confirmed()

    here.delegation(UKRAINE, meeting, "Шевченко", "Коваль")
    here.delegation(UKRAINE, meeting, "Коваль", "Шевченко")
    here.delegation(JAPAN, meeting, "田中")

    for party in BOTH:
        named = here.seen(party, meeting).delegations
        assert [one.name["uk"] for one in named[UKRAINE].members] == ["Коваль", "Шевченко"]
        assert [one.name["uk"] for one in named[JAPAN].members] == ["田中"]


def test_nobody_names_the_delegation_of_another_party(here: Consultations) -> None:
    meeting = here.confirmed()
    here.delegation(UKRAINE, meeting, "Шевченко")
    members = [{"name": {"ja": "偽者"}, "role": "head"}]

    with pytest.raises(BodyError):  # a register has no party but its author
        here.world.say(
            JAPAN,
            here.circle,
            Draft("delegation/1", {"meeting": meeting, "party": "ua", "members": members}, MARKING),
        )
    elsewhere = {"meeting": "0" * 64, "members": members}
    here.world.say(JAPAN, here.circle, Draft("delegation/1", elsewhere, MARKING))
    here.settle()

    for party in BOTH:
        named = here.seen(party, meeting).delegations
        assert {of: one.members[0].name for of, one in named.items()} == {
            UKRAINE: {"uk": "Шевченко"}
        }


def test_two_of_one_party_who_name_a_delegation_at_once_are_told(here: Consultations) -> None:
    meeting = here.confirmed()
    here.delegation(UKRAINE, meeting, "Шевченко")

    with pytest.raises(StalePageError):
        here.desks[UKRAINE].name_delegation(meeting, [], here.by(seen=""))


# --- the agenda


def test_open_items_come_from_every_system_with_their_reasons(here: Consultations) -> None:
    world, due = here.world, here.world.clock() + dt.timedelta(days=1)
    body = report(
        precedence=Precedence.ROUTINE,
        subject="Контактна особа",
        words="Просимо назвати.",
        language="uk",
        answer_by=due.strftime("%Y-%m-%dT%H:%M:00.000Z"),
    )
    letter = Letter(kind="report/1", circle=here.circle, body=body, marking=Marking.GREEN)
    here.traffic[UKRAINE].send(letter, "desk-officer", "")
    here.ask(JAPAN, "無人機対策")
    about = world.say(UKRAINE, here.circle, _said(open_object(Type.STATEMENT, {"uk": "Заява"})))[
        0
    ].hash
    _bracket(here, about)
    here.pass_days(10)
    here.settle()

    for party in BOTH:
        assert dict(here.open_items(party)) == {
            "Контактна особа": ["OVERDUE", "UNANSWERED"],
            "Заява": ["BRACKETED"],
            "無人機対策": ["REQUESTED"],
        }
    (circle,) = here.desks[JAPAN].consultations().circles
    assert circle.items[0].reasons[0].number == 9  # asked to be answered after one day


def _said(draft: Worded) -> Draft:
    return Draft(draft.kind, draft.body, MARKING)


def _bracket(here: Consultations, about: str) -> None:
    """Let both table a wording of one clause that the other opposes."""
    world, clause = here.world, ""
    wordings: list[str] = []
    for party, words in ((UKRAINE, "протягом 24 годин"), (JAPAN, "якнайшвидше")):
        body = {"object": about, "text": {"uk": words}, **({"clause": clause} if clause else {})}
        said = world.say(party, here.circle, Draft("alternative/1", body, MARKING))[0].hash
        clause = clause or said
        wordings.append(said)
        here.settle()
    for party, own in ((UKRAINE, 0), (JAPAN, 1)):
        stances = {wordings[own]: {"stance": "S"}, wordings[1 - own]: {"stance": "O"}}
        body = {"object": about, "clause": clause, "stances": stances}
        world.say(party, here.circle, Draft("stance/1", body, MARKING))
        here.settle()


def test_an_agenda_is_signed_by_both_or_answered_by_another(here: Consultations) -> None:
    meeting = here.confirmed()
    about = here.agenda(UKRAINE, meeting, [DRONES, SHIPS])

    here.agenda(JAPAN, meeting, [SHIPS, DRONES])
    for party in BOTH:
        seen = here.seen(party, meeting)
        assert seen.agenda is None
        assert [one.items for one in seen.proposed] == [(SHIPS, DRONES), (DRONES, SHIPS)]

    here.desks[UKRAINE].withdraw(about, here.by())
    here.settle()
    newest = here.seen(UKRAINE, meeting).proposed[0].proposal
    here.desks[UKRAINE].sign(about, newest.revision, here.by())
    here.settle()

    for party in BOTH:
        agenda = here.seen(party, meeting).agenda
        assert agenda is not None
        assert (agenda.items, agenda.minutes) == ((SHIPS, DRONES), 50)
        assert "1. Тіньовий флот (до відома, 10 хв)" in agenda.proposal.text["uk"]


def test_an_agenda_that_takes_longer_than_the_meeting_is_refused(here: Consultations) -> None:
    meeting = here.confirmed(minutes=45)

    with pytest.raises(TooLongError) as refused:
        here.agenda(UKRAINE, meeting, [DRONES, SHIPS])

    assert refused.value.facts == {"minutes": "50", "length": "45", "over": "5"}


def test_an_item_that_was_not_decided_returns_until_it_is_decided(here: Consultations) -> None:
    wanted = here.ask(JAPAN, "Захист від дронів")
    other = here.ask(UKRAINE, "Тіньовий флот", mode="information")
    drones = Item(f"item:{wanted}", {"uk": "Захист від дронів"}, "decision", 40)
    ships = Item(f"item:{other}", {"uk": "Тіньовий флот"}, "information", 10)
    first = here.confirmed()
    here.sign(JAPAN, here.agenda(UKRAINE, first, [drones, ships]))

    here.pass_days(30)  # the meeting is over, and nobody decided anything
    for party in BOTH:
        assert dict(here.open_items(party)) == {"Захист від дронів": ["DEFERRED"]}

    second = here.confirmed(begins="2026-04-20T09:00")
    here.sign(JAPAN, here.agenda(UKRAINE, second, [drones]))
    here.pass_days(30)
    (circle,) = here.desks[UKRAINE].consultations().circles
    assert [one.reasons[0].number for one in circle.items] == [2]

    decision = here.world.say(
        UKRAINE,
        here.circle,
        _said(open_object(Type.DECISION, {"uk": "Захист від дронів"})),
    )[0].hash
    text = revise(decision, {"uk": "Створити групу."}, {"of": second})
    here.world.say(UKRAINE, here.circle, _said(text))
    here.settle()
    here.sign_all(decision)
    assert dict(here.open_items(JAPAN)) == {}


def test_an_item_is_withdrawn_only_by_the_party_that_asked_for_it(here: Consultations) -> None:
    wanted = here.ask(JAPAN, "Захист від дронів")

    here.desks[UKRAINE].ask_no_more(wanted, here.by())
    here.settle()
    assert dict(here.open_items(UKRAINE)) == {"Захист від дронів": ["REQUESTED"]}

    here.desks[JAPAN].ask_no_more(wanted, here.by())
    here.settle()
    assert dict(here.open_items(UKRAINE)) == {}


# --- Today


def test_today_says_who_has_to_confirm_sign_and_name(here: Consultations) -> None:
    meeting = here.call()
    now = here.world.clock()

    def lines(party: object) -> list[tuple[str, object]]:
        return [(one.sort, one.of) for one in here.desks[party].digest(now)]  # type: ignore[index]

    assert lines(JAPAN) == [("confirm-meeting", JAPAN)]
    assert lines(UKRAINE) == [("awaits-signature", JAPAN)]

    here.sign(JAPAN, meeting)
    here.agenda(UKRAINE, meeting, [DRONES])
    here.pass_days(5)
    now = here.world.clock()

    assert lines(JAPAN) == [("sign-agenda", JAPAN), ("name-delegation", JAPAN)]
    ahead = here.desks[JAPAN].next_meeting(now)
    assert ahead is not None
    assert [(dict(one.title), one.minutes, set(one.signed)) for one in ahead.items] == [
        ({"uk": "Захист від дронів"}, 40, {UKRAINE})
    ]
