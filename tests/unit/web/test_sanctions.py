"""The board says what the values say, and how sure they are."""

import dataclasses
import datetime as dt
import re
import time
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from comity.entities.subject import Kind
from comity.sanctions.alignment import Share
from comity.sanctions.board import Board, Match
from comity.web.gaplist import Asked
from comity.web.jobs import Job, JobBrokeError, State
from comity.web.sanctions import (
    PACKAGES,
    board_page,
    bucket,
    empty_page,
    packages_of,
    series_of,
    target_page,
)
from comity.web.words import Language

if TYPE_CHECKING:
    from tests.unit.web.conftest import Node, Parsed, Shown

JAPAN = Asked(party="jp")


@pytest.fixture(scope="module")
def page(board: Board, shown: "Shown") -> "Node":
    return shown(board)


def test_the_first_sentence_counts_what_is_missing_and_of_how_many(
    page: "Node", board: Board
) -> None:
    assert len(board.gaps) == board.reference_targets - board.matched > 90
    assert page.text_of(".lede") == (
        f"Of {board.reference_targets} comparable targets of the reference set (EU, US), "
        f"Japan has not listed {len(board.gaps)}."
    )


def test_what_is_not_judged_is_said_beside_it(page: "Node", board: Board) -> None:
    ((kind, ships),) = board.not_comparable

    assert (kind, board.too_new > 1, ships > 1) == (Kind.VESSEL, True, True)
    assert page.text_of(".facts li") == (
        "Judged against the edition of 5 Mar 2026. "
        f"{board.too_new} targets listed later are too new to judge. "
        f"Not comparable, under measures that Japan does not have: Vessel ({ships})."
    )


def test_every_list_shows_its_date_and_where_the_date_is_from(page: "Node", board: Board) -> None:
    strip = page.all(".strip li")

    assert len(strip) == 9
    assert strip[0].text == ("US OFAC, SDN List 14 Aug 2026 dated by its folder · 2,800 listings")
    assert {one.series for one in board.editions} == {row.series for row in series_of(board)}


def test_an_edition_in_parts_shows_its_oldest_part_and_the_acts_after_it(page: "Node") -> None:
    european = page.all(".strip li")[1]

    assert european.text == (
        "EU Official Journal, annexes 24 Apr 2026 to 17 Jul 2026 and acts to 20 Aug 2026 "
        "dated by its content · 5,631 listings"
    )


def test_an_old_edition_is_pointed_out(page: "Node") -> None:
    assert page.text_of(".is-old .old") == "4 years behind the newest list"
    assert len(page.all(".is-old")) == 1


def test_every_file_stands_there_with_its_hash(page: "Node", board: Board) -> None:
    rows = page.all(".files tbody tr")

    assert len(rows) == len(board.editions)
    assert [one.sha256[:12] in row.text for one, row in zip(board.editions, rows, strict=True)]


def test_an_excerpt_is_called_one_on_the_page_and_in_the_bar(
    invented: ModuleType, shown: "Shown"
) -> None:
    page = shown(invented.invented_board(excerpt=True))

    assert page.text_of(".tag") == "Excerpt: figures describe the excerpt, not the whole lists"
    assert page.text_of(".node small") == "Lists up to 22 Aug 2026 · excerpt"


def test_an_excerpt_stays_one_beside_an_act_of_unknown_length(
    board: Board, invented: ModuleType, shown: "Shown"
) -> None:
    editions = (
        invented.edition("jp", excerpt=True, role="part", part="1"),
        invented.edition("jp", excerpt=False, role="part", part="2"),
        invented.edition("eu", excerpt=False, role="delta"),
    )

    page = shown(dataclasses.replace(board, editions=editions, excerpt=True))

    assert page.text_of(".tag").startswith("Excerpt: ")


def test_lists_of_which_some_are_excerpts_are_marked_one_by_one(
    board: Board, invented: ModuleType, shown: "Shown"
) -> None:
    editions = (
        *(one for one in board.editions if one.jurisdiction != "ca"),
        invented.edition("ca", excerpt=True),
    )

    page = shown(dataclasses.replace(board, editions=editions, excerpt=True))

    assert page.text_of(".tag") == "Full lists, but for those marked as excerpts"
    marked = [one for one in page.all(".strip li") if "excerpt" in one.text]
    assert [one.all("abbr")[0].own for one in marked] == ["CA"]
    assert page.text_of(".node small") == "Lists up to 22 Aug 2026"


def test_whole_lists_are_called_so(page: "Node") -> None:
    assert page.text_of(".tag") == "Full lists"


def test_japan_and_ships_are_not_comparable_and_never_nought(page: "Node", board: Board) -> None:
    row = next(row for row in page.all(".heat tbody tr") if "Shadow fleet" in row.text)
    cell = row.all("td.cell")[board.jurisdictions.index("jp")]

    assert cell.text.strip() == "n/cnot comparable"
    assert "none" in cell.get("class").split()


def test_a_cell_shows_per_cent_not_listed_with_its_numbers(page: "Node", board: Board) -> None:
    first = board.heat[0]
    share = first.cells[board.jurisdictions.index("jp")]
    cell = page.all(".heat tbody tr")[0].all("td.cell")[7]

    missing = share.total - share.matched
    assert cell.get("title") == f"not listed: {missing} of {share.total}"
    assert cell.text.startswith(f"{100 * missing / share.total:.0f}%")
    assert f"h{bucket(share)}" in cell.get("class").split()


def test_a_row_of_the_map_leads_to_its_gaps(page: "Node") -> None:
    link = page.all(".heat tbody tr")[0].all(".gapcount a")[0]

    assert link.get("href") == "/en/sanctions?party=jp&family=russia#gaps"


def test_shades_darken_with_what_is_missing() -> None:
    shares = [Share(100 - missing, 100) for missing in (0, 9, 10, 30, 50, 70, 90, 100)]

    assert [bucket(share) for share in shares] == [0, 0, 1, 2, 3, 4, 5, 5]


def test_the_parts_of_a_score_add_up_to_it(page: "Node") -> None:
    for row in page.all(".gaplist tbody tr"):
        parts = [float(one.own) for one in row.all(".parts b")]
        bars = [float(one.get("width")) for one in row.all(".stack rect")[1:]]
        score = float(row.all(".scored b")[0].text)

        assert len(parts) == 5
        assert abs(sum(parts) - score) < 0.3
        assert abs(sum(bars) - score) < 0.3


def test_the_shared_picture_is_not_available_and_counts_nothing(page: "Node") -> None:
    part = page.all(".gaplist tbody tr")[0].all(".parts li")[4]

    assert part.text == "Shared picture: picture not available 0/15"


def test_a_gap_known_only_from_an_edition_is_at_least_so_old(board: Board, shown: "Shown") -> None:
    page = shown(board, JAPAN.but(q="Маяк"))

    days = page.text_of(".gaplist tbody .days")

    assert days == "Days since ≥ at least 264 1 Dec 2025"


def test_each_jurisdiction_is_said_to_list_or_not_to_list(page: "Node", board: Board) -> None:
    said = [one.text for one in page.all(".gaplist tbody tr")[0].all(".js li")]

    listed = board.gaps[0].gap.target.listed_by
    assert said == [
        f"{one.upper()} {'listed' if listed(one) else 'not listed'}" for one in board.jurisdictions
    ]


def test_filters_are_native_controls_that_work_without_a_script(page: "Node") -> None:
    form = page.all("form.filters")[0]

    assert form.get("action") == "/en/sanctions#gaps"
    assert form.get("method") in {"", "get"}
    assert [one.get("name") for one in form.all("input, select")] == ["party", "family", "q"]
    assert form.all("button")[0].get("type") == "submit"


def test_a_filter_in_the_address_is_the_one_that_is_chosen(board: Board, shown: "Shown") -> None:
    page = shown(board, JAPAN.but(kind=Kind.PERSON, family="russia", q="gor"))

    assert page.text_of(".chip[aria-current]").startswith("Person")
    assert page.all("#family option[selected]")[0].get("value") == "russia"
    assert page.all("#q")[0].get("value") == "gor"


def test_nothing_found_says_so_and_leads_back(board: Board, shown: "Shown") -> None:
    page = shown(board, JAPAN.but(q="nobody of that name"))

    assert page.text_of(".gaps .nothing") == "No gap matches these filters. Show all"
    assert page.all(".gaps .nothing a")[0].get("href") == "/en/sanctions?party=jp#gaps"


def test_what_was_searched_is_shown_as_text_and_never_as_markup(
    board: Board, parsed: "Parsed"
) -> None:
    asked = JAPAN.but(q='"><script>alert(1)</script>')

    text = board_page(Language.ENGLISH, board, asked, parties=("jp",))

    assert "<script>alert" not in text
    assert parsed(text).all("#q")[0].get("value") == '"><script>alert(1)</script>'


def test_the_language_switch_keeps_the_question(board: Board, shown: "Shown") -> None:
    page = shown(board, JAPAN.but(kind=Kind.PERSON, page=2))

    assert [one.get("href") for one in page.all(".langs a")] == [
        f"/{language}/sanctions?party=jp&kind=person&page=2" for language in ("uk", "ja", "en")
    ]


def test_numbers_of_agreement_carry_their_n(page: "Node", board: Board) -> None:
    cells = page.all("#alignment .shares tbody td")

    assert len(cells) == 2 * (len(board.jurisdictions) - 1)
    assert all(re.search(r"n = [\d,]+|no targets", one.text) for one in cells)
    assert len(page.all(".coalition .n")) == len(board.coalition)
    assert f"n = {board.lag.n}" in page.text_of(".lag")


def test_each_year_has_its_row_beside_the_curves(page: "Node", board: Board) -> None:
    rows = page.all("#cohorts tbody tr")

    assert [row.all("th")[0].text for row in rows] == [one.name for one in board.cohorts]
    assert page.all("#cohorts svg title")[0].text.startswith("Share of the reference’s")
    drawn = {one.name: one.curve[-1][1] for one in board.cohorts if one.curve}
    described = page.all("#cohorts svg desc")[0].text
    assert f"2024: {drawn['2024']:.0%}." in described


def test_the_newest_packages_stand_on_one_scale(board: Board, page: "Node") -> None:
    rows = packages_of(board)

    assert len(rows) == PACKAGES == len(page.all(".pkg tbody tr"))
    for row in rows:
        whole = row.gap + row.added + row.changed + row.removed
        assert 0 < whole <= 100.2
    assert max(row.gap + row.added + row.changed + row.removed for row in rows) > 99.5


def test_a_package_of_the_party_itself_closes_gaps(page: "Node") -> None:
    own = [row for row in page.all(".pkg tbody tr") if row.all("abbr")[0].text == "JP"]

    assert own
    assert "closed" in own[0].all(".pg")[0].text


def test_without_a_second_edition_the_board_says_what_to_wait_for(
    board: Board, shown: "Shown"
) -> None:
    page = shown(dataclasses.replace(board, packages=(), cohorts=()))

    assert page.text_of(".pkg .nothing") == (
        "Only one edition of each list is at hand; changes appear with the next."
    )
    assert page.text_of("#cohorts .nothing") == "No listing of the reference has a date."


@pytest.mark.parametrize("language", Language)
def test_while_nothing_is_imported_the_page_says_which_command_to_run(
    language: Language, parsed: "Parsed"
) -> None:
    page = parsed(empty_page(language, JAPAN, None))

    assert [one.text for one in page.all(".commands code")] == [
        "./comity sanctions import PATH",
        "./comity sanctions fetch",
        "./comity demo",
    ]


@pytest.mark.parametrize("language", Language)
def test_while_lists_are_read_the_page_shows_how_far(language: Language, parsed: "Parsed") -> None:
    page = parsed(empty_page(language, JAPAN, Job(id="7", title="import", fraction=0.4)))

    assert page.all("progress")[0].get("value") == "40"
    assert page.all(f'a[href="/{language}/jobs/7"]')
    assert page.all("noscript meta[http-equiv=refresh]")


@pytest.mark.parametrize("language", Language)
def test_when_reading_failed_the_page_says_why(language: Language, parsed: "Parsed") -> None:
    error = JobBrokeError(reason="MemoryError: ")
    job = Job(id="7", title="import", state=State.FAILED, error=error)

    page = parsed(empty_page(language, JAPAN, job))

    assert "MemoryError" in page.text_of(".is-failed")
    assert "job-broke" in page.text_of(".is-failed code")


def test_while_newer_lists_are_read_the_old_board_stays(board: Board, shown: "Shown") -> None:
    page = shown(board, job=Job(id="7", title="fetch", fraction=0.1, step="fetch"))

    assert page.all("progress")[0].get("value") == "10"
    assert page.all(".gaplist tbody tr")


@pytest.mark.parametrize("language", Language)
def test_every_page_is_drawn_in_every_language_with_its_marking_on_top_and_below(
    language: Language, board: Board, match: Match, parsed: "Parsed"
) -> None:
    pages = [
        board_page(language, board, JAPAN, parties=("jp", "ua")),
        board_page(language, board, JAPAN.but(target=2), parties=("jp",), match=match),
        target_page(language, board, match),
        empty_page(language, JAPAN, None),
    ]

    for text in pages:
        page = parsed(text)
        assert page.get("lang") == language
        assert page.get("data-marking") == "clear"
        assert [one.own for one in page.all(".marking")] == ["TLP:CLEAR", "TLP:CLEAR"]
        assert "%(" not in text


def test_no_page_holds_a_style_or_a_script_of_its_own(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, match=match)

    assert not page.found("//*[@style]")
    assert not page.found("//style")
    assert not page.found("//script[not(@src)]")
    assert not page.found("//@*[starts-with(name(), 'on')]")


def test_ids_are_unique_and_every_reference_to_one_is_met(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, match=match)

    ids = page.found("//@id")
    wanted = {
        one
        for name in ("aria-labelledby", "aria-describedby", "for")
        for value in page.found(f"//@{name}")
        for one in value.split()
    }
    anchors = {one[1:] for one in page.found("//a/@href") if one.startswith("#")}

    assert len(set(ids)) == len(ids)
    assert wanted | anchors <= set(ids)


@pytest.mark.parametrize("party", ["ua", "eu", "us", "uk", "un", "ch"])
def test_any_party_can_be_asked_for(party: str, invented: ModuleType, shown: "Shown") -> None:
    board = invented.invented_board(party)

    page = shown(board, Asked(party=party), Language.UKRAINIAN)

    assert page.all("#party option[selected]")[0].get("value") == party


def test_a_delta_alone_is_dated_by_itself(invented: ModuleType) -> None:
    board = invented.invented_board()
    act = invented.edition("jp", excerpt=False, role="delta", date=dt.date(2026, 8, 1))

    (row,) = series_of(dataclasses.replace(board, editions=(act,)))

    assert (row.first, row.last, row.through) == (dt.date(2026, 8, 1), dt.date(2026, 8, 1), None)


def test_a_board_of_six_thousand_targets_is_drawn_within_100_ms(invented: ModuleType) -> None:
    many = invented.invented_board(more=6000)
    asked = JAPAN.but(q="polyus", target=2)
    match = invented.invented_match(2, more=6000)
    spent = []

    for _ in range(4):  # the first reads the templates
        began = time.process_time()
        board_page(Language.JAPANESE, many, asked, parties=("jp",), match=match)
        spent.append(time.process_time() - began)

    assert len(many.gaps) > 4000
    assert min(spent) < 0.1
