"""What goes into the next parcel, for whom."""

import pytest
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World, draft, identity

from comity.exchange.outbox import BULK, BULK_BYTES, Carrier
from comity.exchange.parcel import Form, Parcel, read
from comity.exchange.station import Draft, TooManyError
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import read as read_record
from comity.records.tree import leaf_hash, root_by_path
from comity.seal.checkpoint import read_note

AT = "2026-03-05T09:30:00.000Z"


def carrier(world: World, party: Party = UKRAINE) -> Carrier:
    """Who seals and signs at a party."""
    station = world.nodes[party].station
    return Carrier(station.journal, station.roster, station.keys.signing)


def sent(world: World, circle: str, first: int, *, to: Party = JAPAN) -> Parcel:
    """The parcel of Kyiv's chain from a number on."""
    made = carrier(world).run(circle, UKRAINE, to, first, AT)
    assert made is not None
    return read(made.data)


def numbers(parcel: Parcel) -> tuple[int, int]:
    """The run of records that a parcel says it holds."""
    return parcel.header.first, parcel.header.last


def test_there_is_no_parcel_where_there_is_nothing_more(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    assert carrier(two).run(circle, UKRAINE, JAPAN, 2, AT) is None


def test_a_parcel_ends_at_a_checkpoint(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft(str(number)) for number in range(7)])

    parcel = sent(two, circle, 3)
    *records, note = parcel.open(identity(JAPAN).keys)

    assert numbers(parcel) == (3, 8)
    assert [read_record(record).seq for record in records] == [3, 4, 5, 6, 7, 8]
    assert read_note(note).checkpoint.size == 8


def test_bulk_goes_in_parcels_of_so_many_records(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    for _ in range(3):
        two.say(UKRAINE, circle, *[draft("bulk")] * 200)

    assert numbers(sent(two, circle, 1)) == (1, 201)
    assert numbers(sent(two, circle, 202)) == (202, 401)
    assert BULK == 256


def test_what_was_said_in_one_commit_goes_in_one_parcel(two: World) -> None:
    """No checkpoint stands inside it, so that it can end only there."""
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft("bulk")] * 500)

    assert numbers(sent(two, circle, 2)) == (2, 501)


def large(size: int) -> Draft:
    """A record of a kind that nobody knows, of about so many bytes."""
    return Draft("map/1", {"image": "x" * size}, MARKING)


def test_large_records_go_in_parcels_of_so_many_bytes(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    for _ in range(8):
        two.say(UKRAINE, circle, large(250_000))

    parcel = sent(two, circle, 2)

    assert numbers(parcel) == (2, 5)
    assert len(parcel.sealed) < BULK_BYTES + 20_000


def test_large_records_of_one_commit_go_together(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[large(250_000)] * 8)
    two.say(UKRAINE, circle, large(250_000))

    assert numbers(sent(two, circle, 2)) == (2, 9)


def test_whatever_was_said_can_be_sent(two: World) -> None:
    """Sixty-four records of a quarter of a megabyte, said at once, are more than any parcel."""
    circle = two.open(UKRAINE, JAPAN)

    with pytest.raises(TooManyError, match="bytes at once"):
        two.say(UKRAINE, circle, *[large(250_000)] * 64)
    two.say(UKRAINE, circle, *[large(250_000)] * 16)

    assert carrier(two).run(circle, UKRAINE, JAPAN, 2, AT) is not None


def test_a_short_parcel_is_as_urgent_as_its_most_urgent_record(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, draft("later"), draft("now", precedence=Precedence.FLASH))

    assert sent(two, circle, 2).header.precedence is Precedence.FLASH


def test_another_member_seals_anew_and_signs_as_carrier_only(three: World) -> None:
    circle = three.open(UKRAINE, JAPAN, KOREA)
    three.deliver()
    three.report(UKRAINE, circle, "Добридень")
    three.deliver()

    made = carrier(three, JAPAN).run(circle, UKRAINE, KOREA, 1, AT)

    assert made is not None
    parcel = read(made.data)
    parcel.verify(identity(JAPAN).card.signing)
    assert (parcel.header.chain, parcel.header.carrier) == (UKRAINE, JAPAN)
    *records, note = parcel.open(identity(KOREA).keys)
    journal = three.nodes[UKRAINE].journal
    assert records == journal.records(circle, UKRAINE, 1, 10, 1 << 20)
    assert note == journal.last_note(circle, UKRAINE)


def test_an_urgent_record_goes_ahead_with_its_path(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.say(UKRAINE, circle, *[draft("bulk")] * 20)
    record = two.report(UKRAINE, circle, "now", precedence=Precedence.FLASH)

    made = carrier(two).early(circle, JAPAN, record.seq, Precedence.FLASH, AT)

    assert made is not None
    parcel = read(made.data)
    assert parcel.header.form is Form.EARLY
    assert parcel.header.precedence is Precedence.FLASH
    assert numbers(parcel) == (22, 22)
    encoded, note, path = parcel.open(identity(JAPAN).keys)
    point = read_note(note).checkpoint
    steps = [path[at : at + 32] for at in range(0, len(path), 32)]
    assert encoded == record.encoded
    assert root_by_path(leaf_hash(encoded), 21, point.size, steps) == point.root


def test_nothing_goes_ahead_that_is_not_there(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    assert carrier(two).early(circle, JAPAN, 2, Precedence.FLASH, AT) is None


def test_a_parcel_is_sealed_to_the_card_that_it_names(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)

    assert sent(two, circle, 1).header.card == identity(JAPAN).card.fingerprint
