"""Differences between two lists of words, however they were made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement import differences as module
from comity.agreement.differences import MOST_CELLS, MOST_STEPS, differences
from comity.agreement.words import words_of

WORDS = st.lists(st.sampled_from("the parties share information at once".split()), max_size=40)
CLAUSE = 20_000
"""Letters of the longest clause."""


def put_together(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Both lists, from the stretches in which they are the same or differ."""
    found: tuple[list[str], list[str]] = ([], [])
    for same, a, b, c, d in differences(left, right).stretches:
        assert not same or left[a:b] == right[c:d]
        found[0].extend(left[a:b])
        found[1].extend(right[c:d])
    return found


@given(left=WORDS, right=WORDS)
def test_the_stretches_are_both_lists_and_what_is_the_same_is_the_same(
    left: list[str], right: list[str]
) -> None:
    assert put_together(left, right) == (left, right)


@given(left=WORDS, right=WORDS)
def test_so_they_are_where_difflib_would_work_for_too_long(
    left: list[str], right: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_STEPS", -1)

        assert put_together(left, right) == (left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a b " * (CLAUSE // 4), "b b a " * (CLAUSE // 6)),  # a minute for difflib, at a tenth
        ("。" * CLAUSE, "。" * (CLAUSE - 1) + "、"),
        ("の" * CLAUSE, "の" * (CLAUSE - 1) + "は"),
    ],
)
def test_a_clause_that_says_few_words_again_and_again_keeps_nobody_waiting(
    left: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SequenceMatcher", None)  # it is not even begun
    old, new = ([word.text for word in words_of(words)] for words in (left, right))

    assert len(old) * len(new) <= MOST_CELLS
    assert put_together(old, new) == (old, new)


def test_what_is_longer_than_any_clause_differs_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 5)
    left, right = ["a", "b"] * 200, ["b", "a"] * 200

    assert len(left) * len(left) // 2 * len(left) > MOST_STEPS
    assert differences(left, right).stretches == ((False, 0, 400, 0, 400),)
    assert not differences(left, right).alike


def test_words_of_kana_alone_are_told_apart_however_many_there_are() -> None:
    text = "ぬるぬるを" * (CLAUSE // 5)

    assert "".join(word.text + word.space for word in words_of(text)) == text
    assert [word.text for word in words_of("ぬるぬるをぬ")] == ["ぬるぬる", "を", "ぬ"]
