"""Schemas: what may stand in each file of vectors (JSON Schema, draft 2020-12).

One row for each question: what is put in, what comes out. A question that cannot be answered (it
can only be refused, or only be good) still has both.
"""

from typing import Any

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def ref(name: str) -> Schema:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def strict(**properties: Schema) -> Schema:
    """Return the schema of an object with these properties and no others, all of them."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def loose(**properties: Schema) -> Schema:
    """Return the schema of an object with these properties and no others, some of them."""
    return {"type": "object", "properties": properties, "additionalProperties": False}


def many(inner: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": inner}


def each(inner: Schema) -> Schema:
    """Return the schema of an object whose values are all of one sort."""
    return {"type": "object", "additionalProperties": inner}


HASH, HEX, BYTES, PARTY, KEYS = ref("hash"), ref("hex"), ref("bytes"), ref("party"), ref("keys")
WHOLE: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
OBJECT: Schema = {"type": "object"}
TEXTS = each(TEXT)
ANYTHING: Schema = {}

DEFINITIONS: dict[str, Schema] = {
    "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "hex": {"type": "string", "pattern": "^([0-9a-f]{2})*$"},
    "party": {"type": "string", "pattern": "^[a-z]{2,10}$"},
    "keys": strict(**{"ed25519": TEXT, "ml-dsa-65": TEXT}),
    "point": strict(circle=HASH, party=PARTY, size=WHOLE, root=HASH),
    "bytes": {
        "type": "object",
        "properties": {
            "text": TEXT,
            "hex": HEX,
            "base64": TEXT,
            "piece": ref("name"),
            "piece64": ref("name"),
            "parts": many(ref("bytes")),
            "times": {"type": "integer", "minimum": 1},
        },
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 2,
    },
    "name": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    "said": {
        "type": "object",
        "properties": {"v": WHOLE, "from": PARTY, "to": PARTY, "at": TEXT, "nonce": HEX},
        "required": ["v", "from", "to", "at", "nonce"],
    },
}
POINT, SAID = ref("point"), ref("said")

NODE = {
    "me": PARTY,
    "keys": strict(signing=HEX, sealing=HEX),
    "cards": many(BYTES),
    "now": TEXT,
    "before": many(BYTES),
}

Row = tuple[str, str, Schema, Schema]
"""Command, what, what may be put in (less what is shared), and what comes out."""

CARD = strict(party=PARTY, version=WHOLE, fingerprint=HASH)
CHECKED_POINT = strict(circle=HASH, party=PARTY, size=WHOLE, root=HASH)

FILES: dict[str, list[Row]] = {
    "canonical": [
        ("encode", "canonical", strict(value=ANYTHING), strict(bytes=BYTES)),
        ("check", "canonical", strict(bytes=BYTES), strict()),
    ],
    "record": [
        ("check", "record", strict(bytes=BYTES), strict(hash=HASH, circle=HASH)),
        ("encode", "record", strict(record=OBJECT), strict(bytes=BYTES, hash=HASH)),
    ],
    "body": [
        ("check", "body", strict(kind=TEXT, body=OBJECT), strict(known={"type": "boolean"})),
    ],
    "tree": [
        ("encode", "root", strict(leaves=many(HASH)), strict(root=HASH)),
        ("encode", "path", strict(leaves=many(HASH), index=WHOLE), strict(path=many(HASH))),
        (
            "check",
            "inclusion",
            strict(leaf=HASH, index=WHOLE, size=WHOLE, path=many(HASH), root=HASH),
            strict(),
        ),
    ],
    "checkpoint": [
        (
            "encode",
            "checkpoint",
            strict(circle=HASH, party=PARTY, size=WHOLE, root=HASH, signing=HEX),
            strict(text=BYTES, ed25519_key_id=HEX, mldsa65_key_id=HEX, ed25519_line=BYTES),
        ),
        ("check", "checkpoint", loose(note=BYTES, keys=KEYS), CHECKED_POINT),
    ],
    "cosignature": [
        (
            "encode",
            "cosignature",
            strict(checkpoint=POINT, cosigner=PARTY, signing=HEX, at=WHOLE),
            strict(cosignature=HEX, line=BYTES),
        ),
        (
            "check",
            "cosignature",
            loose(checkpoint=POINT, cosigner=PARTY, keys=KEYS, cosignature=HEX),
            strict(at=WHOLE),
        ),
    ],
    "card": [
        ("check", "card", strict(card=BYTES), CARD),
        ("check", "next-card", loose(card=BYTES, before=BYTES), CARD),
    ],
    "revocation": [
        (
            "check",
            "revocation",
            loose(body=BYTES, circle=HASH, card=BYTES),
            strict(**{"party": PARTY, "from": WHOLE}),
        ),
    ],
    "epoch": [
        (
            "check",
            "epoch",
            loose(body=BYTES, circle=HASH, card=BYTES),
            strict(party=PARTY, last=many(ANYTHING)),
        ),
    ],
    "proof": [
        (
            "check",
            "proof",
            loose(proof=BYTES, fingerprint=HASH, members=each(HASH)),
            strict(record=HASH, size=WHOLE, receipts=each(WHOLE)),
        ),
    ],
    "fork": [
        ("check", "fork", loose(body=BYTES, circle=HASH, keys=many(KEYS)), strict(party=PARTY)),
    ],
    "fingerprint": [
        ("encode", "fingerprint", strict(card=BYTES), strict(fingerprint=HASH)),
        ("encode", "words", strict(fingerprint=HASH), strict(words=each(many(TEXT)))),
        ("check", "words", strict(fingerprint=HASH, language=TEXT, heard=TEXT), strict()),
    ],
    "parcel": [
        ("encode", "header", strict(header=OBJECT), strict(bytes=BYTES, framed=BYTES, info=HASH)),
        ("encode", "blobs", strict(blobs=many(BYTES)), strict(bytes=BYTES)),
        ("open", "parcel", loose(parcel=BYTES, **NODE), strict(receipt=BYTES, records=many(HASH))),
    ],
    "courier": [
        (
            "open",
            "courier",
            loose(file=BYTES, **NODE),
            strict(
                **{
                    "from": PARTY,
                    "records": WHOLE,
                    "receipts": WHOLE,
                    "refused_entries": many(TEXT),
                }
            ),
        ),
    ],
    "message": [
        ("encode", "message", strict(message=TEXT, said=SAID, signing=HEX), strict(bytes=BYTES)),
        (
            "check",
            "message",
            loose(message=TEXT, bytes=BYTES, me=PARTY, keys=each(KEYS)),
            strict(said=SAID),
        ),
    ],
    "receipt": [
        (
            "encode",
            "receipt",
            strict(checkpoint=POINT, member=PARTY, at=WHOLE, signing=HEX),
            strict(bytes=BYTES),
        ),
        (
            "encode",
            "early-receipt",
            strict(record=BYTES, member=PARTY, at=TEXT, signing=HEX),
            strict(bytes=BYTES),
        ),
        ("check", "receipt", loose(bytes=BYTES, keys=KEYS, root=HASH), strict()),
    ],
    "attachment": [
        (
            "encode",
            "attachment",
            strict(key=HASH, clear=BYTES),
            {
                "type": "object",
                "properties": {"address": HASH, "size": WHOLE, "sealed": BYTES},
                "required": ["address", "size"],
                "additionalProperties": False,
            },
        ),
        ("open", "attachment", strict(key=HASH, size=WHOLE, sealed=BYTES), strict(clear=BYTES)),
    ],
    "agreement": [
        (
            "encode",
            "revision",
            {
                "type": "object",
                "properties": {"text": TEXTS, "effect": OBJECT},
                "required": ["text"],
                "additionalProperties": False,
            },
            strict(revision=HASH),
        ),
        (
            "check",
            "agreement",
            strict(records=many(BYTES), object=HASH),
            strict(adopted=many(HASH), disputed={"type": "boolean"}),
        ),
    ],
}


def schemas() -> dict[str, Schema]:
    """Return the schema of each file."""
    found = {name: file_schema(name, rows) for name, rows in FILES.items()}
    title = "Pieces: bytes that vectors name instead of repeating them"
    pieces = {"type": "object", "additionalProperties": TEXT}
    found["pieces"] = {"$schema": DRAFT, "title": title, **strict(title=TEXT, pieces=pieces)}
    return found


def file_schema(name: str, rows: list[Row]) -> Schema:
    """Return the schema of one file."""
    return {
        "$schema": DRAFT,
        "title": f"Vectors of the file {name}.json",
        **strict(
            title=TEXT,
            version={"const": 1},
            shared=each(OBJECT),
            cases=many({"oneOf": [case_schema(name, row) for row in rows]}),
        ),
        "$defs": DEFINITIONS,
    }


def case_schema(name: str, row: Row) -> Schema:
    """Return the schema of a case of one sort."""
    command, what, put, out = row
    return {
        "type": "object",
        "properties": {
            "id": {"type": "string", "pattern": f"^{name}-[1-9][0-9]*$"},
            "says": {"type": "string", "minLength": 1},
            "command": {"const": command},
            "what": {"const": what},
            "with": TEXT,
            "input": put,
            "answer": out,
            "refused": {"type": "array", "items": ref("code"), "minItems": 1},
        },
        "required": ["id", "says", "command", "what", "input"],
        "additionalProperties": False,
        "oneOf": [{"required": ["answer"]}, {"required": ["refused"]}],
    }


DEFINITIONS["code"] = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
