"""Screen: who, of everything listed, one name can mean.

An index holds for every feature of a name (the triples of letters of each word, the word itself,
and each number) who has it. A query adds up how much its features say for everybody who shares one,
takes
the best few hundred, and scores only these as any other pair is scored: so a hit has the same
    points and reasons as the clusters. What the index holds is two columns, which a store can keep.

>>> from comity.entities.subject import Kind, Name
>>> names = ("Oleg NIGHTJAR", "A. Other")
>>> listed = [Subject(kind=Kind.PERSON, names=(Name(name, "Latn"),)) for name in names]
>>> [hit.position for hit in Index.of(listed).query(listed[0])]
[0]
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from comity.entities.alignment import Ints
from comity.entities.profiles import CONCEPT, Profiles, Words
from comity.entities.rarity import NameRarity
from comity.entities.score import Explanation, Verdict, explained, score_pairs
from comity.entities.subject import Subject

SCORED = 80
"""Subjects that are scored for one query."""

LEAST = 0.25
"""Share of what the query's features say, below which nobody is scored."""

SURE = 1e6
"""What a shared number adds, so that its bearers are always scored."""

Features = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject that the query can mean.

    Attributes:
        position: of the subject in what was indexed.
        explanation: score, reasons and verdict.
    """

    position: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Postings:
    """Who has each feature.

    Attributes:
        feature: hashes, ascending.
        owner: position of one subject for each, ascending within a feature.
        count: how many subjects are indexed.
    """

    feature: Features
    owner: npt.NDArray[np.int32]
    count: int

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Postings":
        """Return the postings of subjects, a few thousand at a time to spare memory."""
        parts: list[npt.NDArray[np.uint64]] = [np.empty(0, np.uint64)]
        for start in range(0, len(subjects), 8192):
            profiles = Profiles.of(subjects[start : start + 8192])
            of_word = [word_features(profiles.words, n) for n in range(len(profiles.words.words))]
            for row in range(len(profiles)):
                first, last = profiles.reading_start[row], profiles.reading_start[row + 1]
                held = profiles.reading_words[first:last]
                words = [of_word[word] for word in np.unique(held[held >= 0])]
                features = np.unique(np.concatenate([*words, numbers(profiles, row)]))
                place = np.uint64(start + row)
                parts.append(features.astype(np.uint64) << np.uint64(32) | place)
        packed = np.sort(np.concatenate(parts))
        feature = (packed >> np.uint64(32)).astype(np.uint32)
        return cls(feature, (packed & np.uint64(0xFFFFFFFF)).astype(np.int32), len(subjects))

    def likeness(self, features: Features, numbers: Features) -> npt.NDArray[np.float64]:
        """Return for every subject the share of what the features say that it has too."""
        said = np.zeros(self.count)
        whole = 1e-9
        for feature in np.unique(features):
            owners = self.owners(feature)
            weight = np.log((self.count + 1) / max(len(owners), 1)) ** 2
            whole += weight
            said[owners] += weight
        said /= whole
        for number in numbers:
            said[self.owners(number)] += SURE
        return said

    def owners(self, feature: np.uint32) -> npt.NDArray[np.int32]:
        """Return who has a feature."""
        first, last = np.searchsorted(self.feature, [feature, feature + 1])
        if feature == np.uint32(0xFFFFFFFF):
            last = len(self.feature)
        return self.owner[first:last]


class Index:
    """Postings, and where the subjects behind them are."""

    def __init__(
        self, postings: Postings, subjects: Callable[[Sequence[int]], Sequence[Subject]]
    ) -> None:
        self.postings = postings
        self.subjects = subjects

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Index":
        """Return an index of subjects held in memory."""
        return cls(Postings.of(subjects), lambda places: [subjects[place] for place in places])

    def query(self, subject: Subject, limit: int = 10) -> list[Hit]:
        """Return the most likely subjects, best first, without those that surely are somebody else.

        Args:
            subject: whom to look for; only subjects of its kind can be meant.
            limit: hits at most.
        """
        asked = Profiles.of([subject])
        own_numbers = numbers(asked, 0)
        likeness = np.zeros(self.postings.count)
        for features in readings_of(asked, 0):
            np.maximum(likeness, self.postings.likeness(features, own_numbers), out=likeness)
        near = np.flatnonzero(likeness >= LEAST)
        if not len(near):
            return []
        order = np.lexsort((near, -likeness[near]))
        places = near[order][:SCORED]
        return self.scored(subject, places)[:limit]

    def scored(self, subject: Subject, places: Ints) -> list[Hit]:
        """Return the hits among these places, best first."""
        profiles = Profiles.of([subject, *self.subjects(places.tolist())])
        left = np.zeros(len(places), np.int64)
        right = np.arange(1, len(places) + 1)
        said = NameRarity.known().column(profiles.words)
        scores = score_pairs(profiles, profiles, left, right, (said, said))
        same_kind = profiles.kind[right] == profiles.kind[0]
        hits = [
            Hit(int(places[row]), explained(scores, row, profiles, profiles, left, right))
            for row in np.lexsort((places, -scores.points))
            if same_kind[row]
        ]
        return [hit for hit in hits if hit.explanation.verdict is not Verdict.DIFFERENT]


def readings_of(profiles: Profiles, row: int) -> Iterator[Features]:
    """Yield the features of each reading of a subject."""
    first, last = profiles.reading_start[row], profiles.reading_start[row + 1]
    for words in np.unique(profiles.reading_words[first:last], axis=0):
        found = [word_features(profiles.words, int(word)) for word in words if word >= 0]
        if found:
            yield np.concatenate(found)


def word_features(words: Words, word: int) -> Features:
    """Return the triples of letters of a word, as kana would leave it, and the word itself."""
    group, text = words.words[word].group, words.sound[word]
    if words.what[word] & CONCEPT:
        return np.array([crc32(f"{group}:{text}".encode())], np.uint32)
    padded = f"^{text}$"
    grams = {padded[n : n + 3] for n in range(len(padded) - 2)} | {padded}
    return np.array([crc32(f"{group}:{gram}".encode()) for gram in grams], np.uint32)


def numbers(profiles: Profiles, row: int) -> Features:
    """Return the features of a subject's numbers."""
    first, last = profiles.number_start[row], profiles.number_start[row + 1]
    keys = profiles.number_key[first:last].tolist()
    return np.array([crc32(f"number:{key}".encode()) for key in keys], np.uint32)
