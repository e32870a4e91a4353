"""Series: many trials, some at a time, in folders that are cleared away when all was well."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.disks import can_limit, can_mount
from tests.faults.plan import Trouble, plan_of
from tests.faults.processes import Starter
from tests.faults.tally import Tally
from tests.faults.template import can_restore, prepare
from tests.faults.trial import Outcome, Trial

Told = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where trials take place.

    Attributes:
        root: folder of everything.
        starter: of processes.
        left_out: troubles that cannot be had here.
        reasons: why, for people.
    """

    root: Path
    starter: Starter
    left_out: frozenset[str]
    reasons: tuple[str, ...]


@asynccontextmanager
async def ground(under: Path | None) -> AsyncIterator[Ground]:
    """Prepare paired nodes, find out what can be done to them here; clear away in the end."""
    root = Path(tempfile.mkdtemp(prefix="comity-faults-", dir=under))
    try:
        (root / "template").mkdir()
        async with Starter() as starter:
            await prepare(root / "template", starter)
            why: dict[Trouble, str] = {}
            if not can_mount(root / "disk"):
                why[Trouble.FULL] = "only root on Linux can mount a small disk"
            if not can_limit():
                why[Trouble.QUOTA] = "this system cannot limit the files of another process"
            if not await can_restore(root / "template", starter):
                why[Trouble.RESTORE] = "this program does not restore backups yet"
            reasons = tuple(f"{trouble}: {reason}" for trouble, reason in why.items())
            yield Ground(root, starter, frozenset(map(str, why)), reasons)
    finally:
        if not any((root / "kept").glob("*")):
            shutil.rmtree(root, ignore_errors=True)


async def run(
    numbers: Sequence[int], *, jobs: int, under: Path | None = None, told: Told = lambda _: None
) -> tuple[Tally, Path]:
    """Run trials; return what came of them, and the folder where failed ones are kept."""
    async with ground(under) as place:
        tally = Tally(left_out=place.reasons)
        waiting = iter(numbers)

        async def work() -> None:
            for number in waiting:
                outcome = await one(place, number)
                tally.add(outcome)
                told(outcome)

        workers = [asyncio.ensure_future(work()) for _ in range(jobs)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                if not worker.cancelling():  # twice would keep it from tidying up
                    worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
    return tally, place.root / "kept"


async def one(place: Ground, number: int) -> Outcome:
    """Run one trial."""
    folder = place.root / f"trial-{number}"
    folder.mkdir()
    plan = plan_of(number, leave_out=place.left_out)
    outcome = await Trial(plan, place.root / "template", folder, place.starter).run()
    if outcome.findings:
        (folder / "plan.txt").write_text(
            "\n".join([str(plan), *map(str, outcome.findings)]), encoding="utf-8"
        )
        (place.root / "kept").mkdir(exist_ok=True)
        folder.rename(place.root / "kept" / folder.name)
    else:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return outcome
