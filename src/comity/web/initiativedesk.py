"""Initiative desk: what the pages of initiatives ask for, and what people do there.

What is common is read from records; what people do becomes records of this party, or a draft that
waits for a second role. What is known of partners from the lists stays here (R19).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from comity.initiatives.initiative import Initiative
from comity.initiatives.ledger import Commitment
from comity.initiatives.matching import Match, Wish
from comity.initiatives.screening import Screened, Standing, jurisdictions, worst
from comity.initiatives.stages import OVER, Gate, Stage
from comity.records.circle import Circle
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.textdesk import By

PATH = "/initiatives"
TONGUES = ("uk", "ja", "en", "ko")

ONLY = ("", "late", "listed", "unsigned", "unconfirmed")
"""What the board can be narrowed to."""

INSIDE = Marking.AMBER_STRICT
"""Of what this party knows of partners from the lists: within this party, to those who need it."""

ACTS = (
    "gate",
    "commit",
    "revise",
    "withdraw",
    "deliver",
    "receive",
    "take-back",
    "milestone",
    "risk",
    "partner",
    "leave",
)
"""What a person can do to an initiative."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the board somebody asks for.

    Attributes:
        category: "" for all.
        party: beneficiary or giver, "" for all.
        only: one of `ONLY`.
        closed: whether initiatives that are over are wanted too.
    """

    category: str = ""
    party: str = ""
    only: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An initiative as the board shows it.

    Attributes:
        initiative: with everything that was said of it.
        stage: that it has reached.
        gates: decisions about its stages, the newest first.
        screened: what is known here of its partners.
        today: the day for which it is shown.
    """

    initiative: Initiative
    stage: Stage
    gates: tuple[Gate, ...]
    screened: tuple[Screened, ...]
    today: str

    @property
    def over(self) -> bool:
        """Say whether nothing is asked of anybody any more."""
        return self.stage.code in OVER

    @property
    def late(self) -> tuple[Commitment, ...]:
        """Return the commitments that are overdue."""
        return () if self.over else self.initiative.ledger.late(self.today)

    @property
    def unconfirmed(self) -> tuple[Commitment, ...]:
        """Return the commitments of which more is reported than confirmed."""
        return tuple(one for one in self.initiative.ledger.commitments if one.unconfirmed)

    @property
    def pending(self) -> tuple[Gate, ...]:
        """Return the gates that not all have signed, and that open something still closed."""
        adopted = {one.stage for one in self.gates if one.adopted}
        return tuple(one for one in self.gates if not one.adopted and one.stage not in adopted)

    @property
    def signed(self) -> tuple[Party, ...]:
        """Return whose seals are filled: of the gate that waits, else of the stage reached."""
        for one in self.pending:
            return one.signed
        return self.initiative.parties if any(one.adopted for one in self.gates) else ()

    @property
    def staying(self) -> tuple[Screened, ...]:
        """Return what is known of the partners who take part."""
        return tuple(one for one in self.screened if not one.partner.left)

    @property
    def standing(self) -> Standing:
        """Return the most pressing standing among the partners who take part."""
        return worst(self.staying)

    @property
    def hit(self) -> tuple[str, ...]:
        """Return on whose lists a partner stands, or may stand."""
        return jurisdictions(it for one in self.staying for it in (*one.listed, *one.open))

    @property
    def marking(self) -> Marking:
        """Return the highest marking of what the card shows."""
        known = [INSIDE] if self.screened else []
        gates = [one.marking for one in self.gates]
        return highest([self.initiative.marking, *gates, *known])


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSeen:
    """What the board shows.

    Attributes:
        cards: that were asked for, the newest first.
        total: how many initiatives there are.
        matches: how many needs and offers fit each other.
        circles: of this party.
        me: whose page it is.
        now: what this node's clock says.
    """

    cards: tuple[Card, ...]
    total: int
    matches: int
    circles: tuple[Circle, ...]
    me: Party
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesSeen:
    """What the page of needs and offers shows.

    Attributes:
        wishes: the newest first.
        matches: the best first.
        used: initiatives that answer a need or an offer, by its hash.
        circles: of this party.
        drafts: letters that wait for a second role and write one, by their names.
        four_eyes: the marking above which a release takes two roles.
        me: whose page it is.
        today: the day for which it is shown.
    """

    wishes: tuple[Wish, ...]
    matches: tuple[Match, ...]
    used: Mapping[str, tuple[Initiative, ...]]
    circles: tuple[Circle, ...]
    drafts: tuple[str, ...]
    four_eyes: Marking
    me: Party
    today: str

    def wish(self, hashed: str) -> Wish | None:
        """Return a need or an offer, None where there is none of this hash."""
        return next((one for one in self.wishes if one.hash == hashed), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InitiativeSeen:
    """What the page of an initiative shows.

    Attributes:
        card: the initiative as the board shows it.
        circle: in which it is done.
        wishes: needs and offers that it answers, those that are here.
        drafts: letters about it that wait for a second role, by their names.
        four_eyes: the marking above which a release takes two roles.
        lists: whether any list is here.
        me: whose page it is.
        now: what this node's clock says.
    """

    card: Card
    circle: Circle
    wishes: tuple[Wish, ...]
    drafts: tuple[str, ...]
    four_eyes: Marking
    lists: bool
    me: Party
    now: str

    @property
    def initiative(self) -> Initiative:
        """Return the initiative."""
        return self.card.initiative


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A need or an offer that is to be written.

    Attributes:
        circle: in which.
        offer: whether it is an offer.
        category: code.
        title, words, place, conditions: in each language.
        unit: code, "" for none.
        amount: as typed, "" for none.
        until: day, "" for none.
        marking: of it.
    """

    circle: str
    offer: bool
    category: str
    title: Words
    words: Words
    place: Words
    conditions: Words
    unit: str
    amount: str
    until: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An initiative that is to be opened.

    Attributes:
        circle: in which.
        title, words: in each language.
        category: code.
        beneficiary: party that receives.
        needs, offers: hashes of those that it answers.
        marking: of it, not below that of what it answers.
    """

    circle: str
    title: Words
    words: Words
    category: str
    beneficiary: str
    needs: tuple[str, ...]
    offers: tuple[str, ...]
    marking: Marking


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does to an initiative.

    Attributes:
        what: one of `ACTS`.
        typed: the fields of the form, as they were typed.
    """

    what: str
    typed: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field without blanks around it, "" where it was left empty."""
        return self.typed.get(name, "").strip()

    def words(self, name: str) -> dict[str, str]:
        """Return a text in each language in which it was typed."""
        typed = {tongue: self.text(f"{name}-{tongue}") for tongue in TONGUES}
        return {tongue: text for tongue, text in typed.items() if text}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person says of entries that came near a partner.

    Attributes:
        party: whose partner it is.
        partner: its name.
        entries: list, key and hash of each.
        same: whether they are the partner.
        reason: why.
    """

    party: str
    partner: str
    entries: tuple[tuple[str, str, str], ...]
    same: bool
    reason: str


class InitiativesDesk(Protocol):
    """What the pages of initiatives ask for, and what people do there.

    Each act raises a `ComityError` where nothing was said; a `StalePageError` where the page no
    longer showed how things stand.
    """

    def board(self, asked: Asked) -> BoardSeen:
        """Return the initiatives that somebody asks for."""
        ...

    def wishes(self) -> WishesSeen:
        """Return the needs and offers with their matches."""
        ...

    def initiative(self, hashed: str) -> InitiativeSeen | None:
        """Return one initiative, None where there is none of this hash."""
        ...

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        ...

    def clock(self) -> dt.datetime:
        """Return what this node's clock says."""
        ...

    def write(self, wished: Wished, by: By) -> Outcome:
        """Write a need or an offer."""
        ...

    def close(self, hashed: str, why: str, words: Words, by: By) -> Outcome:
        """Close a need or an offer of this party."""
        ...

    def open(self, opening: Opening, by: By) -> Outcome:
        """Open an initiative."""
        ...

    def act(self, hashed: str, act: Act, by: By) -> Outcome:
        """Do what a person wants done to an initiative."""
        ...

    def judge(self, hashed: str, judged: Judged, role: str) -> None:
        """Remember what a person says of entries that came near a partner; it stays here."""
        ...
