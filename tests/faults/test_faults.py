"""Real nodes, killed, cut off, cramped and restored: what was acknowledged must be there.

`COMITY_FAULT_TRIALS` says how many trials, `COMITY_FAULT_SEED` the number of the first. By hand:
`python tests/faults/run.py`, which keeps the folders of trials in which something was wrong.
"""

import asyncio
import os

import pytest
from tests.faults.series import run

TRIALS = int(os.environ.get("COMITY_FAULT_TRIALS", "10"))
FIRST = int(os.environ.get("COMITY_FAULT_SEED", "0"))


@pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed as on POSIX")
def test_every_acknowledged_record_is_readable_on_every_node_in_order_exactly_once() -> None:
    tally, kept = asyncio.run(run(range(FIRST, FIRST + TRIALS), jobs=2))

    assert tally.failed == [], "\n".join([*tally.lines(), f"see {kept}"])
    assert tally.trials == TRIALS
    assert tally.acknowledged > 10 * TRIALS
