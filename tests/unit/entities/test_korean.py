"""Every spelling of one Korean name has one key."""

import pytest

from comity.entities import korean


@pytest.mark.parametrize(
    "spelling",
    ["KIM Kum-chol", "Kim Kum Chol", "Geum Cheol KIM", "KIM Geumcheol", "Gim Geum-cheol"],
)
def test_every_spelling_of_a_name_has_the_key_of_its_hangul(spelling: str) -> None:
    assert korean.hangul_key("김금철") in korean.keys(spelling)


@pytest.mark.parametrize(
    "spellings", ["Ri Lee Yi Rhee", "Pak Park", "No Ro Roh", "An Ahn", "Choe Choi"]
)
def test_every_spelling_of_a_surname_is_one_surname(spellings: str) -> None:
    found = {korean.keys(f"{name.upper()} Kum Chol")[0][0] for name in spellings.split()}

    assert len(found) == 1


def test_a_surname_that_is_no_regular_syllable_is_read_at_either_end() -> None:
    assert korean.keys("Geum Cheol PARK") == korean.keys("PAK Kum Chol")


def test_two_surnames_of_one_given_name_have_two_keys() -> None:
    assert korean.hangul_key("김금철") != korean.hangul_key("신금철")


def test_where_both_ends_can_be_a_surname_there_are_two_keys() -> None:
    assert [family for family, _ in korean.keys("Kim Song Ri")] == ["kim", "ri"]


def test_capital_letters_say_which_end_is_the_surname() -> None:
    assert [family for family, _ in korean.keys("KIM Song Ri")] == ["kim"]


def test_a_name_of_other_letters_is_not_korean() -> None:
    assert korean.keys("Oleg Nightjarov") == ()


def test_han_characters_are_read_as_korean_only_where_each_is_known() -> None:
    assert korean.read_hanja("金") == "김"
    assert korean.read_hanja("金〇") == ""
