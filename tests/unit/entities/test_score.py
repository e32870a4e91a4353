"""A score is a sum of named reasons, and the known traps are not taken for one target."""

from collections.abc import Callable

import pytest

from comity.entities.alignment import PARTS
from comity.entities.evidence import DIFFERING
from comity.entities.notes import DATE_NOTES, NOTES
from comity.entities.score import Verdict, explain, verdict
from comity.entities.subject import Subject, When
from comity.entities.weights import load

Make = Callable[..., Subject]
DPRK = ("kp",)


def notes(one: Subject, other: Subject) -> list[str]:
    return [reason.note for reason in explain(one, other).reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김금철", "신금철"),
        ("김금철", "SHIN Geum Cheol"),
        ("SHIN Geum Cheol", "Geum Cheol KIM"),
        ("신금철", "Geum Cheol KIM"),
    ],
)
def test_one_given_name_does_not_make_kim_and_shin_one_man(
    person: Make, one: str, other: str
) -> None:
    found = explain(person(one, countries=DPRK), person(other, countries=DPRK))

    assert found.verdict is Verdict.DIFFERENT


@pytest.mark.parametrize("spelling", ["KIM Kum-chol", "Geum Cheol KIM", "Kim Kum Chol"])
def test_hangul_and_each_latin_spelling_of_one_korean_name_agree(
    person: Make, spelling: str
) -> None:
    found = explain(person("김금철", countries=DPRK), person(spelling, countries=DPRK))

    assert "romanisations-agree" in [reason.note for reason in found.reasons]
    assert found.verdict is not Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"), [("RI", "LEE"), ("RI", "YI"), ("PAK", "PARK"), ("NO", "RO")]
)
def test_spellings_of_one_korean_surname_agree(person: Make, one: str, other: str) -> None:
    first = person(f"{one} Kum Chol", countries=DPRK)
    second = person(f"{other} Kum Chol", countries=DPRK)

    assert "romanisations-agree" in notes(first, second)


@pytest.mark.parametrize(
    ("one", "other"), [("RI", "LEE"), ("RI", "YI"), ("PAK", "PARK"), ("NO", "RO")]
)
def test_a_korean_surname_alone_makes_nobody_the_same(person: Make, one: str, other: str) -> None:
    first = person(f"{one} Kum Chol", countries=DPRK)
    second = person(f"{other} Song Ho", countries=DPRK)

    assert explain(first, second).verdict is Verdict.DIFFERENT


def test_different_hangul_outweighs_equal_latin_letters(person: Make) -> None:
    one = person("KIM Song Chol", "김성철", countries=DPRK)
    other = person("KIM Song Chol", "김선철", countries=DPRK)

    assert "native-script-differs" in notes(one, other)


def test_a_missing_patronymic_says_less_than_a_contradicted_one(person: Make) -> None:
    full = person("Nightjarov Oleg Petrovich")
    without = person("Oleg Nightjarov")
    other = person("Oleg Ivanovich Nightjarov")

    assert "patronymic-missing" in notes(full, without)
    assert "patronymic-contradicts" in notes(full, other)
    assert explain(full, without).points > explain(full, other).points


def test_a_missing_patronymic_does_not_undo_an_equal_birth_date(person: Make) -> None:
    born = (When.day(1965, 3, 7),)

    found = explain(
        person("Nightjarov Oleg Petrovich", born=born), person("Oleg Nightjarov", born=born)
    )

    assert found.verdict is Verdict.SAME


def test_father_and_son_are_two(person: Make) -> None:
    father = person("Nightjarov Oleg Petrovich", born=(When.day(1951, 3, 7),))
    son = person("Nightjarov Oleg Olegovich", born=(When.day(1984, 6, 21),))

    found = explain(father, son)

    assert found.verdict is Verdict.DIFFERENT
    assert {"patronymic-contradicts", "birth-date-conflict"} <= set(notes(father, son))


@pytest.mark.parametrize(
    "spelling", ["Andrey Doronin", "Andrei Doronin", "DORONIN, Andrej", "アンドレイ・ドローニン"]
)
def test_a_cyrillic_name_agrees_with_its_romanisations_and_its_kana(
    person: Make, spelling: str
) -> None:
    born = (When.day(1965, 3, 7),)

    found = explain(person("Андрей Доронин", born=born), person(spelling, born=born))

    assert found.verdict is Verdict.SAME
    assert found.reasons[1].note == "romanisations-agree"


def test_two_ships_of_one_name_are_two_when_their_imo_numbers_differ(ship: Make) -> None:
    found = explain(ship("MARIA", imo="9074729"), ship("MARIA", imo="9562233"))

    assert found.verdict is Verdict.DIFFERENT
    assert found.reasons[-1].note == "imo-differs"


def test_a_renamed_ship_is_the_same_by_its_imo_number(ship: Make) -> None:
    found = explain(ship("MARIA", imo="9074729"), ship("STELLA", imo="9074729"))

    assert found.verdict is Verdict.SAME


def test_an_imo_company_number_is_no_number_of_a_ship(ship: Make, organisation: Make) -> None:
    vessel = ship("MARIA", imo="9074729")

    assert explain(vessel, ship("STELLA", imo_company="9074729")).verdict is Verdict.DIFFERENT
    assert explain(vessel, organisation("MARIA", imo_company="9074729")).verdict is (
        Verdict.DIFFERENT
    )


def test_a_company_and_its_branch_are_two(organisation: Make) -> None:
    company, branch = organisation("Testprom Bank JSC"), organisation("Testprom Bank JSC, Branch")

    assert explain(company, branch).verdict is Verdict.DIFFERENT
    assert "branch" in notes(company, branch)


@pytest.mark.parametrize("other", ["Plant 104", "Завод 104", "Plant No. 104"])
def test_plants_of_different_numbers_are_two(organisation: Make, other: str) -> None:
    assert explain(organisation("Plant 103"), organisation(other)).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize("subsidiary", ["Testprom Shipping JSC", "Testprom Insurance JSC"])
def test_parent_and_subsidiary_are_never_the_same_by_name(
    organisation: Make, subsidiary: str
) -> None:
    parent = organisation("Testprom JSC")

    assert explain(parent, organisation(subsidiary)).verdict is not Verdict.SAME


def test_different_legal_forms_take_off_what_equal_ones_add(organisation: Make) -> None:
    limited = organisation("ООО «Тестпром»")

    same = explain(limited, organisation("Testprom LLC"))
    other = explain(limited, organisation("Testprom JSC"))

    assert same.reasons[-1].note == "legal-form-same"
    assert other.reasons[-1].note == "legal-form-differs"
    assert same.points > other.points


def test_different_genders_make_two(person: Make) -> None:
    one, other = person("Sasha Nightjar", gender="male"), person("Sasha Nightjar", gender="female")

    assert "gender-differs" in notes(one, other)
    assert explain(one, other).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("other", "note"),
    [
        (When.day(1965, 3, 7), "birth-date-equal"),
        (When.month(1965, 3), "birth-month-equal"),
        (When.year(1965), "birth-year-equal"),
        (When.between(1960, 1970), "birth-range-agrees"),
        (When.circa(1966), "birth-circa-agrees"),
        (When.day(1965, 7, 3), "birth-date-swapped"),
        (When.day(1975, 3, 7), "birth-date-other-year"),
        (When.day(1965, 3, 8), "birth-date-one-digit"),
        (When.day(1965, 11, 25), "birth-date-same-year"),
        (When.day(1966, 11, 25), "birth-date-near"),
        (When.day(1990, 11, 25), "birth-date-conflict"),
        (When.year(1966), "birth-year-apart"),
        (When.year(1990), "birth-years-apart"),
    ],
)
def test_each_relation_of_two_birth_dates_has_its_note(
    person: Make, other: When, note: str
) -> None:
    one = person("Oleg Nightjarov", born=(When.day(1965, 3, 7),))

    assert note in notes(one, person("Oleg Nightjarov", born=(other,)))


def test_the_best_of_several_birth_dates_counts(person: Make) -> None:
    one = person("Oleg Nightjarov", born=(When.day(1965, 3, 7),))
    other = person("Oleg Nightjarov", born=(When.day(1990, 1, 2), When.day(1965, 3, 7)))

    assert "birth-date-equal" in notes(one, other)


def test_a_second_passport_is_held_against_nobody(person: Make) -> None:
    one = person("Oleg Nightjarov", passport="AB123456")
    other = person("Oleg Nightjarov", passport="CD654321")

    assert explain(one, other).points == explain(one, person("Oleg Nightjarov")).points


def test_every_note_of_the_code_is_explained() -> None:
    used = {*PARTS, *DATE_NOTES.values(), *(f"{kind}-differs" for kind in DIFFERING)}
    spelled_out = (used - {"name", "un-differs"}) | {"un-reference-differs"}

    assert spelled_out <= NOTES.keys()


def test_the_limits_of_the_verdict_are_those_of_the_table() -> None:
    weights = load()

    assert verdict(weights.same) is Verdict.SAME
    assert verdict(weights.same - 1 / 64) is Verdict.UNDECIDED
    assert verdict(weights.undecided) is Verdict.UNDECIDED
    assert verdict(weights.undecided - 1 / 64) is Verdict.DIFFERENT


def test_a_name_of_which_nothing_can_be_compared_is_no_error(organisation: Make) -> None:
    found = explain(organisation("LLC"), organisation("JSC"))

    assert [reason.note for reason in found.reasons] == ["any-two"]
