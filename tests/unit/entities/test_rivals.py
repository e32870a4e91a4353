"""A likeness that is not sure needs to be without a rival."""

from comity.entities.rivals import doubtful, without

LISTS = ["us-ofac", "eu-oj", "eu-oj", "uk"]


def test_a_pair_is_without_a_rival_when_no_other_entry_of_the_list_comes_near() -> None:
    pairs, points = [(0, 1), (0, 2)], [2.0, -1.0]

    alone = without(pairs, points, LISTS, bound=[0, 1, 2, 3], margin=2.0)

    assert alone == [True, False]


def test_a_partner_nearly_as_likely_is_a_rival_of_both_pairs() -> None:
    pairs, points = [(0, 1), (0, 2)], [2.0, 1.0]

    assert without(pairs, points, LISTS, bound=[0, 1, 2, 3], margin=2.0) == [False, False]


def test_another_entry_of_the_same_target_is_no_rival() -> None:
    pairs, points = [(0, 1), (0, 2)], [2.0, 1.0]

    assert without(pairs, points, LISTS, bound=[0, 7, 7, 3], margin=2.0) == [True, True]


def test_a_partner_on_a_third_list_is_no_rival() -> None:
    pairs, points = [(0, 1), (0, 3)], [2.0, 2.0]

    assert without(pairs, points, LISTS, bound=[0, 1, 2, 3], margin=2.0) == [True, True]


def test_two_entries_of_one_list_are_never_without_a_rival() -> None:
    assert without([(1, 2)], [2.0], LISTS, bound=[0, 1, 2, 3], margin=2.0) == [False]


def test_of_two_clusters_a_person_sees_the_likeliest_pair_only() -> None:
    pairs = [(0, 1), (3, 1)]

    found = doubtful(pairs, [False, False], ["us-ofac", "eu-oj", "eu-oj", "uk"], [0, 1, 2, 0])

    assert found == [0]


def test_a_likeness_to_a_target_that_the_list_has_named_already_is_not_asked() -> None:
    pairs = [(0, 2)]

    found = doubtful(pairs, [False], LISTS, cluster_of=[0, 0, 1, 2])

    assert found == []


def test_a_sure_likeness_that_was_not_joined_is_always_asked() -> None:
    pairs = [(0, 2)]

    found = doubtful(pairs, [True], LISTS, cluster_of=[0, 0, 1, 2])

    assert found == [0]
