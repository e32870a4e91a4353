"""The tree: RFC 6962 hashes, roots and paths, and RFC 9162's way to check a path.

The eight leaves, their roots and some paths are those with which implementations of Certificate
Transparency have been compared from the first; we wrote down these facts. For all other sizes the
definition in RFC 6962, section 2.1, stands here as a second program.
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.records.tree import (
    EMPTY,
    Frontier,
    InclusionError,
    decode_frontier,
    inclusion_path,
    leaf_hash,
    root_by_path,
    root_of,
)

LEAVES = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}

chains = st.lists(st.binary(max_size=4).map(leaf_hash), min_size=1, max_size=70)


def defined_root(leaves: list[bytes]) -> bytes:
    """The root as RFC 6962, 2.1, defines it, by leaf hashes."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + defined_root(leaves[:split]) + defined_root(leaves[split:])).digest()


def defined_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The path as RFC 6962, 2.1.1, defines it, by leaf hashes."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*defined_path(index, leaves[:split]), defined_root(leaves[split:])]
    return [*defined_path(index - split, leaves[split:]), defined_root(leaves[:split])]


def path(index: int, leaves: list[bytes]) -> tuple[bytes, ...]:
    """The path that we give."""
    return inclusion_path(index, len(leaves), lambda low, high: root_of(leaves[low:high]))


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert EMPTY.root.hex() == ROOTS[0]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_known_leaves_are_the_known_roots(size: int) -> None:
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_the_paths_of_the_known_leaves_are_the_known_paths(index: int, size: int) -> None:
    found = path(index, list(map(leaf_hash, LEAVES[:size])))

    assert tuple(step.hex() for step in found) == PATHS[index, size]


def test_a_leaf_is_never_an_inner_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert root_of([left, right]) != leaf_hash(left + right)


@given(chains)
def test_our_root_is_the_defined_one(leaves: list[bytes]) -> None:
    assert root_of(leaves) == defined_root(leaves)


@given(chains, st.data())
def test_our_path_is_the_defined_one_and_leads_to_the_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    found = path(index, leaves)

    assert list(found) == defined_path(index, leaves)
    assert root_by_path(leaves[index], index, len(leaves), found) == defined_root(leaves)


@given(chains, st.data())
def test_a_path_does_not_lead_from_another_place(leaves: list[bytes], data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, len(leaves) - 1)) for _ in range(2))
    if index == other or leaves[index] == leaves[other]:
        return

    try:
        found = root_by_path(leaves[index], other, len(leaves), path(index, leaves))
    except InclusionError:
        return
    assert found != root_of(leaves)


@given(chains, st.data())
def test_a_path_of_another_length_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    found = path(index, leaves)

    with pytest.raises(InclusionError, match="it is too long"):
        root_by_path(leaves[index], index, len(leaves), (*found, bytes(32)))
    if found:
        with pytest.raises(InclusionError, match="it is too short"):
            root_by_path(leaves[index], index, len(leaves), found[:-1])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (8, 8)])
def test_there_is_no_path_from_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(InclusionError, match="there is no such leaf"):
        root_by_path(leaf_hash(b""), index, size, ())


@given(chains, st.data())
def test_a_tree_grows_the_same_in_any_steps(leaves: list[bytes], data: st.DataObject) -> None:
    frontier: Frontier = EMPTY
    rest = leaves
    while rest:
        step = data.draw(st.integers(1, len(rest)))
        frontier = decode_frontier(frontier.size, frontier.encode()).append(*rest[:step])
        rest = rest[step:]

    assert frontier.root == defined_root(leaves)
    assert frontier == EMPTY.append(*leaves)
