"""Tree: the Merkle tree of RFC 6962 over the records of one chain.

A `Frontier` is all that must be remembered to go on: the roots of the perfect subtrees that the
leaves so far fall into, at most one for each bit of their number. It is a value: appending gives
another one.

>>> one = EMPTY.append(leaf_hash(b"a"))
>>> one.root == leaf_hash(b"a")
True
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from comity.errors import RefusedError


class InclusionError(RefusedError):
    """A proof does not show that the leaf is in the tree."""

    code = "not-included"
    template = "the proof does not lead from leaf {index} to the root of {size} leaves; {reason}"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: of a byte 0 and the data."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: of a byte 1 and both children."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree.

    Attributes:
        size: number of leaves.
        peaks: roots of its perfect subtrees, the largest first; one for each bit of `size`.
    """

    size: int
    peaks: tuple[bytes, ...]

    def append(self, *leaves: bytes) -> "Frontier":
        """Return the frontier after more leaf hashes, 32 bytes each."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node, bits = leaf, size
            while bits & 1:
                node = node_hash(peaks.pop(), node)
                bits >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """Return the root, 32 bytes; of no leaves, the hash of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def encode(self) -> bytes:
        """Return the peaks, one after the other; the size stands elsewhere."""
        return b"".join(self.peaks)


EMPTY = Frontier(0, ())


def decode_frontier(size: int, data: bytes) -> Frontier:
    """Return the frontier of a size from its encoded peaks."""
    return Frontier(size, tuple(data[at : at + 32] for at in range(0, len(data), 32)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return EMPTY.append(*leaves).root


Subtree = Callable[[int, int], bytes]
"""Gives the root over the leaf hashes from one index up to another, not including it."""


def inclusion_path(index: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the hashes that lead from a leaf to the root of the first `size` leaves.

    Args:
        index: of the leaf, from 0.
        size: number of leaves of the tree that the proof is for.
        subtree: looks up the root over a range.
    """
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        split = low + (1 << (high - low - 1).bit_length() - 1)
        if index < split:
            path.append(subtree(split, high))
            high = split
        else:
            path.append(subtree(low, split))
            low = split
    return tuple(reversed(path))


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that a proof leads to (RFC 9162, 2.1.3.2).

    Raises:
        InclusionError: the proof has not the form that this leaf and size need.
    """
    if not 0 <= index < size:
        raise InclusionError(index=index, size=size, reason="there is no such leaf")
    place, last, node = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise InclusionError(index=index, size=size, reason="it is too long")
        if place & 1 or place == last:
            node = node_hash(step, node)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            node = node_hash(node, step)
        place >>= 1
        last >>= 1
    if last:
        raise InclusionError(index=index, size=size, reason="it is too short")
    return node
