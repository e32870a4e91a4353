"""Where the published vectors are: in the package `cryptography-vectors`, of the same release."""

from collections.abc import Callable, Iterator

import pytest
from cryptography_vectors import open_vector_file

Vectors = Callable[[str], list[dict[str, str]]]


def blocks(text: str) -> Iterator[dict[str, str]]:
    """The blocks of a file of `name = value`, each of which begins with a count."""
    block: dict[str, str] = {}
    for line in text.splitlines():
        name, _, value = line.partition(" = ")
        if name.lower() == "count":
            if block:
                yield block
            block = {}
        elif line and not line.startswith("#"):
            block[name] = value
    yield block


@pytest.fixture(scope="session")
def vector_text() -> Callable[[str], str]:
    """Reads a file of published vectors."""

    def read(path: str) -> str:
        with open_vector_file(path, "r") as file:
            return str(file.read())

    return read


@pytest.fixture(scope="session")
def vectors(vector_text: Callable[[str], str]) -> Vectors:
    """Reads a file of published vectors in the form of the NIST known answers."""
    return lambda path: list(blocks(vector_text(path)))
