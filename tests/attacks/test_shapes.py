"""Attacks with bytes that are no record, header or message, or too many of them."""

import struct
from collections.abc import Callable
from hashlib import sha256

import pytest
from tests.attacks.pen import Pen, goes_on, refusal
from tests.journeys.capitals import JAPAN, UKRAINE, World, identity

from comity.exchange.parcel import FIXED, LARGEST, MAGIC, MOST_RECORDS, make, pack
from comity.exchange.parcel import read as read_parcel
from comity.records.canonical import decode
from comity.seal.messages import Label, sign
from comity.seal.sealing import seal

KEYS = identity(JAPAN).keys.signing
DEEP = b"[" * 50_000 + b"]" * 50_000


def with_header(parcel: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A parcel with another header, sealed and signed anew by its carrier."""
    read = read_parcel(parcel)
    header = change(read.header.encode())
    framed = MAGIC + struct.pack(">I", len(header)) + header
    sealed = seal(b"", identity(UKRAINE).card.sealing, sha256(framed).digest())
    clear = framed + sha256(sealed).digest()
    return clear + sign(Label.PARCEL, clear, KEYS) + sealed


HEADERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "duplicate key": ("duplicate-key", lambda h: b'{"card":"",' + h[1:]),
    "spaces": ("not-canonical", lambda h: h.replace(b",", b", ")),
    "deep nesting": ("too-deep", lambda h: h.replace(b'"run"', b"[" * 20 + b"]" * 20)),
    "a fraction": ("fraction", lambda h: h.replace(b'"first":2', b'"first":2.5')),
    "a list": ("parcel", lambda _: b"[]"),
    "no JSON": ("not-canonical", lambda _: b"first=2"),
    "unknown version": ("unknown-version", lambda h: h.replace(b'"v":1', b'"v":2')),
    "unknown way of sealing": ("unknown-version", lambda h: h.replace(b"hpke-", b"none-")),
    "unknown way of signing": ("unknown-version", lambda h: h.replace(b"ed25519", b"rsa")),
    "unknown field": ("parcel", lambda h: h.replace(b'{"card"', b'{"aaa":1,"card"')),
    "missing field": ("parcel", lambda h: h.replace(b'"form":"run",', b"")),
    "unknown form": ("parcel", lambda h: h.replace(b'"run"', b'"walk"')),
    "a form that is a list": ("parcel", lambda h: h.replace(b'"run"', b"[]")),
    "an early run": (
        "parcel",
        lambda h: h.replace(b'"run"', b'"early"').replace(b'"last":2', b'"last":3'),
    ),
    "unknown precedence": ("parcel", lambda h: h.replace(b'"routine"', b'"soon"')),
    "a precedence that is an object": ("parcel", lambda h: h.replace(b'"routine"', b"{}")),
    "backwards": ("parcel", lambda h: h.replace(b'"last":2', b'"last":1')),
    "from nothing": ("parcel", lambda h: h.replace(b'"first":2', b'"first":0')),
    "a number that is true": ("parcel", lambda h: h.replace(b'"first":2', b'"first":true')),
    "too many records": ("oversize", lambda h: h.replace(b'"last":2', b'"last":1026')),
    "endless records": ("oversize", lambda h: h.replace(b'"last":2', b'"last":9007199254740991')),
    "too large a number": (
        "integer-too-large",
        lambda h: h.replace(b'"last":2', b'"last":9007199254740992'),
    ),
    "a party that is none": ("parcel", lambda h: h.replace(b'"chain":"jp"', b'"chain":"J P"')),
    "a party that is a list": ("parcel", lambda h: h.replace(b'"chain":"jp"', b'"chain":["jp"]')),
    "no day": ("parcel", lambda h: h.replace(b"2026-03-05", b"2026-13-05")),
    "an upper-case hash": ("parcel", lambda h: h.replace(b'"circle":"', b'"circle":"A')),
}


@pytest.mark.parametrize("name", HEADERS)
def test_header(two: World, circle: str, name: str) -> None:
    code, change = HEADERS[name]
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = with_header(pen.parcel(UKRAINE), change)

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


RECORDS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "duplicate key": ("duplicate-key", lambda r: b'{"at":"2026-03-04T09:30:00.000Z",' + r[1:]),
    "duplicate key in the body": (
        "duplicate-key",
        lambda r: r.replace(b'"text":"Invented"', b'"text":"Other","text":"Invented"'),
    ),
    "deep nesting": ("too-deep", lambda r: r.replace(b'"Invented"', DEEP)),
    "spaces": ("not-canonical", lambda r: r.replace(b",", b", ")),
    "escapes": ("not-canonical", lambda r: r.replace(b"Invented", b"\\u0049nvented")),
    "letters outside ASCII in a key": (
        "key-alphabet",
        lambda r: r.replace(b'"text"', '"téxt"'.encode()),
    ),
    "a fraction": ("fraction", lambda r: r.replace(b'"Invented"', b"1.5")),
    "no number": ("not-canonical", lambda r: r.replace(b'"Invented"', b"NaN")),
    "unknown field": ("malformed-record", lambda r: b'{"aaa":1,' + r[1:]),
    "no object": ("malformed-record", lambda _: b"[]"),
    "no UTF-8": ("not-canonical", lambda r: r.replace(b"Invented", b"\xff\xfe")),
    "too large": ("record-too-large", lambda r: r.replace(b"Invented", b"I" * (256 << 10))),
    "nothing": ("not-canonical", lambda _: b""),
}


@pytest.mark.parametrize("name", RECORDS)
def test_record(two: World, circle: str, name: str) -> None:
    code, change = RECORDS[name]
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    blobs = [change(pen.records[-1].encoded), pen.note()]

    assert refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE, blobs=blobs), sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


MESSAGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "duplicate key": ("duplicate-key", lambda m: b'{"at":"2026-03-04T09:30:00.000Z",' + m[1:]),
    "deep nesting": ("too-deep", lambda _: DEEP),
    "spaces": ("not-canonical", lambda m: m.replace(b",", b", ")),
    "unknown version": ("message", lambda m: m.replace(b'"v":1', b'"v":2')),
    "unknown field": ("message", lambda m: b'{"aaa":1,' + m[1:]),
    "no object": ("message", lambda _: b"[]"),
    "no signature": ("message", lambda m: m[: m.index(b',"signature"')] + b',"to":"ua","v":1}'),
    "a day that is in no calendar": ("message", lambda m: m.replace(b"2026-03-05", b"2026-02-31")),
    "a signature that is a list": (
        "message",
        lambda m: m[: m.index(b'"signature"')] + b'"signature":[],"to":"ua","v":1}',
    ),
    "a head that is none": ("message", lambda m: m.replace(b'"heads":{', b'"heads":{"00":{},')),
    "too many circles": (
        "message",
        lambda m: m.replace(b'"heads":{', b'"heads":{' + b",".join(
            b'"%064x":{}' % number for number in range(1001)
        ) + b","),
    ),
    "too large": ("message", lambda m: m.replace(b'"from":"jp"', b'"from":"%s"' % (b"j" * 2**20))),
}  # fmt: skip


@pytest.mark.parametrize("name", MESSAGES)
def test_message(two: World, circle: str, name: str) -> None:
    code, change = MESSAGES[name]
    beat = change(two.nodes[JAPAN].answers.beat(UKRAINE, "00" * 16))

    assert refusal(two, UKRAINE, "heartbeat", beat, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


RECEIPTS: dict[str, tuple[str, bytes]] = {
    "no object": ("message", b"[]"),
    "deep nesting": ("too-deep", b"[" * 1000 + b"]" * 1000),
    "duplicate key": ("duplicate-key", b'{"form":"run","form":"run"}'),
    "too large": ("message", b"[" + b"0," * (1 << 20) + b"0]"),
    "an unknown form": ("message", b'{"form":["run"]}'),
    "nothing": ("not-canonical", b""),
}


@pytest.mark.parametrize("name", RECEIPTS)
def test_receipt(two: World, circle: str, name: str) -> None:
    code, body = RECEIPTS[name]

    assert refusal(two, UKRAINE, "receipt", body, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


PARCELS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "of another version": ("unknown-version", lambda p: b"COMITY2\n" + p[8:]),
    "of nothing": ("parcel", lambda _: b""),
    "of noise": ("parcel", lambda p: p[::-1]),
    "that ends in its magic": ("parcel", lambda p: p[: FIXED - 1]),
    "that ends in its header": ("parcel", lambda p: p[: FIXED + 20]),
    "that ends in its signature": ("parcel", lambda p: p[: p.index(b"}") + 60]),
    "without its sealed part": ("damaged-parcel", lambda p: p[: p.index(b"}") + 97]),
    "with something after it": ("damaged-parcel", lambda p: p + b"\0"),
    "with an endless header": ("oversize", lambda p: MAGIC + b"\xff\xff\xff\xff" + p[FIXED:]),
    "too large": ("oversize", lambda p: p + bytes(LARGEST)),
}


@pytest.mark.parametrize("name", PARCELS)
def test_parcel(two: World, circle: str, name: str) -> None:
    code, change = PARCELS[name]
    pen = Pen.of(two, JAPAN, circle)
    pen.write()

    parcel = change(pen.parcel(UKRAINE))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


INSIDES: dict[str, tuple[str, bytes]] = {
    "nothing": ("parcel", b""),
    "a length that is cut off": ("parcel", b"\0\0"),
    "a length that leads too far": ("parcel", b"\0\0\1\0abc"),
    "too many blobs": ("oversize", pack([b""] * (MOST_RECORDS + 3))),
    "a million blobs": ("oversize", pack([b""] * 1_000_000)),
}


@pytest.mark.parametrize("name", INSIDES)
def test_inside(two: World, circle: str, name: str) -> None:
    """What a paired sender may have sealed into a parcel."""
    code, inside = INSIDES[name]
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    header = pen.header(identity(UKRAINE).card, 2, 2)
    framed = MAGIC + struct.pack(">I", len(header.encode())) + header.encode()
    sealed = seal(inside, identity(UKRAINE).card.sealing, sha256(framed).digest())
    clear = framed + sha256(sealed).digest()
    parcel = clear + sign(Label.PARCEL, clear, KEYS) + sealed

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


@pytest.mark.parametrize(
    "body",
    [
        {"card": [], "from": 1, "reason": "x", "roots": {}},
        {"card": {}, "from": 1, "reason": "x", "roots": {}},
        {"card": None},
        {},
    ],
    ids=["a list", "an object", "nothing", "empty"],
)
def test_revocation_of_no_card_is_kept_and_ignored(
    two: World, circle: str, body: dict[str, object]
) -> None:
    """A body that does not fit its kind is signed all the same, and its chain must go on."""
    pen = Pen.of(two, JAPAN, circle)
    record = pen.write(kind="revoke/1", body=body)

    status, _ = two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert status == 200
    assert two.heads(UKRAINE, circle)[JAPAN].hash == record.hash


def test_body_that_does_not_fit_its_kind_is_kept(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    record = pen.write(body={"text": 7})

    status, _ = two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert status == 200
    assert two.heads(UKRAINE, circle)[JAPAN].hash == record.hash


NOTES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "no checkpoint": ("checkpoint-note", lambda _: b"We hold three records."),
    "too large": ("checkpoint-note", lambda n: n + b"x" * (40 << 10)),
    "too many lines": ("checkpoint-note", lambda n: n + "— x AAAAAAA=\n".encode() * 40),
    "a line twice": ("checkpoint-note", lambda n: n + n.split(b"\n", 4)[4]),
    "no UTF-8": ("checkpoint-note", lambda n: n.replace(b"comity", b"\xff\xfe")),
    "of no party": ("checkpoint-note", lambda n: n.replace(b"/jp", b"/J P")),
}


@pytest.mark.parametrize("name", NOTES)
def test_note(two: World, circle: str, name: str) -> None:
    code, change = NOTES[name]
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, note=change(pen.note()))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == code
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_nowhere(two: World, circle: str) -> None:
    code = refusal(two, UKRAINE, "records", b"", sender=JAPAN, kept=False)

    assert code == "no-such-address"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_the_parcels_that_these_tests_change_are_good(two: World, circle: str) -> None:
    """Each test above changes one thing: without the change the parcel is taken."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    blobs = [pen.records[-1].encoded, pen.note()]
    header = pen.header(identity(UKRAINE).card, 2, 2)
    parcel = make(header, blobs, to=identity(UKRAINE).card.sealing, carrier=KEYS)

    status, answer = two.post(JAPAN, UKRAINE, "parcel", parcel)

    assert status == 200
    assert isinstance(decode(answer), dict)
