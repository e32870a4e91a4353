"""Board: everything that the page "Sanctions" and `comity sanctions align` say, as values.

A board is computed once per state of the data and party, and then only filtered, so that a page
costs milliseconds. It holds facts and codes, never sentences: words are the page's.
"""

import datetime as dt
from dataclasses import dataclass

from comity.entities.score import Explanation
from comity.entities.subject import Kind, When
from comity.sanctions.alignment import Cohort, Lag, Share
from comity.sanctions.gaps import Gap
from comity.sanctions.listing import Listing


@dataclass(frozen=True, slots=True)
class Edition:
    """One file in force, as the page shows it.

    Attributes:
        list: "us-ofac". series: "us-ofac-sdn". jurisdiction: "us".
        role: "full", "part", "delta" or "companion".
        part: which part or companion, or "".
        date: as-of. date_from: "content", "given" (by --date) or "folder".
        listings: how many. file: name as imported. sha256: of the bytes.
        excerpt: True when the file is known to hold only a part of its list.
    """

    list: str
    series: str
    jurisdiction: str
    role: str
    part: str
    date: dt.date
    date_from: str
    listings: int
    file: str
    sha256: str
    excerpt: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row of the heat map.

    Attributes:
        family: code of the programme family; the page translates it.
        targets: how many targets anybody lists in this family.
        cells: for each jurisdiction of the board, in order, the share of the targets it lists.
        gaps: of the party against the reference set.
    """

    family: str
    targets: int
    cells: tuple[Share, ...]
    gaps: int


@dataclass(frozen=True, slots=True)
class Package:
    """What one legal act, or one edition, changed.

    Attributes:
        jurisdiction, list: whose.
        name: the legal act, or "" when only the day is known.
        date: when.
        added, changed, removed: listings.
        gaps: targets among the added ones that are gaps of the party; None for the party's own.
        closed: reference targets that this package of its own covers; None for others.
        before: date of the earlier edition when two editions were compared, else None.
    """

    jurisdiction: str
    list: str
    name: str
    date: dt.date
    added: int
    changed: int
    removed: int
    gaps: int | None
    closed: int | None
    before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TargetName:
    """How a target is called on the page.

    Attributes:
        main: in Latin letters where there is such a name.
        others: names in other scripts, one per script, with the script's ISO 15924 code.
        identifiers: the strongest ones, as (kind, value).
    """

    main: str
    others: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap with its name, its place in the ranking and the target's kind."""

    rank: int
    gap: Gap
    name: TargetName
    kind: Kind
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All of it, for one party.

    Attributes:
        party: "jp". reference: ("eu", "us"). require_all: gaps only where every reference lists.
        as_of: date of the party's newest edition, against which gaps are judged; newest: date of
            the newest edition of any list.
        jurisdictions: columns of the heat map.
        editions: every file in force.
        heat: rows, most targets first.
        gaps: ranked. too_new: reference targets listed after `as_of`.
        not_comparable: reference targets under measures that the party does not have, by kind.
        reference_targets: targets of the reference set that can be compared; matched: of these the
            targets that the party lists.
        containment: (holder, contained in, share) in both directions of party and each other.
        coalition: share of the targets held by at least two others that each jurisdiction holds.
        cohorts: by year of the reference's listing. lag: of the party behind the reference.
        packages: newest first.
        excerpt: True when any file in force is only a part of its list.
    """

    party: str
    reference: tuple[str, ...]
    require_all: bool
    as_of: dt.date
    newest: dt.date
    jurisdictions: tuple[str, ...]
    editions: tuple[Edition, ...]
    heat: tuple[HeatRow, ...]
    gaps: tuple[GapRow, ...]
    too_new: int
    not_comparable: tuple[tuple[Kind, int], ...]
    reference_targets: int
    matched: int
    containment: tuple[tuple[str, str, Share], ...]
    coalition: tuple[tuple[str, Share], ...]
    cohorts: tuple[Cohort, ...]
    lag: Lag
    packages: tuple[Package, ...]
    excerpt: bool


@dataclass(frozen=True, slots=True)
class MatchedListing:
    """A listing of a target, with the file that it stands in.

    Attributes:
        listing: as its authority printed it.
        edition: the file.
        seen: between which days it was announced where the list does not say and its editions tell;
            None where nothing does.
    """

    listing: Listing
    edition: Edition
    seen: When | None = None


@dataclass(frozen=True, slots=True)
class MatchedPair:
    """Why two listings were taken for one target, or why not.

    Attributes:
        a, b: positions in `Match.listings`; b is -1 for `Match.nearest`.
        explanation: score, reasons and verdict.
        unrivalled: True when they were joined although the score alone is undecided, since neither
            has another likely partner on the other's list.
    """

    a: int
    b: int
    explanation: Explanation
    unrivalled: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The explanation panel of one target.

    Attributes:
        cluster: the target. name: how it is called. kind: of the target.
        listings: everything that says something about it, oldest first.
        pairs: the links that hold the cluster together, strongest first.
        nearest: the party's nearest listing that is not taken for the same, None when
            the party lists the target, or nothing comes near; nearest_pair explains it.
    """

    cluster: int
    name: TargetName
    kind: Kind
    listings: tuple[MatchedListing, ...]
    pairs: tuple[MatchedPair, ...]
    nearest: MatchedListing | None
    nearest_pair: MatchedPair | None
