"""Invented subjects, from their names alone."""

from collections.abc import Callable

import pytest

from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Subject, When

Make = Callable[..., Subject]


def maker(kind: Kind) -> Make:
    def make(
        *names: str,
        born: tuple[When, ...] = (),
        countries: tuple[str, ...] = (),
        gender: str = "",
        **numbers: str,
    ) -> Subject:
        return Subject(
            kind=kind,
            names=tuple(Name(name, script_of(name)) for name in names),
            birth_dates=born,
            countries=countries,
            gender=gender,
            identifiers=tuple(
                Identifier(number.replace("_", "-"), value) for number, value in numbers.items()
            ),
        )

    return make


@pytest.fixture(scope="session")
def person() -> Make:
    """Make a person."""
    return maker(Kind.PERSON)


@pytest.fixture(scope="session")
def organisation() -> Make:
    """Make an organisation."""
    return maker(Kind.ORGANISATION)


@pytest.fixture(scope="session")
def ship() -> Make:
    """Make a ship."""
    return maker(Kind.VESSEL)
