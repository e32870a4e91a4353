"""The checker must be able to fail: made-up histories with one thing wrong in each."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.faults.checker import Fault, Finding, Held, History, Place, Row, Said, check

from comity.records.party import Party

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")
CHAIN: Place = ("c1" * 32, UKRAINE)


def chain(*labels: str) -> list[Row]:
    """Return the rows of a chain in which these were said."""
    rows: list[Row] = []
    for seq, label in enumerate(labels, 1):
        prev = rows[-1].hash if rows else ""
        rows.append(Row(seq, f"hash of {label}", prev, label, label.encode()))
    return rows


ALL = chain("ua/0/1", "ua/0/2", "ua/0/3")


def history() -> History:
    """Return a history in which all of the chain was acknowledged and received."""
    said = [Said(CHAIN, "ua/0", row.label, row.seq, row.hash) for row in ALL]
    members = {CHAIN[0]: frozenset({UKRAINE, JAPAN})}
    return History(said=said, received={(CHAIN, JAPAN): 3}, members=members)


def both(tokyo: Sequence[Row], kyiv: Sequence[Row] = ALL) -> dict[Party, Held]:
    """Return what two nodes hold of the chain."""
    return {UKRAINE: {CHAIN: list(kyiv)}, JAPAN: {CHAIN: list(tokyo)}}


def faults(found: Sequence[Finding]) -> set[tuple[str, str]]:
    """Return what was found where."""
    return {(one.fault, one.node) for one in found}


def test_a_whole_history_has_nothing_wrong() -> None:
    assert check(history(), both(ALL)) == []


def test_a_record_lost_at_the_end_is_found() -> None:
    found = check(history(), both(ALL[:2]))

    assert Finding(Fault.LOST, "jp", "ua/0/3, record 3 hash of ua/0") in found
    assert (Fault.UNRECEIVED, "jp") in faults(found)
    assert (Fault.DIFFERENT_HEADS, "jp") in faults(found)


def test_a_record_lost_in_the_middle_is_found() -> None:
    found = check(history(), both([ALL[0], ALL[2]]))

    assert Finding(Fault.LOST, "jp", "ua/0/2, record 2 hash of ua/0") in found
    assert Finding(Fault.LOST, "jp", "2 to 2 of chain ua of c1c1c1c1") in found


def test_a_record_lost_on_every_node_is_found() -> None:
    found = check(history(), both(ALL[:2], ALL[:2]))

    assert {(Fault.LOST, "ua"), (Fault.LOST, "jp")} <= faults(found)


def test_a_record_held_twice_is_found() -> None:
    found = check(history(), both([*ALL, ALL[2]]))

    assert Finding(Fault.DOUBLED, "jp", "record 3 of chain ua of c1c1c1c1") in found
    assert Finding(Fault.DOUBLED, "jp", "ua/0/3 is there 2 times") in found


def test_words_said_once_and_recorded_twice_are_found() -> None:
    twice = [*ALL, Row(4, "another hash", ALL[2].hash, "ua/0/3", b"again")]

    found = check(history(), both(twice, twice))

    assert faults(found) == {(Fault.DOUBLED, "ua"), (Fault.DOUBLED, "jp")}


def test_two_records_in_each_others_place_are_found() -> None:
    found = check(history(), both([ALL[0], ALL[2], ALL[1]]))

    assert (Fault.OUT_OF_ORDER, "jp") in faults(found)


def test_two_records_under_each_others_number_are_found() -> None:
    second, third = replace(ALL[1], seq=3), replace(ALL[2], seq=2)

    found = check(history(), both([ALL[0], third, second]))

    expected = "ua/0/2 was said as record 2 and is record 3"
    assert Finding(Fault.OUT_OF_ORDER, "jp", expected) in found


def test_numbers_that_run_against_the_speaker_are_found() -> None:
    told = history()
    told.said.reverse()

    assert (Fault.OUT_OF_ORDER, "ua") in faults(check(told, both(ALL)))


@pytest.mark.parametrize(
    "other",
    [
        replace(ALL[1], encoded=b"other"),
        replace(ALL[1], prev="other"),
        replace(ALL[1], label="ua/0/9"),
    ],
)
def test_a_changed_record_is_found(other: Row) -> None:
    found = check(history(), both([ALL[0], other, ALL[2]]))

    assert (Fault.CHANGED, "jp") in faults(found)


def test_a_record_with_other_bytes_is_not_the_one_that_was_said() -> None:
    found = check(history(), both([ALL[0], replace(ALL[1], hash="other"), ALL[2]]))

    assert Finding(Fault.LOST, "jp", "ua/0/2, record 2 hash of ua/0") in found


def test_a_record_that_was_refused_must_not_be_there() -> None:
    told = history()
    told.refused.append(("ua/0/3", UKRAINE))

    assert (Fault.REFUSED_YET_THERE, "jp") in faults(check(told, both(ALL)))


def test_who_is_no_member_needs_nothing() -> None:
    assert check(history(), {**both(ALL), KOREA: {}}) == []


def test_who_is_no_member_and_has_it_is_found() -> None:
    found = check(history(), {**both(ALL), KOREA: {CHAIN: ALL}})

    assert faults(found) == {(Fault.STRANGE, "kr")}


def test_what_went_with_a_disk_may_be_missing() -> None:
    told = history()
    told.received.clear()
    told.gone.add("ua/0/3")

    assert check(told, both(ALL[:2], ALL[:2])) == []


def test_what_went_with_a_disk_and_had_been_received_may_not() -> None:
    told = history()
    told.gone.add("ua/0/3")

    assert faults(check(told, both(ALL[:2], ALL[:2]))) == {(Fault.UNRECEIVED, "jp")}
