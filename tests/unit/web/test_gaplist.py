"""The list shows what the address asks for, and counts what each filter would show."""

from comity.entities.subject import Kind
from comity.sanctions.board import Board
from comity.web.gaplist import ROWS, Asked, gap_page

JAPAN = Asked(party="jp")


def test_the_first_page_holds_the_highest_ranks(board: Board) -> None:
    found = gap_page(board, JAPAN)

    assert [row.rank for row in found.rows] == list(range(1, ROWS + 1))
    assert (found.page, found.pages, found.total) == (
        1,
        -(-len(board.gaps) // ROWS),
        len(board.gaps),
    )


def test_every_gap_is_on_exactly_one_page(board: Board) -> None:
    pages = gap_page(board, JAPAN).pages

    seen = [
        row.rank
        for page in range(1, pages + 1)
        for row in gap_page(board, JAPAN.but(page=page)).rows
    ]

    assert seen == [row.rank for row in board.gaps]


def test_a_page_past_the_end_is_the_last_one(board: Board) -> None:
    found = gap_page(board, JAPAN.but(page=999))

    assert found.page == found.pages
    assert found.rows[-1] == board.gaps[-1]


def test_a_filter_keeps_ranks_as_they_are_without_it(board: Board) -> None:
    found = gap_page(board, JAPAN.but(kind=Kind.PERSON))

    assert {row.kind for row in found.rows} == {Kind.PERSON}
    assert all(board.gaps[row.rank - 1] == row for row in found.rows)


def test_a_count_says_what_choosing_the_filter_would_show(board: Board) -> None:
    asked = JAPAN.but(family="russia-trade")

    found = gap_page(board, asked)

    for kind, count in found.kinds:
        assert gap_page(board, asked.but(kind=kind)).total == count
    for family, count in found.families:
        assert gap_page(board, asked.but(family=family)).total == count
    assert gap_page(board, asked.but(family="")).total == found.all_families


def test_a_choice_that_shows_nothing_stays_visible_while_it_is_chosen(board: Board) -> None:
    found = gap_page(board, JAPAN.but(kind=Kind.AIRCRAFT))

    assert found.total == 0
    assert (Kind.AIRCRAFT, 0) in found.kinds
    assert Kind.VESSEL not in dict(found.kinds)


def test_a_name_is_found_in_any_script_width_and_case(board: Board) -> None:
    searches = ["severny", "СЕВЕРНЫЙ", "計器サービス", "ｓｅｖｅｒｎｙ", " Severny "]

    found = [gap_page(board, JAPAN.but(q=text)).rows[0].name.main for text in searches]

    assert found == ["Severny Priborservis JSC"] * 5


def test_a_number_is_found_however_it_is_spaced(board: Board) -> None:
    found = gap_page(board, JAPAN.but(q="77 0000-0001"))

    assert [row.name.main for row in found.rows] == ["Severny Priborservis JSC"]


def test_signs_alone_find_no_number(board: Board) -> None:
    assert gap_page(board, JAPAN.but(q="---")).total == 0


def test_a_new_filter_starts_at_the_first_page_and_a_target_stays_on_its_page() -> None:
    asked = JAPAN.but(page=3)

    assert asked.but(kind=Kind.PERSON).page == 1
    assert asked.but(target=7).page == 3


def test_the_address_leaves_out_what_was_not_asked() -> None:
    asked = Asked(party="jp", kind=Kind.PERSON, q="ō&?", target=0)

    assert [pair for pair in asked.query if pair[1]] == [
        ("party", "jp"),
        ("kind", "person"),
        ("q", "ō&?"),
        ("target", "0"),
    ]
