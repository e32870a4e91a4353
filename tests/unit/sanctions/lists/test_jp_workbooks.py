import zlib

from comity.sanctions.lists.jp_workbooks import OLE, has_word, is_web_page


def part(name: bytes, content: bytes) -> bytes:
    """One part of a ZIP file as its local header announces it, without a directory."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    header = b"PK\x03\x04" + b"\0" * 22 + len(name).to_bytes(2, "little") + b"\0\0"
    return header + name + packer.compress(content) + packer.flush()


def test_a_word_is_found_in_a_workbook_without_a_directory() -> None:
    content = part(b"xl/styles.xml", b"<x/>") + part(b"xl/sharedStrings.xml", "告示".encode())

    assert has_word(content, "告示")


def test_a_word_written_as_numbers_is_found() -> None:
    content = part(b"xl/sharedStrings.xml", b"<t>&#21578;&#31034;</t>")

    assert has_word(content, "告示")


def test_a_word_is_found_in_an_old_workbook() -> None:
    assert has_word(OLE + "告示".encode("utf-16-le"), "告示")


def test_a_word_in_another_file_is_not_asked_for() -> None:
    assert not has_word("告示".encode(), "告示")


def test_a_broken_part_holds_no_word() -> None:
    broken = part(b"xl/sharedStrings.xml", "告示".encode()).replace(b"xml", b"xml\xff\xff\xff")

    assert not has_word(broken, "告示")


def test_a_web_page_is_known_behind_a_byte_order_mark() -> None:
    assert is_web_page(b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>")
