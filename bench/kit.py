#!/usr/bin/env python3
"""How long real lists take, and how much memory: import, clusters, alignment, board.

    bench/kit.py FOLDER

Runs the program itself, each step as a process of its own in a new data folder, and prints seconds
and the greatest resident memory of each step; the board is timed inside one process, first and
repeated.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import httpx

from comity.node.lists import Lists
from comity.web.app import create_app
from comity.web.jobs import Jobs


def main() -> None:
    """Print the table."""
    folder = sys.argv[1]
    with TemporaryDirectory() as data:
        steps = {
            "import": ["import", folder],
            "clusters and alignment": ["align", "--party", "jp"],
            "gaps, everything stored": ["gaps", "--limit", "10"],
            "clusters as CSV, everything stored": ["clusters"],
            "screen one name": ["screen", "Viktor Nightjar"],
        }
        print(f"{'step':36} {'seconds':>8} {'MB':>8}")
        for name, arguments in steps.items():
            seconds, memory = run(["sanctions", *arguments, "--data", data])
            print(f"{name:36} {seconds:8.1f} {memory:8.0f}", flush=True)
        board(Path(data))


def run(arguments: list[str]) -> tuple[float, float]:
    """Return the seconds and the megabytes of one run of the program."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def board(data: Path) -> None:
    """Print how long the page takes on the server."""
    times = asyncio.run(asked(Lists(data)))
    print(f"board, first time                    {times[0] / 1000:8.1f} s")
    print(f"board, then (median of 5)            {sorted(times[1:])[2]:8.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"board, memory of the server          {peak:8.0f} MB")


async def asked(node: Lists) -> list[float]:
    """Return the milliseconds of six requests for the board, one after another."""
    transport = httpx.ASGITransport(app=create_app(node, Jobs()))
    times = []
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for _ in range(6):
            began = time.perf_counter()
            answer = await client.get("/en/sanctions?party=jp")
            times.append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
    return times


if __name__ == "__main__":
    main()
