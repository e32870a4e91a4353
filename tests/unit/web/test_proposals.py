"""What became of proposals is counted by meeting; a target's line of time says what is known."""

import datetime as dt
from dataclasses import replace
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from comity.entities.subject import When
from comity.records.marking import Marking
from comity.records.party import Party
from comity.sanctions.board import Board, Match
from comity.sanctions.proposals import Group, Proposal, Proposed
from comity.web.gaplist import Asked, gap_page, pick_of, selecting, with_page
from comity.web.proposalchart import bars_of, chart_of, days_to_listing, since_last
from comity.web.proposaldesk import Happening, MeetingChoice, ProposalRow, TargetState
from comity.web.proposalwords import action_words, decision_texts, proposal_titles
from comity.web.sanctions import target_page
from comity.web.timeline import AT_LATEST, BETWEEN, STATED, timeline
from comity.web.words import Language

if TYPE_CHECKING:
    from tests.unit.web.conftest import Parsed

CIRCLE = "c" * 64
MARCH = MeetingChoice("a" * 64, {"en": "March"}, "2026-03-12T07:00:00.000Z", held=True)
MAY = MeetingChoice("b" * 64, {"en": "May"}, "2026-05-12T07:00:00.000Z", held=True)
MEETINGS = {CIRCLE: (MARCH, MAY)}
TARGET = Proposed(
    target="t1",
    kind="vessel",
    name="ORIENT MERLIN",
    since="2026-02-23",
    score=40_000,
    entries=("eu-oj/EU-0003", "uk/UK-0003"),
)


def row(at: str, *states: str, listed: str = "") -> ProposalRow:
    """Return a proposal of some day with what became of its targets."""
    proposal = Proposal(
        hash=at.ljust(64, "0"),
        circle=CIRCLE,
        by=Party("ua"),
        to=Party("jp"),
        list="jp-mof",
        measure="asset-freeze",
        title={"en": "Proposal"},
        at=f"{at}T09:00:00.000Z",
        marking=Marking.GREEN,
        number=1,
        withdrawn="",
        reason={},
        targets=(TARGET,) * len(states),
    )
    made = tuple(
        TargetState(target=TARGET, state=one, listed=listed, shown=bool(listed)) for one in states
    )
    return ProposalRow(proposal=proposal, states=made)


def test_a_proposal_belongs_to_the_first_meeting_after_it() -> None:
    rows = [
        row("2026-03-01", "verified", "declined"),
        row("2026-04-01", "accepted", "open"),
        row("2026-06-01", "tabled"),
    ]

    bars = bars_of(rows, MEETINGS)

    assert [(bar.title.get("en", ""), bar.total) for bar in bars] == [
        ("March", 2),
        ("May", 2),
        ("", 1),
    ]
    assert bars[0].counts[Group.FOLLOWED] == bars[0].counts[Group.DECLINED] == 1
    assert bars[1].counts[Group.UNDER_WAY] == bars[1].counts[Group.OPEN] == 1


def test_the_pieces_of_a_bar_lie_end_to_end_and_measure_their_counts() -> None:
    chart = chart_of(bars_of([row("2026-03-01", "open", "open", "verified")], MEETINGS))

    assert chart
    (bar,) = chart.bars
    first, second = bar.pieces
    assert (first.group, second.group) == (Group.FOLLOWED, Group.OPEN)
    assert second.x == pytest.approx(first.x + first.long, abs=0.2)
    assert second.long == pytest.approx(2 * first.long, abs=0.2)
    assert chart_of([]) is None


def test_since_the_last_meeting_counts_days_only_where_the_list_states_one() -> None:
    rows = [
        row("2026-04-01", "verified", listed="2026-05-21"),
        row("2026-05-20", "verified", "open"),
        row("2026-06-01", "open", listed="2026-05-01"),
    ]

    since = since_last(rows, MEETINGS)

    assert since.meeting == MAY
    assert (since.made, since.open, since.followed) == (3, 2, 1)
    assert (since.days, since.n, since.undated) == (50, 1, 1)


def test_a_listing_before_the_proposal_is_no_answer_to_it() -> None:
    made = row("2026-06-01", "open", listed="2026-05-01")

    assert days_to_listing(made.proposal.at, made.states[0]) == -1


def test_the_line_of_time_says_how_each_day_is_known(match: Match) -> None:
    listings = list(match.listings)
    no_day = next(n for n, one in enumerate(listings) if one.listing.announced is None)
    between = When.spanning(When.day(2026, 1, 2), When.day(2026, 1, 9))
    seen = replace(match, listings=(*listings[:no_day], replace(listings[no_day], seen=between)))

    unknown, known = timeline(match, "jp").events, timeline(seen, "jp").events

    assert {one.known for one in unknown} == {STATED, AT_LATEST}
    assert [(one.first, one.last) for one in known if one.known == BETWEEN] == [
        (dt.date(2026, 1, 2), dt.date(2026, 1, 9))
    ]


def test_days_run_from_the_first_stated_listing_to_the_own(invented: ModuleType) -> None:
    baltika = invented.invented_match(5)

    line = timeline(baltika, "jp")

    assert line.days == (dt.date(2024, 6, 21) - dt.date(2024, 2, 23)).days
    assert timeline(invented.invented_match(2), "jp").days is None


def test_the_page_of_a_target_has_its_line_as_picture_and_table(
    board: Board, match: Match, parsed: "Parsed"
) -> None:
    happened = Happening(
        at="2026-06-01T09:00:00.000Z",
        what="proposed",
        by=Party("ua"),
        path="/sanctions/proposal/" + "9" * 64,
        title={"ja": "提案"},
        marking=Marking.AMBER,
    )

    page = parsed(target_page(Language.ENGLISH, board, match, [happened]))

    rows = page.all("#timeline tbody tr")
    assert len(rows) == len(match.listings) + 1
    assert "by its author's clock" in rows[-1].text
    assert rows[-1].all("a[lang=ja]")[0].get("href").endswith("9" * 64)
    assert len(page.all("#timeline circle")) + len(page.all("#timeline .m-latest")) == 3
    assert page.get("data-marking") == "amber"


def test_a_choice_holds_over_pages_and_says_what_is_no_gap_any_more(board: Board) -> None:
    first = gap_page(board, Asked(party="jp"))
    here = pick_of(first.rows[0])
    there = pick_of(board.gaps[25])
    asked = Asked(party="jp", picks=(here, there, "eu-oj/gone"))

    chosen = selecting(board, asked, first, lambda entries: {entries[0]: Marking.AMBER})

    assert chosen.count == 3
    assert chosen.elsewhere == (there, "eu-oj/gone")
    assert chosen.lost == ("eu-oj/gone",)
    assert chosen.marking == Marking.AMBER
    assert chosen.proposed == {first.rows[0].gap.target.cluster}
    assert ("pick", there) in asked.but(page=2).query


def test_all_of_a_page_are_chosen_once_however_they_were_named(board: Board) -> None:
    first = gap_page(board, Asked(party="jp"))
    entries = first.rows[0].gap.target.entries
    other = f"{entries[-1].list}/{entries[-1].key}"

    picks = with_page(board, Asked(party="jp", picks=(other,))).picks

    assert len(picks) == len(first.rows)
    assert picks[0] == other


def test_a_decision_is_worded_in_every_working_language() -> None:
    names = {Party("jp"): {"uk": "Японія", "ja": "日本"}}

    texts = decision_texts(
        [TARGET],
        ("uk", "ja", "ko"),
        owner="jp",
        list_name="jp-mof",
        measure="asset-freeze",
        names=names,
    )

    assert texts["uk"].startswith("Японія зобов’язується")
    assert texts["ja"].splitlines()[1].startswith("1. ORIENT MERLIN（船舶、")
    assert texts["ko"].startswith("JP takes upon itself to list the following target")
    assert set(action_words(TARGET, "jp-mof", "asset-freeze", ("uk", "ja"))) == {"uk", "ja"}
    assert proposal_titles(["A", "B", "C"], ["en"]) == {"en": "Proposal to list A and 2 others"}
