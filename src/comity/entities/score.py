"""Score: how likely two subjects are one target, as a sum of named reasons.

Points are natural logarithms of odds. A pair starts far below zero, since two entries taken at
random are not the same; every fact adds or takes off; the sum becomes a probability. The batch path
and the explanation of one pair are computed by the same functions on the same columns, and points
are whole steps of 1/64, so that the sum of the reasons is the score exactly. A score says nothing
about what may be joined: `comity.entities.clusters` respects contradictions even where points
outweigh them.

>>> from comity.entities.subject import Kind, Name, Subject, When
>>> def man(name: str, *born: When) -> Subject:
...     return Subject(kind=Kind.PERSON, names=(Name(name, "Latn"),), birth_dates=born)
>>> one = man("DORONIN, Andrey", When.day(1965, 3, 7))
>>> found = explain(one, man("Andrei Doronin", When.day(1965, 3, 7)))
>>> found.verdict.value, [reason.note for reason in found.reasons]
('same', ['any-two', 'romanisations-agree', 'birth-date-equal'])
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from comity.entities import alignment, evidence
from comity.entities.alignment import Aligned, Floats, Ints
from comity.entities.evidence import REFERENCES, Dates, Facts
from comity.entities.folding import ascii_of
from comity.entities.notes import DATE_NOTES
from comity.entities.profiles import NUMBER_KINDS, SHORTEST_NUMBER, Profiles, number_key
from comity.entities.rarity import NameRarity
from comity.entities.subject import Identifier, Kind, Subject
from comity.entities.weights import Weights, in_steps, load, probability


class Verdict(StrEnum):
    """What a score amounts to without a person's judgement."""

    SAME = "same"
    UNDECIDED = "undecided"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that speaks for or against.

    Attributes:
        field: what it is about: "start", "name", "native-script", "birth-date", "identifier",
            "country", "gender", "kind" or "legal-form".
        a: the value of the first subject as printed, "" where the fact has none.
        b: the value of the second subject.
        points: what it adds, in natural logarithms of odds.
        note: what it says, one of `comity.entities.notes.NOTES`.
    """

    field: str
    a: str
    b: str
    points: float
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two subjects are or are not taken for one target.

    Attributes:
        score: the probability in percent, 0 to 100.
        points: the sum of the points of the reasons, exactly.
        reasons: in the order of the fields, first where every pair starts.
        verdict: "same", "undecided" or "different".
    """

    score: float
    points: float
    reasons: tuple[Reason, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Scores:
    """Scored pairs, one row each.

    Attributes:
        points: the sum, in whole steps.
        start: where the pair starts, by its kind.
        names: what the names say; its readings are those of the pair as it was handed in.
        facts: what the rest says.
        family: points for the legal forms.
    """

    points: Floats
    start: Floats
    names: Aligned
    facts: Facts
    family: Floats

    @property
    def percent(self) -> Floats:
        """Return the probabilities in percent."""
        return 100 / (1 + np.exp(-np.clip(self.points, -500, 500)))

    @property
    def birth_conflict(self) -> npt.NDArray[np.bool_]:
        """Say where full dates of birth exclude each other."""
        return self.facts.dates == Dates.CONFLICT

    @property
    def references(self) -> npt.NDArray[np.bool_]:
        """Say where an authority refers from one entry to the other."""
        mask = sum(1 << NUMBER_KINDS.index(kind) for kind in REFERENCES)
        return (self.facts.same_numbers & mask) > 0


def score_pairs(
    a: Profiles,
    b: Profiles,
    left: Ints,
    right: Ints,
    said: tuple[Floats, Floats],
) -> Scores:
    """Score many pairs.

    Args:
        a: the columns of the left subjects.
        b: the columns of the right subjects; may be the same object.
        left: places in `a`.
        right: places in `b`, one for each in `left`.
        said: how much each word of `a` and of `b` says, see `NameRarity.column`.
    """
    weights = load()
    names = both_ways(a, b, left, right, said, weights)
    facts = evidence.weigh(a, b, left, right, weights)
    kinds = np.minimum(a.kind[left], b.kind[right])  # one table, whichever side is named first
    family = legal_forms(a, b, names, kinds, weights)
    start = in_steps(np.array([table.start for table in weights.names])[kinds])
    points = start + names.points.sum(1) + facts.points.sum(1) + family
    return Scores(points, start, names, facts, family)


def both_ways(
    a: Profiles, b: Profiles, left: Ints, right: Ints, said: tuple[Floats, Floats], weights: Weights
) -> Aligned:
    """Align names with the pair in the order of its fingerprints: a score has no direction."""
    turned = a.fingerprint[left] > b.fingerprint[right]
    same_kind = a.kind[left] == b.kind[right]
    found = Aligned.empty(len(left))
    straight, back = np.flatnonzero(~turned & same_kind), np.flatnonzero(turned & same_kind)
    one = alignment.align(a, b, left[straight], right[straight], said, weights)
    two = alignment.align(b, a, right[back], left[back], (said[1], said[0]), weights)
    found.take(straight, one, one.left, one.right)
    found.take(back, two, two.right, two.left)
    return found


def legal_forms(
    a: Profiles, b: Profiles, names: Aligned, kinds: npt.NDArray[np.int8], weights: Weights
) -> Floats:
    """Return the points for the legal families of the readings that were compared."""
    # Place -1 is no reading; the form added at the end stands for it, even where nobody has one.
    form_a = np.append(a.families, np.int8(0))[names.left]
    form_b = np.append(b.families, np.int8(0))[names.right]
    both = ((form_a > 0) & (form_b > 0)).astype(np.float64)
    alike = (form_a & form_b) > 0
    table = np.array([[names.family_same, names.family_differs] for names in weights.names])[kinds]
    return in_steps(both * np.where(alike, table[:, 0], table[:, 1]))


def verdict(points: float) -> Verdict:
    """Return what points amount to."""
    weights = load()
    if points >= weights.same:
        return Verdict.SAME
    return Verdict.UNDECIDED if points >= weights.undecided else Verdict.DIFFERENT


def explain(a: Subject, b: Subject, rarity: NameRarity | None = None) -> Explanation:
    """Say how likely two subjects are one target, and why.

    Args:
        a: one subject.
        b: the other; the score does not depend on which is which.
        rarity: how much each word says; by default the table that batches use too.
    """
    left, right = Profiles.of([a]), Profiles.of([b])
    zero = np.zeros(1, np.int64)
    rarity = rarity or NameRarity.known()
    said = rarity.column(left.words), rarity.column(right.words)
    scores = score_pairs(left, right, zero, zero, said)
    return explained(scores, 0, left, right, zero, zero)


def explained(
    scores: Scores, row: int, a: Profiles, b: Profiles, left: Ints, right: Ints
) -> Explanation:
    """Return one scored pair in words.

    Args:
        scores: of `score_pairs` with the other arguments.
        row: which pair.
        a: the columns of the left subjects.
        b: the columns of the right subjects.
        left: as handed to `score_pairs`.
        right: as handed to `score_pairs`.
    """
    one, other = a.subjects[left[row]], b.subjects[right[row]]
    reasons = [Reason("start", "", "", float(scores.start[row]), "any-two")]
    reasons.extend(name_reasons(scores, row, a, b, one, other))
    reasons.extend(fact_reasons(scores, row, a, b, one, other))
    points = float(scores.points[row])
    return Explanation(100 * probability(points), points, tuple(reasons), verdict(points))


def name_reasons(
    scores: Scores, row: int, a: Profiles, b: Profiles, one: Subject, other: Subject
) -> list[Reason]:
    """Return what the names and legal forms say."""
    names = scores.names
    if names.left[row] < 0:
        return []
    text_a = one.names[a.reading_name[names.left[row]]].text
    text_b = other.names[b.reading_name[names.right[row]]].text
    found = []
    for part, points in zip(alignment.PARTS, names.points[row].tolist(), strict=True):
        note = part
        if part == "name":
            words_a, words_b = (
                sorted(ascii_of(text).replace(",", " ").split()) for text in (text_a, text_b)
            )
            same_text = words_a == words_b and text_a.isascii() == text_b.isascii()
            note = "names-agree" if same_text else "romanisations-agree"
            note = note if names.exact[row] else "names-alike"
        if points:
            found.append(Reason("name", text_a, text_b, points, note))
    if points := float(scores.family[row]):
        note = "legal-form-same" if points > 0 else "legal-form-differs"
        found.append(Reason("legal-form", text_a, text_b, points, note))
    return found


def fact_reasons(
    scores: Scores, row: int, a: Profiles, b: Profiles, one: Subject, other: Subject
) -> list[Reason]:
    """Return what everything but the names says."""
    facts = scores.facts
    points = dict(zip(evidence.FACTS, facts.points[row].tolist(), strict=True))
    found: list[Reason] = []
    if points["birth-date"]:
        date_a = dated(one, int(facts.date_left[row]), a)
        date_b = dated(other, int(facts.date_right[row]), b)
        note = DATE_NOTES[Dates(int(facts.dates[row]))]
        if Kind.PERSON not in {one.kind, other.kind}:
            note = "founding-date-agrees" if points["birth-date"] > 0 else "founding-date-differs"
        found.append(Reason("birth-date", date_a, date_b, points["birth-date"], note))
    found.extend(number_reasons(points, one, other))
    for field, values, notes in (
        (
            "country",
            (", ".join(one.countries), ", ".join(other.countries)),
            ("country-same", "country-differs"),
        ),
        ("gender", (one.gender, other.gender), ("gender-same", "gender-differs")),
        ("kind", (one.kind.value, other.kind.value), ("", "kind-differs")),
        (
            "native-script",
            (hangul(one), hangul(other)),
            ("native-script-same", "native-script-differs"),
        ),
    ):
        if points[field]:
            found.append(Reason(field, *values, points[field], notes[points[field] < 0]))
    return found


def dated(subject: Subject, row: int, profiles: Profiles) -> str:
    """Return the date of a subject that stands in a row of the columns."""
    first = int(np.searchsorted(profiles.date_start, row, side="right")) - 1
    return subject.birth_dates[row - int(profiles.date_start[first])].text


def number_reasons(points: dict[str, float], one: Subject, other: Subject) -> list[Reason]:
    """Return what the numbers say: the strongest common one counts, then one of another kind."""
    common = common_numbers(one, other)
    found = []
    second = in_steps(np.array([load().identifier["second"]])).item()
    kinds = list(dict.fromkeys(said for said, _, _ in common))
    for place, (said, number, its_like) in enumerate(common):
        value = points["identifier"] - (second if len(kinds) > 1 else 0.0) if place == 0 else 0.0
        if len(kinds) > 1 and said == kinds[1]:
            value, kinds = second, kinds[:1]
        note = "also-same-identifier" if place else "same-identifier"
        texts = (f"{number.kind} {number.value}", f"{its_like.kind} {its_like.value}")
        found.append(Reason("identifier", *texts, value, note))
    for kind in evidence.DIFFERING:
        if points[f"{kind}-differs"]:
            text_a, text_b = (
                ", ".join(n.value for n in subject.identifiers if n.kind == kind)
                for subject in (one, other)
            )
            note = "un-reference-differs" if kind == "un" else f"{kind}-differs"
            found.append(Reason("identifier", text_a, text_b, points[f"{kind}-differs"], note))
    return found


def common_numbers(one: Subject, other: Subject) -> list[tuple[str, Identifier, Identifier]]:
    """Return the numbers that two subjects share, the strongest kind first, with that kind."""
    weights = load().identifier
    held: dict[int, list[Identifier]] = {}
    for number in compared(other):
        held.setdefault(number_key(number.kind, number.value), []).append(number)
    found = [
        (min(number.kind, its_like.kind, key=lambda kind: weights.get(kind, 0.0)), number, its_like)
        for number in compared(one)
        for its_like in held.get(number_key(number.kind, number.value), ())
    ]
    return sorted(found, key=lambda row: -weights[row[0]])


def compared(subject: Subject) -> list[Identifier]:
    """Return the numbers of a subject that are compared at all."""
    return [
        number
        for number in dict.fromkeys(subject.identifiers)
        if number.kind in load().identifier and len(number.value) >= SHORTEST_NUMBER
    ]


def hangul(subject: Subject) -> str:
    """Return the names of a subject in Hangul."""
    return ", ".join(name.text for name in subject.names if name.script == "Hang")
