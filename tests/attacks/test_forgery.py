"""Attacks with signatures that are not, or no longer, those of the party that they name."""

import base64
from typing import Any

import pytest
from tests.attacks.pen import AT, Pen, changed, goes_on, refusal
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World, identity

from comity.exchange.messages import say
from comity.exchange.receipt import Receipt
from comity.exchange.station import Draft
from comity.node.identity import next_card
from comity.records.canonical import decode, encode
from comity.seal.checkpoint import Checkpoint, cosign, read_note
from comity.seal.revocation import Revocation, sign_revocation
from comity.seal.signing import SigningKeys, SmallOrderKeyError

SOMEBODY = SigningKeys.from_bytes(bytes(64))
SMALL = base64.b64encode(b"\x01" + bytes(31)).decode()
"""The identity point, with which one signature fits every message."""


def stranger_signs_with(note: bytes, *, line: int) -> bytes:
    """Return a note in which somebody else made one of the author's two signatures."""
    lines = note.split(b"\n")
    data = base64.b64decode(lines[4 + line].rsplit(b" ", 1)[1])
    text = b"\n".join(lines[:3]) + b"\n"
    other = SOMEBODY.sign_mldsa65(text) if line else SOMEBODY.sign_ed25519(text)
    name = lines[4 + line].rsplit(b" ", 1)[0]
    lines[4 + line] = name + b" " + base64.b64encode(data[:4] + other)
    return b"\n".join(lines)


@pytest.mark.parametrize("line", [0, 1], ids=["ed25519", "ml-dsa-65"])
def test_forged_checkpoint(two: World, circle: str, line: int) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, note=stranger_signs_with(pen.note(), line=line))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "forged"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_checkpoint_without_its_lattice_signature(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    bare = b"\n".join(pen.note().split(b"\n")[:5]) + b"\n"

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE, note=bare), sender=JAPAN)

    assert code == "forged"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_forged_checkpoint_of_a_carrier_in_the_name_of_the_author(two: World, circle: str) -> None:
    pen = Pen.of(two, UKRAINE, circle)
    pen.write("In the name of Kyiv")
    parcel = pen.parcel(
        JAPAN, note=pen.note(keys=SOMEBODY), carrier=UKRAINE, signing=identity(UKRAINE).keys.signing
    )

    assert refusal(two, JAPAN, "parcel", parcel, sender=UKRAINE) == "forged"
    assert goes_on(two, UKRAINE, JAPAN, circle)


def test_forged_carrier(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, signing=SOMEBODY)

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "forged"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_forged_heartbeat(two: World, circle: str) -> None:
    beat = two.nodes[JAPAN].answers.beat(UKRAINE, "00" * 16)
    heads = {circle: {UKRAINE: [9, "ab" * 32]}}

    code = refusal(two, UKRAINE, "heartbeat", changed(beat, heads=heads), sender=JAPAN)

    assert code == "forged"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_a_request_shown_as_another_request(two: World, circle: str) -> None:
    """A signature under one message is no signature under another of the same fields."""
    beat = two.nodes[JAPAN].answers.beat(UKRAINE, "00" * 16)

    assert refusal(two, UKRAINE, "chain", beat, sender=JAPAN) == "message"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_small_order_key_on_a_card_that_is_handed_over(two: World) -> None:
    body: Any = decode(identity(JAPAN, 1).signed.encode())
    body["card"]["signing"]["ed25519"] = SMALL
    roster = two.nodes[UKRAINE].station.roster

    with pytest.raises(SmallOrderKeyError):
        two.nodes[UKRAINE].pair(encode(body))

    assert two.nodes[UKRAINE].station.roster == roster


@pytest.mark.parametrize(
    ("of", "key"),
    [("signing", "ed25519"), ("roots", "ed25519"), ("sealing", "x25519")],
)
def test_small_order_key_on_a_card_in_a_chain(two: World, circle: str, of: str, key: str) -> None:
    japan = identity(JAPAN)
    signed, _ = next_card(japan.card, japan.keys, {0: japan.officer}, now=two.clock())
    body: Any = decode(signed.encode())
    place = body["card"][of][0] if of == "roots" else body["card"][of]
    place[key] = SMALL if key == "ed25519" else base64.b64encode(bytes(32)).decode()
    pen = Pen.of(two, JAPAN, circle)
    pen.write(kind="card/1", body=body)

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "small-order-key"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_card_that_the_roots_did_not_sign(two: World, circle: str) -> None:
    japan = identity(JAPAN)
    signed, _ = next_card(japan.card, japan.keys, {0: japan.officer}, now=two.clock())
    body = {**signed.body, "former": {}}
    pen = Pen.of(two, JAPAN, circle)
    pen.write(kind="card/1", body=body)

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "too-few-former-roots"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_key_given_up_with_a_new_card(two: World, circle: str) -> None:
    """Who stole the old keys cannot write once the card that replaces them has come."""
    japan, node = identity(JAPAN), two.nodes[JAPAN]
    signed, keys = next_card(japan.card, japan.keys, {0: japan.officer}, now=two.clock())
    node.station.change_card(signed, keys).result(10)
    two.settle()
    thief = Pen.of(two, JAPAN, circle)
    thief.write("Written by a thief")
    parcel = thief.parcel(UKRAINE, note=thief.note(keys=japan.keys.signing), signing=keys.signing)

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "revoked-key"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def revocation(circle: str, start: int) -> dict[str, Any]:
    """The body with which an officer of Tokyo revokes its first card from a number on."""
    japan = identity(JAPAN)
    void = Revocation(circle, JAPAN, start, japan.card.fingerprint, "The key was stolen.")
    return void.body({0: sign_revocation(void, japan.officer)})


def revoked(world: World, circle: str) -> None:
    """Let a revocation of Tokyo's card stand in the chain of Seoul, and come to Kyiv."""
    seoul = Pen.of(world, KOREA, circle)
    size = world.heads(JAPAN, circle)[JAPAN].size
    seoul.write(kind="revoke/1", body=revocation(circle, size + 1))
    assert world.post(KOREA, UKRAINE, "parcel", seoul.parcel(UKRAINE))[0] == 200


def test_revoked_key(three: World, joint: str) -> None:
    """A revocation stands in the chain of any member, so that a thief cannot keep it out."""
    revoked(three, joint)
    thief = Pen.of(three, JAPAN, joint)
    thief.write("Written by a thief")

    code = refusal(three, UKRAINE, "parcel", thief.parcel(UKRAINE), sender=JAPAN)

    assert code == "revoked-key"


def test_after_a_revocation_the_next_card_goes_on(three: World, joint: str) -> None:
    revoked(three, joint)
    japan, node = identity(JAPAN), three.nodes[JAPAN]
    signed, keys = next_card(japan.card, japan.keys, {0: japan.officer}, now=three.clock())

    node.station.change_card(signed, keys).result(10)
    three.deliver((JAPAN, UKRAINE))

    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_revocation_that_no_officer_signed(three: World, joint: str) -> None:
    """Seoul cannot revoke the keys of Tokyo: what it says is kept, and revokes nothing."""
    seoul = Pen.of(three, KOREA, joint)
    seoul.write(kind="revoke/1", body={**revocation(joint, 1), "roots": {}})

    status, _ = three.post(KOREA, UKRAINE, "parcel", seoul.parcel(UKRAINE))

    assert status == 200
    assert three.nodes[UKRAINE].station.roster.revoked == {}
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_a_party_can_say_a_revocation(two: World, circle: str) -> None:
    two.say(UKRAINE, circle, Draft("revoke/1", revocation(circle, 9), MARKING))


def test_unpaired_sender_of_a_parcel(two: World, circle: str) -> None:
    korea = identity(KOREA)
    pen = Pen(circle, korea.card.party, korea.keys.signing)
    pen.write()

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=korea.card.party)

    assert code == "unpaired-sender"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_unpaired_sender_of_a_heartbeat(two: World, circle: str) -> None:
    said = {"v": 1, "from": KOREA, "to": UKRAINE, "at": AT, "nonce": "00" * 16}
    said |= {"heads": {}, "receipts": {}, "ahead": {}}
    beat = say("heartbeat", identity(KOREA).keys.signing, said)

    assert refusal(two, UKRAINE, "heartbeat", beat, sender=KOREA) == "unpaired-sender"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_wrong_root(two: World, circle: str) -> None:
    """A checkpoint of other records than those that come with it."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, note=pen.note(root=bytes(32)))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "wrong-root"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_wrong_root_of_records_that_are_here(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    parcel = pen.parcel(UKRAINE, note=pen.note(root=bytes(32)))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "wrong-root"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def receipt_of(world: World, circle: str, keys: SigningKeys, *, size: int) -> Receipt:
    """A receipt of Tokyo for Kyiv's chain."""
    root = Pen.of(world, UKRAINE, circle).root(size)
    signature = cosign(Checkpoint(circle, UKRAINE, size, root), JAPAN, keys, 1_772_703_000)
    return Receipt(circle, UKRAINE, JAPAN, size, signature)


def test_forged_receipt(two: World, circle: str) -> None:
    """Somebody says that Tokyo holds what never reached it."""
    two.report(UKRAINE, circle, "Not delivered yet")
    receipt = receipt_of(two, circle, SOMEBODY, size=3)
    before = two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)

    code = refusal(two, UKRAINE, "receipt", receipt.encode(), sender=JAPAN)

    assert code == "forged"
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE) == before


def test_receipt_for_more_than_was_written(two: World, circle: str) -> None:
    pen = Pen.of(two, UKRAINE, circle)
    pen.write("Never said")
    point = read_note(pen.note()).checkpoint
    signature = cosign(point, JAPAN, identity(JAPAN).keys.signing, 1_772_703_000)
    receipt = Receipt(circle, UKRAINE, JAPAN, point.size, signature)

    code = refusal(two, UKRAINE, "receipt", receipt.encode(), sender=JAPAN)

    assert code == "stale-answer"


def test_receipt_of_another_size_under_this_one(two: World, circle: str) -> None:
    two.report(UKRAINE, circle, "Not delivered yet")
    old = receipt_of(two, circle, identity(JAPAN).keys.signing, size=2)
    receipt = Receipt(circle, UKRAINE, JAPAN, 3, old.cosignature)

    assert refusal(two, UKRAINE, "receipt", receipt.encode(), sender=JAPAN) == "forged"
