"""Sanctions: the alignment board, and why the entries of a target were taken for one.

Each function takes the values of `comity.sanctions.board` and gives a page as HTML. What is decided
here is only how a value is shown: its bucket, its bar, its words; never the value itself.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import PurePath

from comity.entities.score import Explanation
from comity.records.marking import OFFICIAL_LISTS, highest
from comity.sanctions.alignment import Share
from comity.sanctions.board import Board, Edition, Match, MatchedListing, Package
from comity.sanctions.gaps import Gap
from comity.web.cohorts import picture
from comity.web.gaplist import Asked, GapPage, Selecting, gap_page, pick_of, selecting
from comity.web.jobs import Job, doing
from comity.web.pages import PAGES, Shell, address, render
from comity.web.proposaldesk import Happening, ProposalsDesk
from comity.web.sanctionlabels import IDENTIFIERS
from comity.web.timeline import timeline
from comity.web.words import Language, Words

EDGES = (10, 30, 50, 70, 90)
"""Per cent not listed from which a cell is a shade darker."""

PACKAGES = 10
"""Newest packages that the board shows."""

LINE = re.compile(r"line (\d+)")
ROW = re.compile(r"sheet (.+), row (\d+)")

OLD = dt.timedelta(days=365)
"""An edition this much older than the newest of all is pointed out."""


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """One series of a list, as the strip of dates shows it.

    Attributes:
        list, series, jurisdiction: whose.
        first, last: dates of the oldest and the newest file that make up the edition.
        through: date of the newest amending act after it, None without any.
        dated_by: how the newest file got its date.
        listings: of all files, those of companions left out.
        files: how many.
        years_behind: whole years behind the newest of all lists, 0 where it is not pointed out.
        excerpt: True when a file is only a part of the list.
    """

    list: str
    series: str
    jurisdiction: str
    first: dt.date
    last: dt.date
    through: dt.date | None
    dated_by: str
    listings: int
    files: int
    years_behind: int
    excerpt: bool


@dataclass(frozen=True, slots=True)
class PackageShown:
    """A package with the lengths of its bar, out of 100.

    Attributes:
        package: what it changed.
        gap, added, changed, removed: lengths; `gap` is the part of the added that are new gaps, and
            `added` the rest of them.
    """

    package: Package
    gap: float
    added: float
    changed: float
    removed: float


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two entries and why they were taken for one target, or why not."""

    a: MatchedListing
    b: MatchedListing
    explanation: Explanation
    unrivalled: bool = False

    def long(self, points: float) -> float:
        """Return the length of a reason's bar, out of 40, against the pair's strongest."""
        most = max(abs(reason.points) for reason in self.explanation.reasons) or 1.0
        return round(40 * abs(points) / most, 1)


def board_page(
    language: Language,
    board: Board,
    asked: Asked,
    *,
    parties: Sequence[str],
    match: Match | None = None,
    job: Job | None = None,
    proposals: ProposalsDesk | None = None,
) -> str:
    """Return the board.

    Args:
        language: of the page.
        board: of the party that was asked for.
        asked: what the address says.
        parties: that a board can be shown for.
        match: of the target that was asked for, None where none was.
        job: that runs now, None without any.
        proposals: the desk of proposals; None where nothing can be proposed to anybody.
    """
    found = gap_page(board, asked)
    chosen = chosen_of(board, asked, found, proposals)
    public = [OFFICIAL_LISTS for _ in board.editions]
    shell = Shell(
        language=language,
        path="/sanctions",
        query=asked.query,
        marking=highest([*public, chosen.marking] if chosen is not None else public),
    )
    values = {
        "board": board,
        "asked": asked,
        "found": found,
        "selecting": chosen,
        "pick_of": pick_of,
        "with_proposals": "/sanctions/proposals" in PAGES.get(),
        "series": series_of(board),
        "packages": packages_of(board),
        "curves": picture(board.cohorts, board.as_of),
        "parties": parties,
        "job": job,
        "doing": doing(shell.words, job) if job else "",
        "apart": apart_shown(shell.words, board),
        **extent(board),
        "bucket": bucket,
        "segments": segments,
        **explained(shell, match),
        "named": file_shown,
        "link": lambda **changes: address(f"/{language}/sanctions", asked.but(**changes).query),
        "permalink": target_address(language, match.cluster, board.party) if match else "",
    }
    return render("sanctions/board.html", shell, values)


def chosen_of(
    board: Board, asked: Asked, found: GapPage, proposals: ProposalsDesk | None
) -> Selecting | None:
    """Return what is chosen among the gaps; None where nothing can be proposed to the party."""
    if proposals is None or not proposals.can_propose(board.party):
        return None
    return selecting(
        board, asked, found, lambda entries: proposals.open_about(board.party, entries)
    )


def target_page(
    language: Language, board: Board, match: Match, happenings: Sequence[Happening] = ()
) -> str:
    """Return the explanation of one target as a page of its own.

    Args:
        language: of the page.
        board: of the party that was asked for.
        match: of the target.
        happenings: what was proposed and decided about it.
    """
    shell = Shell(
        language=language,
        path=f"/sanctions/target/{match.cluster}",
        query=(("party", board.party),),
        marking=highest([OFFICIAL_LISTS, *(one.marking for one in happenings)]),
    )
    found = next((row for row in board.gaps if row.gap.target.cluster == match.cluster), None)
    back = Asked(party=board.party, target=match.cluster).query
    values = {
        "board": board,
        **explained(shell, match),
        **extent(board),
        "named": file_shown,
        "row": found,
        "segments": segments,
        "between": bool(happenings),
        "line": timeline(match, board.party, happenings),
        "back": address(f"/{language}/sanctions", back),
        "permalink": "",
    }
    return render("sanctions/target.html", shell, values)


def empty_page(language: Language, asked: Asked, job: Job | None) -> str:
    """Return the board's page while nothing is imported.

    Args:
        language: of the page.
        asked: what the address says.
        job: the newest job, None if there never was one.
    """
    shell = Shell(language=language, path="/sanctions", query=asked.query, marking=highest(()))
    said = doing(shell.words, job) if job else ""
    return render("sanctions/empty.html", shell, {"job": job, "doing": said})


def target_address(language: Language, cluster: int, party: str) -> str:
    """Return the address of a target's own page."""
    return address(f"/{language}/sanctions/target/{cluster}", (("party", party),))


def bucket(share: Share) -> int:
    """Return the shade of a cell, 0 to 5: the more is not listed, the darker.

    >>> bucket(Share(0, 10)), bucket(Share(9, 10)), bucket(Share(10, 10))
    (5, 1, 0)
    """
    missing = 100 * (share.total - share.matched) / share.total
    return sum(missing >= edge for edge in EDGES)


def series_of(board: Board) -> list[SeriesShown]:
    """Return the series of a board's editions, in the order of its jurisdictions."""
    place = {jurisdiction: index for index, jurisdiction in enumerate(board.jurisdictions)}

    def order(edition: Edition) -> tuple[int, str, str]:
        return place.get(edition.jurisdiction, len(place)), edition.list, edition.series

    groups = groupby(sorted(board.editions, key=order), key=order)
    return [series_shown(list(group), board.newest) for _, group in groups]


def series_shown(editions: Sequence[Edition], newest: dt.date) -> SeriesShown:
    """Return how one series is shown; a delta never makes the edition under it look newer."""
    standing = [edition for edition in editions if edition.role in {"full", "part"}]
    acts = [edition.date for edition in editions if edition.role == "delta"]
    dated = max(standing or editions, key=lambda edition: edition.date)
    dates = [edition.date for edition in standing or editions]
    latest = max([dated.date, *acts])
    return SeriesShown(
        list=dated.list,
        series=dated.series,
        jurisdiction=dated.jurisdiction,
        first=min(dates),
        last=max(dates),
        through=max(acts) if acts and standing else None,
        dated_by=dated.date_from,
        listings=sum(edition.listings for edition in editions if edition.role != "companion"),
        files=len(editions),
        years_behind=(newest - latest).days // 365 if newest - latest > OLD else 0,
        excerpt=any(edition.excerpt for edition in editions),
    )


def packages_of(board: Board) -> list[PackageShown]:
    """Return the newest packages with bars on one scale."""
    newest = board.packages[:PACKAGES]
    most = max((one.added + one.changed + one.removed for one in newest), default=0) or 1

    def length(count: int) -> float:
        return round(100 * count / most, 1)

    return [
        PackageShown(
            package=one,
            gap=length(one.gaps or 0),
            added=length(one.added - (one.gaps or 0)),
            changed=length(one.changed),
            removed=length(one.removed),
        )
        for one in newest
    ]


def explained(shell: Shell, match: Match | None) -> dict[str, object]:
    """Return the values of the panel that explains a match; all are empty without one."""
    return {
        "match": match,
        "pairs": pairs_of(match) if match else [],
        "nearest": nearest_of(match) if match else None,
        "shown": partial(value_shown, shell.words),
        "placed": partial(place_shown, shell.words),
    }


def pairs_of(match: Match) -> list[PairShown]:
    """Return the pairs of a match with the two entries, strongest first."""
    listings = match.listings
    return [
        PairShown(listings[pair.a], listings[pair.b], pair.explanation, pair.unrivalled)
        for pair in match.pairs
    ]


def nearest_of(match: Match) -> PairShown | None:
    """Return the pair of the party's nearest entry, which was not taken for the target."""
    if match.nearest is None or match.nearest_pair is None:
        return None
    own = match.listings[match.nearest_pair.a]
    return PairShown(own, match.nearest, match.nearest_pair.explanation)


def value_shown(spoken: Words, field: str, value: str) -> str:
    """Return a value of a reason as a person reads it: codes become words, the rest stays.

    Args:
        spoken: the words of the page.
        field: what the reason is about.
        value: as the reason gives it.
    """
    if field == "identifier":
        kind, blank, number = value.partition(" ")
        known = blank and kind in IDENTIFIERS
        return f"{spoken.label('identifier', kind)} {number}" if known else value
    if field in {"gender", "kind"} and value:
        return spoken.label(field, value)
    return value.upper() if field == "country" else value


def extent(board: Board) -> dict[str, bool]:
    """Return whether all series are only parts of their lists, and whether some is.

    A series is one as soon as a file of it is. Acts and companions do not count against it: nobody
    knows how long they should be.
    """
    standing = {one.series for one in board.editions if one.role in {"full", "part"}}
    parts = {one.series for one in board.editions if one.excerpt}
    return {"all_excerpt": bool(parts) and standing <= parts, "some_excerpt": bool(parts)}


def apart_shown(spoken: Words, board: Board) -> str:
    """Return how many targets of each kind cannot be compared, "" when all can."""
    return spoken.together(
        f"{spoken.label('kind', kind)} ({spoken.number(count)})"
        for kind, count in board.not_comparable
        if count
    )


def file_shown(file: str) -> str:
    """Return the end of a file's path: enough to know it, without this machine's folders.

    >>> file_shown("/home/desk/lists/eu-oj/2026-08-21/consolidated/32014R0269.csv")
    'eu-oj/2026-08-21/consolidated/32014R0269.csv'
    """
    return "/".join(PurePath(file.replace("\\", "/")).parts[-4:])


def place_shown(spoken: Words, place: str) -> str:
    """Return where an entry stands in its file, in words; what is not a place we know stays."""
    line = LINE.fullmatch(place)
    if line:
        return spoken.gettext("line %(line)s", line=line[1])
    row = ROW.fullmatch(place)
    if row:
        return spoken.gettext("sheet %(sheet)s, row %(row)s", sheet=row[1], row=row[2])
    return place


def segments(gap: Gap) -> Iterable[tuple[str, float, float]]:
    """Yield each part of a gap's score as (code, where its bar begins, how long it is)."""
    begin = 0.0
    for part in gap.parts:
        yield part.code, round(begin, 1), round(part.points, 1)
        begin += part.points
