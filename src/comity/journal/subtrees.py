"""Subtrees: enough of a chain's Merkle tree to prove any record without reading the others.

The roots of complete subtrees of 256 leaves, and of twice that and so on, are kept; what is smaller
is computed from the hashes of at most two runs of 256 records. A proof in a chain of a million
records costs two such reads and some twenty look-ups.
"""

from collections.abc import Sequence

from comity.journal.store import Session
from comity.records.tree import EMPTY, Frontier, node_hash, root_of

HEIGHT = 8
BLOCK = 1 << HEIGHT

Subtree = tuple[int, int, bytes]
"""Height, place among those of its height from 0, root."""


def grow(frontier: Frontier, leaves: Sequence[bytes]) -> tuple[Frontier, list[Subtree]]:
    """Return the frontier after more leaf hashes, and the subtrees worth keeping that they close.

    >>> from comity.records.tree import EMPTY, leaf_hash
    >>> after, closed = grow(EMPTY, [leaf_hash(b"a")] * 512)
    >>> [(height, place) for height, place, _ in closed]
    [(8, 0), (8, 1), (9, 0)]
    >>> after.root == closed[-1][2]
    True
    """
    blocks = frontier.size // BLOCK
    large = list(frontier.peaks[: blocks.bit_count()])
    small = Frontier(frontier.size % BLOCK, frontier.peaks[blocks.bit_count() :])
    closed: list[Subtree] = []
    at = 0
    while at < len(leaves):
        part = leaves[at : at + BLOCK - small.size]
        at += len(part)
        small = small.append(*part)
        if small.size == BLOCK:
            height, place, node = HEIGHT, blocks, small.peaks[0]
            closed.append((height, place, node))
            while place & 1:
                height, place, node = height + 1, place >> 1, node_hash(large.pop(), node)
                closed.append((height, place, node))
            large.append(node)
            blocks, small = blocks + 1, EMPTY
    return Frontier(blocks * BLOCK + small.size, (*large, *small.peaks)), closed


class Subtrees:
    """The tree of one chain, as far as it is kept."""

    def __init__(self, session: Session, chain: int) -> None:
        self.session = session
        self.chain = chain
        self._blocks: dict[int, list[bytes]] = {}

    def root(self, low: int, high: int) -> bytes:
        """Return the root over the leaves from one index up to another, not including it.

        The low index must be one at which RFC 6962 may split a tree.
        """
        width = high - low
        if width >= BLOCK and width & (width - 1) == 0:
            return self._kept(width.bit_length() - 1, low // width)
        if low // BLOCK == (high - 1) // BLOCK:
            start = low - low % BLOCK
            return root_of(self._leaves(low // BLOCK)[low - start : high - start])
        split = low + (1 << (width - 1).bit_length() - 1)
        return node_hash(self.root(low, split), self.root(split, high))

    def frontier(self, size: int) -> Frontier:
        """Return the right edge of the tree as it was at a size."""
        peaks, low = [], 0
        for height in reversed(range(size.bit_length())):
            width = 1 << height
            if size & width:
                peaks.append(self.root(low, low + width))
                low += width
        return Frontier(size, tuple(peaks))

    def _kept(self, height: int, place: int) -> bytes:
        row = self.session.one(
            "SELECT hash FROM subtrees WHERE chain = ? AND height = ? AND place = ?",
            self.chain,
            height,
            place,
        )
        return bytes(row[0]) if row else b""  # a hole leads to a root that no checkpoint has

    def _leaves(self, block: int) -> list[bytes]:
        if block not in self._blocks:
            rows = self.session.all(
                "SELECT hash FROM records WHERE chain = ? AND seq BETWEEN ? AND ? ORDER BY seq",
                self.chain,
                block * BLOCK + 1,
                (block + 1) * BLOCK,
            )
            self._blocks[block] = [bytes(row[0]) for row in rows]
        return self._blocks[block]
