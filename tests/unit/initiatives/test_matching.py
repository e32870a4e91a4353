"""Which offers answer which needs, and why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from comity.initiatives.matching import Wish, alike, matches
from comity.records.marking import Marking
from comity.records.party import Party

TODAY = "2026-03-05"
NEED = Wish(
    hash="need",
    circle="circle",
    party=Party("ua"),
    offer=False,
    category="energy",
    title={"uk": "Генератори"},
    words={},
    place={},
    conditions={},
    unit="piece",
    amount=Decimal(40),
    until="2026-06-01",
    at="2026-03-01T09:00:00.000Z",
    marking=Marking.GREEN,
    closed="",
)
OFFER = replace(
    NEED,
    hash="offer",
    party=Party("jp"),
    offer=True,
    title={"ja": "発電機"},
    amount=Decimal(60),
    until="2026-04-01",
)


def reasons(need: Wish = NEED, offer: Wish = OFFER) -> list[tuple[str, int]]:
    """Return the reasons of the match of a need and an offer, [] where there is none."""
    return [(one.code, one.weight) for it in matches([need, offer], TODAY) for one in it.reasons]


def test_a_match_says_each_of_its_reasons() -> None:
    assert reasons() == [
        ("category-same", 1),
        ("unit-same", 1),
        ("amount-covers", 1),
        ("time-fits", 1),
    ]


def test_another_unit_is_said_and_no_amount_is_compared() -> None:
    found = reasons(offer=replace(OFFER, unit="kW"))

    assert ("unit-other", -1) in found
    assert not [code for code, _ in found if code.startswith("amount")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"amount": Decimal("39.9")}, ("amount-part", 0)),
        ({"amount": None}, ("amount-open", 0)),
        ({"unit": ""}, ("unit-open", 0)),
        ({"until": "2026-03-04"}, ("offer-ended", -1)),
    ],
)
def test_what_does_not_fit_is_said(changed: dict[str, object], reason: tuple[str, int]) -> None:
    assert reason in reasons(offer=replace(OFFER, **changed))  # type: ignore[arg-type]


def test_a_need_whose_day_has_passed_is_said() -> None:
    assert ("need-passed", -1) in reasons(replace(NEED, until="2026-03-04"))


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "health"},
        {"party": Party("ua")},
        {"circle": "another"},
        {"closed": "withdrawn"},
    ],
)
def test_what_cannot_be_given_is_no_match(changed: dict[str, object]) -> None:
    assert reasons(offer=replace(OFFER, **changed)) == []  # type: ignore[arg-type]


def test_two_others_match_only_with_a_unit_in_common() -> None:
    need, offer = replace(NEED, category="other"), replace(OFFER, category="other")

    assert reasons(need, offer)[0] == ("category-open", 0)
    assert reasons(need, replace(offer, unit="kW")) == []


def test_the_best_match_comes_first() -> None:
    part = replace(OFFER, hash="part", amount=Decimal(1))

    found = matches([NEED, part, OFFER], TODAY)

    assert [one.offer.hash for one in found] == ["offer", "part"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"uk": "Харків"}, {"ja": "ハルキウ"}),
        ({"uk": "Миколаївська область"}, {"ja": "ミコライウ州"}),
        ({"uk": "Київ, Україна"}, {"ja": "ウクライナ・キーウ"}),
        ({"uk": "Токіо"}, {"en": "Tokyo"}),
        ({"en": "Kherson region"}, {"uk": "Херсон"}),
    ],
)
def test_a_place_is_the_same_in_every_language(one: dict[str, str], other: dict[str, str]) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"uk": "Харків"}, {"ja": "ミコライウ"}),
        ({"en": "Kharkiv region"}, {"en": "Mykolaiv region"}),
        ({"uk": "Київ"}, {"en": "Tokyo"}),
        ({"uk": "Одеса"}, {"ja": "仙台"}),
    ],
)
def test_another_place_stays_another(one: dict[str, str], other: dict[str, str]) -> None:
    assert not alike(one, other)
