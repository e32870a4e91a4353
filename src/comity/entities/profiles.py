"""Profiles: subjects as columns of numbers, the form in which many are compared at once.

A row of a column belongs to the subject, reading, date or identifier of the same place; `*_start`
says where each subject's rows begin, with one entry more than there are subjects. Nothing here
depends on the other subjects of the batch, so that a pair has one score whichever batch it is
scored in.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from comity.entities import korean
from comity.entities.countries import known_codes
from comity.entities.folding import bones, sound
from comity.entities.readings import MOST_WORDS, Reading, System, is_patronymic, parse, systems_in
from comity.entities.subject import IDENTIFIER_KINDS, Kind, Precision, Subject

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Bits = npt.NDArray[np.uint64]

KINDS = tuple(Kind)
GROUPS = (*(kind.value for kind in Kind), "korean", "chinese")
"""Words are counted apart by what they are of: four kinds, two systems of persons' names."""
PRECISIONS = tuple(Precision)
NUMBER_KINDS = tuple(IDENTIFIER_KINDS)
GENDERS = ("", "male", "female")
FAMILIES = ("limited", "stock", "state", "company", "nonprofit")
REGISTERS = frozenset(
    {"inn", "ogrn", "edrpou", "rnokpp", "unp", "okpo", "tax", "registration", "lei"}
)
"""Kinds of number that lists take for one another."""

SHORTEST_NUMBER = 5
"""Characters of a number that is compared; shorter ones are shared by chance."""

CONCEPT, NUMBER, PATRONYMIC, INITIAL, EXACT, BRANCH = 1, 2, 4, 8, 16, 32
"""What a word is, as bits."""


class Word(NamedTuple):
    """One word of a reading."""

    group: int
    text: str


@dataclass(slots=True)
class Words:
    """Every different word of the profiles, in the three forms of `comity.entities.folding`.

    Attributes:
        words: each once, by its number.
        plain: as the reading has it, without the mark of a concept.
        sound: as kana would leave it.
        bones: as a script without vowels would leave it.
        what: bits of CONCEPT to BRANCH.
        bone_hash: equal for equal bones of three letters or more, else 0.
    """

    words: list[Word] = field(default_factory=list)
    plain: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))
    sound: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))
    bones: npt.NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))
    what: npt.NDArray[np.int8] = field(default_factory=lambda: np.empty(0, np.int8))
    bone_hash: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, words: Sequence[Word]) -> "Words":
        """Return the forms of words."""
        texts = [word.text for word in words]
        fixed = [text[0] == "@" or word.group > 3 for word, text in zip(words, texts, strict=True)]
        bone = [t if f else bones(t) for t, f in zip(texts, fixed, strict=True)]
        return cls(
            words=list(words),
            plain=objects(texts),
            sound=objects([t if f else sound(t) for t, f in zip(texts, fixed, strict=True)]),
            bones=objects(bone),
            what=np.fromiter((what_is(word) for word in words), np.int8, len(words)),
            bone_hash=np.fromiter(
                (
                    stable_hash(b) if len(b) > 2 and not f else 0
                    for b, f in zip(bone, fixed, strict=True)
                ),
                np.int64,
                len(words),
            ),
        )


@dataclass(frozen=True, slots=True)
class Profiles:
    """Subjects as columns; see the module."""

    subjects: Sequence[Subject]
    kind: npt.NDArray[np.int8]
    gender: npt.NDArray[np.int8]
    fingerprint: Bits
    countries: Bits
    reading_start: Ints
    reading_name: Small
    system: npt.NDArray[np.int8]
    name_systems: npt.NDArray[np.int8]
    poverty: npt.NDArray[np.int8]
    families: npt.NDArray[np.int8]
    reading_words: Small
    joined: Ints
    bits: Bits
    date_start: Ints
    dates: Small
    number_start: Ints
    number_key: Ints
    number_kind: npt.NDArray[np.int8]
    native_start: Ints
    native: Ints
    words: Words

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Profiles":
        """Return the columns of subjects."""
        return Builder().build(subjects)


def objects(values: Sequence[object]) -> npt.NDArray[np.object_]:
    """Return a column of Python values."""
    column = np.empty(len(values), object)
    column[:] = values
    return column


def stable_hash(text: str) -> int:
    """Return a positive number that is the same in every process."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def is_distinctive(word: str) -> bool:
    """Say whether a word is neither a concept nor a number."""
    return word[0] != "@" and not any(map(str.isdigit, word))


def what_is(word: Word) -> int:
    """Return the bits of one word."""
    if word.text.startswith("@"):
        return CONCEPT | EXACT | (BRANCH if word.text == "@branch" else 0)
    if any(map(str.isdigit, word.text)):
        return NUMBER | EXACT
    if GROUPS[word.group] in {"korean", "chinese"}:
        return EXACT
    if word.group == KINDS.index(Kind.PERSON):
        return (PATRONYMIC if is_patronymic(word.text) else 0) | (
            INITIAL if len(word.text) == 1 else 0
        )
    return 0


def group_of(reading: Reading, kind: int) -> int:
    """Return the group in which the words of a reading are counted."""
    if reading.system is System.COMMON:
        return kind
    return GROUPS.index("chinese" if reading.system is System.CHINESE else "korean")


@lru_cache(maxsize=1 << 17)
def bit_pattern(word: str) -> tuple[int, int]:
    """Return the pairs of letters of a word as 128 bits, for a first guess of likeness."""
    low = high = 0
    bone = word if word[0] == "@" else bones(word)
    for pair in zip(f"^{bone}", f"{bone}$", strict=True):
        place = (ord(pair[0]) * 31 + ord(pair[1]) * 17) % 128
        if place < 64:
            low |= 1 << place
        else:
            high |= 1 << (place - 64)
    return low, high


class Builder:
    """Collects rows and turns them into columns."""

    def __init__(self) -> None:
        self.vocabulary: dict[tuple[int, str], int] = {}
        self.patterns: list[tuple[int, int]] = []
        self.rows: dict[tuple[Reading, int], tuple[list[int], int, int, int]] = {}
        self.codes = {code: place for place, code in enumerate(sorted(known_codes()))}

    def build(self, subjects: Sequence[Subject]) -> Profiles:
        """Return the columns of subjects."""
        reading_start, number_start, date_start, native_start = [0], [0], [0], [0]
        name_of: list[int] = []
        facts: list[tuple[int, int, int, int]] = []
        word_rows: list[list[int]] = []
        joined: list[int] = []
        bits: list[tuple[int, int]] = []
        numbers: list[int] = []
        number_kinds: list[int] = []
        dates: list[tuple[int, int, int]] = []
        native: list[int] = []
        for subject in subjects:
            kind = KINDS.index(subject.kind)
            for place, reading, systems in self.readings(subject):
                row, glued, low, high = self.row(reading, kind)
                name_of.append(place)
                facts.append((reading.system, systems, reading.poverty, family_bits(reading)))
                word_rows.append(row)
                joined.append(glued)
                bits.append((low, high))
            reading_start.append(len(joined))
            for number in subject.identifiers:
                long_enough = len(number.value) >= SHORTEST_NUMBER
                numbers.append(number_key(number.kind, number.value))
                number_kinds.append(NUMBER_KINDS.index(number.kind if long_enough else "other"))
            number_start.append(len(numbers))
            dates.extend(
                (when.start.toordinal(), when.end.toordinal(), PRECISIONS.index(when.precision))
                for when in subject.birth_dates
            )
            date_start.append(len(dates))
            native.extend(native_hashes(subject))
            native_start.append(len(native))
        fact_table = np.array(facts, np.int8).reshape(-1, 4)
        return Profiles(
            subjects=subjects,
            kind=column((KINDS.index(s.kind) for s in subjects), np.int8),
            gender=column((GENDERS.index(s.gender) for s in subjects), np.int8),
            fingerprint=column((fingerprint(s) for s in subjects), np.uint64),
            countries=self.country_bits(subjects),
            reading_start=np.array(reading_start, np.int64),
            reading_name=np.array(name_of, np.int32),
            system=fact_table[:, 0],
            name_systems=fact_table[:, 1],
            poverty=fact_table[:, 2],
            families=fact_table[:, 3],
            reading_words=np.array(word_rows, np.int32).reshape(-1, MOST_WORDS),
            joined=np.array(joined, np.int64),
            bits=np.array(bits, np.uint64).reshape(-1, 2),
            date_start=np.array(date_start, np.int64),
            dates=np.array(dates, np.int32).reshape(-1, 3),
            number_start=np.array(number_start, np.int64),
            number_key=np.array(numbers, np.int64),
            number_kind=np.array(number_kinds, np.int8),
            native_start=np.array(native_start, np.int64),
            native=np.array(native, np.int64),
            words=Words.of([Word(*word) for word in self.vocabulary]),
        )

    def readings(self, subject: Subject) -> Iterable[tuple[int, Reading, int]]:
        """Yield each reading of a subject with its name's place and that name's systems."""
        systems = systems_in(subject.countries)
        seen: set[tuple[Reading, int]] = set()
        for place, name in enumerate(subject.names):
            found = parse(name.text, name.script, subject.kind, name.family, systems)
            mask = 0
            for reading in found:
                mask |= 1 << reading.system
            for reading in found:
                if (reading, mask) not in seen:
                    seen.add((reading, mask))
                    yield place, reading, mask

    def row(self, reading: Reading, kind: int) -> tuple[list[int], int, int, int]:
        """Return the numbers of a reading's words, its hash run together, and its bit pattern."""
        key = (reading, kind)
        if key not in self.rows:
            group = group_of(reading, kind)
            numbers = [self.number((group, word)) for word in reading.words]
            low = high = 0
            for number in numbers:
                low |= self.patterns[number][0]
                high |= self.patterns[number][1]
            glued = "".join(word for word in reading.words if is_distinctive(word))
            padded = numbers + [-1] * (MOST_WORDS - len(numbers))
            self.rows[key] = (padded, stable_hash(f"{group} {glued}") if glued else 0, low, high)
        return self.rows[key]

    def number(self, word: tuple[int, str]) -> int:
        """Return the number of a word of a group, a new one for a new word."""
        number = self.vocabulary.get(word)
        if number is None:
            number = self.vocabulary[word] = len(self.vocabulary)
            self.patterns.append(bit_pattern(word[1]))
        return number

    def country_bits(self, subjects: Sequence[Subject]) -> Bits:
        """Return the countries of each subject as a row of bits, one place for each ISO code."""
        table = np.zeros((len(subjects), 5), np.uint64)
        for row, subject in enumerate(subjects):
            for country in subject.countries:
                place = self.codes.get(country)
                if place is not None:
                    table[row, place // 64] |= np.uint64(1 << (place % 64))
        return table


def column(values: Iterable[int], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Return whole numbers as a column of this type."""
    return np.array(list(values), dtype)


def family_bits(reading: Reading) -> int:
    """Return the legal families of a reading as bits."""
    return sum(1 << FAMILIES.index(family) for family in reading.families)


def number_key(kind: str, value: str) -> int:
    """Return the number that stands for one identifier.

    Registers' numbers of companies are compared whatever they are called, since one list's INN is
    another's tax number and a third's registration number.
    """
    return stable_hash(f"{'register' if kind in REGISTERS else kind}:{value}")


def native_hashes(subject: Subject) -> list[int]:
    """Return what stands for each Hangul name of a person: the script that says most."""
    if subject.kind is not Kind.PERSON:
        return []
    texts = (name.text.replace(" ", "") for name in subject.names if name.script == "Hang")
    return [stable_hash(text) for text in dict.fromkeys(texts) if korean.is_hangul(text)]


def fingerprint(subject: Subject) -> int:
    """Return a number by which a pair is put in one order, so that its score has no direction."""
    parts = [subject.kind.value]
    parts.extend(f"{name.text}\x1f{name.script}\x1f{name.family}" for name in subject.names)
    parts.extend(subject.countries)
    return stable_hash("\x1e".join(parts))
