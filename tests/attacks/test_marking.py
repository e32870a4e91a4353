"""Attempts to pass something on more freely than its author allowed."""

import pytest
from tests.attacks.pen import Pen, goes_on, plain, refusal
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World, identity

from comity.exchange.conversation import COLUMNS, MESSAGES, message_in
from comity.records.marking import Marking
from comity.records.party import Party


def marking_of(world: World, reader: Party, hashed: str) -> Marking:
    """The marking that counts for a record at a reader."""
    projections = world.nodes[reader].projections
    projections.catch_up()
    with projections.reading() as session:
        row = session.one(f"SELECT {', '.join(COLUMNS)} FROM {MESSAGES} WHERE hash = ?", hashed)  # noqa: S608 - our own names
    assert row is not None
    return message_in(row).marking


@pytest.mark.parametrize("how", ["relayed", "direct"])
def test_a_carrier_cannot_lower_a_marking(three: World, joint: str, how: str) -> None:
    """The marking is one of the bytes that the author signed."""
    honest = three.report(UKRAINE, joint, "For the members only")
    kyiv = Pen.of(three, UKRAINE, joint)
    record = honest.encoded.replace(MARKING.encode(), b"TLP:CLEAR")
    carrier = JAPAN if how == "relayed" else UKRAINE
    parcel = kyiv.parcel(
        KOREA,
        blobs=[record, kyiv.note()],
        carrier=carrier,
        signing=identity(carrier).keys.signing,
    )

    assert refusal(three, KOREA, "parcel", parcel, sender=carrier) == "wrong-root"
    assert goes_on(three, UKRAINE, KOREA, joint)


def test_quoting_cannot_lower_a_marking(two: World, circle: str) -> None:
    """What quotes something guarded is as guarded, whatever it says of itself."""
    guarded = two.report(JAPAN, circle, "For one person", marking="TLP:RED")
    two.settle()
    quoting = two.report(UKRAINE, circle, "They say so", marking="TLP:CLEAR", quotes=[guarded.hash])
    two.settle()

    for reader in (UKRAINE, JAPAN):
        assert marking_of(two, reader, quoting.hash) is Marking.RED


def test_quoting_what_was_quoted_cannot_lower_a_marking(two: World, circle: str) -> None:
    first = two.report(JAPAN, circle, "For one person", marking="TLP:RED")
    two.settle()
    second = two.report(UKRAINE, circle, "Once", marking="TLP:CLEAR", quotes=[first.hash])
    third = two.report(UKRAINE, circle, "Twice", marking="TLP:CLEAR", quotes=[second.hash])
    two.settle()

    assert marking_of(two, JAPAN, third.hash) is Marking.RED


def test_quoting_what_nobody_has_cannot_lower_a_marking(two: World, circle: str) -> None:
    quoting = two.report(UKRAINE, circle, "Hearsay", marking="TLP:CLEAR", quotes=["ab" * 32])
    two.settle()

    assert marking_of(two, JAPAN, quoting.hash) is Marking.RED


def test_an_unknown_marking_counts_as_the_highest(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    record = pen.write(marking="UNMARKED")
    two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert marking_of(two, UKRAINE, record.hash) is Marking.RED


def test_a_malformed_report_cannot_lower_a_marking(two: World, circle: str) -> None:
    """A quotation that does not fit its kind is no quotation, and the text is not shown as one."""
    pen = Pen.of(two, JAPAN, circle)
    body = {**plain("They say so"), "quotes": "everything"}
    record = pen.write(body=body, marking="TLP:GREEN")
    two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert marking_of(two, UKRAINE, record.hash) is Marking.GREEN
