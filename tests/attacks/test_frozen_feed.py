"""Attacks of somebody who shows an old state as the newest, or claims one that never was."""

from contextlib import suppress

import pytest
from tests.attacks.pen import Pen, goes_on, refusal
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.errors import ComityError
from comity.exchange.messages import StaleAnswerError
from comity.exchange.receipt import Receipt
from comity.exchange.station import BehindError
from comity.records.canonical import decode, encode
from comity.seal.checkpoint import Checkpoint
from comity.seal.messages import Label, sign


def test_frozen_feed(two: World, circle: str) -> None:
    """Somebody on the way answers each heartbeat with an answer that was recorded once."""
    recorded = two.nodes[JAPAN].answers.beat(UKRAINE, "00" * 16)
    two.network.lies[JAPAN, "heartbeat"] = lambda _: recorded
    answered = two.links[UKRAINE, JAPAN].state.answered

    with pytest.raises(StaleAnswerError):
        two.beat(UKRAINE, JAPAN)

    assert two.links[UKRAINE, JAPAN].state.answered == answered
    two.network.lies.clear()
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_a_frozen_feed_is_kept_as_evidence(two: World) -> None:
    recorded = two.nodes[JAPAN].answers.beat(UKRAINE, "00" * 16)
    two.network.lies[JAPAN, "heartbeat"] = lambda _: recorded

    with pytest.raises(StaleAnswerError):
        two.beat(UKRAINE, JAPAN)

    assert [one.code for one in two.evidence(UKRAINE)] == ["stale-answer"]


def test_heartbeat_answered_by_another_party(three: World, joint: str) -> None:
    beat = three.nodes[KOREA].answers.beat

    def lie(asked: bytes) -> bytes:
        said = decode(asked)
        assert isinstance(said, dict)
        return beat(UKRAINE, str(said["nonce"]))

    three.network.lies[JAPAN, "heartbeat"] = lie

    with pytest.raises(StaleAnswerError):
        three.beat(UKRAINE, JAPAN)

    three.network.lies.clear()
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_a_member_that_hides_its_newest_records_is_made_up_for_by_others(
    three: World, joint: str
) -> None:
    """Tokyo shows Seoul an older head of its own chain than Kyiv does."""
    hidden = three.report(JAPAN, joint, "For Kyiv at first")
    three.deliver((JAPAN, UKRAINE))
    three.network.severed.add(frozenset({JAPAN, KOREA}))

    three.beat(KOREA, UKRAINE)

    assert three.heads(KOREA, joint)[JAPAN].hash == hidden.hash


def test_a_chain_that_is_shown_again_and_again_is_asked_for_once(two: World, circle: str) -> None:
    """Tokyo promises more and always sends the same parcel: Kyiv must not ask for ever."""
    old = two.made(circle, JAPAN, UKRAINE).data
    two.report(JAPAN, circle, "Promised")
    asked = 0

    def lie(_: bytes) -> bytes:
        nonlocal asked
        asked += 1
        return old if asked < 20 else b""

    two.network.lies[JAPAN, "chain"] = lie

    with suppress(ComityError):
        two.beat(UKRAINE, JAPAN)

    assert asked == 1


def test_a_lie_about_the_own_head_does_not_silence_a_party(two: World, circle: str) -> None:
    """Tokyo says that Kyiv's chain is longer than it is, and cannot show it."""

    def lie(asked: bytes) -> bytes:
        said = decode(asked)
        assert isinstance(said, dict)
        honest = decode(two.nodes[JAPAN].answers.beat(UKRAINE, str(said["nonce"])))
        assert isinstance(honest, dict)
        told = {name: value for name, value in honest.items() if name != "signature"}
        told["heads"] = {circle: {UKRAINE: [99, "ab" * 32]}}
        signed = encode({**told, "message": "heartbeat"})
        signature = sign(Label.HEARTBEAT, signed, identity(JAPAN).keys.signing)
        return encode({**told, "signature": signature.hex()})

    two.network.lies[JAPAN, "heartbeat"] = lie
    two.network.lies[JAPAN, "chain"] = lambda _: b""
    two.beat(UKRAINE, JAPAN)

    try:
        two.report(UKRAINE, circle, "We speak")
    except BehindError:
        pytest.fail("a lie stopped Kyiv from writing")


def test_a_record_in_ones_own_name_that_one_never_wrote(two: World, circle: str) -> None:
    """Who stole Kyiv's keys writes on in its chain, and sends that to Kyiv itself."""
    thief = Pen.of(two, UKRAINE, circle)
    thief.write("In the name of Kyiv")
    tokyo = identity(JAPAN).keys.signing
    parcel = thief.parcel(UKRAINE, carrier=JAPAN, signing=tokyo)

    status, _ = two.post(JAPAN, UKRAINE, "parcel", parcel)

    assert status == 422
    assert "In the name of Kyiv" not in two.texts(UKRAINE, circle, UKRAINE)
    assert two.evidence(UKRAINE) != []


def test_old_receipt_of_another_chain_as_the_answer_to_a_parcel(two: World, circle: str) -> None:
    """Somebody on the way answers with a receipt that Tokyo once gave for something else."""
    other = two.open(UKRAINE, JAPAN, nonce="1e" * 16)
    two.deliver()
    for _ in range(5):
        two.report(UKRAINE, other, "Elsewhere")
    two.deliver()
    given = two.nodes[UKRAINE].journal.receipts(other, UKRAINE)[JAPAN]
    old = Receipt(other, UKRAINE, JAPAN, given.size, given.signature)
    two.report(UKRAINE, circle, "Never arrives")
    two.network.lies[JAPAN, "parcel"] = lambda _: old.encode()

    with pytest.raises(ComityError):
        two.deliver((UKRAINE, JAPAN))

    assert two.links[UKRAINE, JAPAN]._pointer(circle) == 2
    two.network.lies.clear()
    assert goes_on(two, UKRAINE, JAPAN, circle)


def test_forged_receipt_for_no_more_than_is_known(two: World, circle: str) -> None:
    """Nobody is told of a receipt that was not verified, not even of one that changes nothing."""
    heard: list[object] = []
    two.nodes[UKRAINE].answers.received.append(heard.append)
    forged = Receipt(circle, UKRAINE, JAPAN, 1, bytes(72))

    status, _ = two.post(JAPAN, UKRAINE, "receipt", forged.encode())

    assert (status, heard) == (422, [])


def test_receipt_of_a_time_that_no_clock_says(two: World, circle: str) -> None:
    two.report(UKRAINE, circle, "One more")
    text = Checkpoint(circle, UKRAINE, 3, Pen.of(two, UKRAINE, circle).root(3)).text
    at, keys = 2**63, identity(JAPAN).keys.signing
    signed = keys.sign_ed25519(f"cosignature/v1\ntime {at}\n".encode() + text)
    receipt = Receipt(circle, UKRAINE, JAPAN, 3, at.to_bytes(8, "big") + signed)

    code = refusal(two, UKRAINE, "receipt", receipt.encode(), sender=JAPAN)

    assert code == "checkpoint-note"
    assert two.nodes[UKRAINE].journal.receipts(circle, UKRAINE)[JAPAN].size == 2
