"""Checking: whether this program takes things for good; each raises what it refuses."""

from collections.abc import Mapping
from typing import Any

from comity.agreement.adoption import Agreement, adopted
from comity.cli.conform.case import Ask, checkpoint, data, keys_of, public_keys
from comity.exchange.messages import UnpairedError, hear
from comity.exchange.receipt import EarlyReceipt
from comity.exchange.receipt import read as read_receipt
from comity.node.party import KINDS
from comity.records import canonical as bytes_of
from comity.records.circle import circle_of
from comity.records.party import Party, party_of
from comity.records.record import read
from comity.records.tree import InclusionError, root_by_path
from comity.seal.card import Card, read_card, verify_first, verify_next
from comity.seal.checkpoint import read_note, verify, verify_cosignature
from comity.seal.epoch import verify_epoch
from comity.seal.fingerprint import need_same
from comity.seal.fork import proof_of_fork
from comity.seal.inclusion import check_proof
from comity.seal.revocation import verify_revocation
from comity.seal.signing import PublicKeys

Put = Mapping[str, Any]
Said = dict[str, Any]


def canonical(put: Put) -> Said:
    """Check canonical bytes."""
    bytes_of.decode(data(put["bytes"]))
    return {}


def record(put: Put) -> Said:
    """Check a record for itself."""
    held = read(data(put["bytes"]))
    return {"hash": held.hash, "circle": held.circle}


def body(put: Put) -> Said:
    """Check a body against its kind."""
    kind = KINDS.known.get(put["kind"])
    if kind is not None:
        kind.check(put["body"])
    return {"known": kind is not None}


def inclusion(put: Put) -> Said:
    """Check an inclusion path."""
    leaf, steps = bytes.fromhex(put["leaf"]), map(bytes.fromhex, put["path"])
    index, size = put["index"], put["size"]
    if root_by_path(leaf, index, size, tuple(steps)).hex() != put["root"]:
        raise InclusionError(index=index, size=size, reason="it leads to another root")
    return {}


def note(put: Put) -> Said:
    """Check a signed checkpoint."""
    point = verify(read_note(data(put["note"])), public_keys(put["keys"]))
    return {
        "circle": point.circle,
        "party": point.party,
        "size": point.size,
        "root": point.root.hex(),
    }


def cosignature(put: Put) -> Said:
    """Check a receipt of a checkpoint."""
    point, cosigner = checkpoint(put["checkpoint"]), party_of(put["cosigner"])
    signed = bytes.fromhex(put["cosignature"])
    return {"at": verify_cosignature(point, cosigner, public_keys(put["keys"]), signed)}


def card(put: Put) -> Said:
    """Check a card of which nothing is known before."""
    return _named(verify_first(read_card(data(put["card"]))))


def next_card(put: Put) -> Said:
    """Check a card that follows a trusted one."""
    return _named(verify_next(read_card(data(put["card"])), read_card(data(put["before"])).card))


def _named(held: Card) -> Said:
    return {"party": held.party, "version": held.version, "fingerprint": held.fingerprint}


def words(put: Put) -> Said:
    """Check words that were heard against a fingerprint."""
    need_same(put["fingerprint"], put["heard"], put["language"])
    return {}


def revocation(put: Put) -> Said:
    """Check the body of a revocation."""
    told = bytes_of.decode(data(put["body"]))
    trusted = read_card(data(put["card"])).card
    void = verify_revocation(told, circle=put["circle"], card=trusted)  # type: ignore[arg-type]
    return {"party": void.party, "from": void.start}


def epoch(put: Put) -> Said:
    """Check the body of an epoch."""
    told = bytes_of.decode(data(put["body"]))
    trusted = read_card(data(put["card"])).card
    opened = verify_epoch(told, circle=put["circle"], card=trusted)  # type: ignore[arg-type]
    return {"party": opened.party, "last": [opened.last.size, opened.last.hash]}


def proof(put: Put) -> Said:
    """Check a document that proves a record."""
    members = {party_of(party): told for party, told in put["members"].items()}
    found = check_proof(data(put["proof"]), fingerprint=put["fingerprint"], cosigners=members)
    return {
        "record": found.record.hash,
        "size": found.checkpoint.size,
        "receipts": dict(found.receipts),
    }


def fork(put: Put) -> Said:
    """Check the body of a proof that a party spoke twice."""
    told = bytes_of.decode(data(put["body"]))
    keys = map(public_keys, put["keys"])
    return {"party": proof_of_fork(told, keys, circle=put["circle"])}  # type: ignore[arg-type]


def message(put: Put) -> Said:
    """Check a message to this node."""
    known = keys_of(put["keys"])

    def of(party: Party) -> PublicKeys:
        if party not in known:
            raise UnpairedError(party=party)
        return known[party]

    heard = hear(put["message"], data(put["bytes"]), here=party_of(put["me"]), keys_of=of)
    return {"said": heard}


def receipt(put: Put) -> Said:
    """Check a receipt from the wire."""
    held, keys = read_receipt(data(put["bytes"])), public_keys(put["keys"])
    if isinstance(held, EarlyReceipt):
        held.verify(keys)
    else:
        held.verify(bytes.fromhex(put["root"]), keys)
    return {}


def agreement(put: Put) -> Said:
    """Say what a history of records adopts."""
    records = [read(data(one)) for one in put["records"]]
    (first,) = (one for one in records if one.hash == one.circle)
    held = Agreement(circle_of(first))
    held.take(records)
    found = adopted(held, put["object"])
    return {
        "adopted": sorted(one.revision for one in found),
        "disputed": any(one.disputed for one in found),
    }


ASKED: dict[str, Ask] = {
    "canonical": canonical,
    "record": record,
    "body": body,
    "inclusion": inclusion,
    "checkpoint": note,
    "cosignature": cosignature,
    "card": card,
    "next-card": next_card,
    "words": words,
    "revocation": revocation,
    "epoch": epoch,
    "proof": proof,
    "fork": fork,
    "message": message,
    "receipt": receipt,
    "agreement": agreement,
}
