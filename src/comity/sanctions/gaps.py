"""Gaps: targets that a reference lists, that the party could list too, and has not."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.entities.subject import Kind
from comity.sanctions.alignment import Possible, Target, comparable, first_day
from comity.sanctions.listing import Measure


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a gap's score, as a person can check it.

    Attributes:
        code: "partners", "recency", "programme", "identifiers" or "picture".
        weight: its greatest share of the score.
        value: how much of the weight applies, 0 to 1; None when it is not available (counts 0).
        detail: what was measured, as raw values by name, for the page to put into words.
    """

    code: str
    weight: float
    value: float | None
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def points(self) -> float:
        """Return what this part adds to the score, out of 100."""
        return 100 * self.weight * (self.value or 0.0)


@dataclass(frozen=True, slots=True)
class Gap:
    """A target that the party has not listed.

    Attributes:
        target: with its listings.
        listed_by: jurisdictions of the reference set that list it under a comparable measure.
        since: the first day on which a reference listed it, as far as the lists say.
        since_known: False when `since` is only the date of the edition that first showed it.
        parts: of the score; the score is their sum.
    """

    target: Target
    listed_by: tuple[str, ...]
    since: dt.date
    since_known: bool
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        """Return the sum of the parts, 0 to 100."""
        return sum(part.points for part in self.parts)


WEIGHTS = {
    "partners": 0.30,
    "recency": 0.20,
    "programme": 0.20,
    "identifiers": 0.15,
    "picture": 0.15,
}
"""Greatest share of each part; a setting that each party signs. They are not rescaled."""

HALF_LIFE = 180
"""Days after which the recency of a listing counts half."""

PRIORITY = {
    "shadow-fleet": 1.0,
    "dprk": 1.0,
    "russia": 0.9,
    "russia-trade": 0.9,
    "belarus": 0.7,
    "iran": 0.7,
    "proliferation": 0.6,
}
"""Priority of a programme family, 0 to 1; every other family has `OTHER_PRIORITY`."""

OTHER_PRIORITY = 0.3

STRENGTH = {
    "imo": 1.0,
    "inn": 1.0,
    "ogrn": 1.0,
    "un": 1.0,
    "lei": 1.0,
    "passport": 0.8,
    "national-id": 0.8,
    "edrpou": 0.8,
    "registration": 0.7,
    "tax": 0.7,
}
"""How surely an identifier of this kind names one target, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the comparison of a party with a reference set gives.

    Attributes:
        gaps: ranked, highest score first.
        matched: reference targets that the party lists.
        too_new: reference targets listed after the party's edition.
        not_comparable: reference targets for which the party has no measure, by kind.
    """

    gaps: tuple[Gap, ...]
    matched: int
    too_new: int
    not_comparable: dict[Kind, int]


def find_gaps(
    targets: Iterable[Target],
    *,
    party: str,
    reference: Sequence[str],
    as_of: Mapping[Measure, dt.date],
    now: dt.date,
    possible_for: Possible,
    strengths: Callable[[Target], Iterable[str]],
    require_all: bool = False,
) -> Judged:
    """Return what the reference set lists and the party does not.

    Args:
        targets: all of them.
        party: whose gaps.
        reference: jurisdictions that lead; any of them suffices.
        as_of: for each measure the date of the party's newest edition that has it: what was
            listed later is too new to judge.
        now: day from which recency is counted.
        possible_for: what each jurisdiction has a measure for.
        strengths: gives the kinds of identifier that a target's listings print.
        require_all: count a target only when every reference lists it.
    """
    gaps: list[Gap] = []
    matched = new = 0
    apart: dict[Kind, int] = {}
    partners = max(1, len({j for target in targets_once(targets) for j in target.held} - {party}))
    for target in targets_once(targets):
        holders = [holder for holder in reference if holder in target.held]
        if not holders or (require_all and len(holders) < len(reference)):
            continue
        if party in target.held:
            matched += 1
            continue
        able = [holder for holder in holders if comparable(target, holder, party, possible_for)]
        if not able:
            apart[target.kind] = apart.get(target.kind, 0) + 1
            continue
        since, known = since_when(target, able)
        if since > judged_on(target, able, as_of):
            new += 1
            continue
        parts = score_parts(
            target,
            party=party,
            since=since,
            now=now,
            partners=partners,
            kinds=list(strengths(target)),
        )
        gaps.append(Gap(target, tuple(able), since, known, parts))
    ranked = sorted(gaps, key=lambda gap: (-gap.score, gap.target.cluster))
    return Judged(tuple(ranked), matched, new, apart)


def targets_once(targets: Iterable[Target]) -> Sequence[Target]:
    """Return the targets as a sequence that can be walked twice."""
    return targets if isinstance(targets, Sequence) else tuple(targets)


def judged_on(target: Target, holders: Iterable[str], as_of: Mapping[Measure, dt.date]) -> dt.date:
    """Return the date of the party's newest edition under any measure of these holders."""
    measures = {measure for holder in holders for measure in target.held[holder]}
    return max(day for measure, day in as_of.items() if measure in measures)


def since_when(target: Target, holders: Sequence[str]) -> tuple[dt.date, bool]:
    """Return the first day on which one of the holders listed the target, and whether it is known.

    Where a holder prints no date, it is the day of the edition that first showed the listing: the
    last day on which it can have been announced.
    """
    shown = min(e.latest for e in target.entries if e.jurisdiction in holders)
    day = first_day(target, holders)
    if day is not None and day <= shown:
        return day, True
    return shown, False


def score_parts(
    target: Target,
    *,
    party: str,
    since: dt.date,
    now: dt.date,
    partners: int,
    kinds: Sequence[str],
) -> tuple[Part, ...]:
    """Return the parts of a gap's score (weights of `WEIGHTS`)."""
    listing = len(target.held.keys() - {party})
    days = max(0, (now - since).days)
    family = max(target.families, key=lambda name: PRIORITY.get(name, OTHER_PRIORITY))
    best = max(kinds, key=lambda kind: STRENGTH.get(kind, 0.0), default="")
    return (
        Part(
            "partners",
            WEIGHTS["partners"],
            min(1.0, listing / partners),
            (("listing", str(listing)), ("partners", str(partners))),
        ),
        Part("recency", WEIGHTS["recency"], 0.5 ** (days / HALF_LIFE), (("days", str(days)),)),
        Part(
            "programme",
            WEIGHTS["programme"],
            PRIORITY.get(family, OTHER_PRIORITY),
            (("family", family),),
        ),
        Part(
            "identifiers",
            WEIGHTS["identifiers"],
            STRENGTH.get(best, 0.0),
            (("kind", best if best in STRENGTH else ""),),
        ),
        Part("picture", WEIGHTS["picture"], None),
    )
