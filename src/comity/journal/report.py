"""Report: what a proof of the journal looked at, and what was wrong."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from comity.errors import ComityError

MOST_FAULTS = 1000
"""Faults that are told one by one; beyond, they are only counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the journal that is not as it was written.

    Attributes:
        place: where: a table, with the chain and number as far as they are known.
        reason: what is wrong.
    """

    place: str
    reason: str


@dataclass(slots=True)
class Report:
    """What was looked at, and what was wrong.

    Attributes:
        counts: rows that were looked at, by table.
        faults: what was wrong, the first thousand.
        more: how many faults there were beyond these.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.faults

    def add(self, place: str, reason: object) -> None:
        """Add a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(place, str(reason)))
        else:
            self.more += 1

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Turn whatever goes wrong inside into a fault at a place."""
        try:
            yield
        except ComityError as error:
            self.add(place, error)
        except Exception as error:  # noqa: BLE001 - damaged rows can make anything go wrong
            self.add(place, f"cannot be read: {type(error).__name__}: {error}")

    def need(self, holds: object, place: str, reason: str) -> None:
        """Add a fault unless something holds."""
        if not holds:
            self.add(place, reason)
