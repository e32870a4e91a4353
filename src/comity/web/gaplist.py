"""Gap list: which of a board's gaps a person asked to see, page by page.

Everything that was asked stands in the address, so that a link shows a colleague the same rows; the
counts beside each filter say what choosing it would show, with the other filters as they are.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from comity.entities.subject import Kind
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
    """

    party: str
    kind: Kind | None = None
    family: str = ""
    q: str = ""
    page: int = 1
    target: int | None = None

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
        )

    def but(self, **changes: object) -> Self:
        """Return the same question with something else in it; a new filter starts at page 1."""
        start = {} if changes.keys() <= {"page", "target"} else {"page": 1}
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
