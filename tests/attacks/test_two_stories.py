"""Tokyo tells Kyiv one story and Seoul another; each way in which it is found out."""

from tests.attacks.pen import Pen, arrives, goes_on, refusal
from tests.journeys.capitals import JAPAN, KOREA, START, UKRAINE, World, draft, identity

from comity.exchange.parcel import unpack
from comity.journal.entries import Evidence
from comity.journal.following import ForkError
from comity.node.identity import next_card
from comity.records.party import Party
from comity.records.record import Record
from comity.seal.fork import fork_of_roots, proof_of_fork
from comity.seal.statements import CARD, FORK


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


def proven_by(found: Evidence) -> Party:
    """Whom evidence proves to have spoken twice, for whoever knows the card of Tokyo."""
    signing = identity(JAPAN).card.signing
    return proof_of_fork(found.details["proof"], [signing], circle=found.circle)


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

    three.beat(UKRAINE, KOREA)

    found = kept_by(three, UKRAINE)
    assert (found.party, found.circle) == (JAPAN, joint)
    assert set(shown_by(found)[0]) == both(one.records[-1], other.records[-1])
    assert three.all_heads() == heads
    assert goes_on(three, KOREA, UKRAINE, joint)
    assert arrives(three, UKRAINE, KOREA, joint)


def test_two_stories_found_by_relay(three: World, joint: str) -> None:
    """Seoul carries to Kyiv what it had from Tokyo."""
    _, other = told(three, joint)
    seoul = identity(KOREA).keys.signing
    relayed = other.parcel(UKRAINE, carrier=KOREA, signing=seoul)

    assert refusal(three, UKRAINE, "parcel", relayed, sender=KOREA) == "two-stories"
    assert kept_by(three, UKRAINE).party == JAPAN
    assert goes_on(three, KOREA, UKRAINE, joint)


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
    three.beat(UKRAINE, KOREA)
    _, notes = shown_by(kept_by(three, UKRAINE))
    body = fork_of_roots(JAPAN, notes[0], notes[1])
    FORK.check(body)

    named = proof_of_fork(body, [identity(JAPAN).card.signing], circle=joint)

    assert named == JAPAN


def test_the_proof_does_not_name_somebody_else(three: World, joint: str) -> None:
    told(three, joint)
    three.beat(UKRAINE, KOREA)
    _, notes = shown_by(kept_by(three, UKRAINE))

    assert all(note.startswith(f"comity/{joint}/jp\n".encode()) for note in notes)


def test_two_stories_again_are_one_piece_of_evidence_each_time_at_most(
    three: World, joint: str
) -> None:
    """A fork that stands is met at every heartbeat, and must not fill the disk."""
    told(three, joint)
    for _ in range(5):
        three.beat(UKRAINE, KOREA)

    found = [one for one in three.evidence(UKRAINE) if one.code == "two-stories"]

    assert len(found) == 1


def test_checkpoints_of_different_sizes_prove_it_as_well(three: World, joint: str) -> None:
    """Seoul was told more than Kyiv: the evidence must still prove it to somebody else."""
    told(three, joint, more=2)
    three.beat(UKRAINE, KOREA)

    found = kept_by(three, UKRAINE)

    assert proven_by(found) == JAPAN


def test_two_stories_of_which_one_is_early(three: World, joint: str) -> None:
    """An urgent record that overtook its chain must not stand against the one that is here."""
    one, other = told(three, joint)
    seq = len(one.records)

    code = refusal(three, UKRAINE, "parcel", other.early(UKRAINE, seq, seq), sender=JAPAN)

    assert code == "two-stories"
    assert proven_by(kept_by(three, UKRAINE)) == JAPAN


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


def test_a_liar_cannot_part_two_honest_members(three: World, joint: str) -> None:
    """What Seoul says after it was lied to must still count in Kyiv, and the other way round."""
    told(three, joint)
    three.say(KOREA, joint, draft("What Seoul has to say"))
    three.say(UKRAINE, joint, draft("What Kyiv has to say"))
    three.deliver((KOREA, UKRAINE), (UKRAINE, KOREA))

    three.beat(UKRAINE, KOREA)
    three.beat(KOREA, UKRAINE)

    for reader, author in ((UKRAINE, KOREA), (KOREA, UKRAINE)):
        admitted = three.nodes[reader].journal.admitted(joint)[author]
        assert admitted == three.heads(author, joint)[author]
        assert goes_on(three, author, reader, joint)


def test_a_cut_tells_whose_it_is_and_whose_record_is_in_question(three: World, joint: str) -> None:
    """From the cut alone nobody can tell whether Seoul was lied to or lies."""
    told(three, joint)
    three.say(KOREA, joint, draft("What Seoul has to say"))

    three.deliver((KOREA, UKRAINE))

    found = three.evidence(UKRAINE)[-1]
    assert (found.code, found.party, found.details["other"]) == ("cut-mismatch", KOREA, JAPAN)


def test_once_the_other_story_is_here_the_liar_is_named_and_it_is_proved(
    three: World, joint: str
) -> None:
    told(three, joint)
    three.say(KOREA, joint, draft("What Seoul has to say"))
    three.deliver((KOREA, UKRAINE))

    three.beat(UKRAINE, KOREA)

    found = three.evidence(UKRAINE)[-1]
    assert (found.code, found.party) == ("two-stories", JAPAN)
    assert proven_by(found) == JAPAN


def test_a_story_that_parted_long_ago_is_fetched_back_to_where_it_did(
    three: World, joint: str
) -> None:
    """Tokyo tells Kyiv much and Seoul more before anybody compares."""
    to_kyiv, to_seoul = told(three, joint, more=12)
    for number in range(5):
        to_kyiv.write(f"For Kyiv {number}")
        assert three.post(JAPAN, UKRAINE, "parcel", to_kyiv.parcel(UKRAINE))[0] == 200
    three.say(KOREA, joint, draft("What Seoul has to say"))
    three.deliver((KOREA, UKRAINE))

    three.beat(UKRAINE, KOREA)

    beside = [record for _, record in three.nodes[UKRAINE].journal.beside(joint, 0, 100)]
    assert beside == to_seoul.records[-13:]
    assert proven_by(kept_by(three, UKRAINE)) == JAPAN
    assert goes_on(three, KOREA, UKRAINE, joint)


def test_the_liar_goes_on_lying_and_parts_nobody(three: World, joint: str) -> None:
    """Each further record of the other story is fetched, and no more than that."""
    _, to_seoul = told(three, joint)
    three.beat(UKRAINE, KOREA)
    for number in range(3):
        to_seoul.write(f"Further {number}")
        three.post(JAPAN, KOREA, "parcel", to_seoul.parcel(KOREA))
        three.report(KOREA, joint, f"Noted {number}")
        three.deliver((KOREA, UKRAINE))

        three.beat(UKRAINE, KOREA)

        admitted = three.nodes[UKRAINE].journal.admitted(joint)[KOREA]
        assert admitted == three.heads(KOREA, joint)[KOREA]
    assert len([one for one in three.evidence(UKRAINE) if one.code == "two-stories"]) == 1


def test_a_carrier_cannot_make_up_another_story(three: World, joint: str) -> None:
    """Seoul writes what Tokyo never said, under a checkpoint that Tokyo did sign."""
    tokyo, invented = Pen.of(three, JAPAN, joint), Pen.of(three, JAPAN, joint)
    tokyo.write("We agree")
    invented.write("We do not agree")
    size = len(tokyo.records)
    three.post(JAPAN, UKRAINE, "parcel", tokyo.parcel(UKRAINE))
    forged = invented.parcel(
        UKRAINE, note=tokyo.note(size), carrier=KOREA, signing=identity(KOREA).keys.signing
    )

    code = refusal(three, UKRAINE, "parcel", forged, sender=KOREA)

    assert code == "wrong-root"
    assert three.evidence(UKRAINE)[-1].party == KOREA
    assert three.nodes[UKRAINE].journal.beside(joint, 0, 10) == []


def renewed(pen: Pen) -> None:
    """Let a hand bring the next card of Tokyo, and sign with its keys from then on."""
    tokyo = identity(JAPAN)
    signed, keys = next_card(tokyo.card, tokyo.keys, {0: tokyo.officer}, now=START)
    pen.write(kind=CARD.name, body=signed.body)
    pen.keys = keys.signing


def test_a_story_with_a_card_of_its_own_is_read_with_that_card(three: World, joint: str) -> None:
    """Tokyo changes its keys in what it tells Seoul alone."""
    _, to_seoul = told(three, joint)
    renewed(to_seoul)
    for signing in (identity(JAPAN).keys.signing, to_seoul.keys):
        parcel = to_seoul.parcel(KOREA, signing=signing)
        assert three.post(JAPAN, KOREA, "parcel", parcel)[0] == 200
        three.report(KOREA, joint, "Noted")
        three.deliver((KOREA, UKRAINE))

        three.beat(UKRAINE, KOREA)

        assert goes_on(three, KOREA, UKRAINE, joint)
        to_seoul.write("Under the second card")


def test_a_story_under_keys_that_were_given_up_in_ours_is_read_with_its_own(
    three: World, joint: str
) -> None:
    """A thief goes on with the old keys and shows it to Seoul; to Kyiv Tokyo brought a new card."""
    ours, stolen = Pen.of(three, JAPAN, joint), Pen.of(three, JAPAN, joint)
    renewed(ours)
    stolen.write("We do not agree")
    former = identity(JAPAN).keys.signing
    for party, pen in ((UKRAINE, ours), (KOREA, stolen)):
        parcel = pen.parcel(party, signing=former)
        assert three.post(JAPAN, party, "parcel", parcel)[0] == 200
    three.report(KOREA, joint, "Noted")
    three.deliver((KOREA, UKRAINE))

    three.beat(UKRAINE, KOREA)

    assert goes_on(three, KOREA, UKRAINE, joint)
    assert kept_by(three, UKRAINE).party == JAPAN
