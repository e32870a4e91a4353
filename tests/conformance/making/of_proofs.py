"""Cases of proofs: one record, shown to somebody who was not there."""

from typing import Any

from tests.conformance.making.cases import File, given
from tests.conformance.making.people import People
from tests.conformance.making.story import Story
from tests.conformance.making.wire import (
    SECONDS,
    canonical,
    cosignature_line,
    leaf,
    note,
    path,
)


def of_proofs(people: People) -> File:
    """Return the cases of proofs."""
    story = Story(people)
    chain = story.chain[:3]
    ua, jp = story.ua.fingerprint, story.jp.fingerprint
    shared = {"told": {"fingerprint": ua, "members": {"jp": jp}}}
    file = File("proof", "Proofs: one record, its path, a checkpoint, receipts, cards", shared)
    received = cosignature_line(story.text(3), SECONDS, "jp", story.jp.signing)
    proof: dict[str, Any] = {
        "type": "comity proof/v1",
        "record": chain[1].decode(),
        "index": 1,
        "size": 3,
        "path": [step.hex() for step in path(1, [leaf(one) for one in chain])],
        "note": (story.note(3) + received).decode(),
        "cards": {"ua": [story.ua.body], "jp": [story.jp.body]},
    }
    found = {"record": leaf(chain[1]).hex(), "size": 3, "receipts": {"jp": SECONDS}}
    put: dict[str, Any] = {"proof": given(canonical(proof))}
    file.add("check", "proof", "a record and who received it", put, answer=found, like="told")
    alone = {**found, "receipts": {}}
    put = {**put, "members": {}}
    file.add("check", "proof", "nobody's receipt is asked for", put, answer=alone, like="told")
    other = note(chain, story.kr.signing, story.circle).decode()
    for says, codes, wrong in (
        ("another record", "proof-mismatch", {"record": chain[2].decode()}),
        ("another place", "proof-mismatch", {"index": 2}),
        ("another size", "proof-mismatch", {"size": 4}),
        ("a path to another root", "proof-mismatch", {"path": proof["path"][::-1]}),
        ("half a path", ["not-included", "proof-mismatch"], {"path": proof["path"][:1]}),
        ("a checkpoint that its author did not sign", "forged", {"note": other}),
        ("no card of the author", "proof-fingerprint", {"cards": {"jp": [story.jp.body]}}),
        ("a card under another party", "proof-mismatch", {"cards": {"ua": [story.jp.body]}}),
        ("another type", "proof-form", {"type": "comity proof/v2"}),
        ("a field more", "proof-form", {"note2": ""}),
    ):
        put = {"proof": given(canonical({**proof, **wrong}))}
        file.add("check", "proof", says, put, refused=codes, like="told")
    put = {"proof": given(canonical(proof)), "fingerprint": jp}
    file.add(
        "check",
        "proof",
        "another fingerprint was told",
        put,
        refused="proof-fingerprint",
        like="told",
    )
    return file
