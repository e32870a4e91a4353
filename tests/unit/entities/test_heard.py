"""Names as kana leave them: Korean names, given names, sounds that kana write in their own way."""

import pytest

from comity.entities.comparing import Question, compare
from comity.entities.korean import heard, heard_in_kana, keys
from comity.entities.score import Verdict
from comity.entities.scripts import script_of
from comity.entities.subject import Kind, Name, Subject


def called(name: str) -> Subject:
    return Subject(kind=Kind.PERSON, names=(Name(name, script_of(name)),))


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("キム・ドンジュン", "KIM Tong-jun"),
        ("パク・イルファン", "PAK IL HWAN"),
        ("ジョ・グァンミョン", "Jo Kwang Myong"),
        ("リ・ヨンウォン", "RI YONG-WON"),
    ],
)
def test_a_korean_name_in_kana_is_read_by_what_kana_leave_of_it(kana: str, latin: str) -> None:
    assert heard_in_kana(kana) in {heard(key) for key in keys(latin)}
    (found,) = compare([Question(((called(kana), called(latin)),))])
    assert found.verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("キム・ドンジュン", "KIM Tong-sik"),
        ("パク・イルファン", "RI IL HWAN"),
        ("リ・ヨンウォン", "RI YONG-NAM"),
    ],
)
def test_another_given_name_or_surname_is_another_man(kana: str, latin: str) -> None:
    (found,) = compare([Question(((called(kana), called(latin)),))])

    assert found.verdict is not Verdict.SAME


def test_two_latin_names_are_not_compared_by_what_kana_would_leave_of_them() -> None:
    (found,) = compare([Question(((called("KIM Yong-kang"), called("KIM Yon-kan")),))])

    assert heard(keys("KIM Yong-kang")[0]) == heard(keys("KIM Yon-kan")[0])
    assert found.reasons[1].note != "names-agree"
    assert found.verdict is not Verdict.SAME


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ムハンマド・アブドゥル・サラーム", "Mohammed ABDUS SALAM"),
        ("セルゲイ・クジノフ", "Sergey KUZHINOV"),
        ("マリヤ・チューリナ", "Maria TYURINA"),
    ],
)
def test_given_names_and_sounds_that_kana_write_in_their_own_way(kana: str, latin: str) -> None:
    (found,) = compare([Question(((called(kana), called(latin)),))])

    assert found.verdict is Verdict.SAME
