"""Drafts: what somebody wrote and nobody has said yet.

A marking above the one that a party sets takes two persons (R19): one role writes, another
releases. What is held until then lies in a store that has no path to the outbox; to release it is
to say it anew.

>>> Letter(kind="report/1", circle="", body={}, marking=Marking.RED).needs_two(Marking.AMBER)
True
>>> need_other_role("desk-officer", "desk-officer")
Traceback (most recent call last):
comity.exchange.drafts.SameRoleError: whoever wrote this may not release it; let another role do so
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.errors import NotAllowedError, RefusedError
from comity.records.marking import Marking, highest
from comity.records.precedence import WORDS, Precedence

ROLES = ("desk-officer", "head-of-delegation", "secretariat", "security-officer")
"""Who may act for a party, until there are accounts."""


class SameRoleError(NotAllowedError):
    """The role that wrote a message tries to release it."""

    code = "same-role"
    template = "whoever wrote this may not release it; let another role do so"


class UnknownRoleError(RefusedError):
    """A role is none of those that this node knows."""

    code = "unknown-role"
    template = "{role!r} is no role here; choose from {known}"


class NoDraftError(RefusedError):
    """A draft is not there any more."""

    code = "no-draft"
    template = "there is no draft {draft} here; it was released or discarded, or never written"


class LoweredMarkingError(RefusedError):
    """A message is marked lower than what it quotes."""

    code = "marking-lowered"
    template = (
        "it is marked {marking} and quotes something that is marked {quoted}; quoting lowers no "
        "marking, choose {quoted} or a higher one"
    )


@dataclass(frozen=True, slots=True)
class File:
    """A file that is to go along, before it is sealed.

    Attributes:
        name: as its owner calls it, without folders.
        type: its media type.
        size: bytes.
        path: where it lies on this machine.
    """

    name: str
    type: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody wants to say.

    Attributes:
        kind: of the record that it becomes.
        circle: id of the circle.
        body: of that record, without attachments.
        marking: how far it may be passed on.
        quoted: the highest marking of what it quotes.
        files: that go along.
    """

    kind: str
    circle: str
    body: Mapping[str, Any]
    marking: Marking
    quoted: Marking = Marking.CLEAR
    files: tuple[File, ...] = ()

    @property
    def precedence(self) -> Precedence:
        """Return how urgent it is."""
        return WORDS.get(str(self.body.get("precedence")), Precedence.ROUTINE)

    def needs_two(self, limit: Marking) -> bool:
        """Say whether it takes two persons to say it.

        Args:
            limit: the highest marking that one person may release.
        """
        return highest([self.marking, self.quoted]) > limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A letter that waits for a second role.

    Attributes:
        id: names it in an address.
        letter: what is to be said.
        role: who wrote it.
        at: when, as records carry a moment.
    """

    id: str
    letter: Letter
    role: str
    at: str


def need_role(role: str) -> str:
    """Return a role that this node knows.

    Raises:
        UnknownRoleError: it is none.
    """
    if role not in ROLES:
        raise UnknownRoleError(role=role[:40], known=", ".join(ROLES))
    return role


def need_other_role(wrote: str, releases: str) -> None:
    """Check that a letter is released by another role than wrote it.

    Raises:
        SameRoleError: it is the same.
        UnknownRoleError: there is no such role.
    """
    if need_role(releases) == wrote:
        raise SameRoleError


def need_marking(marking: Marking, quoted: Iterable[Marking]) -> Marking:
    """Return the highest marking of what is quoted, once the quoting message is not below it.

    Raises:
        LoweredMarkingError: it is.
    """
    most = highest(quoted)
    if marking < most:
        raise LoweredMarkingError(marking=marking.text, quoted=most.text)
    return most
