"""Alignment: how much the best pair of readings of two subjects says, for many pairs at once.

The words of two readings are paired so that each word is used once, the pairs that say most first.
What is left over on both sides contradicts; what is left over on one side is only missing. The
batch path and the explanation of one pair are this one function, so they cannot differ. Rows here
are combinations of two readings; the caller's pairs are put in one order first (see
`comity.entities.score`), so that a tie is always broken the same way.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from comity.entities.profiles import BRANCH, EXACT, INITIAL, NUMBER, PATRONYMIC, Profiles
from comity.entities.weights import NameWeights, Weights, in_steps

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BEST_COMBINATIONS = 4
"""Pairs of readings that are aligned for each pair of subjects, the most alike at first sight."""

WIDTHS = (3, 5, 12)
"""Widths of the tables in which readings of like length are aligned together."""

MEASURES = (
    "word",
    "exact",
    "system",
    "contradiction",
    "contradiction_word",
    "missing_word",
    "patronymic_contradicts",
    "patronymic_missing",
    "number_contradicts",
    "number_missing",
    "branch",
)
"""What is measured of two readings; the weight of each has the same name in `NameWeights`.

word: what the paired words say; exact: 1 where all words are equal and none is left over; system: 1
where both are read as Korean or as Chinese; contradiction: 1 where both have distinctive words left
over; contradiction_word: what the poorer rest says; missing_word: what the richer rest says more;
the others: 1 where it is so.
"""

PARTS = {
    "name": ("word", "exact", "system"),
    "words-contradict": ("contradiction", "contradiction_word"),
    "words-missing": ("missing_word",),
    "patronymic-contradicts": ("patronymic_contradicts",),
    "patronymic-missing": ("patronymic_missing",),
    "numbers-contradict": ("number_contradicts",),
    "number-missing": ("number_missing",),
    "branch": ("branch",),
}
"""Parts of the points of a name, in the order of the columns, and what each measures."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """The best combination of each pair.

    Attributes:
        measures: one row for each pair, one column for each of `MEASURES`.
        points: one row for each pair, one column for each of `PARTS`, in whole steps.
        left: which reading of the left subject, -1 where no two readings can be compared.
        right: which reading of the right subject.
    """

    measures: Floats
    points: Floats
    left: Ints
    right: Ints

    @classmethod
    def empty(cls, pairs: int) -> "Aligned":
        """Return pairs of which no two readings can be compared."""
        nowhere = np.full(pairs, -1, np.int64)
        return cls(
            np.zeros((pairs, len(MEASURES))), np.zeros((pairs, len(PARTS))), nowhere, nowhere.copy()
        )

    @property
    def exact(self) -> Flags:
        """Say where all words are equal and none is left over."""
        return self.measures[:, MEASURES.index("exact")] > 0

    def take(self, rows: Ints, other: "Aligned", left: Ints, right: Ints) -> None:
        """Take the findings of other pairs into rows of these, with their readings."""
        self.measures[rows] = other.measures
        self.points[rows] = other.points
        self.left[rows], self.right[rows] = left, right


def crossed(
    left_start: Ints, left: Ints, right_start: Ints, right: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return every combination of the rows of two ragged columns, for many pairs.

    Returns:
        which pair, which row of the left column, which row of the right column.
    """
    left_count = left_start[left + 1] - left_start[left]
    right_count = right_start[right + 1] - right_start[right]
    total = left_count * right_count
    pair = np.repeat(np.arange(len(left)), total)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(total) - total, total)
    width = right_count[pair]
    return pair, left_start[left][pair] + within // width, right_start[right][pair] + within % width


def first_sight(a: Profiles, b: Profiles, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the combinations of readings worth aligning: of each pair the few most alike."""
    pair, row_a, row_b = crossed(a.reading_start, left, b.reading_start, right)
    common = a.name_systems[row_a] & b.name_systems[row_b]
    system = a.system[row_a]
    allowed = (system == b.system[row_b]) & ((common >> system) == 1)
    pair, row_a, row_b = pair[allowed], row_a[allowed], row_b[allowed]
    shared = np.zeros(len(pair), np.int64)
    total = np.zeros(len(pair), np.int64)
    for half in (0, 1):
        shared += np.bitwise_count(a.bits[row_a, half] & b.bits[row_b, half])
        total += np.bitwise_count(a.bits[row_a, half] | b.bits[row_b, half])
    likeness = 1000 * shared // np.maximum(total, 1) + 4 * shared
    likeness += np.where((a.joined[row_a] == b.joined[row_b]) & (a.joined[row_a] != 0), 1000, 0)
    order = np.lexsort((np.arange(len(pair)), -likeness, pair))
    ordered = pair[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else order
    rank = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
    kept = order[rank < BEST_COMBINATIONS]
    return pair[kept], row_a[kept], row_b[kept]


def align(
    a: Profiles,
    b: Profiles,
    left: Ints,
    right: Ints,
    said: tuple[Floats, Floats],
    weights: Weights,
) -> Aligned:
    """Return the best combination of readings of each pair.

    Args:
        a: the columns of the left subjects.
        b: the columns of the right subjects.
        left: places of the left subjects in `a`.
        right: places of the right subjects in `b`, one for each in `left`; of the same kind.
        said: points of every word of `a` and of `b`, see `comity.entities.rarity`.
        weights: the table of points.
    """
    pair, row_a, row_b = first_sight(a, b, left, right)
    measures = np.zeros((len(pair), len(MEASURES)))
    kinds = a.kind[left][pair]
    width = np.maximum((a.reading_words[row_a] >= 0).sum(1), (b.reading_words[row_b] >= 0).sum(1))
    narrower = 0
    for widest in WIDTHS:
        for kind in np.unique(kinds):
            rows = np.flatnonzero((width > narrower) & (width <= widest) & (kinds == kind))
            if len(rows):
                table = Table(a, b, row_a[rows], row_b[rows], widest, said, weights)
                measures[rows] = table.measures(weights.names[kind])
        narrower = widest
    return best(len(left), pair, row_a, row_b, measures, weighted(measures, kinds, weights))


def weighted(measures: Floats, kinds: npt.NDArray[np.int8], weights: Weights) -> Floats:
    """Return the points of the parts for what was measured, in whole steps."""
    table = np.array([[getattr(names, measure) for measure in MEASURES] for names in weights.names])
    points = measures * table[kinds]
    columns = [
        points[:, [MEASURES.index(measure) for measure in measured]].sum(1)
        for measured in PARTS.values()
    ]
    return in_steps(np.stack(columns, 1))


def best(
    pairs: int, pair: Ints, row_a: Ints, row_b: Ints, measures: Floats, points: Floats
) -> Aligned:
    """Return of each pair the combination with the most points, the first of equals."""
    order = np.lexsort((np.arange(len(pair)), -points.sum(1), pair))
    ordered = pair[order]
    chosen = order[np.r_[True, ordered[1:] != ordered[:-1]]] if len(order) else order
    found = Aligned.empty(pairs)
    found.measures[pair[chosen]] = measures[chosen]
    found.points[pair[chosen]] = points[chosen]
    found.left[pair[chosen]] = row_a[chosen]
    found.right[pair[chosen]] = row_b[chosen]
    return found


class Table:
    """Combinations of readings of one kind and like length, as a table of words against words."""

    def __init__(
        self,
        a: Profiles,
        b: Profiles,
        row_a: Ints,
        row_b: Ints,
        width: int,
        said: tuple[Floats, Floats],
        weights: Weights,
    ) -> None:
        self.a, self.b = a, b
        self.words_a = a.reading_words[row_a, :width].astype(np.int64)
        self.words_b = b.reading_words[row_b, :width].astype(np.int64)
        self.held_a, self.held_b = self.words_a >= 0, self.words_b >= 0
        self.what_a = np.where(self.held_a, a.words.what[self.words_a], 0)
        self.what_b = np.where(self.held_b, b.words.what[self.words_b], 0)
        self.raw_a = np.where(self.held_a, said[0][self.words_a], 0.0)
        self.raw_b = np.where(self.held_b, said[1][self.words_b], 0.0)
        self.joined = (a.joined[row_a] == b.joined[row_b]) & (a.joined[row_a] != 0)
        self.poverty = np.maximum(a.poverty[row_a], b.poverty[row_b]).astype(np.int64)
        self.system = a.system[row_a].astype(np.int64)
        self.weights = weights

    def measures(self, table: NameWeights) -> Floats:
        """Return what was measured of each combination, in the columns of `MEASURES`."""
        said_a = np.minimum(self.raw_a, table.word_most)
        said_b = np.minimum(self.raw_b, table.word_most)
        words = np.maximum(self.held_a.sum(1), self.held_b.sum(1))
        whole = self.run_together(said_a, said_b)
        likeness = self.likeness()
        gain = likeness * np.minimum(said_a[:, :, None], said_b[:, None, :])
        gained, free_a, free_b, all_equal = paired(gain, likeness, self.held_a, self.held_b)
        like = self.weights.likeness
        poverty = np.array(like.poverty)[self.poverty]
        exact = all_equal & ~(free_a.any(1) | free_b.any(1)) & (words >= table.exact_words)
        return np.stack(
            [
                (gained + whole) * poverty,
                exact * poverty,
                (self.system > 0) & (gained > 0),
                *self.left_over(table, said_a * free_a, said_b * free_b, free_a, free_b),
            ],
            axis=1,
        )

    def run_together(self, said_a: Floats, said_b: Floats) -> Floats:
        """Take out distinctive words that are equal once run together, and return what they say.

        "Rus Avia" and "Rusavia" have no word in common; "Chang Guang" and 長光 have none either.
        """
        own_a = self.held_a & ((self.what_a & EXACT) == 0)
        own_b = self.held_b & ((self.what_b & EXACT) == 0)
        glued = self.joined & (own_a.sum(1) != own_b.sum(1))
        self.held_a &= ~(glued[:, None] & own_a)
        self.held_b &= ~(glued[:, None] & own_b)
        return glued * np.minimum((said_a * own_a).sum(1), (said_b * own_b).sum(1))

    def left_over(
        self, table: NameWeights, said_a: Floats, said_b: Floats, free_a: Flags, free_b: Flags
    ) -> list[Floats]:
        """Return what was measured of the words without a partner."""
        marks = [
            (free_a & ((self.what_a & bit) > 0), free_b & ((self.what_b & bit) > 0))
            for bit in (PATRONYMIC, NUMBER, BRANCH)
        ]
        rest_a = (said_a * ~(marks[0][0] | marks[1][0] | marks[2][0])).sum(1)
        rest_b = (said_b * ~(marks[0][1] | marks[1][1] | marks[2][1])).sum(1)
        least, most = np.minimum(rest_a, rest_b), np.maximum(rest_a, rest_b)
        found = [
            np.where(least > 0, 1.0, 0.0),
            np.minimum(least, table.contradiction_most),
            np.minimum(most - least, table.missing_most),
        ]
        for in_a, in_b in ((a.any(1), b.any(1)) for a, b in marks):
            found.extend([in_a & in_b, in_a ^ in_b])
        del found[-2]  # two branches do not contradict each other: they may be one
        return found

    def likeness(self) -> Floats:
        """Return how alike every word of one side is to every word of the other, 0 to 1."""
        shape = (*self.words_a.shape, self.words_b.shape[1])
        held = self.held_a[:, :, None] & self.held_b[:, None, :]
        count = max(len(self.b.words.words), 1)
        key = (self.poverty[:, None, None] * (len(self.a.words.words) + 1)) + self.words_a[
            :, :, None
        ]
        key = (key * count + self.words_b[:, None, :])[held]
        unique, place = np.unique(key, return_inverse=True)
        rest, word_b = np.divmod(unique, count)
        poverty, word_a = np.divmod(rest, len(self.a.words.words) + 1)
        found = np.zeros(shape)
        found[held] = self.word_likeness(word_a, word_b, poverty)[place]
        return found

    def word_likeness(self, word_a: Ints, word_b: Ints, poverty: Ints) -> Floats:
        """Return how alike words are: 1 for equal ones, 0 below the least likeness."""
        like, words_a, words_b = self.weights.likeness, self.a.words, self.b.words
        what_a, what_b = words_a.what[word_a], words_b.what[word_b]
        found = np.zeros(len(word_a))
        spelled = ((what_a | what_b) & (EXACT | INITIAL)) == 0
        for level, forms in enumerate(("plain", "sound", "bones")):
            text_a, text_b = getattr(words_a, forms)[word_a], getattr(words_b, forms)[word_b]
            here = poverty == level
            found[here & (text_a == text_b)] = 1.0
            ask = np.flatnonzero(here & spelled & (found == 0.0))
            if len(ask):
                found[ask] = process.cpdist(
                    text_a[ask], text_b[ask], scorer=OSA.normalized_similarity,
                    score_cutoff=like.least, dtype=np.float32,
                )  # fmt: skip
        found = np.where(found >= like.least, (found - like.least) / (1 - like.least), 0.0)
        bone = words_a.bone_hash[word_a]
        same_bones = spelled & (bone != 0) & (bone == words_b.bone_hash[word_b])
        found = np.where(same_bones, np.maximum(found, like.same_bones), found)
        initial = ((what_a ^ what_b) & INITIAL) > 0
        for place in np.flatnonzero(initial & (((what_a | what_b) & EXACT) == 0)):
            if words_a.plain[word_a[place]][:1] == words_b.plain[word_b[place]][:1]:
                found[place] = like.initial
        return found


def paired(
    gain: Floats, likeness: Floats, held_a: Flags, held_b: Flags
) -> tuple[Floats, Flags, Flags, Flags]:
    """Pair words so that each is used once, the pairs that say most first.

    Returns:
        the sum of what the pairs say, the words of each side left over, and whether every pair was
        of equal words.
    """
    rows, width_a, width_b = gain.shape
    free_a, free_b = held_a.copy(), held_b.copy()
    gained = np.zeros(rows)
    all_equal = np.ones(rows, bool)
    flat = gain.reshape(rows, -1).copy()
    active = np.arange(rows)
    for _ in range(min(width_a, width_b)):
        place = flat[active].argmax(1)
        most = flat[active, place]
        active, place, most = active[most > 0], place[most > 0], most[most > 0]
        if not len(active):
            break
        at_a, at_b = place // width_b, place % width_b
        gained[active] += most
        all_equal[active] &= likeness[active, at_a, at_b] == 1.0
        free_a[active, at_a] = False
        free_b[active, at_b] = False
        table = flat.reshape(rows, width_a, width_b)
        table[active, at_a, :] = 0.0
        table[active, :, at_b] = 0.0
    return gained, free_a, free_b, all_equal
