"""Overview: the board of a party and the explanation of a target, made from the state.

Nothing is computed here that alignment and gaps do not define; this joins their numbers with names,
editions and packages.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.entities.score import Explanation, explain
from comity.entities.subject import Identifier, Kind, Name, Role
from comity.sanctions.alignment import (
    Cohort,
    Entry,
    Possible,
    Share,
    Target,
    coalition,
    cohort,
    containment,
    coverage,
    first_day,
    lag,
    possible,
    targets_of,
)
from comity.sanctions.board import (
    Board,
    Edition,
    GapRow,
    HeatRow,
    Match,
    MatchedListing,
    MatchedPair,
    Package,
    TargetName,
)
from comity.sanctions.gaps import Judged, find_gaps
from comity.sanctions.listing import Measure
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.programmes import FAMILIES
from comity.sanctions.snapshots import Snapshot
from comity.sanctions.state import State

COLUMNS = ("us", "eu", "uk", "ca", "ch", "au", "un", "jp", "ua")
"""Order of jurisdictions on the board."""

NAMING = (
    "eu-oj",
    "eu-fsf",
    "uk",
    "un",
    "us-ofac",
    "ch-seco",
    "ca-sema",
    "uk-ofsi",
    "ua-gur",
    "jp-mof",
)
"""Order of lists from which a target takes the name by which it is shown."""

SHOWN = ("imo", "inn", "ogrn", "un", "lei", "edrpou", "registration", "passport")
"""Kinds of identifier that are shown beside a name, strongest first."""

PACKAGES = 14
"""Packages on the board."""

EVERY_PAIR = 12
"""Listings of a target up to which every pair is explained, and not only the links."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of the lists an alignment is about.

    Attributes:
        reference: jurisdictions that lead.
        require_all: count a target only when every reference lists it.
        act: only reference listings whose programme or legal act mentions this, "" for all.
        kind: only targets of this kind, None for all.
    """

    reference: tuple[str, ...] = ("eu", "us")
    require_all: bool = False
    act: str = ""
    kind: Kind | None = None


class Overview:
    """Answers about one state; each board is computed once."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.entries = tuple(state.entries())
        self.targets = targets_of(self.entries)
        self.possible: Possible = possible(self.targets.values())
        self.boards: dict[tuple[str, Scope], Board] = {}

    def parties(self) -> tuple[str, ...]:
        """Return every jurisdiction with a list, in the order of the board."""
        held = {entry.jurisdiction for entry in self.entries}
        return tuple(column for column in COLUMNS if column in held)

    def editions(self) -> tuple[Edition, ...]:
        """Return every file in force."""
        return tuple(map(edition_of, sorted(self.state.snapshots, key=lambda page: page.name)))

    @cached_property
    def newest(self) -> dt.date:
        """Return the date of the newest edition of any list."""
        return max(page.date for page in self.state.snapshots)

    def as_of(self, party: str) -> dict[Measure, dt.date]:
        """Return for each measure of the party the date of its newest edition that has it."""
        dates: dict[Measure, dt.date] = {}
        by_number = {page.number: page.date for page in self.state.snapshots}
        numbers = self.state.frame["snapshot"].to_list()
        for entry in self.entries:
            if entry.jurisdiction == party:
                for measure in entry.measures:
                    date = by_number[numbers[entry.position]]
                    dates[measure] = max(date, dates.get(measure, date))
        return dates

    def board(self, party: str, scope: Scope = Scope()) -> Board:
        """Return the board of a party, from memory after the first time."""
        if (party, scope) not in self.boards:
            self.boards[party, scope] = self.make_board(party, scope)
        return self.boards[party, scope]

    def in_scope(self, scope: Scope) -> Sequence[Target]:
        """Return the targets of a scope, without reference listings outside the act."""
        targets = [t for t in self.targets.values() if scope.kind in {None, t.kind}]
        if not scope.act:
            return targets
        programmes = self.state.frame["programmes"].to_list()
        acts = self.state.frame["legal_act"].to_list()
        kept = [
            entry
            for target in targets
            for entry in target.entries
            if entry.jurisdiction not in scope.reference
            or scope.act in acts[entry.position]
            or any(scope.act in text for text in programmes[entry.position] or ())
        ]
        return list(targets_of(kept).values())

    def make_board(self, party: str, scope: Scope) -> Board:
        """Return the board of a party."""
        targets = self.in_scope(scope)
        dates = self.as_of(party)
        as_of = max(dates.values(), default=self.newest)
        identifiers = self.identifier_kinds()
        judged = find_gaps(
            targets,
            party=party,
            reference=scope.reference,
            as_of=dates,
            now=self.newest,
            possible_for=self.possible,
            strengths=lambda target: identifiers[target.cluster],
            require_all=scope.require_all,
        )
        columns = self.parties()
        return Board(
            party=party,
            reference=scope.reference,
            require_all=scope.require_all,
            as_of=as_of,
            newest=self.newest,
            jurisdictions=columns,
            editions=self.editions(),
            heat=tuple(self.heat(targets, columns, judged)),
            gaps=self.gap_rows(judged),
            too_new=judged.too_new,
            not_comparable=tuple(judged.not_comparable.items()),
            reference_targets=judged.matched + len(judged.gaps),
            matched=judged.matched,
            containment=tuple(self.containments(targets, party, columns)),
            coalition=tuple((c, coalition(targets, c, self.possible)) for c in columns),
            cohorts=tuple(self.cohorts(targets, party, scope.reference, as_of)),
            lag=lag(targets, party, scope.reference, self.possible),
            packages=tuple(self.packages(party, judged, scope.reference)),
            excerpt=any(page.excerpt for page in self.state.snapshots),
        )

    def identifier_kinds(self) -> Mapping[int, set[str]]:
        """Return the kinds of identifier that each target's listings print."""
        found: dict[int, set[str]] = defaultdict(set)
        frame = self.state.frame.select("cluster", "identifiers").explode("identifiers")
        frame = frame.drop_nulls().unnest("identifiers").select("cluster", "kind").unique()
        for cluster, kind in frame.iter_rows():
            found[cluster].add(kind)
        return found

    def heat(
        self, targets: Iterable[Target], columns: Sequence[str], judged: Judged
    ) -> Iterable[HeatRow]:
        """Yield the rows of the heat map, in the order of the families."""
        families: dict[str, list[Target]] = defaultdict(list)
        for target in targets:
            for family in target.families:
                families[family].append(target)
        gaps = Counter(family for gap in judged.gaps for family in gap.target.families)
        for family in FAMILIES:
            if members := families.get(family):
                cells = tuple(coverage(members, column, self.possible) for column in columns)
                yield HeatRow(family, len(members), cells, gaps[family])

    def gap_rows(self, judged: Judged) -> tuple[GapRow, ...]:
        """Return the gaps with the names of their targets."""
        names = self.names([gap.target for gap in judged.gaps])
        return tuple(
            GapRow(rank, gap, names[gap.target.cluster], gap.target.kind, gap.target.families)
            for rank, gap in enumerate(judged.gaps, start=1)
        )

    def names(self, targets: Sequence[Target]) -> dict[int, TargetName]:
        """Return how each target is called."""
        wanted = [entry for target in targets for entry in target.entries]
        listings = self.state.listings([entry.position for entry in wanted])
        groups: dict[int, list[tuple[Entry, tuple[Name, ...], tuple[Identifier, ...]]]] = {}
        for entry, listing in zip(wanted, listings, strict=True):
            group = groups.setdefault(entry.cluster, [])
            group.append((entry, listing.names, listing.identifiers))
        return {cluster: name_of(group) for cluster, group in groups.items()}

    def containments(
        self, targets: Sequence[Target], party: str, columns: Sequence[str]
    ) -> Iterable[tuple[str, str, Share]]:
        """Yield the containment of every other list in the party's, and the other way round."""
        for column in columns:
            if column != party:
                yield column, party, containment(targets, column, party, self.possible)
                yield party, column, containment(targets, party, column, self.possible)

    def cohorts(
        self, targets: Iterable[Target], party: str, reference: Sequence[str], as_of: dt.date
    ) -> Iterable[Cohort]:
        """Yield a cohort for each year of the reference's listings."""
        years: dict[int, list[tuple[Target, dt.date]]] = defaultdict(list)
        for target in targets:
            day = first_day(target, reference)
            if day is not None:
                years[day.year].append((target, day))
        for year in sorted(years):
            yield cohort(
                str(year),
                years[year],
                party=party,
                as_of=as_of,
                reference=reference,
                possible_for=self.possible,
            )

    def packages(self, party: str, judged: Judged, reference: Sequence[str]) -> Iterable[Package]:
        """Yield the newest packages of every list, with what each means for the party."""
        open_now = {gap.target.cluster for gap in judged.gaps}
        clusters = self.state.frame["cluster"].to_list()
        rows = [
            row
            for row in self.state.packages()
            if row.added or row.changed or row.removed or row.lost
        ]
        for row in sorted(rows, key=lambda row: (row.date, len(row.added)), reverse=True)[
            :PACKAGES
        ]:
            jurisdiction = LISTS[row.list].jurisdiction
            touched = {clusters[position] for position in row.added}
            own = jurisdiction == party
            followed = sum(
                any(holder in self.targets[c].held for holder in reference) for c in touched
            )
            yield Package(
                jurisdiction=jurisdiction,
                list=row.list,
                name=row.name,
                date=row.date,
                added=len(row.added) + row.lost,
                changed=row.changed,
                removed=row.removed,
                gaps=None if own else len(touched & open_now),
                closed=followed if own else None,
                before=row.before,
            )

    def match(self, cluster: int, party: str) -> Match | None:
        """Return the explanation of a target, None when there is no such target."""
        target = self.targets.get(cluster)
        if target is None:
            return None
        positions = [entry.position for entry in target.entries]
        listings = self.state.listings(positions)
        matched = tuple(
            MatchedListing(
                listing,
                edition_of(self.state.snapshot_of(position)),
                self.entries[position].announced,
            )
            for position, listing in zip(positions, listings, strict=True)
        )
        nearest, pair = self.nearest(target, party)
        return Match(
            cluster=cluster,
            name=self.names([target])[cluster],
            kind=target.kind,
            listings=matched,
            pairs=tuple(self.pairs(positions)),
            nearest=nearest,
            nearest_pair=pair,
        )

    def pairs(self, positions: Sequence[int]) -> Iterable[MatchedPair]:
        """Return the explained pairs of a target's listings, strongest first."""
        index = {position: number for number, position in enumerate(positions)}
        subjects = [listing.subject() for listing in self.state.listings(positions)]
        links = self.state.links
        held = links.filter(links["i"].is_in(positions) & links["j"].is_in(positions))
        alone = {
            tuple(sorted((index[i], index[j]))): unrivalled
            for i, j, unrivalled in held.select("i", "j", "unrivalled").iter_rows()
        }
        chosen = sorted(alone)
        if len(positions) <= EVERY_PAIR:
            chosen = [(a, b) for a in range(len(positions)) for b in range(a + 1, len(positions))]
        explained = [
            MatchedPair(a, b, explain(subjects[a], subjects[b]), alone.get((a, b), False))
            for a, b in chosen
        ]
        return sorted(explained, key=lambda pair: (-pair.explanation.score, pair.a, pair.b))

    def explained(self, a: int, b: int) -> Explanation:
        """Return why the listings at two positions were taken for one target, or why not."""
        first, second = self.state.listings([a, b])
        return explain(first.subject(), second.subject())

    def nearest(
        self, target: Target, party: str
    ) -> tuple[MatchedListing | None, MatchedPair | None]:
        """Return the party's listing that is most like the target without being taken for it."""
        if party in target.held:
            return None, None
        positions = [entry.position for entry in target.entries]
        doubtful = self.state.doubtful
        near = doubtful.filter(doubtful["i"].is_in(positions) | doubtful["j"].is_in(positions))
        best: tuple[float, int, int] | None = None
        for i, j, score in near.iter_rows():
            own, other = (i, j) if i in positions else (j, i)
            if self.entries[other].jurisdiction == party and (best is None or score > best[0]):
                best = (score, own, other)
        if best is None:
            return None, None
        _, own, other = best
        mine, theirs = self.state.listings([own, other])
        explanation: Explanation = explain(mine.subject(), theirs.subject())
        listing = MatchedListing(theirs, edition_of(self.state.snapshot_of(other)))
        return listing, MatchedPair(positions.index(own), -1, explanation)


def edition_of(page: Snapshot) -> Edition:
    """Return a snapshot as a page shows it."""
    return Edition(
        list=page.list,
        series=page.series,
        jurisdiction=LISTS[page.list].jurisdiction,
        role=page.role,
        part=page.part,
        date=page.date,
        date_from=page.date_from,
        listings=page.total or page.records,
        file=page.file,
        sha256=page.sha256,
        excerpt=page.excerpt,
    )


def name_of(
    group: Sequence[tuple[Entry, tuple[Name, ...], tuple[Identifier, ...]]],
) -> TargetName:
    """Return how a target is called: a Latin name, one in each other script, and its numbers."""

    def place(item: tuple[Entry, Name]) -> tuple[bool, bool, int, str]:
        entry, name = item
        order = NAMING.index(entry.list) if entry.list in NAMING else len(NAMING)
        foreign = name.script == "Latn" and name.language not in {"", "en"}
        return name.role is not Role.PRIMARY, foreign, order, entry.list

    named = sorted(((entry, name) for entry, names, _ in group for name in names), key=place)
    scripts: dict[str, str] = {}
    for _, name in named:
        scripts.setdefault(name.script, spoken(name))
    main = scripts.pop("Latn", None) or next(iter(scripts.values()))
    numbers = {
        (number.kind, number.value)
        for _, _, identifiers in group
        for number in identifiers
        if number.kind in SHOWN
    }
    strongest = sorted(numbers, key=lambda number: (SHOWN.index(number[0]), number[1]))[:3]
    others = tuple((text, script) for script, text in scripts.items() if text != main)
    return TargetName(main, others, tuple(strongest))


def spoken(name: Name) -> str:
    """Return a name as it is spoken: "LAST, First" becomes "First LAST"."""
    if name.family and name.text.startswith(f"{name.family}, "):
        return f"{name.text.removeprefix(f'{name.family}, ')} {name.family}"
    return name.text
