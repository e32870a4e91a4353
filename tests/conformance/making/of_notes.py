"""Cases of checkpoints and the receipts under them."""

import base64
from typing import Any

from tests.conformance.making.cases import File, given
from tests.conformance.making.people import People, public
from tests.conformance.making.wire import (
    MLDSA65_TYPE,
    SECONDS,
    author_lines,
    b64,
    cosignature,
    cosignature_line,
    key_id,
    leaf,
    line,
    note_text,
    root,
)

CIRCLE = "9f" * 32
LEAVES = [leaf(bytes([number])) for number in range(5)]


def of_checkpoints(people: People) -> File:
    """Return the cases of checkpoint notes."""
    ua, jp = people.signer("ua 1"), people.signer("jp 1")
    text = note_text(CIRCLE, "ua", 5, root(LEAVES))
    classical, lattice = author_lines(text, ua)
    whole = text + b"\n" + classical + lattice
    name = f"comity/{CIRCLE}/ua"
    shared = {"ua": {"keys": public(ua)}}
    file = File("checkpoint", "Checkpoints: C2SP tlog-checkpoint with both signatures", shared)
    point = {"circle": CIRCLE, "party": "ua", "size": 5, "root": root(LEAVES).hex()}
    file.add(
        "encode",
        "checkpoint",
        "text, key ids, and the line of Ed25519; ML-DSA-65 differs every time",
        {**point, "signing": ua.seed.hex()},
        answer={
            "text": given(text),
            "ed25519_key_id": key_id(name, b"\x01", ua.ed25519).hex(),
            "mldsa65_key_id": key_id(name, MLDSA65_TYPE, ua.mldsa65).hex(),
            "ed25519_line": given(classical),
        },
    )
    empty = note_text(CIRCLE, "ua", 0, root([]))
    stranger = line("example.org/witness", b"\1\2\3\4", bytes(64))
    receipt = cosignature_line(text, SECONDS, "jp", jp)
    for says, data, found in (
        ("both signatures of the author", whole, point),
        ("signatures in the other order", text + b"\n" + lattice + classical, point),
        ("a line of an unknown name more", whole + stranger, point),
        ("a receipt under it", whole + receipt, point),
        (
            "no records",
            empty + b"\n" + b"".join(author_lines(empty, ua)),
            {**point, "size": 0, "root": root([]).hex()},
        ),
    ):
        file.add("check", "checkpoint", says, {"note": given(data)}, answer=found, like="ua")
    other = note_text(CIRCLE, "ua", 4, root(LEAVES[:4]))
    flipped = bytearray(base64.b64decode(lattice.split(b" ")[2]))
    flipped[1000] ^= 1
    broken = f"— {name} {b64(bytes(flipped))}\n".encode()
    mine = jp.sign(text)
    wrong_key = line(name, key_id(name, b"\x01", ua.ed25519), mine)
    jp_line = line(name, key_id(name, b"\x01", jp.ed25519), mine)
    for says, data in (
        ("the signature of ML-DSA-65 is missing", text + b"\n" + classical),
        ("the signature of Ed25519 is missing", text + b"\n" + lattice),
        ("one bit of ML-DSA-65 is another", text + b"\n" + classical + broken),
        ("signatures of another text", other + b"\n" + classical + lattice),
        ("another's signature under the author's key id", text + b"\n" + wrong_key + lattice),
        ("another's key in the author's name", text + b"\n" + jp_line + lattice),
    ):
        file.add("check", "checkpoint", says, {"note": given(data)}, refused="forged", like="ua")
    for says, data in malformed(text, classical, lattice):
        file.add(
            "check",
            "checkpoint",
            says,
            {"note": given(data)},
            refused="checkpoint-note",
            like="ua",
        )
    return file


def malformed(text: bytes, classical: bytes, lattice: bytes) -> list[tuple[str, bytes]]:
    """Return what is no note, with why."""
    origin, size, tree = text.decode().splitlines()
    under = b"\n" + classical

    def lines(*written: str) -> bytes:
        return "".join(f"{one}\n" for one in written).encode() + under

    many = b"".join(line(f"w{number}", b"\1\2\3\4", bytes(64)) for number in range(33))
    return [
        ("no blank line", text + classical),
        ("no signature", text + b"\n"),
        ("no line break at the end", text + under[:-1]),
        ("a line more in its text", lines(origin, size, tree, "more")),
        ("a line less", lines(origin, size)),
        ("an origin of another system", lines("example.org/log", size, tree)),
        ("a circle in capitals", lines(origin.replace("9f", "9F"), size, tree)),
        ("a zero before the size", lines(origin, "05", tree)),
        ("a size of +5", lines(origin, "+5", tree)),
        ("a size of 2**53", lines(origin, str(2**53), tree)),
        ("a root of 31 bytes", lines(origin, size, b64(bytes(31)))),
        ("a root in base64 without padding", lines(origin, size, tree.rstrip("="))),
        ("no records, and a root", lines(origin, "0", tree)),
        ("the line of one key twice", text + under + classical),
        ("line breaks of two bytes", text.replace(b"\n", b"\r\n") + under),
        ("a hyphen for the dash", text + under.replace("—".encode(), b"-")),
        ("33 signatures", text + b"\n" + many),
        ("a signature of no bytes", text + b"\n" + b"\xe2\x80\x94 w AQIDBA==\n"),
        ("more than 32,768 bytes", text + b"\n" + classical + lattice * 8),
        ("bytes that are not UTF-8", text + under[:-1] + b"\xff\n"),
    ]


def of_cosignatures(people: People) -> File:
    """Return the cases of receipts of a checkpoint."""
    jp, kr = people.signer("jp 1"), people.signer("kr 1")
    text = note_text(CIRCLE, "ua", 5, root(LEAVES))
    point = {"circle": CIRCLE, "party": "ua", "size": 5, "root": root(LEAVES).hex()}
    shared = {"jp": {"cosigner": "jp", "checkpoint": point, "keys": public(jp)}}
    file = File("cosignature", "Receipts: C2SP tlog-cosignature of a checkpoint", shared)
    signed = cosignature(text, SECONDS, jp)
    file.add(
        "encode",
        "cosignature",
        "what Japan signs once five records are safe",
        {"checkpoint": point, "cosigner": "jp", "signing": jp.seed.hex(), "at": SECONDS},
        answer={
            "cosignature": signed.hex(),
            "line": given(cosignature_line(text, SECONDS, "jp", jp)),
        },
    )
    put: dict[str, Any] = {"cosignature": signed.hex()}
    file.add("check", "cosignature", "a receipt", put, answer={"at": SECONDS}, like="jp")
    later = (SECONDS + 1).to_bytes(8, "big") + signed[8:]
    for says, fault in (
        ("another root", {"checkpoint": {**point, "root": root(LEAVES[:4]).hex()}}),
        ("another size", {"checkpoint": {**point, "size": 4}}),
        ("another chain", {"checkpoint": {**point, "party": "kr"}}),
        ("another time", {"cosignature": later.hex()}),
        ("another key", {"keys": public(kr)}),
        ("a byte less", {"cosignature": signed[:-1].hex()}),
        ("what an author signs", {"cosignature": (signed[:8] + jp.sign(text)).hex()}),
    ):
        wrong = {**put, **fault}
        file.add("check", "cosignature", says, wrong, refused="forged", like="jp")
    never = {"cosignature": cosignature(text, 0, jp).hex()}
    file.add("check", "cosignature", "the time 0", never, refused="checkpoint-note", like="jp")
    own = note_text(CIRCLE, "jp", 5, root(LEAVES))
    wrong = {
        "checkpoint": {**point, "party": "jp"},
        "cosignature": cosignature(own, SECONDS, jp).hex(),
    }
    says = "of its own chain"
    file.add("check", "cosignature", says, wrong, refused="checkpoint-note", like="jp")
    return file
