"""Which of many subjects are one target, and which never are."""

from collections.abc import Callable

import pytest

from comity.entities.resolve import resolve
from comity.entities.subject import Subject, When

Make = Callable[..., Subject]
BORN = (When.day(1965, 3, 7),)


def test_two_ships_of_one_name_are_two_targets(ship: Make) -> None:
    fleet = [ship("MARIA", imo="9074729"), ship("MARIA", imo="9562233")]

    assert resolve(fleet, ["us-ofac", "uk"]).cluster_of.tolist() == [0, 1]


def test_a_ship_without_a_number_cannot_bring_two_ships_together(ship: Make) -> None:
    fleet = [ship("MARIA", imo="9074729"), ship("MARIA"), ship("MARIA", imo="9562233")]

    found = resolve(fleet, ["us-ofac", "eu-oj", "uk"]).cluster_of

    assert found[0] != found[2]


def test_one_person_on_three_lists_in_three_scripts_is_one_target(person: Make) -> None:
    listed = [
        person("Андрей Доронин", born=BORN),
        person("DORONIN, Andrey", born=BORN),
        person("アンドレイ・ドローニン", born=BORN),
    ]

    assert resolve(listed, ["ua-nsdc", "uk", "jp-mof"]).cluster_of.tolist() == [0, 0, 0]


def test_father_and_son_on_two_lists_are_two_targets(person: Make) -> None:
    listed = [
        person("Nightjarov Oleg Petrovich", born=(When.day(1951, 3, 7),)),
        person("Nightjarov Oleg Olegovich", born=(When.day(1984, 6, 21),)),
    ]

    assert resolve(listed, ["uk", "ua-nsdc"]).cluster_of.tolist() == [0, 1]


def test_a_name_alone_never_joins_two_entries_of_one_list(organisation: Make) -> None:
    listed = [
        organisation("Nightjar Testprom Shipping LLC", countries=("ru",)),
        organisation("ООО «Найтджар Тестпром Шиппинг»", countries=("ru",)),
    ]

    assert resolve(listed, ["uk", "uk"]).cluster_of.tolist() == [0, 1]


def test_an_equal_inn_joins_two_like_names_of_one_list(organisation: Make) -> None:
    listed = [
        organisation("Volga Testprom LLC", inn="7700001235"),
        organisation("ООО «Волга Тестпром»", inn="7700001235"),
    ]

    assert resolve(listed, ["uk", "uk"]).cluster_of.tolist() == [0, 0]


def test_company_and_branch_with_one_inn_are_two_entries_of_one_list(organisation: Make) -> None:
    listed = [
        organisation("Testprom Bank JSC", inn="7700001235"),
        organisation("Testprom Bank JSC, Branch", inn="7700001235"),
    ]

    assert resolve(listed, ["uk", "uk"]).cluster_of.tolist() == [0, 1]


def test_different_inns_are_never_one_target(organisation: Make) -> None:
    listed = [
        organisation("Volga Testprom LLC", inn="7700001235"),
        organisation("Volga Testprom LLC", inn="7707083893"),
    ]

    assert resolve(listed, ["uk", "eu-oj"]).cluster_of.tolist() == [0, 1]


def test_every_subject_needs_its_source(person: Make) -> None:
    with pytest.raises(ValueError, match=r"^1 subjects and 0 sources: one source each$"):
        resolve([person("Oleg Nightjarov")], [])


def test_nothing_resolves_to_nothing() -> None:
    assert resolve([], []).cluster_of.tolist() == []


def test_the_steps_are_told_from_nothing_to_the_whole(person: Make) -> None:
    shares: list[float] = []

    resolve(
        [person("Oleg Nightjarov"), person("Oleg Nightjarov")],
        ["uk", "eu-oj"],
        progress=lambda _, share: shares.append(share),
    )

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
