"""Where parties stand on a question, and what of that has changed."""

import pytest
from tests.unit.positions.wordings import JP, UA

from comity.positions.matrix import Position, Question, Standing, parties_of
from comity.positions.statements import STANCES
from comity.records.marking import Marking
from comity.records.party import Party

MEETING = "2026-03-01T10:00:00.000Z"
BEFORE, AFTER = "2026-02-20T10:00:00.000Z", "2026-03-02T10:00:00.000Z"


def position(
    party: Party, stance: str, at: str = AFTER, *, marking: Marking = Marking.GREEN
) -> Position:
    return Position(
        party=party,
        record=f"{party}{stance}{at}",
        stance=stance,
        words={},
        source="",
        at=at,
        marking=marking,
        number=1,
    )


def question(*now: Position, before: tuple[Position, ...] = (), since: str = "") -> Question:
    return Question(
        hash="ab" * 32,
        circle="cd" * 32,
        parties=(JP, UA),
        by=UA,
        title={"en": "How often?"},
        background={},
        at=BEFORE,
        closed="",
        own=Marking.GREEN,
        now={one.party: one for one in now},
        before={one.party: one for one in before},
        since=since,
    )


@pytest.mark.parametrize(
    ("stances", "standing"),
    [
        ("support can-accept", Standing.AGREED),
        ("support studying", Standing.CLOSE),
        ("studying reserve", Standing.CLOSE),
        ("support oppose", Standing.OPEN),
        ("oppose oppose", Standing.OPEN),
    ],
)
def test_the_standing_follows_from_what_all_have_said(stances: str, standing: Standing) -> None:
    first, second = stances.split()

    assert question(position(UA, first), position(JP, second)).standing is standing


@pytest.mark.parametrize("stance", STANCES)
def test_a_question_is_open_while_a_party_has_said_nothing(stance: str) -> None:
    assert question(position(UA, stance)).standing is Standing.OPEN


def test_what_was_said_after_the_meeting_is_new_or_changed() -> None:
    moved = question(
        position(UA, "support"),
        position(JP, "can-accept"),
        before=(position(JP, "studying", BEFORE),),
        since=MEETING,
    )

    assert (moved.change(UA), moved.change(JP)) == ("new", "changed")


def test_what_was_said_again_or_before_the_meeting_has_not_changed() -> None:
    again = question(
        position(UA, "support", BEFORE),
        position(JP, "oppose"),
        before=(position(UA, "support", BEFORE), position(JP, "oppose", BEFORE)),
        since=MEETING,
    )

    assert (again.change(UA), again.change(JP)) == ("", "")


def test_without_a_meeting_nothing_is_called_a_change() -> None:
    assert question(position(UA, "support")).change(UA) == ""


def test_the_marking_is_the_highest_of_what_stands_and_of_what_is_compared() -> None:
    guarded = question(
        position(UA, "support"), before=(position(UA, "oppose", BEFORE, marking=Marking.RED),)
    )

    assert guarded.marking is Marking.RED


def test_the_state_has_another_name_once_anybody_has_said_anything() -> None:
    names = {
        question().seen,
        question(position(UA, "support")).seen,
        question(position(UA, "oppose")).seen,
        question(position(UA, "support"), position(JP, "support")).seen,
    }

    assert len(names) == 4


def test_parties_of_several_questions_stand_in_order() -> None:
    assert parties_of([question(), question()]) == (JP, UA)
