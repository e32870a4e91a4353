"""Documents that LibreOffice saved, with revisions of several people, beside the joint text."""

from pathlib import Path

import pytest
from tests.unit.positions.wordings import ABOUT, PROMPTLY, WITHIN, name, statement, written

from comity.positions.word_clauses import Proposal, Reading, Sort, Stretch, lay_beside
from comity.positions.word_in import read_document

TEXT = statement()


@pytest.fixture
def word(fixtures: Path) -> Path:
    return fixtures / "word"


def reading(data: bytes) -> Reading:
    return lay_beside(read_document(data), TEXT, ABOUT)


def stretch(read: Reading, number: int) -> Stretch:
    """The first stretch of a clause, counted from 1."""
    return next(one for one in read.stretches if one.clause == name(number - 1))


def said(proposals: tuple[Proposal, ...]) -> list[tuple[str, str, str]]:
    return [(one.sort, one.author, one.words) for one in proposals]


@pytest.mark.parametrize("file", ["", "converted.docx", "through-odt.docx"])
def test_what_we_write_comes_back_as_the_wordings_of_its_parties(word: Path, file: str) -> None:
    read = reading((word / file).read_bytes() if file else written())

    assert read.missing == ()
    assert read.other_text == ""
    assert stretch(read, 1).proposals == ()
    assert stretch(read, 2).base == WITHIN
    assert [one.alternative for one in stretch(read, 2).proposals] == [name(1, 1)]
    assert stretch(read, 2).proposals[0].author == "Japan"
    assert [one.alternative for one in stretch(read, 3).proposals] == [name(2, 1)]
    assert said(stretch(read, 5).proposals) == [(Sort.TRACKED, "Japan", "")]
    assert stretch(read, 5).proposals[0].alternative == name(4, 1)
    new = [one for read_one in read.stretches for one in read_one.proposals if not one.alternative]
    assert new == []


@pytest.mark.parametrize("file", ["edited.docx", "edited-through-odt.docx"])
def test_each_revision_is_a_proposal_of_its_author_over_its_clause(word: Path, file: str) -> None:
    read = reading((word / file).read_bytes())

    assert said(stretch(read, 1).proposals) == [
        (
            Sort.TRACKED,
            "Natalia Kovalenko",
            "The two sides met in Kyiv on 13 November 2026.",
        )
    ]
    both = "and in any case within two days."
    assert said(stretch(read, 2).proposals) == [
        (Sort.TRACKED, "Japan", PROMPTLY),
        (Sort.TRACKED, "Natalia Kovalenko", f"{WITHIN[:-1]} {both}"),
        (Sort.TOGETHER, "", f"{PROMPTLY[:-1]} {both}"),
    ]
    halves = "They hold the next meeting\nin Tokyo in spring."
    assert said(stretch(read, 4).proposals) == [(Sort.TRACKED, "Natalia Kovalenko", halves)]


@pytest.mark.parametrize("file", ["edited.docx", "edited-through-odt.docx"])
def test_words_in_a_wording_that_stands_whole_are_changed_over_that_wording(
    word: Path, file: str
) -> None:
    read = reading((word / file).read_bytes())

    below = [one for one in read.stretches if one.clause == name(2)][1]

    assert said(below.proposals) == [
        (
            Sort.TRACKED,
            "Ota Kenji",
            "They express concern about the transfer of weapons and call for calm.",
        )
    ]
    assert [one.what for one in below.revisions] == ["inserted", "undone", "inserted", "inserted"]
    assert below.revisions[1].by is not None
    assert below.revisions[1].by.author == "Ota Kenji"


@pytest.mark.parametrize("file", ["edited.docx", "edited-through-odt.docx"])
def test_a_paragraph_that_somebody_inserted_may_become_a_new_clause(word: Path, file: str) -> None:
    read = reading((word / file).read_bytes())

    (new,) = [one for one in read.stretches if not one.clause]

    assert new.after == name(5)
    words = "Either side may ask for an extraordinary meeting."
    assert said(new.proposals) == [(Sort.NEW, "Ota Kenji", words)]


def test_a_change_of_letters_alone_is_told_and_proposes_nothing(word: Path) -> None:
    read = reading((word / "edited.docx").read_bytes())

    last = stretch(read, 6)

    assert last.proposals == ()
    assert [(one.what, one.words) for one in last.revisions if one.words.strip()] == [
        ("formatted", "day of its adoption")
    ]


def test_a_clause_that_was_moved_keeps_its_name_and_proposes_nothing(word: Path) -> None:
    read = reading((word / "moved.docx").read_bytes())

    for number in (1, 4):
        moved = stretch(read, number)
        assert moved.proposals == ()
        assert [one.what for one in moved.revisions] == ["moved-away", "moved-here"]


def test_a_clause_that_was_typed_anew_unrecorded_is_an_untracked_proposal(word: Path) -> None:
    read = reading((word / "moved.docx").read_bytes())

    words = "The statement takes effect when both sides have signed it."
    assert said(stretch(read, 6).proposals) == [(Sort.UNTRACKED, "", words)]


def test_a_foreign_document_is_laid_beside_by_its_words_even_in_a_table(word: Path) -> None:
    read = reading((word / "foreign.docx").read_bytes())

    assert stretch(read, 2).found == "words"
    assert said(stretch(read, 2).proposals) == [
        (Sort.UNTRACKED, "", WITHIN.replace("24", "48")),
    ]
    assert stretch(read, 4).final == "They hold the next meeting in Tokyo in autumn."
    new = [one.final for one in read.stretches if not one.clause]
    assert "Each side names a point of contact." in new
    assert read.missing == (name(0), name(2), name(4), name(5))


def test_a_file_of_another_text_says_so() -> None:
    read = lay_beside(read_document(written()), TEXT, "ab" * 32)

    assert read.other_text == ABOUT
