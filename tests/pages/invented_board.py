"""A board over invented targets, computed by the rules themselves; every name is fictional.

Both the tests of the page functions and those in a browser load this file by its path.
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from comity.entities.score import explain
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, When
from comity.entities.subject import Role as NameRole
from comity.sanctions.alignment import (
    Cohort,
    Entry,
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
from comity.sanctions.gaps import find_gaps
from comity.sanctions.listing import Listing, Measure

COLUMNS = ("us", "eu", "uk", "ca", "ch", "au", "un", "jp", "ua")
LISTS = {
    "us": "us-ofac",
    "eu": "eu-oj",
    "uk": "uk",
    "ca": "ca-sema",
    "ch": "ch-seco",
    "au": "au-dfat",
    "un": "un",
    "jp": "jp-mof",
    "ua": "ua-gur",
}
SERIES = {"us-ofac": "us-ofac-sdn"}
EDITIONS = {
    "us": dt.date(2026, 8, 14),
    "eu": dt.date(2026, 7, 17),
    "uk": dt.date(2026, 8, 22),
    "ca": dt.date(2026, 5, 20),
    "ch": dt.date(2026, 2, 25),
    "au": dt.date(2022, 5, 4),
    "un": dt.date(2026, 2, 27),
    "jp": dt.date(2026, 3, 5),
    "ua": dt.date(2026, 3, 13),
}
FIRST_SEEN = dt.date(2025, 12, 1)
"""Day of the edition that first showed the listings without a day."""

NEWEST = max(EDITIONS.values())


@dataclass
class Invented:
    """A target before anybody listed it."""

    names: tuple[str, ...]
    kind: Kind
    families: tuple[str, ...]
    days: dict[str, dt.date | None]
    numbers: tuple[Identifier, ...] = ()
    born: tuple[When, ...] = ()
    listings: list[Listing] = field(default_factory=list)


TOLD = (
    Invented(
        ("Severny Priborservis JSC", "АО «Северный Приборсервис»", "北方計器サービス"),
        Kind.ORGANISATION,
        ("russia", "russia-trade"),
        {
            "us": dt.date(2025, 12, 9),
            "eu": dt.date(2025, 12, 15),
            "uk": dt.date(2026, 1, 20),
            "ca": dt.date(2026, 2, 2),
            "ua": dt.date(2025, 11, 3),
        },
        (Identifier("inn", "7700000001", "ru"), Identifier("ogrn", "1027700000001", "ru")),
    ),
    Invented(
        ("Taedong Kwangmyong Trading Co.", "대동광명무역회사"),
        Kind.ORGANISATION,
        ("dprk", "proliferation"),
        {"us": dt.date(2026, 1, 27), "eu": dt.date(2026, 2, 2), "ua": None},
        (Identifier("registration", "DK-0417"),),
    ),
    Invented(
        ("ORIENT MERLIN", "ОРИЕНТ МЕРЛИН"),
        Kind.VESSEL,
        ("shadow-fleet",),
        {
            "eu": dt.date(2026, 2, 23),
            "uk": dt.date(2026, 2, 24),
            "ch": dt.date(2026, 2, 25),
            "ua": dt.date(2026, 1, 9),
        },
        (Identifier("imo", "9900017"),),
    ),
    Invented(
        ("Andrei Severinovich DORONIN", "Андрей Северинович ДОРОНИН", "アンドレイ・ドローニン"),
        Kind.PERSON,
        ("russia",),
        {"us": dt.date(2024, 5, 1), "eu": dt.date(2024, 6, 24), "uk": dt.date(2024, 6, 13)},
        (Identifier("passport", "700000017", "ru"),),
        (When.day(1965, 3, 7),),
    ),
    Invented(
        ("Baltika Microsystems LLC", "ООО «Балтика Микросистемс»"),
        Kind.ORGANISATION,
        ("russia-trade",),
        {"us": dt.date(2024, 2, 23), "eu": dt.date(2024, 2, 23), "jp": dt.date(2024, 6, 21)},
        (Identifier("inn", "7800000002", "ru"),),
    ),
    Invented(
        ("Хмарний Маяк",),
        Kind.ORGANISATION,
        ("cyber",),
        {"eu": None, "ua": dt.date(2023, 4, 4)},
    ),
)
"""Targets that tests speak of."""

FIRST = "Polyus Zarya Orion Kvant Granit Almaz Sokol Vektor Impuls Meridian Lada Yantar".split()
SECOND = "Pribor Logistik Mikron Tekhno Snab Aviastal Trans Neft Kabel Optika Radio".split()
GIVEN = "Andrei Boris Viktor Denis Yegor Ivan Kirill Leonid Maksim Nikita Oleg Pavel".split()
FAMILY = "Borovin Vetrov Gorin Dubrovin Zimin Kalinov Lugov Morev Ozerov Ryabin Stepov".split()
SHIPS = "GOLDEN SILVER ORIENT NORTHERN CALM BRIGHT QUIET AMBER".split()
BIRDS = "TERN HERON MERLIN PLOVER AUK DUNLIN CURLEW SWIFT KNOT".split()
FAMILIES = "russia russia russia russia-trade belarus dprk iran human-rights cyber other".split()


def untold(count: int) -> Iterator[Invented]:
    """Yield so many more targets, the same at every call; a fifth of them Japan has listed too."""
    for n in range(count):
        day = dt.date(2022, 2, 25) + dt.timedelta(days=(n * 37) % 1420)
        day = dt.date(2026, 6, 1) if n % 29 == 8 else day
        kind = Kind.PERSON if n % 2 else Kind.ORGANISATION
        kind = Kind.VESSEL if n % 7 == 3 else kind
        days: dict[str, dt.date | None] = {"eu": day} if n % 3 else {"us": day}
        for step, other in enumerate(("us", "uk", "ca", "ch", "ua", "eu", "au", "un")):
            if (n * 7 + step * 5) % 11 < 5:
                days.setdefault(other, day + dt.timedelta(days=3 * step))
        if kind is Kind.VESSEL:
            yield Invented(
                (f"{SHIPS[n % 8]} {BIRDS[n // 8 % 9]} {n}",),
                kind,
                ("shadow-fleet",),
                days,
                (Identifier("imo", f"99{n:05}"),),
            )
            continue
        if n % 5 == 0 and day.year < 2025:
            days["jp"] = day + dt.timedelta(days=20 + n % 300)
        person = kind is Kind.PERSON
        name = f"{GIVEN[n % 12]} {FAMILY[n // 12 % 11].upper()} {n}"
        firm = f"{FIRST[n % 12]}-{SECOND[n // 12 % 11]} {n} LLC"
        numbers = () if n % 3 else (Identifier("inn", f"77{n:08}", "ru"),)
        born = (When.year(1950 + n % 45),) if person else ()
        families = (FAMILIES[n % 10],)
        yield Invented((name if person else firm,), kind, families, days, numbers, born)


def listings_of(cluster: int, target: Invented) -> Iterator[tuple[str, Listing]]:
    """Yield what each jurisdiction published about a target."""
    for jurisdiction, day in target.days.items():
        own = [text for text in target.names if jurisdiction != "jp" or len(target.names) < 3]
        measures = (Measure.ASSET_FREEZE,)
        if target.kind is Kind.VESSEL:
            measures = (Measure.VESSEL_MEASURES,)
        yield (
            jurisdiction,
            Listing(
                list=LISTS[jurisdiction],
                key=f"{jurisdiction.upper()}-{cluster:04}",
                kind=target.kind,
                names=tuple(
                    Name(text, script_of(text), role=NameRole.ALIAS if n else NameRole.PRIMARY)
                    for n, text in enumerate(own)
                ),
                measures=measures,
                announced=None if day is None else When.day(day.year, day.month, day.day),
                legal_act=act_of(jurisdiction, day),
                birth_dates=target.born,
                countries=("ru",),
                identifiers=target.numbers if jurisdiction != "ca" else (),
                place=f"line {40 + 7 * cluster}",
            ),
        )


def act_of(jurisdiction: str, day: dt.date | None) -> str:
    """Return the legal act of a listing, "" where the list names none."""
    if day is None or jurisdiction in {"us", "uk", "ua", "un"}:
        return ""
    return f"令和{day.year - 2018}年告示第{day.month}号" if jurisdiction == "jp" else f"{day:%Y/%m}"


@dataclass(frozen=True)
class World:
    """Invented targets with everything that was published about them."""

    entries: tuple[Entry, ...]
    listings: tuple[Listing, ...]
    targets: dict[int, Target]
    names: dict[int, TargetName]


@cache
def world(count: int) -> World:
    """Return the targets that tests speak of, and so many more."""
    entries: list[Entry] = []
    listings: list[Listing] = []
    names: dict[int, TargetName] = {}
    for cluster, target in enumerate([*TOLD, *untold(count)], start=1):
        main, *others = target.names
        numbers = tuple((number.kind, number.value) for number in target.numbers)
        names[cluster] = TargetName(main, tuple((o, script_of(o)) for o in others), numbers)
        for jurisdiction, listing in listings_of(cluster, target):
            entries.append(
                Entry(
                    position=len(listings),
                    cluster=cluster,
                    list=listing.list,
                    key=listing.key,
                    jurisdiction=jurisdiction,
                    kind=target.kind,
                    measures=listing.measures,
                    families=target.families,
                    announced=listing.announced,
                    latest=listing.announced.end if listing.announced else FIRST_SEEN,
                    package=listing.legal_act or (listing.announced or When.year(2020)).text,
                )
            )
            listings.append(listing)
    return World(tuple(entries), tuple(listings), targets_of(entries), names)


def edition(jurisdiction: str, *, excerpt: bool, **changes: object) -> Edition:
    """Return the edition in force of one jurisdiction."""
    name = LISTS[jurisdiction]
    values: dict[str, object] = {
        "list": name,
        "series": SERIES.get(name, name),
        "jurisdiction": jurisdiction,
        "role": "full",
        "part": "",
        "date": EDITIONS[jurisdiction],
        "date_from": "folder" if jurisdiction == "us" else "content",
        "listings": 2800,
        "file": f"{name}/{EDITIONS[jurisdiction]}/list.xml",
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "excerpt": excerpt,
        **changes,
    }
    return Edition(**values)  # type: ignore[arg-type]


def editions(*, excerpt: bool) -> Iterator[Edition]:
    """Yield every file in force: the European list in two parts with an act after them."""
    for jurisdiction in COLUMNS:
        if jurisdiction != "eu":
            yield edition(jurisdiction, excerpt=excerpt)
    yield edition("eu", excerpt=excerpt, role="part", part="32014R0269")
    yield edition("eu", excerpt=excerpt, role="part", part="32006R0765", date=dt.date(2026, 4, 24))
    yield edition(
        "eu",
        excerpt=excerpt,
        role="delta",
        part="32014R0269",
        date=dt.date(2026, 8, 20),
        listings=31,
    )
    yield edition("us", excerpt=excerpt, role="companion", part="alt", listings=0)


def invented_board(
    party: str = "jp", *, more: int = 140, excerpt: bool = False, require_all: bool = False
) -> Board:
    """Return a party's board over the invented targets.

    Args:
        party: whose gaps.
        more: how many targets beside those that tests speak of.
        excerpt: say that the lists are only parts.
        require_all: gaps only where every reference lists.
    """
    made = world(more)
    targets = list(made.targets.values())
    reference = ("eu", "us") if party not in {"eu", "us"} else ("uk",)
    able = possible(targets)
    judged = find_gaps(
        targets,
        party=party,
        reference=reference,
        as_of=dict.fromkeys(Measure, EDITIONS[party]),
        now=NEWEST,
        possible_for=able,
        strengths=lambda target: [kind for kind, _ in made.names[target.cluster].identifiers],
        require_all=require_all,
    )
    families: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        for family in target.families:
            families[family].append(target)
    in_family = Counter(family for gap in judged.gaps for family in gap.target.families)
    heat = [
        HeatRow(
            family, len(all_), tuple(coverage(all_, c, able) for c in COLUMNS), in_family[family]
        )
        for family, all_ in families.items()
    ]
    return Board(
        party=party,
        reference=reference,
        require_all=require_all,
        as_of=EDITIONS[party],
        newest=NEWEST,
        jurisdictions=COLUMNS,
        editions=tuple(editions(excerpt=excerpt)),
        heat=tuple(sorted(heat, key=lambda row: -row.targets)),
        gaps=tuple(
            GapRow(rank, gap, made.names[gap.target.cluster], gap.target.kind, gap.target.families)
            for rank, gap in enumerate(judged.gaps, start=1)
        ),
        too_new=judged.too_new,
        not_comparable=tuple(judged.not_comparable.items()),
        reference_targets=judged.matched + len(judged.gaps),
        matched=judged.matched,
        containment=tuple(
            (holder, within, containment(targets, holder, within, able))
            for other in COLUMNS
            if other != party
            for holder, within in ((other, party), (party, other))
        ),
        coalition=tuple((column, coalition(targets, column, able)) for column in COLUMNS),
        cohorts=tuple(cohorts(targets, party, reference)),
        lag=lag(targets, party, reference, able),
        packages=tuple(packages(made, party, {gap.target.cluster for gap in judged.gaps})),
        excerpt=excerpt,
    )


def cohorts(targets: list[Target], party: str, reference: tuple[str, ...]) -> Iterator[Cohort]:
    """Yield the cohort of each year."""
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
            as_of=EDITIONS[party],
            reference=reference,
            possible_for=possible(targets),
        )


def packages(made: World, party: str, open_now: set[int]) -> list[Package]:
    """Return a package for each day on which a list grew, newest first."""
    groups: dict[tuple[dt.date, str], list[Entry]] = defaultdict(list)
    for entry in made.entries:
        if entry.announced and entry.list != "au-dfat":
            month = entry.announced.start.replace(day=1)
            groups[month, entry.jurisdiction].append(entry)
    rows = []
    for number, ((month, jurisdiction), group) in enumerate(groups.items()):
        own = jurisdiction == party
        day = max(entry.announced.start for entry in group if entry.announced)
        rows.append(
            Package(
                jurisdiction=jurisdiction,
                list=LISTS[jurisdiction],
                name=act_of(jurisdiction, month),
                date=day,
                added=len(group),
                changed=number % 4,
                removed=number % 3,
                gaps=None if own else sum(entry.cluster in open_now for entry in group),
                closed=len(group) if own else None,
            )
        )
    rows.append(
        Package("jp", "jp-mof", act_of("jp", dt.date(2026, 3, 1)), EDITIONS["jp"], 2, 0, 1, None, 2)
    )
    return sorted(rows, key=lambda row: row.date, reverse=True)[:14]


def invented_match(cluster: int, party: str = "jp", *, more: int = 140) -> Match | None:
    """Return the explanation of a target, None when there is none of that number."""
    made = world(more)
    target = made.targets.get(cluster)
    if target is None:
        return None
    found = [made.listings[entry.position] for entry in target.entries]
    files = {one.jurisdiction: one for one in reversed(list(editions(excerpt=False)))}
    matched = tuple(
        MatchedListing(listing, files[entry.jurisdiction])
        for entry, listing in zip(target.entries, found, strict=True)
    )
    pairs = [
        MatchedPair(a, b, explain(found[a].subject(), found[b].subject()))
        for a in range(len(found))
        for b in range(a + 1, len(found))
    ]
    nearest = nearest_pair = None
    if party == "jp" and cluster == 2:
        near = Listing(
            list="jp-mof",
            key="16#93",
            kind=Kind.ORGANISATION,
            names=(Name("テドン貿易総会社", "Jpan"), Name("Taedong Trading General", "Latn")),
            measures=(Measure.ASSET_FREEZE,),
            announced=When.day(2016, 12, 9),
            place="sheet 16, row 98",
        )
        nearest = MatchedListing(near, files["jp"])
        nearest_pair = MatchedPair(0, -1, explain(found[0].subject(), near.subject()))
    return Match(
        cluster=cluster,
        name=made.names[cluster],
        kind=target.kind,
        listings=matched,
        pairs=tuple(sorted(pairs, key=lambda pair: -pair.explanation.score)),
        nearest=nearest,
        nearest_pair=nearest_pair,
    )


class InventedDesk:
    """A desk over the invented targets.

    Attributes:
        ready: False while nothing is imported.
        excerpt: whether the lists are only parts.
        more: how many targets beside those that tests speak of.
    """

    def __init__(self, *, ready: bool = True, excerpt: bool = False, more: int = 140) -> None:
        self.ready = ready
        self.excerpt = excerpt
        self.more = more
        self.boards: dict[str, Board] = {}

    def parties(self) -> tuple[str, ...]:
        return COLUMNS if self.ready else ()

    def board(self, party: str) -> Board | None:
        if not self.ready:
            return None
        if party not in self.boards:
            self.boards[party] = invented_board(party, more=self.more, excerpt=self.excerpt)
        return self.boards[party]

    def held_board(self, party: str) -> Board | None:
        return self.board(party)

    def match(self, cluster: int, party: str) -> Match | None:
        return invented_match(cluster, party, more=self.more) if self.ready else None
