"""Candidates: which pairs are worth scoring, without looking at every pair.

Two roads lead to a pair. One is a number that both carry. The other is likeness of names: each
different reading is a sparse row of letter triples and word pairs, and of each row the most alike
rows are taken (top k per row), so that the share of true pairs found does not fall as the lists
grow. A feature that more rows have than `MOST_ROWS` is left out: it costs with the square of its
rows and says little. Readings of different kinds or systems have no feature in common and are never
paired.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from comity.entities.alignment import Ints
from comity.entities.profiles import CONCEPT, NUMBER_KINDS, Profiles
from comity.entities.weights import load

MOST_ROWS = 1200
"""Rows that may share a feature; an absolute number, so that the cost grows with the rows only."""

NEIGHBOURS = 12
"""Rows that are taken for each row."""

LEAST = 0.4
"""Cosine below which two readings are not alike."""

MOST_OWNERS = 64
"""Subjects of one reading or number of which every pair is scored; of more, neighbours only."""

Matrix = sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Rows:
    """The different readings of profiles, as rows of features.

    Attributes:
        matrix: one row for each different reading; rows have length 1.
        owner_start: where the owners of each row begin in `owners`.
        owners: the subjects that have each row's reading.
    """

    matrix: Matrix
    owner_start: Ints
    owners: Ints


def pairs(profiles: Profiles, *, threads: int = 2) -> tuple[Ints, Ints]:
    """Return the places of every pair worth scoring, left before right, each pair once, sorted."""
    found = [by_number(profiles), by_name(profiles, threads)]
    packed = np.unique(np.concatenate(found))
    count = max(len(profiles), 1)
    return packed // count, packed % count


def packed_pairs(one: Ints, other: Ints, count: int) -> Ints:
    """Return pairs as single numbers, the lower place first; a subject with itself is left out."""
    different = one != other
    low = np.minimum(one, other)[different]
    return low * count + np.maximum(one, other)[different]


def by_number(profiles: Profiles) -> Ints:
    """Return the pairs that share a number of a kind that has points."""
    compared = np.array([kind in load().identifier for kind in NUMBER_KINDS])
    used = compared[profiles.number_kind]
    owner = np.repeat(np.arange(len(profiles)), np.diff(profiles.number_start))[used]
    return among_owners(profiles.number_key[used], owner, len(profiles))


def among_owners(value: Ints, owner: Ints, count: int) -> Ints:
    """Return the pairs of owners of one value; of one with very many, neighbours only."""
    order = np.lexsort((owner, value))
    value, owner = value[order], owner[order]
    different = np.r_[True, (value[1:] != value[:-1]) | (owner[1:] != owner[:-1])]
    value, owner = value[different[: len(value)]], owner[different[: len(owner)]]
    found = [np.empty(0, np.int64)]
    for step in range(1, MOST_OWNERS):
        same = value[step:] == value[:-step]
        if not same.any():
            break
        found.append(packed_pairs(owner[:-step][same], owner[step:][same], count))
    return np.concatenate(found)


def by_name(profiles: Profiles, threads: int) -> Ints:
    """Return the pairs whose readings are equal or among the most alike."""
    rows = rows_of(profiles)
    one = np.repeat(np.arange(len(rows.owner_start) - 1), np.diff(rows.owner_start))
    equal = among_owners(one, rows.owners, len(profiles))
    if not rows.matrix.nnz:
        return equal
    found = sp_matmul_topn(
        rows.matrix, rows.matrix.T.tocsr(), top_n=NEIGHBOURS, threshold=LEAST, n_threads=threads
    ).tocoo()
    above = found.row != found.col
    return np.concatenate([equal, across(rows, found.row[above], found.col[above], len(profiles))])


def across(rows: Rows, row: npt.NDArray[np.int32], col: npt.NDArray[np.int32], count: int) -> Ints:
    """Return the pairs of owners of alike rows, of rows with many owners the first ones only."""
    size = np.minimum(np.diff(rows.owner_start), MOST_OWNERS // 4)
    total = size[row] * size[col]
    pair = np.repeat(np.arange(len(row)), total)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(total) - total, total)
    width = size[col][pair]
    one = rows.owners[rows.owner_start[row][pair] + within // width]
    other = rows.owners[rows.owner_start[col][pair] + within % width]
    return np.unique(packed_pairs(one, other, count))


def rows_of(profiles: Profiles) -> Rows:
    """Return the different readings as rows of features."""
    ordered = np.sort(profiles.reading_words, axis=1)
    unique, row_of = np.unique(ordered, axis=0, return_inverse=True)
    row_of = row_of.ravel()
    owner = np.repeat(np.arange(len(profiles)), np.diff(profiles.reading_start))
    order = np.lexsort((owner, row_of))
    starts = np.searchsorted(row_of[order], np.arange(len(unique) + 1))
    matrix = weighted(features(profiles, unique))
    return Rows(matrix, starts.astype(np.int64), owner[order])


def features(profiles: Profiles, word_rows: npt.NDArray[np.int32]) -> Matrix:
    """Return which features each row has: triples of its words, words, and pairs of words."""
    held = word_rows >= 0
    count = len(profiles.words.words)
    row = np.repeat(np.arange(len(word_rows)), held.sum(1))
    of_words = sparse.csr_matrix(
        (np.ones(len(row), np.float32), (row, word_rows[held])), shape=(len(word_rows), count)
    )
    triples = (of_words @ word_triples(profiles)).tocsr()
    triples.data[:] = np.minimum(triples.data, 1.0)
    return sparse.hstack([triples, word_pairs(profiles, word_rows)], format="csr", dtype=np.float32)


def word_triples(profiles: Profiles) -> Matrix:
    """Return the triples of letters of each word as kana leaves it; a concept is one feature."""
    columns: dict[tuple[int, str], int] = {}
    indices: list[int] = []
    starts = [0]
    words = profiles.words
    for word, text, what in zip(words.words, words.sound, words.what.tolist(), strict=True):
        if what & CONCEPT:
            grams = {text}
        else:
            padded = f"^{text}$"
            grams = {padded[n : n + 3] for n in range(len(padded) - 2)} | {padded}
        indices.extend(columns.setdefault((word.group, gram), len(columns)) for gram in grams)
        starts.append(len(indices))
    return sparse.csr_matrix(
        (np.ones(len(indices), np.float32), np.array(indices, np.int32), np.array(starts)),
        shape=(len(starts) - 1, max(len(columns), 1)),
    )


def word_pairs(profiles: Profiles, word_rows: npt.NDArray[np.int32]) -> Matrix:
    """Return the pairs of words of each row by their bones, which find a name of frequent words."""
    words = profiles.words
    bone = np.array([hash_of(text) for text in words.bones], np.uint64)
    bone += np.array([word.group for word in words.words], np.uint64)
    rows, keys = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    width = min(word_rows.shape[1], 6)
    for first in range(width):
        for second in range(first + 1, width):
            both = (word_rows[:, first] >= 0) & (word_rows[:, second] >= 0)
            one, other = bone[word_rows[both, first]], bone[word_rows[both, second]]
            rows.append(np.flatnonzero(both))
            keys.append((one ^ other) * np.uint64(31) + np.minimum(one, other))
    unique, column = np.unique(np.concatenate(keys), return_inverse=True)
    data = np.ones(len(column), np.float32)
    shape = (len(word_rows), max(len(unique), 1))
    return sparse.csr_matrix((data, (np.concatenate(rows), column.ravel())), shape=shape)


def hash_of(text: str) -> int:
    """Return a number for a word, the same in every process."""
    value = 1469598103934665603
    for letter in text:
        value = ((value ^ ord(letter)) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value


def weighted(matrix: Matrix) -> Matrix:
    """Return rows of length 1, each feature by its rarity, frequent and lonely features out."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = (frequency > 1) & (frequency <= MOST_ROWS)
    rarity = np.where(kept, np.log1p(matrix.shape[0] / np.maximum(frequency, 1)), 0.0)
    matrix = matrix @ sparse.diags(rarity.astype(np.float32)).tocsr()
    matrix.eliminate_zeros()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    scale = sparse.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)).tocsr()
    return (scale @ matrix).tocsr().astype(np.float32)
