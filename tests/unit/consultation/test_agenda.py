"""An agenda sums up, tells when each item begins, and leaves behind what was not decided."""

import datetime as dt

from comity.consultation.agenda import (
    Agenda,
    Decided,
    Item,
    agenda_effect,
    timetable,
    total,
    undecided,
    written,
)
from comity.consultation.delegations import Delegate, Delegation, delegation_body, delegations
from comity.consultation.proposals import Proposal
from comity.consultation.statements import DELEGATION
from comity.records.marking import Marking
from comity.records.party import Party

UKRAINE, JAPAN = Party("ua"), Party("jp")
MEETING, MOVED = "a" * 64, "b" * 64
OPENING = Item("opening", {"uk": "Відкриття"}, "decision", 5)
DRONES = Item("item:1", {"uk": "Дрони", "ja": "無人機"}, "decision", 40)
SHIPS = Item("item:2", {"uk": "Судна"}, "information", 15)


def agenda(*items: Item) -> Agenda:
    proposal = Proposal(
        object="c" * 64,
        revision="d" * 64,
        record="e" * 64,
        title={},
        text={},
        effect=agenda_effect(MEETING, items),
        by=UKRAINE,
        at="2026-03-01T09:00:00.000Z",
        marking=Marking.GREEN,
        signed=(UKRAINE, JAPAN),
        adopted=True,
        disputed=False,
        place=(1, ""),
    )
    return Agenda(proposal, MEETING, items)


def test_minutes_sum_up_and_each_item_begins_when_the_one_before_ends() -> None:
    start = dt.datetime(2026, 3, 20, 7, tzinfo=dt.UTC)

    times = [f"{at:%H:%M}" for _, at in timetable([OPENING, DRONES, SHIPS], start) if at]

    assert total([OPENING, DRONES, SHIPS]) == 60
    assert times == ["07:00", "07:05", "07:45"]


def test_only_what_was_to_be_decided_and_was_not_is_left() -> None:
    whole = agenda(OPENING, DRONES, SHIPS)

    assert undecided(whole, [MEETING], []) == (DRONES,)


def test_a_decision_settles_the_item_that_it_names_or_is_titled_as() -> None:
    whole = agenda(OPENING, DRONES)
    named = Decided(MEETING, frozenset({"item:1"}), {"uk": "Створення групи"})
    titled = Decided(MEETING, frozenset(), {"ja": "無人機"})
    elsewhere = Decided(MOVED, frozenset({"item:1"}), {"uk": "Дрони"})

    assert undecided(whole, [MEETING], [named]) == ()
    assert undecided(whole, [MEETING], [titled]) == ()
    assert undecided(whole, [MEETING], [elsewhere]) == (DRONES,)
    assert undecided(whole, [MEETING, MOVED], [elsewhere]) == ()


def test_an_agenda_is_written_in_a_language_with_another_where_a_title_is_missing() -> None:
    lines = {"decision": "決定、{minutes}分", "information": "報告、{minutes}分"}

    text = written([DRONES, SHIPS], lines, "ja")

    assert text == "1. 無人機 (決定、40分)\n2. Судна (報告、15分)"


def register(party: Party, seq: int, meeting: str, *names: str) -> Delegation:
    return Delegation(
        party=party,
        record=f"{seq:064x}",
        meeting=meeting,
        seq=seq,
        members=tuple(Delegate({"uk": name}, {}, "member") for name in names),
        at="2026-03-01T09:00:00.000Z",
        marking=Marking.GREEN,
    )


def test_the_last_register_of_each_party_counts_in_whatever_order_they_come() -> None:
    held = [
        register(UKRAINE, 7, MEETING, "Шевченко"),
        register(UKRAINE, 9, MEETING, "Коваль"),
        register(JAPAN, 3, MEETING, "田中"),
    ]

    for order in (held, held[::-1]):
        found = delegations(order, [MEETING])
        assert {party: one.members[0].name["uk"] for party, one in found.items()} == {
            UKRAINE: "Коваль",
            JAPAN: "田中",
        }


def test_a_register_for_another_meeting_is_ignored_and_one_from_before_a_move_holds() -> None:
    held = [register(UKRAINE, 7, MEETING, "Шевченко")]

    assert delegations(held, [MOVED]) == {}
    assert UKRAINE in delegations(held, [MOVED, MEETING])


def test_the_body_of_a_delegation_keeps_the_order_of_rank_and_fits_its_kind() -> None:
    members = [
        Delegate({"uk": "Шевченко", "ja": "シェフチェンコ"}, {"uk": "міністр"}, "head"),
        Delegate({"uk": "Коваль"}, {}, "note-taker"),
    ]

    body = delegation_body(MEETING, members)

    DELEGATION.check(body)
    assert [one["role"] for one in body["members"]] == ["head", "note-taker"]
    assert "office" not in body["members"][1]
