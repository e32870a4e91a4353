"""Attacks on the order and the completeness of a chain."""

from tests.attacks.pen import Pen, goes_on, refusal
from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.records.record import Head


def test_replay(two: World, circle: str) -> None:
    """An old parcel changes nothing; its sender is told again that it is here."""
    parcel = two.made(circle, JAPAN, UKRAINE).data
    heads, evidence = two.all_heads(), two.evidence(UKRAINE)
    last = two.nodes[UKRAINE].journal.last_admission()

    status, answer = two.post(JAPAN, UKRAINE, "parcel", parcel)

    assert status == 200
    assert b'"size":1' in answer
    assert two.all_heads() == heads
    assert two.nodes[UKRAINE].journal.last_admission() == last
    assert two.evidence(UKRAINE) == evidence
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_gap(two: World, circle: str) -> None:
    """A number is left out; the sender is told which records are missing."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write("Kept back")
    pen.write("Shown")

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN, kept=False)

    assert code == "gap"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_gap_inside_a_parcel(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    for words in ("one", "two", "three"):
        pen.write(words)
    blobs = [pen.records[-3].encoded, pen.records[-1].encoded, pen.note()]

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE, 2, 3, blobs=blobs), sender=JAPAN)

    assert code == "foreign-record"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_truncated_tail(two: World, circle: str) -> None:
    """A carrier leaves out the last records that a checkpoint signs."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write("Shown")
    pen.write("Left out")
    parcel = pen.parcel(UKRAINE, 2, 2, note=pen.note(3))

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "truncated"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_fewer_records_than_the_header_says(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    pen.write()
    parcel = pen.parcel(UKRAINE, 2, 3, blobs=[pen.records[-1].encoded, pen.note()])

    assert refusal(two, UKRAINE, "parcel", parcel, sender=JAPAN) == "parcel"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_back_dating(two: World, circle: str) -> None:
    """A record says that it is older than the one before it in its chain."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write("Said yesterday", at="2026-03-04T09:30:00.000Z")

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "back-dated"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_back_dating_inside_a_parcel(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write("now", at="2026-03-05T10:00:00.000Z")
    pen.write("before", at="2026-03-05T09:59:59.999Z")

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE, 2, 3), sender=JAPAN)

    assert code == "back-dated"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_cut_goes_back(two: World, circle: str) -> None:
    """Tokyo says that it has not received what it said it had."""
    two.report(JAPAN, circle, "I have read all of it")
    two.settle()
    pen = Pen.of(two, JAPAN, circle)
    assert pen.records[-1].cut[UKRAINE].size == 2
    pen.write(cut={UKRAINE: Head(1, two.heads(UKRAINE, circle)[UKRAINE].hash)})

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "cut-goes-back"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_cut_forgets_a_party(two: World, circle: str) -> None:
    two.report(JAPAN, circle, "I have read all of it")
    two.settle()
    pen = Pen.of(two, JAPAN, circle)
    pen.write(cut={})

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "cut-goes-back"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_broken_link(two: World, circle: str) -> None:
    """A record follows another one than the one that stands before it; both stories are kept."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write(prev="ab" * 32)

    assert refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN) == "broken-link"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_cut_that_names_a_record_which_is_not_ours(two: World, circle: str) -> None:
    """Such a record is kept, for it is signed; it counts for nothing, and is evidence."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write("Kyiv said otherwise", cut={UKRAINE: Head(2, "ab" * 32)})
    admitted = two.nodes[UKRAINE].journal.admitted(circle)

    status, _ = two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert status == 200
    assert two.nodes[UKRAINE].journal.admitted(circle) == admitted
    found = two.evidence(UKRAINE)[-1]
    assert (found.code, found.party, found.circle) == ("cut-mismatch", JAPAN, circle)
    assert found.blob == pen.records[-1].encoded
    assert goes_on(two, UKRAINE, JAPAN, circle)
