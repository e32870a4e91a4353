"""Cases of messages between nodes, receipts and attachments."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from tests.conformance.making.cases import File, given
from tests.conformance.making.people import Issued, People, public
from tests.conformance.making.wire import (
    AT,
    SECONDS,
    canonical,
    cosignature,
    early_receipt,
    genesis,
    leaf,
    message,
    note,
    note_text,
    receipt,
    record,
    report,
    root,
)

NONCE = "000102030405060708090a0b0c0d0e0f"
MIB = 1 << 20


def of_messages(people: People) -> File:
    """Return the cases of heartbeats and of what one node asks of another."""
    ua, jp = people.issue("ua"), people.issue("jp")
    first = genesis("ua", {"ua": ua.fingerprint, "jp": jp.fingerprint})
    circle, hashed = leaf(first).hex(), leaf(first).hex()
    told = cosignature(note_text(circle, "jp", 1, root([leaf(b"x")])), SECONDS, ua.signing)
    asked = {"v": 1, "from": "ua", "to": "jp", "at": AT, "nonce": NONCE}
    said: dict[str, dict[str, Any]] = {
        "heartbeat": {
            **asked,
            "heads": {circle: {"ua": [1, hashed], "jp": [1, "1" * 64]}},
            "receipts": {circle: {"ua": [1, told.hex()]}},
            "ahead": {},
        },
        "chain": {**asked, "circle": circle, "chain": "jp", "first": 2},
        "file": {**asked, "circle": circle, "address": "ab" * 32, "offset": 1_048_592},
    }
    shared = {"jp": {"me": "jp", "keys": {one.party: public(one.signing) for one in (ua, jp)}}}
    file = File("message", "Messages: heartbeats and what one node asks of another", shared)
    for name, words in said.items():
        data = message(name, words, ua.signing)
        put = {"message": name, "said": words, "signing": ua.signing.seed.hex()}
        file.add("encode", "message", f"a {name}", put, answer={"bytes": given(data)})
        put = {"message": name, "bytes": given(data)}
        file.add("check", "message", f"a {name}", put, answer={"said": words}, like="jp")
    bare = {**asked, "heads": {}, "receipts": {}, "ahead": {}}
    put = {"message": "heartbeat", "bytes": given(message("heartbeat", bare, ua.signing))}
    file.add("check", "message", "nothing in common", put, answer={"said": bare}, like="jp")
    refuse_messages(file, said, ua, jp)
    shown = {**said["heartbeat"], "ahead": {circle: note([first], jp.signing, circle).decode()}}
    put = {"message": "heartbeat", "bytes": given(message("heartbeat", shown, ua.signing))}
    says = "a heartbeat that shows what overtook its chain"
    file.add("check", "message", says, put, answer={"said": shown}, like="jp")
    return file


def refuse_messages(file: File, said: dict[str, dict[str, Any]], ua: Issued, jp: Issued) -> None:
    """Add messages that are refused."""
    ask, beat = said["chain"], said["heartbeat"]
    sign = ua.signing
    good = message("chain", ask, sign)
    heads = {**beat, "heads": {"1" * 64: {"ua": [0, ""]}}}
    unsigned = {name: value for name, value in json.loads(good).items() if name != "signature"}
    rows: list[tuple[str, str, str, bytes]] = [
        ("chain", "another's signature", "forged", message("chain", ask, jp.signing)),
        ("chain", "another number than was signed", "forged",
         canonical({**json.loads(good), "first": 1})),
        ("chain", "signed as another message", "forged", message("file", ask, sign)),
        ("chain", "for somebody else", "wrong-audience",
         message("chain", {**ask, "to": "kr"}, sign)),
        ("chain", "from a party without a card here", "unpaired-sender",
         message("chain", {**ask, "from": "pl"}, sign)),
        ("chain", "version 2", "message", message("chain", {**ask, "v": 2}, sign)),
        ("chain", "a short nonce", "message", message("chain", {**ask, "nonce": "00"}, sign)),
        ("chain", "number 0", "message", message("chain", {**ask, "first": 0}, sign)),
        ("chain", "a field more", "message", message("chain", {**ask, "last": 9}, sign)),
        ("chain", "no signature", "message", canonical(unsigned)),
        ("chain", "a signature in capitals", "message",
         canonical({**unsigned, "signature": json.loads(good)["signature"].upper()})),
        ("chain", "a list", "message", b"[]"),
        ("chain", "not canonical", "not-canonical", good + b"\n"),
        ("heartbeat", "an empty chain is left out, not told", "message",
         message("heartbeat", heads, sign)),
        ("heartbeat", "the 31st of February", "message",
         message("heartbeat", {**beat, "at": "2026-02-31T09:30:00.000Z"}, sign)),
        ("heartbeat", "1,048,577 bytes", "message", b"x" * (MIB + 1)),
        ("heartbeat", "without what it shows", "message",
         message("heartbeat", {name: beat[name] for name in beat if name != "ahead"}, sign)),
        ("heartbeat", "it shows a number", "message",
         message("heartbeat", {**beat, "ahead": {"1" * 64: 9}}, sign)),
    ]  # fmt: skip
    for name, says, code, data in rows:
        put = {"message": name, "bytes": given(data)}
        file.add("check", "message", f"a {name}: {says}", put, refused=code, like="jp")


def of_receipts(people: People) -> File:
    """Return the cases of receipts as they go over the wire."""
    jp = people.signer("jp 1")
    first = genesis("ua", {"ua": "1" * 64, "jp": "2" * 64})
    second = record(leaf(first).hex(), "ua", first, report("Vessel seen", precedence="flash"))
    tree = root([leaf(first), leaf(second)])
    run = receipt(note_text(leaf(first).hex(), "ua", 2, tree), "jp", SECONDS, jp)
    early = early_receipt(second, "jp", AT, jp)
    shared = {"jp": {"keys": public(jp), "root": tree.hex()}}
    file = File("receipt", "Receipts on the wire, for runs and for early records", shared)
    point = {"circle": leaf(first).hex(), "party": "ua", "size": 2, "root": tree.hex()}
    file.add(
        "encode",
        "receipt",
        "of two records",
        {"checkpoint": point, "member": "jp", "at": SECONDS, "signing": jp.seed.hex()},
        answer={"bytes": given(run)},
    )
    file.add(
        "encode",
        "early-receipt",
        "of a record that came ahead",
        {"record": given(second), "member": "jp", "at": AT, "signing": jp.seed.hex()},
        answer={"bytes": given(early)},
    )
    held, ahead = json.loads(run), json.loads(early)
    for says, data in (("of two records", run), ("of a record that came ahead", early)):
        file.add("check", "receipt", says, {"bytes": given(data)}, answer={}, like="jp")
    for says, code, wrong in (
        ("of another size", "forged", {**held, "size": 1}),
        ("of another chain", "forged", {**held, "chain": "kr"}),
        ("of the own chain", "checkpoint-note", {**held, "member": "ua"}),
        ("of another record", "forged", {**ahead, "hash": "1" * 64}),
        ("of another moment", "forged", {**ahead, "at": "2026-03-05T09:30:00.001Z"}),
        ("a field more", "message", {**held, "note": "x"}),
        ("a form that is none", "message", {**held, "form": "late"}),
        ("size 0", "message", {**held, "size": 0}),
        ("an early one that says it is not", "message", {**ahead, "form": "run"}),
    ):
        put = {"bytes": given(canonical(wrong))}
        file.add("check", "receipt", says, put, refused=code, like="jp")
    put = {"bytes": given(run + b"\n")}
    file.add("check", "receipt", "not canonical", put, refused="not-canonical", like="jp")
    return file


def sealed(key: bytes, data: bytes) -> bytes:
    """Return a file as it is stored and fetched."""
    pieces = [data[at : at + MIB] for at in range(0, max(len(data), 1), MIB)]
    return b"".join(
        chunk(key, index, piece, last=index == len(pieces) - 1)
        for index, piece in enumerate(pieces)
    )


def chunk(key: bytes, index: int, data: bytes, *, last: bool) -> bytes:
    """Return one sealed chunk."""
    nonce = index.to_bytes(11, "big") + bytes([last])
    return ChaCha20Poly1305(key).encrypt(nonce, data, None)


def of_attachments() -> File:
    """Return the cases of sealed files."""
    key = bytes(range(32))
    file = File("attachment", "Attachments: files sealed chunk by chunk")
    for says, data in (
        ("no bytes", b""),
        ("a few bytes", "Протокол / 議事録".encode()),
        ("a whole chunk and no more", b"a" * MIB),
        ("one byte more than a chunk", b"a" * (MIB + 1)),
        ("three chunks", b"a" * MIB + b"b" * MIB + b"c"),
    ):
        stored = sealed(key, data)
        out: dict[str, Any] = {"address": sha256(stored).hexdigest(), "size": len(stored)}
        if len(stored) < 100:
            out["sealed"] = given(stored)
        put: dict[str, Any] = {"key": key.hex(), "clear": given(data)}
        file.add("encode", "attachment", says, put, answer=out)
    few = "Протокол / 議事録".encode()
    good = sealed(key, few)
    for says, data in (("no bytes", b""), ("a few bytes", few)):
        put = {"key": key.hex(), "size": len(data), "sealed": given(sealed(key, data))}
        file.add("open", "attachment", says, put, answer={"clear": given(data)})
    for says, fault in (
        ("one bit is another", {"sealed": given(bytes([good[0] ^ 1]) + good[1:])}),
        ("another key", {"key": bytes(32).hex()}),
        ("cut off", {"sealed": given(good[:-1])}),
        ("a byte hung on", {"sealed": given(good + b"x")}),
        ("sealed as not the last", {"sealed": given(chunk(key, 0, few, last=False))}),
        ("sealed as the second", {"sealed": given(chunk(key, 1, few, last=True))}),
    ):
        whole = {"key": key.hex(), "size": len(few), "sealed": given(good), **fault}
        file.add("open", "attachment", says, whole, refused="damaged-chunk")
    return file
