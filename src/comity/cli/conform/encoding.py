"""Encoding: the bytes that this program gives to things."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from comity.agreement.statements import revision_hash
from comity.cli.conform.case import Ask, checkpoint, data, shown, signing_keys
from comity.exchange import messages
from comity.exchange.parcel import MAGIC, Form, Header, pack
from comity.exchange.receipt import Receipt, give_early
from comity.records.canonical import encode
from comity.records.party import party_of
from comity.records.precedence import precedence_of
from comity.records.record import Head, read, write
from comity.records.tree import inclusion_path, root_of
from comity.seal.checkpoint import (
    ED25519_TYPE,
    MLDSA65_TYPE,
    cosign,
    cosignature_line,
    issue,
    key_id,
)
from comity.seal.chunks import count, seal_chunk, split
from comity.seal.fingerprint import LANGUAGES, words

Put = Mapping[str, Any]
Said = dict[str, Any]


def canonical(put: Put) -> Said:
    """Give the canonical bytes of a value."""
    return {"bytes": shown(encode(put["value"]))}


def record(put: Put) -> Said:
    """Give a record's bytes and hash."""
    parts = dict(put["record"])
    cut = {party_of(party): Head(*head) for party, head in parts.pop("cut").items()}
    written = write(**parts, cut=cut)
    return {"bytes": shown(written.encoded), "hash": written.hash}


def root(put: Put) -> Said:
    """Give the root over leaf hashes."""
    return {"root": root_of(map(bytes.fromhex, put["leaves"])).hex()}


def path(put: Put) -> Said:
    """Give the inclusion path of a leaf."""
    leaves = [bytes.fromhex(leaf) for leaf in put["leaves"]]
    steps = inclusion_path(put["index"], len(leaves), lambda low, high: root_of(leaves[low:high]))
    return {"path": [step.hex() for step in steps]}


def note(put: Put) -> Said:
    """Give a checkpoint's text, the ids of its author's keys, and the line of Ed25519."""
    point, keys = checkpoint(put), signing_keys(put["signing"])
    line = issue(point, keys).removeprefix(point.text + b"\n").splitlines(keepends=True)[0]
    name, public = point.origin, keys.public
    return {
        "text": shown(point.text),
        "ed25519_key_id": key_id(name, ED25519_TYPE, public.ed25519).hex(),
        "mldsa65_key_id": key_id(name, MLDSA65_TYPE, public.mldsa65).hex(),
        "ed25519_line": shown(line),
    }


def cosignature(put: Put) -> Said:
    """Give a receipt of a checkpoint, and the line that carries it."""
    point, keys = checkpoint(put["checkpoint"]), signing_keys(put["signing"])
    party = party_of(put["cosigner"])
    signed = cosign(point, party, keys, put["at"])
    line = cosignature_line(party, keys.public, signed)
    return {"cosignature": signed.hex(), "line": shown(line.text.encode())}


def fingerprint(put: Put) -> Said:
    """Give the fingerprint of a card: SHA-256 of its canonical bytes."""
    return {"fingerprint": sha256(data(put["card"])).hexdigest()}


def spoken(put: Put) -> Said:
    """Give the words of a fingerprint in each language."""
    return {"words": {one: list(words(put["fingerprint"], one)) for one in LANGUAGES}}


def header(put: Put) -> Said:
    """Give a parcel's header, what is framed, and the `info` of sealing under it."""
    fields = {name: put["header"][name] for name in Header.__dataclass_fields__}
    form, urgent = Form(fields.pop("form")), precedence_of(fields.pop("precedence"))
    encoded = Header(**fields, form=form, precedence=urgent).encode()
    framed = MAGIC + pack([encoded])
    return {
        "bytes": shown(encoded),
        "framed": shown(framed),
        "info": sha256(framed).hexdigest(),
    }


def blobs(put: Put) -> Said:
    """Give what is sealed: blobs, each with its length."""
    return {"bytes": shown(pack(map(data, put["blobs"])))}


def message(put: Put) -> Said:
    """Give a signed message."""
    return {"bytes": shown(messages.say(put["message"], signing_keys(put["signing"]), put["said"]))}


def receipt(put: Put) -> Said:
    """Give the receipt of a run as it goes over the wire."""
    point, member = checkpoint(put["checkpoint"]), party_of(put["member"])
    signed = cosign(point, member, signing_keys(put["signing"]), put["at"])
    made = Receipt(point.circle, point.party, member, point.size, signed)
    return {"bytes": shown(made.encode())}


def early_receipt(put: Put) -> Said:
    """Give the receipt of a record that came ahead of its chain."""
    early = read(data(put["record"]))
    made = give_early(
        circle=early.circle,
        chain=early.party,
        member=party_of(put["member"]),
        seq=early.seq,
        record=early.hash,
        at=put["at"],
        keys=signing_keys(put["signing"]),
    )
    return {"bytes": shown(made.encode())}


def attachment(put: Put) -> Said:
    """Give the address and size of a sealed file, and the whole of it where it is short."""
    clear, key = data(put["clear"]), bytes.fromhex(put["key"])
    last = count(len(clear)) - 1
    sealed = b"".join(
        seal_chunk(key, index, chunk, last=index == last)
        for index, chunk in enumerate(split(clear))
    )
    said: Said = {"address": sha256(sealed).hexdigest(), "size": len(sealed)}
    return {**said, "sealed": shown(sealed)} if len(sealed) < 1000 else said


def revision(put: Put) -> Said:
    """Give the hash of a text and its effect."""
    return {"revision": revision_hash(put["text"], put.get("effect"))}


ASKED: dict[str, Ask] = {
    "canonical": canonical,
    "record": record,
    "root": root,
    "path": path,
    "checkpoint": note,
    "cosignature": cosignature,
    "fingerprint": fingerprint,
    "words": spoken,
    "header": header,
    "blobs": blobs,
    "message": message,
    "receipt": receipt,
    "early-receipt": early_receipt,
    "attachment": attachment,
    "revision": revision,
}
