"""Fork: proof that a party, or a thief with its keys, told two stories about one chain.

Two signed checkpoints of one size with different roots are a proof; so are two different record
hashes that two signed checkpoints include at one index. The hashes are enough: whatever the
records say, an honest party never signs a second history. Whoever holds the party's card can check
it and need trust nobody, least of all the accuser.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from comity.errors import RefusedError
from comity.records.party import Party
from comity.records.tree import InclusionError, root_by_path
from comity.seal.checkpoint import Checkpoint, read_note, verify
from comity.seal.signing import ForgedError, PublicKeys
from comity.seal.statements import FORK


class NoForkError(RefusedError):
    """What should prove that a party spoke twice does not."""

    code = "no-fork"
    template = "this does not prove that {party} spoke twice: {reason}; do not accuse it by this"


def fork_of_roots(party: Party, first: bytes, second: bytes) -> dict[str, Any]:
    """Return the body of a `fork/1` record from two notes of one size with different roots."""
    return {
        "party": party,
        "claims": [{"note": first.decode()}, {"note": second.decode()}],
    }


def fork_of_records(
    party: Party,
    index: int,
    first: tuple[bytes, bytes, Sequence[bytes]],
    second: tuple[bytes, bytes, Sequence[bytes]],
) -> dict[str, Any]:
    """Return the body of a `fork/1` record from two records at one place of a chain.

    Args:
        party: who spoke twice.
        index: of both records in the tree, from 0.
        first: a note, the hash of the record, and its inclusion path in the tree of that note.
        second: another such three.
    """
    claims = [
        {"note": note.decode(), "leaf": leaf.hex(), "path": [step.hex() for step in path]}
        for note, leaf, path in (first, second)
    ]
    return {"party": party, "index": index, "claims": claims}


def proof_of_fork(body: Mapping[str, Any], keys: Iterable[PublicKeys], *, circle: str) -> Party:
    """Return the party of which a body proves that it spoke twice.

    Args:
        body: of a `fork/1` record.
        keys: the signing keys of every card of that party that is trusted.
        circle: in which the record stands.

    Raises:
        BodyError: the body does not fit its kind.
        NoteError: a note is none.
        NoForkError: nothing is proved; for instance because both notes may be of one chain.
    """
    FORK.check(body)
    party, held = Party(body["party"]), tuple(keys)
    one, other = (_signed(claim["note"], held, party, circle) for claim in body["claims"])
    if "index" not in body:
        if one.size != other.size:
            raise NoForkError(party=party, reason="the checkpoints are of different sizes")
        if one.root == other.root:
            raise NoForkError(party=party, reason="both checkpoints have the same root")
        return party
    for checkpoint, claim in zip((one, other), body["claims"], strict=True):
        _need_included(checkpoint, claim, body["index"])
    if body["claims"][0]["leaf"] == body["claims"][1]["leaf"]:
        raise NoForkError(party=party, reason="both checkpoints include the same record there")
    return party


def _signed(note: str, keys: Sequence[PublicKeys], party: Party, circle: str) -> Checkpoint:
    """Return what a note of this chain says, once it is signed by one of these keys."""
    read = read_note(note.encode())
    if (read.checkpoint.circle, read.checkpoint.party) != (circle, party):
        raise NoForkError(party=party, reason=f"a note is of the chain {read.checkpoint.origin}")
    for pair in keys:
        try:
            return verify(read, pair)
        except ForgedError:
            continue
    raise NoForkError(party=party, reason="a note is not signed by any key of this party")


def _need_included(checkpoint: Checkpoint, claim: Mapping[str, Any], index: int) -> None:
    """Check that a checkpoint includes the record that a claim names."""
    if "leaf" not in claim or "path" not in claim:
        raise NoForkError(party=checkpoint.party, reason="a record's hash or path is missing")
    path = [bytes.fromhex(step) for step in claim["path"]]
    try:
        root = root_by_path(bytes.fromhex(claim["leaf"]), index, checkpoint.size, path)
    except InclusionError as error:
        raise NoForkError(party=checkpoint.party, reason=str(error)) from None
    if root != checkpoint.root:
        raise NoForkError(party=checkpoint.party, reason="a path leads to another root")
