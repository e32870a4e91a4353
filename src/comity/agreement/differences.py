"""Differences: where two lists of words differ, in a time that nobody can stretch.

`difflib` finds the stretches that a reader would mark. But of two pages that say few words again
and again it makes hours of work, and a wording comes from another party. So what it would have to
do is estimated first; what is too much is compared by the longest common subsequence, whose cost
depends on the lengths alone. What is longer than any clause is one difference as a whole.

>>> found = differences("within 24 hours".split(), "within two hours".split())
>>> found.stretches
((True, 0, 1, 0, 1), (False, 1, 2, 1, 2), (True, 2, 3, 2, 3))
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq

MOST_STEPS = 2_000_000
"""Steps that `difflib` may take, at worst: pairs of equal words times the shorter list."""

MOST_CELLS = 400_000_000
"""Words of one list times words of the other: two clauses of single signs, each 20,000 long."""

Stretch = tuple[bool, int, int, int, int]
"""Whether it is the same in both, from and to in the first list, from and to in the second."""


@dataclass(frozen=True, slots=True)
class Differences:
    """How two lists of words differ.

    Attributes:
        alike: share of the words that stand in both, from 0 to 1.
        stretches: in order; together they are both lists.
    """

    alike: float
    stretches: tuple[Stretch, ...]


def differences(left: Sequence[str], right: Sequence[str]) -> Differences:
    """Return where two lists of words differ."""
    if _steps(left, right) <= MOST_STEPS:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        codes = matcher.get_opcodes()
        return Differences(
            matcher.ratio(), tuple((tag == "equal", a, b, c, d) for tag, a, b, c, d in codes)
        )
    if len(left) * len(right) > MOST_CELLS:
        return Differences(0.0, ((False, 0, len(left), 0, len(right)),))
    return _by_subsequence(left, right)


def _steps(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many steps `difflib` would take at worst."""
    other = Counter(right)
    pairs = sum(count * other[word] for word, count in Counter(left).items())
    return pairs * min(len(left), len(right))


def _by_subsequence(left: Sequence[str], right: Sequence[str]) -> Differences:
    """Return the same by the longest common subsequence; what is taken out and put in is one."""
    found: list[Stretch] = []
    for code in LCSseq.opcodes(left, right):
        same = code.tag == "equal"
        a, b, c, d = code.src_start, code.src_end, code.dest_start, code.dest_end
        if found and not same and not found[-1][0]:
            _, a, _, c, _ = found.pop()
        found.append((same, a, b, c, d))
    equal = sum(b - a for same, a, b, _, _ in found if same)
    return Differences(2 * equal / max(1, len(left) + len(right)), tuple(found))
