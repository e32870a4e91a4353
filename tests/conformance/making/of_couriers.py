"""Cases of courier files: the frame, and parcels and receipts inside it."""

import struct

from tests.conformance.making.cases import File, given
from tests.conformance.making.people import People
from tests.conformance.making.story import Story, node
from tests.conformance.making.wire import AT, COURIER, SECONDS, canonical, courier, receipt, sized


def of_couriers(people: People) -> File:
    """Return the cases of courier files."""
    story = Story(people)
    shared = {"fresh": node(story), "three": node(story, story.run(1, 3))}
    file = File("courier", "Courier files: parcels and receipts that are carried", shared)
    header = {"v": 1, "from": "ua", "to": "jp", "at": AT}
    first, second = (b"P", story.run(1, 1)), (b"P", story.run(2, 3))
    told = receipt(story.text(3), "kr", SECONDS, story.kr.signing)
    entries = [first, second, (b"R", told)]
    for says, like, inside, records, receipts, refused in (
        ("two parcels and a receipt", "fresh", entries, 3, 1, []),
        ("the same file again", "three", entries, 0, 1, []),
        ("nothing in it", "fresh", [], 0, 0, []),
        ("the second parcel before the first", "fresh", [second, first], 1, 0, ["unknown-circle"]),
        ("a parcel twice", "fresh", [first, first], 1, 0, []),
        ("one bit of a parcel is another, and the sum is right", "fresh",
         [(b"P", first[1][:-1] + bytes([first[1][-1] ^ 1])), first], 1, 0, ["damaged-parcel"]),
    ):  # fmt: skip
        found = {"from": "ua", "records": records, "receipts": receipts, "refused_entries": refused}
        put = {"file": given(courier(header, inside))}
        file.add("open", "courier", says, put, answer=found, like=like)
    refuse(file, header, entries)
    return file


def refuse(file: File, header: dict[str, object], entries: list[tuple[bytes, bytes]]) -> None:
    """Add files of which nothing is taken."""
    good = courier(header, entries)
    start = COURIER + sized(canonical(header))
    large = b"P" + struct.pack(">I", (16 << 20) + 1)
    second = len(courier(header, entries[:1])) - 37
    for says, code, data in (
        ("no bytes", "courier-file", b""),
        ("line breaks that a program mended", "courier-file", good.replace(b"\r\n", b"\n", 1)),
        ("its last byte is missing", "courier-file", good[:-1]),
        ("its end is missing", "courier-file", good[:-37]),
        ("something after its end", "courier-file", good + b"\n"),
        ("another sum at its end", "courier-file", good[:-1] + bytes([good[-1] ^ 1])),
        ("an entry is missing", "courier-file", start + good[second:]),
        ("an entry of an unknown sort", "courier-file", courier(header, [(b"X", b"?")])),
        ("an entry of 16,777,217 bytes", "courier-file", start + large + b"xyz"),
        ("a header of 4,097 bytes", "courier-file", COURIER + sized(b" " * 4097)),
        ("a field more in its header", "courier-file", courier({**header, "x": 1}, [])),
        ("version 2", "courier-file", courier({**header, "v": 2}, [])),
        ("a header that is not canonical", "not-canonical",
         COURIER + sized(canonical(header) + b" ")),
        ("for somebody else", "wrong-audience", courier({**header, "to": "kr"}, entries)),
    ):  # fmt: skip
        put = {"file": given(data)}
        file.add("open", "courier", says, put, refused=code, like="fresh")
