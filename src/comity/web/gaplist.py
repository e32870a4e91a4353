"""Gap list: which of a board's gaps a person asked to see, page by page.

Everything that was asked stands in the address, so that a link shows a colleague the same rows; the
counts beside each filter say what choosing it would show, with the other filters as they are.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from comity.entities.subject import Kind
from comity.records.marking import Marking, highest
from comity.sanctions.board import Board, GapRow

ROWS = 20
"""Gaps on one page."""


Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of the board says.

    Attributes:
        party: whose gaps.
        kind: only targets of this kind, None for all.
        family: only targets of this programme family, "" for all.
        q: only targets with this text in a name or identifier, "" for all.
        page: from 1.
        target: the cluster whose match is explained beside the list, None for none.
        picks: targets that are chosen, each by one of its entries as "list/key": so that a choice
            holds over the pages of the list, and over an import that numbers the targets anew.
    """

    party: str
    kind: Kind | None = None
    family: str = ""
    q: str = ""
    page: int = 1
    target: int | None = None
    picks: tuple[str, ...] = ()

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return what stands after the question mark."""
        return (
            ("party", self.party),
            ("kind", self.kind or ""),
            ("family", self.family),
            ("q", self.q),
            ("page", str(self.page) if self.page > 1 else ""),
            ("target", "" if self.target is None else str(self.target)),
            *(("pick", pick) for pick in self.picks),
        )

    def but(self, **changes: object) -> Self:
        """Return the same question with something else in it; a new filter starts at page 1."""
        start = {} if changes.keys() <= {"page", "target", "picks"} else {"page": 1}
        return replace(self, **{**start, **changes})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapPage:
    """One page of the gaps that were asked for.

    Attributes:
        rows: those of this page.
        total: how many there are on all pages.
        page, pages: where this page stands; a page past the end is the last one.
        kinds: for each kind how many gaps it would show, most first.
        families: for each family likewise, in the order of the board's heat map.
        all_kinds, all_families: how many without that filter.
    """

    rows: tuple[GapRow, ...]
    total: int
    page: int
    pages: int
    kinds: tuple[tuple[Kind, int], ...]
    families: tuple[tuple[str, int], ...]
    all_kinds: int
    all_families: int


def gap_page(board: Board, asked: Asked) -> GapPage:
    """Return the rows that were asked for, with the counts of every filter."""
    found = [row for row in board.gaps if not asked.q or holds(row, folded(asked.q))]
    of_kind = [row for row in found if asked.kind in {None, row.kind}]
    of_family = [row for row in found if not asked.family or asked.family in row.families]
    rows = [row for row in of_kind if not asked.family or asked.family in row.families]
    kinds = Counter(row.kind for row in of_family)
    families = Counter(family for row in of_kind for family in row.families)
    pages = max(1, math.ceil(len(rows) / ROWS))
    page = min(asked.page, pages)
    order = [row.family for row in board.heat]
    return GapPage(
        rows=tuple(rows[(page - 1) * ROWS : page * ROWS]),
        total=len(rows),
        page=page,
        pages=pages,
        kinds=tuple((kind, kinds[kind]) for kind in shown(Kind, kinds, asked.kind)),
        families=tuple(
            (family, families[family]) for family in shown(order, families, asked.family)
        ),
        all_kinds=len(of_family),
        all_families=len(of_kind),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting:
    """What is chosen among the gaps of a board.

    Attributes:
        rows: clusters of the chosen targets.
        elsewhere: choices whose rows this page does not show, in order.
        lost: choices that no gap of the board has any more.
        proposed: clusters that are proposed to the party already, and not settled.
        marking: the highest of those proposals.
    """

    rows: frozenset[int]
    elsewhere: tuple[str, ...]
    lost: tuple[str, ...]
    proposed: frozenset[int]
    marking: Marking = Marking.CLEAR

    @property
    def count(self) -> int:
        """Return how many are chosen."""
        return len(self.rows) + len(self.lost)


def pick_of(row: GapRow) -> str:
    """Return how a target is chosen: by the first entry of the first reference that lists it."""
    first = row.gap.listed_by
    entry = min(
        (one for one in row.gap.target.entries if one.jurisdiction in first),
        key=lambda one: (first.index(one.jurisdiction), one.position),
    )
    return f"{entry.list}/{entry.key}"


def rows_by_entry(board: Board) -> dict[str, GapRow]:
    """Return the gaps of a board by every entry of their targets."""
    return {f"{e.list}/{e.key}": row for row in board.gaps for e in row.gap.target.entries}


def selecting(
    board: Board,
    asked: Asked,
    page: GapPage,
    open_about: Callable[[Sequence[str]], Mapping[str, Marking]],
) -> Selecting:
    """Return what is chosen.

    Args:
        board: of the party.
        asked: with the choices.
        page: that is shown.
        open_about: gives those of some entries that are proposed already, with their markings.
    """
    by_entry, here = rows_by_entry(board), {row.gap.target.cluster for row in page.rows}
    known = {pick: by_entry[pick].gap.target.cluster for pick in asked.picks if pick in by_entry}
    lost = tuple(pick for pick in asked.picks if pick not in by_entry)
    elsewhere = tuple(pick for pick, cluster in known.items() if cluster not in here)
    entries = {f"{e.list}/{e.key}": e for row in page.rows for e in row.gap.target.entries}
    proposed = open_about(list(entries))
    return Selecting(
        rows=frozenset(known.values()),
        elsewhere=(*elsewhere, *lost),
        lost=lost,
        proposed=frozenset(entries[one].cluster for one in proposed),
        marking=highest(proposed.values()),
    )


def with_page(board: Board, asked: Asked) -> Asked:
    """Return the same question with every row of its page chosen too."""
    by_entry = rows_by_entry(board)
    chosen = {by_entry[pick].gap.target.cluster for pick in asked.picks if pick in by_entry}
    page = gap_page(board, asked)
    more = (pick_of(row) for row in page.rows if row.gap.target.cluster not in chosen)
    return asked.but(picks=(*asked.picks, *more))


def shown(
    choices: Iterable[Choice], counts: Counter[Choice], chosen: Choice | None
) -> list[Choice]:
    """Return the choices that would show something, and the one that is chosen."""
    return [choice for choice in choices if counts[choice] or choice == chosen]


def holds(row: GapRow, wanted: str) -> bool:
    """Say whether a text stands in one of a target's names or identifiers."""
    name = row.name
    if wanted in folded(name.main) or any(wanted in folded(text) for text, _ in name.others):
        return True
    number = "".join(letter for letter in wanted if letter.isalnum())
    return bool(number) and any(number in folded(value) for _, value in name.identifiers)


def folded(text: str) -> str:
    """Return a text without what a person typing it would not think of: width and case.

    >>> folded("ＡＬＰＨＡ Straße")
    'alpha strasse'
    """
    return unicodedata.normalize("NFKC", text).casefold().strip()
