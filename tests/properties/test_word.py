"""Whatever a document holds, no letter of it is lost, and our own comes back as it was."""

import io
import zipfile
from collections import Counter
from copy import deepcopy
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.unit.positions.wordings import ABOUT, joint, name, statement, written

from comity.positions.word_clauses import lay_beside
from comity.positions.word_finder import says, tidy
from comity.positions.word_in import read_document, texts_of
from comity.positions.word_out import CLAUSE, NAMED, WORDING
from comity.positions.word_parts import element, printable

TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {"document.main": "document", "header": "header1", "footnotes": "footnotes"}
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

letters = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
NAMES = [CLAUSE + name(0)[:NAMED], CLAUSE + name(2)[:NAMED], WORDING + name(2, 2)[:NAMED]]
names = st.sampled_from([*NAMES, "comity_title", "_GoBack"])
authors = st.sampled_from(["Japan", "Natalia Kovalenko", "", "日本"])
numbers = st.integers(0, 5)


@st.composite
def marks(draw: st.DrawFn, sorts: str) -> etree._Element:
    sort = draw(st.sampled_from(sorts.split()))
    return element(sort, id=draw(numbers), author=draw(authors), date="2026-11-12T08:05:00Z")


@st.composite
def runs(draw: st.DrawFn) -> etree._Element:
    sort = draw(st.sampled_from(["t", "t", "delText", "instrText"]))
    words = element(sort)
    words.text = draw(letters)
    looks = element("rPr", draw(st.sampled_from([None, element("vanish")])))
    if draw(st.booleans()):
        looks.append(draw(marks("rPrChange")))
    sign = draw(st.sampled_from(["tab", "br", "noBreakHyphen", "softHyphen", "sym"]))
    signs = element(sign, char="F0A7") if draw(st.booleans()) else None
    return element("r", looks, words, signs)


@st.composite
def bookmarks(draw: st.DrawFn) -> etree._Element:
    sort = draw(st.sampled_from(["bookmarkStart", "bookmarkEnd"]))
    return element(sort, id=draw(numbers), name=draw(names))


AROUND = (
    "ins del moveFrom moveTo hyperlink smartTag sdt fldSimple ruby box other twice rPr"
).split()


@st.composite
def around(draw: st.DrawFn, inside: st.SearchStrategy[list[etree._Element]]) -> etree._Element:
    sort = draw(st.sampled_from(AROUND))
    held = draw(inside)
    match sort:
        case "ins" | "del" | "moveFrom" | "moveTo":
            mark = draw(marks(sort))
            mark.extend(held)
            return mark
        case "sdt":
            return element("sdt", element("sdtPr"), element("sdtContent", *held))
        case "ruby":
            return element("r", element("ruby", element("rt", *held), element("rubyBase")))
        case "box":
            return element("r", element("pict", element("txbxContent", element("p", *held))))
        case "twice":
            both = etree.Element(f"{{{MC}}}AlternateContent")
            again = deepcopy(held) if draw(st.booleans()) else draw(inside)
            for one, inner in (("Choice", held), ("Fallback", again)):
                half = etree.SubElement(both, f"{{{MC}}}{one}")
                half.append(element("txbxContent", element("p", *inner)))
            return element("r", both)
        case _:
            return element(sort, *held)


inline = st.recursive(
    st.one_of(runs(), runs(), bookmarks()),
    lambda inner: around(st.lists(inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def paragraphs(draw: st.DrawFn) -> etree._Element:
    end = element("rPr", draw(marks("ins del moveFrom moveTo"))) if draw(st.booleans()) else None
    return element("p", element("pPr", end), *draw(st.lists(inline, max_size=4)))


def table(rows: list[etree._Element]) -> etree._Element:
    return element("tbl", *(element("tr", element("tc", one)) for one in rows))


blocks = st.one_of(
    paragraphs(),
    paragraphs(),
    bookmarks(),
    runs(),
    st.lists(paragraphs(), min_size=1, max_size=2).map(table),
)
stories = st.lists(blocks, max_size=5)


def document(
    body: list[etree._Element], head: list[etree._Element], foot: list[etree._Element]
) -> bytes:
    """A .docx of these parts."""
    roots = {
        "document": element("document", element("body", *body)),
        "header1": element("hdr", *head),
        "footnotes": element("footnotes", element("footnote", *foot)),
    }
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{media}+xml"/>'
        for media, part in PARTS.items()
    )
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for part, root in roots.items():
            archive.writestr(f"word/{part}.xml", etree.tostring(root))
    return packed.getvalue()


def letters_in(data: bytes) -> Counter[str]:
    """Every letter of every w:t and w:delText of a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(f"word/{part}.xml")) for part in PARTS.values()]
    return Counter(chain.from_iterable(one.text or "" for root in roots for one in texts_of(root)))


@settings(max_examples=300, deadline=None)
@given(body=stories, head=stories, foot=stories)
def test_no_letter_that_was_inserted_or_deleted_is_ever_lost(
    body: list[etree._Element], head: list[etree._Element], foot: list[etree._Element]
) -> None:
    data = document(body, head, foot)

    read = read_document(data)
    laid = lay_beside(read, statement(), ABOUT)

    wanted = letters_in(data)
    everywhere = [one for p in (*read.paragraphs, *read.repeated) for one in p.segments]
    assert Counter("".join(one.text for one in everywhere if one.sort == "words")) == wanted
    placed = [
        *(one for stretch in laid.stretches for one in stretch.segments),
        *(one for p in (*laid.unplaced, *laid.title, *read.repeated) for one in p.segments),
    ]
    assert Counter("".join(one.text for one in placed if one.sort == "words")) == wanted
    assert all(says(one) for one in laid.unplaced)


@settings(max_examples=150, deadline=None)
@given(body=stories)
def test_every_insertion_and_deletion_is_told_as_a_revision(body: list[etree._Element]) -> None:
    read = read_document(document(body, [], []))
    laid = lay_beside(read, statement(), ABOUT)

    for stretch in laid.stretches:
        changed = [one.text for one in stretch.segments if one.inserted or one.deleted]
        told = [one.words for one in stretch.revisions if one.what != "formatted"]
        assert "".join(told) == "".join(changed)


words = st.text(
    st.sampled_from("they share information within 24 hours東京で会合を開くв Києві. "), max_size=60
)
clauses = st.lists(
    st.lists(
        st.tuples(words, st.sampled_from(["ua:S", "jp:S", "ua:S jp:O", "kr:S jp:S", "ua:A jp:S"])),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(wordings=clauses)
def test_each_wording_that_we_write_comes_back_as_itself_and_proposes_nothing_new(
    wordings: list[list[tuple[str, str]]],
) -> None:
    text = joint(*wordings)

    laid = lay_beside(read_document(written(text)), text, ABOUT)

    proposals = [one for stretch in laid.stretches for one in stretch.proposals]
    known = {tidy(printable(one)) for wanted in wordings for one, _ in wanted}
    assert {one.words for one in proposals if not one.alternative} <= known | {""}
    for stretch in laid.stretches:
        assert stretch.clause in text.clauses
        assert stretch.base in known | {"[delete this clause]"}
        single = [one for one in stretch.proposals if one.author]
        assert all(one.alternative for one in single)


def test_the_same_text_is_written_in_the_same_bytes() -> None:
    assert written() == written()
