"""How far the parties have let an initiative come."""

import pytest

from comity.agreement.effects import STAGES
from comity.initiatives.stages import COURSE, PROPOSED, Stage, reached


def test_without_a_gate_an_initiative_is_proposed() -> None:
    assert reached(()) == Stage(PROPOSED)
    assert reached(()).following == "idea"


@pytest.mark.parametrize("number", range(1, len(STAGES) + 1))
def test_the_stage_is_the_last_of_a_run_without_a_gap(number: int) -> None:
    assert reached(STAGES[:number]) == Stage(STAGES[number - 1])


def test_a_gate_out_of_order_waits_for_the_first_that_is_missing() -> None:
    found = reached({"idea", "under-way", "agreed"})

    assert found == Stage("idea", (("agreed", "scoped"), ("under-way", "scoped")))


def test_the_last_stage_has_none_after_it() -> None:
    assert reached(STAGES).following == ""
    assert COURSE[-1] == "closed"
