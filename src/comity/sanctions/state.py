"""State: all listings in force, which of them are one target, and what the last editions changed.

Computed once for each set of snapshots in force and stored beside them, since it takes the better
part of a minute for a hundred thousand names; everything that a page shows or a command prints is
derived from it.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from comity.entities.resolve import resolve
from comity.entities.screen import Index, Postings
from comity.entities.subject import Kind, When
from comity.sanctions.alignment import Entry
from comity.sanctions.changes import compare, package_of
from comity.sanctions.columns import from_frame, to_frame, when_of
from comity.sanctions.listing import Listing, Measure, Role
from comity.sanctions.lists import us_ofac
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.programmes import families_of
from comity.sanctions.snapshots import Snapshot, Snapshots, companions_of, in_force

METHOD = 4
"""Raised when readings, scores or clusters change, so that stored states are computed anew."""

STABLE = {"us-ofac-sdn", "us-ofac-consolidated", "eu-fsf", "uk", "uk-ofsi", "un"}
"""Series whose keys stay with the target, so that its first edition can be told."""

FRESH = dt.timedelta(days=31)
"""Between two editions at most so far apart, first seen is as good as announced."""

RECENT = 6
"""Packages of each list that are kept, newest first."""

Progress = Callable[[str, float], None]
"""Told the step ("read", "resolve", "compare", "store") and how much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """What one act or one edition changed, before anybody asks for whom it is a gap.

    Attributes:
        list: whose. name: legal act or "". date: when. before: the edition compared with,
            None for a package known from its dates. changed, removed: listings.
        added: positions in the state of the listings that came.
        lost: how many came and are not in force any more.
    """

    list: str
    name: str
    date: dt.date
    before: dt.date | None
    changed: int
    removed: int
    added: tuple[int, ...]
    lost: int


def unheard(step: str, done: float) -> None:
    """Be told and say nothing."""


class State:
    """The listings in force with their clusters."""

    def __init__(
        self, name: str, snapshots: Sequence[Snapshot], tables: dict[str, pl.DataFrame]
    ) -> None:
        self.name = name
        self.snapshots = tuple(snapshots)
        self.frame = tables["listings"]
        self.links = tables["links"]
        self.doubtful = tables["doubtful"]
        self.packages_frame = tables["packages"]

    def entries(self) -> Iterator[Entry]:
        """Yield what alignment needs of each listing."""
        frame = self.frame
        columns = ("list", "key", "kind", "measures", "programmes", "seen", "latest", "cluster")
        rows = zip(*(frame[name].to_list() for name in columns), frame["package"], strict=True)
        for position, row in enumerate(rows):
            list_name, key, kind, measures, programmes, seen, latest, cluster, package = row
            yield Entry(
                position=position,
                cluster=cluster,
                list=list_name,
                key=key,
                jurisdiction=LISTS[list_name].jurisdiction,
                kind=Kind(kind),
                measures=tuple(map(Measure, measures or ())),
                families=families_of(list_name, tuple(programmes or ()), Kind(kind)),
                announced=when_of(seen),
                latest=latest,
                package=package,
            )

    def listings(self, positions: Sequence[int] | None = None) -> list[Listing]:
        """Return the listings at these positions, or all of them."""
        frame = self.frame if positions is None else self.frame[list(positions)]
        return list(from_frame(frame))

    def index(self, store: Snapshots) -> Index:
        """Return what finds a name among the listings, stored after the first time."""
        table = store.saved(self.name, "index", mark="index")
        if table is None:
            made = Postings.of([listing.subject() for listing in self.listings()])
            table = pl.DataFrame({"feature": made.feature, "owner": made.owner})
            store.save(self.name, {"index": table}, mark="index")
        feature, owner = table["feature"].to_numpy(), table["owner"].to_numpy()
        return Index(
            Postings(feature, owner, self.frame.height),
            lambda places: [listing.subject() for listing in self.listings(places)],
        )

    def snapshot_of(self, position: int) -> Snapshot:
        """Return the snapshot that a listing comes from."""
        number = self.frame["snapshot"][position]
        return next(page for page in self.snapshots if page.number == number)

    def packages(self) -> Iterator[PackageRow]:
        """Yield what the last packages of each list changed."""
        for row in self.packages_frame.iter_rows(named=True):
            yield PackageRow(**(row | {"added": tuple(row["added"] or ())}))


def state_name(force: Sequence[Snapshot], companions: Sequence[Snapshot]) -> str:
    """Return the name of the state that these snapshots make up."""
    names = sorted(page.name for page in (*force, *companions))
    return hashlib.sha256("\n".join([f"method {METHOD}", *names]).encode()).hexdigest()[:24]


def load(
    store: Snapshots,
    progress: Progress | None = None,
    *,
    held: State | None = None,
    stored_only: bool = False,
) -> State | None:
    """Return the state of the newest snapshots, computing it if need be; None without any.

    Args:
        store: where snapshots are.
        progress: told how far it is.
        held: a state loaded before; returned again when nothing newer was imported.
        stored_only: compute nothing; return what is held, or None, while there is nothing stored.

    Raises:
        FolderError: it cannot be stored.
    """
    progress = progress or unheard
    every = store.all()
    force = sorted(in_force(every), key=lambda page: page.name)
    if not force:
        return None
    companions = [page for full in force for page in companions_of(full, every)]
    name = state_name(force, companions)
    if held and held.name == name:
        return held
    tables = {}
    for title in ("listings", "links", "doubtful", "packages"):
        table = store.saved(name, title)
        if table is None and stored_only:
            return held
        if table is None:
            tables = compute(store, every, force, progress)
            store.save(name, tables)
            break
        tables[title] = table
    return State(name, [*force, *companions], tables)


def compute(
    store: Snapshots, every: Sequence[Snapshot], force: Sequence[Snapshot], progress: Progress
) -> dict[str, pl.DataFrame]:
    """Return the tables of a state."""
    listings: list[Listing] = []
    numbers: list[int] = []
    sources: list[str] = []
    seen: list[tuple[When | None, dt.date]] = []
    for count, page in enumerate(force):
        progress("read", count / len(force))
        entries = whole(store, page, every)
        listings += entries
        numbers += [page.number] * len(entries)
        sources += [source_of(page)] * len(entries)
        seen += announcements(store, page, every, entries)
    progress("resolve", 0.0)
    resolution = resolve(
        [entry.subject() for entry in listings],
        sources,
        progress=lambda _, done: progress("resolve", done),
    )
    progress("compare", 0.0)
    frame = to_frame(listings).with_columns(
        pl.Series("snapshot", numbers, dtype=pl.Int32),
        pl.Series("cluster", resolution.cluster_of, dtype=pl.Int32),
        pl.Series(
            "seen",
            [
                {"start": w.start, "end": w.end, "precision": w.precision.value} if w else None
                for w, _ in seen
            ],
            dtype=pl.Struct({"start": pl.Date, "end": pl.Date, "precision": pl.String}),
        ),
        pl.Series("latest", [latest for _, latest in seen], dtype=pl.Date),
        pl.Series(
            "package",
            [
                package_of(e) or (w.text if w else "")
                for e, (w, _) in zip(listings, seen, strict=True)
            ],
            dtype=pl.String,
        ),
    )
    rows = [*dated_packages(listings, seen), *edition_packages(store, every, force, listings)]
    progress("store", 0.0)
    return {
        "listings": frame,
        "links": pairs_frame(resolution.links).with_columns(
            pl.Series(
                "unrivalled",
                [(i, j) in resolution.unrivalled for i, j, _ in resolution.links],
                dtype=pl.Boolean,
            )
        ),
        "doubtful": pairs_frame(resolution.doubtful),
        "packages": packages_frame(rows),
    }


def source_of(page: Snapshot) -> str:
    """Return the name of what hardly lists a target twice: a list, a regulation, a notice.

    The annexes of two regulations, and two notices, often name one target; one annex does not.
    """
    day = page.date.isoformat() if page.role is Role.DELTA else ""
    return "/".join(text for text in (page.series, page.part, day) if text)


def whole(store: Snapshots, page: Snapshot, every: Sequence[Snapshot]) -> list[Listing]:
    """Return the listings of a snapshot, with what companion files add."""
    entries = store.listings(page)
    companions = companions_of(page, every)
    if companions and page.series == us_ofac.SERIES and not any(e.addresses for e in entries):
        entries, _ = us_ofac.join(entries, [store.source(companion) for companion in companions])
    return entries


def announcements(
    store: Snapshots, page: Snapshot, every: Sequence[Snapshot], entries: Sequence[Listing]
) -> list[tuple[When | None, dt.date]]:
    """Return for each listing when it was announced, and the last day on which it can have been.

    Where the list does not say, it is known from the editions when they are close together.
    """
    first: dict[str, tuple[dt.date, dt.date | None]] = {}
    if page.series in STABLE and any(entry.announced is None for entry in entries):
        editions = [
            p
            for p in every
            if p.series == page.series and p.role is Role.FULL and p.date <= page.date
        ]
        dates = sorted({edition.date: edition for edition in editions}.items())
        for (date, edition), before in zip(dates, [None, *(d for d, _ in dates)], strict=False):
            for key in store.keys(edition):
                first.setdefault(key, (date, before))
    found: list[tuple[When | None, dt.date]] = []
    for entry in entries:
        date, before = first.get(entry.key, (page.date, None))
        if entry.announced:
            found.append((entry.announced, entry.announced.end))
        elif before and date - before <= FRESH:
            day = dt.timedelta(days=1)
            span = When.spanning(
                When.day(*(before + day).timetuple()[:3]), When.day(*date.timetuple()[:3])
            )
            found.append((span, date))
        else:
            found.append((None, date))
    return found


def pairs_frame(pairs: Iterable[tuple[int, int, float]]) -> pl.DataFrame:
    """Return pairs of positions with their score as a table."""
    rows = list(pairs)
    return pl.DataFrame(
        {
            "i": pl.Series([int(row[0]) for row in rows], dtype=pl.Int32),
            "j": pl.Series([int(row[1]) for row in rows], dtype=pl.Int32),
            "score": pl.Series([float(row[2]) for row in rows], dtype=pl.Float32),
        }
    )


def dated_packages(
    listings: Sequence[Listing], seen: Sequence[tuple[When | None, dt.date]]
) -> Iterator[PackageRow]:
    """Yield the newest packages of each list, as far as its listings say when they came."""
    groups: dict[str, dict[tuple[str, dt.date], list[int]]] = {}
    for position, (entry, (when, _)) in enumerate(zip(listings, seen, strict=True)):
        if when:
            name = entry.legal_act if len(entry.legal_act) < 40 else ""
            packages = groups.setdefault(entry.list, {})
            packages.setdefault((name, when.end), []).append(position)
    for list_name, packages in groups.items():
        for name, date in sorted(packages, key=lambda package: package[1])[-RECENT:]:
            added = tuple(packages[name, date])
            yield PackageRow(list_name, name, date, None, 0, 0, added, 0)


def edition_packages(
    store: Snapshots,
    every: Sequence[Snapshot],
    force: Sequence[Snapshot],
    listings: Sequence[Listing],
) -> Iterator[PackageRow]:
    """Yield what each edition in force changed against the edition before it."""
    position_of = {(entry.list, entry.key): position for position, entry in enumerate(listings)}
    for page in force:
        if page.role is Role.DELTA:
            continue
        editions = {
            p.date: p
            for p in every
            if (p.series, p.role, p.part) == (page.series, page.role, page.part)
            and p.date < page.date
        }
        for date, before in sorted(editions.items())[-1:]:
            changes = compare(store.listings(before), store.listings(page))
            held = [position_of.get((entry.list, entry.key)) for entry in changes.added]
            yield PackageRow(
                list=page.list,
                name=page.part,
                date=page.date,
                before=date,
                changed=len(changes.changed),
                removed=len(changes.removed),
                added=tuple(position for position in held if position is not None),
                lost=sum(position is None for position in held),
            )


def packages_frame(rows: Sequence[PackageRow]) -> pl.DataFrame:
    """Return packages as a table."""
    schema: dict[str, Any] = {
        "list": pl.String,
        "name": pl.String,
        "date": pl.Date,
        "before": pl.Date,
        "changed": pl.Int32,
        "removed": pl.Int32,
        "added": pl.List(pl.Int32),
        "lost": pl.Int32,
    }
    return pl.DataFrame([asdict(row) for row in rows], schema=schema)
