"""Cases of cards, what their roots sign, proofs of two stories, and words of fingerprints."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from tests.conformance.making.cases import File, given
from tests.conformance.making.people import Issued, People, public, signed_card
from tests.conformance.making.wire import (
    author_lines,
    b64,
    both,
    canonical,
    genesis,
    leaf,
    note_text,
    path,
    record,
    report,
    root,
)

CIRCLE = "9f" * 32
NOBODY = {"ed25519": b64(bytes(64)), "ml-dsa-65": b64(bytes(3309))}
"""Signatures of nobody, for a card that is refused before they are looked at."""
ORDER_ONE = b"\1" + bytes(31)
"""The neutral point of Ed25519, under which one signature fits everything."""


def of_cards(people: People) -> File:
    """Return the cases of cards."""
    first = people.issue("ua")
    following = people.issue("ua", first)
    shared = {"first": {"before": given(first.encoded)}}
    file = File("card", "Cards: first ones, next ones, and what is refused", shared)
    several = people.issue("pl", roots=3, threshold=2, signed_by=(0, 2))
    for says, issued in (("one root", first), ("two of three roots", several)):
        found = {"party": issued.party, "version": 1, "fingerprint": issued.fingerprint}
        file.add("check", "card", says, {"card": given(issued.encoded)}, answer=found)
    found = {"party": "ua", "version": 2, "fingerprint": following.fingerprint}
    put = {"card": given(following.encoded)}
    file.add("check", "card", "a next card, known by its own roots", put, answer=found)
    file.add("check", "next-card", "the next card", put, answer=found, like="first")
    refuse_first(file, people, first, several)
    refuse_forms(file, first)
    refuse_next(file, people, first, following)
    return file


def refuse_first(file: File, people: People, first: Issued, several: Issued) -> None:
    """Add cards that are well formed and not good."""
    stranger = people.signer("stranger")
    body, pl = first.body, several.body
    for says, code, wrong in (
        ("no root signed", "too-few-roots", {**body, "roots": {}}),
        ("one of two signed", "too-few-roots", {**pl, "roots": {"2": pl["roots"]["2"]}}),
        (
            "a stranger signed for the root",
            "root-signature",
            signed_card(first.card, {0: stranger}, first.signing),
        ),
        (
            "a root that is not there signed",
            "root-signature",
            {**body, "roots": {**body["roots"], "1": body["roots"]["0"]}},
        ),
        (
            "the signing keys did not sign",
            "card-possession",
            signed_card(first.card, {0: first.officers[0]}, stranger),
        ),
        (
            "another name than was signed",
            "root-signature",
            {**body, "card": {**first.card, "endpoints": ["https://example.org"]}},
        ),
    ):
        put = {"card": given(canonical(wrong))}
        file.add("check", "card", says, put, refused=code)


def unsigned(card: Mapping[str, Any], **fields: object) -> bytes:
    """Return a card with other fields, signed by nobody; a field that is None is left out."""
    held = {name: value for name, value in {**card, **fields}.items() if value is not None}
    return canonical({"card": held, "roots": {}, "former": {}, "possession": NOBODY})


def refuse_forms(file: File, first: Issued) -> None:
    """Add what is no card."""
    card = first.card
    sealing, signing, moments = card["sealing"], card["signing"], card["valid"]
    for says, code, data in (
        ("a field is missing", "card-form", unsigned(card, endpoints=None)),
        ("a field more", "card-form", unsigned(card, colour="red")),
        ("another type", "card-form", unsigned(card, type="comity card/v2")),
        ("version 0", "card-form", unsigned(card, version=0)),
        ("a name is missing", "card-form", unsigned(card, names={"en": "Ukraine"})),
        ("two of one root", "card-form", unsigned(card, threshold=2)),
        ("the root signs every day too", "card-form", unsigned(card, signing=card["roots"][0])),
        ("version 2 after nothing", "card-form", unsigned(card, version=2)),
        ("version 1 after something", "card-form", unsigned(card, previous="1" * 64)),
        ("an address of another sort", "card-form", unsigned(card, endpoints=["ftp://ua"])),
        (
            "it ends before it begins",
            "card-form",
            unsigned(card, valid={"from": moments["until"], "until": moments["from"]}),
        ),
        (
            "another suite",
            "card-form",
            unsigned(card, sealing={**sealing, "suite": "X25519, HKDF-SHA256, AES-256-GCM"}),
        ),
        (
            "a signing key under which anyone signs",
            "small-order-key",
            unsigned(card, signing={**signing, "ed25519": b64(ORDER_ONE)}),
        ),
        (
            "a sealing key with which anyone reads",
            "small-order-key",
            unsigned(card, sealing={**sealing, "x25519": b64(bytes(32))}),
        ),
        (
            "a lattice key that is none",
            "key-form",
            unsigned(card, sealing={**sealing, "ml-kem-768": b64(b"\xff" * 1184)}),
        ),
        (
            "base64 whose last bits are not zero",
            "base64",
            unsigned(card, signing={**signing, "ed25519": looser(signing["ed25519"])}),
        ),
        ("196,609 bytes", "card-too-large", b"x" * 196_609),
        ("not canonical", "not-canonical", unsigned(card) + b"\n"),
    ):
        file.add("check", "card", says, {"card": given(data)}, refused=code)


def looser(text: str) -> str:
    """Return base64 of 32 bytes that many readers take for the same bytes."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return text[:-2] + letters[letters.index(text[-2]) + 1] + "="


def refuse_next(file: File, people: People, first: Issued, following: Issued) -> None:
    """Add cards that do not follow the one before."""
    stranger = people.signer("stranger")
    skipped = {**following.card, "version": 3}
    elsewhere = {**following.card, "previous": "1" * 64}
    officers = {0: first.officers[0]}
    for says, code, body in (
        ("a card of another party", "card-party", people.issue("jp").body),
        ("the same card again", "card-version", first.body),
        (
            "a version is left out",
            "card-version",
            signed_card(skipped, officers, following.signing, officers),
        ),
        (
            "another card before it",
            "card-previous",
            signed_card(elsewhere, officers, following.signing, officers),
        ),
        ("no former root signed", "too-few-former-roots", {**following.body, "former": {}}),
        (
            "a stranger signed for the former root",
            "root-signature",
            signed_card(following.card, officers, following.signing, {0: stranger}),
        ),
    ):
        put = {"card": given(canonical(body))}
        file.add("check", "next-card", says, put, refused=code, like="first")


def of_revocations(people: People) -> File:
    """Return the cases of revocations of signing keys."""
    ua = people.issue("ua")
    shared = {"ua": {"circle": CIRCLE, "card": given(ua.encoded)}}
    file = File("revocation", "Revocations: roots void what signing keys said", shared)
    said = {"from": 7, "card": ua.fingerprint, "reason": "The key was copied."}
    signed = canonical({**said, "circle": CIRCLE, "party": "ua"})
    roots = {"0": both(b"comity revoke/v1", signed, ua.officers[0])}
    body = {**said, "roots": roots}
    file.add(
        "check",
        "revocation",
        "from record 7 on",
        {"body": given(canonical(body))},
        answer={"party": "ua", "from": 7},
        like="ua",
    )
    stolen = {"0": both(b"comity revoke/v1", signed, ua.signing)}
    for says, code, wrong in (
        ("another number", "root-signature", {**body, "from": 1}),
        ("the revoked key signed", "root-signature", {**said, "roots": stolen}),
        ("nobody signed", "too-few-roots", {**said, "roots": {}}),
        ("another card", "revoked-card", {**body, "card": "1" * 64}),
        ("no reason", "record-body", {"from": 7, "card": ua.fingerprint, "roots": roots}),
    ):
        put: dict[str, Any] = {"body": given(canonical(wrong))}
        file.add("check", "revocation", says, put, refused=code, like="ua")
    put = {"body": given(canonical(body)), "circle": "1" * 64}
    file.add("check", "revocation", "another circle", put, refused="root-signature", like="ua")
    return file


def of_epochs(people: People) -> File:
    """Return the cases of epochs, by which officers let a restored node write again."""
    pl = people.issue("pl", roots=3, threshold=2, signed_by=(0, 2))
    shared = {"pl": {"circle": CIRCLE, "card": given(pl.encoded)}}
    file = File("epoch", "Epochs: two officers let a restored node write again", shared)
    said = {"last": [7, "1" * 64], "waiting": ["jp"], "reason": "Tokyo cannot be reached."}
    signed = canonical({**said, "circle": CIRCLE, "party": "pl"})
    roots = {
        str(number): both(b"comity epoch/v1", signed, pl.officers[number]) for number in (0, 1)
    }
    body = {**said, "roots": roots}
    found = {"party": "pl", "last": said["last"]}
    put: dict[str, Any] = {"body": given(canonical(body))}
    file.add("check", "epoch", "two of three officers", put, answer=found, like="pl")
    for says, code, wrong in (
        ("another head", "root-signature", {**body, "last": [8, "1" * 64]}),
        ("one officer", "too-few-roots", {**said, "roots": {"0": roots["0"]}}),
        ("one officer twice", "root-signature", {**said, "roots": {**roots, "2": roots["0"]}}),
        ("no reason", "record-body", {**body, "reason": ""}),
    ):
        put = {"body": given(canonical(wrong))}
        file.add("check", "epoch", says, put, refused=code, like="pl")
    put = {"body": given(canonical(body)), "circle": "1" * 64}
    file.add("check", "epoch", "another circle", put, refused="root-signature", like="pl")
    alone = {**said, "waiting": [], "roots": {}}
    put = {"body": given(canonical(alone))}
    file.add("check", "epoch", "nobody is waited for, no officer", put, answer=found, like="pl")
    none = {**said, "roots": {}}
    put = {"body": given(canonical(none))}
    says = "somebody is waited for, no officer"
    file.add("check", "epoch", says, put, refused="too-few-roots", like="pl")
    return file


def of_forks(people: People) -> File:
    """Return the cases of proofs that a party spoke twice."""
    ua = people.issue("ua")
    first = genesis("ua", {"ua": ua.fingerprint, "jp": "2" * 64})
    circle = leaf(first).hex()
    told = {name: [first, record(circle, "ua", first, report(name))] for name in ("Kyiv", "Lviv")}
    third = record(circle, "ua", told["Lviv"][1], report("More"))
    longer = [*told["Lviv"], third]
    notes = {
        name: signed_note(circle, records, ua)
        for name, records in (("Kyiv", told["Kyiv"]), ("Lviv", told["Lviv"]), ("longer", longer))
    }
    shared = {"ua": {"circle": circle, "keys": [public(ua.signing)]}}
    file = File("fork", "Forks: a party signed two stories about one chain", shared)
    body: dict[str, Any] = {
        "party": "ua",
        "claims": [{"note": notes["Kyiv"]}, {"note": notes["Lviv"]}],
    }
    places = {
        "party": "ua",
        "index": 1,
        "claims": [claim(notes["Kyiv"], told["Kyiv"], 1), claim(notes["longer"], longer, 1)],
    }
    same = {
        "party": "ua",
        "index": 0,
        "claims": [claim(notes["Kyiv"], told["Kyiv"], 0), claim(notes["longer"], longer, 0)],
    }
    for says, proof in (("two roots of one size", body), ("two records at one place", places)):
        put: dict[str, Any] = {"body": given(canonical(proof))}
        file.add("check", "fork", says, put, answer={"party": "ua"}, like="ua")
    one, other = body["claims"]
    for says, wrong in (
        ("one story twice", {**body, "claims": [one, one]}),
        ("two sizes", {**body, "claims": [one, {"note": notes["longer"]}]}),
        ("the same record at one place", same),
        ("another party", {**body, "party": "jp"}),
        ("a place without records", {**body, "index": 1}),
    ):
        put = {"body": given(canonical(wrong))}
        file.add("check", "fork", says, put, refused="no-fork", like="ua")
    put = {"body": given(canonical(body)), "keys": [public(people.signer("jp 1"))]}
    file.add("check", "fork", "keys of somebody else", put, refused="no-fork", like="ua")
    put = {"body": given(canonical({**body, "claims": [one, other, one]}))}
    file.add("check", "fork", "three claims", put, refused="record-body", like="ua")
    return file


def signed_note(circle: str, records: list[bytes], ua: Issued) -> str:
    """Return the note of a whole chain as text."""
    text = note_text(circle, "ua", len(records), root([leaf(one) for one in records]))
    return (text + b"\n" + b"".join(author_lines(text, ua.signing))).decode()


def claim(note: str, records: list[bytes], index: int) -> dict[str, Any]:
    """Return the claim that a note includes a record."""
    leaves = [leaf(one) for one in records]
    steps = [one.hex() for one in path(index, leaves)]
    return {"note": note, "leaf": leaves[index].hex(), "path": steps}


def of_fingerprints(people: People) -> File:
    """Return the cases of fingerprints and their words; the words themselves are shared."""
    table = files("comity.seal").joinpath("data", "words.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()[1:]))
    lists = {language: [row[language] for row in rows] for language in ("uk", "ja", "en")}
    file = File("fingerprint", "Fingerprints in words", {"lists": lists})
    card = people.issue("ua")
    for says, fingerprint in (
        ("of a card", card.fingerprint),
        ("every first word", "00" * 32),
        ("every last word", "ff" * 32),
        ("twelve of 32 bytes", bytes(range(100, 132)).hex()),
    ):
        said = {
            language: [listed[byte] for byte in bytes.fromhex(fingerprint)[:12]]
            for language, listed in lists.items()
        }
        put = {"fingerprint": fingerprint}
        file.add("encode", "words", says, put, answer={"words": said})
        if says == "of a card":
            file.add(
                "encode",
                "fingerprint",
                says,
                {"card": given(canonical(card.card))},
                answer={"fingerprint": fingerprint},
            )
            hear(file, fingerprint, said)
    return file


def hear(file: File, fingerprint: str, said: Mapping[str, list[str]]) -> None:
    """Add cases of words that were heard."""
    en, uk, ja = said["en"], said["uk"], said["ja"]
    for language, says, text in (
        ("en", "with spaces", " ".join(en)),
        ("en", "in capitals, with commas", ", ".join(en).upper()),
        ("uk", "in Ukrainian", " ".join(uk)),
        ("ja", "in Japanese, with nothing between", "".join(ja)),
        ("ja", "in katakana", "".join(map(katakana, ja))),
    ):
        put = {"fingerprint": fingerprint, "language": language, "heard": text}
        file.add("check", "words", says, put, answer={})
    for says, code, text in (
        ("a word that is none", "fingerprint-word", " ".join(["government", *en[1:]])),
        ("eleven words", "fingerprint-length", " ".join(en[1:])),
        ("another word", "fingerprint-mismatch", " ".join([*en[:-1], another(en[-1])])),
    ):
        put = {"fingerprint": fingerprint, "language": "en", "heard": text}
        file.add("check", "words", says, put, refused=code)


def another(word: str) -> str:
    """Return another word of the list."""
    return "acorn" if word != "acorn" else "almond"


def katakana(word: str) -> str:
    """Return a word in katakana."""
    return "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in word)
