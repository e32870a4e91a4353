"""A family name is known where a list prints it in capitals among other words."""

import pytest

from comity.sanctions.lists.names import family_in_capitals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oleg Petrovich NEZNAMOV", "NEZNAMOV"),
        ("НЕЗНАМОВ Олег Петрович", "НЕЗНАМОВ"),
        ("Olga AL-KHAYALI NEZNAMOVA", "AL-KHAYALI NEZNAMOVA"),
        ("OLEG NEZNAMOV", ""),
        ("Oleg Neznamov", ""),
        ("Oleg P. NEZNAMOV", "NEZNAMOV"),
        ("Олег Neznamov-ТЕСТ", ""),
    ],
)
def test_words_in_capitals_among_others_are_the_family_name(text: str, expected: str) -> None:
    assert family_in_capitals(text) == expected
