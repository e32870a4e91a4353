"""Text desk: what the pages of joint texts ask for, and what people do there.

What is asked is added up from records (`comity.positions`); what is done becomes records. Every act
names the state of the page that it was done on: where that has changed since, nothing is said.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from comity.agreement.effects import Type
from comity.errors import RefusedError
from comity.positions.bundles import Package
from comity.positions.signing import Made, Signing
from comity.positions.succession import Offered
from comity.positions.views import Views
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.digest import Due

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, from which page.

    Attributes:
        role: in which a person acts.
        token: of the page; what comes twice with one is done once.
        seen: name of the state that the page was made from.
    """

    role: str
    token: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A joint text in the list of them.

    Attributes:
        hash: of the object.
        circle: its circle.
        type: text or statement.
        title: in each language.
        marking: the highest of its records.
        clauses, left: how many there are, and how many are not agreed.
        seals: each party, and whether it has signed the newest text; () where there is none.
        state: code of `labels.STATES`.
        at: when something last moved.
    """

    hash: str
    circle: Circle
    type: Type
    title: Words
    marking: Marking
    clauses: int
    left: int
    seals: tuple[tuple[Party, bool], ...]
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision that keeps clauses of a text for the next meeting.

    Attributes:
        object: the decision.
        revision: that says which clauses.
        clauses: their ids.
        adopted: whether all have signed it.
        seals: each party, and whether it has signed.
    """

    object: str
    revision: str
    clauses: tuple[str, ...]
    adopted: bool
    seals: tuple[tuple[Party, bool], ...]


@dataclass(frozen=True, slots=True)
class Annexed:
    """A reservation or statement that is annexed to a text.

    Attributes:
        party: whose.
        sort: reservation, interpretation or explanation.
        words: in each language.
        at: what its author's clock said.
        record: its hash.
    """

    party: Party
    sort: str
    words: Words
    at: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSeen:
    """A joint text with everything beside it.

    Attributes:
        hash: of the object.
        circle: its circle.
        type: what sort of thing it is.
        title: in each language.
        opened: who opened it, and when.
        me: whose page it is.
        shown: its clauses.
        signing: its texts to sign.
        adopted_at: when the record was written that adopts it, "" while it is not adopted.
        made: what the agreed clauses make now, None where they make nothing.
        hindered: why they make nothing, or nothing without a choice.
        packages: acceptances that hold only together.
        annexes: in a causal order.
        kept: decisions that keep clauses of it.
        marking: the highest of its records; what is said about it is marked so.
        succeeds: circle and id of the text that it goes on from, None for none.
        former: whether that text is here.
        heirs: circle and id of texts here that go on from it.
        aligned: parties of other circles that align with what was adopted, with the revision.
        may_align: whether this party is a late joiner that may align.
        offered: own old stances that are not stated again yet.
        wider: circles of this party with all of these parties and more.
        drafts: letters about it that wait for a second role, by their names.
        seen: name of the state of all its clauses.
        now: what this node's clock says.
    """

    hash: str
    circle: Circle
    type: Type
    title: Words
    opened: tuple[Party, str]
    me: Party
    shown: Views
    signing: Signing
    adopted_at: str
    made: Made | None
    hindered: RefusedError | None
    packages: tuple[Package, ...]
    annexes: tuple[Annexed, ...]
    kept: tuple[Kept, ...]
    marking: Marking
    succeeds: tuple[str, str] | None
    former: bool
    heirs: tuple[tuple[str, str], ...]
    aligned: Mapping[Party, str]
    may_align: bool
    offered: tuple[Offered, ...]
    wider: tuple[Circle, ...]
    drafts: tuple[str, ...]
    seen: str
    now: str

    @property
    def may_order(self) -> bool:
        """Say whether this party orders the clauses: the one that opened the text does."""
        return self.opened[0] == self.me

    @property
    def for_alignment(self) -> bool:
        """Say whether it is what others adopted, offered here to those who come later."""
        whole = bool(self.signing.revisions) and not self.shown.clauses
        return whole and self.succeeds is not None and not self.signing.adopted

    @property
    def live(self) -> bool:
        """Say whether anything about it can still be agreed."""
        return not self.signing.adopted


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A joint text that is to be opened.

    Attributes:
        circle: whose parties agree on it.
        type: text or statement.
        title: in each language.
        clauses: first wordings, in order.
        marking: of its records.
    """

    circle: str
    type: Type
    title: Words
    clauses: Sequence[Words]
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A wording that is to be tabled.

    Attributes:
        clause: of which, "" for a new clause.
        words: None to delete the clause.
        instead: whether the support for one's own other wordings moves to it.
    """

    clause: str
    words: Words | None
    instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Stances that are to be taken on a clause.

    Attributes:
        clause: which.
        letters: the stance on each wording that is named, "" for none any more.
        only_if: conditions of each wording that is named; those of others stay.
    """

    clause: str
    letters: Mapping[str, str]
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class TextsDesk(Protocol):
    """What the pages of joint texts ask for, and what people do there.

    Each act returns what became of it and raises a `ComityError` where nothing was said; a
    `StalePageError` where the page no longer showed how things stand.
    """

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        ...

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        ...

    def texts(self, most: int | None = None) -> tuple[TextRow, ...]:
        """Return joint texts, those not adopted first, then the one that moved last first.

        Args:
            most: how many; None for all.
        """
        ...

    def text(self, hashed: str) -> TextSeen | None:
        """Return one object that can be signed, None where there is none of this hash."""
        ...

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return what somebody here should do about joint texts."""
        ...

    def begin(self, beginning: Beginning, by: By) -> Outcome:
        """Open a text with its first wordings, which this party supports."""
        ...

    def table(self, hashed: str, tabled: Tabled, by: By) -> Outcome:
        """Table a wording, and support it."""
        ...

    def take(self, hashed: str, taken: Taken, by: By) -> Outcome:
        """Take stances on a clause."""
        ...

    def move(self, hashed: str, clause: str, places: int, by: By) -> Outcome:
        """Move a clause up (negative) or down in the order."""
        ...

    def give(self, hashed: str, chosen: Words, by: By, *, leave_out: bool) -> Outcome:
        """Make the text to sign from the clauses that are agreed."""
        ...

    def sign(
        self, hashed: str, revision: str, by: By, *, ad_referendum: bool, valid_until: str
    ) -> Outcome:
        """Sign a revision."""
        ...

    def withdraw(self, hashed: str, reason: Words, by: By) -> Outcome:
        """Withdraw the own signature."""
        ...

    def annex(self, hashed: str, sort: str, words: Words, by: By) -> Outcome:
        """Annex a reservation or a statement."""
        ...

    def retain(self, hashed: str, by: By) -> Outcome:
        """Propose that the clauses that are not agreed are kept for the next meeting."""
        ...

    def widen(self, hashed: str, circle: str, by: By) -> Outcome:
        """Let a text go on in a wider circle."""
        ...

    def close(self, hashed: str, by: By) -> Outcome:
        """Give the text that closes this one, succeeded by the one that goes on from it."""
        ...

    def again(self, hashed: str, by: By) -> Outcome:
        """State the own old stances again."""
        ...

    def align(self, hashed: str, revision: str, by: By) -> Outcome:
        """Align with what others adopted."""
        ...
