"""A cell of the United Kingdom's lists can hold several numbered values."""

import pytest

from comity.sanctions.lists.uk_designation import items, paired


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Russia", ["Russia"]),
        ("(1) Russia. (2) Cyprus", ["Russia", "Cyprus"]),
        ("(1) to (6) Algeria (7) Morocco", ["Algeria", "Morocco"]),
        ("(1-3) Libya (4) Morocco", ["Libya", "Morocco"]),
        ("(1) - (2) Morocco", ["Morocco"]),
        ("Congo (Democratic Republic)", ["Congo (Democratic Republic)"]),
        ("N/A", []),
        ("", []),
    ],
)
def test_the_values_of_a_cell_are_cut_at_their_numbers(text: str, values: list[str]) -> None:
    assert items(text) == values


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        ("(1) A1 (2) B2", "(1) Russia (2) Cyprus", [("A1", "Russia"), ("B2", "Cyprus")]),
        ("(1) A1 (2) B2", "Russia", [("A1", "Russia"), ("B2", "Russia")]),
        ("(1) A1 (2) B2", "(1) Russia (2) -", [("A1", "Russia"), ("B2", "-")]),
        (
            "(1) A1 (2) B2 (3) C3",
            "(1) Russia (2) Cyprus",
            [("A1", "Russia"), ("B2", "Cyprus"), ("C3", "")],
        ),
        ("A1", "", [("A1", "")]),
        ("", "", []),
    ],
)
def test_two_cells_are_paired_by_their_numbers(
    first: str, second: str, pairs: list[tuple[str, str]]
) -> None:
    assert paired(first, second) == pairs
