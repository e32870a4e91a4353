"""A card is believed for its signatures, and every reason not to believe it has its name."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from comity.errors import RefusedError
from comity.records.canonical import NotCanonicalError, encode
from comity.records.kinds import Kinds
from comity.records.party import Party
from comity.records.record import LARGEST, write
from comity.seal.card import (
    LARGEST_CARD,
    CardFormError,
    CardNotValidError,
    CardPartyError,
    CardPossessionError,
    CardPreviousError,
    CardTooLargeError,
    CardVersionError,
    SignedCard,
    TooFewFormerRootsError,
    issue_card,
    need_valid,
    read_card,
    sign_card,
    verify_first,
    verify_next,
)
from comity.seal.encoding import Base64Error, encode64
from comity.seal.roots import RootSignatureError, TooFewRootsError
from comity.seal.signing import SigningKeys, SmallOrderKeyError
from comity.seal.statements import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.unit.seal.conftest import Ministry

    from comity.seal.card import Card
    from comity.seal.messages import Signatures


def changed(signed: SignedCard, path: str, value: Any) -> bytes:
    """The bytes of a card with one part changed; its signatures are left as they are."""
    body = json.loads(signed.encode())
    *folders, name = path.split(".")
    part = body
    for folder in folders:
        part = part[int(folder)] if isinstance(part, list) else part[folder]
    part[name] = value
    return encode(body)


def follow(
    ministry: "Ministry",
    card: "Card",
    *,
    former: "Mapping[int, Signatures] | None" = None,
    roots: "Mapping[int, Signatures] | None" = None,
) -> SignedCard:
    """A next card as the ministry's officers 0 and 1 sign it, in both roles."""
    officers = ministry.sign(card, 0, 1)
    return SignedCard(
        card,
        officers if roots is None else roots,
        officers if former is None else former,
        sign_card(card, ministry.signing),
    )


def test_a_card_that_is_handed_over_is_read_and_believed(ukraine: "Ministry") -> None:
    assert verify_first(read_card(ukraine.signed.encode())) == ukraine.card


def test_a_card_carries_its_names_in_three_languages(ukraine: "Ministry") -> None:
    assert read_card(ukraine.signed.encode()).card.names == {
        "uk": "Україна",
        "ja": "ウクライナ",
        "en": "Ukraine",
    }


def test_the_fingerprint_is_the_hash_of_the_canonical_card(ukraine: "Ministry") -> None:
    alone = json.loads(ukraine.signed.encode())["card"]

    assert ukraine.card.fingerprint == sha256(encode(alone)).hexdigest()


def test_who_signed_does_not_change_the_fingerprint(ukraine: "Ministry") -> None:
    again = issue_card(
        ukraine.card,
        roots=ukraine.sign(ukraine.card, 0, 1, 2),
        possession=sign_card(ukraine.card, ukraine.signing),
    )

    assert again.card.fingerprint == ukraine.card.fingerprint


def test_a_card_fits_the_kind_of_its_record_and_into_a_record(ukraine: "Ministry") -> None:
    record = write(
        circle="9f" * 32,
        party=ukraine.party,
        seq=1,
        prev="",
        cut={},
        kind="card/1",
        body=ukraine.signed.body,
        at="2026-03-05T09:30:00.000Z",
        marking="TLP:AMBER",
    )

    assert Kinds(KINDS).fits(record)
    assert verify_first(SignedCard.from_body(record.body)) == ukraine.card


def test_the_largest_card_fits_into_a_record(ukraine: "Ministry") -> None:
    officers = tuple(SigningKeys.generate() for _ in range(9))
    roots = tuple(keys.public for keys in officers)
    card = ukraine.next_card(
        roots=roots,
        threshold=9,
        names=dict.fromkeys(("uk", "ja", "en"), "日" * 120),
        endpoints=tuple(f"https://{n}.example/".ljust(200, "x") for n in range(8)),
    )
    all_sign = {number: sign_card(card, keys) for number, keys in enumerate(officers)}
    signed = SignedCard(card, all_sign, all_sign, sign_card(card, ukraine.signing))

    assert len(signed.encode()) <= LARGEST_CARD < LARGEST - 8192


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("card.names.en", "Ukrainia"),
        ("card.endpoints", ["https://elsewhere.example/"]),
        ("card.valid.until", "2029-03-01T00:00:00.000Z"),
        ("card.threshold", 1),
    ],
)
def test_a_card_that_was_changed_is_signed_by_none_of_its_roots(
    ukraine: "Ministry", path: str, value: object
) -> None:
    with pytest.raises(RootSignatureError) as caught:
        verify_first(read_card(changed(ukraine.signed, path, value)))

    assert str(caught.value) == (
        "the signature of root 0 does not fit: Ed25519 is not its own; take nothing of it, and "
        "ask the officer who holds that root"
    )


def test_one_officer_of_two_is_too_few(ukraine: "Ministry") -> None:
    with pytest.raises(TooFewRootsError) as caught:
        verify_first(replace(ukraine.signed, roots=ukraine.sign(ukraine.card, 1)))

    assert caught.value.facts == {"given": "1", "needed": "2"}


def test_one_officer_does_not_count_as_two(ukraine: "Ministry") -> None:
    once = sign_card(ukraine.card, ukraine.officers[0])

    with pytest.raises(RootSignatureError) as caught:
        verify_first(replace(ukraine.signed, roots={0: once, 1: once}))

    assert caught.value.facts["index"] == "1"


def test_a_wrong_signature_refuses_the_card_even_where_enough_are_right(
    ukraine: "Ministry", japan: "Ministry"
) -> None:
    roots = {**ukraine.signed.roots, 1: sign_card(ukraine.card, japan.officers[1])}

    with pytest.raises(RootSignatureError):
        verify_first(replace(ukraine.signed, roots=roots))


def test_both_algorithms_of_a_root_must_fit(ukraine: "Ministry", japan: "Ministry") -> None:
    foreign = sign_card(ukraine.card, japan.officers[0])
    half = replace(ukraine.signed.roots[0], mldsa65=foreign.mldsa65)

    with pytest.raises(RootSignatureError, match="ML-DSA-65 is not its own"):
        verify_first(replace(ukraine.signed, roots={**ukraine.signed.roots, 0: half}))


def test_a_signature_of_a_root_that_the_card_has_not_is_refused(ukraine: "Ministry") -> None:
    roots = {**ukraine.signed.roots, 3: ukraine.signed.roots[0]}

    with pytest.raises(RootSignatureError, match="root 3 does not fit: the card has 3 roots"):
        verify_first(replace(ukraine.signed, roots=roots))


def test_nobody_puts_anothers_signing_keys_on_his_card(
    ukraine: "Ministry", japan: "Ministry"
) -> None:
    borrowed = replace(ukraine.card, signing=japan.signing.public)

    with pytest.raises(CardPossessionError) as caught:
        issue_card(
            borrowed,
            roots=ukraine.sign(borrowed, 0, 1),
            possession=sign_card(borrowed, ukraine.signing),
        )

    assert caught.value.facts == {"party": "ua"}


def test_the_next_card_is_believed_for_the_one_before(ukraine: "Ministry") -> None:
    card = ukraine.next_card(endpoints=("https://new.example/",))

    assert verify_next(read_card(follow(ukraine, card).encode()), ukraine.card) == card


def test_new_officers_take_over_when_old_and_new_sign(ukraine: "Ministry") -> None:
    fresh = tuple(SigningKeys.generate() for _ in range(2))
    card = ukraine.next_card(roots=tuple(keys.public for keys in fresh), threshold=2)
    signed = issue_card(
        card,
        roots={number: sign_card(card, keys) for number, keys in enumerate(fresh)},
        former=ukraine.sign(card, 1, 2),
        possession=sign_card(card, ukraine.signing),
        before=ukraine.card,
    )

    assert verify_next(signed, ukraine.card).roots == (fresh[0].public, fresh[1].public)


def test_new_officers_alone_take_nothing_over(ukraine: "Ministry") -> None:
    fresh = tuple(SigningKeys.generate() for _ in range(2))
    card = ukraine.next_card(roots=tuple(keys.public for keys in fresh))
    roots = {number: sign_card(card, keys) for number, keys in enumerate(fresh)}

    with pytest.raises(TooFewFormerRootsError) as caught:
        verify_next(follow(ukraine, card, roots=roots, former={}), ukraine.card)

    assert str(caught.value) == (
        "0 roots of the card of ua that is known here signed its next card, 2 must; refuse it, "
        "and compare fingerprints with ua in person"
    )


def test_the_new_officers_must_sign_as_well(ukraine: "Ministry") -> None:
    card = ukraine.next_card()

    with pytest.raises(TooFewRootsError):
        verify_next(follow(ukraine, card, roots={}), ukraine.card)


def test_lowering_the_threshold_needs_the_old_threshold(ukraine: "Ministry") -> None:
    card = ukraine.next_card(threshold=1)
    one = ukraine.sign(card, 0)

    with pytest.raises(TooFewFormerRootsError):
        verify_next(follow(ukraine, card, roots=one, former=one), ukraine.card)


def test_a_version_cannot_be_skipped(ukraine: "Ministry") -> None:
    card = ukraine.next_card()
    card = replace(card, version=3)

    with pytest.raises(CardVersionError, match="card 3 of ua does not follow card 1"):
        verify_next(follow(ukraine, card), ukraine.card)


def test_a_version_cannot_come_back(ukraine: "Ministry") -> None:
    with pytest.raises(CardVersionError):
        verify_next(ukraine.signed, ukraine.card)


def test_a_next_card_names_the_one_before(ukraine: "Ministry", japan: "Ministry") -> None:
    card = replace(ukraine.next_card(), previous=japan.card.fingerprint)

    with pytest.raises(CardPreviousError) as caught:
        verify_next(follow(ukraine, card), ukraine.card)

    assert caught.value.facts["known"] == ukraine.card.fingerprint


def test_a_next_card_is_the_same_partys(ukraine: "Ministry") -> None:
    card = ukraine.next_card(party=Party("kr"))

    with pytest.raises(CardPartyError):
        verify_next(follow(ukraine, card), ukraine.card)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": 0}, "version is 0; give a whole number"),
        ({"version": 2}, "version 1, and no other, has no card before it"),
        ({"previous": "9f" * 32}, "version 1, and no other, has no card before it"),
        ({"previous": "9F" * 32, "version": 2}, "the fingerprint before has not its form"),
        ({"threshold": 0}, "threshold is 0; give a whole number from 1 to 9"),
        ({"threshold": 4}, "4 of 3 roots"),
        ({"roots": ()}, "roots is []; give a list of 1 to 9"),
        ({"names": {"uk": "Україна", "en": "Ukraine"}}, "names.ja is 'missing'; give it"),
        ({"valid_until": "2026-03-01T00:00:00.000Z"}, "it ends before it begins"),
        ({"valid_until": "2028-03-01"}, "valid.until is '2028-03-01'; write"),
        ({"endpoints": ("ftp://node.example/",)}, "'ftp://node.example/' is no address of a node"),
        ({"endpoints": ("https://a b/",)}, "'https://a b/' is no address of a node"),
        ({"party": "UA"}, "party is 'UA'; give two to ten small Latin letters"),
    ],
    ids=str,
)
def test_what_cannot_be_a_card_is_never_made(
    ukraine: "Ministry", changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(CardFormError) as caught:
        replace(ukraine.card, **changes)

    assert caught.value.facts["reason"].startswith(reason)


def test_one_officer_cannot_hold_two_roots(ukraine: "Ministry") -> None:
    one, two, _ = ukraine.card.roots

    with pytest.raises(CardFormError, match="one key stands on it twice"):
        replace(ukraine.card, roots=(one, one, two))


def test_one_officer_cannot_hold_half_of_two_roots(ukraine: "Ministry") -> None:
    one, two, _ = ukraine.card.roots

    with pytest.raises(CardFormError, match="one key stands on it twice"):
        replace(ukraine.card, roots=(one, replace(two, ed25519=one.ed25519)))


def test_signing_keys_are_no_root(ukraine: "Ministry") -> None:
    with pytest.raises(CardFormError, match="one key stands on it twice"):
        replace(ukraine.card, roots=(*ukraine.card.roots[:2], ukraine.signing.public))


def test_a_key_of_small_order_on_a_card_is_refused_before_anything_is_believed(
    ukraine: "Ministry",
) -> None:
    identity = encode64(b"\1" + bytes(31))

    with pytest.raises(SmallOrderKeyError):
        read_card(changed(ukraine.signed, "card.signing.ed25519", identity))


def test_a_card_has_no_other_fields(ukraine: "Ministry") -> None:
    with pytest.raises(CardFormError) as caught:
        read_card(changed(ukraine.signed, "card.note", "hello"))

    assert caught.value.facts["reason"] == "card.note is 'there'; leave it out"


def test_a_card_of_another_suite_is_not_guessed_at(ukraine: "Ministry") -> None:
    with pytest.raises(CardFormError, match=r"card\.sealing\.suite is 'RSA'; choose from"):
        read_card(changed(ukraine.signed, "card.sealing.suite", "RSA"))


def test_a_signature_that_is_written_in_another_way_is_refused(ukraine: "Ministry") -> None:
    with pytest.raises(Base64Error):
        read_card(changed(ukraine.signed, "possession.ed25519", "!" * 88))


def test_a_signature_of_another_length_is_not_its_own(ukraine: "Ministry") -> None:
    longer = encode64(bytes(66))

    with pytest.raises(CardPossessionError):
        verify_first(read_card(changed(ukraine.signed, "possession.ed25519", longer)))


def test_a_card_that_is_too_large_is_not_read() -> None:
    with pytest.raises(CardTooLargeError, match="a card of 196609 bytes; 196608 is the most"):
        read_card(b"{" * (LARGEST_CARD + 1))


@pytest.mark.parametrize("data", [b"", b"{}x", b"null", b"[]", b"7", b"{}"])
def test_what_is_no_card_is_refused_by_name(data: bytes) -> None:
    with pytest.raises((CardFormError, NotCanonicalError)):
        read_card(data)


def test_no_byte_of_a_card_can_change_unseen(ukraine: "Ministry") -> None:
    good = ukraine.signed.encode()
    for place in range(0, len(good), 97):
        bad = bytearray(good)
        bad[place] ^= 1
        with pytest.raises(RefusedError):
            verify_first(read_card(bytes(bad)))


@pytest.mark.parametrize("at", ["2026-03-01T00:00:00.000Z", "2028-02-29T23:59:59.999Z"])
def test_a_card_holds_from_its_first_moment_to_before_its_end(ukraine: "Ministry", at: str) -> None:
    need_valid(ukraine.card, at)


@pytest.mark.parametrize("at", ["2026-02-28T23:59:59.999Z", "2028-03-01T00:00:00.000Z"])
def test_outside_its_time_a_card_does_not_hold(ukraine: "Ministry", at: str) -> None:
    with pytest.raises(CardNotValidError) as caught:
        need_valid(ukraine.card, at)

    assert caught.value.facts["at"] == at
