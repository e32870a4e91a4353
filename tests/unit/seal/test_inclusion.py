"""One document proves one record to whoever knows one fingerprint."""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from comity.errors import RefusedError
from comity.records.canonical import encode
from comity.records.party import Party
from comity.records.record import NOWHERE, Head, Record, write
from comity.records.tree import InclusionError, inclusion_path, root_of
from comity.seal.card import SignedCard, issue_card, sign_card
from comity.seal.checkpoint import Checkpoint, cosign, cosignature_line, issue, with_cosignatures
from comity.seal.inclusion import (
    LARGEST_PROOF,
    ProofFingerprintError,
    ProofFormError,
    ProofMismatchError,
    check_proof,
    write_proof,
)
from comity.seal.signing import ForgedError, SigningKeys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.unit.seal.conftest import Ministry

CIRCLE = "9f" * 32
NINE = 1772703000
JP = Party("jp")


def chain(ministry: "Ministry", size: int) -> list[Record]:
    """The first records of a party's chain."""
    records: list[Record] = []
    head = NOWHERE
    for seq in range(1, size + 1):
        record = write(
            circle=CIRCLE,
            party=ministry.party,
            seq=seq,
            prev=head.hash,
            cut={},
            kind="note/1",
            body={"text": f"пункт {seq}"},
            at="2026-03-05T09:30:00.000Z",
            marking="TLP:AMBER",
        )
        records.append(record)
        head = Head(seq, record.hash)
    return records


@dataclass(frozen=True)
class Export:
    """What a proof is made of.

    Attributes:
        records: the whole chain.
        path: of the third record.
        note: over the whole chain, with Japan's receipt.
    """

    records: "Sequence[Record]"
    path: tuple[bytes, ...]
    note: bytes


@pytest.fixture(scope="module")
def export(ukraine: "Ministry", japan: "Ministry") -> Export:
    """Ukraine's chain of five, received by Japan."""
    records = chain(ukraine, 5)
    leaves = [bytes.fromhex(record.hash) for record in records]
    here = Checkpoint(CIRCLE, ukraine.party, 5, root_of(leaves))
    receipt = cosign(here, JP, japan.signing, NINE)
    line = cosignature_line(JP, japan.signing.public, receipt)
    note = with_cosignatures(issue(here, ukraine.signing), [line])
    return Export(records, inclusion_path(2, 5, lambda a, b: root_of(leaves[a:b])), note)


@pytest.fixture(scope="module")
def proof(export: Export, ukraine: "Ministry", japan: "Ministry") -> bytes:
    """The document that proves the third record."""
    cards = {ukraine.party: [ukraine.signed], JP: [japan.signed]}
    return write_proof(export.records[2], export.path, export.note, cards)


def changed(proof: bytes, **parts: Any) -> bytes:
    """The document with some parts changed."""
    return encode(json.loads(proof) | parts)


def test_a_record_is_proved_by_one_fingerprint(
    proof: bytes, export: Export, ukraine: "Ministry"
) -> None:
    proven = check_proof(proof, fingerprint=ukraine.card.fingerprint)

    assert proven.record == export.records[2]
    assert proven.card == ukraine.card
    assert proven.checkpoint.size == 5
    assert proven.receipts == {}


def test_receipts_count_for_whoever_knows_the_givers_fingerprint(
    proof: bytes, ukraine: "Ministry", japan: "Ministry"
) -> None:
    proven = check_proof(
        proof,
        fingerprint=ukraine.card.fingerprint,
        cosigners={JP: japan.card.fingerprint},
    )

    assert proven.receipts == {JP: NINE}


def test_no_other_record_shows_in_the_proof(proof: bytes, export: Export) -> None:
    others = [record for record in export.records if record.seq != 3]

    assert not [record for record in others if record.body["text"].encode() in proof]


def test_another_fingerprint_believes_nothing(proof: bytes, japan: "Ministry") -> None:
    with pytest.raises(ProofFingerprintError) as caught:
        check_proof(proof, fingerprint=japan.card.fingerprint)

    assert caught.value.facts == {"party": "ua", "fingerprint": japan.card.fingerprint}


def test_a_giver_of_receipts_with_another_fingerprint_is_not_believed(
    proof: bytes, ukraine: "Ministry"
) -> None:
    with pytest.raises(ProofFingerprintError, match="none of the cards of jp"):
        check_proof(
            proof,
            fingerprint=ukraine.card.fingerprint,
            cosigners={JP: ukraine.card.fingerprint},
        )


def test_a_cosigner_without_a_card_is_not_believed(proof: bytes, ukraine: "Ministry") -> None:
    with pytest.raises(ProofFingerprintError, match="none of the cards of kr"):
        check_proof(
            proof,
            fingerprint=ukraine.card.fingerprint,
            cosigners={Party("kr"): ukraine.card.fingerprint},
        )


def rotated(ukraine: "Ministry") -> tuple[SignedCard, SigningKeys]:
    """Ukraine's second card with new signing keys."""
    keys = SigningKeys.generate()
    card = ukraine.next_card(signing=keys.public)
    officers = ukraine.sign(card, 0, 1)
    signed = issue_card(
        card,
        roots=officers,
        former=officers,
        possession=sign_card(card, keys),
        before=ukraine.card,
    )
    return signed, keys


def test_the_fingerprint_of_a_later_card_proves_what_an_earlier_one_signed(
    export: Export, ukraine: "Ministry"
) -> None:
    later, _ = rotated(ukraine)
    cards = {ukraine.party: [ukraine.signed, later]}
    proof = write_proof(export.records[2], export.path, export.note, cards)

    proven = check_proof(proof, fingerprint=later.card.fingerprint)

    assert proven.card == ukraine.card


def test_the_fingerprint_of_an_earlier_card_proves_what_a_later_one_signed(
    export: Export, ukraine: "Ministry"
) -> None:
    later, keys = rotated(ukraine)
    leaves = [bytes.fromhex(record.hash) for record in export.records]
    note = issue(Checkpoint(CIRCLE, ukraine.party, 5, root_of(leaves)), keys)
    cards = {ukraine.party: [ukraine.signed, later]}
    proof = write_proof(export.records[2], export.path, note, cards)

    proven = check_proof(proof, fingerprint=ukraine.card.fingerprint)

    assert proven.card == later.card


def test_cards_that_do_not_hang_together_prove_nothing(proof: bytes, ukraine: "Ministry") -> None:
    later, _ = rotated(ukraine)
    torn = replace(later, former={})
    cards = {"ua": [ukraine.signed.body, torn.body]}

    with pytest.raises(RefusedError) as caught:
        check_proof(changed(proof, cards=cards), fingerprint=ukraine.card.fingerprint)

    assert caught.value.code == "too-few-former-roots"


def test_a_checkpoint_that_another_signed_proves_nothing(
    export: Export, ukraine: "Ministry", japan: "Ministry"
) -> None:
    leaves = [bytes.fromhex(record.hash) for record in export.records]
    note = issue(Checkpoint(CIRCLE, ukraine.party, 5, root_of(leaves)), japan.signing)
    proof = write_proof(export.records[2], export.path, note, {ukraine.party: [ukraine.signed]})

    with pytest.raises(ForgedError):
        check_proof(proof, fingerprint=ukraine.card.fingerprint)


def test_another_record_under_the_same_path_is_refused(
    proof: bytes, export: Export, ukraine: "Ministry"
) -> None:
    invented = export.records[2].encoded.replace("пункт 3".encode(), "пункт 9".encode())

    with pytest.raises(ProofMismatchError, match="the root is"):
        check_proof(changed(proof, record=invented.decode()), fingerprint=ukraine.card.fingerprint)


def test_a_record_of_another_place_is_refused(
    proof: bytes, export: Export, ukraine: "Ministry"
) -> None:
    fourth = export.records[3].encoded.decode()

    with pytest.raises(ProofMismatchError, match="the place is 3 in one part, 2 in another"):
        check_proof(changed(proof, record=fourth), fingerprint=ukraine.card.fingerprint)


def test_a_size_that_the_note_does_not_say_is_refused(proof: bytes, ukraine: "Ministry") -> None:
    with pytest.raises(ProofMismatchError, match="the size is 6 in one part, 5 in another"):
        check_proof(changed(proof, size=6), fingerprint=ukraine.card.fingerprint)


def test_a_path_of_another_length_is_refused(
    proof: bytes, export: Export, ukraine: "Ministry"
) -> None:
    longer = [step.hex() for step in (*export.path, bytes(32))]

    with pytest.raises(InclusionError):
        check_proof(changed(proof, path=longer), fingerprint=ukraine.card.fingerprint)


@pytest.mark.parametrize(
    ("circle", "party", "message"),
    [
        ("aa" * 32, Party("ua"), "the circle is 9f9f.* in one part, aaaa.* in another"),
        (CIRCLE, Party("kr"), "the author is ua in one part, kr in another"),
    ],
)
def test_a_chain_that_holds_the_record_of_another_proves_nothing(
    export: Export, ukraine: "Ministry", circle: str, party: Party, message: str
) -> None:
    leaves = [bytes.fromhex(record.hash) for record in export.records]
    note = issue(Checkpoint(circle, party, 5, root_of(leaves)), ukraine.signing)
    proof = write_proof(export.records[2], export.path, note, {ukraine.party: [ukraine.signed]})

    with pytest.raises(ProofMismatchError, match=message):
        check_proof(proof, fingerprint=ukraine.card.fingerprint)


def test_a_card_under_anothers_name_is_refused(proof: bytes, japan: "Ministry") -> None:
    cards = {"ua": [japan.signed.body]}

    with pytest.raises(ProofMismatchError, match="the owner of a card is jp in one part, ua in"):
        check_proof(changed(proof, cards=cards), fingerprint=japan.card.fingerprint)


def test_a_proof_has_no_other_fields(proof: bytes, ukraine: "Ministry") -> None:
    with pytest.raises(ProofFormError) as caught:
        check_proof(changed(proof, note_to_reader="hello"), fingerprint=ukraine.card.fingerprint)

    assert caught.value.facts == {"reason": "note_to_reader is 'there'; leave it out"}


def test_a_document_that_is_too_large_is_not_read(ukraine: "Ministry") -> None:
    with pytest.raises(ProofFormError, match="8388609 bytes; 8388608 is the most"):
        check_proof(b"{" * (LARGEST_PROOF + 1), fingerprint=ukraine.card.fingerprint)


def test_no_byte_of_a_proof_can_change_unseen(proof: bytes, ukraine: "Ministry") -> None:
    # Japan's card and receipt decide nothing here, so that only Ukraine's part is changed.
    alone = changed(proof, cards={"ua": [ukraine.signed.body]})
    receipt = alone.index("— comity/jp".encode())
    for place in range(0, len(alone), 211):
        bad = bytearray(alone)
        bad[place] ^= 1
        if not receipt <= place < receipt + 130:
            with pytest.raises(RefusedError):
                check_proof(bytes(bad), fingerprint=ukraine.card.fingerprint)
