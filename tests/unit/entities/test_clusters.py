"""A join is refused when any two members contradict each other."""

from collections.abc import Callable

from comity.entities.clusters import bound_together, exclude_each_other, join
from comity.entities.subject import Subject, When

Make = Callable[..., Subject]

BORN, LATER = When.day(1961, 4, 12), When.day(1984, 9, 2)


def test_strong_evidence_through_another_list_binds_two_entries_together() -> None:
    bound = bound_together(4, [(0, 2), (2, 1)])

    assert bound[0] == bound[1] == bound[2] != bound[3]


def test_two_entries_of_one_list_join_only_when_they_are_bound_together(person: Make) -> None:
    entries = [person("Viktor Nightjar"), person("Viktor Nightjar"), person("Viktor Nightjar")]
    lists = ["eu-oj", "eu-oj", "uk"]
    links = [(0, 2, False), (1, 2, False)]

    apart, _ = join(entries, lists, links, bound=[0, 1, 2])
    together, _ = join(entries, lists, links, bound=[0, 0, 2])

    assert apart == [0, 1, 0]
    assert together == [0, 0, 0]


def test_a_link_says_whether_it_was_used(person: Make) -> None:
    entries = [person("Viktor Nightjar", born=(BORN,)), person("Viktor Nightjar", born=(LATER,))]

    _, used = join(entries, ["eu-oj", "uk"], [(0, 1, False)], bound=[0, 1])

    assert used == [False]


def test_a_reference_of_an_authority_outranks_birth_dates(person: Make) -> None:
    entries = [person("Viktor Nightjar", born=(BORN,)), person("Viktor Nightjar", born=(LATER,))]

    clusters, _ = join(entries, ["eu-oj", "uk"], [(0, 1, True)], bound=[0, 1])

    assert clusters == [0, 0]


def test_a_reference_of_an_authority_does_not_outrank_imo_numbers(ship: Make) -> None:
    fleet = [ship("NIGHTJAR", imo="9074729"), ship("NIGHTJAR", imo="9562233")]

    clusters, _ = join(fleet, ["eu-oj", "uk"], [(0, 1, True)], bound=[0, 1])

    assert clusters == [0, 1]


def test_a_member_without_dates_does_not_bridge_two_that_exclude_each_other(person: Make) -> None:
    entries = [
        person("Viktor Nightjar", born=(BORN,)),
        person("Viktor Nightjar"),
        person("Viktor Nightjar", born=(LATER,)),
    ]

    clusters, _ = join(
        entries, ["eu-oj", "uk", "un"], [(0, 1, False), (1, 2, False)], bound=[0, 1, 2]
    )

    assert clusters == [0, 0, 1]


def test_a_slip_in_a_date_is_no_contradiction() -> None:
    assert not exclude_each_other((BORN,), (When.day(1963, 4, 12),))
    assert not exclude_each_other((BORN,), (When.day(1961, 12, 4),))
    assert not exclude_each_other((BORN,), (LATER, BORN))
    assert exclude_each_other((BORN,), (LATER,))
