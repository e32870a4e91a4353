"""Brackets, as diplomats write them, and how many are left."""

import pytest
from tests.unit.agreement.histories import JP, KR, UA

from comity.agreement.brackets import Count, as_written, bracketed, count
from comity.agreement.packages import statuses
from comity.agreement.text import Alternative, Stance, Text
from comity.agreement.words import words_of
from comity.records.party import Party


def text_of(wordings: list[tuple[str, str]], language: str = "en") -> Text:
    """A text of one clause; each wording with the stances on it, "ua:S jp:O"."""
    alternatives, stances = {}, dict[Party, dict[str, Stance]]()
    for number, (words, said) in enumerate(wordings):
        one = f"1{number}"
        alternatives[one] = Alternative(one, "1", {language: words} if words else {}, UA)
        for stance in said.split():
            party, letter = stance.split(":")
            stances.setdefault(Party(party), {})[one] = Stance(letter)
    parties = (JP, KR, UA) if "kr" in str(wordings) else (JP, UA)
    return Text(parties, ("1",), alternatives, {"1": tuple(alternatives)}, {"1": stances})


def line(wordings: list[tuple[str, str]], language: str = "en") -> str:
    """The clause as it is written."""
    text = text_of(wordings, language)
    return as_written(bracketed(text, "1", statuses(text)["1"], language))


WITHIN = "They share information within 24 hours of a relevant event."
PROMPTLY = "They share information as promptly as possible."


def test_a_difference_stands_in_brackets_with_whose_words_they_are() -> None:
    assert line([(WITHIN, "ua:S"), (PROMPTLY, "jp:S")]) == (
        "They share information [within 24 hours of a relevant event]{UA} "
        "[as promptly as possible]{JP}."
    )


def test_words_that_only_one_party_wants_stand_in_brackets_alone() -> None:
    assert line(
        [
            ("They condemn the cooperation.", "ua:S"),
            ("They strongly condemn the unlawful cooperation.", "jp:S"),
        ]
    ) == ("They [strongly]{JP} condemn the [unlawful]{JP} cooperation.")


def test_an_equal_island_of_one_word_is_absorbed() -> None:
    assert (
        line(
            [
                ("They share it at once with partners in Europe today.", "ua:S"),
                ("They share it soon with friends in Europe today.", "jp:S"),
            ]
        )
        == "They share it [at once with partners]{UA} [soon with friends]{JP} in Europe today."
    )


def test_an_equal_island_of_two_words_is_not() -> None:
    assert line(
        [
            ("They share it at once with our partners in Europe.", "ua:S"),
            ("They share it soon with our friends in Europe.", "jp:S"),
        ]
    ) == ("They share it [at once]{UA} [soon]{JP} with our [partners]{UA} [friends]{JP} in Europe.")


def test_who_opposes_reserves_or_is_ad_referendum_is_named() -> None:
    assert line([("They meet.", "ua:S jp:O kr:Q")]) == "[They meet.]{UA; opposed JP; ad ref KR}"
    assert line([("They meet.", "ua:S jp:R kr:A")]) == "[They meet.]{KR+UA; reserve JP}"


def test_an_agreed_clause_has_no_brackets() -> None:
    assert line([("They meet.", "ua:S jp:A")]) == "They meet."


def test_a_wording_that_deletes_the_clause_says_so() -> None:
    assert line([("They meet.", "ua:S"), ("", "jp:S")]) == "[They meet.]{UA} [delete]{JP}"


def test_wordings_with_little_in_common_stand_side_by_side() -> None:
    assert line([("They meet in Kyiv.", "ua:S"), ("A secretariat is established", "jp:S")]) == (
        "[They meet in Kyiv.]{UA} [A secretariat is established]{JP}"
    )


def test_of_three_wordings_what_all_share_stands_outside() -> None:
    assert (
        line(
            [
                ("They meet twice a year.", "ua:S"),
                ("They meet once a year.", "jp:S"),
                ("They meet every month of a year.", "kr:S"),
            ]
        )
        == "They meet [twice]{UA} [once]{JP} [every month of]{KR} a year."
    )


def test_japanese_is_compared_word_by_word() -> None:
    assert (
        line(
            [
                ("両国は、露朝軍事協力を非難する。", "jp:S"),
                ("両国は、露朝軍事協力を強く非難する。", "ua:S"),
            ],
            "ja",
        )
        == "両国は、露朝軍事協力を[強く]{UA}非難する。"
    )


def test_ukrainian_is_compared_word_by_word() -> None:
    assert (
        line(
            [
                ("Сторони зустрічаються двічі на рік у Києві.", "ua:S"),
                ("Сторони зустрічаються щонайменше раз на рік у Києві.", "jp:S"),
            ],
            "uk",
        )
        == "Сторони зустрічаються [двічі]{UA} [щонайменше раз]{JP} на рік у Києві."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("対ロシア制裁を強化する。", "対 ロシア 制裁 を 強化する 。"),
        ("関連事案の発生から24時間以内に", "関連事案 の 発生 から 24 時間以内 に"),
        ("об’єднані зусилля", "об’єднані зусилля"),
        ("G7の立場", "G7 の 立場"),
        ("양국은 정보를 공유한다.", "양국은 정보를 공유한다 ."),
    ],
)
def test_words_end_where_a_reader_would_say_so(text: str, words: str) -> None:
    assert [word.text for word in words_of(text)] == words.split()


def test_what_is_left_is_counted_for_each_party_and_in_all() -> None:
    text = text_of([(WITHIN, "ua:S jp:O"), (PROMPTLY, "jp:S")])

    assert count(text, "en") == Count(
        clauses=1,
        brackets=2,
        alternatives=2,
        brackets_of={JP: 1, UA: 1},
        alternatives_of={JP: 1, UA: 1},
    )


def test_nothing_is_left_of_an_agreed_text() -> None:
    text = text_of([("They meet.", "ua:S jp:A")])

    assert count(text, "en") == Count(0, 0, 0, {JP: 0, UA: 0}, {JP: 0, UA: 0})
