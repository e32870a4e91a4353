"""What other systems hold of a circle becomes open items: gaps, brackets, actions."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.capitals import JAPAN, MARKING, UKRAINE, World
from tests.journeys.consultations import Consultations
from tests.pages.invented_board import InventedDesk

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise
from comity.consultation.open_items import Why
from comity.exchange.station import Draft as Said
from comity.node.consulting import Consulting
from comity.node.gathering import packages_since
from comity.sanctions.board import Package


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Consultations]:
    """Kyiv and Tokyo with their desks."""
    with World(tmp_path) as world:
        made = Consultations(world)
        yield made
        made.close()


def package(name: str, day: str, gaps: int | None, of: str = "eu-fsf") -> Package:
    return Package(
        jurisdiction="eu",
        list=of,
        name=name,
        date=dt.date.fromisoformat(day),
        added=9,
        changed=0,
        removed=0,
        gaps=gaps,
        closed=None,
    )


def test_packages_with_gaps_count_since_the_last_meeting_the_newest_first() -> None:
    told = [
        package("old", "2026-02-01", 4),
        package("none", "2026-03-04", 0),
        package("own", "2026-03-05", None),
        package("first", "2026-03-02", 3),
        package("second", "2026-03-03", 2),
    ]

    found = packages_since(told, dt.date(2026, 3, 1))

    assert [one.name for one in found] == ["second", "first"]


def test_before_any_meeting_the_newest_package_of_each_list_counts() -> None:
    told = [
        package("old", "2026-02-01", 4),
        package("new", "2026-03-02", 3),
        package("other", "2026-01-02", 1, of="uk"),
    ]

    assert [one.name for one in packages_since(told, None)] == ["new", "other"]


def test_the_gaps_of_a_board_stand_among_the_open_items_with_the_package(
    here: Consultations,
) -> None:
    desk = Consulting(here.world.nodes[UKRAINE], here.traffic[UKRAINE], InventedDesk())

    (circle,) = desk.consultations().circles

    gaps = [item for item in circle.items if item.id.startswith("gaps:")]
    assert gaps
    for item in gaps:
        assert set(item.title) == {"uk", "ja", "en"}
        assert {one.why for one in item.reasons} == {Why.GAPS}
        assert all(one.number > 0 and one.by in {UKRAINE, JAPAN} for one in item.reasons)


def say(here: Consultations, draft: Draft) -> str:
    said = Said(draft.kind, draft.body, MARKING)
    return here.world.say(UKRAINE, here.circle, said)[0].hash


def test_an_action_that_a_decision_assigns_is_open_once_it_is_adopted(here: Consultations) -> None:
    decision = say(here, open_object(Type.DECISION, {"uk": "Рішення"}))
    actions: list[dict[str, Any]] = [
        {"action": "1", "owner": "jp", "what": {"uk": "Подати план."}},
    ]
    say(here, revise(decision, {"uk": "Рішення"}, {"assigned": actions}))
    here.settle()
    assert dict(here.open_items(JAPAN)) == {}

    here.sign_all(decision)

    assert dict(here.open_items(JAPAN)) == {"Подати план.": ["ASSIGNED"]}


def test_clauses_that_are_retained_say_so_until_they_are_agreed(here: Consultations) -> None:
    text = say(here, open_object(Type.STATEMENT, {"uk": "Заява"}))
    clause = say(here, Draft("alternative/1", {"object": text, "text": {"uk": "Негайно."}}))
    stance = {"object": text, "clause": clause, "stances": {clause: {"stance": "S"}}}
    say(here, Draft("stance/1", stance))
    keeping = say(here, open_object(Type.DECISION, {"uk": "Залишити"}))
    kept = {"retained": [{"object": text, "clauses": [clause]}]}
    say(here, revise(keeping, {"uk": "Залишити"}, kept))
    here.settle()

    here.sign_all(keeping)
    assert dict(here.open_items(JAPAN)) == {"Заява": ["RETAINED"]}

    here.world.say(JAPAN, here.circle, Said("stance/1", stance, MARKING))
    here.settle()
    assert dict(here.open_items(JAPAN)) == {}


def test_a_clause_counts_the_meetings_that_were_held_since_it_was_tabled(
    here: Consultations,
) -> None:
    text = say(here, open_object(Type.STATEMENT, {"uk": "Заява"}))
    clause = say(here, Draft("alternative/1", {"object": text, "text": {"uk": "Негайно."}}))
    stances = {"object": text, "clause": clause}
    say(here, Draft("stance/1", {**stances, "stances": {clause: {"stance": "S"}}}))
    here.settle()
    opposed = {**stances, "stances": {clause: {"stance": "O"}}}
    here.world.say(JAPAN, here.circle, Said("stance/1", opposed, MARKING))
    here.settle()
    for begins in ("2026-03-01T09:00", "2026-03-10T09:00", "2026-04-10T09:00"):
        here.confirmed(begins=begins)

    here.pass_days(60)

    (circle,) = here.desks[JAPAN].consultations().circles
    (reason,) = circle.items[0].reasons
    assert (reason.why, reason.of, reason.number) == (Why.BRACKETED, 1, 2)  # one was before
