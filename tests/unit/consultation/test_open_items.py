"""What is open comes with its reasons in numbers, the most pressing first, each thing once."""

import datetime as dt

from comity.agreement.followup import CLOSED, Outcome, State
from comity.consultation.agenda import Item, total
from comity.consultation.open_actions import Undertaking
from comity.consultation.open_items import (
    Bracketed,
    Deferred,
    NewGaps,
    OpenItem,
    Requested,
    Source,
    Unanswered,
    Why,
    open_items,
    suggested,
    text_item,
)
from comity.records.marking import Marking
from comity.records.party import Party

UKRAINE, JAPAN = Party("ua"), Party("jp")
NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
STATEMENT = "a" * 64


def unanswered(due: str) -> Unanswered:
    return Unanswered(
        record="b" * 64,
        title={"uk": "Контактна особа"},
        of=JAPAN,
        asked="2026-03-01T09:00:00.000Z",
        due=due,
        marking=Marking.GREEN,
    )


def statement(clauses: int = 2, meetings: int = 3, retained: int = 0) -> Bracketed:
    return Bracketed(
        object=STATEMENT,
        title={"uk": "Спільна заява"},
        clauses=clauses,
        meetings=meetings,
        retained=retained,
        marking=Marking.AMBER,
    )


def requested(about: str = "", minutes: int = 0) -> Requested:
    return Requested(
        record="c" * 64,
        party=JAPAN,
        title={"ja": "共同声明"},
        mode="discussion",
        minutes=minutes,
        why={"ja": "急ぐ"},
        at="2026-03-10T09:00:00.000Z",
        marking=Marking.GREEN,
        about=about,
    )


def undertaking(found: Outcome, action: str = "1") -> Undertaking:
    return Undertaking(
        decision="d" * 64,
        action=action,
        what={"uk": "Надати перелік"},
        owner=UKRAINE,
        since="2026-03-01T09:00:00.000Z",
        outcome=found,
        marking=Marking.GREEN,
    )


def why(item: OpenItem) -> list[tuple[Why, int]]:
    return [(one.why, one.number) for one in item.reasons]


def test_a_request_is_overdue_by_whole_days_and_unanswered_since_it_was_asked() -> None:
    (item,) = open_items([unanswered("2026-03-11T12:00:00.000Z")], NOW)

    assert why(item) == [(Why.OVERDUE, 9), (Why.UNANSWERED, 0)]
    assert item.reasons[1].since == "2026-03-01T09:00:00.000Z"
    assert item.reasons[1].by == JAPAN


def test_a_request_that_is_not_due_yet_is_only_unanswered() -> None:
    (item,) = open_items([unanswered("2026-03-21T12:00:00.000Z")], NOW)

    assert why(item) == [(Why.UNANSWERED, 0)]


def test_a_text_in_brackets_says_through_how_many_meetings_and_what_was_retained() -> None:
    (item,) = open_items([statement(retained=1)], NOW)

    assert why(item) == [(Why.RETAINED, 1), (Why.BRACKETED, 3)]
    assert item.reasons[1].of == 2


def test_what_is_about_one_thing_is_one_item_in_the_words_of_who_asks_for_it() -> None:
    (item,) = open_items([statement(), requested(about=text_item(STATEMENT), minutes=40)], NOW)

    assert item.id == text_item(STATEMENT)
    assert item.title == {"ja": "共同声明"}
    assert (item.mode, item.minutes) == ("discussion", 40)
    assert [one.why for one in item.reasons] == [Why.BRACKETED, Why.REQUESTED]
    assert item.marking is Marking.AMBER


def test_the_same_package_is_one_item_with_the_gaps_of_each_party() -> None:
    gaps = [
        NewGaps(
            party=party,
            jurisdiction="eu",
            list="eu-fsf",
            name="2026/1",
            day="2026-07-23",
            gaps=count,
            title={"en": "Sanctions"},
        )
        for party, count in ((JAPAN, 5), (UKRAINE, 2))
    ]

    (item,) = open_items(gaps, NOW)

    assert [(one.by, one.number) for one in item.reasons] == [(JAPAN, 5), (UKRAINE, 2)]


def test_the_most_pressing_comes_first_whatever_order_things_are_said_in() -> None:
    action = undertaking(Outcome(state=State.ASSIGNED))
    left = Deferred(
        item_of_agenda=Item("item:x", {"uk": "Дрони"}, "decision", 30),
        times=2,
        since="2026-02-01T09:00:00.000Z",
        marking=Marking.GREEN,
    )
    sources: list[Source] = [
        action,
        requested(),
        statement(),
        left,
        unanswered("2026-03-11T12:00:00.000Z"),
    ]

    orders = [open_items(sources, NOW), open_items(sources[::-1], NOW)]

    assert orders[0] == orders[1]
    assert [one.reasons[0].why for one in orders[0]] == [
        Why.OVERDUE,
        Why.DEFERRED,
        Why.BRACKETED,
        Why.REQUESTED,
        Why.ASSIGNED,
    ]


def test_an_overdue_action_says_by_how_many_days_and_until_when_it_was_undertaken() -> None:
    late = Outcome(state=State.OVERDUE, due="2026-03-18", late=2)

    (item,) = open_items([undertaking(late)], NOW)

    assert why(item) == [(Why.OVERDUE, 2), (Why.UNDERTAKEN, 0)]
    assert [one.since for one in item.reasons] == ["2026-03-18", "2026-03-18"]
    assert item.mode == "discussion"


def test_an_answer_does_not_take_an_action_that_is_late_from_the_top() -> None:
    late = Outcome(state=State.UNDER_STUDY, due="2026-03-18", late=2)

    (item,) = open_items([undertaking(late)], NOW)

    assert why(item) == [(Why.OVERDUE, 2), (Why.UNDER_STUDY, 0)]


def test_every_state_in_which_an_action_is_open_has_its_reason_on_the_agenda() -> None:
    reasons = {}
    for state in set(State) - CLOSED:
        found = Outcome(state=state, due="2026-03-18", newest="2026-03-19", confirmed=(JAPAN,))
        (item,) = open_items([undertaking(found)], NOW)
        reasons[state] = item.reasons[0]

    assert len({one.why for one in reasons.values()} | {Why.OVERDUE}) == len(reasons)
    assert reasons[State.REGRESSED].since == "2026-03-19"
    assert reasons[State.ACCEPTED].since == "2026-03-18"
    assert reasons[State.ONE_ANALYST].by == JAPAN


def test_what_is_undone_comes_before_what_was_deferred_and_what_is_on_its_way_comes_last() -> None:
    states = [State.ACCEPTED, State.REPORTED, State.REGRESSED, State.CONTESTED, State.DISPUTED]
    actions = [
        undertaking(Outcome(state=state), action=str(number)) for number, state in enumerate(states)
    ]

    items = open_items([*actions, unanswered("2026-03-11T12:00:00.000Z"), statement()], NOW)

    assert [one.reasons[0].why.name for one in items] == [
        "OVERDUE",
        "REGRESSED",
        "CONTESTED",
        "SOURCE_DISPUTED",
        "BRACKETED",
        "REPORTED",
        "UNDERTAKEN",
    ]


def test_a_suggested_agenda_fits_into_the_meeting_and_names_what_found_no_room() -> None:
    items = open_items(
        [statement(), requested(minutes=90), unanswered("2026-03-11T12:00:00.000Z")], NOW
    )

    chosen, left = suggested(items, 60, lambda code: {"en": code})

    assert [one.id for one in chosen] == [
        "opening",
        f"message:{'b' * 64}",
        text_item(STATEMENT),
        "other",
    ]
    assert total(chosen) == 40
    assert [one.minutes for one in left] == [90]


def test_a_suggested_agenda_of_the_shortest_meeting_is_no_longer_than_it() -> None:
    chosen, _ = suggested([], 5, lambda code: {"en": code})

    assert total(chosen) == 5
