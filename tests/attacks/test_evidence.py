"""Attacks on the evidence itself: to fill the disk with it, or to hide one piece among many."""

import pytest
from tests.attacks.pen import Pen, goes_on, refusal
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.exchange import answers
from comity.exchange.parcel import LARGEST
from comity.journal.following import ForkError
from comity.records.record import Head
from comity.seal.signing import SigningKeys

SOMEBODY = SigningKeys.from_bytes(bytes(64))


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small bound, so that it is soon reached."""
    monkeypatch.setattr(answers, "MOST_EVIDENCE", 5)


def test_a_stranger_cannot_fill_the_disk(two: World, circle: str) -> None:
    for number in range(20):
        two.post(KOREA, UKRAINE, "parcel", b"noise %d" % number)

    assert len(two.evidence(UKRAINE)) == 5
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_a_large_body_is_kept_in_part(two: World, circle: str) -> None:
    two.post(KOREA, UKRAINE, "parcel", b"noise" + bytes(LARGEST - 5))

    found = two.evidence(UKRAINE)[-1]
    assert len(found.blob) == answers.LARGEST_EVIDENCE
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_a_stranger_who_borrows_a_circle_is_told_from_its_members(two: World, circle: str) -> None:
    """Whoever writes a party's name into a header is not that party."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()

    two.post(KOREA, UKRAINE, "parcel", pen.parcel(UKRAINE, signing=SOMEBODY))

    assert two.evidence(UKRAINE)[-1].party != JAPAN


def test_noise_of_a_stranger_does_not_hide_what_a_member_does(two: World, circle: str) -> None:
    """First a stranger forges until nothing more is kept, then Tokyo does."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    for _ in range(10):
        two.post(KOREA, UKRAINE, "parcel", pen.parcel(UKRAINE, signing=SOMEBODY))
    forged = pen.parcel(UKRAINE, note=pen.note(keys=SOMEBODY))

    two.post(JAPAN, UKRAINE, "parcel", forged)

    assert two.evidence(UKRAINE)[-1].blob == forged


def test_a_party_that_speaks_twice_all_day_cannot_fill_the_disk(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle, upto=0)
    for number in range(20):
        pen.records.clear()
        pen.write(f"Another story {number}")
        two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert len(two.evidence(UKRAINE)) <= 5
    assert two.evidence(UKRAINE)[0].code == ForkError.code


def test_the_bound_outlives_a_restart(two: World, circle: str) -> None:
    del circle
    for _ in range(10):
        two.post(KOREA, UKRAINE, "parcel", b"noise")
    two.nodes[UKRAINE].answers._kept = None  # as a new process begins

    for _ in range(10):
        two.post(KOREA, UKRAINE, "parcel", b"noise")

    assert len(two.evidence(UKRAINE)) == 5


def test_a_member_that_waits_for_what_cannot_be_is_found_out(two: World, circle: str) -> None:
    """Tokyo's cut names a record of Kyiv's that Kyiv never wrote: only Kyiv can know, and must."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write(cut={UKRAINE: Head(99, "ab" * 32)})

    two.post(JAPAN, UKRAINE, "parcel", pen.parcel(UKRAINE))

    assert [one.party for one in two.evidence(UKRAINE)] == [JAPAN]


def test_a_cut_that_names_somebody_outside_the_circle_is_found_out(two: World, circle: str) -> None:
    """Such a record can never be admitted, nor anything after it."""
    pen = Pen.of(two, JAPAN, circle)
    pen.write(cut={**pen.records[-1].cut, KOREA: Head(1, "ab" * 32)})

    code = refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN)

    assert code == "not-a-member"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_what_is_refused_in_an_answer_is_kept_as_well(two: World, circle: str) -> None:
    """A parcel that Kyiv fetched itself is judged like one that was pushed."""
    pen = Pen.of(two, JAPAN, circle)
    two.report(JAPAN, circle, "Held back")
    pen.write()
    forged = pen.parcel(UKRAINE, note=pen.note(keys=SOMEBODY))
    two.network.lies[JAPAN, "chain"] = lambda _: forged

    with pytest.raises(Exception, match="signature does not fit"):
        two.beat(UKRAINE, JAPAN)

    found = two.evidence(UKRAINE)[-1]
    assert (found.code, found.blob) == ("forged", forged)
    two.network.lies.clear()
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_evidence_is_kept_with_what_was_sent_and_when(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle)
    pen.write()
    parcel = pen.parcel(UKRAINE, note=pen.note(keys=identity(KOREA).keys.signing))

    two.post(JAPAN, UKRAINE, "parcel", parcel)

    found = two.evidence(UKRAINE)[-1]
    assert (found.code, found.party, found.circle) == ("forged", JAPAN, circle)
    assert found.details["at"] == "2026-03-05T09:30:00.000Z"
    assert found.details["path"] == "parcel"
    assert found.blob == parcel
