"""Known traps of matching, each a fact about two or three invented entries."""

import pytest

from comity.entities.resolve import resolve
from comity.entities.score import Verdict, explain
from comity.entities.screen import Index
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Subject, When

DAY = When.day(1965, 3, 7)


def person(name: str, *born: When, numbers: tuple[Identifier, ...] = ()) -> Subject:
    return Subject(
        kind=Kind.PERSON,
        names=(Name(name, script_of(name)),),
        birth_dates=born,
        identifiers=numbers,
    )


def firm(name: str, *numbers: Identifier) -> Subject:
    return Subject(
        kind=Kind.ORGANISATION,
        names=(Name(name, script_of(name)),),
        countries=("ru",),
        identifiers=numbers,
    )


def ship(name: str, imo: str) -> Subject:
    numbers = (Identifier("imo", imo),)
    return Subject(kind=Kind.VESSEL, names=(Name(name, "Latn"),), identifiers=numbers)


def clusters(*subjects: Subject) -> list[int]:
    sources = [f"list-{number}" for number in range(len(subjects))]
    return [int(number) for number in resolve(subjects, sources).cluster_of]


@pytest.mark.parametrize(
    "other",
    [
        "Олег Петрович НАЙТДЖАР",
        "NAITDZHAR, Oleg Petrovich",
        "Oleg Petrovich Naytdzhar",
    ],
)
def test_one_person_in_another_spelling_is_found_with_the_birth_date(other: str) -> None:
    assert clusters(person("Oleg Petrovich NAITDZHAR", DAY), person(other, DAY)) == [0, 0]


def test_one_person_in_kana_is_found_with_the_birth_date() -> None:
    assert clusters(
        person("LEBEDEV, Viktor Petrovich", DAY), person("ヴィクトル・レベデフ", DAY)
    ) == [0, 0]


def test_two_koreans_of_one_given_name_are_not_one_man() -> None:
    found = clusters(
        person("김금철"), person("신금철"), person("SHIN Geum Cheol"), person("Geum Cheol KIM")
    )

    assert found[0] != found[1]
    assert found[2] != found[3]
    assert found[0] != found[2]


@pytest.mark.parametrize(("one", "other"), [("RI", "LEE"), ("PAK", "PARK"), ("NO", "RO")])
def test_one_surname_in_two_spellings_does_not_make_one_person(one: str, other: str) -> None:
    first, second = person(f"{one} Chol Su"), person(f"{other} Yong Ho")

    assert explain(first, second).verdict is Verdict.DIFFERENT


def test_one_korean_in_the_spellings_of_north_and_south_is_one() -> None:
    assert clusters(person("RI Yong Ho", DAY), person("LEE Yong-ho", DAY)) == [0, 0]


def test_a_missing_patronymic_differs_from_a_contradicting_one() -> None:
    whole = person("Oleg Petrovich NAITDZHAR")

    missing = explain(whole, person("Oleg NAITDZHAR")).points
    contradicting = explain(whole, person("Oleg Ivanovich NAITDZHAR")).points

    assert contradicting < missing - 3


def test_father_and_son_are_two() -> None:
    father = person("Oleg Petrovich NAITDZHAR", When.day(1940, 1, 5))
    son = person("Petr Olegovich NAITDZHAR", When.day(1968, 6, 9))

    assert clusters(father, son) == [0, 1]


def test_birth_dates_that_exclude_each_other_keep_namesakes_apart() -> None:
    namesake = person("Oleg Petrovich NAITDZHAR", When.day(1981, 11, 30))

    assert clusters(person("Oleg Petrovich NAITDZHAR", DAY), namesake) == [0, 1]


def test_two_ships_of_one_name_stay_two() -> None:
    assert clusters(ship("MARIA", "9074729"), ship("MARIA", "9562233")) == [0, 1]


def test_a_renamed_ship_is_one() -> None:
    assert clusters(ship("MARIA", "9074729"), ship("STAR OF THE SEA", "9074729")) == [0, 0]


def test_a_chain_of_likenesses_never_joins_two_imo_numbers() -> None:
    nameless = Subject(kind=Kind.VESSEL, names=(Name("MARIA", "Latn"),))

    found = clusters(ship("MARIA", "9074729"), nameless, ship("MARIA", "9562233"))

    assert found[0] != found[2]


def test_the_imo_number_of_a_company_makes_no_ship() -> None:
    owner = firm("MARIA SHIPPING", Identifier("imo-company", "5999991"))

    assert clusters(ship("MARIA", "9074729"), owner) == [0, 1]


def test_a_company_is_found_under_its_legal_form_in_another_language() -> None:
    one = firm("ООО «Найтджар Трейдинг»")

    assert clusters(one, firm("Naitdzhar Trading LLC")) == [0, 0]
    assert explain(one, firm("Vorobey Trading LLC")).verdict is Verdict.DIFFERENT


def test_numbers_of_plants_contradict() -> None:
    one, other = firm("Aircraft Repair Plant 103"), firm("Aircraft Repair Plant 104")

    assert explain(one, other).verdict is Verdict.DIFFERENT


def test_another_inn_keeps_companies_of_one_name_apart() -> None:
    one = firm("Naitdzhar LLC", Identifier("inn", "7707083893", "ru"))
    other = firm("Naitdzhar LLC", Identifier("inn", "5040139590", "ru"))

    assert clusters(one, other) == [0, 1]


def test_a_score_is_the_sum_of_its_reasons() -> None:
    found = explain(person("Oleg Petrovich NAITDZHAR", DAY), person("Олег НАЙТДЖАР", DAY))

    assert sum(reason.points for reason in found.reasons) == found.points


def test_a_name_in_another_script_is_found_among_others() -> None:
    listed = [person("Oleg NAITDZHAR", DAY), person("Someone ELSE"), firm("Naitdzhar LLC")]

    hits = Index.of(listed).query(person("Олег НАЙТДЖАР", DAY))

    assert [hit.position for hit in hits] == [0]
