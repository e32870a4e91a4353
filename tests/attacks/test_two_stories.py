"""Tokyo tells Kyiv one story and Seoul another; each way in which it is found out."""

from contextlib import suppress

import pytest
from tests.attacks.pen import Pen, arrives, goes_on, refusal
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, draft, identity

from comity.exchange.parcel import unpack
from comity.journal.entries import Evidence
from comity.journal.following import ForkError
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.fork import fork_of_roots, proof_of_fork
from comity.seal.statements import FORK


def told(world: World, circle: str, *, more: int = 0) -> tuple[Pen, Pen]:
    """Let Tokyo tell Kyiv one thing and Seoul another, and Seoul so many things more."""
    to_kyiv, to_seoul = Pen.of(world, JAPAN, circle), Pen.of(world, JAPAN, circle)
    to_kyiv.write("We agree")
    to_seoul.write("We do not agree")
    for number in range(more):
        to_seoul.write(f"Further {number}")
    first = len(to_kyiv.records)
    for party, pen in ((UKRAINE, to_kyiv), (KOREA, to_seoul)):
        status, _ = world.post(JAPAN, party, "parcel", pen.parcel(party, first))
        assert status == 200
    return to_kyiv, to_seoul


def shown_by(found: Evidence) -> tuple[list[bytes], list[bytes]]:
    """What evidence of two stories holds: two records, and two checkpoints that include them."""
    one, other, note, another = unpack(found.blob)
    return [one, other], [note, another]


def kept_by(world: World, party: Party) -> Evidence:
    """The last piece of evidence of two stories that a party keeps."""
    return [one for one in world.evidence(party) if one.code == ForkError.code][-1]


def both(*records: Record) -> set[bytes]:
    """The bytes of records."""
    return {record.encoded for record in records}


def test_two_stories_to_one_member(two: World, circle: str) -> None:
    pen = Pen.of(two, JAPAN, circle, upto=0)
    pen.write("Never said so")

    assert refusal(two, UKRAINE, "parcel", pen.parcel(UKRAINE), sender=JAPAN) == "two-stories"
    assert goes_on(two, JAPAN, UKRAINE, circle)


def test_two_stories_found_by_heads(three: World, joint: str) -> None:
    """Seoul's heartbeat shows Kyiv another head of Tokyo's chain; Kyiv fetches the other story."""
    one, other = told(three, joint)
    heads = three.all_heads()

    with pytest.raises(ForkError):
        three.beat(UKRAINE, KOREA)

    found = kept_by(three, UKRAINE)
    assert (found.party, found.circle) == (JAPAN, joint)
    assert set(shown_by(found)[0]) == both(one.records[-1], other.records[-1])
    assert three.all_heads() == heads
    assert arrives(three, UKRAINE, KOREA, joint)
    assert arrives(three, KOREA, UKRAINE, joint)


def test_two_stories_found_by_relay(three: World, joint: str) -> None:
    """Seoul carries to Kyiv what it had from Tokyo."""
    _, other = told(three, joint)
    seoul = identity(KOREA).keys.signing
    relayed = other.parcel(UKRAINE, carrier=KOREA, signing=seoul)

    assert refusal(three, UKRAINE, "parcel", relayed, sender=KOREA) == "two-stories"
    assert kept_by(three, UKRAINE).party == JAPAN
    assert arrives(three, KOREA, UKRAINE, joint)


def test_two_stories_found_by_cuts(three: World, joint: str) -> None:
    """Seoul's next record says what it had from Tokyo; Kyiv has something else there."""
    one, other = told(three, joint)
    three.report(KOREA, joint, "Tokyo does not agree")

    three.deliver((KOREA, UKRAINE))

    found = three.evidence(UKRAINE)[-1]
    assert found.code == "cut-mismatch"
    assert found.details["other"] == JAPAN
    assert found.details["held"] == one.records[-1].hash
    assert found.details["stated"] == other.records[-1].hash


def test_two_checkpoints_of_one_size_prove_it_to_everybody(three: World, joint: str) -> None:
    told(three, joint)
    with pytest.raises(ForkError):
        three.beat(UKRAINE, KOREA)
    _, notes = shown_by(kept_by(three, UKRAINE))
    body = fork_of_roots(JAPAN, notes[0], notes[1])
    FORK.check(body)

    named = proof_of_fork(body, [identity(JAPAN).card.signing], circle=joint)

    assert named == JAPAN


def test_the_proof_does_not_name_somebody_else(three: World, joint: str) -> None:
    told(three, joint)
    with pytest.raises(ForkError):
        three.beat(UKRAINE, KOREA)
    _, notes = shown_by(kept_by(three, UKRAINE))

    assert all(note.startswith(f"comity/{joint}/jp\n".encode()) for note in notes)


def test_two_stories_again_are_one_piece_of_evidence_each_time_at_most(
    three: World, joint: str
) -> None:
    """A fork that stands is met at every heartbeat, and must not fill the disk."""
    told(three, joint)
    for _ in range(5):
        with suppress(ForkError):
            three.beat(UKRAINE, KOREA)

    found = [one for one in three.evidence(UKRAINE) if one.code == "two-stories"]

    assert len(found) == 1


@pytest.mark.xfail(reason="what is kept lacks the paths that would prove it")
def test_checkpoints_of_different_sizes_prove_it_as_well(three: World, joint: str) -> None:
    """Seoul was told more than Kyiv: the evidence must still prove it to somebody else."""
    told(three, joint, more=2)
    with pytest.raises(ForkError):
        three.beat(UKRAINE, KOREA)
    found = kept_by(three, UKRAINE)

    body = found.details["proof"]

    assert proof_of_fork(body, [identity(JAPAN).card.signing], circle=joint) == JAPAN


def test_two_stories_of_which_one_is_early(three: World, joint: str) -> None:
    """An urgent record that overtook its chain must not stand against the one that is here."""
    one, other = told(three, joint)
    seq = len(one.records)

    code = refusal(three, UKRAINE, "parcel", other.early(UKRAINE, seq, seq), sender=JAPAN)

    assert code == "two-stories"


def test_early_record_that_its_turn_belies(three: World, joint: str) -> None:
    """What came early and what then stands in its place are two stories; both are kept."""
    one, other = Pen.of(three, JAPAN, joint), Pen.of(three, JAPAN, joint)
    for pen in (one, other):
        pen.write("The same")
    one.write("We agree")
    other.write("We do not agree")
    size = len(one.records)
    assert three.post(JAPAN, UKRAINE, "parcel", other.early(UKRAINE, size, size))[0] == 200

    status, _ = three.post(JAPAN, UKRAINE, "parcel", one.parcel(UKRAINE, size - 1, size))

    assert status == 200
    found = kept_by(three, UKRAINE)
    assert (found.party, found.blob) == (JAPAN, other.records[-1].encoded)


@pytest.mark.xfail(reason="the cuts of honest members name different records of the liar")
def test_a_liar_cannot_part_two_honest_members(three: World, joint: str) -> None:
    """What Seoul says after it was lied to must still count in Kyiv."""
    told(three, joint)
    three.say(KOREA, joint, draft("What Seoul has to say"))

    three.deliver((KOREA, UKRAINE))

    admitted = three.nodes[UKRAINE].journal.admitted(joint)[KOREA].size
    assert admitted == three.heads(KOREA, joint)[KOREA].size


@pytest.mark.xfail(reason="the party of the evidence is the author of the cut")
def test_the_evidence_of_a_cut_names_who_lied_not_who_believed_it(three: World, joint: str) -> None:
    told(three, joint)
    three.say(KOREA, joint, draft("What Seoul has to say"))

    three.deliver((KOREA, UKRAINE))

    assert three.evidence(UKRAINE)[-1].party == JAPAN
