"""Evidence: what everything but the names says, for many pairs at once.

A date, number or country that one side does not state says nothing. Where a side states several,
the pair of values that says most counts, so that a second passport or a second birth date is never
held against anybody.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from comity.entities.alignment import Floats, Ints, crossed
from comity.entities.profiles import KINDS, NUMBER_KINDS, PRECISIONS, Profiles
from comity.entities.subject import Kind, Precision
from comity.entities.weights import Weights, in_steps, load

EPOCH = 719163
"""The ordinal of 1970-01-01, from which numpy counts days."""

FACTS = (
    "birth-date",
    "identifier",
    "imo-differs",
    "inn-differs",
    "ogrn-differs",
    "un-differs",
    "lei-differs",
    "country",
    "gender",
    "kind",
    "native-script",
)
"""The columns of the points."""

DIFFERING = ("imo", "inn", "ogrn", "un", "lei")
"""Kinds of which a target has one number, in the order of their columns."""

REFERENCES = ("un", "ofsi", "eu", "uk", "jp-mof")
"""Kinds by which one authority says that its entry is the same as another's."""


class Dates(IntEnum):
    """What two dates are to each other."""

    UNSTATED = 0
    DAY = 1
    FIRST_OF_JANUARY = 2
    MONTH = 3
    YEAR = 4
    RANGE = 5
    CIRCA = 6
    SWAPPED = 7
    SAME_DAY_OTHER_YEAR = 8
    ONE_DIGIT = 9
    SAME_YEAR = 10
    NEAR_YEAR = 11
    CONFLICT = 12
    YEAR_APART = 13
    YEARS_APART = 14


BY_PRECISION = np.array([Dates.DAY, Dates.MONTH, Dates.YEAR, Dates.RANGE, Dates.CIRCA])


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found for each pair.

    Attributes:
        points: one row for each pair, one column for each of `FACTS`, in whole steps.
        dates: what the pair's dates are to each other, see `Dates`.
        date_left: which row of the left subject's dates was compared, -1 for none.
        date_right: which row of the right subject's dates.
        same_numbers: kinds of number that both have alike, as bits in the order of `NUMBER_KINDS`.
    """

    points: Floats
    dates: npt.NDArray[np.int8]
    date_left: Ints
    date_right: Ints
    same_numbers: Ints


def weigh(a: Profiles, b: Profiles, left: Ints, right: Ints, weights: Weights) -> Facts:
    """Return what dates, numbers, countries, gender, kind and Hangul names say about each pair."""
    points = np.zeros((len(left), len(FACTS)))
    dates, date_left, date_right = compared_dates(a, b, left, right, weights)
    of_persons = np.minimum(a.kind[left], b.kind[right]) == KINDS.index(Kind.PERSON)
    points[:, 0] = date_points(dates, of_persons, weights)
    same, differing = compared_numbers(a, b, left, right)
    points[:, 1] = number_points(same, weights)
    for place, kind in enumerate(DIFFERING):
        bit = 1 << NUMBER_KINDS.index(kind)
        points[:, 2 + place] = np.where(differing & bit, weights.identifier_conflict[kind], 0.0)
    other = weights.other
    points[:, 7] = countries(a, b, left, right, weights)
    stated = (a.gender[left] > 0) & (b.gender[right] > 0)
    equal = a.gender[left] == b.gender[right]
    points[:, 8] = stated * np.where(equal, other["gender_same"], other["gender"])
    points[:, 9] = np.where(a.kind[left] == b.kind[right], 0.0, other["kind"])
    points[:, 10] = native(a, b, left, right, other["native_same"], other["native_differs"])
    return Facts(in_steps(points), dates, date_left, date_right, same)


def date_table(weights: Weights) -> Floats:
    """Return the points of each of `Dates` for a person."""
    return np.array([0.0, *(weights.birth[kind.name.lower()] for kind in list(Dates)[1:])])


def date_points(
    dates: npt.NDArray[np.int8], persons: npt.NDArray[np.bool_], weights: Weights
) -> Floats:
    """Return the points of dates: of birth for persons, of founding or building for the others.

    Sources disagree about when a company was founded, so that only a clear difference counts there.
    """
    agree = np.isin(dates, [Dates.DAY, Dates.FIRST_OF_JANUARY, Dates.MONTH, Dates.YEAR])
    differ = np.isin(dates, [Dates.CONFLICT, Dates.YEARS_APART])
    founding = np.where(agree, weights.birth["founding"], 0.0)
    founding += np.where(differ, weights.birth["founding_conflict"], 0.0)
    return np.where(persons, date_table(weights)[dates], founding)


def compared_dates(
    a: Profiles, b: Profiles, left: Ints, right: Ints, weights: Weights
) -> tuple[npt.NDArray[np.int8], Ints, Ints]:
    """Return of each pair what its best two dates are to each other, and which they are."""
    pair, row_a, row_b = crossed(a.date_start, left, b.date_start, right)
    kinds = relation(a.dates[row_a], b.dates[row_b])
    order = np.lexsort((np.arange(len(pair)), -date_table(weights)[kinds], pair))
    ordered = pair[order]
    chosen = order[np.r_[True, ordered[1:] != ordered[:-1]]] if len(order) else order
    found = np.zeros(len(left), np.int8)
    date_left, date_right = np.full(len(left), -1), np.full(len(left), -1)
    found[pair[chosen]] = kinds[chosen]
    date_left[pair[chosen]] = row_a[chosen]
    date_right[pair[chosen]] = row_b[chosen]
    return found, date_left, date_right


def relation(a: npt.NDArray[np.int32], b: npt.NDArray[np.int32]) -> npt.NDArray[np.int8]:
    """Return what dates are to each other, row by row; rows are first day, last day, precision."""
    coarser = np.maximum(a[:, 2], b[:, 2])
    overlap = (a[:, 0] <= b[:, 1]) & (b[:, 0] <= a[:, 1])
    year_a, month_a, day_a = calendar(a[:, 0])
    year_b, month_b, day_b = calendar(b[:, 0])
    apart = np.maximum(a[:, 0] - b[:, 1], b[:, 0] - a[:, 1])
    found = np.where(
        overlap, BY_PRECISION[coarser], np.where(apart <= 731, Dates.YEAR_APART, Dates.YEARS_APART)
    )
    days = coarser == PRECISIONS.index(Precision.DAY)
    same_year, years = year_a == year_b, np.abs(year_a - year_b)
    same_day = (month_a == month_b) & (day_a == day_b)
    swapped = same_year & (month_a == day_b) & (day_a == month_b)
    one_digit = same_year & (
        ((month_a == month_b) & one_digit_differs(day_a, day_b))
        | ((day_a == day_b) & one_digit_differs(month_a, month_b))
    )
    january = (month_a == 1) & (day_a == 1) | (month_b == 1) & (day_b == 1)
    for condition, kind in (
        (years >= 2, Dates.CONFLICT),
        (years == 1, Dates.NEAR_YEAR),
        (same_year, Dates.SAME_YEAR),
        (same_year & january, Dates.YEAR),
        (one_digit, Dates.ONE_DIGIT),
        (same_day & (years > 0) & ~january, Dates.SAME_DAY_OTHER_YEAR),
        (swapped, Dates.SWAPPED),
        (same_day & same_year, Dates.DAY),
        (same_day & same_year & january, Dates.FIRST_OF_JANUARY),
    ):
        found = np.where(days & condition, kind, found)
    return found.astype(np.int8)


def calendar(ordinal: npt.NDArray[np.int32]) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of the month of day numbers."""
    day = (ordinal.astype(np.int64) - EPOCH).astype("M8[D]")
    month = day.astype("M8[M]")
    year = day.astype("M8[Y]")
    return (
        year.astype(np.int64) + 1970,
        month.astype(np.int64) % 12 + 1,
        (day - month.astype("M8[D]")).astype(np.int64) + 1,
    )


def one_digit_differs(a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Say of numbers up to 99 whether exactly one of their two digits differs."""
    return (a // 10 != b // 10) ^ (a % 10 != b % 10)


def compared_numbers(a: Profiles, b: Profiles, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Return, as bits, kinds of number that agree, and those that both state and none agrees."""
    pair, row_a, row_b = crossed(a.number_start, left, b.number_start, right)
    equal = a.number_key[row_a] == b.number_key[row_b]
    kind = weaker_kind(a.number_kind[row_a[equal]], b.number_kind[row_b[equal]])
    same = np.zeros(len(left), np.int64)
    np.bitwise_or.at(same, pair[equal], 1 << kind)
    both = stated(a)[left] & stated(b)[right]
    return same, both & ~same


def weaker_kind(one: npt.NDArray[np.int8], other: npt.NDArray[np.int8]) -> Ints:
    """Return of two kinds of an equal number the one that says less.

    Lists disagree about what a company's number is: one list's INN is another's registration
    number.
    """
    said = np.array([load().identifier.get(kind, 0.0) for kind in NUMBER_KINDS])
    return np.where(said[one] <= said[other], one, other).astype(np.int64)


def stated(profiles: Profiles) -> Ints:
    """Return the kinds of number that each subject states, as bits."""
    found = np.zeros(len(profiles), np.int64)
    owner = np.repeat(np.arange(len(profiles)), np.diff(profiles.number_start))
    np.bitwise_or.at(found, owner, 1 << profiles.number_kind.astype(np.int64))
    return found


def number_points(same: Ints, weights: Weights) -> Floats:
    """Return the points of the number that says most, and of a second one of another kind."""
    found = np.zeros(len(same))
    kinds = np.zeros(len(same), np.int64)
    for place, kind in enumerate(NUMBER_KINDS):
        said = weights.identifier.get(kind, 0.0)
        held = ((same & (1 << place)) > 0) & (said > 0)
        found = np.where(held, np.maximum(found, said), found)
        kinds += held
    return found + np.where(kinds > 1, weights.identifier["second"], 0.0)


def countries(a: Profiles, b: Profiles, left: Ints, right: Ints, weights: Weights) -> Floats:
    """Return what the countries say: one in common is enough."""
    shared = (a.countries[left] & b.countries[right]).any(1)
    both = a.countries[left].any(1) & b.countries[right].any(1)
    table = np.array([[names.country_same, names.country_differs] for names in weights.names])
    said = table[np.minimum(a.kind[left], b.kind[right])]
    return np.where(shared, said[:, 0], np.where(both, said[:, 1], 0.0))


def native(
    a: Profiles, b: Profiles, left: Ints, right: Ints, alike: float, differs: float
) -> Floats:
    """Return what the Hangul names say, which tell apart what Latin letters cannot."""
    pair, row_a, row_b = crossed(a.native_start, left, b.native_start, right)
    found = np.zeros(len(left))
    found[pair] = differs
    found[pair[a.native[row_a] == b.native[row_b]]] = alike
    return found
