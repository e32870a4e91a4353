"""A signature counts only for the sort of message that it was given for."""

from itertools import permutations

import pytest

from comity.seal.messages import Label, sign, sign_both, verify, verify_both
from comity.seal.signing import ForgedError, SigningKeys

JAPAN = SigningKeys.generate()
NONCE = b"nonce of a heartbeat"


@pytest.mark.parametrize("label", Label)
def test_a_labelled_signature_fits_its_own_label(label: Label) -> None:
    verify(label, NONCE, sign(label, NONCE, JAPAN), JAPAN.public)
    verify_both(label, NONCE, sign_both(label, NONCE, JAPAN), JAPAN.public)


@pytest.mark.parametrize(("given", "shown"), list(permutations(Label, 2)))
def test_a_signature_of_one_sort_is_no_signature_of_another(given: Label, shown: Label) -> None:
    with pytest.raises(ForgedError):
        verify(shown, NONCE, sign(given, NONCE, JAPAN), JAPAN.public)


def test_an_unlabelled_signature_counts_for_nothing() -> None:
    with pytest.raises(ForgedError):
        verify(Label.PARCEL, NONCE, JAPAN.sign_ed25519(NONCE), JAPAN.public)


def test_no_label_begins_another_nor_a_checkpoint_or_a_receipt() -> None:
    begins = [*(label.value for label in Label), b"cosignature/v1\n", b"comity/" + b"9f" * 32]

    assert not [(a, b) for a, b in permutations(begins, 2) if a.startswith(b)]
    assert all(label.value.endswith(b"\n") for label in Label)
