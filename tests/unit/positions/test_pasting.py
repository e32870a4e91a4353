"""Pasting: what a word processor leaves behind goes, what a person wrote stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.positions.pasting import (
    EmptyDraftError,
    LongClauseError,
    ManyClausesError,
    UnequalDraftError,
    cleaned,
    paragraphs,
    pasted,
)


@pytest.mark.parametrize(
    ("rubbish", "clean"),
    [
        ("1.\u00a0The Par\u00adties\u200b met.", "The Parties met."),
        ("（２）　会合を開く。", "会合を開く。"),
        ("第3項　両国は協力する。", "両国は協力する。"),
        ("•\tПерший\u2028рядок", "Перший рядок"),
        ("\uf0b7 Bullet of Word", "Bullet of Word"),
        ("a) first", "first"),
        ("両国は、\n協力する。", "両国は、協力する。"),
        ("조항을 \n 검토한다", "조항을 검토한다"),
        ("A. Petrenko met B. Sato.", "A. Petrenko met B. Sato."),
        ("О. Петренко зустрівся.", "О. Петренко зустрівся."),
        ("2026. The year.", "2026. The year."),
        ("«слова» — “words” – 「語」", "«слова» — “words” – 「語」"),
        ("\u200fعربي", "\u200fعربي"),
    ],
)
def test_rubbish_goes_and_words_stay(rubbish: str, clean: str) -> None:
    assert cleaned(rubbish) == clean


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_no_letter_is_lost(words: str) -> None:
    kept = cleaned(f"x{words}")

    assert [one for one in kept if one.isalnum()] == [
        one for one in cleaned(f"x{words}x")[:-1] if one.isalnum()
    ]
    assert len(kept) >= 1


@given(st.text())
def test_cleaning_twice_changes_nothing_more_than_a_number_in_front(words: str) -> None:
    once = cleaned(words)

    assert cleaned(f"x {once}") == f"x {once}".strip()


def test_languages_stand_beside_each_other_and_a_dash_is_a_missing_one() -> None:
    found = pasted({"uk": "Один.\n\nДва.", "ja": "一。\n\n—", "en": ""})

    assert found.clauses == ({"uk": "Один.", "ja": "一。"}, {"uk": "Два."})


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    assert paragraphs("1) One.\r\n2) Two.\r\n") == ["One.", "Two."]


def test_languages_of_different_length_are_refused_with_their_numbers() -> None:
    with pytest.raises(UnequalDraftError, match="uk 2, ja 1"):
        pasted({"uk": "Один.\n\nДва.", "ja": "一。"})


def test_what_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(ManyClausesError, match="201"):
        pasted({"en": "\n\n".join(["Words."] * 201)})
    with pytest.raises(LongClauseError, match="paragraph 2 in en has 20001"):
        pasted({"en": f"One.\n\n{'x' * 20_001}"})


@pytest.mark.parametrize("draft", ["", " \n\n\u200b\n", "—"])
def test_an_empty_draft_is_refused(draft: str) -> None:
    with pytest.raises(EmptyDraftError):
        pasted({"en": draft})
