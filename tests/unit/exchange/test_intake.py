"""Intake: what becomes of a parcel, as far as it can be known without the journal."""

import pytest
from tests.attacks.pen import Pen
from tests.journeys.capitals import JAPAN, UKRAINE, identity
from tests.unit.exchange.test_roster import HERE, opened, paired

from comity.exchange.intake import BackDatedError, TruncatedError, dated, open_parcel
from comity.exchange.parcel import Form, read
from comity.exchange.roster import Roster
from comity.records.circle import circle_of
from comity.records.tree import InclusionError


def kyiv(records: int = 3) -> Pen:
    """Kyiv's chain of a new circle."""
    pen = opened()
    while len(pen.records) < records:
        pen.write()
    return pen


def taken(parcel: bytes, roster: Roster = HERE) -> object:
    """What Tokyo makes of a parcel."""
    return open_parcel(read(parcel), roster, identity(JAPAN).keys)


def test_a_parcel_is_opened_whole() -> None:
    pen = kyiv()

    opened_parcel = open_parcel(read(pen.parcel(JAPAN, 1, 3)), HERE, identity(JAPAN).keys)

    assert list(opened_parcel.records) == pen.records
    assert (opened_parcel.size, opened_parcel.root) == (3, pen.root())


def test_a_parcel_may_open_the_circle_that_it_is_of() -> None:
    pen = kyiv(1)
    roster = paired(UKRAINE, JAPAN)

    opened_parcel = open_parcel(read(pen.parcel(JAPAN)), roster, identity(JAPAN).keys)

    assert circle_of(opened_parcel.records[0]).id == pen.circle
    assert pen.circle not in roster.circles


def test_an_early_parcel_is_opened_with_its_path() -> None:
    pen = kyiv(9)

    opened_parcel = open_parcel(read(pen.early(JAPAN, 5, 9)), HERE, identity(JAPAN).keys)

    assert opened_parcel.records == (pen.records[4],)
    assert opened_parcel.path == pen.path(5, 9)


@pytest.mark.parametrize("seq", range(1, 10))
def test_every_record_of_a_chain_may_go_ahead(seq: int) -> None:
    taken(kyiv(9).early(JAPAN, seq, 9))


def test_an_early_record_that_its_checkpoint_does_not_include_is_refused() -> None:
    pen, other = kyiv(9), kyiv(4)
    other.write("Something else")
    blobs = [other.records[4].encoded, pen.note(9), pen.path(5, 9)]

    with pytest.raises(InclusionError):
        taken(pen.parcel(JAPAN, 5, 5, blobs=blobs, form=Form.EARLY))


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 32, b"\0" * 32 * 60])
def test_a_path_that_is_none_is_refused(damage: bytes) -> None:
    pen = kyiv(9)
    blobs = [pen.records[4].encoded, pen.note(9), damage]

    with pytest.raises(InclusionError):
        taken(pen.parcel(JAPAN, 5, 5, blobs=blobs, form=Form.EARLY))


def test_a_checkpoint_beyond_the_records_is_refused() -> None:
    pen = kyiv(3)

    with pytest.raises(TruncatedError) as refused:
        taken(pen.parcel(JAPAN, 1, 2, note=pen.note(3)))

    assert str(refused.value) == (
        "the parcel ends at record 2 and its checkpoint speaks of 3; nothing of it was "
        "taken, ask ua for the whole"
    )


def test_records_of_one_time_may_follow_each_other() -> None:
    records = kyiv(3).records

    dated(records, records[0].at)


def test_a_record_of_an_earlier_time_may_not() -> None:
    records = kyiv(3).records

    with pytest.raises(BackDatedError) as refused:
        dated(records, "2026-03-05T09:30:00.001Z")

    assert str(refused.value) == (
        "record 1 of ua says 2026-03-05T09:30:00.000Z, which is before 2026-03-05T09:30:00.001Z, "
        "the time of the record before it; nothing of it was taken: its author must not set back "
        "a record's time"
    )
