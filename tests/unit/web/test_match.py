"""The panel of a target says why its entries are one, and where each can be checked."""

from types import ModuleType
from typing import TYPE_CHECKING

from comity.sanctions.board import Board, Match
from comity.web.gaplist import Asked
from comity.web.sanctions import file_shown, place_shown, target_page, value_shown
from comity.web.words import Language, words

if TYPE_CHECKING:
    from tests.unit.web.conftest import Parsed, Shown

JAPAN = Asked(party="jp")


def test_a_target_opens_beside_the_list_and_keeps_the_filters(
    board: Board, match: Match, shown: "Shown"
) -> None:
    asked = JAPAN.but(family="dprk", target=2)

    page = shown(board, asked, match=match)

    assert page.all("#match")
    assert page.all("tr.is-sel")[0].get("id") == "t2"
    links = [one.get("href") for one in page.all(".gaplist .subj")]
    assert "/en/sanctions?party=jp&family=dprk&target=2#match" in links


def test_a_listing_can_be_walked_back_to_its_file(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, match=match)

    entry = page.all(".said li")[0].text

    sha = match.listings[0].edition.sha256
    assert entry == (
        "US Taedong Kwangmyong Trading Co. 27 Jan 2026 OFAC, SDN List · US-0002 · asset freeze "
        f"line 54 of us-ofac/2026-08-14/list.xml · SHA-256 {sha[:12]}"
    )
    assert page.all(".said code[title]")[0].get("title") == sha


def test_the_reasons_of_a_pair_add_up_to_its_sum(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, match=match)

    for table in page.all("table.explain"):
        points = [one.text.replace("−", "-") for one in table.all("tbody .pts")]
        total = table.all("tfoot .pts")[0].text.replace("−", "-")
        assert abs(sum(map(float, points)) - float(total)) < 0.06 * len(points)


def test_the_nearest_entry_of_the_party_is_shown_and_was_kept_apart(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, match=match)

    said = page.text_of(".verdict > p:first-child")
    assert said.startswith(
        "Nearest entry of Japan, below the threshold and therefore kept apart: テドン貿易総会社, "
    )
    assert page.all(".verdict > p bdi")[0].get("lang") == "ja"


def test_a_target_that_the_party_lists_says_so(
    board: Board, invented: ModuleType, shown: "Shown"
) -> None:
    page = shown(board, match=invented.invented_match(5))

    assert page.text_of(".verdict > p") == "Japan lists this target."


def test_a_target_that_no_entry_comes_near_says_so(
    board: Board, invented: ModuleType, shown: "Shown"
) -> None:
    page = shown(board, match=invented.invented_match(3))

    assert page.text_of(".verdict > p") == "No entry of Japan comes near."


def test_names_carry_the_language_of_their_script(
    board: Board, match: Match, shown: "Shown"
) -> None:
    page = shown(board, JAPAN.but(q="Severny"), Language.UKRAINIAN, match)

    marked = {one.text: one.get("lang") for one in page.all("bdi")}
    assert marked["北方計器サービス"] == "ja"
    assert marked["대동광명무역회사"] == "ko"
    assert marked["АО «Северный Приборсервис»"] == ""


def test_a_target_has_a_page_of_its_own(board: Board, match: Match, parsed: "Parsed") -> None:
    page = parsed(target_page(Language.ENGLISH, board, match))

    assert page.text_of("h1") == "Taedong Kwangmyong Trading Co."
    assert page.all(".crumb a")[0].get("href") == "/en/sanctions?party=jp&target=2"
    rank = next(row.rank for row in board.gaps if row.gap.target.cluster == 2)
    assert f"Gap {rank} of Japan" in page.text_of("h2")
    assert not page.all(".match .foot a")


def test_a_target_that_is_no_gap_has_a_page_too(
    board: Board, invented: ModuleType, parsed: "Parsed"
) -> None:
    page = parsed(target_page(Language.JAPANESE, board, invented.invented_match(5)))

    assert page.text_of("h1") == "Baltika Microsystems LLC"
    assert not page.all(".why")


def test_codes_of_a_reason_become_words_and_values_stay() -> None:
    english = words(Language.ENGLISH)

    assert value_shown(english, "identifier", "imo 9900017") == "IMO number 9900017"
    assert value_shown(english, "identifier", "7700000001") == "7700000001"
    assert value_shown(words(Language.JAPANESE), "gender", "female") == "女性"
    assert value_shown(english, "country", "ru, ua") == "RU, UA"
    assert value_shown(english, "kind", "") == ""
    assert value_shown(english, "name", "DORONIN, Andrey") == "DORONIN, Andrey"


def test_a_place_in_a_file_is_said_in_the_language_of_the_page() -> None:
    ukrainian = words(Language.UKRAINIAN)

    assert place_shown(ukrainian, "line 90210") == "рядок 90210"
    assert place_shown(ukrainian, "sheet ロシア, row 12") == "аркуш ロシア, рядок 12"
    assert place_shown(ukrainian, "entry EU.1.2") == "entry EU.1.2"


def test_a_file_is_named_without_the_folders_of_this_machine() -> None:
    assert file_shown("/home/desk/lists/un/2026-02-27/consolidated.xml") == (
        "lists/un/2026-02-27/consolidated.xml"
    )
    assert file_shown(r"C:\lists\un\2026-02-27\list.xml") == "lists/un/2026-02-27/list.xml"
    assert file_shown("list.xml") == "list.xml"
