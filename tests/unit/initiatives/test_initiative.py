"""One initiative, put together from what each party says of it."""

from typing import Any

import pytest
from tests.unit.initiatives.spoken import JAPAN, MEMBERS, UKRAINE, opened, pledge, said

from comity.initiatives.amounts import AmountError, amount_of
from comity.initiatives.initiative import Initiative, initiatives, level_of
from comity.records.party import Party

TITLE = {"en": "First convoy"}


def one(*more: object) -> Initiative:
    """Return the only initiative among statements."""
    (found,) = initiatives([opened(), *more], MEMBERS)  # type: ignore[list-item]
    return found


def test_an_initiative_for_somebody_outside_the_circle_is_none() -> None:
    assert initiatives([opened(Party("pl"))], MEMBERS) == ()


def test_what_is_said_before_the_initiative_is_known_waits_for_it() -> None:
    assert initiatives([pledge()], MEMBERS) == ()
    assert len(one(pledge()).ledger.commitments) == 1


def test_registers_belong_to_their_author() -> None:
    ours = said(UKRAINE, 2, "milestone/1", milestone="m", title=TITLE, on="2026-04-01")
    theirs = said(JAPAN, 2, "milestone/1", milestone="m", title=TITLE, on="2026-05-01")
    moved = said(UKRAINE, 3, "milestone/1", milestone="m", title=TITLE, on="2026-06-01")

    found = one(moved, ours, theirs).milestones

    assert [(it.party, it.on) for it in found] == [(JAPAN, "2026-05-01"), (UKRAINE, "2026-06-01")]


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "late"),
        ({"reached": "2026-04-02"}, "reached"),
        ({"dropped": True}, "dropped"),
    ],
)
def test_a_milestone_says_how_it_stands(more: dict[str, Any], state: str) -> None:
    stone = said(UKRAINE, 2, "milestone/1", milestone="m", title=TITLE, on="2026-04-01", **more)

    assert one(stone).milestones[0].state("2026-04-02") == state


def test_the_next_milestone_is_the_first_that_is_not_reached() -> None:
    names = ("a", "b")
    stones = [
        said(UKRAINE, 2 + n, "milestone/1", milestone=name, title=TITLE, on=f"2026-04-0{n + 1}")
        for n, name in enumerate(names)
    ]
    body = {**stones[0].body, "reached": "2026-04-01"}
    found = one(*stones, said(UKRAINE, 9, "milestone/1", **body))

    following = found.following("2026-03-05")
    assert following is not None
    assert following.name == "b"


@pytest.mark.parametrize(
    ("likelihood", "impact", "word"),
    [(1, 1, "low"), (1, 4, "medium"), (3, 3, "high"), (3, 5, "severe"), (5, 5, "severe")],
)
def test_a_risk_has_a_word(likelihood: int, impact: int, word: str) -> None:
    assert level_of(likelihood, impact) == word


def test_the_state_has_another_name_once_anybody_says_anything() -> None:
    assert one().seen != one(pledge()).seen


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12", "12"),
        (" 0.5 ", "0.5"),
        ("1 500", "1500"),
        ("１２", "12"),
        ("1\u00a0000.50", "1000.50"),
    ],
)
def test_an_amount_is_read_as_a_person_writes_it(typed: str, amount: str) -> None:
    assert amount_of(typed) == amount


@pytest.mark.parametrize(
    "typed", ["", "-1", "0", "0.000", "1,5", "1e3", "двадцять", "½", "1.1234567"]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(AmountError):
        amount_of(typed)
