"""Snapshots: every edition of every list that was ever read, and which of them are in force.

One data folder holds the bytes as they came (`sources/`, by SHA-256), one Parquet file of listings
for each file read, and beside it a small JSON page that is written last: a snapshot exists when its
page does, so nothing is ever half imported and any number of processes may read while one writes.
"""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

from comity.errors import UnavailableError
from comity.sanctions.columns import from_frame, to_frame
from comity.sanctions.listing import Listing, Reading, Role
from comity.sanctions.lists.source import SourceFile


class FolderError(UnavailableError):
    """The data folder cannot be written or read."""

    code = "data-folder"
    template = "{folder} cannot be used: {reason}. Free space there, or name another with --data."


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One file that was read.

    Attributes:
        number: in the order of import, from 1.
        list, series, role, part: what the file is; see `comity.sanctions.listing.Reading`.
        date: as-of date. date_from: "content", "given" or "folder".
        through: the newest announcement inside, None where unknown.
        file: name as imported. sha256: of its bytes.
        records: rows of the source. kinds: listings by kind; total: all of them.
        left_out: records without a listing, by reason.
        excerpt: True when the file holds far fewer entries than the official list has.
    """

    number: int
    list: str
    series: str
    role: Role
    part: str
    date: dt.date
    date_from: str
    through: dt.date | None
    file: str
    sha256: str
    records: int
    kinds: dict[str, int]
    total: int
    left_out: dict[str, int]
    excerpt: bool

    @property
    def name(self) -> str:
        """Return the name of its files, without the ending."""
        part = f"-{self.part}" if self.part else ""
        return f"{self.series}-{self.date.isoformat()}-{self.role}{part}-{self.sha256[:12]}"


class Snapshots:
    """The store under one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        self.pages = folder / "snapshots"

    def keep(self, handed_in: bytes, sha256: str) -> None:
        """Keep the bytes of a file under their hash.

        Raises:
            FolderError: the disk is full or the folder not writable.
        """
        if not (self.sources / sha256).exists():
            self.write(self.sources / sha256, lambda path: path.write_bytes(handed_in))

    def source(self, snapshot: Snapshot) -> SourceFile:
        """Return the bytes that a snapshot was read from."""
        return SourceFile.of(snapshot.file, (self.sources / snapshot.sha256).read_bytes())

    def add(
        self, reading: Reading, source: SourceFile, date: dt.date, date_from: str, *, excerpt: bool
    ) -> Snapshot:
        """Store what was read of one file; storing the same again changes nothing.

        Raises:
            FolderError: the disk is full or the folder not writable.
        """
        held = self.all()
        snapshot = Snapshot(
            number=1 + max((page.number for page in held), default=0),
            list=reading.list,
            series=reading.series,
            role=reading.role,
            part=reading.part,
            date=date,
            date_from=date_from,
            through=reading.through,
            file=source.name,
            sha256=source.sha256,
            records=reading.records,
            kinds=kinds_of(reading.listings),
            total=len(reading.listings),
            left_out=reading.left_out,
            excerpt=excerpt,
        )
        same = [page for page in held if page.name == snapshot.name]
        if same:
            return same[0]
        if reading.listings:
            frame = to_frame(reading.listings)
            self.write(self.pages / f"{snapshot.name}.parquet", frame.write_parquet)
        page = json.dumps(asdict(snapshot), default=str, ensure_ascii=False, indent=1)
        self.write(
            self.pages / f"{snapshot.name}.json", lambda path: path.write_text(page, "utf-8")
        )
        return snapshot

    def all(self) -> list[Snapshot]:
        """Return every snapshot, in the order of import."""
        pages = [json.loads(path.read_text("utf-8")) for path in self.pages.glob("*.json")]
        return sorted(map(snapshot_of, pages), key=lambda snapshot: snapshot.number)

    def listings(self, snapshot: Snapshot) -> list[Listing]:
        """Return the listings of one snapshot, in the order of the source."""
        path = self.pages / f"{snapshot.name}.parquet"
        return list(from_frame(pl.read_parquet(path))) if path.exists() else []

    def keys(self, snapshot: Snapshot) -> list[str]:
        """Return the native keys of one snapshot."""
        path = self.pages / f"{snapshot.name}.parquet"
        return pl.read_parquet(path, columns=["key"])["key"].to_list() if path.exists() else []

    def save(self, name: str, frames: dict[str, pl.DataFrame], mark: str = "done") -> None:
        """Store tables that were computed from snapshots, all or none, under one name.

        Args:
            name: of the state; tables of other states are removed.
            frames: by title.
            mark: tells tables that are stored together from others of the same state.

        Raises:
            FolderError: the disk is full or the folder not writable.
        """
        folder = self.folder / "computed"
        for title, frame in frames.items():
            self.write(folder / f"{name}-{title}.parquet", frame.write_parquet)
        self.write(folder / f"{name}.{mark}", lambda path: path.write_text("", "utf-8"))
        for old in folder.iterdir():
            if not old.name.startswith(name):
                with suppress(FileNotFoundError):  # another process cleans up too
                    old.unlink()

    def saved(self, name: str, title: str, mark: str = "done") -> pl.DataFrame | None:
        """Return a computed table, None when it was not stored whole."""
        folder = self.folder / "computed"
        if not (folder / f"{name}.{mark}").exists():
            return None
        return pl.read_parquet(folder / f"{name}-{title}.parquet")

    def write(self, path: Path, fill: Callable[[Path], object]) -> None:
        """Write a file whole or not at all, and make it durable before it gets its name."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as new:
                pass
            try:
                fill(Path(new.name))
                with Path(new.name).open("rb+") as written:
                    os.fsync(written.fileno())
                Path(new.name).replace(path)
            finally:
                Path(new.name).unlink(missing_ok=True)
        except OSError as error:
            raise FolderError(folder=self.folder, reason=error.strerror or error) from error


def snapshot_of(page: dict[str, object]) -> Snapshot:
    """Return the snapshot that a JSON page describes."""
    through = page["through"]
    values = page | {
        "role": Role(str(page["role"])),
        "date": dt.date.fromisoformat(str(page["date"])),
        "through": dt.date.fromisoformat(str(through)) if through else None,
    }
    return Snapshot(**values)  # type: ignore[arg-type] # written by `add` from the same fields


def kinds_of(listings: Iterable[Listing]) -> dict[str, int]:
    """Return how many listings there are of each kind."""
    counts: dict[str, int] = {}
    for entry in listings:
        counts[entry.kind.value] = counts.get(entry.kind.value, 0) + 1
    return counts


def in_force(snapshots: Iterable[Snapshot], on: dt.date | None = None) -> list[Snapshot]:
    """Return the snapshots that make up the newest state of every series.

    That is the newest full edition, or the newest of each part, and every delta that is newer than
    what the edition contains. Companions are left to `companions_of`.

    Args:
        snapshots: all of them.
        on: leave out what is newer than this day.
    """
    known = [page for page in snapshots if on is None or page.date <= on]
    newest: dict[tuple[str, str], Snapshot] = {}
    for page in sorted(known, key=lambda page: (page.date, page.number)):
        if page.role in {Role.FULL, Role.PART}:
            newest[page.series, page.part] = page
    deltas = [page for page in known if page.role is Role.DELTA]
    return [*newest.values(), *joining(deltas, newest)]


def joining(
    deltas: Iterable[Snapshot], newest: dict[tuple[str, str], Snapshot]
) -> Iterator[Snapshot]:
    """Yield the deltas that are newer than the edition which they amend, oldest first."""
    for delta in sorted(deltas, key=lambda page: (page.date, page.number)):
        base = newest.get((delta.series, delta.part)) or newest.get((delta.series, ""))
        if base is None or delta.date > (base.through or base.date):
            yield delta


def companions_of(full: Snapshot, snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    """Return for each sort of companion the one whose date is nearest to the edition's."""
    nearest: dict[str, Snapshot] = {}
    for page in snapshots:
        if page.role is Role.COMPANION and page.series == full.series:
            held = nearest.get(page.part)
            if held is None or abs(page.date - full.date) < abs(held.date - full.date):
                nearest[page.part] = page
    return list(nearest.values())
