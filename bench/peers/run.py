#!/usr/bin/env python3
"""Our exchange and two peers of it on this machine, over loopback: Synapse and NATS JetStream.

    bench/peers/run.py [--only comity|nats|synapse] [--json FILE]

Brings both into a folder that goes when this ends: Synapse and the clients with pip's packages into
an environment of their own, nats-server from Debian where the machine has none. Prints one JSON
line for each system and setting, then a table; a system that cannot be had here is a line that says
why, and no failure. Everything is over after LIMIT seconds.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.peers.programs import AbsentError, done, last_line

UV = ROOT / ".tools" / "bin" / "uv"
"""What made the project's own environment, which is not touched here."""

LIMIT = 600.0
"""Seconds that everything may take."""

PACKAGES = {
    "nats": ("nats-py",),
    "synapse": ("matrix-synapse", "httpx", "psycopg2-binary"),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """One system in one setting.

    Attributes:
        system: what `--only` calls it.
        name: what its lines call it.
        seconds: how long it may take, if so much is left.
    """

    system: str
    name: str
    script: str
    setting: str
    seconds: float


BENCHES = (
    Bench("comity", "comity", "../exchange.py", "SQLite, signed and sealed", 120),
    Bench("nats", "nats-jetstream", "jetstream.py", "default sync", 62),
    Bench("nats", "nats-jetstream", "jetstream.py", "sync always", 62),
    Bench("synapse", "synapse", "homeservers.py", "SQLite", 95),
    Bench("synapse", "synapse", "homeservers.py", "PostgreSQL", 95),
)


def main() -> None:
    """Measure what was asked for, print it, and keep it where that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", choices=sorted({bench.system for bench in BENCHES}))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines here too")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the folder goes then, too
    end = time.monotonic() + LIMIT
    wanted = [bench for bench in BENCHES if options.only in {None, bench.system}]
    lines = []
    with TemporaryDirectory(prefix="peers-", ignore_cleanup_errors=True) as folder:
        python = Path(folder) / "env" / "bin" / "python"
        systems = {bench.system for bench in wanted} & PACKAGES.keys()
        absent = environment(python.parents[1], systems)
        for number, bench in enumerate(wanted):
            line: Mapping[str, object] = {
                "system": bench.name,
                "setting": bench.setting,
                "unavailable": absent.get(bench.system),
            }
            if bench.system not in absent:
                place = Path(folder) / str(number)
                line = (
                    ours(place, bench)
                    if bench.system == "comity"
                    else measured(python, place, bench, end)
                )
            print(json.dumps(line), flush=True)
            lines.append(line)
    if options.json:
        options.json.write_text("".join(json.dumps(line) + "\n" for line in lines))
    table(lines)


def environment(folder: Path, systems: set[str]) -> dict[str, str]:
    """Make the throw-away environment; return the systems that it lacks, each with the reason."""
    if not UV.exists():
        return dict.fromkeys(systems, "uv is not in .tools; ./check puts it there")
    absent = {}
    for system in sorted(systems):
        try:
            if not folder.exists():
                done("uv venv", UV, "venv", "-q", "--python", sys.executable, folder, timeout=30)
            install = (UV, "pip", "install", "-q", "--python", folder / "bin" / "python")
            packages = PACKAGES[system]
            done(f"pip install {' '.join(packages)}", *install, *packages, timeout=60)
        except AbsentError as error:
            absent[system] = str(error)
    return absent


def measured(python: Path, folder: Path, bench: Bench, end: float) -> Mapping[str, object]:
    """Run one bench in a process group of its own, which ends with it; return its JSON line."""
    folder.mkdir()
    seconds = min(bench.seconds, end - time.monotonic())
    load = os.getloadavg()[0]
    script = Path(__file__).parent / bench.script
    process = subprocess.Popen(
        [python, script, folder, str(seconds - 5), bench.setting],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(timeout=max(seconds, 0.1))
        line: Mapping[str, object] = json.loads(last_line(output))
    except subprocess.TimeoutExpired:
        reason = f"not finished in {seconds:.0f} s"
    except json.JSONDecodeError:
        reason = f"broke off: {last_line(errors)}"
    else:
        return {**line, "load_before": round(load, 2)}
    finally:
        end_group(process)
    return {"system": bench.name, "setting": bench.setting, "unavailable": reason}


def ours(folder: Path, bench: Bench) -> Mapping[str, object]:
    """Measure two of our own nodes, in the project's environment; return its JSON line."""
    folder.mkdir()
    load = os.getloadavg()[0]
    found: dict[str, Any] = {}
    for part in ("flash", "sustained"):
        kept = folder / part
        script = Path(__file__).parent / bench.script
        python: str | Path = ROOT / ".venv" / "bin" / "python"
        command = [python, script, "--only", part, "--json", kept]
        try:
            done(f"our own {part}", *command, timeout=bench.seconds)
        except AbsentError as error:
            return {"system": bench.name, "setting": bench.setting, "unavailable": str(error)}
        found |= json.loads(kept.read_text("utf-8"))
    rate, sent = found["sustained"]["per_second"], found["sustained"]["records"]
    missing = found["acknowledged_but_missing"]
    step = {"offered": sent, "rate": rate, "missing": missing, "acknowledged": sent}
    return {
        "system": bench.name,
        "version": "",
        "setting": bench.setting,
        "latency_ms": found["flash"],
        "sustained": rate,
        "steps": [{**step, "missing_after_asking": missing}],
        "load_before": round(load, 2),
    }


def end_group(process: "subprocess.Popen[str]") -> None:
    """End a bench and the servers that it started, where they are still there."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def table(lines: Sequence[Mapping[str, object]]) -> None:
    """Print what was found as a Markdown table, and below it what was not to be had."""
    print(
        "\n| system | setting | p50 / p99 ms | sustained /s "
        "| highest tried: offered, acknowledged /s | missing after 12 s "
        "| after asking |\n|---|---|---|---|---|---|---|"
    )
    for line in lines:
        if "unavailable" not in line:
            print(row(line))
    for line in lines:
        if "unavailable" in line:
            print(f"\n{line['system']}, {line['setting']}: {line['unavailable']}")


def row(line: Mapping[str, Any]) -> str:
    """Return one row of the table."""
    latency = line["latency_ms"]
    top = line["steps"][-1] if line["steps"] else None
    cells = [
        f"{line['system']} {line['version']}",
        line["setting"],
        f"{latency['p50']:.2f} / {latency['p99']:.2f}",
        f"{line['sustained']:,.0f}",
    ]
    if top is None:
        cells += ["none", "", ""]
    else:
        cells += [
            f"{top['offered']:,}, {top['rate']:,.0f}",
            f"{top['missing']:,} of {top['acknowledged']:,}",
            f"{top['missing_after_asking']:,}",
        ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
