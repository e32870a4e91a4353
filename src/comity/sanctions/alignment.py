"""Alignment: who lists which target, under which measure, since when; and what that adds up to.

A target is a cluster of listings. A share is always given with its parts: how many targets are
matched, how many are not, and how many cannot be compared because the party has no such measure for
such targets (Japan lists no vessels: "not comparable", never "0 %"). A party *has* a measure for a
kind of target when it lists at least one such target under it.

Formulas: containment |A ∩ B| / |A|; coalition coverage: of the targets that at least q others hold,
the share that this one holds; Kaplan-Meier for the share followed after so many days.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from comity.entities.subject import Kind, When
from comity.sanctions.listing import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What alignment needs of one listing in force.

    Attributes:
        position: of the listing in the list of those in force.
        cluster: the target.
        list: the list's name.
        key: the authority's own key.
        jurisdiction: whose list it is.
        kind: of the target, as this list says.
        measures: what the listing means.
        families: programme families, see `comity.sanctions.programmes`.
        announced: when it was announced, None where the list does not say.
        latest: the last day on which it can have been announced: that of `announced`, or of the
            edition in which it was first seen.
        package: what it was announced in: the legal act, or the day, "" where unknown.
    """

    position: int
    cluster: int
    list: str
    key: str
    jurisdiction: str
    kind: Kind
    measures: tuple[Measure, ...]
    families: tuple[str, ...]
    announced: When | None
    latest: dt.date
    package: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A cluster of listings and what they add up to.

    Attributes:
        cluster: its number.
        kind: as most of its listings say.
        entries: its listings.
        held: for each jurisdiction the measures under which it is listed.
        families: all programme families.
    """

    cluster: int
    kind: Kind
    entries: tuple[Entry, ...]
    held: Mapping[str, frozenset[Measure]]
    families: tuple[str, ...]

    def listed_by(self, jurisdiction: str) -> bool:
        """Say whether this jurisdiction lists the target under any measure."""
        return jurisdiction in self.held


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its parts.

    Attributes:
        matched: targets that are held.
        total: targets that can be compared.
        not_comparable: targets left out, because the party has no such measure for such targets.
        too_new: targets left out, because they were listed after the party's edition.
    """

    matched: int
    total: int
    not_comparable: int = 0
    too_new: int = 0

    @property
    def ratio(self) -> float | None:
        """Return matched / total, None when nothing can be compared."""
        return self.matched / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from a reference listing to the party's own, over the targets that both list.

    Attributes:
        n: targets with both dates.
        median: days, None without any.
        quartiles: first and third, None under four targets.
        negative: share of targets that the party listed first.
        packages: number of the party's notices.
        package_median: median over its notices of their median, since one notice can dominate.
        open: targets that the party has not listed; they count as open, not as zero.
    """

    n: int
    median: float | None
    quartiles: tuple[float, float] | None
    negative: float | None
    packages: int
    package_median: float | None
    open: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """The reference's listings of one year or one package, and how many the party has too.

    Attributes:
        name: year ("2024") or package ("32026R1843").
        start: its first day.
        share: with its parts.
        curve: Kaplan-Meier estimate as (days since the reference's listing, share followed),
            open cases censored at the party's edition.
    """

    name: str
    start: dt.date
    share: Share
    curve: tuple[tuple[int, float], ...] = ()


def targets_of(entries: Iterable[Entry]) -> dict[int, Target]:
    """Return the targets by cluster number, from their listings."""
    groups: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.cluster].append(entry)
    return {cluster: target_of(cluster, group) for cluster, group in groups.items()}


def target_of(cluster: int, entries: Sequence[Entry]) -> Target:
    """Return one target from its listings."""
    held: dict[str, set[Measure]] = defaultdict(set)
    kinds: dict[Kind, int] = defaultdict(int)
    families: dict[str, None] = {}
    for entry in entries:
        held[entry.jurisdiction].update(entry.measures)
        kinds[entry.kind] += 1
        families |= dict.fromkeys(entry.families)
    return Target(
        cluster=cluster,
        kind=max(kinds, key=lambda kind: kinds[kind]),
        entries=tuple(entries),
        held={jurisdiction: frozenset(measures) for jurisdiction, measures in held.items()},
        families=tuple(families),
    )


Possible = Mapping[str, frozenset[tuple[Kind, Measure]]]
"""For each jurisdiction the kinds of target that it lists, with the measure."""


def possible(targets: Iterable[Target]) -> Possible:
    """Return what each jurisdiction has a measure for, by what it lists."""
    found: dict[str, set[tuple[Kind, Measure]]] = defaultdict(set)
    for target in targets:
        for jurisdiction, measures in target.held.items():
            found[jurisdiction].update((target.kind, measure) for measure in measures)
    return {jurisdiction: frozenset(pairs) for jurisdiction, pairs in found.items()}


def comparable(target: Target, holder: str, party: str, possible_for: Possible) -> bool:
    """Say whether the party has a measure under which the holder lists the target."""
    had = possible_for.get(party, frozenset())
    return any((target.kind, measure) in had for measure in target.held.get(holder, ()))


def containment(
    targets: Iterable[Target], holder: str, party: str, possible_for: Possible
) -> Share:
    """Return the share of the holder's targets that the party lists too: |H ∩ P| / |H|."""
    matched = total = apart = 0
    for target in targets:
        if holder not in target.held:
            continue
        if party in target.held:
            matched += 1
            total += 1
        elif comparable(target, holder, party, possible_for):
            total += 1
        else:
            apart += 1
    return Share(matched, total, apart)


def coalition(
    targets: Iterable[Target], party: str, possible_for: Possible, quorum: int = 2
) -> Share:
    """Return the share of the targets held by at least `quorum` others that the party holds."""
    matched = total = apart = 0
    for target in targets:
        others = [holder for holder in target.held if holder != party]
        if len(others) < quorum:
            continue
        if party in target.held:
            matched += 1
            total += 1
        elif any(comparable(target, holder, party, possible_for) for holder in others):
            total += 1
        else:
            apart += 1
    return Share(matched, total, apart)


def coverage(targets: Iterable[Target], party: str, possible_for: Possible) -> Share:
    """Return the share of these targets that the party lists, whoever else does."""
    matched = total = apart = 0
    for target in targets:
        if party in target.held:
            matched += 1
            total += 1
        elif any(comparable(target, holder, party, possible_for) for holder in target.held):
            total += 1
        else:
            apart += 1
    return Share(matched, total, apart)


def first_day(target: Target, jurisdictions: Iterable[str]) -> dt.date | None:
    """Return the first day on which one of these announced the target, None where none says."""
    wanted = set(jurisdictions)
    days = [
        entry.announced.start
        for entry in target.entries
        if entry.jurisdiction in wanted and entry.announced
    ]
    return min(days, default=None)


def lag(
    targets: Iterable[Target], party: str, reference: Sequence[str], possible_for: Possible
) -> Lag:
    """Return how many days the party lists after the reference, over targets with both dates."""
    days: list[int] = []
    notices: dict[str, list[int]] = defaultdict(list)
    open_cases = 0
    for target in targets:
        first = first_day(target, reference)
        if first is None:
            continue
        own = first_day(target, [party])
        if own is not None:
            days.append((own - first).days)
            notice = min(
                (e.announced.start, e.package)
                for e in target.entries
                if e.jurisdiction == party and e.announced
            )
            notices[notice[1]].append(days[-1])
        elif party not in target.held and any(
            comparable(target, holder, party, possible_for) for holder in reference
        ):
            open_cases += 1
    cuts = quantiles(days, n=4) if len(days) > 3 else None
    return Lag(
        n=len(days),
        median=median(days) if days else None,
        quartiles=(cuts[0], cuts[2]) if cuts else None,
        negative=sum(day < 0 for day in days) / len(days) if days else None,
        packages=len(notices),
        package_median=median(map(median, notices.values())) if notices else None,
        open=open_cases,
    )


def cohort(
    name: str,
    targets: Sequence[tuple[Target, dt.date]],
    *,
    party: str,
    as_of: dt.date,
    reference: Sequence[str],
    possible_for: Possible,
) -> Cohort:
    """Return how far the party followed targets that the reference listed together.

    Args:
        name: of the cohort.
        targets: each with the day of the reference's listing.
        party: whose listings follow.
        as_of: date of the party's newest edition; later listings are too new to judge.
        reference: the jurisdictions that lead.
        possible_for: what each jurisdiction has a measure for.
    """
    matched = total = apart = new = 0
    cases: list[tuple[int, bool]] = []
    for target, day in targets:
        if party in target.held:
            matched += 1
            own = first_day(target, [party])
            if own is not None:
                cases.append((max(0, (own - day).days), True))
        elif not any(comparable(target, holder, party, possible_for) for holder in reference):
            apart += 1
            continue
        elif day > as_of:
            new += 1
            continue
        else:
            cases.append(((as_of - day).days, False))
        total += 1
    start = min(day for _, day in targets)
    return Cohort(name, start, Share(matched, total, apart, new), followed(cases))


def followed(cases: Iterable[tuple[int, bool]]) -> tuple[tuple[int, float], ...]:
    """Return the Kaplan-Meier estimate of the share followed after so many days.

    Args:
        cases: days and True when the party listed then, False when the case was still open then.

    >>> followed([(10, True), (20, True), (30, False), (30, False)])
    ((0, 0.0), (10, 0.25), (20, 0.5))
    """
    ordered = sorted(cases, key=lambda case: (case[0], not case[1]))
    at_risk, surviving = len(ordered), 1.0
    curve = [(0, 0.0)]
    position = 0
    while position < len(ordered):
        day = ordered[position][0]
        same = [event for days, event in ordered[position:] if days == day]
        events = sum(same)
        if events:
            surviving *= 1 - events / at_risk
            curve.append((day, round(1 - surviving, 6)))
        at_risk -= len(same)
        position += len(same)
    return tuple(curve)
