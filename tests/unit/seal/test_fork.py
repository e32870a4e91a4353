"""Two stories about one chain prove who told them; nothing else does."""

from typing import Any

import pytest

from comity.records.kinds import BodyError
from comity.records.party import Party
from comity.records.record import LARGEST
from comity.records.tree import inclusion_path, leaf_hash, root_of
from comity.seal.checkpoint import Checkpoint, issue
from comity.seal.fork import NoForkError, fork_of_records, fork_of_roots, proof_of_fork
from comity.seal.signing import SigningKeys

CIRCLE = "9f" * 32
UA = Party("ua")
UKRAINE, LATER, JAPAN = (SigningKeys.generate() for _ in range(3))
TO_JAPAN = [leaf_hash(f"to japan {n}".encode()) for n in range(7)]
TO_KOREA = [*TO_JAPAN[:3], leaf_hash(b"to korea"), *TO_JAPAN[4:], leaf_hash(b"more")]


def note(leaves: list[bytes], keys: SigningKeys = UKRAINE, circle: str = CIRCLE) -> bytes:
    """A signed checkpoint over these record hashes."""
    return issue(Checkpoint(circle, UA, len(leaves), root_of(leaves)), keys)


def at(leaves: list[bytes], index: int) -> tuple[bytes, bytes, tuple[bytes, ...]]:
    """A note, the record hash at a place, and the path that leads from it."""
    path = inclusion_path(index, len(leaves), lambda low, high: root_of(leaves[low:high]))
    return note(leaves), leaves[index], path


def refusal(body: dict[str, Any], *keys: SigningKeys, circle: str = CIRCLE) -> str:
    """Why nothing is proved."""
    with pytest.raises(NoForkError) as caught:
        proof_of_fork(body, [pair.public for pair in keys or (UKRAINE,)], circle=circle)
    return caught.value.facts["reason"]


def test_two_roots_over_one_number_of_records_prove_it() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7]))

    assert proof_of_fork(body, [UKRAINE.public], circle=CIRCLE) == UA


def test_two_records_at_one_place_prove_it() -> None:
    body = fork_of_records(UA, 3, at(TO_JAPAN, 3), at(TO_KOREA, 3))

    assert proof_of_fork(body, [UKRAINE.public], circle=CIRCLE) == UA


def test_two_cards_of_one_party_prove_it_together() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7], LATER))

    assert proof_of_fork(body, [UKRAINE.public, LATER.public], circle=CIRCLE) == UA


def test_a_proof_fits_into_a_record() -> None:
    body = fork_of_records(UA, 3, at(TO_JAPAN, 3), at(TO_KOREA, 3))

    assert len(str(body)) < LARGEST / 8


def test_a_chain_that_grew_proves_nothing() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN[:5]), note(TO_JAPAN))

    assert refusal(body) == "the checkpoints are of different sizes"


def test_one_root_signed_twice_proves_nothing() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_JAPAN))

    assert refusal(body) == "both checkpoints have the same root"


def test_one_record_in_two_checkpoints_proves_nothing() -> None:
    body = fork_of_records(UA, 2, at(TO_JAPAN, 2), at(TO_KOREA, 2))

    assert refusal(body) == "both checkpoints include the same record there"


def test_records_at_two_places_prove_nothing() -> None:
    body = fork_of_records(UA, 3, at(TO_JAPAN, 3), at(TO_KOREA, 4))

    assert refusal(body) == "a path leads to another root"


def test_a_record_that_no_checkpoint_includes_proves_nothing() -> None:
    invented, (_, _, path) = leaf_hash(b"never said"), at(TO_KOREA, 3)
    body = fork_of_records(UA, 3, at(TO_JAPAN, 3), (note(TO_KOREA), invented, path))

    assert refusal(body) == "a path leads to another root"


def test_a_path_that_is_too_short_proves_nothing() -> None:
    found, leaf, path = at(TO_KOREA, 3)
    body = fork_of_records(UA, 3, at(TO_JAPAN, 3), (found, leaf, path[:-1]))

    assert refusal(body).endswith("it is too short")


def test_a_path_that_is_left_out_proves_nothing() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA)) | {"index": 3}

    assert refusal(body) == "a record's hash or path is missing"


def test_nobody_is_accused_by_notes_that_another_signed() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7], JAPAN))

    assert refusal(body) == "a note is not signed by any key of this party"


def test_nobody_is_accused_in_anothers_name() -> None:
    body = fork_of_roots(Party("jp"), note(TO_JAPAN), note(TO_KOREA[:7]))

    assert refusal(body) == f"a note is of the chain comity/{CIRCLE}/ua"


def test_chains_of_two_circles_prove_nothing() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7], circle="aa" * 32))

    assert refusal(body) == f"a note is of the chain comity/{'aa' * 32}/ua"


def test_a_fork_of_another_circle_is_no_matter_of_this_one() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7]))

    assert refusal(body, circle="aa" * 32) == f"a note is of the chain comity/{CIRCLE}/ua"


def test_a_proof_has_two_claims() -> None:
    body = fork_of_roots(UA, note(TO_JAPAN), note(TO_KOREA[:7]))
    body["claims"].pop()

    with pytest.raises(BodyError, match="give a list of 2 to 2"):
        proof_of_fork(body, [UKRAINE.public], circle=CIRCLE)
