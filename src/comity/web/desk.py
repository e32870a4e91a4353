"""Desk: where the pages get their values from.

The page layer computes nothing about sanctions; `comity.node` gives it a desk that does. A desk
answers from several threads at once and keeps what costs time, for a page asks at every request.
"""

from typing import Protocol

from comity.sanctions.board import Board, Match


class Desk(Protocol):
    """What the pages of the sanctions system ask for."""

    def parties(self) -> tuple[str, ...]:
        """Return the parties that a board can be shown for, () while nothing is imported."""
        ...

    def board(self, party: str) -> Board | None:
        """Return the party's board, None while nothing is imported."""
        ...

    def match(self, cluster: int, party: str) -> Match | None:
        """Return why the listings of a target were taken for one, None without such a target."""
        ...
