#!/usr/bin/env python3
"""Which store: one Parquet file a snapshot read with polars, or one DuckDB database.

Reads every edition of one folder of lists, writes it with each of the two, reads it back, and
prints seconds and megabytes. DuckDB is not a dependency; bring it for this run alone:

    .tools/bin/uv run --no-project --python .venv/bin/python --with duckdb bench/store.py PATH
"""

import importlib
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).resolve().parents[1] / "src"))

import polars as pl

from comity.sanctions.columns import to_frame
from comity.sanctions.lists import registry
from comity.sanctions.lists.source import ListFileError, SourceFile


def main() -> None:
    """Measure both and print the table."""
    frames = frames_of(Path(sys.argv[1]))
    rows = sum(frame.height for frame in frames)
    print(f"{len(frames)} snapshots, {rows} listings")
    print(f"{'store':10} {'write s':>8} {'all s':>8} {'keys s':>8} {'one s':>8} {'MB':>8}")
    with TemporaryDirectory() as folder:
        measure("parquet", Path(folder) / "parquet", frames, write_parquet, read_parquet)
        try:
            duckdb = importlib.import_module("duckdb")
        except ImportError:
            print("duckdb is not there; see the head of this file")
            return
        measure(
            "duckdb",
            Path(folder) / "duckdb",
            frames,
            lambda path, held: write_duckdb(duckdb, path, held),
            lambda path, what: read_duckdb(duckdb, path, what),
        )


def frames_of(folder: Path) -> list[pl.DataFrame]:
    """Return the listings of every file in a folder that a reader reads."""
    frames = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            source = SourceFile.of(str(path), path.read_bytes())
            reader = registry.reader_of(source)
            try:
                listings = reader.read(source).listings if reader else ()
            except ListFileError:
                continue
            if listings:
                frames.append(to_frame(listings))
    return frames


def measure(
    name: str,
    path: Path,
    frames: list[pl.DataFrame],
    write: Callable[[Path, list[pl.DataFrame]], None],
    read: Callable[[Path, str], object],
) -> None:
    """Print one row of the table."""
    path.mkdir()
    seconds = [timed(lambda: write(path, frames))]
    seconds += [
        min(timed(partial(read, path, what)) for _ in range(3)) for what in ("all", "keys", "one")
    ]
    size = sum(file.stat().st_size for file in path.rglob("*")) / 1e6
    print(f"{name:10} " + " ".join(f"{s:8.3f}" for s in seconds) + f" {size:8.1f}")


def timed(run: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def write_parquet(path: Path, frames: list[pl.DataFrame]) -> None:
    """Write one file a snapshot."""
    for number, frame in enumerate(frames):
        frame.write_parquet(path / f"{number}.parquet")


def read_parquet(path: Path, what: str) -> object:
    """Read everything, only the keys, or only the last snapshot."""
    files = sorted(path.glob("*.parquet"), key=lambda file: int(file.stem))
    chosen = files[-1:] if what == "one" else files
    columns = ["key"] if what == "keys" else None
    return [pl.read_parquet(file, columns=columns) for file in chosen]


def write_duckdb(duckdb: object, path: Path, frames: list[pl.DataFrame]) -> None:
    """Write one table with a column for the snapshot, through a Parquet file as DuckDB likes it."""
    base = duckdb.connect(str(path / "lists.duckdb"))  # type: ignore[attr-defined]
    for number, frame in enumerate(frames):
        staging = path / "staging.parquet"
        frame.write_parquet(staging)
        select = f"SELECT *, {number} AS snapshot FROM read_parquet('{staging}')"  # noqa: S608
        base.execute(
            f"INSERT INTO listings {select}" if number else f"CREATE TABLE listings AS {select}"
        )
        staging.unlink()
    base.close()


def read_duckdb(duckdb: object, path: Path, what: str) -> object:
    """Read everything, only the keys, or only the last snapshot."""
    base = duckdb.connect(str(path / "lists.duckdb"), read_only=True)  # type: ignore[attr-defined]
    columns = "key" if what == "keys" else "*"
    where = " WHERE snapshot = (SELECT max(snapshot) FROM listings)" if what == "one" else ""
    rows = base.execute(f"SELECT {columns} FROM listings{where}").fetchall()  # noqa: S608
    base.close()
    return rows


if __name__ == "__main__":
    main()
