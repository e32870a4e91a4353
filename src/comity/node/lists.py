"""Lists: what one data folder can answer about official lists."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Lock

from comity.node.clock import today
from comity.node.folder import PathError
from comity.sanctions.addresses import ADDRESSES
from comity.sanctions.board import Board, Match
from comity.sanctions.fetch import fetch
from comity.sanctions.intake import Taken, take
from comity.sanctions.listing import Role
from comity.sanctions.lists import us_ofac
from comity.sanctions.overview import Overview, Scope
from comity.sanctions.snapshots import Snapshot, Snapshots, in_force
from comity.sanctions.state import Progress, State, load
from comity.web.jobs import Report

log = logging.getLogger(__name__)

PARTIES_SHOWN = ("jp", "ua")
"""Parties whose boards are made before anybody asks."""

LARGEST_FILE = 512 << 20
"""Bytes above which a file is not opened: official lists are under 200 MB."""


def files_under(path: Path) -> Iterator[Path]:
    """Yield a file itself, or every file in a folder, in order; hidden ones are left out.

    Raises:
        PathError: there is no such path.
    """
    if path.is_file():
        yield path
    elif path.is_dir():
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden:
                yield inner
    else:
        raise PathError(path=path, reason="there is no such file or folder")


class Lists:
    """What one data folder can answer about official lists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Snapshots(folder)
        self.lock = Lock()
        self.computing = Lock()
        self.held: Overview | None = None

    def import_files(
        self,
        paths: Iterable[Path],
        *,
        date: dt.date | None = None,
        accept_shrunk: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Iterator[Taken]:
        """Yield what became of each file; a refused one stops nothing.

        Args:
            paths: files, and folders that are searched through.
            date: as-of date for files that state none.
            accept_shrunk: take lists although they shrank.
            progress: told the file, its number and how many there are.

        Raises:
            PathError: a path does not exist; then nothing is imported.
        """
        files = [(file, file == path) for path in paths for file in files_under(path)]
        for number, (file, named) in enumerate(files):
            if progress:
                progress(str(file), number, len(files))
            try:
                if file.stat().st_size > LARGEST_FILE:
                    reason = f"it has more than {LARGEST_FILE} bytes, and no official list does"
                    yield Taken(file=str(file), error=PathError(path=file, reason=reason))
                    continue
                handed_in = file.read_bytes()
            except OSError as error:
                reason = error.strerror or str(error)
                yield Taken(file=str(file), error=PathError(path=file, reason=reason))
                continue
            yield take(
                str(file),
                handed_in,
                self.store,
                given=date,
                named=named,
                accept_shrunk=accept_shrunk,
            )

    def unread(self, paths: Iterable[Path]) -> list[Path]:
        """Return the files whose very bytes were not imported before.

        So that a list which did not change gets no second edition of the day of its download.
        """
        known = {page.sha256 for page in self.store.all()}
        return [path for path in paths if sha256(path.read_bytes()).hexdigest() not in known]

    def unmatched(self, companion: Snapshot) -> int:
        """Return how many rows of a companion file belong to no listing of the nearest edition."""
        fulls = [p for p in in_force(self.store.all()) if p.series == companion.series]
        near = min(fulls, key=lambda p: abs(p.date - companion.date), default=None)
        if near is None or companion.role is not Role.COMPANION:
            return companion.records
        _, unmatched = us_ofac.join(self.store.listings(near), [self.store.source(companion)])
        return unmatched.get(companion.part, 0)

    def overview(self, progress: Progress | None = None) -> Overview | None:
        """Return the answers about the newest state, computed if need be; None without any list.

        Raises:
            FolderError: the state cannot be stored.
        """
        with self.computing:  # who comes second finds it stored
            state = load(self.store, progress, held=self.held.state if self.held else None)
        return self.keep(state)

    def stored(self) -> Overview | None:
        """Return the answers about the newest state that is stored; a page waits for nothing."""
        held = self.held.state if self.held else None
        return self.keep(load(self.store, held=held, stored_only=True))

    def uncomputed(self) -> bool:
        """Say whether lists were read whose state is not stored: another version computed it."""
        return bool(self.store.all()) and self.stored() is None

    def keep(self, state: State | None) -> Overview | None:
        """Return the answers about a state, the same ones as before for the same state."""
        with self.lock:
            if state is not None and (self.held is None or self.held.state is not state):
                self.held = Overview(state)
            return self.held if state is not None else None

    def board(self, party: str) -> Board | None:
        """Return the board of a party, None while nothing is imported."""
        overview = self.stored()
        return overview.board(party) if overview else None

    def held_board(self, party: str) -> Board | None:
        """Return the board of a party if it is at hand; nothing is computed or read for it."""
        boards = self.held.boards if self.held is not None else {}
        return boards.get((party, Scope()))

    def match(self, cluster: int, party: str) -> Match | None:
        """Return the explanation of a target, None when there is none of that number."""
        overview = self.stored()
        return overview.match(cluster, party) if overview else None

    def parties(self) -> tuple[str, ...]:
        """Return every jurisdiction that has a list here."""
        overview = self.stored()
        return overview.parties() if overview else ()

    def fill(self, paths: Iterable[Path], report: Report, date: dt.date | None = None) -> None:
        """Read list files and compute the state; told on the job page.

        A list that is refused is said in the log and stops nothing.

        Args:
            paths: files, and folders that are searched through.
            report: told how far it is.
            date: as-of date for files that state none.
        """
        taken = self.import_files(
            paths,
            date=date,
            progress=lambda file, at, count: report.step("import", at, count, Path(file).name),
        )
        for item in taken:
            if item.error:
                log.warning("refused: %s", item.error)
        overview = self.overview(lambda step, done: report.step(step, done, 1))
        if overview:
            for party in PARTIES_SHOWN:
                overview.board(party)

    def download(self, report: Report) -> None:
        """Download the official lists, read what changed, and compute the state."""
        fetched = fetch(
            ADDRESSES,
            self.folder / "downloads",
            progress=lambda p: report.step("fetch", p.bytes, p.total or 0, f"{p.list} {p.part}"),
        )
        for download in fetched:
            if download.error:
                log.warning("not downloaded: %s", download.error)
        self.fill(self.unread([item.path for item in fetched if item.path]), report, today())
