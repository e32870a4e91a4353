"""Cases of what has no keys: canonical bytes, records, bodies, trees."""

import json
from typing import Any

from tests.conformance.making.cases import File, given
from tests.conformance.making.of_systems import OF_SYSTEMS
from tests.conformance.making.wire import canonical, genesis, leaf, path, record, report, root

CIRCLE = "9f" * 32
LARGEST = 2**53 - 1

VALUES: list[tuple[str, Any]] = [
    ("nothing in it", {}),
    ("keys in the order of their bytes", {"b": 1, "a": 2, "B": 3, "10": 4, "2": 5, "_": 6, "": 7}),
    ("letters outside ASCII as they are", {"name": "Київ 東京", "flag": "🇺🇦"}),
    ("letters that have a short escape", '"\\\b\f\n\r\t'),
    ("letters that have a long escape, in small digits", "\0\x1f"),
    ("letters that need no escape", "/\x7f\u2028\u2029"),
    ("an escape in a key", {"\n": 1}),
    ("the largest and the smallest number", [LARGEST, -LARGEST, 0, -1]),
    ("words of JSON", [None, True, False]),
    ("sixteen lists inside each other", json.loads("[" * 16 + "]" * 16)),
]

NOT_CANONICAL: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("a key twice", b'{"a":1,"a":1}', ("duplicate-key",)),
    ("a key twice, once with an escape", b'{"a":1,"\\u0061":2}', ("duplicate-key",)),
    ("a key twice, deep inside", b'{"a":[{"b":{},"b":{}}]}', ("duplicate-key",)),
    ("a fraction", b'{"a":1.5}', ("fraction",)),
    ("a whole number with a point", b'{"a":1.0}', ("fraction",)),
    ("a whole number with an exponent", b'{"a":1e2}', ("fraction", "not-canonical")),
    ("minus nothing", b"[-0]", ("not-canonical", "fraction")),
    ("2**53", b"[9007199254740992]", ("integer-too-large",)),
    ("-(2**53)", b"[-9007199254740992]", ("integer-too-large",)),
    ("2**64", b"[18446744073709551616]", ("integer-too-large", "fraction")),
    ("400 digits", b"[" + b"1" * 400 + b"]", ("integer-too-large", "fraction", "not-canonical")),
    ("not a number", b"[NaN]", ("not-canonical",)),
    ("a key that is not ASCII", '{"é":1}'.encode(), ("key-alphabet",)),
    ("seventeen lists", b"[" * 17 + b"]" * 17, ("too-deep",)),
    ("5,000 lists", b"[" * 5000 + b"]" * 5000, ("too-deep", "not-canonical")),
    (
        "1,000 lists under a key that stands twice",
        b'{"a":' + b"[" * 1000 + b"]" * 1000 + b',"a":1}',
        ("duplicate-key", "too-deep", "not-canonical"),
    ),
    ("keys out of order", b'{"b":1,"a":1}', ("not-canonical",)),
    ("a space", b'{"a": 1}', ("not-canonical",)),
    ("a line break at the end", b"{}\n", ("not-canonical",)),
    ("a byte order mark", b"\xef\xbb\xbf{}", ("not-canonical",)),
    ("an escape that is not needed", b'["\\u0061"]', ("not-canonical",)),
    ("an escape in capital digits", b'["\\u001F"]', ("not-canonical",)),
    ("an escaped slash", b'["\\/"]', ("not-canonical",)),
    ("half a surrogate pair", b'["\\ud800"]', ("not-canonical",)),
    ("a surrogate as UTF-8", b'["\xed\xa0\x80"]', ("not-canonical",)),
    ("a byte that is not UTF-8", b'["\xff"]', ("not-canonical",)),
    ("a comma too much", b"[1,]", ("not-canonical",)),
    ("a zero before a number", b"[01]", ("not-canonical",)),
    ("two values", b"{}{}", ("not-canonical",)),
    ("no bytes", b"", ("not-canonical",)),
]


def of_canonical() -> File:
    """Return the cases of canonical bytes."""
    file = File("canonical", "Canonical bytes: RFC 8785 within our limits")
    for says, value in VALUES:
        data = canonical(value)
        file.add("encode", "canonical", says, {"value": value}, answer={"bytes": given(data)})
        file.add("check", "canonical", says, {"bytes": given(data)}, answer={})
    for says, data, codes in NOT_CANONICAL:
        file.add("check", "canonical", says, {"bytes": given(data)}, refused=codes)
    return file


def changed(encoded: bytes, **fields: object) -> bytes:
    """Return a record with other fields; one that is None is left out."""
    parts = {**json.loads(encoded), **fields}
    return canonical({name: value for name, value in parts.items() if value is not None})


def of_records() -> File:
    """Return the cases of single records."""
    first = genesis("ua", {"ua": "1" * 64, "jp": "2" * 64})
    circle = leaf(first).hex()
    second = record(circle, "ua", first, report("Agenda", "Порядок денний / 議題"))
    answer = record(circle, "jp", None, report("Agreed"), cut={"ua": second}, marking="TLP:CLEAR")
    unknown = record(circle, "jp", answer, {"wind": [3, "NW"]}, kind="x-weather/12")
    file = File("record", "Records, each for itself: form, hash, limits")
    for says, encoded in (
        ("the first record of a circle: its circle is its own hash", first),
        ("a record after it", second),
        ("the first record of another member, with a cut", answer),
        ("a kind that nobody knows", unknown),
        ("a marking that nobody knows", changed(second, marking="NATO RESTRICTED")),
        ("a body that does not fit its kind is no fault of the record", changed(second, body={})),
        ("262,144 bytes", filled(second, 262_144)),
    ):
        held = json.loads(encoded)
        found = {"hash": leaf(encoded).hex(), "circle": held["circle"] or leaf(encoded).hex()}
        file.add("check", "record", says, {"bytes": given(encoded)}, answer=found)
        if len(encoded) < 9000:
            out = {"bytes": given(encoded), "hash": leaf(encoded).hex()}
            file.add("encode", "record", says, {"record": held}, answer=out)
    wrong: list[tuple[str, bytes]] = [
        ("a field is missing", changed(second, marking=None)),
        ("a field more", changed(second, note="x")),
        ("not an object", b"[]"),
        ("a circle in capitals", changed(second, circle="9F" * 32)),
        ("no circle, and not the first record", changed(second, circle="")),
        ("no circle, and not of kind circle/1", changed(first, kind="report/1")),
        ("a party in capitals", changed(second, party="UA")),
        ("a party of one letter", changed(second, party="u")),
        ("number 0", changed(second, seq=0)),
        ("a number as text", changed(second, seq="2")),
        ("a number that is true", changed(second, seq=True)),
        ("the first record has one before it", changed(answer, prev="1" * 64)),
        ("a later record has none before it", changed(second, prev="")),
        ("the cut is a list", changed(answer, cut=[])),
        ("the cut names its author", changed(answer, cut={"jp": [1, "1" * 64]})),
        ("the cut names nothing of a party", changed(answer, cut={"ua": [0, ""]})),
        ("the cut has a hash alone", changed(answer, cut={"ua": ["1" * 64]})),
        ("a kind without a version", changed(second, kind="report")),
        ("a kind of version 0", changed(second, kind="report/0")),
        ("a kind of version 01", changed(second, kind="report/01")),
        ("a kind of version 1000", changed(second, kind="report/1000")),
        ("a body that is text", changed(second, body="text")),
        ("a moment without milliseconds", changed(second, at="2026-03-05T09:30:00Z")),
        ("a moment in another zone", changed(second, at="2026-03-05T09:30:00.000+09:00")),
        ("a month 13", changed(second, at="2026-13-05T09:30:00.000Z")),
        ("an hour 24", changed(second, at="2026-03-05T24:00:00.000Z")),
        ("a second 60", changed(second, at="2026-03-05T23:59:60.000Z")),
        ("a moment in full-width digits", changed(second, at="２０２６-03-05T09:30:00.000Z")),
        ("a marking in small letters", changed(second, marking="tlp:amber")),
        ("no marking", changed(second, marking="")),
        ("a line break after the party", changed(second, party="ua\n")),
        ("no salt", changed(second, salt=None)),
        ("a salt of 31 digits", changed(second, salt="0" * 31)),
        ("a salt in capitals", changed(second, salt="A" * 32)),
    ]
    for says, encoded in wrong:
        file.add("check", "record", says, {"bytes": given(encoded)}, refused="malformed-record")
    big = {"bytes": given(filled(second, 262_145))}
    file.add("check", "record", "262,145 bytes", big, refused="record-too-large")
    return file


def filled(encoded: bytes, size: int) -> bytes:
    """Return a record of exactly so many bytes."""
    empty = len(changed(encoded, body={"text": ""}))
    return changed(encoded, body={"text": "x" * (size - empty)})


LETTERS = "Д" * 300

BODIES: list[tuple[str, str, dict[str, Any], bool]] = [
    ("a report", "report/1", report("Agenda"), True),
    ("300 letters of two bytes each", "report/1", report(LETTERS), True),
    ("301 letters", "report/1", report(LETTERS + "Д"), False),
    ("a subject of no letters", "report/1", report(""), False),
    ("an unknown precedence", "report/1", report("Agenda", precedence="urgent"), False),
    ("a language that is a list", "report/1", {**report("Agenda"), "language": []}, False),
    ("a language without a code here", "report/1", {**report("Agenda"), "language": "fr"}, False),
    ("a field more", "report/1", {**report("Agenda"), "colour": "red"}, False),
    (
        "everything that a report may have",
        "report/1",
        {
            **report("Agenda", "See the list.", "flash"),
            "attachments": [
                {
                    "name": "list.pdf",
                    "size": 2_147_483_648,
                    "type": "application/pdf",
                    "key": "ab" * 32,
                    "address": "cd" * 32,
                }
            ],
            "reply_to": "1" * 64,
            "quotes": ["2" * 64],
            "answer_by": "2026-03-06T09:30:00.000Z",
            "read_receipt": True,
        },
        True,
    ),
    (
        "an attachment of more than 2 GiB",
        "report/1",
        {
            **report("Agenda"),
            "attachments": [
                {
                    "name": "list.pdf",
                    "size": 2_147_483_649,
                    "type": "application/pdf",
                    "key": "ab" * 32,
                    "address": "cd" * 32,
                }
            ],
        },
        False,
    ),
    ("it was read", "read/1", {"record": "1" * 64}, True),
    ("a hash in capitals", "read/1", {"record": "A" * 64}, False),
    ("a recall", "recall/1", {"record": "1" * 64, "reason": "Sent in error"}, True),
    ("a recall without a reason", "recall/1", {"record": "1" * 64}, False),
    ("an answer to it", "recalled/1", {"recall": "1" * 64, "done": True, "note": ""}, True),
    (
        "an answer of 1",
        "recalled/1",
        {"recall": "1" * 64, "done": 1, "note": ""},
        False,
    ),
    ("an acknowledgement", "ack/1", {}, True),
    ("an acknowledgement that says something", "ack/1", {"text": "ok"}, False),
    ("a signature", "sign/1", {"object": "1" * 64, "revision": "2" * 64}, True),
    ("a signature of nothing", "sign/1", {"object": "1" * 64}, False),
    ("an object", "open/1", {"type": "decision", "title": {"uk": "Рішення", "ja": "決定"}}, True),
    ("an object of no known type", "open/1", {"type": "law", "title": {"en": "Law"}}, False),
    ("an object without a title", "open/1", {"type": "decision", "title": {}}, False),
    ("a completion", "complete/1", {"object": "1" * 64, "revision": "2" * 64}, True),
    ("a withdrawal", "withdraw/1", {"object": "1" * 64, "reason": {"en": "New facts"}}, True),
]


def of_bodies() -> File:
    """Return the cases of bodies against their kinds."""
    file = File("body", "Bodies: what may stand in a record of each kind")
    for says, kind, body, fits in BODIES:
        _add(file, says, kind, body, fits=fits)
    unknown = {"kind": "x-weather/12", "body": {"wind": []}}
    file.add("check", "body", "a kind that nobody knows", unknown, answer={"known": False})
    for says, kind, body, fits in OF_SYSTEMS:
        _add(file, says, kind, body, fits=fits)
    return file


def _add(file: File, says: str, kind: str, body: dict[str, Any], *, fits: bool) -> None:
    put = {"kind": kind, "body": body}
    if fits:
        file.add("check", "body", says, put, answer={"known": True})
    else:
        file.add("check", "body", says, put, refused="record-body")


DATA = [
    bytes.fromhex(one)
    for one in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
"""What the leaves of the well-known test trees of RFC 6962 hold."""


def of_trees() -> File:
    """Return the cases of trees and paths."""
    file = File("tree", "Trees: RFC 6962 roots and inclusion paths over record hashes")
    leaves = [leaf(one) for one in DATA]
    for size in range(len(DATA) + 1):
        put: dict[str, Any] = {"leaves": [one.hex() for one in leaves[:size]]}
        out = {"root": root(leaves[:size]).hex()}
        file.add("encode", "root", f"{size} leaves", put, answer=out)
    for size, index in ((1, 0), (2, 1), (3, 0), (3, 2), (5, 4), (7, 3), (8, 5)):
        steps = [one.hex() for one in path(index, leaves[:size])]
        put = {"leaves": [one.hex() for one in leaves[:size]], "index": index}
        says = f"leaf {index} of {size}"
        file.add("encode", "path", says, put, answer={"path": steps})
        claim = claimed(leaves, index, size)
        file.add("check", "inclusion", says, claim, answer={})
    good = claimed(leaves, 3, 7)
    steps = list(good["path"])
    for says, fault in (
        ("a step is missing", {"path": steps[:-1]}),
        ("a step too many", {"path": [*steps, "00" * 32]}),
        ("another leaf", {"leaf": leaves[2].hex()}),
        ("another place", {"index": 2}),
        ("another root", {"root": root(leaves).hex()}),
        ("a place outside", {"index": 7}),
        ("steps in the other order", {"path": steps[::-1]}),
        ("no leaf at all", {"index": 0, "size": 0, "path": []}),
        ("one leaf and a step", {**claimed(leaves, 0, 1), "path": ["00" * 32]}),
    ):
        file.add("check", "inclusion", says, {**good, **fault}, refused="not-included")
    return file


def claimed(leaves: list[bytes], index: int, size: int) -> dict[str, Any]:
    """Return the claim that a tree includes a leaf."""
    return {
        "leaf": leaves[index].hex(),
        "index": index,
        "size": size,
        "path": [one.hex() for one in path(index, leaves[:size])],
        "root": root(leaves[:size]).hex(),
    }
