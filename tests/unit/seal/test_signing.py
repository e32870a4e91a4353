"""Both signatures must fit, and no key is taken that could sign in everybody's name."""

import pytest

from comity.seal.signing import (
    ForgedError,
    KeyFormError,
    PublicKeys,
    SigningKeys,
    SmallOrderKeyError,
)

UKRAINE, JAPAN = SigningKeys.generate(), SigningKeys.generate()
TEXT = "Добридень".encode()


def test_what_a_party_signed_fits_its_public_keys() -> None:
    UKRAINE.public.verify(TEXT, UKRAINE.sign_ed25519(TEXT), UKRAINE.sign_mldsa65(TEXT))


def test_a_changed_message_is_forged() -> None:
    with pytest.raises(ForgedError, match="the Ed25519 signature does not fit"):
        UKRAINE.public.verify(TEXT + b"!", UKRAINE.sign_ed25519(TEXT), UKRAINE.sign_mldsa65(TEXT))


def test_the_lattice_signature_alone_being_wrong_is_forged() -> None:
    with pytest.raises(ForgedError) as caught:
        UKRAINE.public.verify(TEXT, UKRAINE.sign_ed25519(TEXT), JAPAN.sign_mldsa65(TEXT))

    assert caught.value.facts == {"algorithm": "ML-DSA-65"}


def test_the_classical_signature_alone_being_wrong_is_forged() -> None:
    with pytest.raises(ForgedError) as caught:
        UKRAINE.public.verify(TEXT, JAPAN.sign_ed25519(TEXT), UKRAINE.sign_mldsa65(TEXT))

    assert caught.value.facts == {"algorithm": "Ed25519"}


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_an_ed25519_signature_of_another_length_borrows_nothing_from_the_message(
    length: int,
) -> None:
    signature = UKRAINE.sign_ed25519(TEXT)
    cut, rest = (signature + b"\0")[:length], signature[length:]

    with pytest.raises(ForgedError):
        UKRAINE.public.verify_ed25519(rest + TEXT, cut)


@pytest.mark.parametrize("length", [0, 3308, 3310])
def test_a_lattice_signature_of_another_length_is_forged(length: int) -> None:
    signature = (UKRAINE.sign_mldsa65(TEXT) + b"\0")[:length]

    with pytest.raises(ForgedError):
        UKRAINE.public.verify(TEXT, UKRAINE.sign_ed25519(TEXT), signature)


def test_keys_come_back_from_their_bytes() -> None:
    again = SigningKeys.from_bytes(UKRAINE.to_bytes())

    assert again.public == UKRAINE.public
    assert again.sign_ed25519(TEXT) == UKRAINE.sign_ed25519(TEXT)


def test_new_keys_are_never_the_same() -> None:
    assert SigningKeys.generate().public != SigningKeys.generate().public


@pytest.mark.parametrize("length", [0, 63, 65])
def test_private_keys_of_another_length_are_refused(length: int) -> None:
    with pytest.raises(KeyFormError) as caught:
        SigningKeys.from_bytes(bytes(length))

    assert str(caught.value) == (
        f"this is no pair of private signing key: it has {length} bytes, it must have 64; "
        "ask its owner for the card again"
    )


def test_public_keys_of_another_length_are_refused() -> None:
    with pytest.raises(KeyFormError, match="no ML-DSA-65 key: it has 1951 bytes"):
        PublicKeys(UKRAINE.public.ed25519, UKRAINE.public.mldsa65[:-1])
    with pytest.raises(KeyFormError, match="no Ed25519 key: it has 33 bytes"):
        PublicKeys(UKRAINE.public.ed25519 + b"\0", UKRAINE.public.mldsa65)


def test_the_identity_is_no_key() -> None:
    with pytest.raises(SmallOrderKeyError):
        PublicKeys(b"\1" + bytes(31), UKRAINE.public.mldsa65)


def test_private_keys_do_not_show_in_what_is_printed() -> None:
    seed = UKRAINE.to_bytes()

    assert seed.hex() not in repr(UKRAINE)
    assert repr(seed) not in repr(UKRAINE)


def test_public_keys_with_the_same_bytes_are_the_same() -> None:
    again = PublicKeys(UKRAINE.public.ed25519, UKRAINE.public.mldsa65)

    assert {again, UKRAINE.public} == {again}
