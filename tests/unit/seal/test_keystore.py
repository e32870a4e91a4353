"""Locked keys open for the passphrase or key that locked them, unchanged; or not at all."""

import json
from typing import Any

import pytest

from comity.records.canonical import encode
from comity.seal.encoding import encode64
from comity.seal.keystore import (
    MODERATE,
    Cost,
    LockedFormError,
    NodeKeys,
    ShortPassphraseError,
    WrongKeyError,
    WrongPassphraseError,
    lock,
    lock_with_key,
    new_locking_key,
    takes_passphrase,
    unlock,
    unlock_with_key,
)
from comity.seal.sealing import CannotOpenError, SealingKeys, seal
from comity.seal.signing import KeyFormError, SigningKeys

CHEAP = Cost(passes=1, memory=8192)
"""So that the tests are quick; what is at stake is not how dear a guess is."""
PASSPHRASE = "чотири слова і крапка"  # noqa: S105 - of these tests alone
SECRET = b"keys of the node"
LOCKED = lock(SECRET, PASSPHRASE, CHEAP)
KEY = new_locking_key()


def changed(locked: bytes, **parts: Any) -> bytes:
    """A locked secret with some parts changed."""
    return encode(json.loads(locked) | parts)


def costing(**parts: Any) -> bytes:
    """The locked secret with another cost."""
    return changed(LOCKED, passphrase=json.loads(LOCKED)["passphrase"] | parts)


def test_the_passphrase_opens_what_it_locked() -> None:
    assert unlock(LOCKED, PASSPHRASE) == SECRET


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphraseError):
        unlock(LOCKED, PASSPHRASE + ".")


def test_a_passphrase_opens_from_every_keyboard() -> None:
    composed = "Київ й ガギグゲゴ 鍵"
    apart = "Кии\u0306в".replace("и\u0306", "ї") + " и\u0306 ｶﾞｷﾞｸﾞｹﾞｺﾞ 鍵"

    assert unlock(lock(SECRET, composed, CHEAP), apart) == SECRET


def test_a_short_passphrase_locks_nothing() -> None:
    with pytest.raises(ShortPassphraseError) as caught:
        lock(SECRET, "слово", CHEAP)

    assert str(caught.value) == (
        "a passphrase of 5 letters; give 12 or more, four words for instance"
    )


def test_the_usual_cost_is_what_libsodium_calls_moderate() -> None:
    assert Cost(passes=3, memory=256 << 20) == MODERATE


def test_the_usual_cost_stands_in_the_file() -> None:
    spent = json.loads(lock(SECRET, PASSPHRASE))["passphrase"]

    assert (spent["name"], spent["passes"], spent["memory"]) == ("argon2id", 3, 256 << 20)


def test_nothing_of_the_secret_shows() -> None:
    assert SECRET not in LOCKED
    assert encode64(SECRET).encode() not in LOCKED


def test_locking_twice_gives_different_bytes() -> None:
    assert lock(SECRET, PASSPHRASE, CHEAP) != LOCKED


@pytest.mark.parametrize("place", ["nonce", "sealed"])
def test_a_locked_secret_that_was_changed_does_not_open(place: str) -> None:
    written = json.loads(LOCKED)[place]
    other = ("B" if written[0] != "B" else "C") + written[1:]

    with pytest.raises(WrongPassphraseError):
        unlock(changed(LOCKED, **{place: other}), PASSPHRASE)


def test_the_cost_cannot_be_changed_unseen() -> None:
    with pytest.raises(WrongPassphraseError):
        unlock(costing(passes=2), PASSPHRASE)


@pytest.mark.parametrize(
    ("locked", "reason"),
    [
        (costing(memory=(1 << 30) + 1), "passphrase.memory is 1073741825; give a whole number"),
        (costing(passes=17), "passphrase.passes is 17; give a whole number from 1 to 16"),
        (costing(name="argon2i"), "passphrase.name is 'argon2i'; choose from argon2id"),
        (costing(salt="A" * 24), "18 bytes stand where 16 should"),
        (costing(salt="!" * 24), "'!!!!!!!!!!!!!!!!!!!!!!!!' is not base64"),
        (changed(LOCKED, nonce="A" * 31 + "="), "23 bytes stand where 24 should"),
        (changed(LOCKED, nonce="A" * 30 + "=="), "22 bytes stand where 24 should"),
        (changed(LOCKED, type="comity locked/v2"), "type is 'comity locked/v2'; choose from"),
        (changed(LOCKED, sealed="AAAA"), "sealed is 'AAAA'; give a text of 24"),
        (changed(LOCKED, more=1), "more is 'there'; leave it out"),
        (b"", "these bytes are not canonical JSON"),
        (b"[]", "the body is []; give an object"),
        (LOCKED + b" ", "these bytes are not canonical JSON"),
        (lock_with_key(SECRET, KEY), "passphrase is 'missing'; give it"),
    ],
    ids=range(14),  # the bytes differ from run to run
)
def test_what_is_no_locked_secret_is_refused_before_any_work(locked: bytes, reason: str) -> None:
    with pytest.raises(LockedFormError) as caught:
        unlock(locked, PASSPHRASE)

    assert caught.value.facts["reason"].startswith(reason)


def test_the_key_file_opens_what_it_locked() -> None:
    assert unlock_with_key(lock_with_key(SECRET, KEY), KEY) == SECRET


def test_another_key_file_opens_nothing() -> None:
    with pytest.raises(WrongKeyError):
        unlock_with_key(lock_with_key(SECRET, KEY), new_locking_key())


def test_what_a_passphrase_locked_no_key_file_opens() -> None:
    with pytest.raises(LockedFormError, match="passphrase is 'there'; leave it out"):
        unlock_with_key(LOCKED, KEY)


def test_a_locked_secret_tells_what_opens_it() -> None:
    assert takes_passphrase(LOCKED)
    assert not takes_passphrase(lock_with_key(SECRET, KEY))
    for data in (b"", b"[]", b"{}", b"no secret"):
        with pytest.raises(LockedFormError):
            takes_passphrase(data)


def test_a_key_file_of_another_length_is_refused() -> None:
    with pytest.raises(KeyFormError):
        lock_with_key(SECRET, KEY[:31])
    with pytest.raises(KeyFormError):
        unlock_with_key(LOCKED, KEY + b"\n")


def test_the_keys_of_a_node_come_back_whole() -> None:
    first = NodeKeys.generate()
    keys = first.rotated(SigningKeys.generate(), SealingKeys.generate())

    again = NodeKeys.from_bytes(unlock(lock(keys.to_bytes(), PASSPHRASE, CHEAP), PASSPHRASE))

    assert again.signing.public == keys.signing.public
    assert again.sealing.public == keys.sealing.public
    assert [old.public for old in again.older] == [first.sealing.public]


def test_what_was_sealed_before_the_keys_changed_still_opens() -> None:
    first = NodeKeys.generate()
    sealed = seal(b"agenda", first.sealing.public, b"header")
    now = first
    for _ in range(3):
        now = now.rotated(SigningKeys.generate(), SealingKeys.generate())

    assert now.open(sealed, b"header") == b"agenda"


def test_what_was_sealed_to_nobody_here_does_not_open() -> None:
    sealed = seal(b"agenda", SealingKeys.generate().public, b"header")

    with pytest.raises(CannotOpenError):
        NodeKeys.generate().open(sealed, b"header")


@pytest.mark.parametrize("length", [0, 1, 65, 160, 162])
def test_what_are_no_keys_of_a_node_is_refused(length: int) -> None:
    with pytest.raises(LockedFormError, match=f"{length} bytes that are not the keys of a node"):
        NodeKeys.from_bytes((b"\1" + bytes(161))[:length])


def test_keys_of_a_later_version_are_not_guessed_at() -> None:
    data = NodeKeys.generate().to_bytes()

    with pytest.raises(LockedFormError):
        NodeKeys.from_bytes(b"\2" + data[1:])
