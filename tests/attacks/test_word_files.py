"""Word documents that were made to do harm."""

import io
import zipfile
from collections.abc import Callable

import pytest
from tests.unit.positions.wordings import statement, written

from comity.errors import RefusedError
from comity.positions.word_clauses import lay_beside
from comity.positions.word_in import read_document
from comity.positions.word_package import (
    LARGEST_PART,
    MOST_BYTES,
    MOST_PARTS,
    WordFileError,
    WordHostileError,
    WordLargeError,
    open_package,
)

BOMB = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ELSEWHERE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def with_parts(**changed: bytes) -> bytes:
    """Our own document with some parts replaced or added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.infolist():
            if one.filename not in changed:
                new.writestr(one, old.read(one))
        for name, data in changed.items():
            new.writestr(name, data)
    return made.getvalue()


def main(change: Callable[[bytes], bytes]) -> bytes:
    """Our own document with its main part changed."""
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        return with_parts(**{"word/document.xml": change(archive.read("word/document.xml"))})


def after_head(data: bytes, more: bytes) -> bytes:
    head, _, rest = data.partition(b"?>")
    return head + b"?>" + more + rest


@pytest.mark.parametrize("kind", [BOMB, ELSEWHERE, b"<!DOCTYPE w>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_read(kind: bytes, encoding: str) -> None:
    def change(data: bytes) -> bytes:
        text = after_head(data, kind).decode().replace("UTF-8", encoding.upper())
        return text.encode(encoding)

    with pytest.raises(WordHostileError):
        read_document(main(change))


def test_utf_7_is_refused() -> None:
    with pytest.raises(RefusedError):
        read_document(main(lambda data: data.replace(b"UTF-8", b"UTF-7")))


def test_a_part_that_grows_without_end_is_stopped_where_the_limit_is() -> None:
    huge = b"<w>" + b" " * (LARGEST_PART + 10)

    packed = with_parts(**{"word/header1.xml": huge})

    assert len(packed) < 200_000
    with pytest.raises(WordLargeError):
        read_document(packed)


def test_many_parts_that_are_large_together_are_stopped() -> None:
    huge = b"<w>" + b" " * 9_000_000 + b"</w>"

    with pytest.raises(WordLargeError):
        read_document(with_parts(**{f"word/_rels/x{n}.rels": huge for n in range(9)}))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(WordLargeError):
        read_document(with_parts(**{f"x/{number}": b"" for number in range(MOST_PARTS)}))


def test_a_file_that_is_too_large_is_refused_unopened() -> None:
    with pytest.raises(WordLargeError):
        read_document(b"PK" + bytes(MOST_BYTES))


def test_too_many_elements_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(WordLargeError):
        read_document(main(lambda data: data.replace(b"</w:body>", b"<w:p/>" * 1_000_001)))


def test_a_size_that_lies_is_not_believed() -> None:
    data = bytearray(with_parts(**{"word/header1.xml": b"<w>" + b" " * (LARGEST_PART + 10)}))
    place = data.rindex(b"word/header1.xml") - 46
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")

    with pytest.raises(RefusedError):
        read_document(bytes(data))


def test_two_parts_of_one_name_are_refused() -> None:
    made = io.BytesIO(written())
    with (
        zipfile.ZipFile(made, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("word/document.xml", b"<other/>")

    with pytest.raises(WordHostileError):
        read_document(made.getvalue())


def test_elements_that_stand_too_deep_in_each_other_are_refused() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b"</w:body>", b"<w:sdt>" * 200 + b"</w:sdt>" * 200 + b"</w:body>")

    with pytest.raises(WordFileError):
        read_document(main(change))


def test_macros_are_left_alone_and_that_is_said() -> None:
    read = read_document(with_parts(**{"word/vbaProject.bin": b"Sub AutoOpen()"}))

    assert read.macros


def test_a_template_from_elsewhere_is_counted_and_never_fetched() -> None:
    """The sockets of tests are closed: to fetch anything would fail."""
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://192.0.2.1/x.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )

    assert read_document(with_parts(**{"word/_rels/settings.xml.rels": rels})).external == 1


def test_a_foreign_file_in_the_place_of_text_is_named_as_unread() -> None:
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/aFChunk" Target="chunk.htm"/></Relationships>'
    )
    data = with_parts(**{"word/_rels/document.xml.rels": rels, "word/chunk.htm": b"<p>more</p>"})

    assert read_document(data).unread == ("word/chunk.htm",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        b"{\\rtf1 text}",
        written()[:-30],
        written()[:2000] + b"\0" * 50 + written()[2050:],
        with_parts(**{"[Content_Types].xml": b"<Types/>"}),
        with_parts(**{"word/document.xml": b"<w:document"}),
        with_parts(**{"docProps/custom.xml": b"not xml"}),
    ],
)
def test_what_is_no_document_is_refused_with_an_error_that_says_why(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        open_package(data)

    assert refused.value.code in {"word-file", "word-hostile", "word-large"}


def test_any_byte_may_be_wrong_and_nothing_but_a_refusal_comes_of_it() -> None:
    whole = written()

    for place in range(0, len(whole), 13):
        data = whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :]
        try:
            lay_beside(read_document(data), statement())
        except RefusedError:
            continue


def test_hidden_words_are_read_and_marked_hidden() -> None:
    def change(data: bytes) -> bytes:
        hidden = b"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unless Japan objects</w:t></w:r></w:p>"
        return data.replace(b"<w:sectPr>", hidden + b"<w:sectPr>")

    read = read_document(main(change))

    (found,) = [one for p in read.paragraphs for one in p.segments if one.hidden]
    assert found.text == "unless Japan objects"
