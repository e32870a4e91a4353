#!/usr/bin/env python3
"""How long the server takes for a page, the record of it signed and stored as in real use.

    bench/pages.py [--only text|all] [--clauses 200] [--parties 4] [--times 30] [--records 100000]
        [--lists FOLDER] [--data FOLDER]

`text`: a joint text of many clauses between several parties, half of them with a second wording and
stances of all; asked for through the whole application, first and repeated. The last time column
is what the processor took, p95.

`all`: one page of every sort of the demonstration's node of Kyiv, over HTTP, after so many records
more were said by both; first, right after the node was started anew, and repeated. With `--lists`
it has the list files of a folder, such as the kit beside a clone (69,706 listings in force), else
the excerpt that comes with the program.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import httpx
from bench.demo import await_board, pages_of, running
from bench.years import work
from tests.journeys.capitals import JAPAN, KOREA, POLAND, UKRAINE, World
from tests.journeys.texts import negotiators

from comity.agreement.effects import Type
from comity.agreement.statements import alternative, take_stance
from comity.exchange.station import Draft
from comity.node.clock import now as system_clock
from comity.node.demonstration import KYIV, TOKYO, Pair, speaker
from comity.node.folder import Folder
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.app import create_app
from comity.web.jobs import Jobs
from comity.web.textdesk import Beginning
from comity.web.texts import add_texts

PARTIES = (UKRAINE, JAPAN, KOREA, POLAND)
LIMIT = 150
"""Milliseconds for a text of 200 clauses and 4 parties."""

LIMIT_OF_ALL = 150
"""Milliseconds for any page, with 100,000 records and 60,000 listings."""

NEW = (
    "follow-up",
    "follow-up-action",
    "sanctions-proposals",
    "sanctions-proposal",
    "initiatives",
    "initiatives-initiative",
)
"""Pages that must be among those that are found."""


class NoLists:
    """A desk of the sanctions system with nothing in it."""

    def parties(self) -> tuple[str, ...]:
        """Return nobody."""
        return ()

    def board(self, party: str) -> None:
        """Return nothing."""
        del party

    def match(self, cluster: int, party: str) -> None:
        """Return nothing."""
        del cluster, party


def main() -> int:
    """Print the table; fail where a page takes too long."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--only", choices=sorted(PAGES), default=None)
    asked.add_argument("--clauses", type=int, default=200)
    asked.add_argument("--parties", type=int, choices=(2, 3, 4), default=4)
    asked.add_argument("--times", type=int, default=30)
    asked.add_argument("--records", type=int, default=100_000)
    asked.add_argument("--data", type=Path, help="folder for `all`, kept and gone on from")
    asked.add_argument("--lists", type=Path, help="folder of list files for `all`")
    given = asked.parse_args()
    print(f"{'milliseconds':34} {'first':>8} {'median':>8} {'p95':>8} {'of CPU':>8} {'kB':>7}")
    slow = False
    for name, measure in PAGES.items():
        if given.only in {None, name}:
            slow = measure(given) or slow
    return 1 if slow else 0


def text(given: argparse.Namespace) -> bool:
    """Print the times of a joint text; say whether it is too slow."""
    members = PARTIES[: given.parties]
    with tempfile.TemporaryDirectory() as folder, World(Path(folder), members) as world:
        circle = world.open(*members)
        world.settle()
        with negotiators(world) as people:
            about = negotiated(world, circle, members, given.clauses, people[UKRAINE].desk.begin)
            desk = people[UKRAINE].desk
            app = create_app(NoLists(), Jobs(), desk.traffic, [lambda app: add_texts(app, desk)])
            slow = False
            for view in ("bracketed", "clean", "mine"):
                path = f"/en/positions/text/{about}?view={view}"
                first, times, cpu, size = asyncio.run(asked_for(app, path, given.times))
                p95 = statistics.quantiles(times, n=20)[-1]
                name = f"text, {given.clauses} clauses, {view}"
                middle = statistics.median(times)
                spent = statistics.quantiles(cpu, n=20)[-1]
                row = f"{name:34} {first:8.0f} {middle:8.0f} {p95:8.0f} {spent:8.0f}"
                print(f"{row} {size / 1000:7.0f}")
                slow = slow or spent > LIMIT
    return slow


def every(given: argparse.Namespace) -> bool:
    """Print the times of every page after years of work; say whether one is too slow."""
    with nullcontext(given.data) if given.data else tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        if not (folder / "filled").exists():
            fill(folder, given.records, given.lists)
        with running(folder, ready=False, lists=given.lists) as bases:
            base = bases[0]
            first, _ = asked_over_http(base, "/en/today", 1)
            await_board(base)
            found = pages_of(base)
            slow = bool(missing := sorted(set(NEW) - found.keys()))
            if missing:
                print(f"not found: {', '.join(missing)}")
            for name, path in sorted(found.items()):
                before, _ = asked_over_http(base, f"/en{path}", 1)
                times, size = asked_over_http(base, f"/en{path}", given.times)
                p95, middle = statistics.quantiles(times, n=20)[-1], statistics.median(times)
                shown = first if name == "today" else before
                row = f"{name:34} {shown[0]:8.0f} {middle:8.0f} {p95:8.0f} {'':8}"
                print(f"{row} {size / 1000:7.0f}", flush=True)
                slow = slow or p95 > LIMIT_OF_ALL
    return slow


def fill(folder: Path, records: int, lists: Path | None) -> None:
    """Play the demonstration in a folder, and years of work after it."""
    began = time.monotonic()
    with running(folder, ready=False, lists=lists):
        pair = Pair(Folder(folder / KYIV), Folder(folder / TOKYO))
        rest = partial(time.sleep, 0.01)
        kyiv, tokyo = speaker(pair.kyiv, pair.tokyo, rest), speaker(pair.tokyo, pair.kyiv, rest)
        now = system_clock()
        said = work(kyiv, tokyo, records, now, lambda text: print(text, file=sys.stderr))
    (folder / "filled").touch()
    print(f"{said} records said in {time.monotonic() - began:.0f} s", file=sys.stderr)


def asked_over_http(base: str, path: str, count: int) -> tuple[list[float], int]:
    """Return the milliseconds of each of so many requests, and the page's bytes."""
    times: list[float] = []
    size = 0
    with httpx.Client(base_url=base, timeout=60) as client:
        client.get("/static/theme.js")
        for _ in range(count):
            began = time.perf_counter()
            answer = client.get(path)
            times.append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
            size = len(answer.content)
    return times, size


def negotiated(
    world: World,
    circle: str,
    members: tuple[Party, ...],
    clauses: int,
    begin: Callable[..., object],
) -> str:
    """Open a text and let all take stances; return its id."""
    from comity.web.textdesk import By  # noqa: PLC0415 - beside its use

    first = [
        {
            "en": f"In matter {n} the Parties will share information within {n % 48} hours of it.",
            "uk": f"У справі {n} Сторони обмінюються інформацією впродовж {n % 48} годин.",
            "ja": f"第{n}の事項について、両当事者は{n % 48}時間以内に情報を共有する。",
        }
        for n in range(1, clauses + 1)
    ]
    title = {"en": "A long statement", "uk": "Довга заява", "ja": "長い声明"}
    outcome = begin(
        Beginning(circle=circle, type=Type.TEXT, title=title, clauses=first, marking=Marking.GREEN),
        By("desk-officer", "bench"),
    )
    about: str = outcome.record  # type: ignore[attr-defined]
    world.settle()
    agreement = world.nodes[UKRAINE].agreeing.agreement(circle)
    ids = [r.hash for _, r in agreement.matter(about).others if r.kind == "alternative/1"]
    seconds: dict[str, str] = {}
    for at in range(0, len(ids), 200):
        some = [n for n in range(at, min(at + 200, len(ids))) if n % 2]
        drafts = [
            alternative(
                about,
                {
                    "en": f"In matter {n + 1} the Parties will share information promptly.",
                    "uk": f"У справі {n + 1} Сторони обмінюються інформацією якнайшвидше.",
                    "ja": f"第{n + 1}の事項について、両当事者は速やかに情報を共有する。",
                },
                ids[n],
            )
            for n in some
        ]
        said = [Draft(one.kind, one.body, "TLP:GREEN") for one in drafts]
        for n, record in zip(some, world.say(JAPAN, circle, *said), strict=True):
            seconds[ids[n]] = record.hash
    world.settle()
    for place, party in enumerate(members[1:]):
        stances = [
            take_stance(
                about,
                one,
                {
                    one: "A" if (n + place) % 3 else "R",
                    **({seconds[one]: "S"} if one in seconds else {}),
                },
            )
            for n, one in enumerate(ids)
        ]
        for at in range(0, len(stances), 400):
            part = stances[at : at + 400]
            world.say(party, circle, *(Draft(one.kind, one.body, "TLP:GREEN") for one in part))
    world.settle()
    return about


async def asked_for(
    app: object, path: str, count: int
) -> tuple[float, list[float], list[float], int]:
    """Return the milliseconds of the first request and of those after it, and the page's bytes.

    The third are those of the processor alone: on a machine that others use too they tell more.
    """
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    times: list[float] = []
    cpu: list[float] = []
    size = 0
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        for _ in range(count + 1):
            began, spent = time.perf_counter(), time.process_time()
            answer = await client.get(path)
            times.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - spent))
            answer.raise_for_status()
            size = len(answer.content)
    return times[0], times[1:], cpu[1:], size


PAGES: dict[str, Callable[[argparse.Namespace], bool]] = {"text": text, "all": every}

if __name__ == "__main__":
    sys.exit(main())
