"""What we write of a joint text: whose revisions stand where."""

import io
import zipfile

import pytest
from lxml import etree
from tests.unit.positions.wordings import ABOUT, JP, NAMES, PROMPTLY, WITHIN, joint, name, written

from comity.agreement.text import Text
from comity.positions.word_clauses import lay_beside
from comity.positions.word_in import attribute, local, read_document
from comity.positions.word_package import Element

CONDEMN = "They condemn the transfer of weapons and ask all states to stop it."
EVENT, TRANSFER = "within 24 hours of a relevant event", "the transfer of weapons and ask"
KOREA = "Republic of Korea"


def body(text: Text, language: str = "en") -> Element:
    with zipfile.ZipFile(io.BytesIO(written(text, language))) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def attributes(root: Element) -> list[tuple[str, str]]:
    """Every attribute of a part, without its namespace."""
    pairs = [pair for one in root.iter() for pair in one.items()]
    return [(str(name).rpartition("}")[2], str(value)) for name, value in pairs]


def lines(text: Text, language: str = "en") -> list[str]:
    """Each paragraph after the title, with +inserted+ and -deleted- words and their authors."""
    found = []
    for paragraph in read_document(written(text, language)).paragraphs[1:]:
        line = ""
        for one in paragraph.segments[:-1]:
            if one.inserted:
                line += f"+{one.text}+{one.inserted.author}+"
            elif one.deleted:
                line += f"-{one.text}-{one.deleted.author}-"
            else:
                line += one.text
        found.append(line)
    return found[: len(found) - 2]  # without header and footer


def test_another_wording_stands_over_the_base_in_the_name_of_its_party() -> None:
    assert lines(joint([(WITHIN, "ua:S"), (PROMPTLY, "jp:S")])) == [
        f"They share information -{EVENT}-Japan-+as promptly as possible+Japan+."
    ]


def test_an_agreed_clause_stands_without_revisions() -> None:
    assert lines(joint([(WITHIN, "ua:S jp:A"), (PROMPTLY, "jp:A")])) == [WITHIN]


def test_a_wording_that_nobody_supports_is_not_shown() -> None:
    assert lines(joint([(WITHIN, "ua:O"), (PROMPTLY, "jp:S")])) == [PROMPTLY]


def test_two_parties_that_change_different_words_both_stand_in_the_line() -> None:
    text = joint(
        [
            (CONDEMN, "ua:S"),
            (CONDEMN.replace("condemn", "strongly condemn"), "jp:S"),
            (CONDEMN.replace("all states", "every state"), "kr:S"),
        ]
    )

    (line,) = lines(text)
    assert line == (
        f"They+ strongly+Japan+ condemn {TRANSFER} -all states-{KOREA}-+every state+{KOREA}+ to "
        "stop it."
    )


def test_a_second_wording_of_one_party_or_over_the_same_words_stands_below() -> None:
    calm = CONDEMN.replace("all states", "every state")
    text = joint(
        [
            (CONDEMN, "ua:S"),
            (CONDEMN.replace("condemn", "regret"), "jp:S"),
            (calm, "jp:S"),
            (CONDEMN.replace("condemn", "deplore"), "kr:S"),
        ]
    )

    assert lines(text)[1:] == [
        f"+{calm}+Japan+",
        f"+{CONDEMN.replace('condemn', 'deplore')}+Republic of Korea+",
    ]


def test_a_deletion_that_cannot_be_drawn_is_written_in_words() -> None:
    text = joint([(WITHIN, "ua:S"), (PROMPTLY, "jp:S"), ("", "kr:S")])

    assert lines(text)[1] == "+[delete this clause]+Republic of Korea+"
    laid = lay_beside(read_document(written(text)), text)
    assert [one.base for one in laid.stretches] == [WITHIN, "[delete this clause]"]
    assert [p.alternative for one in laid.stretches for p in one.proposals] == [name(0, 1)]


def test_japanese_is_compared_word_by_word() -> None:
    text = joint(
        [
            ("両国は情報を24時間以内に共有する。", "ua:S"),
            ("両国は情報を可能な限り速やかに共有する。", "jp:S"),
        ],
        language="ja",
    )

    (line,) = lines(text, "ja")

    assert line.startswith("両国は情報を-24時間以内")
    assert line.endswith("共有する。")


def test_a_wording_in_another_language_is_marked_with_it() -> None:
    text = joint([("Сторони обмінюються інформацією.", "ua:S")], language="uk")

    tongues = {value for _, value in attributes(body(text, "ja"))}

    assert "uk-UA" in tongues


def test_revisions_carry_the_time_of_their_record_and_numbers_of_their_own() -> None:
    root = body(
        joint([(WITHIN, "ua:S"), (PROMPTLY, "jp:S")], [(PROMPTLY, "jp:S"), (WITHIN, "ua:S")])
    )

    dates = {value for name, value in attributes(root) if name == "date"}
    marks = [one for one in root.iter() if local(one) in {"ins", "del", "bookmarkStart"}]
    numbers = [attribute(one, "id") for one in marks]

    assert dates == {"2026-11-12T08:05:00Z"}
    assert len(numbers) == len(set(numbers))


def test_a_clause_whose_deletion_is_agreed_is_not_shown() -> None:
    assert lines(joint([(WITHIN, "ua:O"), ("", "ua:S jp:S")], [(PROMPTLY, "jp:S")])) == [PROMPTLY]


@pytest.mark.parametrize("words", ["=1+1\x00\x07", "tab\there", "two\nlines", "\ufffe\ud7ff"])
def test_odd_letters_are_written_so_that_xml_can_hold_them(words: str) -> None:
    text = joint([(words, "ua:S")])

    (found,) = lay_beside(read_document(written(text)), text).stretches

    assert found.clause == name(0)
    assert "\x00" not in found.base


def test_the_marking_stands_in_header_and_footer_and_the_text_is_named() -> None:
    read = read_document(written())

    beside = {one.place.value: one.words for one in read.paragraphs if one.place.value != "body"}

    assert beside["header"] == "TLP:AMBER"
    assert beside["footer"].startswith("TLP:AMBER · As of 12 Nov 2026")
    assert dict(read.properties) == {"ComityText": ABOUT, "ComityLanguage": "en"}
    assert NAMES[JP] == "Japan"
