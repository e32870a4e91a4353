"""The signed note: names of keys and their ids as C2SP computes them.

The first example is the published one of the note package of Go, with its key and its note; we
wrote down these facts. Notes of other origins than ours are refused, so that only the id of its
key goes through our code, and its signature through our keys.
"""

import base64
from hashlib import sha256

from comity.records.party import Party
from comity.records.tree import leaf_hash
from comity.seal.checkpoint import (
    COSIGNATURE_TYPE,
    ED25519_TYPE,
    Checkpoint,
    cosign,
    cosignature_line,
    issue,
    key_id,
    read_note,
)
from comity.seal.signing import PublicKeys, SigningKeys

NAME, KEY_ID, KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".split("+")
TEXT = (
    b"If you think cryptography is the answer to your problem,\n"
    b"then you don't know what your problem is.\n"
)
SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
UKRAINE = SigningKeys.from_bytes(bytes(range(64)))
JAPAN = SigningKeys.from_bytes(bytes(range(64, 128)))
HERE = Checkpoint("9f" * 32, Party("ua"), 7, leaf_hash(b"seven records"))


def test_the_published_key_has_the_published_id() -> None:
    key = base64.b64decode(KEY)

    assert key[:1] == ED25519_TYPE
    assert key_id(NAME, ED25519_TYPE, key[1:]).hex() == KEY_ID


def test_the_published_signature_fits_the_published_text() -> None:
    signature = base64.b64decode(SIGNATURE)
    keys = PublicKeys(base64.b64decode(KEY)[1:], UKRAINE.public.mldsa65)

    assert signature[:4].hex() == KEY_ID
    keys.verify_ed25519(TEXT, signature[4:])


def test_each_of_our_lines_has_the_id_of_its_key_and_type() -> None:
    name = HERE.origin.encode()
    public = UKRAINE.public
    expected = [
        sha256(name + b"\n\x01" + public.ed25519).digest()[:4],
        sha256(name + b"\n\xffcomity/ml-dsa-65/v1" + public.mldsa65).digest()[:4],
    ]

    assert [line.key_id for line in read_note(issue(HERE, UKRAINE)).lines] == expected


def test_a_receipt_has_the_id_of_a_cosignature() -> None:
    receipt = cosign(HERE, Party("jp"), JAPAN, 1679315147)
    line = cosignature_line(Party("jp"), JAPAN.public, receipt)
    expected = sha256(b"comity/jp\n\x04" + JAPAN.public.ed25519).digest()[:4]

    assert COSIGNATURE_TYPE == b"\x04"
    assert (line.name, line.key_id) == ("comity/jp", expected)


def test_a_note_has_no_control_characters_but_line_breaks() -> None:
    note = issue(HERE, UKRAINE).decode()

    assert not [letter for letter in note if letter < " " and letter != "\n"]
