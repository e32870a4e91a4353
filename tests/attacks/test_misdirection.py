"""Attacks with what is genuine, in a place that it was not made for."""

from dataclasses import replace

from tests.attacks.pen import AT, Pen, goes_on, plain, refusal
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.exchange.messages import say
from comity.exchange.parcel import FIXED, make, read
from comity.node.party import PartyNode
from comity.records.party import Party
from comity.seal.messages import Label, sign


def test_wrong_audience(three: World, joint: str) -> None:
    """A parcel for Seoul is put to Kyiv."""
    pen = Pen.of(three, JAPAN, joint)
    pen.write()

    code = refusal(three, UKRAINE, "parcel", pen.parcel(KOREA), sender=JAPAN)

    assert code == "wrong-audience"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_heartbeat_for_another_party(three: World, joint: str) -> None:
    beat = three.nodes[JAPAN].answers.beat(KOREA, "00" * 16)

    assert refusal(three, UKRAINE, "heartbeat", beat, sender=JAPAN) == "wrong-audience"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_own_heartbeat_sent_back(two: World, circle: str) -> None:
    beat = two.nodes[UKRAINE].answers.beat(JAPAN, "00" * 16)

    assert refusal(two, UKRAINE, "heartbeat", beat, sender=JAPAN) == "wrong-audience"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_swapped_header(two: World, circle: str) -> None:
    """The network puts another header before the sealed part."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    urgent = pen.parcel(UKRAINE).replace(b'"precedence":"routine"', b'"precedence":"flash!!"')

    assert refusal(two, UKRAINE, "parcel", urgent, sender=JAPAN) == "parcel"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_swapped_header_that_is_well_formed(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    earlier = pen.parcel(UKRAINE).replace(AT.encode(), b"2026-03-05T09:29:00.000Z")

    assert refusal(two, UKRAINE, "parcel", earlier, sender=JAPAN) == "forged"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_swapped_header_that_the_carrier_signed(two: World, circle: str) -> None:
    """Even the carrier itself cannot put what was sealed under one header under another."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = read(pen.parcel(UKRAINE))
    other = replace(parcel.header, created="2026-03-05T09:29:00.000Z").encode()
    clear = parcel.clear[: FIXED - 4] + len(other).to_bytes(4, "big") + other + parcel.clear[-32:]
    swapped = clear + sign(Label.PARCEL, clear, pen.keys) + parcel.sealed

    assert refusal(two, UKRAINE, "parcel", swapped, sender=JAPAN) == "cannot-open"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_swapped_sealed_part(two: World, circle: str) -> None:
    """The network puts the sealed part of one parcel under the header of another."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    one, other = read(pen.parcel(UKRAINE)), read(pen.parcel(UKRAINE))
    swapped = one.clear + one.signature + other.sealed

    assert refusal(two, UKRAINE, "parcel", swapped, sender=JAPAN) == "damaged-parcel"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_sealed_to_somebody_else(three: World, joint: str) -> None:
    pen = Pen.of(three, JAPAN, joint)
    pen.write()
    blobs = [pen.records[-1].encoded, pen.note()]
    header = pen.header(identity(UKRAINE).card, 2, 2)
    parcel = make(header, blobs, to=identity(KOREA).card.sealing, carrier=pen.keys)

    assert refusal(three, UKRAINE, "parcel", parcel, sender=JAPAN) == "cannot-open"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def second_circle(world: World) -> str:
    """Another circle of the same members."""
    other = world.open(UKRAINE, JAPAN, nonce="1e" * 16)
    world.settle()
    return other


def test_stolen_parcel_sent_to_another_circle_of_the_same_members(two: World, circle: str) -> None:
    """What was said in one circle cannot be made to stand in another."""
    other = second_circle(two)
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, circle=other)

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "foreign-record"
    assert goes_on(two, JAPAN, UKRAINE, other)


def test_checkpoint_of_another_circle(two: World, circle: str) -> None:
    other = second_circle(two)
    here, there = Pen.of(two, JAPAN, circle), Pen.of(two, JAPAN, other)
    here.write()
    while len(there.records) < len(here.records):
        there.write()
    parcel = here.parcel(UKRAINE, note=there.note())

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "foreign-record"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_record_of_another_party_in_a_chain(three: World, joint: str) -> None:
    pen = Pen.of(three, JAPAN, joint)
    pen.write("In the name of Seoul", party=KOREA)

    code = refusal(three, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "foreign-record"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def inner(three: World) -> str:
    """A circle of Kyiv and Tokyo, of which Seoul is no member."""
    opened = three.open(UKRAINE, JAPAN, nonce="2d" * 16)
    three.settle()
    return opened


def test_carrier_that_is_no_member(three: World, joint: str) -> None:
    pen = Pen.of(three, JAPAN, inner(three))
    pen.write()
    parcel = pen.parcel(UKRAINE, carrier=KOREA, signing=identity(KOREA).keys.signing)

    assert refusal(three, UKRAINE, "parcel", parcel, sender=KOREA) == "unknown-circle"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_carrier_that_is_no_member_brings_the_first_record(three: World) -> None:
    """Seoul got hold of what opens a circle that it is not in, and carries it to Tokyo."""
    circle = three.open(UKRAINE, JAPAN)
    pen = Pen.of(three, UKRAINE, circle)
    parcel = pen.parcel(JAPAN, carrier=KOREA, signing=identity(KOREA).keys.signing)

    assert refusal(three, JAPAN, "parcel", parcel, sender=KOREA) == "unknown-circle"
    three.deliver((UKRAINE, JAPAN))
    assert circle in three.nodes[JAPAN].station.roster.circles


def test_chain_of_somebody_who_is_no_member(three: World) -> None:
    circle = inner(three)
    pen = Pen(circle, KOREA, identity(KOREA).keys.signing)
    pen.write()

    code = refusal(three, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=KOREA)

    assert code == "unknown-circle"
    assert goes_on(three, JAPAN, UKRAINE, circle)


def asks(node: PartyNode, to: Party, circle: str, name: str) -> bytes:
    """A request of a party for a chain or a file of a circle."""
    common = {"v": 1, "from": node.me, "to": to, "at": AT, "nonce": "00" * 16, "circle": circle}
    more = {
        "chain": {"chain": UKRAINE, "first": 1},
        "file": {"address": "ab" * 32, "offset": 0},
    }
    return say(name, node.station.keys.signing, {**common, **more[name]})


def test_somebody_who_is_no_member_asks_for_a_chain(three: World) -> None:
    circle = inner(three)
    asked = asks(three.nodes[KOREA], UKRAINE, circle, "chain")

    assert refusal(three, UKRAINE, "chain", asked, sender=KOREA) == "unknown-circle"
    assert goes_on(three, JAPAN, UKRAINE, circle)


def test_somebody_who_is_no_member_asks_for_a_file(three: World) -> None:
    circle = inner(three)
    asked = asks(three.nodes[KOREA], UKRAINE, circle, "file")

    assert refusal(three, UKRAINE, "file", asked, sender=KOREA) == "unknown-circle"
    assert goes_on(three, JAPAN, UKRAINE, circle)


def test_circle_with_a_member_whose_card_was_never_accepted(two: World, circle: str) -> None:
    cards = {party: identity(party).card.fingerprint for party in (UKRAINE, JAPAN, KOREA)}
    body = {"members": cards, "purpose": "sanctions", "nonce": "3c" * 16}
    pen = Pen("", JAPAN, identity(JAPAN).keys.signing)
    pen.circle = pen.write(kind="circle/1", body=body).hash

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "unpaired-sender"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_circle_that_names_another_card_of_a_member(two: World, circle: str) -> None:
    """Tokyo opens a circle with a card of Kyiv's that is not Kyiv's."""
    cards = {UKRAINE: "ab" * 32, JAPAN: identity(JAPAN).card.fingerprint}
    body = {"members": cards, "purpose": "sanctions", "nonce": "3c" * 16}
    pen = Pen("", JAPAN, identity(JAPAN).keys.signing)
    pen.circle = pen.write(kind="circle/1", body=body).hash

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "other-card"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_circle_without_this_party(three: World, joint: str) -> None:
    cards = {party: identity(party).card.fingerprint for party in (JAPAN, KOREA)}
    body = {"members": cards, "purpose": "sanctions", "nonce": "3c" * 16}
    pen = Pen("", JAPAN, identity(JAPAN).keys.signing)
    pen.circle = pen.write(kind="circle/1", body=body).hash

    code = refusal(three, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "not-a-member"
    assert goes_on(three, JAPAN, UKRAINE, joint)


def test_record_in_a_circle_that_is_not_there(two: World, circle: str) -> None:
    """Everyday, where a circle's first record is still on its way: nothing is kept."""
    pen = Pen("ab" * 32, JAPAN, identity(JAPAN).keys.signing)
    pen.write(body=plain("Too early"))

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN, kept=False)

    assert code == "unknown-circle"
    assert goes_on(two, JAPAN, UKRAINE, circle)
