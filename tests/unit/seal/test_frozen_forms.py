"""The forms that others keep and check: from these seeds, these bytes, in every later version.

A change that breaks one of these makes what was signed before unreadable to whoever upgrades, and
what is signed after unreadable to whoever does not.
"""

from hashlib import sha256

import pytest

from comity.records.party import Party
from comity.records.tree import leaf_hash
from comity.seal.card import Card, SignedCard, sign_card
from comity.seal.checkpoint import Checkpoint, cosign, cosignature_line, issue, read_note
from comity.seal.chunks import seal_chunk
from comity.seal.fingerprint import words
from comity.seal.messages import Label, sign
from comity.seal.revocation import Revocation
from comity.seal.sealing import SealingKeys
from comity.seal.signing import SigningKeys

ROOT, SIGNING, JAPAN = (SigningKeys.from_bytes(bytes([seed]) * 64) for seed in (1, 2, 3))
HERE = Checkpoint("9f" * 32, Party("ua"), 7, leaf_hash(b"seven records"))
CARD = Card(
    party=Party("ua"),
    version=1,
    names={"uk": "Україна", "ja": "ウクライナ", "en": "Ukraine"},
    roots=(ROOT.public,),
    threshold=1,
    signing=SIGNING.public,
    sealing=SealingKeys.from_bytes(bytes([4]) * 96).public,
    endpoints=("https://node.ua.example/",),
    valid_from="2026-03-01T00:00:00.000Z",
    valid_until="2028-03-01T00:00:00.000Z",
    previous="",
)


def digest(data: bytes) -> str:
    """The beginning of the SHA-256 of some bytes."""
    return sha256(data).hexdigest()[:16]


def test_seeds_grow_into_the_same_keys() -> None:
    sealing = CARD.sealing

    assert digest(ROOT.public.ed25519) == "34750f98bd59fcfc"
    assert digest(ROOT.public.mldsa65) == "83ee80fcbcaf4872"
    assert digest(sealing.mlkem768 + sealing.x25519) == "e939d81fef4fb242"


def test_the_fingerprint_of_a_card_stays() -> None:
    assert CARD.fingerprint == "d1eb7a41ce54d90598101e759e45006fa4adc7848f5efcbf349d68fc38138305"


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        (
            "uk",
            "струмок чайник ложка екран стежка камінь",
            "трамвай багаття омлет бублик виноград лебідь",
        ),
        (
            "ja",
            "ぼうし ゆびわ たぬき けんだま ほたる サンダル",
            "みかん アルバム ドーナツ うたごえ おりがみ たいこ",
        ),
        (
            "en",
            "spider uncle koala curtain snail fiddle",
            "sunrise apricot notebook berry cabin jungle",
        ),
    ],
)
def test_the_words_of_a_card_stay(language: str, first: str, second: str) -> None:
    assert " ".join(words(CARD.fingerprint, language)) == f"{first} {second}"


def test_a_card_is_signed_under_its_label() -> None:
    assert digest(sign_card(CARD, SIGNING).ed25519) == "e41e22951f044cd4"


def test_the_body_of_a_card_has_the_same_parts() -> None:
    signatures = sign_card(CARD, ROOT)
    body = SignedCard(CARD, {0: signatures}, {}, signatures).body

    assert sorted(body) == ["card", "former", "possession", "roots"]
    assert sorted(body["card"]) == [
        "endpoints",
        "names",
        "party",
        "previous",
        "roots",
        "sealing",
        "signing",
        "threshold",
        "type",
        "valid",
        "version",
    ]


def test_a_checkpoint_has_the_same_text_names_and_key_ids() -> None:
    note = read_note(issue(HERE, SIGNING))

    assert digest(HERE.text) == "c52d92951a3452cb"
    assert [line.key_id.hex() for line in note.lines] == ["eb824d5a", "ac5b63dc"]
    assert digest(note.lines[0].text.encode()) == "5dfa916f7f5245db"


def test_a_receipt_has_the_same_line() -> None:
    receipt = cosign(HERE, Party("jp"), JAPAN, 1772703000)

    assert cosignature_line(Party("jp"), JAPAN.public, receipt).text == (
        "— comity/jp "
        "7bNwQAAAAABpqU0Y9ArJVm3UVVArNV8wcRbvLaTpHX5/qb2p513bqZzi/k0PizaOgPQHOb"
        "uFgN+loG72wmFOIVr9NabPIeJE2Xv8DQ==\n"
    )


def test_each_label_gives_the_same_signature() -> None:
    assert {label.name: digest(sign(label, b"data", SIGNING)) for label in Label} == {
        "PARCEL": "63aea78a69cef958",
        "HEARTBEAT": "ceecfeef76ff57ca",
        "EARLY": "30069dffa3e840ef",
        "CARD": "47d3326c25b938ba",
        "REVOKE": "82e0cfc6d3c4e43a",
        "EPOCH": "4779544d5df2d44d",
    }


def test_what_officers_sign_to_revoke_stays() -> None:
    revocation = Revocation("9f" * 32, Party("ua"), 7, CARD.fingerprint, "ноутбук викрадено")

    assert digest(revocation.signed) == "65a4a8da54b0fbcd"


def test_a_chunk_is_sealed_the_same() -> None:
    key = bytes(range(32))

    assert seal_chunk(key, 258, b"end", last=True).hex() == "4f8b983cf8209cb7660f72bb6be5aabc9f04f9"
