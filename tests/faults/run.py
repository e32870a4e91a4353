"""Run trials by hand: `python tests/faults/run.py --trials 100 --seed 0 --jobs 3`."""

import argparse
import asyncio
import json
import signal
import sys
import time
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.faults.plan import plan_of
from tests.faults.series import run
from tests.faults.tally import Tally
from tests.faults.trial import Outcome


def main() -> int:
    """Run trials and print what came of them; exit code 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="number of the first trial")
    parser.add_argument("--theme", help="only trials about this; see plan.py")
    parser.add_argument("--jobs", type=int, default=1, help="trials at a time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report here too")
    parser.add_argument("--folder", type=Path, help="where the data of the trials go")
    options = parser.parse_args()
    began, done = time.monotonic(), 0

    def told(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        if outcome.findings:
            said(f"trial {outcome.plan.number} ({outcome.plan.theme}): {outcome.findings[0]}")
        elif done % 100 == 0:
            said(f"{done} trials, {time.monotonic() - began:.0f} s")

    wanted = (n for n in count(options.seed) if options.theme in {None, plan_of(n).theme})
    numbers = list(islice(wanted, options.trials))

    async def work() -> tuple[Tally, Path]:
        task = asyncio.ensure_future(
            run(numbers, jobs=options.jobs, under=options.folder, told=told)
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await task

    tally, kept = asyncio.run(work())
    lines = [*tally.lines(), f"{'seconds by the clock':>28}  {time.monotonic() - began:.1f}"]
    if tally.failed:
        lines.append(f"folders of the trials in which something was wrong: {kept}")
    sys.stdout.write("\n".join(lines) + "\n")
    if options.json is not None:
        document = {**tally.as_json(), "seconds_by_the_clock": round(time.monotonic() - began, 1)}
        options.json.write_text(json.dumps(document, indent=1, ensure_ascii=False), "utf-8")
    return 1 if tally.failed else 0


def said(line: str) -> None:
    """Say how far it is, beside the report."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
