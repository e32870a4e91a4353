"""Screening: what was found of a partner among everything listed, and what people made of it.

A hit is this party's own reading and stays with it (R19). A person says of an entry that it is the
partner, or somebody else; that verdict holds for as long as the entry reads as it did. What is no
longer found is kept with the day until which it was, so that a partner who is struck off a list in
the middle of an initiative has a state of its own, and nothing is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Subject, When
from comity.initiatives.initiative import Partner
from comity.records.party import Party


class Standing(StrEnum):
    """How a partner stands, the most pressing first.

    LISTED: a person said that an entry which is in force is the partner. ALERT: an entry may be the
    partner, and nobody has said. STRUCK_OFF: an entry that was the partner, or may have been, is
    gone. CLEARED: every entry that came near is somebody else. CLEAR: nothing came near. UNKNOWN:
    nobody has looked yet.
    """

    LISTED = "listed"
    ALERT = "alert"
    UNKNOWN = "not-screened"
    STRUCK_OFF = "struck-off"
    CLEARED = "cleared"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a hit.

    Attributes:
        field: what it is about.
        a: value of the partner.
        b: value of the entry.
        points: what it adds.
        note: a code of `comity.entities.notes`.
    """

    field: str
    a: str
    b: str
    points: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry of a list that comes near a partner, or came near it once.

    Attributes:
        list: name of the list.
        key: of the entry in it.
        listing: hash of the entry as it was read.
        jurisdiction: whose list it is.
        target: number of the target in the state in which it was found last.
        name: by which the entry goes.
        likely: what the score amounts to: "same" or "undecided".
        score: in per cent.
        reasons: in the order of the fields.
        measures: that it means in law.
        since: moment at which it was found first.
        fresh: whether it came with a later edition than the one that the partner was entered under.
        gone: moment at which it was found no more, "" while it is.
        apart: whether it is gone because the partner is described otherwise, not because of a list.
    """

    list: str
    key: str
    listing: str
    jurisdiction: str
    target: int
    name: str
    likely: str
    score: float
    reasons: tuple[Why, ...]
    measures: tuple[str, ...]
    since: str
    fresh: bool = False
    gone: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person here said of an entry.

    Attributes:
        list, key: of the entry.
        listing: hash of it as it read then.
        same: whether it is the partner.
        reason: why.
        role: of the person.
        at: when.
    """

    list: str
    key: str
    listing: str
    same: bool
    reason: str
    role: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What this party knows of a partner.

    Attributes:
        partner: who.
        at: moment of the last look, "" where nobody has looked at what the partner is now.
        state: name of the state of the lists that was looked at.
        found: every entry that came near since the partner is there.
        verdicts: of people here, the newest first.
    """

    partner: Partner
    at: str = ""
    state: str = ""
    found: tuple[Found, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def initiative(self) -> str:
        """Return the hash of the initiative."""
        return self.partner.initiative

    @property
    def party(self) -> Party:
        """Return whose partner it is."""
        return self.partner.party

    def verdict(self, one: Found) -> Verdict | None:
        """Return what was said of an entry as it reads, None where nothing holds for it."""
        return next(
            (
                said
                for said in self.verdicts
                if (said.list, said.key, said.listing) == (one.list, one.key, one.listing)
            ),
            None,
        )

    def before(self, one: Found) -> Verdict | None:
        """Return what was said of an entry before it read as it does, None where nothing was."""
        if self.verdict(one) is not None:
            return None
        return next(
            (said for said in self.verdicts if (said.list, said.key) == (one.list, one.key)), None
        )

    @property
    def open(self) -> tuple[Found, ...]:
        """Return the entries that are in force and of which nobody has said who they are."""
        return tuple(one for one in self.found if not one.gone and self.verdict(one) is None)

    @property
    def listed(self) -> tuple[Found, ...]:
        """Return the entries in force that are the partner, as a person said."""
        return tuple(one for one in self.found if not one.gone and self._same(one) is True)

    @property
    def struck(self) -> tuple[Found, ...]:
        """Return the entries that are gone and that nobody took for somebody else."""
        here = {(one.list, one.key) for one in self.found if not one.gone}
        return tuple(
            one
            for one in self.found
            if one.gone and not one.apart
            if (one.list, one.key) not in here and self._same(one) is not False
        )

    def _same(self, one: Found) -> bool | None:
        said = self.verdict(one)
        return None if said is None else said.same

    @property
    def standing(self) -> Standing:
        """Return how the partner stands."""
        if self.listed:
            return Standing.LISTED
        if self.open:
            return Standing.ALERT
        if not self.at:
            return Standing.UNKNOWN
        if self.struck:
            return Standing.STRUCK_OFF
        return Standing.CLEARED if self.found else Standing.CLEAR

    @property
    def targets(self) -> tuple[tuple[Found, ...], ...]:
        """Return the open entries, those of one target together, the likeliest first."""
        groups: dict[int, list[Found]] = {}
        for one in sorted(self.open, key=lambda one: (-one.score, one.list, one.key)):
            groups.setdefault(one.target, []).append(one)
        return tuple(tuple(of) for of in groups.values())


def jurisdictions(found: Iterable[Found]) -> tuple[str, ...]:
    """Return whose lists some entries stand on, each once, in alphabetical order."""
    return tuple(sorted({one.jurisdiction for one in found}))


def worst(screened: Sequence[Screened]) -> Standing:
    """Return the most pressing standing among partners, CLEAR where there are none."""
    order = list(Standing)
    return min((one.standing for one in screened), key=order.index, default=Standing.CLEAR)


@dataclass(frozen=True, slots=True)
class Watch:
    """What is to be looked at among partners.

    Attributes:
        of: what is known of each, by its key.
    """

    of: Mapping[tuple[str, str, str], Screened] = field(default_factory=dict)

    def among(self, partners: Iterable[Partner]) -> tuple[Screened, ...]:
        """Return what is known of some partners."""
        return tuple(self.of.get(one.key, Screened(partner=one)) for one in partners)


def subject_of(partner: Partner) -> Subject:
    """Return what matching compares of a partner.

    Raises:
        ValueError: the day of birth is none.
    """
    born = tuple(map(int, partner.born.split("-"))) if partner.born else ()
    return Subject(
        kind=Kind(partner.kind),
        names=tuple(Name(name, script_of(name)) for name in partner.names),
        birth_dates=(When.day(*born),) if born else (),
        countries=(partner.country.lower(),) if partner.country else (),
        identifiers=tuple(
            Identifier(kind, bare(kind, value)) for kind, value in partner.identifiers
        ),
    )


def bare(kind: str, value: str) -> str:
    """Return a number as matching compares it: bare of its kind, blanks, dots and dashes.

    >>> bare("imo", "IMO 90747-29")
    '9074729'
    """
    text = "".join(letter for letter in value if letter not in " .-/").upper()
    return text.removeprefix(kind.upper())
