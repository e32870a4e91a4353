"""Findings desk: what the page of an action shows of its list, and what analysts do there.

Nodes tell what each edition of the list shows; analysts say which entry is the target. What they
say is one register for each party and entry, and an entry counts once two parties have said so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.entities.score import Explanation
from comity.records.marking import Marking
from comity.records.party import Party
from comity.sanctions.board import MatchedListing
from comity.sanctions.findings import Told, Word
from comity.web.textdesk import By

Words = Mapping[str, str]
Name = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySeen:
    """An entry of the list that somebody's node told of, or that an analyst spoke of.

    Attributes:
        key: its name in records, "29#7@2022-06-19".
        readings: what was told of it of the newest day on which anybody told of it.
        there: the reading of that day that has it; None where it is gone.
        last: the newest reading that had it.
        words: the last word of each party about it.
        counts: whether two parties took it for the target.
        differ: whether the readings of that day contradict each other.
        changed: whether it says something else than what any analyst confirmed.
        listing: as it stands in a file that is at hand here; None without.
        explanation: how like the reference's entry it is; None where one of both is not at hand.
        traits: what is other than agreed, or than the reference has it: "measure", "kind",
            "spelling".
    """

    key: str
    readings: tuple[Told, ...]
    there: Told | None
    last: Told
    words: Mapping[Party, Word]
    counts: bool
    differ: bool
    changed: bool
    listing: MatchedListing | None
    explanation: Explanation | None
    traits: tuple[str, ...]

    @property
    def as_of(self) -> str:
        """Return the newest day of an edition in which somebody looked for it."""
        return self.readings[0].as_of

    @property
    def sources(self) -> Sequence[tuple[str, str, tuple[Party, ...]]]:
        """Return the files of that day, what each shows of the entry, and whose nodes read it.

        What a file shows is the hash of the listing, "" where it does not have the entry.
        """
        found: dict[tuple[str, str], set[Party]] = {}
        for one in self.readings:
            found.setdefault((one.file, one.listing), set()).add(one.party)
        return [(*said, tuple(sorted(parties))) for said, parties in sorted(found.items())]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """A file of an edition, as nodes told of it.

    Attributes:
        sha256: of its bytes.
        date_from: how its day is known.
        by: whose nodes read it.
        found: names of the entries that it has of those asked for; () for none.
        missing: names of those that it does not have.
    """

    sha256: str
    date_from: str
    by: tuple[Party, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSeen:
    """The files of one day.

    Attributes:
        as_of: the day. counts: whether it is of the day of the decision or later.
        files: of that day.
    """

    as_of: str
    counts: bool
    files: tuple[FileSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeen:
    """What the page of an action shows of the list that proves it.

    Attributes:
        action: which. list: in which the target is to stand.
        measure: that counts, "" for any.
        reference: the reference's entry as a decision names it, "" for none.
        target: that entry, where it is at hand here.
        entries: those that are there first.
        editions: the newest first.
        waiting: parties that have not said yet whether an entry is the target, once one has.
        members: of the circle. me: whose page it is.
        here: days of the editions in force that are at hand here.
        state: names how it stands.
        marking: of what is shown.
        four_eyes: the marking above which a release takes two roles.
    """

    action: Name
    list: str
    measure: str
    reference: str
    target: MatchedListing | None
    entries: tuple[EntrySeen, ...]
    editions: tuple[EditionSeen, ...]
    waiting: tuple[Party, ...]
    members: tuple[Party, ...]
    me: Party
    here: Sequence[str]
    state: str
    marking: Marking
    four_eyes: Marking


class MatchDesk(Protocol):
    """What analysts do on the page of an action.

    It raises a `ComityError` where nothing was said; a `StalePageError` where the page no longer
    showed how things stand.
    """

    def match(self, action: Name, key: str, verdict: str, words: Words, by: By) -> str:
        """Say whether an entry is the target; return the draft that waits, or "".

        Args:
            action: which.
            key: name of the entry, or the list's own key of one that nobody told of.
            verdict: "same", "different" or "undecided".
            words: the reason, by language.
            by: who says it, from which page.
        """
        ...
