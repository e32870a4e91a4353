#!/usr/bin/env python3
"""How fast the journal is, and whether its length matters.

    bench/journal.py [COUNT] [WHERE]

Appends COUNT records of 1.5 KB (100,000 by default) to a journal WHERE: a new file in a temporary
folder by default, or the address of an empty PostgreSQL database. Records are made beforehand and
not counted. Prints Markdown; each row is measured when the journal has that many records.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from comity.journal.book import Journal, open_journal
from comity.journal.writer import Writer
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record, write
from comity.records.tree import EMPTY, Frontier

CIRCLE = "5c" * 32
BATCH = 500

HEADING = """\
| records | batch of 500, p50 ms | p99 | max | one record, p50 ms | p99 \
| FLASH in bulk, p50 ms | p99 | read 500, ms | proof, ms |
|---|---|---|---|---|---|---|---|---|---|"""

UA, JP = Party("ua"), Party("jp")


Parcel = tuple[list[Record], bytes, bytes]


class Author:
    """Somebody who writes records of 1.5 KB.

    Attributes:
        party: who it is.
        frontier: of the chain so far.
    """

    def __init__(self, party: Party) -> None:
        self.party = party
        self.frontier: Frontier = EMPTY
        self._prev = ""

    def say(self, count: int) -> Parcel:
        """Return so many records, their checkpoint and its root."""
        records = []
        for seq in range(self.frontier.size + 1, self.frontier.size + count + 1):
            body = {"text": f"{seq:09} " + "доповідь " * 75}
            records.append(
                write(
                    circle=CIRCLE,
                    party=self.party,
                    seq=seq,
                    prev=self._prev,
                    cut={},
                    kind="report/1",
                    body=body,
                    at="2026-03-05T09:30:00.000Z",
                    marking="TLP:AMBER",
                )
            )
            self._prev = records[-1].hash
        self.frontier = self.frontier.append(*(bytes.fromhex(one.hash) for one in records))
        note = f"comity/{CIRCLE}/{self.party}\n{self.frontier.size}\n".encode() + b"s" * 5000
        return records, note, self.frontier.root


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        where = sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "journal.db")
        with open_journal(where) as journal:
            bulk, small = Author(JP), Author(UA)
            print(HEADING)
            for mark in marks(count):
                needed = max(20, (mark - bulk.frontier.size) // BATCH)
                batches = [timed(journal, bulk, BATCH) for _ in range(needed)]
                row = figures(batches, 1000)
                row.append(max(batches) * 1000)
                row += figures([timed(journal, small, 1) for _ in range(300)], 1000)
                row += figures(flash_in_bulk(journal, bulk, small), 1000)
                row.append(lasting(journal.records, 1, BATCH, 1 << 24) * 1000)
                row.append(lasting(journal.inclusion, mark // 3, mark) * 1000)
                print(
                    f"| {bulk.frontier.size:,} |",
                    " | ".join(f"{figure:.2f}" for figure in row),
                    "|",
                    flush=True,
                )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"\nPeak memory of the whole process: {peak} MB")


def marks(count: int) -> Iterator[int]:
    """Yield 1,000 and every power of ten up to a count."""
    mark = 1000
    while mark < count:
        yield mark
        mark *= 10
    yield count


def appending(parcel: Parcel) -> Callable[[Writer], int]:
    """Return the job that appends a parcel."""
    return lambda writer: writer.append(*parcel)


def timed(journal: Journal, author: Author, count: int) -> float:
    """Return the seconds from handing in an append to its answer."""
    job = appending(author.say(count))
    began = time.perf_counter()
    journal.write(job).result()
    return time.perf_counter() - began


def flash_in_bulk(journal: Journal, bulk: Author, small: Author) -> list[float]:
    """Return how long a FLASH record takes while batches wait in line."""
    took = []
    for _ in range(15):
        parcels = [bulk.say(BATCH), bulk.say(BATCH)]
        flash = appending(small.say(1))
        waiting = [journal.write(appending(parcel)) for parcel in parcels]
        began = time.perf_counter()
        journal.write(flash, Precedence.FLASH).result()
        took.append(time.perf_counter() - began)
        for future in waiting:
            future.result()
    return took


def figures(seconds: list[float], scale: float) -> list[float]:
    """Return median and the 99th of a hundred."""
    ordered = sorted(seconds) or [0.0]
    return [
        median(ordered) * scale,
        ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * scale,
    ]


def lasting(ask: Callable[..., object], *arguments: int) -> float:
    """Return the median seconds of a question about the long chain."""
    took = []
    for _ in range(20):
        began = time.perf_counter()
        ask(CIRCLE, JP, *arguments)
        took.append(time.perf_counter() - began)
    return median(took)


if __name__ == "__main__":
    main()
