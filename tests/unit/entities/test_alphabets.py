"""Kana, Cyrillic and Arabic in Latin letters, and which writing a text is in."""

import pytest

from comity.entities.countries import country_code
from comity.entities.cyrillic import romanised
from comity.entities.folding import plain, sound, words
from comity.entities.kana import romaji
from comity.entities.scripts import script_of


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("アンドレイ・ドローニン", "andorei doronin"),
        ("ヴャチェスラフ", "vyachesurafu"),
        ("ｱﾝﾄﾞﾚｲ", "andorei"),
        ("あんどれい", "andorei"),
    ],
)
def test_kana_of_every_width_and_kind_is_read_alike(text: str, latin: str) -> None:
    assert romaji(text) == latin


@pytest.mark.parametrize(("kana", "latin"), [("ドローニン", "doronin"), ("レベデフ", "lebedev")])
def test_kana_and_latin_sound_alike(kana: str, latin: str) -> None:
    assert sound(plain(romaji(kana))) == sound(plain(latin))


def test_a_russian_text_has_one_reading_and_a_ukrainian_one_two() -> None:
    assert romanised("Григоренко") == ("Grigorenko",)
    assert romanised("Сергій Григоренко") == ("Serhiy Hrihorenko", "Sergiy Grigorenko")


@pytest.mark.parametrize("spelling", ["Sergey", "Sergei", "Sergej"])
def test_romanisations_of_one_sound_fold_to_one_form(spelling: str) -> None:
    assert [plain(word) for word in words(spelling)] == [
        plain(word) for word in words(romanised("Сергей")[0])
    ]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Андрей", "Cyrl"),
        ("Andrey", "Latn"),
        ("アンドレイ", "Kana"),
        ("株式会社ネコヤマ", "Jpan"),
        ("김금철", "Hang"),
        ("محمد", "Arab"),
        ("103", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("name", "code"), [("ロシア", "ru"), ("Росія", "ru"), ("DPRK", "kp"), ("Atlantis", "")]
)
def test_a_country_is_known_by_its_name_in_many_languages(name: str, code: str) -> None:
    assert country_code(name) == code
