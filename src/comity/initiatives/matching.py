"""Matching: which offers answer which needs, and why, in reasons that a person can read.

Codes, units, amounts and days are compared, never the words around them, so that it does not matter
in which language a party writes. Names of places are compared as they sound. Units are never mixed:
that an offer counts in another unit is said, and nothing is converted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz.fuzz import ratio

from comity.entities import folding
from comity.entities.readings import readings
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name
from comity.initiatives.said import Statement
from comity.initiatives.statements import NEED, OFFER, WISH_CLOSED
from comity.records.marking import Marking
from comity.records.party import Party

Words = Mapping[str, str]

OPEN_CATEGORY = "other"
"""A category that two wishes can share without having anything in common."""

SHORTEST = 3
"""Letters of a word of a place that are enough to compare it by its sound."""

ALIKE = 80
"""Likeness of two sounds, in per cent, from which they can be one place."""

DIVIDERS = re.compile(r"[\s,;./()・、，-]+")
GENERIC = frozenset(
    "region oblast district city town prefecture province ukraine japan область області району "
    "район місто місті міста україна україни ウクライナ 日本 日本国".split()
)
"""Words of places that tell none of them apart."""

UNIT_OF_LAND = re.compile("[州県府都市区]$")
V_IN_KANA = re.compile("iu$")
"""A Ukrainian name in -iv ends so in Japanese: Kharkiv is Harukiu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A need or an offer.

    Attributes:
        hash: of its record.
        circle: in which it was written.
        party: who has it.
        offer: whether it is an offer.
        category: one of `statements.CATEGORIES`.
        title, words, place, conditions: in each language; {} for none.
        unit: "" for none.
        amount: None for none.
        until: day until which it is needed, or stands; "" for none.
        at: moment of the record.
        marking: of it.
        closed: why its author closed it, "" while it stands.
    """

    hash: str
    circle: str
    party: Party
    offer: bool
    category: str
    title: Words
    words: Words
    place: Words
    conditions: Words
    unit: str
    amount: Decimal | None
    until: str
    at: str
    marking: Marking
    closed: str

    def over(self, today: str) -> bool:
        """Say whether its day has passed."""
        return bool(self.until) and self.until < today


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a match, or against it.

    Attributes:
        code: what it is; its words are in `comity.web.initiativelabels`.
        weight: 1 for, 0 neither, -1 against.
        need: what the need says of it, "" for nothing.
        offer: what the offer says of it.
    """

    code: str
    weight: int
    need: str = ""
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A need and an offer of the same category, with the reasons.

    Attributes:
        need: of one party.
        offer: of another.
        reasons: in the order category, unit, amount, time, place.
    """

    need: Wish
    offer: Wish
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """Return how many reasons are for it, less those against."""
        return sum(one.weight for one in self.reasons)


def wishes(said: Iterable[Statement]) -> tuple[Wish, ...]:
    """Return the needs and offers, the newest first; their own author alone closes one."""
    every = {one.hash: one for one in said}
    shut: dict[tuple[str, str, Party], str] = {}
    for one in sorted(every.values(), key=lambda one: (one.seq, one.hash)):
        if one.kind == WISH_CLOSED.name:
            shut.setdefault((one.circle, one.about, one.party), one.body["why"])
    found = [
        _wish(one, shut.get((one.circle, one.hash, one.party), ""))
        for one in every.values()
        if one.kind in {NEED.name, OFFER.name}
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.hash), reverse=True))


def _wish(one: Statement, closed: str) -> Wish:
    body = one.body
    return Wish(
        hash=one.hash,
        circle=one.circle,
        party=one.party,
        offer=one.kind == OFFER.name,
        category=body["category"],
        title=body["title"],
        words=body.get("words", {}),
        place=body.get("place", {}),
        conditions=body.get("conditions", {}),
        unit=body.get("unit", ""),
        amount=Decimal(body["amount"]) if "amount" in body else None,
        until=body.get("until", ""),
        at=one.at,
        marking=one.marking,
        closed=closed,
    )


def matches(found: Sequence[Wish], today: str) -> tuple[Match, ...]:
    """Return which offers that stand answer which needs that stand, the best reasons first.

    Args:
        found: needs and offers.
        today: "2026-05-01".
    """
    needs = [one for one in found if not one.offer and not one.closed]
    offers = [one for one in found if one.offer and not one.closed]
    pairs = [Match(need, offer, _why(need, offer, today)) for need in needs for offer in offers]
    return tuple(
        sorted(
            (one for one in pairs if one.reasons),
            key=lambda one: (-one.weight, one.need.at, one.need.hash, one.offer.hash),
        )
    )


def _why(need: Wish, offer: Wish, today: str) -> tuple[Reason, ...]:
    """Return the reasons of a pair, () where it is no match."""
    strangers = need.circle != offer.circle or need.party == offer.party
    if strangers or need.category != offer.category:
        return ()
    named = need.category != OPEN_CATEGORY
    category = Reason("category-same" if named else "category-open", int(named), need.category)
    measured = tuple(_measured(need, offer))
    if not named and not any(one.code == "unit-same" for one in measured):
        return ()
    return (category, *measured, _time(need, offer, today), *_place(need, offer))


def _measured(need: Wish, offer: Wish) -> Iterator[Reason]:
    """Yield what units and amounts say."""
    if not need.unit or not offer.unit:
        yield Reason("unit-open", 0, need.unit, offer.unit)
    elif need.unit != offer.unit:
        yield Reason("unit-other", -1, need.unit, offer.unit)
    else:
        yield Reason("unit-same", 1, need.unit, offer.unit)
        if need.amount is None or offer.amount is None:
            yield Reason("amount-open", 0)
        else:
            covers = offer.amount >= need.amount
            code = "amount-covers" if covers else "amount-part"
            yield Reason(code, int(covers), f"{need.amount:f}", f"{offer.amount:f}")


def _time(need: Wish, offer: Wish, today: str) -> Reason:
    if offer.over(today):
        return Reason("offer-ended", -1, need.until, offer.until)
    if need.over(today):
        return Reason("need-passed", -1, need.until, offer.until)
    if not need.until and not offer.until:
        return Reason("time-open", 0)
    return Reason("time-fits", 1, need.until, offer.until)


def _place(need: Wish, offer: Wish) -> Iterator[Reason]:
    """Yield whether two places are the same, where both name one."""
    if not need.place or not offer.place:
        return
    same = alike(need.place, offer.place)
    of = (next(iter(need.place.values())), next(iter(offer.place.values())))
    yield Reason("place-same" if same else "place-other", int(same), *of)


def alike(one: Words, other: Words) -> bool:
    """Say whether two places can be the same, in whatever languages and scripts they are written.

    >>> alike({"uk": "Харківська область"}, {"ja": "ハルキウ州"})
    True
    >>> alike({"uk": "Харків"}, {"ja": "ミコライウ"})
    False
    """
    heard = sounds(other)
    return any(ratio(word, it) >= ALIKE for word in sounds(one) for it in heard)


def sounds(place: Words) -> frozenset[str]:
    """Return how the words of a place sound."""
    found: set[str] = set()
    for text in place.values():
        said = (UNIT_OF_LAND.sub("", one) for one in DIVIDERS.split(text))
        bare = " ".join(one for one in said if one.casefold() not in GENERIC)
        read = readings(Name(bare, script_of(bare)), Kind.VESSEL)
        for word in (word for one in (bare, *read) for word in folding.words(one)):
            if len(word) >= SHORTEST:
                found.add(V_IN_KANA.sub("ib", folding.sound(folding.plain(word))))
    return frozenset(found)
