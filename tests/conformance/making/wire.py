"""Wire: the bytes of the protocol, put together by hand.

Written from `docs/reference/protocol.md` and the standards it names, not from the program: only
the primitives are the program's, and those are held against published vectors in `primitives/`.
So a vector that the program agrees with was computed twice.
"""

import base64
import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from tests.conformance.making.material import Sealer, Signer

MAGIC = b"COMITY1\n"
COURIER = b"COMITYC1\r\n"
SEAL = "hpke-mlkem768-x25519-hkdfsha256-chacha20poly1305"
SUITE = "MLKEM768-X25519, HKDF-SHA256, ChaCha20Poly1305"
MLDSA65_TYPE = b"\xffcomity/ml-dsa-65/v1"
AT = "2026-03-05T09:30:00.000Z"
SECONDS = 1772703000
"""The same moment as a receipt has it."""

Body = Mapping[str, Any]


def canonical(value: object) -> bytes:
    """Return the canonical bytes of a value that has any."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def b64(data: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(data).decode()


# --- trees


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962)."""
    return sha256(b"\0" + data).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, as RFC 6962 defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + root(leaves[:split]) + root(leaves[split:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the inclusion path of a leaf, as RFC 6962 defines it."""
    if len(leaves) <= 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(index, leaves[:split]), root(leaves[split:])]
    return [*path(index - split, leaves[split:]), root(leaves[:split])]


# --- records


def record(  # noqa: PLR0917 - its fields
    circle: str,
    party: str,
    before: bytes | None,
    body: Body,
    kind: str = "report/1",
    cut: Mapping[str, bytes] | None = None,
    at: str = AT,
    marking: str = "TLP:AMBER",
) -> bytes:
    """Return the next record of a chain after another one; its salt follows from what it says."""
    seq = 1 if before is None else json.loads(before)["seq"] + 1
    return canonical(
        {
            "circle": circle,
            "party": party,
            "seq": seq,
            "prev": "" if before is None else leaf(before).hex(),
            "cut": {
                other: [json.loads(seen)["seq"], leaf(seen).hex()]
                for other, seen in (cut or {}).items()
            },
            "kind": kind,
            "body": body,
            "at": at,
            "marking": marking,
            "salt": sha256(canonical([circle, party, seq, kind, body])).hexdigest()[:32],
        }
    )


def genesis(opener: str, cards: Mapping[str, str], nonce: str = "00" * 16, at: str = AT) -> bytes:
    """Return the record that opens a circle."""
    body = {"members": dict(cards), "purpose": "Consultations", "nonce": nonce}
    return record("", opener, None, body, "circle/1", at=at)


def report(subject: str, text: str = "", precedence: str = "routine") -> dict[str, Any]:
    """Return the body of a report."""
    return {"precedence": precedence, "subject": subject, "text": text, "language": "en"}


# --- notes


def note_text(circle: str, party: str, size: int, tree: bytes) -> bytes:
    """Return the text of a checkpoint."""
    return f"comity/{circle}/{party}\n{size}\n{b64(tree)}\n".encode()


def key_id(name: str, kind: bytes, key: bytes) -> bytes:
    """Return the 4 bytes by which a note tells a key."""
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def line(name: str, identifier: bytes, signature: bytes) -> bytes:
    """Return a signature line."""
    return f"— {name} {b64(identifier + signature)}\n".encode()


def author_lines(text: bytes, signer: Signer) -> tuple[bytes, bytes]:
    """Return both signature lines of an author."""
    name = text.split(b"\n")[0].decode()
    lattice = key_id(name, MLDSA65_TYPE, signer.mldsa65)
    return (
        line(name, key_id(name, b"\x01", signer.ed25519), signer.sign(text)),
        line(name, b"", signer.sign_mldsa65(text, lattice)),
    )


def note(records: Sequence[bytes], signer: Signer, circle: str = "") -> bytes:
    """Return the signed checkpoint of a whole chain."""
    last = json.loads(records[-1])
    place = circle or last["circle"] or leaf(records[0]).hex()
    text = note_text(place, last["party"], len(records), root([leaf(one) for one in records]))
    return text + b"\n" + b"".join(author_lines(text, signer))


def cosignature(text: bytes, at: int, signer: Signer) -> bytes:
    """Return a receipt of a checkpoint, 72 bytes."""
    signed = f"cosignature/v1\ntime {at}\n".encode() + text
    return at.to_bytes(8, "big") + signer.sign(signed)


def cosignature_line(text: bytes, at: int, party: str, signer: Signer) -> bytes:
    """Return the line that carries a receipt under a note."""
    name = f"comity/{party}"
    return line(name, key_id(name, b"\x04", signer.ed25519), cosignature(text, at, signer))


# --- what keys sign beside notes


def both(label: bytes, data: bytes, signer: Signer) -> dict[str, str]:
    """Return both signatures of a labelled message, as a body has them."""
    message = label + b"\n" + data
    return {
        "ed25519": b64(signer.sign(message)),
        "ml-dsa-65": b64(signer.sign_mldsa65(message)),
    }


def message(name: str, said: Body, signer: Signer) -> bytes:
    """Return a signed message between nodes."""
    signed = b"comity heartbeat/v1\n" + canonical({**said, "message": name})
    return canonical({**said, "signature": signer.sign(signed).hex()})


def receipt(text: bytes, member: str, at: int, signer: Signer) -> bytes:
    """Return the receipt of a checkpoint, as it goes over the wire."""
    origin, size = text.decode().split("\n")[:2]
    _, circle, chain = origin.split("/")
    return canonical(
        {
            "form": "run",
            "circle": circle,
            "chain": chain,
            "member": member,
            "size": int(size),
            "cosignature": cosignature(text, at, signer).hex(),
        }
    )


def early_receipt(encoded: bytes, member: str, at: str, signer: Signer) -> bytes:
    """Return the early receipt of a record."""
    held = json.loads(encoded)
    signed = {
        "circle": held["circle"],
        "chain": held["party"],
        "member": member,
        "seq": held["seq"],
        "hash": leaf(encoded).hex(),
        "at": at,
    }
    signature = signer.sign(b"comity early/v1\n" + canonical(signed))
    return canonical({**signed, "form": "early", "signature": signature.hex()})


# --- parcels and courier files


def sized(data: bytes) -> bytes:
    """Return bytes with their length before them."""
    return struct.pack(">I", len(data)) + data


def framed(header: bytes) -> bytes:
    """Return magic, length and header, whose SHA-256 is the `info` of sealing."""
    return MAGIC + sized(header)


def parcel(header: bytes, blobs: Iterable[bytes], to: Sealer, carrier: Signer) -> bytes:
    """Return a parcel."""
    frame = framed(header)
    sealed = to.seal(b"".join(map(sized, blobs)), sha256(frame).digest())
    return signed_parcel(frame, sealed, carrier)


def signed_parcel(frame: bytes, sealed: bytes, carrier: Signer) -> bytes:
    """Return a parcel of a sealed part under a header, signed by its carrier."""
    clear = frame + sha256(sealed).digest()
    return clear + carrier.sign(b"comity parcel/v1\n" + clear) + sealed


def courier(header: Body, entries: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return a courier file."""
    data = COURIER + sized(canonical(header))
    data += b"".join(letter + sized(entry) for letter, entry in entries)
    return data + b"E" + sized(sha256(data).digest())
