import pytest

from comity.sanctions.lists.jp_mof_parts import (
    bracketed,
    clean,
    enumerated,
    paragraphs,
    split_outside,
    squeezed,
    stated,
)


def test_headings_of_2022_with_blanks_inside_are_those_of_2026() -> None:
    assert squeezed("別　名　・　別　称") == squeezed("別名・別称")


def test_a_cell_that_nobody_knows_states_nothing() -> None:
    assert stated(" 不明\u3000") == ""


def test_cleaning_keeps_line_breaks_and_drops_empty_lines_and_invisible_marks() -> None:
    assert clean(" 甲\u3000 乙 \n\n\u202b丙\xa0\n") == "甲 乙\n丙"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("(a)甲(b)乙", ["甲", "乙"]),
        ("（ａ）甲　（ｂ）乙", ["甲", "乙"]),
        ("(a)甲(b)乙\n(a)A (b)B", ["甲", "乙", "A", "B"]),
        ("番号: (a)1 (b)2", ["番号:", "1", "2"]),
        ("甲 (b)乙", ["甲", "乙"]),
        ("(a)甲(b)乙©丙", ["甲", "乙", "丙"]),
        ("(x)甲", ["(x)甲"]),
        ("甲", ["甲"]),
    ],
)
def test_a_mark_counts_where_it_follows_the_mark_before_it(text: str, values: list[str]) -> None:
    assert enumerated(text) == values


def test_marks_go_on_after_z_with_double_letters() -> None:
    text = "".join(f"({chr(ord('a') + place)})甲{place}" for place in range(26)) + "(aa)乙"

    assert enumerated(text)[-2:] == ["甲25", "乙"]


def test_a_separator_in_a_bracket_separates_nothing() -> None:
    assert split_outside("甲（乙；丙); 丁", ";；") == ["甲（乙；丙)", "丁"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("甲（乙（丙））丁", [("甲", False), ("乙（丙）", True), ("丁", False)]),
        ("甲（乙", [("甲", False), ("乙", True)]),
        ("甲）乙", [("甲", False), ("乙", False)]),
    ],
)
def test_brackets_that_are_missing_or_left_over_do_no_harm(
    text: str, runs: list[tuple[str, bool]]
) -> None:
    assert bracketed(text) == runs


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("甲・アンド\n・乙", ["甲・アンド・乙"]),
        ("Nowhere\nPlant", ["Nowhere Plant"]),
        ("甲\nNowhere", ["甲", "Nowhere"]),
        ("Nowhere\n(original script: 甲)", ["Nowhere (original script: 甲)"]),
        ("甲（A）\n乙（B）", ["甲（A）", "乙（B）"]),
    ],
)
def test_lines_are_joined_within_one_language(text: str, joined: list[str]) -> None:
    assert paragraphs(text) == joined
