"""Candidates hold the pairs worth scoring, each once, and few others."""

from collections.abc import Callable

import numpy as np

from comity.entities import candidates
from comity.entities.profiles import Profiles
from comity.entities.subject import Subject

Make = Callable[..., Subject]


def pairs(*subjects: Subject) -> set[tuple[int, int]]:
    left, right = candidates.pairs(Profiles.of(subjects))
    assert (left < right).all()
    assert len(np.unique(left * len(subjects) + right)) == len(left)
    return set(zip(left.tolist(), right.tolist(), strict=True))


def test_like_names_are_paired_and_unlike_ones_are_not(person: Make) -> None:
    found = pairs(person("Viktor Nightjar"), person("NAITJAR Victor"), person("Olga Kestrelova"))

    assert found == {(0, 1)}


def test_names_in_two_scripts_are_paired(person: Make) -> None:
    found = pairs(person("Ольга Кестрелова"), person("オリガ・ケストレロワ"), person("A. Smith"))

    assert (0, 1) in found


def test_a_shared_number_pairs_unlike_names(ship: Make) -> None:
    found = pairs(ship("NIGHTJAR", imo="9074729"), ship("STAR OF KHERSON", imo="9074729"))

    assert found == {(0, 1)}


def test_a_number_that_branches_share_pairs_nobody(organisation: Make) -> None:
    found = pairs(
        organisation("Nightjar LLC", kpp="770701001"), organisation("Kestrel JSC", kpp="770701001")
    )

    assert found == set()


def test_one_name_of_a_person_and_of_a_ship_is_no_pair(person: Make, ship: Make) -> None:
    assert pairs(person("Viktor Nightjar"), ship("VIKTOR NIGHTJAR")) == set()


def test_a_name_that_very_many_bear_is_paired_with_neighbours_only(person: Make) -> None:
    many = [person("Viktor Nightjar") for _ in range(300)]

    found = pairs(*many)

    assert len(found) < 300 * candidates.MOST_OWNERS
    assert {(0, 1), (298, 299)} <= found


def test_without_subjects_there_are_no_pairs() -> None:
    assert pairs() == set()
